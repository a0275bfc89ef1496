"""What the styles of a Word document say about text: whether it is hidden, and how it is numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from loaders.readers.archive import Archive
from loaders.readers.ooxml import child, is_on, parse, val, w, whole

_DEEPEST = 20
"""styles that a style is based on"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """By the identifiers that paragraphs and runs name."""

    hidden: frozenset[str] = frozenset()
    numbered: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """list and level of those whose paragraphs are counted; level None: that of the list which names the style"""

    @classmethod
    def read(cls, path: str, package: Archive, content: bytes) -> Styles:
        """Styles of a document; none where its text names none."""
        if not (b":pStyle " in content or b":rStyle " in content) or "word/styles.xml" not in package:
            return cls()
        data = package.read("word/styles.xml")
        if b"numPr" not in data and b"vanish" not in data:
            return cls()
        known = {
            each.get(w("styleId")) or "": each for each in parse(path, _without_tables(data)) if each.tag == w("style")
        }
        hidden: set[str] = set()
        numbered: dict[str, tuple[str, int | None]] = {}
        for name in known:
            chain = list(_chain(name, known))
            own = next((on for each in chain if (on := child(each, w("rPr"), w("vanish"))) is not None), None)
            if is_on(own):
                hidden.add(name)
            number = _first(chain, w("numId"))
            if number not in (None, "0"):
                level = _first(chain, w("ilvl"))
                numbered[name] = number or "", None if level is None else whole(level)
        return cls(hidden=frozenset(hidden), numbered=numbered)


def _without_tables(data: bytes) -> bytes:
    """Styles but those of tables, which are nine tenths of them and say nothing of text."""
    first, *styles = data.split(b"<w:style ")
    kept = [first]
    for style in styles:
        if b'w:type="table"' in style[:200]:
            kept.append(style.partition(b"</w:style>")[2])
        else:
            kept += [b"<w:style ", style]
    return b"".join(kept)


def _chain(name: str, known: dict[str, Element]) -> Iterator[Element]:
    """A style, the one it is based on, and so on."""
    for _ in range(_DEEPEST):
        style = known.get(name)
        if style is None:
            return
        yield style
        name = val(child(style, w("basedOn"))) or ""


def _first(chain: list[Element], name: str) -> str | None:
    """What the nearest of the styles says of its list."""
    found = (val(child(each, w("pPr"), w("numPr"), name)) for each in chain)
    return next((each for each in found if each is not None), None)
