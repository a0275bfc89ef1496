"""Updates by polling: a process of its own, which needs no address that Telegram can reach."""

from __future__ import annotations

import asyncio
import logging
import signal

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.application import UPDATES, Bot, Caller, build, finish, menu, until_there
from bot.channels.telegram.discreet import discreet
from bot.channels.telegram.given import Given
from bot.secret import TELEGRAM_TOKEN, Secret, TokenRefused

OUTAGE_SECONDS = 120
"""after which an outage that goes on is told again"""

_log = logging.getLogger(__name__)


def run(given: Given, token: Secret) -> None:
    """Answer until SIGTERM, or KeyboardInterrupt; TokenRefused if Telegram does not accept the token. Closed."""

    async def until_told() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await serve(given, token, stop)

    asyncio.run(until_told())


async def serve(given: Given, token: Secret, stop: asyncio.Event) -> None:
    """Answer until `stop` is set; a network that is down is waited for. TokenRefused and Closed as `run`."""
    with discreet(token):
        application = build(given, token)
        bot: Caller = application.bot
        try:
            await given.desk.start()
            if await until_there(bot, stop):
                await _poll(application, given, stop)
        except InvalidToken:
            # `from None`: what the library raised may show the token
            raise TokenRefused(f"Telegram does not accept the token in {TELEGRAM_TOKEN}") from None
        finally:
            await bot.shutdown()
            await given.desk.stop()


async def _poll(application: Bot, given: Given, stop: asyncio.Event) -> None:
    """Take updates and answer them until `stop` is set or the token is refused; what was taken is answered first."""
    updater, bot = application.updater, application.bot
    if updater is None:
        raise RuntimeError("the application was built without an updater")
    async with application:
        await menu(bot)
        await updater.start_polling(
            allowed_updates=UPDATES,
            bootstrap_retries=-1,
            drop_pending_updates=given.settings.telegram.drop_pending_updates,
            error_callback=_Outage(),
        )
        await application.start()
        try:
            waiting = [asyncio.create_task(stop.wait()), asyncio.create_task(bot.refused.wait())]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
        finally:
            try:
                await updater.stop()
            finally:
                await finish(application)


class _Outage:
    """One line in the log when polling begins to fail, not one each time it is tried."""

    def __init__(self) -> None:
        self._last: type[TelegramError] | None = None
        self._at = float("-inf")

    def __call__(self, error: TelegramError) -> None:
        """Called by the updater, which tries again by itself after at most half a minute."""
        now = asyncio.get_running_loop().time()
        if type(error) is not self._last or now - self._at > OUTAGE_SECONDS:
            why = "another process polls with this token" if isinstance(error, Conflict) else str(error)
            _log.warning("no updates from Telegram, trying again until there are: %s", why)
        self._last, self._at = type(error), now
