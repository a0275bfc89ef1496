"""Several things asked for at once, some of which are only in the prose: each part of the list is asked by itself.

Only if the question as a whole was not understood, and only if every part has its figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.finding import going_on
from bot.finding.asked import Asked
from bot.languages import Language
from bot.meaning.readings import fits_of
from bot.models import Answer, Query
from bot.words.domains import alone, domains
from bot.words.mentions import is_content
from index.metrics import catalogue

_PARTS = re.compile(r"[,;、/。:?!]+|\s{2,}")
MOST_PARTS = 8
_OF_ANYTHING = frozenset({"people", "held"})
"""what may be said of whatever was named before"""
_MAY = frozenset({"separately", "quote", "figures", "form", "in_all", "table", "zero_or_blank"})
"""operators that leave each part as it is"""


def piecewise(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The figures of all parts; None if one has none, or if a part might refer to another."""
    counted = asked.understood.left and "count" in asked.understood.ops
    if asked.understood.ops - _MAY - ({"count"} if counted else set()) or asked.understood.claimed:
        return None
    if asked.understood.each and not counted:
        return None
    parts = _parts(asked)
    if len(parts) < 2:
        return None
    given = _given(asked)
    made: list[Answer] = []
    narrowed = False
    first = asked.again(parts[0], given)
    for at, text in enumerate(parts):
        sub = asked.again(text, given) if at else first
        if at and _could_be_of_both(first, sub):
            return None
        narrowed = narrowed or sub.understood.parties_said
        one = answer(sub)
        # 开了几期直播，多少人次看: whose people is told by the part before
        open_ = bool(at) and _is_of_prose(made[0]) and sub.understood.features <= _OF_ANYTHING
        if at and (open_ or one.status != "answered" or _is_of_prose(one)):
            led = _led(asked, parts[0], text, given, answer, made[0])
            if led is None and open_:
                return None
            sub, one = led or (sub, one)
        if not _is_figure(sub, one) or (at and narrowed and _could_narrow(sub, one)):
            return None
        made.append(one)
        given = given if at else _of_first(one)
    return _together(asked.tongue, made)


def _could_be_of_both(first: Asked, later: Asked) -> bool:
    """还没审结的复议几件、诉讼几件: what is said ahead of the first thing may be said of a later one too."""
    told = later.understood.features
    said = first.understood.features - domains() - alone()
    if not told or not told <= domains() or not fits_of(told | said, None):
        return False
    either = said | domains()
    stands = [(one.start, bool(said & way)) for one in first.cover.mentions for way in one.alternatives if way & either]
    return bool(stands) and min(stands)[1]


def _is_of_prose(one: Answer) -> bool:
    return any(result.metric is None for result in one.results)


def _led(
    asked: Asked, first: str, text: str, given: Query | None, answer: Callable[[Asked], Answer], beside: Answer
) -> tuple[Asked, Answer] | None:
    """A later part with what the first has ahead of its question word: 抽查了多少个频道、多少个目录.

    Or with all that it asks about, where the later part has no thing of its own: 办了几次培训, 来了多少人次. None
    where that tells no figure of the prose.
    """
    word = next((one for one in asked.tongue.statements.get("asking", ()) if one in first), None)
    if word is None:
        return None
    ahead, _, behind = first.partition(word)
    for lead in (ahead, f"{ahead} {_without_measure(asked, behind)}"):
        sub = asked.again(f"{lead} {text}", given)
        one = answer(sub)
        if _is_figure(sub, one) and _is_of_prose(one):
            return sub, one
    for lead in _topics(asked, ahead):
        sub = asked.again(f"{lead} {text}", given)
        one = answer(sub)
        if _is_figure(sub, one) and _places(one) & _places(beside):
            return sub, one
    return None


def _places(one: Answer) -> set[tuple[int | None, int | None]]:
    return {(source.page, source.line) for result in one.results for source in result.sources}


