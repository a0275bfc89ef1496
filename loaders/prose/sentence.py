"""One sentence being read: its state, its findings, and what holds from clause to clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.prose.clauses import Clause, Scope
from loaders.prose.vocabulary import NOTHING, Rule, Token, Words

TOLD_OF_REQUESTS = frozenset({"disclosure", "request", "release"})
TOTAL = "disclosed.total"
LAWSUITS = ("reconsideration.", "litigation.")
NOT_ONLY_HERE = (*LAWSUITS, "training.", "complaints.")
"""bodies count these of other matters too"""
_OF_THE_SECTION = frozenset({"form", "staffing", "responding", "by_channel"})
_OF_THE_REPORT = frozenset({"form", "staffing", "responding"})
"""what every report on the disclosure of information tells of, under whatever heading"""
_ASKED = frozenset({"info", "request", "release"})
_PUBLISHED_IN = frozenset({"info", "via_gazette"})
_DECIDED = frozenset({"licensing", "other_service", "penalty", "coercion"})
_CONTESTED = frozenset({"litigation", "reconsideration", "complaint"})
_FOUGHT = frozenset({"reconsideration", "litigation"})
_DOCUMENTS = frozenset({"normative", "regulation"})
_STILL = frozenset({"carried_in", "carried_out", "cleanup"})
"""办结上年结转3件 is of requests, too, and 开展规范性文件清理2次 of documents"""
_DRAWN_UP = _DOCUMENTS | {"issue", "in_force", "repeal"}
_PUBLISHED = frozenset({"publish", "disclose", "proactive", "via_gazette"})
GAZETTE = frozenset({"via_gazette"})
_IN_BOTH = GAZETTE | {"via_website"}
_TOLD_APART = frozenset({"request", "release", "reconsideration", "litigation", "direct", "after"})
"""results and applicants belong to the last of these that was named"""


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
    once: bool = False
    """one event, which tells how many there were only if no other is told of"""
    sub: bool = False
    """stands below another figure (其中, brackets)"""
    of_region: bool = False
    """told of the whole region that the body governs"""
    listed: bool = False
    """one of a list of nouns and figures without units"""
    of_applicants: bool = False
    """its sentence says that it tells of the applicants"""
    aside: bool = False
    """understood, but told of another time"""
    might: Rule | None = None
    """what it would state if it were told of this year"""
    of_others: bool = False
    """understood, but told of other bodies"""
    unclear: bool = False
    """a metric fits, but other bodies or unknown words stand with it"""
    about: bool = False
    """its sentence or the heading names disclosure or requests"""
    barred: bool = False
    """told of others or of another time"""
    context: frozenset[str] = NOTHING
    """what held for its clause without being said in it"""
    narrowed: bool = False
    """its words say that there were others (直接收到6件)"""
    itself: bool = False
    """its words say that it is the body's alone (本部门公开180条)"""
    up_to: bool = False
    """a clause of its sentence names the day up to which it counts"""
    start: int = -1
    """where the clause to quote begins, when that is before its own"""


