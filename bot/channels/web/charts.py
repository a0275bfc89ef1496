"""Charts as places on a canvas, drawn by templates/parts.html without a script: bars, or lines over years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from bot.models import RATIO, Chart, Table

WIDTH, HEIGHT = 640, 180
LONGEST = 100.0
"""of what bars are drawn on, each on its own beside its name"""
EDGE_X, EDGE_Y = 34, 28
MOST_BARS = 40
FIGURE = re.compile(r"(?:[^\W\d]{1,6}\s?)?[^\w\s]?[0-9][0-9,.]*(?:%|\s\S{1,16}( \S{1,8})?)?")
LOOKED_AT = 40
"""rows of a table that tell what a column holds"""
HUNDREDTH = Decimal("0.01")
"""to which a share is said in per cent"""
SIGN, BETWEEN = 7.5, 6
"""width of a figure's sign, and what is left between two figures"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar, its name and its figure."""

    x: float
    width: float
    label: str
    named: bool
    """whether its name stands beside it: not where the bar before it has the same"""
    value: str
    series: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A point of a line."""

    x: float
    y: float
    label: str
    value: str
    written: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line; it breaks where there is no figure."""

    name: str
    series: int
    paths: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A chart ready for its template."""

    kind: str
    title: str
    unit: str
    width: int = WIDTH
    height: int = HEIGHT
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    zero: float = 0.0
    said: str = ""
    """the same for who does not see it"""
    names: tuple[str, ...] = ()
    """of the series, where there are several"""
    left_out: int = 0
    """bars that are not drawn, for there are too many"""
    gaps: tuple[str, ...] = ()
    """labels without any figure"""


def texts_of(table: Table) -> tuple[bool, ...]:
    """For each column of a table, whether it holds words: figures stand on the right, words on the left."""
    columns = [[row[at] for row in table.rows[:LOOKED_AT] if row[at]] for at in range(len(table.heads))]
    return tuple(2 * sum(FIGURE.fullmatch(cell) is not None for cell in column) < len(column) for column in columns)


def figure(value: Decimal | None, unit: str = "") -> str:
    """A figure for eyes: its digits grouped, four after the point at the most; a share in per cent, a dash for none."""
    if value is None:
        return "–"
    if unit == RATIO:
        return f"{figure((value * 100).quantize(HUNDREDTH, ROUND_HALF_UP))}%"
    whole = (
        value.quantize(Decimal("0.0001"), ROUND_HALF_UP)
        if value.is_finite() and abs(value) < Decimal(10) ** 20
        else value
    )
    text = f"{whole:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def drawn(chart: Chart, small: bool = False) -> Drawn | None:
    """Places of everything; None where there is nothing to draw."""
    values = [value for _, its in chart.series for value in its if value is not None]
    if not values:
        return None
    gone = tuple(
        label
        for at, label in enumerate(chart.labels)
        if all(at >= len(its) or its[at] is None for _, its in chart.series)
    )
    names = tuple(name for name, _ in chart.series) if len(chart.series) > 1 else ()
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    span = (high - low) or Decimal(1)
    common: dict[str, Any] = {
        "title": chart.title,
        "unit": "" if chart.unit == RATIO else chart.unit,
        "said": _said(chart),
        "names": names,
        "gaps": gone,
    }
    if chart.kind == "bar":
        return _bars(chart, low, span, common)
    return _lines(chart, low, span, common, small=small)


def _said(chart: Chart) -> str:
    """Title and figures, as many as a person would listen to."""
    told = [
        f"{label}: {figure(value, chart.unit)}"
        for name, its in chart.series
        for label, value in zip(
            ([f"{name} {each}" for each in chart.labels] if len(chart.series) > 1 else chart.labels), its, strict=False
        )
        if value is not None
    ]
    return f"{chart.title}. {', '.join(told[:MOST_BARS])}"


def _bars(chart: Chart, low: Decimal, span: Decimal, common: dict[str, Any]) -> Drawn:
    zero = float(-low / span) * LONGEST
    bars: list[Bar] = []
    for at, label in enumerate(chart.labels):
        for number, (_, its) in enumerate(chart.series):
            value = its[at] if at < len(its) else None
            if value is None or len(bars) == MOST_BARS:
                continue
            end = float((value - low) / span) * LONGEST
            bars.append(
                Bar(
                    x=round(min(zero, end), 2),
                    width=round(max(abs(end - zero), 0.3), 2),
                    label=label,
                    named=not bars or bars[-1].label != label,
                    value=figure(value, chart.unit),
                    series=number,
                )
            )
    total = sum(value is not None for _, its in chart.series for value in its)
    return Drawn(
        kind="bar",
        bars=tuple(bars),
        zero=round(zero, 2),
        left_out=total - len(bars),
        **common,
    )


def _lines(chart: Chart, low: Decimal, span: Decimal, common: dict[str, Any], *, small: bool) -> Drawn:
    width, height = (300, 120) if small else (WIDTH, HEIGHT)
    top, bottom = EDGE_Y, height - EDGE_Y
    at_x = _places(chart.labels, width)

    def at_y(value: Decimal) -> float:
        return round(bottom - float((value - low) / span) * (bottom - top), 1)

    alone = len(chart.series) == 1
    lines = []
    for number, (name, its) in enumerate(chart.series):
        said = [(at_x[at], figure(value, chart.unit)) for at, value in enumerate(its[: len(at_x)]) if value is not None]
        written = _apart(said)
        points = [
            None
            if value is None
            else Point(
                x=at_x[at],
                y=at_y(value),
                label=chart.labels[at],
                value=figure(value, chart.unit),
                written=alone and at_x[at] in written,
            )
            for at, value in enumerate(its[: len(at_x)])
        ]
        lines.append(
            Line(name=name, series=number, paths=_paths(points), points=tuple(each for each in points if each))
        )
    shown = _apart(list(zip(at_x, chart.labels, strict=True)))
    ticks = tuple((x, label) for x, label in zip(at_x, chart.labels, strict=True) if x in shown)
    return Drawn(
        kind="line", width=width, height=height, lines=tuple(lines), ticks=ticks, zero=at_y(Decimal(0)), **common
    )


def _places(labels: Sequence[str], width: int) -> list[float]:
    """Where each label stands across: years as far apart as they are, anything else evenly."""
    if len(labels) < 2:
        return [width / 2 for _ in labels]
    steps = [float(at) for at in range(len(labels))]
    if all(label.isascii() and label.isdigit() for label in labels):
        years = [float(label) for label in labels]
        steps = years if all(a < b for a, b in pairwise(years)) else steps
    wide = width - 2 * EDGE_X
    return [round(EDGE_X + wide * (at - steps[0]) / (steps[-1] - steps[0]), 1) for at in steps]


def _apart(texts: Sequence[tuple[float, str]]) -> frozenset[float]:
    """Of texts at these places, those that can be written without running into each other; the last one always."""
    shown: list[tuple[float, str]] = []
    for x, text in reversed(texts):
        if not shown or shown[-1][0] - x >= (len(text) + len(shown[-1][1])) / 2 * SIGN + BETWEEN:
            shown.append((x, text))
    return frozenset(x for x, _ in shown)


def _paths(points: Sequence[Point | None]) -> tuple[str, ...]:
    """A path for each stretch without a gap."""
    made: list[list[str]] = [[]]
    for point in points:
        if point is None:
            made.append([])
        else:
            made[-1].append(f"{'L' if made[-1] else 'M'}{point.x} {point.y}")
    return tuple("".join(each) for each in made if len(each) > 1)
