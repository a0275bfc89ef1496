"""Totals in the text and the parts listed behind them in the same sentence (566条，其中组织机构类5条，…).

Parts are compared only with a total to which they clearly belong: a false alarm costs more than a missed discrepancy.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from index import numbers
from index.checks import added, rules
from index.metrics import catalogue
from index.models import Check, Fact, Source, Statement, unnamed

PARTS = "text_parts"
"""name of the check"""
TOTAL = ("total", None)
AROUND = 4
"""lines before and behind that of a figure in which its sentence is looked for"""
MOST_AGAIN = 500
"""clauses of a report that are looked for a second time"""
LONGEST = 2000
"""characters from a total to its last part"""
LIKELY_ALL = 3
"""parts that make a list look like one of all, where no part says that it is"""
LEFT_OVER = 10
"""where they do, what they lack of the total is an error up to one in so many; else the list is a choice"""

Cells = Mapping[tuple[str, str | None], list[Fact]]


def cell(cells: Cells, key: str, party: str | None) -> list[Fact]:
    """The cell of a metric as a list of one; empty if there is none, or if several differ.

    Without an applicant it is the cell of the total.
    """
    for column in (party,) if party not in TOTAL else TOTAL:
        found = cells.get((key, column), [])
        if found:
            return found[:1] if len({fact.value for fact in found}) == 1 else []
    return []


class _Text:
    """The lines of a report around some sources, without blanks: a clause over two lines is found as one.

    Other lines end a sentence: tables are most of a report.
    """

    def __init__(self, lines: Sequence[str], sources: Iterable[Source]) -> None:
        near = {line + way for line in {source.line for source in sources} for way in range(-AROUND, AROUND + 1)}
        squeezed = [_squeezed(line) if at in near else _STOP for at, line in enumerate(lines, 1)]
        self.starts = [0]
        for line in squeezed:
            self.starts.append(self.starts[-1] + len(line))
        self.text = "".join(squeezed)
        self._line = self._last = 0
        self._again = MOST_AGAIN

    def end(self, source: Source) -> int:
        """Where the clause of a figure ends, on the line that the figure stands on or behind it; -1: not found.

        Clauses are asked for mostly in their order: each is looked for from the one before on, and some again from
        the beginning of the line, which may be the whole report.
        """
        quote = "".join(source.quote.split())
        if not quote or source.line >= len(self.starts):
            return -1
        first, last = self.starts[source.line - 1], self.starts[source.line]
        start, stop = max(0, first - len(quote) + 1), last + len(quote)
        if source.line != self._line:
            self._line, self._last = source.line, 0
        at = self.text.find(quote, max(start, self._last), stop)
        if at < 0 and self._last > start and self._again > 0:
            self._again -= 1
            at = self.text.find(quote, start, stop)
        if at < 0:
            return -1
        self._last = at
        return at + len(quote)


@functools.cache
def _stated() -> tuple[Mapping[str, Any], ...]:
    """Totals that a sentence states with their parts; `keys`: the parts, and those below them."""
    return tuple(
        {
            **rule,
            "keys": frozenset(
                key for key in catalogue() for part in rule["parts"] if key == part or key.startswith(f"{part}.")
            ),
        }
        for rule in rules()["stated"]
    )


def _squeezed(line: str) -> str:
    return "" if _PAGE_MARK.fullmatch(line) else "".join(line.split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of the text, and where its clause ends."""

    end: int
    fact: Fact


def list_checks(
    stated: Sequence[Fact], statements: Sequence[Statement], lines: Sequence[str], cells: Cells
) -> Iterator[Check]:
    """Totals compared with the parts listed behind them, in the same sentence or one that continues it (其中…)."""
    having = [rule for rule in _stated() if any(fact.metric in rule["wholes"] for fact in stated)]
    if not having or len(stated) + len(statements) < LIKELY_ALL:
        return
    text = _Text(lines, [*(each.source for each in stated), *(each.source for each in statements)])
    told = [_Told(text.end(fact.source), fact) for fact in stated]
    told = sorted((each for each in told if each.end >= 0), key=lambda each: each.end)
    others = sorted(((text.end(each.source), each) for each in statements), key=lambda each: each[0])
    lost = {each.source.line for at, each in others if at < 0}
    seen: set[tuple[int, int]] = set()
    for rule in having:
        for whole, parts in _lists(rule, told, text.text):
            # 办结答复12宗 is two metrics and one total
            place = (whole.end, parts[0].end)
            span = range(whole.fact.source.line, parts[-1].fact.source.line + 1)
            if place not in seen and lost.isdisjoint(span):
                seen.add(place)
                yield from _sum(rule, whole, parts, others, text.text, cells, told)


