"""Features that belong together, from bot/words/domains.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("domains.toml").read_text(encoding="utf-8"))


@functools.cache
def domains() -> frozenset[str]:
    """Features that all parts of a list share."""
    return frozenset(_data()["domains"])


@functools.cache
def alone() -> frozenset[str]:
    """Features that mean requests unless something else is named."""
    return frozenset(_data()["alone"])


@functools.cache
def done() -> frozenset[str]:
    """Features of what may be done with whatever was told before."""
    return frozenset(_data()["done"])


@functools.cache
def rows() -> frozenset[str]:
    """Features of rows that are printed in several columns."""
    return frozenset(_data()["rows"])


@functools.cache
def counts() -> Mapping[str, frozenset[str]]:
    """Measure word → units that people count with it."""
    return {word: frozenset(units) for word, units in _data()["counts"].items()}


@functools.cache
def times() -> Mapping[str, frozenset[str]]:
    """Measure word of occasions → features of what may be counted with it though its unit is another."""
    return {word: frozenset(features) for word, features in _data()["times"].items()}
