"""A figure that only the prose states and no metric names: of the one clause that tells what is asked."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import wording
from bot.answers.put_in_chinese import Clauses, Put, in_chinese
from bot.finding.asked import Asked, Target
from bot.finding.cells import RATIO
from bot.finding.clause import statements
from bot.finding.clause.of_less import grew_to, is_no_difference, went_the_other_way
from bot.finding.clause.of_place import tells_place
from bot.finding.clause.statements import bare
from bot.finding.clauses import bare_prose_of, clauses_of
from bot.finding.matching.alike import alike, implied_at, loosely_alike, others_of
from bot.finding.matching.counting import countings
from bot.finding.matching.glance import idle
from bot.finding.matching.placing import STOPS, spots
from bot.finding.matching.runs import SHORTEST_PIECE
from bot.finding.matching.said_otherwise import RULES, Beside
from bot.finding.sentence import telling
from bot.finding.sentence.planned import is_plan
from bot.finding.sentence.whose import is_anothers, up_to
from bot.finding.told_thing import YEAR, thing_of
from bot.finding.within import is_within
from bot.languages import every_word, language
from bot.meaning.readings import Fit
from bot.models import Answer, Query, Result
from bot.words import quoted
from bot.words.mentions import is_latin
from index import numbers
from index.metrics import catalogue
from index.models import Statement

_PERCENT = "%"
_CHANGES = frozenset({"rise", "fall", "change", "differ", "more", "less"})


def statement(asked: Asked, target: Target, fits: Sequence[Fit] = ()) -> Answer | None:
    """The figure, if exactly one clause covers the question, or means one of the metrics `fits` that it asks for."""
    if re.search(language("zh").statements["pair_asked"], asked.text) is not None:
        # 由多少提高到多少: one of the two is not all that is asked
        return None
    found, loosely = _found(asked, target, fits)
    if len({(one.value, one.unit) for one in found}) != 1 or _passes_over(asked, target, found[0], loosely=loosely):
        return None
    if _is_of_one_way(asked.text, found[0], fits, bare_prose_of(asked, target)):
        return None
    return stated(asked, target, found, loosely=loosely)


def told_of_region(asked: Asked, target: Target) -> Answer | None:
    """All that was made known in the region whose office's report it is: 全区新增公开信息15230条.

    Asked by the region's name, and told by a clause that says nothing else; it is no figure of the office.
    """
    understood = asked.understood
    whole = {each.share_of for each in catalogue().values()} - {None}
    if not whole.issuperset(key for key, _ in understood.fits) or understood.left or understood.parties_said:
        return None
    if wording.own_report(asked.tongue, target.body.name) not in target.notes:
        return None
    pattern = language("zh").statements["all_of_region"]
    found = []
    for one in clauses_of(asked, target.report.id):
        spot = statements.place_of(bare(one.text), one)
        if spot is not None and re.fullmatch(pattern, bare(one.text)[: spot[0]]) is not None:
            found.append(one)
    return stated(asked, target, found, loosely=False) if len({one.value for one in found}) == 1 else None


def of_whom(asked: Asked, target: Target, quotes: Iterable[str]) -> list[str]:
    """The notes on whose report it is; on the region where all that is quoted speaks of it."""
    of_region = language("zh").statements["of_region"]
    if not all(re.search(of_region, bare(one)) for one in quotes):
        return list(target.notes)
    own_report = wording.own_report(asked.tongue, target.body.name)
    return [asked.tongue.say("of_region") if note == own_report else note for note in target.notes]


def _found(asked: Asked, target: Target, fits: Sequence[Fit]) -> tuple[list[Statement], bool]:
    """The statements that may answer, and whether only in looser words than those of the question."""
    clauses = functools.cache(lambda: clauses_of(asked, target.report.id))
    matching = own(asked, target, statements.matching(asked.text, asked.cover, clauses, fits))
    subs = [] if matching else in_chinese(asked, target, clauses)
    if not matching:
        put = (one for sub in subs for one in _in_its_measure(sub.asked, _put(sub, target, clauses)))
        matching = own(asked, target, list(dict.fromkeys(put)))
    loosely = not matching and not fits
    if loosely:
        told = _told_loosely(target, subs, clauses) or _told_loosely(target, [Put(asked=asked)], clauses)
        matching = own(asked, target, told)
    matching = _in_its_measure(asked, matching)
    if "standing" in asked.understood.ops:
        # 得分排第几 is not how much it scored
        matching = [one for one in matching if tells_place(one)]
    return matching, loosely


def _put(sub: Put, target: Target, clauses: Clauses) -> list[Statement]:
    found = statements.matching(sub.asked.text, sub.asked.cover, clauses)
    return [one for one in found if sub.is_told_by(one, target, loosely=False)]


def _in_its_measure(asked: Asked, found: list[Statement]) -> list[Statement]:
    """Of several figures those in the measure that was said: in so many 个 areas so many 项.

    培训多少人 of 培训9期870人次，工作人员95人: the first clause tells it, and what goes on behind it tells of others.
    """
    texts = {bare(one.text) for one in found}
    found = [one for one in found if not any(_goes_on(bare(one.text), text) for text in texts)]
    if len({(one.value, one.unit) for one in found}) <= 1:
        return found
    way = next(iter(countings(asked.text, asked.cover)), None)
    return [one for one in found if way is not None and one.unit == way.measure] or found


def _goes_on(clause: str, ahead: str) -> bool:
    return len(ahead) < len(clause) and clause.startswith(ahead)


def own(asked: Asked, target: Target, found: list[Statement]) -> list[Statement]:
    """Those that no other organ is the subject of, and that are no plan of another year."""
    if not found or _names_nothing(asked):
        return []
    prose = bare_prose_of(asked, target)
    plans = language("zh").statements["planned_in"]
    found = [
        one
        for one in found
        if not went_the_other_way(asked.text, bare(one.text))
        and not is_no_difference(asked.text, bare(one.text))
        and not _grew_to(asked.text, one)
        and not _is_by_another_name(asked.text, one.text)
        and not is_anothers(bare(one.text), prose, target.body.name, asked.text)
        and not any(int(plan["year"]) != target.year for plan in re.finditer(plans, bare(one.text)))
        and not is_plan(bare(one.text), prose, target.year, asked.text)
        and not _is_said_otherwise(asked.text, one, prose)
        and not _given_behind(asked.text, bare(one.text), prose)
    ]
    return [one for one in found if is_within(asked, one, prose)]


def _names_nothing(asked: Asked) -> bool:
    """较上年增长多少: of what is not said."""
    told = asked.understood
    return bool(told.ops & _CHANGES) and not (told.left or told.features or told.parties_said or told.content)


def _is_of_one_way(text: str, one: Statement, fits: Sequence[Fit], prose: Sequence[str]) -> bool:
    """What went to the website is not all that was made known: 通过政府网站主动公开政府信息10311条."""
    tables, wanted = language("zh").statements, {key for key, _ in fits}
    if not any(each.share_of in wanted for each in catalogue().values()) or re.search(tables["way_said"], text):
        return False
    part = statements.part_at(one)
    if re.search(tables["by_the_way"], part) is not None:
        return True
    # 发行政报12期,发布政府信息662条: what the clause right before speaks of
    whole = next((each for each in prose if bare(one.text) in each), "")
    ahead = STOPS.split(whole[: max(whole.find(part), 0)].rstrip(",;"))[-1]
    return len(re.findall(tables["carrier_said"], ahead)) == 1 and tables["and_more"] not in ahead


def _grew_to(text: str, one: Statement) -> bool:
    clause = bare(one.text)
    spot = statements.place_of(clause, one)
    return spot is not None and grew_to(text, clause, spot[0])


def _is_said_otherwise(text: str, one: Statement, prose: Sequence[str]) -> bool:
    """The clause tells of another level, bound, time or direction than the question says."""
    clause = bare(one.text)
    spot = statements.place_of(clause, one)
    if spot is None:
        return False
    beside = Beside(asked=bare(text), clause=clause, sentence=up_to(clause, prose), spot=spot)
    return any(rule(beside) for rule in RULES)


def _given_behind(text: str, clause: str, prose: Sequence[str]) -> bool:
    """惠企政策汇编发了多少册 is not told by 惠企政策汇编4册, behind which stands 发放1.2万册."""
    tables = language("zh").statements
    if re.search(tables["given_said"], text) is None or re.search(tables["given_told"], clause):
        return False
    behind = (each[each.find(clause) + len(clause) :] for each in prose if clause in each)
    return any(re.match(tables["given_next"], each) for each in behind)


def _is_by_another_name(text: str, clause: str) -> bool:
    """“掌上衢州”微信 is not “衢州发布”: a name in quotation marks is asked for, and the clause has another there."""
    said = {text[slice(*each)] for each in quoted.names(text)}
    told = {clause[slice(*each)] for each in quoted.names(clause)}
    return (
        bool(said and told)
        and not any(name in bare(clause) for name in said)
        and not any(each in text for each in told)
    )


def stated(asked: Asked, target: Target, found: Sequence[Statement], *, loosely: bool) -> Answer:
    """The answer with the figure that all of the statements tell."""
    one, tongue = _in_yuan(found[0]), asked.tongue
    if one.source.table is not None:
        one = replace(one, text=" ".join(one.source.quote.split()))
    notes = of_whom(asked, target, [one.text])
    if one.approximate:
        notes.append(tongue.say("approximate", quote=wording.short(one.text)))
    if loosely:
        notes.append(tongue.say("in_other_words"))
    notes += wording.read_off(tongue, [one.source])
    lines = wording.statement_lines(tongue, target.body.name, target.year, one)
    value, unit = _as_share(one)
    result = Result(
        body=target.body.name,
        year=target.year,
        metric=None,
        party=None,
        value=value,
        unit=unit,
        sources=tuple(same.source for same in found),
        approximate=one.approximate,
    )
    return Answer(
        status="answered",
        results=(result,),
        notes=tuple(notes),
        text="\n".join([*lines, *wording.note_lines(tongue, notes)]),
        query=Query(
            intent="statement",
            bodies=(target.body.name,),
            years=(target.year,),
            words=(one.text,),
            thing=_thing(asked, target.year),
        ),
    )


def _thing(asked: Asked, year: int) -> str:
    """What is asked for, where it says it all: 其中教育类几封 does not. In English the question, without its year."""
    begins = any(asked.text.startswith(word) for word in every_word("operands", "among_it"))
    found = None if begins else thing_of(asked)
    if found is None and "each" not in asked.tongue.operands["told_thing"] and asked.text.count(str(year)) == 1:
        return asked.text.replace(str(year), YEAR)
    return found.name if found is not None else ""


def _told_loosely(target: Target, ways: Sequence[Put], clauses: Clauses) -> list[Statement]:
    """The statements whose sentence speaks of what is asked, though not in just these words."""
    if not ways:
        return []
    prose = functools.cache(lambda: bare_prose_of(ways[0].asked, target))
    found = ((way, telling.told_by(way.asked.text, way.asked.cover, target.year, clauses, prose)) for way in ways)
    return list(
        dict.fromkeys(told for way, each in found for told in each if way.is_told_by(told, target, loosely=True))
    )


def _in_yuan(one: Statement) -> Statement:
    """1.2亿元 is 120000000 元."""
    if one.unit not in numbers.MONEY_UNITS or one.unit == numbers.MONEY:
        return one
    found = next(number for number in numbers.find(f"{one.value}{one.unit}"))
    value = numbers.in_unit(found, numbers.MONEY)
    whole = value.to_integral_value()
    return replace(one, value=whole if whole == value else value, unit=numbers.MONEY)


def _as_share(one: Statement) -> tuple[Decimal, str]:
    """满意率96.3% is a share as those are that are computed: 0.963."""
    return (one.value / 100, RATIO) if one.unit == _PERCENT else (one.value, one.unit)


def _passes_over(asked: Asked, target: Target, one: Statement, *, loosely: bool) -> bool:
    """建成申请多少件 is not told by 收到申请748件: a word that is left over stands in no word of it."""
    if not asked.understood.measures or not asked.understood.left:
        return False
    clause = bare(one.text)
    whole = next((each for each in bare_prose_of(asked, target) if clause in each), clause)
    words = [word for word in asked.understood.left if not any(map(is_latin, word))]
    return not all(_is_said(asked.text, word, whole, loosely=loosely) for word in words)


def _is_said(text: str, word: str, whole: str, *, loosely: bool) -> bool:
    """A word stands in a paragraph, or is made of words that do or for which it has others: 委员|案 of 委员提案."""
    if any(each in whole for each in (word, *others_of(word))):
        return True
    said = {at for found in _counted().finditer(text) for at in range(*found.span())}
    for passed in (*idle(), *language("zh").statements["particles"]):
        said.update(at for start in spots(text, passed) for at in range(start, start + len(passed)))
    for at in range(len(text)):
        pair = text[at : at + SHORTEST_PIECE]
        said.update(range(at, at + len(pair)) if pair in whole else ())
        for size, others in loosely_alike(text, at) if loosely else alike(text, at):
            said.update(range(at, at + size) if any(other in whole for other in others) else ())
        for size, implied in implied_at(text, at) if loosely else ():
            said.update(range(at, at + size) if implied.in_a(whole) else ())
    start = text.find(word)
    return start >= 0 and said.issuperset(range(start, start + len(word)))


@functools.cache
def _counted() -> re.Pattern[str]:
    """What it is counted in: 多少卷, 办完一件."""
    tables = language("zh").statements
    units = sorted({*numbers.COUNT_UNITS, *tables["spoken_measures"]}, key=lambda unit: (-len(unit), unit))
    return re.compile(f"(?:{'|'.join(tables['asking'])})(?:{'|'.join(units)})|{tables['one_of_many']}")
