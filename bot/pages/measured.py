"""One metric at a time: over the years of a body, and over the bodies of a year in the order of their figures."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from statistics import median

from bot import wording
from bot.finding.figures import Figure, Sheet, family, figure, quick
from bot.languages import Language, language
from bot.models import Chart
from bot.pages import printed
from bot.pages.shelf import Listing, Shelf, Values, fits, words_of
from bot.pages.views import Absence, BodyView, MetricView, Page, Place, Ranking, ReportView, Row, Series, Year
from index.metrics import catalogue
from index.models import PARTIES, Source
from index.store import Store

ORDERS = ("most", "least", "name")
"""in which bodies can be listed; the first unless another is asked for"""
AROUND = 2
"""bodies that are shown on either side of one"""
LATELY = 3
"""years in which it is looked for others"""
MOST_ABSENT = 100
"""bodies without a figure that are named"""

Spot = Callable[[Source, str | None], tuple[ReportView, str] | None]
"""the report that a source refers to, and the anchor of the figure of a metric there"""


class Measured:
    """What is known of a metric, in one state of the index."""

    def __init__(self, store: Store, shelf: Shelf, mark: str, spot: Spot) -> None:
        self._store = store
        self._shelf = shelf
        self._mark = mark
        self._spot = spot

    @property
    def _listing(self) -> Listing:
        return self._shelf.listing(self._store, self._mark)

    @staticmethod
    def metric(key: str, code: str) -> MetricView | None:
        """A metric by its key; None if there is none."""
        metric, tongue = catalogue().get(key), language(code)
        if metric is None:
            return None
        return MetricView(
            key=key,
            name=tongue.name(key),
            label=metric.label,
            unit=metric.unit,
            group=str(metric.table or metric.section),
            forms=metric.forms,
            parties=tuple((each, tongue.party(each)) for each in PARTIES) if metric.by_party else (),
            same=tuple((each, tongue.name(each)) for each in metric.same_as),
        )

    def metrics(self, code: str, text: str = "") -> dict[str, list[MetricView]]:
        """The metrics whose names contain every word of `text`, in the order of the forms, by their group."""
        words, found = words_of(text), dict[str, list[MetricView]]()
        for key in catalogue():
            view = self.metric(key, code)
            if view is not None and fits(words, f"{view.name} {view.label} {key}".lower()):
                found.setdefault(view.group, []).append(view)
        return found

    # Of a body

    def series(self, key: str, metric: str, code: str) -> Series | None:
        """One metric over a body's years; a year in which two reports differ is a gap.

        None if there is no such body or metric.
        """
        head = self._listing.bodies.get(key)
        if head is None or metric not in catalogue():
            return None
        tongue = language(code)
        points = tuple(self._year(tongue, year, metric, None, head.reports) for year in head.years)
        chart = Chart(
            kind="line",
            title=tongue.name(metric),
            labels=tuple(str(each.year) for each in points),
            series=((tongue.name(metric), tuple(each.value for each in points)),),
            unit=catalogue()[metric].unit,
        )
        return Series(metric=metric, chart=chart, points=points)

    def _year(self, tongue: Language, year: int, metric: str, party: str | None, reports: Iterable[ReportView]) -> Year:
        """The figure of a year, as it is shown, with the place where it stands."""
        stored = self._store.listed(each.number for each in reports if each.year == year)
        sheets = [Sheet(self._store, each, party) for each in stored]
        return _told(tongue, year, (metric, party), sheets, self._spot)

    def whole(self, key: str, code: str) -> tuple[Row, ...]:
        """Every metric that some report of a body states, over its years; in the order of the forms."""
        head = self._listing.bodies.get(key)
        if head is None:
            return ()
        tongue, sheets = language(code), dict[int, list[Sheet]]()
        there = {each.path: (each, printed.places(self._store.facts(report=each.number))) for each in head.reports}

        def spot(source: Source, metric: str | None) -> tuple[ReportView, str]:
            view, places = there[source.report]
            return view, printed.anchor_of(source, metric, places)

        for stored in self._store.listed(each.number for each in head.reports):
            sheet = Sheet(self._store, stored)
            sheet.fetch(catalogue())  # all at once: else each metric is a look at the store
            sheets.setdefault(stored.year, []).append(sheet)
        rows = []
        for metric in catalogue():
            told = tuple(_told(tongue, year, (metric, None), its, spot) for year, its in sorted(sheets.items()))
            view = self.metric(metric, code)
            if view is not None and any(each.report for each in told):
                rows.append(Row(metric=view, years=told))
        return tuple(rows)

    # Of all bodies

    def years(self, metric: str) -> tuple[int, ...]:
        """The years of which some report has this metric, the newest first."""
        return self._shelf.years(self._store, self._mark, metric, functools.partial(self._read_years, metric))

    def at_hand(self, metric: str, party: str | None, year: int | None) -> bool:
        """Whether a ranking can be told without going through the reports of a year; `year` None: of the newest."""
        if not self._shelf.has_years(self._store, self._mark, metric):
            return False
        year = year or next(iter(self.years(metric)), None)
        return year is None or self._shelf.has_values(self._store, self._mark, (metric, party, year))

    def _read_years(self, metric: str) -> tuple[int, ...]:
        having: set[int] = set()
        for key in family(metric):
            having.update(self._shelf.counts(self._store, self._mark, key, None, None))
        return tuple(
            sorted({each.year for each in self._listing.reports.values() if each.number in having}, reverse=True)
        )

    def ranking(
        self,
        metric: str,
        code: str,
        *,
        year: int,
        party: str | None = None,
        text: str = "",
        order: str = ORDERS[0],
        offset: int = 0,
        limit: int = 50,
    ) -> Ranking:
        """The bodies whose name or region contains every word of `text`, with what their reports of a year state."""
        tongue, listing = language(code), self._listing
        words = words_of(text)
        bodies = [
            each for each in listing.bodies.values() if year in each.years and fits(words, listing.said[each.key])
        ]
        values = self._values(metric, party, year)
        having = _ordered([each for each in bodies if each.key in values], values)
        places = _places([values[each.key][1] for each in having])
        rows = list(zip(places, having, strict=True))
        if order == "least":
            rows.reverse()
        elif order == "name":
            rows.sort(key=lambda row: row[1].name)
        figures = [values[each.key][1] for each in having]
        return Ranking(
            metric=metric,
            name=tongue.name(metric),
            year=year,
            party=party,
            rows=Page(
                items=tuple(
                    self._place(tongue, at, each, metric, party, year, figures[0])
                    for at, each in rows[offset : offset + limit]
                ),
                offset=offset,
                limit=limit,
                total=len(rows),
                more=offset + limit < len(rows),
            ),
            among=len(bodies),
            middle=wording.amount(tongue, median(figures), catalogue()[metric].unit) if len(figures) > 2 else "",
        )

    def absent(self, ranking: Ranking, code: str, text: str = "") -> tuple[Absence, ...]:
        """The bodies that have a report of the year and no figure in it, with the reason; some of them if many."""
        tongue, listing, words = language(code), self._listing, words_of(text)
        values = self._values(ranking.metric, ranking.party, ranking.year)
        gone = [
            each
            for each in listing.bodies.values()
            if ranking.year in each.years and each.key not in values and fits(words, listing.said[each.key])
        ][:MOST_ABSENT]
        reports = {each.key: [one for one in each.reports if one.year == ranking.year] for each in gone}
        stored = {each.id: each for each in self._store.listed(one.number for its in reports.values() for one in its)}
        made = []
        for each in gone:
            first = reports[each.key][0]
            found = figure(Sheet(self._store, stored[first.number], ranking.party), ranking.metric, ranking.party)
            reason = "differ" if isinstance(found, Figure) else found.reason
            made.append(Absence(body=each, report=first, why=_why(tongue, reason)))
        return tuple(made)

    def neighbours(self, key: str, series: Series, code: str) -> tuple[Place, ...]:
        """A body among those with the figures next to its own, in the newest year that others have a figure of."""
        for told in [each for each in reversed(series.points) if each.report][:LATELY]:
            values = self._values(series.metric, None, told.year)
            if key in values and len(values) > 1:
                return self._around(key, series.metric, told.year, values, language(code))
        return ()

    def _around(self, key: str, metric: str, year: int, values: Values, tongue: Language) -> tuple[Place, ...]:
        bodies = self._listing.bodies
        having = _ordered([bodies[each] for each in values], values)
        places = _places([values[each.key][1] for each in having])
        at = next(number for number, each in enumerate(having) if each.key == key)
        most = values[having[0].key][1]
        return tuple(
            self._place(tongue, places[number], having[number], metric, None, year, most)
            for number in range(max(0, at - AROUND), min(len(having), at + AROUND + 1))
        )

    def _place(
        self, tongue: Language, at: int, body: BodyView, metric: str, party: str | None, year: int, most: Decimal
    ) -> Place:
        told = self._year(tongue, year, metric, party, body.reports)
        value = told.value or Decimal(0)
        return Place(
            at=at, body=body, told=told, length=round(float(100 * value / most), 1) if most > 0 < value else 0.0
        )

    def _values(self, metric: str, party: str | None, year: int) -> Values:
        """What each body's reports of a year state, as far as they do not contradict each other."""
        key = (metric, party, year)
        return self._shelf.values(self._store, self._mark, key, functools.partial(self._read, *key))

    def _read(self, metric: str, party: str | None, year: int) -> Values:
        of: dict[str, list[ReportView]] = {}
        for view in self._listing.reports.values():
            if view.year == year:
                of.setdefault(view.body_key, []).append(view)
        alone = {its[0].number: key for key, its in of.items() if len(its) == 1}
        read = quick(self._store, alone, metric, party)
        found = {alone[number]: (of[alone[number]][0], value) for number, (value, _) in read.items()}
        # what no cell tells of only one report, only its prose can
        in_prose = self._shelf.counts(self._store, self._mark, metric, None, "prose")
        rest = {key: its for key, its in of.items() if key not in found and (len(its) > 1 or its[0].number in in_prose)}
        stored = self._store.listed(each.number for its in rest.values() for each in its)
        sheets = Sheet.several(self._store, stored, (metric, party))
        for key, its in rest.items():
            stated = [(each, figure(sheets[each.number], metric, party)) for each in its]
            told = [(each, one.value) for each, one in stated if isinstance(one, Figure)]
            if len({value for _, value in told}) == 1:
                found[key] = told[0]
        return found


