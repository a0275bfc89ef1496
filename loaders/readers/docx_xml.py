"""The XML of a Word document, its names without their namespaces: there are two of each (transitional and strict)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from index.errors import RefusedFile


def parse(path: str, data: bytes) -> ET.Element:
    """Root of an XML part. RefusedFile where it is broken, or declares a document type: no such part needs one."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RefusedFile(path, "not a Word document as Word writes them")
    try:
        return ET.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError, LookupError):
        raise RefusedFile(path, "damaged: its text cannot be read") from None


def tag_of(node: ET.Element) -> str:
    """Name of an element without its namespace, of which there are two (transitional, strict)."""
    return node.tag.rpartition("}")[2]


def value(node: ET.Element | None, name: str = "val") -> str | None:
    """An attribute without its namespace."""
    if node is None:
        return None
    return next((text for key, text in node.attrib.items() if key.rpartition("}")[2] == name), None)


def child(node: ET.Element | None, *names: str) -> ET.Element | None:
    """The first element within an element within ... of these names."""
    for name in names:
        if node is None:
            return None
        node = next((each for each in node if tag_of(each) == name), None)
    return node


def is_on(node: ET.Element | None) -> bool:
    return node is not None and value(node) not in ("0", "false", "none", "off")
