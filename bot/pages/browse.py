"""Lookups for pages: reports, bodies, facts, sections, series and findings of the store, as views."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot import wording
from bot.languages import Language, language
from bot.pages import findings as said
from bot.pages import printed, remarks
from bot.pages.measured import Measured
from bot.pages.shelf import Listing, Shelf, fits, key_of, words_of
from bot.pages.views import (
    About,
    BodyPage,
    BodyView,
    Excerpt,
    Facets,
    FactView,
    FindingView,
    GapView,
    Page,
    ReportPage,
    ReportView,
)
from index import audit
from index.metrics import catalogue
from index.models import FORMS, PARTIES, Check, Fact, Metric, Source, StoredReport
from index.store import Store

KEY_FIGURES = (
    "requests.received",
    "outcome.total",
    "outcome.granted",
    "requests.carried_out",
    "reconsideration.total",
    "litigation.total",
    "disclosed.total",
    "procurement.amount",
)
"""shown of a body, drawn where there are two years or more"""
APPLICANTS = (*PARTIES, "none")
"""what figures may be filtered by; none: those without an applicant"""
SHOWN_FORMS = (*FORMS, "none")
"""what reports may be filtered by; none: those without a table that was recognised"""
ORDERS: Final[Mapping[str, Callable[[ReportView], int]]] = {
    "body": lambda _: 0,
    "year": lambda each: each.year,
    "facts": lambda each: each.facts,
    "gaps": lambda each: each.gaps,
    "failing": lambda each: each.failing,
}
"""in which reports can be listed, the most first; the first as they stand, by body and year"""
AROUND = 45
"""lines of a long section that are shown on either side of a figure"""
MOST_HOSTS = 12
READ = 128
"""reports whose figures and their places are kept in memory"""

_Listed = TypeVar("_Listed")


class Browse:
    """What pages look up; sentences in the language asked for."""

    def __init__(self, store: Store, shelf: Shelf, mark: str = "") -> None:
        self._store = store
        self._shelf = shelf
        self._mark = mark
        # A report read again has another number: what is kept of one stays true.
        self._places = functools.lru_cache(READ)(lambda number: printed.places(store.facts(report=number)))
        self.measured = Measured(store, shelf, mark, self.spot)

    @property
    def listing(self) -> Listing:
        """The present lists of reports and bodies."""
        return self._shelf.listing(self._store, self._mark)

    # Lists

    def bodies(self, *, text: str = "", year: int | None = None, offset: int = 0, limit: int = 50) -> Page[BodyView]:
        """Bodies whose name or region contains every word of `text`, by name."""
        words, listing = words_of(text), self.listing
        fitting = [
            each
            for each in listing.bodies.values()
            if (year is None or year in each.years) and fits(words, listing.said[each.key])
        ]
        return _page(fitting, offset, limit)

    def body_named(self, name: str) -> BodyView | None:
        """The body with this full name; None if it has no reports."""
        view = self.listing.bodies.get(key_of(name))
        return view if view is not None and view.name == name else None

    def reports(
        self,
        *,
        text: str = "",
        body: str | None = None,
        year: int | None = None,
        form: str | None = None,
        order: str = "body",
        offset: int = 0,
        limit: int = 50,
    ) -> Page[ReportView]:
        """Reports by body and year, or by one of ORDERS. `body` is a key."""
        words, listing = words_of(text), self.listing
        fitting = [
            each
            for each in listing.reports.values()
            if body in (None, each.body_key)
            and (year is None or each.year == year)
            and (form is None or (each.form or "none") == form)
            and fits(words, listing.said[each.key])
        ]
        if order != "body":
            fitting.sort(key=ORDERS[order], reverse=True)
        return _page(fitting, offset, limit)

    def facets(self, *, text: str, year: int | None, form: str | None) -> Facets:
        """How many reports there are of each year and form, among those that satisfy the other filters."""
        words, listing = words_of(text), self.listing
        found = [each for each in listing.reports.values() if fits(words, listing.said[each.key])]
        years = Counter(each.year for each in found if form in (None, each.form or "none"))
        forms = Counter(each.form or "none" for each in found if year in (None, each.year))
        return Facets(years=tuple(sorted(years.items(), reverse=True)), forms=tuple(sorted(forms.items())))

    def facets_of_bodies(self, *, text: str) -> Facets:
        """How many bodies have a report of each year."""
        years = Counter(year for each in self.bodies(text=text, limit=len(self.listing.bodies)) for year in each.years)
        return Facets(years=tuple(sorted(years.items(), reverse=True)))

    def years(self) -> tuple[int, ...]:
        """The years of which there are reports, newest first."""
        return self.listing.years

    def facts(
        self,
        code: str,
        *,
        report: str | None = None,
        body: str | None = None,
        year: int | None = None,
        metric: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> Page[tuple[ReportView, FactView]]:
        """Facts that satisfy all filters, by body, year and position in the report.

        `report` and `body` are keys; `party` "none" selects facts without an applicant.
        """
        tongue = language(code)
        heads = [
            each
            for each in self.listing.reports.values()
            if (report is None or each.key == report)
            and body in (None, each.body_key)
            and (year is None or each.year == year)
        ]
        filtered = any(each is not None for each in (metric, party, kind))
        known: Mapping[int, int] | None = None
        if filtered and body is report is None:  # of one body or report they are as soon read as counted
            known = self._shelf.counts(self._store, self._mark, metric, party, kind)

        def held(head: ReportView) -> int:
            """How many figures of a report fit; -1: nobody counted."""
            return head.facts if not filtered else -1 if known is None else known.get(head.number, 0)

        start, first = offset, 0
        while first < len(heads) and 0 <= held(heads[first]) <= start:
            start -= held(heads[first])  # whole reports are passed over by what they hold
            first += 1
        fitting = (
            (head, view)
            for head in heads[first:]
            if held(head)
            for view in self._fact_views(head, tongue, metric)
            if kind in (None, view.fact.kind) and party in (None, view.fact.party or "none")
        )
        found = tuple(islice(fitting, start, start + limit + 1))
        return Page(items=found[:limit], offset=offset, limit=limit, total=None, more=len(found) > limit)

    def _fact_views(self, head: ReportView, tongue: Language, metric: str | None) -> Iterator[FactView]:
        wanted = None if metric is None else [metric]
        every = self._store.facts(report=head.number, metrics=wanted)
        for anchor, fact in zip(printed.anchors(every), every, strict=True):
            yield _fact_view(tongue, anchor, fact)

    @staticmethod
    def metrics() -> tuple[Metric, ...]:
        """All metrics."""
        return tuple(catalogue().values())

    @staticmethod
    def metric_name(key: str, code: str) -> str:
        """The name of a metric in a language."""
        return language(code).name(key)

    # One of them

    def report(self, key: str, code: str) -> ReportPage | None:
        """Everything about a report; None if there is none with this key."""
        head = self.listing.reports.get(key)
        if head is None:
            return None
        tongue = language(code)
        stored = self._stored(head)
        facts = self._store.facts(report=head.number)
        named = printed.anchors(facts)
        return ReportPage(
            report=head,
            blocks=printed.printed(self._store.lines(head.number), stored.sections, facts),
            facts=tuple(_fact_view(tongue, anchor, fact) for anchor, fact in zip(named, facts, strict=True)),
            gaps=tuple(
                GapView(sentence=said.gap(tongue, each), line=each.line)
                for each in self._store.gaps(report=head.number)
            ),
            findings=self._findings(tongue, self._store.warnings(report=head.number)),
            notes=tuple(remarks.in_words(each, code) for each in stored.notes),
            others=tuple(each for each in self.listing.bodies[head.body_key].reports if each.key != key),
            sections=tuple((each.heading, each.first) for each in stored.sections),
        )

    def excerpt(self, key: str, anchor: str) -> Excerpt | None:
        """The part of a report around a fact, or around a line (L68)."""
        head = self.listing.reports.get(key)
        if head is None:
            return None
        facts = self._store.facts(report=head.number)
        lines = self._store.lines(head.number)
        places = dict(zip(printed.anchors(facts), facts, strict=True))
        if anchor in places:
            line = places[anchor].source.line
        elif anchor[:1] == "L" and anchor[1:].isascii() and anchor[1:7].isdigit():
            line = min(max(1, int(anchor[1:7])), len(lines))
        else:
            return None
        stored = self._stored(head)
        section = next((each for each in stored.sections if each.first <= line <= each.last), None)
        blocks = printed.printed(lines, stored.sections, facts)
        return Excerpt(
            report=head,
            blocks=printed.around(blocks, section, line, AROUND),
            anchor=anchor,
            line=line,
            section=section.heading if section else "",
        )

    def spot(self, source: Source, metric: str | None) -> tuple[ReportView, str] | None:
        """The report that a source refers to, and the anchor of its figure; None if the report is gone."""
        head = self.listing.paths.get(source.report)
        if head is None:
            return None
        if metric is not None:  # the facts of one metric are read in a tenth of the time of all
            there = printed.places(self._store.facts(report=head.number, metrics=[metric]))
            if source in there:
                return head, printed.anchor_of(source, metric, there)
        return head, printed.anchor_of(source, metric, self._places(head.number))

    def body(self, key: str, code: str) -> BodyPage | None:
        """A body, its key figures over the years, and the findings in its reports."""
        head = self.listing.bodies.get(key)
        if head is None:
            return None
        tongue = language(code)
        drawn = [self.measured.series(key, metric, code) for metric in KEY_FIGURES]
        return BodyPage(
            body=head,
            series=tuple(
                each for each in drawn if each is not None and any(point.value is not None for point in each.points)
            ),
            findings=self._findings(tongue, said.told(audit.findings(self._store, head.name))),
        )

    # What does not agree

    def checks(
        self, body: str | None, year: int | None, *, failing: bool, offset: int = 0, limit: int = 100
    ) -> Page[Check]:
        """Checks of a body, or of all bodies one after another; `failing`: only those that fail."""
        of = audit.findings if failing else audit.checks
        if body is not None:
            found = tuple(islice(of(self._store, body, year), offset, offset + limit + 1))
            return Page(items=found[:limit], offset=offset, limit=limit, total=None, more=len(found) > limit)
        passed = self._shelf.passed(self._store, self._mark, year, failing)
        start, made = offset, list[Check]()
        for at, each in enumerate(self.listing.bodies.values()):
            if at in passed and (not passed[at] or passed[at] <= start):
                start -= passed[at]
                continue
            its = tuple(of(self._store, each.name, year))
            passed[at] = len(its)
            made += its[start:]
            start = max(0, start - len(its))
            if len(made) > limit:
                break
        return Page(items=tuple(made[:limit]), offset=offset, limit=limit, total=None, more=len(made) > limit)

    def audited(
        self, code: str, *, text: str = "", year: int | None = None, offset: int = 0, limit: int = 20
    ) -> Page[tuple[BodyView, tuple[FindingView, ...]]]:
        """Bodies with the findings in their reports, or in those of a year; most findings within reports first."""
        tongue = language(code)
        bodies = list(self.bodies(text=text, year=year, limit=len(self.listing.bodies)))
        bodies.sort(key=lambda each: -sum(one.failing for one in each.reports if year in (None, one.year)))
        part = _page(bodies, offset, limit)
        return Page(
            items=tuple(
                (each, self._findings(tongue, said.told(audit.findings(self._store, each.name, year)))) for each in part
            ),
            offset=part.offset,
            limit=part.limit,
            total=part.total,
            more=part.more,
        )

    def sentence(self, check: Check, code: str) -> str:
        """A failing check as a sentence."""
        return said.sentence(language(code), check)

    def _findings(self, tongue: Language, failing: Iterator[Check] | Sequence[Check]) -> tuple[FindingView, ...]:
        made = []
        for check in failing:
            first = check.left_terms[0]
            spot = self.spot(first.source, first.metric)
            made.append(
                FindingView(
                    sentence=said.sentence(tongue, check),
                    check=check,
                    report=spot[0] if spot else None,
                    anchor=spot[1] if spot else "",
                )
            )
        return tuple(made)

    # All of it

    def about(self) -> About:
        """What is indexed, and where it came from."""
        heads = self.listing.reports.values()
        hosts = Counter(urlsplit(each.url).hostname or each.url for each in heads if each.url)
        return About(
            counts=self._store.counts(),
            years=tuple(sorted(Counter(each.year for each in heads).items())),
            hosts=tuple(hosts.most_common(MOST_HOSTS)),
            files=sum(each.url is None for each in heads),
            version=self._store.version(),
            changed=self._store.changed(),
        )

    def _stored(self, head: ReportView) -> StoredReport:
        return next(each for each in self._store.reports(body=head.body, year=head.year) if each.id == head.number)


def _fact_view(tongue: Language, anchor: str, fact: Fact) -> FactView:
    amount = "" if fact.value is None else wording.amount(tongue, fact.value, fact.unit, fact.approximate)
    return FactView(
        anchor=anchor,
        name=tongue.name(fact.metric) if fact.metric else fact.text or "",
        party=tongue.party(fact.party) if fact.party else "",
        amount=amount,
        fact=fact,
    )


def _page(items: Sequence[_Listed], offset: int, limit: int) -> Page[_Listed]:
    part = tuple(items[offset : offset + limit])
    return Page(items=part, offset=offset, limit=limit, total=len(items), more=offset + limit < len(items))
