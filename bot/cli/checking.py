"""`nianbao check`: what should agree and does not, in the index or in a draft that is not indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import encode
from bot.cli.common import DB, JSON, Context, example, one_line, opened
from index.errors import NianbaoError, RefusedFile, UsageError
from index.models import Check, Fact, Report

if TYPE_CHECKING:
    from bot.languages import Language
    from index.store import Store

MOST_GAPS = 30
"""gaps of a draft that are named"""


@click.command(epilog=example("check"))
@click.argument("what", nargs=-1, metavar="[BODY|FILE]...")
@click.option("--year", type=int, metavar="Y", help="Only reports on this year.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Of the sentences; zh without it.")
@DB
@JSON
@click.pass_obj
def check(
    context: Context, what: tuple[str, ...], year: int | None, language: str, db: Path | None, as_json: bool
) -> int:
    """What should agree and does not: with --json every check that was made, without it those that fail.

    Sums of the form, the text against the tables, a body's years one after the other, two reports on one year. Each
    that fails is a sentence that can be sent to the office concerned.

    BODY is a full official name, or the end of one. FILE is a draft: it is read and checked, against the body's other
    years too if there is an index, and nothing is stored.
    """
    from bot.languages import language as language_of

    tongue = language_of(language)
    files = [name for name in what if Path(name).is_file()]
    if files:
        if len(files) < len(what):
            other = next(name for name in what if name not in files)
            raise UsageError(f"{other!r} is no file; check files and bodies apart")
        return max(_draft(context, file, tongue, db, as_json=as_json) for file in files)
    with opened(context.settings(db).db) as store:
        _indexed(store, _bodies(store, what), year, tongue, as_json=as_json)
    return 0


def _bodies(store: Store, names: Sequence[str]) -> list[str | None]:
    """Full names; None: all of them. UsageError where a name is none, or may be several."""
    every = [body.name for body in store.bodies()]
    found: list[str | None] = []
    for name in names:
        fitting = [name] if name in every else [each for each in every if each.endswith(name)]
        if not fitting:
            raise UsageError(f"{name!r} is neither a file nor a body in the index (nianbao bodies)")
        if len(fitting) > 1:
            raise UsageError(f"{name!r} may be {', '.join(fitting[:5])}")
        found += fitting
    return found or [None]


def _indexed(store: Store, bodies: Iterable[str | None], year: int | None, tongue: Language, *, as_json: bool) -> None:
    """Everything about some bodies, or all."""
    made = failed = 0
    for body in bodies:
        for each in _checks(store, body, year):
            made += 1
            failed += not each.holds
            _print(each, tongue, as_json=as_json)
    if not as_json:
        click.echo(f"{made:,} checks made, {failed:,} fail", err=True)


def _checks(store: Store, body: str | None, year: int | None) -> Iterator[Check]:
    from index.audit import across, stored_checks

    for report in store.reports(body=body, year=year):
        yield from stored_checks(store, report.id)
    yield from across(store, body, year)


def _print(each: Check, tongue: Language, *, as_json: bool) -> None:
    from bot.findings import sentence

    fact = each.left_terms[0]
    if as_json:
        shape = encode.check(each, fact.body, fact.year)
        if not each.holds:
            shape["sentence"] = sentence(tongue, fact.body, fact.year, each)
        click.echo(encode.dumps(shape))
    elif not each.holds:
        click.echo(one_line(sentence(tongue, fact.body, fact.year, each)))


def _draft(context: Context, file: str, tongue: Language, db: Path | None, *, as_json: bool) -> int:
    """Read a file and say what is wrong with it. The exit code: 1 where it is refused or a check fails."""
    from index.audit import report_checks
    from loaders.pool import load

    try:
        report = load(file)
    except RefusedFile as error:
        click.echo(f"nianbao: {one_line(str(error))}", err=True)
        return NianbaoError.exit_code
    made = [*report_checks(report.facts, report.statements, report.text.split("\n")), *_with_years(context, report, db)]
    for each in made:
        _print(each, tongue, as_json=as_json)
    failed = sum(not each.holds for each in made)
    if not as_json:
        _tell(report)
    click.echo(f"{one_line(file)}: {len(made):,} checks made, {failed:,} fail", err=True)
    return NianbaoError.exit_code if failed else 0


def _with_years(context: Context, report: Report, db: Path | None) -> list[Check]:
    """Checks of a draft against the body's other years, as far as they are indexed."""
    from index.audit import metrics, over_years

    path = context.settings(db).db
    if not path.exists():
        return []
    reports: dict[int, list[list[Fact]]] = {report.year: [_tables(report.facts)]}
    with opened(path) as store:
        for fact in store.facts(body=report.body, metrics=metrics()):
            if fact.kind == "table" and fact.year != report.year:
                reports.setdefault(fact.year, [[]])[0].append(fact)
    return list(over_years(reports, report.year))


def _tables(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind == "table"]


def _tell(report: Report) -> None:
    """What was read, and what should be there and is not."""
    form = f"form of {report.form}" if report.form else "no form"
    click.echo(one_line(f"{report.body}, {report.year}, {form}: {len(report.facts):,} figures read"))
    for note in report.notes:
        click.echo(one_line(f"note: {note}"))
    for gap in report.gaps[:MOST_GAPS]:
        where = f"page {gap.page}, line {gap.line}" if gap.page else f"line {gap.line}"
        name = " ".join(part for part in (gap.metric or f"table {gap.table}", gap.party) if part)
        click.echo(one_line(f"{_GAPS[gap.reason]}: {name} ({where})"))
    if len(report.gaps) > MOST_GAPS:
        click.echo(f"and {len(report.gaps) - MOST_GAPS:,} more that are missing or cannot be told")


_GAPS = {"table": "table absent", "row": "row absent", "unsure": "cannot be told"}
