"""The words people use and the sentences we answer with: one folder a language.

words.toml       what is measured, and the words around it
spoken.toml      the same as people speak, with brackets: a line for a phrase in all its forms
operators.toml   what is done with figures: compare, rank, share, change …
practice.toml    English only: turns of phrase, whose parts stand for many words each (bot/words/turns.py)
everyday.toml    English only: the same as people speak, in haste, and shortened
reports.toml     questions about a report itself, what words mean, figures that are asserted
colloquial.toml  how people at the counter say it; gives way to what the other files say of a phrase
families.toml    English only: turns put together of lists of words of one kind
everyday.toml    Chinese only: what stands around a question and in place of a label
things.toml      Chinese only: what is counted, in other words; turns of phrase, as in practice.toml
asked.toml       the same as people put them together, with brackets
prose.toml       English only: what the prose of reports calls things that no metric names
frames.toml      what stands around a question and is none of it: who asks, thanks
placed.toml      what means something only where it stands
dialect.toml     Chinese only: words of dialects, with what they are in the standard language
refused.toml     what asks for something else though every word of it is known
chosen.toml      a figure of what stands first by another, and other ways to choose whose figures are told
kin.toml         Chinese only: what people say for what the prose of reports says; for one sentence of a report alone
nouns.toml       Chinese only: classes of nouns, by which what people call a thing and what a clause calls it agree
affairs.toml     Chinese only: more of them, by the work that they are of: education, health, housing …
verbs.toml       Chinese only: classes of verbs, by which the verb of a question and that of a clause of the prose agree
reasons.toml     why a question gets no figure, where its wording tells
sentences.toml   what we say

Patterns are composed: `<name>` stands for any word of the class of that name ([classes] in any file of the language).
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.lasting import lasting
from bot.normalise import normalise, plain
from bot.plurals import filled
from index.metrics import catalogue

CODES = ("zh", "en")


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """The words and sentences of one language."""

    code: str
    phrases: Mapping[str, tuple[frozenset[str], ...]]
    """phrase → its alternatives, each a set of features; one empty set for filler"""
    turns: Mapping[str, str]
    """turn of phrase (bot/words/turns.py) → its alternatives, as a phrase has them"""
    lists: Mapping[str, str]
    """name → words, parted by |, that stand for it in a turn"""
    typos: Mapping[str, str]
    """listed misspelling → the phrase meant"""
    sentences: Mapping[str, Any]
    """templates of answers; tables below it for checks, parties and areas"""
    channel: Mapping[str, str]
    """fixed sentences of channels"""
    short_year: Mapping[str, Any]
    """sign: what makes two figures a year (20年); span: what makes them a length of time after it; empty: neither"""
    operands: Mapping[str, Any]
    """to: what makes two years or figures a range; and: what joins the two of 在…和…之间"""
    passages: Mapping[str, Any]
    """part of a report → words of its heading"""
    statements: Mapping[str, Any]
    """between: what may stand between a figure and its noun; telling: units that are their own noun; empty: none"""
    aside: Mapping[str, Any]
    """ahead: words passed over before a name; counting, articles, nouns: what stands behind those is counted;
    again: what stands before the last word of a name that is named again; passed: patterns of what says nothing
    where it stands; means: patterns, each with what it says there"""
    home: Mapping[str, Any]
    """the chat's region: what tells it (set, end, greet, clear, commands), and what it is called (own)"""
    carried: Mapping[str, Any]
    """into, from: patterns of what stands ahead of and behind a year that requests went into or came from"""
    pinyin: Mapping[str, Any]
    """what may be typed in pinyin: small words, level letters; empty: nothing"""
    prose: Mapping[str, str]
    """word → the words of a clause in Chinese that may say it, parted by |; empty: none are needed"""
    refused: Mapping[str, Any]
    """patterns of what asks for something else though every word is known"""
    reasons: Mapping[str, str]
    """pattern of what reports never hold → what is said then"""
    chosen: Mapping[str, Any]
    """patterns of a question for a figure of whatever stands first by another: what is `ranked`, and what is `asked`"""
    placed: Mapping[str, str]
    """pattern whose group `word` means something where it stands → its alternatives, as a phrase has them"""
    frames: Mapping[str, Any]
    """openings, closings, farewells, heads: patterns of what stands around a question and is none of it"""
    dialect: Mapping[str, Any]
    """signs: a pattern of what shows a dialect; words: its words, with what they are in the standard language"""
    topics: Mapping[str, Any]
    """patterns of what asks for a passage by what it speaks of; empty: none"""
    metrics: Mapping[str, str]
    """metric key → its name; empty where the official label is used"""

    def say(self, key: str, **fields: object) -> str:
        """A sentence with its fields filled in."""
        return filled(str(self.sentences[key]), fields)

    def name(self, metric: str) -> str:
        """The name of a metric; what is none is called as it was asked for."""
        known = catalogue().get(metric)
        return self.metrics.get(metric) or (known.label if known is not None else metric)

    def party(self, party: str) -> str:
        """The name of an applicant's column."""
        return str(self.sentences["parties"][party])

    def join(self, parts: tuple[str, ...] | list[str]) -> str:
        return str(self.sentences["separator"]).join(parts)


