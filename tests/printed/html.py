"""A report as a web page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.printed.blocks import Block, Table

_OFFICE = 'style="mso-margin-top-alt:auto;text-align:center;line-height:20.0pt;font-family:FangSong;color:black"'


def html(blocks: Sequence[Block], *, office: bool = False, charset: str = "utf-8") -> bytes:
    """A page; `office`: with the markup that a word processor leaves around every word."""
    body = "\n".join(_table(each, office) if isinstance(each, Table) else _paragraph(each, office) for each in blocks)
    title = next(each for each in blocks if isinstance(each, str))
    page = (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{escape(title)}</title></head>\n<body>\n<div class='TRS_Editor'>\n{body}\n</div>\n</body></html>\n"
    )
    return page.encode("gb18030" if charset.startswith("gb") else charset)


def _paragraph(text: str, office: bool) -> str:
    return f"<p {_OFFICE}>{_words(text)}<o:p></o:p></p>" if office else f"<p>{escape(text)}</p>"


def _words(text: str) -> str:
    """Every few characters in a span of their own."""
    parts = [text[at : at + 3] for at in range(0, len(text), 3)] or ["&nbsp;"]
    return "".join(f"<span {_OFFICE}>{escape(part) if part != '&nbsp;' else part}</span>" for part in parts)


def _table(table: Table, office: bool) -> str:
    rows = []
    for cells in table.rows:
        row = ""
        for cell in cells:
            spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
            inner = f"<p {_OFFICE}>{_words(cell.text)}<o:p></o:p></p>" if office else escape(cell.text)
            row += f"<td{spans}>{inner}</td>"
        rows.append(f"<tr>{row}</tr>")
    return "<table border='1'><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"
