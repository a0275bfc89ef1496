"""What a report says about something that is asked in other words than its own: 两个月不更新的单位怎么办.

A question for words, not for a figure, that nothing else answers: the sentences that have most of its pairs of
characters are quoted, the rarer the pair the more it counts, and it is said that the asker has to judge.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Sequence

from bot.answers.topics import Sentence, blanked, quoted, sentences, without_names
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.statements import bare
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened

ENOUGH = 0.38
"""of the weight of a question's pairs, so much must stand in the sentence"""
FEWEST = 2
"""pairs that must stand there"""
NEXT = 0.4
"""of the weight in the first sentence, so much in another that is quoted with it"""
MOST = 3
"""sentences quoted"""
UNSAID = 0.6
"""weight of a pair that no sentence has, beside one that only one has: the report may put it in other words"""


def in_other_words(asked: Asked) -> Answer | None:
    """The sentences of one report closest to a question for words; None if it is none, or none is close.

    What consists of known words only asks for figures: 为什么没有公开一件申请.
    """
    tables = language("zh").topics["in_other_words"]
    if len(asked.understood.choices) > 1 or not asked.cover.left or not _asks_for_words(asked.text, asked.cover):
        return None
    text = blanked(asked)
    pairs = _pairs(re.sub(tables["passed_over"], " ", text).split())
    target = aim(asked) if len(pairs) >= FEWEST else None
    if not isinstance(target, Target):
        return None
    every = list(sentences(asked, target))
    found = _closest(every, pairs)
    if not found:
        return None
    if re.search(tables["remedy"], text) and (remedy := _remedy(every, found[0])) is not None:
        found = list(dict.fromkeys([found[0], remedy, *found[1:]]))
    return quoted(asked, target, found, wide=False, head="passage_closest")


@functools.cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    topics = language("zh").topics
    return re.compile(topics["in_other_words"]["asks"]), re.compile(topics["elsewhere"] + "|[0-9]{2,}")


@likened
def _asks_for_words(typed: str, cover: Cover) -> bool:
    asks, figures = _signs()
    text = without_names(typed, cover)
    return asks.search(text) is not None and figures.search(text) is None


def _pairs(words: Sequence[str]) -> frozenset[str]:
    return frozenset(a + b for word in words for a, b in itertools.pairwise(word))


def _closest(every: Sequence[Sentence], pairs: frozenset[str]) -> list[Sentence]:
    """The sentences with enough of the pairs, the closest first."""
    texts = [bare(one.text) for one in every]
    weights = {pair: _weight(sum(pair in text for text in texts), len(texts)) for pair in sorted(pairs)}
    whole = sum(weights.values())
    told = [[pair for pair in weights if pair in text] for text in texts]
    scored = [(sum(weights[pair] for pair in has), len(has), one) for has, one in zip(told, every, strict=True)]
    first = max(scored, key=lambda each: each[0], default=None)
    if first is None or first[0] < ENOUGH * whole or first[1] < FEWEST:
        return []
    near = [each for each in scored if each[0] >= NEXT * first[0]]
    return [one for *_, one in sorted(near, key=lambda each: -each[0])[:MOST]]


def _remedy(every: Sequence[Sentence], problem: Sentence) -> Sentence | None:
    """What stands behind a numbered problem under the same number: 二是…不足; 二是加强…."""
    number = _number(problem)
    behind = every[every.index(problem) + 1 :]
    return next((one for one in behind if number and _number(one) == number), None)


def _number(one: Sentence) -> str:
    found = re.match(language("zh").topics["in_other_words"]["numbered"], bare(one.text))
    return found["number"] if found is not None else ""


def _weight(having: int, of: int) -> float:
    """How much a pair tells that so many sentences have."""
    return math.log((of + 1) / (having + 0.5)) if having else UNSAID * math.log((of + 1) / 1.5)
