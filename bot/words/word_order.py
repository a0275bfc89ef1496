"""In what order words that stand for English ones may be asked for, as clauses of the report have them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

from bot.languages import language
from index.numbers import COUNT_UNITS

_FIGURE = re.compile(r"\d[\d,.]*")


def orders(
    text: str, words: Sequence[str], head: str, tails: Sequence[str], clauses: Callable[[], Sequence[str]]
) -> Iterator[str]:
    """Questions of these words. `head`: what is counted, empty if not known; `tails`: how they may end.

    A word for what something became is the last: the figure ahead of it was before (28家整合为17家).
    """
    became = [word for word in words if re.search(language("zh").statements["becoming"], word)]
    if became:
        yield from ("".join([*(word for word in words if word not in became), *became, tail]) for tail in tails)
        return
    around = [*_around(words, head, tails, clauses)] if len(words) > 1 and head in words else []
    if not (around and re.search(language("en").statements["placed_in"], text)):
        for order in dict.fromkeys(_ahead(words, head, clauses)):
            yield from (order + tail for tail in tails)
    yield from around


def _ahead(words: Sequence[str], head: str, clauses: Callable[[], Sequence[str]]) -> Iterator[str]:
    """The words as one stretch; and by themselves, what is counted last, or each where that is not known.

    The others are as they were said, or as a clause with all of them has them.
    """
    if not words:
        return
    yield "".join(words)
    if len(words) == 1:
        return
    yield "".join(reversed(words))
    for last in [head] if head in words else dict.fromkeys(words):
        others = [word for word in words if word != last]
        yield " ".join([*others, last])
        there = next((one for one in clauses() if all(word in one for word in words)), None)
        if there is not None:
            yield " ".join([*sorted(others, key=there.index), last])


def _around(
    words: Sequence[str], head: str, tails: Sequence[str], clauses: Callable[[], Sequence[str]]
) -> Iterator[str]:
    """The words before and behind the figure of what is counted: 组织专家28名参与科普, 走访27个社区开展调查."""
    for clause in clauses():
        if not all(word in clause for word in words):
            continue
        placed = sorted(words, key=clause.index)
        for found in _FIGURE.finditer(clause):
            before = [word for word in placed if clause.index(word) < found.start()]
            behind = [word for word in placed if word not in before]
            unit = _unit(clause, found.end())
            if clause.endswith(head, 0, found.start()) and behind:
                yield from ("".join([*before, tail, *behind]) for tail in tails)
            elif clause.startswith(head, found.end() + len(unit)):
                yield from ("".join([*before, _counting(tail, unit), *behind]) for tail in tails)


def _unit(clause: str, start: int) -> str:
    found = _units().match(clause, start)
    return found.group() if found is not None else ""


@functools.cache
def _units() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, COUNT_UNITS), key=len, reverse=True)))


def _counting(tail: str, unit: str) -> str:
    """How many, in the unit that stands between the figure and what is counted."""
    return tail + unit if tail == language("zh").statements["how_many"] else tail
