"""What a figure consists of: the rows below a row, or its applicants."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from bot.answers.many import query, told_side_by_side
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.finding.cells import Cell, cell, missing, settle, share
from bot.finding.scope import Scope, Spot, scope
from bot.languages import every
from bot.meaning.intents import RANKS
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.models import Answer
from index.metrics import catalogue
from index.models import ORGANISATIONS, PARTIES

ALL_OUTCOMES = "outcome.total"
_OUTCOMES = "outcome."
RECEIVED = "requests.received"
"""split by how it came in the form of 2008, by applicant in the later ones"""
RESULTS = ("upheld", "overturned", "other", "pending")
DISCLOSED = "disclosed.total"
CHANNEL = "channel"
_OF_KINDS = frozenset({"disclosed", CHANNEL})
_CHANNEL = frozenset({"channel"})
_SAID_OF_REQUESTS = frozenset({"request", "received", "items", "total"})
_SAID_OF_CHANNELS = frozenset({"disclosed", "published", "items", "granted", "total"})
_PART = frozenset({"part"})
_APPLICANT = frozenset({"applicant"})
COLUMNS = tuple(party for party in PARTIES if party != "total")


def spread(asked: Asked) -> tuple[Scope, list[Cell]] | Answer:
    """The cells that a figure consists of, in one body's report of one year."""
    told = asked.understood
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    if len(found.spots) != 1 or found.ranged:
        return not_understood(asked, told.operators, "one_report_only")
    fits = _fits(asked, found)
    if isinstance(fits, Answer):
        return fits
    spot = found.spots[0]
    made = [cell(asked, spot, fit) for fit in fits]
    if "share" in told.ops and told.ops & RANKS:
        shares = _as_shares(asked, spot, fits, made)
        if isinstance(shares, Answer):
            return shares
        made = shares
    if any(fit[0] in _kinds_of(fits[0][0]) for fit in fits):
        # which of the channels or kinds of information there are differs from form to form, and in prose
        made = [one for one in made if one.value is not None] or made
    return found, made


def _as_shares(asked: Asked, spot: Spot, fits: Sequence[Fit], made: Sequence[Cell]) -> list[Cell] | Answer:
    """哪类申请人公开率最高: of each applicant's requests that were decided those that were released."""
    told = asked.understood
    keys = {key for key, _ in fits}
    of = catalogue()[next(iter(keys))].share_of if len(keys) == 1 else None
    rates = any({"op:rate"} < one for mention in asked.cover.mentions for one in mention.alternatives)
    if not rates or "party" not in told.each or of is None:
        return not_understood(asked, told.operators, "not_together")
    return [share(asked, one, cell(asked, spot, (of, party))) for one, (_, party) in zip(made, fits, strict=True)]


def _fits(asked: Asked, found: Scope) -> Sequence[Fit] | Answer:
    told = asked.understood
    if len(told.measures) > 1:
        settled = [settle(asked, found, measure) for measure in told.measures]
        wrong = next((one for one in settled if isinstance(one, Answer)), None)
        return wrong if wrong is not None else [one for one in settled if not isinstance(one, Answer)]
    if not told.measures and told.features & _CHANNEL and told.features <= _CHANNEL | _SAID_OF_CHANNELS:
        return [(key, None) for key in _kinds_of(CHANNEL)]
    if not told.measures and told.features & _CHANNEL and told.features <= _CHANNEL | _SAID_OF_REQUESTS:
        return [(way, None) for way in _ways_in()]
    whole = _whole(asked)
    if whole is None:
        return not_understood(asked, told.content or told.operators, "not_together")
    fit = settle(asked, found, whole)
    if isinstance(fit, Answer):
        return fit
    key, party = fit
    if key == RECEIVED and "results" in told.ops and "party" not in told.each:
        # what happened to the requests
        key = ALL_OUTCOMES
    parts = () if _asks_why(asked) and not key.startswith(_OUTCOMES) else _parts(asked, found, key, party)
    return parts or not_understood(asked, told.operators, "no_parts")


def _asks_why(asked: Asked) -> bool:
    """Whether reasons are asked for, which only outcomes have: 诉讼的原因 are not how the cases were brought."""
    return any(word in asked.text for word in every("operands", "grounds"))


