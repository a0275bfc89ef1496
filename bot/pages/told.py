"""An answer divided for channels that show more than text: headline, lines, notes, and sources as links.

The text of an answer is complete by itself. What a page shows in another way (the table, the options, the sources) is
left out of the lines here, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.finding import going_on
from bot.languages import Language, language
from bot.models import Answer
from bot.pages.browse import Browse
from bot.pages.views import BodyView, ReportView
from index.models import PARTIES, Source

RATIO = "ratio"
"""the unit of a share"""
MOST_PLACES = 12
"""sources that are shown as links"""
_NUMBERED = re.compile(r"^[ ]{0,4}(?:[0-9]{1,2}[.)]|·) ")
_SPACE = re.compile(r"\s+")
_BETWEEN = ", :\uff0c"
"""between the name of a body and what is asked of it"""
_CUT = "…"
"""says in a text that it lists some rows of the table only"""
_FIGURE = " — "
"""parts the figure from what it is of, in the first line of an answer"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a figure is printed, as a link."""

    report: ReportView
    anchor: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Further:
    """What else can be looked at: pages of the one body, metric and year that all figures of an answer are of."""

    body: BodyView | None = None
    metric: str | None = None
    year: int | None = None
    party: str | None = None
    """None: the total"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a page shows of an answer besides its table, chart and options."""

    figure: str
    """figure and unit where the answer is one; else empty"""
    headline: str
    lines: tuple[str, ...]
    suggestion: str
    """a question to ask instead; empty where there is none"""
    checks: tuple[str, ...]
    """what was checked"""
    doubts: tuple[str, ...]
    """what was checked, and does not agree"""
    notes: tuple[str, ...]
    places: tuple[Place, ...]
    more_places: int
    """sources that are no links, for there are too many"""
    further: Further = Further()


def told(answer: Answer, browse: Browse) -> Told:
    """The parts of an answer, with its sources looked up in the present index."""
    tongue = language(answer.language)
    places, more = _places(answer, tongue, browse)
    shown = {option.label for option in (*answer.options, *answer.next)} | {option.ask for option in answer.next}
    rows = {_bare("".join(row)) for row in (answer.table.heads, *answer.table.rows)} if answer.table else set()
    said = frozenset((*answer.table.says, _CUT) if answer.table else ())
    checks: list[str] = []
    doubts: list[str] = []
    notes: list[str] = []
    suggestions: list[str] = []
    lines: list[str] = []
    dropped = [_lead(tongue, "source")] if places else []
    dropped += [_lead(tongue, "next")] if answer.next else []
    for line in answer.text.split("\n"):
        if (
            line in said
            or _NUMBERED.sub("", line) in shown
            or _bare(line) in rows
            or any(map(line.startswith, dropped))
        ):
            continue
        for lead, into in (
            (_lead(tongue, "witness"), doubts if line in answer.notes else checks),
            (_lead(tongue, "note"), notes),
            (_lead(tongue, "may_ask"), suggestions),
        ):
            if line.startswith(lead):
                into.append(line.removeprefix(lead))
                break
        else:
            if line.strip():
                lines.append(line)
    headline, *rest = lines or [""]
    figure, parted, caption = headline.partition(_FIGURE)
    one = parted and answer.status == "answered" and len(figure) < 60
    return Told(
        figure=figure if one else "",
        headline=caption if one else headline,
        lines=tuple(rest),
        suggestion=suggestions[0] if suggestions else "",
        checks=tuple(checks),
        doubts=tuple(doubts),
        notes=tuple(notes),
        places=places,
        more_places=more,
        further=_further(answer, browse),
    )


def _further(answer: Answer, browse: Browse) -> Further:
    """Only what all figures agree in; a share has no page of its own."""
    bodies = {each.body for each in answer.results} | _compared(answer, browse)
    years = {each.year for each in answer.results}
    fits = {(each.metric, each.party) for each in answer.results}
    metric, party = fits.pop() if len(fits) == 1 else (None, None)
    if any(each.unit == RATIO for each in answer.results) or party not in (None, *PARTIES):
        metric = party = None
    return Further(
        body=browse.body_named(bodies.pop()) if len(bodies) == 1 else None,
        metric=metric,
        year=years.pop() if len(years) == 1 else None,
        party=None if party == "total" else party,
    )


def _compared(answer: Answer, browse: Browse) -> set[str]:
    """The bodies that figures were computed from: a difference is of two."""
    computed = [source.report for each in answer.results if each.calculated for source in each.sources]
    paths = browse.listing.paths if computed else {}
    return {paths[report].body for report in computed if report in paths}


def short(label: str, answer: Answer) -> str:
    """What a question that goes on from an answer is called beside it: without the one body that both are of."""
    bodies = {each.body for each in answer.results}
    body = bodies.pop() if len(bodies) == 1 else ""
    return label.removeprefix(body).lstrip(_BETWEEN) if body else label


def brief(answer: Answer) -> str:
    """The text without the questions that continue from it, for readers who cannot choose one."""
    return going_on.without(language(answer.language), answer.text)


def _lead(tongue: Language, key: str) -> str:
    """How a line of a kind begins."""
    return str(tongue.sentences[key]).partition("{")[0]


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _places(answer: Answer, tongue: Language, browse: Browse) -> tuple[tuple[Place, ...], int]:
    every: dict[Source, str | None] = {}
    for result in answer.results:
        for source in result.sources:
            every.setdefault(source, result.metric)
    others: Sequence[Sequence[Source]] = [
        answer.sources,
        *(each.sources for each in answer.claims),
        *(each.sources for each in answer.checks),
    ]
    for sources in others:
        for source in sources:
            every.setdefault(source, None)
    many = len({source.report for source in every}) > 1
    made = []
    for source, metric in list(every.items())[:MOST_PLACES]:
        spot = browse.spot(source, metric)
        if spot is None:
            continue
        label = wording.place(tongue, source)
        if many:
            label = f"{spot[0].body} {spot[0].year} · {label}"
        made.append(Place(report=spot[0], anchor=spot[1], label=label))
    return tuple(made), max(0, len(every) - MOST_PLACES)
