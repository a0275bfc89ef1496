"""From the clauses of a sentence to findings: each figure with the metrics that its clause states, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from index.metrics import catalogue
from index.numbers import MONEY_UNITS
from loaders.prose_clauses import NOTHING, Clause, Scope, features_of, fitting, is_foreign_name, time_of, unknown, whole
from loaders.prose_words import Rule, Token, Words

TOLD_OF_REQUESTS = frozenset({"disclosure", "request", "release"})
_BARE = 8
"""a clause of fewer characters says nothing without the one before it"""
LAWSUITS = ("reconsideration.", "litigation.")
NOT_ONLY_HERE = (*LAWSUITS, "training.", "complaints.", "request_fees.")
"""bodies count these of other matters too"""


@dataclass(slots=True, kw_only=True)
class Finding:
    """A figure of a sentence, or a zero that is said in words."""

    clause: Clause
    at: int
    """offset of the figure, or of the words that say zero"""
    value: Decimal
    unit: str
    approximate: bool
    figure: Token | None
    """None: zero in words, or said of a figure before (全部按时办结)"""
    metrics: tuple[str, ...] = ()
    """empty: a statement"""
    party: str | None = None
    rule: Rule | None = None
    own: frozenset[str] = NOTHING
    """what its own words say"""
    sub: bool = False
    """stands below another figure (其中, brackets)"""
    start: int = -1
    """where the clause to quote begins, when that is before its own"""


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence being read."""

    text: str
    clauses: Sequence[Clause]
    scope: Scope
    vocabulary: Words
    year: int
    is_government: bool
    about_requests: bool
    """the sentence or its heading is about the disclosure of information"""
    findings: list[Finding] = field(default_factory=list)
    sub: bool = False
    poisoned: bool = False
    """a verb stood with an unknown noun: what follows is not about the topic either"""


def read(sentence: Sentence) -> None:
    """Go through the clauses in order and fill `findings`."""
    skip = 0
    for index, clause in enumerate(sentence.clauses):
        _brackets(sentence.scope, clause.depth)
        sentence.sub = sentence.sub or clause.has("sub")
        if skip:
            skip -= 1
            continue
        foreign, elsewhen = _whose(sentence, clause), _when(sentence, clause)
        blocked = foreign or elsewhen
        if clause.has("respectively") and clause.numbers:
            skip = _respectively(sentence, index, blocked)
        elif clause.numbers and not _is_none_of_one(clause):
            first = len(sentence.findings)
            _figures(sentence, clause, foreign, elsewhen)
            if index and clause.end - clause.start < _BARE:
                for finding in sentence.findings[first:]:
                    finding.start = sentence.clauses[index - 1].start
        else:
            _words_only(sentence, clause, blocked)


def _brackets(scope: Scope, depth: int) -> None:
    while len(scope.stack) > depth:
        scope.foreign, scope.elsewhen, scope.said = scope.stack.pop()
    while len(scope.stack) < depth:
        scope.stack.append((scope.foreign, scope.elsewhen, scope.said))


