"""The numbers of paragraphs that Word counts by itself: 一、（一）1. are often nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from index import numbers
from loaders.readers.docx_xml import child, parse, tag_of, value

if TYPE_CHECKING:
    from loaders.readers.archive import Archive

NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
    "taiwaneseCountingThousand", "chineseLegalSimplified", "japaneseDigitalTenThousand", "koreanDigital",
})  # fmt: skip
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    start: int
    kind: str
    text: str
    """一、 is %1、"""


@dataclass(slots=True, kw_only=True)
class Numbers:
    """Counts the numbered paragraphs of one document."""

    levels: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    """by number of the list, then level"""
    lists: Mapping[str, str] = field(default_factory=dict)
    """number of a list → of the abstract list whose counters it shares"""
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """style of a paragraph → list and level"""
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: str, archive: Archive) -> Numbers:
        """Lists of a document; none where it has none."""
        if NUMBERING not in archive:
            return cls()
        levels, lists = _lists(parse(path, archive.read(NUMBERING)))
        styles = _styles(parse(path, archive.read(STYLES))) if STYLES in archive else {}
        return cls(levels=levels, lists=lists, styles=styles)

    def next(self, properties: Element | None) -> str:
        """What stands before a paragraph; empty where it is not numbered."""
        where = self._place(properties)
        if where is None:
            return ""
        number, at = where
        level = self.levels.get(number, {}).get(at)
        if level is None:
            return ""
        counter = self.counters.setdefault(self.lists.get(number, number), {})
        counter[at] = counter.get(at, level.start - 1) + 1
        for deeper in [each for each in counter if each > at]:
            del counter[deeper]
        if level.kind in ("bullet", "none"):
            return ""

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            of = self.levels[number].get(place, level)
            return _written(counter.get(place, of.start), of.kind)

        return _PLACE.sub(shown, level.text)

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        if not self.levels or properties is None:
            return None
        own = child(properties, "numPr")
        style = self.styles.get(value(child(properties, "pStyle")) or "")
        if own is None:
            return style
        number = value(child(own, "numId")) or (style[0] if style else "")
        if number == "0":
            return None
        return number, _whole(value(child(own, "ilvl")))


def _lists(root: Element) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    def level(node: Element) -> tuple[int, _Level]:
        kind = value(child(node, "numFmt")) or "decimal"
        start = _whole(value(child(node, "start")), 1)
        return _whole(value(node, "ilvl")), _Level(start=start, kind=kind, text=value(child(node, "lvlText")) or "")

    abstract = {
        value(each, "abstractNumId") or "": dict(level(one) for one in each if tag_of(one) == "lvl")
        for each in root
        if tag_of(each) == "abstractNum"
    }
    levels, lists = {}, {}
    for each in root:
        if tag_of(each) == "num":
            number, of = value(each, "numId") or "", value(child(each, "abstractNumId")) or ""
            own = dict(abstract.get(of, {}))
            overrides = [one for one in each if tag_of(one) == "lvlOverride"]
            for one in overrides:
                own |= dict(level(inner) for inner in one if tag_of(inner) == "lvl")
                start = value(child(one, "startOverride"))
                at = _whole(value(one, "ilvl"))
                if start is not None and at in own:
                    own[at] = _Level(start=_whole(start, 1), kind=own[at].kind, text=own[at].text)
            levels[number] = own
            lists[number] = number if overrides else f"of {of}"
    return levels, lists


def _styles(root: Element) -> dict[str, tuple[str, int]]:
    found = {}
    for each in root:
        numbered = child(each, "pPr", "numPr") if tag_of(each) == "style" else None
        number = value(child(numbered, "numId"))
        if number is not None:
            found[value(each, "styleId") or ""] = (number, _whole(value(child(numbered, "ilvl"))))
    return found


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 6 else otherwise


def _written(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return numbers.in_chinese(number)
    if kind == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    if kind in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((0x40 if kind == "upperLetter" else 0x60) + number)
    return str(number)
