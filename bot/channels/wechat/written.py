"""How a reply is cut and written: no longer than the platform takes, and no text that could be taken for XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 2048
"""bytes of a text in a reply"""
CARD_TITLE: Final = 128
CARD_TEXT: Final = 512
"""bytes of a card"""
_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""characters that XML cannot hold"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What is said."""

    text: str
    title: str = ""
    """of a card; empty: it is a plain text"""
    url: str = ""
    """where a card leads"""


def size(text: str) -> int:
    """Bytes."""
    return len(text.encode("utf-8", "replace"))


def cut(text: str, most: int) -> tuple[str, str]:
    """The beginning of at most so many bytes, between lines where one ends late enough, and the rest."""
    data = text.encode("utf-8", "replace")
    if len(data) <= most:
        return data.decode(), ""
    part = data[:most].decode("utf-8", "ignore")
    line = part.rfind("\n")
    if line > len(part) // 2:
        part = part[:line]
    return part, data[len(part.encode()) :].decode().lstrip("\n")


def xml(reply: Reply, *, to: str, sender: str, time: int) -> str:
    """A passive reply: a text, or one article, which is the card with a link that a reply may hold."""
    head = (
        f"<xml><ToUserName>{_data(to)}</ToUserName><FromUserName>{_data(sender)}</FromUserName>"
        f"<CreateTime>{time}</CreateTime>"
    )
    if not reply.title:
        return f"{head}<MsgType>{_data('text')}</MsgType><Content>{_data(reply.text)}</Content></xml>"
    return (
        f"{head}<MsgType>{_data('news')}</MsgType><ArticleCount>1</ArticleCount><Articles><item>"
        f"<Title>{_data(reply.title)}</Title><Description>{_data(reply.text)}</Description>"
        f"<Url>{_data(reply.url)}</Url></item></Articles></xml>"
    )


def _data(text: str) -> str:
    """A CDATA section that ends where it should."""
    return "<![CDATA[" + _NO_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"
