"""Several figures of one sentence of the prose, asked for together: one by one, or added up.

What something was and what it became is such a pair too: 栏目从多少个减到多少个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.added_up import added_up
from bot.answers.listed import passages, statement_of
from bot.answers.statement import own, stated
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.of_less import same_way
from bot.finding.clauses import clauses_of
from bot.finding.items.one import itemised, told_besides
from bot.finding.items.seeking import sought
from bot.finding.items.several import Named, named_together, only_done
from bot.languages import language
from bot.models import Answer
from index.models import Statement


def listed_each(asked: Asked) -> Answer | None:
    """The answer; None where no sentence tells all that are named, or several do."""
    understood = asked.understood
    known = tuple(one for one in understood.choices if one.missing is None)
    if len(known) != 1 or understood.span or "claim" in understood.ops:
        return None
    if known != understood.choices:
        # 甲镇、乙镇各几户: parts of the body's region, of which its report tells
        asked = replace(asked, understood=replace(understood, choices=known))
    return _pair(asked) or _each(asked)


def _each(asked: Asked) -> Answer | None:
    """The figure of each that is named, or of all together."""
    tables = language("zh").statements
    each = re.search(tables["one_each"], asked.text)
    together = re.search(tables["all_together"], asked.text) if each is None else None
    asks = each or together
    target = aim(asked) if asks is not None and len(asked.understood.years) < 2 else None
    if asks is None or not isinstance(target, Target):
        return None
    found = [_statements(asked, target, named) for named in _named(asked, target, asks)]
    told = [one for one in found if one]
    if len(told) != 1:
        return None
    if together is None:
        return _one_by_one(asked, target, told[0])
    return None if any(only_done(one.text) for one in told[0]) else added_up(asked, _one_by_one(asked, target, told[0]))


def _named(asked: Asked, target: Target, asks: re.Match[str]) -> Iterator[Named]:
    kept = " ".join(one for one in asks.groupdict().values() if one)
    text = f"{asked.text[: asks.start()]} {kept}{asked.text[asks.end() :]}"
    for named in named_together(text, passages(asked, target)):
        rest = asked.again(named.rest, None)
        if told_besides(named.items, sought(rest.text, rest.cover, target.year), named.passage):
            yield named


def _statements(asked: Asked, target: Target, named: Named) -> list[Statement]:
    clauses = clauses_of(asked, target.report.id)
    made = [statement_of(one, named.passage, clauses) for one in named.items]
    return [one for one in made if one is not None] if all(made) else []


def _pair(asked: Asked) -> Answer | None:
    """What it was and what it became: 从多少个减到多少个."""
    tables = language("zh").statements
    found = re.search(tables["pair_asked"], asked.text)
    if found is None:
        return None
    asks = (found["asks"] or found["asks2"]) + (found["unit"] or found["unit2"] or "")
    rest = asked.again(f"{asked.text[: found.start()]}{asks}{asked.text[found.end() :]}", None)
    target = aim(rest)
    if not isinstance(target, Target) or len(rest.understood.choices) != 1:
        return None
    wanted = sought(rest.text, rest.cover, target.year)
    clauses = clauses_of(asked, target.report.id)
    told = itemised(wanted, passages(asked, target)) if wanted is not None else []
    grown = [(one, passage) for passage, one in told if one.start is not None and same_way(found.group(), one.near)]
    if len(grown) != 1 or grown[0][0].start is None:
        return None
    item, passage = grown[0]
    first = replace(item, number=replace(item.start, unit=item.start.unit or item.number.unit)) if item.start else item
    both = [statement_of(one, passage, clauses) for one in (first, item)]
    made = own(asked, target, [one for one in both if one is not None])
    return _one_by_one(asked, target, made) if len(made) == len(both) else None


def _one_by_one(asked: Asked, target: Target, told: Sequence[Statement]) -> Answer:
    """Each figure with its clause."""
    made = [stated(asked, target, [one], loosely=True) for one in told]
    lines = list(dict.fromkeys(line for one in made for line in one.text.split("\n")))
    results = tuple(result for one in made for result in one.results)
    return replace(made[0], text="\n".join(lines), results=results, query=None)
