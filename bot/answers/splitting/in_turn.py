"""Questions that each have their own question word, asked one after another as in a chat: 合计多少，其中自然人多少.

What is said of one of them (合计, 占) is not said of the others, so that the whole cannot be answered at once. Each
leans on the one before it; not where an applicant that was only named among the requests might be meant of a later one.
"""

from __future__ import annotations

from itertools import pairwise

from bot.answers.splitting.cutting import clauses
from bot.answers.splitting.ways import Made, Part, Way, joined
from bot.finding.asked import Asked
from bot.models import Answer, Query

_MOST_PARTS = 6
_BY_NAME = "op:in_all"
_RANKS = frozenset({"op:most", "op:least"})
_ASKING = frozenset({"ask", "op:who", "op:share", "op:breakdown", "each:which", "each:year", "each:party", "each:part"})
_BY_THEMSELVES = frozenset({"share", "rank"})
"""kinds of question behind which another one is no part of what was told"""


def _cut(asked: Asked) -> list[str]:
    """The clauses, each with a question word of its own; what stands ahead of the first goes with it."""
    found = clauses(asked)
    while len(found) > 1 and not _asks(asked, found[0]):
        found[:2] = [f"{found[0]},{found[1]}"]
    return found if len(found) <= _MOST_PARTS and all(_asks(asked, clause) for clause in found) else []


def asks_for_more(asked: Asked, made: Answer) -> bool:
    """Whether more clauses ask than figures were told."""
    asking = sum(_asks(asked, clause) for clause in clauses(asked))
    return asking > max(len(made.results), 1)


def ranks_twice(asked: Asked) -> bool:
    """申请最多的是谁，公开最多的是谁: of which one alone would be told."""
    told = asked.understood
    if told.intent != "rank" or len(told.measures) > 1 or {"most", "least"} <= told.ops:
        return False
    words = [one.text for one in asked.cover.mentions if any(_RANKS & way for way in one.alternatives)]
    return sum(any(word in clause for word in words) for clause in clauses(asked)) > 1


def sums_up(asked: Asked) -> bool:
    """合计, altogether, and not 总数, which asks for a figure by its name."""
    return any(_BY_NAME in way and "ask" not in way for one in asked.cover.mentions for way in one.alternatives)


def shares_differ(asked: Asked) -> bool:
    """What share came from individuals and what share was granted: the second is of all, and not of theirs."""
    told = asked.understood
    return told.parties_said and len(told.measures) > 1 and sum(_asks(asked, one) for one in clauses(asked)) > 1


def _asks(asked: Asked, clause: str) -> bool:
    """How many, what share, who, which year; 总数 only calls a figure by its name, 办结总数里 says of what."""
    if clause.rstrip(" ,").endswith(tuple(asked.tongue.operands.get("within", ()))):
        return False
    words = (one.text for one in asked.cover.mentions if any(_asks_by_itself(way) for way in one.alternatives))
    return any(word in clause for word in words)


def _asks_by_itself(way: frozenset[str]) -> bool:
    return bool(_ASKING & way) and _BY_NAME not in way


def _leans_on(asked: Asked, made: Made) -> Query | None:
    """The part before; of a share or a rank not whose applications it was: 几成是自然人提的，几成公开了."""
    before = made[-1].answer.query if made else asked.before
    told = asked.understood
    if not made or before is None or not _BY_THEMSELVES & {before.intent, *before.ops}:
        return before
    if before.out_of is not None and not _names_a_thing(asked, _cut(asked)[len(made)]):
        return before  # 不予公开哪种原因最多，占多少: of those that were refused
    named = tuple(body.name for choice in told.choices if len(choice.bodies) == 1 for body in choice.bodies)
    metrics = () if any(before.parties) else before.metrics
    return Query(intent="figure", bodies=named, years=told.years, metrics=metrics, parties=(None,) * len(metrics))


def _names_a_thing(asked: Asked, clause: str) -> bool:
    ways = (way for one in asked.cover.mentions if one.text in clause for way in one.alternatives)
    return any(":" not in token and token not in {"ask", "and"} for way in ways for token in way)


def _is_its_share(part: Part, made: Made) -> bool:
    """占多少, of the part that was just told to be the first."""
    before = made[-1].answer.query
    return before is not None and before.out_of is not None and "share" in part.asked.understood.ops


def _accept(part: Part, made: Made) -> bool:
    told = part.asked.understood
    if part.answer.status != "answered" or not part.answer.results or told.left:
        return False
    if (
        made
        and not _is_its_share(part, made)
        and not (told.features or told.parties_said or told.each or "breakdown" in told.ops)
    ):
        # 哪个原因最多，占多少: of what is not said
        return False
    return told.parties_said or not any(map(_names_only_who, [part.asked, *(one.asked for one in made)]))


def _names_only_who(asked: Asked) -> bool:
    """其中自然人多少: whether 公开多少 behind it is of these is not said."""
    return asked.understood.parties_said and not asked.understood.features


def _together(asked: Asked, made: Made) -> Answer | None:
    """One answer of all; None where one tells what another did, or of a year that is not the one that was named."""
    years = asked.understood.years
    if years and any(result.year not in years for part in made for result in part.answer.results):
        return None
    told = [{(one.metric, one.party, one.year, one.value) for one in part.answer.results} for part in made]
    return joined(asked, made) if all(ahead != behind for ahead, behind in pairwise(told)) else None


IN_TURN = Way(
    cut=_cut,
    leans_on=_leans_on,
    accept=_accept,
    together=_together,
)
