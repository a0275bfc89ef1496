"""The bodies and years a question is about if there may be several: named, of a region, or all that are indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.finding.aiming import kept
from bot.finding.asked import Asked, unnamed
from bot.finding.asking_back import ask_body, ask_both, not_understood
from bot.meaning.intents import BODIES
from bot.models import Answer
from bot.places.bodies import Places
from bot.places.body_names import DATA, ORGANS, Parts
from bot.places.organ_alone import name_of
from index import regions
from index.models import Body, StoredReport

MANY = 4
"""bodies whose reports are read together"""
OVER_YEARS = frozenset({"trend", "every_year"})
_ADDED_UP = frozenset({"total", "average"})
_COMPARED = frozenset({"figure", "share", "difference", "rank", "multiple"})
"""what is done with figures that may be of different years: they stand side by side, each with its own"""
_LEVELS = {"district": "county", "county": "county", "county_level": "county", "city": "city"}
_WITH_BODIES = frozenset({"province", "city", "county"})
"""levels of regions of whose government bodies report by themselves"""
_KIND_OF_COUNTY = {"district": DATA["districts"], "county": DATA["counties"]}
"""how the names of regions of one level end that are of one kind: a county is no district"""
_SMALL = frozenset({"street", "town", "township"})
_KINDS = {"street": frozenset({"street"}), "town": frozenset({"town", "township"}), "local": _SMALL}
"""kinds of the bodies below a county's: 镇街 are all of them"""
_OF_A_KIND = frozenset({"district", "county", "county_level", "city", "bureau", *_KINDS})


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One body in one year; without reports if it has none for that year."""

    body: Body
    year: int
    reports: tuple[StoredReport, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The bodies and years of a question, and notes on how they were chosen."""

    bodies: tuple[Body, ...]
    years: tuple[int, ...]
    spots: tuple[Spot, ...]
    """body by body, year by year"""
    notes: tuple[str, ...] = ()
    ranged: bool = False
    """the bodies were not named one by one"""
    name: str = ""
    """the region they are of; empty: all that is indexed"""
    apart: bool = False
    """no year was named, and none has a report of each: each body stands in its newest"""

    @property
    def one(self) -> bool:
        return len(self.bodies) == 1 and len(self.years) == 1 and not self.ranged


def scope(asked: Asked) -> Scope | Answer:
    """The bodies and years asked about, or an answer that asks back or says what is missing."""
    told = asked.understood
    ranged = bool(told.each & BODIES) and not _named_several(asked)
    if ranged and told.choices:
        # one body was named, and among others the question looks for one
        return not_understood(asked, told.operators, "nothing_to_rank")
    if _named_several(asked) and not _are_of_the_kind(asked):
        return not_understood(asked, told.operators, "not_together")
    found = _ranged(asked) if ranged else _named(asked)
    if isinstance(found, Answer):
        return found
    bodies, notes, ranged, name = found
    settled = _years(asked, bodies)
    if isinstance(settled, Answer):
        return settled
    years, more = settled
    if ranged and "each_body_years" not in told.ops:
        bodies = tuple(body for body in bodies if set(years) & set(body.years)) or bodies
    if told.intent in _ADDED_UP and told.among is not None and told.among < len(bodies):
        # 三家单位合计 where ten have reports: which three?
        return not_understood(asked, told.operators, "not_together")
    if told.among not in {None, len(bodies)}:
        notes = (*notes, asked.tongue.say("not_so_many", count=len(bodies), said=told.among or 0))
    apart = () if ranged else _each_in_its_year(asked, bodies)
    if apart:
        years = apart
        each = asked.tongue.join(
            [asked.tongue.say("its_year", body=one.name, year=year) for one, year in zip(bodies, apart, strict=True)]
        )
        more = [asked.tongue.say("year_of_each", years=each)]
    if (told.paired or apart) and len(bodies) == len(years):
        # 2020年青禾区比2019年白鹭县: each body in its own year
        spots = tuple(_spot(asked, body, year) for body, year in zip(bodies, years, strict=True))
    else:
        spots = spots_of(asked, bodies, years)
    years = tuple(dict.fromkeys(years)) if apart else years
    return Scope(
        bodies=bodies, years=years, spots=spots, notes=(*notes, *more), ranged=ranged, name=name, apart=bool(apart)
    )


def _each_in_its_year(asked: Asked, bodies: Sequence[Body]) -> tuple[int, ...]:
    """The newest of each body, where bodies are compared that have no year in common, and none was named."""
    told, before = asked.understood, asked.before
    if len(bodies) < 2 or told.intent not in _COMPARED or told.years or told.span or told.ops & OVER_YEARS:
        return ()
    if "year" in told.each or set.intersection(*(set(body.years) for body in bodies)):
        return ()
    before_them = dict(before.run) if before is not None and told.leaning and "newest" not in told.ops else {}
    if before_them.keys() >= {body.name for body in bodies}:
        # 复议呢, after what was told of each in its own year
        return tuple(before_them[body.name] for body in bodies)
    leans = before is not None and before.years and told.leaning and "newest" not in told.ops
    return () if leans else tuple(body.years[-1] for body in bodies)


