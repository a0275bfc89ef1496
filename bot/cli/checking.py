"""`nianbao check`: what should agree and does not, in the index or in drafts that are not indexed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from bot import encode
from bot.cli.common import DB, JSON, Context, example, one_line, opened, service
from index.errors import IndexUnusable, NianbaoError, RefusedFile, UsageError
from index.models import Check, Fact, Report

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.languages import Language
    from bot.service import Service
    from index.store import Store

MOST_GAPS = 30
"""gaps of a draft that are named"""
MOST_NAMES = 8
"""bodies that a name may mean that are named"""


@click.command(epilog=example("check"), short_help="Audit: check that figures agree that should.")
@click.argument("what", nargs=-1, metavar="[BODY|FILE]...")
@click.option("--year", type=int, metavar="Y", help="Only reports on this year.")
@click.option("--failing", is_flag=True, help="With --json too, only the checks that fail.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the sentences; that of the terminal without it.")
@DB
@JSON
@click.pass_obj
def check(
    context: Context,
    what: tuple[str, ...],
    year: int | None,
    failing: bool,
    language: str | None,
    db: Path | None,
    as_json: bool,
) -> int:
    """Check that figures agree: with --json every check that was made, without it those that fail.

    Checks are the sums of the form, the text against the tables, parts against totals, a body's years one after the
    other, amounts of money against other years, and two reports on one year. Each failure is a sentence that can be
    sent to the office concerned. docs/audit.md describes every kind.

    BODY is a full official name or a common one. FILE is a draft: it is read and checked, also against the body's other
    years if there is an index, and nothing is stored. The exit code is 1 if a draft is refused or fails a check; for
    the index it is always 0.
    """
    from bot.languages import language as language_of

    tongue = language_of(language or context.language)
    settings = context.settings(db)
    files = [name for name in what if _is_file(name)]
    if files:
        if len(files) < len(what):
            other = next(name for name in what if name not in files)
            raise UsageError(f"{other!r} is no file; check files and bodies apart")
        return _drafts(settings, files, year, tongue, asked=db is not None, as_json=as_json, failing=failing)
    if what and not settings.db.exists():
        raise UsageError(f"{what[0]!r} is no file, and there is no index in which it could be a body ({settings.db})")
    with service(settings, lasting=False) as door:
        _indexed(door.store, _bodies(door, what, year), year, tongue, as_json=as_json, failing=failing)
    return 0


def _is_file(name: str) -> bool:
    """A file, or one within a ZIP file (x.zip/2020/report.docx)."""
    path = Path(name)
    try:
        return path.is_file() or any(above.suffix.lower() == ".zip" and above.is_file() for above in path.parents)
    except OSError:
        return False


def _bodies(door: Service, names: Sequence[str], year: int | None) -> list[str | None]:
    """Full names; None: all of them. UsageError where a name is none, or may be several."""
    if not names:
        return [None]
    known = {body.name for body in door.store.bodies()}
    found: list[str | None] = []
    for name in names:
        if name in known:
            found.append(name)
            continue
        if Path(name).is_dir():
            raise UsageError(f"{name!r} is a folder; name the files in it, or index it first")
        fitting = door.named(name, year) or tuple(each for each in sorted(known) if each.endswith(name))
        if not fitting:
            raise UsageError(f"{name!r} is neither a file nor a body in the index (nianbao bodies)")
        if len(fitting) > 1:
            more = f" and {len(fitting) - MOST_NAMES} more" if len(fitting) > MOST_NAMES else ""
            raise UsageError(f"{name!r} may be {', '.join(fitting[:MOST_NAMES])}{more}: name one of them")
        found += fitting
    return found


def _indexed(
    store: Store,
    bodies: Iterable[str | None],
    year: int | None,
    tongue: Language,
    *,
    as_json: bool,
    failing: bool,
) -> None:
    """Everything about some bodies, or all."""
    from index.audit import checks, findings

    reports = failed = 0
    for body in bodies:
        if as_json:
            for each in (findings if failing else checks)(store, body, year):
                _json(each, tongue)
            continue
        reports += store.counts()["reports"] if body is None and year is None else len(store.reports(body, year))
        last = ""
        for each in _each_body(findings(store, body, year)):
            fact = each.left_terms[0]
            if fact.source.report != last:
                last = fact.source.report
                path = fact.source.url or last
                click.echo(one_line(tongue.say("audited_of", body=fact.body, year=fact.year, path=path)))
            failed += 1
            _say(each, failed, tongue)
    if not as_json:
        _sum_up(reports, failed, tongue)


def _each_body(failing: Iterable[Check]) -> Iterator[Check]:
    """As a person is told them, body by body: all bodies at once would not fit in memory."""
    from bot.pages.findings import told

    for _, each in itertools.groupby(failing, key=lambda check: check.left_terms[0].body):
        yield from told(each)


def _sum_up(reports: int, failed: int, tongue: Language) -> None:
    key = "audit_none" if not reports else "audit_found" if failed else "audit_clean"
    click.echo(tongue.say(key, reports=f"{reports:,}", count=f"{failed:,}"))


def _json(each: Check, tongue: Language) -> None:
    from bot.pages.findings import sentence

    shape = encode.check(each)
    if not each.holds:
        shape["sentence"] = sentence(tongue, each)
    click.echo(encode.dumps(shape))


def _say(each: Check, number: int, tongue: Language) -> None:
    from bot.pages.findings import sentence

    click.echo(f"  {number}. {one_line(sentence(tongue, each))}")


def _drafts(
    settings: Settings,
    files: Sequence[str],
    year: int | None,
    tongue: Language,
    *,
    asked: bool,
    as_json: bool,
    failing: bool,
) -> int:
    """Read files and say what is wrong with them. The exit code: 1 where one is refused or a check fails."""
    from loaders.pool import load

    drafts: list[Report] = []
    refused = 0
    for file in files:
        try:
            read = [load(each) for each in _reports_of(file)]
        except RefusedFile as error:
            refused += 1
            click.echo(f"nianbao: {one_line(str(error))}", err=True)
        else:
            drafts += [report for report in read if year in (None, report.year)]
    failed = 0
    for report in drafts:
        made = checks_of(settings, report, drafts, asked=asked)
        wrong = [each for each in made if not each.holds]
        if not as_json:
            wrong = list(_each_body(wrong))
        if as_json:
            for each in wrong if failing else made:
                _json(each, tongue)
        else:
            _tell(report, tongue)
            for number, each in enumerate(wrong, failed + 1):
                _say(each, number, tongue)
        failed += len(wrong)
    if len(files) > refused and not as_json:
        _sum_up(len(drafts), failed, tongue)
    return NianbaoError.exit_code if failed or refused else 0


def _reports_of(file: str) -> Iterator[str]:
    """The file, or the reports of a ZIP file. RefusedFile: it cannot be opened."""
    from loaders.readers import is_report, packed

    if Path(file).suffix.lower() != ".zip" or not Path(file).is_file():
        yield file
        return
    for name, why in packed.names_of(file):
        if why is None and is_report(PurePath(name).name):
            yield name


def checks_of(settings: Settings, report: Report, drafts: Sequence[Report], *, asked: bool) -> list[Check]:
    """Checks of a draft by itself, against the body's other drafts, and against its other years in the index."""
    from index.audit import differing, over_years, report_checks

    made = list(report_checks(report.facts, report.statements, report.text.split("\n")))
    years: dict[int, list[Sequence[Fact]]] = {}
    for each in drafts:
        if (each.body, each.region) == (report.body, report.region):
            years.setdefault(each.year, []).append([fact for fact in each.facts if fact.kind == "table"])
    for year, facts in _stored(settings, report, asked=asked).items():
        years.setdefault(year, [facts])
    made += over_years(years, report.year)
    for each in drafts[: drafts.index(report)]:
        if (each.body, each.region, each.year) == (report.body, report.region, report.year):
            made += differing(report.facts, each.facts)
    return made


