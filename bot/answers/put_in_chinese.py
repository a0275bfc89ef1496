"""English questions put in the words of the reports, and whether a clause found so tells what was asked."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.finding.asked import Asked, Target
from bot.finding.clause.statements import bare, place_of
from bot.finding.clauses import bare_prose_of, prose_of
from bot.finding.matching.alike import deeds as printed_deeds
from bot.finding.matching.alike import loosely_others_of, others_of
from bot.finding.matching.joined import is_deed
from bot.finding.matching.placing import STOPS
from bot.finding.sentence.whose import up_to
from bot.languages import language
from bot.words import prose_words
from bot.words.mentions import has_latin
from index.models import Statement

_QUOTED = re.compile("[“「《]([\u4e00-\u9fff]{2,8})[”」》]")
Clauses = Callable[[], Sequence[Statement]]
"""reads the clauses of the report, when they are needed"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """A question as it was asked, or put in Chinese."""

    asked: Asked
    rephrased: prose_words.Rephrased | None = None
    of_received: bool = False
    """what came in is asked for, in the English words"""

    def is_told_by(self, one: Statement, target: Target, *, loosely: bool) -> bool:
        """Nothing stands in the way that is lost where English becomes Chinese."""
        if self.rephrased is None:
            return True
        deeds = [word for word in language("zh").statements["deeds"] if word in self.asked.text]
        said = self.rephrased.words if loosely else deeds
        if _does_another(self.rephrased, one) or _does_it_otherwise(self.rephrased, one):
            return False
        if _counts_occasions(self, one) or _counts_all_requests(self.rephrased, one):
            return False
        return _stand_in(said, self.asked, target, one) and not _counts_another(self.rephrased, one)


def in_chinese(asked: Asked, target: Target, clauses: Clauses) -> list[Put]:
    """An English question put in the words of the reports, in each way that may be meant."""
    if not has_latin(asked.text):
        return []

    @functools.cache
    def told() -> list[str]:
        return [bare(one.text) for one in clauses()]

    prose = functools.cache(lambda: bare_prose_of(asked, target))
    ways = prose_words.in_chinese(
        asked.text,
        asked.cover,
        told,
        lambda word: any(word in one for one in prose()),
        functools.cache(lambda: [name for one in prose_of(asked, target) for name in _QUOTED.findall(one)]),
        lambda word: () if is_deed(word) else loosely_others_of(word),
    )
    lead = f"{target.body.name}{target.year}"
    came_in = "received" in asked.understood.features
    return [Put(asked=asked.again(f"{lead} {way.text}", None), rephrased=way, of_received=came_in) for way in ways]


def _stand_in(words: Sequence[str], asked: Asked, target: Target, one: Statement) -> bool:
    """Letters closed (办理来信) are none that were received: what is put for an English word stands in the sentence.

    Of a word that the report does not have, what may stand for it where one sentence alone can answer.
    """
    if not words:
        return True
    prose = bare_prose_of(asked, target)
    sentence = up_to(bare(one.text), prose)
    for word in words:
        others = others_of(word) if any(word in part for part in prose) else loosely_others_of(word)
        if not any(other in sentence for other in (word, *others)):
            return False
    return True


def _counts_another(told: prose_words.Rephrased, one: Statement) -> bool:
    """Comments on draft decisions: 63项决策草案征求意见 counts decisions; 29个乡镇中有22个: the whole.

    Suggestions in boxes: 设置意见箱12个 counts boxes.
    """
    clause = bare(one.text)
    spot = place_of(clause, one)
    if spot is None or not told.others:
        return False
    behind, lead = clause[spot[1] :], clause[: spot[0]]
    if any(lead.endswith(word) and _only_within(word, told, clause) for word in told.others):
        return True
    return (
        behind.startswith(tuple(told.others)) or re.match(language("zh").statements["whole_ahead"], behind) is not None
    )


def _counts_occasions(put: Put, one: Statement) -> bool:
    """Opinions received: 公开征集意见26次 counts how often they were asked for."""
    tables = language("zh").statements
    sent = put.rephrased is not None and any(word.endswith(tuple(tables["sent_in"])) for word in put.rephrased.words)
    return sent and put.of_received and one.unit in tables["occasions"]


def _counts_all_requests(told: prose_words.Rephrased, one: Statement) -> bool:
    """Requests with suggestions: 收到申请14宗 tells all requests, whatever else its sentence speaks of."""
    clause = bare(one.text)
    spot = place_of(clause, one)
    if spot is None or not clause.endswith(language("zh").statements["requests_said"], 0, spot[0]):
        return False
    return any(not any(other in clause for other in (word, *others_of(word))) for word in told.words)


def _only_within(word: str, told: prose_words.Rephrased, clause: str) -> bool:
    """What is counted stands in a clause as part of another word only."""
    counted = [other for each in told.words if each not in told.others for other in (each, *others_of(each))]
    rest = clause.replace(word, "")
    return any(other in word for other in counted) and not any(other in rest for other in counted)


def _does_another(told: prose_words.Rephrased, one: Statement) -> bool:
    """Accounts opened: what says of no opening may not say of another deed instead (备案政务新媒体账号583个).

    Neither may it if what was opened is told in the same sentence before.
    """
    tables = language("zh").statements
    deeds = {*tables["acts"], *tables["announcing"], *tables["giving"]}
    clause = bare(one.text)
    spot = place_of(clause, one)
    lead = clause[: spot[0]] if spot is not None else clause
    asked = {other for word in told.words if is_deed(word) for other in (word, *others_of(word))}
    unsaid = set() if (deeds - {*tables["stays"]}).isdisjoint(told.unsaid) else {*told.unsaid}
    if _was_there(told, lead):
        return True
    if not (asked or unsaid) or any(word in clause for word in asked):
        return False
    known = {*asked, *unsaid, *told.words}
    deeds |= {*tables["placing"]}
    return any(deed in lead and not any(deed in word for word in known) for deed in deeds)


def _was_there(told: prose_words.Rephrased, lead: str) -> bool:
    """Kindergartens opened are none that there are in all: 全县共有民办幼儿园41所."""
    tables = language("zh").statements
    founded = {*told.words, *told.unsaid}.intersection(tables["founding"])
    return bool(founded) and any(word in lead for word in tables["there_is"]) and not any(map(lead.count, founded))


def _does_it_otherwise(told: prose_words.Rephrased, one: Statement) -> bool:
    """A verb may be passed over only where a clause has none: 开设专栏14个 are no columns that were bought.

    It stands for itself, and not within what is counted: 下发督查通报 tells of no circulars that were inspected.
    """
    tables = language("zh").statements
    clause = bare(one.text)
    spot = place_of(clause, one)
    if spot is None or not {*tables["stays"], *tables["adds_nothing"]}.isdisjoint(told.unsaid):
        return False
    names, verbs = ([word for word in told.words if _is_verb(word) is verb] for verb in (False, True))
    lead = STOPS.split(clause[: spot[0]])[-1]
    own = _without(lead, [*told.words, *tables["of_names"]])
    if not any(word in own for word in _verbs()) and re.search(tables["handles"], _without(lead, verbs)) is None:
        return False
    rest = _without(clause, names)
    deeds = [{word} for word in verbs] + [set(filter(_is_verb, told.unsaid))]
    return any(deed and not any(word in rest for word in _alike(deed)) for deed in deeds)


@functools.cache
def _verbs() -> frozenset[str]:
    return printed_deeds() | {*language("zh").statements["deeds_besides"]}


def _is_verb(word: str) -> bool:
    return is_deed(word) or word in _verbs()


def _alike(deed: set[str]) -> set[str]:
    others = deed.union(*map(loosely_others_of, deed))
    return {word for word in others if len(word) > 1}


def _without(text: str, words: Sequence[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "|")
    return text
