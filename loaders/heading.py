"""Whose report it is and on which year: from its title, its opening and its signature, never guessed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import numbers, regions
from index.errors import RefusedFile
from loaders.models import Document, Section
from loaders.script import simplified
from loaders.whereabouts import whereabouts

_DATA = tomllib.loads(Path(__file__).with_name("heading.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
_SUBJECT = re.compile(_any(_DATA["subject"]))
_REPORT = re.compile(_any(_DATA["report"]))
_ENDS = re.compile(f"(?:{_any(_DATA['ends'])})(?:[(][^()]{{0,12}}[)])?")
_GENERAL = re.compile(_any(_DATA["general"]))
_NO_REPORT = re.compile(_any(_DATA["no_report"]))
_KINDS: tuple[str, ...] = tuple(_DATA["kinds"])
_NEVER: tuple[str, ...] = tuple(_DATA["never"])
_BEFORE = re.compile(f"(?:{_any(_DATA['before'])}){{1,4}}")
_AFTER = re.compile(f"(?:{_any(_DATA['after'])}){{1,3}}$")
_NAME = re.compile(rf"[{_HAN}()（）·]{{3,50}}")
_ORGAN = rf"[{_HAN}]{{2,30}}?(?:{_any(_DATA['kinds_in_text'])}){{1,3}}"
_IN_TEXT = re.compile(_ORGAN)
_ANNOUNCED = re.compile(rf"(?:{_any(_DATA['announces'])})(?P<name>{_ORGAN})(?=[0-9]|{_any(_DATA['subject'])})")
_MADE = re.compile(
    rf"(?:(?:{_any(_DATA['report_by'])})(?P<by>{_ORGAN})(?=[,，]?(?:{_any(_DATA['made_by'])}))"
    rf"|(?:^|[,，。;；])(?P<maker>[{_HAN}]{{2,30}}?(?:{_any(_DATA['kinds_in_text'] + _DATA['makers'])}))"
    rf"(?:{_any(_DATA['made'])})(?=[0-9]|{_any(_DATA['subject'] + _DATA['made_what'])}))",
    re.MULTILINE,
)
_PLACES: tuple[str, ...] = tuple(_DATA["places"])
_ENDS_IN_PLACE = re.compile(rf"[{_HAN}]{{2,8}}?(?:{_any(_PLACES)})$")
_ANNOUNCES = re.compile(f"(?:{_any(_DATA['announces'])})")
_MORE = re.compile(_any(_DATA["more"]))
_QUOTED = re.compile("|".join(f"{re.escape(a)}[^{re.escape(a + b)}]{{0,80}}{re.escape(b)}" for a, b in _DATA["quotes"]))
_SPACE = re.compile(r"(?:[\s\u200b\ufeff]|<[bB][rR] {0,2}/?>)+")
_BREAK = re.compile("<[bB][rR] {0,2}/?>")
_EDGES = " \t#*\u3000\ufeff\xa0《》“”\"'【】[]<>〈〉「」:：,，。.、;；-—_|"
_SENTENCE_ENDS = ("。", "；", ";")
_FOLLOWS = re.compile(f"(?:{_any(_DATA['follows'])}|[,，、])")
_MONTH = re.compile(rf"[0-9]{{1,2}}{_DATA['month']}")
_PERIOD = re.compile(_DATA["period"])
_BEGINS = re.compile(r"(?:^|[。！；;])", re.MULTILINE)
_SAME: list[tuple[str, str]] = [(long, short) for long, short in _DATA["same"]]
_EITHER = re.compile("|".join(f"{long}|{short}" for long, short in _SAME))
_GOVERNMENT: str = _DATA["government"]
OPENING = 3000
"""characters in which the body and the year may be named"""
LONGEST_TITLE = 80
LONGEST_PLACE = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What a report says of itself before its first heading."""

    body: str
    year: int
    title: str
    """as printed, on one line; empty where there is none"""
    region: str | None
    """key of the division that the body is of (loaders/whereabouts.py)"""
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """What a title says; of no line, where there is none."""

    text: str = ""
    body: str = ""
    """what it names before the subject; may be empty"""
    years: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it says of whom and of which year the report is."""
        return bool(self.body and self.years)


def read_heading(document: Document, sections: Sequence[Section]) -> Heading:
    """Body and year. RefusedFile where the text is no report, or does not tell them."""
    prose = _plain_lines(line.text for line in document.lines if len(line.text) > 1)
    alike = simplified(prose)
    title = _title(document, sections)
    general = Title() if title.body else _general(document, alike)
    title = general if general.whole else title
    known = sum(section.number is not None for section in sections)
    if not title.text and not (known >= _DATA["least_headings"] and _SUBJECT.search(alike)):
        raise RefusedFile(document.path, "no yearly report on the disclosure of government information")
    base = title.body or _from_text(alike, prose) or _signature(document) or _called(title, prose)
    if not base:
        raise RefusedFile(document.path, "the public body it is of cannot be told")
    year, notes = _year(title, alike, document)
    if year is None:
        raise RefusedFile(document.path, "the year it reports on cannot be told")
    place = whereabouts(_fullest(base, prose), year, prose)
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
    return title_of([line.text for line in (sections[0].lines if len(sections) > 1 else document.lines[:40])])


def title_of(lines: Iterable[str]) -> Title:
    """The first line that names the subject and the report, with those it is broken over."""
    cells = [cell for line in lines if line.strip() for cell in line.split("\t") if cell.strip(_EDGES)][:200]
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
        if not whole and not _REPORT.match(simplified(_plain(following))):
            named = _read_title(cells, at, whole=True)
            # …2021年政府信息公开工作情况 is a title where it names body and year itself
            told = bool(_owner(cell) and _reported(plain)) and _ENDS.fullmatch(plain, subject.end()) is not None
            if told and _NO_REPORT.search(plain, subject.end()) is None:
                return named
            continue
        if _NO_REPORT.search(plain + ("" if whole else simplified(_plain(following))), subject.end()):
            continue
        found = _read_title(cells, at, whole)
        if found.body and (found.years or not best.years):
            return found
        best = best if best.text else found
    return best


def _general(document: Document, alike: str) -> Title:
    """…2021年度工作报告, where the text begins with the law that asks for this one."""
    opening = alike[:OPENING]
    if not any(law in opening for law in _DATA["law"]):
        return Title()
    filled = [line.text for line in document.lines[:5] if line.text.strip()]
    first = filled[0] if filled else ""
    plain = simplified(_plain(first))
    named = _GENERAL.search(plain)
    if len(first) > LONGEST_TITLE or named is None or _NO_REPORT.search(plain):
        return Title()
    title = Title(text=first.strip(_EDGES), body=_owner(_plain(first)[: named.start()]), years=_reported(plain))
    return title if title.whole else Title()


def _read_title(cells: Sequence[str], at: int, whole: bool) -> Title:
    """Read a title at a line; body and year may stand on the line before or behind it."""
    before = cells[at - 1] if at and len(cells[at - 1]) <= LONGEST_TITLE else ""
    after = cells[at + 1] if at + 1 < len(cells) and len(cells[at + 1]) <= LONGEST_TITLE else ""
    title = Title(text=cells[at].strip(_EDGES), body=_owner(cells[at]), years=_reported(_plain(cells[at])))
    if not whole:
        title = replace(
            title, text=f"{title.text} {after.strip(_EDGES)}", years=title.years or _reported(_plain(after))
        )
    if not title.body and (owner := _owner(before)):
        title = replace(title, text=f"{before.strip(_EDGES)} {title.text}", body=owner)
    if not title.years:
        title = replace(title, years=_reported(_plain(before)) or _reported(_plain(after)))
    return replace(title, text=" ".join(title.text.split()))


def _reported(plain: str) -> tuple[int, ...]:
    """Years in a text that are no dates."""
    return tuple(year.value for year in numbers.years(plain) if not _MONTH.match(plain, year.end))


def _owner(cell: str) -> str:
    """The body that a title names: before the subject, or in brackets behind it; without the year."""
    plain = _plain(cell)
    subject = _SUBJECT.search(simplified(plain))
    head, tail = (plain[: subject.start()], plain[subject.end() :]) if subject else (plain, "")
    for year in reversed(numbers.years(head)):
        head = head[: year.start] + " " + head[year.end :]
    parts: list[str] = [*reversed(re.split(r"[\s:》《】【,|>/]+", head)), *re.findall(r"\(([^()]{3,40})\)", tail)]
    for part in parts:
        name = part.strip(_EDGES)
        lead = _BEFORE.match(simplified(name))
        name = name[lead.end() if lead else 0 :]
        trail = _AFTER.search(simplified(name))
        name = name[: trail.start() if trail else len(name)].strip(_EDGES)
        if _is_name(name):
            return name.replace("(", "（").replace(")", "）")
    return ""


def _called(title: Title, prose: str) -> str:
    """What stands before the year in a title, though it ends as no known kind of body does: if the text says it too."""
    head = _plain(title.text)
    years = numbers.years(head)
    name = head[: years[0].start] if years else ""
    again = prose.count(name) > 1 and not simplified(name).startswith(_NEVER)
    return name if len(name) > 3 and _NAME.fullmatch(name) and again else ""


def _is_name(name: str) -> bool:
    """Whether it can be the whole name of a public body."""
    alike = simplified(name)
    inner = alike[: alike.find("(")] if "(" in alike else alike
    return _NAME.fullmatch(name) is not None and inner.endswith(_KINDS) and not alike.startswith(_NEVER)


def _same(name: str) -> str:
    """Name with what is printed two ways printed the short way."""
    for long, short in _SAME:
        name = name.replace(long, short)
    return name


def _fullest(base: str, prose: str) -> str:
    """The longest form of a name in the text: with the places that stand before it, and the long words."""
    best = base
    wanted = _same(base)
    text = prose[:OPENING] + "\n" + prose[-200:]
    pattern = re.compile(f"(?:{_EITHER.pattern})".join(re.escape(piece) for piece in _EITHER.split(base)))
    for match in pattern.finditer(text):
        # 市教育局 goes on from a place's name: its first character belongs to 广州市.
        own = 1 if base.startswith(_PLACES) else 0
        name: str = _places_before(text[max(0, match.start() - 24) : match.start() + own]) + match[0][own:]
        if len(name) > len(best) and _same(name).endswith(wanted):
            best = name
    return _with_government(best, text)


def _with_government(name: str, text: str) -> str:
    """A place that stands for its government, where the text names that."""
    place = _ENDS_IN_PLACE.search(name)
    if place is None or name.endswith(_GOVERNMENT):
        return name
    full = place[0] + _GOVERNMENT
    at = text.find(full)
    while at >= 0:
        if not _MORE.match(text, at + len(full)):
            return name + _GOVERNMENT
        at = text.find(full, at + 1)
    return name


def _places_before(left: str) -> str:
    """The chain of places right before a name: known ones, or others where a mark or an announcing word parts them."""
    left = re.split(rf"[^{_HAN}]", left)[-1]
    chain = ""
    while left.endswith(_PLACES):
        known = next((left[-n:] for n in range(LONGEST_PLACE, 1, -1) if regions.ever(left[-n:])), None)
        if known is None:
            words = list(_ANNOUNCES.finditer(left))
            rest = left[words[-1].end() if words else 0 :]
            return rest + chain if 3 <= len(rest) <= LONGEST_PLACE else chain
        chain = known + chain
        left = left[: -len(known)]
    return chain


def _from_text(alike: str, prose: str) -> str:
    """What a report without a title calls itself: the body that most sentences of its opening have as subject."""
    names: Counter[str] = Counter()
    opening = _QUOTED.sub(lambda match: "\n" * len(match[0]), alike[:OPENING])
    for match in _BEGINS.finditer(opening):
        at = match.end()
        year = next((year for year in numbers.years(opening[at : at + 14]) if year.start == 0), None)
        if year is not None:
            at += year.end
            at += opening[at : at + 1] in (",", "，", "、")
        found = _IN_TEXT.match(opening, at)
        if found is not None and _FOLLOWS.match(opening, found.end()) and _is_name(found[0]):
            names[prose[found.start() : found.end()]] += 1
    for found in _ANNOUNCED.finditer(opening):
        if _is_name(found["name"]):
            names[prose[found.start("name") : found.end("name")]] += 2
    for found in _MADE.finditer(opening):
        part = "by" if found["by"] else "maker"
        if _is_name(found[part]):
            names[prose[found.start(part) : found.end(part)]] += 3
    most = max(names.values(), default=0)
    return max((name for name, count in names.items() if count == most), key=len, default="")


def _signature(document: Document) -> str:
    """A line near the end that is nothing but the name of a body."""
    filled = [_plain(line.text) for line in document.lines if line.text.strip()]
    return next((text for text in reversed(filled[-4:]) if len(text) > 3 and _is_name(text)), "")


def _year(title: Title, alike: str, document: Document) -> tuple[int | None, tuple[str, ...]]:
    """The year reported on, and a note where it had to be told from the date of the signature."""
    if title.years:
        return title.years[0], ()
    opening = _QUOTED.sub("\n", alike[:OPENING])
    periods = {int(found["year"]) for found in _PERIOD.finditer(opening)}
    if len(periods) == 1:
        return periods.pop(), ()
    named = [year for year in numbers.years(opening) if not year.text.isdigit() and not _MONTH.match(opening, year.end)]
    first = [year for year in named if year.start == 0 or _BEGINS.match(opening[year.start - 1])]
    for found in (first, named):
        counted = Counter(year.value for year in found)
        if counted:
            return max(counted, key=lambda value: counted[value]), ()
    for line in reversed([line.text for line in document.lines if line.text.strip()][-4:]):
        plain = _plain(line)
        dated = [year for year in numbers.years(plain) if _MONTH.match(plain, year.end)]
        if dated and len(plain) <= 20:
            return dated[0].value - 1, (f"year told from the date of the signature: {line.strip()}",)
    return None, ()
