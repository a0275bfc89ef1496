"""A sentence cut into its tokens: the longest phrase at a place counts, what no phrase covers is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index import numbers
from loaders.prose.names import aliases, of_its_field, region_of, shortened, sign_of
from loaders.prose.vocabulary import Token, make_token, words

_TITLE = re.compile(words().text["title"])
_QUOTED = re.compile(words().text["quoted"])
_INSIDE = re.compile(words().text["numeral_inside"])
_COUNTED = re.compile(words().text["counted"])
_COMPARED_YEAR = re.compile(words().text["compared_year"])
_YEAR_LIST = re.compile(words().text["year_list"])
_BARE_YEAR = re.compile(words().text["bare_year"])
_SITE_SIGN = re.compile(words().text["site_sign"])
_LETTER = re.compile(words().text["letter"])
_SITE_BEHIND = re.compile(words().text["site_behind"])
_SITE = frozenset({"via_website"})
_MONTH_END = re.compile(words().text["month_end"])
_HOTLINE = re.compile(words().text["hotline"])
_YEAR_UNITS = frozenset(words().text["year_units"])
_DATE_UNITS = frozenset(words().text["date_units"])
_HOUSES = frozenset(words().text["houses"])
_STREETS = frozenset(words().text["streets"])
_ORDINAL = frozenset(words().text["ordinal"])
_SURROGATE = re.compile("[\ud800-\udfff]")
"""half a character: the automaton takes whole ones only"""
_SHORT = 2
"""characters of a name that may be the end of another"""
_SITE_AT = 12
"""so far behind the name of a body the word for its site may reach"""
_WHOLE = "whole_words"
_MARKS = ",;:()、"
_FIELD_INFO = frozenset({"info", "own_field"})
_NOISE = re.compile("[“”‘’\"'·—…\\-~\\[\\]<>。.!?！？# ]+")


def _role_of(part: str, number: numbers.Number) -> str:
    before = part[max(0, number.start - 1) : number.start]
    if before in _ORDINAL or (before.isascii() and before.isalpha()):
        return "ordinal"
    if not number.unit and _HOTLINE.match(part, number.start):
        return "unknown"
    behind = part[number.end : number.end + 2].lstrip(" ")[:1]
    if not number.unit and 1900 <= number.value < 2100 and behind in _YEAR_UNITS:
        # 2021 年底
        return "year"
    if not number.unit and 1900 <= number.value < 2100 and _YEAR_LIST.match(part, number.end):
        return "year"
    if number.unit in _HOUSES and before in _STREETS:
        return "unknown"
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
    found += [(m.start(), -m.end(), "filler", nothing, None) for m in _MONTH_END.finditer(part)]
    found += [(m.start(), -m.end(), "comparison", nothing, None) for m in _COMPARED_YEAR.finditer(part)]
    field = of_its_field(body)
    if field is not None:
        found += [(m.start(), -m.end(), "concept", _FIELD_INFO, None) for m in field.finditer(part)]
    rest = part
    every = words().text["every"]
    above = words().text["government"] if region_of(body) in words().text["towns"] else ()
    for name in aliases(body):
        # a few names, each of a few reports: looked for one by one
        a = part.find(name)
        while a >= 0:
            b = a + len(name)
            if name in above and a > 0 and part[a - 1] in words().text["place"] and _SITE_BEHIND.match(part, b):
                # 青禾区人民政府网站 in the report of a town
                a = part.find(name, b)
                continue
            # 青云县 in the report of 云县
            within = len(name) == _SHORT and body.startswith(name) and _LETTER.match(part[a - 1 : a])
            if part[a - 1 : a] not in every and not within:
                found.append((a, -b, "own", nothing, None))
                site = _SITE_SIGN.match(part, b)
                found += [(b, -site.end(), "concept", _SITE, None)] if site is not None else []
                # 青禾区人民政府网站: the name must not hide the site
                rest = rest[:a] + "\0" * len(name) + rest[b:]
            a = part.find(name, b)
    short = shortened(body)
    named = [(m.start(), m.end()) for m in short.finditer(part)] if short is not None else []
    found += [(a, -b, "own", nothing, None) for a, b in named]
    vocabulary = words()
    phrases = vocabulary.phrases
    matches = set(vocabulary.automaton.find_matches_as_indexes(rest))
    for _, b in named:
        # 市教局官网: 局官网 must not hide 官网
        behind = vocabulary.automaton.find_matches_as_indexes(rest[b : b + _SITE_AT])
        matches |= {(index, b + start, b + end) for index, start, end in behind}
    for index, a, b in matches:
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
    """《青禾区政府公报》 and 《青禾政府网》 are where something is published; any other title names a document."""
    name = title[1:-1]
    if name.endswith(words().text["site_ends"]):
        return "concept", frozenset({"via_website"})
    gazette = name.endswith(words().text["gazette_ends"])
    return ("concept", frozenset({"via_gazette"})) if gazette else ("title", frozenset())


def _place(candidate: _Candidate) -> tuple[int, int]:
    return candidate[0], candidate[1]


def tokens(text: str, start: int, end: int, body: str) -> tuple[Token, ...]:
    """Cut text[start:end] into tokens that cover it, in order; the longest at a place counts."""
    covered: list[Token] = []
    at = whole = start
    for first, last, role, features, number in _candidates(text[start:end], body):
        begin = start + first
        if begin < max(at, whole):
            continue
        if role == _WHOLE:
            whole = start - last
            continue
        if begin > at:
            covered += _between(text, at, begin)
        at = start - last
        covered.append(make_token(start=begin, end=at, role=role, features=features, number=number))
    if at < end:
        covered += _between(text, at, end)
    return _with_itself(covered, text, sign_of(body))


def _with_itself(covered: Sequence[Token], text: str, sign: str) -> tuple[Token, ...]:
    """镇配备了专职人员1名, 针对厅政府信息公开: the kind of body alone is the body itself."""
    return tuple(
        replace(token, role="own")
        if token.role == "unknown"
        and text[token.start : token.end] == sign
        and (last is None or last.role in ("mark", "year", "own_time", "topic_open"))
        else token
        for last, token in pairwise((None, *covered))
        if token is not None
    )


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
