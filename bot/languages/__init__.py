"""The words people use and the sentences we answer with: one TOML a language."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.normalise import normalise
from index.metrics import catalogue

CODES = ("zh", "en")


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """One language file."""

    code: str
    phrases: Mapping[str, tuple[frozenset[str], ...]]
    """phrase → its alternatives, each a set of features; one empty set for filler"""
    typos: Mapping[str, str]
    """listed misspelling → the phrase meant"""
    sentences: Mapping[str, Any]
    """templates of answers; tables below it for checks, parties and areas"""
    channel: Mapping[str, str]
    """fixed sentences of channels"""
    short_year: Mapping[str, Any]
    """sign: what makes two figures a year (20年); span: what makes them a length of time after it; empty: neither"""
    statements: Mapping[str, Any]
    """between: what may stand between a figure and its noun; telling: units that are their own noun; empty: none"""
    metrics: Mapping[str, str]
    """metric key → its name; empty where the official label is used"""

    def say(self, key: str, **fields: object) -> str:
        """Fill in a template."""
        return str(self.sentences[key]).format(**fields)

    def name(self, metric: str) -> str:
        """What a metric is called."""
        return self.metrics.get(metric) or catalogue()[metric].label

    def party(self, party: str) -> str:
        """What a column of applicants is called."""
        return str(self.sentences["parties"][party])

    def join(self, parts: tuple[str, ...] | list[str]) -> str:
        return str(self.sentences["separator"]).join(parts)


def parse(code: str, text: str) -> Language:
    """Read one language file; ValueError names what is wrong."""
    data = tomllib.loads(text)
    unknown = set(data) - {"phrases", "typos", "say", "channel", "metrics", "short_year", "statements"}
    if unknown:
        raise ValueError(f"{code}.toml: unknown {', '.join(sorted(unknown))}")
    return Language(
        code=code,
        phrases={
            normalise(phrase).text: tuple(frozenset(alternative.split()) for alternative in meaning.split("|"))
            for phrase, meaning in data["phrases"].items()
        },
        typos=data["typos"],
        sentences=data["say"],
        channel=data["channel"],
        short_year=data.get("short_year", {}),
        statements=data.get("statements", {}),
        metrics=data.get("metrics", {}),
    )


@functools.cache
def language(code: str) -> Language:
    """A language by its code: zh or en."""
    return parse(code, Path(__file__).with_name(f"{code}.toml").read_text(encoding="utf-8"))
