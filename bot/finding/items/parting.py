"""Figures that a sentence tells one behind another, each of a thing by its own name: 其中教育的395封、住房的102封.

Each is taken with the name that it is told of and with what the sentence says of all of them before. Figures whose
names stand in a list of their own (甲、乙分别收到3件、2件) are put with the names one by one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.finding.clause.measure import are_alike
from bot.finding.matching.placing import STOPS
from bot.finding.sentence.paragraphs import ends
from bot.languages import language
from index import numbers
from index.numbers import Number

_FEW = 4
"""characters behind a figure that leads its part, of what was done"""
KEPT = 512
"""sentences kept in memory with their figures: several questions are asked of one report"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A figure, the name that it is told of, and what was said before."""

    name: str
    """a question has to say all of it"""
    near: str
    """what is told of it beside its name: of all of the list, or of the one that is the most"""
    head: str
    """what the clauses before tell of all of them"""
    number: Number
    clause: str
    """to be quoted"""
    start: Number | None = None
    """what it was before: 由126个精简为88个"""


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two stops of a sentence, and where."""

    start: int
    end: int
    text: str
    segment: int
    """how many stops of the greater kind (;) are before it"""


def items_of(paragraph: str) -> Iterator[Item]:
    """The figures of a paragraph, which has no blanks."""
    for items in sentences_of(paragraph):
        yield from items


def sentences_of(paragraph: str) -> Iterator[tuple[Item, ...]]:
    """The same sentence by sentence."""
    stops = ends().replace(";", "")
    paragraph = re.sub(language("zh").statements["kinds_of_place"], "", paragraph)
    text = re.sub(f"[{re.escape(stops)}](?={language('zh').statements['continued']})", ";", paragraph)
    for sentence in re.split(f"[{re.escape(stops)}]", text):
        yield _items(sentence)


@functools.lru_cache(maxsize=KEPT)
def _items(sentence: str) -> tuple[Item, ...]:
    told = _Sentence(sentence)
    return (*told.one_by_one(), *told.by_name()) if told.numbers else ()


class _Sentence:
    """A sentence taken apart."""

    def __init__(self, text: str) -> None:
        self.text = text
        numerals = tuple(language("zh").statements["numerals"])
        # 三处查阅场所: what is counted so is of a name
        self.numbers = [one for one in numbers.find(text) if not text.startswith(numerals, one.start)]
        self.parts = list(_parts(text))
        self.taken: set[int] = set()
        """where figures start that were told one by one"""

    def part_at(self, at: int) -> int:
        return next((index for index, one in enumerate(self.parts) if at < one.end), len(self.parts) - 1)

    def numbers_in(self, start: int, end: int) -> list[Number]:
        return [one for one in self.numbers if start <= one.start < end]

    def one_by_one(self) -> Iterator[Item]:
        """甲、乙和丙分别收到3件、2件和4件, 甲镇和乙镇各2人."""
        for found in re.finditer(language("zh").statements["one_by_one"], self.text):
            run = self._run_behind(found.end())
            if not run or run[0].start in self.taken:
                continue
            begin = max((one.end for one in self.numbers if one.end <= found.start() and _counts(one)), default=0)
            names, shared = self._names(
                begin, found.start(), run, each=found.group() == language("zh").statements["each"]
            )
            if not names:
                self.taken.update(one.start for one in run[len(run) == 1 :])
                continue
            first = self.text.rfind(names[0], 0, found.start())
            part = self.part_at(first if first >= 0 else found.start())
            end = self.parts[self.part_at(run[-1].start)].end
            shared += self.text[found.end() : run[0].start] + self.text[run[-1].end : end]
            self.taken.update(one.start for one in run)
            clause = self.text[min(first if first >= 0 else found.start(), self.parts[part].start) : end]
            for name, number in zip(names, run if len(run) > 1 else run * len(names), strict=True):
                yield Item(name=name, near=shared, head=self.head(part, number), number=number, clause=clause)

    def _run_behind(self, at: int) -> list[Number]:
        """The figures behind a place, one right behind the other, where no stop is between."""
        behind = [one for one in self.numbers if one.start >= at]
        if not behind or behind[0].start >= self.parts[self.part_at(at)].end:
            return []
        run, joints = behind[:1], language("zh").statements["item_joints"]
        for one in behind[1:]:
            if not re.fullmatch(joints, self.text[run[-1].end : one.start]) or not _alike(one, run[0]):
                break
            run.append(one)
        return run

    def _names(self, begin: int, end: int, run: Sequence[Number], *, each: bool) -> tuple[list[str], str]:
        """The names that so many figures are told of, and what they share; none where they are not as many."""
        tables, many = language("zh").statements, len(run)
        lead = self.text[begin:end].lstrip("".join(tables["parting"]))
        for one in tables["in_turn"]:
            found = re.search(one["said"], self.text[:end])
            if found is not None and many == len(one["names"]):
                return list(one["names"]), re.sub(one["said"], "", lead)
        counted = re.search(tables["item_count"], lead)
        shared = lead[counted.start() :] if counted is not None and counted.start() else ""
        names = [one for one in lead.removesuffix(shared).split(tables["listing"]) if one]
        if names and (each or len(names) < many):
            names[-1:] = [one for one in re.split(tables["joints"], names[-1]) if one]
        if len(names) >= 2:
            last = re.match(tables["item_ends"], names[-1])
            cut = last.group() if last is not None else STOPS.split(names[-1])[0]
            names[-1], shared = cut, names[-1].removeprefix(cut) + shared
        wanted = len(names) if each and many == 1 else many
        if 2 <= wanted <= len(names):
            names = names[-wanted:]
            *ahead, names[0] = re.split(tables["names_behind"], names[0])
            return (names, "".join(ahead) + shared) if all(names) else ([], "")
        told = [one for one in self.by_name(end) if _alike(one.number, run[0])]
        return ([_thing(one.name) for one in told[-many:]], lead) if len(told) >= many > 1 else ([], "")

    def by_name(self, upto: int | None = None) -> Iterator[Item]:
        """Each figure with the name ahead of it or behind it."""
        for index, part in enumerate(self.parts):
            for start, end in _chunks(part, self.numbers_in(part.start, part.end)):
                inside = self.numbers_in(start, end)
                number = inside[-1] if inside else None
                if number is None or number.start in self.taken or (upto is not None and number.end > upto):
                    continue
                made = self._named(index, start, end, number)
                if made is not None:
                    yield made
                    yield from _started(made)

    def _named(self, index: int, start: int, end: int, number: Number) -> Item | None:
        """One figure of a part."""
        tables = language("zh").statements
        lead, behind = self.text[start : number.start], self.text[number.end : end]
        near, clause = "", self.text[start:end]
        if not number.unit and behind[:1] in tables["spoken_measures"]:
            number, behind = replace(number, unit=behind[:1]), behind[1:]
        grown, before_it = re.search(tables["item_from_to"], lead), None
        if grown is not None:
            before_it = next((one for one in self.numbers_in(start + grown.start(), number.start)), None)
            lead, near = lead[: grown.start()], grown.group()
        some = re.match(tables["item_of"], lead)
        if some is not None and behind:
            near, lead = some["of"], ""
        before = self.parts[index - 1] if index and start == self.parts[index].start else None
        if before is not None and re.search(tables["superlative"], before.text) and not self._counted(before):
            near, lead, behind = before.text + lead + behind, "", ""
            clause = self.text[before.start : end]
        elif before is not None and not self._counted(before) and _says_nothing(lead) and not behind:
            # 网上占六成多,为318件
            lead = re.sub(tables["roughly"], "", before.text)
            clause = self.text[before.start : end]
        most = re.match(tables["most_of"], lead)
        if most is not None:
            near, lead = most.group(), lead[most.end() :]
        former = re.match(f"(?P<former>{tables['former']})|{tables['latter']}", lead)
        if former is not None:
            first = next(one.start for one in self.parts if one.text.startswith((tables["former"], tables["latter"])))
            two = [one.name for one in self.by_name(first) if not re.search(tables["compared_with"], one.name)][-2:]
            lead = lead[former.end() :]
            clause = self.text[self.parts[max(self.part_at(first) - 2, 0)].start : end]
            if len(two) < 2:
                return None
            name = two[0] if former["former"] else two[1]
            return Item(name=_account(name) + lead + behind, near="", head="", number=number, clause=clause)
        head = self.head(index, number)
        return Item(name=lead + behind, near=near, head=head, number=number, clause=clause, start=before_it)

    def _counted(self, part: _Part) -> list[Number]:
        return [one for one in self.numbers_in(part.start, part.end) if _counts(one)]

    def head(self, index: int, number: Number) -> str:
        """What the parts before say of a figure: of what it is one, and whose the sentence is."""
        tables = language("zh").statements
        first = self._list_start(index, number)
        listed = first is not None
        at = index if first is None else first
        own, said, total = self.parts[at], [], False
        across = listed or re.match(tables["time_of_year"], own.text) is not None
        for back in range(at - 1, -1, -1):
            part = self.parts[back]
            if own.segment - part.segment > (across or _goes_on(own.text)):
                break
            alike = any(_alike(one, number) for one in self._counted(part))
            if alike and re.match(tables["year_before"], part.text):
                # 上年为118万元: of the year before
                continue
            if alike and not (listed and not total) and back != self._first_alike(part.segment, number):
                if not _goes_on(part.text) and total:
                    break
                continue
            total = total or alike
            goes_on = _goes_on(part.text)
            if alike or not self._counted(part) or (back == at - 1 and not across) or not goes_on:
                said.append(part.text)
            if not goes_on and not part.text.startswith(tuple(tables["seen_by"])):
                break
        return "|".join(reversed(said))

    def _list_start(self, index: int, number: Number) -> int | None:
        """The part in which the list begins that a figure is one of."""
        tables = language("zh").statements
        for at in range(index, -1, -1):
            part = self.parts[at]
            if part.text.startswith(tuple(tables["seen_by"])):
                return at
            begins = not at or self.parts[at - 1].segment != part.segment
            if begins and number.unit == "%" and re.match(tables["kind_of"], part.text):
                return at
            if not any(_alike(one, number) for one in self._counted(part)):
                return None
        return None

    def _first_alike(self, segment: int, number: Number) -> int:
        found = (
            at
            for at, one in enumerate(self.parts)
            if one.segment == segment and any(_alike(each, number) for each in self._counted(one))
        )
        return next(found, -1)


def _counts(one: Number) -> bool:
    """A figure of something, and no month or number of days within a name."""
    return one.unit not in {*numbers.TIME_UNITS, *language("zh").statements["of_times"]} or bool(one.approximate)


def _alike(one: Number, other: Number) -> bool:
    units = {one.unit, other.unit}
    if len(units) > 1 and units & {*language("zh").statements["measuring_all"]}:
        return False
    return units <= numbers.MONEY_UNITS or are_alike(one.unit, other.unit)


def _started(item: Item) -> Iterator[Item]:
    """What it was before: the year before, where the sentence says so."""
    if item.start is None:
        return
    tables = language("zh").statements
    compared = re.search(tables["year_before"], item.near + item.head) is not None
    base = tables["last_year"] if compared else tables["at_first"]
    number = replace(item.start, unit=item.start.unit or item.number.unit)
    yield replace(item, name=base + item.name, near="", number=number, start=None)


def _thing(name: str) -> str:
    """人大代表建议 of 全年承办人大代表建议."""
    tables = language("zh").statements
    words = sorted({*tables["acts"], *tables["doing"], *tables["light"], *tables["item_leads"]}, key=len, reverse=True)
    while any(name.startswith(word) for word in words):
        name = name.removeprefix(next(word for word in words if name.startswith(word)))
    return name


def _account(name: str) -> str:
    """绿色青浦微信 of 绿色青浦微信粉丝数."""
    tables = language("zh").statements
    words = sorted({*tables["attributes"], *tables["item_tails"], *tables["between"]} - {""}, key=len, reverse=True)
    while any(name.endswith(word) for word in words):
        name = name.removesuffix(next(word for word in words if name.endswith(word)))
    return name


def _parts(text: str) -> Iterator[_Part]:
    at = segment = 0
    for stop in STOPS.finditer(text):
        if stop.start() > at:
            yield _Part(at, stop.start(), text[at : stop.start()], segment)
        at = stop.end()
        segment += stop.group() == ";"
    if at < len(text):
        yield _Part(at, len(text), text[at:], segment)


def _chunks(part: _Part, counted: Sequence[Number]) -> Iterator[tuple[int, int]]:
    """The members of a list that each have a figure: a name without one is of the next, the last of the one before.

    举办5场宣讲会、座谈会: so many are of both.
    """
    sign: str = language("zh").statements["listing"]
    start, last = part.start, max((number.start for number in counted), default=part.end)
    for at, one in enumerate(part.text, part.start):
        if one == sign and at < last and any(start <= number.start < at for number in counted):
            yield start, at
            start = at + 1
    yield start, part.end


def _leads(part: str) -> bool:
    """7315人参加: the figure leads its part."""
    first = next(iter(numbers.find(part)), None)
    return first is not None and not first.start and bool(first.unit) and len(part) - first.end <= _FEW


def _says_nothing(lead: str) -> bool:
    """为, 仅有: what leads to a figure of which the part before spoke."""
    tables = language("zh").statements
    return lead in {*tables["between"], *tables["item_tails"]} - {""}


@functools.lru_cache(maxsize=KEPT)
def _goes_on(part: str) -> bool:
    """Whether a part speaks on of what the one before spoke of: what was done with it, and how well."""
    tables = language("zh").statements
    lists = (
        "doing",
        "acts",
        "reaching",
        "chained",
        "attributes",
        "between",
        "announcing",
        "seen_by",
        "goes_on",
    )
    if re.match(f"{tables['time_of_year']}|{tables['took_part']}", part) or _leads(part):
        return True
    return part.startswith(tuple(word for name in lists for word in tables[name] if word))
