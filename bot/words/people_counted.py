"""Whether an English question counts people: how many residents came, and how many letters residents wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.languages import language
from bot.models import Cover, Mention
from bot.words import unlisted

_PLURAL = "s"


def counts_people(
    text: str,
    words: Sequence[Mention],
    found: Sequence[Mention],
    head: int | None,
    cover: Cover,
    stands: Callable[[str], bool],
) -> bool:
    """Whether what is counted are people. `words`: those that are no measure of it; `head`: which is counted, if known.

    `stands` tells whether a word stands in a clause of the report.
    """
    if _is_of_people(text, words, cover, stands):
        return True
    return _counts_people(text, cover, found) and (head is None or _has_people(cover, words[head]))


def _is_of_people(text: str, words: Sequence[Mention], cover: Cover, stands: Callable[[str], bool]) -> bool:
    """Parents who came, and no parents' letters: what is counted, told first or behind the question word, is people.

    Of words in a row it is the first in the plural: multilingual volunteers. And it is what the report may say for it.
    """
    words = [one for one in words if not text.startswith("'", one.end)]
    asking = [one.end for one in cover.mentions if any("ask" in way for way in one.alternatives)]
    behind = [one for one in words if asking and one.start >= max(asking)] or words
    head = None
    for one in (one for one in behind if any(map("".join, one.alternatives))):
        if head is not None and not runs_on(text, head, one):
            break
        head = one
        if _is_plural(one):
            break
    if head is None or not _is_plural(head):
        return False
    persons = tuple(language("zh").statements["persons"])
    told = [*map("".join, head.alternatives)]
    return any(word.endswith(persons) for word in [*filter(stands, filter(None, told))] or told)


def _counts_people(text: str, cover: Cover, found: Sequence[Mention]) -> bool:
    """How many people, and not how many people's suggestions, nor what the people's congress proposed."""
    people = [one for one in cover.mentions if any("people" in way for way in one.alternatives)]
    said = [one for one in people if not text.startswith("'", one.end)]
    return any(not any(_owns(one, word) for word in found) for one in said)


def _has_people(cover: Cover, word: Mention) -> bool:
    """People were trained: those who are counted stand in the word."""
    return any(overlap(one, word) for one in cover.mentions if any("people" in way for way in one.alternatives))


def _owns(one: Mention, word: Mention) -> bool:
    """A word within another that says whose something is."""
    return word.start <= one.start and word.text.startswith("'", one.end - word.start)


def _is_plural(one: Mention) -> bool:
    return any(word.endswith(_PLURAL) for word in one.text.split())


def runs_on(text: str, one: Mention, other: Mention) -> bool:
    """Two words of one name; comments received on is none with what follows."""
    *ahead, last = one.text.split()
    return not text[one.end : other.start].strip(" -'") and not (ahead and unlisted.is_filler(last))


def overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
