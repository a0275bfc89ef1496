"""Rules for a figure that is told in looser words than the question's, or in those of the clauses before it.

Each sees how the words of the question stand in the figure's sentence. `AT_FIRST` needs no more than the figure;
`RULES` know where each word stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bot.finding.clause import of_less, of_place, of_time, people
from bot.finding.clause.counted import counts_another, has_longer_name
from bot.finding.clause.covering import does_otherwise
from bot.finding.clause.measure import are_alike, counts_people
from bot.finding.clause.told import Rule
from bot.finding.clause.touching import did_it
from bot.finding.matching.alike import deeds_in
from bot.finding.matching.joined import is_deed, is_joined, is_listed, name_end, says_more
from bot.finding.matching.placing import negations
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.finding.sentence.enough import too_little_said
from bot.finding.sentence.in_sentence import InSentence, Loosely
from bot.finding.sentence.region import Region, leaves_out, marked, sums_up, touches
from bot.finding.sentence.spoken_before import says, spoken_of_before_only, what_is_left, without_such
from bot.languages import language
from bot.words.mentions import is_content, years
from index import numbers


def in_another_unit(told: InSentence) -> bool:
    """The figure's unit is not what the question counts in, or its words do not go with it: 37 groups are no people."""
    asked, tables = told.asked, language("zh").statements
    if asked.money:
        return False
    if asked.measure is not None:
        alike = [one for one in numbers.find(told.own) if are_alike(one.unit, told.unit) and not _is_beside(told, one)]
        if asked.measure == told.unit and asked.measure not in tables["measuring_all"]:
            # 在58个社区布设查询机26台
            alike = [one for one in alike if one.unit == told.unit]
        people_alone = counts_people(told.unit) and counts_people(asked.measure)
        return sum(not people_alone or one.unit not in tables["measuring_all"] for one in alike) != 1
    if asked.before is not None and not asked.after and not _may_count(told.unit, asked.before):
        return True
    named: dict[str, list[str]] = tables["unit_said"]
    said = "".join(run.text for run in asked.runs) + asked.asking
    sort = next((words for units, words in named.items() if told.unit in units.split("|")), None)
    return sort is not None and not any(word in said for word in sort)


def _is_beside(told: InSentence, one: numbers.Number) -> bool:
    """A numeral of a name (一本通), or of those for whom it was done and who were not asked for: 在23个乡镇设立25处."""
    tables, own = language("zh").statements, told.own
    names = (found.span() for found in re.finditer(tables["numeral_names"], own))
    if any(start <= one.start < end for start, end in names):
        return True
    whom = own[one.end : one.end + 2 * SHORTEST_PIECE]
    asked = any(whom[at : at + SHORTEST_PIECE] in told.said for at in range(len(whom) - 1))
    return one.end <= told.spot[0] and not asked and re.search(tables["for_so_many"], own[: one.start]) is not None


def _may_count(unit: str, noun: Run) -> bool:
    """市民多少 is not asked of 开放活动37批次: of people there are so many, 人次 or 户."""
    tables = language("zh").statements
    return unit in (*tables["telling"], *tables["households"]) or not noun.content.endswith(tuple(tables["persons"]))


def is_a_difference(told: InSentence) -> bool:
    """A figure compared with another is no figure of the thing itself: "57 more than last year" (比上年多57件)."""
    return bool(re.search(language("zh").statements["compared"], told.own))


def is_of_another_year(told: InSentence) -> bool:
    """The figure's own part names another year: "in 2019 there were 12 columns" in the report of 2022."""
    # 2036户 are households
    counted = {one.start for one in numbers.find(told.own) if one.unit}
    return any(one.value != told.year and one.start not in counted for one in years(told.own))


def denied(told: Loosely) -> bool:
    """A word that negates is no filler: "columns not updated" (没有) are not columns."""
    return any(
        small and sign in negations()
        for run in told.asked.runs
        for sign, small in zip(run.text, run.small, strict=True)
    )


def counted_elsewhere(told: Loosely) -> bool:
    """What stands behind "how many" stands with the figure, and touches it where no measure word says what it is.

    多少家企业, 多少镇街: "how many firms", not how many leaflets for firms.
    """
    for run, one in zip(told.asked.runs, told.standing, strict=True):
        if run is not told.asked.after or not one.ahead:
            continue
        stands = one.begins_own and (_counts(told, _counted(one.words)) or _is_subject(told, run, one.words[0]))
        if not stands and not (one.far and leaves_out(told.region)):
            return True
    return False


