"""Scores answers to a file of questions, each line with the answer it must get.

A line is a JSON object with `q`, the question; `chat` and `today` as in a batch; and what the answer must be:

status                 one, or a list of acceptable ones (default `answered`)
values, tolerance      the figures in any order, and by how much each may differ
alt_values             other correct figures: a list of lists, or of single figures
bodies, unit           parts of the names of the bodies; the unit of every figure
calculated, approximate    whether the figures are
reason, word, text     why a figure is missing; a word that could not be placed; what the message contains
                       (each a string or a list)
holds                  for checks and claims: true, all hold; false, one does not; null, one cannot be decided; or a
                       list with one of these for each
kind                   the kind under which the question is counted

Other keys are ignored.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.models import Answer, Question, day_of
from index.errors import UsageError

if TYPE_CHECKING:
    from bot.service import Service

VERDICTS = ("right", "refused", "wrong", "asked", "unanswered")
"""right; rightly no figure; a figure that is wrong or not due; a question back; no answer, or not as it must be"""
GOOD = frozenset({"right", "refused"})
WITH_CONTENT = frozenset({"answered", "checked", "explained"})
Entry = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """A question and the verdict on its answer."""

    question: str
    kind: str
    verdict: str
    why: str
    """what is not as it should be; empty where all is"""


def score(service: Service, path: Path) -> Iterator[Scored]:
    """Ask all questions of a file. UsageError names a line that is no entry."""
    for number, line in enumerate(_read(path), 1):
        if line.strip():
            entry = _entry(line, f"{path}: line {number}")
            answer = service.ask(
                Question(text=entry["q"], chat=entry.get("chat"), today=_day(entry, f"{path}: line {number}"))
            )
            verdict, why = judge(entry, answer)
            yield Scored(question=entry["q"], kind=str(entry.get("kind", "")), verdict=verdict, why=why)


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8") from None


def _entry(line: str, place: str) -> Entry:
    try:
        entry = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        raise UsageError(f"{place}: not JSON") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("q"), str):
        raise UsageError(f'{place}: no object with a question `q`, like {{"q": "…", "values": [14]}}')
    if not isinstance(entry.get("chat"), str | None):
        raise UsageError(f"{place}: `chat` must be text")
    return entry


def _day(entry: Entry, place: str) -> datetime.date | None:
    told = entry.get("today")
    try:
        return None if told is None else day_of(told)
    except ValueError as error:
        raise UsageError(f"{place}: `today` {error}") from None


def judge(entry: Entry, answer: Answer) -> tuple[str, str]:
    """The verdict on an answer, and the reason for it; the reason is empty if the answer is right."""
    statuses = _listed(entry.get("status", "answered"))
    if answer.status not in statuses:
        why = f"{answer.status}, not {' or '.join(map(str, statuses))}"
        if answer.results:
            return "wrong", f"{why}: {_figures(answer)}"
        return ("asked" if answer.status == "clarify" else "unanswered"), why
    if answer.results and answer.status != "answered":
        return "wrong", f"figures with {answer.status}: {_figures(answer)}"
    why = _wrong(entry, answer)
    if why:
        return "wrong", why
    why = "; ".join(_amiss(entry, answer))
    if why:
        return "unanswered", why
    return ("right" if answer.status in WITH_CONTENT else "refused"), ""


def _listed(given: object) -> list[Any]:
    return list(given) if isinstance(given, list) else [given]


def _figures(answer: Answer) -> str:
    return ", ".join(f"{one.value} {one.unit}".strip() for one in answer.results)


def _wrong(entry: Entry, answer: Answer) -> str:
    """What of the figures and verdicts is wrong; empty where nothing is."""
    if answer.status == "answered" and "values" in entry:
        allowed = [entry["values"], *(_listed(each) for each in entry.get("alt_values", ()))]
        if not any(_same(each, answer, Decimal(entry.get("tolerance", 0))) for each in allowed):
            return f"{_figures(answer)}, not {', '.join(map(str, entry['values']))}"
    if answer.status == "checked" and "holds" in entry:
        held: list[bool | None] = [*(one.holds for one in answer.checks), *(one.holds for one in answer.claims)]
        wanted = entry["holds"]
        if isinstance(wanted, list):
            good = held == wanted
        else:
            good = bool(held) and all(held) if wanted is True else any(one is wanted for one in held)
        if not good:
            return f"verdicts {held}, not {wanted}"
    names = {one.body for one in answer.results}
    missing = [part for part in entry.get("bodies", ()) if not any(part in name for name in names)]
    if answer.status == "answered" and missing and not entry.get("calculated"):
        return f"of {', '.join(sorted(names))}, not {', '.join(missing)}"
    return ""


def _same(wanted: Iterable[Any], answer: Answer, tolerance: Decimal) -> bool:
    left = sorted(Decimal(str(one)) for one in wanted)
    right = sorted(one.value for one in answer.results if one.value is not None)
    return len(left) == len(right) and all(
        abs(one - other) <= tolerance for one, other in zip(left, right, strict=True)
    )


def _amiss(entry: Entry, answer: Answer) -> Iterator[str]:
    """What else is not as it should be."""
    for field in ("unit", "calculated", "approximate"):
        if field in entry and any(getattr(one, field) != entry[field] for one in answer.results):
            yield f"{field} is not {entry[field]}"
    if answer.status == "missing" and "reason" in entry and answer.reason not in _listed(entry["reason"]):
        yield f"reason {answer.reason}, not {' or '.join(map(str, _listed(entry['reason'])))}"
    if answer.status == "not_understood" and "word" in entry:
        yield from (f"{word} is not named" for word in _listed(entry["word"]) if word not in " ".join(answer.words))
    yield from (f"the message lacks {text}" for text in _listed(entry.get("text", [])) if text not in answer.text)


def table(scored: Iterable[Scored]) -> list[str]:
    """The number of each verdict by kind and in total, as aligned lines."""
    counted: dict[str, Counter[str]] = {}
    for one in scored:
        counted.setdefault(one.kind or "-", Counter())[one.verdict] += 1
    rows = [["kind", *VERDICTS, "of"]]
    total: Counter[str] = sum(counted.values(), Counter())
    for kind, verdicts in (*sorted(counted.items()), ("all", total)):
        rows.append([kind, *(str(verdicts[verdict]) for verdict in VERDICTS), str(verdicts.total())])
    sizes = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join([row[0].ljust(sizes[0]), *(cell.rjust(size) for cell, size in zip(row[1:], sizes[1:], strict=True))])
        for row in rows
    ]
