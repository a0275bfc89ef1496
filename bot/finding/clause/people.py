"""Rules for how many people: those who came, were trained or were served are not all there are of their kind."""

from __future__ import annotations

import re

from bot.finding.clause.measure import counts_people, in_another_measure
from bot.finding.clause.told import Rule, Told
from bot.finding.clause.touching import ahead_of_figure
from bot.finding.matching.alike import loosely_others_of
from bot.finding.matching.counting import Counting
from bot.languages import language


def were_served(told: Told) -> bool:
    """Those who were received are not all there are: "received 196 residents" is not how many residents there are.

    群众多少人 is not asked of 接待群众咨询196人次; 接待群众多少人 is.
    """
    tables = language("zh").statements
    said = "".join(run.content for run in told.asked.runs)
    if not counts_people(told.unit) or not said.endswith(tuple(tables["persons"])):
        return False
    asked = {other for verb in tables["serving"] for other in (verb, *loosely_others_of(verb))}
    return not any(verb in told.said for verb in asked) and any(verb in told.own for verb in tables["serving"])


def got_something(told: Told) -> bool:
    """All there are of them are asked for, and something came to some: "1,700 farmers drew the allowance"."""
    said = [run for run in told.asked.runs if not all(run.small)]
    if len(said) != 1 or not counts_people(told.unit):
        return False
    noun, behind = said[0].content, told.behind.lstrip()
    return behind.startswith(noun) and behind[len(noun) :].startswith(tuple(language("zh").statements["drawing"]))


def came_of_them(told: Told) -> bool:
    """Those of a kind who came are not all: "courses for informants, 71 came" is not how many informants there are.

    信息员多少人 is not asked of 信息员培训2期，71人参加.
    """
    tables = language("zh").statements
    if _is_only_counted(told.asked) or says_what_was_done(told.said) or told.asked.before is None:
        return False
    noun = told.asked.before.content
    verbs: list[str] = tables["taking_part"]
    return noun.endswith(tuple(tables["people"])) and noun not in told.own and any(verb in told.own for verb in verbs)


def were_trained(told: Told) -> bool:
    """Those to whom it was done are not all: "trained 110 liaison officers" is not how many officers there are.

    联络员多少人 is not asked of 组织联络员培训110人次.
    """
    if _is_only_counted(told.asked) or told.asked.before is None:
        return False
    verbs: list[str] = language("zh").statements["taking_part"]
    return any(f"{told.asked.before.text}{verb}" in told.own for verb in verbs if verb not in told.said)


def came_to_what_was_held(told: Told) -> bool:
    """Those for whom it was held are not all: "a course on media for teachers, 540 came" is not how many teachers.

    教师多少人 is not asked of 教师信息素养培训6期540人, nor 村民代表多少人 of 村民代表会议37次，参加1100人次.
    """
    tables = language("zh").statements
    noun = told.asked.before or told.asked.after
    named = noun is not None and noun.content.endswith((*tables["persons"], *tables["people"]))
    held: list[str] = tables["held"]
    if noun is None or not named or not counts_people(told.unit) or any(word in told.said for word in held):
        return False
    meeting = f"{re.escape(noun.content)}[^,;。:、0-9]{{0,10}}(?:{'|'.join(held)})"
    return not says_what_was_done(told.said) and bool(re.search(meeting, told.clause[: told.figure[0]]))


def some_took_part(told: Told) -> bool:
    """Those of a kind who took part are not all: "340 officers took part" is not how many officers there are.

    民警多少人 is not asked of 参加民警340人次.
    """
    return not _is_only_counted(told.asked) and only_takes_part(told)


def trained_of_all(told: Told) -> bool:
    """Those who were trained are not all there are of them."""
    return counts_people(told.asked.measure) and were_trained(told)


def came_of_all(told: Told) -> bool:
    """Those who came are not all there are: "440 delegates took part" is not how many delegates there are."""
    asks_for_all = counts_people(told.asked.measure) and not says_what_was_done(told.said)
    return asks_for_all and some_took_part(told)


def make_up_a_group(told: Told) -> bool:
    """Members of a group are counted, and not what it is for: "a leading group on disclosure, of 18 people".

    公开信息多少人 is not asked of 信息公开领导小组由18人组成.
    """
    words: list[str] = language("zh").statements["groups"]
    return not _is_only_counted(told.asked) and any(word in told.lead and word not in told.said for word in words)


def of_others(told: Told) -> bool:
    """Someone else is named with the figure, behind those who are counted first: "870 were trained, 95 staff".

    培训多少人 is not asked of 培训9期870人次，工作人员95人.
    """
    tables = language("zh").statements
    named = (*tables["persons"], *tables["people"])
    if not counts_people(told.unit) or not told.lead.endswith(named) or told.lead[-2:] in told.said:
        return False
    return re.search(tables["people_counted"], told.clause[: told.start]) is not None


def only_takes_part(told: Told) -> bool:
    """The clause tells who took part, and the question does not say that it asks for these."""
    verbs: list[str] = language("zh").statements["taking_part"]
    noun = told.asked.after or told.asked.before
    said = [told.said, *(other for verb in verbs for other in loosely_others_of(verb) if other in told.said)]
    unsaid = [verb for verb in verbs if not any(verb in one or verb in loosely_others_of(one) for one in said)]
    if noun is None or not any(verb in told.own for verb in unsaid):
        return False
    if told.asked.after is not None and says_what_was_done(told.said):
        return False
    return were_trained(told) or ahead_of_figure(told, noun)


def says_what_was_done(said: str) -> bool:
    """多少村民去听讲座 asks for those who came, 多少村民 for all."""
    tables = language("zh").statements
    return any(act in said for act in (*tables["acts"], *tables["taking_part"]))


def _is_only_counted(asked: Counting) -> bool:
    """多少人参加: what is said behind the question word says who they are; or nothing is said ahead of it."""
    return asked.after is not None or asked.before is None


RULES: tuple[Rule[Told], ...] = (
    in_another_measure,
    were_served,
    got_something,
    came_of_them,
    some_took_part,
    came_to_what_was_held,
    make_up_a_group,
    of_others,
)
