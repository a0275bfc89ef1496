"""Where a figure is told: its own part of a clause and the sentence up to there, and what touches it."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.finding.clause.measure import are_alike
from bot.finding.clause.statements import bare, place_of
from bot.finding.clause.touching import leads
from bot.finding.matching.alike import loosely_others_of
from bot.finding.matching.joined import says_more
from bot.finding.matching.nouns import nouns
from bot.finding.matching.placing import STOPS, part_of
from bot.finding.sentence.paragraphs import ends
from bot.languages import language
from bot.spelling import real_words
from bot.words.mentions import is_content
from index import numbers
from index.models import Statement

KEPT = 1024
"""figures kept in memory with where they are told: those of a report are looked at in several ways"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """Where a figure is told: its own part of a clause, and what goes before it."""

    own: str
    before: str
    spot: tuple[int, int]
    """of the figure in its own part"""
    listed: bool = False
    """its own part is one of a list of figures: 图解35篇、视频14篇"""
    parts: str = ""
    """the clause behind it that tells parts of the figure: 其中疫情专场16场"""
    some: bool = False
    """it is how many of those that were named did what stands behind it"""
    came_to: bool = False
    """it is what something came to, of which was told what it was before"""
    left: bool = False
    """it is what was left after others were done away with"""
    carrier: str = ""
    """what it was published on, where nothing more is said of what was"""


def region_of(statement: Statement, told: Sequence[str]) -> Region | None:
    """The figure's own part, and its sentence up to there."""
    clause = bare(statement.text)
    spot = place_of(clause, statement)
    if spot is None:
        return None
    return _region(clause, spot, next((one for one in told if clause in one), clause))


@functools.lru_cache(maxsize=KEPT)
def _region(clause: str, spot: tuple[int, int], paragraph: str) -> Region:
    start, end = part_of(clause, spot)
    before = paragraph[: paragraph.find(clause) + start]
    *earlier, sentence = re.split(f"[{re.escape(ends())}]", before)
    if earlier and not sentence and clause.startswith(language("zh").statements["among_these"], start):
        # 承办建议、提案59件。其中建议33件
        sentence = f"{earlier[-1]},"
    behind = paragraph[paragraph.find(clause) + end :]
    within = re.match(language("zh").statements["of_it"], behind)
    parts = within.group() if within is not None else ""
    own = _with_kinds(clause[start:end], behind)
    return Region(own=own, before=sentence, spot=(spot[0] - start, spot[1] - start), parts=parts)


def _with_kinds(own: str, behind: str) -> str:
    """3个县(市、区)未建成专区: the part goes on behind the kinds of places, which are not told apart."""
    kinds = re.compile(language("zh").statements["kinds_of_place"]).match(own + behind, len(own))
    return own if kinds is None else own + re.split(f"[{re.escape(ends())},;:]", (own + behind)[kinds.end() :])[0]


def item_of(region: Region) -> Region | None:
    """The one of a list of figures alone, 6个分栏目和25个子栏目 too; None where it stands in none."""
    tables = language("zh").statements
    joined = rf"(?<=[^0-9])(?:{tables['joints']})(?=[0-9])"
    own = re.sub(joined, lambda found: tables["listing"] * len(found.group()), region.own)
    start = own.rfind(tables["listing"], 0, region.spot[0]) + 1
    end = own.find(tables["listing"], region.spot[1])
    start = start if numbers.find(region.own[:start]) else 0
    end = end if end >= 0 and numbers.find(region.own[end:]) else len(region.own)
    if (start, end) == (0, len(region.own)):
        return None
    spot = region.spot[0] - start, region.spot[1] - start
    return Region(own=region.own[start:end], before=region.before + region.own[:start], spot=spot, listed=True)


def left_of(region: Region) -> Region | None:
    """由年初的26个整合为19个: the 19 are those that are kept; None where nothing led to the figure."""
    tables = language("zh").statements
    lead = region.own[: region.spot[0]]
    found = re.search(tables["left_over"], lead)
    if found is None:
        return None
    lead = re.sub(f"(?:{tables['from_to_kept']})$", "", lead[: found.start()]) + found["act"] + tables["kept"]
    figure = region.own[slice(*region.spot)]
    own = lead + figure + region.own[region.spot[1] :]
    spot = (len(lead), len(lead) + len(figure))
    return Region(own=own, before=region.before, spot=spot, parts=region.parts, left=True)


