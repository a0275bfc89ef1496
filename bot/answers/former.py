"""Either of two by its place: 青禾区跟白鹭县比，前者多收几件. It is asked with its name, or its year, instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.answers.choosing import said
from bot.finding.asked import Asked
from bot.meaning.context import TWO
from bot.models import Answer
from bot.places.body_groups import groups_of


def former(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The answer with what was pointed at in its place; None where no two are named that it could point at."""
    tongue, match = next(said("former", asked), (asked.tongue, None))
    names = _names(asked) if match is not None else []
    if match is None or len(names) != TWO or len(asked.understood.measures) > 1:
        return None
    words = tongue.chosen["former_words"]
    of = dict(zip(words["each"], names, strict=True))
    if not match["both"]:
        # 前者多几件: than the other
        of = {word: f"{name}{words['than']}{names[1 - at]}" for at, (word, name) in enumerate(of.items())}
    text = re.sub("|".join(map(re.escape, of)), lambda one: of[one[0]], asked.text)
    sub = asked.again(text, None)
    return answer(sub) if not sub.understood.left else None


def former_told(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """前者的诉讼呢 after both were told side by side."""
    tongue, match = next(said("former_told", asked), (asked.tongue, None))
    pair = asked.before.pair if asked.before is not None else ()
    if match is None or not pair or asked.understood.choices or asked.understood.years:
        return None
    words = tongue.chosen["former_words"]
    names = [words["year"].format(year=one) if one.isdecimal() else one for one in pair]
    of = dict(zip(words["each"], names, strict=True))
    text = re.sub("|".join(map(re.escape, of)), lambda one: of[one[0]], asked.text)
    sub = asked.again(text, asked.before)
    return answer(sub) if not sub.understood.left else None


def _names(asked: Asked) -> Sequence[str]:
    """The two bodies that are named, or the two years of one."""
    groups = groups_of(asked.cover.mentions, asked.text)
    years = [one.text for one in asked.cover.mentions if one.kind == "year"]
    if len(groups) == TWO and len(set(years)) < TWO:
        return [asked.text[group[0].start : group[-1].end] for group in groups]
    return years if len(groups) < TWO else []
