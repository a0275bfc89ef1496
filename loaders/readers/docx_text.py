"""The text of a Word paragraph as printed: with insertions and results of fields, without hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from loaders.readers.ooxml import RAISED, child, is_on, val, w

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = f"{_MC}AlternateContent"
WRAPS = frozenset(
    map(w, ("ins", "moveTo", "smartTag", "hyperlink", "sdt", "sdtContent", "customXml", "bdo", "dir", "ruby"))
) | {w("rubyBase")}
"""elements that only wrap what is printed"""
_RUN, _TEXT, _PROPERTIES, _FIELD, _INSTRUCTION = map(w, ("r", "t", "rPr", "fldChar", "instrText"))
_PARAGRAPH_PROPERTIES = w("pPr")
_SIMPLE, _SYMBOL, _BOX = map(w, ("fldSimple", "sym", "txbxContent"))
_CONTROL, _SHOWS_PROMPT = w("sdt"), (w("sdtPr"), w("showingPlcHdr"))
_DRAWN = frozenset(map(w, ("pict", "drawing", "object")))
_NOTES = frozenset(map(w, ("footnoteReference", "endnoteReference")))
_ONE = {
    w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("ptab"): "\t", w("noBreakHyphen"): "-", w("softHyphen"): "",
}  # fmt: skip
"""characters that have an element of their own"""
_PICTURES = frozenset(
    (
        "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
        "{http://purl.oclc.org/ooxml/drawingml/main}blip",
        "{urn:schemas-microsoft-com:vml}imagedata",
    )
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNTOLD = "\ufffd"
"""stands for a sign that cannot be told: what it stands in is no figure"""
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction up to the separator, then its result."""

    instruction: str = ""
    result: bool = False

    def name(self) -> str:
        return (self.instruction.split() or [""])[0].upper()


