"""Figures of the prose without a metric: they answer only if a clause covers every content word.

A clause answers in one of two ways: its words cover the question's and it counts what the question counts; or, for a
metric without a fact, the clause itself is understood as that metric and nothing else.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence

from bot.finding.alike import others_of
from bot.finding.counted import are_alike, counts, same_measure
from bot.finding.counting import Counting, Run, countings
from bot.finding.glance import sure_signs
from bot.finding.joined import is_deed, is_joined, is_listed, name_end, turned_aside
from bot.finding.placing import Spot, part_of, placed
from bot.languages import language
from bot.meaning.measuring import unit_alone
from bot.meaning.readings import Fit, by_unit, fits_of, nearly, readings
from bot.models import Cover
from bot.normalise import normalise, plain
from bot.words.mentions import covers, is_content, phrases, years
from index import numbers
from index.metrics import catalogue
from index.models import Statement

_ITEM = re.compile(r"^\W*\w{1,2}[)、.．]\s*")
_PASSED = re.compile(r"[\s“”‘’\"'「」『』《》〈〉]+")
KEPT = 1024
"""clauses kept in memory without their blanks: those of a report are looked at in several ways"""
OWN_NAME = 4
"""characters of a name that says by itself what is counted: 家长来信, not 来信"""


def covered(clause: str, figure: Spot, asked: Counting) -> bool:
    """Whether the words of a question occur where the figure's clause speaks of it.

    That is in the figure's own part of the clause, or before it if that part says nothing else
    (举办培训班1期，58人次参加). A word that makes what is counted something else (清理栏目, 新设专题) must be asked
    for.
    """
    start, end = part_of(clause, figure)
    spots: list[Spot] = []
    for run in asked.runs:
        found = placed(clause[:end], run)
        if found is None:
            return False
        own = placed(clause[start:end], run)
        if own is None and _is_of(run):
            # 上年结转的办结: the two are told of one figure, or it is not the figure of both
            return False
        spots += [(start + first, start + last) for first, last in own] if own is not None else found
    if any(one[0] < other[1] and other[0] < one[1] for one, other in itertools.combinations([figure, *spots], 2)):
        # 年报名多少人 is not asked of 9名; no word of the clause stands for two (建议和意见建议)
        return False
    if any(first < start and _is_of_another(clause, (first, last), start) for first, last in spots):
        return False
    rest = "".join(
        sign
        for at, sign in enumerate(clause[:end])
        if at >= start and not any(first <= at < last for first, last in (*spots, figure))
    )
    tables = language("zh").statements
    pieces = [clause[first:last] for first, last in spots]
    turned = any(piece.startswith(tuple(tables["turning"])) for piece in pieces)
    for word in tables["announcing"] if turned else ():
        rest = rest.replace(word, "")
    if any(word in rest for word in (*tables["turning"], *tables["narrowing"])) or done_otherwise(rest, asked, pieces):
        return False
    if turned_aside(clause[:end], clause[start:end], (figure[0] - start, figure[1] - start), asked):
        return False
    if _is_more(clause, start, figure, sorted(spots), asked) or _is_joined(clause, start, figure, spots):
        return False
    if all(first >= start for first, _ in spots):
        return True
    for word in sorted([*tables["between"], *tables["light"]], key=len, reverse=True):
        rest = rest.replace(word, "")
    return not any(is_content(sign) for sign in rest)


def _is_joined(clause: str, start: int, figure: Spot, spots: Sequence[Spot]) -> bool:
    """乡村振兴和防返贫信息735条 tells nothing of either alone: of what is joined one side was asked for."""
    start = max([start, *(one.end for one in numbers.find(clause[: figure[0]]))])
    things = [spot for spot in spots if not is_deed(clause[slice(*spot)])]
    lead = "".join("|" if any(a <= at < b for a, b in things) else clause[at] for at in range(start, figure[0]))
    first = min((a for a, _ in spots), default=start)
    ahead = "".join("|" if any(a <= at < b for a, b in spots) else clause[at] for at in range(start))
    if first < start and is_listed(ahead):
        return True
    end = name_end(clause, figure)
    behind = "".join("|" if any(a <= at < b for a, b in things) else clause[at] for at in range(figure[1], end))
    return is_joined(lead) or is_joined(behind)


def _is_of_another(clause: str, spot: Spot, start: int) -> bool:
    """关停 in 关停29个，保留账号73个: a verb that an earlier figure was told with."""
    told = clause[slice(*spot)] in language("zh").statements["acts"]
    return told and any(spot[1] <= number.start < start for number in numbers.find(clause))


def _is_more(clause: str, start: int, figure: Spot, spots: Sequence[Spot], asked: Counting) -> bool:
    """Tell whether what is counted is more than what was asked for: 收费通知 than 通知, 法人或其他组织 than 其他组织.

    向1名申请人收取处理费 counts no applicants but those to whom it was done.
    """
    tables = language("zh").statements
    own = [spot for spot in spots if spot[0] >= start]
    noun = asked.after or asked.before
    if not own or noun is None:
        return False
    nearest = min(own, key=lambda spot: (max(spot[0] - figure[1], figure[0] - spot[1]), spot < figure))
    if clause[start : figure[0]].endswith(tuple(tables["done_to"])) and nearest == own[-1] and nearest > figure:
        return True
    said = "|".join(run.text for run in asked.runs)
    return _has_more_ahead(clause, _way_in(clause, start, nearest), own, nearest[0], said)


def _way_in(clause: str, start: int, noun: Spot) -> int:
    """Where the words ahead of a name of its own begin: 服务信箱家长来信 tells only which way it came in."""
    if noun[1] - noun[0] < OWN_NAME:
        return start
    found = re.search(language("zh").statements["way_in"], clause[start : noun[0]])
    return noun[0] if found is not None else start


def _has_more_ahead(clause: str, start: int, own: Sequence[Spot], first: int, said: str) -> bool:
    """Tell whether ahead of a word there is one that makes another thing of it; up to a word asked for or a figure."""
    tables = language("zh").statements
    words = {*tables["doing"], *tables["spare"], *tables["light"], *tables["between"], *tables["ahead"]}
    words |= {*tables["announcing"], *tables["when"]}
    words |= {act for act in tables["acts"] if any(word in said for word in others_of(act))}
    words -= {""}
    ends = {number.end for number in numbers.find(clause)} | {last for _, last in own}
    ends |= {at + 1 for at, sign in enumerate(clause) if sign.isdigit()}
    occasion = re.search(tables["occasion"], clause[start:])
    start += occasion.end() if occasion is not None else 0
    starts: dict[int, int] = {year.end: year.start for year in years(clause)}
    for one in phrases().find(clause):
        if frozenset() in one.alternatives or one.text in words:
            starts[one.end] = min(one.start, starts.get(one.end, one.end))
    at = _begins(clause, own, first)
    while at > start and at not in ends:
        if not is_content(clause[at - 1]):
            at -= 1
        elif at in starts:
            at = starts[at]
        else:
            known = max((word for word in words if clause.endswith(word, start, at)), key=len, default="")
            if not known:
                return True
            at -= len(known)
    return False


def _begins(clause: str, own: Sequence[Spot], first: int) -> int:
    """Where the words asked for begin that stand one behind another: 检查通报 of 网站检查通报. Not the verb ahead."""
    tables = language("zh").statements
    verbs = {*tables["acts"], *tables["doing"]}
    ahead = {last: start for start, last in own if clause[start:last] not in verbs}
    while first in ahead and ahead[first] < first:
        first = ahead[first]
    return first


def done_otherwise(rest: str, asked: Counting, pieces: Sequence[str]) -> bool:
    """Whether a clause is about another activity than the question.

    办了几期培训 does not mean courses that somebody attended, 收到多少 not items that were sent. 开放日 is not the verb
    开.
    """
    verbs: dict[str, list[str]] = language("zh").statements["otherwise"]
    for verb, others in verbs.items():
        said = "|".join(run.text for run in asked.runs)
        for piece in sorted((one for one in pieces if len(one) > len(verb) and verb in one), key=len, reverse=True):
            said = said.replace(piece, "")
        if verb in said and any(other in rest for other in others):
            return True
    return False


def _is_of(run: Run) -> bool:
    """Content on both sides of a word that makes one a part of the other."""
    of: str = language("zh").statements["of"]
    return any(
        sign == of and not all(run.small[:at]) and not all(run.small[at + 1 :]) for at, sign in enumerate(run.text)
    )


def matching(
    text: str, cover: Cover, statements: Callable[[], Sequence[Statement]], fits: Sequence[Fit] = ()
) -> list[Statement]:
    """The statements that answer a question. `fits` are the metrics it means, if none of them has a fact."""
    ways = [one for one in countings(text, cover) if not all(all(run.small) for run in one.runs)]
    if not ways:
        return []
    found, reading = [], []
    signs = set().union(*map(sure_signs, ways[0].runs))
    for statement in statements():
        # blanks are the print's: 20 余份
        whole = bare(statement.text)
        if not fits and not signs.issubset(whole):
            continue
        clause = of_this_year(whole)
        spot = place_of(clause, statement)
        if spot is None:
            continue
        if any(covered(clause, spot, way) and counts(clause, spot, statement.unit, way) for way in ways):
            found.append(statement)
        elif fits and same_measure(statement.unit, ways[0]) and reads_as(clause, spot, statement.unit, fits):
            reading.append(statement)
    if found and _told_of_others(ways[0], statements()):
        return []
    return found or reading


def _told_of_others(asked: Counting, statements: Sequence[Statement]) -> bool:
    """粉丝多少 of a report that tells the followers of several accounts."""
    said = "".join(s for run in asked.runs for s, small in zip(run.text, run.small, strict=True) if not small)
    if said not in language("zh").statements["attributes"]:
        return False
    words = (said, *others_of(said))
    told = ((one, part_at(one)) for one in statements if same_measure(one.unit, asked))
    return len({(one.value, one.unit) for one, part in told if any(word in part for word in words)}) > 1


def part_at(statement: Statement) -> str:
    """The part of a statement's clause that its figure stands in."""
    clause = bare(statement.text)
    spot = place_of(clause, statement)
    return clause[slice(*part_of(clause, spot))] if spot is not None else ""


