"""Finds headings, however they are printed, and divides the report into sections.

The six headings of the national form are recognised by their titles, a body's own headings by Chinese numerals in
sequence. Rows of table two that are numbered in the same way (一、本年新收…) are not headings.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import numbers
from loaders.models import Document, Line, Section
from loaders.script import simplified

_DATA = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
_NUMERALS: str = _DATA["numerals"]
_VALUES = {sign: value for value, sign in enumerate(_NUMERALS, 1)}
_ROWS: tuple[str, ...] = tuple(_DATA["rows"])
_COUNTS: tuple[str, ...] = tuple(_DATA["counts"])
_LEADERS = frozenset(_DATA["leaders"])
_DOTS = tuple(2 * sign for sign in _DATA["leaders"] if not sign.isalnum())
_SENTENCE = frozenset(_DATA["sentence"])
_AFTER = re.escape(_DATA["after"])
_APPENDED = re.compile(_DATA["appended"])
_BLANKS = re.compile(r"[\s\u200b\ufeff*#]+")
LONGEST_LINE = 120
"""characters of a line in which a heading may stand"""
WHOLE_REPORT = 400
"""characters from which on a line may hold a whole report"""
LEAST_WITHIN = 3
"""headings on one line that make it hold several sections"""
LONGEST_OWN = 30
"""characters of a heading of a body's own"""
LEAST_OF_REPORT = 4
"""of the form's headings that a report has"""
MOST_LONGER = 3
"""how many times as long as the first another report in a file is at most"""
BLANK_CELLS = 2
"""behind a label that make it a row of the statistics form"""
MOST_ABOVE_FORM = 2
"""lines between the heading of a statistics form and its first row"""
LONGEST_CELL = 4
"""characters of a unit or a figure on a line of its own"""


def _spaced(title: str) -> str:
    """Pattern of a title that may have blanks between its characters."""
    return r"\s{0,3}".join(re.escape(sign) for sign in title)


def _titles(kinds: tuple[str, ...]) -> str:
    every = [title for section in _DATA["section"] for kind in kinds for title in section[kind]]
    return "|".join(_spaced(title) for title in sorted(every, key=lambda title: (-len(title), title)))


_NUMBER_OF = {
    title: section["number"] for section in _DATA["section"] for kind in ("title", "loose") for title in section[kind]
}
_STRICT = frozenset(title for section in _DATA["section"] for title in section["title"])
_PART = re.escape(_DATA["part"]).replace(r"\{\}", f"[{_NUMERALS}]{{1,2}}")
_NUMBERED = re.compile(
    rf"[\s#*]{{0,12}}(?:{_PART}|(?P<numeral>[{_NUMERALS}]{{1,2}})|(?P<digits>[0-9０-９]{{1,2}}))"
    rf"\s{{0,4}}[{_AFTER}]{{0,2}}[\s*]{{0,6}}(?P<title>{_titles(('title', 'loose'))})(?P<rest>.*)",
    re.DOTALL,
)
_BARE = re.compile(rf"[\s#*]{{0,12}}(?P<title>{_titles(('title',))})(?P<rest>.*)", re.DOTALL)
_WITHIN = re.compile(rf"(?:(?<=[\s|。])|^)[{_NUMERALS}][{_AFTER}]\s{{0,3}}(?:{_titles(('title',))})(?=[\s|])")
_OWN = re.compile(rf"[\s#*]{{0,12}}(?P<numeral>[{_NUMERALS}]{{1,3}})\s{{0,2}}[、.．](?P<title>.*)", re.DOTALL)
_FORM_ROW = re.compile(rf"\s*[（(][{_NUMERALS}][）)][^\t]+\t[^\t]{{0,3}}\t\s*[0-9]")
_FIRSTS = frozenset().union(
    (title[0] for title in _NUMBER_OF),
    _NUMERALS,
    "0123456789",
    map(chr, range(0xFF10, 0xFF1A)),
    _DATA["part"][0],
    _DATA["traditional_firsts"],
)
"""what a line may begin with that is a heading; full-width digits are among them"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    index: int
    """of the line in the document, from 0"""
    number: int | None
    ordinal: int
    """what the numeral before it says, else the form's number"""
    heading: Line
    rest: str
    """text that follows the heading on its own line"""


