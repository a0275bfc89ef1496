"""Passages on a topic: the sentences of a report that contain it.

A topic may consist of any words, known or not. No figure is given for it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bot import wording
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.clause.statements import bare
from bot.finding.matching.placing import placed
from bot.finding.matching.runs import Run
from bot.finding.sentence.paragraphs import LATELY, PROSE, Paragraphs, ends, paragraphs_of
from bot.languages import language
from bot.models import NAMES, Answer, Cover, Query
from bot.words.likened import likened
from bot.words.mentions import has_latin
from bot.words.patterns import Patterns
from bot.words.topic_words import Words, is_spoken_of, spoken_of
from index.models import Section, Source

MOST_SENTENCES = 4
MOST_CHARACTERS = 900
SHORTEST = 2
"""characters of a word of a topic"""
_PLACED = NAMES | {"year"}
_OF_WORDS = frozenset({"quote", "contents", "where"})
"""operators that ask for the report's own words"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """The topic of a passage that is asked for."""

    text: str
    wide: bool
    """the whole paragraph is asked for"""
    open: bool
    """its words may stand apart, and the sentence tells more than was asked"""
    deed: str = ""
    """what was done about it: 公开指南修订了吗"""
    words: Words = ()
    """asked for in English: what each of its words may be in a sentence"""


def topic(asked: Asked) -> Answer | None:
    """The sentences of one report on a topic; None if the question asks for no passage."""
    told = topic_of(asked)
    if told is None or len(asked.understood.choices) > 1:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return target if target.status == "missing" else None
    found = _passages(asked, target, told)
    if found:
        if not told.words and not told.open and not any(_has_words(one, told.text) for one in found):
            said = asked.tongue.say("passage_alike", topic=told.text)
            target = replace(target, notes=(*target.notes, said))
        return quoted(asked, target, found, wide=told.wide)
    if told.open:
        return None
    spoken_of = f"{told.deed}{told.text}"
    text = asked.tongue.say("topic_none", body=target.body.name, year=target.year, topic=spoken_of)
    return Answer(status="missing", reason="row", text=text, notes=target.notes)


def spoken(asked: Asked) -> Answer | None:
    """The same for an English question that does not ask for a figure explicitly; None if no sentence is found."""
    if not has_latin(asked.text) or not is_spoken_of(blanked(asked)):
        return None
    found = topic(asked)
    return found if found is not None and found.status == "explained" else None


def at_length(asked: Asked) -> Answer | None:
    """关于诉讼的那段怎么写的: the paragraph, though what it is on has a figure; None if none is asked for."""
    told = topic_of(asked) if asked.understood.ops & _OF_WORDS else None
    found = topic(asked) if told is not None and told.wide else None
    return found if found is not None and found.status == "explained" else None


def in_its_words(asked: Asked, told: Answer) -> Answer | None:
    """The sentence in place of the figure that it tells, where its words are asked for: 关于人手的原话."""
    if asked.understood.asks or any(one.metric for one in told.results) or topic_of(asked) is None:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    texts = [bare(source.quote) for result in told.results for source in result.sources]
    found = [one for one in sentences(asked, target) if any(text in bare(one.text) for text in texts)]
    return quoted(asked, replace(target, notes=told.notes), found, wide=False) if found else None


def blanked(asked: Asked) -> str:
    """The question with blanks in place of names and years."""
    return without_names(asked.text, asked.cover)


@likened
def without_names(text: str, cover: Cover) -> str:
    """The same of a text and its cut."""
    signs = list(text)
    for one in cover.mentions:
        if one.kind in _PLACED:
            signs[one.start : one.end] = " " * (one.end - one.start)
    return "".join(signs)


def topic_of(asked: Asked) -> Topic | None:
    """The topic that a question names."""
    return _topic_in(asked.text, asked.cover)


@likened
def _topic_in(typed: str, cover: Cover) -> Topic | None:
    tables = language("zh").topics
    text = without_names(typed, cover)
    if re.search(tables["elsewhere"], text):
        return None
    for kind in ("frames", "open", "deeds"):
        for _, match in _patterns(kind).found(text):
            name = re.sub(tables["edges"], "", match["topic"])
            if any(start < match.start() or match.end() < end for start, end in cover.left):
                # a word beside may be a name, or change what is asked
                continue
            words = [word for word in re.split(tables["parting"], name) if word]
            if kind == "open" and all(word in tables["no_part"] for word in words):
                # 信息公开由谁负责: every sentence speaks of it
                continue
            if len(name) >= SHORTEST and name not in tables["empty"]:
                groups = match.groupdict()
                return Topic(
                    text=name, wide=bool(groups.get("wide")), open=kind == "open", deed=groups.get("deed") or ""
                )
    return _in_english(text, cover)


def _in_english(blanked: str, cover: Cover) -> Topic | None:
    """Does the report mention the mailbox? The topic in the words of the reports."""
    found = spoken_of(blanked)
    if found is None:
        return None
    match, words = found
    if any(start < match.start() or match.end() < end for start, end in cover.left):
        return None
    said = " + ".join(" / ".join(ways) for ways in words)
    return Topic(text=f"{match['topic'].strip()} ({said})", wide=False, open=False, words=words)


