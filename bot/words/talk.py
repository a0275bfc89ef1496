"""What people say about themselves before asking: I am a journalist writing about transparency.

A sentence that begins so and says nothing that reports tell of is ignored; every other word counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.languages import every
from bot.models import Mention

_STOPS = ".!?;。!?;\n"
_STOP = re.compile(f"[{_STOPS}]")
_SENTENCE = re.compile(f"[^{_STOPS}]+[{_STOPS}]+")


@functools.cache
def _starts() -> tuple[str, ...]:
    return every("operands", "introductions")


def introductions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Sentences, except the last, in which people introduce themselves. `found` is what is known in the text."""
    if not _STOP.search(text) or not any(start in text for start in _starts()):
        return []
    # What follows the last stop is no sentence: to look for its end from every character takes long.
    end = max(map(text.rfind, _STOPS)) + 1
    made = []
    for sentence in _SENTENCE.finditer(text, 0, end):
        start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
        if not text[start:].startswith(_starts()) or not text[sentence.end() :].strip():
            continue
        if not any(start <= one.start < sentence.end() and _says(one) for one in found):
            made.append(
                Mention(
                    start=start,
                    end=sentence.end(),
                    text=text[start : sentence.end()],
                    kind="phrase",
                    alternatives=(frozenset(),),
                )
            )
    return made


def _says(one: Mention) -> bool:
    """A body, a year, a figure, or a word that says something in every reading."""
    return one.kind != "phrase" or all(one.alternatives)
