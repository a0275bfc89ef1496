"""`nianbao ask`, `chat` and `explain`: questions from a command line, a stream or a prompt."""

from __future__ import annotations

import datetime
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bot import encode
from bot.cli.common import DB, JSON, Context, example, fit, service, typed
from bot.models import Answer, Option, Question, day_of
from index.errors import NianbaoError, UsageError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.service import Service

NO_FIGURE = 3
"""exit code of a single question whose answer gives no figure"""
LINE_LIMIT = 1_000_000
"""bytes of one line of a batch"""
TERMINAL = "terminal"
"""the chat of `nianbao chat`"""
WRONG = "/wrong"
"""typed there: the answer above is wrong"""
LEAVE = frozenset({"exit", "quit"})
"""typed there: it ends"""


@click.command(epilog=example("ask"))
@click.argument("question", nargs=-1)
@DB
@JSON
@click.option("--chat", metavar="ID", help="Lean on the last question of this chat, which is kept beside the index.")
@click.option(
    "--chart",
    "chart_to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw what the answer compares, as PNG.",
)
@click.option("--batch", is_flag=True, help='Answer a line of JSON each on stdin, {"q": "…"}, by a line of JSON.')
@click.pass_obj
def ask(
    context: Context,
    question: tuple[str, ...],
    db: Path | None,
    as_json: bool,
    chat: str | None,
    batch: bool,
    chart_to: Path | None,
) -> int:
    """Answer one question, or with --batch many.

    In a batch each line may also have `chat`, and `today` (as 2021-06-01), the day that “last year” refers to. The exit
    code is 3 if a single question got no figure.
    """
    settings = context.settings(db)
    if batch:
        if question or chat or chart_to:
            raise UsageError("--batch takes its questions and chats from stdin, and draws nothing")
        with service(settings, lasting=False) as door:
            for line in _lines(sys.stdin.buffer):
                click.echo(_reply(door, line))
        return 0
    if not question:
        raise UsageError("what is the question? (nianbao ask --help)")
    with service(settings, lasting=chat is not None) as door:
        answer = door.ask(Question(text=typed(question), chat=chat))
    # Drawn first: nothing is told where what was asked for cannot be had.
    if chart_to is not None:
        _draw(answer, chart_to)
    if as_json:
        click.echo(encode.dumps(encode.answer(answer)))
    else:
        _show(answer, answer.options)
    return 0 if answer.results or answer.checks else NO_FIGURE


