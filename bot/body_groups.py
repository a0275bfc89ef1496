"""Pieces of names of bodies → groups that each name one body, also where a year or a bracket stands between them.

青禾区2020年住建局, 住建局（青禾） and 青禾区，住建局 each name one body; 海珠区 番禺区 names two.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.bodies import grouped
from bot.body_names import DATA
from bot.models import Mention
from bot.organ_alone import level
from index import regions


def groups_of(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """The groups of one cut of a question."""
    parts = [part for group in grouped(mentions, text) for part in _parted(group)]
    return _joined(parts, mentions, text)


def _parted(group: list[Mention]) -> list[list[Mention]]:
    """Names of several bodies that stand together without a word between them."""
    if len(group) > 1 and group[0].text in DATA["before_region"] and group[1].kind == "region":
        group = group[1:]
    parts: list[list[Mention]] = []
    for piece in group:
        if parts and not _begins_another(parts[-1], piece):
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts


def _begins_another(part: Sequence[Mention], piece: Mention) -> bool:
    """A region after a whole name, or beside one of its own level: 海珠区番禺区."""
    if piece.kind != "region":
        return False
    if part[-1].kind != "region":
        return any(one.kind == "region" for one in part)
    before, here = part[-1].value, piece.value
    if not isinstance(before, frozenset) or not isinstance(here, frozenset) or before & here:
        return False
    alike = {level(key) for key in before} & {level(key) for key in here} - {None}
    return bool(alike) and not any(_lies_in(one, other) for one in before for other in here)


def _lies_in(one: str, other: str) -> bool:
    """One of two regions lies in the other, by the list of regions."""
    first, second = regions.by_key(one), regions.by_key(other)
    if first is None or second is None:
        # of zones only their bodies know: 青禾区 and 白鹭县 are two, 天河区天河高新区 may be one
        return len(regions.cut_suffix(one)[1]) > 1 or len(regions.cut_suffix(other)[1]) > 1
    return first in regions.chain(second) or second in regions.chain(first)


def _joined(parts: list[list[Mention]], mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    found: list[list[Mention]] = []
    separately = any("op:separately" in one for mention in mentions for one in mention.alternatives)
    alone = len(parts) == 2 and not separately
    for part in parts:
        if found and _completes(found[-1], part, mentions, text, alone=alone):
            # the region first, as a name has it
            found[-1] = sorted([*found[-1], *part], key=lambda one: one.kind != "region")
        else:
            found.append(part)
    return found


def _completes(
    first: Sequence[Mention], second: Sequence[Mention], mentions: Sequence[Mention], text: str, *, alone: bool
) -> bool:
    """Two groups are the halves of one name; `alone`: no other is named, and nothing is asked of each."""
    halves = _is_place(first) + _is_place(second)
    start, end = first[-1].end, second[0].start
    if end <= start:
        return False
    between = text[start:end].strip()
    in_brackets = between in DATA["brackets"] and text[second[-1].end :].lstrip()[:1] == DATA["brackets"][between]
    if in_brackets:
        return halves >= 1
    if halves != 1 or not (_is_place(first) or alone):
        return False
    years = [one for one in mentions if one.kind == "year" and start <= one.start and one.end <= end]
    rest = text[start:end]
    for one in years:
        rest = rest.replace(one.text, "", 1)
    rest = rest.strip(DATA["joints"])
    return not rest and (bool(years) or (alone and between in DATA["commas"]))


def _is_place(group: Sequence[Mention]) -> bool:
    return all(one.kind == "region" for one in group)
