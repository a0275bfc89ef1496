"""China's administrative divisions: provinces, cities and counties of today, and those abolished since 1999.

The list is read once, at the first call. Streets, towns and development zones are not in it.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from index.region_names import cut_suffix, latin_key, region_words

COLUMNS = ("code", "name", "short", "level", "parent", "pinyin", "pinyin_full", "from", "to")
LEVELS = ("province", "city", "county")
_SIZES_OF_PROVINCES = (2, 3)
"""characters of a province's short name"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """One administrative division under one name."""

    code: str
    """six digits of GB/T 2260; a former region's last one, which another region may bear today"""
    name: str
    """full official name without those above it: 海珠区"""
    short: str
    """as people say it, two characters at least: 海珠, 恩施; the whole name where it has but one more: 单县"""
    level: str
    """one of LEVELS; 地区, 盟 and 自治州 are cities, 旗, 市辖区 and 县级市 are counties"""
    parent: str | None
    """code of the division above; None for a province"""
    pinyin: str
    """of `short`: small letters, no tones, no blanks, v for ü"""
    pinyin_full: str
    """of `name`: haizhuqu"""
    since: int | None
    """first year it can have stood in; None: longer than the lists reach (1980)"""
    until: int | None
    """last year it can have stood in; None: it stands"""

    def stood(self, year: int) -> bool:
        """Whether it existed at some time in the year; if only the month is in doubt, yes."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def all_regions() -> tuple[Region, ...]:
    """All divisions of today, by code."""
    return _tables().today


def former_regions() -> tuple[Region, ...]:
    """All divisions abolished or renamed since 1999, by their last code."""
    return _tables().former


def by_code(code: str) -> Region | None:
    """The division that has this code today."""
    return _tables().codes.get(code)


def named(name: str, year: int | None = None) -> tuple[Region, ...]:
    """Divisions with this full name, today or in a given year."""
    return _of(_tables().names.get(name, ()), year)


def ever(name: str) -> bool:
    """Whether a division has this full name, or had it at any time since 1999."""
    return name in _tables().names


def called(text: str, year: int | None = None) -> tuple[Region, ...]:
    """Divisions with this full, short or colloquial name, today or in a given year."""
    return _of(_spelt()[0].get(text, ()), year)


def romanised(text: str) -> tuple[Region, ...]:
    """Divisions of today that are spelt this way in Latin letters: Haizhu, haizhu qu, Xi'an, Hohhot."""
    return _of(_spelt()[1].get(latin_key(text), ()), None)


def parent(region: Region) -> Region | None:
    """The division above; for a former division, the one that was above it."""
    if region.parent is None:
        return None
    if region.until is not None:
        for other in _tables().former:
            if other.code == region.parent and other.stood(region.until):
                return other
    return by_code(region.parent)


def chain(region: Region) -> tuple[Region, ...]:
    """The division and all above it, beginning with the province."""
    above = parent(region)
    return (region,) if above is None else (*chain(above), region)


def key(region: Region) -> str:
    """A key that identifies the division: its code, with its last year if the code may be in use again."""
    return region.code if region.until is None else f"{region.code}@{region.until}"


@functools.cache
def chain_keys(region: Region) -> frozenset[str]:
    """The keys of the division and of all above it."""
    return frozenset(map(key, chain(region)))


@functools.lru_cache(maxsize=16_384)
def keys_above(text: str) -> frozenset[str] | None:
    """The keys of the division with this key and of all above it; None if there is no such division."""
    region = by_key(text)
    return chain_keys(region) if region is not None else None


def by_key(text: str) -> Region | None:
    """The division with this key."""
    code, _, until = text.partition("@")
    if not until:
        return by_code(code)
    return _gone().get(text)


def successor(region: Region) -> Region | None:
    """The present division that a former one became: 从化区 for 从化市, 襄阳市 for 襄樊市.

    None if it was merged away.
    """
    if region.until is None:
        return None
    if key(region) in region_words().renamed:
        return by_code(region_words().renamed[key(region)])
    above = parent(region)
    heirs = [each for each in _spelt()[0].get(region.short, ()) if each.until is None and each.level == region.level]
    # One that stood beside it all along has taken it in: 宣化县 in 宣化区.
    heirs = [each for each in heirs if each.since is not None and abs(each.since - region.until) <= 1]
    heirs = [each for each in heirs if above is None or (parent(each) or each).short == above.short]
    return heirs[0] if len(heirs) == 1 else None


def at_start(name: str, year: int | None = None, above: frozenset[str] = frozenset()) -> tuple[int, tuple[Region, ...]]:
    """The length of the longest division name at the start of `name`, and all divisions it may refer to.

    Divisions of today, or of a given year. `above` restricts them to those below one of these keys; empty for no
    restriction.
    """
    for size in _sizes().get(name[:2], ()):
        text = name[:size]
        if len(text) < size or not ever(text):
            continue
        found = named(text) if year is None else (named(text, year) or named(text))
        if above:
            found = tuple(each for each in found if above & chain_keys(each))
        if found:
            return size, found
    return 0, ()


def chains_at(name: str, year: int | None = None) -> tuple[int, tuple[Region, ...]]:
    """The length of the chain of divisions at the start of `name`, and the divisions its last one may be."""
    size, found = at_start(name, year)
    province = province_ahead(name, year) if not found else None
    if province is not None:
        size, found = len(province.short), (province,)
    while size < len(name):
        more, below = at_start(name[size:], year, frozenset(map(key, found)))
        if not more:
            break
        size, found = size + more, below
    return size, found


