"""Whether a sentence goes on about what a chat was told before: 其中市本级多少 after how many accounts there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.finding.asked import Asked
from bot.finding.clause.statements import bare
from bot.finding.sentence.paragraphs import ends
from bot.languages import every_word
from index.metrics import catalogue
from index.models import Statement


def is_within(asked: Asked, one: Statement, prose: Sequence[str]) -> bool:
    """Of what was told before, unless another body or year is named: in its sentence, or counted as it is."""
    before, understood = asked.before, asked.understood
    begins = any(asked.text.startswith(word) for word in sorted(every_word("operands", "among_it")))
    if before is None or not begins or understood.choices or understood.years:
        return True
    if before.metrics:
        return all(key in catalogue() and catalogue()[key].unit == one.unit for key in before.metrics)
    told = bare(before.words[0]) if before.words else ""
    stops = f"[{re.escape(ends())}]"
    sentences = [part for paragraph in prose for part in re.split(stops, paragraph)]
    return not told or any(told in part.partition(bare(one.text))[0] for part in sentences if bare(one.text) in part)