def sections_of(document: Document) -> tuple[Section, ...]:
    """Sections in order. The first has no heading and holds what precedes the first heading."""
    lines = _unfolded(document.lines)
    titled = _without_lower([each for index, line in enumerate(lines) if (each := _titled(index, line)) is not None])
    titled = [each for each in titled if not _heads_rows(each, lines)]
    found = _with_own(_longest_run(titled, lines), {each.index for each in titled}, lines)
    found += _statistics(found, lines)
    cuts = [each.index for each in found] + [len(lines)]
    sections = [Section(number=None, heading=None, lines=lines[: cuts[0]])]
    for each, end in zip(found, cuts[1:], strict=True):
        first = lines[each.index]
        rest = (Line(number=first.number, text=each.rest, page=first.page),) if each.rest else ()
        sections.append(Section(number=each.number, heading=each.heading, lines=rest + lines[each.index + 1 : end]))
    return tuple(sections)


def _statistics(found: Sequence[_Found], lines: Sequence[Line]) -> list[_Found]:
    """The first numbered row of a statistics form below the last section's text: what follows is no text of it."""
    if not found:
        return []
    below = found[-1].index + 1
    rows = (at for at in range(below, len(lines)) if _ends_blank(lines[at].text) and _OWN.match(lines[at].text))
    row = next(rows, None)
    if row is None or sum(bool(line.text.strip()) for line in lines[below:row]) <= MOST_ABOVE_FORM:
        return []
    return [_Found(index=row, number=None, ordinal=0, heading=_cut(lines[row], lines[row].text), rest="")]


def _ends_blank(text: str) -> bool:
    """Whether cells without anything in them stand behind a label: a row of the statistics form."""
    return text[len(text.rstrip()) :].count("\t") >= BLANK_CELLS


def _unfolded(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines parted before the headings where several stand on one; the parts keep their line's number."""
    if all(len(line.text) < WHOLE_REPORT for line in lines):
        return lines
    parted: list[Line] = []
    for line in lines:
        cuts = [found.start() for found in _WITHIN.finditer(simplified(line.text))] if len(line.text) > 1 else []
        if len(line.text) < WHOLE_REPORT or len(cuts) < LEAST_WITHIN:
            parted.append(line)
            continue
        starts = [0, *(cut for cut in cuts if cut)]
        parted += [
            Line(number=line.number, text=line.text[start:end], page=line.page)
            for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True)
        ]
    return tuple(parted)


def _titled(index: int, line: Line) -> _Found | None:
    """Read a heading of the national form."""
    text = line.text
    bare = text.lstrip(" \t#*\u3000\ufeff\xa0")
    if len(bare) < 2 or bare[0] not in _FIRSTS or (len(line.columns) > 1 and "\t" in bare.rstrip()):
        return None
    match = _matched(text) if len(text) <= LONGEST_LINE else _match(text)
    if match is None:
        return None
    title, rest = _BLANKS.sub("", match["title"]), match["rest"]
    ordinal = _ordinal(match)
    after = rest.strip(" \t*#\u3000\xa0\r\f\v")
    number = _NUMBER_OF[title]
    if (_ends_blank(rest) or len(line.columns) > 1) and (title not in _STRICT or match.re is _BARE):
        return None  # 一、主动公开情况 is a row of the statistics form; a whole title heads what follows in a sheet
    if not after:
        return _Found(index=index, number=number, ordinal=ordinal or number, heading=_cut(line, text), rest="")
    if all(sign in _LEADERS for sign in after) or "\t" in rest.strip():
        return None
    parted = rest[0].isspace() or after[0] in _SENTENCE
    if not parted or title not in _STRICT or match.re is _BARE:
        return None
    if len(after) == 1:
        return _Found(index=index, number=number, ordinal=ordinal or number, heading=_cut(line, text), rest="")
    head = text[: match.start("rest")]
    return _Found(index=index, number=number, ordinal=ordinal or number, heading=_cut(line, head), rest=rest.lstrip())


def _without_lower(found: Sequence[_Found]) -> list[_Found]:
    """The headings without those numbered 1, 2, 3 that one numbered 一, 二, 三 says again: 1.主动公开 within 一."""
    upper = {each.number for each in found if not _is_lower(each)}
    return [each for each in found if not (_is_lower(each) and each.number in upper)]


def _heads_rows(one: _Found, lines: Sequence[Line]) -> bool:
    """Whether rows of the statistics form follow, as （一）主动公开政府信息数 right below 一、主动公开情况."""
    below = next((line.text for line in lines[one.index + 1 :] if line.text.strip()), "")
    return not one.rest and _FORM_ROW.match(below) is not None


def _is_lower(one: _Found) -> bool:
    return unicodedata.normalize("NFKC", one.heading.text[:1]).isdigit()


def _match(text: str) -> re.Match[str] | None:
    alike = _alike(text)
    return _NUMBERED.match(alike) or _BARE.match(alike)


