"""Whether something holds of all: 复议都维持了吗, 申请是否全部办结, were all reconsiderations upheld.

The word for all (bot/languages/*/operators.toml, [operands] whether_all) then means nothing else: the question is
whether the share is the whole, which the figure alone would leave open.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.languages import every
from bot.models import Mention
from bot.words.mentions import beside, meaning
from bot.words.patterns import Patterns
from bot.words.refusing import stand

_ALL = (frozenset({"op:all"}),)


@functools.cache
def _patterns() -> Patterns:
    return Patterns(every("operands", "whether_all"))


def settled(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, with a word for all taken in that sense if the question asks for a yes or a no."""
    # 成都 and 花都区 say nothing of all
    _, match = next(iter(stand(_patterns(), text, found)), (0, None))
    if match is None:
        return list(found)
    span = match.span("word")
    return [*beside(found, [span]), meaning(text, span, _ALL)]
