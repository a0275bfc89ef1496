"""The body and year of a report, from its title, opening and signature; never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index import numbers
from index.errors import RefusedFile
from loaders.body_name import DATA, HAN, MASKED, OPENING, QUOTED, any_of, fullest, is_name, is_never
from loaders.is_report import is_report
from loaders.models import Document, Section
from loaders.opening import body_of, in_full, years_called
from loaders.script import mainland, simplified
from loaders.whereabouts import whereabouts

_SUBJECT = re.compile(any_of(DATA["subject"]))
_REPORT = re.compile(any_of(DATA["report"]))
_ENDS = re.compile(f"(?:{any_of(DATA['ends'])})(?:[(][^()]{{0,12}}[)])?")
_STATISTICS = re.compile(any_of(DATA["statistics"]))
_FILLED_IN_BY = re.compile(DATA["filled_in_by"])
_GENERAL = re.compile(any_of(DATA["general"]))
_NO_REPORT = re.compile(any_of(DATA["no_report"]))
_BEFORE = re.compile(f"(?:{any_of(DATA['before'])}){{1,4}}")
_CALLED_BELOW = re.compile(DATA["called_below"])
_AFTER = re.compile(f"(?:{any_of(DATA['after'])}){{1,3}}$")
_NAME = re.compile(rf"[{HAN}()（）·]{{3,50}}")
_SPACE = re.compile(r"(?:[\s\u200b\ufeff]|<[bB][rR] {0,2}/?>)+")
_BREAK = re.compile("<[bB][rR] {0,2}/?>")
_EDGES = " \t#*\u3000\ufeff\xa0《》“”\"'【】[]<>〈〉「」:：,，。.、;；-—_|"
_SENTENCE_ENDS = ("。", "；", ";")
_ADDRESS = re.compile("^[A-Za-z0-9.-]+")
_FIELDS = re.compile(DATA["opening"]["fields"])
_TRAIL = re.compile(DATA["opening"]["trail"])
_SENTENCE = re.compile("[,，。;；:：]")
_MONTH = re.compile(rf"[0-9]{{1,2}}{DATA['month']}")
_PERIOD = re.compile(DATA["period"])
_SCHOOL_YEAR = re.compile(DATA["school_year"])
_PART_OF_YEAR = re.compile(DATA["part_of_year"])
_PART_PERIOD = re.compile(DATA["part_period"])
LONGEST_TITLE = 80
_OFTEN = 3
"""a year that is named so often is what the text tells of"""
_NEAR = 12
"""so many lines may stand above or right below a title"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What a report says about itself before its first heading."""

    body: str
    year: int
    title: str
    """as printed, on one line; empty where there is none"""
    region: str | None
    """key of the division that the body is of (loaders/whereabouts.py)"""
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """What a title says; empty if there is none."""

    text: str = ""
    body: str = ""
    """what it names before the subject; may be empty"""
    years: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it names both the body and the year."""
        return bool(self.body and self.years)


def read_heading(document: Document, sections: Sequence[Section]) -> Heading:
    """The body and year. RefusedFile if the text is not a report or does not tell them."""
    prose = _plain_lines(line.text for line in document.lines if len(line.text) > 1)
    alike = simplified(prose)
    title = _title(document, sections)
    general = Title() if title.body else _general(document, alike)
    title = general if general.whole else title
    known = sum(section.number is not None for section in sections)
    headed = known >= DATA["least_headings"] and _SUBJECT.search(alike) is not None
    if not title.text and not headed and not is_report(mainland(prose)):
        raise RefusedFile(document.path, "no yearly report on the disclosure of government information")
    if _PART_OF_YEAR.search(simplified(_plain(title.text))) or _ends_early(alike):
        raise RefusedFile(document.path, "a report of less than a year")
    unbroken = _unbroken(document)
    sure = _plain_lines(unbroken) if len(unbroken) < len(document.lines) else prose
    base = (
        title.body
        or _in_brackets(document)
        or _in_a_field(document)
        or body_of(alike if sure is prose else simplified(sure), sure)
        or _signature(document)
        or _called(title, prose)
    )
    base = in_full(base, alike, prose) if title.body else base
    if not base:
        raise RefusedFile(document.path, "the public body it is of cannot be told")
    year, notes = _year(title, alike, document)
    if year is None:
        raise RefusedFile(document.path, "the year it reports on cannot be told")
    full = fullest(base, prose, document.publisher)
    if full.startswith(base) and full != base and full not in prose and full not in document.publisher:
        notes += (f"body told from its place, {base}: by law the report is that of what governs it",)
    place = whereabouts(full, year, prose)
    return Heading(body=place.body, year=year, title=title.text, region=place.region, notes=(*notes, *place.notes))


def _plain(text: str) -> str:
    """Text in ordinary characters without blanks."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _plain_lines(texts: Iterable[str]) -> str:
    """The same of lines; much quicker than one by one."""
    text = unicodedata.normalize("NFKC", "\n".join(texts)).replace("\u200b", "").replace("\ufeff", "")
    text = _BREAK.sub("", text) if "<" in text else text
    return "\n".join(["".join(line.split()) for line in text.split("\n")])


