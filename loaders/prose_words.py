"""The vocabulary of prose.toml, and a sentence cut into its tokens."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ahocorasick_rs

from index import metrics, numbers
from loaders.prose_text import FOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What a clause must say to state these metrics (see prose.toml)."""

    metrics: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    context: tuple[frozenset[str], ...] = ()
    said: frozenset[str]
    """everything that may be said: needs, context, may, always"""
    units: frozenset[str]
    party: str | None = None
    since: int = 0
    until: int = 9999
    bare: bool = False
    kind: bool = False
    siblings: bool = False
    loose: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """prose.toml, read."""

    automaton: ahocorasick_rs.AhoCorasick
    phrases: tuple[tuple[str, frozenset[str]], ...]
    """role and features of each phrase, as the automaton numbers them"""
    rules: tuple[Rule, ...]
    zero: tuple[Rule, ...]
    domains: frozenset[str]
    carried: frozenset[str]
    verbs: frozenset[str]
    sites: frozenset[str]
    text: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A piece of a sentence that is known, or a run of characters that is not."""

    start: int
    end: int
    role: str
    """concept, a key of [tokens], number, year, date, mark, title or unknown"""
    features: frozenset[str] = frozenset()
    number: numbers.Number | None = None


def _alternatives(words: Iterable[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(word.split("|")) for word in words)


def _rule(entry: dict[str, Any], always: frozenset[str], units: dict[str, list[str]], known: frozenset[str]) -> Rule:
    """Build a rule; ValueError names a feature or a metric that does not exist."""
    keys = tuple(entry["metrics"]) if "metrics" in entry else (entry["metric"],)
    needs, context = _alternatives(entry["needs"]), _alternatives(entry.get("context", ()))
    said = always.union(entry.get("may", ()), *needs, *context)
    if said - known:
        raise ValueError(f"prose.toml: {keys[0]}: no feature {', '.join(sorted(said - known))}")
    catalogue = metrics.catalogue()
    for key in keys:
        if key not in catalogue:
            raise ValueError(f"prose.toml: no metric {key!r}")
    options = {name: value for name, value in entry.items() if name not in ("metrics", "metric", "needs", "context", "may")}
    counted = options.pop("units", units[catalogue[keys[0]].unit])
    return Rule(metrics=keys, needs=needs, context=context, said=said, units=frozenset(counted), **options)


def parse(text: str) -> Words:
    """Read the vocabulary. ValueError for a phrase with two meanings or a rule that names what does not exist."""
    data = tomllib.loads(text)
    meanings: dict[str, tuple[str, frozenset[str]]] = {}
    groups = [("concept", frozenset(key.split("+")), words) for key, words in data["concepts"].items()]
    groups += [(role, frozenset(), words) for role, words in data["tokens"].items()]
    for role, features, words in groups:
        for word in words:
            folded = word.translate(FOLD)
            if meanings.get(folded, (role, features)) != (role, features):
                raise ValueError(f"prose.toml: {word!r} has two meanings")
            meanings[folded] = (role, features)
    always = frozenset(data["always"])
    known = frozenset(feature for _, features, _ in groups for feature in features)
    return Words(
        automaton=ahocorasick_rs.AhoCorasick(list(meanings), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        phrases=tuple(meanings.values()),
        rules=tuple(_rule(entry, always, data["units"], known) for entry in data["rules"]),
        zero=tuple(_rule(entry, always, data["units"], known) for entry in data["zero"]),
        domains=frozenset(data["domains"]),
        carried=frozenset(data["carried"]),
        verbs=frozenset(data["verbs"]),
        sites=frozenset(data["sites"]),
        text=data["text"],
    )


@functools.cache
def words() -> Words:
    """Give the vocabulary, read once."""
    return parse(Path(__file__).with_name("prose.toml").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def aliases(body: str) -> tuple[str, ...]:
    """Name the ways in which a body's own report may call it: 青禾区政府办公室, 区府办."""
    text = words().text
    names = {body}
    for index, sign in enumerate(body[:-1]):
        if sign in text["place"] and index:
            names |= {body[index:], body[index + 1 :]}
    for long, short in text["names"]:
        names |= {name.replace(long, short) for name in names if long in name}
        if long in body:
            names |= {word for word in (long, short) if word in text["own_alone"]}
    # a name of one or two characters (区, 政府) would be found inside other words
    return tuple(sorted(name for name in names if len(name) > 2 or name in text["own_alone"]))


@functools.lru_cache(maxsize=64)
def _own_names(body: str) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(
        list(aliases(body)) or ["\x00"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )


_TITLE = re.compile(r"《[^《》]{0,120}》|〔[^〔〕]{0,20}〕[0-9A-Za-z\-]{0,12}号?|https?://[!-~]{0,300}|www\.[!-~]{0,300}")
_QUOTED = re.compile(r"[“\"][^“”\"0-9,;]{1,16}[”\"]")
_MARKS = ",;:()、"
_NOISE = re.compile("[“”‘’\"'·—…\\-~\\[\\]<>。.!?！？# ]+")


def _number_token(text: str, number: numbers.Number, base: int) -> Token:
    role = "number"
    if number.unit in ("年", "年度") and number.value == int(number.value) and 1900 <= number.value < 2100:
        role = "year"
    elif number.unit in ("年", "年度", "月", "日", "号", "月份", "年份"):
        role = "date"
    return Token(start=base + number.start, end=base + number.end, role=role, number=number)


def tokens(text: str, start: int, end: int, body: str) -> tuple[Token, ...]:
    """Cut text[start:end] into tokens that cover it, in order; the longest at a place counts."""
    vocabulary = words()
    part = text[start:end]
    found = [Token(start=start + m.start(), end=start + m.end(), role="title") for m in _TITLE.finditer(part)]
    found += [_number_token(text, number, start) for number in numbers.find(part)]
    found += [Token(start=start + a, end=start + b, role="own") for _, a, b in _own_names(body).find_matches_as_indexes(part)]
    for index, a, b in vocabulary.automaton.find_matches_as_indexes(part):
        role, features = vocabulary.phrases[index]
        found.append(Token(start=start + a, end=start + b, role=role, features=features))
    found += [Token(start=start + m.start(), end=start + m.end(), role="quoted") for m in _QUOTED.finditer(part)]
    found.sort(key=lambda token: (token.start, -token.end))
    covered: list[Token] = []
    at = start
    for token in found:
        if token.start < at:
            continue
        covered += _between(text, at, token.start)
        covered.append(token)
        at = token.end
    covered += _between(text, at, end)
    return tuple(covered)


def _between(text: str, start: int, end: int) -> list[Token]:
    """Cut what no phrase covers into marks and unknown words."""
    parts: list[Token] = []
    at = start
    for index in range(start, end + 1):
        if index < end and text[index] not in _MARKS:
            continue
        if index > at and _NOISE.fullmatch(text, at, index) is None:
            parts.append(Token(start=at, end=index, role="unknown"))
        if index < end:
            parts.append(Token(start=index, end=index + 1, role="mark"))
        at = index + 1
    return parts
