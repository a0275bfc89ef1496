"""English questions about prose, rephrased in the words that a Chinese clause would use.

Every word with meaning must have a counterpart (bot/languages/en/prose.toml). Whether a clause answers is decided in
bot/finding/statements.py.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence

from bot.languages import CODES, language
from bot.models import NAMES, Cover, Mention, make_mention
from bot.words.mentions import is_latin
from bot.words.turns import Turns
from index.numbers import COUNT_UNITS

MOST_WORDS = 6
MOST_WAYS = 160
"""questions in Chinese that one in English is tried as"""
_QUOTES = re.compile(r"(?<![a-z])'|'(?![a-z])")
"""signs around a name; as long as what they are replaced by, so that places stay"""
_SILENT = frozenset(
    {"ask", "what", "and", "people", "total", "op:in_all", "op:where", "op:quote", "op:figures", "each:which"}
)
_ARTICLE = re.compile(r"(?:the|an?) ")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_COUNTED = "="
"""before a measure word in prose.toml"""
_PLACED = NAMES | {"year"}


@functools.cache
def _words() -> Turns:
    return Turns((line, meant, language(code).lists) for code in CODES for line, meant in language(code).prose.items())


def known() -> set[str]:
    """All words with a counterpart: none of them is misspelt."""
    return _words().words


def in_chinese(
    text: str, cover: Cover, stands: Callable[[str], bool], anywhere: Callable[[str], bool]
) -> Iterator[str]:
    """Possible Chinese forms of the question, without body and year; none if a word has no counterpart.

    `stands` tells whether a word occurs in a clause with a figure, `anywhere` whether in any sentence of the report, so
    that others need not be tried.
    """
    if not any(map(is_latin, text)):
        return
    found = _placed([*_words().find(_QUOTES.sub(" ", text)), *_in_chinese_already(text)], cover)
    if not 0 < len(found) <= MOST_WORDS or not _all_placed(cover, [(one.start, one.end) for one in found]):
        return
    measures = [one for one in found if _measures(one) or (_may_measure(one) and not _choices(one, stands, anywhere))]
    tails = _tails(measures, cover, stands)
    words = [one for one in found if one not in measures]
    choices = [
        way if _may_lack(one, words, cover) else list(filter(None, way))
        for one, way in ((one, _choices(one, stands, anywhere)) for one in words)
    ]
    if not all(choices) or math.prod(map(len, choices)) * (len(choices) + 1) * len(tails) > MOST_WAYS:
        return
    if any(_asks_in_chinese(one.text) for one in found):
        yield from (_in_place(words, chosen) for chosen in itertools.product(*choices))
        return
    for chosen in itertools.product(*choices):
        for order in _orders([word for word in chosen if word]):
            yield from (order + tail for tail in tails)


def _in_chinese_already(text: str) -> list[Mention]:
    """How many 人大代表建议: a word of the reports as it is."""
    return [
        make_mention(
            start=one.start(),
            end=one.end(),
            text=one.group(),
            kind="phrase",
            alternatives=(frozenset({f"{_COUNTED}{one.group()}" if one.group() in COUNT_UNITS else one.group()}),),
        )
        for one in _HAN.finditer(text)
    ]


def _asks_in_chinese(text: str) -> bool:
    return any(word in text for word in language("zh").statements["asking"])


def _in_place(words: Sequence[Mention], chosen: Sequence[str]) -> str:
    """Handbooks 发了多少份: the words of another language in place of themselves."""
    parts = zip(words, chosen, strict=True)
    return " ".join(word for _, word in sorted(parts, key=lambda pair: pair[0].start) if word)


def _choices(one: Mention, stands: Callable[[str], bool], anywhere: Callable[[str], bool]) -> list[str]:
    """What a word may be in this report, and no part of another that it may be; empty where a clause may lack it."""
    words = ["".join(way) for way in one.alternatives]
    if _asks_in_chinese(one.text):
        return words
    there = [word for word in words if not word or stands(word)]
    if not any(there):
        there += [word for word in words if word and not word.startswith(_COUNTED) and anywhere(word)]
    return [word for word in there if not word or not any(word != other and word in other for other in there)]


def _may_lack(one: Mention, words: Sequence[Mention], cover: Cover) -> bool:
    """A clause may lack a word, unless that word alone tells what is asked from a figure of the forms.

    How many requests were refuted: requests are none that were.
    """
    if not any(start < one.end and one.start < end for start, end in cover.left):
        return True
    return not all(_is_measured(other, cover) for other in words if other is not one)


def _is_measured(one: Mention, cover: Cover) -> bool:
    """All of the word, and not only part of it, means something in the forms."""
    unknown = any(start < one.end and one.start < end for start, end in cover.left)
    return not unknown and any(_says(each) and each.start < one.end and one.start < each.end for each in cover.mentions)


def _measures(one: Mention) -> bool:
    """Sessions of, batches of: the word says in what is counted."""
    return all("".join(way).startswith(_COUNTED) for way in one.alternatives)


def _may_measure(one: Mention) -> bool:
    """Visitors: people, or what websites count."""
    return any("".join(way).startswith(_COUNTED) for way in one.alternatives)


def _tails(found: Sequence[Mention], cover: Cover, stands: Callable[[str], bool]) -> list[str]:
    """How the question ends in Chinese."""
    tables = language("zh").statements
    ways = ["".join(way) for one in found for way in one.alternatives]
    units = [way.removeprefix(_COUNTED) for way in ways if way.startswith(_COUNTED)]
    if units:
        return [f"{tables['how_many']}{unit}" for unit in units if stands(unit)]
    return [str(tables["how_many_people" if _counts_people(cover) else "how_many"])]


def _orders(words: Sequence[str]) -> Iterator[str]:
    """The words as one stretch; and by themselves, each of them the one that is counted."""
    if not words:
        return
    yield "".join(words)
    if len(words) == 1:
        return
    yield "".join(reversed(words))
    for last in dict.fromkeys(words):
        yield " ".join([*(word for word in words if word != last), last])


def _placed(found: Sequence[Mention], cover: Cover) -> list[Mention]:
    """The longest words, from the left, that hold no name and no year."""
    names = [one for one in cover.mentions if one.kind in _PLACED]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        apart = not kept or kept[-1].end <= one.start
        if apart and not any(name.start < one.end and one.start < name.end for name in names):
            kept.append(one)
    return kept


def _counts_people(cover: Cover) -> bool:
    return any("people" in one for mention in cover.mentions for one in mention.alternatives)


def _all_placed(cover: Cover, spans: Sequence[tuple[int, int]]) -> bool:
    """Every word that says something lies in one that has a counterpart."""
    said = [*cover.left, *(_bared(one) for one in cover.mentions if _says(one))]
    return all(any(first <= start and end <= last for first, last in spans) for start, end in said)


def _bared(one: Mention) -> tuple[int, int]:
    """A mention without its article: the average."""
    article = _ARTICLE.match(one.text)
    return one.start + (article.end() if article is not None else 0), one.end


def _says(one: Mention) -> bool:
    if one.kind != "phrase":
        return one.kind not in _PLACED
    return all(any(word not in _SILENT and not word.startswith("unit:") for word in way) for way in one.alternatives)
