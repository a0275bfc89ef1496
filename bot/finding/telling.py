"""The one figure of a report whose sentence covers what was asked, though its clause does not contain all the words.

Clauses alone (bot/finding/statements.py) are tried first. Here words may be replaced by others with the same or a
looser meaning, shortened (自助机 for 自助查询机), or stand in preceding clauses about the same subject. This is safe
only because it must hold for exactly one figure of the report, and nothing of the question may be left over.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.finding.alike import alike, others_of
from bot.finding.counted import are_alike, did_it, is_longer_name, leads, same_measure
from bot.finding.counting import SHORTEST_PIECE, Counting, Run, countings
from bot.finding.glance import idle, may_stand
from bot.finding.joined import is_deed, is_joined, is_listed, name_end, turned_aside
from bot.finding.paragraphs import ends
from bot.finding.placing import negations, part_of
from bot.finding.statements import bare, done_otherwise, place_of
from bot.languages import language
from bot.models import Cover
from bot.words.mentions import is_content, years
from index import numbers
from index.models import Statement

_PERCENT = "%"
_SMALL, _IDLE = "small", "idle"
LEAST = 5
"""characters of a question that say something: 检查通报几期 says too little to be looked for in other words"""
MOST = 80
"""characters of a question that one sentence may speak of: it is looked for at every place of every one"""
_SHORTEST_NAME, _LONGEST_NAME, _LEFT_OUT = 3, 5, 4
"""characters of a name that is said shorter than it is printed, and of what is left out of it"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Region:
    """Where a figure is told: its own part of a clause, and what goes before it."""

    own: str
    before: str
    spot: tuple[int, int]
    """of the figure in its own part"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    """How the words of a question stand."""

    own: int = 0
    """characters that say something and stand with the figure"""
    said: int = 0
    """all characters that stand somewhere"""
    pieces: int = 0
    begins_own: bool = False
    """the first of them does"""
    ahead: bool = False
    """there is one"""
    words: tuple[str, ...] = ()
    """those of the clause that stand with the figure"""
    far: tuple[str, ...] = ()
    """those of the clauses before"""

    @property
    def rank(self) -> tuple[int, int, int]:
        # 开放日, and not 放日 behind a word that says nothing
        return self.own, -self.pieces, self.said


def told_by(
    text: str,
    cover: Cover,
    year: int,
    statements: Callable[[], Sequence[Statement]],
    paragraphs: Callable[[], Sequence[str]],
) -> list[Statement]:
    """The statements, all with one figure, that alone cover what is asked."""
    asked = _counting(text, cover)
    if asked is None:
        return []
    counted = [one for one in statements() if _is_counted_in(one.unit, asked)]
    told = [bare(each) for each in paragraphs()] if counted else []
    signs = set().union(*told, *(bare(one.text) for one in counted))
    if not all(may_stand(run, signs) for run in asked.runs):
        return []
    scored: list[tuple[int, Statement]] = []
    for one in counted:
        region = _region(one, told)
        score = _fits(region, one, asked, year) if region is not None else 0
        if score:
            scored.append((score, one))
    best = max((score for score, _ in scored), default=0)
    return [one for score, one in scored if score == best]


def _counting(text: str, cover: Cover) -> Counting | None:
    """What is looked for; nothing where too little was said."""
    ways = countings(text, cover)
    if not ways or sum(len(run.text) for run in ways[0].runs) > MOST or all(all(run.small) for run in ways[0].runs):
        return None
    asked = ways[0]
    tables = language("zh").statements
    named = re.search(tables["named_measure"], text)
    if re.search(tables["percent"], text):
        asked = replace(asked, measure=_PERCENT)
    elif asked.measure is None and named is not None:
        asked = replace(asked, measure=named["unit"])
    return asked


def _region(statement: Statement, told: Sequence[str]) -> _Region | None:
    """The figure's own part, and its sentence up to there."""
    clause = bare(statement.text)
    spot = place_of(clause, statement)
    if spot is None:
        return None
    start, end = part_of(clause, spot)
    paragraph = next((one for one in told if clause in one), clause)
    before = paragraph[: paragraph.find(clause) + start]
    sentence = re.split(f"[{re.escape(ends())}]", before)[-1]
    return _Region(own=clause[start:end], before=sentence, spot=(spot[0] - start, spot[1] - start))


