"""From the clauses of a sentence to findings: each figure with the metrics that its clause states, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.numbers import MONEY_UNITS, RATIO_UNITS
from loaders.prose import site
from loaders.prose.clauses import Clause, fitting, unknown
from loaders.prose.counting import counts, is_listed
from loaders.prose.decide import decide, finding_of, same_again, told_with
from loaders.prose.refusals import is_on_anothers_site
from loaders.prose.said import words_only
from loaders.prose.sentence import Finding, Sentence, carry, context_of, groups_of, is_about
from loaders.prose.vocabulary import NOTHING, Token, features_of, is_another_year, is_own_year
from loaders.prose.when import when
from loaders.prose.whose import begins_anew, pair, whose

_TWO = 2
_BARE = 8
"""a clause of fewer characters says nothing without the one before it"""
_UNASKED = frozenset({"proactive"})
_PUBLISHING = frozenset({"publish", "disclose", "proactive"})
_ACCOUNTS, _SOCIAL = frozenset({"via_wechat", "via_microblog"}), frozenset({"via_social"})
_BY_CHANNEL = frozenset({"by_channel"})
CHANNEL = "channel."
_PLACED = frozenset({"set_up", "reading_point"})
_INFORMATION = frozenset({"info", "proactive", "disclose"})
_DEEDS = frozenset({"issue", "repeal", "in_force", "newly"})


def read(sentence: Sentence) -> None:
    """Go through the clauses in order and fill `findings`."""
    skip = 0
    for index, clause in enumerate(sentence.clauses):
        _brackets(sentence, clause.depth, sentence.clauses[index - 1] if index else None)
        part = clause.has("sub") or (clause.mark == ":" and index > 0 and bool(sentence.clauses[index - 1].numbers))
        sentence.sub = part or (sentence.sub and not begins_anew(sentence, clause))
        sentence.ahead = _ahead(sentence, index)
        if skip:
            skip -= 1
            continue
        before = sentence.scope.elsewhen
        pair(sentence, clause)
        foreign, elsewhen = whose(sentence, clause), when(sentence, clause)
        blocked = elsewhen or foreign not in ("", "joint")
        if clause.has("respectively") and clause.numbers and _lists(clause):
            skip = _respectively(sentence, index, blocked or foreign == "joint")
        elif _is_change(clause, sentence.year):
            _changed(sentence, clause, foreign, before)
            sentence.scope.elsewhen = before
        elif clause.numbers and not _is_none_of_one(clause):
            first = len(sentence.findings)
            _figures(sentence, clause, foreign, elsewhen)
            sentence.sub = sentence.sub or _begins_list(sentence, clause)
            if index and clause.end - clause.start < _BARE:
                for finding in sentence.findings[first:]:
                    finding.start = sentence.clauses[index - 1].start
        else:
            words_only(
                sentence, clause, bool(foreign not in ("", "joint") or (elsewhen and not _up_to_now(sentence, clause)))
            )


def _begins_list(sentence: Sentence, clause: Clause) -> bool:
    """在主动公开的14条信息中，机构类6条: the next ones are among these."""
    among = sentence.text[: clause.end].endswith(sentence.vocabulary.text["among"])
    return among and clause.closing == "," and clause.tokens[0].role == "via_open" and clause.features <= _INFORMATION


def _up_to_now(sentence: Sentence, clause: Clause) -> bool:
    """截至目前，我局未收到申请: of nothing up to now there was nothing in the year; no other time is named."""
    until = [each for each in sentence.clauses if each.start <= clause.start]
    said = sentence.text[until[0].start : clause.end]
    if any(each.has("other_year") and each.has("join") and _names_its_year(each, sentence.year) for each in until):
        # 2021年度及历年来，没有收费
        return True
    named = any(each.has("other_year", "future", "plan", "date") for each in until)
    return not named and any(word in said for word in sentence.vocabulary.text["up_to_now"])


def _names_its_year(clause: Clause, year: int) -> bool:
    return any(is_own_year(token, year) for token in clause.tokens)


def _ahead(sentence: Sentence, index: int) -> frozenset[str]:
    """制发1件、废止0件、现行有效7件规范性文件: tell what is counted at the end of the list."""
    if sentence.clauses[index].closing != "、":
        return NOTHING
    for clause in sentence.clauses[index:]:
        own = clause.features
        if clause is not sentence.clauses[index] and clause.mark != "、":
            break
        if not own or not own <= _DEEDS:
            return own & {"normative", "regulation"} if own <= _DEEDS | {"normative", "regulation"} else NOTHING
    return NOTHING


def _is_change(clause: Clause, year: int) -> bool:
    """Tell 由上年的6件减少至3件: two figures, the old one said to be of the year before, the new one after 至."""
    if len(clause.numbers) != 2 or not clause.has("change"):
        return False
    tokens = clause.tokens
    roles = [token.role for token in tokens]
    first, change = roles.index("number"), roles.index("change")
    second = tokens.index(clause.numbers[1])
    old = any(is_another_year(token, year) for token in tokens[:first])
    between = [token for token in tokens[change + 1 : second] if token.role != "filler"]
    return old and first < change < second and all(is_own_year(token, year) for token in between)


def _changed(sentence: Sentence, clause: Clause, foreign: str, elsewhen: bool) -> None:
    """Take the new figure of a change for this year's, the old one for a statement."""
    old, new = clause.numbers
    own = clause.features
    sub = sentence.sub or clause.depth > 0
    sentence.scope.own_time = True
    last, finding = finding_of(clause, old, sub=sub), finding_of(clause, new, sub=sub)
    finding.own = own
    sentence.findings += [last, finding]
    tokens = [t for t in clause.tokens if t is not old and t.role not in ("change", "other_year", "year")]
    if not clause.has("negation", "comparison", "plan") and last.unit == finding.unit:
        decide(sentence, finding, tokens, own, foreign, elsewhen)
    carry(sentence, own, bool(finding.metrics))