def _spot(asked: Asked, body: Body, year: int) -> Spot:
    if year not in body.years:
        return Spot(body=body, year=year)
    return Spot(body=body, year=year, reports=asked.store.reports(body=body.name, year=year))


def spots_of(asked: Asked, bodies: Sequence[Body], years: Sequence[int]) -> tuple[Spot, ...]:
    """Each body in each year; the reports of many bodies are read together."""
    if len(bodies) < MANY:
        return tuple(_spot(asked, body, year) for body in bodies for year in years)
    read = {year: asked.store.reports_of([body.id for body in bodies], year) for year in dict.fromkeys(years)}
    return tuple(Spot(body=body, year=year, reports=read[year].get(body.name, ())) for body in bodies for year in years)


def _named_several(asked: Asked) -> bool:
    return len(asked.understood.choices) > 1


def _are_of_the_kind(asked: Asked) -> bool:
    """商南县和洛南县各镇, 各镇和教育局: what is ranged over is none of the bodies that were named."""
    told = asked.understood
    named = [asked.places.parts[body.id] for choice in told.choices for body in choice.bodies]
    return all(len(_of_kind(named, kind, frozenset())) == len(named) for kind in told.each & _OF_A_KIND)


_Found = tuple[tuple[Body, ...], tuple[str, ...], bool, str]


def _named(asked: Asked) -> _Found | Answer:
    """The bodies named one by one, else those of the chat's last question."""
    told, tongue = asked.understood, asked.tongue
    if not told.choices:
        bodies = unnamed(asked)
        if not bodies:
            return ask_both(asked, told.years[0] if told.years else None)
        only = () if asked.before is not None else (tongue.say("body_only", body=bodies[0].name),)
        return bodies, only, False, ""
    notes: list[str] = []
    bodies_found: list[Body] = []
    for nth, choice in enumerate(told.choices):
        if choice.missing is not None:
            text = wording.missing_body(tongue, choice.missing, choice.near)
            query = kept(asked, choice.missing, told.years[0] if told.years else None)
            return Answer(status="missing", reason="body", text=text, query=query)
        bodies = choice.bodies
        if told.paired and len(told.years) == len(told.choices):
            # Haizhu in 2020, Panyu in 2019: of those it may be, whoever has a report of its own year
            bodies = tuple(one for one in bodies if told.years[nth] in one.years) or bodies
        if len(bodies) > 1:
            return ask_body(asked, bodies, told.years[0] if len(told.years) == 1 else None)
        body = bodies[0]
        if choice.organ_only:
            notes.append(tongue.say("body_only", body=body.name))
        if choice.instead_of:
            notes.append(tongue.say("instead_of", missing=choice.instead_of, body=body.name))
        if choice.region_only:
            notes.append(wording.own_report(tongue, body.name))
        if body not in bodies_found:
            bodies_found.append(body)
    return tuple(bodies_found), tuple(notes), False, ""


def _ranged(asked: Asked) -> _Found | Answer:
    """The bodies of a region, or all, of the kind that was named."""
    told, tongue = asked.understood, asked.tongue
    parts = [one for one in asked.places.parts.values() if not told.regions or one.chain & told.regions]
    kinds = told.each & BODIES
    if "those" in kinds or ("these" in kinds and asked.before is not None):
        # 其中哪家最多, where nothing was told of several
        return not_understood(asked, told.operators, "not_together")
    # 这几家里谁最多 with nothing said before: all there are
    said = sorted(kinds - {"which", "any", "these"}) or ["any"]
    if len(said) > 1:
        # 哪个区、哪个镇: of two kinds, neither is chosen
        return not_understood(asked, told.operators, "not_together")
    kind = said[0]
    if kind == "under" and not told.regions:
        # 下属单位里谁最多, of nobody
        return not_understood(asked, told.operators, "not_together")
    without = {*asked.without, *told.without}
    chosen = [one.body for one in _of_kind(parts, kind, told.regions) if one.body.name not in without]
    notes = (tongue.say("left_out", bodies=tongue.join(list(told.without))),) if told.without else ()
    name = ""
    if asked.among is not None:
        chosen = [body for body in chosen if body.name in asked.among]
        name = tongue.say("among_those", count=len(chosen))
    if told.regions:
        # of two places that are written alike, the one whose bodies are told
        held = [key for key in sorted(told.regions) if any(key in one.chain for one in parts)]
        name = name_of(held or sorted(told.regions))
    if not chosen:
        where = name or tongue.say("everywhere")
        text = tongue.say("missing", why=tongue.say("missing_kind", where=where))
        return Answer(status="missing", reason="body", text=text)
    return tuple(sorted(chosen, key=lambda body: body.name)), notes, True, name


