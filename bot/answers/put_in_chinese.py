"""English questions put in the words of the reports, and whether a clause found so tells what was asked."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.finding.alike import others_of
from bot.finding.asked import Asked, Target
from bot.finding.clauses import prose_of
from bot.finding.statements import bare, place_of
from bot.finding.whose import up_to
from bot.languages import language
from bot.words import prose_words
from bot.words.mentions import has_latin
from index.models import Statement

Clauses = Callable[[], Sequence[Statement]]
"""reads the clauses of the report, when they are needed"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """A question as it was asked, or put in Chinese."""

    asked: Asked
    rephrased: prose_words.Rephrased | None = None

    def is_told_by(self, one: Statement, target: Target, *, loosely: bool) -> bool:
        """Nothing stands in the way that is lost where English becomes Chinese."""
        if self.rephrased is None:
            return True
        deeds = [word for word in language("zh").statements["deeds"] if word in self.asked.text]
        said = self.rephrased.words if loosely else deeds
        return _stand_in(said, self.asked, target, one) and not _counts_another(self.rephrased.others, one)


def in_chinese(asked: Asked, target: Target, clauses: Clauses) -> list[Put]:
    """An English question put in the words of the reports, in each way that may be meant."""
    if not has_latin(asked.text):
        return []

    @functools.cache
    def told() -> list[str]:
        return [bare(one.text) for one in clauses()]

    prose = functools.cache(lambda: [bare(one) for one in prose_of(asked, target)])
    ways = prose_words.in_chinese(
        asked.text,
        asked.cover,
        lambda word: any(word in one for one in told()),
        lambda word: any(word in one for one in prose()),
    )
    lead = f"{target.body.name}{target.year}"
    return [Put(asked=asked.again(f"{lead} {way.text}", None), rephrased=way) for way in ways]


def _stand_in(words: Sequence[str], asked: Asked, target: Target, one: Statement) -> bool:
    """Letters closed (办理来信) are none that were received: what is put for an English word stands in the sentence."""
    if not words:
        return True
    sentence = up_to(bare(one.text), [bare(each) for each in prose_of(asked, target)])
    return all(any(other in sentence for other in (word, *others_of(word))) for word in words)


def _counts_another(others: Sequence[str], one: Statement) -> bool:
    """Comments on draft decisions: 63项决策草案征求意见 counts decisions; 29个乡镇中有22个: the whole."""
    clause = bare(one.text)
    spot = place_of(clause, one)
    if spot is None or not others:
        return False
    behind = clause[spot[1] :]
    return behind.startswith(tuple(others)) or re.match(language("zh").statements["whole_ahead"], behind) is not None
