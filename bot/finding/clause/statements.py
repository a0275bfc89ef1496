"""Figures of the prose without a metric: they answer only if a clause covers every content word.

A clause answers in one of two ways: its words cover the question's and it counts what the question counts, so that none
of the rules in `rules_of` stands in the way; or, for a metric without a fact, the clause itself is understood as that
metric and nothing else.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.finding.clause import counted, covering, measure, of_less, of_place, of_time, people
from bot.finding.clause.covering import OWN_NAME, Covered, covered
from bot.finding.clause.measure import are_alike, counts_people, same_measure
from bot.finding.clause.told import Rule, refusing
from bot.finding.matching.alike import others_of
from bot.finding.matching.counting import Counting, countings
from bot.finding.matching.glance import idle, sure_signs
from bot.finding.matching.placing import Spot, part_of
from bot.languages import language
from bot.meaning.measuring import unit_alone
from bot.meaning.readings import Fit, by_unit, fits_of, nearly, readings
from bot.models import Cover
from bot.normalise import normalise, plain
from bot.words.mentions import covers, phrases, years
from index import numbers
from index.metrics import catalogue
from index.models import Statement

Rules = tuple[Rule[Covered], ...]
_ITEM = re.compile(r"^\W*\w{1,2}[)、.．]\s*")
_TITLES = re.compile(r"(?<=》)\s*(?=《)|(?<=”)\s*(?=“)")
_PASSED = re.compile(r"[\s“”‘’\"'「」『』《》〈〉]+")
KEPT = 1024
"""clauses kept in memory without their blanks: those of a report are looked at in several ways"""


_OF_PLACES: Rules = (*of_place.RULES, *of_time.RULES, covering.one_word_for_two)
_OF_MONEY: Rules = (*covering.RULES, *of_time.RULES, *of_less.RULES, *measure.OF_MONEY)
_OF_PEOPLE: Rules = (*of_place.RULES, *covering.RULES, *of_time.RULES, *of_less.RULES, *people.RULES)
_OF_THINGS: Rules = (*of_place.RULES, *covering.RULES, *of_time.RULES, *of_less.RULES, *counted.RULES)


def rules_of(asked: Counting) -> Rules:
    """What may stand in the way of a figure whose clause has all the words, by what is counted."""
    if asked.place:
        return _OF_PLACES
    if asked.money:
        return _OF_MONEY
    return _OF_PEOPLE if counts_people(asked.measure) else _OF_THINGS


def answers(clause: str, figure: Spot, unit: str, asked: Counting) -> bool:
    """Whether the words of a question are said of a figure, and it counts what they count."""
    told = covered(clause, figure, unit, asked)
    return told is not None and refusing(rules_of(asked), told) is None


def matching(
    text: str, cover: Cover, statements: Callable[[], Sequence[Statement]], fits: Sequence[Fit] = ()
) -> list[Statement]:
    """The statements that answer a question. `fits` are the metrics it means, if none of them has a fact."""
    ways = [one for one in countings(text, cover) if not all(all(run.small) for run in one.runs)]
    if not ways:
        return []
    found, reading = [], []
    signs = set().union(*map(sure_signs, ways[0].runs))
    for statement in statements():
        # blanks are the print's: 20 余份
        whole = bare(statement.text)
        if not fits and not signs.issubset(whole):
            continue
        clause = of_this_year(whole)
        spot = place_of(clause, statement)
        if spot is None:
            continue
        if any(answers(clause, spot, statement.unit, way) for way in ways):
            found.append(statement)
        elif fits and same_measure(statement.unit, ways[0]) and reads_as(clause, spot, statement.unit, fits):
            reading.append(statement)
    if found and _told_of_others(ways[0], statements()):
        return []
    return found or reading


def _told_of_others(asked: Counting, statements: Sequence[Statement]) -> bool:
    """粉丝多少 of a report that tells the followers of several accounts."""
    said = "".join(run.content for run in asked.runs)
    if said not in language("zh").statements["attributes"]:
        return False
    words = (said, *others_of(said))
    told = ((one, part_at(one)) for one in statements if same_measure(one.unit, asked))
    return len({(one.value, one.unit) for one, part in told if any(word in part for word in words)}) > 1


def part_at(statement: Statement) -> str:
    """The part of a statement's clause that its figure stands in."""
    clause = bare(statement.text)
    spot = place_of(clause, statement)
    return clause[slice(*part_of(clause, spot))] if spot is not None else ""