def _lists(rule: Mapping[str, Any], told: Sequence[_Told], text: str) -> Iterator[tuple[_Told, list[_Told]]]:
    """Each total with its parts, as they follow in the text, up to another total."""
    whole: _Told | None = None
    parts: list[_Told] = []
    for each in told:
        if whole is not None and _is_part(rule, whole.fact, each.fact):
            if whole.end < each.end <= whole.end + LONGEST and _belongs(rule, text[whole.end : each.end]):
                parts.append(each)
                continue
        elif not _is_total(each.fact) or (whole is not None and each.end == whole.end):
            continue
        if whole is not None and parts:
            yield whole, parts
        whole, parts = each if _is_whole(rule, each.fact) else None, []
    if whole is not None and parts:
        yield whole, parts


def _is_total(fact: Fact) -> bool:
    return fact.metric in _totals() and fact.party in TOTAL


@functools.cache
def _totals() -> frozenset[str]:
    return frozenset(key for rule in rules()["stated"] for key in rule["wholes"])


def _is_whole(rule: Mapping[str, Any], fact: Fact) -> bool:
    return fact.metric in rule["wholes"] and fact.party in TOTAL


def _is_part(rule: Mapping[str, Any], whole: Fact, fact: Fact) -> bool:
    if rule.get("applicants"):
        return fact.metric == whole.metric and fact.party not in TOTAL
    return fact.metric in rule["keys"] and fact.party in TOTAL


def _belongs(rule: Mapping[str, Any], between: str) -> bool:
    """Whether no sentence ends between a total and its part, but for one that the next goes on from."""
    if rule.get("marked") and words()["marked"] not in between:
        return False
    return all(piece.startswith(words()["goes_on"]) for piece in _STOPS.split(between)[1:])


def _sum(
    rule: Mapping[str, Any],
    whole: _Told,
    parts: Sequence[_Told],
    others: Sequence[tuple[int, Statement]],
    text: str,
    cells: Cells,
    told: Sequence[_Told],
) -> Iterator[Check]:
    """A total and its parts: given where they add up, and where they cannot."""
    named = list(_outermost(parts))
    stop = _STOPS.search(text, max(part.end for part in parts))
    end = stop.start() if stop is not None else len(text)
    first, last = (bisect.bisect_right(others, place, key=lambda each: each[0]) for place in (whole.end, end))
    between = others[first:last]
    figures = [each.fact for each in named]
    rounded = [each.approximate for each in (whole.fact, *figures)] + [each.approximate for _, each in between]
    ends = [each.end for each in parts] + [at for at, _ in between]
    if any(rounded) or _doubled(figures) or _has_more(text, whole.end, ends):
        return
    counted = [
        _Told(at, unnamed(each, whole.fact.body, whole.fact.year))
        for at, each in between
        if each.unit in words()["counted"]
    ]
    every = [each.fact for each in sorted([*named, *counted], key=lambda each: each.end)]
    figures += [each.fact for each in counted if _is_rest(rule, each.fact)]
    left = whole.fact.value or Decimal(0)
    all_told = _all_told(rule, figures, cells)
    if all_told is None and _SOME.search(text, whole.end, parts[0].end):
        all_told = False
    if _is_plain_list(text, whole.end, [each.end for each in (*named, *counted)]):
        figures = every
    items = sorted({id(each.fact): each for each in (*parts, *counted)}.values(), key=lambda each: each.end)
    beside = [each for each in told if whole.end < each.end <= end]
    terms = _in_another_way(text, whole, items, beside) or _terms(rule, left, figures, every, all_told=all_told)
    if added(terms) > left and any(word in (each.text or "") for each in terms for word in words()["overlapping"]):
        return
    if added(terms) < left and stop is None:
        # the text is cut off
        return
    if len(terms) > 1 and (left == added(terms) or not _AMONG.search(text, whole.end, end)):
        yield Check(name=PARTS, party=None, left=left, right=added(terms), left_terms=(whole.fact,), right_terms=terms)


def _in_another_way(text: str, whole: _Told, items: Sequence[_Told], beside: Sequence[_Told]) -> tuple[Fact, ...]:
    """Figures of the sentence that make up the total, whichever of them are taken for parts.

    …、微信2539条；财政信息65条: the items before the mark.
    机构类20条，内有领导10条、职能10条；政策类4条，其中…: the first between two marks.
    动态450条，其他182条，微信600条: all of the total's own unit.
    """
    groups: list[list[_Told]] = [[]]
    for each in items:
        if groups[-1] and _SEMICOLON.search(text, groups[-1][-1].end, each.end):
            groups.append([])
        groups[-1].append(each)
    placed = {each.end: each for each in (*items, *beside)}
    alike = [each for _, each in sorted(placed.items()) if each.fact.unit == whole.fact.unit]
    for ways in (groups[0] if len(groups) > 1 else [], [group[0] for group in groups if group], alike):
        facts = tuple(each.fact for each in ways)
        if len(facts) >= LIKELY_ALL and added(facts) == whole.fact.value:
            return facts
    return ()


