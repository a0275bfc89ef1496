"""Tables in every layout: what is stored is what was printed, and what cannot be told is a gap."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.models import Report
from loaders import load
from tests.forms_of_figures import (
    Key,
    Made,
    broken,
    grid,
    make,
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
    "ragged_pipes": lambda rows, _: ragged_pipes(rows),
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


@pytest.mark.parametrize("seed", range(40))
def test_lines_lost_anywhere_contradict_nothing(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"lost{seed}")
    made = make(rng, rng.choice(("2019", "2021")))
    # One cell a line: lines lost within two rows leave one whole row, which nothing can tell.
    layouts = [layout for layout in LAYOUTS if not layout.startswith("one_cell")]
    lines = lay_out(made, rng.choice(layouts), rng).split("\n")
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
    assert [(gap.reason, gap.table, gap.metric, gap.party) for gap in found.gaps] == [
        ("row", 2, "outcome.rejected.publication", None)
    ]
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