def _counts(told: Loosely, word: str) -> bool:
    """The first word after 多少 is what the figure counts."""
    tables = language("zh").statements
    plain = told.asked.measure is not None and told.asked.measure not in tables["measuring_all"]
    return plain or told.asked.money or touches(told.region, what_is_left(told.lead, told), word)


def _is_subject(told: Loosely, run: Run, word: str) -> bool:
    """有几项重大决策让公众参与: what the figure counts is parted from what was done with it."""
    if told.region.some:
        return told.lead == word
    deed = run.text.removeprefix(word)
    return (
        deed != run.text
        and deed.startswith(tuple(language("zh").statements["subject_of"]))
        and told.region.own[told.region.spot[1] :].startswith(word)
    )


def _counted(words: Sequence[str]) -> str:
    """What is counted of the words behind 多少: the last one ahead of what was done, 来电 of 农民的电话."""
    return next((one for one, then in itertools.pairwise(words) if is_deed(then) or then in deeds_in(then)), words[-1])


def one_of_a_list_says_more(told: Loosely) -> bool:
    """Of a list of figures one answers only if it says nothing besides: 公示主动公开信息, "to publish disclosed items".

    One word of the report does not stand for two that were said.
    """
    tables = language("zh").statements
    rest = marked(told.lead + "," + told.behind, told.words).replace("|", "")
    return told.region.listed and says_more(
        rest, {*tables["light"], *tables["between"], *tables["when"], *tables["doing"]}
    )


def one_word_for_two(told: Loosely) -> bool:
    """No word stands for more of the question than it stands in the figure's part."""
    return not each_once(told.region, told.words)


def each_once(region: Region, words: Sequence[str]) -> bool:
    """Whether each word stands there as often as it is counted on."""
    return all(words.count(word) <= region.own.count(word) for word in words)


def stands_elsewhere(told: Loosely) -> bool:
    """No word of the question touches the figure: "hung signs at the gates, 38" may count anything.

    开放日多少人次 is asked of 接待市民1630人次, which says no more than that people came.
    """
    # 公报共出刊27期: the deed that was asked for parts nothing
    done = (deed for deed in deeds_in(told.said) if told.lead.endswith(deed))
    leads = (told.leading, told.lead, without_such(told.lead, told), *(told.lead.removesuffix(deed) for deed in done))
    if any(touches(told.region, one, word) for word in told.words for one in leads):
        return False
    if _befell(told) or (not told.words and (sums_up(told.region, told.far) or _led_by_what_was_done(told))):
        return False
    return not (told.far and all(map(is_deed, told.words)) and _only_came(told))


def _led_by_what_was_done(told: Loosely) -> bool:
    """微信文章被看了多少次: 累计阅读量46万次 tells no more than what was done with what the clauses before tell of."""
    tables = language("zh").statements
    lead = re.sub(f"^(?:{'|'.join(tables['in_all'])})+", "", told.lead)
    return bool(told.far) and lead in deeds_in(told.passed) and not any(map(is_content, told.behind))


def _befell(told: Loosely) -> bool:
    """So many cases lead their clause, and what befell them was asked for: 3件经一审法院裁定驳回原告诉讼请求."""
    tables = language("zh").statements
    came_of_it = any(word in one for one in told.words for word in tables["outcomes"])
    leads_clause = not says_more(told.lead, {*tables["light"]})
    return came_of_it and leads_clause and re.match(tables["befell"], told.behind) is not None


def _only_came(told: Loosely) -> bool:
    """开放日多少人次: 接待市民1630人次 says no more than that people came."""
    tables = language("zh").statements
    lead = marked(told.leading, told.words).replace("|", "")
    words = {*tables["taking_part"], *tables["between"], *tables["light"], *tables["came"], *tables["when"]}
    return counts_people(told.asked.measure) and not any(map(is_content, told.behind)) and not says_more(lead, words)


def joined_with_another(told: Loosely) -> bool:
    """Of either thing alone nothing is told: "351 households on sickness, medical relief" (大病救助、医疗救助对象)."""
    at = max((one.end for one in numbers.find(told.leading)), default=0)
    things = [word for word in told.words if not is_deed(word)]
    name = marked(told.own[told.spot[1] : name_end(told.own, told.spot)], things)
    if _is_of_all(told):
        return is_joined(name)
    # 撤销“墨溪名人”等栏目: a deed ahead of the list is of no part of it
    done = [word for word in told.words if told.leading.startswith(word) and deeds_in(word)]
    listed = marked(told.leading, [word for word in told.words if word not in done])
    return is_listed(listed) or any(map(is_joined, (marked(told.leading[at:], things), name)))


