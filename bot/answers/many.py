"""Several figures side by side, by body, year, applicant or thing, as a table and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.answers import side_by_side
from bot.finding.aiming import aim
from bot.finding.asked import Asked, candidates
from bot.finding.asking_back import not_understood
from bot.finding.cells import RATIO, Cell, bare_cells, cells, gathered, missing, result, settle, share
from bot.finding.scope import Scope, Spot, scope
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.meaning.wholes import holds
from bot.models import Answer, Chart, Query
from index.metrics import catalogue

MOST_ROWS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """How one thing asked for is looked up in every report: a metric and, for a share, the metric of the whole.

    `instead` is that of the whole in reports that do not have it.
    """

    fit: Fit
    base: Fit | None = None
    instead: Fit | None = None

    def cells(self, asked: Asked, spots: Sequence[Spot], *, bare: bool = False) -> list[Cell]:
        """A cell for each spot; `bare` only for comparison."""
        make = bare_cells if bare else cells
        plain = make(asked, spots, self.fit)
        if self.base is None:
            return plain
        whole = make(asked, spots, self.base)
        if self.instead is not None:
            others = iter(make(asked, [one.spot for one in whole if one.reason == "form"], self.instead))
            whole = [self._noted(asked, next(others)) if one.reason == "form" else one for one in whole]
        return [share(asked, one, other) for one, other in zip(plain, whole, strict=True)]

    def _noted(self, asked: Asked, one: Cell) -> Cell:
        """What is taken for the whole, with a note on it: other reports have theirs."""
        if self.base is None or one.value is None:
            return one
        tongue = asked.tongue
        names = (wording.metric_name(tongue, *fit) for fit in (self.base, one.fit))
        where = f"{one.body} {one.year}"
        note = tongue.say("stand_in", **dict(zip(("asked", "given"), names, strict=True)))
        return replace(one, doubts=(*one.doubts, f"{where} {note}"))


def values(asked: Asked, found: Scope, measure: Measure) -> list[Cell] | Answer:
    """The cells of one thing asked for, or of its share if a share is asked for."""
    got = way(asked, found, measure)
    return got if isinstance(got, Answer) else got.cells(asked, found.spots)


def way(asked: Asked, found: Scope, measure: Measure) -> Way | Answer:
    """How the cells of one thing asked for are made, or a question back."""
    fit = settle(asked, found, measure)
    if isinstance(fit, Answer):
        return fit
    told = asked.understood
    apart = any(one.shares for one in told.measures) and not all(one.shares for one in told.measures)
    apart = apart and "than" not in told.ops  # 自然人占比比企业高多少: the share of either
    if not told.ops & {"share", "rate"} or (apart and not measure.shares):
        return Way(fit=fit)
    base = _base(asked, found, fit)
    if isinstance(base, Answer):
        return base
    if not holds(base, fit):
        tongue = asked.tongue
        name, of = wording.metric_name(tongue, *fit), wording.metric_name(tongue, *base)
        text = tongue.say("no_part", metric=name, of=of)
        return Answer(status="not_understood", text=text, words=told.operators)
    metric = catalogue()[fit[0]]
    instead = (metric.else_of, fit[1]) if metric.else_of is not None and base[0] == metric.share_of else None
    return Way(fit=fit, base=base, instead=instead)


def _base(asked: Asked, found: Scope, fit: Fit) -> Fit | Answer:
    """What a share is a share of: what was said, else what the metric is a part of, else all applicants."""
    told = asked.understood
    key, party = fit
    of = catalogue()[key].share_of
    if told.against is not None:
        if not told.against.fits:
            # 纠错率（结果纠正占总计）是其他: what it is a share of is no figure
            return not_understood(asked, told.operators, "not_together")
        usual = next((each for each in told.against.fits if each[0] == of), None)
        return usual or settle(asked, found, told.against)
    above = catalogue().get(key.rpartition(".")[0])
    if above is not None and of is not None and above.needs <= told.features and key in above.parts:
        # 不予公开中国家秘密占多少: of those that were denied
        return (above.key, party)
    if of is not None:
        return (of, party)
    if party is not None and party != "total":
        return (key, None)
    tongue = asked.tongue
    text = tongue.say("no_share", metric=wording.metric_name(tongue, *fit))
    return Answer(status="not_understood", text=text, words=told.operators)


def own_values(asked: Asked, found: Scope) -> list[list[Cell]] | Answer:
    """The cells of each thing asked for, each only of its own body if bodies and things were named in turns."""
    told = asked.understood
    if told.mixed and not told.rowed and len(found.bodies) > 1:
        return not_understood(asked, told.content, "not_together")
    made: list[list[Cell]] = []
    for at, measure in enumerate(told.measures):
        got = values(asked, found, measure)
        if isinstance(got, Answer):
            return got
        own = told.rowed and len(found.bodies) == len(told.measures)
        dated = told.dated and len(found.years) == len(told.measures) and len(found.bodies) == 1
        got = [one for one in got if one.year == found.years[at]] if dated else got
        made.append([one for one in got if one.body == found.bodies[at].name] if own else got)
    return made


def several(asked: Asked) -> Answer:
    """Figures of several bodies, years or things, each a result."""
    found = scope(asked)
    if isinstance(found, Answer):
        return found
    made = own_values(asked, found)
    if isinstance(made, Answer):
        return made
    every = [one for of_measure in made for one in of_measure]
    if not any(one.value is not None for one in every):
        return missing(asked, every, found.notes)
    return told_side_by_side(asked, found, made)


def by_column(asked: Asked) -> Answer:
    """行政事业性收费是零还是没填: of a row that was named each column that the report's form has."""
    target = aim(asked)
    if isinstance(target, Answer):
        return target
    columns = candidates(asked.understood.columns, target.report)
    measures = tuple(Measure(fits=(fit,)) for fit in columns)
    return several(replace(asked, understood=replace(asked.understood, measures=measures)))


