"""Whose figures a clause tells, and of which time: the body itself, others, all of a region; this year or another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loaders.prose_clauses import (
    Clause,
    features_of,
    is_foreign_name,
    time_of,
    unknown,
)
from loaders.prose_sentence import Sentence
from loaders.prose_words import Token, Words

_WHO = frozenset({"unknown", "quoted", "title", "region", "scope", "own", "level"})
"""roles of what may name somebody"""
_TRACKS = {"litigation.direct.total", "litigation.after_reconsideration.total"}


def begins_anew(sentence: Sentence, clause: Clause) -> bool:
    """…，其中维持1件；无行政诉讼: another thing after a semicolon is no part of the one before."""
    if clause.mark != ";":
        return False
    named = features_of(clause.tokens) & {"reconsideration", "litigation", "request"}
    return bool(named) and not named & sentence.scope.said


def pair(sentence: Sentence, clause: Clause) -> None:
    """复议9件、诉讼5件，前者维持6件，后者维持4件: what is told of the first, and of the second."""
    if not clause.has("former", "latter", "sub"):
        return
    totals = [f for f in sentence.findings if any(key.endswith(".total") for key in f.metrics)]
    for role, place in (("former", 0), ("latter", 1)):
        if clause.has(role) and len(totals) > 1:
            sentence.scope.said = totals[place].own & sentence.vocabulary.domains
    keys = {key for finding in sentence.findings for key in finding.metrics}
    if clause.mark == ";" and clause.has("sub") and keys >= _TRACKS:
        # 直接起诉2件，复议后起诉4件；其中维持4件: of both
        sentence.scope.said -= {"direct", "after"}


def whose(sentence: Sentence, clause: Clause) -> str:
    """Tell about whom the clause is (see Scope.foreign); this goes on to the next clauses."""
    if clause.roles.isdisjoint(_WHO):
        return sentence.scope.foreign
    lead = named_words(clause.tokens, sentence.vocabulary)
    text, vocabulary = sentence.text, sentence.vocabulary
    # 厅 alone is the body's own
    named = [t.end - t.start > 1 and is_foreign_name(text[t.start : t.end], vocabulary) for t in lead]
    governed = _governed(sentence, clause)
    whole = bool(governed) and all(governed)
    levels = [text[t.start] == sentence.level for t in clause.tokens if t.role == "level"]
    own = clause.has("own") or whole or any(levels)
    if clause.numbers and (whole or _is_everything(clause, text, vocabulary)):
        sentence.scope.of_region = True
    # 全市收到5318件, 市本级收到637件: the report is of the whole region
    part = sentence.scope.of_region and _is_level(clause, text, vocabulary)
    if _is_of_another(clause, text, vocabulary):
        own, named = False, [*named, True]
    sentence.of_region = (sentence.of_region and not own) or whole
    foreign = ""
    if part or clause.has("scope") or not all(levels) or (any(named) and not own):
        foreign = "other"
    elif not all(governed):
        foreign = "region"
    elif any(named):
        foreign = "joint"
    if own and not foreign:
        sentence.scope.foreign = ""
    elif foreign and (clause.numbers or (not features_of(clause.tokens) and (all(named) or clause.closing == "("))):
        sentence.scope.foreign = foreign
    return foreign or sentence.scope.foreign


def _governed(sentence: Sentence, clause: Clause) -> list[bool]:
    """Tell of each region named whether the body governs it."""
    if not clause.has("region"):
        return []
    names = [sentence.text[t.start : t.end] for t in clause.tokens if t.role == "region"]
    home = sentence.vocabulary.text["home"]
    return [bool(sentence.region) and (name[-1] in sentence.region or name in home) for name in names]


def _is_everything(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 全局: the body with all that belongs to it."""
    everything = vocabulary.text["all_of_it"]
    return clause.has("own") and any(text[t.start : t.end] in everything for t in clause.tokens if t.role == "own")


def _is_of_another(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 市 before 政府办公室: another one's office."""
    return clause.has("own") and any(
        (left.role, right.role) == ("unknown", "own") and is_foreign_name(text[left.start : left.end], vocabulary)
        for left, right in pairwise(clause.tokens)
    )


def _is_level(clause: Clause, text: str, vocabulary: Words) -> bool:
    """Tell 市本级, 市政府本级: a government without the bodies below it."""
    if not clause.has("level", "own"):
        return False
    end = vocabulary.text["level_end"]
    return any(t.role == "level" or (t.role == "own" and text[t.start : t.end].endswith(end)) for t in clause.tokens)


def named_words(tokens: Sequence[Token], vocabulary: Words) -> list[Token]:
    """Give the unknown words before the first feature, without the name of a site."""
    lead, _ = unknown(tokens)
    sites = {id(left) for left, right in pairwise(tokens) if right.features & vocabulary.sites}
    return [token for token in lead if id(token) not in sites]


def when(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause is of another time, which then holds until the year reported on is said."""
    other = time_of(clause, sentence.text, sentence.year, sentence.vocabulary)
    if other is not None:
        if not sentence.findings and clause.depth == 0:
            sentence.scope.began_elsewhen = other
        sentence.scope.elsewhen = other
        sentence.scope.own_time = sentence.scope.own_time or not other
    return sentence.scope.elsewhen or clause.has("comparison", "change", "plan")