def _is_of_all(told: Loosely) -> bool:
    """The figure is of a whole list, of which nothing was asked for: “甲”、“乙”等方面共45项工作任务.

    What stands behind it is what all of them are: 上线甲专题、乙专题等8个专题.
    """
    found = re.search(language("zh").statements["list_summed"], told.leading)
    counted = [word for word in told.words if told.own.startswith(word, told.spot[1])]
    if found is None or not (found["all"] or counted):
        return False
    items = found["items"]
    for word in told.words:
        items = items.removeprefix(word) if is_deed(word) else items
    return not any(word in items for word in told.words if word not in counted)


def did_it_themselves(told: Loosely) -> bool:
    """Those who did it are counted, and not what they made: "134 villages put up boards" are no boards."""
    several = told.asked.after is None and len(told.words) > 1
    return several and any(did_it(told.behind, word) for word in told.words)


def parted_by_another(told: Loosely) -> bool:
    """A word between those asked for makes another thing: "service notices" are no "service inspection notices"."""
    # 保留并备案: a second deed beside the first parts nothing
    tables = language("zh").statements
    between = re.sub(tables["besides"], "", "".join(told.among.split("|")[1:-1]))
    return any(word in between for word in tables["parted_by"])


def turned_or_narrowed(told: Loosely) -> bool:
    """A word ahead of the figure turns, narrows or negates it, and was not asked for."""
    tables = language("zh").statements
    said = "".join(run.text for run in told.asked.runs)
    turning = (*tables["turning"], *tables["narrowing"], *negations())
    if told.asked.money or told.unit in numbers.MONEY_UNITS:
        # 公示慰问金28.6万元: so much was given
        turning = tuple(word for word in turning if word not in tables["announcing"])
    rest = _besides(told)
    if told.unit == tables["percent_sign"]:
        rest = re.sub(tables["share_signs"], "", rest)
    return any(word in rest and not says(said, word) for word in turning)


def done_otherwise(told: Loosely) -> bool:
    """The sentence tells of another deed than the question."""
    pieces = [*told.words, *told.far]
    came = "".join(word for word in language("zh").statements["came_in"] if word in told.lead and word not in told.said)
    return does_otherwise(_besides(told), told.asked, pieces) or does_otherwise(came, told.asked, pieces)


def is_what_was_left(told: Loosely) -> bool:
    """How many are left is told, and not asked: "cut down to 187" is not how many were cut (压减到187项)."""
    tables = language("zh").statements
    is_left = told.region.left or (told.region.came_to and any(word in tables["cutting"] for word in told.far))
    return is_left and re.search(tables["left_said"], told.said) is None


def is_of_some(told: Loosely) -> bool:
    """So many of those named did something that was not asked for: "of 13 towns 4 have staff" is not how many towns."""
    return told.region.some and not any(word in told.behind for word in told.words)


def _besides(told: Loosely) -> str:
    """What is said up to the figure, without a deed beside the one asked for.

    关停不活跃账号: those that are done away with are such as nobody keeps.
    """
    tables = language("zh").statements
    among = told.among
    if _is_of_all(told):
        # 上线信用专题、增设电梯专题等8个专题: the names of the others say nothing of what was done
        among = among.partition(tables["listing"])[0]
    rest = re.sub(tables["denies_nothing"], "", without_such(among, told))
    how = re.findall(tables["how_published"], told.clause)
    only = [one for one in how if told.clause.count(one) == how.count(one)]
    return re.sub(tables["besides"], "", re.sub("|".join(only), "", rest))


AT_FIRST: tuple[Rule[InSentence], ...] = (
    *of_place.RULES,
    in_another_unit,
    counts_another,
    is_a_difference,
    people.trained_of_all,
    is_of_another_year,
    *of_time.RULES,
    people.were_served,
    people.got_something,
    people.came_of_all,
    people.came_to_what_was_held,
)
OF_PLACES: tuple[Rule[Loosely], ...] = (denied, one_word_for_two)
RULES: tuple[Rule[Loosely], ...] = (
    denied,
    counted_elsewhere,
    too_little_said,
    one_of_a_list_says_more,
    one_word_for_two,
    stands_elsewhere,
    joined_with_another,
    has_longer_name,
    did_it_themselves,
    parted_by_another,
    turned_or_narrowed,
    is_what_was_left,
    is_of_some,
    done_otherwise,
    spoken_of_before_only,
    *of_less.RULES,
)