def _title(document: Document, sections: Sequence[Section]) -> Title:
    """The title above the first heading."""
    lines = sections[0].lines if len(sections) > 1 else document.lines[:40]
    return title_of(_unbroken(replace(document, lines=tuple(lines))))


def _unbroken(document: Document) -> list[str]:
    """The lines; of a scan without those that a wide gap breaks, in which a word of a name may be missing."""
    return [line.text for line in document.lines if "\t" not in line.text or not (line.scanned or document.scanned)]


def title_of(lines: Iterable[str]) -> Title:
    """The first line that names the subject and the report, joined with the lines it is broken over.

    A line with the page's place on its site does not count if another line says everything.
    """
    cells = [cell for line in lines if line.strip() for cell in line.split("\t") if cell.strip(_EDGES)][:200]
    beside = [cell for cell in cells if _TRAIL.search(cell) is None]
    best = _title_among(beside)
    return best if best.whole or len(beside) == len(cells) else _title_among(cells)


def _title_among(cells: Sequence[str]) -> Title:
    """The first of the cells that names body, subject and report; else one that says less."""
    best = Title()
    for at, cell in enumerate(cells):
        if len(cell) > LONGEST_TITLE or cell.rstrip().endswith(_SENTENCE_ENDS):
            continue
        plain = simplified(_plain(cell))
        subject = _SUBJECT.search(plain)
        if subject is None:
            continue
        following = next(iter(cells[at + 1 : at + 2]), "")
        whole = _REPORT.search(plain, subject.end()) is not None
        rest = simplified(_plain(following))
        if not whole and (_REPORT.match(rest) is None or _SENTENCE.search(rest) is not None):
            named = _read_title(cells, at, whole=True)
            # …2021年政府信息公开工作情况 is a title where it names body and year itself
            told = bool(_owner(cell) and _reported(plain)) and _ENDS.fullmatch(plain, subject.end()) is not None
            told = told or _STATISTICS.fullmatch(re.sub("[(][^()]*[)]$", "", plain), subject.end()) is not None
            if told and _NO_REPORT.search(plain, subject.end()) is None:
                return named
            continue
        if _NO_REPORT.search(plain + ("" if whole else rest), subject.end()):
            continue
        found = _read_title(cells, at, whole)
        if found.body and (found.years or not best.years):
            return found
        best = best if best.text else found
    return best


def _general(document: Document, alike: str) -> Title:
    """…2021年度工作报告, where the text begins with the law that asks for this one."""
    opening = alike[:OPENING]
    if not any(law in opening for law in DATA["law"]):
        return Title()
    filled = [line.text for line in document.lines[:5] if line.text.strip()]
    first = filled[0] if filled else ""
    plain = simplified(_plain(first))
    named = _GENERAL.search(plain)
    if len(first) > LONGEST_TITLE or named is None or _NO_REPORT.search(plain):
        return Title()
    title = Title(text=first.strip(_EDGES), body=_owner(_plain(first)[: named.start()]), years=_reported(plain))
    return title if title.whole and _is_bare(plain[: named.start()], title) else Title()


