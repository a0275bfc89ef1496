"""Answers, figures and checks as JSON for who has no access to files: reports by key, each source with its link.

The key of a report is that of the pages' addresses; the link leads to the cell, where the pages are public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot import encode
from bot.encode import Json
from bot.models import Answer
from bot.pages.browse import Browse
from bot.pages.views import BodyView, FactView, ReportView
from index.models import Check, Source

MOST_RESULTS: Final = 100
"""figures of one answer; how many more there are is said"""
SAID_AGAIN: Final = frozenset({"table", "chart"})
"""of an answer, what only says again what its text and results say"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """How things are shown now; `url`: where others reach the pages, or empty."""

    browse: Browse
    url: str

    def answer(self, given: Answer) -> Mapping[str, Json]:
        """An answer with the sources of its figures."""
        shape = {key: each for key, each in encode.answer(given).items() if key not in SAID_AGAIN}
        made = shape["results"]
        assert isinstance(made, list)  # noqa: S101, for mypy: encode.answer makes one
        results = [self._places(each.sources, each.metric) for each in given.results]
        results += [self._places(each.sources) for each in given.checks]
        results += [self._places(each.sources) for each in given.claims]
        shape["results"] = [
            {**one, "sources": sources} for one, sources in zip(made[:MOST_RESULTS], results, strict=False)
        ]
        if len(made) > MOST_RESULTS:
            shape["results_left_out"] = len(made) - MOST_RESULTS
        if given.sources:
            shape["sources"] = self._places(given.sources)
        return shape

    def fact(self, head: ReportView, view: FactView) -> Mapping[str, Json]:
        """A stored figure."""
        shape = {key: each for key, each in encode.fact(view.fact).items() if key != "report"}
        return {**shape, "name": view.name, "source": self._place(view.fact.source, head, view.anchor)}

    def check(self, given: Check, code: str) -> Mapping[str, Json]:
        """A check that was made; one that fails with its sentence."""
        terms = (*given.left_terms, *given.right_terms)
        shape: dict[str, Json] = {
            **encode.check(given),
            "sources": [place for each in terms for place in self._places((each.source,), each.metric)],
        }
        return shape if given.holds else {**shape, "sentence": self.browse.sentence(given, code)}

    def body(self, view: BodyView) -> Mapping[str, Json]:
        """A body with its reports."""
        return {
            "id": view.key,
            "body": view.name,
            "regions": list(view.regions),
            "years": list(view.years),
            "reports": [self._report(each) for each in view.reports],
        }

    def _report(self, view: ReportView) -> Mapping[str, Json]:
        shape: dict[str, Json] = {"report": view.key, "year": view.year, "file": view.name, "form": view.form}
        if view.url:
            shape["url"] = view.url
        return {**shape, "link": f"{self.url}/reports/{view.key}"} if self.url else shape

    def _places(self, sources: Iterable[Source], metric: str | None = None) -> list[Json]:
        made: list[Json] = []
        for each in sources:
            spot = self.browse.spot(each, metric)
            made.append(self._place(each, *(spot or (None, ""))))
        return made

    def _place(self, source: Source, head: ReportView | None, anchor: str) -> Mapping[str, Json]:
        shape = {**encode.source(source), "report": None if head is None else head.key}
        if head is None:
            return shape
        shape["file"] = head.name
        return {**shape, "link": f"{self.url}/reports/{head.key}#{anchor}"} if self.url else shape
