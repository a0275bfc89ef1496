"""Charts as PNG: bars, or lines over years. Needs the extra `charts` and a Chinese font.

A missing figure is a gap in a line or an absent bar, never a 0. Of more bars than fit the first are drawn, and below
them stands how many more there are.
"""

from __future__ import annotations

import functools
import io
import os
import tempfile
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import wording
from bot.models import RATIO, Chart
from index.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = (8.0, 4.5)
DOTS = 144
"""an inch"""
MOST_BARS = 24
_COLOURS = ("#1f5f8b", "#c8553d", "#4f7942", "#8e6c8a", "#b8860b", "#5b5b5b")


def png(chart: Chart) -> bytes:
    """Draw a chart. UsageError names what is not installed."""
    os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / f"nianbao-matplotlib-{os.getuid()}"))
    try:
        from matplotlib import rc_context  # noqa: PLC0415 - slow to import, and an extra
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise UsageError('charts need the extra: make setup-charts, or pip install "nianbao[charts]"') from None
    with rc_context({"font.family": _family(), "axes.unicode_minus": False}):
        figure = Figure(figsize=INCHES, dpi=DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_title(chart.title, loc="left", fontsize=12)
        axes.spines[["top", "right"]].set_visible(False)
        (_lines if chart.kind == "line" else _bars)(axes, chart)
        written = io.BytesIO()
        figure.savefig(written, format="png")
    return written.getvalue()


@functools.cache
def _family() -> str:
    """The font to draw with."""
    from matplotlib import font_manager  # noqa: PLC0415

    data = tomllib.loads(Path(__file__).with_name("charts.toml").read_text(encoding="utf-8"))
    installed = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in data["families"] if name in installed), None)
    if found is None:
        # the list of fonts is kept by matplotlib; one installed since is found by looking anew
        for path in font_manager.findSystemFonts():
            _add(font_manager.fontManager, path)
        installed = {font.name for font in font_manager.fontManager.ttflist}
        found = next((name for name in data["families"] if name in installed), None)
    if found is None:
        raise UsageError(f"charts: {data['remedy']}")
    return str(found)


def _add(manager: Any, path: str) -> None:
    try:
        manager.addfont(path)
    except (OSError, RuntimeError):  # a file that is no font that can be used
        return


def _number(value: Decimal | None, unit: str) -> float:
    if value is None:
        return float("nan")
    return float(value * 100 if unit == RATIO else value)


def _text(value: Decimal, unit: str) -> str:
    return wording.percent(value) if unit == RATIO else wording.plain(value)


def _lines(axes: Axes, chart: Chart) -> None:
    # years stand as far apart as they are
    places = [int(label) for label in chart.labels]
    for at, (name, values) in enumerate(chart.series):
        numbers = [_number(value, chart.unit) for value in values]
        colour = _COLOURS[at % len(_COLOURS)]
        axes.plot(places, numbers, marker="o", color=colour, label=name, linewidth=2)
        for place, value, number in zip(places, values, numbers, strict=True):
            if value is not None:
                axes.annotate(
                    _text(value, chart.unit), (place, number), xytext=(0, 7), textcoords="offset points", ha="center"
                )
    axes.set_xticks(places, list(chart.labels))
    axes.margins(y=0.15)
    if all((value or 0) >= 0 for _, values in chart.series for value in values):
        axes.set_ylim(bottom=0)
    axes.set_ylabel("%" if chart.unit == RATIO else chart.unit)
    if len(chart.series) > 1:
        axes.legend(frameon=False)


def _bars(axes: Axes, chart: Chart) -> None:
    (_, values), *_ = chart.series
    left_out = max(0, len(values) - MOST_BARS)
    labels, values = chart.labels[:MOST_BARS], values[:MOST_BARS]
    numbers = [_number(value, chart.unit) for value in values]
    drawn = axes.barh(range(len(labels)), numbers, color=_COLOURS[0], height=0.6)
    names = [*labels, *([f"… +{left_out}"] if left_out else [])]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.bar_label(drawn, [_text(value, chart.unit) if value is not None else "" for value in values], padding=4)
    axes.margins(x=0.12)
    axes.set_xlabel("%" if chart.unit == RATIO else chart.unit)
