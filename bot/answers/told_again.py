"""What the prose told, asked of another year or body, or compared: 信箱来信多少封, then 2019年呢, 差多少, 答复了多少.

The follow-up is asked as a question that stands alone, with the thing that was asked for in it
(`told_again` of bot/languages/*/operators.toml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.splitting.ways import Answering
from bot.finding.asked import Asked
from bot.finding.told_thing import YEAR
from bot.languages import every_word
from bot.meaning.context import TWO
from bot.models import Answer, Query
from bot.words.domains import done

_ANSWERED = frozenset({"answered"})
_TOTAL = frozenset({"total"})
_OF_TWO = frozenset({"differ", "more", "less", "rise", "fall", "change"})
_OF_SEVERAL = _OF_TWO | {"most", "least", "sum", "average"}
_THAN = frozenset({"previous", "than"})
_DRAWN = frozenset({"separately", "compare", "table"})
"""side by side, as several years are anyway"""


def told_again(asked: Asked, answer: Answering) -> Answer | None:
    """The answer; None where nothing of the prose was told before, or something else is asked for."""
    tables, before = asked.tongue.operands.get("told_again"), asked.before
    if tables is None or before is None or not before.thing or not _leans(asked):
        return None
    bodies = _bodies(asked, before)
    text = _whole(asked, before, bodies, tables) if bodies else ""
    made = answer(asked.again(text, None)) if text else None
    if made is None or made.status != "answered":
        return None
    if asked.understood.features - _TOTAL or (made.query is not None and made.query.thing):
        return made
    told = tuple((one.body, one.year) for one in made.results if not one.calculated)
    after = replace(before, bodies=(told[-1][0],), years=(told[-1][1],), run=told) if told else before
    return replace(made, query=after)


def _leans(asked: Asked) -> bool:
    """Nothing is named but bodies, years, what is done with the figures, and what was done with what was told."""
    told = asked.understood
    other = told.parties_said or told.sections or told.claimed or told.terms or told.conditions
    deed = told.features <= done() | _ANSWERED | _TOTAL and not (told.features and (told.ops or told.choices))
    if told.left:
        # 其中转办的多少: what it is of stands ahead
        among = any(asked.text.startswith(word) for word in sorted(every_word("operands", "among_it")))
        return among and deed and not (other or told.choices or told.years or told.span or told.ops)
    return deed and not other and bool(told.choices or told.years or told.span or told.ops or told.features)


def _bodies(asked: Asked, before: Query) -> Sequence[str]:
    """Their names; none where one is not indexed or may be several."""
    choices = asked.understood.choices
    if not choices:
        return before.bodies[:1]
    known = all(len(choice.bodies) == 1 and choice.missing is None for choice in choices)
    return [choice.bodies[0].name for choice in choices] if known else ()


def _whole(asked: Asked, before: Query, bodies: Sequence[str], tables: Mapping[str, str]) -> str:
    """The question with what was asked before it in it; empty if it cannot be put so."""
    told = asked.understood
    if YEAR in before.thing:
        alone = len(told.years) == 1 and not (told.choices or told.ops or told.features or told.left)
        return before.thing.replace(YEAR, str(told.years[0])) if alone else ""
    names, joint, year = tables["and"].join(bodies), tables["and"], tables["year"]
    rest = re.sub(tables["around"], "", asked.text)
    # 一共, 总共: what it comes to
    done_with = told.ops - _DRAWN | (frozenset({"sum"}) if told.features == _TOTAL else frozenset())
    if not done_with and not told.features and not told.left:
        years = told.years or (() if told.span else before.years)
        when = joint.join(f"{one}{year}" for one in years) or rest
        asks = tables["each"] if len(years) * len(bodies) > 1 or told.span else tables["asks"]
        return f"{names}{when}{before.thing}{asks}"
    if told.choices or told.span:
        return ""
    years = before.years[-1:]
    if done_with & _OF_SEVERAL and not done_with & _THAN and not told.features - _TOTAL:
        run = [spot for spot in before.run if spot[0] == bodies[0]]
        if len(run) < TWO or len(run) < len(before.run):
            return ""
        years = tuple(one for _, one in sorted(run[-TWO:] if done_with & _OF_TWO else run))
    thing = before.thing
    if told.features - _TOTAL or told.left:
        # 收到呢 after 来信回复了多少
        thing, rest = re.sub(tables["deeds"], "", thing), rest if told.asks else rest + tables["asks"]
    return f"{names}{joint.join(f'{one}{year}' for one in years)}{thing}{rest}"
