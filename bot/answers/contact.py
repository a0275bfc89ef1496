"""How a body can be reached, and when its report was signed: sentences with a telephone number, a date."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.topics import Sentence, blanked, quoted, without_names
from bot.answers.whole_report import whole_report
from bot.finding.aiming import aim
from bot.finding.asked import Asked, Target
from bot.finding.sentence.paragraphs import ends
from bot.languages import language
from bot.models import Answer, Cover
from bot.words.likened import likened

DOWNLOAD = "download"
"""asks where the report is to be had"""


def contact(asked: Asked) -> Answer | None:
    """The sentences that tell it; None if the question asks for anything besides."""
    tongue = asked.tongue.code
    kinds = _kinds(asked.text, asked.cover, tongue) if len(asked.understood.choices) < 2 else ()
    if not kinds:
        return None
    target = aim(asked)
    if not isinstance(target, Target):
        return target
    lines = _lines(asked, target, kinds)
    if lines:
        return quoted(asked, target, lines, wide=False)
    if DOWNLOAD in kinds:
        return whole_report(asked)
    words = re.search("|".join(_table(tongue)["asked"][kind] for kind in kinds), blanked(asked))
    absent = asked.tongue.say("contact_none", body=target.body.name, year=target.year, topic=words[0] if words else "")
    return Answer(status="missing", reason="row", text=absent, notes=target.notes)


@likened
def _kinds(typed: str, cover: Cover, tongue: str) -> tuple[str, ...]:
    """What is asked for; nothing if anything else is."""
    text = without_names(typed, cover)
    whole, ways = _ways(tongue)
    return tuple(kind for kind, said in ways.items() if said.search(text)) if whole.fullmatch(text) else ()


def _lines(asked: Asked, target: Target, kinds: Sequence[str]) -> list[Sentence]:
    told = re.compile("|".join(_table("zh")["told"][kind] for kind in kinds))
    sections, stops = target.report.sections, re.compile(f"(?<=[{re.escape(ends())}])")
    return [
        Sentence(
            section=next((one for one in sections if one.first <= number <= one.last), None),
            line=number,
            text="".join(part for part in stops.split(line) if told.search(part)).strip() or line.strip(),
            whole=line.strip(),
        )
        for number, line in enumerate(asked.store.lines(target.report.id), 1)
        if told.search(line)
    ]


def _table(tongue: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = language(tongue).topics["contact"]
    return found


@functools.cache
def _ways(tongue: str) -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """What the whole of such a question consists of, and how each is asked for."""
    table = _table(tongue)
    asked: Mapping[str, str] = table["asked"]
    any_way = "|".join(asked.values())
    whole = f"{table['ahead']}(?:{any_way})(?:{table['joins']}(?:{any_way}))*{table['behind']}"
    return re.compile(whole), {kind: re.compile(said) for kind, said in asked.items()}