def _of_kind(parts: Sequence[Parts], kind: str, within: frozenset[str]) -> list[Parts]:
    if kind == "any":
        return list(parts)
    if kind == "under":
        # 霞浦县下属单位: its government is none of them
        return [one for one in parts if _speaks(one) != 1 or not one.last <= within]
    if kind in _KINDS:
        return [one for one in parts if one.kind in _KINDS[kind]]
    if kind == "bureau":
        return [one for one in parts if _speaks(one) is None and one.kind not in _SMALL]
    level = _LEVELS[kind]
    found: dict[frozenset[str], Parts] = {}
    for one in parts:
        rank = _speaks(one)
        if rank is None or not _is(one, kind, level) or one.last <= within or one.kind in _SMALL:
            continue
        known = found.get(one.last)
        if known is None or rank < (_speaks(known) or 9):
            found[one.last] = one
    return list(found.values())


def _is(one: Parts, kind: str, level: str) -> bool:
    endings = _KIND_OF_COUNTY.get(kind)
    return _level(one) == level and (endings is None or one.region.endswith(tuple(endings)))


def _speaks(one: Parts) -> int | None:
    """1 for a government, 2 for its office; None for what does not speak for a region."""
    return ORGANS[one.kind].get("speaks") if one.kind is not None else None  # type: ignore[return-value]


def leads_county(one: Parts) -> bool:
    """Whether the body is a county's or district's government, or its office."""
    return _speaks(one) is not None and _level(one) == "county" and one.kind not in _SMALL


def _level(one: Parts) -> str | None:
    for key in sorted(one.last):
        region = regions.by_key(key)
        if region is not None:
            return region.level
    level: str | None = DATA["levels"].get(one.region[-1:])
    return level


def _years(asked: Asked, bodies: Sequence[Body]) -> tuple[tuple[int, ...], list[str]] | Answer:
    """The years asked about, and what is to be said of them where none was named."""
    told, tongue = asked.understood, asked.tongue
    every = sorted({year for body in bodies for year in body.years})
    if told.years:
        return told.years, []
    if told.span is not None and told.span[0] == "since":
        since = tuple(year for year in every if year >= told.span[1])
        if since:
            return since, []
        text = wording.missing_year(tongue, bodies[0], told.span[1])
        return Answer(status="missing", reason="year", text=text)
    if told.span is not None and told.span[0] == "last":
        if told.intent in _ADDED_UP:
            # 近五年合计: of every year, also where one has no report; one year before the first says that there is none
            return tuple(range(max(every[-1] - told.span[1] + 1, every[0] - 1), every[-1] + 1)), []
        last = tuple(every[-told.span[1] :])
        return last, [tongue.say("years_last", years=tongue.join([str(year) for year in last]))]
    if told.span is not None and told.span[0] == "reports":
        if len(every) == told.span[1] and len(bodies) == 1:
            return tuple(every), []
        text = tongue.say("reports_count", count=told.span[1], years=tongue.join(list(map(str, every))))
        return Answer(status="missing", reason="year", text=text)
    if told.ops & OVER_YEARS or "year" in told.each or (told.intent == "check" and told.each & BODIES):
        return tuple(every), []
    if asked.before is not None and asked.before.years and told.leaning and "newest" not in told.ops:
        return asked.before.years, []
    return _newest(asked, bodies, every)


def _newest(asked: Asked, bodies: Sequence[Body], every: Sequence[int]) -> tuple[tuple[int, ...], list[str]]:
    """No year was named: the newest that all of the bodies have, else that several have, else the newest there is."""
    tongue = asked.tongue
    having = Counter(year for body in bodies for year in body.years)
    common = [year for year in every if having[year] == len(bodies)] or [year for year in every if having[year] > 1]
    year = common[-1] if common else every[-1]
    others = [str(one) for one in every if one != year]
    if not others:
        return (year,), [tongue.say("year_only", year=year)]
    if year != every[-1]:
        return (year,), [tongue.say("year_of_several", year=year, others=tongue.join(others))]
    return (year,), [tongue.say("year_newest", year=year, others=tongue.join(others))]


def narrowed(found: Scope, years: Sequence[int]) -> Scope:
    """The same bodies in some of the years."""
    spots = tuple(spot for spot in found.spots if spot.year in years)
    return replace(found, years=tuple(years), spots=spots)


def counted_twice(places: Places, bodies: Sequence[str]) -> list[str]:
    """Governments whose report may cover their whole region although bodies of that region are included as well."""
    parts = [places.parts[body.id] for body in places.bodies(tuple(dict.fromkeys(bodies)))]
    within = Counter(key for one in parts for key in one.chain)
    return [
        one.body.name
        for one in parts
        if _speaks(one) == 1 and _level(one) in _WITH_BODIES and any(within[key] > 1 for key in one.last)
    ]