def _told(tongue: Language, year: int, fit: tuple[str, str | None], sheets: Sequence[Sheet], spot: Spot) -> Year:
    """The figure that the reports of a year agree on, as it is shown, with the place where it stands."""
    stated = [figure(sheet, *fit) for sheet in sheets]
    found = [each for each in stated if isinstance(each, Figure)]
    if len({each.value for each in found}) != 1:
        reasons = ["differ"] if found else [each.reason for each in stated if not isinstance(each, Figure)]
        return Year(year=year, why=_why(tongue, reasons[0]) if reasons else "")
    one = found[0]
    at = spot(one.sources[0], one.key)
    return Year(
        year=year,
        value=one.value,
        amount=wording.amount(tongue, one.value, one.unit, one.approximate),
        report=at[0].key if at else "",
        anchor=at[1] if at else "",
    )


def _ordered(bodies: Sequence[BodyView], values: Values) -> list[BodyView]:
    return sorted(bodies, key=lambda each: (-values[each.key][1], each.name))


def _places(values: Sequence[Decimal]) -> list[int]:
    """The place of each of these figures, which descend: those that are the same have the same."""
    first: dict[Decimal, int] = {}
    return [first.setdefault(value, at) for at, value in enumerate(values, start=1)]


def _why(tongue: Language, reason: str) -> str:
    return tongue.say("reports_differ") if reason == "differ" else wording.no_figure(tongue, reason)
