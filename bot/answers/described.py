"""What a report tells of a part of its work: 依申请公开情况怎么样, 公开平台建设做得如何.

The paragraphs under the heading that names it are quoted, else the sentences that do. No figure is given for it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.answers.topics import Sentence, having, quoted, sentences, without_names
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.statements import bare
from bot.finding.sentence.paragraphs import PROSE, ends, paragraphs_of
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened
from bot.words.patterns import Patterns

LONGEST_HEADING = 30
"""characters"""


def described(asked: Asked) -> Answer | None:
    """The paragraphs of one report on a part of its work; None if the question asks for none, or there are none."""
    names = _names(asked.text, asked.cover, "described")
    written = () if names else _names(asked.text, asked.cover, "frames", True)
    if not (names or written) or len(asked.understood.choices) > 1:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    found = _under_heading(asked, target, names or written)
    if not found and names:
        every = [(bare(one.text), one) for one in sentences(asked, target)]
        found = [one for text, one in every if any(name in text for name in names)]
        found = found or [one for name in names for one in having(every, name)]
    return quoted(asked, target, found, wide=False) if found else None


@functools.cache
def _frames(kind: str) -> Patterns:
    return Patterns(language("zh").topics[kind])


@likened
def _names(typed: str, cover: Cover, kind: str, called: bool = False) -> Sequence[str]:
    """What the part of the work may be called in a report; empty if the question names none.

    `called`: only what all reports have (平台建设是怎么写的); sentences on any other topic are bot/answers/topics.py.
    """
    tables = language("zh").topics
    text = without_names(typed, cover)
    if re.search(tables["elsewhere"], text):
        return ()
    for _, match in _frames(kind).found(text):
        if any(start < match.start() or match.end() < end for start, end in cover.left):
            continue
        name = re.sub(tables["edges"], "", match["topic"])
        if len(name) > 1 and name not in tables["empty"]:
            heads = next((to for way, to in tables["called"].items() if re.fullmatch(way, name)), None)
            return heads or ([] if called else [name])
    return ()


def _under_heading(asked: Asked, target: Target, names: Sequence[str]) -> list[Sentence]:
    """The paragraphs that begin with a heading, or stand under one, that has one of the names."""
    found: list[Sentence] = []
    under: str | None = None
    for paragraph in paragraphs_of(asked.store, target.report):
        whole = "".join(text for _, text in paragraph)
        is_heading = len(whole) < PROSE and whole[-1] not in ends()
        numbered = _numbered(whole)
        if is_heading or numbered == under:
            under = None
        named = (is_heading or numbered) and any(name in bare(_beginning(whole)) for name in names)
        if is_heading:
            under = numbered if named else None
        elif named or under is not None:
            number = paragraph[0][0]
            section = next((one for one in target.report.sections if one.first <= number <= one.last), None)
            found.append(Sentence(section=section, line=number, text=whole, whole=whole))
    return found


def _beginning(paragraph: str) -> str:
    """What may be the heading of a paragraph: up to its first stop."""
    return re.split(f"[{re.escape(ends())}:]", paragraph, maxsplit=1)[0][:LONGEST_HEADING]


def _numbered(paragraph: str) -> str:
    """How a paragraph is numbered: the name of the way, （一） or 一是; empty if it is not."""
    found = _ways_to_number().match(paragraph)
    return str(found.lastgroup) if found is not None else ""


@functools.cache
def _ways_to_number() -> re.Pattern[str]:
    ways: dict[str, str] = language("zh").topics["numbered"]
    return re.compile("|".join(f"(?P<{name}>{way})" for name, way in ways.items()))
