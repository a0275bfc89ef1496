"""Several figures at once: a cell for each body, year and thing asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot import wording
from bot.finding.asked import Asked, candidates, look
from bot.finding.asking_back import which_metric
from bot.finding.clauses import reading_as
from bot.finding.figures import Absent, Figure, Sheet, quick
from bot.finding.scope import Scope, Spot
from bot.meaning.intents import BODIES
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit
from bot.models import Answer, Result
from index.metrics import catalogue
from index.models import Source, maker

RATIO = "ratio"
PRECISION = Decimal("0.0000000001")
"""digits after the point of a share"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What a body's report of a year says about one thing, or why it says nothing."""

    spot: Spot
    fit: Fit
    value: Decimal | None = None
    unit: str = ""
    sources: tuple[Source, ...] = ()
    calculated: bool = False
    approximate: bool = False
    reason: str | None = None
    """why there is no value: one of CONTRACT's reasons, differ for two reports, no_base for a share of nothing"""
    why: str = ""
    """the same in words"""
    formula: str = ""
    """of a calculated value, with its figures"""
    doubts: tuple[str, ...] = ()
    changed: bool = False
    """how much a figure changed, and no figure of the year"""
    fallen: bool = False
    """how much it fell: positive if it did"""
    points: bool = False
    """the difference of two shares: percentage points, no share of anything"""

    @property
    def body(self) -> str:
        return self.spot.body.name

    @property
    def year(self) -> int:
        return self.spot.year


_make_cell = maker(Cell)
MOST_GONE = 8
"""things without a figure that are named one by one"""
LOOKED_AT = 12
"""reports in which it is looked which of several metrics has a figure"""
_NO_CELL: tuple[None, None] = (None, None)


def settle(asked: Asked, found: Scope, measure: Measure) -> Fit | Answer:
    """The one metric that a measure means in all the reports concerned, or a question back."""
    if asked.telling is not None:
        return measure.fits[0]
    reports = [report for spot in found.spots for report in spot.reports]
    open_fits: dict[Fit, None] = {}
    for report in {report.form: report for report in reports}.values():
        for fit in candidates(measure.fits, report):
            if not any(fit[1] == other[1] and _same(fit[0], other[0]) for other in open_fits):
                open_fits[fit] = None
    fits = list(open_fits) or list(measure.fits[:1])
    if len(reports) > 1 and len(fits) > 1:
        # 2020年和2022年的行政许可: of the columns the one that all the forms have
        everywhere = [fit for fit in fits if all(_has_row(fit, form) for form in {one.form for one in reports})]
        fits = everywhere if len(everywhere) == 1 and measure.loose else fits
    if len(fits) > 1 and reports:
        sheets = [Sheet(asked.store, report, *(party for _, party in fits)) for report in reports[:LOOKED_AT]]
        having = [fit for fit in fits if any(isinstance(look(sheet, *fit)[0], Figure) for sheet in sheets)]
        if len(having) == len(fits) and len(reports) <= LOOKED_AT and _all_alike(sheets, fits):
            return fits[0]
        if len(having) != 1 or any(
            catalogue()[fit[0]].section not in {"statistics", "prose"} for fit in fits if fit != having[0]
        ):
            spot = found.spots[0]
            return which_metric(asked.tongue, spot.body.name, spot.year, having if len(having) > 1 else fits)
        fits = having
    return fits[0]


def _has_row(fit: Fit, form: str | None) -> bool:
    return form in catalogue()[fit[0]].forms


def of_requests(fits: Sequence[Fit]) -> bool:
    """Whether all are about the outcome of requests (appeals may be one thing or the other, in equal numbers)."""
    return all(key.startswith(("requests.", "outcome.")) for key, _ in fits)


def _all_alike(sheets: Sequence[Sheet], fits: Sequence[Fit]) -> bool:
    """Whichever of several metrics is meant, every report has the same figure."""
    if not of_requests(fits):
        return False
    values = [[one.value for fit in fits if isinstance(one := look(sheet, *fit)[0], Figure)] for sheet in sheets]
    return all(len(each) == len(fits) and len(set(each)) == 1 for each in values)


def _same(key: str, other: str) -> bool:
    return key == other or other in catalogue()[key].same_as or key in catalogue()[other].same_as