def _brackets(sentence: Sentence, depth: int, before: Clause | None) -> None:
    """Keep what held before a bracket, and let it hold again after it; what it says of a site holds on."""
    scope = sentence.scope
    while len(scope.stack) > depth:
        foreign, elsewhen = scope.foreign, scope.elsewhen
        state = scope.stack.pop()
        scope.foreign, scope.elsewhen, scope.said, sentence.sub, sentence.poisoned = state[:5]
        sentence.site, sentence.site_alone = state[5:]
        if sentence.site and before is not None and not before.numbers:
            # 公众号（上半年）发布30条, 网站（含各镇街）发布840条
            scope.foreign, scope.elsewhen = scope.foreign or foreign, scope.elsewhen or elsewhen
    while len(scope.stack) < depth:
        told = (scope.foreign, scope.elsewhen, scope.said, sentence.sub, sentence.poisoned)
        scope.stack.append((*told, sentence.site, sentence.site_alone))


def _is_none_of_one(clause: Clause) -> bool:
    """Tell 没有收到一件…: the figure belongs to the negation."""
    figures = clause.numbers
    negations = [t for t in clause.tokens if t.role == "negation"]
    number = figures[0].number
    return bool(
        len(figures) == 1
        and negations
        and negations[0].start < figures[0].start
        and number
        and number.value == 1
        and not number.text[0].isdigit()
    )


def _segments(clause: Clause) -> list[list[Token]]:
    """Give the tokens of each figure of a clause: those before it, and after the last one those that follow."""
    parts: list[list[Token]] = [[]]
    figures = len(clause.numbers)
    for token in clause.tokens:
        parts[-1].append(token)
        if token.role == "number" and len(parts) < figures:
            parts.append([])
    return parts


def _counts_media(sentence: Sentence, segments: Sequence[Sequence[Token]]) -> bool:
    """40个政务新媒体发布信息9614篇: the first figure counts the media behind it, the second what these published.

    36个部门50余人参加政务公开培训: the first counts whose people were taught.
    """
    first, second = segments[0], segments[1]
    if len(first) == 1 and second[:1] and second[0].role == "scope":
        return bool(features_of(second) & {"course", "training"})
    if not any(features_of(tokens) for tokens in segments[:-1]) and features_of(segments[-1]) >= _PLACED:
        # 在21个街道和312个村设立查阅点355个: where they are
        return segments[0][0].role == "via_open"
    media = bool(second) and bool(second[0].features) and second[0].features <= sentence.vocabulary.sites
    return media and first[-1].role == "number" and any(token.features & _PUBLISHING for token in second)


