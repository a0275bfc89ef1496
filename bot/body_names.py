"""Names of public bodies, taken apart and put in other words: region chain and organ, own names, former names."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.normalise import normalise
from index import regions
from index.errors import UsageError
from index.models import Body

DATA = tomllib.loads(Path(__file__).with_name("bodies.toml").read_text(encoding="utf-8"))
ORGANS: dict[str, dict[str, object]] = DATA["organs"]
LONGEST_ZONE = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A body's name taken apart."""

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


@functools.cache
def organ_names() -> dict[str, str]:
    """Official name or short form → kind."""
    return {
        name: kind
        for kind, organ in ORGANS.items()
        for name in (*organ["names"], *organ["short"])  # type: ignore[misc]
    }


def _listed(text: str, year: int | None, above: frozenset[str]) -> tuple[int, frozenset[str], frozenset[str]]:
    """The longest listed region at the start of a name: length, its keys, keys of the chain.

    A region that has changed its name (从化市, today 从化区) bears the keys of both.
    """
    size, found = regions.at_start(text, year, above)
    every = {*found, *filter(None, map(regions.successor, found))}
    chain = frozenset(regions.key(up) for one in every for up in regions.chain(one))
    return size, frozenset(map(regions.key, every)), chain


def _zone(text: str) -> int:
    """Length of an unlisted zone, town or street at the start of a name; 0 for none."""
    for size in range(2, min(len(text) - 1, LONGEST_ZONE) + 1):
        stem, suffix = regions.cut_suffix(text[:size])
        if suffix and len(stem) >= 2 and not any(word in stem for word in DATA["never_in_zone"]):
            longer = regions.cut_suffix(text[: size + 1])
            return size + 1 if longer[1] and longer[0] == stem else size
    return 0


def take_apart(body: Body) -> Parts:
    """A body's full name → region chain and organ."""
    rest, last, chain, region = normalise(body.name).text, frozenset[str](), frozenset[str](), ""
    year = max(body.years, default=None)
    while rest and rest not in organ_names():
        if region and rest.startswith(DATA["before_street"]):
            # 荔湾区人民政府南源街道办事处: the agency of a district's government
            rest = rest.removeprefix(DATA["before_street"])
            continue
        size, keys, above = _listed(rest, year, last)
        if not size:
            size = _zone(rest)
            keys = frozenset({f"zone:{rest[:size]}"})
            above = chain | keys
        if not size or size == len(rest):
            break
        region, last, chain, rest = rest[:size], keys, chain | above, rest[size:]
    return Parts(body=body, last=last, chain=chain, region=region, kind=organ_names().get(rest), organ=rest)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnNames:
    """What an operator says of names."""

    short: Mapping[str, str]
    """what is said → full official name"""
    renamed: Mapping[str, str]
    """old full official name → the new one"""


def own_names(path: Path) -> OwnNames:
    """Read an operator's names: `[bodies]` short = full, `[renamed]` old = new. UsageError says what is wrong."""
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
    """Full names of bodies that should publish each year, one a line; # begins a remark. UsageError: unreadable."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from None
    return tuple(dict.fromkeys(name for line in lines if (name := line.partition("#")[0].strip())))


def linked(renamed: Mapping[str, str]) -> dict[str, set[str]]:
    """Name → every other name its body has had or has, through any number of changes."""
    found: dict[str, set[str]] = {}
    for old, new in renamed.items():
        every = {old, new, *found.get(old, ()), *found.get(new, ())}
        for name in every:
            found[name] = every - {name}
    return found


def names_of(parts: Parts) -> list[str]:
    """What an organ is called that is of no listed kind, and a body that names no region."""
    names = []
    if parts.kind is None:
        names.append(parts.organ)
        stem = without_ending(parts.organ)
        if len(stem) > 2:
            names.append(stem)
    if not parts.region:
        names.append(normalise(parts.body.name).text)
    return names


def without_ending(organ: str) -> str:
    """海珠湿地管理办公室 → 海珠湿地."""
    for ending in DATA["endings"]:
        if organ.endswith(ending):
            return organ.removesuffix(ending)
    return organ
