"""Names of public bodies taken apart (region chain and organ), and their other forms: short, own and former names."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.normalise import plain
from index import region_names, regions
from index.errors import UsageError
from index.models import Body, maker

DATA = tomllib.loads(Path(__file__).with_name("bodies.toml").read_text(encoding="utf-8"))
ORGANS: dict[str, dict[str, object]] = DATA["organs"]
ZONE = "zone:"
"""begins the key of a region that is in no list; its name follows"""
LONGEST_ZONE = 18
_PARTS: list[str] = sorted(DATA["said_short"], key=len, reverse=True)
_LONG_PART = 4
"""characters of a part that is said short by itself: 住房和城乡建设"""
KEPT = 8192
"""parts of names kept in memory while names are taken apart"""
_NONE: frozenset[str] = frozenset()
_NEVER_IN_ZONE = re.compile("|".join(map(re.escape, DATA["never_in_zone"])))
_BEHIND_PROVINCE = re.compile(f"(?P<province>..?.)(?:{'|'.join(DATA['zones'])})")
_BRANCH: str = DATA["branch"]
_BEFORE_STREET: str = DATA["before_street"]
_BEFORE_REGION: tuple[str, ...] = tuple(DATA["before_region"])
_OF_TOWNS: dict[str, str] = DATA["government_of_towns"]["by_suffix"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The parts of a body's name."""

    body: Body
    last: frozenset[str]
    """keys of the last region of its chain, and of what it is called today: index/regions.py `key`, or `zone:` and the
    name"""
    chain: frozenset[str]
    """keys of every region above it, and itself"""
    region: str
    """the last region as printed; empty where the name holds none"""
    kind: str | None
    """kind of organ; None where the organ has a name of its own"""
    organ: str


_make_parts = maker(Parts)


@functools.cache
def organ_names() -> dict[str, str]:
    """Official name or short form of an organ → its kind."""
    found = {
        name: kind
        for kind, organ in ORGANS.items()
        for name in (*organ["names"], *organ.get("short", ()))  # type: ignore[misc]
    }
    left_out: str = DATA["left_out"]
    without = {name.replace(left_out, ""): kind for name, kind in found.items() if left_out in name}
    return _said_short(found) | without | found


def _said_short(names: Mapping[str, str]) -> dict[str, str]:
    """What organs are called of whose names each part has a short form, and no other kind: 卫体局, 住房城乡建委."""
    kinds: dict[str, set[str]] = {}
    for name, kind in names.items():
        for short in _shorter(name):
            kinds.setdefault(short, set()).add(kind)
    return {short: one.pop() for short, one in kinds.items() if len(one) == 1}


def _shorter(name: str) -> Iterator[str]:
    """Short forms of a name of two parts or more; none where a part has no short form."""
    ending = next((end for end in DATA["said_short_ends"] if name.endswith(end)), None)
    if ending is None:
        return
    stem = name.removesuffix(ending)
    parts: list[str] = []
    while stem:
        stem = stem.removeprefix(DATA["left_out"]) if parts else stem
        part = next((one for one in _PARTS if stem.startswith(one)), None)
        if part is None:
            return
        parts.append(part)
        stem = stem.removeprefix(part)
    if len(parts) > 1 or len(parts[0]) > _LONG_PART:
        ends = DATA["said_short_ends"][ending]
        for words in itertools.product(*([part, *DATA["said_short"][part]] for part in parts)):
            yield from ("".join(words) + end for end in ends if len("".join(words)) > 1)


@functools.cache
def leveled_names() -> dict[str, str]:
    """Short forms that count only with a level letter before them (区府) → kind."""
    return {name: kind for kind, organ in ORGANS.items() for name in organ.get("leveled", ())}  # type: ignore[attr-defined]


@functools.lru_cache(maxsize=4096)
def level_word(organ: str) -> str:
    """The word for the level that the name of an organ begins with: 市 in 市水利局, 自治区 in 自治区教育厅."""
    return next((word for word in DATA["long_level_words"] if organ.startswith(word)), organ[0])


def level_letter(organ: str) -> str:
    """The letter for that level: 省 of 自治区教育厅."""
    word = level_word(organ)
    return str(DATA["long_level_words"].get(word, word))


def _formal(subject: str) -> list[str]:
    """Department of education."""
    return [f"{ahead} {subject}" for ahead in DATA["latin_of"]]


_MINISTRY = "ministry of "


@functools.cache
def latin_organs() -> dict[str, str]:
    """Latin name of an organ → its kind, including those that count only after a region (office)."""
    subjects = {
        name: kind
        for kind, organ in DATA["latin"].items()
        for subject in organ
        for name in (*(f"{subject} {ending}" for ending in DATA["latin_endings"]), *_formal(subject))
    }
    after_region: dict[str, str] = DATA["latin_organs"]
    national = {
        said: kind
        for kind, names in DATA["latin_national"].items()
        for name in names
        for said in (name, f"{name.removeprefix(_MINISTRY)} ministry" if name.startswith(_MINISTRY) else name)
    }
    return subjects | after_region | national


