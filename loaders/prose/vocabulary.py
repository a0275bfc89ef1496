"""The vocabulary of prose.toml: phrases with their meanings, and rules."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ahocorasick_rs

from index import metrics, numbers
from index.models import maker

_BRACES = re.compile("[{}]")
"""a{b|c} in a phrase is ab or ac"""
fold = numbers.one_for_one(dict(zip("，；：（）０１２３４５６７８９．％﹐【】", ",;:()0123456789.%,[]", strict=True)))
"""one width of digits and marks, offset for offset"""


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
    with_kinds: bool = False
    event: bool = False
    yearly: bool = False
    negative: bool = False
    regional: bool = False
    loose: bool = False
    unsited: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """prose.toml, read."""

    automaton: ahocorasick_rs.AhoCorasick
    phrases: tuple[tuple[str, frozenset[str]], ...]
    """role and features of each phrase, as the automaton numbers them"""
    rules_by_need: Mapping[str, Sequence[tuple[int, Rule]]]
    zero_by_need: Mapping[str, Sequence[tuple[int, Rule]]]
    """the rules, each under every feature that its first need may be"""
    domains: frozenset[str]
    carried: frozenset[str]
    verbs: frozenset[str]
    sites: frozenset[str]
    matters: frozenset[str]
    dealing: frozenset[str]
    fields: tuple[str, ...]
    """of which bodies publish information"""
    meanings: Mapping[str, tuple[str, frozenset[str]]]
    text: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A piece of a sentence that is known, or a run of characters that is not."""

    start: int
    end: int
    role: str
    """concept, a key of [tokens], number, year, date, ordinal, mark, title, quoted, own or unknown"""
    features: frozenset[str] = frozenset()
    number: numbers.Number | None = None


make_token = maker(Token)
NOTHING: frozenset[str] = frozenset()


def features_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Give everything that the tokens say."""
    return NOTHING.union(*[token.features for token in tokens])


def is_own_year(token: Token, year: int) -> bool:
    """Tell 本年度 or 2021年 in a report on 2021."""
    return token.role == "own_time" or (token.role == "year" and year_of(token) == year)


def is_another_year(token: Token, year: int) -> bool:
    """Tell 上年 or 2020年 in a report on 2021."""
    return token.role == "other_year" or (token.role == "year" and year_of(token) != year)


def year_of(token: Token) -> int:
    return int(token.number.value) if token.number is not None else 0


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
    read = {"metrics", "metric", "needs", "context", "may"}
    options = {name: value for name, value in entry.items() if name not in read}
    kind = keys[0].partition(".")[0]
    counted = options.pop("units", units.get(kind) or units[catalogue[keys[0]].unit])
    return Rule(metrics=keys, needs=needs, context=context, said=said, units=frozenset(counted), **options)


def _by_need(rules: Sequence[Rule]) -> dict[str, list[tuple[int, Rule]]]:
    found: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for feature in rule.needs[0]:
            found[feature].append((place, rule))
    return dict(found)


def _spelt(phrase: str, parts: Mapping[str, str]) -> Iterator[str]:
    """Give every phrase that "{of_us}{不掌握|未持有}" stands for; a name among `parts` stands for its alternatives."""
    pieces = _BRACES.split(phrase)
    if len(pieces) == 1:
        return iter((phrase,))
    # literal text and what stood in braces take turns
    choices = [parts.get(piece, piece).split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return map("".join, itertools.product(*choices))


def _meanings(data: Mapping[str, Any]) -> dict[str, tuple[str, frozenset[str]]]:
    """Give role and features of every phrase.

    A composed one yields to the same phrase written out, and to one composed in an earlier list.
    """
    meanings: dict[str, tuple[str, frozenset[str]]] = {}
    composed: dict[str, tuple[str, frozenset[str]]] = {}
    groups = [("concept", frozenset(key.split("+")), words) for key, words in data["concepts"].items()]
    groups += [(role, frozenset(), words) for role, words in data["tokens"].items()]
    for role, features, words in groups:
        for word in words:
            if "{" in word:
                for spelt in _spelt(word, data["parts"]):
                    composed.setdefault(fold(spelt), (role, features))
                continue
            folded = fold(word)
            if meanings.get(folded, (role, features)) != (role, features):
                raise ValueError(f"prose.toml: {word!r} has two meanings")
            meanings[folded] = (role, features)
    return composed | meanings


def parse(text: str) -> Words:
    """Read the vocabulary. ValueError for a phrase with two meanings or a rule that names what does not exist."""
    data = tomllib.loads(text)
    meanings = _meanings(data)
    groups = [frozenset(key.split("+")) for key in data["concepts"]]
    always = frozenset(data["always"])
    units = data["units"]
    known = frozenset[str]().union(*groups)
    return Words(
        automaton=ahocorasick_rs.AhoCorasick(list(meanings), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        phrases=tuple(meanings.values()),
        meanings=meanings,
        rules_by_need=_by_need([_rule(entry, always, units, known) for entry in data["rules"]]),
        zero_by_need=_by_need([_rule(entry, always, units, known) for entry in data["zero"]]),
        domains=frozenset(data["domains"]),
        carried=frozenset(data["carried"]),
        verbs=frozenset(data["verbs"]),
        sites=frozenset(data["sites"]),
        matters=frozenset(data["matters"]),
        dealing=frozenset(data["dealing"]),
        fields=tuple(data["parts"]["field"].split("|")),
        text={name: tuple(value) if isinstance(value, list) else value for name, value in data["text"].items()},
    )


@functools.cache
def words() -> Words:
    """Give the vocabulary, read once."""
    return parse(Path(__file__).with_name("prose.toml").read_text(encoding="utf-8"))