def cell(asked: Asked, spot: Spot, fit: Fit, sheets: Mapping[int, Sheet] | None = None) -> Cell:
    """What the report of a body and year says about one metric."""
    tongue = asked.tongue
    if not spot.reports:
        why = tongue.say("no_report")
        return Cell(spot=spot, fit=fit, reason="year", why=why)
    found = [look((sheets or {}).get(report.id) or Sheet(asked.store, report, fit[1]), *fit) for report in spot.reports]
    figures = [(one, key) for one, key in found if isinstance(one, Figure)]
    if not figures:
        absent = next(one for one, _ in found if isinstance(one, Absent))
        told = _told_in_prose(asked, spot, fit) if absent.reason == "form" else None
        if told is not None:
            return told
        return Cell(spot=spot, fit=fit, reason=absent.reason, why=wording.no_figure(tongue, absent.reason))
    if len({figure.value for figure, _ in figures}) > 1:
        return Cell(spot=spot, fit=fit, reason="differ", why=tongue.say("reports_differ"))
    figure, key = figures[0]
    return Cell(
        spot=spot,
        fit=(key, figure.party or fit[1]),
        value=figure.value,
        unit=figure.unit,
        sources=figure.sources,
        calculated=figure.calculated,
        approximate=figure.approximate,
        formula=wording.terms_of(figure) if figure.calculated else "",
        doubts=_doubts(asked, spot, figure, key, fit[0]),
    )


def _told_in_prose(asked: Asked, spot: Spot, fit: Fit) -> Cell | None:
    """A figure that a clause tells of what no row holds, where the bodies are named."""
    ranged = asked.understood.each & BODIES - {"which"}
    if ranged or len(spot.reports) != 1 or fit[1] is not None:
        return None
    one = reading_as(asked, spot.reports[0].id, fit)
    if one is None or one.unit == "%":
        # 按期办结率98.6% is no number of what was closed, of which a share could be taken
        return None
    return Cell(spot=spot, fit=fit, value=one.value, unit=one.unit, sources=(one.source,), approximate=one.approximate)


def _doubts(asked: Asked, spot: Spot, figure: Figure, key: str, wanted: str) -> tuple[str, ...]:
    """What must be said of a figure among others: it is rounded, read off a scan, or another witness contradicts it."""
    tongue = asked.tongue
    where = f"{spot.body.name} {spot.year}"
    doubts = []
    if key != wanted and key not in catalogue()[wanted].same_as:
        doubts.append(tongue.say("stand_in", asked=tongue.name(wanted), given=tongue.name(key)))
    if figure.approximate:
        quote = next(fact.source.quote for fact in figure.terms if fact.approximate)
        doubts.append(f"{where} {tongue.say('approximate', quote=wording.short(quote))}")
    doubts += [f"{where} {text}" for text in wording.read_off(tongue, [fact.source for fact in figure.terms])]
    differing = [fact for fact in figure.witnesses if fact.value is not None and fact.value != figure.value]
    doubts += [
        f"{where} "
        + tongue.say("witness_differs", line=fact.source.line, value=wording.amount(tongue, fact.value, fact.unit))
        for fact in differing
        if fact.value is not None
    ]
    return tuple(doubts)


def cells(asked: Asked, spots: Sequence[Spot], fit: Fit) -> list[Cell]:
    """A cell for each spot, in order."""
    if asked.telling is not None:
        return [asked.telling(spot, fit) for spot in spots]
    sheets = {}
    if len(spots) > 3:
        sheets = Sheet.several(asked.store, [report for spot in spots for report in spot.reports], fit)
    return [cell(asked, spot, fit, sheets) for spot in spots]


def bare_cells(asked: Asked, spots: Sequence[Spot], fit: Fit) -> list[Cell]:
    """The same as fast as possible, for comparing: figures in table cells come without places and doubts.

    A ranking looks at all bodies and tells of a few.
    """
    key, party = fit
    if party == "organisations" or asked.telling is not None:
        return cells(asked, spots, fit)
    found = quick(asked.store, (spot.reports[0].id for spot in spots if len(spot.reports) == 1), key, party)
    unit = catalogue()[key].unit
    made: list[Cell | None] = []
    for spot in spots:
        value, of = found.get(spot.reports[0].id, _NO_CELL) if len(spot.reports) == 1 else _NO_CELL
        made.append(None if value is None else _make_cell(spot=spot, fit=(key, of), value=value, unit=unit))
    rest = iter(cells(asked, [spot for spot, one in zip(spots, made, strict=True) if one is None], fit))
    return [one if one is not None else next(rest) for one in made]


