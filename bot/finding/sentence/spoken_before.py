"""Whether what a question asks for is spoken of in the clauses before a figure only, and something else since."""

from __future__ import annotations

import re

from bot.finding.clause.measure import are_alike
from bot.finding.matching.alike import alike, deeds_in
from bot.finding.matching.glance import idle
from bot.finding.matching.joined import is_deed, is_listed, says_more
from bot.finding.matching.placing import STOPS
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.sentence.in_sentence import Loosely
from bot.finding.sentence.region import marked
from bot.languages import language
from bot.words.mentions import phrases
from index import numbers


def spoken_of_before_only(told: Loosely) -> bool:
    """What the clauses before speak of is not what the figure is told of, if something else is spoken of since.

    县长信箱回信9封，12345热线转办工单30件，满意率95%: the last one is of the hotline.
    """
    if not told.far or _deed_of_a_list(told) or _deed_of_a_chain(told):
        return False
    if _is_of_the_one_before(told) or _names_one_kind(told):
        return True
    if _has_deed_of_its_own(told):
        # 答复超期风险仍在，收到督办函3份: how many were answered is not told
        return True
    said = [*told.words, *told.far, *(other for word in told.far for other in _others(word))]
    within = any(word[:SHORTEST_PIECE] in told.region.parts for word in told.far)
    if is_listed(marked(told.region.before, said)) or within:
        # 疫情专栏发稿1463篇，开发布会38场，其中疫情专场16场: that the 38 were on it is not said
        return True
    tables = language("zh").statements
    verbs = (*tables["doing"], *tables["acts"], *tables["light"], *tables["reaching"], *tables["chained"])
    at = min(told.region.before.rfind(word) for word in told.far)
    if any(one and not one.startswith(tuple(filter(None, verbs))) for one in STOPS.split(told.region.before[at:])[1:]):
        return True
    # 16个镇设立专区，452个村开通广播: a figure that leads its clause is told of the clause's own verb
    rest = marked(what_is_left(told.leading, told) or told.behind, told.words).replace("|", "")
    came = tables["came"] if _counts_people(told) else ()
    lists = ("between", "tails", "when", "coordinating", "we")
    plain = (word for name in lists for word in tables[name])
    return says_more(without_such(rest, told), {*verbs, *came, *plain, *idle(), *deeds_in(told.passed)})


def _has_deed_of_its_own(told: Loosely) -> bool:
    """The figure's part begins with what came in, or with another deed than the last one said, which stands before."""
    tables = language("zh").statements
    lead = told.leading
    for word in (*tables["when"], *tables["this_year"]):
        lead = lead.removeprefix(word)
    came = [word for word in tables["came_in"] if lead.startswith(word) and any(map(is_deed, told.far))]
    # 惠企政策兑付多少 behind 惠企政策兑现: 汇集惠企政策132项
    things: list[str] = tables["done_with_things"]
    last = [one.far[-1] for one in told.standing if one.far and one.begins_own]
    if any(word in things for word in last):
        came += [word for word in things if lead.startswith(word)]
    return any(not says(told.said, word) for word in came)


def _counts_people(told: Loosely) -> bool:
    """The figure is printed with a measure word of people."""
    return told.own[slice(*told.spot)].endswith(tuple(language("zh").statements["telling"]))


def _is_of_the_one_before(told: Loosely) -> bool:
    """项目建设2533条,生态环保2223条: what names the figure before it, in the same measure word, names not this one."""
    tables = language("zh").statements
    in_list: bool = told.region.before.endswith(tables["listing"])
    last = STOPS.split(told.region.before.rstrip(f",;{tables['listing']}"))[-1]
    counted = next((one for one in numbers.find(last) if are_alike(one.unit, told.unit)), None)
    goes_on = tuple(filter(None, (*tables["chained"], *tables["light"], *tables["doing"], *tables["acts"])))
    goes_on_with_it = told.lead.startswith(goes_on) or (deeds_in(told.lead) and not in_list)
    if counted is None or counted.end != len(last) or goes_on_with_it:
        return False
    name = last[: counted.start]
    # 免费开放的博物馆186家、图书馆114家: what is said of all of them stands ahead of the first
    names_it = (word for word in told.far if (name.endswith(word) if in_list else word in name))
    return any(not is_deed(word) and word not in deeds_in(word) for word in names_it)


def _names_one_kind(told: Loosely) -> bool:
    """受理34件,其中信函26件,网络8件,已按时办结33件: what is told behind all kinds is told of no one kind."""
    tables = language("zh").statements
    kinds = re.split(tables["kinds_begin"], told.region.before)
    if len(kinds) < 2:
        return False
    listed = [
        part for part in STOPS.split(kinds[-1]) if any(are_alike(one.unit, told.unit) for one in numbers.find(part))
    ]
    if told.unit == tables["percent_sign"]:
        # 受理来电265件,其中投诉12件,满意率98%: that of the complaints alone is not told
        listed = [kinds[-2], kinds[-1]]
    named = ([word in part for part in listed] for word in told.far if not is_deed(word) and word not in kinds[-2])
    return len(listed) > 1 and any(any(each) and not all(each) for each in named)


def _deed_of_a_list(told: Loosely) -> bool:
    """承办建议108件、提案133件: the verb is of all."""
    tables = language("zh").statements
    first = STOPS.split(told.region.before)[-1]
    for word in (*tables["when"], *tables["this_year"]):
        first = first.removeprefix(word)
    in_list = told.region.before.endswith(tables["listing"])
    return in_list and all(map(is_deed, told.far)) and first.startswith(tuple(told.far))


def _deed_of_a_chain(told: Loosely) -> bool:
    """主动公开规章13件，任免文件106件: of things told one behind another the deed is said once, ahead of the first."""
    before = told.region.before
    last = STOPS.split(before.rstrip(f",;{language('zh').statements['listing']}"))[-1]
    counted = any(one.end == len(last) and are_alike(one.unit, told.unit) for one in numbers.find(last))
    if not counted or not all(is_deed(word) or word in deeds_in(word) for word in told.far) or _is_a_row(told.leading):
        return False
    since = before[max(before.rfind(word) + len(word) for word in told.far) :]
    same = frozenset().union(*map(deeds_in, told.far))
    return not any(
        len(deed) > 1 and deed in text and deed not in same for text in (since, told.leading) for deed in deeds_in(text)
    )


def _is_a_row(lead: str) -> bool:
    """办结82件，结转下年度13件: what the form has a row for is told by itself."""
    names = (one for one in phrases().find(lead) if frozenset() not in one.alternatives)
    return any(all(any(":" not in token for token in way - {"other"}) for way in one.alternatives) for one in names)


def what_is_left(lead: str, told: Loosely) -> str:
    """账号压减保留, of 账号压减至127个, without what was done with the others."""
    return re.sub(language("zh").statements["left_lead"], "", lead) if told.region.left else lead


def without_such(text: str, told: Loosely) -> str:
    """A text without what is said of things that are done away with, if they are."""
    done: dict[str, list[str]] = language("zh").statements["done_away"]
    return re.sub("|".join(done["of_such"]), "", text) if any(word in done["deeds"] for word in told.words) else text


def _others(word: str) -> tuple[str, ...]:
    """What may stand for a whole word."""
    return next((others for size, others in alike(word, 0, loose=True) if size == len(word)), ())


def says(said: str, word: str) -> bool:
    """The question has a word, or another that says the same."""
    return word in said or any(
        size == len(word) and any(other in said for other in others) for size, others in alike(word, 0, loose=True)
    )