def _terms(
    rule: Mapping[str, Any], left: Decimal, named: Sequence[Fact], every: Sequence[Fact], *, all_told: bool | None
) -> tuple[Fact, ...]:
    """The parts that a total is compared with; none where they do not tell.

    `every` are the named ones and those that no metric names, any of which may be a part of a part.
    """
    least, most = added(named), added(every)
    if least == left:
        return tuple(named)
    if most == left:
        return tuple(every)
    near = len(every) >= LIKELY_ALL and all_told is not False
    if least > left:
        # what is published on several channels is counted on each
        return tuple(named) if not rule.get("overlap") or (near and _little(left, least)) else ()
    if most < left and (all_told or (near and _little(left, most))):
        return tuple(every)
    return ()


def _is_plain_list(text: str, start: int, ends: Iterable[int]) -> bool:
    """Whether figures are items of one list (其中：统计数据12条，工作动态21条), none of them within another."""
    for end in sorted(ends):
        if end > start and not _ITEM.fullmatch(text, start, end):
            return False
        start = max(start, end)
    return True


def _has_more(text: str, start: int, ends: Sequence[int]) -> bool:
    """Whether figures stand among the parts that nothing was made of: 工作动态类 529，部门文件类 21."""
    known = sorted(ends)
    found = [each for each in numbers.find(text[start : known[-1]]) if each.unit not in _BESIDE]
    for number, following in itertools.zip_longest(found, found[1:]):
        at = bisect.bisect_left(known, start + number.end)
        if at == len(known) or (following is not None and known[at] > start + following.start):
            return True
    return False


def _doubled(facts: Sequence[Fact]) -> bool:
    return len({(fact.metric, fact.party) for fact in facts}) < len(facts)


def _outermost(parts: Sequence[_Told]) -> list[_Told]:
    """Without parts of a part (不予公开3件，涉及国家秘密1件)."""
    keys = {each.fact.metric for each in parts}
    return [each for each in parts if not any((each.fact.metric or "").startswith(f"{key}.") for key in keys)]


def _all_told(rule: Mapping[str, Any], named: Sequence[Fact], cells: Cells) -> bool | None:
    """Whether a list is whole; None: that cannot be told.

    A part says so (其他, or the last of what there can be), or a table in which the parts that are left out are 0.
    """
    if any(fact.metric in rule.get("rest", ()) or _is_rest(rule, fact) for fact in named):
        return True
    if not rule.get("of_table"):
        return None
    told = {fact.metric for fact in named}
    forms = {facts[0].form for facts in cells.values() if facts}
    values = [value for part in rule["parts"] if part not in told for value in _in_table(cells, part, told, forms)]
    if any(values):
        return False
    return True if values and None not in values else None


def _in_table(
    cells: Cells, key: str, told: Collection[str | None], forms: Collection[str | None]
) -> Iterator[Decimal | None]:
    """What the table prints for a metric, or for its parts but the ones told; None: it should and does not.

    Nothing for what none of the forms has that the cells are of.
    """
    found, metric = cell(cells, key, None), catalogue()[key]
    if found:
        yield found[0].value
    elif metric.parts:
        for part in metric.parts:
            if part not in told:
                yield from _in_table(cells, part, told, forms)
    elif any(form in metric.forms for form in forms):
        yield None


def _is_rest(rule: Mapping[str, Any], fact: Fact) -> bool:
    return any(word in (fact.text or "") for word in rule.get("rest_words", ()))


def _little(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= max(Decimal(1), left / LEFT_OVER)


@functools.cache
def words() -> Mapping[str, Any]:
    """Words of checks.toml."""
    said = rules()["words"]
    return {**said, "goes_on": tuple(said["goes_on"]), "counted": frozenset(said["counted"])}


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


_PAGE_MARK = re.compile(rf"[\W\d_{rules()['words']['page']}]*")
# a name and its figure, behind the one before
_ITEM = re.compile(
    rf"[^\w（(]{{0,3}}(?:(?:{_either(rules()['words']['goes_on'])})\W?)?"
    rf"(?:(?!{_either(rules()['words']['compared'])})[^\W\d]|[“”‘’《》])*"
    rf"[\d,.]+(?:{_either(rules()['words']['counted'])})?"
)
_BESIDE = numbers.TIME_UNITS | numbers.RATIO_UNITS
_SEMICOLON = re.compile("[；;]")
_STOP: str = rules()["words"]["stops"][0]
_STOPS = re.compile(_either(rules()["words"]["stops"]))
_SOME = re.compile(_either(rules()["words"]["choice"]))
# 宣传类信息7条等
_AMONG = re.compile(rf"[0-9](?:{_either(rules()['words']['counted'])})?(?:{_either(rules()['words']['among'])})")