def ends_at_figure(text: str, cover: Cover, clause: str, value: Decimal) -> bool:
    """Whether all of a question stands in one piece right ahead of a figure of a clause, but for what says nothing."""
    said = "".join(run.text for run in next(iter(countings(text, cover)), Counting()).runs)
    leads = (clause[: one.start] for one in numbers.find(clause) if one.value == value)
    return bool(said) and any(_plain(lead).endswith(_plain(said)) for lead in leads)


@functools.lru_cache(maxsize=KEPT)
def _plain(text: str) -> str:
    """A text without small words and what only sums up."""
    tables = language("zh").statements
    text = re.sub(tables["summed"], "", text)
    for word in (*idle(), *tables["unbound"]):
        text = text.replace(word, "")
    return text


def names_its_own(text: str, cover: Cover) -> bool:
    """Whether what is counted has a name of its own (村民来信), so that it is not part of a metric (来信).

    Such a name says who; 尚未审结的 is as long, and says which of several rows.
    """
    if not any(token.startswith("party:") for one in cover.mentions for way in one.alternatives for token in way):
        return False
    nouns = [one.after or one.before for one in countings(text, cover)[:1]]
    said = "".join(noun.content for noun in nouns if noun)
    return len(said) >= OWN_NAME


@functools.lru_cache(maxsize=KEPT)
def of_this_year(clause: str) -> str:
    """平均办理时长由上年的13.2天缩短至11.6天 says of this year 平均办理时长11.6天."""
    tables = language("zh").statements
    found = re.search(tables["from_to"], clause)
    if found is not None:
        clause = clause[: found.start()] + clause[found.end() :]
    found = re.search(tables["came_to"], clause)
    return clause if found is None else clause[: found.start()] + clause[found.end() :]


@functools.lru_cache(maxsize=KEPT)
def bare(text: str) -> str:
    """A clause without blanks and without the quotation marks around names: 开展“夜间办公开”活动12场.

    Two titles one behind another are a list: 在《青禾日报》《墨溪日报》刊发12篇.
    """
    return _PASSED.sub("", _TITLES.sub(language("zh").statements["listing"], plain(text)))


def reads_as(clause: str, spot: Spot, unit: str, fits: Sequence[Fit]) -> bool:
    """Whether the part of a clause with the figure, taken as a question, means one of the metrics and no other.

    Only for metrics that are in no table: what a table prints is not looked for in sentences the reader left alone.
    """
    wanted = {key for key, party in fits if party is None and catalogue()[key].table is None}
    start, end = part_of(clause, spot)
    part = clause[start:end]
    if not wanted or len(numbers.find(part)) != 1 or years(clause) or _looks_elsewhere(clause):
        return False
    if re.search(language("zh").statements["no_kind"], part):
        return False
    rest = f"{clause[start : spot[0]]} {clause[spot[1] : end]}"
    unit_words = phrases().meanings.get(unit, (frozenset({f"unit:{unit}"}),))
    units = {token.removeprefix("unit:") for one in unit_words for token in one if token.startswith("unit:")} | {unit}
    meant: set[str] = set()
    for cover in covers(rest, phrases().find(rest)):
        if cover.left:
            continue
        for said in readings(cover):
            if said.ops or said.each or said.sections or said.refused or said.years or said.parties:
                continue
            found = by_unit(fits_of(said.features, None), units, lambda fit: fit[0])
            alone = unit_alone(nearly(said.features), frozenset(units)) if not found else None
            meant |= {key for key, _ in found} | ({alone} if alone else set())
    return bool(meant) and meant <= wanted


def _looks_elsewhere(clause: str) -> bool:
    """A clause that speaks of another year."""
    said = itertools.chain.from_iterable(one.alternatives for one in phrases().find(clause))
    return any(token.startswith("year:-") for token in itertools.chain.from_iterable(said))


def plain_label(label: str) -> str:
    """A row's label as questions have it, without blanks and without its number."""
    return _ITEM.sub("", "".join(normalise(label).text.split()))


def place_of(clause: str, statement: Statement) -> Spot | None:
    """Where the statement's figure stands in its clause."""
    return _place_of(clause, statement.value, statement.unit)


@functools.lru_cache(maxsize=KEPT)
def _place_of(clause: str, value: Decimal, unit: str) -> Spot | None:
    found = numbers.find(clause)
    # 发现20个，整改20个: a clause is told up to its own figure
    for number in reversed(found):
        if number.value == value and number.unit == unit:
            return number.start, number.end
    # a figure that a metric names has the metric's unit: 培训班5期 is 5 次
    alike = [one for one in found if one.value == value and are_alike(one.unit, unit)]
    return (alike[0].start, alike[0].end) if len(alike) == 1 else None