def _is_bare(before: str, title: Title) -> bool:
    """Whether body and year alone stand before the name of a report, and no other subject: 法治政府建设."""
    body = simplified(_plain(title.body))
    for year in reversed(numbers.years(before)):
        before = before[: year.start] + before[year.end :]
    rest = before.replace(body, "", 1).strip(_EDGES + "()")
    lead = _BEFORE.match(rest)
    return not rest[lead.end() if lead else 0 :].strip(_EDGES)


def _read_title(cells: Sequence[str], at: int, whole: bool) -> Title:
    """Read a title at a line; body and year may stand on the line before or behind it."""
    before, after = _beside(cells[at - 1 : at]), _beside(cells[at + 1 : at + 2])
    title = Title(text=cells[at].strip(_EDGES), body=_owner(cells[at]), years=_reported(_plain(cells[at])))
    if not whole:
        title = replace(
            title, text=f"{title.text} {after.strip(_EDGES)}", years=title.years or _reported(_plain(after))
        )
    if not title.body and (owner := _owner(before)):
        title = replace(title, text=f"{before.strip(_EDGES)} {title.text}", body=owner)
    if not title.body and title.years and is_name(_plain(after).strip(_EDGES)):
        title = replace(title, body=_plain(after).strip(_EDGES).replace("(", "（").replace(")", "）"))
    if not title.years:
        title = replace(title, years=_reported(_plain(before)) or _reported(_plain(after)))
    return replace(title, text=" ".join(title.text.split()))


def _beside(cells: Sequence[str]) -> str:
    """A line beside a title that may say the rest of it; none that is long, or tells where the page was put."""
    return next((cell for cell in cells if len(cell) <= LONGEST_TITLE and _FIELDS.search(cell) is None), "")


def _reported(plain: str) -> tuple[int, ...]:
    """Years in a text that are no dates."""
    return tuple(year.value for year in numbers.years(plain) if not _MONTH.match(plain, year.end))


def _owner(cell: str) -> str:
    """The body that a title names: before the subject, or in brackets behind it; without the year."""
    plain = _plain(cell)
    subject = _SUBJECT.search(simplified(plain))
    head, tail = (plain[: subject.start()], plain[subject.end() :]) if subject else (plain, "")
    if MASKED.search(head):
        return ""
    for year in reversed(numbers.years(head)):
        head = head[: year.start] + " " + head[year.end :]
    parts: list[str] = [*reversed(re.split(r"[\s:》《】【,|>/]+", head)), *re.findall(r"\(([^()]{3,40})\)", tail)]
    for part in parts:
        name = _CALLED_BELOW.sub("", _ADDRESS.sub("", part.strip(_EDGES)))
        lead = _BEFORE.match(simplified(name))
        name = name[lead.end() if lead else 0 :]
        trail = _AFTER.search(simplified(name))
        name = name[: trail.start() if trail else len(name)].strip(_EDGES)
        if is_name(name):
            return name.replace("(", "（").replace(")", "）")
    return ""


def _called(title: Title, prose: str) -> str:
    """What stands before the year in a title, though it ends as no known kind of body does: if the text says it too."""
    head = _plain(title.text)
    years = numbers.years(head)
    name = head[: years[0].start] if years else ""
    again = (
        prose.count(name) > 1
        and MASKED.search(prose[: prose.find(name) + 1]) is None
        and not is_never(simplified(name))
    )
    return name if len(name) > 3 and _NAME.fullmatch(name) and again else ""


def _in_brackets(document: Document) -> str:
    """A line near the beginning that is nothing but the name of a body in brackets: below a title without name."""
    filled = [_plain(line.text) for line in document.lines[:_NEAR] if line.text.strip()]
    names = [text[1:-1] for text in filled if text.startswith("(") and text.endswith(")")]
    return next((name for name in names if len(name) > 3 and is_name(name)), "")


