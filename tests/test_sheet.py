"""Workbooks: sheets, merged cells and figures as a person sees them."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from index.errors import RefusedFile
from index.models import Report
from loaders.models import Document
from loaders.pool import Pool
from loaders.readers import sheet as reader
from loaders.readers.sheet_names import of_last_year
from tests.forms_of_figures import make
from tests.printed.blocks import Block, blocks
from tests.printed.xls import compound, xls
from tests.printed.xlsx import xlsx
from tests.test_docx import facts


def read(data: bytes) -> Document:
    return reader.read("a.xlsx", data, "")


def book(*sheets: list[list[object]], merged: tuple[str, ...] = (), formats: dict[str, str] | None = None) -> bytes:
    """A workbook of sheets of rows; merges and formats of numbers are of the first."""
    made = Workbook()
    made.remove(made.active)
    for at, rows in enumerate(sheets):
        one = made.create_sheet(f"表{at}")
        for row in rows:
            one.append(row)
    for place in merged:
        made.worksheets[0].merge_cells(place)
    for place, code in (formats or {}).items():
        made.worksheets[0][place].number_format = code
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines if line.text]


@pytest.mark.parametrize("name", ["2019", "2021"])
@pytest.mark.parametrize("kind", ["numbers", "text", "shared", "xls"])
def test_every_cell_of_a_form(tmp_path: Path, name: str, kind: str) -> None:
    for seed in range(2):
        made = make(random.Random(seed), name, blanks=seed == 1)
        printed: list[Block] = blocks(made)
        data = xls(printed) if kind == "xls" else xlsx(printed, numbers=kind == "numbers")
        data = shared(data) if kind == "shared" else data
        assert facts(tmp_path / ("a.xls" if kind == "xls" else "a.xlsx"), data, made) == (len(made.truth), [])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_cell_of_many_forms(tmp_path: Path, name: str) -> None:
    for seed in range(150):
        made = make(random.Random(seed), name, blanks=seed % 2 == 1)
        data = xls(blocks(made)) if seed % 3 == 2 else xlsx(blocks(made), numbers=seed % 3 == 1)
        data = shared(data) if seed % 3 == 1 else data
        assert facts(tmp_path / "a.xlsx", data, made) == (len(made.truth), [])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (14.0, "14"), (0.0, "0"), (-2.0, "-2"), (46.6527, "46.6527"), (466527.00000000006, "466527"),
        (1e15, "1" + "0" * 15),
        (True, "TRUE"), (None, ""), ("", ""), (" 14 ", " 14 "), (datetime.date(2021, 1, 20), "2021-01-20"),
        (datetime.datetime(2021, 1, 20), "2021-01-20")  ,  # noqa: DTZ001
         (datetime.time(8, 30), "08:30:00"),
    ],
)  # fmt: skip
def test_a_value_as_it_is_shown(value: object, text: str) -> None:
    assert reader.shown(value) == text


def test_sheets_in_order_and_hidden_ones_left() -> None:
    made = Workbook()
    made.active.append(["甲", 1])
    made.create_sheet("后").append(["乙", 2])
    made.create_sheet("藏").append(["丙", 3])
    made["藏"].sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    found = read(file.getvalue())
    assert [line.text for line in found.lines if line.text] == ["甲\t1", "乙\t2"]
    assert found.notes == ("hidden sheets left out: 1",)


def test_the_name_of_a_sheet_that_tells_of_a_year_is_its_caption() -> None:
    made = Workbook()
    made.active.append(["甲", 1])
    made.create_sheet("申请（2021年）").append(["乙", 2])
    file = io.BytesIO()
    made.save(file)
    assert [line.text for line in read(file.getvalue()).lines if line.text] == ["甲\t1", "申请（2021年）", "乙\t2"]


def test_rows_of_one_cell_are_text_and_a_blank_stays_blank() -> None:
    rows: list[list[object]] = [["标题"], ["甲", None, 3], ["乙", None, None], ["", 5, 6], ["（一）说明" * 10]]
    found = [(line.text, line.columns) for line in read(book(rows, merged=("A1:C1", "A5:C5"))).lines if line.text]
    assert found == [
        ("标题", ()),
        ("甲\t\t3", (0, 1, 2)),
        ("乙\t\t", (0, 1, 2)),
        ("\t5\t6", (0, 1, 2)),
        ("（一）说明" * 10, ()),
    ]


def test_a_figure_merged_over_rows_is_in_none_alone() -> None:
    found = [line.text for line in read(book([["甲", 5], ["乙", None]], merged=("B1:B2",))).lines if line.text]
    assert found == ["甲\t5↑", "乙\t↑"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("General", "0.5"), ("0.00", "0.5"), ('0.00"件"', "0.5件"),
        ("#,##0.00", "0.5"), ("0%", "50%"), ("0.00%", "50%"),
        ("0.0,", "\ufffd"), ('0!.0,"万"', "\ufffd"), ("#,##0,,", "\ufffd"), (";;;", "\ufffd"),
        ("0;-0;;@", "0.5"), ('"约"0.0', "约0.5"), ('"有";;"无"', "\ufffd"),
        ('[>1]0.0,"万";0.0"元"', "0.5元"), ("[<1];0", "\ufffd"),
    ],
)  # fmt: skip
def test_formats_that_show_another_figure(code: str, text: str) -> None:
    assert texts(book([["甲", 0.5, 3]], formats={"B1": code})) == [f"甲\t{text}\t3"]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0;-0;;@", 0, "0"), ('0;-0;"—"', 0, "0"), (";;;", 0, ""), ('[=0]"/";General', 0, "0"), ("#", 0, "0"),
        ("0;0", -5, "\ufffd"), ("0;[Red]0", -5, "-5"), ("#,##0_);(#,##0)", -5, "-5"), ('0;"减"0', -5, "-5"),
        ('[>=10000]0!.0,"万元";0"元"', 500, "500元"), ('[>=10000]0!.0,"万元";0"元"', 20000, "\ufffd"),
    ],
)  # fmt: skip
def test_the_section_of_a_format_that_shows_a_figure(code: str, value: int, text: str) -> None:
    assert texts(book([["甲", value, 3]], formats={"B1": code})) == [f"甲\t{text}\t3"]


@pytest.mark.parametrize(
    ("right", "wanted"),
    [
        (
            [["依申请公开"], ["一、本年新收申请数量", 5, 5], ["二、上年结转数量", 1, 1]],
            [
                "公开情况",
                "规章\t3\t4",
                "规范性文件\t0\t1",
                "依申请公开",
                "一、本年新收申请数量\t5\t5",
                "二、上年结转数量\t1\t1",
            ],
        ),
        (
            [["复议诉讼"], ["行政复议", "行政诉讼"], [7, 8]],
            ["公开情况", "规章\t3\t4", "规范性文件\t0\t1", "复议诉讼", "行政复议\t行政诉讼", "7\t8"],
        ),
        ([[None], [5, 5], [1, 1]], ["公开情况", "规章\t3\t4\t\t5\t5", "规范性文件\t0\t1\t\t1\t1"]),
    ],
)
def test_tables_side_by_side(right: list[list[object]], wanted: list[str]) -> None:
    left: list[list[object]] = [["公开情况", None, None], ["规章", 3, 4], ["规范性文件", 0, 1]]
    rows = [[*one, None, *other] for one, other in zip(left, right, strict=True)]
    assert texts(book(rows)) == wanted


def test_what_is_struck_out_raised_or_white_is_no_figure() -> None:
    made = Workbook()
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    mended = CellRichText(TextBlock(struck, "14"), TextBlock(InlineFont(), "15"))
    noted = CellRichText(TextBlock(InlineFont(), "16"), TextBlock(raised, "2"))
    made.active.append(["甲", mended, noted, 17, 18])
    made.active["D1"].font = Font(strike=True)
    made.active["E1"].font = Font(color="FFFFFFFF")
    made.active.append(["乙", 1, 2, 3, 4])
    made.active["B2"].font, made.active["B2"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF0000FF")
    file = io.BytesIO()
    made.save(file)
    assert [line.text for line in read(file.getvalue()).lines if line.text] == [
        "甲\t15\t16²\t~~17~~\t",
        "乙\t1\t2\t3\t4",
    ]


def test_hidden_rows_and_columns_are_left() -> None:
    made = Workbook()
    for row in (["题", None, None], ["甲", 9, 1], ["藏", 9, 2], ["乙", 9, 3]):
        made.active.append(row)
    made.active.merge_cells("A1:C1")
    made.active.column_dimensions["B"].hidden = True
    made.active.row_dimensions[3].hidden = True
    file = io.BytesIO()
    made.save(file)
    found = read(file.getvalue())
    assert [(line.text, line.columns) for line in found.lines if line.text] == [
        ("题", ()),
        ("甲\t1", (0, 1)),
        ("乙\t3", (0, 1)),
    ]
    assert found.notes == ("hidden rows and columns left out: 2",)


def test_sheets_of_another_year_are_left() -> None:
    for names, kept in ((("上年", "本年"), "乙"), (("2021年", "2022年"), "乙"), (("2022", "2021"), "甲")):
        made = Workbook()
        for sheet, text in zip((made.active, made.create_sheet()), "甲乙", strict=True):
            sheet.append([text, 1])
        for sheet, name in zip(made.worksheets, names, strict=True):
            sheet.title = name
        file = io.BytesIO()
        made.save(file)
        found = read(file.getvalue())
        assert [line.text for line in found.lines if line.text] == [f"{kept}\t1"]
        assert found.notes == ("sheets of another year left out: 1",)


def test_names_of_sheets_that_leave_none_out() -> None:
    for names in (["Sheet1", "Sheet2"], ["去年", "上年"], ["表一", "2022年"], ["2021-2022"], ["2020—2021", "2022"]):
        assert all(of_last_year(names))


SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_strict_workbooks_and_readings_above_words() -> None:
    data = shared(book([["甲", 5]]))
    word = "<si><r><t>青禾</t></r><r><t>区</t></r><rPh><t>qū</t></rPh></si>".encode()
    data = changed(data, "xl/sharedStrings.xml", rb"<si>.*?</si>", word)
    for part in ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        data = changed(data, part, SPREADSHEET, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert texts(data) == ["青禾区\t5"]


def shared(data: bytes) -> bytes:
    """A workbook whose words stand in a table of their own, as most programs write them."""
    words: list[bytes] = []

    def place(found: re.Match[bytes]) -> bytes:
        words.append(b"<si>" + found[1] + b"</si>")
        return b't="s"><v>%d</v>' % (len(words) - 1)

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb't="inlineStr"><is>(.*?)</is>', place, old.read(name)))
        new.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (SPREADSHEET, b"".join(words)))
    assert words
    return file.getvalue()


def test_errors_and_formulas_without_a_value() -> None:
    data = book([["甲", "=1/0", 3]])
    data = changed(data, "xl/worksheets/sheet1.xml", rb"<c r=\"B1\".*?</c>", b'<c r="B1" t="e"><v>#DIV/0!</v></c>')
    assert texts(data) == ["甲\t#DIV/0!\t3"]
    assert texts(book([["甲", "=1+1", 3]])) == ["甲\t\ufffd\t3"]


def changed(data: bytes, part: str, pattern: bytes, by: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert re.search(pattern, content)
                content = re.sub(pattern, by, content)
            new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "cell",
    [b'<c r="XFD1048576">', b"<c s='1'  r = 'XFD1048576'>", b'<x:c t="n" r="xfd1048576">', b'<c r="XFD&#49;048576">'],
)
def test_cells_at_far_corners_are_refused(cell: bytes) -> None:
    with pytest.raises(RefusedFile):
        read(changed(book([["甲", 5]]), "xl/worksheets/sheet1.xml", rb'<c r="B1"[^>]*>', cell))


def test_many_merged_ranges_do_not_take_long() -> None:
    ranges = b"".join(b'<mergeCell ref="A%d:GR19999"/>' % at for at in range(2, 3000))
    data = book([["甲", 5]], merged=("A2:B2",))
    data = changed(data, "xl/worksheets/sheet1.xml", rb'<mergeCell ref="A2:B2"\s*/>', ranges)
    with pytest.raises(RefusedFile, match="merged"):
        read(data)


def test_files_that_are_none() -> None:
    for data in (
        b"",
        b"\xd0\xcf\x11\xe0" + b"\x00" * 4096,
        compound({"Workbook": b"\x09\x08\x10\x00" + b"\xff" * 500}),
    ):
        with pytest.raises(RefusedFile):
            read(data)
    whole = xlsx(blocks(make(random.Random(1))))
    for part in range(20):
        with pytest.raises(RefusedFile):
            read(whole[: len(whole) * part // 20])


WHOLE = {"xls": xls(blocks(make(random.Random(2)))), "xlsx": xlsx(blocks(make(random.Random(2))))}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_workbooks(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE["xlsx"])) as opened:
        parts = {name: bytearray(opened.read(name)) for name in opened.namelist()}
    part = parts[data.draw(st.sampled_from(sorted(name for name in parts if name.startswith("xl/"))))]
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, each in parts.items():
            made.writestr(name, bytes(each))
    with contextlib.suppress(RefusedFile):
        read(file.getvalue())


@pytest.mark.slow
def test_mutated_workbooks_of_old_harm_only_the_child_that_reads_them(tmp_path: Path) -> None:
    rng = random.Random(8)
    files = []
    for at in range(150):
        content = bytearray(WHOLE["xls"])
        for _ in range(rng.randint(1, 6)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        files.append(tmp_path / f"{at}.xls")
        files[-1].write_bytes(content)
    with Pool("loaders:load", jobs=2) as pool:
        found = [each for each in pool.each(map(str, files)) if each is not None]
    assert [path for path, _ in found] == list(map(str, files))
    assert {type(value) for _, value in found} <= {Report, RefusedFile}
    assert not [value for _, value in found if isinstance(value, RefusedFile) and "fault of nianbao" in value.why]
