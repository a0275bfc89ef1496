"""One figure and the words around it: the metrics they state, if everything they say is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.numbers import MONEY_UNITS
from loaders.prose.clauses import Clause, fitting, unknown
from loaders.prose.counting import counts
from loaders.prose.published import PUBLISHED, is_of_no_medium, is_on_some_platform, without_site, without_subjects
from loaders.prose.refusals import (
    COURSES,
    PEOPLE,
    REFUSALS,
    TELLING,
    Stating,
    is_on_anothers_site,
    is_on_the_provinces_site,
)
from loaders.prose.said import each_of_each
from loaders.prose.sentence import TOLD_OF_REQUESTS, TOTAL, Finding, Sentence, context_of, groups_of, hear, is_about
from loaders.prose.vocabulary import NOTHING, Rule, Token, features_of, is_own_year
from loaders.prose.whose import judged, named_words, platform_words

_COUNTED = frozenset({"info", "request"})
_TAUGHT = frozenset({"course", "training"})
_ASKED = frozenset({"request", "release"})
_ASKED_FOR = frozenset({"request", "release", "received", "accepted", "newly"})
_OF_ANY = ("complaints.", "organisation.")
_KEPT = frozenset(
    {
        *("staff_full_time", "staff_part_time", "reading_point", "application_point", "unit", "institution"),
        *("fund", "special_fund"),
    }
)
_LABEL = frozenset({"concept", "number"})
_FOUGHT = frozenset({"reconsideration", "litigation"})
_ASSUMED = frozenset({"assumed"})
_ABOUT = frozenset({"reading", "policy"})
_SET_UP = frozenset({"set_up", "reading_point"})
_SOCIAL = frozenset({"via_social", "via_wechat", "via_microblog"})
_MANY = frozenset({"via_many", "via_etc"})
ON_TIME, CLOSED = "requests.closed.on_time", "requests.closed"


def finding_of(clause: Clause, token: Token, *, sub: bool) -> Finding:
    number = token.number
    assert number is not None  # noqa: S101 - a figure's token has its number
    return Finding(
        clause=clause,
        at=token.start,
        value=number.value,
        unit=number.unit,
        approximate=number.approximate,
        figure=token,
        sub=sub,
    )


def told_with(sentence: Sentence, finding: Finding) -> frozenset[str]:
    """集中采购21项1846.9万元, 培训2次、130人次: the second figure is of the same, by its unit."""
    last = sentence.findings[-1] if sentence.findings else None
    people = finding.unit in sentence.vocabulary.text["people_units"]
    if people and last is not None and last.metrics == COURSES and _is_clean(last.clause, "region"):
        return frozenset({"attend"})
    if last is None or not _is_clean(finding.clause):
        return NOTHING
    if last.metrics == ("procurement.items",) and finding.unit in MONEY_UNITS:
        return frozenset({"total_amount"})
    return NOTHING


def _is_clean(clause: Clause, *allowed: str) -> bool:
    return not clause.roles & ({"unknown", "comparison", "other_year", "scope", "region"} - set(allowed))


def same_again(sentence: Sentence, clause: Clause) -> frozenset[str]:
    """上年度召开新闻发布会6次，本年度2次: the second figure is of the same, in another year.

    公开信息较上年增加70条，达到320条: what has grown, and to how much.
    """
    last = sentence.findings[-1] if sentence.findings else None
    known = clause.features and last is not None and clause.features <= last.own & sentence.vocabulary.verbs
    roles = {"own_time", "year", "filler", "number", *(("concept",) if known else ())}
    # 2020年召开发布会9场，2021年召开10场
    year_only = clause.roles <= roles and clause.has("own_time", "year")
    said = sentence.text[clause.start : clause.end]
    if last is not None and clause.mark == "," and said.startswith(sentence.vocabulary.text["reaching"]):
        plain = clause.roles <= {"number", "filler", "change"} and last.clause.has("comparison") and not last.metrics
        own = last.own or _own_of(sentence, last.clause)
        if not plain or unknown(last.clause.tokens) != ([], False):
            return NOTHING
        # more than in another year: in this one
        sentence.scope.own_time = True
        return own
    if last is None or last.metrics or not year_only or not last.clause.has("other_year", "year"):
        return NOTHING
    return last.own if unknown(last.clause.tokens) == ([], False) else NOTHING


def _own_of(sentence: Sentence, clause: Clause) -> frozenset[str]:
    """Give what the first figure of a clause says: 公开信息较2020年的250条增加70条."""
    first = next((finding for finding in sentence.findings if finding.clause is clause), None)
    return first.own if first is not None else NOTHING


def _states_each(
    sentence: Sentence,
    finding: Finding,
    tokens: Sequence[Token],
    groups: list[frozenset[str]],
    said: frozenset[str],
    *,
    told_of_others: bool,
) -> bool:
    """Give the finding the metrics of all nouns of a list (规章、规范性文件均为0); False where one of them states none.

    `said` is what holds without being said. A figure told of others, or of another time, gets none of them.
    """
    shared = said | (groups[0] & _ASKED if groups[0] <= _ASKED_FOR else NOTHING)
    if groups[0] <= sentence.vocabulary.sites:
        shared |= groups[-1] - sentence.vocabulary.sites
    rules = [_rule(finding, group, shared, sentence.year) for group in each_of_each(groups, sentence)]
    understood = rules[0] is not None and counts(finding, rules[0]) and _explained(sentence, finding, tokens)
    if not all(rules):
        return False
    keys = tuple(dict.fromkeys(key for rule in rules if rule and not rule.bare for key in rule.metrics))
    keys += (CLOSED,) if ON_TIME in keys else ()
    parties = {rule.party for rule in rules if rule and rule.party}
    if len(parties) > 1:
        each = understood and not told_of_others and finding.clause.has("each") and is_about(sentence, keys)
        told = [rule for rule in rules if rule is not None]
        if each and len(keys) == 1 and len(parties) == len(told):
            # 自然人、企业各3件: of several columns
            finding.metrics, finding.party, finding.rule = keys, told[0].party, told[0]
            sentence.findings += [replace(finding, party=rule.party, rule=rule) for rule in told[1:]]
        return True
    if understood and not told_of_others and is_about(sentence, keys):
        finding.metrics, finding.rule = keys, rules[0]
        finding.party = next(iter(parties), None)
    return True


def decide(
    sentence: Sentence, finding: Finding, tokens: Sequence[Token], own: frozenset[str], foreign: str, elsewhen: bool
) -> None:
    """Give the finding the metrics its words state, if everything they say is understood."""
    tokens = _without_names(_without_judges(sentence, tokens))
    place = platform_words(tokens, sentence)
    tokens = [token for token in tokens if id(token) not in place]
    # nothing of two bodies together is nothing of each
    foreign = "" if foreign == "joint" and finding.value == 0 else foreign
    hear(sentence, own)
    groups = groups_of(tokens)
    said = finding.context = context_of(sentence)
    said -= NOTHING if _counts_cases(sentence, finding) else _ASSUMED
    theirs = "via_website" in own and is_on_the_provinces_site(sentence, finding)
    if theirs or is_on_anothers_site(sentence, tokens) or _goes_on_there(sentence, finding):
        finding.of_others = True
        return
    every = len(groups) > 1 and (finding.value == 0 or any(t.role in ("each", "all") for t in tokens))
    if every and _states_each(sentence, finding, tokens, groups, said, told_of_others=bool(foreign) or elsewhen):
        return
    rule = _rule(finding, own, said, sentence.year) or _of_all_reasons(finding, tokens, said, sentence.year)
    stating = Stating(sentence, finding, rule, tokens) if rule is not None else None
    if rule is None or stating is None or any(refuses(stating) for refuses in REFUSALS):
        return
    loosely = rule.loose and _explained_after(tokens)
    rule = _with_its_media(sentence, finding, rule, own, tokens)
    explained = loosely or _explained(sentence, finding, tokens)
    last = sentence.findings[-2] if len(sentence.findings) > 1 else None
    held = rule.metrics == PEOPLE and last is not None and last.metrics == COURSES
    if rule.metrics == PEOPLE and last is not None and _is_another_course(sentence, last):
        return
    whoever = (loosely and bool(own & _TAUGHT)) or held
    everywhere = foreign == "region" and rule.regional and (sentence.office or not rule.event)
    others = bool(foreign) and not whoever and not everywhere
    finding.aside = explained and elsewhen
    finding.might = rule if finding.aside and not others else None
    finding.of_others = explained and others
    if finding.sub and any(f.of_others and not f.sub for f in sentence.findings):
        # 全区各单位收到340件，其中我办收到28件
        return
    finding.unclear = not sentence.scope.elsewhen and (others or not explained)
    sited = rule.metrics[0].startswith(PUBLISHED)
    if not explained and not elsewhen and not others and sited:
        # 通过“青禾通”公开30条: whatever site it is, with its kinds below the figure is the total
        explained = _explained(sentence, finding, without_subjects(without_site(tokens)))
        rule = replace(rule, with_kinds=True)
    if others or not explained or not is_about(sentence, rule.metrics) or not _is_theirs(sentence, finding, rule):
        return
    if not elsewhen and _may_be(sentence, finding, rule):
        finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule
        finding.once = rule.event and finding.value == 1 and not _of_the_year(sentence, finding)


def _goes_on_there(sentence: Sentence, finding: Finding) -> bool:
    """县一中网站发布230条，微信公众号发布118条: the account is of whom the site is."""
    last = sentence.findings[-2] if len(sentence.findings) > 1 else None
    sites = finding.own & sentence.vocabulary.sites
    there = (
        last is not None and last.of_others and last.own & sentence.vocabulary.sites and not last.clause.has("via_open")
    )
    return bool(there and sites and sites <= _SOCIAL and not finding.clause.has("own", "via_open", "quoted"))


def _counts_cases(sentence: Sentence, finding: Finding) -> bool:
    """Whether what is assumed of cases may be of the figure; of money where there was none."""
    free = finding.value == 0 and finding.unit in MONEY_UNITS
    return free or finding.unit in sentence.vocabulary.text["units_of_cases"]


def _is_another_course(sentence: Sentence, last: Finding) -> bool:
    """与区司法局举办培训1期，80人参训; 举办水利培训5期，培训410人次: those taught are of the course before them."""
    text = sentence.vocabulary.text
    course = last.unit in text["units_of_events"] and last.unit not in text["people_units"]
    return course and bool(last.own & _TAUGHT) and not (last.metrics or last.aside)


def _with_its_media(
    sentence: Sentence, finding: Finding, rule: Rule, own: frozenset[str], tokens: Sequence[Token]
) -> Rule:
    """The rule, and whether the figure is a total only with its kinds below it, by the media that are said."""
    if rule.unsited and is_of_no_medium(sentence, finding, tokens):
        rule = replace(rule, with_kinds=False)
    sites = own & sentence.vocabulary.sites
    # 通过微信公众号、视频号等平台: whether other media are among these is not said
    unsaid = own & _MANY and sites and sites <= _SOCIAL
    unsaid = rule.metrics == (TOTAL,) and (unsaid or is_on_some_platform(sentence, tokens))
    return replace(rule, with_kinds=True) if unsaid else rule


def _is_theirs(sentence: Sentence, finding: Finding, rule: Rule) -> bool:
    """Tell 投诉0件, and staff beside reading points or money, from what a body has of its own business."""
    key = rule.metrics[0]
    if _is_of_a_dispute(sentence, finding):
        return False
    if sentence.about_requests or "staffing" in sentence.scope.topic or not key.startswith(_OF_ANY):
        return True
    if key == "complaints.total":
        return finding.value == 0 or bool(sentence.scope.said & _FOUGHT)
    if key == "organisation.reading_points":
        return True
    kept = features_of([token for clause in sentence.clauses for token in clause.tokens]) & _KEPT
    alone = key == "organisation.budget" and len(sentence.clauses) == 1 and finding.clause.roles <= _LABEL
    return len(kept) > 1 or alone


def _is_of_a_dispute(sentence: Sentence, finding: Finding) -> bool:
    """行政诉讼3件（含上年结转1件）: what was carried over is a lawsuit, and no request."""
    before = (f for f in reversed(sentence.findings[:-1]) if f.own & (_FOUGHT | _COUNTED))
    last = next(before, None)
    carried = any(feature.startswith("carried") for feature in finding.own)
    return carried and last is not None and not finding.own & _COUNTED and bool(last.own & _FOUGHT)


def _rule(finding: Finding, own: frozenset[str], said: frozenset[str], year: int) -> Rule | None:
    """Find the rule; 新闻发布会0次 may be read like 没有新闻发布会."""
    rule = fitting(False, own, said, year, finding.unit)
    return fitting(True, own, said, year, finding.unit) if rule is None and finding.value == 0 else rule


def _of_all_reasons(finding: Finding, tokens: Sequence[Token], said: frozenset[str], year: int) -> Rule | None:
    """本机关不掌握、需另行制作而无法提供5件: the outcome that all reasons before it are reasons for."""
    told = [token.features for token in tokens if token.features]
    *reasons, outcome = [fitting(False, features, said, year, finding.unit) for features in told] or [None]
    if outcome is None or not reasons or not all(reasons) or not outcome.metrics[0].startswith("outcome."):
        return None
    below = [rule.metrics[0].startswith(f"{outcome.metrics[0]}.") for rule in reasons if rule is not None]
    return outcome if all(below) else None


def _may_be(sentence: Sentence, finding: Finding, rule: Rule) -> bool:
    """Tell whether a bare noun, or a verb without one, is the figure of the year."""
    scope = sentence.scope
    if finding.sub and finding.unit in MONEY_UNITS and any(f.unit in MONEY_UNITS for f in sentence.findings[:-1]):
        # 收取费用1.26万元，其中复印费6600元: part of the money
        return False
    if rule.bare:
        among = sentence.text[: finding.clause.end].endswith(sentence.vocabulary.text["among"])
        told = scope.own_time or finding.value == 0 or bool(scope.topic & TOLD_OF_REQUESTS)
        return not finding.sub and not among and told
    if rule.event and "held" not in finding.own and not scope.own_time:
        before = sentence.text[sentence.clauses[0].start : finding.at]
        if any(word in before for word in sentence.vocabulary.text["attended"]):
            return False
    said = rule.yearly and any(t.role == "own" or is_own_year(t, sentence.year) for t in finding.clause.tokens)
    summed = "total" in finding.own or _of_the_year(sentence, finding)
    # 发布动态200条，公告48条，公示公开76条: one of a list
    summed = summed and not any(f.unit == finding.unit and f.figure is not None for f in sentence.findings[:-1])
    return not rule.yearly or said or (not finding.sub and summed)


def _of_the_year(sentence: Sentence, finding: Finding) -> bool:
    clause = sentence.text[finding.clause.start : finding.clause.end]
    return sentence.scope.own_time or any(word in clause for word in sentence.vocabulary.text["whole_year"])


def _explained_after(tokens: Sequence[Token]) -> bool:
    """Tell whether the words after the figure say all: 组织…约170人参加…培训班."""
    place = next(index for index, token in enumerate(tokens) if token.role == "number")
    after = tokens[place:]
    return not any(token.role == "unknown" for token in after) and bool(features_of(after))


def _explained(sentence: Sentence, finding: Finding, tokens: Sequence[Token]) -> bool:
    """Tell whether every word from the first feature on is known, and the words before it name nobody else."""
    if "reading_point" in finding.own and (_are_at_levels(tokens) or _are_all_named(finding, tokens)):
        return not unknown(tokens[-2:])[1]
    if "reading_point" in finding.own and finding.clause.has("via_open"):
        # 在区各级窗口和派出所开辟查阅点175个: where they are may be unknown
        first = next((i for i, token in enumerate(tokens) if token.features & _SET_UP), 0)
        return not unknown(tokens[first:])[1]
    lead, (_, after) = named_words(tokens, sentence), unknown(tokens)
    if judged(sentence, finding.own):
        return not after
    if after or not lead:
        return not after
    first = next(index for index, token in enumerate(tokens) if token.role in ("concept", "number"))
    # 免于公开…: a word right before the verb may turn it round
    # 云岭新闻网等省级平台公开31条: of these, and not of all
    touches = tokens[first - 1] in lead or any(token.role == "etc" for token in tokens[:first])
    ends = sentence.text[: tokens[first - 1].end].endswith(sentence.vocabulary.text["among"])
    # 县一中收到…: a name may end so
    touches = touches or (ends and first > 1 and tokens[first - 2] in lead)
    return not finding.sub and not touches and bool(features_of(tokens) & sentence.vocabulary.verbs)


def _are_all_named(finding: Finding, tokens: Sequence[Token]) -> bool:
    """开辟服务大厅和文化中心2个查阅点: as many as are named."""
    point = next((i for i, token in enumerate(tokens) if token.role == "number"), 0)
    up = next((i for i in range(point, -1, -1) if "set_up" in tokens[i].features), point)
    names = [token.role for token in tokens[up + 1 : point]]
    plain = bool(names) and set(names) <= {"unknown", "join", "filler"} and names.count("join") > 0
    return plain and names.count("join") + 1 == finding.value


def _are_at_levels(tokens: Sequence[Token]) -> bool:
    """建立区、街道和社区级查阅点257个: of all levels that are named, and not of one."""
    point = next((i for i, token in enumerate(tokens) if "reading_point" in token.features), 0)
    up = next((i for i in range(point, -1, -1) if "set_up" in tokens[i].features), point)
    levels, joins = tokens[up + 1 : point : 2], tokens[up + 2 : point : 2]
    listed = bool(joins) and len(levels) > len(joins)
    return listed and {t.role for t in levels} == {"unknown"} and {t.role for t in joins} == {"join"}


def _without_judges(sentence: Sentence, tokens: Sequence[Token]) -> Sequence[Token]:
    """向区政府提起行政复议2件: leave out who is to decide."""
    toward = sentence.vocabulary.text["appealed_to"]
    to = next((i for i, t in enumerate(tokens) if sentence.text[t.start : t.end] in toward), len(tokens))
    suit = next((i for i, t in enumerate(tokens) if t.features & _FOUGHT), 0)
    named = all(token.role in ("unknown", "filler") for token in tokens[to:suit])
    return [*tokens[:to], *tokens[suit:]] if to < suit and named else tokens


def _without_names(tokens: Sequence[Token]) -> Sequence[Token]:
    """解读惠企政策22篇: what a reading was about may be unknown; not 疫情防控新闻发布会4次, which were some of them."""
    place = next((index for index, token in enumerate(tokens) if token.features & _ABOUT), 0)
    held = next((index for index, token in enumerate(tokens[:place]) if token.features & TELLING), place)
    if any(t.role not in ("unknown", "filler") and not t.features & _MANY for t in tokens[held + 1 : place]):
        return tokens
    return [*tokens[: held + 1], *tokens[place:]] if held < place else tokens
