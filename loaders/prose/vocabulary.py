"""The vocabulary of prose.toml, and a sentence cut into its tokens."""

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
    return NOTHING.union(*(token.features for token in tokens))


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
        text={name: tuple(value) if isinstance(value, list) else value for name, value in data["text"].items()},
    )


@functools.cache
def words() -> Words:
    """Give the vocabulary, read once."""
    return parse(Path(__file__).with_name("prose.toml").read_text(encoding="utf-8"))


_SHORT_NAME = 4


@functools.lru_cache(maxsize=64)
def aliases(body: str) -> tuple[str, ...]:
    """Name the ways in which a body's own report may call it: 青禾区政府办公室, 区府办."""
    text = words().text
    names = {body}
    for index, sign in enumerate(body[:-1]):
        if sign in text["place"] and index:
            names |= {body[index:], body[index + 1 :]}
    names |= {body.removeprefix(above) for above in text["above"] if body.startswith(above)}
    # 云岭税务局 of 云岭市税务局
    names |= {name[:2] + name[3:] for name in names if len(name) > 4 and name[2] in text["place"]}
    for long, short in text["names"]:
        if long in body:
            names |= {name.replace(long, short) for name in names if long in name}
            names |= {word for word in (long, short) if word in text["own_alone"]}
    for end in text["government"]:
        # the government is called by its region's name alone
        names |= {name.removesuffix(end) for name in names if name.endswith(end)}
    # a name of one or two characters (区, 政府) would be found inside other words
    called = {name for name in names if len(name) > 2 or name in text["own_alone"]}
    if body.endswith(tuple(text["place"])):
        # the title names the region only
        called |= {body + text["government"][0], body[-1] + text["governs"], body[-1] + text["government"][0]}
    called |= {word for word in text["areas"] if any(word in name for name in names)}
    level = [sign for sign in body[1:-1] if sign in text["place"]]
    if level and body.endswith(text["organs_by_level"]):
        called |= {level[-1] + body[-1], level[-1] + body[-1] + text["itself"]}
    # 我区政府, 本市局
    called |= {ours + name for ours in text["ours"] for name in called if len(name) <= _SHORT_NAME}
    return tuple(sorted(called))


@functools.lru_cache(maxsize=64)
def _of_its_field(body: str) -> re.Pattern[str] | None:
    """Find 教育领域政府信息 in the report of 青禾区教育局: what it publishes is of its own field."""
    names = (body, *aliases(body))
    known = [field for field in words().text["fields"] if any(field in name for name in names)]
    return re.compile(words().text["field_info"].replace("{}", "|".join(known))) if known else None


_TITLE = re.compile(words().text["title"])
_QUOTED = re.compile(words().text["quoted"])
_INSIDE = re.compile(words().text["numeral_inside"])
_COUNTED = re.compile(words().text["counted"])
_YEAR_LIST = re.compile(words().text["year_list"])
_BARE_YEAR = re.compile(words().text["bare_year"])
_YEAR_UNITS = frozenset(words().text["year_units"])
_DATE_UNITS = frozenset(words().text["date_units"])
_ORDINAL = frozenset(words().text["ordinal"])
_SURROGATE = re.compile("[\ud800-\udfff]")
"""half a character: the automaton takes whole ones only"""
_MARKS = ",;:()、"
_FIELD_INFO = frozenset({"info", "own_field"})
_NOISE = re.compile("[“”‘’\"'·—…\\-~\\[\\]<>。.!?！？# ]+")


def _role_of(part: str, number: numbers.Number) -> str:
    before = part[max(0, number.start - 1) : number.start]
    if before in _ORDINAL or (before.isascii() and before.isalpha()):
        return "ordinal"
    if not number.unit and 1900 <= number.value < 2100 and part[number.end : number.end + 1] in _YEAR_UNITS:
        return "year"
    if not number.unit and 1900 <= number.value < 2100 and _YEAR_LIST.match(part, number.end):
        return "year"
    begins = before in ("", ",", ";", ":")
    if not number.unit and 1900 <= number.value < 2100 and begins and _BARE_YEAR.match(part, number.end):
        return "year"
    if number.unit in _YEAR_UNITS and number.value == int(number.value) and 1900 <= number.value < 2100:
        return "year"
    return "date" if number.unit in _DATE_UNITS else "number"


_Candidate = tuple[int, int, str, frozenset[str], numbers.Number | None]
"""start, minus end, role, features, figure: sorted, the longest at a place comes first"""


