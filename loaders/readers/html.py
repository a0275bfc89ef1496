"""Web pages: from bytes to the lines of the report among navigation and footers.

html_walk.py goes through the elements in order, html_report.py chooses the report's lines.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from index.errors import RefusedFile
from loaders.models import Document, Line, make_line
from loaders.readers import charset
from loaders.readers.html_boxes import in_tables
from loaders.readers.html_hidden import unseen
from loaders.readers.html_report import has_report, publisher_of, report_of
from loaders.readers.html_styles import styled
from loaders.readers.html_walk import SPANNING, Walk

_WHOLE = re.compile(
    r"</(?:td|th|tr|tbody|table|p|div|body|html|center|form|li|ul)\s{0,9}>\Z|-->\Z|</script>\Z", re.IGNORECASE
)
LEAST = 300
"""characters of a page that may be a report"""
LONGEST_END = 200
"""characters at the end of a page that say whether it is whole"""


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in a web page.

    RefusedFile if there is no report in it, only scripts, links to files, or a picture.
    """
    text, notes = charset.decode(path, data)
    return document(path, text, digest, notes)


def document(path: str, text: str, digest: str, notes: tuple[str, ...] = ()) -> Document:
    """The document in the text of a web page."""
    tree = LexborHTMLParser(text)
    in_tables(tree, text)
    hidden = unseen(tree, text) | styled(tree, text)
    walk = _walked(tree, hidden)
    if hidden and not has_report(walk):
        # What is shown at a click, or by a script when the page has come, is there for everybody too.
        shown = _walked(tree, frozenset())
        walk = shown if has_report(shown) else walk
    title, kept = report_of(tree, walk)
    if sum(len(line.text) for line in kept) < LEAST and not any(line.row for line in kept):
        from loaders.readers.links import instead  # noqa: PLC0415 - a page that is no report is rare

        raise RefusedFile(path, instead(tree, pictures=walk.pictures, scripts=bool(tree.css_first("script"))))
    lines = [make_line(number=at, text=text) for at, text in enumerate(title, 1)]
    for number, each in enumerate(kept, len(lines) + 1):
        row = each.row
        columns = row.columns if row is not None else ()
        lines.append(
            make_line(number=number, text=each.text, columns=columns, width=row.width if row is not None else 0)
        )
    if _WHOLE.search(text[-LONGEST_END:].rstrip()):
        # An empty last line says that the one before it is whole: of a page cut off, its last figure may not be.
        lines.append(make_line(number=len(lines) + 1, text=""))
    return Document(path=path, digest=digest, lines=tuple(lines), notes=notes, publisher=publisher_of(walk))


def rows_within(text: str) -> list[Line]:
    """The lines of an HTML fragment within other text: rows of its tables, numbered from 1."""
    walk = _walked(LexborHTMLParser(text), frozenset())
    return [
        make_line(
            number=at,
            text=each.text,
            columns=each.row.columns if each.row is not None else (),
            width=each.row.width if each.row is not None else 0,
        )
        for at, each in enumerate(walk.lines, 1)
    ]


def _walked(tree: LexborHTMLParser, hidden: frozenset[int]) -> Walk:
    walk = Walk(unseen=hidden, spanning=frozenset(cell.mem_id for cell in tree.css(SPANNING)))
    if tree.body is not None:
        walk.inside(tree.body, 0)
        walk.end()
    return walk
