"""Rules for a figure that is told in looser words than the question's, or in those of the clauses before it.

Each sees how the words of the question stand in the figure's sentence. `AT_FIRST` needs no more than the figure;
`RULES` know where each word stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bot.finding import of_less, of_place, of_time, people
from bot.finding.alike import alike, deeds_in
from bot.finding.counted import counts_another, has_longer_name
from bot.finding.covering import does_otherwise
from bot.finding.enough import too_little_said
from bot.finding.glance import idle
from bot.finding.in_sentence import InSentence, Loosely
from bot.finding.joined import is_deed, is_joined, is_listed, name_end, says_more
from bot.finding.measure import are_alike, counts_people
from bot.finding.placing import STOPS, negations
from bot.finding.region import Region, leaves_out, marked, sums_up, touches
from bot.finding.runs import SHORTEST_PIECE, Run
from bot.finding.told import Rule
from bot.finding.touching import did_it
from bot.languages import language
from bot.words.mentions import is_content, phrases, years
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
    return plain or told.asked.money or touches(told.region, _what_is_left(told.lead, told), word)


def _what_is_left(lead: str, told: Loosely) -> str:
    """账号压减保留, of 账号压减至127个, without what was done with the others."""
    return re.sub(language("zh").statements["left_lead"], "", lead) if told.region.left else lead


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
    leads = (told.leading, told.lead, _without_such(told.lead, told), *(told.lead.removesuffix(deed) for deed in done))
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
    """The figure is of a whole list, of which nothing was asked for: “甲”、“乙”等方面共45项工作任务."""
    found = re.search(language("zh").statements["list_summed"], told.leading)
    if found is None:
        return False
    items = found["items"]
    for word in told.words:
        items = items.removeprefix(word) if is_deed(word) else items
    return not any(word in items for word in told.words)


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
    return any(word in rest and not _says(said, word) for word in turning)


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
    rest = re.sub(tables["denies_nothing"], "", _without_such(told.among, told))
    return re.sub(tables["besides"], "", rest)


def _without_such(text: str, told: Loosely) -> str:
    """A text without what is said of things that are done away with, if they are."""
    done: dict[str, list[str]] = language("zh").statements["done_away"]
    return re.sub("|".join(done["of_such"]), "", text) if any(word in done["deeds"] for word in told.words) else text


def spoken_of_before_only(told: Loosely) -> bool:
    """What the clauses before speak of is not what the figure is told of, if something else is spoken of since.

    县长信箱回信9封，12345热线转办工单30件，满意率95%: the last one is of the hotline.
    """
    if not told.far or _deed_of_a_list(told) or _deed_of_a_chain(told):
        return False
    if _is_of_the_one_before(told):
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
    rest = marked(_what_is_left(told.leading, told) or told.behind, told.words).replace("|", "")
    came = tables["came"] if counts_people_in(told) else ()
    lists = ("between", "tails", "when", "coordinating", "we")
    plain = (word for name in lists for word in tables[name])
    return says_more(_without_such(rest, told), {*verbs, *came, *plain, *idle(), *deeds_in(told.passed)})


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
    return any(not _says(told.said, word) for word in came)


def counts_people_in(told: Loosely) -> bool:
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


def _others(word: str) -> tuple[str, ...]:
    """What may stand for a whole word."""
    return next((others for size, others in alike(word, 0, loose=True) if size == len(word)), ())


def _says(said: str, word: str) -> bool:
    """The question has a word, or another that says the same."""
    return word in said or any(
        size == len(word) and any(other in said for other in others) for size, others in alike(word, 0, loose=True)
    )


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
