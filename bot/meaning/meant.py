"""What is understood by a reading: all that its words come to, with what other readings of them leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import every
from bot.meaning.in_turns import in_turns, turns_of, years_in_turns
from bot.meaning.measuring import Measure, unit_alone
from bot.meaning.reading import Reading
from bot.meaning.readings import Said, by_unit, nearly
from bot.meaning.understood import Understood
from bot.models import NAMES, Cover, Query
from index.metrics import catalogue

_SEVERAL = 2
_DOING = frozenset({"op", "each", "cmp", "split", "section", "intent"})
"""kinds of words that say what is done"""


def meant(text: str, best: Reading, alike: Sequence[Reading], before: Query | None, this_year: int) -> Understood:
    """What the best reading means. `alike`: those that ask the same, of perhaps other metrics."""
    chosen = _together(alike, best)
    units = best.one.units
    # 自然人的申请中，企业提出的几件: no figure is of two applicants, so none of one of them is offered
    of_several = len(best.one.parties) >= _SEVERAL and not chosen
    near = () if of_several else tuple(dict.fromkeys(key for each in alike for key in _nearly(each.one)))
    alone = unit_alone(near, units) if not chosen and best.intent == "figure" else None
    if alone is not None:
        # 培训了几次: of what is offered back, the measure word leaves one
        chosen, near = (Measure(fits=((alone, best.one.party),)),), ()
    elif units and not chosen and len(near) > 1:
        near = tuple(by_unit(near, units, str))
    return Understood(
        intent=best.intent,
        measures=chosen,
        against=_against(alike, best),
        ops=best.ops,
        each=best.each,
        conditions=tuple(best.taken.conditions),
        ratios=best.taken.ratios,
        limit=best.taken.limit,
        among=best.taken.among,
        nth=best.taken.nth,
        span=best.taken.span,
        claimed=tuple(best.taken.claimed),
        sections=best.one.sections,
        checks=best.one.checks,
        terms=best.one.terms,
        paired=_is_paired(best),
        rowed=_is_rowed(best, text),
        dated=len(best.measures) > 1 and years_in_turns(best.one.pieces) == len(best.measures),
        mixed=len(best.measures) > 1 and "btb" in turns_of(best.one.pieces),
        reversed=_is_reversed(best, text),
        near=near,
        years=_years(best, this_year, before),
        in_unit=best.one.in_unit,
        features=best.one.features,
        content=_content(best.cover),
        operators=_operators(best.one),
        left=tuple(text[start:end] for start, end in merged(best.left)),
        asks=best.one.asks > 0,
        asks_what=any("what" in piece.tokens for piece in best.one.pieces),
        senses=tuple(dict.fromkeys(_sense(each.one) for each in alike)),
        heads=best.heads,
        parties=best.one.parties,
    )


def _nearly(one: Said) -> tuple[str, ...]:
    """Metrics of which part was said; where an applicant was, those of applicants only (其他许可, 企业的处罚)."""
    return tuple(key for key in nearly(one.features) if not one.parties or catalogue()[key].by_party)


def _together(alike: Sequence[Reading], best: Reading) -> tuple[Measure, ...]:
    """Measures of readings that differ only in the metric they mean: all of those are open."""
    if not best.measures:
        return ()
    made = []
    for at, measure in enumerate(best.measures):
        fits = dict.fromkeys(fit for each in alike for fit in each.measures[at].fits)
        made.append(replace(measure, fits=tuple(by_unit(list(fits), _units(best), lambda fit: fit[0])) or tuple(fits)))
    return tuple(made)


def _against(alike: Sequence[Reading], best: Reading) -> Measure | None:
    """What a share is of, in all the readings."""
    if best.against is None:
        return None
    fits = dict.fromkeys(fit for each in alike if each.against is not None for fit in each.against.fits)
    return Measure(fits=tuple(fits))


def _units(read: Reading) -> frozenset[str]:
    """Measure words, where there is one thing that they count."""
    return read.one.units if len(read.measures) == 1 and not read.taken.conditions else frozenset()


def merged(spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of a text in order, those that touch as one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if made and made[-1][1] == start:
            made[-1] = (made[-1][0], end)
        elif not made or start >= made[-1][1]:
            made.append((start, end))
    return made


def _sense(one: Said) -> frozenset[str]:
    return one.features | {f"party:{each}" for each in one.parties} | {f"term:{each}" for each in one.terms}


def _content(cover: Cover) -> tuple[str, ...]:
    """Texts of the phrases that carry a feature or an applicant."""
    return tuple(
        mention.text
        for mention in cover.mentions
        if any(
            (":" not in token or token.startswith(("party:", "term:", "not:")))
            and token not in {"ask", "and", "why", "what"}
            for one in mention.alternatives
            for token in one
        )
    )


def _operators(one: Said) -> tuple[str, ...]:
    """Texts of the phrases that say what is done."""
    return tuple(piece.mention.text for piece in one.pieces if not _DOING.isdisjoint(piece.words.kinds))


def _years(read: Reading, this_year: int, before: Query | None) -> tuple[int, ...]:
    named, back = read.taken.years, read.one.back
    reckoned = [this_year + year for year in read.one.years]
    if named and "than" in read.ops:
        # 2020年比去年: the year before the one that was named
        reckoned = [named[0] + year for year in read.one.years]
    if back is not None:
        # 前一年呢 goes back from the year that is talked about
        talked = named[0] if named else before.years[0] if before and len(before.years) == 1 else this_year
        reckoned.append(talked - back)
    return tuple(dict.fromkeys([*named, *reckoned]))


def _is_paired(read: Reading) -> bool:
    """2020年青禾区比2019年白鹭县: body and year in turns, as often as there are bodies."""
    turns: list[str] = []
    for mention in read.cover.mentions:
        kind = "body" if mention.kind in NAMES else mention.kind
        if kind in {"body", "year"} and (kind == "year" or turns[-1:] != ["body"]):
            turns.append(kind)
    return (
        len(turns) >= 4
        and len(turns) % 2 == 0
        and turns[::2] == turns[:1] * (len(turns) // 2)
        and (turns[1::2] == turns[1:2] * (len(turns) // 2) and turns[0] != turns[1])
    )


def _is_rowed(read: Reading, text: str) -> bool:
    """青禾区2020年收到多少，白鹭县诉讼多少: as many things as bodies, in turns."""
    return len(read.measures) > 1 and len(in_turns(read.one.pieces, text)) == len(read.measures)


def _is_reversed(read: Reading, text: str) -> bool:
    """比番禺区，江海区少几件, 跟2020年比2021年多几件: what is compared with stands first."""
    at = read.one.than_at
    if at is None:
        return False
    pieces, things = read.one.pieces, _compared(read)
    if not things or at < things[0]:
        return bool(things)
    told = text[: pieces[things[0]].start]
    return len(things) > 1 and at < things[1] and told.endswith(every("operands", "beside"))


def _compared(read: Reading) -> list[int]:
    """Where what is compared stands: two bodies, else two years, else all that is named."""
    pieces = read.one.pieces
    named = [at for at, piece in enumerate(pieces) if piece.mention.kind in NAMES]
    bodies = [at for at in named if at - 1 not in named or pieces[at - 1].end != pieces[at].start]
    years = [at for at, piece in enumerate(pieces) if piece.mention.kind == "year"]
    two = next((each for each in (bodies, years) if len(each) >= _SEVERAL), None)
    if two is not None:
        return two
    things = len(read.measures) > 1
    others = {at for at, piece in enumerate(pieces) if piece.of("party") or (things and piece.features)}
    return sorted({*named, *years, *others})
