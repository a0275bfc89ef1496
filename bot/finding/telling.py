"""The one figure of a report whose sentence covers what was asked, though its clause does not contain all the words.

Clauses alone (bot/finding/statements.py) are tried first. Here words may be replaced by others with the same or a
looser meaning, shortened (自助机 for 自助查询机), or stand in preceding clauses about the same subject. This is safe
only because it must hold for exactly one figure of the report, and nothing of the question may be left over.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.finding.alike import alike
from bot.finding.counted import are_alike, did_it, is_longer_name, same_measure, were_trained
from bot.finding.counting import SHORTEST_PIECE, Counting, Run, countings
from bot.finding.glance import idle, may_stand
from bot.finding.joined import deeds, is_deed, is_joined, is_listed, name_end, turned_aside
from bot.finding.loosely import Standing, standing
from bot.finding.placing import STOPS, negations
from bot.finding.region import Region, item_of, leaves_out, left_of, marked, plain_lead, region_of, touches
from bot.finding.statements import bare, done_otherwise
from bot.languages import language
from bot.models import Cover
from bot.words.mentions import is_content, years
from index import numbers
from index.models import Statement

_PERCENT = "%"
_TAKEN = "□"
"""in place of a word that stands for another part of the question"""
LEAST = 4
"""characters of a question that say something: 通报几期 says too little to be looked for in other words"""
MOST = 80
"""characters of a question that one sentence may speak of: it is looked for at every place of every one"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fit:
    """How a figure is told of what is asked."""

    own: int
    """characters of the question that stand with the figure"""
    far: bool
    """others stand in the clauses before"""


def told_by(
    text: str,
    cover: Cover,
    year: int,
    statements: Callable[[], Sequence[Statement]],
    paragraphs: Callable[[], Sequence[str]],
) -> list[Statement]:
    """The statements, all with one figure, that alone cover what is asked."""
    asked = _counting(text, cover)
    if asked is None:
        return []
    counted = [one for one in statements() if _is_counted_in(one.unit, asked)]
    told = [bare(each) for each in paragraphs()] if counted else []
    signs = set(language("zh").statements["kept"]).union(*told, *(bare(one.text) for one in counted))
    if not all(may_stand(run, signs) for run in asked.runs):
        return []
    fitting: list[tuple[_Fit, Statement]] = []
    others: list[Region] = []
    for one in counted:
        region = region_of(one, told)
        ways = [region, item_of(region), left_of(region)] if region is not None else []
        fit = next((fit for way in ways if way is not None and (fit := _fits(way, one, asked, year))), None)
        if fit is not None:
            fitting.append((fit, one))
        elif region is not None:
            others.append(region)
    if any(fit.far for fit, _ in fitting) and any(_has_all(region, asked) for region in others):
        # 环保设施向公众开放单位183家，接待公众6万人次: all that was said stands with another figure
        fitting = [(fit, one) for fit, one in fitting if not fit.far]
    best = max((fit.own for fit, _ in fitting), default=0)
    return [one for fit, one in fitting if fit.own == best]


def _has_all(region: Region, asked: Counting) -> bool:
    """All that was asked stands in a figure's own part."""
    own = replace(region, before="")
    return all(standing(run, own) is not None for run in asked.runs)


def _counting(text: str, cover: Cover) -> Counting | None:
    """What is looked for; nothing where too little was said."""
    ways = countings(text, cover)
    if not ways or sum(len(run.text) for run in ways[0].runs) > MOST or all(all(run.small) for run in ways[0].runs):
        return None
    asked = _said_once(ways[0])
    tables = language("zh").statements
    if re.search(tables["percent"], text):
        asked = replace(asked, measure=_PERCENT)
    return asked


def _said_once(asked: Counting) -> Counting:
    """印过手册,印了多少册: what is said again is looked for once."""
    kept: list[Run] = []
    for run in asked.runs:
        said = "".join(sign for sign, small in zip(run.text, run.small, strict=True) if not small)
        again = said and run is not asked.after and any(said in other.text for other in asked.runs if other is not run)
        if not again or any(other.text == run.text for other in asked.runs if other is not run):
            kept.append(run)
    return replace(asked, runs=tuple(kept))


