"""The pieces of the names of bodies in a question: which of them stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import NAMES, Mention
from bot.places.body_names import DATA
from bot.words.mentions import is_latin

_LATIN_WORD = re.compile("[a-z]+")


def grouped(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """Pieces of names that are adjacent (广州市 海珠区 政府办), each group naming one body."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if mention.kind not in NAMES:
            continue
        if groups:
            gap = text[groups[-1][-1].end : mention.start].strip()
            turned = mention.kind == "region" and _is_latin_organ(groups[-1]) and gap in DATA["organ_before_region"]
            if turned or gap in DATA["between_pieces"]:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _is_latin_organ(group: Sequence[Mention]) -> bool:
    """The housing bureau of Qinghe: an organ, and no region yet."""
    return len(group) == 1 and group[0].kind in {"organ", "own"} and is_latin(group[0].text[0])


def is_latin_text(text: str) -> bool:
    """Whether it has more Latin words than Chinese characters, so that the answer is in English; 收件 top3 has not."""
    words = len(_LATIN_WORD.findall(text))
    return words > sum(sign > "⺀" for sign in text)
