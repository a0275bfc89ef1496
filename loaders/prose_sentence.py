"""One sentence being read: its state, its findings, and what holds from clause to clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.prose_clauses import NOTHING, Clause, Scope
from loaders.prose_words import Rule, Token, Words

TOLD_OF_REQUESTS = frozenset({"disclosure", "request", "release"})
LAWSUITS = ("reconsideration.", "litigation.")
NOT_ONLY_HERE = (*LAWSUITS, "training.", "complaints.")
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
    rival: tuple[str, ...] = ()
    """metrics it would be one figure of several of"""
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
    region: str
    """the last character of the region that the body governs (区 of 青禾区人民政府); empty for any other body"""
    about_requests: bool
    """the sentence or its heading is about the disclosure of information"""
    findings: list[Finding] = field(default_factory=list)
    sub: bool = False
    poisoned: bool = False
    """a verb stood with an unknown noun: what follows is not about the topic either"""


def context_of(sentence: Sentence) -> frozenset[str]:
    """Give what holds for a clause without saying it: from the clauses before, the sentence before, the heading."""
    scope = sentence.scope
    said = scope.said | {"disclosure"} if sentence.about_requests else scope.said
    if sentence.poisoned or scope.said & sentence.vocabulary.domains:
        return said
    return said | scope.topic | scope.before


def is_about(sentence: Sentence, keys: Sequence[str]) -> bool:
    """行政复议, training and their like count only where the sentence is about the disclosure of information."""
    return sentence.about_requests or not any(key.startswith(NOT_ONLY_HERE) for key in keys)


def groups_of(tokens: Sequence[Token]) -> list[frozenset[str]]:
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


def carry(sentence: Sentence, own: frozenset[str], understood: bool) -> None:
    """Let the domain and its verbs hold for the clauses that follow."""
    vocabulary, scope = sentence.vocabulary, sentence.scope
    if own & vocabulary.domains:
        scope.said = own & (vocabulary.domains | vocabulary.carried)
    if understood:
        sentence.poisoned = False
    elif own & vocabulary.verbs:
        sentence.poisoned = True
        scope.said = NOTHING
