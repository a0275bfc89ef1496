"""How many there are of what is asked for, said in passing: 青禾区、海珠区和白鹭县两家 are three and not two.

Such words are passed over (“the two districts”, 这三项) or ask for all parts (四个渠道). What is told must be as many.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.languages import CODES, language
from bot.models import Answer, Cover, Mention
from bot.words.figures import figures
from bot.words.likened import likened
from index.metrics import catalogue
from index.models import ORGANISATIONS

_OF_EACH = frozenset(
    {"op:breakdown", "op:separately", "op:sum", "op:in_all", "op:compare", "op:two", "each:which", "each:those"}
)
"""what is done with things that are counted in the same words"""
_PARTED = "、"
"""stands behind the number of a heading"""
_LAST = "last"
_OTHER = ".other"
"""stands in what a form has beside the kinds that it names: 四种渠道 and 其他方式"""


def miscounted(asked: Asked, made: Answer) -> Answer | None:
    """A refusal if of nothing that is told there are as many as was said."""
    if made.status != "answered":
        return None
    said = [*_all_counted(asked.text, asked.cover)]
    span = asked.understood.span
    if span is not None and span[0] == _LAST and len(asked.understood.years) > 1:
        said.append((asked.text, span[1]))  # 2019年、2020年连续三年
    if asked.understood.among is not None and len(asked.understood.choices) > 1:
        said.append((asked.text, asked.understood.among))  # 青禾区、白鹭县这三家谁最多
    if not said:
        return None
    known = set(_sizes(asked, made))
    wrong = tuple(text for text, number in said if number not in known)
    return not_understood(asked, wrong, "not_together") if wrong else None


def elsewhere(asked: Asked, made: Answer) -> Answer | None:
    """A refusal if what is told stands in another part of the report than was said: 第三部分行政处罚."""
    said = _all_parts(asked.text, asked.cover) if made.results else {}
    if not said:
        return None
    sources = [source for one in made.results for source in one.sources]
    told = {number for source in sources for number in _numbers(source.section.partition(_PARTED)[0])}
    wrong = tuple(text for text, number in said.items() if told and number not in told)
    return not_understood(asked, wrong, "not_together") if wrong else None


@likened
def _all_counted(_text: str, cover: Cover) -> tuple[tuple[str, int], ...]:
    """The words that say how many there are, and how many."""
    return tuple([(one.text, number) for one in cover.mentions if (number := _counted(one))])


@likened
def _all_parts(_text: str, cover: Cover) -> Mapping[str, int]:
    """The words that say in which part of a report something stands, and its number."""
    return {one.text: found for one in cover.mentions if (found := _part(one))}


def _part(one: Mention) -> int | None:
    """The number of the part of a report, in words that say nothing else."""
    if one.kind != "phrase" or all(one.alternatives):
        return None
    found = re.search(language("zh").operands["part"], one.text)
    return next(_numbers(found["number"]), None) if found else None


def _numbers(text: str) -> Iterator[int]:
    return (int(str(one.value)) for one in figures(text) if one.value == int(str(one.value)))


@functools.cache
def _counting() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{language(code).operands['so_many']})" for code in CODES))


def _counted(one: Mention) -> int | None:
    """The number in words that say nothing else, or that ask for all parts."""
    if one.kind != "phrase" or not any(not way or way & _OF_EACH for way in one.alternatives):
        return None
    found = _counting().search(one.text)
    values = [each.value for each in figures(found.group())] if found else []
    return int(str(values[0])) if len(values) == 1 else None


def _sizes(asked: Asked, made: Answer) -> Iterator[int]:
    """Of how much something is told: of so many bodies, years, rows, applicants, figures, and parts of each row."""
    told, before, results = asked.understood, asked.before, made.results
    yield len(results)
    yield from (len({getattr(one, field) for one in results}) for field in ("body", "year", "metric", "party"))
    yield from (len(told.choices), len(told.years), len(told.measures), len(told.parties))
    if before is not None:
        yield from (len(before.bodies), len({body for body, _ in before.run}), len(before.years), len(before.metrics))
        yield len(before.ranked)
    if "organisations" in told.parties:
        yield len(ORGANISATIONS)
    named = {one.metric for one in results} | {key for one in told.measures for key, _ in one.fits}
    for key in filter(None, named & catalogue().keys()):
        parts = catalogue()[key].parts or catalogue()[key].members
        yield from (len(parts), len([part for part in parts if _OTHER not in part]))
    if len(results) > 1:
        yield len([one for one in results if _OTHER not in (one.metric or "")])
