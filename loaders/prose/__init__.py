"""Sentences that state the figure of a metric become facts, every other figure in prose a statement.

Steps: a section's lines → passages (text.py) → sentences → tokens (cutting.py) → clauses (clauses.py) → findings
(rules.py for figures: whose they are, whose.py, and what they state, decide.py; said.py for words), judged together
(judge.py) → facts and statements (here). Whatever is not unmistakable is a statement.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from index.metrics import catalogue
from index.models import Fact, Source, Statement, make_fact, make_source
from index.numbers import TIME_UNITS, in_unit
from loaders.models import Section
from loaders.prose.across import told_across
from loaders.prose.aside import without_inclusions, without_topics
from loaders.prose.both import as_one
from loaders.prose.clauses import Scope, clauses, with_sums
from loaders.prose.cutting import features_in, tokens
from loaders.prose.joining import joined
from loaders.prose.judge import judge
from loaders.prose.kinds import goes_on_listing
from loaders.prose.media import across_media, sited
from loaders.prose.names import government_of, level_of, outer, region_of
from loaders.prose.rules import read
from loaders.prose.sentence import LAWSUITS, TOTAL, Finding, Sentence
from loaders.prose.settling import borne_out, settled
from loaders.prose.text import Passage, is_marked, numeral_of, passages, sentences
from loaders.prose.vocabulary import NOTHING, Token, words
from loaders.prose.whose import begins_with_another
from loaders.script import mainland

_WEBSITE = "channel.website"
_HELD = frozenset({"disclosure", "form", "suits"})
"""what the heading of a section says of all that stands in it"""
_SECTION = re.compile(words().text["section"])
_LONGEST = 4000
"""a sentence of more characters is a table or noise"""
_LEAD = 14
"""a clause of fewer characters may tell the topic"""
_HEADING = 30
"""a line of fewer characters may be a heading, and tell what the next sentences are about"""


@dataclass(slots=True, kw_only=True)
class Group:
    """A sentence with those that go on from it (其中…): their findings are judged together."""

    passage: Passage
    section: str
    facts_allowed: bool
    findings: list[Finding] = field(default_factory=list)


Stated = tuple[Fact, Group, Finding]
"""a fact, and where it was found"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose report is read, of which year, from which file."""

    report: str
    url: str | None
    title: str
    body: str
    year: int

    def groups(self, section: Section) -> Iterator[Group]:
        """Read the sentences of a section that have a figure or say zero."""
        text = words().text
        heading = section.heading.text.strip() if section.heading is not None else self.title
        body, alike = mainland(self.body), mainland(heading)
        scope = Scope(topic=NOTHING if section.heading is None else _topic(alike, whole=True))
        above = scope.topic
        allowed = below = not any(word in alike for word in text["no_facts"])
        # the title is not how the first sentence begins
        lines = [line for line in section.lines if section.heading is not None or line.text.strip() != self.title]
        for passage in passages(lines, text["connectives"]):
            scope.foreign, scope.elsewhen, scope.counted = "", False, False
            scope.before = NOTHING
            if is_marked(passage.text):
                below = allowed and not any(
                    word in passage.text[:_HEADING].partition("。")[0] for word in text["no_facts_below"]
                )
            group = Group(passage=passage, section=heading, facts_allowed=below)
            for start, end in sentences(passage):
                part = passage.text[start:end]
                if is_marked(part) or (len(passage.text) < _HEADING and not has_figure(part)):
                    begins = part[:_HEADING].partition("。")[0]
                    # 五、行政复议和行政诉讼情况 of a section that the gap in its numbers hides
                    alone = _SECTION.match(part) is not None and len(part) < _HEADING and not has_figure(part)
                    topic = _topic(part[:_HEADING], whole=alone) or (scope.topic if _goes_on(begins) else above)
                    scope.topic = topic | (above & _HELD)
                if not start and len(part) < _LEAD and not has_figure(part) and not is_marked(part):
                    # 申请公开。2021年收到29件
                    lead = _topic(part)
                    scope.topic = lead | (above & _HELD) if lead else scope.topic
                if end - start > _LONGEST or not has_figure(part):
                    scope.foreign = begins_with_another(part, body) or scope.foreign
                    continue
                numeral = numeral_of(part)
                # a new point of a list is not of whom the last one was
                scope.foreign = "" if numeral else scope.foreign
                begin = start + numeral
                cut = without_inclusions(tokens(passage.text, begin, end, body), passage.text)
                found = joined(without_topics(cut), passage.text, self.year)
                if _is_office(self.body):
                    found = as_one(found, passage.text, self.body)
                if not found:
                    continue
                lead = _lead(passage.text, found)
                scope.topic = lead | (scope.topic & _HELD) if lead else scope.topic
                listed = goes_on_listing(group.findings, found)
                if found[0].role != "sub" and group.findings and not listed:
                    yield group
                    group = Group(passage=passage, section=heading, facts_allowed=below)
                group.findings += self._read(passage, found, scope, above=tuple(group.findings), listed=listed)
            if group.findings:
                yield group

    def _read(
        self, passage: Passage, found: Sequence[Token], scope: Scope, *, above: Sequence[Finding], listed: bool
    ) -> list[Finding]:
        vocabulary = words()
        part = passage.text[found[0].start : found[-1].end]
        about = bool((scope.topic | scope.said) & set(vocabulary.text["told"]))
        if not above:
            scope.said, scope.own_time = NOTHING, False
            scope.foreign = "" if scope.of_region or scope.began_own else scope.foreign
            because = part.startswith(vocabulary.text["therefore"])
            scope.elsewhen = scope.elsewhen and scope.began_elsewhen and not because
            scope.began_elsewhen = scope.elsewhen
        sentence = Sentence(
            text=passage.text,
            clauses=with_sums(tuple(clauses(found, passage.text))),
            scope=scope,
            vocabulary=vocabulary,
            year=self.year,
            sub=listed,
            region=region_of(self.body),
            level=level_of(self.body),
            government=government_of(self.body),
            above=above,
            told_year=not scope.counted and _names_only(passage.text[: found[0].start], self.year),
            names_years=_names_others(passage.text[: found[0].start], self.year),
            point=passage.text.endswith(vocabulary.text["point_ends"], 0, found[0].start),
            office=_is_office(self.body),
            about_requests=about or any(word in part for word in vocabulary.text["about"]),
            of_applicants="request" in scope.topic or any(word in part for word in vocabulary.text["applicants_of"]),
        )
        read(sentence)
        scope.counted = True
        if scope.stack:
            # a sentence that ends with a bracket: what held before it holds again
            scope.foreign, scope.elsewhen, scope.said = scope.stack[0][:3]
            scope.stack.clear()
        if any(word in part for word in vocabulary.text["unrelated"]):
            for finding in sentence.findings:
                finding.metrics = ()
        if sentence.findings:
            scope.before = _before(sentence)
            # …，区金融办协查2件，均已答复。: what ends the sentence is of the body again
            closed = sentence.findings[-1].clause is not sentence.clauses[-1]
            scope.began_own = bool(sentence.findings[0].metrics) and closed
        return sentence.findings

    def source(self, group: Group, finding: Finding) -> Source:
        """Give the line on which the figure stands, and its clause as printed."""
        line = group.passage.line(finding.at)
        begin = finding.start if finding.start >= 0 else finding.clause.start
        return make_source(
            report=self.report,
            url=self.url,
            section=group.section,
            line=line.number,
            page=line.page,
            quote=group.passage.quote(begin, finding.clause.end),
        )

    def facts(self, group: Group, finding: Finding) -> Iterator[Fact]:
        """Make the facts that a finding states."""
        for key in finding.metrics:
            unit = catalogue()[key].unit
            value = finding.value
            if finding.figure is not None and finding.figure.number is not None:
                value = in_unit(finding.figure.number, unit)
            if finding.rule is not None and finding.rule.negative:
                value = -value
            yield make_fact(
                body=self.body,
                year=self.year,
                metric=key,
                party=finding.party,
                value=value,
                unit=unit,
                kind="prose",
                approximate=finding.approximate,
                source=self.source(group, finding),
            )

    def statement(self, group: Group, finding: Finding) -> Statement:
        """Make a statement of a figure that no metric names."""
        source = self.source(group, finding)
        return Statement(
            text=source.quote, value=finding.value, unit=finding.unit, approximate=finding.approximate, source=source
        )


