"""bot/words/patterns.py: many patterns, each tried only where a word that it needs stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.languages import CODES, language
from bot.words.patterns import Patterns, longest, needed_words

LINES = ["(?P<word>ab+)c", "(?:b)(?P<word>c)", "(?P<one>x)y(?P=one)(?P<word>z)"]
TEXT = "abbc bc xyxz xyz abcab"
QUESTIONS = Path(__file__).with_name("questions")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("收到(?:多少|几)件", {"收到"}),
        ("(?:多少|几)件宗案", {"件宗案"}),
        ("(?:收到|新收)[件宗]", {"收到", "新收"}),
        ("[件宗]", {"件", "宗"}),
        ("[件宗]?", set()),
        ("(?:收到|)", set()),
        ("(?:收到|[a-z]+)", set()),
        ("(?:ab)+", {"ab"}),
        ("(?:ab)*", set()),
        ("(?<![a-z])up(?![a-z])", {"up"}),
        ("(?!up)", set()),
        ("(?=up)", {"up"}),
        ("(?:20[0-9]{2}) back", {" back"}),
        ("[a-z]+", set()),
        ("(?i:up)", set()),
        ("(?i)up", set()),
    ],
)
def test_words_that_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "size"), [("(?:转|结转)(?:到|至)?了?", 4), ("(?<!a)ab(?=c)", 2), ("a(?: b)*", None), ("a{2,9}", 9)]
)
def test_how_long_a_match_is_at_the_most(pattern: str, size: int | None) -> None:
    assert longest(pattern) == size


def test_all_that_stand_are_found() -> None:
    expected = [(at, match.span("word")) for at, line in enumerate(LINES) for match in re.finditer(line, TEXT)]
    assert [(at, match.span("word")) for at, match in Patterns(LINES).found(TEXT)] == expected
    assert len(expected) == 6
    assert not list(Patterns(LINES).found("nothing of it"))


def test_what_stands_around_each_is_around_all() -> None:
    ends = Patterns(["a|ab", "c"], before="(?<= )", behind="$")
    assert [match.span() for match in ends.until("ab ab", 5)] == [(3, 5)]
    assert ends.until("ab ab", 2) == []
    assert [match.group() for match in Patterns(["ab", "b", "a"]).at("xab", 1)] == ["ab", "a"]
    assert Patterns([]).at("", 0) == []


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from texts(one)


@pytest.mark.parametrize("every", [pytest.param(25, id="few"), pytest.param(5, id="many", marks=pytest.mark.slow)])
def test_no_pattern_of_ours_is_passed_over_where_it_stands(every: int) -> None:
    lines = [
        line
        for code in CODES
        for table in (language(code).frames, language(code).refused, language(code).placed, language(code).aside)
        for line in [*table, *texts(dict(table))]
    ]
    each = [re.compile(line) for line in dict.fromkeys(lines) if _is_pattern(line)]
    needed = {one: words for one in each if (words := needed_words(one.pattern))}
    assert len(needed) > 200
    asked = dict.fromkeys(
        text
        for path in sorted(QUESTIONS.rglob("*.toml"))
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
    )
    for text in list(asked)[::every]:
        for one, words in needed.items():
            assert any(word in text for word in words) or not one.search(text), (text, one.pattern)


def _is_pattern(line: str) -> bool:
    try:
        re.compile(line)
    except re.error:
        return False
    return True