# Bodies of one region share its keys, and organs of the nation their names: what was found is kept, and the same sets
# stand in all of them.


@functools.cache
def _keys(found: tuple[regions.Region, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of what a listed name may be, and of the chains above it.

    A region that has changed its name (从化市, today 从化区) bears the keys of both.
    """
    every = {*found, *filter(None, map(regions.successor, found))}
    return frozenset(map(regions.key, every)), frozenset[str]().union(*map(regions.chain_keys, every))


@functools.lru_cache(KEPT)
def _zone_keys(name: str) -> frozenset[str]:
    return frozenset({ZONE + name})


@functools.lru_cache(KEPT)
def _joined(chain: frozenset[str], further: frozenset[str]) -> frozenset[str]:
    return chain | further


@functools.lru_cache(KEPT)
def _cut(name: str) -> tuple[str, str]:
    return region_names.cut_suffix(name)


@functools.lru_cache(KEPT)
def _province_of_zone(text: str) -> str:
    """The province, said short, before a zone of the list: 河北 in 河北雄安新区. Empty where there is none."""
    found = _BEHIND_PROVINCE.match(text)
    short = found["province"] if found is not None else ""
    return short if any(region.parent is None for region in regions.called(short)) else ""


def _zone(text: str) -> int:
    """Length of an unlisted zone, town or street at the start of a name; 0 for none."""
    ends = region_names.suffix_ends()
    for size in range(2, min(len(text) - 1, LONGEST_ZONE) + 1):
        if text[size - 1] not in ends:
            continue
        stem, suffix = _cut(text[:size])
        if suffix and len(stem) >= 2 and not _NEVER_IN_ZONE.search(stem):
            longer = _cut(text[: size + 1]) if text[size] in ends else (stem, "")
            return size + 1 if longer[1] and longer[0] == stem else size
    return 0


def take_apart(body: Body) -> Parts:
    """Divide a body's full name into region chain and organ."""
    rest, last, chain, region = plain(body.name), _NONE, _NONE, ""
    year, kinds = max(body.years, default=None), organ_names()
    while rest and rest not in kinds:
        prefix = "" if region else next((one for one in _BEFORE_REGION if rest.startswith(one)), "")
        if prefix:
            # 国家税务总局广州市税务局 is Guangzhou's
            rest = rest.removeprefix(prefix)
            continue
        province = "" if region else _province_of_zone(rest)
        if province:
            chain = _joined(chain, _keys(regions.called(province))[1])
            rest = rest.removeprefix(province)
            continue
        if region and rest.startswith(_BEFORE_STREET):
            # 荔湾区人民政府南源街道办事处: the agency of a district's government
            rest = rest.removeprefix(_BEFORE_STREET)
            continue
        # Listed: the longest region that the name begins with.
        size, found = regions.at_start(rest, year, last)
        ahead = regions.province_ahead(rest, year) if not (size or region) else None
        if ahead is not None:
            chain = _joined(chain, _keys((ahead,))[1])
            rest = rest.removeprefix(ahead.short)
            continue
        keys, above = _keys(found) if size else (_NONE, _NONE)
        if not size:
            size = _zone(rest)
            keys = _zone_keys(rest[:size])
            above = _joined(chain, keys)
        if not size or size == len(rest):
            break
        region, last, chain, rest = rest[:size], keys, _joined(chain, above), rest[size:]
    kind = kinds.get(rest)
    branch = _branch(rest, last, year) if kind is None else None
    if branch is not None:
        kind, region, last = branch
        chain = _joined(chain, last)
    if kind == DATA["government_of_towns"]["kind"]:
        # 石渡镇人民政府 is what people call 镇政府
        kind = _OF_TOWNS.get(region[-1:], kind)
    return _make_parts(body=body, last=last, chain=chain, region=region, kind=kind, organ=rest)


def _branch(rest: str, last: frozenset[str], year: int | None) -> tuple[str, str, frozenset[str]] | None:
    """公安局岳麓分局 of 长沙市: the kind of organ, and the district that it is of."""
    head = rest.removesuffix(_BRANCH)
    organ = next((head[:size] for size in range(len(head) - 2, 2, -1) if head[:size] in organ_names()), None)
    if head == rest or organ is None:
        return None
    place = head.removeprefix(organ)
    names = [place, *(place + suffix for suffix in DATA["branch_levels"])]
    for name in names:
        size, found = regions.at_start(name, year, last)
        if size == len(name):
            return organ_names()[organ], name, _keys(found)[0]
    return organ_names()[organ], place, frozenset(ZONE + name for name in names)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnNames:
    """Names that the operator has configured."""

    short: Mapping[str, str]
    """what is said → full official name"""
    renamed: Mapping[str, str]
    """old full official name → the new one"""


def own_names(path: Path) -> OwnNames:
    """Read the operator's names: `[bodies]` short = full, `[renamed]` old = new. UsageError says what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from None
    tables = [data.get(name, {}) for name in ("bodies", "renamed")]
    if set(data) - {"bodies", "renamed"} or not all(
        isinstance(table, dict) and all(isinstance(name, str) for name in table.values()) for table in tables
    ):
        raise UsageError(f"{path}: must hold [bodies] of short = full official name, or [renamed] of old = new name")
    return OwnNames(short=tables[0], renamed=tables[1])


def expected_bodies(path: Path) -> tuple[str, ...]:
    """The full names of bodies that should publish each year, one a line, # for comments. UsageError if unreadable."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from None
    return tuple(dict.fromkeys(name for line in lines if (name := line.partition("#")[0].strip())))


def linked(renamed: Mapping[str, str]) -> dict[str, set[str]]:
    """Name → all other names that its body has or had, through any number of changes."""
    found: dict[str, set[str]] = {}
    for old, new in renamed.items():
        every = {old, new, *found.get(old, ()), *found.get(new, ())}
        for name in every:
            found[name] = every - {name}
    return found


def names_of(parts: Parts) -> list[str]:
    """The names of an organ of no listed kind, and of a body whose name contains no region."""
    names = []
    if parts.kind is None:
        names.append(parts.organ)
        stem = without_ending(parts.organ)
        if len(stem) > 2:
            names.append(stem)
        names += _shortened(parts)
        names += _in_latin(stem)
    elif parts.organ not in organ_names():
        # 公安局岳麓分局, beside what its kind is called in the district
        names += [parts.organ, *_branch_names(parts)]
    whole = plain(parts.body.name)
    if not parts.region:
        names.append(whole)
    elif any(one in whole.removesuffix(parts.organ) for one in _names_of_regions_own()):
        # 北京市朝阳区人民政府望京街道办事处: else two bodies, a government and an office
        names += _without_regions_above(whole, parts)
    return names


@functools.cache
def _names_of_regions_own() -> tuple[str, ...]:
    """What organs are called that people say for the region itself: 人民政府."""
    return tuple(name for name, kind in organ_names().items() if ORGANS[kind].get("is_region"))


def _without_regions_above(name: str, parts: Parts) -> list[str]:
    """The name, and the same without the regions that it begins with, one by one."""
    found = [name]
    known = {key: regions.by_key(key) for key in parts.chain}
    names = {region.name if region is not None else key.removeprefix(ZONE) for key, region in known.items()}
    above = sorted(names, key=lambda one: (-len(one), one))
    while (first := next((one for one in above if found[-1].startswith(one)), None)) is not None:
        found.append(found[-1].removeprefix(first))
    return [one for one in found if any(one.startswith(region) for region in above)]


def _branch_names(parts: Parts) -> list[str]:
    """公安局岳麓分局 → 公安岳麓分局, 公安岳麓区分局, 公安局岳麓区分局."""
    if not parts.organ.endswith(_BRANCH):
        return []
    organ = ORGANS[str(parts.kind)]
    heads = {name.removesuffix(_BRANCH) for name in (*organ["names"], *organ.get("short", ()))}  # type: ignore[misc]
    heads |= {head.removesuffix(_BRANCH[-1]) for head in heads}
    places = dict.fromkeys((_cut(parts.region)[0], parts.region))
    return [f"{head}{place}{_BRANCH}" for head in sorted(heads) for place in places if len(head) > 1 and place]


def without_ending(organ: str) -> str:
    """The distinctive part of an organ's name: 海珠湿地管理办公室 → 海珠湿地."""
    for ending in DATA["endings"]:
        if organ.endswith(ending):
            return organ.removesuffix(ending)
    return organ


def _in_latin(stem: str) -> list[str]:
    """海珠湿地 → wetland, wetland office: said beside its region's name or alone."""
    return [
        f"{one} {ending}".strip()
        for noun, latin in DATA["latin_nouns"].items()
        if stem.endswith(noun)
        for one in latin
        for ending in ("", *DATA["latin_endings"])
    ]


def _shortened(parts: Parts) -> list[str]:
    """海珠湿地管理办公室 of 海珠区 → 海珠湿地办, 海珠湿地管理办, 湿地办, 湿地管理办."""
    ending = next((one for one in DATA["short_endings"] if parts.organ.endswith(one)), None)
    if ending is None:
        return []
    stem, place = parts.organ.removesuffix(ending), _cut(parts.region)[0]
    stems = [stem, stem.removeprefix(place)] if place and stem.startswith(place) else [stem]
    names = [one + short for one in stems for short in DATA["short_endings"][ending]]
    return [name for name in names if len(name) > 2 and name not in organ_names()]
