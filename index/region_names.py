"""How the names of divisions are made: stem, nations and suffix; and their Latin spellings as keys.

The words for it, and other names of single divisions, are in regions.toml.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_AS_KEYS = str.maketrans("ü", "v", " '’`-·\u3000")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What regions.toml says."""

    suffixes: tuple[str, ...]
    """longest first"""
    peoples: tuple[str, ...]
    """with 族"""
    bare_peoples: tuple[str, ...]
    people: str
    municipal: str
    autonomous: tuple[str, ...]
    national: tuple[str, ...]
    kept: tuple[str, ...]
    stems: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]
    latin: Mapping[str, tuple[str, ...]]
    renamed: Mapping[str, str]


def parse_words(text: str) -> Words:
    """Parse the text of regions.toml. ValueError names an unknown or missing key."""
    entry: dict[str, Any] = tomllib.loads(text)
    wrong = set(entry) ^ set(Words.__slots__)
    if wrong:
        raise ValueError(f"regions.toml: unknown or missing {', '.join(sorted(wrong))}")
    return Words(
        suffixes=tuple(sorted(entry["suffixes"], key=len, reverse=True)),
        peoples=tuple(each + entry["people"] for each in entry["peoples"]),
        bare_peoples=tuple(entry["bare_peoples"]),
        people=entry["people"],
        municipal=entry["municipal"],
        autonomous=tuple(entry["autonomous"]),
        national=tuple(entry["national"]),
        kept=tuple(entry["kept"]),
        stems=entry["stems"],
        also={code: tuple(names) for code, names in entry["also"].items()},
        latin={code: tuple(names) for code, names in entry["latin"].items()},
        renamed=entry["renamed"],
    )


@functools.cache
def region_words() -> Words:
    return parse_words(Path(__file__).with_name("regions.toml").read_text(encoding="utf-8"))


def cut_suffix(name: str) -> tuple[str, str]:
    """Split a name into stem and suffix by the rules alone, without the list: see `regions.split_suffix`."""
    words = region_words()
    if name in words.stems:
        stem = words.stems[name]
        return stem, name[len(stem) :]
    if name.endswith(words.kept) or not name.endswith(words.suffixes):
        return name, ""
    for suffix in words.suffixes:
        stem = name.removesuffix(suffix)
        if stem != name and len(stem) >= min(2, len(suffix)):
            break
    else:
        return name, ""
    if suffix in words.autonomous:
        stem = _without_peoples(stem, words.peoples + words.bare_peoples)
    elif suffix in words.national:
        stem = _without_peoples(stem, words.peoples)
    return stem, name[len(stem) :]


@functools.cache
def suffix_ends() -> frozenset[str]:
    """The last characters of all suffixes that `cut_suffix` splits off."""
    return frozenset(name[-1] for name in (*region_words().suffixes, *region_words().stems))


def _without_peoples(stem: str, peoples: tuple[str, ...]) -> str:
    """Stem without the nations at its end; one that is nothing else loses only its 族 (东乡, 鄂温克)."""
    while True:
        nation = next((p for p in peoples if stem.endswith(p) and len(stem) - len(p) >= 2), None)
        if nation is None:
            break
        stem = stem.removesuffix(nation)
    people = region_words().people
    return stem.removesuffix(people) if stem in peoples and len(stem) - len(people) >= 2 else stem


def latin_key(text: str) -> str:
    """A Latin spelling normalised for comparison: lower case, without separators, v for ü."""
    return text.casefold().translate(_AS_KEYS)