def _fits(region: _Region, statement: Statement, asked: Counting, year: int) -> int:
    """How many characters of the question stand with the figure; 0 where it is not told of what is asked."""
    signs = {*region.own, *region.before}
    if not all(may_stand(run, signs) for run in asked.runs):
        return 0
    if not _same_unit(region, statement.unit, asked) or _is_compared(region.own):
        return 0
    if any(one.value != year for one in years(region.own)):
        return 0
    own = pieces = said = 0
    words: list[str] = []
    far: list[str] = []
    for run in asked.runs:
        found = _placed(run, region)
        if found is None or _denies(run):
            return 0
        own, pieces, said = own + found.own, pieces + found.pieces, said + found.said
        words += found.words
        far += found.far
        if run is asked.after and found.ahead and not (found.begins_own and _counts(region, found.words[0], asked)):
            # 多少家企业, 多少镇街: what is counted stands with the figure, and without a measure word it touches it
            return 0
    whole = any(word in language("zh").statements["whole_names"] for word in words)
    enough = said >= LEAST or (said == LEAST - 1 and pieces > 1) or whole
    # 公示主动公开信息: one word of the report does not stand for two that were said
    told = enough and _each_once(region, words) and _is_of_them(region, words, asked) and _goes_on(region, words, far)
    return own if told and not turned_aside(region.before + region.own, region.own, region.spot, asked) else 0


def _each_once(region: _Region, words: Sequence[str]) -> bool:
    """No word stands for more of the question than it stands in the figure's part."""
    return all(words.count(word) <= region.own.count(word) for word in words)


def _goes_on(region: _Region, words: Sequence[str], far: Sequence[str]) -> bool:
    """What the clauses before speak of is what the figure is told of: nothing else is spoken of since.

    县长信箱回信9封，12345热线转办工单30件，满意率95%: the last one is of the hotline.
    """
    if not far:
        return True
    tables = language("zh").statements
    said = [*words, *far, *(other for word in far for other in _others(word))]
    if is_listed(_marked(region.before, said)):
        return False
    at = min(region.before.rfind(word) for word in far)
    clauses = re.split(r"[,;:]", region.before[at:])[1:]
    verbs = (*tables["doing"], *tables["acts"], *tables["light"], *tables["reaching"])
    if any(one and not one.startswith(tuple(verb for verb in verbs if verb)) for one in clauses):
        return False
    # 16个镇设立专区，452个村开通广播: a figure that leads its clause is told of the clause's own verb
    rest = _marked(_plain_lead(region.own[: region.spot[0]], words) or region.own[region.spot[1] :], words)
    small = sorted({*verbs, *tables["between"], *tables["tails"], *idle()}, key=len, reverse=True)
    for word in small:
        rest = rest.replace(word, "")
    return not any(is_content(sign) and sign != "|" for sign in rest)


def _others(word: str) -> tuple[str, ...]:
    """What may stand for a whole word."""
    return next((others for size, others in alike(word, 0, loose=True) if size == len(word)), ())


def _denies(run: Run) -> bool:
    """没有 is passed over as a word that says nothing elsewhere."""
    return any(small and sign in negations() for sign, small in zip(run.text, run.small, strict=True))


def _is_of_them(region: _Region, words: Sequence[str], asked: Counting) -> bool:
    """The figure is told of the words themselves: one touches it, and no other word makes another thing of them."""
    tables = language("zh").statements
    lead = _plain_lead(region.own[: region.spot[0]], words)
    if not any(_touches(region, lead, word) for word in words):
        return False
    at = max((one.end for one in numbers.find(lead)), default=0)
    rest = _marked(lead[:at], words) + _marked(lead[at:], words)
    things = [word for word in words if not is_deed(word)]
    named = _marked(region.own[region.spot[1] : name_end(region.own, region.spot)], things)
    behind = region.own[region.spot[1] :]
    if is_listed(rest) or any(map(is_joined, (_marked(lead[at:], things), named))) or is_longer_name(behind, asked):
        # 公示大病救助、医疗救助对象351户: of either alone nothing is told
        return False
    if asked.after is None and len(words) > 1 and any(did_it(behind, word) for word in words):
        # 134个社区设置公开栏 counts no 公开栏
        return False
    # 保留并备案: a second deed beside the first parts nothing
    between = re.sub(tables["besides"], "", "".join(rest.split("|")[1:-1]))
    said = "".join(run.text for run in asked.runs)
    if any(word in between for word in tables["parted_by"]):
        # 服务通报 is no 服务检查通报
        return False
    turning = (*tables["turning"], *tables["narrowing"], *negations())
    turned = any(word in rest and not _says(said, word) for word in turning)
    return not turned and not done_otherwise(rest, asked, words)


