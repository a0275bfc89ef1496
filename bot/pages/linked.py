"""Answers, figures and checks as JSON for clients without access to files: reports by key, sources with links.

Keys are those of the pages' addresses. A link leads to the cell if the pages are public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bot import encode
from bot.encode import Json
from bot.models import Answer
from bot.pages.browse import Browse
from bot.pages.views import BodyView, FactView, ReportView
from index.models import Check, Source

MOST_CELLS: Final = 200
"""figures of an answer whose cells are looked up; the links of others lead to their lines"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """How things are shown now; `url`: where others reach the pages, or empty."""

    browse: Browse
    url: str

    def answer(self, given: Answer) -> dict[str, Json]:
        """An answer with the sources of its figures."""
        shape = encode.answer(given)
        made = shape["results"]
        assert isinstance(made, list)  # noqa: S101, for mypy: encode.answer makes one
        told: Iterable[tuple[Iterable[Source], str | None]] = chain(
            ((each.sources, each.metric) for each in given.results),
            ((each.sources, None) for each in given.checks),
            ((each.sources, None) for each in given.claims),
        )
        shape["results"] = [
            {**one, "sources": self._places(sources, metric, cells=at < MOST_CELLS)}
            for at, (one, (sources, metric)) in enumerate(zip(made, told, strict=True))
        ]
        if given.sources:
            shape["sources"] = self._places(given.sources)
        return shape

    def fact(self, head: ReportView, view: FactView) -> dict[str, Json]:
        """A stored figure, and what it is called in its report."""
        source = self._place(view.fact.source, head, view.anchor)
        return {
            **encode.fact(view.fact),
            "report": head.key,
            "fact": view.anchor,
            "name": view.name,
            "source": source,
        }

    def check(self, given: Check, code: str) -> dict[str, Json]:
        """A check that was made; one that fails with its sentence."""
        terms = (*given.left_terms, *given.right_terms)
        shape: dict[str, Json] = {
            **encode.check(given),
            "sources": [place for each in terms for place in self._places((each.source,), each.metric)],
        }
        return shape if given.holds else {**shape, "sentence": self.browse.sentence(given, code)}

    def body(self, view: BodyView) -> dict[str, Json]:
        """A body with its reports."""
        return {
            "id": view.key,
            "body": view.name,
            "regions": list(view.regions),
            "years": list(view.years),
            "reports": [self._named(each) for each in view.reports],
            "failing": view.failing,
        }

    def report(self, view: ReportView) -> dict[str, Json]:
        """A report in a list."""
        return {
            **self._named(view),
            "body": view.body,
            "body_id": view.body_key,
            "region": view.region or None,
            "facts": view.facts,
            "gaps": view.gaps,
            "failing": view.failing,
        }

    def _named(self, view: ReportView) -> dict[str, Json]:
        """What a report is known by."""
        shape: dict[str, Json] = {
            "id": view.key,
            "year": view.year,
            "form": view.form,
            "file": view.name,
            "url": view.url,
        }
        return {**shape, "link": f"{self.url}/reports/{view.key}"} if self.url else shape

    def _places(self, sources: Iterable[Source], metric: str | None = None, *, cells: bool = True) -> list[Json]:
        return [self._found(each, metric, cells=cells) for each in sources]

    def _found(self, source: Source, metric: str | None, *, cells: bool) -> Mapping[str, Json]:
        if not self.url or not cells:  # what the cell is called is not looked up for nothing
            return self._place(source, self.browse.listing.paths.get(source.report), f"L{source.line}")
        return self._place(source, *(self.browse.spot(source, metric) or (None, "")))

    def _place(self, source: Source, head: ReportView | None, anchor: str) -> Mapping[str, Json]:
        """Where a figure stands; a report that is not indexed any more has no name here."""
        shape = {**encode.source(source), "report": None if head is None else head.key}
        if head is None:
            return shape
        shape["file"] = head.name
        return {**shape, "link": f"{self.url}/reports/{head.key}#{anchor}"} if self.url else shape
