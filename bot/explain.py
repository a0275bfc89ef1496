"""The intermediate results of understanding a question, kept so that `explain` can print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from bot.languages import Language
from bot.meaning.understood import Understood
from bot.models import Answer, Cover, Mention, Query, Question
from bot.normalise import Normal
from bot.places.choices import Choice
from bot.places.home import Home
from index.models import maker


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """What each step made of a question."""

    question: Question
    here: Home | None
    """the region of whoever asks"""
    normal: Normal
    mentions: tuple[Mention, ...]
    covers: tuple[Cover, ...]
    understood: Understood
    mends: tuple[tuple[str, str], ...]
    tongue: Language
    before: Query | None


make_steps = maker(Steps)

_UNSAID = {each.name: each.default for each in fields(Query)}


def printed(steps: Steps, considered: Iterable[str], answer: Answer) -> str:
    """All steps as text, one or a few lines each. `considered`: what is said of clauses of the report."""
    told = steps.understood
    lines = [f"typed       {steps.normal.typed}", f"normalised  {steps.normal.text}", "mentions"]
    lines += [
        f"  {mention.start:>3}-{mention.end:<3} {mention.kind:<7} {mention.text}  {_meaning(mention)}"
        for mention in sorted(dict.fromkeys(steps.mentions), key=lambda one: (one.start, -one.end, one.kind))
    ]
    for number, cover in enumerate(steps.covers, 1):
        cut = " | ".join(mention.text for mention in cover.mentions)
        left = ", ".join(steps.normal.as_typed(start, end) for start, end in cover.left)
        lines.append(f"cut {number}       {cut}" + (f"   left over: {left}" if left else ""))
    lines += [f"mended      {typed} → {right}" for typed, right in steps.mends]
    lines.append(f"features    {', '.join(sorted(told.features)) or '-'}")
    for measure in told.measures:
        lines.append(f"metrics     {', '.join(_fit(fit) for fit in measure.fits)}")
    lines += [f"share of    {', '.join(_fit(fit) for fit in told.against.fits)}"] if told.against else []
    lines.append(f"operators   {', '.join(sorted(told.ops | {f'each {kind}' for kind in told.each})) or '-'}")
    lines += [f"condition   {sign} {number}" for sign, number in told.conditions]
    lines.append(f"kind        {told.intent or '-'}")
    if told.near and not told.measures:
        lines.append(f"nearly      {', '.join(told.near)}")
    lines += [f"body        {_choice(choice)}" for choice in told.choices]
    lines.append(f"years       {', '.join(map(str, told.years)) or '-'}")
    if steps.before is not None:
        lines.append(f"before      {_query(steps.before)}")
    lines += considered
    lines += [
        f"query       {_query(answer.query)}",
        f"status      {answer.status} {answer.reason or ''}".rstrip(),
        answer.text,
    ]
    return "\n".join(lines)


def _meaning(mention: Mention) -> str:
    if mention.alternatives:
        return " | ".join("{" + ", ".join(sorted(one)) + "}" for one in mention.alternatives)
    if isinstance(mention.value, frozenset):
        return ", ".join(sorted(map(str, mention.value)))
    return "" if mention.value is None else str(mention.value)


def _query(query: Query | None) -> str:
    """What it says: fields that are as they are unless something is said are left out."""
    if query is None:
        return "-"
    said = [(each.name, getattr(query, each.name)) for each in fields(query)]
    return ", ".join(f"{name}={value!r}" for name, value in said if name == "intent" or value != _UNSAID[name])


def _fit(fit: tuple[str, str | None]) -> str:
    return fit[0] + (f" ({fit[1]})" if fit[1] else "")


def _choice(choice: Choice) -> str:
    if choice.missing is not None:
        return f"{choice.missing} (not indexed)"
    return ", ".join(body.name for body in choice.bodies)
