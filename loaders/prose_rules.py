"""From the clauses of a sentence to findings: each figure with the metrics that its clause states, or none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.numbers import MONEY_UNITS
from loaders.prose_clauses import NOTHING, Clause, features_of, fitting, is_foreign_name, time_of, unknown, whole
from loaders.prose_said import words_only
from loaders.prose_sentence import TOLD_OF_REQUESTS, Finding, Sentence, carry, context_of, groups_of, is_about
from loaders.prose_words import Rule, Token, Words

_BARE = 8
"""a clause of fewer characters says nothing without the one before it"""
_WHO = frozenset({"unknown", "quoted", "title", "region", "scope", "own"})
"""roles of what may name somebody"""


def read(sentence: Sentence) -> None:
    """Go through the clauses in order and fill `findings`."""
    skip = 0
    for index, clause in enumerate(sentence.clauses):
        _brackets(sentence, clause.depth)
        sentence.sub = sentence.sub or clause.has("sub")
        if skip:
            skip -= 1
            continue
        before = sentence.scope.elsewhen
        foreign, elsewhen = _whose(sentence, clause), _when(sentence, clause)
        blocked = elsewhen or foreign not in ("", "joint")
        if clause.has("respectively") and clause.numbers:
            skip = _respectively(sentence, index, blocked or foreign == "joint")
        elif _is_change(clause):
            _changed(sentence, clause, foreign, before)
            sentence.scope.elsewhen = before
        elif clause.numbers and not _is_none_of_one(clause):
            first = len(sentence.findings)
            _figures(sentence, clause, foreign, elsewhen)
            if index and clause.end - clause.start < _BARE:
                for finding in sentence.findings[first:]:
                    finding.start = sentence.clauses[index - 1].start
        else:
            words_only(sentence, clause, blocked)


def _is_change(clause: Clause) -> bool:
    """Tell 由上年的6件减少至3件: two figures, the old one said to be of the year before, the new one after 至."""
    roles = [token.role for token in clause.tokens]
    if len(clause.numbers) != 2 or "change" not in roles:
        return False
    first = roles.index("number")
    return "change" in roles[first:] and "other_year" in roles[:first] and roles[roles.index("change") + 1] == "number"


def _changed(sentence: Sentence, clause: Clause, foreign: str, elsewhen: bool) -> None:
    """Take the new figure of a change for this year's, the old one for a statement."""
    old, new = clause.numbers
    own = features_of(clause.tokens)
    sub = sentence.sub or clause.depth > 0
    last, finding = _finding(clause, old, sub=sub), _finding(clause, new, sub=sub)
    finding.own = own
    sentence.findings += [last, finding]
    tokens = [t for t in clause.tokens if t is not old and t.role not in ("change", "other_year")]
    if not clause.has("negation", "comparison", "plan") and last.unit == finding.unit:
        _decide(sentence, finding, tokens, own, foreign, elsewhen)
    carry(sentence, own, bool(finding.metrics))


def _brackets(sentence: Sentence, depth: int) -> None:
    """Keep what held before a bracket, and let it hold again after it."""
    scope = sentence.scope
    while len(scope.stack) > depth:
        scope.foreign, scope.elsewhen, scope.said, sentence.sub, sentence.poisoned = scope.stack.pop()
    while len(scope.stack) < depth:
        scope.stack.append((scope.foreign, scope.elsewhen, scope.said, sentence.sub, sentence.poisoned))


def _whose(sentence: Sentence, clause: Clause) -> str:
    """Tell about whom the clause is (see Scope.foreign); this goes on to the next clauses."""
    if clause.roles.isdisjoint(_WHO):
        return sentence.scope.foreign
    lead = _named(clause.tokens, sentence.vocabulary)
    text, vocabulary = sentence.text, sentence.vocabulary
    named = [is_foreign_name(text[t.start : t.end], vocabulary) for t in lead]
    regions = [text[t.start : t.end] for t in clause.tokens if t.role == "region"]
    governed = [
        sentence.region and (name[-1] == sentence.region or name in vocabulary.text["home"]) for name in regions
    ]
    own = clause.has("own") or (bool(regions) and all(governed))
    # 市 before 政府办公室: another one's office
    own = own and not any(
        (left.role, right.role) == ("unknown", "own") and is_foreign_name(text[left.start : left.end], vocabulary)
        for left, right in pairwise(clause.tokens)
    )
    foreign = ""
    if clause.has("scope") or (any(named) and not own):
        foreign = "other"
    elif not all(governed):
        foreign = "region"
    elif any(named):
        foreign = "joint"
    if own and not foreign:
        sentence.scope.foreign = ""
    elif foreign and (clause.numbers or (not features_of(clause.tokens) and all(named))):
        sentence.scope.foreign = foreign
    return foreign or sentence.scope.foreign