def told_side_by_side(asked: Asked, found: Scope, made: Sequence[Sequence[Cell]], head: str = "") -> Answer:
    """A table of cells; missing ones are named."""
    tongue = asked.tongue
    every = [one for of_measure in made for one in of_measure]
    having = [one for one in every if one.value is not None]
    if not having:
        return missing(asked, every, found.notes)
    notes = gathered(every, [*found.notes, *form_notes(asked, found)])
    gone = [one for one in every if one.value is None]
    if found.ranged and gone:
        notes.append(side_by_side.gone(tongue, gone))
        made = [[one for one in of_measure if one.value is not None] for of_measure in made]
    drawn = side_by_side.side_by_side(tongue, found, made)
    lines = [head or side_by_side.title(tongue, found, made), *side_by_side.drawn(drawn, MOST_ROWS)]
    lines += [side_by_side.formula_line(tongue, one, found) for one in having if one.unit == RATIO][:6]
    if len(having) == 1 or "where" in asked.understood.ops:
        lines += dict.fromkeys(line for one in having for line in side_by_side.source_lines(tongue, one))
    lines += wording.note_lines(tongue, notes)
    return Answer(
        status="answered",
        text="\n".join(lines),
        results=tuple(result(one) for one in having),
        notes=tuple(notes),
        table=drawn,
        chart=chart(asked, found, made),
        query=query(asked, found, [of_measure[0].fit for of_measure in made if of_measure], "figure"),
    )


def form_notes(asked: Asked, found: Scope) -> list[str]:
    """Notes on years in which a body's form changed, or a report still used the previous form."""
    forms: dict[str, list[int]] = {}
    for spot in found.spots:
        for report in spot.reports[:1]:
            years = forms.setdefault(report.form or "", [])
            if spot.year not in years:
                years.append(spot.year)
    named = [(form, sorted(years)) for form, years in sorted(forms.items()) if form]
    if len(named) < 2 or len(found.years) < 2:
        return []
    tongue = asked.tongue
    parts = [
        tongue.say("form_of_years", form=form, years=tongue.join([str(year) for year in years]))
        for form, years in named
    ]
    return [tongue.say("forms_differ", forms=tongue.sentences["stop"].join(parts))]


def query(asked: Asked, found: Scope, fits: Sequence[Fit], intent: str) -> Query:
    """The query that a follow-up refers to."""
    told = asked.understood
    against = told.against.fits[0] if told.against is not None else None
    return Query(
        intent=intent,
        bodies=() if found.ranged else tuple(body.name for body in found.bodies),
        years=found.years,
        metrics=tuple(key for key, _ in fits),
        parties=tuple(party if party != "total" else None for _, party in fits),
        against=against,
        ops=tuple(sorted(told.ops)),
        each=next(iter(sorted(told.each)), None) if found.ranged else None,
        regions=tuple(sorted(told.regions)),
        conditions=told.conditions,
        limit=told.limit,
        nth=told.nth,
        span=told.span if told.span and told.span[0] != "range" else None,
        unit=told.in_unit,
        without=tuple(dict.fromkeys([*asked.without, *told.without])) if found.ranged else (),
        run=tuple((spot.body.name, spot.year) for spot in found.spots) if found.apart else (),
    )


def chart(asked: Asked, found: Scope, made: Sequence[Sequence[Cell]]) -> Chart | None:
    """A chart with lines over years, or bars over bodies or things; None for a single figure, or if units differ."""
    every = [one for of_measure in made for one in of_measure]
    units = {one.unit for one in every if one.value is not None}
    if len(every) < 2 or len(units) != 1:
        return None
    tongue = asked.tongue
    title = side_by_side.title(tongue, found, made)
    if len(found.years) > 1:
        series = [
            (side_by_side.series_name(tongue, found, of_body), tuple(one.value for one in of_body))
            for of_measure in made
            for of_body in _by_body(of_measure)
        ]
        labels = tuple(str(year) for year in found.years)
        if all(len(each) == len(labels) for _, each in series):
            return Chart(kind="line", title=title, labels=labels, series=tuple(series), unit=next(iter(units)))
        return None
    labels = tuple(side_by_side.label(tongue, found, one, len(made)) for one in every)
    return Chart(
        kind="bar",
        title=title,
        labels=labels,
        series=((title, tuple(one.value for one in every)),),
        unit=next(iter(units)),
    )


def _by_body(of_measure: Sequence[Cell]) -> list[list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for one in of_measure:
        found.setdefault(one.body, []).append(one)
    return list(found.values())
