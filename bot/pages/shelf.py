"""The lists of all reports and bodies, read once for each state of the index and shared by all threads.

Keys of reports and bodies are derived from paths and names, so links remain valid when the index is built anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import TypeVar

from bot.pages.views import BodyView, ReportView
from index import regions
from index.models import StoredReport
from index.store import Store


def key_of(text: str) -> str:
    """12 hex digits that identify a path or a name."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def words_of(text: str) -> list[str]:
    """What is looked for."""
    return text.lower().split()[:8]


def fits(words: Sequence[str], text: str) -> bool:
    """Whether a text contains them all."""
    return all(word in text for word in words)


COUNTS = 4
"""sets of filters whose counts, and figures, are kept"""
YEARS = 256
"""metrics whose years are kept"""
Values = Mapping[str, tuple[ReportView, Decimal]]
"""by the key of a body: its report, and the figure in it"""
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """All reports and bodies of one state of the index."""

    reports: Mapping[str, ReportView]
    """by key, in the order of body and year"""
    bodies: Mapping[str, BodyView]
    """by key, in the order of names"""
    paths: Mapping[str, ReportView]
    years: tuple[int, ...]
    """there are reports on, the newest first"""
    said: Mapping[str, str]
    """by key of a report or a body: what is looked through for words, in small letters"""


class Shelf:
    """Lists read from the present state of the index, for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[tuple[str, int], Listing] | None = None
        self._views: dict[int, ReportView] = {}
        """by number: a report that is read again has another, so what is known of one stays true"""
        self._counts: OrderedDict[tuple[object, ...], Mapping[int, int]] = OrderedDict()
        self._passed: OrderedDict[tuple[object, ...], dict[int, int]] = OrderedDict()
        self._values: OrderedDict[tuple[object, ...], Values] = OrderedDict()
        self._years: OrderedDict[tuple[object, ...], tuple[int, ...]] = OrderedDict()

    def listing(self, store: Store, mark: str) -> Listing:
        """The listing of the store's present state."""
        state = (mark, store.version())
        with self._lock:
            if self._held is None or self._held[0] != state:
                known = self._views if self._held is not None and self._held[0][0] == mark else {}
                self._views = _views(store, known)
                self._held = (state, _listing(self._views.values()))
            return self._held[1]

    def counts(
        self, store: Store, mark: str, metric: str | None, party: str | None, kind: str | None
    ) -> Mapping[int, int]:
        """The number of facts of each report that satisfy these filters, by report id."""
        return self._recalled(
            self._counts,
            COUNTS,
            (mark, store.version(), metric, party, kind),
            lambda: store.fact_counts(metric=metric, party=party, kind=kind),
        )

    def values(self, store: Store, mark: str, of: tuple[object, ...], read: Callable[[], Values]) -> Values:
        """The figures of one metric and year; read where they are not kept."""
        return self._recalled(self._values, COUNTS, (mark, store.version(), *of), read)

    def has_values(self, store: Store, mark: str, of: tuple[object, ...]) -> bool:
        """Whether they are kept."""
        return (mark, store.version(), *of) in self._values

    def years(self, store: Store, mark: str, metric: str, read: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
        """The years of one metric; read where they are not kept."""
        return self._recalled(self._years, YEARS, (mark, store.version(), metric), read)

    def has_years(self, store: Store, mark: str, metric: str) -> bool:
        """Whether they are kept."""
        return (mark, store.version(), metric) in self._years

    def _recalled(
        self,
        held: OrderedDict[tuple[object, ...], _Kept],
        most: int,
        key: tuple[object, ...],
        read: Callable[[], _Kept],
    ) -> _Kept:
        with self._lock:
            found = held.get(key)
        if found is None:
            found = read()  # by two at once rather than by one while all others wait
            with self._lock:
                held[key] = found
                while len(held) > most:
                    held.popitem(last=False)
        return found

    def passed(self, store: Store, mark: str, *filters: object) -> dict[int, int]:
        """The number of checks of each body that satisfy these filters, by its position, as far as counted."""
        key = (mark, store.version(), *filters)
        with self._lock:
            found = self._passed.setdefault(key, {})
            self._passed.move_to_end(key)
            while len(self._passed) > COUNTS:
                self._passed.popitem(last=False)
        return found


def _views(store: Store, known: Mapping[int, ReportView]) -> dict[int, ReportView]:
    """All reports by number; only those that are not known yet are looked up."""
    numbers = store.report_numbers()
    fresh = numbers - known.keys()
    failing = store.failing() if fresh else {}
    views = {number: view for number, view in known.items() if number in numbers}
    for each in store.listed(fresh if known else None):
        views[each.id] = _report_view(each, failing.get(each.id, 0))
    return views


def _listing(views: Iterable[ReportView]) -> Listing:
    seen = sorted(views, key=lambda each: (each.body, each.year, each.path))
    by_body: dict[str, list[ReportView]] = {}
    for each in seen:
        by_body.setdefault(each.body, []).append(each)
    bodies = [
        BodyView(
            key=its[0].body_key,
            name=name,
            years=tuple(sorted({each.year for each in its})),
            reports=tuple(its),
            failing=sum(each.failing for each in its),
        )
        for name, its in by_body.items()
    ]
    said = {each.key: f"{each.body} {each.region} {each.name}".lower() for each in seen}
    said |= {each.key: " ".join((each.name, *each.regions)).lower() for each in bodies}
    return Listing(
        reports={each.key: each for each in seen},
        bodies={each.key: each for each in bodies},
        paths={each.path: each for each in seen},
        years=tuple(sorted({each.year for each in seen}, reverse=True)),
        said=said,
    )


def _report_view(report: StoredReport, failing: int) -> ReportView:
    region = regions.by_key(report.region) if report.region else None
    return ReportView(
        key=key_of(report.path),
        number=report.id,
        path=report.path,
        name=report.path.rpartition("/")[2],
        body=report.body,
        body_key=key_of(report.body),
        year=report.year,
        form=report.form,
        region=regions.chain_name(region) if region is not None else "",
        url=report.url,
        digest=report.digest,
        facts=report.facts,
        gaps=report.gaps,
        failing=failing,
    )
