"""What our words and patterns see of a text: two letters that stand in one of them, and what none tells apart.

青夕区教育局2019年收到多少件 is cut as 青西区教育局2021年收到多少件 is: no word holds 夕 there, none 西, and no
pattern says which year it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.languages import CODES, language
from bot.words import turns
from bot.words.mentions import phrases
from bot.words.refusing import REMEMBERED
from index import numbers
from index.numerals import WORDS

LETTER = "\u56d7"
"""stands for a letter that nothing sees: in no word of ours"""
YEAR = "2020"
"""stands for any year"""
NUMERALS = frozenset(numbers.NUMERALS)
FEW_WORDS = 20
"""with the same two letters, up to which each is looked for"""
_PASSED = f"{turns.PASSED_OVER}'‘’«»-"
_NAME = "#"
_HAN = "[\u4e00-\u9fff]"
_BESIDE = re.compile(f"(?<={_NAME}){_HAN}{{1,4}}(?!{_HAN})|(?<!{_HAN}){_HAN}{{1,4}}(?={_NAME})")
"""a few letters beside a name: what is left of one that is mistyped"""
_ONE_YEAR = re.compile(f"[^0-9]*(20[12][0-9])(?={language('zh').short_year['sign']})[^0-9]*")
_PATTERNS = ("aside", "carried", "placed", "refused", "frames", "operands", "short_year")
"""tables of a language that say what else is looked for in a text than words"""
_QUOTED = ("quoted_name", "of_media", "ahead_of_place", "of_accounts")
"""and lines of a further one"""
_IS_PATTERN = re.compile(r"[(\[|]")
_ONE_OF = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_RUN = re.compile(f"{_HAN}(?=[?*+{{])|{_HAN}+(?![?*+{{])")
"""in a pattern: letters of which one stands there, and a stretch that it spells out"""


def stands_apart(text: str, start: int, end: int) -> bool:
    """Whether no word and no figure is a stretch of Chinese, or has letters of it and of what stands beside it."""
    first, last = text[start], text[end - 1]
    if first in NUMERALS or last in NUMERALS or text[start:end] in phrases().meanings:
        return False
    before, behind = start - 1, end
    while before >= 0 and text[before] in _PASSED:
        before -= 1
    while behind < len(text) and text[behind] in _PASSED:
        behind += 1
    return not (
        (before >= 0 and _is_within(text, text[before] + first, first))
        or (behind < len(text) and _is_within(text, last + text[behind], last))
    )


def with_unseen_masked(text: str, names: Iterable[tuple[int, int]]) -> tuple[str, int | None]:
    """A text with marks for letters beside its names that nothing sees, and for its year; where that stands."""
    masked = without = text
    for start, end in names:
        without = f"{without[:start]}{_NAME * (end - start)}{without[end:]}"
    signs = frozenset(text)
    for run in _BESIDE.finditer(without):
        for at in range(*run.span()):
            if not _is_in_patterns(text[at], signs) and stands_apart(text, at, at + 1):
                masked = f"{masked[:at]}{LETTER}{masked[at + 1 :]}"
    year = _ONE_YEAR.fullmatch(text)
    if year is None:
        return masked, None
    return f"{masked[: year.start(1)]}{YEAR}{masked[year.end(1) :]}", year.start(1)


def _is_in_patterns(sign: str, signs: frozenset[str]) -> bool:
    """Whether a letter may be of what a pattern spells out in a text of these letters: 领 of 领导, where 导 is one."""
    alone, spelt = _in_patterns()
    return sign in alone or any(map(signs.issuperset, spelt.get(sign, ())))


@functools.cache
def _in_patterns() -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """Letters that stand alone in a pattern, a figure, or as a turn of phrase; letter → stretches of which it is."""
    alone = set(f"{WORDS}{LETTER}").union(NUMERALS)
    alone.update(*(turns.turns(code).letters() for code in CODES if code not in turns.IN_LATIN))
    spelt: dict[str, set[str]] = {}
    for line in _every_line():
        if not _IS_PATTERN.search(line):
            # a word, or a list of letters
            alone.update(line)
            continue
        alone.update(*_ONE_OF.findall(line))
        for run in _RUN.findall(_ONE_OF.sub(" ", line)):
            for sign in run:
                spelt.setdefault(sign, set()).add(run)
    alone.update(sign for sign, runs in spelt.items() if sign in runs)
    return frozenset(alone), {sign: frozenset(runs) for sign, runs in spelt.items()}


def _every_line() -> Iterator[str]:
    """All that stands in the tables."""
    every: list[object] = [getattr(language(code), table) for code in CODES for table in _PATTERNS]
    every += [language(code).statements.get(line, "") for code in CODES for line in _QUOTED]
    while every:
        one = every.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            every += [*one, *one.values()]
        elif isinstance(one, Iterable):
            every += one
        else:
            yield str(one)


def _is_within(text: str, pair: str, sign: str) -> bool:
    """Whether two letters one behind another may be of one word there; `sign` is the one that is looked at."""
    words = _words_over(pair, sign)
    return words is not None and (not words or any(word in text for word in words))


@functools.lru_cache(maxsize=REMEMBERED)
def _words_over(pair: str, sign: str) -> frozenset[str] | None:
    """The words that have the two letters; empty where they are many, or turns of phrase; None where there are none."""
    if pair in _pairs_in_turns(sign):
        return frozenset()
    return frozenset(phrases().having(pair, FEW_WORDS)) if pair in _pairs_with(sign) else None


@functools.lru_cache(maxsize=REMEMBERED)
def _pairs_in_turns(sign: str) -> frozenset[str]:
    """Two letters one behind another in a turn of phrase, one of them this."""
    every = (turns.turns(code) for code in CODES if code not in turns.IN_LATIN)
    return frozenset[str]().union(*(each.pairs_with(sign) for each in every))


@functools.lru_cache(maxsize=REMEMBERED)
def _pairs_with(sign: str) -> frozenset[str]:
    """The same in a word."""
    return frozenset(phrases().pairs_with(sign))