def _as_sent(tokens: list[Token]) -> list[Token]:
    """新媒体发布微信426条: what the new media published there is of the one medium."""
    verb = next((i for i, token in enumerate(tokens) if token.features & _PUBLISHING), 0)
    if not any(token.features and token.features <= _ACCOUNTS for token in tokens[verb + 1 :]):
        return tokens
    return [token for i, token in enumerate(tokens) if i > verb or token.features != _SOCIAL]


def _up_to_a_day(sentence: Sentence, clause: Clause) -> bool:
    """截至12月31日, 截至年底: the clause, or one before it, names the day up to which is counted."""
    if any(each.has("partial") for each in sentence.clauses if each.start <= clause.start):
        return True
    said = sentence.text[sentence.clauses[0].start : clause.end]
    return any(end in said for end in sentence.vocabulary.text["at_the_end"])


def _figures(sentence: Sentence, clause: Clause, foreign: str, elsewhen: bool) -> None:
    segments = _segments(clause)
    label_first = len(segments) == 1 or bool(features_of(segments[0])) or _counts_media(sentence, segments)
    if len(segments) > 1 and features_of(segments[0]) & sentence.vocabulary.sites and _counts_media(sentence, segments):
        # 政府网站及389个新媒体发布信息5万条: of both
        segments[1] = [*segments[0][:-1], *segments[1]]
    for tokens in segments:
        token = next(t for t in tokens if t.role == "number")
        finding = finding_of(clause, token, sub=sentence.sub or clause.depth > 0)
        finding.of_applicants = sentence.of_applicants
        finding.of_region = sentence.of_region
        finding.listed = bool(not finding.unit and is_listed(sentence, clause))
        tokens = _as_sent(tokens)
        told = features_of(tokens)
        told = site.told_there(sentence, clause, told)
        own = finding.own = told | same_again(sentence, clause) or told_with(sentence, finding)
        finding.barred = bool(foreign) or elsewhen
        finding.up_to = _up_to_a_day(sentence, clause)
        said = sentence.text[clause.start : clause.end]
        finding.narrowed = any(word in said for word in sentence.vocabulary.text["narrowing"])
        finding.itself = any(word in said for word in sentence.vocabulary.text["alone"])
        finding.about = sentence.about_requests
        sentence.findings.append(finding)
        # 对1件申请收取费用150元: money is of the words before it
        priced = token is not clause.numbers[0] and finding.unit in MONEY_UNITS
        if (label_first or priced) and not clause.has("negation"):
            # 微信、微博各发布320条
            tokens = _media(sentence, tokens) if clause.has("each") else tokens
            decide(sentence, finding, tokens, own, foreign, elsewhen)
        known = finding.metrics or finding.aside or finding.of_others or finding.unit in RATIO_UNITS
        # 主动公开69条；其中…: what follows are its kinds
        if own == _UNASKED and finding.unit in sentence.vocabulary.text["units_of_items"]:
            known, own = True, own | {"info"}
        if not finding.metrics:
            site.leave(sentence, told)
        issues = "via_gazette" in own and not clause.has("unknown")
        carry(sentence, own, understood=bool(known) or issues)
        if any(key.startswith(CHANNEL) for key in finding.metrics):
            # 微信发布117期，微博860条: the list goes on channel by channel
            sentence.scope.said |= _BY_CHANNEL


def _lists(clause: Clause) -> bool:
    """Tell A、B分别为1、2 from 分别为A1、B2."""
    place = next(i for i, token in enumerate(clause.tokens) if token.role == "respectively")
    before, after = clause.tokens[:place], clause.tokens[place:]
    first = next((i for i, token in enumerate(after) if token.role == "number"), len(after))
    if sum(token.role in ("year", "own_time", "other_year") for token in before) > 1:
        # 2020年、2021年分别收到申请20件、35件
        return True
    return bool(features_of(before)) or len(clause.numbers) > 1 or not features_of(after[:first])


