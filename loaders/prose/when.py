"""Of which time a clause tells: the year reported on, another, a part of it, many years, the time to come."""

from __future__ import annotations

from index.numbers import RATIO_UNITS
from loaders.prose.clauses import Clause, time_of
from loaders.prose.sentence import Sentence
from loaders.prose.vocabulary import year_of

_TIMES = frozenset({"year", "date", "other_year", "future", "partial", "cumulative"})
_STOCK = frozenset({"staff", "staff_full_time", "staff_part_time", "worker", "reading_point", "unit", "set_up"})
_SO_FAR = frozenset({"cumulative"})


def _counted(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the same was counted before in the sentence, or up to a day: 公开信息200条，累计公开1.2万条."""
    units = {token.number.unit for token in clause.numbers if token.number is not None}
    before = sentence.text[sentence.clauses[0].start : clause.start]
    led = [each for each in sentence.clauses if each.start < clause.start]
    if any(sum(token.role == "year" for token in each.tokens) > 1 for each in led):
        # 2013年到2021年：截至2021年12月末，累计公开457条
        return True
    up_to = any(end in before for end in sentence.vocabulary.text["at_the_end"])
    sites = clause.features & sentence.vocabulary.sites
    if sites and not any(sites & f.own for f in sentence.findings):
        # 信息公开平台公开139条，微信公众号累计发布956条
        return up_to
    # 网站累计发布10条，微信累计发布20条: all of the one year
    return up_to or any(f.unit in units and not f.clause.has("cumulative") for f in sentence.findings)


def _names_a_time(sentence: Sentence, clause: Clause) -> bool:
    """累计 alone is of the year reported on; 截至2019年, 自开通以来 or another year before it make it of all years."""
    until = [each for each in sentence.clauses if each.start <= clause.start]
    said = sentence.text[sentence.clauses[0].start : clause.end]
    now = any(word in said for word in sentence.vocabulary.text["up_to_now"])
    dated = any(each.has("partial", "date", "other_year", "year", "future") for each in until)
    return now or dated or sentence.names_years


def _counts_events(sentence: Sentence, clause: Clause) -> bool:
    units = [token.number.unit for token in clause.numbers if token.number is not None]
    return bool(units) and all(unit in sentence.vocabulary.text["units_of_events"] for unit in units)


def when(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause is of another time, which then holds until the year reported on is said."""
    if _is_founding(sentence, clause):
        return sentence.scope.elsewhen
    if _compares(sentence, clause) or _is_rate(clause):
        return True
    other = time_of(clause, sentence.text, sentence.year, sentence.vocabulary)
    past = any(token.role == "year" and year_of(token) < sentence.year for token in clause.tokens)
    if other and "in_force" in clause.features and not clause.has("other_year", "future") and not past:
        # 截至目前现行有效11件
        other = None
    before = sentence.text[sentence.clauses[0].start : clause.end]
    dated = any(each.has("other_year") for each in sentence.clauses if each.start <= clause.start)
    dated = dated or any(word in before for word in sentence.vocabulary.text["until"])
    if sentence.scope.elsewhen and clause.features & _STOCK and not dated and _is_now(sentence, clause):
        # 自2004年起开展，目前配备专职人员3名
        sentence.scope.elsewhen = False
    if other and clause.roles & _TIMES == _SO_FAR:
        told_year = sentence.scope.own_time or sentence.told_year or not _names_a_time(sentence, clause)
        within = told_year and not _counted(sentence, clause)
        # 2021年，网站累计公开信息1917条; 培训2期，累计112人次: within the year
        other = None if within or _counts_events(sentence, clause) else other
    if other and clause.roles & _TIMES == _SO_FAR and sentence.findings and clause.numbers:
        # 微信发布126条，累计阅读量13万，微博发布194条: of this figure only
        return True
    if other is not None:
        if not sentence.findings and clause.depth == 0:
            sentence.scope.began_elsewhen = other
        sentence.scope.elsewhen = other
        sentence.scope.own_time = sentence.scope.own_time or not other
    if clause.mark == ";" and other is None and sentence.scope.elsewhen and _told_of_all_years(sentence, clause):
        sentence.scope.elsewhen = sentence.scope.began_elsewhen
    label = clause.mark == ";" and clause.closing == ":" and not clause.numbers and not clause.roles & _TIMES
    if label and not clause.has("sub"):
        # 数量方面：全年公开90条，上年为80条；渠道方面：…
        sentence.scope.elsewhen = sentence.scope.began_elsewhen
    if clause.has("plan") and ((not clause.numbers and clause.closing == ":") or _plans(sentence, clause)):
        # 下年计划：组织培训2期; 计划明年公开信息300条，举办培训2期
        sentence.scope.elsewhen = True
    changed = clause.has("change") and not _changed_to(clause)
    return sentence.scope.elsewhen or changed or clause.has("comparison", "plan")


def _told_of_all_years(sentence: Sentence, clause: Clause) -> bool:
    """新增396条，历年共计发布2108条；网站发布548条: the figure of all years is the last one only."""
    last = next((each for each in reversed(sentence.clauses) if each.start < clause.start), None)
    if last is None or not last.numbers or not last.has("other_year"):
        return False
    named = [sentence.text[token.start : token.end] for token in last.tokens if token.role == "other_year"]
    return all(name in sentence.vocabulary.text["all_years"] for name in named)


def _plans(sentence: Sentence, clause: Clause) -> bool:
    """计划, 明年, 目标 ahead of everything else that a clause says; not 其中工作规划1条, which is a kind.

    明年计划加强培训，举办培训2期: one without figure that begins so holds for the next ones, too.
    """
    told = [token for token in clause.tokens if token.role != "filler"]
    if not told or sentence.sub or told[0].role != "plan":
        return False
    word = sentence.text[told[0].start : told[0].end]
    touching = len(told) > 1 and told[1].role == "unknown" and word in sentence.vocabulary.text["plans"]
    holds = word in sentence.vocabulary.text["next_year"] + sentence.vocabulary.text["plans"]
    # 计划生育方面，公开信息30条
    return bool(clause.numbers) or (holds and not (touching and clause.end == told[1].end))


def _is_now(sentence: Sentence, clause: Clause) -> bool:
    said = sentence.text[clause.start : clause.end]
    return any(word in said for word in sentence.vocabulary.text["now"])


def _compares(sentence: Sentence, clause: Clause) -> bool:
    """和2020年的95条相当: the other year holds for this clause only."""
    first = clause.tokens[0]
    begins = sentence.text[first.start : first.end] in sentence.vocabulary.text["compared"]
    told = [token for token in clause.tokens[1:2] if token.role in ("year", "other_year")]
    return begins and bool(told) and not clause.features and len(clause.numbers) == 1


def _is_rate(clause: Clause) -> bool:
    """比去年同期增长10%: tells of no other figure."""
    units = [token.number.unit for token in clause.numbers if token.number is not None]
    return clause.has("comparison") and bool(units) and not clause.features and RATIO_UNITS.issuperset(units)


def _is_founding(sentence: Sentence, clause: Clause) -> bool:
    """本局于3月组建: the day is not that of the figures behind."""
    told = sentence.text[clause.start : clause.end]
    begun = "own" in clause.roles and any(word in told for word in sentence.vocabulary.text["begun"])
    return not clause.numbers and (begun or told.endswith(sentence.vocabulary.text["founded"]))


def _changed_to(clause: Clause) -> bool:
    """2021年新收申请下降为5件: the one figure, right behind the word, is the new one."""
    at = next(i for i, token in enumerate(clause.tokens) if token.role == "change")
    return len(clause.numbers) == 1 and clause.tokens[at + 1 : at + 2] == clause.numbers