def some_of(region: Region) -> Region | None:
    """13个镇街中仅有4个配备专职人员: 镇街4个配备专职人员; None where none were named."""
    lead = region.own[: region.spot[0]]
    some = re.compile(language("zh").statements["some_of"])
    noun = next((found["noun"] for one in numbers.find(lead) if (found := some.match(lead, one.end))), "")
    if not noun:
        return None
    own = noun + region.own[region.spot[0] :]
    return Region(
        own=own, before=region.before, spot=(len(noun), len(noun) + region.spot[1] - region.spot[0]), some=True
    )


def grown(region: Region) -> Region | None:
    """由6天压缩为3天: 3天; None where it was not told what it was before."""
    tables = language("zh").statements
    lead = region.own[: region.spot[0]]
    found = re.search(f"(?:{tables['from_to']})$", lead)
    if found is None:
        return None
    lead = lead[: found.start()]
    spot = (len(lead), len(lead) + region.spot[1] - region.spot[0])
    own = lead + region.own[region.spot[0] :]
    return Region(own=own, before=region.before, spot=spot, parts=region.parts, came_to=True)


def of_channel(region: Region) -> Region | None:
    """县长信箱收到来信642封: 县长信箱收到642封, as what comes in there goes without saying; None for all else."""
    lead = region.own[: region.spot[0]]
    found = re.search(language("zh").statements["goes_without_saying"], lead)
    unit = next((one.unit for one in numbers.find(region.own) if one.start == region.spot[0]), "")
    if found is None or unit not in language("zh").statements["comes_as"].get(found["noun"], ()):
        return None
    lead = lead[: found.start("noun")]
    spot = (len(lead), len(lead) + region.spot[1] - region.spot[0])
    return Region(own=lead + region.own[region.spot[0] :], before=region.before, spot=spot, parts=region.parts)


def to_channel(region: Region) -> Region | None:
    """The same without the verb: what was written to 县长 are the 393 of 县长信箱受理来信393件; None for all else."""
    told = of_channel(region)
    if told is None:
        return None
    got = re.search(language("zh").statements["came_by_channel"], told.own[: told.spot[0]])
    if got is None:
        return None
    spot = (got.start(), got.start() + told.spot[1] - told.spot[0])
    return replace(told, own=told.own[: got.start()] + told.own[told.spot[0] :], spot=spot)


def of_carrier(region: Region) -> Region | None:
    """头条号公开信息321条: 头条号公开321条, as what is published there are 信息; None for all else."""
    lead = region.own[: region.spot[0]]
    unit = next((one.unit for one in numbers.find(region.own) if one.start == region.spot[0]), "")
    if unit not in language("zh").statements["published_in"]:
        return None
    found = _published().search(lead)
    if found is None:
        return None
    lead = lead[: found.end("carrier")] + found["deed"]
    spot = (len(lead), len(lead) + region.spot[1] - region.spot[0])
    own = lead + region.own[region.spot[0] :]
    return Region(own=own, before=region.before, spot=spot, parts=region.parts, carrier=found["carrier"])


def on_carrier(region: Region) -> Region | None:
    """The same without the verb, where none is asked for: 专栏里有多少条; None for all else."""
    told = of_carrier(region)
    if told is None:
        return None
    lead = told.own[: told.own.rfind(told.carrier, 0, told.spot[0]) + len(told.carrier)]
    spot = (len(lead), len(lead) + told.spot[1] - told.spot[0])
    return replace(told, own=lead + told.own[told.spot[0] :], spot=spot)


@functools.cache
def _published() -> re.Pattern[str]:
    """On what and how something was published, right ahead of a figure."""
    names = {name for noun in nouns() if noun.carrier for name in noun.printed}
    carriers = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(language("zh").statements["published_on"].format(carriers=carriers))


def share_of(region: Region) -> Region | None:
    """涉及征收的169件、占53.1%: what the figure before it was told of takes that share; None for all else."""
    unit = next((one.unit for one in numbers.find(region.own) if one.start == region.spot[0]), "")
    tables = language("zh").statements
    stretch = re.split(f"[,;。:{tables['listing']}]", region.own[: region.spot[0]])[-1]
    if unit != tables["percent_sign"] or not re.fullmatch(tables["takes_share"], stretch):
        return None
    ahead = (region.before + region.own[: region.spot[0]]).removesuffix(stretch).rstrip(f",{tables['listing']}")
    told = STOPS.split(ahead)[-1].split(tables["listing"])[-1]
    counted = numbers.find(told)
    if len(counted) != 1 or counted[0].end != len(told):
        return None
    lead = told[: counted[0].start] + stretch
    spot = (len(lead), len(lead) + region.spot[1] - region.spot[0])
    own = lead + region.own[slice(*region.spot)]
    return Region(own=own, before=region.before, spot=spot, parts=region.parts)


