"""What is tried where a question as a whole has an answer: it may not be all that was asked."""

from __future__ import annotations

import re

from bot.answers.asserted import asserted
from bot.answers.hosted import is_anothers
from bot.answers.listed_each import listed_each
from bot.answers.own_rows import own_rows
from bot.answers.splitting.cutting import asks_in_parts
from bot.answers.splitting.in_turn import IN_TURN, asks_for_more, ranks_twice, shares_differ, sums_up
from bot.answers.splitting.piecewise import PIECEWISE
from bot.answers.splitting.ways import Answering, split
from bot.answers.splitting.year_by_year import YEAR_BY_YEAR
from bot.answers.topics import at_length, in_its_words, spoken
from bot.answers.word_for_word import stated_so
from bot.finding.asked import Asked
from bot.finding.asking_back import not_understood
from bot.languages import language
from bot.meaning.intents import BODIES
from bot.models import Answer


def beside_claim(asked: Asked, made: Answer, answer: Answering) -> Answer | None:
    """慈溪2023年发布会办了17场: of a row that the form does not have the text may tell."""
    if len(made.claims) != 1:
        return None
    if made.claims[0].value is None:
        return asserted(asked, answer)
    return stated_so(asked, made) if made.claims[0].holds is False else None


def beside_answer(asked: Asked, made: Answer, answer: Answering) -> Answer | None:
    """What is told instead of an answer that leaves out something, or takes it for something else."""
    told, quoted = asked.understood, in_its_words(asked, made)
    if quoted is not None:
        return quoted
    if is_anothers(asked, made) or _is_one_of_each(asked, made):
        return not_understood(asked, told.content, "not_together")
    if (_is_said_of_one(asked) and asks_for_more(asked, made)) or _drops_a_sum(asked) or ranks_twice(asked):
        return split(asked, IN_TURN, answer) or not_understood(asked, told.operators, "not_together")
    if told.intent == "share" and len(made.results) == 1 and _asks_two_rates(asked.text):
        # 办结率是多少，按时办结率呢: the first is no whole of the second
        return split(asked, IN_TURN, answer) or not_understood(asked, told.operators, "not_together")
    if told.intent == "share" and (asks_for_more(asked, made) or shares_differ(asked)):
        return split(asked, IN_TURN, answer)  # 几成是自然人提的，几成公开了
    if not told.asks:
        # what does the report say on third parties: its sentences, where it has some
        return spoken(asked) or at_length(asked)
    if told.intent == "figure" and len(made.results) == 1 and asks_in_parts(asked):
        # 自主采购几项多少钱; 收到几件，官司几起 are no lawsuits received
        return own_rows(asked) or split(asked, PIECEWISE, answer)
    if told.intent == "rank" or {told.intent, *told.ops} >= _SHARES_OF_PARTS:
        return split(
            asked, IN_TURN, answer
        )  # 不予公开多少，哪种原因最多; what percentage was refused, and on what grounds
    if _leaves_open(asked, made):
        # 培训几场，多少人次: only the prose has the first
        return listed_each(asked) or split(asked, PIECEWISE, answer) or split(asked, YEAR_BY_YEAR, answer)
    return None


_OF_ALL = frozenset({"total", "average"})
_SHARES_OF_PARTS = frozenset({"breakdown", "share"})


def _is_one_of_each(asked: Asked, made: Answer) -> bool:
    """各占多少 after one thing and another of a chat: the last alone is not each of them."""
    told = asked.understood
    return told.leaning and "separately" in told.ops and len(made.results) == 1


def _asks_two_rates(text: str) -> bool:
    return re.search(language("zh").statements["two_rates"], text) is not None


def _is_said_of_one(asked: Asked) -> bool:
    """合计多少，其中自然人多少: what is done with one figure is done with no other that is asked for."""
    told = asked.understood
    return told.intent in _OF_ALL or (told.intent == "figure" and bool(told.each) and "total" in told.features)


def _drops_a_sum(asked: Asked) -> bool:
    """2021年和2022年各单位申请合计各多少: the figures of all bodies are not what they come to."""
    told = asked.understood
    return told.intent == "figure" and bool(told.each & BODIES) and sums_up(asked)


def _leaves_open(asked: Asked, made: Answer) -> bool:
    """Of several things or years that were asked of one body some have no figure."""
    told = asked.understood
    wanted = max(len(told.measures), 1) * max(len(told.years), 1)
    return told.intent == "figure" and len(told.choices) == 1 and len(made.results) < wanted