def names_its_own(text: str, cover: Cover) -> bool:
    """Whether what is counted has a name of its own (村民来信), so that it is not part of a metric (来信).

    Such a name says who; 尚未审结的 is as long, and says which of several rows.
    """
    if not any(token.startswith("party:") for one in cover.mentions for way in one.alternatives for token in way):
        return False
    nouns = [one.after or one.before for one in countings(text, cover)[:1]]
    said = "".join(s for noun in nouns if noun for s, small in zip(noun.text, noun.small, strict=True) if not small)
    return len(said) >= OWN_NAME


def of_this_year(clause: str) -> str:
    """平均办理时长由上年的13.2天缩短至11.6天 says of this year 平均办理时长11.6天."""
    tables = language("zh").statements
    found = re.search(tables["from_to"], clause)
    if found is not None:
        clause = clause[: found.start()] + clause[found.end() :]
    found = re.search(tables["came_to"], clause)
    return clause if found is None else clause[: found.start()] + clause[found.end() :]


@functools.lru_cache(maxsize=KEPT)
def bare(text: str) -> str:
    """A clause without blanks and without the quotation marks around names: 开展“夜间办公开”活动12场."""
    return _PASSED.sub("", plain(text))


def reads_as(clause: str, spot: Spot, unit: str, fits: Sequence[Fit]) -> bool:
    """Whether the part of a clause with the figure, taken as a question, means one of the metrics and no other.

    Only for metrics that are in no table: what a table prints is not looked for in sentences the reader left alone.
    """
    wanted = {key for key, party in fits if party is None and catalogue()[key].table is None}
    start, end = part_of(clause, spot)
    part = clause[start:end]
    if not wanted or len(numbers.find(part)) != 1 or years(clause) or _looks_elsewhere(clause):
        return False
    rest = f"{clause[start : spot[0]]} {clause[spot[1] : end]}"
    unit_words = phrases().meanings.get(unit, (frozenset({f"unit:{unit}"}),))
    units = {token.removeprefix("unit:") for one in unit_words for token in one if token.startswith("unit:")} | {unit}
    meant: set[str] = set()
    for cover in covers(rest, phrases().find(rest)):
        if cover.left:
            continue
        for said in readings(cover):
            if said.ops or said.each or said.sections or said.refused or said.years or said.parties:
                continue
            found = by_unit(fits_of(said.features, None), units, lambda fit: fit[0])
            alone = unit_alone(nearly(said.features), frozenset(units)) if not found else None
            meant |= {key for key, _ in found} | ({alone} if alone else set())
    return bool(meant) and meant <= wanted


def _looks_elsewhere(clause: str) -> bool:
    """A clause that speaks of another year."""
    said = itertools.chain.from_iterable(one.alternatives for one in phrases().find(clause))
    return any(token.startswith("year:-") for token in itertools.chain.from_iterable(said))


def plain_label(label: str) -> str:
    """A row's label as questions have it, without blanks and without its number."""
    return _ITEM.sub("", "".join(normalise(label).text.split()))


def place_of(clause: str, statement: Statement) -> Spot | None:
    """Where the statement's figure stands in its clause."""
    found = numbers.find(clause)
    for number in found:
        if number.value == statement.value and number.unit == statement.unit:
            return number.start, number.end
    # a figure that a metric names has the metric's unit: 培训班5期 is 5 次
    alike = [one for one in found if one.value == statement.value and are_alike(one.unit, statement.unit)]
    return (alike[0].start, alike[0].end) if len(alike) == 1 else None
