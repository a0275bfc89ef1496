"""What was chosen of the options of a question back, in words: 第二个, the last one, 新收的那个."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.choosing import said_in
from bot.models import Option
from bot.normalise import normalise

_SHORTEST = 2
"""characters of a label that stand for it"""


def picked(text: str, options: Sequence[Option]) -> Option | None:
    """The option that a text names by its place or by words that stand in one label only; None where it names none."""
    text = text.strip()
    for tongue, match in said_in("option_at", text):
        word = match["n"]
        place = tongue.chosen["option_places"].get(word) or int(word)
        place += len(options) + 1 if place < 0 else 0
        return options[place - 1] if 1 <= place <= len(options) else None
    for what in dict.fromkeys(match["what"].strip() for _, match in said_in("option_said", text)):
        named = [one for one in options if what in normalise(one.label).text]
        if len(named) == 1 and len(what) >= _SHORTEST:
            return named[0]
    return None