@dataclass(slots=True, kw_only=True)
class Text:
    """Extracts the text of paragraphs one after another; fields may extend over several."""

    plain: bool
    """no run is hidden, raised or struck out: their properties need no look"""
    hidden: frozenset[str] = frozenset()
    """styles whose text is hidden"""
    pictures: int = 0
    notes: int = 0
    """footnotes and endnotes referred to"""
    _fields: list[_Field] = field(default_factory=list)
    _muted: bool = False
    _lost: bool = False
    """white characters of the paragraph are beside others: what is behind them is white too"""
    _gone: bool = False
    """characters of it that are struck out are beside others"""
    _parts: list[str] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)

    def of(self, paragraph: Element) -> tuple[str, list[Element]]:
        """(text, with manual line breaks; text boxes anchored in the paragraph)."""
        if self.plain and not self._fields and (text := _simple(paragraph)) is not None:
            return text, []
        self._parts, self._boxes = [], []
        runs = [] if self.plain else [run for run in paragraph.iter(_RUN) if any(run.itertext())]
        self._lost = any(map(_is_white, runs)) and not all(map(_is_white, runs))
        self._gone = any(map(_is_struck, runs)) and not all(map(_is_struck, runs))
        self._inside(paragraph)
        if self._fields:
            # An instruction ends with its paragraph, else a broken field would swallow the rest of the report.
            self._fields = [each for each in self._fields if each.result]
            self._mute()
        return "".join(self._parts), self._boxes

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents continues."""
        return any(each.name() == "TOC" for each in self._fields)

    def _inside(self, node: Element) -> None:
        for each in node:
            tag = each.tag
            if tag == _RUN:
                self._run(each)
            elif is_prompt(each):
                self._add(_UNTOLD * any(map(str.isdigit, "".join(each.itertext()).strip()[:1])))
            elif tag in WRAPS:
                self._inside(each)
            elif tag == _SIMPLE:
                if _Field(each.get(w("instr")) or "").name() not in _PAGE_FIELDS:
                    self._inside(each)
            elif tag == ALTERNATE:
                self._inside(chosen(each))
            elif tag.startswith(_MATH):
                self._add(_formula(each))

    def _run(self, run: Element) -> None:
        before = len(self._parts)
        properties = None if self.plain else child(run, _PROPERTIES)
        if properties is not None and (
            self._is_hidden(properties) or (self._lost and _is_white(run)) or (self._gone and _is_struck(run))
        ):
            return
        for each in run:
            tag = each.tag
            if tag == _TEXT:
                self._add(_printed(each))
            elif tag in _ONE:
                self._add(_ONE[tag])
            elif tag != _PROPERTIES:
                self._rare(each)
        if properties is not None and len(self._parts) > before:
            self._parts[before:] = [_altered("".join(self._parts[before:]), properties)]

    def _rare(self, node: Element) -> None:
        tag = node.tag
        if tag == _FIELD:
            self._turn(node.get(w("fldCharType")) or "")
        elif tag == _INSTRUCTION:
            if self._fields:
                self._fields[-1].instruction += node.text or ""
        elif tag == _SYMBOL:
            self._add(_symbol(node))
        elif tag in _DRAWN:
            self._boxes += self._within(node)
        elif tag == ALTERNATE:
            self._run(chosen(node))
        elif tag in WRAPS:
            self._inside(node)
        elif tag in _NOTES:
            self.notes += 1

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
        elif self._fields and kind == "end":
            self._fields.pop()
        self._mute()

    def _mute(self) -> None:
        self._muted = any(not each.result or each.name() in _PAGE_FIELDS for each in self._fields)

    def _add(self, text: str) -> None:
        if text and not self._muted:
            self._parts.append(text)

    def _is_hidden(self, properties: Element) -> bool:
        own = child(properties, w("vanish"))
        return is_on(own) if own is not None else val(child(properties, w("rStyle"))) in self.hidden

    def _within(self, drawn: Element) -> Iterator[Element]:
        """Text boxes of a drawing, not those within them."""
        for each in drawn:
            if each.tag == _BOX:
                yield each
            elif each.tag == ALTERNATE:
                yield from self._within(chosen(each))
            else:
                self.pictures += each.tag in _PICTURES
                yield from self._within(each)


def is_prompt(node: Element) -> bool:
    """Whether this is a field to fill in that shows what to write there, and nothing was written."""
    return node.tag == _CONTROL and is_on(child(node, *_SHOWS_PROMPT))


def _is_white(run: Element) -> bool:
    """Whether characters are as white as the page."""
    properties = child(run, _PROPERTIES)
    shaded = properties is None or any(child(properties, w(name)) is not None for name in ("shd", "highlight"))
    return not shaded and val(child(properties, w("color"))) == "FFFFFF"


def _is_struck(run: Element) -> bool:
    properties = child(run, _PROPERTIES)
    return any(is_on(child(properties, w(name))) for name in ("strike", "dstrike"))


def _simple(paragraph: Element) -> str | None:
    """Text of a paragraph that is one run of nothing but text, or empty, as nearly all cells are; None of any other."""
    text: str | None = None
    for each in paragraph:
        if each.tag == _RUN and text is None:
            for piece in each:
                if piece.tag == _TEXT and text is None:
                    text = _printed(piece)
                elif piece.tag != _PROPERTIES:
                    return None
        elif each.tag != _PARAGRAPH_PROPERTIES:
            return None
    return text or ""


def _printed(node: Element) -> str:
    text = node.text or ""
    return text if text[:1] > " " < text[-1:] or node.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def chosen(alternate: Element) -> Element:
    """Of alternative content for new and old programs, the first that is not empty."""
    return next((each for each in alternate if len(each)), alternate)


def _altered(text: str, properties: Element) -> str:
    """Text that is raised, or that is struck out and has nothing in its place."""
    if val(child(properties, w("vertAlign"))) in ("superscript", "subscript"):
        text = text.translate(RAISED)
    if text.strip() and (is_on(child(properties, w("strike"))) or is_on(child(properties, w("dstrike")))):
        text = f"~~{text}~~"
    return text


def _symbol(node: Element) -> str:
    """A sign by its place in a font: known in fonts for text, and digits in Symbol."""
    try:
        code = int(node.get(w("char")) or "", 16)
    except ValueError:
        return _UNTOLD
    if 0xF000 <= code <= 0xF0FF and (node.get(w("font")) or "").lower() == "symbol":
        code = code - 0xF000 if chr(code - 0xF000) in "0123456789()+.,%/ " else code
    usual = 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFEF
    return chr(code) if usual else _UNTOLD


def _formula(node: Element) -> str:
    """Characters in a row; what stands above or beside another (1/2 is no 12) cannot be told."""
    tags = {each.tag.rpartition("}")[2] for each in node.iter() if each.tag.startswith(_MATH)}
    if tags - {"oMath", "oMathPara", "oMathParaPr", "jc", "r", "rPr", "sty", "t", "ctrlPr", "nor"}:
        return _UNTOLD
    return "".join(each.text or "" for each in node.iter() if each.tag == f"{_MATH}t")
