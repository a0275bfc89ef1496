"""Whose report it is and on which year: from its title, its opening and its signature, never guessed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import numbers, regions
from index.errors import RefusedFile
from loaders.models import Document, Section

_DATA = tomllib.loads(Path(__file__).with_name("heading.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_SUBJECT = re.compile(_any(_DATA["subject"]))
_REPORT = re.compile(_any(_DATA["report"]))
_KINDS: tuple[str, ...] = tuple(_DATA["kinds"])
_NEVER: tuple[str, ...] = tuple(_DATA["never"])
_BEFORE = re.compile(f"^(?:{_any(_DATA['before'])})+")
_AFTER = re.compile(f"(?:{_any(_DATA['after'])})$")
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
_NAME = re.compile(rf"[{_HAN}()（）·]{{2,50}}")
_IN_TEXT = re.compile(rf"[{_HAN}]{{2,30}}?(?:{_any(_DATA['kinds_in_text'])}){{1,3}}")
_PLACE = re.compile(rf"[{_HAN}]{{1,8}}?(?:{_any(_DATA['places'])})")
_QUOTED = re.compile("|".join(f"{re.escape(pair[0])}[^{re.escape(pair)}]{{0,80}}{re.escape(pair[1])}" for pair in _DATA["quotes"]))
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_EDGES = " \t#*\u3000\ufeff\xa0《》“”\"'【】[]<>〈〉「」:：,，。.、;；-—_|"
_FOLLOWS = re.compile(f"(?:{_any(_DATA['follows'])}|[,，、])")
_MONTH = re.compile(rf" ?[0-9]{{1,2}} ?{_DATA['month']}")
_START = re.compile(r"(?:^|[。！；;\n])\s*")
OPENING = 3000
"""characters after the title in which the body may name itself"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What a report says of itself before its first heading."""

    body: str
    year: int
    title: str
    """as printed, on one line; empty where there is none"""
    notes: tuple[str, ...]


def read_heading(document: Document, sections: Sequence[Section]) -> Heading:
    """Body and year. RefusedFile where the text is no report, or does not tell them."""
    title = _title(document, sections)
    prose = _prose(document)
    if not title.text and not _is_report(prose, sections):
        raise RefusedFile(document.path, "no yearly report on the disclosure of government information")
    body = _body(title, prose, document)
    if body is None:
        raise RefusedFile(document.path, "the public body it is of cannot be told")
    year, notes = _year(title, prose, document)
    if year is None:
        raise RefusedFile(document.path, "the year it reports on cannot be told")
    return Heading(body=body, year=year, title=title.text, notes=notes)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Title:
    text: str
    body: str
    """what it names before the subject; may be empty"""
    years: tuple[int, ...]


_NO_TITLE = _Title(text="", body="", years=())


