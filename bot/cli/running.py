"""`nianbao config`, `telegram`, `mcp` and `version`: settings, channels and what is installed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import click

from bot.cli.common import DB, Context, example, fit
from bot.config import SETTINGS, file_of, values
from bot.secret import API_TOKENS, TELEGRAM_SECRET, TELEGRAM_TOKEN, WECHAT_SECRETS, WECOM_SECRETS, secret, secrets
from index.errors import IndexUnusable, UsageError


def _installed() -> str:
    from importlib.metadata import version

    return version("nianbao")


def show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """For --version."""
    if wanted:
        click.echo(f"nianbao {_installed()}")
        ctx.exit()


@click.command(epilog=example("version"))
def version() -> None:
    """Print the versions of nianbao, Python and SQLite."""
    import platform
    import sqlite3

    click.echo(f"nianbao {_installed()} (Python {platform.python_version()}, SQLite {sqlite3.sqlite_version})")


@click.group(invoke_without_command=True, epilog=example("config"))
@click.pass_context
def config(ctx: click.Context) -> None:
    """Print all settings with their values and where they come from."""
    if ctx.invoked_subcommand is None:
        _print_settings(ctx.find_object(Context) or Context(file=None, environ={}))


def _print_settings(context: Context) -> None:
    settings = context.settings()
    path = file_of(context.file, context.environ)
    content = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path else {}
    written = set(content) | {
        f"{table}.{name}" for table, each in content.items() if isinstance(each, dict) for name in each
    }
    for name, value in values(settings).items():
        variable = SETTINGS[name].variable
        origin = variable if context.environ.get(variable) else str(path) if name in written else "default"
        shown = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        click.echo(fit(f"{name} = {shown}".rstrip() + f"  ({origin})"))
    for name in (TELEGRAM_TOKEN, TELEGRAM_SECRET, API_TOKENS, *WECHAT_SECRETS, *WECOM_SECRETS):
        is_set = context.environ.get(name) or context.environ.get(f"{name}_FILE")
        click.echo(f"{name}  ({'set' if is_set else 'not set'})")


@config.command("check", epilog=example("config"))
@click.pass_obj
def check(context: Context) -> None:
    """Check the settings, and say in one line what is wrong with them."""
    context.settings()
    click.echo("the settings are good")


@click.command(epilog=example("telegram"))
@DB
@click.pass_obj
def telegram(context: Context, db: Path | None) -> None:
    """Answer on Telegram until stopped.

    The token is read from TELEGRAM_BOT_TOKEN, or from the file that TELEGRAM_BOT_TOKEN_FILE names.
    """
    from bot.channels.telegram import polling
    from bot.cli.logs import set_up
    from bot.cli.serving import answering
    from bot.doors import Closed

    settings = context.settings(db)
    set_up(settings.log_level)
    token = secret(TELEGRAM_TOKEN, context.environ)
    with answering(settings) as given:
        try:
            polling.run(given, token)
        except Closed as error:
            raise IndexUnusable(str(error)) from error


@click.command(epilog=example("mcp"), short_help="Offer figures to assistants as tools.")
@click.option("--http", is_flag=True, help="Serve by HTTP at /mcp instead of standard input and output.")
@click.option("--host", metavar="ADDRESS", help="The address to serve at by HTTP; without it the setting `mcp.host`.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Its port; 0: a free one.")
@DB
@click.pass_obj
def mcp(context: Context, http: bool, host: str | None, port: int | None, db: Path | None) -> None:
    """Offer figures to assistants as tools of the Model Context Protocol.

    Without --http, an assistant starts this command itself and communicates over standard input and output; nothing
    else is written there. The tools are `ask`, `facts`, `find_body` and `check`, each figure with its source, and
    `wrong`, which reports an answer to the operator. Over HTTP, clients need one of the tokens in NIANBAO_API_TOKENS or
    in the file that NIANBAO_API_TOKENS_FILE names; without tokens it is open to everyone who can reach it. Needs the
    extra `mcp`.
    """
    if not http and (host is not None or port is not None):
        raise UsageError("--host and --port go with --http")
    try:
        from bot.channels.mcp import server
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("bot"):
            raise
        raise UsageError('nianbao mcp needs the extra: make setup-mcp, or pip install "nianbao[mcp]"') from None
    from bot import records
    from bot.cli.logs import set_up
    from bot.cli.serving import desk_of
    from bot.doors import Closed

    settings = context.settings(db)
    own = replace(settings.mcp, host=host or settings.mcp.host, port=settings.mcp.port if port is None else port)
    settings = replace(settings, mcp=own)
    set_up(settings.log_level)
    with desk_of(settings) as desk:
        tools = server.build(desk, settings, _installed(), records.wrong(settings))
        try:
            if http:
                tokens = secrets(API_TOKENS, context.environ)
                server.by_http(desk, settings, tools, tokens, lambda at: click.echo(f"Serving {at}", err=True))
            else:
                server.at_pipe(desk, tools)
        except Closed as error:
            raise IndexUnusable(str(error)) from error
