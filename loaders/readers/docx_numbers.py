"""Word's automatic numbering: 一、（一）1. are often not in the text itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from index import numbers
from loaders.readers.archive import Archive
from loaders.readers.docx_styles import Styles
from loaders.readers.ooxml import child, is_on, parse, val, w, whole

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_CHINESE = frozenset(_DATA["chinese"])
_NOTHING = frozenset(_DATA["nothing"])
_DIGITS: Mapping[str, str] = _DATA["digits"]
_SIGNS: Mapping[str, str | list[str]] = _DATA["signs"]
_PLACE = re.compile("%([1-9])")
_NUMBERING = "word/numbering.xml"
_NUMBERED, _LIST, _LEVEL, _STYLE, _START = map(w, ("numPr", "numId", "ilvl", "pStyle", "startOverride"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    start: int
    kind: str
    text: str
    """一、 is %1、"""
    restart: int | None
    """level, from 1, up to which a number begins this one anew; None: any above it; 0: none"""
    in_digits: bool
    """numbers of the levels above are shown in digits"""
    style: str | None
    """paragraphs of this style are counted on this level"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    abstract: str
    """the list whose counters it shares with others"""
    levels: Mapping[int, _Level]
    anew: Mapping[int, int]
    """levels that begin at another number where the list is first used"""


@dataclass(slots=True, kw_only=True)
class Numbers:
    """Counts the numbered paragraphs of one document."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: str, package: Archive, content: bytes, styles: Styles) -> Numbers:
        """The lists of a document; none if nothing in its text is numbered."""
        if _NUMBERING not in package or not (styles.numbered or b"numPr" in content):
            return cls()
        return cls(lists=_lists(parse(path, package.read(_NUMBERING))), styles=styles.numbered)

    def next(self, properties: Element | None) -> str:
        """The number of a paragraph with these properties; empty if it has none."""
        if not self.lists or properties is None:
            return ""
        number, at = self._place(properties)
        of = self.lists.get(number)
        level = None if of is None else of.levels.get(at)
        if of is None or level is None:
            return ""
        counter = self._counters.setdefault(of.abstract, {})
        if number not in self._begun:
            self._begun.add(number)
            counter |= {deep: start - 1 for deep, start in of.anew.items()}
        for deeper in [deep for deep in counter if deep > at and _begins_anew(of.levels.get(deep), at)]:
            del counter[deeper]
        counter[at] = counter.get(at, level.start - 1) + 1
        if level.kind in _NOTHING:
            return ""
        return _PLACE.sub(lambda found: _shown(of, counter, int(found[1]) - 1, level), level.text)

    def _place(self, properties: Element) -> tuple[str, int]:
        """(list, level) of a paragraph; its own word counts before that of its style."""
        own = child(properties, _NUMBERED)
        of_style = self.styles.get(val(child(properties, _STYLE)) or "", ("", None))
        if own is None and not of_style[0]:
            return "", 0
        number = val(child(own, _LIST)) or of_style[0]
        level = val(child(own, _LEVEL))
        if level is not None:
            return number, whole(level)
        if of_style[1] is not None:
            return number, of_style[1]
        style = val(child(properties, _STYLE))
        levels = self.lists[number].levels if number in self.lists else {}
        return number, next((at for at, each in levels.items() if style is not None and each.style == style), 0)


def _begins_anew(level: _Level | None, at: int) -> bool:
    """Whether a deeper level begins anew after a number on level `at` (from 0)."""
    return level is None or level.restart is None or at < level.restart


def _shown(of: _List, counter: Mapping[int, int], place: int, level: _Level) -> str:
    above = of.levels.get(place, level)
    kind = "decimal" if level.in_digits else above.kind
    return written(counter.get(place, above.start), kind)


def written(number: int, kind: str) -> str:
    """A number in one of Word's formats; in digits if the format cannot express it."""
    if kind in _CHINESE:
        return numbers.in_chinese(number)
    if kind in _DIGITS:
        return "".join(_DIGITS[kind][int(digit)] for digit in str(number))
    if kind in _SIGNS and 0 < number <= len(_SIGNS[kind]):
        return _SIGNS[kind][number - 1]
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _lists(root: Element) -> dict[str, _List]:
    abstract = {each.get(w("abstractNumId")) or "": each for each in root if each.tag == w("abstractNum")}
    linked = {val(child(each, w("styleLink"))): name for name, each in abstract.items()}
    found = {}
    for each in root:
        if each.tag != w("num"):
            continue
        name = val(child(each, w("abstractNumId"))) or ""
        if name in abstract and (link := val(child(abstract[name], w("numStyleLink")))) is not None:
            name = linked.get(link, name)
        levels = dict(_levels(abstract[name])) if name in abstract else {}
        anew: dict[int, int] = {}
        for override in each:
            if override.tag == w("lvlOverride"):
                levels |= dict(_levels(override))
                start = val(child(override, _START))
                at = whole(override.get(_LEVEL))
                if start is not None and at in levels:
                    anew[at] = whole(start, 1)
                    levels[at] = replace(levels[at], start=anew[at])
        found[each.get(_LIST) or ""] = _List(abstract=name, levels=levels, anew=anew)
    return found


def _levels(node: Element) -> Iterator[tuple[int, _Level]]:
    for each in node:
        if each.tag != w("lvl"):
            continue
        restart = val(child(each, w("lvlRestart")))
        yield (
            whole(each.get(_LEVEL)),
            _Level(
                start=whole(val(child(each, w("start"))), 0),
                kind=val(child(each, w("numFmt"))) or "decimal",
                text=val(child(each, w("lvlText"))) or "",
                restart=None if restart is None else whole(restart),
                in_digits=is_on(child(each, w("isLgl"))),
                style=val(child(each, _STYLE)),
            ),
        )
