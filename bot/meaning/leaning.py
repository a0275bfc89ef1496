"""What a question leaves out, taken from the previous one in the chat: bodies, years, and what is done with figures.

The rules, one function each, stand in `WHAT_IS_MEANT` and `WHAT_IS_DONE` in the order in which they are tried: each
sees what those before it have completed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.meaning import done_before as done
from bot.meaning import intents
from bot.meaning import over_years as years
from bot.meaning import spoken_of as spoken
from bot.meaning import told_before as told
from bot.meaning.follow_up import STANDING, FollowUp
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.running_on import of_rows, over_run
from bot.meaning.understood import Understood
from bot.models import Cover, Query
from bot.places.bodies import Places

Rule = Callable[[FollowUp], FollowUp]

WHAT_IS_MEANT: tuple[Rule, ...] = (
    done.of_several_again,
    spoken.of_one_mentioned,
    told.of_the_same_thing,
    told.of_the_thing_told,
    told.of_the_rest,
    told.of_the_others,
    told.another_place,
    told.of_the_year_told,
    years.of_the_first_or_last_told,
    years.between_the_ends,
    years.most_of_those_told,
    years.per_year,
    years.changed_from,
    years.of_another_year,
    told.of_those_told,
    spoken.of_those_in_turn,
    spoken.of_those_found,
    told.of_that_ranking,
    told.of_the_place_told,
    told.passages_of_those_told,
    told.of_one_of_two,
    told.of_those_compared,
    told.share_of_the_sum,
    told.of_two_figures,
    told.of_its_parts,
    told.of_the_whole_told,
    done.beside_nothing,
    done.share_of_all_named,
    done.share_of_the_change,
    done.shares_of_the_parts,
    done.one_of_the_parts,
    done.in_number,
    done.of_the_figure,
    done.beside_another_body,
    of_rows,
    told.of_all_applicants,
    done.in_all,
    told.sum_of_those_told,
    told.sum_over_years,
    told.sum_of_another_thing,
    told.of_the_one_told,
    over_run,
    done.beside_another_row,
    done.more_than,
    done.compared_with_it,
    told.of_another_report,
)
WHAT_IS_DONE: tuple[Rule, ...] = (done.done_again, done.of_the_rate, done.changed_since)


def lean(found: Understood, before: Query, cover: Cover, places: Places) -> Understood:
    """What was said, completed from the previous question."""
    if found.intent == "define":
        # what a term means is asked of no body, also after a ranking
        return found
    one = FollowUp(found=found, before=before, cover=cover, places=places)
    for rule in WHAT_IS_MEANT:
        one = rule(one)
        if one.settled:
            return one.found
    said = one.found.ops
    for rule in WHAT_IS_DONE:
        one = rule(one)
    return _completed(one, said)


def _completed(one: FollowUp, said: frozenset[str]) -> Understood:
    """What is ranged over and counted out is taken from the question before, where that is still what is done.

    `said`: the operators before those of the previous question were added.
    """
    found, before = one.found, one.before
    names_its_own = bool(found.choices) and not found.ops & STANDING
    ranged = before.each is not None and not names_its_own and not found.each & BODIES
    changed = found.ops != said or ranged
    against = Measure(fits=(before.against,)) if before.against and changed and not found.content else None
    merged = replace(
        found,
        each=found.each | {before.each} if ranged and before.each else found.each,
        regions=frozenset(before.regions) if ranged else found.regions,
        conditions=found.conditions or (before.conditions if changed and not found.choices else ()),
        limit=found.limit or (before.limit if changed else None),
        nth=found.nth or (before.nth if changed else None),
        against=found.against or against,
        without=before.without if _is_without(one) else (),
        span=found.span or (before.span if not found.years and not found.each & {"year"} else None),
        leaning=True,
    )
    return replace(merged, intent=intents.kind_of(_signs(merged))) if changed else merged


def _is_without(one: FollowUp) -> bool:
    """最多的是谁, 平均呢 after 去掉青禾区再算: still without it, as long as something is left out of the question."""
    found = one.found
    return not found.choices and not (found.features and (found.years or found.span))


def _signs(merged: Understood) -> intents.Signs:
    return intents.Signs(
        ops=merged.ops,
        each=merged.each,
        conditions=bool(merged.conditions),
        measures=len(merged.measures),
        span=merged.span is not None,
    )
