"""The command `nianbao`: the one place where loaders, index and bot meet.

Here are the group of commands, and the place where an error becomes one line and an exit code; the commands are in the
modules beside. What is slow to import is imported inside the command that needs it, so that help is fast.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli import asking, checking, fetching, indexing, looking, reviewing, running, scoring, serving
from bot.cli.common import Context, example, one_line
from index.errors import DiskFull, NianbaoError, UsageError

INTERRUPTED = 130
QUESTION_WORDS = 4
"""from which on, where the first is no command, they may well be a question"""


class _Commands(click.Group):
    """`nianbao 海珠区2020年收到多少件申请` asks: words that can be no command's name are a question."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in self.commands and not word.startswith("-") and (not word.isascii() or " " in word.strip()):
            return "ask", self.commands["ask"], args
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if len(args) < QUESTION_WORDS:
                raise
            line = f"no command {word!r}; a question in English stands in quotation marks"
            raise click.UsageError(line, ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:  # here, for click makes an exit code of its own of a broken pipe
            return _broken(error)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=example("nianbao"),
)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings; without it ./config.toml.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=running.show_version,
    help="Show the version.",
)
@click.pass_context
def app(ctx: click.Context, config: Path | None) -> None:
    """Ask China's yearly disclosure reports for a figure and get it with the row it stands in.

    Words that name no command are a question; one in English stands in quotation marks.
    """
    ctx.obj = Context(file=config, environ=dict(os.environ))


for _command in (
    indexing.index,
    fetching.fetch,
    asking.ask,
    asking.chat,
    asking.explain,
    looking.facts,
    looking.show,
    looking.bodies,
    looking.reports,
    checking.check,
    scoring.accuracy,
    running.config,
    running.telegram,
    running.mcp,
    serving.serve,
    reviewing.unanswered,
    running.version,
):
    app.add_command(_command)


def main() -> None:
    """The installed command."""
    # What goes into a pipe or a file is UTF-8 whatever the terminal speaks; a name that is no text does not stop it.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code. Messages for the user go to stderr."""
    try:
        code = app.main(args=list(words), prog_name="nianbao", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UsageError.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "nianbao"
        _say(f"{error.format_message().rstrip('.')} ({path} --help)")
        return UsageError.exit_code
    except click.ClickException as error:
        _say(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except NianbaoError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        return _broken(error)
    except Exception as error:
        logging.getLogger(__name__).debug("fault", exc_info=True)
        _say(f"a fault of the program: {type(error).__name__}: {error}")
        return NianbaoError.exit_code
    return code if isinstance(code, int) else 0


def _broken(error: OSError) -> int:
    """What is left to say when reading or writing fails for good."""
    if isinstance(error, BrokenPipeError):
        # The reader of our output has seen enough. Nothing more may be written, not even when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    _say(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
    return DiskFull.exit_code if error.errno in (errno.ENOSPC, errno.EDQUOT) else NianbaoError.exit_code


def _say(line: str) -> None:
    click.echo(f"nianbao: {one_line(line)}", err=True)
