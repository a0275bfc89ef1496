"""What is passed over holds nothing that counts, compares or narrows, but for what was looked at (passed_over.toml).

四个渠道 and “even after correction” were passed over once, and figures told that nobody had asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.languages import CODES, language
from bot.models import Mention
from bot.words.figures import figures
from bot.words.mentions import phrases
from tests.spelling_out import spelt

DATA = tomllib.loads((Path(__file__).parent / "passed_over.toml").read_text(encoding="utf-8"))
SILENT: tuple[str, ...] = tuple(DATA["silent"])
"""what a token begins with that asks, joins or shows, and changes no figure"""
BOUNDS = ("cmp:", "not:")
"""what a token begins with that compares, or that no figure is told of"""


def says(one: Mention) -> bool:
    """Each meaning of a word has something to say of the figure."""
    return all(any(not token.startswith(SILENT) for token in way) for way in one.alternatives)


def bounds(one: Mention) -> bool:
    return all(any(token.startswith(BOUNDS) for token in way) for way in one.alternatives)


def counts(text: str) -> Iterator[str]:
    """Figures in a text, but for those that what is told is held against (bot/answers/so_many.py), and 一."""
    counted = [match.span() for code in CODES for match in re.finditer(language(code).operands["so_many"], text)]
    for one in figures(text):
        if one.value != 1 and not any(start <= one.start and one.end <= end for start, end in counted):
            yield one.text


def unlooked(code: str, kind: str, held: Mapping[str, set[str]]) -> list[str]:
    """What is passed over, with the words in it, that no line of the list takes in."""
    lines = [re.compile(one) for one in DATA[code][kind]]
    bad = {text: sorted(words - set(DATA[code]["words"])) for text, words in held.items()}
    return [
        f"{text}: {', '.join(words)}"
        for text, words in bad.items()
        if words and not any(one.fullmatch(text) for one in lines)
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_phrase_passed_over_holds_no_content(code: str) -> None:
    held = {}
    for text, ways in language(code).phrases.items():
        if not any(ways):
            found = (one for one in phrases().find(text) if one.text != text)
            held[text] = {*(one.text for one in found if says(one)), *counts(text)}
    assert not (bad := unlooked(code, "phrases", held)), f"{len(bad)}\n" + "\n".join(bad[:40])


@pytest.mark.parametrize("code", CODES)
def test_a_pattern_passes_over_no_figure_and_no_comparison(code: str) -> None:
    one = language(code)
    empty = [pattern for pattern, said in one.placed.items() if "" in map(str.strip, said.split("|"))]
    held: dict[str, set[str]] = {}
    for pattern in [*empty, *one.aside.get("passed", ())]:
        for text in spelt(pattern, "word"):
            found = {each.text for each in phrases().find(text) if bounds(each)}
            held.setdefault(text, set()).update(found, counts(text))
    assert not (bad := unlooked(code, "patterns", held)), f"{len(bad)}\n" + "\n".join(bad[:40])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["phrases", "patterns"])
def test_each_line_of_the_list_is_a_pattern(code: str, kind: str) -> None:
    lines: list[str] = DATA[code][kind]
    assert len(set(lines)) == len(lines)
    assert all(re.compile(one) for one in lines)