def _counts(region: _Region, word: str, asked: Counting) -> bool:
    """The first word after 多少 is what the figure counts."""
    plain = asked.measure is not None and asked.measure not in language("zh").statements["measuring_all"]
    return plain or asked.money or _touches(region, region.own[: region.spot[0]], word)


def _plain_lead(lead: str, words: Sequence[str]) -> str:
    """What stands ahead of the figure, without what says no more: 累计观看, 公布 of 公布新增泊位 and 公布扶持名单."""
    tables = language("zh").statements
    lead = re.sub(tables["summed"], "", lead)
    known = tuple(tables["turning"]), tuple(tables["lists"])
    if any(word.startswith(known[0]) or word.endswith(known[1]) for word in words):
        said = "|".join(words)
        lead = re.sub("|".join(one for one in tables["announcing"] if one not in said) or "(?!)", "", lead)
    return lead


def _touches(region: _Region, lead: str, word: str) -> bool:
    """The word stands right behind the figure, or before it, with what says no more between."""
    tables = language("zh").statements
    behind = region.own[region.spot[1] :]
    plain = re.sub(f"(?:{'|'.join(tables['tails'])})$", "", lead)
    bared = re.sub(f"^(?:{'|'.join(tables['plain_ahead'])})", "", behind)
    words = (word, *(other for other in others_of(word) if word in other))
    return any(
        behind.startswith(one) or bared.startswith(one) or leads(lead, one) or leads(plain, one) for one in words
    )


def _marked(text: str, words: Sequence[str]) -> str:
    """The text with a sign in place of the words asked for."""
    return re.sub("|".join(map(re.escape, sorted(set(words), key=len, reverse=True))) or "(?!)", "|", text)


def _says(said: str, word: str) -> bool:
    """The question has a word, or another that says the same."""
    return word in said or any(
        size == len(word) and any(other in said for other in others) for size, others in alike(word, 0, loose=True)
    )


def _is_compared(own: str) -> bool:
    """比上年多57件 is no figure of the thing itself."""
    return bool(re.search(language("zh").statements["compared"], own))


def _is_counted_in(unit: str, asked: Counting) -> bool:
    """A figure of this unit may be what is asked for."""
    return unit in numbers.MONEY_UNITS if asked.money else same_measure(unit, asked)


def _same_unit(region: _Region, unit: str, asked: Counting) -> bool:
    """The figure's unit is one that the question counts in; where it names none, one that its words go with."""
    if asked.money:
        return True
    if asked.measure is None:
        named: dict[str, list[str]] = language("zh").statements["unit_said"]
        said = "".join(run.text for run in asked.runs)
        if asked.before is not None and not asked.after and not _may_count(unit, asked.before):
            return False
        sort = next((words for units, words in named.items() if unit in units.split("|")), None)
        return sort is None or any(word in said for word in sort)
    alike_units = [one for one in numbers.find(region.own) if are_alike(one.unit, unit)]
    return len(alike_units) == 1


def _may_count(unit: str, noun: Run) -> bool:
    """市民多少 is not asked of 开放活动37批次: of people there are so many, 人次 or 户."""
    tables = language("zh").statements
    said = "".join(sign for sign, small in zip(noun.text, noun.small, strict=True) if not small)
    return unit in (*tables["telling"], *tables["households"]) or not said.endswith(tuple(tables["persons"]))


def _placed(run: Run, region: _Region) -> _Placed | None:
    """The best way in which all that a run says stands there; None where something does not."""

    @functools.cache
    def best(at: int, after: str) -> _Placed | None:
        if at == len(run.text):
            return _Placed()
        found = list(_ways(run, at, region, best, after=after))
        return max(found, key=lambda one: one.rank, default=None)

    return best(0, "")


