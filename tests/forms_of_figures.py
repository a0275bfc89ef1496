"""Consistent made-up forms, and the many ways in which reports print them; for the tests of the tables."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.models import PARTIES
from loaders.forms import Form, forms

OUTCOMES = ("upheld", "overturned", "other", "pending", "total")
GROUPS = ("reconsideration", "litigation.direct", "litigation.after_reconsideration")
HEAD = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
OUTCOME_HEAD = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS_OF_ROWS = {
    "outcome.granted": "三、本年度办理结果",
    "outcome.denied.state_secret": "（三）不予公开",
    "outcome.unavailable.not_held": "（四）无法提供",
    "outcome.rejected.petition": "（五）不予处理",
    "outcome.other_handling.no_correction": "（六）其他处理",
}
NUMERALS = {
    "requests.received": "一、",
    "requests.carried_in": "二、",
    "outcome.granted": "（一）",
    "outcome.partly_granted": "（二）",
    "outcome.other_handling": "（六）",
    "outcome.total": "（七）",
    "requests.carried_out": "四、",
}

Key = tuple[str, str | None]


@dataclass
class Made:
    """One made-up form: every figure by metric and party, as a person would count it."""

    form: Form
    one: dict[str, int]
    two: dict[str, list[int | None]]
    three: dict[str, int]
    truth: dict[Key, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.truth = {(key, None): value for key, value in (self.one | self.three).items()}
        for key, row in self.two.items():
            self.truth |= {(key, party): value for party, value in zip(PARTIES, row, strict=True)}


def make(rng: random.Random, name: str = "2019", *, blanks: bool = False) -> Made:
    """A form whose sums hold. With blanks some of its zeros are left blank."""
    form = forms()[name]
    zeros = rng.choice((0.5, 0.8, 0.95))

    def figure(most: int = 30) -> int:
        return 0 if rng.random() < zeros else rng.randint(1, most)

    outcomes = [row.key for row in form.rows if row.key.startswith("outcome.") and row.key != "outcome.total"]
    two: dict[str, list[int]] = {key: [figure() for _ in PARTIES[:-1]] for key in outcomes}
    two["outcome.total"] = [sum(two[key][at] for key in outcomes) for at in range(6)]
    two["requests.carried_out"] = [figure(5) for _ in range(6)]
    ends = [two["outcome.total"][at] + two["requests.carried_out"][at] for at in range(6)]
    two["requests.carried_in"] = [min(end, figure(5)) for end in ends]
    two["requests.received"] = [end - two["requests.carried_in"][at] for at, end in enumerate(ends)]
    rows: dict[str, list[int | None]] = {}
    for row in form.rows:
        cells: list[int | None] = [*two[row.key], sum(two[row.key])]
        if blanks:
            cells = [None if cell == 0 and at < 6 and rng.random() < 0.5 else cell for at, cell in enumerate(cells)]
        rows[row.key] = cells
    one = {key: figure(900) for item in form.items for key in item.metrics if not key.endswith(".amount")}
    one = {key: -value if key.endswith(".items_change") and rng.random() < 0.4 else value for key, value in one.items()}
    one |= {key: figure(90) * 10000 for item in form.items for key in item.metrics if key.endswith(".amount")}
    three: dict[str, int] = {}
    for group in GROUPS:
        figures = [figure(9) for _ in range(4)]
        three |= {f"{group}.{name}": value for name, value in zip(OUTCOMES, [*figures, sum(figures)], strict=True)}
    return Made(form=form, one=one, two=rows, three=three)


def shown(value: int | None) -> str:
    return "" if value is None else str(value)


def rows_of_two(made: Made) -> list[tuple[str, list[str], list[str]]]:
    """(metric, labels with the group's before its first row, figures) in the form's order."""
    numbers: dict[str, int] = {}
    found = []
    for row in made.form.rows:
        family = row.key.rpartition(".")[0]
        group = GROUPS_OF_ROWS.get(row.key)
        numeral = NUMERALS.get(row.key)
        if numeral is None:
            numbers[family] = numbers.get(family, 0) + 1
            numeral = f"{numbers[family]}."
        labels = [group] if group else []
        found.append((row.key, [*labels, numeral + row.label], [shown(value) for value in made.two[row.key]]))
    return found


def small_tables(made: Made) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """(caption, heads, rows of (label, figures)) of table one; money in 万元 as the head says."""
    columns = {label.key: label.label for label in made.form.columns}
    subjects = {label.key: label.label for label in made.form.subjects}
    found = []
    for item in made.form.items:
        heads = [columns[column] for column in item.columns]
        heads = [f"{head}（万元）" if head == columns.get("amount") and "元" not in head else head for head in heads]
        rows = []
        for subject in item.rows:
            values = [made.one[f"{subject}.{column}"] for column in item.columns]
            figures = [
                str(value // 10000) if column == "amount" else str(value)
                for column, value in zip(item.columns, values, strict=True)
            ]
            rows.append((subjects[subject], figures))
        found.append((item.caption, heads, rows))
    return found


def grid(made: Made) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """The three tables as rows of cells: labels first, then exactly the figures."""
    one: list[list[str]] = []
    for caption, heads, rows in small_tables(made):
        one += [[caption], ["信息内容", *heads], *([label, *figures] for label, figures in rows)]
    two = [["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"]]
    two += [["", "自然人", "法人或其他组织", "", "", "", "", "总计"], ["", "", *HEAD[1:6], ""]]
    two += [[*labels, *figures] for _, labels, figures in rows_of_two(made)]
    three = [
        ["行政复议", "", "", "", "", "行政诉讼"],
        [*OUTCOME_HEAD, "未经复议直接起诉", "", "", "", "", "复议后起诉"],
        ["", "", "", "", "", *OUTCOME_HEAD, *OUTCOME_HEAD],
        [str(value) for value in made.three.values()],
    ]
    return one, two, three


def report(tables: Sequence[Sequence[str]], title: str = "云岭市青禾区农业农村局2020年政府信息公开工作年度报告") -> str:
    """A whole report around the lines of the three tables."""
    one, two, three = tables
    lines = [title, "", "一、总体情况", "按要求开展工作。", "", "二、主动公开政府信息情况", *one, ""]
    lines += ["三、收到和处理政府信息公开申请情况", *two, "", "四、政府信息公开行政复议、行政诉讼情况", *three, ""]
    lines += ["五、存在的主要问题及改进情况", "人手不足。", "六、其他需要报告的事项", "无。"]
    return "\n".join(lines) + "\n"


def tabs(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["\t".join(row) for row in rows]


def shifted(rows: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    """Tab rows with an empty cell before the first figure or at the end, as a broken grid leaves them."""
    lines = []
    for row in rows:
        cells = list(row)
        if any(cell.isdigit() for cell in cells):
            if rng.random() < 0.4:
                cells.append("")
            if rng.random() < 0.3:
                cells.insert(0, "")
        lines.append("\t".join(cells))
    return lines


def one_cell_a_line(rows: Sequence[Sequence[str]], margin: str = "\t") -> list[str]:
    """Each cell on its own line, rows parted by an empty one."""
    return [line for row in rows for line in (*(margin + cell for cell in row), "")]


def pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table: figures in columns of their own, empty cells between a short label and them."""
    width = max(len(row) for row in rows)
    lines = []
    for row in rows:
        labels = next((at for at, cell in enumerate(row) if cell.lstrip("-").isdigit()), len(row))
        cells = [*row[:labels], *[""] * (width - len(row)), *row[labels:]]
        lines.append("| " + " | ".join(cells) + " |")
    return ["", lines[0], "|" + "---|" * width, *lines[1:], ""]


def bare_pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table without pipes at its edges."""
    lines = [line.removeprefix("|").removesuffix("|") for line in pipes(rows)]
    lines[2] = lines[2].replace("---", " :--: ")
    return [lines[0], lines[1], *(line.rstrip() + " " for line in lines[2:-1]), lines[-1]]


def drawn(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table drawn with lines of signs."""
    lines = [line[1:-1].replace("|", "│") for line in pipes(rows) if line and "---" not in line]
    inner = ["├───┼───┤", "│"]
    return ["┌───┬───┐", *(part for line in lines for part in (f"│{line}│", inner[0])), "└───┴───┘"]


def numbered_pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table as programs write it: every line numbered, each label in all columns that it spans."""
    width = max(len(row) for row in rows)
    lines = [f"|  | {' | '.join(f'Unnamed: {at}' for at in range(width))} |", "|" + " --- |" * (width + 1)]
    for number, row in enumerate(rows):
        labels = next((at for at, cell in enumerate(row) if cell.lstrip("-").isdigit()), len(row))
        last = next((cell for cell in reversed(row[:labels]) if cell), "")
        cells = [*row[:labels], *[last] * (width - len(row)), *row[labels:]]
        if labels == len(row) > 1:  # a head: what stands in its last column goes on to the edge
            cells = [*row, *[row[-1]] * (width - len(row))]
        lines.append(f"| {number} | {' | '.join(cells)} |")
    return ["", *lines, ""]


def markup(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table of HTML on one line, as it stands in Markdown."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return ["", f"<table><tr>{'</tr><tr>'.join(cells)}</tr></table>", ""]


def ragged_pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """As a broken converter leaves it: figures right behind their labels, empty cells at the end."""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return ["", lines[0], "|" + "---|" * width, *lines[1:], ""]


def flush_pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """As a web page is copied: figures behind their labels, every line filled up to one number of cells."""
    width = max(len(row) for row in rows) + 2
    cells = [list(itertools.dropwhile(lambda cell: not cell, row)) for row in rows]
    return [" | ".join(row) + " | " + "|" * (width - len(row)) for row in cells]


def spaces(rows: Sequence[Sequence[str]], gap: str = " ") -> list[str]:
    """Cells parted by blanks: empty ones are lost."""
    return [gap.join(cell for cell in row if cell) for row in rows]


def broken(rows: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    """Tab rows of which some labels go on below the figures, or stand above them."""
    lines = []
    for row in rows:
        cells = list(row)
        label = next((at for at, cell in enumerate(cells) if len(cell) > 9 and "（区分" not in cell), None)
        if label is not None and any(cell.isdigit() for cell in cells) and rng.random() < 0.4:
            head, tail = cells[label][:-4], cells[label][-4:]
            if rng.random() < 0.5:
                lines += ["\t".join([*cells[:label], head, *cells[label + 1 :]]), "", tail + "\t" * len(PARTIES)]
            else:
                lines += ["\t".join([*cells[:label], head]), "\t".join([tail, *cells[label + 1 :]])]
        else:
            lines.append("\t".join(cells))
    return lines
