"""PDF: ruled tables over pages, tables without rules, running text; what cannot be told is a gap."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from index.errors import RefusedFile
from index.models import Report
from loaders import load
from loaders.readers import pdf as reader
from loaders.readers.pdf_page import Rule
from loaders.readers.pdf_text import Piece, TextLine
from loaders.readers.pdf_unruled import region
from loaders.readers.ruled import Cell, tables
from tests import forms_of_statistics
from tests.forms_of_figures import Made, make
from tests.printed.blocks import blocks
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.pdf import WQY, Style, pdf

STYLES = {
    "upright": Style(),
    "wide": Style(wide=True),
    "heads_again": Style(repeat=True),
    "right": Style(size=8, align="right"),
    "left": Style(size=9, align="left"),
    "large": Style(size=12),
    "no_marks": Style(marks=False),
}


def read(folder: Path, data: bytes) -> Report:
    file = folder / "report.pdf"
    file.write_bytes(data)
    return load(str(file))


def compared(report: Report, made: Made) -> tuple[int, list[str]]:
    """(facts that are right, those that are not)."""
    found = {(fact.metric or "", fact.party): fact.value for fact in report.facts if fact.kind == "table"}
    wrong = [f"{key}: {found[key]} for {made.truth.get(key)}" for key in found if found[key] != made.truth.get(key)]
    return len(found) - len(wrong), wrong


@pytest.mark.parametrize("style", STYLES)
def test_every_cell_of_a_ruled_page(tmp_path: Path, style: str) -> None:
    for seed, name in enumerate(("2019", "2021")):
        made = make(random.Random(seed), name, blanks=True)
        report = read(tmp_path, pdf(blocks(made), STYLES[style]))
        assert compared(report, made) == (len(made.truth), [])
        assert (report.body, report.year, report.form) == ("云岭市青禾区农业农村局", 2020, name)


def test_figures_know_their_page(tmp_path: Path) -> None:
    made = make(random.Random(2), "2019")
    report = read(tmp_path, pdf(blocks(made), Style(size=12)))
    pages = {fact.metric: fact.source.page for fact in report.facts}
    assert pages["regulations.issued"] == 1
    assert pages["litigation.direct.total"] == 3
    assert "— 1 —" not in report.text


def test_without_rules_nothing_is_wrong(tmp_path: Path) -> None:
    right = every = 0
    for seed in range(6):
        made = make(random.Random(seed), "2019", blanks=seed % 2 == 0)
        found, wrong = compared(read(tmp_path, pdf(blocks(made), Style(ruled=False, size=8, wide=True))), made)
        assert wrong == []
        right, every = right + found, every + len(made.truth)
    assert right > 0.95 * every


@pytest.mark.parametrize("style", [Style(ruled=False), Style(rules="striped", size=8), Style(rules="three", wide=True)])
def test_the_statistics_form_without_rules(tmp_path: Path, style: Style) -> None:
    for seed in range(2):
        rows, truth = forms_of_statistics.make(random.Random(seed))
        report = read(tmp_path, pdf(forms_of_statistics.blocks(rows), style))
        assert {fact.metric: fact.value for fact in report.facts if fact.kind == "table"} == truth


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_rules_between_columns_alone(tmp_path: Path, form: str) -> None:
    made = make(random.Random(3), form, blanks=True)
    found, wrong = compared(read(tmp_path, pdf(blocks(made), Style(rules="down"))), made)
    assert wrong == []
    assert found >= 0.92 * len(made.truth)


def test_paragraphs_over_lines_and_pages_are_put_together(tmp_path: Path) -> None:
    made = make(random.Random(2), "2019")
    sentence = "全年共收到政府信息公开申请" + "，工作人员逐件登记并及时告知申请人" * 6 + "，其中自然人申请17件。"
    parts = blocks(made)
    parts[2:3] = [sentence] * 25
    report = read(tmp_path, pdf(parts, Style()))
    lines = report.text.split("\n")
    assert lines[2:27] == [sentence] * 25
    assert lines[1] == "一、总体情况"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned(tmp_path: Path, turn: int) -> None:
    made = make(random.Random(4), "2021")
    document = pypdfium2.PdfDocument(pdf(blocks(made), Style(wide=True)))
    for page in document:
        page.set_rotation(turn)
    file = io.BytesIO()
    document.save(file)
    document.close()
    found, wrong = compared(read(tmp_path, file.getvalue()), made)
    assert wrong == []
    if turn == 180:
        assert found == len(made.truth)


def rules(*places: tuple[float, float, float]) -> list[Rule]:
    return [Rule(*place) for place in places]


def test_cells_that_no_rule_parts_are_one() -> None:
    across = rules((0, 0, 90), (20, 30, 90), (40, 0, 90))
    down = rules((0, 0, 40), (30, 0, 40), (60, 20, 40), (90, 0, 40))
    (table,) = tables(across, down)
    assert table.cells == [Cell(0, 0, 2, 1), Cell(0, 1, 1, 2), Cell(1, 1, 1, 1), Cell(1, 2, 1, 1)]


def test_broken_and_double_rules_are_one_and_open_sides_are_closed() -> None:
    across = rules((0, 0, 40), (0.5, 42, 90), (20, 0, 90), (20.8, 0, 90), (40, 0, 90))
    down = rules((30, 0, 40), (60, 0, 40))
    (table,) = tables(across, down)
    assert len(table.cells) == 6
    assert (table.xs[0], table.xs[-1]) == (0, 90)


def test_rules_that_meet_nothing_make_no_table() -> None:
    assert tables(rules((10, 0, 90), (50, 0, 90)), []) == []
    assert tables(rules((0, 0, 90), (20, 0, 90)), rules((0, 0, 20), (90, 0, 20))) == []


def test_damaged_files_are_refused_or_read_without_a_wrong_figure(tmp_path: Path) -> None:
    made = make(random.Random(8), "2019")
    data = pdf(blocks(made), Style())
    for at in range(20):
        cut = data[: len(data) * (at + 1) // 21]
        with contextlib.suppress(RefusedFile):
            assert compared(read(tmp_path, cut), made)[1] == []


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\n", b"%PDF-" + bytes(range(256)) * 20])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedFile, match="damaged"):
        reader.read("a.pdf", data, "")


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415

    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 700, "12")
    canvas.save()
    with pytest.raises(RefusedFile, match="password"):
        read(tmp_path, file.getvalue())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_every_cell_of_what_an_office_prints(tmp_path: Path, suffix: str) -> None:
    made = [make(random.Random(seed), name) for seed, name in enumerate(("2019", "2021", "2019", "2021"))]
    for number, each in enumerate(made):
        data = html(blocks(each)) if suffix == "html" else docx(blocks(each))
        (tmp_path / f"{number}.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    filters = ["--infilter=HTML (StarWriter)"] if suffix == "html" else []
    subprocess.run(
        ["soffice", profile, "--headless", *filters, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(tmp_path),
         *(str(tmp_path / f"{number}.{suffix}") for number in range(len(made)))],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for number, each in enumerate(made):
        found, wrong = compared(load(str(tmp_path / f"{number}.pdf")), each)
        assert wrong == []
        assert found >= 0.97 * len(each.truth)


@pytest.mark.skipif(not WQY.exists(), reason="needs fonts-wqy-microhei")
def test_fonts_that_are_within_the_file(tmp_path: Path) -> None:
    made = make(random.Random(1), "2021")
    assert compared(read(tmp_path, pdf(blocks(made), Style(embedded=True))), made) == (len(made.truth), [])


def test_rows_whose_labels_wrap_around_them_and_one_beside_a_group_are_one_table() -> None:
    """A row without a label on its line begins with a figure: the next is no wider, and so no other table."""

    def line(at: int, label: str, *figures: str) -> TextLine:
        words = [(60.0, label)] if label else []
        words += [(300.0 + 30 * place, figure) for place, figure in enumerate(figures)]
        pieces = tuple(Piece(text=text, left=left, right=left + 6, base=100.0 + 12 * at) for left, text in words)
        return TextLine(pieces=pieces, words=pieces, base=100.0 + 12 * at, size=10)

    figures = "0123456"
    rows = [
        ("", *figures),
        ("信息",),
        ("2.没有现成信息需要",),
        ("（四）无法提供", *figures),
        ("另行制作",),
        ("7.", *figures),
    ]
    lines = [line(at, *row) for at, row in enumerate(rows)]
    found = region(lines, 0, [])
    assert found is not None
    assert found.end == len(lines)
