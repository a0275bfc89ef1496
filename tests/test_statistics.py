"""The statistics form of 2008 to 2018 in every layout; what cannot be told is a gap."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import RefusedFile
from index.models import Report
from loaders import load
from loaders.forms.statistics import form, parse
from tests import forms_of_figures as figures
from tests import forms_of_statistics as printed
from tests.forms_of_statistics import Row, make, report
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.xlsx import xlsx

LAYOUTS: dict[str, Callable[[list[Row]], list[str]]] = {
    "tabs": printed.tabs,
    "numbered": printed.numbered,
    "pipes": printed.pipes,
    "one_cell_a_line": printed.one_cell_a_line,
    "several_columns": printed.several_columns,
    "two_blocks": printed.two_blocks,
    "two_numbered_blocks": printed.two_numbered_blocks,
    "turned": printed.turned,
    "digit_by_digit": printed.digit_by_digit,
}


def read(folder: Path, text: str | bytes, name: str = "report.txt") -> Report:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(str(path))


def stored(found: Report) -> dict[str | None, object]:
    return {fact.metric: fact.value for fact in found.facts if fact.kind == "table"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_in_every_layout(tmp_path: Path, layout: str) -> None:
    for seed in range(5):
        rows, truth = make(random.Random(seed))
        found = read(tmp_path, report(LAYOUTS[layout](rows)))
        if layout == "two_blocks":
            # A blank in the left block is not told from the gap between the two.
            told = stored(found)
            assert {key: truth[str(key)] for key in told} == told
            assert {key for key, value in truth.items() if value is not None} <= told.keys()
            continue
        assert stored(found) == truth
        assert (found.form, found.gaps) == ("2008", ())
        assert {fact.form for fact in found.facts} == {"2008"}
        assert {fact.source.section for fact in found.facts} == {"附件：政府信息公开情况统计表"}


@pytest.mark.parametrize(("name", "made"), [("a.html", html), ("a.docx", docx), ("a.xlsx", xlsx)])
def test_every_row_in_other_formats(tmp_path: Path, name: str, made: Callable[..., bytes]) -> None:
    rows, truth = make(random.Random(7))
    assert stored(read(tmp_path, made(printed.blocks(rows)), name)) == truth


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_report_cut_anywhere_says_nothing_that_the_whole_one_contradicts(tmp_path: Path, layout: str) -> None:
    rng = random.Random(layout)
    rows, truth = make(rng)
    text = report(LAYOUTS[layout](rows))
    for _ in range(25):
        found = read(tmp_path, text[: rng.randrange(text.index("附件"), len(text))])
        wrong = {key: value for key, value in stored(found).items() if key is not None and value != truth[key]}
        assert wrong == {}


def test_a_form_without_a_column_of_units_whose_groups_are_headings_elsewhere(tmp_path: Path) -> None:
    rows, truth = make(random.Random(9))
    table = "".join(f"<tr><td>{row.label}</td><td>{row.shown}</td></tr>" for row in rows)
    page = html(printed.blocks(rows)).decode()
    begin, end = page.index("<table"), page.index("</table>")
    page = f"{page[:begin]}<table><tr><td>指 标</td><td>统计数</td></tr>{table}{page[end:]}"
    found = stored(read(tmp_path, page, "a.html"))
    assert {key: truth[str(key)] for key in found} == found
    assert len(found) >= len(truth) - 4  # money has no unit then


LINES = ["统计指标\t单位\t统计数", "（一）收到申请数\t件\t12", "1.当面申请数\t件\t4", "2.传真申请数\t件\t0",
         "3.网络申请数\t件\t8", "4.信函申请数\t件\t0", "（二）申请办结数\t件\t12", "1.按时办结数\t件\t12"]  # fmt: skip


def test_a_column_that_rises_row_by_row_numbers_them_though_no_head_says_so(tmp_path: Path) -> None:
    rows, truth = make(random.Random(11))
    lines = printed.tabs(rows)
    numbered = []
    for at, line in enumerate(lines[1:], 1):
        cells = line.split("\t")
        numbered.append("\t".join([*cells[:-1], str(at), cells[-1]]))
    assert stored(read(tmp_path, report(numbered))) == truth
    # where one falls back nothing says what the first figure is
    cells = numbered[20].split("\t")
    numbered[20] = "\t".join([*cells[:-2], "3", cells[-1]])
    assert {
        key: value for key, value in stored(read(tmp_path, report(numbered))).items() if value != truth[str(key)]
    } == {}


def test_a_blank_cell_between_the_unit_and_the_only_figure(tmp_path: Path) -> None:
    lines = [LINES[0], *(line.replace("件\t", "件\t\t") for line in LINES[1:])]
    assert stored(read(tmp_path, report(lines))) == stored(read(tmp_path, report(LINES))) != {}
    assert stored(read(tmp_path, report(["统计指标\t单位\t上年数\t前年数", *lines[1:]]))) == {}


def test_rows_with_a_single_blank_between_their_cells(tmp_path: Path) -> None:
    rows, truth = make(random.Random(12))
    lines = [line.replace("\t", " ") for line in printed.tabs(rows)]
    assert stored(read(tmp_path, report(lines))) == truth
    # a figure below its label: those without one beside them may have theirs below too
    at = next(at for at, line in enumerate(lines) if line[-1].isdigit())
    lines[at] = "\n".join(lines[at].rsplit(" ", 1))
    assert {
        key: value for key, value in stored(read(tmp_path, report(lines))).items() if value != truth[str(key)]
    } == {}


def test_labels_that_wrap_below_their_figures(tmp_path: Path) -> None:
    rows, truth = make(random.Random(13))
    lines = []
    for row in rows:
        label, more = row.label[:12], [row.label[at : at + 12] for at in range(12, len(row.label), 12)]
        lines += [f"{label:\u3000<13}  {row.unit}    {row.shown}", *more]
    found = stored(read(tmp_path, report(["统计指标             单位          统计数", *lines])))
    assert {key: value for key, value in found.items() if value != truth[str(key)]} == {}
    assert len(found) >= len(truth) - 2


def test_units_behind_the_figures(tmp_path: Path) -> None:
    rows, truth = make(random.Random(14))
    lines = [row.label if row.key is None else f"{row.label} {row.shown or '/'} {row.unit}" for row in rows]
    assert stored(read(tmp_path, report(lines))) == truth


@pytest.mark.parametrize("seed", [17, 18, 19])
def test_a_unit_on_a_line_of_its_own_below_a_label_that_wraps(tmp_path: Path, seed: int) -> None:
    rows, truth = make(random.Random(seed))
    lines = []
    for row in rows:
        *head, tail = [row.label[at : at + 12] for at in range(0, len(row.label), 12)]
        end = f"{row.unit} {row.shown}".strip()
        lines += [*head, tail, end] if head else [f"{tail} {end}"]
    found = stored(read(tmp_path, report(["统计指标 单位 统计数", *lines])))
    assert {key: value for key, value in found.items() if value != truth[str(key)]} == {}
    assert len(found) >= len(truth) - 2


def test_a_blank_row_that_others_stand_below(tmp_path: Path) -> None:
    lines = ["行政复议数量   件   2", "维持具体行政行为数   件   2", "行政诉讼数量   件", "维持具体行政行为   件   5"]
    found = stored(read(tmp_path, report([line.replace("\t", "   ") for line in LINES] + lines)))
    assert (found["reconsideration.upheld"], found["litigation.total"], found["litigation.upheld"]) == (2, None, 5)


def test_two_halves_side_by_side_with_blank_cells(tmp_path: Path) -> None:
    rows, truth = make(random.Random(15))
    lines = [line.replace("\t/", "\t") for line in printed.two_blocks(rows)]
    assert stored(read(tmp_path, report(lines))) == truth


def test_a_column_of_remarks_behind_the_figures(tmp_path: Path) -> None:
    rows, truth = make(random.Random(16))
    remarks = {4: "含转载", 9: "不含下属单位", 20: "3"}
    lines = [f"{line}\t{remarks.get(at, '')}" for at, line in enumerate(printed.tabs(rows)[1:])]
    assert stored(read(tmp_path, report(["统计指标\t单位\t统计数\t备注", *lines]))) == truth
    others = stored(read(tmp_path, report(["统计指标\t单位\t统计数\t上年数", *lines])))
    assert {key: value for key, value in others.items() if value != truth[str(key)]} == {}


def test_units_in_brackets_behind_the_labels(tmp_path: Path) -> None:
    rows, truth = make(random.Random(14))
    for unit in ("（{}）", "（单位：{}）"):
        lines = [f"{row.label}{unit.format(row.unit)}\t{row.shown}" if row.key else row.label for row in rows]
        assert stored(read(tmp_path, report(lines))) == truth


def test_rows_of_a_bodys_own_are_kept_under_their_label(tmp_path: Path) -> None:
    found = read(tmp_path, report([*LINES, "（三）现场接待咨询数\t人次\t31"]))
    (own,) = (fact for fact in found.facts if fact.metric is None)
    assert (own.text, str(own.value), own.unit) == ("（三）现场接待咨询数", "31", "人次")
    broken = read(tmp_path, report([*LINES, "其中：主要负责同志参加新闻\t次\t31"]))
    assert all(fact.metric for fact in broken.facts)


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("（一）维持具体行政行为数\t件\t3", {"reconsideration.upheld", "litigation.upheld"}),
        ("其他情形数\t件\t3", {"reconsideration.other", "litigation.other"}),
        ("2.延期办结数\t件\t3\t4", {"requests.closed.extended"}),
        ("（四）政府信息公开专项经费\t\t3", {"organisation.budget"}),
        ("2.延期办结数\t件\t不详", {"requests.closed.extended"}),
        ("2.延期办结数\t万元\t3", {"requests.closed.extended"}),
    ],
)
def test_what_cannot_be_told_is_a_gap(tmp_path: Path, line: str, keys: set[str]) -> None:
    found = read(tmp_path, report([*LINES, line]))
    assert not keys & stored(found).keys()
    assert {gap.metric for gap in found.gaps if gap.reason == "unsure"} == keys
    assert {gap.table for gap in found.gaps} == {None}


@pytest.mark.parametrize(
    ("heads", "at"),
    [
        (["区政府", "乡镇街道", "合计"], 2),
        (["上年", "本年"], 1),
        (["本期实际", "本年累计"], 1),
        (["区政府", "区直单位"], None),
        (["合计", "总计"], None),
    ],
)
def test_of_several_columns_the_bodys_own_whole_year(tmp_path: Path, heads: list[str], at: int | None) -> None:
    lines = ["\t".join(["统计指标", "单位", *heads])]
    for number, line in enumerate(LINES[1:]):
        label, unit, _ = line.split("\t")
        lines.append("\t".join([label, unit, *(str(10 * number + place) for place in range(len(heads)))]))
    found = stored(read(tmp_path, report(lines)))
    assert found.get("requests.received.online") == (None if at is None else 30 + at)


def test_a_row_printed_twice_with_other_figures_is_unsure(tmp_path: Path) -> None:
    found = read(tmp_path, report([*LINES, "当面申请数\t件\t5"]))
    assert "requests.received.in_person" not in stored(found)
    assert [gap.metric for gap in found.gaps] == ["requests.received.in_person"]


def test_a_row_left_out_of_the_national_edition_is_missing(tmp_path: Path) -> None:
    rows, _ = make(random.Random(1))
    found = read(tmp_path, report(printed.tabs([row for row in rows if row.key != "channel.wechat"])))
    assert [(gap.reason, gap.metric, gap.table) for gap in found.gaps] == [("row", "channel.wechat", None)]


def test_a_few_words_alike_make_no_form(tmp_path: Path) -> None:
    found = read(tmp_path, report(LINES[:4]))
    assert (found.form, stored(found)) == (None, {})


def test_the_form_as_an_annex_of_a_report_on_another_form(tmp_path: Path) -> None:
    made = figures.make(random.Random(3), "2019")
    text = figures.report([figures.tabs(rows) for rows in figures.grid(made)])
    found = read(tmp_path, text + "附件：政府信息公开情况统计表\n" + "\n".join(LINES) + "\n")
    assert found.form == "2019"
    forms = {fact.form for fact in found.facts if fact.metric == "requests.received.online"}
    assert forms == {"2008"}
    own = {(fact.metric, fact.party): fact.value for fact in found.facts if fact.form == "2019"}
    assert own == made.truth


@pytest.mark.parametrize("text", ["name = '2008'\n", 'name = "2008"\nother = 1\n'])
def test_a_wrong_form_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"x\.toml"):
        parse(text, "x.toml")


def test_every_row_of_the_form_is_of_a_metric_of_its_own() -> None:
    keys = [row.key for row in form().rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "head",
    [
        "青禾区教育局2016年政府信息公开情况统计表",
        "青禾区教育局政府信息公开情况统计表（2016年度）",
        "2016年度政府信息公开情况统计表\n填报单位：青禾区教育局",
        "政府信息公开情况统计表\n填报单位（盖章）：青禾区教育局\t\t统计年度：2016年",
        "政府信息公开情况统计表\n（2016年度）\n单位：青禾区教育局",
    ],
)
def test_the_form_by_itself_is_a_report(tmp_path: Path, head: str) -> None:
    found = read(tmp_path, head + "\n" + "\n".join(LINES) + "\n")
    assert (found.body, found.year) == ("青禾区教育局", 2016)
    assert any(fact.metric == "requests.received" and fact.value == 12 for fact in found.facts)


@pytest.mark.parametrize(
    "head",
    [
        "政府信息公开情况统计表\n单位：条",
        "青禾区教育局2016年第三季度政府信息公开情况统计表",
        "青禾区教育局2016年政府信息公开情况统计表填报说明",
        "青禾区教育局2016年政府信息公开情况统计表汇总",
    ],
)
def test_the_form_by_itself_without_body_or_year(tmp_path: Path, head: str) -> None:
    with pytest.raises(RefusedFile):
        read(tmp_path, head + "\n" + "\n".join(LINES) + "\n")
