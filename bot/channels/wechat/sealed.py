"""What comes from the platform, opened; what goes to it, sealed. The only module that knows wechatpy.

Of wechatpy the cryptography and the parsing are used, never its client. Importing it takes a third of a second and
brings in an HTTP library, so it is imported when a channel is switched on and not before.
"""

from __future__ import annotations

import hmac
import importlib
import re
import secrets
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn
from xml.parsers import expat

from bot.secret import Secret, TokenRefused

FRESH_SECONDS: Final = 300
"""how far the time of a message may be from ours"""
LONGEST_NAME: Final = 128
"""characters of a user's id"""
_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_KEY: Final = re.compile(r"[A-Za-z0-9]{43}")
_TROUBLE: Final = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError),
    *(struct.error, expat.ExpatError),
)
"""what damaged input makes the library raise, beside its own exceptions"""


class Refused(Exception):
    """The message is not one of the platform's, or not a message: whoever sent it is not told why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """One message, opened."""

    user: str
    """the person's id at the platform: in no log and no file"""
    account: str
    """the account it was sent to"""
    kind: str
    """text, voice, event, image …"""
    text: str
    """what was typed, or heard by the platform in a voice message"""
    event: str
    """subscribe …; empty where it is none"""
    number: str
    """the same when the platform sends it again"""
    nonce: str
    """with the time: the same only when the same request comes again"""


class Seal:
    """One account's signatures and encryption; `key` None: messages come as they are."""

    def __init__(
        self,
        *,
        token: Secret,
        key: Secret | None,
        owner: str,
        enterprise: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        if key is not None and not _KEY.fullmatch(key.reveal()):
            raise TokenRefused("an EncodingAESKey has 43 letters and figures; this one has not")
        self._token = token
        self._owner = owner
        self._enterprise = enterprise
        self._now = now
        package = "wechatpy.enterprise" if enterprise else "wechatpy"
        crypto: Any = importlib.import_module(f"{package}.crypto")
        self._parse: Any = importlib.import_module(f"{package}.parser").parse_message
        self._signer: Any = importlib.import_module("wechatpy.utils").WeChatSigner
        failure: type[Exception] = importlib.import_module("wechatpy.exceptions").WeChatException
        importlib.import_module("wechatpy.replies")  # imported by its encryption, at the first answer otherwise
        self._trouble = (*_TROUBLE, failure)
        self._crypto: Any = None
        self._cipher: Any = None
        if key is not None:
            self._crypto = crypto.WeChatCrypto(token.reveal(), key.reveal(), owner)
            self._cipher = crypto.PrpCrypto(self._crypto.key)

    @property
    def encrypts(self) -> bool:
        return self._crypto is not None

    def echo(self, query: Mapping[str, str]) -> str:
        """What is said back when the platform tries the address. Refused."""
        try:
            stamp, nonce = self._when(query)
            given = query["echostr"]
            if self._enterprise:
                self._check(query["msg_signature"], stamp, nonce, given)
                return str(self._cipher.decrypt(given, self._owner))
            self._check(query["signature"], stamp, nonce)
        except self._trouble:
            raise Refused from None
        return given

    def open(self, query: Mapping[str, str], body: bytes) -> Incoming:
        """The message of a request. Refused."""
        try:
            stamp, nonce = self._when(query)
            text = body.decode("utf-8")
            if self._crypto is None:
                self._check(query["signature"], stamp, nonce)
                _refuse_dtd(text)
            else:
                # Not looked at without encryption, even where the account sends both: that part is not signed.
                sealed = _only(_between(text, "Encrypt"))
                self._check(query["msg_signature"], stamp, nonce, sealed)
                text = str(self._cipher.decrypt(sealed, self._owner))
                _refuse_dtd(text)
            return _incoming(self._parse(text), f"{stamp} {nonce}")
        except self._trouble:
            raise Refused from None

    def close(self, xml: str) -> bytes:
        """A reply as it goes out."""
        if self._crypto is None:
            return xml.encode("utf-8")
        return str(self._crypto.encrypt_message(xml, secrets.token_hex(8), str(int(self._now())))).encode("utf-8")

    def _when(self, query: Mapping[str, str]) -> tuple[str, str]:
        """Time and nonce, if the time is near enough."""
        stamp, nonce = query["timestamp"], query["nonce"]
        if not _TIMESTAMP.fullmatch(stamp) or not _NONCE.fullmatch(nonce):
            raise Refused
        if abs(self._now() - int(stamp)) > FRESH_SECONDS:
            raise Refused
        return stamp, nonce

    def _check(self, given: str, *parts: str) -> None:
        signer = self._signer()
        signer.add_data(self._token.reveal(), *parts)
        if not hmac.compare_digest(str(signer.signature).encode(), given.encode("utf-8")):
            raise Refused


def _refuse_dtd(text: str) -> None:
    """Refuse what is no XML, and any document type."""
    _reader().Parse(text.encode("utf-8"), True)


def _reader() -> expat.XMLParserType:
    """Reads XML, and refuses any document type: entities that stand for others come with one."""

    def refuse(*_: object) -> NoReturn:
        raise Refused

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _between(text: str, name: str) -> list[str]:
    """The text of each element of that name right below the root. Refused: there is a document type."""
    found: list[str] = []
    path: list[str] = []

    def begin(tag: str, _: dict[str, str]) -> None:
        path.append(tag)
        if len(path) == 2 and tag == name:
            found.append("")

    def end(_: str) -> None:
        path.pop()

    def data(piece: str) -> None:
        if len(path) == 2 and path[1] == name:
            found[-1] += piece

    parser = _reader()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, data
    parser.Parse(text.encode("utf-8"), True)
    return found


def _only(found: list[str]) -> str:
    if len(found) != 1:
        raise Refused
    return found[0].strip()


def _incoming(message: Any, nonce: str) -> Incoming:
    fields: Mapping[str, object] = message._data  # noqa: SLF001, its own accessors take a list for a text

    def field(name: str) -> str:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise Refused
        return value or ""

    user, account, kind = field("FromUserName"), field("ToUserName"), field("MsgType").lower()
    if not user or not account or max(len(user), len(account)) > LONGEST_NAME:
        raise Refused
    event = field("Event").lower() if kind == "event" else ""
    number = field("MsgId") if kind != "event" else ""
    return Incoming(
        user=user,
        account=account,
        kind=kind,
        text=field("Recognition") if kind == "voice" else field("Content"),
        event="subscribe" if event.startswith("subscribe") else event,
        number=number or f"{field('CreateTime')} {event}",
        nonce=nonce,
    )
