"""The nouns of the bot: questions, what is understood of them, and answers."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from index.models import Source, changer, maker

RATIO = "ratio"
"""the unit of a share, a number from 0 to 1"""
_SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a person typed."""

    text: str
    chat: str | None = None
    """the conversation it belongs to; None: it stands alone"""
    today: datetime.date | None = None
    """the day that 去年 is reckoned from; None: today in Shanghai"""
    language: str | None = None
    """zh or en where the channel knows it; None: told by the text"""
    channel: str | None = None
    """what a person asked it through; None: nobody waits for it (an example, a part of another question)"""


def day_of(text: object) -> datetime.date:
    """The date of a string such as 2021-06-01, for `Question.today`. ValueError for anything else."""
    try:
        day = datetime.date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError("must be a day like 2021-06-01")
    return day


def today_in_china() -> datetime.date:
    """The day that 去年 is reckoned from where none is given."""
    return datetime.datetime.now(_SHANGHAI).date()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A stretch of the question whose meaning is known."""

    start: int
    end: int
    text: str
    """as normalised"""
    kind: str
    """phrase, year, number, region, organ or own"""
    alternatives: tuple[frozenset[str], ...] = ()
    """phrase: sets of features, each a reading; an empty set is filler"""
    value: object = None
    """year: the year; number: its Decimal; region: keys of regions; organ: its kind; own: ids of bodies"""
    suffixed: bool = False
    """region: said with 省, 市, 区 …, so that no organ's own name is meant"""
    level: str | None = None
    """organ: the 区 of 区府办"""
    mended: tuple[str, str] | None = None
    """what was typed and what it is taken for"""
    ratio: bool = False
    """number: a share (30%, 三成)"""


NAMES = frozenset({"region", "organ", "own"})
"""kinds of mention that make up the name of a public body"""
make_mention, change_mention = maker(Mention), changer(Mention)


