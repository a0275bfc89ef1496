"""Counts in sentences: one of a thing, and any other number of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.telegram import texts as telegram
from bot.channels.web import texts
from bot.languages import CODES, language
from bot.plurals import filled

COUNTED = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
ALONE = re.compile(r"\{(\w+)\} (?:\w+ )?(\w+s)\b")
"""a count with a plural behind it that stands there whatever the count is"""
NOUNS = ("reports", "figures", "bodies", "findings", "checks", "gaps", "sums", "places", "rows", "files")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 figures are"),
        (1, "1 figure is"),
        (2, "2 figures are"),
        ("1", "1 figure is"),
        ("1,001", "1,001 figures are"),
    ],
)
def test_a_count_chooses_its_words(count: object, said: str) -> None:
    assert filled("{count} {count:figure is|figures are}", {"count": count}) == said


def test_everything_else_is_as_in_any_format() -> None:
    assert filled("{a:,} {b}", {"a": 1234, "b": "{count:x|y}"}) == "1,234 {count:x|y}"
    assert filled("{count:x|y} {b} {{}}", {"count": 3, "b": "{a}"}) == "y {a} {}"
    with pytest.raises(KeyError):
        filled("{gone} {count:x|y}", {"count": 1})


def sentences(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for each in given.values():
            yield from sentences(each)


def every(code: str) -> list[str]:
    """What is said in a language, anywhere."""
    told: list[Any] = [dict(language(code).sentences), dict(texts.texts(code).sentences), telegram._sentences()[code]]
    return [each for one in told for each in sentences(one)]


@pytest.mark.parametrize("code", CODES)
def test_words_for_counts_are_of_counts_that_are_said(code: str) -> None:
    for sentence in every(code):
        for name, one, many in COUNTED.findall(sentence):
            assert one != many
            assert f"{{{name}}}" in sentence, sentence


def test_no_english_sentence_says_1_reports() -> None:
    found = [(sentence, noun) for sentence in every("en") for _, noun in ALONE.findall(sentence) if noun in NOUNS]
    assert [each for each in found if "sum of" not in each[0]] == []
