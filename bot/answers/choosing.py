"""What is said of figures that others choose or set a bound to (bot/languages/*/chosen.toml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.finding.asked import Asked
from bot.languages import CODES, Language, every_word, language
from bot.models import Cover, Query, Result
from bot.words.likened import likened
from bot.words.patterns import Patterns

_TOLD = frozenset({"those", "these"})
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def said(table: str, asked: Asked) -> Iterator[tuple[Language, re.Match[str]]]:
    """The matches of one of the tables, each with the language it is put in, which the answer need not be in."""
    return said_in(table, asked.text) if _stands(asked.text, asked.cover, table) else iter(())


def said_in(table: str, text: str) -> Iterator[tuple[Language, re.Match[str]]]:
    """The same of a text that is no question of its own."""
    for tongue, _, patterns in _entries(table) if table in _possible(text) else ():
        for _, match in patterns.found(text):
            yield tongue, match


@likened
def _stands(text: str, _cover: Cover, table: str) -> bool:
    """Whether a table has an entry for a question: for most none has."""
    return any(True for _ in said_in(table, text))


@functools.lru_cache(maxsize=4)  # a question is looked at with many tables
def _possible(text: str) -> frozenset[str]:
    """The tables that may have an entry for a text: of most questions none."""
    patterns, tables = _of_all_tables()
    return frozenset([tables[at] for at in patterns.possible(text)])


@functools.cache
def _of_all_tables() -> tuple[Patterns, Sequence[str]]:
    """The patterns of all tables together, and the table of each."""
    every = [(table, given) for code in CODES for table, given in language(code).chosen.items()]
    lines = [(table, one) for table, given in every if isinstance(given, list) for one in given]
    return Patterns([_pattern_of(one) for _, one in lines]), [table for table, _ in lines]


class Taken(NamedTuple):
    """A question that an entry of a table takes apart."""

    entry: Mapping[str, Any]
    groups: Mapping[str, str]
    """of its pattern `said`"""
    tongue: Language

    def put(self, name: str, **more: str) -> list[str]:
        """The questions that the entry has under this name, with the words that were said, or what it has unsaid."""
        unsaid = self.entry.get("unsaid", {})
        words = {key: word or unsaid.get(key, "") for key, word in self.groups.items()}
        return [text.format_map({**words, **more}) for text in self.entry[name]]


def taken_apart(table: str, asked: Asked) -> list[Taken]:
    """What each entry of a table that fits makes of a question; nothing of one that leans on the question before."""
    if not _stands(asked.text, asked.cover, table) or not stands_alone(asked):
        return []
    return [
        Taken(entries[at], match.groupdict(""), tongue)
        for tongue, entries, patterns in _entries(table)
        for at, match in patterns.found(asked.text)
    ]


def stands_alone(asked: Asked) -> bool:
    """Whether a question of a chat says its year itself, and nothing that points to what was told before."""
    before, told = asked.before, asked.understood
    if before is None:
        return True
    pointing = told.each & _TOLD or any(one.text in _pointing() for one in asked.cover.mentions)
    return bool(_YEAR.search(asked.text)) and not (pointing or before.regions)


@functools.cache
def _pointing() -> frozenset[str]:
    return frozenset(word for key in ("among_it", "those_told", "that_one") for word in every_word("operands", key))


def parts_of(table: str, asked: Asked) -> list[str]:
    """The `parts` that the first entry that fits makes of a question."""
    found = taken_apart(table, asked)
    return found[0].put("parts") if found else []


@functools.cache
def _entries(table: str) -> tuple[tuple[Language, Sequence[Any], Patterns], ...]:
    """The entries of a table in each language, and their patterns."""
    made = ((language(code), language(code).chosen.get(table, [])) for code in CODES)
    return tuple((tongue, entries, Patterns(map(_pattern_of, entries))) for tongue, entries in made)


def _pattern_of(entry: str | Mapping[str, Any]) -> str:
    return entry if isinstance(entry, str) else str(entry["said"])


def of_those_told(query: Query | None, results: Sequence[Result]) -> Query | None:
    """Whom a chat goes on about after a list of bodies, but none of the figures that chose them."""
    if query is None:
        return None
    bodies = tuple(dict.fromkeys(one.body for one in results))
    return Query(intent="figure", bodies=bodies, years=query.years)
