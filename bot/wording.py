"""The sentences of answers, made from the same keys that selected the figures, in the asker's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from bot.finding.figures import Absent, Figure
from bot.languages import Language, language
from bot.models import Answer
from index import numbers
from index.audit import MAGNITUDE
from index.checks_prose import TEXT
from index.models import Body, Check, Fact, Source, Statement, StoredReport

UNREADABLE = "\ufffd"
"""stands in a quote for what could not be read: bytes that are no text, a figure in a scan that is not clear"""


def amount(tongue: Language, value: Decimal, unit: str, approximate: bool = False) -> str:
    """A figure with its unit: 17000 条, about 17000 条."""
    return (tongue.say("about") if approximate else "") + numbers.say(value, unit)


def unit_of(what: str) -> str:
    """The unit of a figure that no report prints: `bodies` that are counted, a `place` among others, or `times`."""
    return str(language("zh").operands["units"][what])


def plain(value: Decimal) -> str:
    """A figure without its unit."""
    return numbers.say(value)


def percent(value: Decimal) -> str:
    """A share as a percentage, with at most two decimals."""
    text = format((value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def terms_of(found: Figure) -> str:
    """The terms of a sum and their total: 12 + 3 = 15."""
    return f"{_terms(found.terms)} = {numbers.say(found.value)}"


def no_figure(tongue: Language, reason: str) -> str:
    """The reason why there is no figure, in a word or two."""
    return str(tongue.sentences["reasons"][reason])


def own_report(tongue: Language, body: str) -> str:
    """The note that an office's report does not sum up its region."""
    areas = tongue.sentences["areas"]
    area = next((areas[sign] for sign in reversed(body) if sign in areas), areas["default"])
    return tongue.say("office", office=body, unit=area)


def metric_name(tongue: Language, key: str, party: str | None) -> str:
    """The name of a metric, with the applicant if one was asked for."""
    name = tongue.name(key)
    if party and party != "total":
        name += tongue.say("missing_party", party=tongue.party(party))
    return name


def place(tongue: Language, source: Source) -> str:
    """Where a figure is printed: section, row × column, line."""
    section = source.section.strip()
    if source.row and source.column:
        text = tongue.say("cell", section=section, row=source.row, column=source.column, line=source.line)
    elif source.row:
        text = tongue.say("cell_plain", section=section, row=source.row, line=source.line)
    else:
        text = tongue.say("prose", section=section, line=source.line, quote=short(source.quote))
    text = f"{tongue.say('page', page=source.page)} · {text}" if source.page else text
    return f"{text} · {source.url}" if source.url else text


