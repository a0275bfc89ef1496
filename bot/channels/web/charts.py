"""Charts as places on a canvas, drawn by templates/chart.html without a script: bars, or lines over years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.models import Chart

WIDTH = 640
ROW = 30
LABEL = 210
"""width for the names of bars"""
ROOM = 90
"""width for the figures behind them"""
HEIGHT = 180
EDGE_X, EDGE_Y = 34, 28
MOST_BARS = 40
MOST_LABEL = 16
"""characters of a bar's name that are shown"""
FEW = 8
"""points up to which every figure is written"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar, its name and its figure."""

    y: float
    x: float
    width: float
    label: str
    full: str
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
    width: int
    height: int
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    zero: float = 0.0
    names: tuple[str, ...] = ()
    """of the series, where there are several"""
    left_out: int = 0
    """bars that are not drawn, for there are too many"""
    gaps: tuple[str, ...] = ()
    """labels without any figure"""


def figure(value: Decimal | None) -> str:
    """A figure for eyes: its digits grouped, four after the point at the most; a dash where there is none."""
    if value is None:
        return "–"
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
    common: dict[str, Any] = {"title": chart.title, "unit": chart.unit, "names": names, "gaps": gone}
    if chart.kind == "bar":
        return _bars(chart, low, span, common)
    return _lines(chart, low, span, common, small=small)


def _bars(chart: Chart, low: Decimal, span: Decimal, common: dict[str, Any]) -> Drawn:
    wide = WIDTH - LABEL - ROOM
    zero = LABEL + float(-low / span) * wide
    bars: list[Bar] = []
    for at, label in enumerate(chart.labels):
        for number, (_, its) in enumerate(chart.series):
            value = its[at] if at < len(its) else None
            if value is None or len(bars) == MOST_BARS:
                continue
            end = LABEL + float((value - low) / span) * wide
            bars.append(
                Bar(
                    y=len(bars) * ROW,
                    x=round(min(zero, end), 1),
                    width=round(max(abs(end - zero), 1), 1),
                    label=_cut(label) if number == 0 else "",
                    full=label,
                    value=figure(value),
                    series=number,
                )
            )
    total = sum(value is not None for _, its in chart.series for value in its)
    return Drawn(
        kind="bar",
        width=WIDTH,
        height=len(bars) * ROW + 4,
        bars=tuple(bars),
        zero=round(zero, 1),
        left_out=total - len(bars),
        **common,
    )


def _lines(chart: Chart, low: Decimal, span: Decimal, common: dict[str, Any], *, small: bool) -> Drawn:
    width, height = (300, 120) if small else (WIDTH, HEIGHT)
    top, bottom = EDGE_Y, height - EDGE_Y
    step = (width - 2 * EDGE_X) / max(1, len(chart.labels) - 1)
    at_x = [round(EDGE_X + step * at, 1) if len(chart.labels) > 1 else width / 2 for at in range(len(chart.labels))]

    def at_y(value: Decimal) -> float:
        return round(bottom - float((value - low) / span) * (bottom - top), 1)

    every = max(1, -(-len(chart.labels) // (6 if small else 14)))
    lines = []
    for number, (name, its) in enumerate(chart.series):
        points = [
            None
            if value is None
            else Point(
                x=at_x[at],
                y=at_y(value),
                label=chart.labels[at],
                value=figure(value),
                written=len(chart.series) == 1 and (len(chart.labels) <= FEW or at % every == 0),
            )
            for at, value in enumerate(its[: len(at_x)])
        ]
        lines.append(
            Line(name=name, series=number, paths=_paths(points), points=tuple(each for each in points if each))
        )
    ticks = tuple((at_x[at], label) for at, label in enumerate(chart.labels) if at % every == 0)
    return Drawn(
        kind="line", width=width, height=height, lines=tuple(lines), ticks=ticks, zero=at_y(Decimal(0)), **common
    )


def _paths(points: Sequence[Point | None]) -> tuple[str, ...]:
    """A path for each stretch without a gap."""
    made: list[list[str]] = [[]]
    for point in points:
        if point is None:
            made.append([])
        else:
            made[-1].append(f"{'L' if made[-1] else 'M'}{point.x} {point.y}")
    return tuple("".join(each) for each in made if len(each) > 1)


def _cut(label: str) -> str:
    return label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1] + "…"