@dataclass(kw_only=True, slots=True, eq=False)
class Like:
    """What cuts have in common that say the same, whatever names stand in them; like itself only."""

    text: str
    """the question with a mark in place of the letters of names in which nothing sees a word"""
    known: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """what was found out of its words (bot/words/likened.py)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """One way to cut the question into mentions."""

    mentions: tuple[Mention, ...]
    left: tuple[tuple[int, int], ...]
    """stretches of content that no mention covers"""
    like: Like | None = field(default=None, compare=False)
    """the same for cuts that say the same, whatever names stand in them; None: it is like no other"""

    def __hash__(self) -> int:
        """What is remembered of a cut is remembered beside its text: to go through all mentions tells hardly more."""
        return hash((self.left, len(self.mentions)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A question offered to the asker."""

    label: str
    ask: str
    """a full question: asked, it is answered without a further question back"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A question as it was understood: it determines what is read from the store and how that is worded."""

    intent: str
    """kind of question: a name in intents.toml"""
    bodies: tuple[str, ...] = ()
    """full names; for a body that is not indexed the name to say"""
    years: tuple[int, ...] = ()
    metrics: tuple[str, ...] = ()
    parties: tuple[str | None, ...] = ()
    """an applicant for each metric; None: none was named"""
    against: tuple[str, str | None] | None = None
    """metric and applicant of a denominator"""
    ops: tuple[str, ...] = ()
    """what is done with the figures: operators of languages/*/operators.toml"""
    each: str | None = None
    """what is ranged over where no body is named: any, district, county, county_level, city, street, town or bureau"""
    regions: tuple[str, ...] = ()
    """keys of the regions it is ranged over; empty: all that is indexed"""
    conditions: tuple[tuple[str, Decimal], ...] = ()
    """comparison (gt, ge, lt, le, eq) and number; all must hold"""
    limit: int | None = None
    """how many of a ranking"""
    nth: int | None = None
    """which place of a ranking, from 1"""
    span: tuple[str, int] | None = None
    """years by their relation: since 2019, last 3, all 0, newest 0"""
    unit: str | None = None
    """unit asked for: 万元"""
    words: tuple[str, ...] = ()
    """for statements, glossary and sections: what is looked for"""
    thing: str = ""
    """what a statement tells, as it was asked for"""
    told_years: tuple[int, ...] = ()
    """of years that were ranked those that were told"""
    run: tuple[tuple[str, int], ...] = ()
    """body and year of this question and of those right before it in the chat that asked for the same figure"""
    rows: tuple[tuple[str, str | None], ...] = ()
    """metric and applicant of this question and of those right before it that asked for others of this body and year"""
    out_of: tuple[str, str | None] | None = None
    """metric and applicant asked for before this one in the chat that include it: 占比 then is of that"""
    ranked: tuple[str, ...] = ()
    """the bodies that a ranking told, in its order, as long as the chat goes on about them"""
    ranked_by: tuple[str, str | None] | None = None
    """metric and applicant of that ranking"""
    pair: tuple[str, ...] = ()
    """two bodies, or two years, that were told side by side, as long as the chat goes on about one of them: 前者"""
    without: tuple[str, ...] = ()
    """full names of bodies that are left out of all that is ranged over"""
    given_up: bool = False
    """a question not understood came after it: it still tells whom, when and what things are about, not which figure"""
    open: tuple[tuple[str, str | None], ...] = ()
    """metrics and applicants that the question before may have meant, of which it was asked which"""
    language: str | None = None
    """code of the language that the chat spoke"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One figure that was asked for."""

    body: str
    year: int
    metric: str | None
    party: str | None
    value: Decimal | None
    unit: str
    sources: tuple[Source, ...]
    approximate: bool = False
    calculated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A check that was made, or a claim that was tested."""

    check: str
    """what should equal what, in words"""
    left: Decimal
    right: Decimal
    holds: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """An asserted figure beside what the report says."""

    claim: str
    """the words of it"""
    claimed: Decimal
    value: Decimal | None
    """the report's figure; None where it states none"""
    unit: str
    holds: bool | None
    """None: not in the report"""
    sources: tuple[Source, ...]
    sign: str | None = None
    """how it was asserted: gt, ge, lt, le, about, nearly, over; None: as exactly this much"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Figures side by side, for channels that can show tables."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    """what it is of, where no line of the text says that above it"""
    says: tuple[str, ...] = ()
    """lines of the text that say its rows in other words: who shows the table leaves them out"""
    places: tuple[tuple[Source | None, ...], ...] = ()
    """for each row and cell where it is printed, if it is; empty: not known of any"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """The data of a chart: bars, or a line over years."""

    kind: str
    """bar or line"""
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    """name, and a value for each label; None where there is none"""
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to a question; `status` and `reason` are those of the JSON contract."""

    question: str = ""
    """as typed; bot/service.py sets it"""
    status: str
    """answered, clarify, missing, explained, checked, help or not_understood"""
    text: str
    """the whole message in the asker's language, lines parted by \\n"""
    results: tuple[Result, ...] = ()
    checks: tuple[Checked, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    """where what is quoted stands, beside the results' own"""
    table: Table | None = None
    chart: Chart | None = None
    next: tuple[Option, ...] = ()
    """up to three questions that go on from here and have answers"""
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    """why it is missing: body, year, form, table, row, blank or unsure"""
    words: tuple[str, ...] = ()
    """content words that could not be placed"""
    query: Query | None = field(default=None)
    """the query answered; None where there is none"""
    language: str = "zh"

    @property
    def choices(self) -> tuple[Option, ...]:
        """What a reader may choose from: the readings of the question, then what may be asked next."""
        return (*self.options, *self.next)

    @property
    def weight(self) -> int:
        """The number of figures, places and table cells in it, a measure of its memory.

        A ranking may have thousands.
        """
        places = [*(each.sources for each in self.results), *(each.sources for each in self.checks)]
        places += [each.sources for each in self.claims]
        cells = len(self.table.rows) * len(self.table.heads) if self.table is not None else 0
        return 1 + len(places) + sum(map(len, places)) + len(self.sources) + cells


# What every question makes.
make_cover, make_option, make_query = maker(Cover), maker(Option), maker(Query)
make_result, make_answer, change_answer = maker(Result), maker(Answer), changer(Answer)