def _fits(region: Region, statement: Statement, asked: Counting, year: int) -> _Fit | None:
    """How the figure is told of what is asked; None where it is not."""
    signs = {*region.own, *region.before}
    if not all(may_stand(run, signs) for run in asked.runs):
        return None
    if not _same_unit(region, statement.unit, asked) or _is_compared(region.own):
        return None
    if asked.measure in language("zh").statements["telling"] and were_trained(region.own, region.spot, asked):
        return None
    if any(one.value != year for one in years(region.own)):
        return None
    own = pieces = said = 0
    words: list[str] = []
    far: list[str] = []
    for run, found in zip(asked.runs, _standing(asked.runs, region), strict=True):
        if found is None or _denies(run):
            return None
        own, pieces, said = own + found.own, pieces + found.pieces, said + found.said
        words += found.words
        far += found.far
        stands = found.begins_own and _counts(region, _counted(found.words), asked)
        if run is asked.after and found.ahead and not stands and not (found.far and leaves_out(region)):
            # 多少家企业, 多少镇街: what is counted stands with the figure, and without a measure word it touches it
            return None
    whole = any(word in language("zh").statements["whole_names"] for word in (*words, *far))
    enough = said > LEAST or (said == LEAST and (pieces > 1 or _is_whole_name(region, words))) or whole
    # 公示主动公开信息: one word of the report does not stand for two that were said
    alone = not region.listed or _is_all_said(region, words)
    told = enough and alone and _each_once(region, words) and _is_of_them(region, words, far, asked)
    told = told and _goes_on(region, words, far)
    aside = not told or turned_aside(region.before + region.own, region.own, region.spot, asked)
    return None if aside else _Fit(own=own, far=bool(far))


def _is_whole_name(region: Region, words: Sequence[str]) -> bool:
    """宣讲会 of 举行政策宣讲会31场, no 检查通报 of 网站检查通报, nor 示范农庄 of 直达310家示范农庄."""
    at = max((region.own.rfind(word, 0, region.spot[0]) for word in words), default=-1)
    tables = language("zh").statements
    ahead = region.own[max((one.end for one in numbers.find(region.own[: max(at, 0)])), default=0) : max(at, 0)]
    small = {*deeds(), *tables["light"], *tables["spare"], *tables["when"], *tables["plain"], *tables["of_whom"]}
    for word in sorted(small, key=len, reverse=True):
        ahead = ahead.replace(word, "")
    return at >= 0 and not any(map(is_content, ahead))


def _standing(runs: Sequence[Run], region: Region) -> list[Standing | None]:
    """How each of the runs stands there; where two would stand as one word, each as a word of its own."""
    found = [standing(run, region) for run in runs]
    if _each_once(region, [word for one in found if one is not None for word in one.words]):
        return found
    made: list[Standing | None] = []
    for run in runs:
        one = standing(run, region)
        made.append(one)
        for word in one.words if one is not None else ():
            region = replace(region, own=region.own.replace(word, _TAKEN * len(word), 1))
    return made


def _counted(words: Sequence[str]) -> str:
    """What is counted of the words behind 多少: the last one ahead of what was done, 来电 of 农民的电话."""
    return next((one for one, then in itertools.pairwise(words) if is_deed(then)), words[-1])


def _each_once(region: Region, words: Sequence[str]) -> bool:
    """No word stands for more of the question than it stands in the figure's part."""
    return all(words.count(word) <= region.own.count(word) for word in words)


def _is_all_said(region: Region, words: Sequence[str]) -> bool:
    """Nothing stands with the figure but words of the question and such as narrow nothing."""
    tables = language("zh").statements
    rest = marked(region.own[: region.spot[0]] + "," + region.own[region.spot[1] :], words)
    small = {*tables["light"], *tables["between"], *tables["when"], *tables["doing"]}
    for word in sorted(small, key=len, reverse=True):
        rest = rest.replace(word, "")
    return not any(map(is_content, rest.replace("|", "")))


def _goes_on(region: Region, words: Sequence[str], far: Sequence[str]) -> bool:
    """What the clauses before speak of is what the figure is told of: nothing else is spoken of since.

    县长信箱回信9封，12345热线转办工单30件，满意率95%: the last one is of the hotline.
    """
    if not far:
        return True
    tables = language("zh").statements
    in_list = region.before.endswith(tables["listing"])
    if in_list and all(map(is_deed, far)) and STOPS.split(region.before)[-1].startswith(tuple(far)):
        # 承办建议108件、提案133件: the verb is of all
        return True
    said = [*words, *far, *(other for word in far for other in _others(word))]
    if is_listed(marked(region.before, said)) or any(word[:SHORTEST_PIECE] in region.parts for word in far):
        # 疫情专栏发稿1463篇，开发布会38场，其中疫情专场16场: that the 38 were on it is not said
        return False
    at = min(region.before.rfind(word) for word in far)
    clauses = STOPS.split(region.before[at:])[1:]
    verbs = (*tables["doing"], *tables["acts"], *tables["light"], *tables["reaching"], *tables["chained"])
    came = tables["came"] if region.own[slice(*region.spot)].endswith(tuple(tables["telling"])) else ()
    if any(one and not one.startswith(tuple(verb for verb in verbs if verb)) for one in clauses):
        return False
    # 16个镇设立专区，452个村开通广播: a figure that leads its clause is told of the clause's own verb
    rest = marked(plain_lead(region.own[: region.spot[0]], words) or region.own[region.spot[1] :], words)
    plain = (*verbs, *came, *tables["between"], *tables["tails"], *tables["when"], *tables["coordinating"], *idle())
    small = sorted(set(plain), key=len, reverse=True)
    for word in small:
        rest = rest.replace(word, "")
    return not any(is_content(sign) and sign != "|" for sign in rest)


