"""Names of public bodies: what can be one, and the fullest form of a name in a text."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from index import regions
from loaders.script import simplified

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("heading.toml").read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
OPENING = 3000
"""characters in which the body and the year may be named"""
LONGEST_PLACE = 12
NEVER: tuple[str, ...] = tuple(DATA["never"])
PLACES: tuple[str, ...] = tuple(DATA["places"])
GOVERNMENT: str = DATA["government"]
QUOTED = re.compile("|".join(f"{re.escape(a)}[^{re.escape(a + b)}]{{0,80}}{re.escape(b)}" for a, b in DATA["quotes"]))
"""the name of a document, with the marks around it"""
MASKED = re.compile(DATA["masked"])
"""signs that stand for the characters of a name that are not told"""
_KINDS: tuple[str, ...] = tuple(DATA["kinds"])
_SHORT: tuple[str, ...] = tuple(DATA["short"])
_WITHIN = re.compile(f"{any_of(DATA['never_within'])}|{DATA['never_within_like']}")
_WHOLE: tuple[str, ...] = tuple(DATA["whole"])
_NAME = re.compile(rf"[{HAN}()（）·]{{2,50}}")
_PLACE_LEADS = re.compile(any_of(DATA["place_leads"]))
_PARTICLES: str = DATA["particles"]
_CHAIN = re.compile(rf"(?:[{HAN}]{{2,5}}?(?:{any_of(PLACES)})){{1,3}}")
_ENDS_IN_PLACE = re.compile(rf"[{HAN}]{{2,8}}?(?:{any_of(PLACES)})$")
_ANNOUNCES = re.compile(f"(?:{any_of(DATA['announces'])})")
_MORE = re.compile(any_of(DATA["more"]))
_SAME: list[tuple[str, str]] = [(long, short) for long, short in DATA["same"]]
_EITHER = re.compile("|".join(f"{long}|{short}" for long, short in _SAME))
_GOVERNED: dict[str, str] = DATA["governed"]
"""what governs a place that has no government, by the end of its name"""
_TOWNS: tuple[str, ...] = tuple(DATA["opening"]["small"])
_ZONES: tuple[str, ...] = tuple(DATA["opening"]["areas"])
_COMMITTEE = re.compile(rf"(?P<stem>[{HAN}]{{3,30}}?)(?P<organ>{any_of(DATA['committees'])})")
_SHORT_ORGAN = re.compile(
    rf"(?P<place>[{HAN}]{{2,12}}(?:{any_of(PLACES)}))(?P<stem>[{HAN}]{{2,8}})(?P<end>{any_of(DATA['short_ends'])})"
)
_CITY = 2
"""characters of a city that is in no list, at the head of a zone's name"""
_ABOVE: tuple[str, ...] = tuple(DATA["above"])
_UNDER_GOVERNMENT: tuple[str, ...] = tuple(DATA["under_government"])


def is_name(name: str) -> bool:
    """Whether this can be the complete name of a public body."""
    alike = simplified(name)
    inner = alike[: alike.find("(")] if "(" in alike else alike
    if len(inner) < 3 and not inner.endswith(_SHORT):
        return False
    if is_never(alike):
        return False
    return _NAME.fullmatch(name) is not None and inner.endswith(_KINDS) and _WITHIN.search(inner) is None


def is_never(name: str) -> bool:
    """Whether a name begins with what is of none: 全县各部门, 本局, but not 全椒县, 本溪市."""
    return name.startswith(NEVER) and not name.startswith((*_WHOLE, *_places_beginning_so()))


@functools.cache
def _places_beginning_so() -> tuple[str, ...]:
    return tuple(region.name for region in regions.all_regions() if region.name.startswith(NEVER))


def _same(name: str) -> str:
    """Name with what is printed two ways printed the short way."""
    for long, short in _SAME:
        name = name.replace(long, short)
    return name


def fullest(base: str, prose: str, publisher: str = "") -> str:
    """The longest form of a name in the text, with the places before it and words in full.

    A place alone stands for what governs it: by law (政府信息公开条例, article 49) the report on a place's information
    is its government's, and a zone's is that of the committee which the text, or who published it, names.
    """
    text = "\n".join((prose[:OPENING], prose[-200:], publisher))
    best = base = _written_out(base, text)
    wanted = _same(base)
    pattern = re.compile(f"(?:{_EITHER.pattern})".join(re.escape(piece) for piece in _EITHER.split(base)))
    for match in pattern.finditer(text):
        # 市教育局 goes on from a place's name: its first character belongs to 广州市.
        own = 1 if base.startswith(PLACES) else 0
        left = text[max(0, match.start() - 24) : match.start() + own]
        name: str = _before(left, base) + match[0][own:]
        if len(name) > len(best) and _same(name).endswith(wanted):
            best = name
    return _with_government(best, text)


