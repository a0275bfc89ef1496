"""The XML of a Word document: parsed without document types, its names as the transitional schema has them."""

from __future__ import annotations

from typing import NoReturn
from xml.etree import ElementTree as ET

from index.errors import RefusedFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MOST_ELEMENTS = 4_000_000
"""start and end tags of a part; each element takes some hundred bytes of memory"""


class _DocumentType(Exception):
    """The part declares a document type."""


class _Builder(ET.TreeBuilder):
    """Builds the tree, and stops before a document type can declare an entity."""

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        raise _DocumentType(name, public, system)


def w(name: str) -> str:
    """Full name of an element or attribute of word processing."""
    return f"{{{_W}}}{name}"


VAL = w("val")


def parse(path: str, data: bytes) -> ET.Element:
    """Root of an XML part. RefusedFile where it is broken, or declares a document type: no such part needs one."""
    if data.count(b"<") > MOST_ELEMENTS:
        raise RefusedFile(path, "more in it than any report has")
    if _STRICT in data:
        data = data.replace(_STRICT, _W.encode())
    parser = ET.XMLParser(target=_Builder())  # noqa: S314 - without a document type there are no entities
    try:
        return ET.fromstring(data, parser)  # noqa: S314
    except _DocumentType:
        raise RefusedFile(path, "it declares a document type, which no Word document does") from None
    except (ET.ParseError, ValueError, LookupError):
        raise RefusedFile(path, "damaged: its text cannot be read") from None


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
