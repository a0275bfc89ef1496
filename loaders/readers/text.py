"""Text and Markdown: bytes → characters → lines, numbered as a person's editor numbers them."""

from __future__ import annotations

import re

from index.errors import RefusedFile
from loaders.models import Document, Line, make_line
from loaders.readers import charset

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read(path: str, data: bytes, digest: str) -> Document:
    """Document of a text file. RefusedFile where the bytes are no text."""
    text, notes = charset.decode(path, data)
    if len(_CONTROL.findall(text)) * 100 > len(text) or "\x00" in text:
        raise RefusedFile(path, "binary, not text")
    return Document(path=path, digest=digest, lines=lines_of(text), notes=notes)


def lines_of(text: str) -> tuple[Line, ...]:
    r"""Lines parted by \n, \r\n or \r alone; a form feed or U+2028 parts none, as in an editor.

    A text that ends with a line end has an empty last line: so a text cut off within its last line can be told.
    """
    parted = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(make_line(number=number, text=line) for number, line in enumerate(parted, 1))