_matched = functools.lru_cache(maxsize=8192)(_match)
"""of short lines: rows of tables begin as headings do, and are the same in every report"""


def _alike(text: str) -> str:
    """Text in ordinary characters and simplified script, of the same length."""
    if text.isascii():
        return text
    normal = unicodedata.normalize("NFKC", text[:LONGEST_LINE])
    return simplified(normal + text[LONGEST_LINE:] if len(normal) == len(text[:LONGEST_LINE]) else text)


def _ordinal(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("digits"):
        return int(groups["digits"])
    numeral = groups.get("numeral")
    return _value(numeral) if numeral else None


def _value(numeral: str) -> int:
    """Value of a heading's numeral: 六 is 6, 十二 is 12."""
    if len(numeral) > 1 and numeral[0] == _NUMERALS[9]:
        return 10 + _VALUES[numeral[1]]
    return _VALUES[numeral[-1]]


def _cut(line: Line, text: str) -> Line:
    """Heading as printed, without Markdown's marks."""
    return Line(number=line.number, text=text.strip(" \t#*\u3000\ufeff\xa0"), page=line.page)


def _longest_run(found: Sequence[_Found], lines: Sequence[Line]) -> list[_Found]:
    """Headings in the form's order; of two such runs (a list of contents comes first) the one that holds more text.

    Of two reports in one file, of which none is much the shorter, it is the first: the title is that one's.
    """
    runs: list[list[_Found]] = [[]]
    for each in found:
        number = each.number or 0
        last = (runs[-1][-1].number or 0) if runs[-1] else 0
        if number > last:
            runs[-1].append(each)
        elif number < last:
            runs.append([each])
    ends = [run[0].index for run in runs[1:]] + [len(lines)]
    if len(runs) == 1:
        return runs[0]

    titles = {each.index for each in found}

    def held(run: list[_Found], end: int) -> tuple[int, int]:
        return len(run) > 1, sum(len(lines[at].text) for at in range(run[0].index, end) if at not in titles)

    sizes = [held(run, end) if run else (False, 0) for run, end in zip(runs, ends, strict=True)]
    most = max(sizes)
    return next(
        run
        for run, (several, size) in zip(runs, sizes, strict=True)
        if (several, size) == most or (several and len(run) >= LEAST_OF_REPORT and size * MOST_LONGER >= most[1])
    )


def _with_own(known: Sequence[_Found], titled: Collection[int], lines: Sequence[Line]) -> list[_Found]:
    """Add headings of a body's own where their numerals go on counting; `titled` are the lines that name the form's."""
    by_index = {each.index: each for each in known}
    found: list[_Found] = []
    ordinal = 0
    for index, line in enumerate(lines):
        each = by_index.get(index)
        if each is None and index not in titled:
            each = _own(index, line, ordinal + 1)
            below = lines[index + 1 : index + 3]
            if each is not None and (_is_counted(each.heading.text, below) or _is_cell(line, below)):
                each = None
        if each is not None:
            found.append(each)
            ordinal = each.ordinal
    return found


def _is_counted(text: str, below: Sequence[Line]) -> bool:
    """Whether a numbered line is a row of the statistics form, printed one cell a line."""
    cell = next((line.text.strip() for line in below if line.text.strip()), "")
    return _BLANKS.sub("", text).endswith(_COUNTS) and 0 < len(cell) <= LONGEST_CELL


def _is_cell(line: Line, below: Sequence[Line]) -> bool:
    """Whether a numbered line is a label of a table with one cell a line: it and a blank cell below begin so."""
    return line.text.startswith("\t") and any(each.text and not each.text.strip() for each in below[:1])


def _own(index: int, line: Line, ordinal: int) -> _Found | None:
    bare = line.text.lstrip(" \t#*\u3000")
    if not bare or bare[0] not in _VALUES or len(bare) > LONGEST_OWN or len(line.columns) > 1:
        return None
    match = _OWN.match(line.text)
    if match is None or _value(match["numeral"]) != ordinal:
        return None
    title = _APPENDED.sub("", _BLANKS.sub("", match["title"]))
    if not title or any(sign in _SENTENCE for sign in title) or any(row in title for row in (*_ROWS, *_DOTS)):
        return None
    if "\t" in line.text.strip() or _ends_blank(line.text) or "|" in line.text:
        return None
    last = line.text.split()[-1]
    if len(last) < len(bare.rstrip()) and (numbers.cell(last) is not None or numbers.is_blank(last)):
        return None  # 五、行政诉讼数量 件 5, a row of the statistics form
    return _Found(index=index, number=None, ordinal=ordinal, heading=_cut(line, line.text), rest="")
