"""XML of Word documents and workbooks: without document types, with the names of the transitional schema."""

from __future__ import annotations

from typing import NoReturn
from xml.etree import ElementTree as ET

from index.errors import RefusedFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W.encode(),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": _S.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _R.encode(),
}
"""namespaces of the strict schema"""
MOST_ELEMENTS = 4_000_000
"""start and end tags of a part; each element takes some hundred bytes of memory"""


class _DocumentType(Exception):
    """The part declares a document type."""


class _Builder(ET.TreeBuilder):
    """Builds the tree, and stops before a document type can declare an entity."""

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        raise _DocumentType(name, public, system)


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{_W}}}{name}"


def s(name: str) -> str:
    """The qualified name of a SpreadsheetML element."""
    return f"{{{_S}}}{name}"


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""a note's mark is no digit of the figure before it"""
VAL, RELATION = w("val"), f"{{{_R}}}id"


def parse(path: str, data: bytes) -> ET.Element:
    """The root of an XML part. RefusedFile if it is malformed or declares a document type, which no part needs."""
    data = utf8(data)
    if data.count(b"<") > MOST_ELEMENTS:
        raise RefusedFile(path, "more in it than any report has")
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
    parser = ET.XMLParser(target=_Builder())  # noqa: S314 - without a document type there are no entities
    try:
        return ET.fromstring(data, parser)  # noqa: S314
    except _DocumentType:
        raise RefusedFile(path, "it declares a document type, which no such document does") from None
    except (ET.ParseError, ValueError, LookupError):
        raise RefusedFile(path, "damaged: its text cannot be read") from None


def utf8(data: bytes) -> bytes:
    """An XML part in UTF-16 as one in UTF-8, without its declaration; any other as it is."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    text = data.decode("utf-16", "replace")
    return (text.partition("?>")[2] if text.startswith("<?xml") else text).encode()


def child(node: ET.Element | None, *names: str) -> ET.Element | None:
    """The first element of the last of these full names, within that of the one before."""
    for name in names:
        if node is None:
            return None
        node = node.find(name)
    return node


def val(node: ET.Element | None) -> str | None:
    return None if node is None else node.get(VAL)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A count as an attribute has it; otherwise where it is none or beyond all reason."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def is_on(node: ET.Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return node is not None and node.get(VAL) not in ("0", "false", "none", "off")
