"""What is said of figures that others choose or set a bound to (bot/languages/*/chosen.toml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bot.languages import CODES, Language, language
from bot.words.patterns import Patterns


def said(table: str, text: str) -> Iterator[tuple[Language, re.Match[str]]]:
    """The matches of one of the tables, each with the language it is put in, which the answer need not be in."""
    for tongue, patterns in _patterns(table):
        for _, match in patterns.found(text):
            yield tongue, match


@functools.cache
def _patterns(table: str) -> tuple[tuple[Language, Patterns], ...]:
    return tuple((language(code), Patterns(language(code).chosen[table])) for code in CODES)
