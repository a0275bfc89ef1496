"""`nianbao serve`: the pages and the HTTP API, with what only the command line may pass to them."""

from __future__ import annotations

import functools
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import DB, Context, example, one_line
from bot.config import Settings
from bot.secret import API_TOKENS, TELEGRAM_SECRET, TELEGRAM_TOKEN, WECHAT_SECRETS, WECOM_SECRETS, secret, secrets
from index.errors import IndexUnusable, NianbaoError, RefusedFile, UsageError

if TYPE_CHECKING:
    from bot.channels.telegram.given import Given
    from bot.channels.web.app import Channel
    from bot.channels.web.site import Site
    from bot.desk import Desk
    from bot.models import Chart
    from bot.pages.views import DraftAudit

FOUND = 400
"""status of an answer from which on there is none"""
ENDING = re.compile(r"(?:\.[a-z]{1,8})?")
"""of a draft's name"""


@click.command(epilog=example("serve"))
@click.option("--host", metavar="ADDRESS", help="The address to serve at; without it the setting `web.host`.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="Its port; 0, or one that is taken: a free one."
)
@click.option(
    "--get", "path", metavar="PATH", help="Print the answer to one request for this path, and end; no port is opened."
)
@DB
@click.pass_obj
def serve(context: Context, host: str | None, port: int | None, path: str | None, db: Path | None) -> int:
    """Serve the pages and the HTTP API until stopped.

    The address is printed once it can be opened. Clients of the HTTP API need one of the tokens in NIANBAO_API_TOKENS
    or in the file that NIANBAO_API_TOKENS_FILE names (separated by blanks); without tokens it is open to everyone who
    can reach it. WeChat and WeCom are answered at /wechat and /wecom if the settings `wechat.enabled` and
    `wecom.enabled` are true. With the setting `telegram.webhook`, Telegram is answered at /telegram; this needs
    TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET, or the files that the same names with _FILE refer to.
    """
    from bot.channels.web import server
    from bot.cli.logs import set_up
    from bot.doors import Closed

    settings = context.settings(db)
    web = settings.web
    web = replace(web, host=web.host if host is None else host, port=web.port if port is None else port)
    settings = replace(settings, web=web)
    set_up(settings.log_level)
    try:
        with _site(context, settings) as site:
            channels = _channels(context, site)
            if path is not None:
                status, body = server.get(site, path, channels)
                click.echo(body, nl=False)
                return 0 if status < FOUND else NianbaoError.exit_code
            channels += _telegram(context, site)
            server.run(site, functools.partial(_started, web.port), channels)
    except Closed as error:
        raise IndexUnusable(str(error)) from error
    return 0


def _started(wanted: int, address: str) -> None:
    if wanted and not address.endswith(f":{wanted}/"):
        click.echo(f"nianbao: port {wanted} is taken, so a free one is used", err=True)
    click.echo(f"Open {address} in a browser; Ctrl-C ends.")


def _telegram(context: Context, site: Site) -> tuple[Channel, ...]:
    """Telegram, where it is to bring its updates here; it is told so when the server starts."""
    if not site.settings.telegram.webhook:
        return ()
    from bot.channels.telegram import webhook

    token, told = (secret(name, context.environ) for name in (TELEGRAM_TOKEN, TELEGRAM_SECRET))
    given = replace(_given(site.settings, site.desk), count=site.counted.answered)
    return (webhook.channel(given, token, told),)


@contextmanager
def answering(settings: Settings) -> Iterator[Given]:
    """What Telegram answers with where it is a process of its own."""
    with desk_of(settings) as desk:
        yield _given(settings, desk)


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk]:
    """What channels of one process ask at; not opened yet."""
    from bot.desk import Desk
    from bot.doors import Doors
    from bot.memory import Memory

    memory = Memory(settings.memory_path, expiry_hours=settings.chat_expiry_hours)
    try:
        yield Desk(Doors(settings, memory), most=settings.web.queue)
    finally:
        memory.close()


def _given(settings: Settings, desk: Desk) -> Given:
    from bot import records
    from bot.channels.telegram.given import Given

    return Given(
        desk=desk,
        settings=settings,
        draft=functools.partial(_audited, settings, desk.leaving),
        draw=_drawn,
        record=records.wrong(settings),
    )


def _drawn(chart: Chart) -> bytes | None:
    """A picture; None where the extra or a font is missing."""
    from bot.pages import charts

    try:
        return charts.png(chart)
    except UsageError:
        return None


@contextmanager
def _site(context: Context, settings: Settings) -> Iterator[Site]:
    from importlib.metadata import version

    from bot import records
    from bot.channels.web.site import Site
    from loaders.readers import unchanged

    with desk_of(settings) as desk:
        yield Site(
            desk=desk,
            settings=settings,
            version=version("nianbao"),
            tokens=secrets(API_TOKENS, context.environ),
            draft=functools.partial(_audited, settings, desk.leaving),
            original=unchanged,
            record=records.wrong(settings),
        )


def _channels(context: Context, site: Site) -> tuple[Channel, ...]:
    """The channels beside the pages that the settings switch on, with their secrets."""
    settings, environ = site.settings, context.environ
    accounts: list[Channel] = []
    for name, wanted, (token, key, owner) in (
        ("wechat", settings.wechat.enabled, WECHAT_SECRETS),
        ("wecom", settings.wecom.enabled, WECOM_SECRETS),
    ):
        if not wanted:
            continue
        from bot import records
        from bot.channels.wechat.callback import Account, channel

        sealed = name == "wecom" or any(environ.get(each) or environ.get(f"{each}_FILE") for each in (key, owner))
        account = Account(
            name=name,
            token=secret(token, environ),
            key=secret(key, environ) if sealed else None,
            owner=secret(owner, environ).reveal() if sealed else "",
        )
        accounts.append(channel(account, settings, site.rate, site.counted.answered, records.wrong(settings)))
    return tuple(accounts)


def _audited(
    settings: Settings, leaving: threading.Event, ending: str, name: str, content: bytes, code: str
) -> DraftAudit:
    """The audit of a draft's bytes, given up where the process ends. The reader's file is gone then. DraftRefused."""
    from bot.cli.checking import checks_of
    from bot.languages import language
    from bot.pages import findings, remarks
    from bot.pages.views import DraftAudit, DraftRefused
    from loaders.pool import load

    ending = ending if ENDING.fullmatch(ending) else ".unknown"
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        file = Path(folder) / f"draft{ending}"
        file.write_bytes(content)
        try:
            report = load(str(file), lambda: not leaving.is_set())
        except RefusedFile as error:
            raise DraftRefused(one_line(remarks.in_words(error.why, code))) from None
    tongue = language(code)
    made = checks_of(settings, report, [report], asked=False)
    return DraftAudit(
        name=one_line(name),
        body=report.body,
        year=report.year,
        form=report.form,
        facts=len(report.facts),
        checks=len(made),
        findings=[findings.sentence(tongue, each) for each in findings.told(each for each in made if not each.holds)],
        gaps=[findings.gap(tongue, each) for each in report.gaps],
        notes=[remarks.in_words(each, code) for each in report.notes],
    )