@functools.cache
def _patterns(kind: str) -> Patterns:
    return Patterns(language("zh").topics[kind])


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of a report, with where it stands."""

    section: Section | None
    line: int
    text: str
    whole: str
    """the paragraph"""


def sentences(asked: Asked, target: Target) -> tuple[Sentence, ...]:
    """The prose of a report, sentence by sentence; one that a page parts is put together."""
    return _sentences(paragraphs_of(asked.store, target.report), target.report.sections)


@functools.lru_cache(maxsize=LATELY)
def _sentences(paragraphs: Paragraphs, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    return tuple(_each_sentence(paragraphs, sections))


def _each_sentence(paragraphs: Paragraphs, sections: Sequence[Section]) -> Iterator[Sentence]:
    signs = ends()
    for paragraph in paragraphs:
        whole = "".join(text for _, text in paragraph)
        if len(whole) < PROSE and not any(sign in signs for sign in whole):
            continue
        starts = [0, *accumulate(len(text) for _, text in paragraph)]
        for match in re.finditer(f"[^{re.escape(signs)}]+[{re.escape(signs)}]*", whole):
            number = next(line for (line, _), end in zip(paragraph, starts[1:], strict=True) if match.start() < end)
            section = next((one for one in sections if one.first <= number <= one.last), None)
            yield Sentence(section=section, line=number, text=match.group().strip(), whole=whole)


def _passages(asked: Asked, target: Target, told: Topic) -> list[Sentence]:
    """The sentences that have the topic as it is; else those with all its words; else with words that say the same."""
    every = [(bare(one.text), one) for one in sentences(asked, target)]
    if told.words:
        return [one for text, one in every if all(any(way in text for way in ways) for ways in told.words)]
    name = bare(told.text)
    if told.deed:
        done = [(text, one) for text, one in every if any(deed in text for deed in _same_deeds(told.deed))]
        run = Run(text=name, small=(False,) * len(name), words=frozenset())
        return [one for text, one in done if name in text] or [one for text, one in done if placed(text, run)]
    return having(every, name, whole=not told.open)


def having(every: Sequence[tuple[str, Sentence]], name: str, *, whole: bool = True) -> list[Sentence]:
    """The sentences with a name as it is, if `whole`; else with all its words; else with words that say the same."""
    words = [word for word in re.split(language("zh").topics["parting"], name) if word]
    exact = [one for text, one in every if name in text] if whole else []
    if exact or not words or any(len(word) < SHORTEST for word in words):
        # 对水的公开: a word so short may stand anywhere, and none may be passed over
        return exact
    parted = [one for text, one in every if all(word in text for word in words)]
    runs = [Run(text=word, small=(False,) * len(word), words=frozenset()) for word in words]
    return parted or [one for text, one in every if all(placed(text, run) for run in runs)]


def _has_words(one: Sentence, name: str) -> bool:
    """Whether a sentence has each word of a name as it was asked for."""
    text = bare(one.text)
    return all(word in text for word in re.split(language("zh").topics["parting"], bare(name)))


def _same_deeds(deed: str) -> list[str]:
    """What was done, in all words for it."""
    families: list[list[str]] = language("zh").topics["same_deeds"]
    return next((family for family in families if deed in family), [deed])


def _with_what_they_head(found: Sequence[Sentence]) -> list[Sentence]:
    """（四）平台建设。 is a heading that stands in its paragraph: with all that stands behind it there."""
    heading = re.compile(language("zh").topics["run_in_heading"])
    made: list[Sentence] = []
    for one in found:
        text = one.text
        if heading.fullmatch(text) and one.whole.count(text) == 1:
            text = one.whole[one.whole.index(text) :].strip()
        if not (made and made[-1].line == one.line and one.text in made[-1].text):
            made.append(replace(one, text=text))
    return made


def quoted(asked: Asked, target: Target, found: Sequence[Sentence], *, wide: bool, head: str = "passage") -> Answer:
    """The sentences, or the paragraphs they stand in, each under its section and line."""
    if wide:
        found = [replace(one, text=one.whole) for one in {one.line: one for one in reversed(found)}.values()][::-1]
    found = _with_what_they_head(found)
    tongue = asked.tongue
    lines = [tongue.say(head, body=target.body.name, year=target.year)]
    sources: list[Source] = []
    for one in found[:MOST_SENTENCES]:
        heading = one.section.heading.strip() if one.section is not None else ""
        quote = one.text if len(one.text) <= MOST_CHARACTERS else one.text[: MOST_CHARACTERS - 1] + "…"
        lines += [tongue.say("passage_at", heading=heading, line=one.line), quote]
        sources.append(
            Source(report=target.report.path, section=heading, line=one.line, quote=quote, url=target.report.url)
        )
    notes = list(target.notes)
    if len(found) > MOST_SENTENCES:
        notes.append(tongue.say("passage_more", count=len(found) - MOST_SENTENCES))
    return Answer(
        status="explained",
        text="\n".join([*lines, *wording.note_lines(tongue, notes)]),
        sources=tuple(sources),
        notes=tuple(notes),
        query=Query(intent="statement", bodies=(target.body.name,), years=(target.year,), words=(found[0].text,)),
    )
