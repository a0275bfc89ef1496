"""Text and Markdown: from bytes to lines, numbered as in an editor.

Tables in HTML within the text become rows, one a line, and the lines below are numbered accordingly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.errors import RefusedFile
from loaders.models import Document, Line, make_line
from loaders.readers import boxed, celled, charset, spaced, wrapped

_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
LONG = 500
"""characters that no report of a few lines has"""
FEW_LINES = 3
"""lines of a report that has lost its line ends"""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a text file. RefusedFile if the bytes are not text."""
    text, notes = charset.decode(path, data)
    if len(_CONTROL.findall(text)) * 100 > len(text) or "\x00" in text:
        raise RefusedFile(path, "binary, not text")
    found = lines_of(text) if _TABLE.search(text) is None else _with_tables(text)
    found = _put_together(found)
    if len(text) >= LONG and sum(bool(line.text.strip()) for line in found) <= FEW_LINES:
        found, notes = (
            _put_together(lines_of(_BLANKS.sub("\n", text))),
            (*notes, "it stands on one line, which is parted at its blanks"),
        )
    return Document(path=path, digest=digest, lines=found, notes=notes)


def lines_of(text: str) -> tuple[Line, ...]:
    r"""Lines parted by \n, \r\n or \r alone; a form feed or U+2028 parts none, as in an editor.

    A text that ends with a line end has an empty last line: so a text cut off within its last line can be told.
    """
    parted = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(make_line(number=number, text=line) for number, line in enumerate(parted, 1))


def _put_together(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Rows of tables that go over several lines, each in its first line, and cells where dashes show the columns."""
    lines = tuple(boxed.put_together(lines))
    put = spaced.taken_apart(wrapped.put_together(celled.put_together([line.text for line in lines])))
    return tuple(
        line if text == line.text else make_line(number=line.number, text=text)
        for line, text in zip(lines, put, strict=True)
    )


def _with_tables(text: str) -> tuple[Line, ...]:
    from loaders.readers.html import rows_within  # noqa: PLC0415 - hardly any text has such tables

    found: list[Line] = []
    for table, piece in _pieces(text):
        for line in rows_within(piece) if table else lines_of(piece):
            found.append(make_line(number=len(found) + 1, text=line.text, columns=line.columns, width=line.width))
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Tables of HTML, with those inside them, and the text around; one that is not closed goes to the end."""
    depth = begin = 0
    for tag in _TABLE.finditer(text):
        if not tag[1]:
            if not depth:
                yield False, text[begin : tag.start()]
                begin = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield True, text[begin : tag.end()]
                begin = tag.end()
    yield depth > 0, text[begin:]
