"""The lists of all reports and bodies, read once for each state of the index and shared by all threads.

Reports and bodies have keys made of their path and name, so that a link sent to a colleague holds when the index is
made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePath

from bot.views import BodyView, ReportView
from index import regions
from index.models import StoredReport
from index.store import Store


def key_of(text: str) -> str:
    """12 hex digits that tell one path, or one name, from another."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """All reports and bodies of one state of the index."""

    reports: Mapping[str, ReportView]
    """by key, in the order of body and year"""
    bodies: Mapping[str, BodyView]
    """by key, in the order of names"""
    paths: Mapping[str, ReportView]


class Shelf:
    """The listing read last, for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[tuple[str, int], Listing] | None = None

    def listing(self, store: Store, mark: str) -> Listing:
        """That of the store's present state."""
        state = (mark, store.version())
        with self._lock:
            if self._held is None or self._held[0] != state:
                self._held = (state, _listing(store))
            return self._held[1]


def _listing(store: Store) -> Listing:
    failing = store.failing()
    seen = [_report_view(each, failing.get(each.id, 0)) for each in store.reports()]
    seen.sort(key=lambda each: (each.body, each.year, each.path))
    by_body: dict[str, list[ReportView]] = {}
    for each in seen:
        by_body.setdefault(each.body, []).append(each)
    bodies = [
        BodyView(
            key=key_of(name),
            name=name,
            years=tuple(sorted({each.year for each in its})),
            reports=tuple(its),
            failing=sum(each.failing for each in its),
        )
        for name, its in by_body.items()
    ]
    return Listing(
        reports={each.key: each for each in seen},
        bodies={each.key: each for each in bodies},
        paths={each.path: each for each in seen},
    )


def _report_view(report: StoredReport, failing: int) -> ReportView:
    region = regions.by_key(report.region) if report.region else None
    return ReportView(
        key=key_of(report.path),
        number=report.id,
        path=report.path,
        name=PurePath(report.path).name,
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
