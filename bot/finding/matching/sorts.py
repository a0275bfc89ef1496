"""What a mention of a question is where a clause of the prose is looked for: content, or what says nothing there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.models import Mention

ASIDE = frozenset({"op:where", "op:claim", "op:quote", "op:figures"})
"""what is done with the figure, and no word of a clause"""
_NEVER_CONTENT = frozenset({"ask", "and", "total", "cmp:about"})
_SAYS_NOTHING = _NEVER_CONTENT | {"people", "money"}
SKIP, SMALL, WORD = 0, 1, 2
"""what a character of a question is: none of its content, content that a clause may lack, content"""


def sort_of(mention: Mention, tokens: frozenset[str]) -> int:
    """What its characters are."""
    if mention.kind != "phrase" or "ask" in tokens or (tokens and tokens <= ASIDE):
        return SKIP
    named = any(token.startswith("party:") for token in tokens)
    if not tokens or (frozenset() in mention.alternatives and not named) or tokens <= {*_NEVER_CONTENT, "op:in_all"}:
        return SMALL
    return SMALL if all(token.startswith(("unit:", "in:")) for token in tokens) else WORD


def thing_of(mention: Mention, tokens: frozenset[str], tables: Mapping[str, Any]) -> int:
    """How many characters of a word that asks by itself say what is counted: 办结 of 办结数, 参训 of 参训人数."""
    if "ask" not in tokens or not any(":" not in token for token in tokens - _SAYS_NOTHING):
        return 0
    found = re.search(tables["asks_itself"], mention.text)
    return found.start() if found is not None else len(mention.text)


def is_refused(tokens: frozenset[str]) -> bool:
    """No metric is meant: 出席了多少场发布会 asks for none that were held."""
    return any(token.startswith("not:") for token in tokens) and "ask" not in tokens


def asks_at(mention: Mention, tokens: frozenset[str], asking: Sequence[str]) -> int:
    """Where the question word of a phrase stands that no metric answers, from its beginning on."""
    if not is_refused(tokens):
        return 0
    return min((at for word in asking if (at := mention.text.find(word)) >= 0), default=0)