def _whose(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause is about another body; what it says of this goes on to the next clauses."""
    lead = _named(clause.tokens, sentence.vocabulary)
    text = sentence.text
    named = any(is_foreign_name(text[t.start : t.end], sentence.vocabulary) for t in lead)
    own = clause.has("own") or (sentence.is_government and clause.has("region"))
    # 市 before 政府办公室: another one's office
    own = own and not any(
        (before.role, token.role) == ("unknown", "own")
        and is_foreign_name(text[before.start : before.end], sentence.vocabulary)
        for before, token in pairwise(clause.tokens)
    )
    foreign = clause.has("scope") or (clause.has("region") and not sentence.is_government) or (named and not own)
    subject_only = not features_of(clause.tokens) and all(
        is_foreign_name(text[t.start : t.end], sentence.vocabulary) for t in lead
    )
    if own and not foreign:
        sentence.scope.foreign = False
    elif foreign and (clause.numbers or subject_only):
        sentence.scope.foreign = True
    return foreign or sentence.scope.foreign


def _named(tokens: Sequence[Token], vocabulary: Words) -> list[Token]:
    """Give the unknown words before the first feature, without the name of a site."""
    lead, _ = unknown(tokens)
    sites = {id(before) for before, token in pairwise(tokens) if token.features & vocabulary.sites}
    return [token for token in lead if id(token) not in sites]


def _when(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause is of another time, which then holds until the year reported on is said."""
    other = time_of(clause, sentence.text, sentence.year, sentence.vocabulary)
    if other is not None:
        if not sentence.findings and clause.depth == 0:
            sentence.scope.began_elsewhen = other
        sentence.scope.elsewhen = other
        sentence.scope.own_time = sentence.scope.own_time or not other
    return sentence.scope.elsewhen or clause.has("comparison", "plan")


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


def _figures(sentence: Sentence, clause: Clause, foreign: bool, elsewhen: bool) -> None:
    segments = _segments(clause)
    label_first = len(segments) == 1 or bool(features_of(segments[0]))
    for tokens in segments:
        token = next(t for t in tokens if t.role == "number")
        finding = _finding(clause, token, sub=sentence.sub or clause.depth > 0)
        sentence.findings.append(finding)
        own = finding.own = features_of(tokens)
        if label_first and not clause.has("negation"):
            _decide(sentence, finding, tokens, own, foreign, elsewhen)
        _carry(sentence, own, bool(finding.metrics))


def _decide(
    sentence: Sentence, finding: Finding, tokens: Sequence[Token], own: frozenset[str], foreign: bool, elsewhen: bool
) -> None:
    """Give the finding the metrics its words state, if everything they say is understood."""
    groups = _groups(tokens)
    several = len(groups) > 1 and (finding.value == 0 or any(t.role in ("each", "all") for t in tokens))
    before = _before(sentence)
    if several:
        rules = [fitting(False, group, before, sentence.year, finding.unit) for group in groups]
        blocked = foreign or elsewhen
        if all(rules) and not blocked and _counts(finding, rules[0]) and _explained(sentence, finding, tokens, None):
            keys = tuple(dict.fromkeys(key for rule in rules if rule for key in rule.metrics))
            if _about(sentence, keys):
                finding.metrics, finding.rule = keys, rules[0]
            return
    rule = fitting(False, own, before, sentence.year, finding.unit)
    if rule is None or elsewhen or (foreign and not rule.loose) or not _counts(finding, rule):
        return
    if rule.bare and (finding.sub or not (sentence.scope.own_time or sentence.scope.topic & TOLD_OF_REQUESTS)):
        return
    clause = sentence.text[finding.clause.start : finding.clause.end]
    yearly = sentence.scope.own_time or any(word in clause for word in sentence.vocabulary.text["whole_year"])
    if rule.event and not yearly:
        return
    if _explained(sentence, finding, tokens, rule) and _about(sentence, rule.metrics):
        finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule


def _before(sentence: Sentence) -> frozenset[str]:
    scope = sentence.scope
    if sentence.poisoned or scope.said & sentence.vocabulary.domains:
        return scope.said
    return scope.said | scope.topic | scope.before


def _about(sentence: Sentence, keys: Sequence[str]) -> bool:
    """行政复议, training and their like count only where the sentence is about the disclosure of information."""
    return sentence.about_requests or not any(key.startswith(NOT_ONLY_HERE) for key in keys)


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


def _explained(sentence: Sentence, finding: Finding, tokens: Sequence[Token], rule: Rule | None) -> bool:
    """Tell whether every word from the first feature on is known, and the words before it name nobody else."""
    if rule is not None and rule.loose:
        place = next(index for index, token in enumerate(tokens) if token.role == "number")
        return not any(token.role == "unknown" for token in tokens[place:]) and bool(features_of(tokens[place:]))
    lead, (_, after) = _named(tokens, sentence.vocabulary), unknown(tokens)
    if after or not lead:
        return not after
    first = next(index for index, token in enumerate(tokens) if token.role in ("concept", "number"))
    # 免于公开…: a word right before the verb may turn it round
    touches = tokens[first - 1] in lead
    return not finding.sub and not touches and bool(features_of(tokens) & sentence.vocabulary.verbs)


def _groups(tokens: Sequence[Token]) -> list[frozenset[str]]:
    """Give what each noun of a list says: 行政复议、行政诉讼 are two."""
    groups: list[frozenset[str]] = []
    fresh = True
    for token in tokens:
        if token.role == "join":
            fresh = True
        elif token.features:
            if fresh:
                groups.append(NOTHING)
            groups[-1] |= token.features
            fresh = False
    return groups


def _carry(sentence: Sentence, own: frozenset[str], understood: bool) -> None:
    """Let the domain and its verbs hold for the clauses that follow."""
    vocabulary, scope = sentence.vocabulary, sentence.scope
    if own & vocabulary.domains:
        scope.said = own & (vocabulary.domains | vocabulary.carried)
    if understood:
        sentence.poisoned = False
    elif own & vocabulary.verbs:
        sentence.poisoned = True
        scope.said = NOTHING


def _respectively(sentence: Sentence, index: int, blocked: bool) -> int:
    """Map A、B分别为1、2 in order, when there are as many figures as nouns; gives how many clauses were used up."""
    clause = sentence.clauses[index]
    place = next(i for i, token in enumerate(clause.tokens) if token.role == "respectively")
    groups, shared = _groups(clause.tokens[:place]), features_of(clause.tokens[place:])
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
        before = _before(sentence) | domain
        rules = [fitting(False, group | shared, before, sentence.year, findings[-1].unit) for group in groups]
        for finding, rule in zip(findings, rules, strict=True):
            if rule and all(rules) and _counts(finding, rule) and _about(sentence, rule.metrics):
                finding.metrics, finding.party, finding.rule = rule.metrics, rule.party, rule
    _carry(sentence, features_of(clause.tokens), bool(findings[0].metrics))
    return len(parts) - 1


def _words_only(sentence: Sentence, clause: Clause, blocked: bool) -> None:
    """Read a clause without figure: zero in words, all of the figure before, or what the next clauses are about."""
    own = features_of(clause.tokens)
    if clause.has("negation", "zero"):
        if not blocked and not sentence.sub:
            _zeros(sentence, clause)
    elif clause.has("all", "done") and own and not blocked:
        _of_all(sentence, clause, own)
    words = sentence.text[clause.start : clause.end]
    if own & sentence.vocabulary.domains and (
        clause.closing == ":"
        or words.endswith(tuple(sentence.vocabulary.text["context_tail"]))
        or not sentence.scope.said
    ):
        _carry(sentence, own, understood=True)


def _zeros(sentence: Sentence, clause: Clause) -> None:
    """没有收到…, 未发生…, …为零: each noun named is 0, when nothing else is said."""
    place = next(i for i, token in enumerate(clause.tokens) if token.role in ("negation", "zero"))
    sign = clause.tokens[place]
    told = clause.tokens[place:] if sign.role == "negation" else clause.tokens[: place + 1]
    lead = [t for t in clause.tokens[:place] if t.role == "unknown"]
    known = not any(t.role == "unknown" for t in told)
    known = known and features_of(clause.tokens) - features_of(told) <= {*TOLD_OF_REQUESTS, "applicant"}
    names = [sentence.text[t.start : t.end] for t in lead]
    if not known or ((not clause.has("own")) and any(is_foreign_name(name, sentence.vocabulary) for name in names)):
        return
    groups = _groups(told)
    rules = [fitting(True, group, NOTHING, sentence.year) for group in groups]
    keys = [key for rule in rules if rule for key in rule.metrics]
    # 行政复议、行政诉讼败诉: whether both were lost is not said
    judged = len(groups) > 1 and any("overturned" in group for group in groups)
    if not all(rules) or judged or not _about(sentence, keys):
        return
    for key in dict.fromkeys(keys):
        sentence.findings.append(
            Finding(
                clause=clause, at=sign.start, value=Decimal(0), unit=catalogue()[key].unit, approximate=False,
                figure=None, metrics=(key,),
            )
        )  # fmt: skip


_ANSWERED = frozenset({"closed", "answered", "on_time", "request", "release", "applicant"})
_RESULTS = ("upheld", "overturned", "pending")
_JUDGED = frozenset({*_RESULTS, "reconsideration", "litigation", "answered", "request"})


def _of_all(sentence: Sentence, clause: Clause, own: frozenset[str]) -> None:
    """全部按时办结, 均维持: the figure just before is the figure of this too."""
    last = sentence.findings[-1] if sentence.findings else None
    if last is None or not last.metrics or last.party or last.sub or last.figure is None or unknown(clause.tokens)[1]:
        return
    if clause.has("done") and not clause.has("all") and last.value != 1:
        return
    key = last.metrics[0]
    keys: tuple[str, ...] = ()
    if key == "requests.received" and own & {"closed", "answered"} and own <= _ANSWERED:
        names = [f"requests.{name}" for name in ("closed", "answered") if name in own]
        keys = (*names, "requests.closed.on_time") if {"closed", "on_time"} <= own else tuple(names)
    elif key.startswith(LAWSUITS) and key.endswith(".total") and own <= _JUDGED:
        results = [name for name in _RESULTS if name in own]
        keys = (key.removesuffix("total") + results[0],) if len(results) == 1 else ()
    if keys:
        told = replace(last, clause=clause, metrics=keys, rule=None, start=last.clause.start, figure=None)
        sentence.findings.append(told)
