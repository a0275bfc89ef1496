"""The SQL that reads the index, composed of fixed names; values from outside are always bound as parameters."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from index.schema import PROSE

HEAD = "r.id, r.path, b.name, r.year, r.url, r.crc"
MORE = (
    "r.form, r.region, r.digest, r.notes, r.sections, r.facts, r.statements, r.gaps, r.more_crc,"
    " exists (select 1 from failing x where x.report = r.id)"
)
FROM_HEADS = " from report r cross join body b on b.id = r.body"
STATED = (
    "select x.* from report r cross join fact x on x.report = r.id and x.metric = ? and x.party = ?"
    " where r.body = ? and r.year = ?"
)
TOLD = (
    "select x.*, p.* from fact x left join place p on p.report = x.report and p.n = x.place"  # noqa: S608, our number
    f" where x.report = ? and (x.flags & {PROSE} or x.text is not null)"
)
AT_ONCE = 500
"""numbers bound in one statement"""
_FILTERS = ("r.body = (select id from body where name = ?)", "r.year = ?", "r.id = ?")


def select(
    table: str,
    body: str | None,
    year: int | None,
    report: int | None,
    metrics: int = -1,
    parties: int = -1,
    *,
    placed: bool = False,
) -> tuple[str, list[object]]:
    """SQL and bound values for rows of a table, filtered by body, year and report.

    `metrics` and `parties` are how many of each will be bound before these; -1 means no such filter. With `placed`, the
    columns that say where a figure is printed are selected too.
    """
    given: list[object] = [value for value in (body, year, report) if value is not None]
    return _statement(table, body is not None, year is not None, report is not None, metrics, parties, placed), given


@functools.cache
def _statement(table: str, body: bool, year: bool, report: bool, metrics: int, parties: int, placed: bool) -> str:
    """Wanted with or without these filters, that many metrics and parties, and each row's place behind it."""
    among = [
        f" and x.{column} in ({', '.join('?' * count)})"
        for column, count in (("metric", metrics), ("party", parties))
        if count >= 0
    ]
    # `cross join` holds SQLite to this order: first the reports that fit, then their rows.
    on = f" from report r cross join {table} x on x.report = r.id{''.join(among)}"
    where = where_of(body, year, report)
    if placed:
        return f"select x.*, p.*{on} left join place p on p.report = x.report and p.n = x.place{where}"
    return f"select x.*{on}{where}"


@functools.lru_cache(maxsize=512)
def facts_of(reports: int, metrics: int, parties: int, *, cells: bool) -> str:
    """SQL for the facts of so many reports, metrics and applicants, bound in this order: with places, or only cells."""
    report, metric, party = (", ".join("?" * count) for count in (reports, metrics, parties))
    where = f" where x.report in ({report}) and x.metric in ({metric}) and x.party in ({party})"
    if cells:
        return f"select x.* from fact x{where} and not x.flags & {PROSE}"  # noqa: S608
    return f"select x.*, p.* from fact x left join place p on p.report = x.report and p.n = x.place{where}"  # noqa: S608


@functools.lru_cache(maxsize=512)
def facts_to_weigh(told: int, weighed: int, parties: int) -> str:
    """The facts of one report of so many metrics with their places, and bare cells of others behind them.

    Report, metrics and applicants are bound in this order.
    """
    report, told_metrics = "?1", ", ".join(f"?{at}" for at in range(2, told + 2))
    every, wanted = (
        ", ".join(f"?{at}" for at in range(first, last))
        for first, last in ((2, told + weighed + 2), (told + weighed + 2, told + weighed + parties + 2))
    )
    is_told = f"x.metric in ({told_metrics})"
    return (
        f"select x.*, p.* from fact x left join place p on p.report = x.report and p.n = x.place and {is_told}"  # noqa: S608
        f" where x.report = {report} and x.metric in ({every}) and x.party in ({wanted})"
        f" and ({is_told} or not x.flags & {PROSE})"
    )


def fact_counts(*, metric: bool, party: bool, prose: bool | None) -> str:
    """SQL for the number of facts of each report, filtered by metric, applicant and kind if given."""
    among = [f"{column} = ?" for column, given in (("metric", metric), ("party", party)) if given]
    if prose is not None:
        among.append(f"flags & {PROSE} {'<>' if prose else '='} 0")
    where = f" where {' and '.join(among)}" if among else ""
    if metric:  # the key of the table begins with the report: each report's rows of one metric are found at once
        return f"select r.id, count(*) from report r cross join fact on report = r.id{where} group by r.id"  # noqa: S608
    return f"select report, count(*) from fact{where} group by report"  # noqa: S608


def where_of(*wanted: bool) -> str:
    """The condition on body, year and report id, for those that are wanted."""
    filters = [sql for sql, each in zip(_FILTERS, wanted, strict=True) if each]
    return " where " + " and ".join(filters) if filters else ""


def by_hundreds(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Ids in ascending order, in lists short enough to bind in one statement."""
    wanted = sorted(numbers)
    for at in range(0, len(wanted), AT_ONCE):
        yield wanted[at : at + AT_ONCE]