def _draw(answer: Answer, file: Path) -> None:
    """Write an answer's chart. UsageError: it has none, or it cannot be drawn or written here."""
    from bot.pages.charts import png

    if answer.chart is None:
        raise UsageError("this answer compares nothing that could be drawn")
    picture = png(answer.chart)
    try:
        file.write_bytes(picture)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines of a stream, None for one longer than LINE_LIMIT."""
    while line := stream.readline(LINE_LIMIT + 1):
        if len(line) <= LINE_LIMIT:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LINE_LIMIT)
        yield None


def _reply(door: Service, line: bytes | None) -> str:
    """The answer to one line of a batch, or its error, as one line of JSON."""
    try:
        return encode.dumps(encode.answer(door.ask(_question(line))))
    except NianbaoError as error:
        return encode.dumps({"error": str(error)})
    except Exception as error:  # a fault of ours in one line must not lose the answers to the others
        logging.getLogger(__name__).exception("a line of a batch")
        return encode.dumps({"error": f"a fault of nianbao: {type(error).__name__}"})


def _question(line: bytes | None) -> Question:
    """UsageError says what is wrong with a line of a batch."""
    if line is None:
        raise UsageError(f"the line is longer than {LINE_LIMIT:,} bytes")
    try:
        given: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise UsageError("the line is not JSON") from None
    if not isinstance(given, dict):
        raise UsageError('the line is no object like {"q": "…"}')
    text, chat = given.get("q"), given.get("chat")
    if not isinstance(text, str):
        raise UsageError("`q`, the question, must be text")
    if chat is not None and not isinstance(chat, str):
        raise UsageError("`chat` must be text")
    return Question(text=text, chat=chat, today=_day(given.get("today")))


def _day(given: object) -> datetime.date | None:
    """The day that a line of a batch is reckoned from; None: it names none. UsageError."""
    try:
        return None if given is None else day_of(given)
    except ValueError as error:
        raise UsageError(f"`today` {error}") from None


@click.command(epilog=example("explain"))
@click.argument("question", nargs=-1, required=True)
@DB
@click.pass_obj
def explain(context: Context, question: tuple[str, ...], db: Path | None) -> None:
    """Show every step from the words of a question to its answer."""
    with service(context.settings(db), lasting=False) as door:
        click.echo(fit(door.explain(Question(text=typed(question)))))


@click.command(epilog=example("chat"))
@DB
@click.option("--demo", is_flag=True, help="First show three questions and their answers.")
@click.pass_obj
def chat(context: Context, db: Path | None, demo: bool) -> None:
    """Take questions at a prompt, in the context of earlier ones.

    A number chooses one of the options shown. /wrong, optionally with a remark, reports the answer above to the
    operator (see `nianbao unanswered`). Ctrl-D, exit or quit ends. Without a terminal, questions are lines of stdin,
    and --demo ends after its three.
    """
    settings = context.settings(db)
    terminal = sys.stdin.isatty()
    with service(settings, lasting=False) as door:
        if demo:
            for text in door.demo(context.language):
                click.echo(f"> {fit(text)}")
                click.echo(fit(door.ask(Question(text=text)).text))
                click.echo()
            if not terminal:
                return
        shown: Answer | None = None
        if terminal:
            greeting = door.greeting(context.language)
            shown = _show(greeting, greeting.choices)
        read = _prompt(settings.db) if terminal else sys.stdin.readline
        while line := read():
            text = line.strip()
            if text in LEAVE:
                return
            first, _, remark = text.partition(" ")
            if first == WRONG:
                click.echo(door.say(context.language, _call_wrong(settings, shown, remark)))
            elif text:
                shown = _turn(door, text, shown)


def _call_wrong(settings: Settings, shown: Answer | None, remark: str) -> str:
    """Keep for the operator that the answer last shown is wrong; the key of the sentence that says so."""
    from bot import records

    if shown is None or not shown.question:
        return "wrong_what"
    record: dict[str, encode.Json] = {"channel": TERMINAL, "remark": remark.strip(), **encode.understood(shown)}
    return "wrong_kept" if records.wrong(settings)(record) else "error"


def _turn(door: Service, text: str, shown: Answer | None) -> Answer | None:
    """Answer what was typed, a number being the option shown under it; the answer now shown."""
    options = shown.choices if shown is not None else ()
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= len(options):
        text = options[int(text[:9]) - 1].ask
        click.echo(f"> {fit(text)}")
    try:
        answer = door.ask(Question(text=text, chat=TERMINAL))
        return _show(answer, answer.choices)
    except NianbaoError as error:
        click.echo(f"nianbao: {error}", err=True)
        return shown


def _show(answer: Answer, choices: Sequence[Option]) -> Answer:
    """Print an answer; what a number chooses has one, options at the end whether its text lists them or not."""
    from bot.pages.told import without_sign

    labels = {option.label for option in answer.options}
    following = {option.label: number for number, option in enumerate(choices, 1)}
    for line in answer.text.splitlines():
        bare = without_sign(line)
        if bare not in labels:
            click.echo(fit(f"  {following[bare]}  {bare}" if bare in following else line))
    for number, option in enumerate(answer.options, 1):
        click.echo(f"  {number}  {fit(option.label)}")
    return answer


def _prompt(db: Path) -> Callable[[], str]:
    """Reads a line at a terminal, with editing and the history of earlier times; empty at the end."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    file = db.with_name(db.name + ".history")
    history: History = InMemoryHistory()
    try:
        # What somebody asked is nobody else's.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600))
        history = FileHistory(str(file))
    except OSError:  # a folder we may not write to: the history ends with the process
        pass
    session: PromptSession[str] = PromptSession(history=history)

    def read() -> str:
        try:
            return session.prompt("> ") + "\n"
        except EOFError:
            return ""

    return read
