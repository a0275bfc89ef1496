"""Patterns looked for all at once are found as each alone is."""

from __future__ import annotations

import re

import pytest

from bot.patterns import Patterns

LINES = ["(?P<word>ab+)c", "(?:b)(?P<word>c)", "(?P<one>x)y(?P=one)(?P<word>z)"]
TEXT = "abbc bc xyxz xyz abcab"


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


def test_a_group_by_its_number_is_refused() -> None:
    with pytest.raises(ValueError, match="by its number"):
        Patterns([r"(a)\1"])
