"""The statistics form of 2008 to 2018 as data, from 2008.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from index.metrics import catalogue
from loaders.forms import Label, label_of

NAME = "2008"


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The rows and words of the form."""

    rows: tuple[Label, ...]
    below: Mapping[str, str]
    """row → the one that it must stand below"""
    heads: frozenset[str]
    columns: frozenset[str]
    """heads of the one column of figures"""
    whole: frozenset[str]
    """heads of that of several columns which is the body's own whole year"""
    no_figures: frozenset[str]
    """heads of columns that hold no figures"""
    numbers: frozenset[str]
    """those of them that number the rows"""
    remarks: frozenset[str]
    """heads of a last column that says something of them"""
    column: str
    """what the national form prints above its figures"""
    captions: tuple[str, ...]
    units: frozenset[str]
    money: frozenset[str]


def parse(text: str, name: str) -> Form:
    """The form in a TOML text. ValueError names the file and the wrong entry."""
    data: dict[str, Any] = tomllib.loads(text)
    wanted = {"name", "heads", "unit_heads", "number_heads", "column_heads", "whole_heads", "captions", "units"}
    wrong = set(data) ^ (wanted | {"remark_heads", "money_units", "row"})
    if wrong:
        raise ValueError(f"{name}: unknown or missing {', '.join(sorted(wrong))}")
    below = {row["key"]: row.pop("below") for row in data["row"] if "below" in row}
    rows = tuple(label_of(name, row.pop("key"), row) for row in data["row"])
    for key in [row.key for row in rows] + list(below.values()):
        if key not in catalogue() or NAME not in catalogue()[key].forms:
            raise ValueError(f"{name}: no metric {key!r} of this form")
    return Form(
        rows=rows,
        below=MappingProxyType(below),
        heads=frozenset(data["heads"]),
        columns=frozenset(data["column_heads"]),
        whole=frozenset(data["whole_heads"]),
        no_figures=frozenset(data["unit_heads"] + data["number_heads"]),
        numbers=frozenset(data["number_heads"]),
        remarks=frozenset(data["remark_heads"]),
        column=data["column_heads"][0],
        captions=tuple(data["captions"]),
        units=frozenset(data["units"]),
        money=frozenset(data["money_units"]),
    )


@functools.cache
def form() -> Form:
    """The form in 2008.toml."""
    path = Path(__file__).with_name(f"{NAME}.toml")
    return parse(path.read_text(encoding="utf-8"), path.name)
