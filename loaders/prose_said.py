"""Clauses without figure: zero in words, all of the figure before, and what the next clauses are about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.metrics import catalogue
from loaders.prose_clauses import Clause, features_of, fitting, is_foreign_name, unknown
from loaders.prose_sentence import (
    LAWSUITS,
    TOLD_OF_REQUESTS,
    Finding,
    Sentence,
    carry,
    context_of,
    groups_of,
    is_about,
)


def words_only(sentence: Sentence, clause: Clause, blocked: bool) -> None:
    """Read a clause without figure: zero in words, all of the figure before, or what the next clauses are about."""
    own = features_of(clause.tokens)
    if clause.has("negation", "zero"):
        if not blocked and not sentence.sub:
            _zeros(sentence, clause)
    elif clause.has("all", "done") and own and not blocked:
        _of_all(sentence, clause, own)
    words = sentence.text[clause.start : clause.end]
    if own & sentence.vocabulary.domains and (
        clause.closing == ":" or words.endswith(sentence.vocabulary.text["context_tail"]) or not sentence.scope.said
    ):
        carry(sentence, own, understood=True)


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
    groups = groups_of(told)
    before = context_of(sentence) | features_of(clause.tokens)
    rules = [fitting(True, group, before, sentence.year) for group in groups]
    keys = [key for rule in rules if rule for key in rule.metrics]
    # 行政复议、行政诉讼败诉: whether both were lost is not said
    judged = len(groups) > 1 and any("overturned" in group for group in groups)
    if not all(rules) or judged or not is_about(sentence, keys):
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
