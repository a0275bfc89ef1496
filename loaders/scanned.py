"""Marks figures that were recognised in pictures, and those among them that are in a failing sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from index import checks
from index.models import Fact, Source, Statement
from loaders.models import Document

_Told = TypeVar("_Told", Fact, Statement)


def scanned_lines(document: Document) -> frozenset[int]:
    """The numbers of lines that were recognised in pictures: all lines, or those of some pages."""
    return frozenset(line.number for line in document.lines if document.scanned or line.scanned)


def marked(told: Iterable[_Told], lines: Collection[int]) -> tuple[_Told, ...]:
    """The facts or statements, with those on such lines marked."""
    return tuple(
        replace(each, source=replace(each.source, scanned=True)) if each.source.line in lines else each for each in told
    )


def doubted(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts, with scanned table cells in a failing sum marked as doubtful."""
    if not any(fact.source.scanned for fact in facts):
        return facts
    failing = [check for check in checks.form_checks(facts) if not check.holds]
    terms = {_place(fact) for check in failing for fact in (*check.left_terms, *check.right_terms)}
    return tuple(
        replace(fact, source=_doubtful(fact.source)) if fact.source.scanned and _place(fact) in terms else fact
        for fact in facts
    )


def _place(fact: Fact) -> tuple[str | None, str | None]:
    return fact.metric, fact.party


def _doubtful(source: Source) -> Source:
    return replace(source, doubtful=True)
