"""An English question about one of several figures that a sentence tells by name, put in the words of the reports."""

from __future__ import annotations

import functools
import itertools

from bot.answers.listed import told_by_name
from bot.answers.put_in_chinese import in_chinese
from bot.answers.statement import own, stated
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clauses import clauses_of
from bot.models import Answer
from bot.words.mentions import has_latin
from index.models import Statement

MOST = 48
"""questions in Chinese that are looked at"""


def listed_in_chinese(asked: Asked) -> Answer | None:
    """The answer; None where no figure, or more than one, is told of all that is asked by its name."""
    if not has_latin(asked.text) or asked.understood.span or len(asked.understood.years) > 1:
        return None
    if any(one.missing is not None for one in asked.understood.choices):
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    clauses = functools.cache(lambda: clauses_of(asked, target.report.id))
    found: dict[tuple[object, str], list[Statement]] = {}
    for put in itertools.islice(in_chinese(asked, target, clauses), MOST):
        told = [one for one in told_by_name(put.asked) if put.is_told_by(one, target, loosely=True)]
        for one in own(asked, target, told):
            found.setdefault((one.value, one.unit), []).append(one)
    if len(found) != 1:
        return None
    return stated(asked, target, next(iter(found.values()))[:1], loosely=True)