def read_prose(
    sections: Sequence[Section],
    *,
    report: str,
    title: str,
    body: str,
    year: int,
    url: str | None = None,
    received: Decimal | None = None,
) -> tuple[tuple[Fact, ...], tuple[Statement, ...]]:
    """Read the running text of a report.

    `sections` come without the lines of tables; `title` is the section of what precedes the first heading. Facts have
    the kind prose, and the line of a source is the one on which the figure stands. `received`: the requests
    that came in by the report's table.
    """
    reader = Reader(report=report, url=url, title=title, body=body, year=year)
    stated: list[Stated] = []
    statements: list[Statement] = []
    read: list[list[Group]] = []
    groups: list[Group] = []
    for section in sections:
        told = list(reader.groups(section))
        read.append(told)
        for group in told:
            judge(group.findings)
        groups += [group for group in told if group.facts_allowed]
        for group, following in pairwise(told):
            if group.passage is following.passage:
                sited(group.findings, following.findings)
    sentences_told = [group.findings for group in groups]
    told_across(sentences_told, received)
    clause_of = {id(f): group.passage.text[f.clause.start : f.clause.end] for group in groups for f in group.findings}
    across_media(sentences_told, lambda finding: clause_of[id(finding)])
    for told in read:
        for group in told:
            for finding in group.findings:
                if finding.metrics and group.facts_allowed:
                    stated += [(fact, group, finding) for fact in reader.facts(group, finding)]
                elif is_figure(group.passage.text, finding):
                    statements.append(reader.statement(group, finding))
    facts, left_out = _settle(stated)
    statements += [reader.statement(group, finding) for group, finding in left_out if finding.figure]
    return tuple(facts), tuple(sorted(statements, key=lambda statement: statement.source.line))


