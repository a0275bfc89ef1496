"""What a printed report consists of: headings, paragraphs and tables with merged cells, in reading order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from loaders.readers.grid import Span
from tests.forms_of_figures import GROUPS_OF_ROWS, HEAD, OUTCOME_HEAD, Made, rows_of_two, small_tables

TITLE = "云岭市青禾区农业农村局2020年政府信息公开工作年度报告"
LABELS = 3
"""columns of table two before the figures"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of the cells that begin in them."""

    rows: Sequence[Sequence[Span]]
    heads: int
    """rows that are repeated on the next page, where they are"""


Block: TypeAlias = str | Table
"""a line of text, or a table"""


def table_one(made: Made) -> Table:
    """The stack of small tables in one grid of 12 columns, so that 2, 3 and 4 cells of a row are of equal width."""
    rows: list[list[Span]] = []
    for caption, heads, lines in small_tables(made):
        wide = 12 // (len(heads) + 1)
        rows.append([Span(caption, columns=12)])
        rows.append([Span(text, columns=wide) for text in ("信息内容", *heads)])
        rows += [[Span(text, columns=wide) for text in (label, *figures)] for label, figures in lines]
    return Table(rows=rows, heads=0)


def table_two(made: Made) -> Table:
    """Three columns of labels, of which the groups' are merged downward, and seven of figures."""
    corner = Span("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", rows=3, columns=LABELS)
    rows = [
        [corner, Span("申请人情况", columns=7)],
        [Span(HEAD[0], rows=2), Span("法人或其他组织", columns=5), Span(HEAD[-1], rows=2)],
        [Span(text) for text in HEAD[1:6]],
    ]
    lines = rows_of_two(made)
    results = [key for key, _, _ in lines if key.startswith("outcome.")]
    for key, labels, figures in lines:
        family = key.rpartition(".")[0]
        members = [each for each in results if each.startswith(f"{family}.")]
        cells: list[Span] = []
        if key == results[0]:
            cells.append(Span(GROUPS_OF_ROWS["outcome.granted"], rows=len(results)))
        if key not in results:
            cells.append(Span(labels[-1], columns=LABELS))
        elif family != "outcome":
            cells += [Span(labels[0], rows=len(members))] if key == members[0] else []
            cells.append(Span(labels[-1]))
        else:
            cells.append(Span(labels[-1], columns=LABELS - 1))
        rows.append([*cells, *map(Span, figures)])
    return Table(rows=rows, heads=3)


def table_three(made: Made) -> Table:
    """Fifteen columns of figures under three rows of heads, and no label beside them."""
    figures = [Span(str(value)) for value in made.three.values()]
    rows = [
        [Span("行政复议", columns=5), Span("行政诉讼", columns=10)],
        [
            *(Span(text, rows=2) for text in OUTCOME_HEAD),
            Span("未经复议直接起诉", columns=5),
            Span("复议后起诉", columns=5),
        ],
        [Span(text) for text in OUTCOME_HEAD * 2],
        figures,
    ]
    return Table(rows=rows, heads=3)


def blocks(made: Made, title: str = TITLE) -> list[Block]:
    """A whole report around the three tables."""
    return [
        title,
        "一、总体情况",
        "本局按要求开展工作，不断完善机制，方便群众查询。",
        "二、主动公开政府信息情况",
        table_one(made),
        "三、收到和处理政府信息公开申请情况",
        table_two(made),
        "四、政府信息公开行政复议、行政诉讼情况",
        table_three(made),
        "五、存在的主要问题及改进情况",
        "人手不足，下一步将加强培训。",
        "六、其他需要报告的事项",
        "没有需要报告的事项。",
    ]


def width_of(table: Table) -> int:
    """Columns of its grid."""
    return max(right for *_, right in placed(table))


def placed(table: Table) -> list[tuple[str, int, int, int, int]]:
    """Each cell as (text, first row, row behind its last, first column, column behind its last)."""
    taken: set[tuple[int, int]] = set()
    found = []
    for top, cells in enumerate(table.rows):
        left = 0
        for cell in cells:
            while (top, left) in taken:
                left += 1
            bottom, right = top + cell.rows, left + cell.columns
            taken |= {(row, column) for row in range(top, bottom) for column in range(left, right)}
            found.append((cell.text, top, bottom, left, right))
            left = right
    return found


def random_table(rng: random.Random) -> Table:
    """Cells merged at random, each with a label of its own."""
    height, width = rng.randint(1, 7), rng.randint(2, 9)
    taken: set[tuple[int, int]] = set()
    rows: list[list[Span]] = [[] for _ in range(height)]
    for top in range(height):
        for left in range(width):
            if (top, left) in taken:
                continue
            free = next((at for at in range(left, width) if (top, at) in taken), width) - left
            wide, high = rng.choice((1, 1, rng.randint(1, free))), rng.choice((1, 1, rng.randint(1, height - top)))
            taken |= {(row, column) for row in range(top, top + high) for column in range(left, left + wide)}
            rows[top].append(Span(f"甲{chr(0x4E00 + len(taken))}", high, wide))
    return Table(rows=rows, heads=0)
