"""A message → what is said to it, within a second."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
import unicodedata
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot import encode
from bot.channels.wechat.kept import Kept, Said
from bot.channels.wechat.sealed import Incoming
from bot.channels.wechat.written import CARD_TEXT, CARD_TITLE, LONGEST, Reply, cut, size
from bot.desk import Busy, Desk, Rate
from bot.doors import Closed, Door
from bot.models import Answer, Question
from bot.pages.told import brief, numbered, offered, told
from bot.service import Service

PATIENCE: Final = 0.8
"""seconds that an answer is waited for; the platform gives up after five"""
NUMBER_SIGNS: Final = 2
"""of a bare number that may choose an option: more are a year"""
PARTED: Final = " | "
"""between the cells of a row: characters are of many widths here, so columns would not line up"""
REMARK: Final = 500
"""characters kept of what a person says is wrong"""
_ENDS: Final = " \t\n.,!?:;\u3002\uff0c\uff01\uff1f\uff1a\uff1b\u201c\u201d\"'"

Count = Callable[[str, Answer, float], None]
"""told of every answer: the channel, the answer, the seconds it took"""
Record = Callable[[Mapping[str, encode.Json]], bool]
"""keeps what a person calls wrong, for the operator; False: it could not be kept"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """An answer, where its first source is shown, and what is said of both."""

    answer: Answer
    link: str
    text: str
    card: Reply | None


class Talk:
    """One channel's conversations."""

    def __init__(
        self, *, channel: str, desk: Desk, kept: Kept, rate: Rate, url: str, wrong: Record, cards: bool, count: Count
    ) -> None:
        self._channel = channel
        self._desk = desk
        self._kept = kept
        self._rate = rate
        self._url = url.rstrip("/")
        self._wrong = wrong
        self._cards = cards
        self._count = count
        self._late: dict[str, asyncio.Task[Reply]] = {}

    async def reply(self, said: Incoming, chat: str) -> Reply | None:
        """What is said to a message; None: nothing."""
        if said.kind == "event":
            return await self._event(said.event, chat)
        text = said.text.strip()
        code = "en" if text and text.isascii() and any(map(str.isalpha, text)) else "zh"
        if self._rate.wait(chat):
            return Reply(text=Service.say(code, "too_many")) if self._rate.first_refusal(chat) else None
        if said.kind not in ("text", "voice"):
            return Reply(text=Service.say(code, "other_kind"))
        if not text:
            return Reply(text=Service.say(code, "voice" if said.kind == "voice" else "empty"))
        if text.strip(_ENDS).lower() in _words("more_words"):
            return self._more(chat, code)
        remark = _remark(text)
        if remark is not None:
            return Reply(text=Service.say(code, self._record(chat, remark)))
        return await self._in_time(chat, code, self._asked(chat, text, code))

    async def close(self) -> None:
        """Give up what is late."""
        late = tuple(self._late.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _event(self, event: str, chat: str) -> Reply | None:
        if event == "subscribe":
            return await self._in_time(chat, "zh", self._greeted(chat))
        if event == "unsubscribe":
            self._kept.forget(chat)
            with contextlib.suppress(Busy, Closed, TimeoutError):
                await asyncio.wait_for(self._desk.with_service(lambda door: door.service.memory.forget(chat)), PATIENCE)
        return None

    async def _in_time(self, chat: str, code: str, work: Coroutine[object, object, Reply]) -> Reply:
        """What comes of it if that is soon; else it is kept for who asks for more."""
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if done:
            return task.result()
        self._late[chat] = task

        def arrived(task: asyncio.Task[Reply]) -> None:
            if self._late.get(chat) is task:
                del self._late[chat]
            if not task.cancelled() and task.exception() is None:
                reply = task.result()
                before = self._kept.said(chat)
                said = reply.text.removesuffix("\n" + Service.say(code, "more_hint"))
                text = "\n".join(filter(None, (reply.title, said, reply.url, before.rest)))
                self._kept.say(chat, replace(before, rest=text))

        task.add_done_callback(arrived)
        return Reply(text=Service.say(code, "late"))

    async def _greeted(self, chat: str) -> Reply:
        def greet(door: Door) -> Answer:
            answer = door.service.greeting("zh")
            if answer.options:
                door.service.memory.remember(chat, None, answer.options)
            return answer

        try:
            answer = await self._desk.with_service(greet)
        except (Busy, Closed):
            return Reply(text=Service.say("zh", "error"))
        return self._cut(chat, numbered(answer, PARTED), "", "zh", Said())

    async def _asked(self, chat: str, text: str, code: str) -> Reply:
        start = time.monotonic()
        try:
            found = await self._desk.with_service(lambda door: self._answer(door, chat, text))
        except (Busy, Closed):
            return Reply(text=Service.say(code, "error"))
        except Exception:  # noqa: BLE001 - the edge: a fault of ours is one reply, not one of the platform's
            _log.exception("a question of %s failed", self._channel)
            return Reply(text=Service.say(code, "error"))
        answer = found.answer
        taken = time.monotonic() - start
        self._count(self._channel, answer, taken)
        _log.info(
            "answer: channel=%s status=%s ms=%.1f user=%s",
            *(self._channel, answer.status, taken * 1000, chat.rpartition(":")[2][:12]),
        )
        record = encode.dumps(encode.understood(answer, text))
        said = Said(question=answer.question or text, record=record)
        if found.card is not None:
            self._kept.say(chat, said)
            return found.card
        return self._cut(chat, found.text, found.link, answer.language, said)

    def _answer(self, door: Door, chat: str, text: str) -> _Told:
        """The answer to a question, or to the number of an option that lies in the chat."""
        service = door.service
        number = unicodedata.normalize("NFKC", text).strip(_ENDS)
        lying = service.memory.options(chat) if number.isdecimal() and len(number) <= NUMBER_SIGNS else ()
        if lying and 1 <= int(number) <= len(lying):
            answer = service.choose(chat, service.digest(lying), int(number))
        else:
            answer = service.ask(Question(text=text, chat=chat, channel=self._channel))
        places = told(answer, door.browse).places if self._url else ()
        link = f"{self._url}/reports/{places[0].report.key}#{places[0].anchor}" if places else ""
        shown, card = self._carded(answer, link)
        if offered(shown) != shown.options:  # which the service keeps by itself; nobody chooses what is not shown
            service.memory.remember(chat, None, offered(shown))
        return _Told(answer=answer, link=link, text=numbered(answer, PARTED), card=card)

    def _carded(self, answer: Answer, link: str) -> tuple[Answer, Reply | None]:
        """What is shown of an answer, and its card, which leaves out what may be asked next before it is too long."""
        if self._cards and link and not answer.options:
            for shown in (answer, replace(answer, text=brief(answer), next=())):
                title, _, rest = numbered(shown, PARTED).partition("\n")
                if size(title) <= CARD_TITLE and size(rest) <= CARD_TEXT:
                    return shown, Reply(text=rest, title=title, url=link)
        return answer, None

    def _cut(self, chat: str, text: str, link: str, code: str, said: Said) -> Reply:
        """As much as one reply holds, the link always; what is left is kept."""
        tail = "\n" + Service.say(code, "source_link").format(url=link) if link else ""
        part, rest = cut(text, LONGEST - size(tail))
        if rest:
            tail += "\n" + Service.say(code, "more_hint")
            part, rest = cut(text, LONGEST - size(tail))
        self._kept.say(chat, replace(said, rest=rest))
        return Reply(text=part + tail)

    def _more(self, chat: str, code: str) -> Reply:
        """What did not fit, or came too late."""
        if chat in self._late:
            return Reply(text=Service.say(code, "late"))
        said = self._kept.said(chat)
        if not said.rest:
            return Reply(text=Service.say(code, "no_more"))
        return self._cut(chat, said.rest, "", code, said)

    def _record(self, chat: str, remark: str) -> str:
        """Keep for the operator what a person says is wrong; the key of the sentence that says so."""
        said = self._kept.said(chat)
        if not said.record:
            return "wrong_what"
        told = {"channel": self._channel, "chat": chat.rpartition(":")[2][:12], "remark": remark[:REMARK]}
        kept = self._wrong({**told, **json.loads(said.record, parse_float=Decimal)})
        return "wrong_kept" if kept else "error"


def _words(key: str) -> frozenset[str]:
    return frozenset(word for code in ("zh", "en") for word in Service.say(code, key).split("|"))


def _remark(text: str) -> str | None:
    """What follows a word for a wrong answer; None: the text does not begin with one that stands by itself."""
    for word in sorted(_words("wrong_words"), key=len, reverse=True):
        rest = text[len(word) :]
        if text[: len(word)].lower() == word and (not rest or rest[0] in _ENDS):
            return rest.strip(_ENDS)
    return None
