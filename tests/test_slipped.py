"""Rows of table two that slipped, stand on two lines or twice: told where the sums leave one way, else not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loaders.models import Document, Line, Section
from loaders.tables import Tables, read_tables

HEAD = "项目\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
ROWS = {
    "一、本年新收政府信息公开申请数量\t\t": "9 2 0 0 1 0 12",
    "二、上年结转政府信息公开申请数量\t\t": "1 0 0 0 0 0 1",
    "三、本年度办理结果\t（一）予以公开\t": "4 1 0 0 0 0 5",
    "\t（二）部分公开\t": "2 0 0 0 0 0 2",
    "\t（四）无法提供\t1.本机关不掌握相关政府信息": "3 1 0 0 1 0 5",
    "\t\t2.没有现成信息需要另行制作": "0 0 0 0 0 0 0",
    "\t（七）总计\t": "9 2 0 0 1 0 12",
    "四、结转下年度继续办理\t\t": "1 0 0 0 0 0 1",
}


def rows(**other: str) -> list[str]:
    """The table's lines, with another text of the figures where one is given by the row's number."""
    return [
        f"{label}\t" + other.get(f"row{number}", figures.replace(" ", "\t"))
        for number, (label, figures) in enumerate(ROWS.items())
    ]


def read(texts: list[str]) -> Tables:
    lines = tuple(Line(number=number, text=text) for number, text in enumerate(["三、收到和处理申请", *texts, ""], 1))
    document = Document(path="a.txt", digest="", lines=lines)
    section = Section(number=3, heading=lines[0], lines=lines[1:])
    return read_tables(document, [Section(number=None, heading=None, lines=()), section], "青禾区统计局", 2021, "")


def told(tables: Tables, metric: str) -> dict[str | None, Decimal | None]:
    return {fact.party: fact.value for fact in tables.facts if fact.metric == metric}


def test_as_it_is() -> None:
    assert told(read([HEAD, *rows()]), "requests.received")["total"] == 12


def test_a_row_that_slipped_to_the_left() -> None:
    found = told(read([HEAD, *rows(row0="9\t2\t0\t1\t0\t12\t")]), "requests.received")
    assert found.get("other", 0) == 0
    assert "total" not in found
    assert found.get("natural_person", 9) == 9


def test_a_total_left_blank_is_blank() -> None:
    assert told(read([HEAD, *rows(row0="9\t2\t0\t0\t1\t0\t")]), "requests.received")["total"] is None


def test_a_row_on_two_lines() -> None:
    last = ["四、结转下年度继续办理\t\t\t1\t0", "0\t0\t0\t0\t1"]
    found = told(read([HEAD, *rows()[:-1], *last]), "requests.carried_out")
    assert found["total"] == 1
    assert found["natural_person"] == 1


def test_last_years_table_below() -> None:
    blank = "\t\t\t\t\t\t"
    this = rows(**{f"row{number}": blank for number in range(len(ROWS))})
    tables = read([HEAD, *this, "上年度", HEAD, *rows()])
    assert not [fact for fact in tables.facts if fact.value]


def test_columns_without_figures_left_out() -> None:
    narrow = [f"{label}\t" + "\t".join(f.split()[at] for at in (0, 1, 4, 5, 6)) for label, f in ROWS.items()]
    tables = read(["项目\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计", *narrow])
    assert told(tables, "requests.received").get("research", Decimal(0)) in (0, None)


def test_a_column_of_its_own_behind() -> None:
    tables = read([f"{HEAD}\t同比", *(f"{row}\t+3" for row in rows())])
    assert told(tables, "requests.received")["total"] == 12


def test_notes_at_figures() -> None:
    found = told(read([HEAD, *rows(row0="9①\t2\t0\t0\t1[1]\t0\t共12")]), "requests.received")
    assert [found[party] for party in ("natural_person", "legal_service", "total")] == [9, 1, 12]


def test_columns_in_another_order() -> None:
    head = "项目\t\t\t总计\t其他\t法律服务机构\t社会公益组织\t科研机构\t商业企业\t自然人"
    turned = [f"{label}\t" + "\t".join(reversed(figures.split())) for label, figures in ROWS.items()]
    found = told(read([head, *turned]), "requests.received")
    assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]


def gaps(tables: Tables, metric: str) -> set[str | None]:
    return {gap.party for gap in tables.gaps if gap.metric == metric and gap.reason == "unsure"}


MIXED = {"row1": "1\t\t0\t\t0\t\t1", "row3": "2\t\t\t0\t\t0\t2", "row5": "0\t\t0\t\t0\t\t"}
"""a table that leaves now this zero blank and now that one"""


def test_zeros_and_blanks_that_may_have_slipped_are_neither() -> None:
    tables = read([HEAD, *rows(**MIXED)])
    assert not told(tables, "outcome.unavailable.must_be_created")
    assert gaps(tables, "outcome.unavailable.must_be_created") == {None}
    assert told(tables, "requests.carried_in")["research"] == 0
    assert told(tables, "requests.carried_in")["business"] is None


def test_zeros_that_end_with_a_stroke_stand_where_they_do() -> None:
    found = told(read([HEAD, *rows(**MIXED | {"row5": "0\t\t0\t\t0\t\t-"})]), "outcome.unavailable.must_be_created")
    assert [found[party] for party in ("natural_person", "research", "total")] == [0, 0, None]
    assert found["business"] is None


def test_a_total_that_slipped_behind_a_lost_figure() -> None:
    tables = read([HEAD, *rows(row0="7\t2\t0\t0\t1\t12\t")])
    assert not told(tables, "requests.received")
    assert not told(read([HEAD, *rows(row0="9\t2\t0\t0\t1\t\t")]), "requests.received")


def test_two_years_side_by_side_are_neither() -> None:
    head = "项目\t\t\t" + "\t".join(HEAD.split("\t")[3:] * 2)
    both = [f"{row}\t8\t0\t0\t0\t0\t0\t8" for row in rows()]
    assert not read(["\t\t\t上年\t\t\t\t\t\t\t本年", head, *both]).facts
    turns = "\t\t\t" + "\t".join(["上年", "本年"] * 7)
    mixed = [row.rsplit("\t", 7)[0] + "".join(f"\t3\t{cell}" for cell in row.split("\t")[-7:]) for row in rows()]
    assert not read([HEAD.replace("\t自", "\t\t自"), turns, *mixed]).facts


def test_a_label_whose_end_stands_below_its_blanks_beside_the_figures() -> None:
    lines = rows()
    blank = "\t" * 7
    parted = [*lines[:3], f"\t（二）部分{blank}", f"\t公开\t{blank}", *lines[4:]]
    assert "outcome.partly_granted" not in {fact.metric for fact in read([HEAD, *parted]).facts if fact.value == 0}
    figures = lines[3].split("\t", 2)[2]
    parted = [*lines[:3], f"\t（二）部分\t{blank}", f"\t公开\t{figures}", *lines[4:]]
    assert told(read([HEAD, *parted]), "outcome.partly_granted")["natural_person"] == 2


def test_rows_lend_no_name_to_a_column_that_has_lost_its_head() -> None:
    head = HEAD.replace("\t其他", "")
    lines = [*rows()[:6], "\t（六）其他处理\t3.其他\t0\t0\t0\t0\t0\t0\t0", *rows()[6:]]
    found = told(read([head, *lines]), "requests.received")
    assert found.get("total", 12) == 12
    assert found.get("natural_person", 9) == 9


def test_a_row_that_goes_on_below_in_a_filled_up_line() -> None:
    last = ["四、结转下年度继续办理\t\t\t1\t\t\t\t\t\t", "\t\t\t\t\t0\t0\t0\t0\t1"]
    found = told(read([HEAD, *rows()[:-1], *last]), "requests.carried_out")
    assert found.get("total", 1) == 1
    assert found.get("research", 0) == 0


def test_a_column_of_its_own_between() -> None:
    head = HEAD.replace("\t商业企业", "\t占比\t商业企业")
    lines = [row.rsplit("\t", 6)[0] + "\t50%\t" + "\t".join(row.split("\t")[-6:]) for row in rows()]
    found = told(read([head, *lines]), "requests.received")
    assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]
    short = lines[0].replace("\t50%\t", "\t", 1)
    assert not told(read([head, short, *lines[1:]]), "requests.received")


def test_a_line_that_breaks_off_may_have_lost_its_total() -> None:
    found = told(read([HEAD, *rows(row7="1\t0\t0\t1")]), "requests.carried_out")
    assert found.get("total") != 1
    assert found.get("natural_person", 1) == 1
    assert told(read([HEAD, *rows(row0="9\t2\t1\t12")]), "requests.received")["total"] == 12


def test_columns_left_out_in_all_rows_and_not_in_the_head() -> None:
    narrow = [f"{label}\t" + "\t".join(f.split()[at] for at in (0, 1, 2, 3, 4, 6)) for label, f in ROWS.items()]
    found = told(read([HEAD, *(row.replace("\t0", "\t-") for row in narrow)]), "requests.carried_in")
    assert found.get("natural_person", 1) == 1
    assert not found.get("business")


def test_total_first_where_blank_ends_are_lost() -> None:
    head = "项目\t\t\t总计\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
    lines = []
    for label, figures in ROWS.items():
        *parts, total = figures.replace("0", "").split(" ")
        lines.append("\t".join([label, total, *parts]).rstrip("\t"))
    tables = read([head, *lines])
    assert told(tables, "requests.received").get("total", 12) == 12
    assert told(tables, "requests.received").get("natural_person", 9) == 9
    assert not [fact for fact in tables.facts if fact.party == "natural_person" and fact.value == 12]


def test_another_table_above_a_table_hardly_filled() -> None:
    blank = {f"row{number}": "" for number in range(1, len(ROWS))}
    tables = read(["甲表", HEAD, *rows(), "乙表", HEAD, *rows(row0="2\t\t\t\t\t\t2", **blank)])
    assert not [fact for fact in tables.facts if fact.value]


def test_figures_beside_the_label_of_a_group_may_be_one_of_its_rows() -> None:
    group = ["\t（六）其他处理\t\t0\t0\t0\t0\t0\t0\t0", "\t\t1.申请人无正当理由逾期不补正\t0\t0\t0\t0\t0\t0\t0"]
    tables = read([HEAD, *rows()[:6], *group, *rows()[6:]])
    assert not told(tables, "outcome.other_handling")
    assert told(tables, "outcome.other_handling.no_correction")["total"] == 0


def test_a_column_of_units_and_a_head_that_is_repeated_change_nothing() -> None:
    united = [row.rsplit("\t", 7)[0] + "\t件\t" + row.split("\t", len(row.split("\t")) - 7)[-1] for row in rows()]
    found = told(read([HEAD.replace("\t自", "\t单位\t自"), *united]), "requests.received")
    assert [found[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]
    assert told(read([HEAD, HEAD, *rows()]), "requests.received")["total"] == 12


def test_labels_of_several_rows_in_one_cell_name_none() -> None:
    lines = rows()
    lines[4] = lines[4].replace("\t3", "2.没有现成信息需要另行制作\t3", 1)
    found = read([HEAD, *lines])
    assert told(found, "outcome.unavailable.must_be_created").get("total", 0) == 0
    assert not told(found, "outcome.unavailable.not_held")


def test_a_mark_of_a_note_behind_a_figure() -> None:
    assert told(read([HEAD, *rows(row0="9¹\t2\t0\t0\t1\t0\t12²")]), "requests.received")["total"] == 12


def test_a_blank_beside_two_figures_in_one_cell_is_not_told() -> None:
    found = told(read([HEAD, *rows(row0="9\t2\t0\t0\t1 0\t\t12")]), "requests.received")
    assert "other" not in found
    assert "legal_service" not in found
    assert found.get("natural_person", 9) == 9


def test_figures_below_a_blank_row_are_not_passed_over() -> None:
    parted = [
        *rows()[:3],
        "三、本年度办理结果\t（二）部分公开\t\t\t\t\t\t\t\t",
        "三、本年度办理结果\t\t\t2\t0\t0\t0\t0\t0\t2",
    ]
    assert not [v for v in told(read([HEAD, *parted, *rows()[4:]]), "outcome.partly_granted").values() if v is None]


@pytest.mark.parametrize(
    ("figures", "parties"),
    [
        ("\t9\t2\t0\t0\t1\t0", ()),
        ("\t0\t0\t0\t2\t2\t3", ("business", "research", "legal_service")),
        ("\t9\t2\t0\t0\t1\t0\t0", ()),
        ("9\t2\t\t\t\t4", ()),
    ],
)
def test_a_blank_that_pushed_the_total_out_of_its_row(figures: str, parties: tuple[str, ...]) -> None:
    found = told(read([HEAD, *rows(row0=figures)]), "requests.received")
    assert "total" not in found
    assert not {"natural_person", "business"} & found.keys() or set(found) <= set(parties)


def test_a_row_that_slipped_is_known_by_the_sums_of_its_columns() -> None:
    # The last figure might be a total of a row that has a fault of its own, but for the columns.
    every = {f"row{number}": "0\t0\t0\t0\t0\t0\t0" for number in range(len(ROWS))}
    every |= {"row0": "4\t0\t0\t0\t0\t20\t24", "row2": "4\t0\t0\t0\t0\t0\t4", "row3": "0\t0\t0\t0\t0\t20\t20"}
    every["row6"] = every["row0"]
    assert told(read([HEAD, *rows(**every)]), "requests.received")["total"] == 24
    every["row0"] = "\t4\t0\t0\t0\t0\t20"
    assert told(read([HEAD, *rows(**every)]), "requests.received") == {}


HEADS_OF_THREE = [
    "行政复议\t\t\t\t\t行政诉讼",
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉",
    "\t\t\t\t\t" + "\t".join(["结果维持\t结果纠正\t其他结果\t尚未审结\t总计"] * 2),
]


@pytest.mark.parametrize(
    ("figures", "count"),
    [
        ("3 0 1 0 4 0 2 0 0 2 1 0 0 0 1", 15),
        ("3 0 1 0 5 0 2 0 0 2 1 0 0 0 1", 15),
        (" 3 0 1 0 4 0 2 0 0 2 1 0 0 0", 0),
        ("0 1 0 4 0 2 0 0 2 1 0 0 0 1 ", 0),
        ("3 0  1 0 4 0 2 0 0 2 1 0 0 0 ", 0),
    ],
)
def test_a_row_of_table_three_that_slipped(figures: str, count: int) -> None:
    lines = ["四、政府信息公开行政复议、行政诉讼情况", *HEADS_OF_THREE, figures.replace(" ", "\t")]
    numbered = tuple(
        Line(number=number, text=text) for number, text in enumerate([*lines, "", "五、问题", "无。", ""], 1)
    )
    document = Document(path="a.txt", digest="", lines=numbered)
    section = Section(number=4, heading=numbered[0], lines=numbered[1:6])
    found = read_tables(document, [Section(number=None, heading=None, lines=()), section], "青禾区统计局", 2021, "")
    assert len(found.facts) == count