def province_ahead(name: str, year: int | None = None) -> Region | None:
    """The province that a name says short ahead of a division of its own: 内蒙古 of 内蒙古呼伦贝尔市人民政府."""
    for size in _SIZES_OF_PROVINCES:
        for one in called(name[:size]):
            if one.parent is None and size == len(one.short) and at_start(name[size:], year, frozenset({key(one)}))[0]:
                return one
    return None


def children(region: Region) -> tuple[Region, ...]:
    """The present divisions directly below; none for a former division."""
    return () if region.until is not None else _tables().children.get(region.code, ())


def chain_name(region: Region) -> str:
    """The name as documents write it, without the province unless that is a city: 广州市海珠区, 北京市海淀区."""
    line = chain(region)
    if len(line) == 2 and line[0].name.endswith(region_words().municipal):
        return line[0].name + region.name
    return "".join(each.name for each in line[1:]) or region.name


def spellings(region: Region) -> tuple[str, ...]:
    """All Chinese names in use, the full one first: 恩施土家族苗族自治州, 恩施, 恩施州."""
    words = region_words()
    found = [region.name, region.short]
    rest = region.name.removeprefix(region.short)
    if region.level != "province" and rest != region.name:
        suffix = next((s for s in words.autonomous if rest.endswith(s)), "") or rest[-1:]
        if suffix in words.autonomous or rest[: -len(suffix)].endswith(words.people):
            found.append(region.short + suffix[-1])
    if region.until is None:
        found.extend(words.also.get(region.code, ()))
    return tuple(dict.fromkeys(found))


def split_suffix(name: str) -> tuple[str, str]:
    """Split a name into stem and suffix: (海珠, 区), (青禾, 新区), (恩施, 土家族苗族自治州).

    An ending that is not a known suffix stays with the stem. Listed divisions are split as listed: 景德镇 has no
    suffix.
    """
    for region in _spelt()[0].get(name, ()):
        if name.startswith(region.short):
            return region.short, name[len(region.short) :]
    return cut_suffix(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tables:
    today: tuple[Region, ...]
    former: tuple[Region, ...]
    codes: Mapping[str, Region]
    names: Mapping[str, tuple[Region, ...]]
    children: Mapping[str, tuple[Region, ...]]


@functools.cache
def _tables() -> _Tables:
    packed = Path(__file__).with_name("regions.csv.gz").read_bytes()
    rows = csv.reader(io.StringIO(gzip.decompress(packed).decode("utf-8"), newline=""))
    if tuple(next(rows)) != COLUMNS:
        raise ValueError("regions.csv.gz: other columns than regions.py reads")
    regions = [
        Region(
            code=code,
            name=name,
            short=short,
            level=level,
            parent=above or None,
            pinyin=pinyin,
            pinyin_full=pinyin_full,
            since=int(since) if since else None,
            until=int(until) if until else None,
        )
        for code, name, short, level, above, pinyin, pinyin_full, since, until in rows
    ]
    today = tuple(region for region in regions if region.until is None)
    return _Tables(
        today=today,
        former=tuple(region for region in regions if region.until is not None),
        codes=MappingProxyType({region.code: region for region in today}),
        names=MappingProxyType(_gather((region.name, region) for region in regions)),
        children=MappingProxyType(_gather((region.parent, region) for region in today if region.parent is not None)),
    )


@functools.cache
def _gone() -> Mapping[str, Region]:
    """Former divisions by key; of two that bore one code in one year, the first."""
    return {key(region): region for region in reversed(_tables().former)}


@functools.cache
def _sizes() -> Mapping[str, tuple[int, ...]]:
    """By the first two characters of a name, how long those are that begin so, the longest first."""
    found: dict[str, set[int]] = {}
    for name in _tables().names:
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}


@functools.cache
def _spelt() -> tuple[Mapping[str, tuple[Region, ...]], Mapping[str, tuple[Region, ...]]]:
    """Divisions, today's and former, by Chinese spelling and by Latin one."""
    regions = (*all_regions(), *former_regions())
    latin = _gather((key, region) for region in regions for key in latin_spellings(region))
    return MappingProxyType(_gather((name, region) for region in regions for name in spellings(region))), latin


def latin_spellings(region: Region) -> tuple[str, ...]:
    """All Latin spellings as `latin_key` normalises them, the pinyin of the short name first; ü is v, u or yu."""
    found = [region.pinyin, region.pinyin_full]
    for key in (region.pinyin, region.pinyin_full):
        if "v" in key:
            found.extend((key.replace("v", "u"), key.replace("v", "yu")))
    if region.until is None:
        found.extend(region_words().latin.get(region.code, ()))
    return tuple(dict.fromkeys(found))


def _of(found: Iterable[Region], year: int | None) -> tuple[Region, ...]:
    if year is None:
        return tuple(region for region in found if region.until is None)
    return tuple(region for region in found if region.stood(year))


def _gather(pairs: Iterable[tuple[str, Region]]) -> dict[str, tuple[Region, ...]]:
    lists: dict[str, list[Region]] = {}
    for key, region in pairs:
        lists.setdefault(key, []).append(region)
    return {key: tuple(found) for key, found in lists.items()}
