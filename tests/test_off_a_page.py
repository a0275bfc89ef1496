"""Texts that programs take off a page: cells in another order than they are read in, lists beside labels that wrap."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from index.models import Report
from loaders import load
from loaders.readers import pdf as reader
from tests.forms_of_figures import HEAD, OUTCOME_HEAD, Made, grid, make, one_cell_a_line, report, rows_of_two, tabs
from tests.printed.blocks import blocks
from tests.printed.pdf import WQY, Style, pdf


def read(folder: Path, text: str) -> Report:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def compared(found: Report, made: Made, of: str = "") -> tuple[int, list[str]]:
    """(cells that are right, those that are not), of metrics that begin so."""
    told = {(fact.metric or "", fact.party): fact.value for fact in found.facts if fact.kind == "table"}
    told = {key: value for key, value in told.items() if key[0].startswith(of)}
    wrong = [f"{key}: {value} for {made.truth.get(key)}" for key, value in told.items() if value != made.truth.get(key)]
    return len(told) - len(wrong), wrong


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_heads_merged_downward_that_stand_behind_what_spans_others(form: str, tmp_path: Path) -> None:
    made = make(random.Random(5), form)
    one, two, three = grid(made)
    heads = [["法人或其他组织"], [HEAD[0]], [HEAD[-1]], *([head] for head in HEAD[1:6])]
    found = read(tmp_path, report([one_cell_a_line(each, "") for each in (one, [*heads, *two[3:]], three)]))
    assert compared(found, made, "requests.") == (0, [])
    assert {gap.reason for gap in found.gaps} == {"unsure"}
    side_by_side = [["", HEAD[0], "法人或其他组织", HEAD[-1]], ["", *HEAD[1:6]]]
    found = read(tmp_path, report([one_cell_a_line(each, "") for each in (one, [*side_by_side, *two[3:]], three)]))
    assert compared(found, made) == (len(made.truth), [])


def test_outcomes_without_the_first_of_their_group_are_unsure(tmp_path: Path) -> None:
    made = make(random.Random(6))
    one, two, _ = grid(made)
    values = [str(value) for value in made.three.values()]
    groups = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    whole = [
        [group, *(f"{head}\t{values[5 * at + place]}" for place, head in enumerate(OUTCOME_HEAD))]
        for at, group in enumerate(groups)
    ]
    found = read(tmp_path, report([tabs(one), tabs(two), [line for group in whole for line in group]]))
    assert compared(found, made, "litigation") == (10, [])
    scattered = [*whole[0], *whole[1][:2], "复议后起诉", "结果纠正\t99", "其他结果\t98"]
    found = read(tmp_path, report([tabs(one), tabs(two), scattered]))
    assert compared(found, made, "litigation") == (1, [])


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_figures_beside_every_line_of_labels_that_wrap(form: str, tmp_path: Path) -> None:
    made = make(random.Random(7), form)
    one, two, three = grid(made)
    rows = rows_of_two(made)
    labels = [label for _, names, _ in rows for label in names]
    figures = [cells for _, _, cells in rows]
    drifted = [[label, *cells] for label, cells in zip(labels, figures, strict=False)]
    drifted += [[label] for label in labels[len(figures) :]]
    found = read(tmp_path, report([tabs(one), [*tabs(two[:3]), *tabs(drifted)], tabs(three)]))
    count, wrong = compared(found, made, "outcome.")
    assert (count, wrong) == (0, [])
    assert compared(found, made, "requests.") == (14, [])


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("cut", [75, 110, 130, 150])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_what_the_edge_of_a_page_cuts_off_is_neither_blank_nor_a_smaller_figure(
    ruled: bool, cut: int, form: str, tmp_path: Path
) -> None:
    made = make(random.Random(8), form, blanks=True)
    document = pypdfium2.PdfDocument(pdf(blocks(made), Style(size=9, ruled=ruled, embedded=True)))
    for page in document:
        width, height = page.get_size()
        page.set_mediabox(0, 0, width - cut, height)
        page.set_cropbox(0, 0, width - cut, height)
    file = io.BytesIO()
    document.save(file)
    path = tmp_path / "report.pdf"
    path.write_bytes(file.getvalue())
    count, wrong = compared(load(str(path)), made)
    assert count > (10 if ruled else 3)
    assert wrong == []


def drawn(rows: list[tuple[float, list[tuple[float, str]]]]) -> bytes:
    """Words at their heights and places within a ruled table of two rows: a label, and two figures."""
    file = io.BytesIO()
    canvas = Canvas(file)
    pdfmetrics.registerFont(TTFont("wqy", str(WQY), subfontIndex=0))
    canvas.setFont("wqy", 10)
    for left, right in ((50, 150), (150, 170), (170, 200)):
        for bottom in (680, 700):
            canvas.rect(left, bottom, right - left, 20)
    for y, words in rows:
        for x, word in words:
            canvas.drawString(x, y, word)
    canvas.save()
    return file.getvalue()


def test_labels_printed_over_each_other_and_figures_wider_than_their_cells() -> None:
    def cells(*rows: tuple[float, list[tuple[float, str]]]) -> list[list[str]]:
        read = reader.read("a.pdf", drawn(list(rows)), "").lines
        return [line.text.split("\t") for line in read if line.text]

    plain = (686.0, [(60.0, "重复申请"), (152.0, "12"), (180.0, "3")])
    assert cells((706.0, [(60.0, "信访举报"), (152.0, "5"), (180.0, "6")]), plain) == [
        ["信访举报", "5", "6"], ["重复申请", "12", "3"],
    ]  # fmt: skip
    over = cells((706.0, [(60.0, "信访举报"), (152.0, "5"), (180.0, "6")]), (704.0, [(60.0, "投诉类申请")]), plain)
    assert over[0][0].count("\ufffd") >= 4
    wide = cells((706.0, [(60.0, "信访举报"), (154.0, "12345"), (185.0, "6")]), plain)
    assert wide[0][1:] != ["123", "45 6"]
    assert "\ufffd" in wide[0][1]
    assert "\ufffd" in wide[0][2]
    beyond = cells((706.0, [(60.0, "信访举报"), (152.0, "5"), (190.0, "488")]), plain)
    assert "\ufffd" in beyond[0][2]


def test_what_a_sheet_cuts_off_at_the_edge_of_a_cell_is_not_seen() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 10)
    for text, x, y in (("12345", 100, 700), ("678", 100, 680), ("9", 100, 720)):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(95, 675, 22, 32)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(x, y, text)
        canvas.restoreState()
    canvas.save()
    found = [line.text for line in reader.read("a.pdf", file.getvalue(), "").lines if line.text]
    assert found == ["123\ufffd678"]


def test_figures_off_a_page_in_no_order(tmp_path: Path) -> None:
    made = make(random.Random(8), "2021")
    one, two, three = grid(made)
    texts = tabs(two)
    at = next(at for at, line in enumerate(texts) if "（一）予以公开" in line)
    label, *figures = texts[at].split("\t")[1:]
    scattered = [label, " ".join(figures[:2]), *(line for figure in figures[2:] for line in ("", figure))]
    found = read(tmp_path, report([tabs(one), [*texts[:at], *scattered, *texts[at + 1 :]], tabs(three)]))
    assert compared(found, made, "outcome.granted") == (0, [])
    assert compared(found, made)[1] == []


def test_a_zero_beside_its_label_where_figures_stand_in_no_row(tmp_path: Path) -> None:
    made = make(random.Random(9), "2021")
    one, two, three = grid(made)
    at = next(at for at, row in enumerate(two) if "（一）予以公开" in row)
    two[at : at + 1] = [["3", "0", "0", "0", "0", "3", "0"], ["（一）予以公开", "0"]]
    found = read(tmp_path, report([tabs(one), one_cell_a_line(two, ""), tabs(three)]))
    assert compared(found, made, "outcome.granted") == (0, [])


def test_figures_broken_within_narrow_cells_go_on_beside_the_end_of_the_label(tmp_path: Path) -> None:
    made = make(random.Random(10), "2021")
    made.two["requests.received"] = [15987, 12921, 11242, 12921, 10074, 12848, 75993]
    one, two, three = grid(made)
    texts = [" ".join(filter(None, row)) for row in two]
    at = next(at for at, line in enumerate(texts) if "本年新收" in line)
    broken = ["一、本年新收政府信 1598 1292 1124 1292 1007 1284 7599", "息公开申请数量 7 1 2 1 4 8 3"]
    for below, values in ((broken[1], made.two["requests.received"]), (broken[1].replace("7 1", "7"), [])):
        found = read(tmp_path, report([tabs(one), [*texts[:at], broken[0], below, *texts[at + 1 :]], tabs(three)]))
        assert [fact.value for fact in found.facts if fact.metric == "requests.received"] == values


def test_a_label_that_wraps_around_the_first_of_its_figures(tmp_path: Path) -> None:
    made = make(random.Random(11), "2021")
    one, two, three = grid(made)
    two = [row for cells in two for row in _around(cells)]
    texts = [" ".join(filter(None, row)) for row in two]
    assert compared(read(tmp_path, report([tabs(one), texts, tabs(three)])), made) == (len(made.truth), [])


def _around(cells: list[str]) -> list[list[str]]:
    label = next((cell for cell in cells if "没有现成" in cell), "")
    return [[label[:-1], cells[-7]], [label[-1], *cells[-6:]]] if label else [cells]


def test_outcomes_of_which_the_last_stands_first(tmp_path: Path) -> None:
    made = make(random.Random(6))
    made.three = dict(zip(made.three, [4, 0, 0, 0, 4, 0, 7, 0, 0, 7, 2, 5, 6, 5, 18], strict=True))
    one, two, three = grid(made)
    figures = three[-1]
    first = [
        "行政复议",
        " ".join(OUTCOME_HEAD),
        *figures[:5],
        "",
        "未经复议直接起诉",
        "复议后起诉",
        " ".join(OUTCOME_HEAD * 2),
    ]
    for turned, right in ((figures[5:], 15), ([figures[-1], *figures[5:-1]], 5)):
        found = read(tmp_path, report([tabs(one), tabs(two), [*first, *turned]]))
        assert sum(fact.metric in made.three and fact.kind == "table" for fact in found.facts) == right


def test_figures_a_little_above_their_labels_are_not_those_of_the_row_above(tmp_path: Path) -> None:
    made = make(random.Random(12), "2021")
    one, two, three = grid(made)
    texts = tabs(two)
    at = next(at for at, line in enumerate(texts) if "1.信访" in line)
    rows = [line.split("\t")[-8:] for line in texts[at : at + 3]]
    raised = [line for label, *figures in rows for line in ("\t".join(["", "", "", *figures]), label)]
    found = read(tmp_path, report([tabs(one), [*texts[:at], "处理", *raised[:-1], *texts[at + 3 :]], tabs(three)]))
    assert compared(found, made, "outcome.rejected")[1] == []


def test_a_row_that_a_page_cuts_within_its_label_and_its_total(tmp_path: Path) -> None:
    made = make(random.Random(13), "2021")
    made.two["outcome.denied.forbidden_by_law"] = [0, 0, 0, 3800, 5130, 4560, 13490]
    made.__post_init__()
    one, two, three = grid(made)
    texts = tabs(two)
    at = next(at for at, line in enumerate(texts) if "2.其他法律" in line)
    cut = ["2.其\t0\t0\t0\t3800\t5130\t4560\t1349", "— 1 —", "他法律行政法规禁止公开\t\t\t\t\t\t\t0"]
    found = read(tmp_path, report([tabs(one), [*texts[:at], *cut, *texts[at + 1 :]], tabs(three)]))
    assert compared(found, made) == (len(made.truth), [])


def test_figures_below_heads_that_cannot_be_read(tmp_path: Path) -> None:
    made = make(random.Random(14))
    one, two, three = grid(made)
    heads = [
        [cell.replace("本年新制作数量", "\ufffd" * 7).replace("对外公开总数量", "\ufffd" * 7) for cell in row]
        for row in one
    ]
    for row in heads:
        if row[0] == "规章":
            row[1:] = ["", "", "857"]
    found = read(tmp_path, report([tabs(heads), tabs(two), tabs(three)]))
    assert compared(found, made, "regulations") == (0, [])


def test_heads_of_table_one_that_wrap_are_in_the_order_of_the_form(tmp_path: Path) -> None:
    made = make(random.Random(15))
    one, two, three = grid(made)
    texts = [" ".join(row) for row in one]
    at = next(at for at, line in enumerate(texts) if "上一年项目数量" in line)
    turned = ["上一年项目 处理决定数", "信息内容 本年增/减", "数量 量"]
    found = read(tmp_path, report([[*texts[:at], *turned, *texts[at + 1 :]], tabs(two), tabs(three)]))
    assert compared(found, made) == (len(made.truth), [])
    assert compared(found, made)[1] == []
