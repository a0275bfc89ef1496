"""`nianbao accuracy`: how well a file of questions is answered."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.common import DB, Context, example, one_line, service


@click.command(epilog=example("accuracy"), short_help="Score the answers to the questions of a file.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@DB
@click.pass_obj
def accuracy(context: Context, files: tuple[Path, ...], db: Path | None) -> int:
    """Ask the questions of FILE... and compare the answers with what they must be.

    Each line of a file is a JSON object with `q`, `values` and other keys listed in bot/accuracy.py. Answers that are
    not right are shown with the reason; then, by `kind`, how many are right, rightly refused, wrong, asked back and
    unanswered. The exit code is 1 if any is not as it must be.
    """
    from bot.accuracy import GOOD, Scored, score, table

    scored: list[Scored] = []
    for file in files:
        with service(context.settings(db), lasting=False) as door:  # chats of one file are none of another's
            for one in score(door, file):
                scored.append(one)
                if one.verdict not in GOOD:
                    kind = f"[{one.kind}] " if one.kind else ""
                    click.echo(one_line(f"{one.verdict}: {kind}{one.question}: {one.why}"))
    for line in table(scored):
        click.echo(one_line(line))
    return 0 if all(one.verdict in GOOD for one in scored) else 1