_BRACKETS = re.compile(r"\(([^()]*)\)")
TABLES = frozenset(
    {"phrases", "typos", "say", "channel", "metrics", "short_year", "operands", "passages", "statements", "home"}
    | {"pinyin", "carried", "prose", "refused", "aside", "frames", "turns", "lists", "placed", "colloquial", "topics"}
    | {"classes", "dialect", "reasons", "chosen"}
)
_COMPOSED = ("placed", "refused", "frames", "aside", "topics", "carried", "reasons", "chosen")
"""tables of patterns in which `<name>` stands for a class"""
_CLASS = re.compile(r"(?<!\?P)<([a-z_]+)>")


def parse(code: str, files: Mapping[str, str]) -> Language:
    """Read the files of one language, given by name. ValueError says what is wrong."""
    data: dict[str, dict[str, Any]] = {table: {} for table in TABLES}
    for name, text in files.items():
        for table, entries in tomllib.loads(text).items():
            if table not in TABLES:
                raise ValueError(f"{code}/{name}: unknown {table}")
            twice = sorted(set(entries) & set(data[table]))
            if twice:
                raise ValueError(f"{code}/{name}: {table}: {', '.join(twice)} stands in another file too")
            data[table].update(entries)
    classes = _classes(code, data["classes"])
    for table in _COMPOSED:
        data[table] = _composed(code, data[table], classes)
    return Language(
        code=code,
        phrases={**_phrases(code, data["colloquial"]), **_phrases(code, data["phrases"])},
        turns=data["turns"],
        lists={name: _in_one(words) for name, words in data["lists"].items()},
        typos=data["typos"],
        sentences=data["say"],
        channel=data["channel"],
        short_year=data["short_year"],
        operands=data["operands"],
        passages=data["passages"],
        statements=data["statements"],
        aside=data["aside"],
        home=data["home"],
        carried=data["carried"],
        prose=data["prose"],
        pinyin=data["pinyin"],
        refused=data["refused"],
        reasons=data["reasons"],
        chosen=data["chosen"],
        placed=data["placed"],
        frames=data["frames"],
        topics=data["topics"],
        dialect=data["dialect"],
        metrics=data["metrics"],
    )


def _classes(code: str, given: Mapping[str, str | Sequence[str]]) -> Mapping[str, str]:
    """Each class as a pattern that matches any of its words. A class may refer to others, but not to itself.

    ValueError if some refer to one another.
    """
    lines = {name: _in_one(words) for name, words in given.items()}
    made: dict[str, str] = {}
    while left := [name for name in lines if name not in made]:
        ready = [
            name for name in left if all(other in made or other not in lines for other in _CLASS.findall(lines[name]))
        ]
        if not ready:
            raise ValueError(f"{code}: classes: {', '.join(left)} hold one another")
        made.update({name: f"(?:{_composed(code, lines[name], made)})" for name in ready})
    return made


def _in_one(words: str | Sequence[str]) -> str:
    """The words of a class or list, parted by |, that may stand on several lines."""
    return words if isinstance(words, str) else "|".join(words)


def _composed(code: str, given: Any, classes: Mapping[str, str]) -> Any:
    """Patterns, also within lists and tables, with each `<name>` replaced by its class.

    ValueError if there is no class of that name.
    """
    if isinstance(given, dict):
        return {_composed(code, key, classes): _composed(code, value, classes) for key, value in given.items()}
    if isinstance(given, list):
        return [_composed(code, one, classes) for one in given]
    if not isinstance(given, str):
        return given
    unknown = sorted(set(_CLASS.findall(given)) - classes.keys())
    if unknown:
        raise ValueError(f"{code}: {given}: no class is called {', '.join(unknown)}")
    return _CLASS.sub(lambda match: classes[match[1]], given)


def spelt_out(pattern: str) -> list[str]:
    """All phrases of a line with brackets, normalised: 办(完|好|) is 办完, 办好 and 办."""
    parts = [
        [plain(word) for word in part.split("|")] if at % 2 else [plain(part)]
        for at, part in enumerate(_BRACKETS.split(pattern))
    ]
    return ["".join(words) for words in itertools.product(*parts)]


def _phrases(code: str, lines: Mapping[str, str]) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Phrases as normalised; ValueError where two lines with brackets make one phrase of two meanings."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    plain: dict[str, tuple[frozenset[str], ...]] = {}
    for line, meaning in lines.items():
        alternatives = tuple(frozenset(alternative.split()) for alternative in meaning.split("|"))
        if not _BRACKETS.search(line):
            plain[normalise(line).text] = alternatives
            continue
        for phrase in spelt_out(line):
            if found.setdefault(phrase, alternatives) != alternatives:
                raise ValueError(f"{code}: {line}: {phrase} means something else in another line")
    return found | plain


@functools.cache
@lasting()
def language(code: str) -> Language:
    """A language by its code, zh or en."""
    folder = Path(__file__).with_name(code)
    return parse(code, {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))})


@functools.cache
def every(table: str, key: str) -> tuple[Any, ...]:
    """What the list of that name in a table of each language holds, in order: a word counts whatever is answered in."""
    return tuple(one for code in CODES for one in getattr(language(code), table).get(key, ()))


@functools.cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{language(code).operands[key]})" for code in CODES))


def matches(key: str, text: str) -> bool:
    """Whether a pattern of the operands stands in a text, in any language: the answer may be in another."""
    return _pattern(key).search(text) is not None


@functools.cache
def every_word(table: str, key: str) -> frozenset[str]:
    """The same words, to look one up among them."""
    return frozenset(every(table, key))
