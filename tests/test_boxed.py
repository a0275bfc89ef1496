"""Grid tables of plain text with merged cells: read as they are drawn, or not at all."""

from __future__ import annotations

from loaders.models import Line
from loaders.readers.boxed import put_together

GRID = """\
+-------------------+-------------+
| 第二十条第（一）  | 数量        |
| 项                +------+------+
|                   | 制发 | 废止 |
+----------+--------+------+------+
| 文件     | 规章   | 3    | 1    |
|          +--------+------+------+
|          | 规范性 | 12   |      |
|          | 文件   |      |      |
+----------+--------+------+------+"""


def lines_of(text: str) -> list[Line]:
    return [Line(number=at, text=line) for at, line in enumerate(text.split("\n"), 1)]


def test_merged_cells() -> None:
    made = put_together(lines_of(GRID))
    assert [line.number for line in made] == list(range(1, 11))
    assert [(line.number, line.text, line.columns) for line in made if line.text] == [
        (2, "第二十条第（一）项\t数量", (0, 2)),
        (4, "制发\t废止", (2, 3)),
        (6, "文件\t规章\t3\t1", (0, 1, 2, 3)),
        (8, "规范性文件\t12\t", (1, 2, 3)),
    ]


def test_drawn_with_box_characters() -> None:
    drawn = GRID.replace("+", "┼").replace("-", "─").replace("|", "│")
    drawn = "\n".join("├" + line[1:-1] + "┤" if line[0] == "┼" else line for line in drawn.split("\n"))
    assert [line.text for line in put_together(lines_of(drawn))][5] == "文件\t规章\t3\t1"


def test_lines_that_do_not_meet_tell_nothing() -> None:
    broken = GRID.replace("| 规章   | 3    | 1    |", "| 规章   | 3    1       |")
    made = put_together(lines_of(broken))
    assert not any(sign.isdigit() for line in made for sign in line.text)


def test_two_figures_in_a_cell_are_none() -> None:
    two = GRID.replace("|          | 文件   |      |      |", "|          | 文件   | 7    |      |")
    assert not any(sign.isdigit() for line in put_together(lines_of(two)) for sign in line.text)


def test_tables_of_whole_rules_stay() -> None:
    whole = lines_of("+------+----+\n| 规章 | 3  |\n+------+----+\n| 文件 | 4  |\n+------+----+")
    assert put_together(whole) == whole
