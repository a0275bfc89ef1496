"""The figures in prose that no metric names: answered only where a clause covers every content word.

A clause answers in one of two ways: its words cover the question's, and what it counts is what the question counts; or,
where a metric is understood that has no fact, the clause itself reads as that metric and as nothing else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from bot.counting import SHORTEST_PIECE, Counting, Run, counting
from bot.grouping import unit_alone
from bot.languages import language
from bot.mentions import covers, is_content, phrases, years
from bot.models import Cover
from bot.normalise import normalise
from bot.readings import Fit, by_unit, fits_of, nearly, readings
from index import numbers
from index.metrics import catalogue
from index.models import Statement

_ITEM = re.compile(r"^\W*\w{1,2}[)、.．]\s*")
_STOPS = re.compile(r"[,;。:]")
_QUOTES = frozenset("“”‘’\"'「」『』《》〈〉")

Spot = tuple[int, int]


def placed(clause: str, run: Run) -> list[Spot] | None:
    """Where the words of a run stand in a clause, in the run's order; None where one does not.

    A word that the clause denies (久不更新的栏目) is another word.
    """
    found: list[Spot] = []
    at = 0
    while at < len(run.text):
        best = _longest(clause, run, at)
        if best is not None:
            found.append(best)
            at += best[1] - best[0]
        elif run.small[at]:
            at += 1
        else:
            return None
    return found


def _longest(clause: str, run: Run, at: int) -> Spot | None:
    """The longest piece of the run from a place on that stands in the clause."""
    for size in range(len(run.text) - at, 0, -1):
        small = all(run.small[at : at + size])
        if small or (size < SHORTEST_PIECE and at not in run.words):
            continue
        spot = clause.find(run.text[at : at + size])
        while spot >= 0:
            if not clause[:spot].endswith(_negations()):
                return spot, spot + size
            spot = clause.find(run.text[at : at + size], spot + 1)
    return None


def _negations() -> tuple[str, ...]:
    return tuple(language("zh").statements["negations"])


def _part(clause: str, spot: Spot) -> Spot:
    """The part of a clause between stops that a figure stands in."""
    before = [stop.end() for stop in _STOPS.finditer(clause, 0, spot[0])]
    after = _STOPS.search(clause, spot[1])
    return (before[-1] if before else 0), (after.start() if after else len(clause))


def covered(clause: str, figure: Spot, asked: Counting) -> bool:
    """Tell whether the words of a question stand where the figure's clause speaks of it.

    They stand in the figure's own part; or before it, where that part says nothing else (举办培训班1期，58人次参加).
    A word that makes another thing of what is counted (清理栏目, 新设专题) must be asked for.
    """
    start, end = _part(clause, figure)
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
    rest = "".join(
        sign
        for at, sign in enumerate(clause[:end])
        if at >= start and not any(first <= at < last for first, last in (*spots, figure))
    )
    tables = language("zh").statements
    pieces = [clause[first:last] for first, last in spots]
    if any(word in rest for word in tables["turning"]) or _done_otherwise(rest, asked, pieces):
        return False
    if _is_more(clause, start, figure, sorted(spots), asked):
        return False
    if all(first >= start for first, _ in spots):
        return True
    for word in sorted([*tables["between"], *tables["light"]], key=len, reverse=True):
        rest = rest.replace(word, "")
    return not any(is_content(sign) for sign in rest)


def _is_more(clause: str, start: int, figure: Spot, spots: Sequence[Spot], asked: Counting) -> bool:
    """Tell whether what is counted is more than what was asked for: 收费通知 than 通知, 法人或其他组织 than 其他组织.

    向1名申请人收取处理费 counts no applicants but those to whom it was done.
    """
    tables = language("zh").statements
    own = [spot for spot in spots if spot[0] >= start]
    noun = asked.after or asked.before
    if not own or noun is None or noun.text.startswith(tuple(tables["turning"])):
        return False
    nearest = min(own, key=lambda spot: (max(spot[0] - figure[1], figure[0] - spot[1]), spot < figure))
    if clause[start : figure[0]].endswith(tuple(tables["done_to"])) and nearest == own[-1] and nearest > figure:
        return True
    return _has_more_ahead(clause, start, own, nearest[0])


def _has_more_ahead(clause: str, start: int, own: Sequence[Spot], first: int) -> bool:
    """Tell whether ahead of a word there is one that makes another thing of it; up to a word asked for or a figure."""
    tables = language("zh").statements
    words = {*tables["doing"], *tables["spare"], *tables["light"], *tables["between"], *tables["ahead"]} - {""}
    ends = {number.end for number in numbers.find(clause)} | {last for _, last in own}
    ends |= {at + 1 for at, sign in enumerate(clause) if sign.isdigit()}
    starts: dict[int, int] = {year.end: year.start for year in years(clause)}
    for one in phrases().find(clause):
        if frozenset() in one.alternatives or one.text in words:
            starts[one.end] = min(one.start, starts.get(one.end, one.end))
    at = first
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


def _done_otherwise(rest: str, asked: Counting, pieces: Sequence[str]) -> bool:
    """办了几期培训 is none of those that somebody took part in; 收到多少 none that were sent. 开放日 says no 开."""
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


def counts(clause: str, spot: Spot, unit: str, asked: Counting) -> bool:
    """Tell whether the figure counts what the question counts: its own unit says so, or the noun touches it."""
    tables = language("zh").statements
    if asked.money:
        return unit == numbers.MONEY and len(numbers.find(clause[slice(*_part(clause, spot))])) == 1
    if not _same_measure(unit, asked):
        return False
    if asked.measure in tables["telling"]:
        own = asked.after is not None or asked.before is None
        return own or not (_only_takes_part(clause, spot, asked) or _is_made_up_of(clause, spot, asked))
    following, leading = clause[spot[1] :].lstrip(), clause[: spot[0]].rstrip()
    if asked.after is not None:
        if asked.before is not None and _touches_after(clause, following, _without(leading, asked.before), asked.after):
            return True
        return _touches_after(clause, following, leading, asked.after)
    return asked.before is not None and _touches_before(clause, following, leading, asked.before)


def _without(leading: str, verb: Run) -> str:
    """梳理了多少项标准事项: 标准事项梳理2625项, the verb between the noun and its figure."""
    size = next((at for at in range(len(verb.text), 0, -1) if not verb.small[at - 1]), 0)
    return leading.removesuffix(verb.text[:size]) if size else leading


def _only_takes_part(clause: str, spot: Spot, asked: Counting) -> bool:
    """民警多少人 asks for all there are: 参加民警340人次 counts those who came."""
    said = "".join(run.text for run in asked.runs)
    part = clause[slice(*_part(clause, spot))]
    verbs: list[str] = language("zh").statements["taking_part"]
    if asked.before is None or not any(verb in part and verb not in said for verb in verbs):
        return False
    return _touches_before(clause, clause[spot[1] :], clause[: spot[0]], asked.before)


def _is_made_up_of(clause: str, spot: Spot, asked: Counting) -> bool:
    """公开信息多少人 is not asked of 信息公开领导小组由18人组成: it is another body that these are."""
    tables = language("zh").statements
    start, _ = _part(clause, spot)
    before = clause[start : spot[0]]
    said = "".join(run.text for run in asked.runs)
    return any(word in before and word not in said for word in tables["groups"])


def _same_measure(unit: str, asked: Counting) -> bool:
    alike = language("zh").statements["counted_as"]
    return asked.measure is None or unit in alike.get(asked.measure, (asked.measure,))


def _touches_after(clause: str, following: str, leading: str, noun: Run) -> bool:
    """抽查了多少个部门频道: 44个部门频道; 收了多少信息公开复制费: 复制费320元."""
    first = next((at for at, small in enumerate(noun.small) if not small), 0)
    for start in {0, first}:
        ends = range(len(noun.text), start + SHORTEST_PIECE - 1, -1)
        known = next((noun.text[start:end] for end in ends if noun.text[start:end] in clause), None)
        if known is not None and following.startswith(known):
            return True
    # what is spoken behind the noun (活动呀) is none of it
    last = next((at for at in range(len(noun.text), 0, -1) if not noun.small[at - 1]), len(noun.text))
    return any(_leads(leading, noun.text[start:end]) for start in (0, first) for end in (len(noun.text), last))


def _leads(leading: str, noun: str) -> bool:
    between: list[str] = language("zh").statements["between"]
    return bool(noun) and any(leading.endswith(noun + small) for small in between)


def _touches_before(clause: str, following: str, leading: str, run: Run) -> bool:
    """账号有几个: 账号7个; 新上线的专题有几个: 8个专题; 专题新设了几个: 新设专题5个."""
    last = next((at for at in range(len(run.text), 0, -1) if not run.small[at - 1]), 0)
    nouns = [run.text[:end] for end in dict.fromkeys((len(run.text), last))]
    for noun in nouns:
        ends = [noun[first:] for first in range(len(noun) - SHORTEST_PIECE + 1)]
        if any(following.startswith(end) or _leads(leading, end) for end in ends):
            return True
    spots = sorted(placed(clause, run) or ())
    if len(spots) > 1 and (_begins_with(following, clause, spots) or _ends_with(clause, leading, spots)):
        return True
    glued = all(
        first[1] <= second[0] and not any(is_content(sign) for sign in clause[first[1] : second[0]])
        for first, second in itertools.pairwise(spots)
    )
    return len(spots) > 1 and glued and _leads(leading, clause[spots[0][0] : spots[-1][1]])


def _begins_with(following: str, clause: str, spots: Sequence[Spot]) -> bool:
    """试点领域目录几个: 26个试点领域的公开事项目录."""
    start = len(clause) - len(following)
    first, last = spots[0], spots[-1]
    between = clause[first[1] : last[0]]
    parting = language("zh").statements["parting"]
    plain = not any(sign in parting or sign.isdigit() for sign in between)
    return first[0] == start and plain and not any(word in between for word in _negations())


def _ends_with(clause: str, leading: str, spots: Sequence[Spot]) -> bool:
    """房屋征收类申请几件: 申请内容涉及房屋征收的有71件."""
    start, end = _part(clause, (len(leading), len(leading)))
    tables = language("zh").statements
    words = sorted({*tables["between"], *tables["light"]} - {""}, key=len, reverse=True)
    while any(leading.endswith(word) for word in words):
        leading = leading.removesuffix(next(word for word in words if leading.endswith(word)))
    own = all(start <= first and last <= end for first, last in spots)
    return own and len(numbers.find(clause[start:end])) == 1 and any(last == len(leading) for _, last in spots)


def matching(
    text: str, cover: Cover, statements: Callable[[], Sequence[Statement]], fits: Sequence[Fit] = ()
) -> list[Statement]:
    """Statements that answer a question; `fits` are the metrics it means, where none of them has a fact."""
    asked = counting(text, cover)
    if asked is None or not any(not all(run.small) for run in asked.runs):
        return []
    found, reading = [], []
    signs = {sign for run in asked.runs for sign, small in zip(run.text, run.small, strict=True) if not small}
    for statement in statements():
        # blanks are the print's: 20 余份
        whole = bare(statement.text)
        if not fits and not signs.issubset(whole):
            continue
        clause = _of_this_year(whole)
        spot = _place(clause, statement)
        if spot is None:
            continue
        if covered(clause, spot, asked) and counts(clause, spot, statement.unit, asked):
            found.append(statement)
        elif fits and _same_measure(statement.unit, asked) and reads_as(clause, spot, statement.unit, fits):
            reading.append(statement)
    return found or reading


def _of_this_year(clause: str) -> str:
    """平均办理时长由上年的13.2天缩短至11.6天 says of this year 平均办理时长11.6天."""
    tables = language("zh").statements
    found = re.search(tables["from_to"], clause)
    if found is not None:
        clause = clause[: found.start()] + clause[found.end() :]
    found = re.search(tables["came_to"], clause)
    return clause if found is None else clause[: found.start()] + clause[found.end() :]


def bare(text: str) -> str:
    """A clause without blanks, and without the quotes around names: 开展“夜间办公开”活动12场."""
    return "".join(sign for sign in normalise(text).text if not sign.isspace() and sign not in _QUOTES)


def reads_as(clause: str, spot: Spot, unit: str, fits: Sequence[Fit]) -> bool:
    """Tell whether the part of a clause with the figure, asked as a question, means one of the metrics and no other.

    Only metrics of no table: what a table prints is not looked for in sentences that the reader left alone.
    """
    wanted = {key for key, party in fits if party is None and catalogue()[key].table is None}
    start, end = _part(clause, spot)
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
    """The label of a row as a question has it: without blanks, and without its number in the list."""
    return _ITEM.sub("", "".join(normalise(label).text.split()))


def _place(clause: str, statement: Statement) -> Spot | None:
    """Where the statement's figure stands in its clause."""
    for number in numbers.find(clause):
        if number.value == statement.value and number.unit == statement.unit:
            return number.start, number.end
    return None