def _candidates(part: str, body: str) -> list[_Candidate]:
    """Find every token there might be; they may overlap."""
    nothing: frozenset[str] = frozenset()
    part = _SURROGATE.sub("\ufffd", part)
    found: list[_Candidate] = [(m.start(), -m.end(), *_titled(m[0]), None) for m in _TITLE.finditer(part)]
    found += [(m.start(), -m.end(), *_quoted(part, m), None) for m in _QUOTED.finditer(part)]
    found += [(m.start(), -m.end(), "ordinal", nothing, None) for m in _INSIDE.finditer(part)]
    found += [(n.start, -n.end, _role_of(part, n), nothing, n) for n in numbers.find(part)]
    field = _of_its_field(body)
    if field is not None:
        found += [(m.start(), -m.end(), "concept", _FIELD_INFO, None) for m in field.finditer(part)]
    rest = part
    every = words().text["every"]
    for name in aliases(body):
        # a few names, each of a few reports: looked for one by one
        a = part.find(name)
        while a >= 0:
            b = a + len(name)
            if part[a - 1 : a] not in every:
                found.append((a, -b, "own", nothing, None))
                # 青禾区人民政府网站: the name must not hide the site
                rest = rest[:a] + "\0" * len(name) + rest[b:]
            a = part.find(name, b)
    vocabulary = words()
    phrases = vocabulary.phrases
    for index, a, b in vocabulary.automaton.find_matches_as_indexes(rest):
        role, features = phrases[index]
        found.append((a, -b, role, features, None))
    found.sort(key=_place)
    return found


def _quoted(part: str, found: re.Match[str]) -> tuple[str, frozenset[str]]:
    """“非政府信息”8件: words in quotation marks right before a figure count as without; “青禾网” is a site."""
    name = found[0][1:-1]
    if name.endswith(words().text["site_ends"]) and not part.startswith(words().text["not_site_before"], found.end()):
        return "concept", frozenset({"via_website"})
    if part.startswith(words().text["subsites"], found.end()):
        return "concept", frozenset({"via_website"})
    if part.startswith(words().text["columns"], found.end()):
        return "filler", frozenset()
    meaning = words().meanings.get(name)
    if meaning is not None and meaning[0] == "concept" and part.startswith(words().text["shows"], found.end()):
        return meaning
    told = part.startswith(words().text["quoted_before"], found.end())
    told = told or part[: found.start()].endswith(words().text["quoted_after"])
    told = told or (meaning is not None and bool(meaning[1]) and meaning[1] <= words().sites)
    counted = told or _COUNTED.match(part, found.end()) is not None
    return meaning if meaning is not None and meaning[0] == "concept" and counted else ("quoted", frozenset())


def _titled(title: str) -> tuple[str, frozenset[str]]:
    """《青禾区政府公报》 is where something is published; any other title names a document."""
    name = title[1:-1]
    gazette = name.endswith(words().text["gazette_ends"])
    return ("concept", frozenset({"via_gazette"})) if gazette else ("title", frozenset())


def _place(candidate: _Candidate) -> tuple[int, int]:
    return candidate[0], candidate[1]


def tokens(text: str, start: int, end: int, body: str) -> tuple[Token, ...]:
    """Cut text[start:end] into tokens that cover it, in order; the longest at a place counts."""
    covered: list[Token] = []
    at = start
    for first, last, role, features, number in _candidates(text[start:end], body):
        begin = start + first
        if begin < at:
            continue
        if begin > at:
            covered += _between(text, at, begin)
        at = start - last
        covered.append(make_token(start=begin, end=at, role=role, features=features, number=number))
    if at < end:
        covered += _between(text, at, end)
    return tuple(covered)


def features_in(text: str) -> frozenset[str]:
    """Give all that the phrases of a heading say."""
    vocabulary = words()
    text = _SURROGATE.sub("\ufffd", _TITLE.sub("\0", text))
    found = vocabulary.automaton.find_matches_as_indexes(text)
    return frozenset[str]().union(*(vocabulary.phrases[index][1] for index, _, _ in found))


_PIECES = re.compile(f"[{_MARKS}]|[^{_MARKS}]+")


def _between(text: str, start: int, end: int) -> list[Token]:
    """Cut what no phrase covers into marks and unknown words."""
    if end == start + 1 and text[start] in _MARKS:
        return [make_token(start=start, end=end, role="mark")]
    parts: list[Token] = []
    for piece in _PIECES.finditer(text, start, end):
        if text[piece.start()] in _MARKS:
            parts.append(make_token(start=piece.start(), end=piece.end(), role="mark"))
        elif _NOISE.fullmatch(piece[0]) is None:
            parts.append(make_token(start=piece.start(), end=piece.end(), role="unknown"))
    return parts
