"""A small Bot API server: real HTTP, updates by long polling, every call recorded."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiohttp import web

TOKEN = "4242424242:AAFakeFakeFakeFakeFakeFakeFakeFake_-x"
PATIENCE = 30.0
"""seconds a test waits for what must come"""

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request to the server, but getUpdates."""

    method: str
    values: Json


class FakeTelegram:
    """`async with FakeTelegram() as telegram`; give `telegram.base_url` to the bot."""

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.polls = 0
        self._port = port
        self._pending: deque[Json] = deque()
        self._next = 1
        self._sent = 1000
        """the message sent last"""
        self._changed = asyncio.Condition()
        self._failures: dict[str, deque[Json]] = {}
        application = web.Application()
        self.files: dict[str, bytes] = {}
        """by file_id; what getFile gives and may be downloaded"""
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        application.router.add_get("/file/bot{token}/{name}", self._download)
        self._runner = web.AppRunner(application, shutdown_timeout=0.01, access_log=None)

    async def __aenter__(self) -> FakeTelegram:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/bot"

    def begin(self) -> None:
        """Forget what was called, as at the start."""
        self.calls.clear()
        self._sent = 1000

    async def push(self, **update: Any) -> None:
        """Let the bot have an update."""
        async with self._changed:
            self._pending.append({"update_id": self._next, **update})
            self._next += 1
            self._changed.notify_all()

    async def text(
        self, text: str, chat: int = 7, language: str | None = "zh-hans", kind: str = "private", **more: Any
    ) -> None:
        """A person writes something."""
        await self.push(message=message(text, chat, language, kind, **more))

    async def inline(self, text: str, language: str | None = "zh-hans") -> None:
        """A person types @bot and a question in some chat."""
        await self.push(inline_query={"id": str(self._next), "from": person(7, language), "query": text, "offset": ""})

    async def document(self, name: str, content: bytes, *, size: int | None = None, **more: Any) -> None:
        """A person sends a file."""
        self.files[name] = content
        held = {"file_id": name, "file_unique_id": "u", "file_name": name, "file_size": size or len(content)}
        given = {"chat": 7, "language": "zh-hans", "kind": "private", **more}
        await self.push(message=message(None, document=held, **given))

    async def press(self, data: str, chat: int = 7, language: str | None = "zh-hans") -> None:
        """A person presses a button."""
        await self.push(
            callback_query={
                "id": str(self._next),
                "from": person(chat, language),
                "chat_instance": "1",
                "data": data,
                "message": message("…", chat, language, "private"),
            }
        )

    def fail(self, method: str, code: int, description: str, **parameters: Any) -> None:
        """The next call of that method is refused."""
        refusal = {"ok": False, "error_code": code, "description": description}
        if parameters:
            refusal["parameters"] = parameters
        self._failures.setdefault(method, deque()).append(refusal)

    def named(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def sent(self) -> list[Json]:
        """The messages sent, in their order."""
        return [call.values for call in self.named("sendMessage")]

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds; it is looked at whenever the bot calls."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: bool(holds())), PATIENCE)

    async def called(self, method: str, count: int = 1) -> list[Json]:
        """All calls of a method, as soon as there are so many."""
        await self.until(lambda: len(self.named(method)) >= count)
        return [call.values for call in self.named(method)]

    async def replies(self, count: int) -> list[Json]:
        """All messages sent, as soon as there are so many."""
        await self.until(lambda: len(self.sent) >= count)
        return self.sent

    async def quiet(self) -> None:
        """Wait until the bot has taken every update and had a moment to reply."""
        await self.until(lambda: not self._pending)
        await asyncio.sleep(0.1)

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return refused(401, "Unauthorized")
        values = {key: _value(value) for key, value in (await request.post()).items()}
        if self._failures.get(method):
            async with self._changed:
                failure = self._failures[method].popleft()
                self._changed.notify_all()
            return web.json_response(failure, status=failure["error_code"])
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._updates(values)})
        if method in ("sendMessage", "editMessageText") and not 0 < length(values["text"], values) <= 4096:
            return refused(400, "Bad Request: message is too long or empty")
        if method == "sendPhoto" and length(values.get("caption", ""), values) > 1024:
            return refused(400, "Bad Request: message caption is too long")
        async with self._changed:
            self.calls.append(Call(method=method, values=values))
            self._changed.notify_all()
        return web.json_response({"ok": True, "result": self._result(method, values)})

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return refused(401, "Unauthorized")
        return web.Response(body=self.files[request.match_info["name"]])

    async def _updates(self, values: Json) -> list[Json]:
        offset, timeout = int(values.get("offset", 0)), float(values.get("timeout", 0))
        async with self._changed:
            self.polls += 1
            while self._pending and self._pending[0]["update_id"] < offset:
                self._pending.popleft()
            self._changed.notify_all()
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: bool(self._pending)), timeout)
            except TimeoutError:
                return []
            return list(self._pending)

    def _result(self, method: str, values: Json) -> object:
        if method == "getMe":
            return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "bot", "username": "a_bot"}
        if method in ("sendMessage", "sendPhoto"):
            self._sent += 1
            told = message(str(values.get("text", "")), int(values["chat_id"]), None, "private")
            return {**told, "message_id": self._sent}
        if method == "getFile":
            content = self.files[str(values["file_id"])]
            return {
                "file_id": values["file_id"],
                "file_unique_id": "u",
                "file_size": len(content),
                "file_path": values["file_id"],
            }
        if method == "deleteWebhook" and values.get("drop_pending_updates"):
            self._pending.clear()
        return True


def refused(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)


def length(text: object, values: Json) -> int:
    """UTF-16 units after the markup was read."""
    shown = str(text)
    if values.get("parse_mode") == "HTML":
        shown = html.unescape(re.sub(r"</?pre>", "", shown))
    return len(shown.encode("utf-16-le")) // 2


def person(identity: int, language: str | None) -> Json:
    told = {"id": identity, "is_bot": False, "first_name": "甲"}
    return told if language is None else {**told, "language_code": language}


def message(text: str | None, chat: int, language: str | None, kind: str, **more: Any) -> Json:
    told: Json = {
        "message_id": 1,
        "date": 1_600_000_000,
        "chat": {"id": chat, "type": kind},
        "from": person(abs(chat), language),
        **more,
    }
    if text is not None:
        told["text"] = text
        if text.startswith("/"):
            told["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return told


def _value(value: object) -> Any:
    """A field of a form; of a file its bytes."""
    return value.file.read() if isinstance(value, web.FileField) else _decoded(str(value))


def _decoded(value: str) -> Any:
    """Lists, objects, numbers and true as they are; a text that is none of them as text."""
    try:
        return json.loads(value) if value[:1] in "[{tf0123456789-" else value
    except ValueError:
        return value