def _named(tokens: Sequence[Token], vocabulary: Words) -> list[Token]:
    """Give the unknown words before the first feature, without the name of a site."""
    lead, _ = unknown(tokens)
    sites = {id(left) for left, right in pairwise(tokens) if right.features & vocabulary.sites}
    return [token for token in lead if id(token) not in sites]


def _when(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause is of another time, which then holds until the year reported on is said."""
    other = time_of(clause, sentence.text, sentence.year, sentence.vocabulary)
    if other is not None:
        if not sentence.findings and clause.depth == 0:
            sentence.scope.began_elsewhen = other
        sentence.scope.elsewhen = other
        sentence.scope.own_time = sentence.scope.own_time or not other
    return sentence.scope.elsewhen or clause.has("comparison", "change", "plan")


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


def _finding(clause: Clause, token: Token, *, sub: bool) -> Finding:
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


def _segments(clause: Clause) -> list[list[Token]]:
    """Give the tokens of each figure of a clause: those before it, and after the last one those that follow."""
    parts: list[list[Token]] = [[]]
    figures = len(clause.numbers)
    for token in clause.tokens:
        parts[-1].append(token)
        if token.role == "number" and len(parts) < figures:
            parts.append([])
    return parts


def _figures(sentence: Sentence, clause: Clause, foreign: str, elsewhen: bool) -> None:
    segments = _segments(clause)
    label_first = len(segments) == 1 or bool(features_of(segments[0]))
    for tokens in segments:
        token = next(t for t in tokens if t.role == "number")
        finding = _finding(clause, token, sub=sentence.sub or clause.depth > 0)
        own = finding.own = features_of(tokens) or _same_again(sentence, clause)
        sentence.findings.append(finding)
        if label_first and not clause.has("negation"):
            _decide(sentence, finding, tokens, own, foreign, elsewhen)
        carry(sentence, own, bool(finding.metrics))


def _same_again(sentence: Sentence, clause: Clause) -> frozenset[str]:
    """上年度召开新闻发布会6次，本年度2次: the second figure is of the same, in another year."""
    last = sentence.findings[-1] if sentence.findings else None
    year_only = clause.roles <= {"own_time", "year", "filler", "number"} and clause.has("own_time", "year")
    if last is None or last.metrics or not year_only or not last.clause.has("other_year", "year"):
        return NOTHING
    return last.own if unknown(last.clause.tokens) == ([], False) else NOTHING


def _decide(
    sentence: Sentence, finding: Finding, tokens: Sequence[Token], own: frozenset[str], foreign: str, elsewhen: bool
) -> None:
    """Give the finding the metrics its words state, if everything they say is understood."""
    if foreign == "joint" and finding.value == 0:
        # nothing of two bodies together is nothing of each
        foreign = ""
    groups = groups_of(tokens)
    said = context_of(sentence)
    if len(groups) > 1 and (finding.value == 0 or any(t.role in ("each", "all") for t in tokens)):
        rules = [_rule(finding, group, said, sentence.year) for group in groups]
        understood = _counts(finding, rules[0]) and _explained(sentence, finding, tokens)
        if all(rules):
            keys = tuple(dict.fromkeys(key for rule in rules if rule for key in rule.metrics))
            if understood and not foreign and not elsewhen and is_about(sentence, keys):
                finding.metrics, finding.rule = keys, rules[0]
            return
    rule = _rule(finding, own, said, sentence.year)
    if rule is None or elsewhen or not _counts(finding, rule):
        return
    loosely = rule.loose and _explained_after(tokens)
    if foreign and not loosely and not (foreign == "region" and rule.regional):
        return
    if not (loosely or _explained(sentence, finding, tokens)) or not is_about(sentence, rule.metrics):
        return
    if not _may_be(sentence, finding, rule):
        finding.rival = rule.metrics
    else:
        finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule


def _rule(finding: Finding, own: frozenset[str], said: frozenset[str], year: int) -> Rule | None:
    """Find the rule; 新闻发布会0次 may be read like 没有新闻发布会."""
    rule = fitting(False, own, said, year, finding.unit)
    return fitting(True, own, said, year, finding.unit) if rule is None and finding.value == 0 else rule


def _may_be(sentence: Sentence, finding: Finding, rule: Rule) -> bool:
    """Tell whether a bare noun, or an event that may be one of several, is the figure of the year."""
    scope = sentence.scope
    if rule.bare:
        return not finding.sub and (scope.own_time or bool(scope.topic & TOLD_OF_REQUESTS))
    clause = sentence.text[finding.clause.start : finding.clause.end]
    yearly = scope.own_time or any(word in clause for word in sentence.vocabulary.text["whole_year"])
    return not rule.event or yearly or finding.value != 1


def _counts(finding: Finding, rule: Rule | None) -> bool:
    """Tell whether the figure is counted in the metric's unit; money may have decimals, nothing else."""
    if rule is None or (finding.unit not in rule.units and not _says_number(finding)):
        return False
    return finding.unit in MONEY_UNITS or whole(finding.value)


def _says_number(finding: Finding) -> bool:
    """A figure without a unit counts after …数为."""
    tokens = finding.clause.tokens
    place = tokens.index(finding.figure) if finding.figure in tokens else 0
    return not finding.unit and place > 1 and tokens[place - 1].role == "filler" and place == len(tokens) - 1


def _explained_after(tokens: Sequence[Token]) -> bool:
    """Tell whether the words after the figure say all: 组织…约170人参加…培训班."""
    place = next(index for index, token in enumerate(tokens) if token.role == "number")
    after = tokens[place:]
    return not any(token.role == "unknown" for token in after) and bool(features_of(after))


def _explained(sentence: Sentence, finding: Finding, tokens: Sequence[Token]) -> bool:
    """Tell whether every word from the first feature on is known, and the words before it name nobody else."""
    lead, (_, after) = _named(tokens, sentence.vocabulary), unknown(tokens)
    if after or not lead:
        return not after
    first = next(index for index, token in enumerate(tokens) if token.role in ("concept", "number"))
    # 免于公开…: a word right before the verb may turn it round
    touches = tokens[first - 1] in lead
    return not finding.sub and not touches and bool(features_of(tokens) & sentence.vocabulary.verbs)


def _respectively(sentence: Sentence, index: int, blocked: bool) -> int:
    """Map A、B分别为1、2 in order, when there are as many figures as nouns; gives how many clauses were used up."""
    clause = sentence.clauses[index]
    place = next(i for i, token in enumerate(clause.tokens) if token.role == "respectively")
    groups, shared = groups_of(clause.tokens[:place]), features_of(clause.tokens[place:])
    parts = [clause]
    for later in sentence.clauses[index + 1 :]:
        if later.mark != "、" or features_of(later.tokens) or unknown(later.tokens)[0] or len(later.numbers) != 1:
            break
        parts.append(later)
    findings = [_finding(part, token, sub=sentence.sub or part.depth > 0) for part in parts for token in part.numbers]
    for finding in findings[1:]:
        finding.start = clause.start
    sentence.findings += findings
    domain = (groups[-1] if groups else NOTHING) & (sentence.vocabulary.domains | sentence.vocabulary.carried)
    _, after = unknown(clause.tokens)
    if len(groups) == len(findings) and not blocked and not after and not clause.has("negation"):
        before = context_of(sentence) | domain
        rules = [fitting(False, group | shared, before, sentence.year, findings[-1].unit) for group in groups]
        for finding, rule in zip(findings, rules, strict=True):
            if rule and all(rules) and _counts(finding, rule) and is_about(sentence, rule.metrics):
                finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule
    carry(sentence, features_of(clause.tokens), bool(findings[0].metrics))
    return len(parts) - 1