def drop(finding: Finding) -> None:
    """Make the finding a statement."""
    finding.metrics, finding.party = (), None


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence being read."""

    text: str
    clauses: Sequence[Clause]
    scope: Scope
    vocabulary: Words
    year: int
    region: str
    """the characters that may end the name of the region that the body governs (区 of 青禾区人民政府); empty for any
    other body"""
    level: str
    """the last character of the region that the body belongs to (区 of 云岭市青禾区教育局)"""
    government: str
    """the government whose office the body is; empty for any other body"""
    told_year: bool
    """the paragraph has named the year reported on and no other, and no figure yet"""
    names_years: bool
    """the paragraph has named another year than that, or a day up to which is counted"""
    office: bool
    """the body is a government or its office, which organises what is held for the whole region"""
    point: bool
    """it is a point of a list: 二是公开…"""
    about_requests: bool
    """the sentence or its heading is about the disclosure of information"""
    of_region: bool = False
    """the clauses tell of the whole region that the body governs"""
    of_applicants: bool = False
    """the sentence tells of the applicants"""
    ahead: frozenset[str] = NOTHING
    """what the list at whose beginning the clause stands counts"""
    findings: list[Finding] = field(default_factory=list)
    above: Sequence[Finding] = ()
    """the findings of the sentences that it goes on from"""
    site: frozenset[str] = NOTHING
    """where the next clause publishes, named in the clause before: 公众号粉丝突破6万，推文456篇"""
    site_far: bool = False
    """another clause stands between"""
    site_alone: bool = False
    """that clause names nothing else: 一是区政府网站，公开信息201条"""
    sub: bool = False
    general: bool = False
    """tells what the body did of its other business (办理行政复议案件120件), which the next figures go on with"""
    poisoned: bool = False
    """a verb stood with an unknown noun: what follows is not about the topic either"""


def context_of(sentence: Sentence) -> frozenset[str]:
    """Give what holds for a clause without saying it: from the clauses before, the sentence before, the heading."""
    scope = sentence.scope
    said = scope.said | {"disclosure"} if sentence.about_requests else scope.said
    said |= _assumed(sentence) | sentence.ahead
    if sentence.poisoned or scope.said & sentence.vocabulary.domains:
        return said
    return said | scope.topic | scope.before


def _assumed(sentence: Sentence) -> frozenset[str]:
    """Give what a report on the disclosure of information tells of where nothing else is said."""
    if sentence.general:
        return sentence.scope.topic & _OF_THE_SECTION
    about = (sentence.scope.said | sentence.scope.topic) & sentence.vocabulary.domains
    if about <= _PUBLISHED_IN:
        return _OF_THE_REPORT | {"by_channel", "assumed"}
    return _OF_THE_REPORT | (sentence.scope.topic & _OF_THE_SECTION) | ({"assumed"} if about <= _ASKED else NOTHING)


def hear(sentence: Sentence, own: frozenset[str]) -> None:
    """受理行政复议88件: what the body took in or dealt with is its other business, and so are the next figures."""
    dealt = own & sentence.vocabulary.matters and own & sentence.vocabulary.dealing
    if dealt and not sentence.about_requests and "form" not in sentence.scope.topic:
        sentence.general = True


def is_about(sentence: Sentence, keys: Sequence[str], *, in_words: bool = False) -> bool:
    """Tell whether 行政复议, training and their like are those over the disclosure of information.

    They are where the sentence or its heading says so, or where nothing else is said of them; not what is said in
    words not to have been.
    """
    if sentence.about_requests or not any(key.startswith(NOT_ONLY_HERE) for key in keys):
        return True
    return not (in_words or sentence.general or sentence.poisoned)


def asks_for_a_review(sentence: Sentence, clause: Clause, keys: Sequence[str]) -> bool:
    """受理申请3件 below a heading on 行政复议: what was applied for is the review, not information."""
    if not sentence.scope.topic & _FOUGHT or not any(key.startswith(("requests.", "outcome.")) for key in keys):
        return False
    said = sentence.text[clause.start : clause.end]
    return not any(word in said for word in sentence.vocabulary.text["about"])


def groups_of(tokens: Sequence[Token]) -> list[frozenset[str]]:
    """Give what each noun of a list says: 行政复议、行政诉讼 are two."""
    groups: list[frozenset[str]] = []
    fresh, counted = True, False
    for token in tokens:
        counted = counted or token.role == "number"
        if token.role == "join" or (token.role == "all" and counted):
            # 无法提供的5件均为本机关不掌握 is of both
            fresh = True
        elif token.features:
            suits = token.features if token.features <= _CONTESTED else NOTHING
            if fresh or (suits and groups[-1] & _CONTESTED - suits):
                # 复议诉讼 are two without any 和
                groups.append(NOTHING)
            groups[-1] |= token.features
            fresh = False
    return groups


def carry(sentence: Sentence, own: frozenset[str], understood: bool) -> None:
    """Let the domain and its verbs hold for the clauses that follow."""
    vocabulary, scope = sentence.vocabulary, sentence.scope
    if own == {"info"} and "info" in scope.said:
        # 主动公开信息50条，其中机构类信息3条，规划类信息4条: the verb still holds
        return
    domains = own & vocabulary.domains
    if not understood and own & _DECIDED and own & _FOUGHT:
        # 行政处罚案件被申请复议4件: what follows is of these, not of requests
        sentence.poisoned, scope.said = True, NOTHING
        return
    decided = domains & _DECIDED and scope.said & _DECIDED
    if sentence.sub and not understood and domains and not domains & _TOLD_APART and not decided:
        # …, 政府采购97条、行政处罚1932条: what stands in a list of kinds without being one changes nothing
        return
    if sentence.sub and "info" in scope.said and own - _PUBLISHED <= _DRAWN_UP:
        # 公开信息475条，其中制发规范性文件2份，部门文件类107条: one of the kinds
        return
    if domains:
        # 发布信息386条，规范性文件5条，政策解读20条: the list goes on being published
        still = scope.said & _PUBLISHED if own - _PUBLISHED <= _DOCUMENTS and not sentence.poisoned else NOTHING
        scope.said = own & (vocabulary.domains | vocabulary.carried) | still
        if not understood and own >= _IN_BOTH:
            # 在网站和公报公开文件29件、解读6件: not of the gazette alone
            scope.said -= GAZETTE
    elif understood:
        scope.said |= own & {"closed", "answered", "newly_published", "applicant"}
    if understood:
        sentence.poisoned = False
    elif own & vocabulary.verbs and not own & _STILL and not (sentence.sub and "info" in scope.said):
        sentence.poisoned = True
        # 公报24期，刊登…112件，政策解读9篇: still of the gazette
        scope.said &= GAZETTE
