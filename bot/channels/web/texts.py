"""What pages say, in the language of the browser or the one that was chosen: pages.zh.toml and pages.en.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.plurals import filled

CODES = ("zh", "en")
"""the first is for those who name neither"""
COOKIE = "language"


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """The sentences of one language."""

    code: str
    sentences: Mapping[str, str]

    @property
    def other(self) -> str:
        """The code of the language to switch to."""
        return next(code for code in CODES if code != self.code)

    def __call__(self, key: str, **fields: object) -> str:
        """Fill in a sentence."""
        return filled(self.sentences[key], fields)


@functools.cache
def texts(code: str) -> Texts:
    """Of a language by its code."""
    text = Path(__file__).with_name(f"pages.{code}.toml").read_text(encoding="utf-8")
    return Texts(code=code, sentences=tomllib.loads(text))


def of(request: web.Request) -> Texts:
    """The language a request is answered in."""
    chosen = request.query.get("lang") or request.cookies.get(COOKIE)
    return texts(chosen if chosen in CODES else preferred(request.headers.get("Accept-Language", "")))


def preferred(header: str) -> str:
    """The language of ours that a browser likes most."""
    best, most = CODES[0], 0.0
    for each in header[:1000].lower().split(","):
        tag, _, weight = each.partition(";")
        code = tag.strip().partition("-")[0]
        try:
            quality = float(weight.partition("=")[2] or 1) if weight.strip() else 1.0
        except ValueError:
            continue
        if code in CODES and quality > most:
            best, most = code, quality
    return best
