"""Problems that a report names in one part of its work: 公开栏有什么问题.

The sentences of the problems' section that speak of it are quoted.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from bot.answers.passage_parts import PROBLEMS, parted
from bot.answers.passages import section_of
from bot.answers.topics import SHORTEST, Sentence, blanked, having, quoted
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.sentence.paragraphs import ends
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened
from bot.words.patterns import Patterns


def problems_of(asked: Asked) -> Answer | None:
    """The sentences on the problems of one part of the work; None if the question asks for none, or there are none."""
    tables = language("zh").topics
    if not _may_ask(asked.text, asked.cover):
        return None
    found = next(_asking().found(blanked(asked)), None)
    if found is None or len(asked.understood.choices) != 1:
        return None
    name = re.sub(tables["edges"], "", found[1]["topic"])
    if len(name) < SHORTEST or name in tables["no_part"]:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return None
    told = having([(one.text, one) for one in _problems(asked, target)], name)
    return quoted(asked, target, told, wide=False) if told else None


@likened
def _may_ask(text: str, _cover: Cover) -> bool:
    return bool(_asking().possible(text))


@functools.cache
def _asking() -> Patterns:
    return Patterns(language("zh").topics["problems"])


def _problems(asked: Asked, target: Target) -> Iterator[Sentence]:
    """The sentences of the section on problems, without what is said of improvements."""
    section = section_of(asked, target.report, PROBLEMS)
    if section is None:
        return
    every = asked.store.lines(target.report.id)
    lines = [(at, every[at - 1]) for at in range(section.first, section.last + 1) if every[at - 1].strip()]
    part = parted(lines).get(PROBLEMS)
    for number, text in part.lines if part is not None else lines:
        for one in re.findall(f"[^{re.escape(ends())}]+[{re.escape(ends())}]*", text):
            yield Sentence(section=section, line=number, text=one.strip(), whole=text)
