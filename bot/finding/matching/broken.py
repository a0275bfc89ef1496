"""Words of a question that a phrase or a numeral swallowed a part of: 统|一, 接|待查|阅."""

from __future__ import annotations

from bot.models import Cover, Mention
from bot.spelling import real_words

_PAIR = 2


def word_with(text: str, number: Mention) -> tuple[int, int] | None:
    """The word of two characters of which a numeral is one: 统一, and no figure."""
    if number.end - number.start != 1 or text[number.start].isdigit():
        return None
    starts = range(max(number.start - 1, 0), number.start + 1)
    spans = ((start, start + _PAIR) for start in starts)
    return next((span for span in spans if text[slice(*span)] in real_words.words()), None)


def is_broken(text: str, mention: Mention, cover: Cover) -> bool:
    """Whether a phrase parts a word of which the other half is left over: 待查 of 接待查阅."""
    if mention.kind != "phrase" or mention.end - mention.start < _PAIR:
        return False
    left = {at for start, end in cover.left for at in range(start, end)}
    ends = ((mention.start - 1, mention.start - 1), (mention.end - 1, mention.end))
    return any(other in left and text[first : first + _PAIR] in real_words.words() for first, other in ends)
