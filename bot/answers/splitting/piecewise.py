"""Several things asked for at once, some of which are only in the prose: each part of the list is asked by itself.

Only if every part has its figure, and none of them might refer to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answers.splitting.cutting import MOST_PARTS, asks, at_joints, at_signs, is_sum, with_their_body
from bot.answers.splitting.ways import Answering, Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.finding.matching.alike import deeds
from bot.languages import every_word, language
from bot.meaning.readings import fits_of
from bot.models import Answer, Query
from bot.words.domains import alone, domains
from index.metrics import catalogue

_OF_ANYTHING = frozenset({"people", "held"})
"""what may be said of whatever was named before"""
_MAY = frozenset({"separately", "quote", "figures", "form", "in_all", "table", "telling", "zero_or_blank"})
"""operators that leave each part as it is"""
_LONGEST_DEED = 4
"""characters of a verb"""
_COUNT = frozenset({"count", "contents"})
"""多少个频道 asks for no bodies that are counted, where a clause says how many, and 更新内容多少次 for no contents"""


def _cut(asked: Asked) -> list[str]:
    """The parts between signs, else at what joins the last of a list."""
    return _cut_at_signs(asked) or _cut_at_joints(asked)


def _cut_at_signs(asked: Asked) -> list[str]:
    """The parts between signs; of a list that asks once at its end, each with the question word."""
    told = asked.understood
    counted = _COUNT if told.left and (_COUNT & told.ops or told.each) else frozenset()
    if told.ops - _MAY - counted or told.claimed or (told.each and not counted):
        return []
    found = at_signs(asked)
    if not 1 < len(found) <= MOST_PARTS or is_sum(asked.text, found):
        return []
    word: str = asked.tongue.operands.get("asking", "")
    if not word and not asks(asked, asked.text):
        return []
    if not word:
        found = with_their_body(asked, found)
    asking = [asks(asked, part) or (bool(counted) and _asks_how_many(asked, part)) for part in found]
    within = tuple(asked.tongue.operands.get("within", ()))
    if any(part.rstrip().endswith(within) and not by_itself for part, by_itself in zip(found, asking, strict=True)):
        # 结转下年的申请中，不予公开几件: what stands behind is among what stands before, and not beside it
        return []
    if not word and not all(asking):
        return []
    return [part if by_itself else f"{part}{word}" for part, by_itself in zip(found, asking, strict=True)]


def _asks_how_many(asked: Asked, part: str) -> bool:
    """关了多少家网站: what a word counts bodies by asks, where a clause counts them."""
    return any(one in part for one in asked.tongue.statements.get("asking", ()))


def _cut_at_joints(asked: Asked) -> list[str]:
    """Work orders and leaflets: two things, each with the words that ask of the whole."""
    told = asked.understood
    if told.ops - _MAY or told.claimed or told.each:
        return []
    found = at_joints(asked)
    word = next((one for one in asked.tongue.statements.get("asking", ()) if one in asked.text), None)
    if not 1 < len(found) <= MOST_PARTS:
        return []
    return [part if word is None or asks(asked, part) else f"{word} {part}" for part in found]


def _leans_on(asked: Asked, made: Made) -> Query | None:
    """The body and year of the first part; for that, those of the question before."""
    if made:
        first, last = of_first(made[0].answer), made[-1].answer.query
        parts = _cut(asked)
        among = len(made) < len(parts) and parts[len(made)].startswith(tuple(every_word("operands", "among_it")))
        # 政协提案多少件，其中热线接听来电多少个: what another sentence tells is none of them
        return replace(first, words=last.words) if among and last is not None and not last.metrics else first
    before = asked.before
    return replace(before, metrics=(), parties=(), ops=(), intent="figure") if before is not None else None


def of_first(one: Answer) -> Query:
    """Whose report the first part is about, and of which year."""
    return Query(
        intent="figure",
        bodies=tuple(dict.fromkeys(each.body for each in one.results)),
        years=tuple(dict.fromkeys(each.year for each in one.results)),
    )


def _asks(later: Asked, made: Made) -> bool:
    """还没审结的复议几件、诉讼几件: not if what is said ahead of the first thing may be said of a later one too."""
    told = later.understood.features
    if not made or not told or not told <= domains():
        return True
    first = made[0].asked
    said = first.understood.features - domains() - alone()
    if not fits_of(told | said, None):
        return True
    either = said | domains()
    stands = [(one.start, bool(said & way)) for one in first.cover.mentions for way in one.alternatives if way & either]
    return not (stands and min(stands)[1])


def _accept(part: Part, made: Made) -> bool:
    """A figure that no applicant named before could narrow, and of the thing named before where it names none."""
    narrowed = any(one.asked.understood.parties_said for one in made)
    return _is_figure(part) and not (narrowed and _could_narrow(part)) and not is_of_no_thing(part, made)


def is_of_no_thing(part: Part, made: Made) -> bool:
    """Calls received, and how many answered: of calls, and not of the requests that a table tells.

    Accounts kept and closed: nor of the letters that another sentence tells.
    """
    told = part.asked.understood
    if not made or not _is_of_prose(made[0].answer) or not told.features or told.features & domains():
        return False
    elsewhere = not told.left and not _places(part.answer) & _places(made[0].answer)
    return elsewhere if _is_of_prose(part.answer) else True


def _reword(asked: Asked, part: Part, made: Made, answer: Answering) -> Part | None:
    """A part behind the first, as it is or with words of the first: 开了几期直播，多少人次看 does not say whose."""
    if not made:
        return part
    first = made[0].answer
    open_ = _is_of_prose(first) and part.asked.understood.features <= _OF_ANYTHING
    told = not open_ and part.answer.status == "answered" and not _is_of_prose(part.answer)
    if told and not is_of_no_thing(part, made):
        return part
    led = _led(asked, part, made[0], answer)
    if led is None and open_ and part.asked.understood.left and _is_figure(part):
        # 曝光了多少个问题，问责多少人: it says itself what was done, in the sentence of the first
        return part if _places(part.answer) & _places(first) else None
    return part if led is None and not open_ else led


def _led(asked: Asked, part: Part, first: Part, answer: Answering) -> Part | None:
    """A later part with what the first has ahead of its question word: 抽查了多少个频道、多少个目录.

    Or with all that it asks about, where the later part has no thing of its own: 办了几次培训, 来了多少人次. None
    where that tells no figure of the prose.
    """
    word = next((one for one in asked.tongue.statements.get("asking", ()) if one in first.text), None)
    if word is None:
        return None
    given = of_first(first.answer)
    ahead, _, behind = first.text.partition(word)
    same = _of_same(asked, word, behind, part)
    if same:
        whose = " ".join([*given.bodies, *map(str, given.years)])
        led = _once_more(asked, f"{same.rstrip('?.! ')}, {whose}", part, given, answer)
        return led if _is_figure(led) and _places(led.answer) & _places(first.answer) else None
    for lead in (ahead, f"{ahead} {_without_measure(asked, behind)}"):
        led = _with_lead(asked, lead, part, given, answer)
        beside_it = _is_of_prose(first.answer) and _places(led.answer) & _places(first.answer)
        if _is_figure(led) and (_is_of_prose(led.answer) or beside_it):
            return led
    for lead in (*_topics(asked, ahead), *_without_deed(ahead)):
        led = _with_lead(asked, lead, part, given, answer)
        if _is_figure(led) and _places(led.answer) & _places(first.answer):
            return led
    return None


def _of_same(asked: Asked, word: str, behind: str, part: Part) -> str:
    """How many problems were found, and how many of them were fixed: how many problems were fixed."""
    tables = asked.tongue.statements
    if "part_leans" not in tables:
        return ""
    leans, thing = re.match(tables["part_leans"], part.text), re.match(tables["thing_asked"], behind)
    return f"{word} {thing['thing']} {part.text[leans.end() :]}" if leans is not None and thing is not None else ""


def _with_lead(asked: Asked, lead: str, part: Part, given: Query, answer: Answering) -> Part:
    return _once_more(asked, f"{lead} {part.text}", part, given, answer)


def _once_more(asked: Asked, text: str, part: Part, given: Query, answer: Answering) -> Part:
    sub = asked.again(text, given)
    return Part(text=part.text, asked=sub, answer=answer(sub))


def _topics(asked: Asked, ahead: str) -> Iterator[str]:
    """公众号 of 公众号粉丝多少，推送了几条: what the first part is about, without its own noun."""
    start = asked.text.find(ahead)
    for one in asked.cover.mentions:
        end = one.end - start
        if one.kind == "phrase" and 0 < end < len(ahead.rstrip()) and any(one.alternatives):
            yield ahead[:end]


def _without_deed(ahead: str) -> Iterator[str]:
    """市长信箱 of 市长信箱收到多少封信: what the first part is about, without what was done."""
    bare = re.sub(rf"[{''.join(language('zh').statements['ends_verb'])}]$", "", ahead.rstrip())
    deed = next((one for size in range(_LONGEST_DEED, 0, -1) if (one := bare[-size:]) in deeds(said=True)), "")
    if deed and len(deed) < len(bare):
        yield bare.removesuffix(deed)


def _without_measure(asked: Asked, text: str) -> str:
    """次培训: what was counted, without its measure word."""
    units = sorted(asked.tongue.statements.get("counted_as", ()), key=len, reverse=True)
    return text.removeprefix(next((unit for unit in units if text.startswith(unit)), ""))


def _places(one: Answer) -> set[tuple[int | None, int | None]]:
    return {(source.page, source.line) for result in one.results for source in result.sources}


def _is_of_prose(one: Answer) -> bool:
    return any(result.metric is None for result in one.results)


def _is_figure(part: Part) -> bool:
    """One figure of the prose, or of a table, and nothing done with it."""
    told, one = part.asked.understood, part.answer
    if one.status != "answered" or len(one.results) != 1 or len(told.measures) > 1:
        # 收到、办结投诉各几件: two things in one part, of which the answer may leave one without its figure
        return False
    if _is_of_prose(one):
        return not told.ops - _MAY - _COUNT
    stated = not one.results[0].calculated or one.results[0].metric in catalogue()
    return stated and not told.ops - _MAY and not told.each


def _could_narrow(part: Part) -> bool:
    """An applicant named before might be meant of this part too."""
    key = part.answer.results[0].metric
    return not part.asked.understood.parties_said and key is not None and catalogue()[key].by_party


def _together(asked: Asked, made: Made) -> Answer | None:
    """One answer of several about one body and year; None if they are not."""
    about = {(result.body, result.year) for part in made for result in part.answer.results}
    return joined(asked, made) if len(about) == 1 and not _lends_its_thing(asked, made) else None


def _lends_its_thing(asked: Asked, made: Made) -> bool:
    """收到、回复的来信各多少: what was received are the letters that the last part names, and no requests."""
    if not _is_of_prose(made[-1].answer):
        return False
    only_done = (one for one in made if one.text not in asked.text and not _is_of_prose(one.answer))
    return any(not one.asked.understood.features & domains() for one in only_done)


PIECEWISE = Way(cut=_cut, leans_on=_leans_on, asks=_asks, reword=_reword, accept=_accept, together=_together)