def leaves_out(region: Region) -> bool:
    """新闻发布会7场，围绕饮水安全的就有3场: what is counted was named before, in the same measure word."""
    unit = next((one.unit for one in numbers.find(region.own) if one.start == region.spot[0]), "")
    named = any(are_alike(one.unit, unit) for one in numbers.find(region.before))
    lead, behind = region.own[: region.spot[0]], region.own[region.spot[1] :]
    tables = language("zh").statements
    left_out = re.search(tables["leaves_out"], lead) is not None or lead.startswith(tables["of_those"])
    return named and left_out and not any(map(is_content, behind))


def sums_up(region: Region, words: Sequence[str]) -> bool:
    """编发公报12期，共24万册: the own part says nothing besides, and the one before has all of the words."""
    tables = language("zh").statements
    before = STOPS.split(region.before.rstrip(",;"))[-1]
    rest = region.own[: region.spot[0]] + region.own[region.spot[1] :]
    return not says_more(rest, {*tables["between"], *tables["in_all"]}) and all(word in before for word in words)


def touches(region: Region, lead: str, word: str) -> bool:
    """The word stands right behind the figure, or before it, with what says no more between."""
    tables = language("zh").statements
    behind = region.own[region.spot[1] :]
    plains = _without_tails(region, lead, word)
    bared = re.sub(f"^(?:{'|'.join(tables['plain_ahead'])})", "", behind)
    words = (word, *(other for other in loosely_others_of(word) if word in other))
    if leaves_out(region):
        plains = [re.sub(tables["leaves_out"], "", plain) for plain in plains]
    if region.own[slice(*region.spot)].endswith(tuple(tables["telling"])):
        # 市民参加655人, 170人参加条例培训班
        taking = "|".join(tables["taking_part"])
        plains = [re.sub(f"(?:{taking})$", "", plain) for plain in plains]
        if re.match(taking, behind) and any(one in behind for one in words):
            return True
    if any(_is_cut(lead, one) for one in words):
        return True
    return any(
        behind.startswith(one) or bared.startswith(one) or any(leads(each, one) for each in (lead, *plains))
        for one in words
    )


def _is_cut(lead: str, word: str) -> bool:
    """公示牌竖 of 公示牌竖立1817块: the question has the verb without its second character."""
    rest = lead[lead.rfind(word) + len(word) :] if word in lead else ""
    return len(rest) == 1 and word[-1] + rest in real_words.words()


def _without_tails(region: Region, lead: str, word: str) -> list[str]:
    """What leads to the figure without one or two words that end the name: 长者饭堂名单71家, 知识库收录条目340条."""
    tables = language("zh").statements
    last = next((one for one in numbers.find(lead) if one.end == len(lead)), None)
    if last is not None:
        # 2036户7912人: of one thing
        lead = lead[: last.start]
    # 行政许可类信息22549条: where 许可类 is asked for, 信息 alone ends the name
    tails = [tail for tail in tables["tails"] if len(tail) == 1 or not word.endswith(tail[0])]
    if not region.own[slice(*region.spot)].endswith(tuple(tables["counting_lists"])):
        tails += tables["lists"]
    if region.own[slice(*region.spot)].endswith(tuple(tables["counting_books"])):
        tails += tables["books"]
    if region.own[slice(*region.spot)].endswith(tuple(tables["scores"])):
        lead = re.sub(tables["score_tails"], "", lead)
    if word.endswith(tuple(tables["holders"])):
        lead = re.sub(f"(?:{'|'.join(tables['entries'])})$", "", lead)
        tails = [*tables["holding"]]
    ends = re.compile(f"(?:{'|'.join(tails)})$")
    once = ends.sub("", lead)
    return [once, ends.sub("", once)]


def plain_lead(lead: str, words: Sequence[str]) -> str:
    """What stands ahead of the figure, without what says no more: 累计观看, 公布 of 公布新增泊位 and 公布扶持名单."""
    tables = language("zh").statements
    lead = re.sub(tables["summed"], "", lead)
    known = tuple(tables["turning"]), tuple(tables["lists"])
    told = any(word.startswith((*known[0], *tables["acts"])) or word.endswith(known[1]) for word in words)
    if told or lead.endswith(known[1]):
        said = "|".join(words)
        lead = re.sub("|".join(one for one in tables["announcing"] if one not in said) or "(?!)", "", lead)
    return lead


def marked(text: str, words: Sequence[str]) -> str:
    """The text with a sign in place of the words asked for."""
    left, at = "", 0
    longest_first = sorted(set(words), key=len, reverse=True)
    while found := [(start, word) for word in longest_first if (start := text.find(word, at)) >= 0]:
        start, word = min(found, key=operator.itemgetter(0))
        left, at = f"{left}{text[at:start]}|", start + len(word)
    return left + text[at:]