def _ways(
    run: Run, at: int, region: _Region, best: Callable[[int, str], _Placed | None], *, after: str
) -> Iterator[_Placed]:
    """`after`: what a single character ahead is that was passed over, _SMALL or _IDLE: two may be a word (将来)."""
    particle = run.text[at] in language("zh").statements["unbound"]
    if run.small[at] and (particle or after != _IDLE):
        rest = best(at + 1, "" if particle else _SMALL)
        if rest is not None:
            yield rest
    for word in idle():
        if run.text.startswith(word, at) and not (after == _IDLE and len(word) == 1):
            rest = best(at + len(word), _IDLE if len(word) == 1 else "")
            if rest is not None:
                yield rest
    for size, word, own in _pieces(run, at, region):
        rest = best(at + size, "") if size > 1 or not after else None
        if rest is None:
            continue
        content = sum(not small for small in run.small[at : at + size])
        yield _Placed(
            own=rest.own + content * own,
            said=rest.said + (size if content else 0),
            # 健康科普讲座 for 健康讲座 is two
            pieces=rest.pieces + (2 if len(word) > size and _is_parted(run.text[at : at + size], word) else 1),
            begins_own=own,
            ahead=True,
            words=(word, *rest.words) if own else rest.words,
            far=rest.far if own else (word, *rest.far),
        )


def _pieces(run: Run, at: int, region: _Region) -> Iterator[tuple[int, str, bool]]:
    """How much of the run one word of the report says, which, and whether that stands with the figure."""
    for text, own in ((region.own, True), (region.before, False)):
        for size in range(min(len(run.text) - at, len(text)), 0, -1):
            piece = run.text[at : at + size]
            small = all(run.small[at : at + size])
            if small and own and size >= SHORTEST_PIECE and piece in text:
                yield size, piece, own
            elif (size >= SHORTEST_PIECE or at in run.words) and not small:
                if _stands(text, piece):
                    yield size, piece, own
                elif own and _SHORTEST_NAME <= size <= _LONGEST_NAME:
                    longer = _longer(text, piece)
                    if longer:
                        yield size, longer, own
        plain = _without_names(text)
        for size, others in alike(run.text, at, loose=True):
            long = (other for other in others if len(other) >= SHORTEST_PIECE)
            word = next((one for one in long if _stands(text if one in _names() else plain, one)), "")
            if word:
                yield size, word, own


def _names() -> list[str]:
    names: list[str] = language("zh").statements["names"]
    return names


@functools.lru_cache(maxsize=256)
def _without_names(text: str) -> str:
    """信息公开 is the name of the thing, and no 公开 that was done."""
    return re.sub("|".join(_names()), lambda found: "□" * len(found.group()), text)


def _longer(text: str, name: str) -> str:
    """自助查询机 for 自助机: the name with something left out, ahead of what is no word."""
    tables = language("zh").statements
    verbs = {*tables["acts"], *tables["doing"], *tables["announcing"]}
    parting = (*tables["parted_by"], *tables["joining"], *tables["going_on"], *negations())
    for cut in range(1, len(name)):
        head, tail = name[:cut], name[cut:]
        if head in verbs:
            # 公开回执 is no shorter 公开提案回执
            continue
        found = re.search(f"{re.escape(head)}[^,;。:、0-9]{{1,{_LEFT_OUT}}}{re.escape(tail)}(?=[0-9,;。:]|$)", text)
        if found is not None and not any(word in found.group()[cut : cut - len(name)] for word in parting):
            return found.group()
    return ""


def _is_parted(name: str, longer: str) -> bool:
    """The two ends of a name stand apart in a longer one."""
    halves = ((name[:cut], name[cut:]) for cut in range(SHORTEST_PIECE, len(name) - SHORTEST_PIECE + 1))
    return any(longer.startswith(head) and longer.endswith(tail) for head, tail in halves)


def _stands(text: str, word: str) -> bool:
    """The text has the word, and does not deny it."""
    at = text.find(word)
    while at >= 0:
        if not text[:at].endswith(negations()):
            return True
        at = text.find(word, at + 1)
    return False
