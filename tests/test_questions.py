"""Every question in tests/questions, asked over samples/, with the answer that it must get.

tests/questions/<language>/<kind>.toml holds `ask`, a list with a question a line. `q` is what a person types; the other
keys say what must come back:

    value        the figure of the one result; `body` (part of its full name), `metric`, `party`, `year`, `unit` with it
    values       figures of several results, in any order
    calculated   the figure is computed (else it must not be); approximate: the report says 近, 余 (else it must not)
    status       one or several that are right, where the answer is no figure; `reason` stands for status missing
    holds        of status checked: true, all checks or claims hold; false, one does not; or a list, one for each claim,
                 "unknown" for what the report does not tell; `checks`: how many were made
    word         stands among the words that could not be placed; text: stands in the message
    chat         the questions of a file with one `chat` are one conversation, in order; `today`: the day of asking

A question with no party means all applicants. tests/questions/refused.toml holds what must never get a figure.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.languages import CODES
from bot.models import Answer, Question
from bot.service import Service
from index.models import Source

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).with_name("questions")
FILES = sorted(FOLDER.glob("*/*.toml"))

FIGURE_KEYS = {"body", "metric", "party", "year", "unit", "value", "values", "calculated", "approximate", "text"}
OTHER_KEYS = {"status", "reason", "word", "text", "holds", "checks"}
PAGE_NUMBER = re.compile(r"\s*[—-]\s*\d+\s*[—-]\s*")
ROW_SPAN = 24
"""lines that one row may take where a report prints one cell a line"""
AT_ONCE = 25
"""questions that one test asks"""

Entry = dict[str, Any]


def entries(path: Path) -> list[Entry]:
    found: list[Entry] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["ask"]
    return found


def cases() -> Iterator[Any]:
    """Some questions of a file, each with those of its chat before it: a test of its own costs more than asking."""
    for path in FILES:
        its = [*numbered(entries(path))]
        for at in range(0, len(its), AT_ONCE):
            yield pytest.param(its[at : at + AT_ONCE], id=f"{path.parent.name}/{path.stem} from {at + 1}")


def numbered(its: list[Entry]) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    for number, entry in enumerate(its):
        yield entry, tuple(one["q"] for one in its[:number] if "chat" in entry and one.get("chat") == entry["chat"])


REFUSED: list[str] = tomllib.loads((FOLDER / "refused.toml").read_text(encoding="utf-8"))["ask"]


def asked(service: Service, text: str, **more: Any) -> Answer:
    return service.ask(Question(text=text, **more))


def listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def told(answer: Answer) -> str:
    """An answer in one line, for a failing test."""
    figures = [(one.body, one.year, one.metric, one.party, str(one.value)) for one in answer.results]
    return f"{answer.question!r} got {answer.status} {answer.reason or ''} {figures} {answer.words} {answer.text!r}"


def faults(entry: Entry, answer: Answer) -> list[str]:
    """What of the answer is not as the entry says; empty when all is."""
    got: list[str] = []
    if "value" not in entry and "values" not in entry:
        status = listed(entry["status"]) if "status" in entry else ("missing",)
        if answer.status not in status:
            got.append(f"status is not {status}")
        if answer.results:
            got.append("a figure is given")
        if "reason" in entry and answer.reason not in listed(entry["reason"]):
            got.append(f"reason is not {entry['reason']}")
        got += verdict_faults(entry, answer)
        if "word" in entry and entry["word"] not in answer.words:
            got.append(f"{entry['word']} is not among the words")
    else:
        got += figure_faults(entry, answer)
    if entry.get("text", "") not in answer.text:
        got.append(f"the message does not hold {entry['text']}")
    return got


def verdict_faults(entry: Entry, answer: Answer) -> list[str]:
    """What of checks and claims is not as the entry says."""
    held: list[bool | None] = [one.holds for one in answer.checks]
    held += [one.holds for one in answer.claims]
    got = []
    if "checks" in entry and len(held) != entry["checks"]:
        got.append(f"{len(held)} are made")
    if "holds" in entry:
        wanted = entry["holds"]
        told = ["unknown" if one is None else one for one in held]
        if isinstance(wanted, list) and told != wanted:
            got.append(f"verdicts are {told}")
        if not isinstance(wanted, list) and (not held or all(one is True for one in held) != wanted):
            got.append(f"verdicts are {told}")
    return got


def figure_faults(entry: Entry, answer: Answer) -> list[str]:
    if answer.status != "answered":
        return ["is not answered"]
    wanted = entry["values"] if "values" in entry else [entry["value"]]
    got: list[str] = []
    if sorted(one.value for one in answer.results if one.value is not None) != sorted(Decimal(one) for one in wanted):
        got.append(f"the figure is not {wanted}")
    for one in answer.results:
        if entry.get("body", "") not in one.body:
            got.append(f"the body is not {entry['body']}")
        fixed = [key for key in ("metric", "year", "unit") if key in entry]
        got += [f"the {key} is not {entry[key]}" for key in fixed if getattr(one, key) != entry[key]]
        if "values" not in entry and (one.party if one.party != "total" else None) != entry.get("party"):
            got.append(f"the party is not {entry.get('party')}")
        doubts = {"approximate": one.approximate} | ({} if "values" in entry else {"calculated": one.calculated})
        got += [f"{key} is {there}" for key, there in doubts.items() if there != entry.get(key, False)]
        if not one.sources:
            got.append("a result has no source")
    return got


@pytest.mark.parametrize("some", tuple(cases()))
def test_questions_get_their_answers(service: Service, some: list[tuple[Entry, tuple[str, ...]]]) -> None:
    bad = [line for entry, earlier in some for line in faults_of(service, entry, earlier)]
    assert not bad, "\n".join(bad)


def faults_of(service: Service, entry: Entry, earlier: tuple[str, ...]) -> Iterator[str]:
    """Ask a question behind those of its chat that go before it."""
    today = datetime.date.fromisoformat(entry["today"]) if "today" in entry else None
    chat = f"{entry['chat']}-{'-'.join(earlier)}-{entry['q']}" if "chat" in entry else None
    for text in earlier:
        asked(service, text, chat=chat)
    answer = asked(service, entry["q"], chat=chat, today=today)
    found = faults(entry, answer)
    if found:
        yield f"{told(answer)}: {'; '.join(found)}"
    for source in (source for result in answer.results for source in result.sources):
        if not stands(source):
            yield f"{answer.question}: {source.report} has no {source.quote!r} at line {source.line}"


@pytest.mark.parametrize("first", range(0, len(REFUSED), AT_ONCE))
def test_no_figure_where_the_question_asks_for_something_else(service: Service, first: int) -> None:
    answers = [asked(service, text) for text in REFUSED[first : first + AT_ONCE]]
    bad = [told(answer) for answer in answers if answer.results or answer.status == "answered"]
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_file_of_questions_is_well_formed(path: Path) -> None:
    its = entries(path)
    for entry in its:
        allowed = FIGURE_KEYS if "value" in entry or "values" in entry else OTHER_KEYS
        assert set(entry) - allowed - {"q", "chat", "today"} == set(), f"{path.name}: {entry}"
        assert {"value", "values", "status", "reason"} & set(entry), f"{path.name}: {entry} says no answer"
    asked_so = [(entry["q"], entry.get("chat")) for entry in its]
    assert len(set(asked_so)) == len(asked_so), f"{path.name}: a question stands twice"


def test_what_must_be_refused_is_asked_nowhere_else() -> None:
    asked_so = {entry["q"] for path in FILES for entry in entries(path)}
    assert not asked_so & set(REFUSED)
    assert len(set(REFUSED)) == len(REFUSED)


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_a_question_in_the_other_language_than_the_answer_gets_the_same_figures_or_none(
    service: Service, code: str
) -> None:
    """A page in English may be asked in Chinese."""
    faults = []
    for path in FILES:
        for entry in entries(path) if path.parent.name != code else ():
            text = entry["q"]
            own, other = asked(service, text), asked(service, text, language=code)
            figures = [(one.year, one.metric, one.value) for one in other.results]
            if figures and figures != [(one.year, one.metric, one.value) for one in own.results]:
                faults.append(told(other))
    assert not faults


@cache
def printed(report: str) -> tuple[str, ...]:
    return tuple(Path(report).read_text(encoding="utf-8-sig").split("\n"))


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


def stands(source: Source) -> bool:
    """The quote stands in the report at its line: in it, or over it where a row or sentence takes several lines."""
    lines = printed(source.report)
    quote = squeezed(source.quote)
    if not 1 <= source.line <= len(lines) or not quote:
        return False
    if quote in squeezed(lines[source.line - 1]):
        return True
    first = max(0, source.line - ROW_SPAN)
    text, marks = "", [0, 0]
    for number, line in enumerate(lines[first : source.line + ROW_SPAN], first + 1):
        here = "" if PAGE_NUMBER.fullmatch(line) else squeezed(line)
        if number == source.line:
            marks = [len(text), len(text) + len(here)]
        text += here
    at = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]
    return any(start < marks[1] and start + len(quote) > marks[0] for start in at)
