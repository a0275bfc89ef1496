"""Clauses without figure: zero in words, all of the figure before, and what the next clauses are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from index.metrics import catalogue
from index.models import PARTIES
from loaders.prose import site
from loaders.prose.clauses import Clause, fitting, is_foreign_name, unknown
from loaders.prose.sentence import (
    GAZETTE,
    LAWSUITS,
    TOLD_OF_REQUESTS,
    TOTAL,
    Finding,
    Sentence,
    asks_for_a_review,
    carry,
    context_of,
    groups_of,
    is_about,
)
from loaders.prose.vocabulary import NOTHING, Token, features_of


def words_only(sentence: Sentence, clause: Clause, blocked: bool) -> None:
    """Read a clause without figure: zero in words, all of the figure before, or what the next clauses are about."""
    own = clause.features
    site.name(sentence, clause)
    if clause.has("negation", "zero"):
        anew = clause.features & _APART - sentence.scope.said
        # …，其中14件撤销，未收取费用: no part of those
        if not blocked and (anew or not sentence.sub or clause.features & _FEES):
            _zeros(sentence, clause)
    elif own and not blocked:
        _goes_over(sentence, clause, own)
        _of_all(sentence, clause, own)
    if clause.mark in _STOPS and clause.has("unknown"):
        # 出版政府公报6期；开放历史政策文件库，收录文件1938件: of what is named now, and no longer of the gazette
        sentence.scope.said -= GAZETTE
    words = sentence.text[clause.start : clause.end]
    alone = own <= sentence.vocabulary.domains and clause.roles <= _NOUNS_ONLY
    if own & sentence.vocabulary.domains and (
        clause.closing == ":"
        or words.endswith(sentence.vocabulary.text["context_tail"])
        or not sentence.scope.said
        or alone
    ):
        carry(sentence, own, understood=True)


def _zeros(sentence: Sentence, clause: Clause) -> None:
    """没有收到…, 未发生…, …为零: each noun named is 0, when nothing else is said."""
    told = [(part, _none(sentence, part)) for part in _apart(clause)]
    if not all(keys for _, keys in told):
        return
    for part, keys in told:
        sign = next(token for token in part.tokens if token.role in ("negation", "zero"))
        for key in dict.fromkeys(keys):
            sentence.findings.append(
                Finding(
                    clause=part, at=sign.start, value=Decimal(0), unit=catalogue()[key].unit, approximate=False,
                    figure=None, metrics=(key,),
                )
            )  # fmt: skip


def _apart(clause: Clause) -> list[Clause]:
    """没有复议、没有诉讼、没有投诉, 未收到申请没有因此被提起行政复议: as many as are said not to have been."""
    starts = [place for place, token in enumerate(clause.tokens) if token.role == "negation"]
    bounds = [0, *starts[1:], len(clause.tokens)]
    parts = [clause.tokens[first:last] for first, last in pairwise(bounds)]
    if len(starts) < _TWO or not all(features_of(part) for part in parts):
        return [clause]
    return [
        replace(
            clause, start=half[0].start, end=half[-1].end, tokens=half, features=features_of(half),
            roles=frozenset(token.role for token in half),
        )
        for half in map(_without_join, parts)
    ]  # fmt: skip


def _without_join(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tokens[:-1] if tokens[-1].role == "join" else tokens


def _none(sentence: Sentence, clause: Clause) -> list[str]:
    """Name what a clause says not to have been."""
    place = next(i for i, token in enumerate(clause.tokens) if token.role in ("negation", "zero"))
    sign = clause.tokens[place]
    after = features_of(clause.tokens[place:])
    # 复议、诉讼均未发生: the nouns stand before
    told = clause.tokens[place:] if sign.role == "negation" and after else clause.tokens[: place + 1]
    lead = [t for t in clause.tokens[:place] if t.role == "unknown"]
    known = not any(t.role == "unknown" for t in [*told, *clause.tokens[place:]])
    known = known and clause.features - features_of(told) <= _ASKED_BY_ANYONE
    told = tuple(_by_anyone(sentence, told))
    names = [sentence.text[t.start : t.end] for t in lead]
    if not known or ((not clause.has("own")) and any(is_foreign_name(name, sentence.vocabulary) for name in names)):
        return []
    groups = each_of_each(groups_of([token for token in told if "amended" not in token.features]), sentence)
    if any(group & _REQUESTED for group in groups):
        # 没有申请公开和不予公开政府信息的情况
        groups = [group for group in groups if not group <= _KEPT_BACK]
    before = context_of(sentence) | clause.features
    rules = [fitting(True, group, before, sentence.year) for group in groups]
    keys = [key for rule in rules if rule for key in rule.metrics]
    # 行政复议、行政诉讼败诉: whether both were lost is not said
    judged = 0 < sum("overturned" in group for group in groups) < len(groups)
    worded = sign.role == "negation"
    if not all(rules) or judged or not is_about(sentence, keys, in_words=worded):
        return []
    if asks_for_a_review(sentence, clause, keys):
        return []
    return keys


def _by_anyone(sentence: Sentence, told: Sequence[Token]) -> list[Token]:
    """未收到公民提出的申请: who might have asked changes nothing, as whatever way in they had."""
    anyone = sentence.vocabulary.text["anyone"]
    named = [t for t in told if t.features == _ANYONE and sentence.text[t.start : t.end].startswith(anyone)]
    last = next((i for i, token in enumerate(told) if "via_etc" in token.features), -1)
    ways = [t for t in told[:last] if t.features] if features_of(told[: last + 1]) <= _WAYS_IN else []
    first = told.index(ways[0]) if ways else last
    if last < 0:
        ways, last = _listed_ways(told)
        first = told.index(ways[0]) if ways else last
    return [t for i, t in enumerate(told) if not first <= i <= last and not any(t is who for who in named)]


def _listed_ways(told: Sequence[Token]) -> tuple[list[Token], int]:
    """未收到书面或网络的申请: ways in that are listed before the request, and where the last one stands."""
    asked = next((i for i, token in enumerate(told) if token.features & _REQUESTED), 0)
    ways = [token for token in told[:asked] if token.features]
    listed = any(token.role == "join" for token in told[:asked])
    if not ways or not listed or not features_of(ways) <= _WAYS_IN:
        return [], -1
    return ways, told.index(ways[-1])


def each_of_each(groups: list[frozenset[str]], sentence: Sentence) -> list[frozenset[str]]:
    """规章、规范性文件的制发、废止…均为0: each of the deeds is said of each of the things."""
    things = [group for group in groups if group <= sentence.vocabulary.domains]
    deeds = [group for group in groups if not group & sentence.vocabulary.domains]
    both = [group for group in groups if group not in things and group not in deeds]
    if groups and both == groups[:1] and things == groups[1:] and all(group <= _DOCUMENTS for group in things):
        # 未出台规章和规范性文件
        deed = both[0] - sentence.vocabulary.domains
        return [group | deed for group in groups]
    if not things and deeds and both == groups[-1:] and both[0] & sentence.vocabulary.domains <= _DOCUMENTS:
        # 未制定、废止规范性文件
        return [*(deed | (both[0] & sentence.vocabulary.domains) for deed in deeds), *both]
    if not things or not deeds or len(both) > 1:
        return groups
    if both and groups[len(things)] != both[0]:
        return groups
    things += [group & sentence.vocabulary.domains for group in both]
    deeds += [group - sentence.vocabulary.domains for group in both]
    return [thing | deed for thing in things for deed in deeds]


_TWO = 2
_ASKED_BY_ANYONE = frozenset(
    {*TOLD_OF_REQUESTS, "applicant", "unfinished", "handled", "received", "accepted", "closed", "answered", "via_many"}
)
_DOCUMENTS = frozenset({"normative", "regulation"})
_FEES = frozenset({"money", "request_fee"})
_APART = frozenset({"reconsideration", "litigation", "request", "release", "carried_out"})
_REQUESTED = frozenset({"request", "release"})
_HANDLED = frozenset({"handled"})
_KEPT_BACK = frozenset({"denied", "denied_old", "info"})
_ANYONE = frozenset({"party_natural_person"})
_WAYS_IN = frozenset({"applicant", "in_person", "online", "letter", "fax", "via_etc", "via_website"})
_STOPS = frozenset(";；")
"""marks behind which another thing may be told of"""
_NOUNS_ONLY = frozenset({"concept", "filler", "sub"})
_ANSWERED = frozenset({"accepted", "closed", "answered", "on_time", "request", "release", "applicant"})
_UNASKED, _INFORMATION = frozenset({"proactive"}), frozenset({"info"})
_OUT = frozenset({"carried_out"})
_ENDS = {
    "granted": "outcome.granted",
    "partly_granted": "outcome.partly_granted",
    "already_public": "outcome.already_public",
    "not_this_body": "outcome.not_this_body",
    "does_not_exist": "outcome.does_not_exist",
    "unavailable": "outcome.unavailable",
    "not_held": "outcome.unavailable.not_held",
}
"""how all that were received may have ended"""
_UNFINISHED = frozenset({"unfinished", "pending", "request", "release"})
_SAID_OF_ONE = frozenset({"concept", "filler", "done"})
_SAID_IN_TIME = _SAID_OF_ONE | {"own", "via_open", "title", "join"}
_LEFT = frozenset({"requests.carried_out"})
_PARTY = "party_"
_RESULTS = ("upheld", "overturned", "pending", "withdrawn", "unfinished", "other_result")
_KEY_OF = {"withdrawn": "other", "unfinished": "pending", "other_result": "other"}
_JUDGED = frozenset({*_RESULTS, "instance", "reconsideration", "litigation", "answered", "request", "applicant"})


def _of_all(sentence: Sentence, clause: Clause, own: frozenset[str]) -> None:
    """全部按时办结, 均维持, 结果为维持: the figure just before is the figure of this too.

    Of two figures side by side (行政复议3件、行政诉讼2件, 均维持) it is said of each.
    """
    before = [f for f in sentence.findings if f.clause.depth <= clause.depth and (f.figure is not None or f.value)]
    # 收到15件，较上年减少4件，均已办结
    before = [f for f in before if f.metrics or not f.clause.has("comparison", "change")] or before
    if clause.mark == ")":
        # 其中13件（含结转2件）均已答复: of the figure before the bracket
        before = [finding for finding in before if finding.clause.depth == clause.depth][-1:]
    elif own <= _ANSWERED | _ENDS.keys() and clause.has("all"):
        if any(f.value and _LEFT & set(f.metrics) for f in before):
            # 受理11件，办结8件，结转下年1件，均已答复: of how many is not said
            return
        # 受理5件，其中同意公开3件，均已答复: of those received
        parts = [f.value for f in before if f.sub and f.figure is not None]
        before = [f for f in before if not f.sub] or [f for f in sentence.above if not f.sub] or before
        if parts and not own <= _ANSWERED and before and sum(parts) != before[-1].value:
            # 收到5件，其中网络申请2件，均不掌握: of which of them is not said
            return
        before = [f for f in before if f.value or "requests.carried_in" not in f.metrics]
    last = before[-1] if before else None
    if last is None or unknown(clause.tokens)[1] or clause.has("plan", "future") or _has_ended(sentence, clause):
        return
    words = sentence.text[clause.start : clause.end]
    if any(word in words for word in sentence.vocabulary.text["the_rest"]):
        # 6件结转下年，其余全部按时办结: of how many is not said
        return
    if (
        not clause.has("all")
        and not (last.value == 1 and (clause.has("done") or clause.roles <= _SAID_OF_ONE))
        and not words.startswith(sentence.vocabulary.text["result"] + sentence.vocabulary.text["kind_of_all"])
        and not ("on_time" in own and clause.roles <= _SAID_IN_TIME)
    ):
        return
    done = "answered" in own and any(word in words for word in sentence.vocabulary.text["finished"])
    if not clause.has("all") and len(sentence.text) == clause.end and not done:
        # 行政诉讼5件，结果维持: the text may break off before a figure
        return
    counted = next((finding for finding in reversed(before) if finding.figure is not None), last)
    every = clause.has("all") or last.value == 1 or words.startswith(sentence.vocabulary.text["kind_of_all"])
    if every and _names_the_kind(sentence, clause, counted, own):
        return
    _asked_for(last, clause, own)
    _dealt_with(sentence, last, clause, own)
    _disclosed(last, clause, own)
    carried = any("requests.carried_in" in finding.metrics and finding.value for finding in before)
    for finding in before[-2:] if clause.has("all") and own & set(_RESULTS) else [last]:
        wholes = finding.metrics if _may_be_all(finding) else ()
        keys = tuple(key for whole in wholes for key in _keys_of_all(whole, own, carried=carried))
        if keys:
            told = replace(finding, clause=clause, metrics=keys, rule=None, start=finding.clause.start, figure=None)
            sentence.findings.append(told)


def _has_ended(sentence: Sentence, clause: Clause) -> bool:
    """诉讼1件，均撤回，维持原行政行为: the clause before has told how it ended."""
    before = [each for each in sentence.clauses if each.start < clause.start][-1:]
    return any(not each.numbers and "withdrawn" in each.features for each in before)


def _disclosed(last: Finding, clause: Clause, own: frozenset[str]) -> None:
    """全年产生政府信息16条，均已主动公开: all of it was disclosed unasked."""
    known = not last.clause.has("unknown", "comparison", "other_year", "negation")
    open_still = not (last.metrics or last.barred or last.sub)
    if clause.has("all") and own == _UNASKED and last.own == _INFORMATION and known and open_still:
        last.metrics = (TOTAL,)


def _asked_for(last: Finding, clause: Clause, own: frozenset[str]) -> None:
    """全年依申请公开3条，均已答复: what was answered are requests, and no information released."""
    ended = clause.has("all") and own & {"closed", "answered"} and own <= _ANSWERED
    known = not last.clause.has("unknown", "comparison", "other_year", "negation")
    if ended and last.own == {"release"} and not (last.metrics or last.barred or last.sub) and known:
        last.metrics = ("requests.received",)


def _dealt_with(sentence: Sentence, last: Finding, clause: Clause, own: frozenset[str]) -> None:
    """办理依申请公开5件，已全部答复办结: whether some were carried in or not, so many were closed."""
    known = not last.clause.has("unknown", "comparison", "other_year", "negation")
    told = last.own - _WAYS_IN
    handled = told > _HANDLED and told <= _HANDLED | _REQUESTED | {"total"} and last.figure is not None
    if handled and clause.has("all") and own <= _ANSWERED and known and not (last.metrics or last.barred or last.sub):
        keys = tuple(f"requests.{name}" for name in ("closed", "answered") if name in own)
        if keys:
            start = last.clause.start
            sentence.findings.append(replace(last, clause=clause, metrics=keys, rule=None, start=start, figure=None))


def _names_the_kind(sentence: Sentence, clause: Clause, last: Finding, own: frozenset[str]) -> bool:
    """不予处理3件，均为信访类申请; 收到36件，均通过网络提交; 收到1件，为网上申请: all of it are of one kind."""
    if last.figure is None or len(last.metrics) != 1 or last.party or unknown(clause.tokens)[0]:
        return False
    party = next((feature for feature in own if feature.startswith(_PARTY)), "")
    if party and own - {party, "request", "applicant"} == NOTHING and party.removeprefix(_PARTY) in PARTIES:
        # 收到36件，均由自然人提出: the total is that of the column
        if last.metrics != ("requests.received",):
            return False
        told = replace(last, clause=clause, party=party.removeprefix(_PARTY), start=last.clause.start, figure=None)
        sentence.findings.append(replace(told, own=own, sub=True))
        return True
    rule = fitting(False, own, context_of(sentence), sentence.year, last.unit)
    if rule is None or rule.bare or len(rule.metrics) != 1:
        return False
    (key,), (whole,) = rule.metrics, last.metrics
    if not key.startswith(f"{whole}."):
        return False
    told = replace(last, clause=clause, metrics=(key,), rule=rule, start=last.clause.start, figure=None)
    sentence.findings.append(replace(told, own=own, sub=True))
    return True


def _goes_over(sentence: Sentence, clause: Clause, own: frozenset[str]) -> None:
    """7件尚在办理期限内，结转下一年度: the figure before was carried out."""
    last = sentence.findings[-1] if sentence.findings else None
    if (
        last is None
        or last.metrics
        or last.barred
        or own - {"request"} != _OUT
        or unknown(clause.tokens) != ([], False)
    ):
        return
    if last.own <= _UNFINISHED and not last.clause.has("unknown", "comparison", "other_year", "negation"):
        last.metrics = ("requests.carried_out",)


def _may_be_all(finding: Finding) -> bool:
    return bool(finding.metrics and finding.figure is not None and not finding.party and not finding.sub)


def _keys_of_all(key: str, own: frozenset[str], *, carried: bool) -> tuple[str, ...]:
    """Name what 全部… makes of a figure; with others carried in it is not said of how many."""
    if key == "requests.received" and own & {"closed", "answered"} and own <= _ANSWERED and not carried:
        names = [f"requests.{name}" for name in ("closed", "answered") if name in own]
        return (*names, "requests.closed.on_time") if {"closed", "on_time"} <= own else tuple(names)
    if key == "requests.received" and own >= _OUT and own <= _OUT | _ANSWERED | {"handled"} and not carried:
        # 收到1件，已结转至2022年办理
        return ("requests.carried_out",)
    ended = own - _ANSWERED
    if key == "requests.received" and len(ended) == 1 and ended <= _ENDS.keys() and not carried:
        # 收到3件，均已予以公开; 收到2件，均为已主动公开内容
        return tuple(_ENDS[end] for end in ended)
    results = [name for name in _RESULTS if name in own]
    if not key.startswith(LAWSUITS) or not key.endswith(".total") or not own <= _JUDGED or len(results) != 1:
        return ()
    other = {"reconsideration", "litigation"} - {key.partition(".")[0]}
    return () if own & other else (key.removesuffix("total") + _KEY_OF.get(results[0], results[0]),)