def _settle(stated: Sequence[Stated]) -> tuple[list[Fact], list[tuple[Group, Finding]]]:
    """Leave out facts that others of the report speak against; give these and the findings of which none is left."""
    told_of = Counter(key for _, _, finding in stated for key in finding.metrics)
    rivals = {key for _, _, finding in stated if finding.once for key in finding.metrics if told_of[key] > 1}
    whole = {key for _, _, finding in stated if finding.of_region for key in finding.metrics}
    # 全市新收5318件, …市政府新收318件: the report is of the region
    parts = [(fact.metric in whole and fact.party is None and not f.of_region) for fact, _, f in stated]
    left = [told for told, part in zip(stated, parts, strict=True) if not part]
    # 网站公开522条。…网站的信息公开专栏公开266条
    sites = {fact.metric for fact, _, finding in left if finding.own and "column" not in finding.own}
    left = [told for told in left if "column" not in told[2].own or told[0].metric not in sites & {_WEBSITE}]
    # 主动公开394条，其中网站216条、其他178条; （一）网站。2020年公开216条
    whole_of = {t[0].value for t in left if t[0].metric == TOTAL and borne_out(t[2], t[1].findings)}
    left = [told for told in left if told[0].metric != TOTAL or not whole_of or told[0].value in whole_of]
    below = frozenset(place for place, (_, _, finding) in enumerate(left) if finding.sub)
    facts = settled([fact for fact, _, _ in left], below, frozenset(rivals))
    sources = {id(fact.source) for fact in facts}
    kept = {id(finding) for fact, _, finding in left if id(fact.source) in sources}
    dropped = {id(finding): (group, finding) for _, group, finding in stated if id(finding) not in kept}
    return facts, list(dropped.values())


_COUNTED_BARE = re.compile(words().text["counted_bare"])
_NOUN = 14
"""so far before a figure without unit the noun begins that it counts"""
_JOINS = ("-", "/", ".")
_NO_FIGURE_UNITS = TIME_UNITS - frozenset(words().text["durations"])


def is_figure(text: str, finding: Finding) -> bool:
    """Tell a figure from a date, a number of a document, a list, a telephone, a version."""
    token = finding.figure
    if token is None or token.number is None:
        return False
    number, vocabulary = token.number, words().text
    before, after = text[max(0, token.start - 8) : token.start], text[token.end : token.end + 8]
    if number.unit in _NO_FIGURE_UNITS or before.endswith(vocabulary["not_figure_before"]):
        return False
    if not number.unit and before.endswith(vocabulary["no_figure_uncounted"]):
        return False
    if (before[-1:].isascii() and before[-1:].isalnum()) or (after[:1].isascii() and after[:1].isalpha()):
        return False
    if not number.unit and _COUNTED_BARE.search(text, max(0, token.start - _NOUN), token.start):
        return after[:1] not in _JOINS
    if not number.unit:
        # a bare figure counts only as 达1.7万, 为98.5; anything else is a number plate
        bare = number.value < 1_000_000 and before.endswith(vocabulary["bare_after"])
        return bool(bare and not before[-1:].isdigit() and (not after or after[0] in ",;。)、"))
    if number.text[0].isascii() or number.text[0].isdigit():
        return True
    # 一个平台, 两个方面: a Chinese numeral below ten counts only what reports count
    if number.unit in vocabulary["counted_by_hand"]:
        return number.value >= 2
    return number.value >= 10 or (number.value >= 3 and number.unit in vocabulary["counted_from_three"])