def _topics(asked: Asked, ahead: str) -> Iterator[str]:
    """公众号 of 公众号粉丝多少，推送了几条: what the first part is about, without its own noun."""
    start = asked.text.find(ahead)
    for one in asked.cover.mentions:
        end = one.end - start
        if one.kind == "phrase" and 0 < end < len(ahead.rstrip()) and any(one.alternatives):
            yield ahead[:end]


def _without_measure(asked: Asked, text: str) -> str:
    """次培训: what was counted, without its measure word."""
    units = sorted(asked.tongue.statements.get("counted_as", ()), key=len, reverse=True)
    return text.removeprefix(next((unit for unit in units if text.startswith(unit)), ""))


def split(asked: Asked) -> list[str]:
    """The parts between signs, and ahead of a word that begins another question: and how many people came."""
    joined: str = asked.tongue.operands.get("and_asks", "")
    return re.split(f"{_PARTS.pattern}|{joined}" if joined else _PARTS, asked.text)


def _parts(asked: Asked) -> list[str]:
    """The parts between signs; of a list that asks once at its end, each with the question word."""
    found = [part.strip() for part in split(asked) if any(map(is_content, part))]
    if len(found) > MOST_PARTS:
        return []
    word: str = asked.tongue.operands.get("asking", "")
    asking = [asks(asked, part) for part in found]
    if not word and not all(asking):
        return []
    return [part if by_itself else f"{part}{word}" for part, by_itself in zip(found, asking, strict=True)]


def asks(asked: Asked, part: str) -> bool:
    """Whether a part contains a word that asks in the whole question."""
    words = [one.text for one in asked.cover.mentions if any("ask" in way for way in one.alternatives)]
    return any(word in part for word in words)


def asks_in_parts(asked: Asked) -> bool:
    """Whether more than one part has a question word: 收到几件，官司几起."""
    parts = [part for part in split(asked) if part.strip()]
    return 1 < len(parts) <= MOST_PARTS and sum(asks(asked, part) for part in parts) > 1


def _given(asked: Asked) -> Query | None:
    before = asked.before
    return replace(before, metrics=(), parties=(), ops=(), intent="figure") if before is not None else None


def _of_first(one: Answer) -> Query:
    """Whose report the first part is about, and of which year."""
    return Query(
        intent="figure",
        bodies=tuple(dict.fromkeys(each.body for each in one.results)),
        years=tuple(dict.fromkeys(each.year for each in one.results)),
    )


def _is_figure(sub: Asked, one: Answer) -> bool:
    if one.status == "answered" and _is_of_prose(one):
        # 多少个频道 asks for no bodies that are counted, where a clause says how many
        return len(one.results) == 1 and not sub.understood.ops - _MAY - {"count"}
    return (
        one.status == "answered"
        and len(one.results) == 1
        and not sub.understood.ops - _MAY
        and not sub.understood.each
        and (not one.results[0].calculated or one.results[0].metric in catalogue())
    )


def _could_narrow(sub: Asked, one: Answer) -> bool:
    """An applicant named before might be meant of this part too."""
    key = one.results[0].metric
    return not sub.understood.parties_said and key is not None and catalogue()[key].by_party


def _together(tongue: Language, made: Sequence[Answer]) -> Answer | None:
    """One answer of several about one body and year; None if they are not."""
    about = {(result.body, result.year) for one in made for result in one.results}
    return joined(tongue, made) if len(about) == 1 else None


def joined(tongue: Language, made: Sequence[Answer]) -> Answer | None:
    """One answer of several; None if two tell the same."""
    results = tuple(result for one in made for result in one.results)
    if len({(one.body, one.metric, one.party, one.value, one.sources[:1]) for one in results}) < len(results):
        return None
    return Answer(
        question="",
        status="answered",
        text="\n".join(going_on.without(tongue, one.text) for one in made),
        results=results,
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
        query=made[-1].query,
    )