def _whole(asked: Asked) -> Measure | None:
    """What is to be split; where nothing is said, requests by applicant or all outcomes."""
    told = asked.understood
    if told.measures:
        whole = told.measures[0]
        if "results" in told.ops and {key for key, _ in whole.fits} == {RECEIVED, ALL_OUTCOMES}:
            # what happened to the requests that were handled
            return Measure(fits=tuple(fit for fit in whole.fits if fit[0] == ALL_OUTCOMES))
        return whole
    if told.features == _APPLICANT:
        # 申请人五类各多少
        return Measure(fits=((RECEIVED, None),))
    if told.content or (told.each == _PART and "results" not in told.ops):
        return None
    return Measure(fits=(((RECEIVED if "party" in told.each else ALL_OUTCOMES), None),))


def _parts(asked: Asked, found: Scope, key: str, party: str | None) -> Sequence[Fit]:
    """The rows under a row, or its applicants; empty where it has neither."""
    told, metric = asked.understood, catalogue().get(key)
    if metric is None:
        # of what only the prose tells there are no rows
        return ()
    if party is None and len(told.parties) > 1:
        return ()
    applicants = [(key, each) for each in _columns(party or told.party)] if metric.by_party else []
    ends = [end for result in RESULTS if (end := f"{key.rpartition('.')[0]}.{result}") in catalogue()]
    if "results" in told.ops and ends:
        # how the lawsuits ended: upheld, overturned …, not how they were brought
        return [(end, party) for end in ends]
    if key == DISCLOSED:
        # what came of what was published is told by no kind of it
        return [] if "results" in told.ops else [(kind, None) for kind in _kinds_of(key)]
    if "party" in told.each or ("results" in told.ops and not metric.parts):
        return applicants if "party" in told.each else []
    if key == RECEIVED and party is None:
        has_ways = any(cell(asked, found.spots[0], (way, None)).value is not None for way in _ways_in())
        return [(way, None) for way in _ways_in()] if has_ways else applicants
    return [(part, party) for part in metric.parts] or applicants


def _columns(party: str | None) -> Sequence[str]:
    """The applicants among whom one is looked for: 除自然人外哪类最多 is of the organisations, of one none."""
    if party == "organisations":
        return [each for each in COLUMNS if each in ORGANISATIONS]
    return COLUMNS if party in {None, "total"} else []


@functools.cache
def _ways_in() -> tuple[str, ...]:
    """How requests came: in person, by fax, online, by letter."""
    return tuple(key for key in catalogue() if key.startswith(f"{RECEIVED}."))


@functools.cache
def _kinds_of(key: str) -> tuple[str, ...]:
    """Kinds of information, or channels: told apart by prose and the statistics form, and no parts of a sum."""
    name = key.partition(".")[0]
    return tuple(
        other for other in catalogue() if name in _OF_KINDS and other.startswith(f"{name}.") and other != DISCLOSED
    )


def breakdown(asked: Asked) -> Answer:
    """Each part with its figure, or its share if shares are asked for."""
    told = asked.understood
    got = spread(asked)
    if isinstance(got, Answer):
        return got
    found, made = got
    if not any(one.value is not None for one in made):
        return missing(asked, made, found.notes)
    if "share" in told.ops:
        whole = (
            told.measures[0].fits[0] if told.measures else (RECEIVED if "party" in told.each else ALL_OUTCOMES, None)
        )
        base = cell(asked, found.spots[0], whole)
        if told.features & _CHANNEL:
            # no row has all channels
            return not_understood(asked, told.operators, "not_together")
        made = [share(asked, one, base) for one in made]
    answer = told_side_by_side(asked, found, [[one] for one in made])
    by_party = "party" if "party" in asked.understood.each else None
    return replace(answer, query=replace(query(asked, found, _gone_on_from(asked, made), "breakdown"), each=by_party))


def _gone_on_from(asked: Asked, made: Sequence[Cell]) -> list[Fit]:
    """What the next question is about: the whole that was split, not its first part; of channels all of them."""
    told = asked.understood
    whole = _whole(asked) if len(told.measures) < 2 and not told.features & _CHANNEL else None
    if whole is None:
        return [one.fit for one in made]
    key, party = whole.fits[0]
    return [(ALL_OUTCOMES if key == RECEIVED and "results" in told.ops and not told.each else key, party)]
