"""The sentences that only this channel says, in sentences.toml beside it; the others stand in bot/languages/."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.plurals import filled

CODES: Final = ("zh", "en")
"""of the menu of commands; the first is for those whose language is not told"""


@functools.cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def say(code: str, key: str, **fields: object) -> str:
    """A sentence, filled in."""
    return filled(_sentences()[code][key], fields)
