"""Ways to answer a question otherwise than as a whole, in stages.

A stage names each of its ways by the shape of question that it takes. No question is taken by two ways of a stage
(tests/test_stages.py): they stand in no order, and a new one has only to find its stage. Stages are gone through in
order, and the first answer counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.answers.as_told import as_told
from bot.answers.asserted import asserted, said_more
from bot.answers.average_rate import average_rate
from bot.answers.bracketed import bracketed
from bot.answers.contact import contact
from bot.answers.described import described
from bot.answers.each_and_change import each_and_change
from bot.answers.former import former, former_told
from bot.answers.hosted import hosted
from bot.answers.in_other_words import in_other_words
from bot.answers.leaving_out import leaving_out
from bot.answers.listed import listed
from bot.answers.listed_each import listed_each
from bot.answers.listed_in_chinese import listed_in_chinese
from bot.answers.of_the_first import of_the_first
from bot.answers.of_those_that import of_those_that
from bot.answers.own_rows import own_rows
from bot.answers.partly import partly
from bot.answers.places import of_figure
from bot.answers.pointed import pointed
from bot.answers.premises import premised
from bot.answers.problems import problems_of
from bot.answers.said_first import said_first, said_first_time
from bot.answers.share_asserted import share_asserted
from bot.answers.splitting.and_compared import and_compared
from bot.answers.splitting.and_whether import AND_WHETHER
from bot.answers.splitting.both_conditions import BOTH_CONDITIONS
from bot.answers.splitting.cutting import asks_in_parts
from bot.answers.splitting.exclusions import EXCLUSIONS
from bot.answers.splitting.following import FOLLOWING
from bot.answers.splitting.in_turn import IN_TURN
from bot.answers.splitting.per_thing import PER_THING
from bot.answers.splitting.piecewise import PIECEWISE
from bot.answers.splitting.rows_compared import ROWS_COMPARED
from bot.answers.splitting.sections import SECTIONS
from bot.answers.splitting.summed import SUMMED
from bot.answers.splitting.told_changes import TOLD_CHANGE
from bot.answers.splitting.two_rates import TWO_RATES
from bot.answers.splitting.two_sums import TWO_SUMS
from bot.answers.splitting.ways import Answering, Way, split
from bot.answers.splitting.year_by_year import YEAR_BY_YEAR
from bot.answers.statement import statement
from bot.answers.sums_asserted import sums_asserted
from bot.answers.tables_there import tables_there
from bot.answers.than_average import than_average
from bot.answers.than_body import than_body
from bot.answers.told_again import told_again
from bot.answers.told_figures import told_figures
from bot.answers.told_shares import told_share
from bot.answers.topics import topic
from bot.answers.unlisted import unlisted
from bot.answers.up_to_then import up_to_then
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.cells import RATIO
from bot.finding.open_metric import ask_metric
from bot.languages import language
from bot.models import Answer

Attempt = Callable[[Asked, Answering], Answer | None]
"""given what answers the questions that it asks; None where the question is none of its shape, or has no answer so"""
Stage = Mapping[str, Attempt]
"""shape of question → the way that takes it"""


def taken(asked: Asked, stages: Sequence[Stage], answer: Answering) -> Answer | None:
    """The answer of the first way that takes a question."""
    ways = (way for stage in stages for way in stage.values())
    return next((made for way in ways if (made := way(asked, answer)) is not None), None)


def alone(way: Callable[[Asked], Answer | None]) -> Attempt:
    """A way that asks no further questions."""
    return lambda asked, _: way(asked)


def by(way: Way) -> Attempt:
    """A way of splitting."""
    return lambda asked, answer: split(asked, way, answer)


def _folded(asked: Asked, answer: Answering) -> Answer | None:
    """收到超过100件但复议少于15件: what two rows are called might be one row, of which both would be asked."""
    told = asked.understood
    one_row = told.intent in {"filter", "count"} and not told.left and len(told.measures) == 1
    return split(asked, BOTH_CONDITIONS, answer) if one_row else None


def _told_in_per_cent(asked: Asked) -> Answer | None:
    """A share of figures that the report lacks, where one sentence tells it itself: 无法提供的有6件，占50%."""
    target = aim(asked) if asked.understood.intent == "share" and len(asked.understood.choices) == 1 else None
    if len(asked.understood.years) > 1:
        return None
    found = statement(asked, target) if isinstance(target, Target) else None
    if found is None or found.results[0].unit != RATIO:
        return None
    tables = language("zh").statements
    quotes = [source.quote for source in found.results[0].sources]
    if not asked.understood.left and any(re.search(tables["elsewhere_told"], quote) for quote in quotes):
        # 按期办结率 is asked, of requests, and 县长热线按期办结率98.6% told
        return None
    return None if any(re.search(tables["share_of_both"], quote) for quote in quotes) else found


def _each_by_itself(asked: Asked, answer: Answering) -> Answer | None:
    return split(asked, PIECEWISE, answer) if asks_in_parts(asked) else None


def _on_topic(asked: Asked) -> Answer | None:
    """The sentences on a topic; where none has it, those that come closest to a question for words."""
    found = topic(asked)
    return in_other_words(asked) or found if found is not None and found.status == "missing" else found


FIRST: Sequence[Stage] = (
    {
        "of which one stands first": alone(said_first),  # 申请最多的是盐城吧
        "what stands first by one figure, and another of it": of_the_first,  # 申请最多的单位办结多少
        "what is asked of those that meet a condition": of_those_that,  # 复议超过5件的单位收到多少
        "who is above the average": than_average,  # 超过平均数的单位
        "two years and what lies between": each_and_change,  # 各多少，差多少
        "all but some bodies": leaving_out,  # 除住建局外
        "conditions on two rows that are called alike": _folded,
        "the next figure in a chat, beside the one before": and_compared,  # 2020年呢，多了还是少了
        "what the prose told before in a chat, of another year or body": told_again,  # 信箱来信多少封, then 2019年呢
        "what was made known in all years": alone(up_to_then),  # 累计公开多少条
        "of whose site a name only tells": hosted,  # 通过区政府网站公开
        "problems in a part of the work": alone(problems_of),  # 公开栏有什么问题
        "a figure, and how it changed or was shared": by(FOLLOWING),  # 收到多少，同比增长多少
        "a figure, and whether it came to something": by(AND_WHETHER),  # 复议有几件，维持了吗
        "two of sum, average and median": by(TWO_SUMS),  # 合计和平均各多少
    },
)
"""before it is answered as a whole: what chooses whose figures are told, and would be lost in them"""
_POINTED: Stage = {
    "one of two by its place": former,  # 前者
    "one of two that were told, by its place": former_told,  # 前者的诉讼呢
    "a figure taken as given": premised,  # 收到84件的话
    "a body by its figure": pointed,  # 收到903件的那家
    "bodies by the figure of one": than_body,  # 比青禾区多的单位
}
"""what it is about is said by something else, in the place of which it is asked"""
_WORKED_OUT: Stage = {
    "two conditions": by(BOTH_CONDITIONS),  # 超过50件但没有诉讼的单位
    "one row and another of all bodies": by(ROWS_COMPARED),  # 企业比自然人多的单位
    "two rates": by(TWO_RATES),  # 维持率哪个高
    "one figure for each of another": by(PER_THING),  # 平均每个项目多少钱
    "the mean of rates": average_rate,
    "all but some rows or applicants": by(EXCLUSIONS),  # 除了企业
    "what things of the prose come to": by(SUMMED),  # 代表建议、政协提案总共多少件
    "rows of the body's own": alone(own_rows),  # 省级平台采购
}
"""figures that are asked for by themselves, and what they come to"""
_ASSERTED: Stage = {
    "a sum of the form with its figures": sums_asserted,  # 305加11等于299加17
    "a share ahead of what it is of": share_asserted,  # 近半数申请予以公开
    "one figure": asserted,  # 来信1874件，对吗
    "one of two is more, by the prose": said_more,
    "when something first came to so much": said_first_time,  # 首次突破100件
}
"""claims that could not be tested as such: asked without their figure, and compared with the answer"""
_PARTS: Stage = {
    "a list of things": by(PIECEWISE),  # 网站几条、公众号几条
    "questions one after another": by(IN_TURN),  # 合计多少，其中自然人多少
}
"""several questions, all of which have an answer"""
_EACH: Stage = {
    "things that each ask, of which the form has no rows": _each_by_itself,  # 培训几期多少人次
}
_TOLD: Stage = {
    "one thing of several years or bodies": told_figures,  # 2021到2023年茶艺讲堂场次
    "a share of what one sentence tells": told_share,  # 留言回复率
    "several figures of one sentence": alone(listed_each),  # 甲镇、乙镇各几户
    "one figure of several by its name, in English": alone(listed_in_chinese),
}
"""what no metric names, and the prose tells"""
_BY_NAME: Stage = {
    "one figure of several by its name": alone(listed),  # 来信里教育的几封
}
_BY_YEAR: Stage = {
    "each year, where no metric can stand in its place": by(YEAR_BY_YEAR),
    "what lies between two years of it": by(TOLD_CHANGE),
    "the same as the later report tells it itself": as_told,  # 比2016年减少多少
}
_PER_CENT: Stage = {
    "a share that one sentence tells as such": alone(_told_in_per_cent),  # 占50%
}
_IN_BRACKETS: Stage = {
    "words that brackets put otherwise": bracketed,  # 自己采购（自主采购）
}
_IN_PART: Stage = {
    "the same section of several years or bodies": by(SECTIONS),
    "questions of which the last have no answer": partly,
}
STAGES: Mapping[str, Sequence[Stage]] = {
    "not_understood": (_POINTED, _WORKED_OUT, _ASSERTED, _PARTS, _TOLD, _BY_NAME, _BY_YEAR, _IN_BRACKETS, _IN_PART),
    "clarify": (_POINTED, _WORKED_OUT, _ASSERTED, _PARTS, _TOLD, _BY_YEAR, _IN_PART),
    "missing": (_PER_CENT, _TOLD, _BY_NAME, _EACH, _BY_YEAR, _ASSERTED),
}
"""how a question came out as a whole → what it may be besides"""
_REPORT: Stage = {
    "how a body can be reached": alone(contact),
    "which tables are there, and which cells are blank": alone(tables_there),  # 表三填了吗
}
_WORK: Stage = {"a part of the work": alone(described)}
_WORDS: Stage = {
    "passages on a topic": alone(_on_topic),
}
_BACK: Stage = {
    "a rank or the like of something that several metrics may be": ask_metric,
    "where a figure stands": alone(of_figure),  # 有9件没法提供，第几行
    "of a body that has no report": alone(unlisted),
}
_CLOSEST: Stage = {"what is said in other words": alone(in_other_words)}
INSTEAD: Mapping[str, Sequence[Stage]] = {
    "not_understood": (_REPORT, _WORK, _WORDS, _BACK, _CLOSEST),
    "clarify": (_REPORT, _WORK, _WORDS, _BACK),
    "missing": (_WORK,),
}
"""the same where there is no figure: what is told or asked back instead"""
