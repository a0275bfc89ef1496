"""An answer divided for channels that show more than text: headline, lines, notes, and sources as links.

The text of an answer is complete by itself. What a page shows in another way (the table, the options, the sources) is
left out of the lines here, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bot import wording
from bot.finding import going_on
from bot.languages import Language, language
from bot.models import RATIO, Answer, Option
from bot.pages.browse import Browse
from bot.pages.views import BodyView, ReportView
from index.models import PARTIES, Source

MOST_ROWS = 200
"""of a table, that are shown"""
MOST_PLACES = 12
"""sources that are shown as links"""
_NUMBERED = re.compile(r"^[ ]{0,4}(?:[0-9]{1,2}[.)]|·) ")
_SPACE = re.compile(r"\s+")
_BETWEEN = ", :\uff0c"
"""between the name of a body and what is asked of it"""
_CUT = "…"
"""says in a text that it lists some rows of the table only"""
LONGEST_FIGURE = 60
"""characters ahead of that sign that may be a figure with its unit"""
_LINES, _DOUBTS, _BLANK = "lines", "doubts", "blank"
_KINDS = ("witness", "note", "may_ask", _DOUBTS, _BLANK)
"""kinds of line that are told by how they begin (keys of sentences), and what is made of them here"""
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
    cells: Mapping[Source, tuple[str, str]] = field(default_factory=dict)
    """of the table's figures: the report, and the figure's anchor in it or that of its line"""


def without_sign(line: str) -> str:
    """A line of a list without the number or the point before it."""
    return _NUMBERED.sub("", line)


def told(answer: Answer, browse: Browse) -> Told:
    """The parts of an answer, with its sources looked up in the present index."""
    tongue = language(answer.language)
    places, more, at = _places(answer, tongue, browse)
    its: dict[str, list[str]] = {kind: [] for kind in (_LINES, *_KINDS)}
    for line in _not_shown(answer, tongue, linked=bool(places)):
        kind, text = _sort(answer, tongue, line)
        its[kind].append(text)
    headline, *rest = its[_LINES] or [""]
    figure, parted, caption = headline.partition(_FIGURE)
    one = parted and answer.status == "answered" and len(figure) < LONGEST_FIGURE
    return Told(
        figure=figure if one else "",
        headline=caption if one else headline,
        lines=tuple(rest),
        suggestion=next(iter(its["may_ask"]), ""),
        checks=tuple(its["witness"]),
        doubts=tuple(its[_DOUBTS]),
        notes=tuple(its["note"]),
        places=places,
        more_places=more,
        further=_further(answer, browse),
        cells=_cells(answer, browse, at),
    )


def _cells(answer: Answer, browse: Browse, at: Mapping[Source, tuple[str, str]]) -> Mapping[Source, tuple[str, str]]:
    """Where the figures of the rows that are shown are printed; `at`: where it is known to the cell."""
    if answer.table is None or not answer.table.places:
        return {}
    found, paths = dict(at), browse.listing.paths
    for source in filter(None, chain.from_iterable(answer.table.places[:MOST_ROWS])):
        if source not in found and source.report in paths:
            found[source] = paths[source.report].key, f"L{source.line}"
    return found


def _not_shown(answer: Answer, tongue: Language, *, linked: bool) -> Iterator[str]:
    """The lines of a text that a page shows in no other way. `linked`: sources are shown as links."""
    shown = {option.label for option in (*answer.options, *answer.next)} | {option.ask for option in answer.next}
    rows = {_bare("".join(row)) for row in (answer.table.heads, *answer.table.rows)} if answer.table else set()
    said = frozenset((*answer.table.says, _CUT) if answer.table else ())
    dropped = [_lead(tongue, "source")] if linked else []
    dropped += [_lead(tongue, "next")] if answer.next else []
    for line in answer.text.split("\n"):
        elsewhere = line in said or without_sign(line) in shown or _bare(line) in rows
        if not elsewhere and not any(map(line.startswith, dropped)):
            yield line


def _sort(answer: Answer, tongue: Language, line: str) -> tuple[str, str]:
    """Of which kind a line is, and what it says behind the words that tell it."""
    for kind in ("witness", "note", "may_ask"):
        lead = _lead(tongue, kind)
        if line.startswith(lead):
            doubted = kind == "witness" and line in answer.notes
            return _DOUBTS if doubted else kind, line.removeprefix(lead)
    return (_LINES if line.strip() else _BLANK), line


def _further(answer: Answer, browse: Browse) -> Further:
    """Only what all figures agree in; a share has no page of its own."""
    bodies = {each.body for each in answer.results} | _compared(answer, browse)
    years = {each.year for each in answer.results}
    # the statistics form has no applicants: its figure is that of all of them
    fits = {(each.metric, None if each.party == "total" else each.party) for each in answer.results}
    metric, party = fits.pop() if len(fits) == 1 else (None, None)
    if any(each.unit == RATIO for each in answer.results) or party not in (None, *PARTIES):
        metric = party = None
    return Further(
        body=browse.body_named(bodies.pop()) if len(bodies) == 1 else None,
        metric=metric,
        year=years.pop() if len(years) == 1 else None,
        party=party,
    )


def _compared(answer: Answer, browse: Browse) -> set[str]:
    """The bodies that figures were computed from: a difference is of two."""
    computed = [source.report for each in answer.results if each.calculated for source in each.sources]
    paths = browse.listing.paths if computed else {}
    return {paths[report].body for report in computed if report in paths}


def short(label: str, answer: Answer) -> str:
    """What a question that goes on from an answer is called beside it: without the one body that both are of."""
    bodies = {each.body for each in answer.results} or set(answer.query.bodies if answer.query else ())
    body = bodies.pop() if len(bodies) == 1 else ""
    return label.removeprefix(body).lstrip(_BETWEEN) if body else label


def brief(answer: Answer) -> str:
    """The text without the questions that continue from it, for readers who cannot choose one."""
    return going_on.without(language(answer.language), answer.text)


def offered(answer: Answer) -> tuple[Option, ...]:
    """What a reader may choose from: the answer's choices, else the question to ask instead."""
    lead = _lead(language(answer.language), "may_ask")
    instead = [line.removeprefix(lead) for line in answer.text.split("\n") if line.startswith(lead)]
    return answer.choices or tuple(Option(label=each, ask=each) for each in instead[:1])