def share(asked: Asked, one: Cell, other: Cell) -> Cell:
    """One cell as a share of another of the same report."""
    tongue = asked.tongue
    missing = next((each for each in (one, other) if each.value is None), None)
    if missing is not None:
        name = wording.metric_name(tongue, *missing.fit)
        return replace(missing, fit=one.fit, why=tongue.say("missing_of", metric=name, why=missing.why))
    if not other.value:
        why = tongue.say("no_base", metric=wording.metric_name(tongue, *other.fit))
        return Cell(spot=one.spot, fit=one.fit, reason="no_base", why=why)
    value = divided(one.value or Decimal(0), other.value)
    if value > 1:
        # what was decided of what was received, where more came in the year before
        name, of = wording.metric_name(tongue, *one.fit), wording.metric_name(tongue, *other.fit)
        return Cell(spot=one.spot, fit=one.fit, reason="no_base", why=tongue.say("more_than_all", metric=name, of=of))
    return replace(
        one,
        value=value,
        unit=RATIO,
        calculated=True,
        sources=(*one.sources, *other.sources),
        approximate=one.approximate or other.approximate,
        formula=tongue.say(
            "ratio_of",
            name=wording.metric_name(tongue, *one.fit),
            of=wording.metric_name(tongue, *other.fit),
            left=wording.plain(one.value or Decimal(0)),
            right=wording.plain(other.value),
        ),
        doubts=(*one.doubts, *(doubt for doubt in other.doubts if doubt not in one.doubts)),
    )


def minus(asked: Asked, one: Cell, other: Cell, *, percent: bool = False, fall: bool = False) -> Cell:
    """How much more one cell is than another, or less with `fall`; as a share of the other with `percent`."""
    tongue = asked.tongue
    missing = next((each for each in (one, other) if each.value is None), None)
    if missing is not None:
        why = tongue.say("missing_at", body=missing.body, year=missing.year, why=missing.why)
        return replace(missing, why=why)
    base = other.value or Decimal(0)
    left, right = (base, one.value or Decimal(0)) if fall else (one.value or Decimal(0), base)
    difference = left - right
    formula = f"{wording.plain(left)} − {wording.plain(right)} = {wording.plain(difference)}"
    unit = one.unit
    if one.unit == RATIO:
        formula = f"{wording.percent(left)} − {wording.percent(right)}"
    if percent:
        if not base:
            why = tongue.say("no_base", metric=f"{other.body} {other.year} {wording.metric_name(tongue, *other.fit)}")
            return Cell(spot=one.spot, fit=one.fit, reason="no_base", why=why)
        formula = f"({wording.plain(left)} − {wording.plain(right)}) ÷ {wording.plain(base)}"
        difference, unit = divided(difference, base), RATIO
    return replace(
        one,
        value=difference,
        unit=unit,
        calculated=True,
        points=one.unit == RATIO and not percent,
        fallen=fall,
        sources=(*one.sources, *other.sources),
        approximate=one.approximate or other.approximate,
        formula=formula,
        doubts=(*one.doubts, *(doubt for doubt in other.doubts if doubt not in one.doubts)),
    )


def divided(left: Decimal, right: Decimal) -> Decimal:
    """A quotient, with the precision of shares."""
    value = left / right
    return value if value == value.quantize(PRECISION) else value.quantize(PRECISION, ROUND_HALF_UP)


def result(one: Cell) -> Result:
    """A cell that has a value, as a result of an answer."""
    return Result(
        body=one.body,
        year=one.year,
        metric=one.fit[0] if one.fit[0] in catalogue() else None,
        party=one.fit[1],
        value=one.value,
        unit=one.unit,
        sources=one.sources,
        approximate=one.approximate,
        calculated=one.calculated,
    )


def of_no_report(asked: Asked, gone: Sequence[Cell]) -> bool:
    """Whether several bodies have no figure because nobody has a report of the one year."""
    years = {one.year for one in gone}
    several = len({one.body for one in gone}) > 1 and all(one.reason == "year" for one in gone)
    return several and len(years) == 1 and not asked.store.some_reports(year=years.pop())


def missing(asked: Asked, gone: Sequence[Cell], notes: Sequence[str] = ()) -> Answer:
    """No figures to give: the answer is the first cell's reason, and that of each other thing asked for."""
    tongue, first = asked.tongue, gone[0]
    if of_no_report(asked, gone):
        text = wording.none_of_year(tongue, first.year, asked.store.years())
        return Answer(status="missing", reason="year", text=text)
    reason = {"differ": "unsure", "no_base": "blank"}.get(first.reason or "", first.reason)
    things = [next(one for one in gone if one.fit == fit) for fit in dict.fromkeys(one.fit for one in gone)]
    whys = [
        tongue.say(
            "missing_cell", body=one.body, year=one.year, metric=wording.metric_name(tongue, *one.fit), why=one.why
        )
        for one in things[:MOST_GONE]
    ]
    lines = [*(tongue.say("missing", why=why) for why in whys), *wording.note_lines(tongue, notes)]
    return Answer(status="missing", reason=reason, text="\n".join(lines), notes=tuple(notes))


def gathered(found: Sequence[Cell], notes: Sequence[str]) -> list[str]:
    """The notes of an answer and of its cells, each once, as many as fit on a screen."""
    every = dict.fromkeys([*notes, *(doubt for one in found for doubt in one.doubts)])
    return list(every)[:8]
