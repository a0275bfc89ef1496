"""What is measured: the catalogue of metrics, read from metrics.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from index.models import Metric

FIELDS = frozenset(
    {"label", "unit", "section", "table", "forms", "stand_in", "party", "parts", "same_as", "share_of", "else_of"}
    | {"members", "needs", "may"}
)
UNITS = frozenset({"件", "项", "条", "次", "篇", "个", "人", "人次", "元"})


def parse(text: str) -> dict[str, Metric]:
    """Parse the text of metrics.toml into metrics by key, in the order of the file. ValueError names a wrong entry."""
    metrics: dict[str, Metric] = {}
    for key, entry in tomllib.loads(text).items():
        unknown = set(entry) - FIELDS
        if unknown:
            raise ValueError(f"metrics.toml: {key}: unknown {', '.join(sorted(unknown))}")
        if entry["unit"] not in UNITS:
            raise ValueError(f"metrics.toml: {key}: unit {entry['unit']!r}")
        metrics[key] = Metric(
            key=key,
            label=entry["label"],
            unit=entry["unit"],
            section=entry["section"],
            table=entry.get("table"),
            forms=tuple(entry.get("forms", ())),
            stand_in=entry.get("stand_in"),
            by_party=entry.get("party", False),
            parts=tuple(entry.get("parts", ())),
            same_as=tuple(entry.get("same_as", ())),
            share_of=entry.get("share_of"),
            else_of=entry.get("else_of"),
            members=tuple(entry.get("members", ())),
            needs=frozenset(entry["needs"]),
            may=frozenset(entry.get("may", ())),
        )
    for metric in metrics.values():
        for other in (
            *metric.parts,
            *metric.same_as,
            *metric.members,
            *filter(None, (metric.stand_in, metric.share_of, metric.else_of)),
        ):
            if other not in metrics:
                raise ValueError(f"metrics.toml: {metric.key}: no metric {other!r}")
    return metrics


@functools.cache
def catalogue() -> Mapping[str, Metric]:
    """All metrics by key, in the order of metrics.toml."""
    return MappingProxyType(parse(Path(__file__).with_name("metrics.toml").read_text(encoding="utf-8")))
