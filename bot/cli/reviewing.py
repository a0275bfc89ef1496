"""`nianbao unanswered`: what people asked without getting a figure, and which answers they called wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from bot import encode
from bot.cli.common import DB, JSON, Context, example, one_line
from bot.models import day_of

SHOWN = 50
"""of each kind, unless another number is given"""
MINUTE = len("2026-11-29T01:50")


@click.command(epilog=example("unanswered"), short_help="List questions that got no figure.")
@click.option("--wrong", is_flag=True, help="Only answers that people called wrong.")
@click.option("--since", metavar="DAY", help="Only from this day on, as 2026-11-01 (UTC).")
@click.option("--limit", type=click.IntRange(min=1), default=SHOWN, metavar="N", help="How many of each kind to show.")
@DB
@JSON
@click.pass_obj
def unanswered(context: Context, wrong: bool, since: str | None, limit: int, db: Path | None, as_json: bool) -> None:
    """List questions that got no figure, most frequent first, and answers reported as wrong, newest first.

    Both are read from files beside the chats' memory of this index. Questions without a figure are kept only if the
    setting `keep_unanswered` is true, and askers only as a hash; reported answers are always kept. With --json, print
    every record as it was kept, with `kind`: unanswered or wrong.
    """
    from bot import records

    settings = context.settings(db)
    since = _day(since)
    called = [each for each in records.read(records.wrong_path(settings)) if str(each.get("time", "")) >= since]
    missed = [each for each in records.read(records.unanswered_path(settings)) if str(each.get("time", "")) >= since]
    missed = [] if wrong else missed
    if as_json:
        for kind, found in (("unanswered", missed), ("wrong", called)):
            for each in found:
                click.echo(encode.dumps({"kind": kind, **each}))
        return
    _called_wrong(called, limit)
    if not wrong:
        click.echo()
        _without_figure(missed, limit)
        if not missed and not settings.keep_unanswered:
            click.echo("  (none is kept: the setting keep_unanswered is false)")


def _day(text: str | None) -> str:
    """A day as times of records begin; BadParameter for anything else."""
    try:
        return "" if text is None else day_of(text).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"it {error}", param_hint="--since") from None


def _called_wrong(found: list[dict[str, Any]], limit: int) -> None:
    click.echo(f"Called wrong: {_counted(len(found), 'answer')}")
    for each in found[::-1][:limit]:
        click.echo(f"  {_when(each)}  {_text(each, 'channel')}  {_text(each, 'question')}")
        click.echo(f"      told: {_text(each, 'answer')}")
        if each.get("remark"):
            click.echo(f"      remark: {_text(each, 'remark')}")
        for path in list(each.get("reports") or ())[:3]:
            click.echo(f"      report: {one_line(str(path))}")
    _more(len(found), limit)


def _without_figure(found: Iterable[dict[str, Any]], limit: int) -> None:
    """Questions that differ in nothing but width, case, marks and blanks are one."""
    from bot.normalise import normalise

    same: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        text = normalise(str(each.get("question", ""))).text
        same.setdefault("".join(filter(str.isalnum, text)), []).append(each)
    groups = sorted(same.values(), key=lambda group: (len(group), _when(group[-1])), reverse=True)
    times = sum(map(len, groups))
    click.echo(f"Without a figure: {_counted(len(groups), 'question')}, asked {_counted(times, 'time')}")
    for group in groups[:limit]:
        last = group[-1]
        words = ", ".join(map(str, last.get("words") or ()))
        why = " ".join(filter(None, (str(last.get("status", "")), str(last.get("reason") or ""), words)))
        click.echo(one_line(f"  {len(group):5,}  {_when(last)}  {last.get('question', '')}  ({why})"))
    _more(len(groups), limit)


def _more(count: int, limit: int) -> None:
    if count > limit:
        click.echo(f"  and {count - limit:,} more (--limit)")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _when(record: dict[str, Any]) -> str:
    return one_line(str(record.get("time", ""))[:MINUTE].replace("T", " "))


def _text(record: dict[str, Any], name: str) -> str:
    """The first line of a field."""
    lines = str(record.get(name, "")).splitlines()
    return one_line(lines[0]) if lines else ""