def _plain(text: str) -> str:
    """Text in ordinary characters without blanks."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _prose(document: Document) -> str:
    """The whole text, without blanks inside lines."""
    return "\n".join(_plain(line.text) for line in document.lines if len(line.text) > 1)


def _is_report(prose: str, sections: Sequence[Section]) -> bool:
    known = sum(section.number is not None for section in sections)
    return bool(_SUBJECT.search(prose)) and known >= _DATA["least_headings"]


def _title(document: Document, sections: Sequence[Section]) -> _Title:
    """The title: the first line above the first heading, or two of them, that names the subject and the report."""
    first = sections[0].lines if len(sections) > 1 else document.lines[:40]
    lines = [line.text for line in first if line.text.strip()]
    cells = [cell for line in lines for cell in line.split("\t") if cell.strip(_EDGES)][:200]
    best = _NO_TITLE
    for at, cell in enumerate(cells):
        if len(cell) > 100:
            continue
        subject = _SUBJECT.search(_plain(cell))
        following = cells[at + 1] if at + 1 < len(cells) and len(cells[at + 1]) <= 100 else ""
        if subject is None or not (_REPORT.search(_plain(cell), 0) or _REPORT.match(_plain(following))):
            continue
        found = _read_title(cell, cells[at - 1] if at else "", following)
        if found.body and (found.years or not best.years):
            return found
        best = best if best.text else found
    return best


def _read_title(cell: str, before: str, after: str) -> _Title:
    """Read a title line together with those beside it, over which it may be broken."""
    plain = _plain(cell)
    whole = not _REPORT.search(plain)
    text = f"{cell.strip(_EDGES)} {after.strip(_EDGES)}" if whole else cell.strip(_EDGES)
    body = _owner(plain)
    years = tuple(year.value for year in numbers.years(unicodedata.normalize("NFKC", text)))
    if not body and before and len(before) <= 60:
        body = _owner(_plain(before))
        if body:
            text = f"{before.strip(_EDGES)} {text}"
            years = years or tuple(year.value for year in numbers.years(unicodedata.normalize("NFKC", before)))
    return _Title(text=" ".join(text.split()), body=body, years=years)


def _owner(plain: str) -> str:
    """The body that a title names: what stands before the subject, without the year."""
    subject = _SUBJECT.search(plain)
    head = plain[: subject.start()] if subject else plain
    for year in reversed(numbers.years(head)):
        head = head[: year.start] + " " + head[year.end :]
    parts = [part for part in re.split(r"[\s:：》《,，|]+", head) if part]
    for part in reversed(parts):
        name = _AFTER.sub("", _BEFORE.sub("", part.strip(_EDGES))).strip(_EDGES)
        if _is_name(name):
            return name
    return ""


def _is_name(name: str) -> bool:
    return (
        len(name) >= 3
        and _NAME.fullmatch(name) is not None
        and name.rstrip("()（）").endswith(_KINDS)
        and not name.startswith(_NEVER)
    )


def _same(name: str) -> str:
    """Name with what is printed two ways printed one way."""
    for long, short in _DATA["same"].items():
        name = name.replace(long, short)
    return name


def _body(title: _Title, prose: str, document: Document) -> str | None:
    """The fullest name that goes together with what the title says; without one, what the report calls itself."""
    base = title.body or _from_text(prose) or _signature(document)
    if not base:
        return None
    return _fullest(base, prose)


def _fullest(base: str, prose: str) -> str:
    """The longest form of a name in the text: with the places that stand before it, 人民政府 in full."""
    best = base
    wanted = _same(base)
    text = prose[:OPENING] + prose[-200:]
    pattern = re.compile(
        _any([base]) if base == wanted else re.escape(base)
    )
    spelt = re.compile("(?:" + "|".join(
        f"{re.escape(long)}|{re.escape(short)}" for long, short in _DATA["same"].items()
    ) + ")")
    pieces = spelt.split(base)
    loose = "(?:" + _any([*_DATA["same"], *_DATA["same"].values()]) + ")"
    pattern = re.compile(loose.join(re.escape(piece) for piece in pieces))
    for match in pattern.finditer(text):
        start = max(0, match.start() - 24)
        name = _places_before(text[start : match.start()]) + match[0]
        if (len(name), name) > (len(best), best) and _same(name).endswith(wanted):
            best = name
    return best


def _places_before(left: str) -> str:
    """The chain of places right before a name."""
    left = re.split(rf"[^{_HAN}]", left)[-1]
    found = list(_PLACE.finditer(left))
    if not found or found[-1].end() != len(left):
        return ""
    chain = ""
    for match in reversed(found):
        if match.end() != len(left) - len(chain):
            break
        place = match[0]
        known = next((place[at:] for at in range(len(place) - 1) if regions.named(place[at:])), None)
        if known is not None:
            chain = known + chain
            if known != place:
                break
            continue
        rest = _after_stop(place)
        if len(rest) < 3 or (rest == place and match.start() > 0 and False):
            break
        chain = rest + chain
        if rest != place:
            break
    return chain


_STOP = re.compile(f"(?:{_any(_DATA['before'])})")


def _after_stop(place: str) -> str:
    """A place without the words before it."""
    end = 0
    for match in _STOP.finditer(place[:-1]):
        end = match.end()
    return place[end:]


def _from_text(prose: str) -> str:
    """What a report without a title calls itself: the body that most sentences of its opening have as subject."""
    text = _QUOTED.sub("\n", prose[:OPENING])
    names: Counter[str] = Counter()
    for match in _START.finditer(text):
        at = match.end()
        year = next((year for year in numbers.years(text[at : at + 14]) if year.start == 0), None)
        if year is not None:
            at += year.end
            at += len(text[at : at + 1].strip(",，、") == "" and text[at : at + 1] or "")
        found = _IN_TEXT.match(text, at)
        if found is None or not _FOLLOWS.match(text, found.end()):
            continue
        if _is_name(found[0]):
            names[found[0]] += 1
    most = max(names.values(), default=0)
    return max((name for name, count in names.items() if count == most), key=len, default="")


def _signature(document: Document) -> str:
    """A line near the end that is nothing but the name of a body."""
    filled = [_plain(line.text) for line in document.lines if line.text.strip()]
    for text in reversed(filled[-4:]):
        if _is_name(text) and len(text) >= 4:
            return text
    return ""


def _year(title: _Title, prose: str, document: Document) -> tuple[int | None, tuple[str, ...]]:
    """The year reported on, and a note where it had to be told from the date of the signature."""
    if title.years:
        return title.years[0], ()
    opening = _QUOTED.sub("\n", prose[:OPENING])
    named = [year for year in numbers.years(opening) if not _MONTH.match(opening, year.end) and not year.text.isdigit()]
    counted = Counter(year.value for year in named)
    if counted:
        most = max(counted.values())
        return next(year.value for year in named if counted[year.value] == most), ()
    for line in reversed([line.text for line in document.lines if line.text.strip()][-4:]):
        plain = _plain(line)
        dated = [year for year in numbers.years(plain) if _MONTH.match(plain, year.end)]
        if dated and len(plain) <= 20:
            return dated[0].value - 1, (f"year told from the date of the signature: {line.strip()}",)
    return None, ()
