"""`nianbao facts`, `show`, `bodies` and `reports`: what the index holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from bot import encode
from bot.cli.common import DB, JSON, Context, example, fit, one_line, opened
from index.errors import UsageError
from index.models import Fact, StoredReport

if TYPE_CHECKING:
    from index.store import Store

HEADS = 12
"""lines shown at most between a heading and the first row of its table"""
AROUND = 8
"""lines shown at most on either side of a row that is printed over several lines"""


@click.command(epilog=example("facts"))
@DB
@JSON
@click.option("--statements", is_flag=True, help="Also the figures in prose that no metric names.")
@click.pass_obj
def facts(context: Context, db: Path | None, as_json: bool, statements: bool) -> None:
    """Print all stored figures, one a line, with their places."""
    with opened(context.settings(db).db) as store:
        for report in store.reports():
            for fact in store.facts(report=report.id):
                click.echo(encode.dumps(encode.fact(fact)) if as_json else _fact_line(fact))
            for each in store.statements(report=report.id) if statements else ():
                if as_json:
                    click.echo(encode.dumps(encode.statement(each, report.body, report.year)))
                else:
                    said = f"{encode.dumps(each.value)} {each.unit}".rstrip()
                    click.echo(one_line(f"{report.path}:{each.source.line}: {said}: {each.text}"))


def _fact_line(fact: Fact) -> str:
    value = "blank" if fact.value is None else f"{encode.dumps(fact.value)} {fact.unit}"
    name = " ".join(each for each in (fact.metric or fact.text or "", fact.party) if each)
    return one_line(f"{fact.source.report}:{fact.source.line}: {fact.body} {fact.year} {name} = {value}")


@click.command(epilog=example("show"))
@click.argument("report")
@click.option("--line", type=click.IntRange(min=1), metavar="N", help="Only the row at this line, under its heads.")
@DB
@click.pass_obj
def show(context: Context, report: str, line: int | None, db: Path | None) -> None:
    """Print a report as it was published, with line numbers.

    REPORT is its path, or the end of its path if no other report's path ends the same.
    """
    with opened(context.settings(db).db) as store:
        found = _report(store, report)
        lines = store.lines(found.id)
        if line is None:
            click.echo(_title(found))
            shown: list[int] = list(range(1, len(lines) + 1))
        elif line > len(lines):
            raise UsageError(f"{found.path} has {len(lines)} lines")
        else:
            shown = _under_heads(found, store.facts(report=found.id), line)
        before = 0
        for number in shown:
            if before and number > before + 1:
                click.echo("   …")
            before = number
            click.echo(f"{'>' if number == line else ' '}{number:5}  {fit(lines[number - 1])}")
        if line is not None:
            for fact in store.facts(report=found.id):
                if fact.source.line == line:
                    click.echo(_fact_line(fact))


def _report(store: Store, name: str) -> StoredReport:
    """The report whose path is or ends in `name`. UsageError if there is none or more than one."""
    every = store.reports()
    exact = [each for each in every if each.path == name]
    parts = PurePath(name).parts
    found = exact or [each for each in every if parts and PurePath(each.path).parts[-len(parts) :] == parts]
    if not found:
        raise UsageError(f"no report {name!r} in the index (nianbao reports)")
    if len(found) > 1:
        raise UsageError(f"{len(found)} reports end in {name!r}: {', '.join(each.path for each in found[:5])}")
    return found[0]


def _under_heads(report: StoredReport, facts: Sequence[Fact], line: int) -> list[int]:
    """Numbers of the lines to show for one: its section's heading, its table's heads, and the row it belongs to."""
    section = next((each for each in report.sections if each.first <= line <= each.last), None)
    first, last = (section.first, section.last) if section else (line, line)
    table = next((fact.source.table for fact in facts if fact.source.line == line), None)
    rows = sorted({fact.source.line for fact in facts if table is not None and fact.source.table == table})
    rows = [each for each in rows if first <= each <= last]
    shown = {first, line}
    if rows:
        shown |= set(range(max(first, rows[0] - HEADS), rows[0]))
        # A row broken over lines takes all up to its neighbours.
        above = max((each for each in rows if each < line), default=line - 1)
        below = min((each for each in rows if each > line), default=line + 1)
        shown |= set(range(max(above + 1, line - AROUND), min(below, line + AROUND + 1)))
    return sorted(shown)


@click.command(epilog=example("bodies"))
@DB
@JSON
@click.pass_obj
def bodies(context: Context, db: Path | None, as_json: bool) -> None:
    """List public bodies and the years of their reports."""
    with opened(context.settings(db).db) as store:
        for body in store.bodies():
            if as_json:
                click.echo(encode.dumps({"body": body.name, "years": list(body.years)}))
            else:
                click.echo(one_line(f"{body.name}  {' '.join(map(str, body.years))}"))


@click.command(epilog=example("reports"), short_help="List reports with body, year and form.")
@DB
@JSON
@click.pass_obj
def reports(context: Context, db: Path | None, as_json: bool) -> None:
    """List reports with body, year and form, and notes on how they were read."""
    with opened(context.settings(db).db) as store:
        for report in store.reports():
            if not as_json:
                click.echo(_title(report))
                for note in report.notes:
                    click.echo(one_line(f"      {note}"))
                continue
            click.echo(
                encode.dumps(
                    {
                        "report": report.path,
                        "body": report.body,
                        "year": report.year,
                        "form": report.form,
                        "region": report.region,
                        "notes": list(report.notes),
                        "gaps": [
                            {"reason": gap.reason, "table": gap.table, "line": gap.line, "metric": gap.metric}
                            for gap in store.gaps(report=report.id)
                        ],
                    }
                )
            )


def _title(report: StoredReport) -> str:
    form = f"form of {report.form}" if report.form else "no form"
    return one_line(f"{report.year}  {report.body}  {form}  {report.path}")