def _others(word: str) -> tuple[str, ...]:
    """What may stand for a whole word."""
    return next((others for size, others in alike(word, 0, loose=True) if size == len(word)), ())


def _denies(run: Run) -> bool:
    """没有 is passed over as a word that says nothing elsewhere."""
    return any(small and sign in negations() for sign, small in zip(run.text, run.small, strict=True))


def _is_of_them(region: Region, words: Sequence[str], far: Sequence[str], asked: Counting) -> bool:
    """The figure is told of the words themselves: one touches it, and no other word makes another thing of them."""
    tables = language("zh").statements
    lead = plain_lead(region.own[: region.spot[0]], words)
    leads = (lead, region.own[: region.spot[0]])
    if not any(touches(region, one, word) for word in words for one in leads):
        came = all(map(is_deed, words)) and _only_came(region, marked(lead, words).replace("|", ""), asked)
        return bool(far) and came
    at = max((one.end for one in numbers.find(lead)), default=0)
    rest = marked(lead[:at], words) + marked(lead[at:], words)
    things = [word for word in words if not is_deed(word)]
    named = marked(region.own[region.spot[1] : name_end(region.own, region.spot)], things)
    behind = region.own[region.spot[1] :]
    if is_listed(rest) or any(map(is_joined, (marked(lead[at:], things), named))) or is_longer_name(behind, asked):
        # 公示大病救助、医疗救助对象351户: of either alone nothing is told
        return False
    if asked.after is None and len(words) > 1 and any(did_it(behind, word) for word in words):
        # 134个社区设置公开栏 counts no 公开栏
        return False
    # 保留并备案: a second deed beside the first parts nothing
    between = re.sub(tables["besides"], "", "".join(rest.split("|")[1:-1]))
    said = "".join(run.text for run in asked.runs)
    if any(word in between for word in tables["parted_by"]):
        # 服务通报 is no 服务检查通报
        return False
    turning = (*tables["turning"], *tables["narrowing"], *negations())
    rest = re.sub(tables["besides"], "", _without_idle_ones(rest, words))
    turned = any(word in rest and not _says(said, word) for word in turning)
    return not turned and not done_otherwise(rest, asked, [*words, *far])


def _without_idle_ones(rest: str, words: Sequence[str]) -> str:
    """关停不活跃账号: those that are done away with are such as nobody keeps."""
    done: dict[str, list[str]] = language("zh").statements["done_away"]
    if not any(word in done["deeds"] for word in words):
        return rest
    return re.sub("|".join(done["of_such"]), "", rest)


def _only_came(region: Region, lead: str, asked: Counting) -> bool:
    """开放日多少人次: 接待市民1630人次 says no more than that people came."""
    tables = language("zh").statements
    if asked.measure not in tables["telling"] or any(map(is_content, region.own[region.spot[1] :])):
        return False
    words = {*tables["taking_part"], *tables["between"], *tables["light"], *tables["came"], *tables["when"]}
    for word in sorted(words, key=len, reverse=True):
        lead = lead.replace(word, "")
    return not any(map(is_content, lead))


def _counts(region: Region, word: str, asked: Counting) -> bool:
    """The first word after 多少 is what the figure counts."""
    plain = asked.measure is not None and asked.measure not in language("zh").statements["measuring_all"]
    return plain or asked.money or touches(region, region.own[: region.spot[0]], word)


def _says(said: str, word: str) -> bool:
    """The question has a word, or another that says the same."""
    return word in said or any(
        size == len(word) and any(other in said for other in others) for size, others in alike(word, 0, loose=True)
    )


def _is_compared(own: str) -> bool:
    """比上年多57件 is no figure of the thing itself."""
    return bool(re.search(language("zh").statements["compared"], own))


def _is_counted_in(unit: str, asked: Counting) -> bool:
    """A figure of this unit may be what is asked for."""
    return unit in numbers.MONEY_UNITS if asked.money else same_measure(unit, asked)


def _same_unit(region: Region, unit: str, asked: Counting) -> bool:
    """The figure's unit is one that the question counts in; where it names none, one that its words go with."""
    if asked.money:
        return True
    if asked.measure is None:
        named: dict[str, list[str]] = language("zh").statements["unit_said"]
        said = "".join(run.text for run in asked.runs) + asked.asking
        if asked.before is not None and not asked.after and not _may_count(unit, asked.before):
            return False
        sort = next((words for units, words in named.items() if unit in units.split("|")), None)
        return sort is None or any(word in said for word in sort)
    alike_units = [one for one in numbers.find(region.own) if are_alike(one.unit, unit)]
    return len(alike_units) == 1


def _may_count(unit: str, noun: Run) -> bool:
    """市民多少 is not asked of 开放活动37批次: of people there are so many, 人次 or 户."""
    tables = language("zh").statements
    said = "".join(sign for sign, small in zip(noun.text, noun.small, strict=True) if not small)
    return unit in (*tables["telling"], *tables["households"]) or not said.endswith(tuple(tables["persons"]))
