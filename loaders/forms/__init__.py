"""The generations of the national form as data: rows, columns and labels from <year>.toml and tables.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from index.metrics import catalogue

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A row's or column's printed label, and the pieces by which it is recognised."""

    key: str
    """metric key of a row of table two; first or last word of a key for a row or column of table one"""
    label: str
    """official label"""
    pieces: tuple[tuple[str, ...], ...]
    """alternatives, each of pieces that must all be there"""
    whole: tuple[str, ...]
    """labels that count only when nothing else is printed"""
    never: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One of the small tables of table one."""

    caption: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(f"{row}.{column}" for row in self.rows for column in self.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One generation of the form."""

    name: str
    items: tuple[Item, ...]
    subjects: tuple[Label, ...]
    """rows of table one"""
    columns: tuple[Label, ...]
    """columns of table one"""
    rows: tuple[Label, ...]
    """rows of table two, in order"""

    def columns_of(self, subject: str) -> tuple[str, ...]:
        """The columns of a row of table one; none if the form has no such row."""
        return next((item.columns for item in self.items if subject in item.rows), ())


def parse(text: str, name: str) -> Form:
    """The form in a TOML text. ValueError names the file and the wrong entry."""
    data = tomllib.loads(text)
    wrong = set(data) ^ {"name", "item", "subjects", "columns", "row"}
    if wrong:
        raise ValueError(f"{name}: unknown or missing {', '.join(sorted(wrong))}")
    form = Form(
        name=data["name"],
        items=tuple(
            Item(caption=item["caption"], rows=tuple(item["rows"]), columns=tuple(item["columns"]))
            for item in data["item"]
        ),
        subjects=tuple(label_of(name, key, entry) for key, entry in data["subjects"].items()),
        columns=tuple(label_of(name, key, entry) for key, entry in data["columns"].items()),
        rows=tuple(label_of(name, row.pop("key"), row) for row in data["row"]),
    )
    for key in [row.key for row in form.rows] + [key for item in form.items for key in item.metrics]:
        if key not in catalogue():
            raise ValueError(f"{name}: no metric {key!r}")
    return form


def label_of(name: str, key: str, entry: dict[str, Any]) -> Label:
    """The label of an entry. ValueError names the file and the wrong entry."""
    wrong = set(entry) - {"label", "pieces", "whole", "never"}
    if wrong or "label" not in entry or not (entry.get("pieces") or entry.get("whole")):
        raise ValueError(f"{name}: {key}: unknown {', '.join(sorted(wrong))}" if wrong else f"{name}: {key}: no label")
    return Label(
        key=key,
        label=entry["label"],
        pieces=tuple(tuple(piece.split()) for piece in entry.get("pieces", ())),
        whole=tuple(entry.get("whole", ())),
        never=tuple(entry.get("never", ())),
    )


@functools.cache
def forms() -> Mapping[str, Form]:
    """The forms with three tables by name, oldest first."""
    found = {}
    for path in sorted(_FOLDER.glob("20*.toml")):
        text = path.read_text(encoding="utf-8")
        if "[[item]]" in text:
            form = parse(text, path.name)
            found[form.name] = form
    return MappingProxyType(found)


@functools.cache
def tables() -> Mapping[str, Any]:
    """What all forms print alike: applicants, outcomes and groups, words around figures."""
    return MappingProxyType(tomllib.loads((_FOLDER / "tables.toml").read_text(encoding="utf-8")))