def _before(sentence: Sentence) -> frozenset[str]:
    """Tell whether the next sentence, too, is of requests."""
    scope = sentence.scope
    if sentence.poisoned:
        return NOTHING
    keys = [key for finding in sentence.findings for key in finding.metrics]
    if any(key.startswith(("requests.", "outcome.")) for key in keys):
        return frozenset({"request"})
    if keys and all(key.startswith("disclosed.") for key in keys):
        return frozenset({"info", "proactive"})
    if keys and all(key.startswith(LAWSUITS) for key in keys):
        return scope.said & {"reconsideration", "litigation", "direct", "after"}
    return scope.said & {"request", "release"} if scope.said & sentence.vocabulary.domains else scope.before


def _is_office(body: str) -> bool:
    return outer(body).endswith(words().text["offices"])


def _names_only(text: str, year: int) -> bool:
    """Tell whether the one year that a text names is the year reported on."""
    return {found[1] for found in _YEARS.finditer(text)} == {str(year)}


def _names_others(text: str, year: int) -> bool:
    """Tell whether a text names another year than the one reported on, or since or up to when it counts."""
    named = {found[1] for found in _YEARS.finditer(text)} - {str(year)}
    return bool(named) or any(word in text for word in words().text["counting_from"])


def _lead(text: str, found: Sequence[Token]) -> frozenset[str]:
    """监督保障方面，…: the words before the first comma may tell the topic as a heading does."""
    first = next((index for index, token in enumerate(found) if token.role == "mark"), 0)
    part = text[found[0].start : found[first - 1].end] if first else ""
    leads = part.endswith(words().text["lead_ends"]) or (first and text[found[first].start] == ":")
    return _topic(part) if leads and len(part) < _LEAD else NOTHING


@functools.lru_cache(maxsize=1024)
def _goes_on(heading: str) -> bool:
    """Tell （二）办理情况 below （一）申请情况: of the same as before."""
    return bool(features_in(heading) & {"handled", "answered", "closed"})


@functools.lru_cache(maxsize=1024)
def _topic(text: str, *, whole: bool = False) -> frozenset[str]:
    """Tell what a heading says the text below is about; a heading of several things is about none.

    Below the heading of a `whole` section on what was disclosed stand the decisions and items of the form.
    """
    vocabulary = words()
    said = features_in(text)
    about = said & set(vocabulary.text["topics"])
    lawsuits = about & {"reconsideration", "litigation"}
    staffing = any(word in text for word in vocabulary.text["staffing"])
    told = (whole and lawsuits) or staffing or any(word in text for word in vocabulary.text["about"])
    form = whole and {"proactive", "info"} <= said
    responding = any(word in text for word in vocabulary.text["responding"])
    marks = (
        ("disclosure", told),
        ("staffing", staffing),
        ("form", form),
        ("responding", responding),
        ("suits", told and lawsuits),
    )
    return frozenset(name for name, holds in marks if holds) | (NOTHING if lawsuits and len(about) > 1 else about)


def _either(items: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(item) for item in items))


_YEARS = re.compile(words().text["any_year"])
_NO_DIGITS = re.compile(words().text["no_digits"])
_DIGIT = re.compile("[0-9]")
_NUMERAL = re.compile(words().text["numerals"])
_ZERO = _either(words().text["zero_words"])
_ZERO_ABOUT = _either(words().text["zero_about"])


def has_figure(part: str) -> bool:
    """Tell quickly whether a sentence may hold a figure, or a zero in words."""
    if _DIGIT.search(part) and _DIGIT.search(_NO_DIGITS.sub("", part)):
        return True
    return bool(_NUMERAL.search(part) or (_ZERO.search(part) and _ZERO_ABOUT.search(part)))
