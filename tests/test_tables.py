"""Tables in every layout: what is stored is what was printed, and what cannot be told is a gap."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from index.models import Report
from loaders import load
from loaders.forms import parse
from tests.forms_of_figures import (
    OUTCOME_HEAD,
    Key,
    Made,
    bare_pipes,
    broken,
    drawn,
    flush_pipes,
    grid,
    make,
    markup,
    numbered_pipes,
    one_cell_a_line,
    pipes,
    ragged_pipes,
    report,
    rows_of_two,
    shifted,
    spaces,
    tabs,
)

LAYOUTS: dict[str, Callable[[list[list[str]], random.Random], list[str]]] = {
    "tabs": lambda rows, _: tabs(rows),
    "shifted": shifted,
    "one_cell_a_line": lambda rows, _: one_cell_a_line(rows),
    "one_cell_a_line_no_margin": lambda rows, _: one_cell_a_line(rows, ""),
    "pipes": lambda rows, _: pipes(rows),
    "bare_pipes": lambda rows, _: bare_pipes(rows),
    "ragged_pipes": lambda rows, _: ragged_pipes(rows),
    "flush_pipes": lambda rows, _: flush_pipes(rows),
    "drawn": lambda rows, _: drawn(rows),
    "markup": lambda rows, _: markup(rows),
    "wide_spaces": lambda rows, _: spaces(rows, "    "),
    "single_spaces": lambda rows, _: spaces(rows),
    "broken_labels": broken,
}


def read(folder: Path, text: str, name: str = "report.txt") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return load(str(path))


def stored(found: Report) -> dict[Key, object]:
    return {(fact.metric or "", fact.party): fact.value for fact in found.facts if fact.kind == "table"}


def wrong(found: Report, made: Made) -> list[str]:
    """Stored facts that say something else than the truth; a blank read as nothing is none."""
    bad = []
    for (metric, party), value in stored(found).items():
        true = made.truth.get((metric, party), "no such cell")
        if value != true and not (value is None and true == 0):
            bad.append(f"{metric} {party}: {value} for {true}")
    return bad


def lay_out(made: Made, layout: str, rng: random.Random) -> str:
    tables = [LAYOUTS[layout](rows, rng) for rows in grid(made)]
    return report(tables)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(6))
def test_every_layout_gives_every_cell(layout: str, form: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"{layout}{form}{seed}")
    made = make(rng, form)
    found = read(tmp_path, lay_out(made, layout, rng))
    assert wrong(found, made) == []
    assert stored(found).keys() == made.truth.keys()
    assert found.form == form
    assert found.gaps == ()
    assert found.warnings == ()


@pytest.mark.parametrize("layout", ["tabs", "shifted", "pipes", "one_cell_a_line"])
@pytest.mark.parametrize("seed", range(10))
def test_blank_cells_stay_blank(layout: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"blank{layout}{seed}")
    made = make(rng, blanks=True)
    found = read(tmp_path, lay_out(made, layout, rng))
    told = stored(found)
    assert [key for key, value in told.items() if value != made.truth[key]] == []
    if layout in ("tabs", "pipes"):
        assert told.keys() == made.truth.keys()


@pytest.mark.parametrize("layout", [*LAYOUTS])
@pytest.mark.parametrize("seed", range(12))
def test_surplus_and_missing_figures_give_no_wrong_cell(layout: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"surplus{layout}{seed}")
    made = make(rng)
    one, two, three = grid(made)
    for row in rng.sample(two[3:], 4):
        figures = len(row) - 7
        if rng.random() < 0.5:
            row.insert(rng.randrange(figures, len(row) + 1), str(rng.choice((0, 0, 1, 7))))
        else:
            zeros = [at for at in range(figures, len(row) - 1) if row[at] == "0"]
            if zeros:
                del row[rng.choice(zeros)]
    found = read(tmp_path, report([LAYOUTS[layout](rows, rng) for rows in (one, two, three)]))
    assert wrong(found, made) == []
    assert len(stored(found)) > len(made.truth) - 7 * 4 - 1


def surplus_among_blanks(seed: int, folder: Path) -> tuple[Report, Made]:
    """Rows with cells left blank and one figure too many."""
    rng = random.Random(f"among{seed}")
    made = make(rng, blanks=True)
    layout = rng.choice(["tabs", "shifted", "pipes", "one_cell_a_line"])
    one, two, three = grid(made)
    for row in rng.sample(two[3:], rng.choice((1, 2, 4))):
        row.insert(rng.randrange(len(row) - 7, len(row) + 1), str(rng.choice((0, 0, 1, 7))))
    return read(folder, report([LAYOUTS[layout](rows, rng) for rows in (one, two, three)])), made


def false_figures(found: Report, made: Made) -> list[str]:
    """Figures stored that are not those printed; nothing and a blank are one here."""
    told = stored(found).items()
    return [f"{key}: {value}" for key, value in told if (value or 0) != (made.truth.get(key, -1) or 0)]


@pytest.mark.parametrize("seed", range(25))
def test_a_surplus_figure_among_blank_cells_gives_no_wrong_figure(seed: int, tmp_path: Path) -> None:
    found, made = surplus_among_blanks(seed, tmp_path)
    assert false_figures(found, made) == []
    assert len(stored(found)) > 60


@pytest.mark.slow
def test_many_surplus_figures_among_blank_cells(tmp_path: Path) -> None:
    wrong_ones = {seed: false_figures(*surplus_among_blanks(seed, tmp_path)) for seed in range(2000)}
    assert {seed: each for seed, each in wrong_ones.items() if each} == {}


@pytest.mark.parametrize("layout", [*LAYOUTS])
@pytest.mark.parametrize("seed", range(25))
def test_a_file_cut_anywhere_contradicts_nothing(layout: str, seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"cut{layout}{seed}")
    made = make(rng, rng.choice(("2019", "2021")))
    text = lay_out(made, layout, rng)
    start = text.index("总体情况") + 6
    found = read(tmp_path, text[: rng.randrange(start, len(text))])
    assert wrong(found, made) == []
    known = stored(found).keys() | {(gap.metric or "", gap.party) for gap in found.gaps}
    assert len(known) + len(found.gaps) > 0


@pytest.mark.parametrize("seed", range(60))
def test_lines_lost_anywhere_contradict_nothing(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"lost{seed}")
    made = make(rng, rng.choice(("2019", "2021")))
    lines = lay_out(made, rng.choice([*LAYOUTS]), rng).split("\n")
    first = rng.randrange(8, len(lines) - 8)
    del lines[first : first + rng.randrange(1, 12)]
    assert wrong(read(tmp_path, "\n".join(lines)), made) == []


@pytest.mark.parametrize("layout", ["tabs", "single_spaces", "one_cell_a_line"])
def test_rows_left_out_are_gaps(layout: str, tmp_path: Path) -> None:
    rng = random.Random(layout)
    made = make(rng)
    one, two, three = grid(made)
    keys = [key for key, _, _ in rows_of_two(made)]
    lost = keys.index("outcome.rejected.publication")
    del two[3 + lost]
    found = read(tmp_path, report([LAYOUTS[layout](rows, rng) for rows in (one, two, three)]))
    gaps = [("row", 2, "outcome.rejected.publication", None)]
    if layout == "one_cell_a_line":
        # Lines may be lost between this row and the next: its figures may be of two rows.
        gaps = [("unsure", 2, "outcome.rejected.repeated", None), *gaps]
    assert [(gap.reason, gap.table, gap.metric, gap.party) for gap in found.gaps] == gaps
    assert wrong(found, made) == []


@pytest.mark.parametrize("absent", [1, 2, 3])
def test_absent_tables_are_gaps(absent: int, tmp_path: Path) -> None:
    made = make(random.Random(absent))
    tables = [tabs(rows) if number != absent else [] for number, rows in enumerate(grid(made), 1)]
    found = read(tmp_path, report(tables))
    assert [(gap.reason, gap.table, gap.metric) for gap in found.gaps] == [("table", absent, None)]
    heading = "二三四"[absent - 1] + "、"
    assert found.text.split("\n")[found.gaps[0].line - 1].startswith(heading)
    assert wrong(found, made) == []


OUTCOME_ROW = "\t".join(OUTCOME_HEAD)
TRACKS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def fives(made: Made) -> list[list[str]]:
    figures = [str(value) for value in made.three.values()]
    return [figures[0:5], figures[5:10], figures[10:15]]


def _split(made: Made) -> list[str]:
    first, second, third = fives(made)
    tracks = ["行政诉讼", "未经复议直接起诉\t\t\t\t\t复议后起诉"]
    return [
        "行政复议",
        OUTCOME_ROW,
        "\t".join(first),
        *tracks,
        f"{OUTCOME_ROW}\t{OUTCOME_ROW}",
        "\t".join(second + third),
    ]


def _three_tables(made: Made) -> list[str]:
    return [
        line
        for track, figures in zip(TRACKS, fives(made), strict=True)
        for line in (track, OUTCOME_ROW, "\t".join(figures))
    ]


def _three_rows(made: Made) -> list[str]:
    labels = ("行政复议", "行政诉讼\t未经复议直接起诉", "\t复议后起诉")
    rows = [f"{label}\t" + "\t".join(figures) for label, figures in zip(labels, fives(made), strict=True)]
    return ["类别\t" + OUTCOME_ROW, *rows]


def _from_top_to_bottom(made: Made) -> list[str]:
    lines = []
    for track, figures in zip(("行政复议", "行政诉讼\n未经复议直接起诉", "复议后起诉"), fives(made), strict=True):
        lines += track.split("\n") + [f"{name}\t{value}" for name, value in zip(OUTCOME_HEAD, figures, strict=True)]
    return lines


def _one_head(made: Made) -> list[str]:
    head = "\t".join(track + name for track in TRACKS for name in OUTCOME_HEAD)
    return [head, "\t".join(str(value) for value in made.three.values())]


def _without_head(made: Made) -> list[str]:
    return ["持\t正\t果\t结", "\t".join(str(value) for value in made.three.values())]


@pytest.mark.parametrize(
    "layout",
    [_split, _three_tables, _three_rows, _from_top_to_bottom, _one_head, _without_head],
    ids=lambda f: f.__name__,
)
@pytest.mark.parametrize("seed", range(4))
def test_table_three_in_every_shape(layout: Callable[[Made], list[str]], seed: int, tmp_path: Path) -> None:
    made = make(random.Random(seed))
    one, two, _ = grid(made)
    found = read(tmp_path, report([tabs(one), tabs(two), layout(made)]))
    assert stored(found) == made.truth
    assert found.gaps == ()


def test_fifteen_figures_without_a_head_must_add_up(tmp_path: Path) -> None:
    made = make(random.Random(2))
    one, two, _ = grid(made)
    found = read(tmp_path, report([tabs(one), tabs(two), ["\t".join("1" * 15)]]))
    assert [(gap.reason, gap.table) for gap in found.gaps] == [("table", 3)]


def _labels_first(made: Made) -> list[str]:
    rows = rows_of_two(made)
    return [label for _, labels, _ in rows for label in labels] + ["\t".join(figures) for _, _, figures in rows]


def _one_sign_a_line(made: Made) -> list[str]:
    lines = []
    for _, labels, figures in rows_of_two(made):
        lines += [*(labels[0] if len(labels) > 1 else ""), " ".join([labels[-1], *figures])]
    return lines


def _figures_within_the_label(made: Made) -> list[str]:
    lines = []
    for _, (*_, label), figures in rows_of_two(made):
        cut = 10 if len(label) > 12 and "区分" not in label else len(label)
        lines += [label[:cut], " ".join(figures), *([label[cut:]] if label[cut:] else [])]
    return lines


def _numbered(made: Made) -> list[str]:
    return ["\t".join([str(n), *labels, *figures]) for n, (_, labels, figures) in enumerate(rows_of_two(made), 1)]


def _page_between(made: Made) -> list[str]:
    rows = tabs([[*labels, *figures] for _, labels, figures in rows_of_two(made)])
    head = "\t\t本年新收件数\t上年结转件数\t予以公开\t部分公开\t不予公开\t无法提供\t合计"
    return [*rows[:9], "— 4 —", "", head, *rows[9:15], "17", *rows[15:]]


@pytest.mark.parametrize(
    "layout",
    [_labels_first, _one_sign_a_line, _figures_within_the_label, _numbered, _page_between],
    ids=lambda layout: layout.__name__,
)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_table_two_as_other_programs_leave_it(layout: Callable[[Made], list[str]], form: str, tmp_path: Path) -> None:
    made = make(random.Random(form), form)
    one, two, three = grid(made)
    found = read(tmp_path, report([tabs(one), [*tabs(two[:3]), *layout(made)], tabs(three)]))
    assert wrong(found, made) == []
    assert stored(found) == made.truth
    assert found.gaps == ()


def test_figures_apart_from_too_few_labels_are_not_guessed(tmp_path: Path) -> None:
    made = make(random.Random(8))
    one, two, three = grid(made)
    lines = _labels_first(made)
    del lines[4]
    found = read(tmp_path, report([tabs(one), [*tabs(two[:3]), *lines], tabs(three)]))
    assert not [fact for fact in found.facts if fact.source.table == 2]


def test_only_a_total_column(tmp_path: Path) -> None:
    made = make(random.Random(4))
    one, _, three = grid(made)
    rows = ["申请情况\t数量", *("\t".join([*labels, figures[-1]]) for _, labels, figures in rows_of_two(made))]
    found = read(tmp_path, report([tabs(one), rows, tabs(three)]))
    told = {key: value for key, value in stored(found).items() if key[1] is not None}
    assert told == {key: value for key, value in made.truth.items() if key[1] == "total"}


@pytest.mark.parametrize("lost", ["二、主动", "三、收到", "四、政府"])
def test_a_table_is_known_by_its_rows_where_its_heading_is_lost(lost: str, tmp_path: Path) -> None:
    made = make(random.Random(lost))
    text = report([tabs(rows) for rows in grid(made)])
    found = read(tmp_path, "\n".join(line for line in text.split("\n") if not line.startswith(lost)))
    assert stored(found) == made.truth


def test_a_row_printed_twice_with_other_figures_is_unsure(tmp_path: Path) -> None:
    made = make(random.Random(6))
    one, two, three = grid(made)
    again = ["二、上年结转政府信息公开申请数量", *"1000001"]
    found = read(tmp_path, report([tabs(one), tabs([*two[:6], again, *two[6:]]), tabs(three)]))
    assert ("unsure", "requests.carried_in", None) in {(gap.reason, gap.metric, gap.party) for gap in found.gaps}
    assert wrong(found, made) == []


EMPTY_FORM = 'name = "2030"\nitem = []\n[columns]\n[subjects]\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('name = "2030"', "missing"),
        (
            EMPTY_FORM + 'x = { label = "甲" }\n[[row]]\nkey = "outcome.total"\nlabel = "甲"\nwhole = ["甲"]',
            "x: no label",
        ),
        (EMPTY_FORM + '[[row]]\nkey = "no.such"\nlabel = "甲"\npieces = ["甲"]', "no metric"),
        (EMPTY_FORM + '[[row]]\nkey = "outcome.total"\nlabel = "甲"\npeices = ["甲"]', "outcome.total: unknown peices"),
    ],
)
def test_a_wrong_form_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(text, "2030.toml")


@pytest.mark.parametrize(
    ("head", "cell", "amount"),
    [
        ("采购总金额（万元）", "12.5", "125000"),
        ("采购总金额(单位：万元，保留4位小数)", "0.0001", "1"),
        ("采购总金额/万元", "12.5", "125000"),
        ("采购总金额（百万元）", "1.25", "1250000"),
        ("采购总金额（亿元）", "0.3", "30000000"),
        ("采购总金额（元）", "12.5", "12.5"),
        ("采购总金额（单位：元）", "1,234.50", "1234.50"),
        ("采购总金额", "12.5万元", "125000"),
        ("采购总金额", "46.6527 万元", "466527"),
        ("采购总金额（万元）", "99元", "99"),
        ("采购总金额（万元）", "0", "0"),
        ("采购总金额", "0", "0"),
        ("采购总金额", "12.5", None),
        ("采购总金额（多元采购）", "12.5", None),
        ("采购总金额（万元）", "12件", None),
        ("采购总金额（万元）", "-3", None),
        ("采购总金额（万元）", "无", "0"),
        ("采购总金额（万元）", "不详", None),
    ],
)
def test_money_by_the_unit_in_the_cell_or_the_head(head: str, cell: str, amount: str | None, tmp_path: Path) -> None:
    made = make(random.Random(1))
    one, two, three = grid(made)
    one[-2][-1], one[-1][-1] = head, cell
    found = read(tmp_path, report([tabs(rows) for rows in (one, two, three)]))
    told = stored(found)
    key = ("procurement.amount", None)
    if amount is None:
        assert key not in told
        assert [(gap.reason, gap.metric) for gap in found.gaps] == [("unsure", key[0])]
    else:
        assert told[key] == Decimal(amount)
        assert found.gaps == ()


@pytest.mark.parametrize("cell", ["5%", "3万元", "-1", "1.5", "O", "3\ufffd", "1 2", "？"])
def test_what_is_no_number_of_requests_is_unsure(cell: str, tmp_path: Path) -> None:
    made = make(random.Random(1))
    one, two, three = grid(made)
    two[3][2] = cell
    found = read(tmp_path, report([tabs(rows) for rows in (one, two, three)]))
    assert ("requests.received", "business") not in stored(found)
    assert ("unsure", "requests.received", "business") in {(gap.reason, gap.metric, gap.party) for gap in found.gaps}
    assert stored(found)["requests.received", "total"] == made.truth["requests.received", "total"]


@pytest.mark.parametrize("letter", ["O", "o", "○"])
def test_a_letter_is_a_zero_where_the_row_adds_up(letter: str, tmp_path: Path) -> None:
    made = make(random.Random(1))
    one, two, three = ([[letter if cell == "0" else cell for cell in row] for row in rows] for rows in grid(made))
    assert stored(read(tmp_path, report([tabs(rows) for rows in (one, two, three)]))) == made.truth


def test_marks_of_markdown_are_not_of_the_text(tmp_path: Path) -> None:
    made = make(random.Random(1))
    one, two, three = grid(made)
    for row in (*one, *two[3:]):
        row[-3:] = [f"**{cell}**" if cell.isdigit() else cell.replace("-", "\\-") for cell in row[-3:]]
    two[8] = [two[8][0].replace("2.", "2\\."), *two[8][1:]]
    found = read(tmp_path, report([pipes(rows) for rows in (one, two, three)]), "report.md")
    assert stored(found) == made.truth


def test_figures_that_a_program_took_for_formulas(tmp_path: Path) -> None:
    made = make(random.Random(2))
    one, two, three = grid(made)
    for row in (*one, *two[3:], three[-1]):
        row[:] = [f"$ {cell} $" if cell.isdigit() else cell for cell in row]
    found = read(tmp_path, report([pipes(rows) for rows in (one, two, three)]), "report.md")
    assert stored(found) == made.truth


@pytest.mark.parametrize("heads", [3, 2])
def test_table_three_left_blank(heads: int, tmp_path: Path) -> None:
    made = make(random.Random(3))
    one, two, three = grid(made)
    rows = [*three[:heads], [""] * 15]
    markup_of_three = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    text = report([tabs(one), tabs(two), [f"<table>{markup_of_three}</table>"]])
    found = {key: value for key, value in stored(read(tmp_path, text)).items() if key[0] in made.three}
    assert found == ({(key, None): None for key in made.three} if heads == 3 else {})


def test_the_file_ends_in_a_figure_of_table_one(tmp_path: Path) -> None:
    made = make(random.Random(1))
    text = report([tabs(rows) for rows in grid(made)])
    at = text.index("第二十条第（五）项")
    cut = text[: at - 1]
    ended, broken_off = read(tmp_path, cut + "\n"), read(tmp_path, cut)
    key = ("normative_documents.public_total", None)
    assert stored(ended)[key] == made.truth[key]
    assert key not in stored(broken_off)
    assert (
        stored(broken_off)["normative_documents.published", None] == made.truth["normative_documents.published", None]
    )


def tables_of(made: Made, change: Callable[[list[list[str]], list[list[str]]], None]) -> str:
    """A report in tab rows after a change to its tables one and two."""
    one, two, three = grid(made)
    change(one, two)
    return report([tabs(rows) for rows in (one, two, three)])


def test_a_note_behind_a_label_of_table_one(tmp_path: Path) -> None:
    made = make(random.Random(1))

    def noted(one: list[list[str]], _: list[list[str]]) -> None:
        one[2][0] += "(由设区的市填写)"
        one[3][0] += "（包括决定、公告,以及以“办法”为题的公文）"

    found = read(tmp_path, tables_of(made, noted))
    assert stored(found) == made.truth


def test_a_part_of_a_row_is_not_the_row(tmp_path: Path) -> None:
    made = make(random.Random(1))

    def parted(one: list[list[str]], _: list[list[str]]) -> None:
        one[3][0] += "（其中：联合发文）"

    found = read(tmp_path, tables_of(made, parted))
    assert ("normative_documents.issued", None) not in stored(found)


def test_an_unknown_row_in_place_of_one_of_the_form_is_no_row_of_the_body(tmp_path: Path) -> None:
    made = make(random.Random(1))

    def renamed(one: list[list[str]], _: list[list[str]]) -> None:
        one[3][0] = "各类发文"

    found = read(tmp_path, tables_of(made, renamed))
    assert [fact for fact in found.facts if fact.metric is None and fact.kind == "table"] == []


def test_heads_of_table_one_broken_over_two_lines(tmp_path: Path) -> None:
    made = make(random.Random(1))

    def broken_head(one: list[list[str]], _: list[list[str]]) -> None:
        assert one[1][1:] == ["本年新制作数量", "本年新公开数量", "对外公开总数量"]
        one[1:2] = [["信息内容", "本年新", "本年新", "对外公开总数量"], ["", "制作数量", "公开数量", ""]]

    found = read(tmp_path, tables_of(made, broken_head))
    assert stored(found) == made.truth

    def lost_head(one: list[list[str]], _: list[list[str]]) -> None:
        one[1] = ["信息内容", "本年新", "", "对外公开总数量"]

    assert ("regulations.issued", None) not in stored(read(tmp_path, tables_of(made, lost_head)))


@pytest.mark.parametrize("seed", range(3))
def test_tabs_and_blanks_mixed_give_no_wrong_cell(seed: int, tmp_path: Path) -> None:
    rng, made = random.Random(seed), make(random.Random(seed), ("2019", "2021")[seed % 2], blanks=True)

    def mixed(row: list[str]) -> str:
        return "".join(cell + rng.choice(("\t", "  ", " \t")) for cell in row)

    found = read(tmp_path, report([[mixed(row) for row in rows] for rows in grid(made)]))
    assert not wrong(found, made)
    assert len(stored(found)) > 60


def test_a_figure_that_ran_into_its_label(tmp_path: Path) -> None:
    made = make(random.Random(1), "2019")
    for row in (one := grid(made)[0]):
        if row[0].startswith("其他对外"):
            row[:2] = [row[0] + row[1], ""]
    found = read(tmp_path, report([tabs(rows) for rows in (one, *grid(made)[1:])]))
    assert not wrong(found, made)
    assert not any(metric == "other_services.previous_items" for metric, _ in stored(found))


def test_a_label_that_ends_below_its_figures(tmp_path: Path) -> None:
    made = make(random.Random(1))
    rows = [line.rstrip() for line in spaces(grid(made)[1], "    ")]
    at = next(at for at, line in enumerate(rows) if "（一）予以公开" in line)
    rows[at : at + 1] = [rows[at].replace("予以公开", "予"), "以公开"]
    at = next(at for at, line in enumerate(rows) if "不掌握相关" in line)
    rows[at : at + 1] = [rows[at].replace("不掌握相关政府信息", "不"), "掌握相关政府信息"]
    one, _, three = grid(made)
    found = read(tmp_path, report([tabs(one), rows, tabs(three)]))
    assert stored(found) == made.truth


FILLED_UP = (Path(__file__).with_name("reports") / "filled_up_lines.txt").read_text(encoding="utf-8")


def test_cells_below_their_heads_are_in_their_columns_only_while_every_row_is(tmp_path: Path) -> None:
    assert stored(read(tmp_path, FILLED_UP))["outcome.denied.forbidden_by_law", "legal_service"] == 0
    slipped = FILLED_UP.replace("公开申请数量\t\t\t3\t", "公开申请数量\t\t3\t\t")
    assert slipped != FILLED_UP
    # 结转 has one zero between blanks: the total, or that of a column whose total is blank.
    told = stored(read(tmp_path, slipped))
    assert ("requests.carried_in", "total") not in told
    assert ("requests.carried_in", "legal_service") not in told


def test_a_label_that_only_begins_as_another_is_not_its_row(tmp_path: Path) -> None:
    told = stored(read(tmp_path, FILLED_UP.replace("2.逾期未缴费", "2.逾期未领取")))
    assert not [key for key, _ in told if key == "outcome.other_handling.unpaid_fee"]


def test_a_figure_beside_the_heads_of_table_one_is_in_no_column(tmp_path: Path) -> None:
    text = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\t\n规章\t0\t0\t0\t\n行政规范性文件\t2\t\t5\t{}"
    found = stored(read(tmp_path, report([[text.format("")], [], []])))
    assert (found["normative_documents.repealed", None], found["normative_documents.in_force", None]) == (None, 5)
    found = stored(read(tmp_path, report([[text.format("7")], [], []])))
    assert ("normative_documents.in_force", None) not in found


@pytest.mark.parametrize("seed", range(4))
def test_a_report_that_has_lost_its_line_ends(seed: int, tmp_path: Path) -> None:
    made = make(random.Random(seed))
    text = lay_out(made, "tabs", random.Random(seed))
    found = read(tmp_path, " ".join(text.split()))
    assert wrong(found, made) == []
    assert stored(found).keys() == made.truth.keys()
    assert len(found.notes) == 1


def test_tables_of_markup_within_a_text_are_rows_and_what_stands_around_is_kept(tmp_path: Path) -> None:
    made = make(random.Random(1))
    one, two, three = grid(made)
    text = report([pipes(one), markup(two), markup(three)])
    for cut, wanted in ((len(text), made.truth.keys()), (text.index("</table>") - 40, None)):
        found = read(tmp_path, f"</table>{text[:cut]}", "report.md")
        assert wrong(found, made) == []
        assert wanted is None or stored(found).keys() == wanted


@pytest.mark.parametrize("before", [False, True])
def test_a_subtotal_of_the_organisations_is_no_total(before: bool, tmp_path: Path) -> None:
    made = make(random.Random(3))
    one, two, three = grid(made)
    at = 1 if before else 6
    for row in two[3:]:
        figures = row[-7:]
        subtotal = str(sum(int(figure) for figure in figures[1:6]))
        row[-7:] = [*figures[:at], subtotal, *figures[at:]]
    two[2].insert(2 if before else 7, "小计")
    two[1].insert(3, "")
    found = read(tmp_path, report([tabs(rows) for rows in (one, two, three)]))
    assert wrong(found, made) == []
    assert stored(found).keys() == made.truth.keys()


def test_labels_joined_to_one(tmp_path: Path) -> None:
    made = make(random.Random(2))
    one, two, three = grid(made)
    group = ""
    for row in two[3:]:
        labels = row[:-7]
        group = labels[0] or group
        row[:-7] = [" / ".join(label for label in (group, *labels[1:]) if label)]
    found = read(tmp_path, report([tabs(rows) for rows in (one, two, three)]))
    assert wrong(found, made) == []
    assert stored(found).keys() == made.truth.keys()


def test_columns_printed_twice_say_the_same_or_are_unsure(tmp_path: Path) -> None:
    made = make(random.Random(5))
    tables = grid(made)
    for row in tables[0][-5:]:
        row += row[-1:] if len(row) > 1 else []
    for other in (False, True):
        if other:
            tables[0][-1][-1] = "7"
        found = read(tmp_path, report([tabs(rows) for rows in tables]))
        assert wrong(found, made) == []
        assert (("procurement.amount", None) in stored(found)) is not other


def test_lines_that_a_program_has_numbered(tmp_path: Path) -> None:
    made = make(random.Random(4))
    found = read(tmp_path, report([numbered_pipes(rows) for rows in grid(made)]), "report.md")
    assert wrong(found, made) == []
    assert {key for key in stored(found) if key[1] is None} >= {("reconsideration.total", None)}


@pytest.mark.parametrize("layout", ["pipes", "bare_pipes"])
def test_blanks_between_zeros_stand_below_their_heads(layout: str, tmp_path: Path) -> None:
    one, two, three = grid(make(random.Random(8)))
    for row in two[3:]:
        row[-7:] = ["0", "", "", "", "", "", "0"]
    found = read(tmp_path, report([LAYOUTS[layout](rows, random.Random()) for rows in (one, two, three)]), "a.md")
    told = {key: value for key, value in stored(found).items() if key[0].startswith("requests.")}
    assert {party for (_, party), value in told.items() if value == 0} == {"natural_person", "total"}
    assert len(told) == 21


def test_none_in_words_is_nothing(tmp_path: Path) -> None:
    made = make(random.Random(6))
    tables = grid(made)
    for rows in tables:
        for row in rows:
            row[:] = ["无" if cell == "0" else cell for cell in row]
    found = read(tmp_path, report([tabs(rows) for rows in tables]))
    assert stored(found) == made.truth
