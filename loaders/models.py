"""The nouns between a file and its facts: lines, documents, sections."""

from __future__ import annotations

from dataclasses import dataclass

from index.models import maker


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One printed line of a document."""

    number: int
    """counted from 1 over the whole file"""
    text: str
    page: int | None = None
    """counted from 1; None where the file has no pages"""
    columns: tuple[int, ...] = ()
    """columns of the table's grid, from 0, in which the cells of a row begin, one for each that a tab parts; empty
    where the file says nothing of columns"""
    width: int = 0
    """columns of that grid; 0 where there is none"""
    scanned: bool = False
    """its characters were recognised in a picture, though those of other pages were not"""


make_line = maker(Line)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file as its reader returns it: lines in reading order."""

    path: str
    digest: str
    """blake2b of the file's bytes, hexadecimal"""
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    """what went wrong while reading, in words"""
    url: str | None = None
    """address it was fetched from; None where it came otherwise"""
    scanned: bool = False
    """the characters of all its lines were recognised in pictures"""
    publisher: str = ""
    """who a web page says has published it, in a table of its own about the page; empty where it does not"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The lines under one heading. `number` is that of the form's six sections, or None for any other."""

    number: int | None
    heading: Line | None
    """None for what stands before the first heading"""
    lines: tuple[Line, ...]
    """the lines below the heading"""