def _stored(settings: Settings, report: Report, *, asked: bool) -> dict[int, list[Fact]]:
    """By year, what the index holds to compare a draft with; nothing without an index that can be read.

    IndexUnusable if one was named on the command line (`asked`) and cannot.
    """
    from index.audit import metrics

    found: dict[int, list[Fact]] = {}
    if not settings.db.exists():
        return found
    try:
        with opened(settings.db) as store:
            same = {each.path for each in store.reports(body=report.body) if each.region == report.region}
            for fact in store.facts(body=report.body, metrics=metrics()):
                if fact.kind == "table" and fact.source.report in same:
                    found.setdefault(fact.year, []).append(fact)
    except IndexUnusable:
        if asked:
            raise
    return found


def _tell(report: Report, tongue: Language) -> None:
    """What was read, and what should be there and is not."""
    from bot.pages.findings import gap

    form = tongue.say("audited_form", form=report.form) if report.form else tongue.say("audited_no_form")
    count = f"{len(report.facts):,}"
    click.echo(
        one_line(tongue.say("audited", path=report.path, body=report.body, year=report.year, form=form, count=count))
    )
    for note in report.notes:
        click.echo(f"  - {one_line(note)}")
    for each in report.gaps[:MOST_GAPS]:
        click.echo(f"  - {one_line(gap(tongue, each))}")
    if len(report.gaps) > MOST_GAPS:
        click.echo(f"  - {tongue.say('audit_more', count=len(report.gaps) - MOST_GAPS)}")
