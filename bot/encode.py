"""Facts and answers as JSON: exact figures, unescaped Chinese, keys in a fixed order."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TypeAlias, Union

from bot.models import Answer, Chart, Checked, Claim, Option, Result
from index.audit import kind
from index.models import Check, Fact, Source, Statement

Json: TypeAlias = Union[bool, int, str, Decimal, Sequence["Json"], Mapping[str, "Json"], None]  # noqa: UP007


_MARK = secrets.token_hex(16)
"""begins what the library is to write as a text and is a number: no text has it, for nobody knows it"""
_MARKED = re.compile(f'"{_MARK}([-0-9.]+)"')


def dumps(value: Json) -> str:
    """One line of JSON. A Decimal becomes a number with its own digits, never by way of a float."""
    text = _QUICK(value)
    if _MARK in text:
        text = _MARKED.sub(r"\1", text)
    return text if _writable(text) else _written(value)


def _known(value: object) -> object:
    """What the library does not know, as what it knows."""
    if isinstance(value, Decimal):
        return _MARK + _number(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


_QUICK = json.JSONEncoder(ensure_ascii=False, default=_known, check_circular=False).encode
"""as `_written`, at a fifth of the time"""


def _written(value: Json) -> str:
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        # Half of a surrogate pair cannot be written as UTF-8; escaped it can.
        return text if text.isprintable() or _writable(text) else json.dumps(value)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {_written(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join([_written(each) for each in value]) + "]"


def _writable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _number(value: Decimal) -> str:
    """14 for 14.000, 1767211.05 for itself; ValueError for what is no number."""
    if not value.is_finite():
        raise ValueError(f"{value} is no JSON number")
    text = format(value, "f")
    whole, _, rest = text.partition(".")
    text = text if rest.strip("0") else whole
    return "0" if text == "-0" else text


def fact(given: Fact) -> dict[str, Json]:
    """A stored fact; a row of a body's own has metric null and its label as `text`."""
    shape: dict[str, Json] = {
        "report": given.source.report,
        "body": given.body,
        "year": given.year,
        "metric": given.metric,
        "party": given.party,
        "value": given.value,
        "unit": given.unit,
        "kind": given.kind,
        "approximate": given.approximate,
    }
    if given.text is not None:
        shape["text"] = given.text
    if given.form is not None:
        shape["form"] = given.form
    shape["source"] = _place(given.source)
    return shape


def statement(given: Statement, body: str, year: int) -> dict[str, Json]:
    """A figure in prose that no metric names, in the shape of a fact; body and year are its report's."""
    return {
        "report": given.source.report,
        "body": body,
        "year": year,
        "metric": None,
        "party": None,
        "value": given.value,
        "unit": given.unit,
        "kind": "statement",
        "approximate": given.approximate,
        "text": given.text,
        "source": _place(given.source),
    }


def _place(given: Source) -> dict[str, Json]:
    """Where in its report a figure stands; what is not so for most only where it is."""
    shape: dict[str, Json] = {
        "section": given.section,
        "table": given.table,
        "row": given.row,
        "column": given.column,
        "line": given.line,
    }
    if given.page is not None:
        shape["page"] = given.page
    for name in ("settled", "scanned", "doubtful"):
        if getattr(given, name):
            shape[name] = True
    return {**shape, "quote": given.quote}


def source(given: Source) -> dict[str, Json]:
    """Where a figure of an answer stands, its report named."""
    return {"report": given.report, **({"url": given.url} if given.url else {}), **_place(given)}


def result(given: Result) -> dict[str, Json]:
    """One figure asked for."""
    return {
        "body": given.body,
        "year": given.year,
        "metric": given.metric,
        "party": given.party,
        "value": given.value,
        "unit": given.unit,
        "approximate": given.approximate,
        "calculated": given.calculated,
        "sources": [source(each) for each in given.sources],
    }


def answer(given: Answer) -> dict[str, Json]:
    """The answer to a question; the results of `checked` are the checks made."""
    results: list[Json] = [result(each) for each in given.results]
    results += [_tested(each, {"check": each.check, "left": each.left, "right": each.right}) for each in given.checks]
    results += [
        _tested(each, {"claim": each.claim, "claimed": each.claimed, "value": each.value, "unit": each.unit})
        for each in given.claims
    ]
    shape: dict[str, Json] = {
        "question": given.question,
        "status": given.status,
        "text": given.text,
        "results": results,
        "options": _options(given.options),
        "notes": list(given.notes),
    }
    if given.next:
        shape["next"] = _options(given.next)
    if given.sources:
        shape["sources"] = [source(each) for each in given.sources]
    if given.table is not None:
        shape["table"] = {"heads": list(given.table.heads), "rows": [list(row) for row in given.table.rows]}
    if given.chart is not None:
        shape["chart"] = chart(given.chart)
    if given.reason is not None:
        shape["reason"] = given.reason
    if given.words or given.status == "not_understood":
        shape["words"] = list(given.words)
    return shape


def _tested(given: Checked | Claim, said: dict[str, Json]) -> dict[str, Json]:
    """What was tested, whether it holds, and where what it was tested by stands."""
    return {**said, "holds": given.holds, "sources": [source(place) for place in given.sources]}


def _options(given: Sequence[Option]) -> list[Json]:
    return [{"label": option.label, "ask": option.ask} for option in given]


def understood(given: Answer, question: str = "") -> dict[str, Json]:
    """How a question was understood and answered, and from which reports, for later inspection."""
    places = [place for each in given.results for place in each.sources]
    places += [place for each in given.checks for place in each.sources]
    places += [place for each in given.claims for place in each.sources]
    return {
        "question": given.question or question,
        "status": given.status,
        "query": None if given.query is None else asdict(given.query),
        "reports": list(dict.fromkeys(place.report for place in (*places, *given.sources))),
        "answer": given.text,
    }


def chart(given: Chart) -> dict[str, Json]:
    """The data of a chart."""
    return {
        "kind": given.kind,
        "title": given.title,
        "labels": list(given.labels),
        "series": [{"name": name, "values": list(values)} for name, values in given.series],
        "unit": given.unit,
    }


def check(given: Check) -> dict[str, Json]:
    """Two figures that were compared; body and year are those of the report on the left side."""
    first = given.left_terms[0]
    return {
        "body": first.body,
        "year": first.year,
        "check": given.name,
        "kind": kind(given),
        "metric": first.metric,
        "party": given.party,
        "left": given.left,
        "right": given.right,
        "holds": given.holds,
        "sources": [source(term.source) for term in (*given.left_terms, *given.right_terms)],
    }
