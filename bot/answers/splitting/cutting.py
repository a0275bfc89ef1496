"""Where a text is cut into questions: at signs, and ahead of a word that begins another question."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.finding.asked import Asked
from bot.languages import every, language
from bot.models import NAMES, Cover
from bot.words.likened import likened
from bot.words.mentions import is_content
from bot.words.refusing import asks_otherwise

_SIGNS = r"[,;、/。:?!]+|\s{2,}"
_CLAUSES = r"[,;。:?!]+"
MOST_PARTS = 8


def at_signs(asked: Asked) -> list[str]:
    """The parts between signs that say something, and ahead of a word such as in “and how many people came”."""
    return [part.strip() for part in _between_signs(asked) if any(map(is_content, part))]


def clauses(asked: Asked) -> list[str]:
    """The same with lists whole (收到、办结各多少); what a question word begins behind “and” is a clause too."""
    return [part.strip() for part in _cut(asked, _or_and(_CLAUSES)) if any(map(is_content, part))]


def at(asked: Asked, joint: str) -> list[str]:
    """The parts between the matches of a pattern that say something."""
    return [part.strip() for part in _cut(asked, joint) if any(map(is_content, part))]


def is_sum(text: str, parts: Sequence[str]) -> bool:
    """Whether what the parts come to is asked for once, and not each of them."""
    tables = language("zh").statements
    together = re.search(tables["all_together"], text) is not None
    asking = sum(any(one in part for one in tables["asking"]) for part in parts)
    return together and asking == 1 and re.search(tables["one_each"], text) is None


def at_joints(asked: Asked) -> list[str]:
    """The parts of a list whose last thing stands behind “and”, each with what is said of all behind the last.

    How many leaflets and posters did Qinghe print.
    """
    joint: str = asked.tongue.operands.get("and_things", "")
    parts = at(asked, joint) if joint else []
    tail = re.search(asked.tongue.operands["and_tail"], parts[-1]) if len(parts) > 1 else None
    if tail is None or any(re.search(asked.tongue.operands["and_tail"], part) for part in parts[:-1]):
        return parts
    return [*(f"{part}{tail.group()}" for part in parts[:-1]), parts[-1]]


def with_their_body(asked: Asked, parts: Sequence[str]) -> list[str]:
    """Parts that only say whose figures are asked for, with the part beside them: Qinghe 2020, how many came."""
    merged: list[str] = []
    ahead = ""
    for part in parts:
        if _is_only_of_whom(asked, part):
            if merged:
                merged[-1] = f"{merged[-1]} {part}"
            else:
                ahead = f"{ahead}{part}, "
            continue
        merged.append(f"{ahead}{part}")
        ahead = ""
    return merged


def _is_only_of_whom(asked: Asked, part: str) -> bool:
    told = asked.again(part, None).understood
    named = told.choices or told.years
    return bool(named) and not (told.content or told.left or told.asks or told.operators)


def asks(asked: Asked, part: str) -> bool:
    """Whether a part contains a word that asks in the whole question."""
    words = [one.text for one in asked.cover.mentions if any("ask" in way for way in one.alternatives)]
    return any(word in part for word in words)


def asks_in_parts(asked: Asked) -> bool:
    """Whether more than one part has a question word: 收到几件，官司几起."""
    words = _asking_twice(asked.text, asked.cover)
    if not words:  # as in most questions
        return False
    parts = [part for part in _between_signs(asked) if part.strip()]
    return 1 < len(parts) <= MOST_PARTS and sum(any(word in part for word in words) for part in parts) > 1


@likened
def _asking_twice(text: str, cover: Cover) -> frozenset[str]:
    """The words that ask; none where only one stands there."""
    words = frozenset(one.text for one in cover.mentions if any("ask" in way for way in one.alternatives))
    return words if sum(map(text.count, words)) > 1 else frozenset()


def _between_signs(asked: Asked) -> list[str]:
    return _cut(asked, _or_and(_SIGNS))


@functools.cache
def _or_and(signs: str) -> str:
    """These signs or what joins another question to one, in any language: the answer may be in another."""
    return "|".join([signs, *every("operands", "and_asks")])


def _cut(asked: Asked, joint: str) -> list[str]:
    """The text between the matches of a pattern, but for those within a name (Human Resources and Social Security).

    Nor within what asks for something else where it stands: came by post and were refused.
    """
    whole = [one for one in asked.cover.mentions if one.kind in NAMES or asks_otherwise(one)]
    names = tuple([(one.start, one.end) for one in whole])
    return [*_between(joint, asked.text, names)]


@functools.lru_cache(maxsize=8)  # a question is cut in several ways at the same signs
def _between(joint: str, text: str, names: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    within = {at for start, end in names for at in range(start, end)}
    made, begin = [], 0
    for match in re.finditer(joint, text):
        if within.isdisjoint(range(*match.span())):
            made.append(text[begin : match.start()])
            begin = match.end()
    return (*made, text[begin:])