def short(quote: str, most: int = 120) -> str:
    """A clause on one line, shortened if it is very long."""
    line = " ".join(quote.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def read_off(tongue: Language, sources: Iterable[Source]) -> list[str]:
    """The note on figures that were read from a scan; none for others."""
    scans = [source for source in sources if source.scanned]
    if not scans:
        return []
    pages = [str(page) for page in sorted({source.page for source in scans if source.page is not None})]
    said = [tongue.say("scanned", pages=tongue.join(pages)) if pages else tongue.say("scanned_plain")]
    return said + [tongue.say("doubtful")] * any(source.doubtful for source in scans)


def sum_of(check: Check) -> str:
    """A check as a formula: 14 + 0 = 12 + 2, with ≠ if it fails and ≈ if one side is rounded."""
    sign = "=" if check.left == check.right else "≈" if check.holds else "≠"
    right = numbers.say(check.right) if check.name == MAGNITUDE else _terms(check.right_terms)
    return f"{_terms(check.left_terms)} {sign} {right}{_came_to(check)}"


def _came_to(check: Check) -> str:
    """What several terms come to, where no side of the sum says it."""
    sides = ((check.left, check.left_terms), (check.right, check.right_terms))
    added = [value for value, terms in sides if len(terms) > 1]
    if check.name == MAGNITUDE or not added:
        return ""
    return f" ({' / '.join(numbers.say(value) for value in dict.fromkeys(added))})"


def _terms(facts: Iterable[Fact]) -> str:
    return " + ".join(numbers.say(fact.value) for fact in facts if fact.value is not None)


def figure_lines(tongue: Language, body: str, year: int, found: Figure, in_unit: str | None) -> list[str]:
    """The lines that state a figure and where it is printed."""
    value = amount(tongue, found.value, found.unit, found.approximate)
    if in_unit and in_unit != found.unit:
        value += tongue.say("in_unit", value=numbers.say(_in(found.value, in_unit), in_unit))
    party = found.party if found.party not in {None, "total"} else None
    line = tongue.say(
        "figure_party" if party else "figure",
        value=value,
        body=body,
        year=year,
        metric=tongue.name(found.key),
        party=tongue.party(party) if party else "",
    )
    if found.calculated:
        line += tongue.say("calculated", terms=f"{_terms(found.terms)} = {numbers.say(found.value)}")
        rows = [_row(fact.source) for fact in found.terms]
        section = found.terms[0].source.section.strip()
        shown = tongue.join(list(dict.fromkeys(rows))[:6]) + ("…" if len(set(rows)) > 6 else "")
        lines = sorted({fact.source.line for fact in found.terms})
        spot = str(lines[0]) if lines[0] == lines[-1] else f"{lines[0]}–{lines[-1]}"
        where = tongue.say("cell_plain", section=section, row=shown, line=spot)
        return [line, tongue.say("source", place=where)]
    return [line, tongue.say("source", place=place(tongue, found.terms[0].source))]


def _row(source: Source) -> str:
    return source.row or short(source.quote, 20)


def _in(value: Decimal, unit: str) -> Decimal:
    """元 in 万元 or 亿元, exact."""
    number = numbers.Number(start=0, end=0, value=value, unit=numbers.MONEY, approximate=False, text="")
    return numbers.in_unit(number, unit)


def witness_line(tongue: Language, found: Figure, check: Check | None) -> str | None:
    """The line that says what else in the report agrees, and in which sum the figure stands; None if nothing does."""
    said = []
    for fact in found.witnesses:
        if fact.value is None:
            continue
        same = fact.value == found.value
        value = amount(tongue, fact.value, fact.unit, fact.approximate)
        said.append(tongue.say("witness_same" if same else "witness_differs", line=fact.source.line, value=value))
    if check is not None:
        said.append(tongue.say("check_holds" if check.holds else "check_fails", sum=sum_of(check)))
    return tongue.say("witness", what=tongue.say("stop").join(said)) if said else None


def absent(tongue: Language, report: StoredReport, why: Absent) -> str:
    """Why there is no figure, and what the report has instead."""
    name = metric_name(tongue, why.key, why.party)
    reason = "unreadable" if why.reason == "unsure" and UNREADABLE in why.quote else why.reason
    text = tongue.say(
        f"missing_{reason}" if why.line or why.reason == "form" else "missing_form",
        body=report.body,
        year=report.year,
        metric=name,
        line=why.line,
        quote=short(why.quote),
        section=why.section.strip(),
    )
    for fact in why.prose[:2]:
        also = tongue.say("also_prose", quote=short(fact.source.quote), line=fact.source.line)
        text += tongue.say("stop") + also
    return tongue.say("missing", why=text)


def told_by(tongue: Language, report: StoredReport, found: Figure | Absent) -> str:
    """What one of several reports says, with its file's name: 14 件 (a.txt)."""
    name = PurePath(report.path).name
    if isinstance(found, Absent):
        return name
    return f"{amount(tongue, found.value, found.unit, found.approximate)} ({name})"


def note_lines(tongue: Language, notes: Iterable[str]) -> list[str]:
    """What must be known besides a figure, a line each."""
    return [tongue.say("note", what=note) for note in notes]


def with_note(tongue: Language, text: str, note: str) -> str:
    """The text of an answer with a note below its first line."""
    first, *further = text.split("\n")
    return "\n".join([first, *note_lines(tongue, [note]), *further])


def noted(tongue: Language, made: Answer, notes: Sequence[str]) -> Answer:
    """The answer with further notes below its first line; none is said twice."""
    further = [note for note in dict.fromkeys(notes) if note not in made.notes]
    first, *rest = made.text.split("\n")
    text = "\n".join([first, *note_lines(tongue, further), *rest])
    return replace(made, text=text, notes=(*made.notes, *further))


def missing_body(tongue: Language, name: str, near: Sequence[Body]) -> str:
    text = tongue.say("missing_body", body=name)
    if near:
        text += tongue.say("stop") + tongue.say("indexed_there", bodies=tongue.join([body.name for body in near[:3]]))
    return tongue.say("missing", why=text)


def none_of_year(tongue: Language, year: int, years: Sequence[int]) -> str:
    """Nobody has a report of the year; of which years there are some."""
    there = tongue.say("years_there", years=tongue.join(list(map(str, years)))) if years else ""
    return tongue.say("none_of_year", year=year) + there


def missing_year(tongue: Language, body: Body, year: int) -> str:
    years = tongue.join([str(one) for one in body.years])
    return tongue.say("missing", why=tongue.say("missing_year", body=body.name, year=year, years=years))


def question(tongue: Language, body: str, year: int, key: str, party: str | None = None) -> str:
    """A complete question for one figure, for options and examples."""
    if party and party != "total":
        return tongue.say(
            "option_question_party", body=body, year=year, metric=tongue.name(key), party=tongue.party(party)
        )
    return tongue.say("option_question", body=body, year=year, metric=tongue.name(key))


def words(tongue: Language, said: Sequence[str]) -> str:
    """Words in quotation marks: “公务员”、“招”."""
    left, right = tongue.sentences["quote_open"], tongue.sentences["quote_close"]
    return tongue.join([f"{left}{word}{right}" for word in dict.fromkeys(said)])


def statement_lines(tongue: Language, body: str, year: int, statement: Statement) -> list[str]:
    value = amount(tongue, statement.value, statement.unit, statement.approximate)
    section = statement.source.section.strip()
    where = tongue.say("prose", section=section, line=statement.source.line, quote=short(statement.text))
    return [
        tongue.say("statement", value=value, body=body, year=year),
        tongue.say("source", place=where),
    ]


def check_line(tongue: Language, check: Check) -> str:
    """One sum of the form in words."""
    name = tongue.sentences["checks"].get(check.name) or check.name
    if check.name in {"parties", TEXT}:
        # many such sums stand in the column of totals: the row tells which one it is
        return tongue.say("claim", name=name, party=tongue.name(check.left_terms[0].metric or ""), sum=sum_of(check))
    if check.party:
        return tongue.say("claim", name=name, party=tongue.party(check.party), sum=sum_of(check))
    return tongue.say("claim_plain", name=name, sum=sum_of(check))