def _in_a_field(document: Document) -> str:
    """What fills in the statistics form, as a field near its title tells: 填报单位：青禾区教育局."""
    for line in document.lines[:_NEAR]:
        for cell in line.text.split("\t"):
            plain = _plain(cell).replace("：", ":")
            field = _FILLED_IN_BY.match(plain)
            name = plain[field.end() :].strip(_EDGES) if field else ""
            if is_name(name):
                return name.replace("(", "（").replace(")", "）")
    return ""


def _signature(document: Document) -> str:
    """A line near the end that is nothing but the name of a body."""
    filled = [_plain(line.text) for line in document.lines if line.text.strip()]
    return next((text for text in reversed(filled[-4:]) if len(text) > 3 and is_name(text)), "")


def _ends_early(alike: str) -> bool:
    """Whether the days that the figures are told to be of end before the year does, and no others are told."""
    opening = QUOTED.sub("\n", alike[:OPENING])
    return _PERIOD.search(opening) is None and _PART_PERIOD.search(opening) is not None


def _year(title: Title, alike: str, document: Document) -> tuple[int | None, tuple[str, ...]]:
    """The year reported on, and a note where it had to be told from the text or from the date of the signature."""
    opening = QUOTED.sub("\n", alike[:OPENING])
    if _SCHOOL_YEAR.search(opening) and _PERIOD.search(opening) is None:
        return None, ()
    periods = {int(found["year"]) for found in _PERIOD.finditer(opening)}
    if title.years:
        # 2019年至2020年…: of neither
        below = _said_below(document).replace(simplified(_plain(title.text)), "")
        return _as_titled(title.years[0], periods, below) if len(set(title.years)) == 1 else (None, ())
    for told in (periods, years_called(alike)):
        if len(told) == 1:
            return told.pop(), ()
    dated = _dated(document)
    named = [year for year in numbers.years(opening) if not year.text.isdigit() and not _MONTH.match(opening, year.end)]
    ranked = Counter(year.value for year in named).most_common()
    first = [value for value, count in ranked if count == ranked[0][1]]
    if len(first) > 1 and dated is not None and dated[0] in first:
        return dated[0], (f"year told from the date of the signature: {dated[1]}",)
    if first:
        note = f"year told from the text, which names {', '.join(str(value) for value, _ in ranked)}"
        return (first[0] if len(first) == 1 else None), ((note,) if len(ranked) > 1 else ())
    if dated is not None:
        return dated[0], (f"year told from the date of the signature: {dated[1]}",)
    return None, ()


def _said_below(document: Document) -> str:
    """The opening without rows of tables: 上一年项目数量（指2019年事项数） tells no year of the report."""
    opening: list[str] = []
    size = 0
    for line in document.lines:
        if len(line.text) > 1 and "\t" not in line.text:
            opening.append(line.text)
            size += len(line.text)
        if size > OPENING:
            break
    return QUOTED.sub("\n", simplified(_plain_lines(opening))[:OPENING])


def _as_titled(titled: int, periods: set[int], told: str) -> tuple[int | None, tuple[str, ...]]:
    """The year of the title, unless the text tells of another one only; a note where its days are of another."""
    named = Counter(year.value for year in numbers.years(_PERIOD.sub("", told)) if not year.text.isdigit())
    if periods and titled not in periods:
        if not named[titled]:
            return None, ()
        return titled, (f"year told from the title, {titled}: the text says that its figures are of {max(periods)}",)
    other = named.most_common(1)[0] if named and not named[titled] and not periods else (titled, 0)
    return (None if other[1] >= _OFTEN else titled), ()


def _dated(document: Document) -> tuple[int, str] | None:
    """The year before the date under a report, and that line."""
    for line in reversed([line.text for line in document.lines if line.text.strip()][-4:]):
        plain = _plain(line)
        dated = [year for year in numbers.years(plain) if _MONTH.match(plain, year.end)]
        if dated and len(plain) <= 20:
            return dated[0].value - 1, line.strip()
    return None
