"""Word files element by element, for what python-docx does not write: numbers that Word counts, changes, text boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.printed.blocks import Block, Table, placed, width_of

_NAMES = "http://schemas.openxmlformats.org"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS = "<Relationships xmlns='{}/package/2006/relationships'>{}</Relationships>"
_LINK = "<Relationship Id='r{0}' Type='{1}/officeDocument/2006/relationships/{0}' Target='{2}'/>"
CONTENTS = {
    "[Content_Types].xml": f"<Types xmlns='{_NAMES}/package/2006/content-types'>"
    "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    f"<Override PartName='/word/document.xml' ContentType='{_KIND}.document.main+xml'/>"
    f"<Override PartName='/word/numbering.xml' ContentType='{_KIND}.numbering+xml'/>"
    f"<Override PartName='/word/styles.xml' ContentType='{_KIND}.styles+xml'/></Types>",
    "_rels/.rels": _LINKS.format(_NAMES, _LINK.format("officeDocument", _NAMES, "word/document.xml")),
    "word/_rels/document.xml.rels": _LINKS.format(
        _NAMES, "".join(_LINK.format(name, _NAMES, f"{name}.xml") for name in ("numbering", "styles"))
    ),
}
"""what every package has"""
COLUMN = 800
"""width of a column, in twentieths of a point: other programs take cells without one for merged"""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FRAME = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{w}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<w:body>{body}<w:sectPr/></w:body></w:document>"
)


def package(body: str, w: str = W, **parts: str) -> bytes:
    """A Word file of the elements in its body, and of other parts by name."""
    files = {f"word/{name}.xml": f'<w:{name} xmlns:w="{w}">{text}</w:{name}>' for name, text in parts.items()}
    return zipped({**CONTENTS, "word/document.xml": FRAME.format(body=body, w=w), **files})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A package, the same bytes whenever it is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc>{properties and f'<w:tcPr>{properties}</w:tcPr>'}{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties and f'<w:trPr>{properties}</w:trPr>'}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'


def numbering(*levels: tuple[str, str, str], more: str = "") -> str:
    made = "".join(LEVEL.format(at, kind, extra, text) for at, (kind, text, extra) in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def counted(*items: tuple[str, int, str]) -> str:
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    return "".join(p(text, number.format(level, of)) for of, level, text in items)


def word(blocks: Sequence[Block], *, styled: bool = False) -> bytes:
    """A report as a person writes it in Word: headings counted, words cut into runs, title in a text box.

    styled: what is counted is said by the style of the headings, and not by each.
    """
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    style = f'<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>{number}</w:pPr></w:style>'
    body = ""
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            body += _table(block)
        elif not at:
            box = f"<v:textbox><w:txbxContent>{p(block)}</w:txbxContent></v:textbox>"
            body += f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
        elif block[1:2] == "、":
            body += p(block[2:], '<w:pStyle w:val="1"/>' if styled else number)
        else:
            runs = "".join(f"<w:r><w:t>{block[cut : cut + 5]}</w:t></w:r>" for cut in range(0, len(block), 5))
            body += f"<w:p>{runs}</w:p>"
    # No Word file ends with a table: others lose it.
    return package(f"{body}<w:p/>", numbering=numbering(("chineseCounting", "%1、", "")), styles=style * styled)


def _table(table: Table) -> str:
    rows: dict[int, list[tuple[int, str]]] = {}
    for text, top, bottom, left, right in placed(table):
        for row in range(top, bottom):
            merge = "" if bottom == top + 1 else f'<w:vMerge w:val="{"restart" if row == top else "continue"}"/>'
            span = f'<w:gridSpan w:val="{right - left}"/>' * (right > left + 1)
            size = f'<w:tcW w:w="{(right - left) * COLUMN}" w:type="dxa"/>'
            rows.setdefault(row, []).append((left, tc(text if row == top else "", size + span + merge)))
    grid = f'<w:tblGrid>{width_of(table) * f"""<w:gridCol w:w="{COLUMN}"/>"""}</w:tblGrid>'
    return tbl(grid, *(tr(*(cell for _, cell in sorted(rows[row]))) for row in sorted(rows)))
