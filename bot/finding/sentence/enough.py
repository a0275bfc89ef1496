"""Whether enough of what was asked stands with a figure to be sure that it is told of it."""

from __future__ import annotations

from bot.finding.clause.measure import counts_people
from bot.finding.matching.alike import deeds_in
from bot.finding.matching.glance import idle
from bot.finding.matching.joined import deeds, is_deed, says_more
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.sentence.in_sentence import Loosely
from bot.finding.sentence.region import marked
from bot.languages import language
from bot.words.mentions import is_content
from index import numbers

LEAST = 4
"""characters of a question that say something: 通报几期 says too little to be looked for in other words"""


def too_little_said(told: Loosely) -> bool:
    """Too little of the question stands there to be sure of: two characters of a name are in many sentences."""
    said = sum(one.said for one in told.standing)
    pieces = sum(one.pieces for one in told.standing)
    tables = language("zh").statements
    if (told.unit == tables["percent_sign"] and said >= LEAST - 1) or (
        told.unit in (*tables["scores"], *tables["sizes"]) and pieces
    ):
        # 好评率, 考评得了多少分, 征地涉及多少亩: few rates, scores and sizes are told
        return False
    known = any(word.endswith(tuple(language("zh").statements["whole_names"])) for word in (*told.words, *told.far))
    whole = said >= LEAST - 1 and not _says_besides(told)
    published = bool(told.region.carrier) and any(told.region.carrier in word for word in told.words)
    enough = known or published or whole or said > LEAST or (said == LEAST and (pieces > 1 or _is_whole_name(told)))
    return not enough and not _done_to_just_that(told)


def _done_to_just_that(told: Loosely) -> bool:
    """请了几名观察员: 聘任政务公开观察员35名 tells the deed that was asked for, of what was asked for and no more."""
    tables = language("zh").statements
    noun = next((one for one in told.words if told.lead.endswith(one) and not is_deed(one)), "")
    plain = told.asked.measure is not None and told.asked.measure not in tables["measuring_all"]
    if len(noun) < SHORTEST_PIECE or not plain or any(map(is_content, told.behind)):
        return False
    asked = told.said.replace(noun, "")
    done = [deed for deed in deeds_in(asked) if deed in told.lead.removesuffix(noun)]
    small = {*tables["plain_ahead"], *tables["light"], *tables["spare"], *tables["when"], *tables["of_whom"]}
    return any(not says_more(told.lead.removesuffix(noun), {*small, deed}) for deed in done)


def _says_besides(told: Loosely) -> bool:
    """Whether the figure's own part says anything that was not asked for."""
    tables = language("zh").statements
    names = ("light", "between", "when", "doing", "acts", "announcing", "we", "particles")
    small = {*idle(), *(word for name in names for word in tables[name])}
    small |= {*tables["came"]} if counts_people(told.unit) else set()
    vague = told.asked.measure is None or told.asked.measure in tables["measuring_all"]
    rest = marked(f"{told.leading},{told.behind}", told.words).replace("|", "")
    return (vague and sum(one.said for one in told.standing) < LEAST) or says_more(rest, small)


def _is_whole_name(told: Loosely) -> bool:
    """宣讲会 of 举行政策宣讲会31场, no 检查通报 of 网站检查通报, nor 示范农庄 of 直达310家示范农庄."""
    at = max((told.own.rfind(word, 0, told.spot[0]) for word in told.words), default=-1)
    tables = language("zh").statements
    begin = max((one.end for one in numbers.find(told.own[: max(at, 0)])), default=0)
    small = {*deeds(), *tables["light"], *tables["spare"], *tables["when"], *tables["plain"], *tables["of_whom"]}
    return at >= 0 and not says_more(told.own[begin : max(at, 0)], small)
