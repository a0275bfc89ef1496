"""Made-up statistics forms of 2008, and the ways in which reports print them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from index.metrics import catalogue
from loaders.forms.statistics import form
from loaders.readers.grid import Span
from tests.printed.blocks import Block, Table

TITLE = "云岭市青禾区农业农村局2016年政府信息公开工作年度报告"
GROUPS = {
    "disclosed.total": "一、主动公开情况",
    "channel.gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "response.hot_topics": "二、回应解读情况",
    "requests.received": "三、依申请公开情况",
    "organisation.units": "八、机构建设和保障经费情况",
    "training.meetings": "九、政府信息公开会议和培训情况",
}


@dataclass(frozen=True)
class Row:
    """One printed row; key None: a group's head."""

    key: str | None
    label: str
    unit: str
    shown: str


def make(rng: random.Random) -> tuple[list[Row], dict[str, int | None]]:
    """(rows, the true figure of each metric; None: left blank)."""
    rows: list[Row] = []
    truth: dict[str, int | None] = {}
    for row in form().rows:
        if row.key in GROUPS:
            rows.append(Row(None, GROUPS[row.key], "——", "——"))
        unit = catalogue()[row.key].unit
        value = rng.choice([0, 0, rng.randint(1, 4000), rng.randint(1, 30), None])
        money = unit == "元"
        rows.append(
            Row(row.key, f"（{len(rows)}）{row.label}", "万元" if money else unit, "" if value is None else str(value))
        )
        truth[row.key] = value * 10_000 if money and value is not None else value
    return rows, truth


def report(lines: list[str], title: str = TITLE) -> str:
    """A whole report with the form at its end."""
    head = [title, "", "一、概述", "本年工作平稳。", "二、主动公开政府信息的情况", "按要求公开。"]
    head += ["三、依申请公开政府信息办理情况", "办理规范。", "四、存在的主要问题和改进措施", "人手不足。", ""]
    return "\n".join([*head, "附件：政府信息公开情况统计表", *lines, "填报人：王五", ""])


HEAD = ["统计指标", "单位", "统计数"]


def tabs(rows: list[Row]) -> list[str]:
    return ["\t".join(HEAD), *(f"{row.label}\t{row.unit}\t{row.shown}" for row in rows)]


def numbered(rows: list[Row]) -> list[str]:
    """A column of numbers before the labels."""
    head = "\t".join(["序号", *HEAD])
    return [head, *("\t".join((str(at), row.label, row.unit, row.shown)) for at, row in enumerate(rows, 1))]


def pipes(rows: list[Row]) -> list[str]:
    return [
        "| " + " | ".join(HEAD) + " |",
        "|---|---|---|",
        *(f"| {row.label} | {row.unit} | {row.shown} |" for row in rows),
    ]


def one_cell_a_line(rows: list[Row]) -> list[str]:
    lines = [f"\t{head}" for head in HEAD]
    for row in rows:
        lines += ["", *(f"\t{cell}" for cell in (row.label, row.unit, row.shown))]
    return lines


def several_columns(rows: list[Row]) -> list[str]:
    """The body's own figure is the last of three."""
    lines = ["统计指标\t单位\t区政府\t乡镇街道\t合计"]
    for row in rows:
        other = "" if row.shown in ("", "——") else "7"
        lines.append(f"{row.label}\t{row.unit}\t{other}\t{other}\t{row.shown}")
    return lines


def two_blocks(rows: list[Row]) -> list[str]:
    """Two rows of the form side by side."""
    half = (len(rows) + 1) // 2
    lines = ["\t".join(HEAD * 2)]
    for left, right in zip(rows[:half], [*rows[half:], None], strict=False):
        cells = [left.label, left.unit, left.shown or "/"]
        lines.append("\t".join(cells + ([right.label, right.unit, right.shown or "/"] if right else [])))
    return lines


def two_numbered_blocks(rows: list[Row]) -> list[str]:
    """Two rows of the form side by side, each behind its number."""
    half = (len(rows) + 1) // 2
    lines = ["\t".join(["序号", *HEAD] * 2)]
    for at, (left, right) in enumerate(zip(rows[:half], [*rows[half:], None], strict=False), 1):
        cells = [str(at), left.label, left.unit, left.shown or "/"]
        beside = [str(at + half), right.label, right.unit, right.shown or "/"] if right else []
        lines.append("\t".join(cells + beside))
    return lines


def turned(rows: list[Row]) -> list[str]:
    """The rows of the form across, in strips of twenty."""
    lines: list[str] = []
    for at in range(0, len(rows), 20):
        strip = [Row(None, *HEAD), *rows[at : at + 20]]
        lines += ["", *("\t".join(cells) for cells in zip(*((r.label, r.unit, r.shown) for r in strip), strict=True))]
    return lines


def digit_by_digit(rows: list[Row]) -> list[str]:
    """A blank between all digits of a figure."""
    return [row if "\t" not in row else "\t".join(_spaced(cell) for cell in row.split("\t")) for row in tabs(rows)]


def _spaced(cell: str) -> str:
    return " ".join(cell) if cell.isdigit() else cell


def blocks(rows: list[Row], title: str = TITLE) -> list[Block]:
    """For the printers of tests/printed."""
    table = [[Span(cell) for cell in HEAD], *([Span(row.label), Span(row.unit), Span(row.shown)] for row in rows)]
    return [
        title,
        "一、概述",
        "本年工作平稳，按要求公开，办理规范。",
        "附件：政府信息公开情况统计表",
        Table(rows=table, heads=1),
    ]