def _media(sentence: Sentence, tokens: Sequence[Token]) -> list[Token]:
    """网站、微信和微博: 微信和微博 is one word, and two media when figures are told in order, or of each."""
    told: list[Token] = []
    for token in tokens:
        word = sentence.text[token.start : token.end] if "via_social" in token.features else ""
        named = [(word.find(name), feature) for name, feature in sentence.vocabulary.text["media_together"]]
        media = [feature for place, feature in sorted(named) if place >= 0]
        if len(media) < _TWO:
            told.append(token)
            continue
        for feature in media:
            # the mark between them
            told += [replace(token, role="join", features=NOTHING)] * (feature != media[0])
            told.append(replace(token, role="concept", features=frozenset({feature})))
    return told


def _names_two(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Tell 微信和微博 from 微博微信, which reports count together."""
    words = [sentence.text[token.start : token.end] for token in tokens if "via_social" in token.features]
    return any(mark in word for word in words for mark in sentence.vocabulary.text["between"])


def _yearly(sentence: Sentence, clause: Clause, findings: Sequence[Finding], years: Sequence[Token]) -> None:
    """2020年、2021年分别收到申请20件、35件: the figure of the year reported on is its figure."""
    own = clause.features
    words = [token for token in clause.tokens if token.role not in ("join", "number") and token not in years]
    before, sentence.scope.own_time = sentence.scope.own_time, True
    for finding, year in zip(findings, years, strict=True):
        if is_own_year(year, sentence.year) and finding.figure is not None and len(groups_of(words)) == 1:
            decide(sentence, finding, [*words, finding.figure], own, sentence.scope.foreign, elsewhen=False)
    sentence.scope.own_time = before
    carry(sentence, own, understood=any(finding.metrics for finding in findings))


def _respectively(sentence: Sentence, index: int, blocked: bool) -> int:
    """Map A、B分别为1、2 in order, when there are as many figures as nouns; gives how many clauses were used up."""
    clause = sentence.clauses[index]
    place = next(i for i, token in enumerate(clause.tokens) if token.role == "respectively")
    blocked = blocked or is_on_anothers_site(sentence, clause.tokens)
    groups, shared = groups_of(clause.tokens[:place]), features_of(clause.tokens[place:])
    years = [token for token in clause.tokens[:place] if token.role in ("year", "own_time", "other_year")]
    parts = [clause]
    for later in sentence.clauses[index + 1 :]:
        if later.mark != "、" or features_of(later.tokens) or unknown(later.tokens)[0] or len(later.numbers) != 1:
            break
        parts.append(later)
    findings = [finding_of(part, token, sub=sentence.sub or part.depth > 0) for part in parts for token in part.numbers]
    for finding in findings[1:]:
        finding.start = clause.start
    sentence.findings += findings
    if len(groups) != len(findings) or _names_two(sentence, clause.tokens[:place]):
        groups = groups_of(_media(sentence, clause.tokens[:place]))
    if len(years) == len(findings) > 1:
        _yearly(sentence, clause, findings, years)
        return len(parts) - 1
    named = [group for group in groups if group & sentence.vocabulary.domains] or [NOTHING]
    domain = named[0 if len(named) == 1 else -1] & (sentence.vocabulary.domains | sentence.vocabulary.carried)
    _, after = unknown(clause.tokens)
    for finding in findings:
        # 17、3、6、2件: the unit is said once
        finding.unit = finding.unit or findings[-1].unit
        finding.of_applicants = sentence.of_applicants
    if len(groups) == len(findings) and not blocked and not after and not clause.has("negation"):
        before = context_of(sentence) | domain
        rules = [fitting(False, group | shared, before, sentence.year, findings[-1].unit) for group in groups]
        accounts = any(group & _ACCOUNTS for group in groups)
        for finding, rule, group in zip(findings, rules, groups, strict=True):
            if accounts and group == _SOCIAL:
                # 微博、微信公众号和头条号分别发布433、664和247条: the last is only one more medium
                continue
            if rule and all(rules) and counts(finding, rule) and is_about(sentence, rule.metrics):
                finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule
    carry(sentence, clause.features, bool(findings[0].metrics))
    return len(parts) - 1