def _written_out(name: str, text: str) -> str:
    """The full name of an organ whose name is printed short: 某市住建局 where 某市住房和城乡建设局 is named too.

    Only what leaves out characters in between is short for it: 教育局 is not short for 教育体育局.
    """
    short = _SHORT_ORGAN.fullmatch(name)
    if short is None:
        return name
    place, stem, end = short.group("place", "stem", "end")
    found: set[str] = set()
    full = rf"{re.escape(place)}(?P<stem>{stem[0]}[{HAN}]{{2,16}}?){DATA['short_ends'][end]}(?![{HAN}])"
    for match in re.finditer(full, text):
        if stem not in match["stem"] and is_short_for(stem, match["stem"]) and is_name(match[0]):
            found.add(match[0])
    return found.pop() if len(found) == 1 else name


def is_short_for(short: str, full: str) -> bool:
    """Whether the one leaves out characters of the other, not the first: 高新区 of 高新技术产业开发区, but not 新区."""
    signs = iter(full)
    return full.startswith(short[:1]) and all(sign in signs for sign in short)


def _with_government(name: str, text: str) -> str:
    """A place that stands for what governs it: of one that is in no list, where the text names that."""
    alike = simplified(name)
    place = _ENDS_IN_PLACE.search(alike)
    if place is None or alike.endswith(GOVERNMENT):
        return name
    known = next((alike[-n:] for n in range(LONGEST_PLACE, 1, -1) if regions.ever(alike[-n:])), None)
    if name.endswith(_ZONES) and known in {None, *_ZONES}:
        return _committee(name, text)
    if known is not None or alike.endswith(_TOWNS):
        return name + next((organ for end, organ in _GOVERNED.items() if name.endswith(end)), GOVERNMENT)
    full = place[0] + GOVERNMENT
    at = text.find(full)
    while at >= 0:
        if not _MORE.match(text, at + len(full)):
            return name + GOVERNMENT
        at = text.find(full, at + 1)
    return name


def _committee(name: str, text: str) -> str:
    """The committee of a zone by its full name: 某某高新区 is short for 某某高新技术产业开发区管理委员会."""
    city = next((name[:n] for n in range(LONGEST_PLACE, 1, -1) if regions.called(name[:n])), name[:_CITY])
    found: dict[str, str] = {}
    for match in _COMMITTEE.finditer(text):
        start = match["stem"].rfind(city)
        stem = match["stem"][start:]
        if start >= 0 and stem.endswith(name[-1]) and is_short_for(name[len(city) :], stem[len(city) :]):
            found[stem] = max(found.get(stem, ""), match["organ"], key=len)
    return next((stem + organ for stem, organ in found.items()), name) if len(found) == 1 else name


def _before(left: str, base: str) -> str:
    """What belongs to a name and stands before it: places; of a street also the government it is of."""
    if base.endswith(_UNDER_GOVERNMENT) and left.endswith(GOVERNMENT):
        above = _places_before(left.removesuffix(GOVERNMENT))
        return above + GOVERNMENT if above else ""
    places = _places_before(left)
    return next((above for above in _ABOVE if left.endswith(above + places)), "") + places


def _places_before(left: str) -> str:
    """The chain of places right before a name: known ones, or others where a mark or an announcing word parts them."""
    left = re.split(rf"[^{HAN}]", left)[-1]
    chain = ""
    while left.endswith(PLACES):
        known = next((left[-n:] for n in range(LONGEST_PLACE, 1, -1) if regions.ever(left[-n:])), None)
        if known is None:
            words = [*_ANNOUNCES.finditer(left), *_PLACE_LEADS.finditer(left)]
            rest = left[max((word.end() for word in words), default=0) :].lstrip(_PARTICLES)
            fits = 3 <= len(rest) <= LONGEST_PLACE and _CHAIN.fullmatch(rest) is not None
            fits = fits and _WITHIN.search(rest) is None
            return rest + chain if fits else chain
        chain = known + chain
        left = left[: -len(known)]
    return chain
