"""Successive questions of a chat for the same figure: 2022年诉讼几件, 2023年呢, then 哪年高 or 两年差多少.

A comparison that names nothing compares the figures just told.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from bot.meaning.follow_up import PERCENT, SHARE, TOTAL, UNSAID, FollowUp
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.meaning.understood import Understood
from bot.meaning.wholes import holds
from bot.models import Cover, Query
from bot.places.bodies import Places
from bot.places.choices import Choice
from bot.words.domains import done
from index.metrics import catalogue

MOST = 6
"""questions that are remembered"""
_APART = frozenset({"differ", "more", "less", "minus"})
_RANKED = frozenset({"most", "least", "more", "less"})
_WENT = frozenset({"rise", "fall", "change"})
_ADDED = frozenset({"sum", "average"})
_IN_ALL = frozenset({"op:in_all"})
_SIDE_BY_SIDE = frozenset({"compare", "separately", "table", "trend", "every_year", "manner"})
_DRAWN = frozenset({"table", "chart", "compare", "separately"})
"""put them side by side"""
_TWO = 2
_LESS = frozenset({"less", "least"})
_WITH_ROWS = {
    **{frozenset({op}): "rank" for op in _RANKED},
    frozenset({"differ"}): "difference",
    frozenset({"sum"}): "total",
}
"""kinds of question that are asked of several rows told one after another"""


def continued(told: Query | None, before: Query | None, *, answered: bool = True) -> Query | None:
    """The question just told, with those before it that asked for the same figure of other bodies or years.

    One that had no figure (not `answered`) is none of those that are compared.
    """
    return replace(_continued(told, before, answered=answered), pair=_pair(told, before)) if told is not None else None


def _pair(told: Query, before: Query | None) -> tuple[str, ...]:
    """青禾区和白鹭县各多少, 2020年和2021年各多少; 前者的诉讼呢 leaves them as they are."""
    for side, other in ((told.bodies, told.years), (tuple(map(str, told.years)), told.bodies)):
        if len(side) == _TWO and len(other) < _TWO:
            return side
    kept = before.pair if before is not None else ()
    return kept if kept and ({*told.bodies} <= {*kept} or {*map(str, told.years)} <= {*kept}) else ()


def _continued(told: Query, before: Query | None, *, answered: bool) -> Query:
    if told.thing:
        return replace(told, run=_told_in_turn(told, before))
    if _is_of_rows(told):
        return told
    before = of_the_row_told(before) if before is not None else None
    told = _in_a_ranking(told, before)
    if _is_listed(told) or _is_of_two(told):
        return replace(told, run=_places(told)[-MOST:])
    ends = _both_ends(told, before)
    if ends:
        return replace(told, run=ends)
    if not is_plain(told):
        # 两年差多少, then 哪年高: of the same two
        keeps = before is not None and told.metrics == before.metrics and set(_places(told)) <= set(before.run)
        return replace(told, run=before.run) if before is not None and keeps else told
    here = (told.bodies[0], told.years[0])
    plain = before if before is not None and is_plain(before) else None
    earlier = _spots(plain) if plain is not None and _is_same(told, plain) else ()
    run = (*(spot for spot in earlier if spot != here), *([here] if answered else []))[-MOST:]
    rows = _rows(told, plain) if plain is not None and answered else ()
    return replace(told, run=run, rows=rows, out_of=_out_of(told, plain) if plain is not None else None)


def _told_in_turn(told: Query, before: Query | None) -> tuple[tuple[str, int], ...]:
    """The bodies and years of which the prose told the same thing."""
    here = told.run or _places(told)
    earlier = before.run if before is not None and before.thing == told.thing else ()
    return (*(spot for spot in earlier if spot not in here), *here)[-MOST:]


def _is_of_rows(one: Query) -> bool:
    """Whether it was asked which is more of several things of one body and year."""
    return one.intent == "rank" and bool(one.rows) and one.each is None and len(one.bodies) == len(one.years) == 1


def of_the_row_told(before: Query) -> Query:
    """哪个多, then 占多少: what was more is gone on from, with all of them."""
    return replace(before, intent="figure", ops=()) if _is_of_rows(before) else before


def _both_ends(told: Query, before: Query | None) -> tuple[tuple[str, int], ...]:
    """最多的是谁, 最少呢: the two that were told, one after the other; empty if it is not put like this."""
    if before is None or {told.intent, before.intent} != {"rank"} or told.years != before.years:
        return ()
    same = len(told.metrics) == len(before.metrics) == 1 and fit_of(told) == fit_of(before)
    single = len(told.bodies) == len(before.bodies) == len(told.years) == 1 and told.bodies != before.bodies
    return (*_places(before), *_places(told)) if same and single else ()


def _in_a_ranking(told: Query, before: Query | None) -> Query:
    """With the ranking that the chat is about, as long as those asked about are in it: 第二名的复议呢, 第三名的呢."""
    kept = before.ranked if before is not None and set(told.bodies) <= set(before.ranked) else ()
    by = before.ranked_by if before is not None and kept else None
    if told.intent == "rank" and not told.told_years and told.each in {*BODIES, None} and len(told.metrics) == 1:
        # 倒数第一是谁 after the whole ranking: that one still stands
        same = before is not None and (before.ranked_by, before.years) == (fit_of(told), told.years)
        if same and before is not None and told.nth == len(before.ranked) + 1 == len({*before.ranked, *told.bodies}):
            kept = (*before.ranked, *told.bodies)  # 第四名呢 after the first three
        again = same and len(kept) > len(told.bodies)
        kept, by = (kept if again else told.bodies), fit_of(told)
    return replace(told, ranked=kept, ranked_by=by)


def _out_of(told: Query, before: Query) -> Fit | None:
    """国家秘密呢 after 不予公开多少: what the figure just told is part of, as long as parts are asked about."""
    part, known = fit_of(told), fit_of(before)
    if part == known:
        return before.out_of
    around = (known, before.out_of)
    return next((whole for whole in around if whole is not None and holds(whole, part)), None)


def fit_of(plain: Query) -> Fit:
    """Metric and applicant of a question for one figure."""
    return plain.metrics[0], next(iter(plain.parties), None)


def _rows(told: Query, before: Query) -> tuple[Fit, ...]:
    """企业呢 after 自然人几件, 诉讼呢 after 复议几件: all in turn, of one body and year and of a kind."""
    rows = (*(before.rows or (fit_of(before),)), fit_of(told))
    keys = [key.rpartition(".") for key, _ in rows if key in catalogue()]
    alike = len(keys) == len(rows) and 1 in {len({key[0] for key in keys}), len({key[2] for key in keys})}
    plain = not (told.ops or before.ops) and (told.bodies, told.years) == (before.bodies, before.years)
    apart = len(set(rows)) == len(rows) and not any(holds(*two) for two in itertools.permutations(rows, 2))
    return rows if plain and alike and apart else ()


def _places(told: Query) -> tuple[tuple[str, int], ...]:
    return tuple((body, year) for body in told.bodies for year in told.years)


def _spots(before: Query) -> tuple[tuple[str, int], ...]:
    return before.run or ((before.bodies[0], before.years[0]),)


def is_plain(one: Query) -> bool:
    """Whether one figure, or its share, was asked for."""
    single = len(one.bodies) == len(one.years) == len(one.metrics) == 1
    return one.intent == "figure" and single and frozenset(one.ops) <= SHARE and not one.given_up


def _is_listed(one: Query) -> bool:
    """One figure of several bodies, or of one over several years, side by side: 哪个多 then is of these."""
    several = (len(one.bodies) > 1) != (len(one.years) > 1) and len(_places(one)) <= MOST
    plain = one.intent == "figure" and one.each is None and frozenset(one.ops) <= SHARE | _SIDE_BY_SIDE
    return several and plain and len(one.metrics) == 1 and not one.given_up


def _is_of_two(one: Query) -> bool:
    """How far apart one figure of two bodies is, or of two years: 哪年少 then is of these."""
    return one.intent == "difference" and one.each is None and len(one.metrics) == 1 and len(_places(one)) == _TWO


def _is_same(one: Query, other: Query) -> bool:
    key, known = one.metrics[0], other.metrics[0]
    alike = key == known or (known in catalogue() and key in catalogue()[known].same_as)
    return alike and (one.parties, one.ops, one.against) == (other.parties, other.ops, other.against)


def over_run(one: FollowUp) -> FollowUp:
    """哪年最高, 差多少, 合起来呢 after one figure of several bodies or years: of those just told."""
    one = _of_what_was_told(one)
    found, before = one.found, one.before
    named = found.choices or found.years or _names_another(found, before) or found.parties_said
    if len(before.run) < _TWO or before.given_up or before.thing or named or found.left or found.conditions:
        return one
    if adds_up(found, one.cover):
        return replace(one, found=_added(one))
    of_the_last = found.ops <= SHARE and is_plain(before)  # as a share of all closed: of the one just told
    if found.claimed or found.span or not found.ops or of_the_last:
        return one
    if found.ops <= _DRAWN:
        return replace(one, found=_set(replace(found, measures=one.measured_before), before.run, one.places))
    compared = _compared(_rated(found, before), one)
    if compared.ops & _RANKED and compared.each == UNSAID and not compared.choices and _is_mixed(one):
        # 谁多 after one body of one year and another of another: no ranking of all bodies of the last year
        return replace(one, found=replace(compared, intent=None), settled=True)
    return replace(one, found=compared)


def of_rows(one: FollowUp) -> FollowUp:
    """这两类差几件 after 自然人几件, 企业呢: the two told last; 一共呢, 哪个多: all that were told in turn."""
    found, before = one.found, one.before
    named = found.choices or found.years or found.parties_said or found.left or found.features - TOTAL
    ops = frozenset({"differ"}) if found.asks and found.ops and found.ops <= _APART and not found.each else found.ops
    ops = frozenset({"sum"}) if _adds_rows(one) else ops
    intent = _WITH_ROWS.get(ops, "")
    told = asks_which_row(one) if intent == "rank" else not found.each
    if not before.rows or before.given_up or named or not told or not intent:
        return one
    if found.conditions or found.claimed or found.span:
        return one
    rows = tuple(Measure(fits=(fit,)) for fit in before.rows[-_TWO if intent == "difference" else 0 :])
    if intent == "rank":
        ops = frozenset({"least" if ops & _LESS else "most"})
    of_them = replace(found, measures=rows, choices=one.choices_before(), years=before.years, intent=intent)
    return replace(one, found=replace(of_them, ops=ops, each=frozenset(), leaning=True), settled=True)


def _adds_rows(one: FollowUp) -> bool:
    """一共, after applicants, is of all there are; 这两类一共 is not."""
    by_applicant = len({key for key, _ in one.before.rows}) == 1
    return not one.found.ops and adds_up(one.found, one.cover) and (not by_applicant or one.puts_it("told_rows"))


def asks_which_row(one: FollowUp) -> bool:
    """哪个多 after 复议几件, 诉讼呢; 谁多 only of applicants, and 哪个最多 only of more than two."""
    rows, each = one.before.rows, one.found.each
    by_applicant = len({key for key, _ in rows}) == 1
    who = by_applicant and (one.asks_which(who=True) if each == UNSAID else one.says("whoever"))
    which = who or (each == UNSAID and one.asks_which(who=False))
    return bool(rows) and which and (len(rows) > _TWO or not one.of_all)


def _of_what_was_told(one: FollowUp) -> FollowUp:
    """少收了多少 after fees of two years, 多办了几件 after permits: the verb is of these, and of no requests."""
    found, before = one.found, one.before
    deed = bool(found.features) and found.features <= done() and bool(found.ops) and found.ops <= _APART
    others = all(key in catalogue() and not _of_requests(key) for key in before.metrics)
    if not deed or not others or len(before.run) < _TWO:
        return one
    same = replace(found, features=frozenset(), measures=one.measured_before, intent="difference")
    return replace(one, found=same)


def _of_requests(key: str) -> bool:
    return "request" in catalogue()[key].needs | catalogue()[key].may


def _is_mixed(one: FollowUp) -> bool:
    """Whether other bodies were asked about in other years, and none is asked for of all."""
    run = one.before.run
    mixed = len({body for body, _ in run}) > 1 and len({year for _, year in run}) > 1
    return mixed and not _is_of_all(one)


def _added(one: FollowUp) -> Understood:
    """The sum or the average of the last so many that were told."""
    found, before = one.found, one.before
    count = found.span[1] if found.span is not None and found.span[0] == "last" else found.limit or len(before.run)
    if not _TWO <= count <= len(before.run):
        return found
    same = Measure(fits=(fit_of(before),))
    added = replace(found, ops=found.ops or frozenset({"sum"}), span=None, limit=None, measures=(same,))
    added = replace(added, intent="average" if "average" in added.ops else "total")
    return _set(added, before.run[-count:], one.places)


def _rated(found: Understood, before: Query) -> Understood:
    """谁的高 after 办结率: the rate."""
    if "share" not in before.ops or not found.ops <= _APART | _RANKED:
        return found
    against = Measure(fits=(before.against,)) if before.against else None
    return replace(found, ops=found.ops | SHARE, against=against)


def _compared(found: Understood, one: FollowUp) -> Understood:
    """Which is the highest of those told, or how far apart the last two are."""
    before, run, places = one.before, one.before.run, one.places
    apart = bool(found.ops & _APART) and found.ops - SHARE <= _APART and not found.each
    if before.intent == "rank" and apart:
        # 谁多, then 多几件: of the one that has more
        found = replace(found, ops=found.ops - _APART | {"differ"})
        if len(run) > _TWO:
            return found
        first = (before.bodies[0], before.years[0])
        run = tuple(sorted(run, key=lambda spot: spot == first))
    if apart:
        return _apart(found, run, places)
    if found.ops & _WENT and found.ops <= _WENT | PERCENT and not found.each:
        # 少了多少, 增长率: from the one year to the other, or of the one body less than of the other;
        # of years that were told at once, from the first to the last
        at_once = _is_listed(before) and len(before.bodies) == 1
        in_turn = sorted(run, key=lambda spot: spot[1]) if at_once else run[-2:]
        two = _set(found, (in_turn[-1], in_turn[0]), places)
        ops = found.ops & PERCENT | {"differ"}
        return replace(two, ops=ops, intent="difference") if two.choices else two
    if found.ops - SHARE <= _RANKED and found.each in ({"year"}, UNSAID) and not _is_of_all(one):
        return _set(found, run, places)
    return found


def _apart(found: Understood, run: tuple[tuple[str, int], ...], places: Places) -> Understood:
    """How far apart the last two are: the later year less the earlier, of two bodies the greater less the smaller."""
    two = run[-2:]
    if two[0][0] == two[1][0]:
        return _set(found, tuple(sorted(two, key=lambda spot: -spot[1])), places)
    ops = found.ops - _APART | {"differ"} if found.ops & {"more", "less"} else found.ops
    return _set(replace(found, ops=ops), two[::-1], places)


def _is_of_all(one: FollowUp) -> bool:
    """哪年最高 after a single figure is of all years, and not of the two that were told."""
    again = one.before.intent == "rank" and len(one.before.run) > _TWO  # 哪年最低 after 哪年最高 of three
    return one.of_all and not again and not _is_listed(one.before)


def _names_another(found: Understood, before: Query) -> bool:
    """Which received fewer, of requests received, says no other thing."""
    again = len(found.measures) == 1 and any(key in before.metrics[:1] for key, _ in found.measures[0].fits)
    return bool(found.features - TOTAL) and not again


def adds_up(found: Understood, cover: Cover) -> bool:
    """Whether a follow-up asks for a sum or an average: 合起来呢, 一共呢, 平均呢."""
    in_all = (
        not found.ops
        and not found.claimed
        and any(way & _IN_ALL for mention in cover.mentions for way in mention.alternatives)
    )
    return not found.each and (in_all or (len(found.ops) == 1 and found.ops <= _ADDED))


def _set(found: Understood, spots: tuple[tuple[str, int], ...], places: Places) -> Understood:
    """Of one body several years, or of several bodies one year; else nothing tells what is compared."""
    bodies = tuple(dict.fromkeys(body for body, _ in spots))
    years = tuple(dict.fromkeys(year for _, year in spots))
    if len(bodies) == 1 and len(years) > 1:
        # which was higher: of the years
        each = frozenset({"year"}) if found.each == UNSAID else found.each
        return replace(found, years=years, each=each)
    paired = len(bodies) == len(spots) > 1 and len(years) > 1
    if (len(years) == 1 or paired) and found.each != {"year"}:
        known = [places.bodies((body,)) for body in bodies]
        if not all(known):
            # one is indexed no more
            return found
        choices = tuple(Choice(bodies=each) for each in known)
        # each in its own year, as it was told
        years = tuple(year for _, year in spots) if paired else years
        return replace(found, choices=choices, years=years, paired=paired)
    return found