def numbered(answer: Answer, rows: str) -> str:
    """The text for readers who choose by a number: each choice has its own; `rows` parts the cells of a table."""
    tongue = language(answer.language)
    at = {each.label: number for number, each in reversed([*enumerate(offered(answer), start=1)])}
    lead = _lead(tongue, "may_ask")
    lines = answer.text.replace(f"\n{lead}", f"\n{lead.rstrip()}\n").split("\n")
    table = table_at(answer, lines)
    if table is not None and answer.table is not None:
        told = (answer.table.heads, *answer.table.rows)
        lines[table] = [rows.join(cell for cell in row if cell) for row in told]
    following = {each.label for each in answer.next}
    made = []
    for line in lines:
        bare = without_sign(line)
        if bare in at:
            made.append(f"{at[bare]}. {short(bare, answer) if bare in following else bare}")
        else:
            made.append(tongue.channel["next_numbered"] if line == tongue.say("next") else line)
    return "\n".join(made)


def to_keep(answer: Answer, rows: str) -> str:
    """The same without the questions that continue from it; `rows` parts the cells of a table."""
    return numbered(replace(answer, text=brief(answer), next=()), rows)


def table_at(answer: Answer, lines: Sequence[str]) -> slice | None:
    """Which of the lines of a text are the answer's table; None: none of them."""
    if answer.table is None:
        return None
    wanted = [_bare("".join(row)) for row in (answer.table.heads, *answer.table.rows)]
    said = [_bare(line) for line in lines]
    starts = (at for at in range(len(said) - len(wanted) + 1) if said[at : at + len(wanted)] == wanted)
    start = next(starts, None)
    return None if start is None else slice(start, start + len(wanted))


def _lead(tongue: Language, key: str) -> str:
    """How a line of a kind begins."""
    return str(tongue.sentences[key]).partition("{")[0]


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _places(
    answer: Answer, tongue: Language, browse: Browse
) -> tuple[tuple[Place, ...], int, Mapping[Source, tuple[str, str]]]:
    """The first sources as links, how many more there are, and where each of these is."""
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
    made, at = [], dict[Source, tuple[str, str]]()
    for source, metric in list(every.items())[:MOST_PLACES]:
        spot = browse.spot(source, metric)
        if spot is None:
            continue
        at[source] = spot[0].key, spot[1]
        label = wording.place(tongue, source)
        if many:
            label = f"{spot[0].body} {spot[0].year} · {label}"
        made.append(Place(report=spot[0], anchor=spot[1], label=label))
    return tuple(made), max(0, len(every) - MOST_PLACES), at
