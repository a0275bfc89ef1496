"""Sheets of a workbook that are of another year, by their names: 上年, or 2021 beside 2022."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("sheet.toml").read_text(encoding="utf-8"))
_OTHER = re.compile("|".join(_DATA["other"]))
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def of_last_year(names: Sequence[str]) -> list[bool]:
    """For each sheet whether it is of the last year that the names tell of; all are where none would be."""
    years = [set(_YEAR.findall(name)) for name in names]
    last = max((each for found in years if len(found) == 1 for each in found), default="")
    kept = [
        _OTHER.search(name) is None and (len(found) != 1 or found == {last})
        for name, found in zip(names, years, strict=True)
    ]
    return kept if any(kept) else [True] * len(names)
