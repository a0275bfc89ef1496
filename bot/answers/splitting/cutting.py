"""Where a text is cut into questions: at signs, and ahead of a word that begins another question."""

from __future__ import annotations

import re

from bot.finding.asked import Asked
from bot.words.mentions import is_content

_SIGNS = r"[,;、/。:?!]+|\s{2,}"
MOST_PARTS = 8


def at_signs(asked: Asked) -> list[str]:
    """The parts between signs that say something, and ahead of a word such as in “and how many people came”."""
    return [part.strip() for part in _between_signs(asked) if any(map(is_content, part))]


def asks(asked: Asked, part: str) -> bool:
    """Whether a part contains a word that asks in the whole question."""
    words = [one.text for one in asked.cover.mentions if any("ask" in way for way in one.alternatives)]
    return any(word in part for word in words)


def asks_in_parts(asked: Asked) -> bool:
    """Whether more than one part has a question word: 收到几件，官司几起."""
    parts = [part for part in _between_signs(asked) if part.strip()]
    return 1 < len(parts) <= MOST_PARTS and sum(asks(asked, part) for part in parts) > 1


def _between_signs(asked: Asked) -> list[str]:
    joined: str = asked.tongue.operands.get("and_asks", "")
    return re.split(f"{_SIGNS}|{joined}" if joined else _SIGNS, asked.text)
