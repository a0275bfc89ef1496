"""What the handlers share: the desk, the settings, the templates, what is counted."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from aiohttp import web

from bot.channels.web import charts, texts
from bot.channels.web.counted import Counted
from bot.channels.web.replies import Replies
from bot.channels.web.talks import Talks
from bot.config import Settings
from bot.desk import Desk, Rate
from bot.doors import Door
from bot.encode import Json
from bot.pages.linked import Linked
from bot.pages.told import short, to_keep
from bot.pages.views import DraftAudit
from bot.secret import Secret

HERE = Path(__file__).parent

Draft = Callable[[str, str, bytes, str], DraftAudit]
"""kind of file (.docx), its name, its bytes and the reader's language → what is wrong with it; DraftRefused"""
Original = Callable[[str, str], bytes | None]
"""path and digest, both from the index → the bytes that were indexed; None: they are not there any more"""

Record = Callable[[Mapping[str, Json]], bool]
"""keeps what a person calls wrong, for the operator; False: it could not be kept"""


@dataclass(frozen=True, kw_only=True)
class Site:
    """One process that serves."""

    desk: Desk
    settings: Settings
    version: str
    """of nianbao"""
    tokens: tuple[Secret, ...] = ()
    draft: Draft | None = None
    original: Original | None = None
    record: Record | None = None
    talks: Talks = field(default_factory=Talks)
    counted: Counted = field(default_factory=Counted)
    replies: Replies = field(default_factory=Replies)

    @functools.cached_property
    def rate(self) -> Rate:
        return Rate(self.settings.web.questions_a_minute)


SITE = web.AppKey("site", Site)
CHANNELS = web.AppKey("channels", dict[str, str])
"""of other channels in the same process: their addresses, and what each is called"""
STATIC = {"app.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""files that are served, and what they are"""


@functools.cache
def templates() -> jinja2.Environment:
    """Everything is escaped; what is not there is an error, not an empty text."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["drawn"] = charts.drawn
    made.globals["texts_of"] = charts.texts_of
    made.globals["texts"] = texts.texts
    made.globals["static"] = static
    made.globals["short"] = short
    made.globals["to_keep"] = to_keep
    made.filters["figure"] = charts.figure
    made.filters["grouped"] = grouped
    made.filters["query"] = query
    return made


def linked(request: web.Request, door: Door) -> Linked:
    """How the API and files of JSON show what is found in the index."""
    return Linked(browse=door.browse, url=request.app[SITE].settings.web.public_url.rstrip("/"))


def grouped(number: int | Decimal) -> str:
    """1,234 for 1234."""
    return f"{number:,}"


def query(address: str) -> str:
    """What an address says after its path, with the mark before it."""
    return "?" + address.partition("?")[2] if "?" in address else ""


@functools.cache
def static(name: str) -> str:
    """The address of a file of ours, another when the file is another: browsers may keep it for good."""
    mark = hashlib.blake2b((HERE / "static" / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{mark}/{name}"


def page(request: web.Request, template: str, status: int = 200, **fields: Any) -> web.Response:
    """A page in the language of the request."""
    told = texts.of(request)
    shown: Mapping[str, Any] = {"t": told, "path": request.path_qs, "site": request.app[SITE], **fields}
    return web.Response(
        text=templates().get_template(template).render(shown),
        content_type="text/html",
        charset="utf-8",
        status=status,
        headers={"Content-Language": told.code, "Vary": "Accept-Language, Cookie"},
    )


def at(request: web.Request, shown: Mapping[str, object]) -> Callable[..., str]:
    """The address of this list from another place on, or with another filter."""

    def address(offset: int = 0, **other: object) -> str:
        kept = {name: value for name, value in {**shown, **other}.items() if value not in (None, "")}
        words = urlencode({**kept, **({"offset": offset} if offset else {})})
        return f"{request.path}?{words}" if words else request.path

    return address
