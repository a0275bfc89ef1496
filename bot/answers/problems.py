"""Problems that a report names in one part of its work, and those of several years or bodies one after another.

公开栏有什么问题 is answered with the sentences of the problems' section that speak of it; 两年的问题对比 with both
sections. Nothing is said of what they have in common: that the asker reads.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from bot.answers.passage_parts import PROBLEMS, parted
from bot.answers.passages import section_of
from bot.answers.topics import SHORTEST, Sentence, blanked, having, quoted
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.paragraphs import ends
from bot.languages import language
from bot.models import Answer
from bot.words.patterns import Patterns

MOST = 4
"""sections quoted one after another"""


def problems_of(asked: Asked) -> Answer | None:
    """The sentences on the problems of one part of the work; None if the question asks for none, or there are none."""
    tables = language("zh").topics
    found = next(Patterns(tables["problems"]).found(blanked(asked)), None)
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


def one_after_another(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The same section of several years, or of several bodies, each as asked for by itself."""
    told, tables = asked.understood, language("zh").topics
    parts: dict[str, str] = tables["sections"]
    form = next((form for way, form in parts.items() if re.search(way, blanked(asked))), None)
    bodies = [choice.bodies[0] for choice in told.choices if len(choice.bodies) == 1]
    pairs = list(itertools.product(bodies, told.years))
    if form is None or len(bodies) < len(told.choices) or not 1 < len(pairs) <= MOST:
        return None
    made = [answer(asked.again(form.format(body=body.name, year=year), None)) for body, year in pairs]
    if any(one.status != "explained" for one in made):
        return None
    return Answer(
        status="explained",
        text="\n".join(one.text for one in made),
        sources=tuple(source for one in made for source in one.sources),
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
        query=made[-1].query,
    )
