"""Pieces of names grouped by the body they name, even with a year or brackets between them.

青禾区2020年住建局, 住建局（青禾） and 青禾区，住建局 each name one body; 海珠区 番禺区 names two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import Mention
from bot.normalise import normalise
from bot.places.bodies import Places
from bot.places.body_names import DATA
from bot.places.english_organs import told_apart
from bot.places.in_brackets import said_once
from bot.places.organ_alone import BELOW, level
from bot.places.pieces import grouped
from bot.places.shared_ending import shared
from bot.words.mentions import covers, is_latin
from index import region_names, regions
from index.models import Body

_OF_TWO = frozenset(
    {"and", "split:than", "split:of", "each:which", "op:compare", "op:differ", "op:more", "op:less", "op:most_of"}
    | {"op:most", "op:least", "op:sum", "op:in_all", "op:separately"}
)
"""what is said where two bodies are named"""


_SO_MANY = re.compile(DATA["so_many"])
SHORT = 2
"""characters of what may be the end of a longer name: 分局"""


_Part = tuple[list[Mention], bool]
"""a name of a body, and whether it is a half that another may complete"""


def groups_of_each(cuts: Sequence[Sequence[Mention]], text: str) -> list[list[list[Mention]]]:
    """The groups of each cut of a question; what cuts have in common is looked at once."""
    known: dict[tuple[int, ...], list[_Part]] = {}
    return [_groups(mentions, text, known) for mentions in cuts]


def groups_of(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """The groups of one cut of a question."""
    return _groups(mentions, text, {})


def named(places: Places, text: str, year: int | None) -> tuple[Body, ...]:
    """The bodies that a text consisting of a name only may mean: 海珠区府办, Haizhu."""
    plain = normalise(text).text
    found: dict[int, Body] = {}
    for way in covers(plain, places.find(plain)):
        groups = groups_of(way.mentions, plain)
        if len(groups) == 1 and not way.left:
            found |= {body.id: body for body in places.resolve(groups[0], year, frozenset()).bodies}
    return tuple(found[number] for number in sorted(found))


def _groups(mentions: Sequence[Mention], text: str, known: dict[tuple[int, ...], list[_Part]]) -> list[list[Mention]]:
    parts: list[_Part] = []
    for group in grouped(mentions, text):
        pieces = tuple(map(id, group))
        if pieces not in known:
            known[pieces] = [(part, _is_half(part)) for part in _parted(group, text)]
        parts += known[pieces]
    if len(parts) == 1:
        return [parts[0][0]]
    return said_once(shared(_joined(parts, mentions, text), mentions, text), text)


def _parted(group: list[Mention], text: str) -> list[list[Mention]]:
    """Names of several bodies that stand together without a word between them."""
    if len(group) > 1 and group[0].text in DATA["before_region"] and group[1].kind == "region":
        group = group[1:]
    parts: list[list[Mention]] = []
    for at, piece in enumerate(group):
        follows = group[at + 1] if at + 1 < len(group) else None
        apart = bool(parts) and _is_next(parts[-1], piece, follows, text)
        within = bool(parts) and _names_a_street(parts[-1], piece, follows)
        if parts and not apart and (within or not _begins_another(parts[-1], piece)):
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts


def _is_next(part: Sequence[Mention], piece: Mention, follows: Mention | None, text: str) -> bool:
    """教体局 住建局 钱清街道: organs with a blank between them, the last with its own place."""
    if part[-1].kind != "organ":
        return False
    ends = tuple(DATA["each_its_own"])
    if part[-1].end == piece.start and piece.kind == "organ" and part[-1].text.endswith(ends):
        # 青禾住建局教育局
        return piece.text.endswith(ends) and len(part[-1].text) > SHORT and len(piece.text) > SHORT
    if not text[part[-1].end : piece.start].isspace():
        return False
    placed = piece.kind == "region" and (
        piece.suffixed or (follows is not None and follows.kind == "organ" and follows.start == piece.end)
    )
    return piece.kind == "organ" or placed


def _names_a_street(part: Sequence[Mention], piece: Mention, follows: Mention | None) -> bool:
    """南汇街道办 right behind 鹿城区, though a district elsewhere is called 南汇."""
    beside = part[-1].kind == piece.kind == "region" and part[-1].end == piece.start and not piece.suffixed
    return beside and follows is not None and follows.start == piece.end and follows.value in BELOW


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
        return len(region_names.cut_suffix(one)[1]) > 1 or len(region_names.cut_suffix(other)[1]) > 1
    return first in regions.chain(second) or second in regions.chain(first)


def _joined(parts: Sequence[_Part], mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    if len(parts) < 2 or not any(half for _, half in parts):
        return [part for part, _ in parts]
    found: list[_Part] = []
    separately = any("op:separately" in one for mention in mentions for one in mention.alternatives)
    alone = len(parts) == 2 and not separately
    for part, half in parts:
        before, other = found[-1] if found else ([], False)
        if half and before and _is_above(part, before, text):
            # Xiaonan Street Office of Qinghe District
            regions_first = [one for one in before if one.kind == "region"] + part
            found[-1] = [*regions_first, *filter(_is_no_region, before)], False
        elif (half or other) and before and _completes(before, part, mentions, text, alone=alone):
            # the region first, as a name has it
            whole = sorted([*before, *part], key=lambda one: one.kind != "region")
            found[-1] = whole, _is_half(whole)
        else:
            found.append((part, half))
    names = [part for part, _ in found]
    return [part for part, half in found if not (half and _is_said_again(part, names))]


def _is_no_region(one: Mention) -> bool:
    return one.kind != "region"


def _is_above(part: Sequence[Mention], group: Sequence[Mention], text: str) -> bool:
    """A region behind a name in Latin letters that lies in it, told so or behind a comma."""
    first, last = group[0], part[0]
    if len(part) > 1 or last.kind != "region" or first.kind != "region" or not is_latin(last.text[0]):
        return False
    between = text[group[-1].end : last.start].strip()
    beside = between in DATA["latin_beside"]
    if not (beside or between in DATA["latin_within"]) or not isinstance(first.value, frozenset):
        return False
    above = last.value if isinstance(last.value, frozenset) else frozenset()
    if beside:
        listed = all(map(regions.by_key, first.value | above)) and not first.value & above
        return listed and any(_lies_in(one, other) for one in first.value for other in above)
    return not {level(key) for key in first.value} & {level(key) for key in above}


def _is_said_again(part: Sequence[Mention], groups: Sequence[Sequence[Mention]]) -> bool:
    """住建局，青禾的那个住建局: an organ that is named again with its place."""
    organs = [one.text for one in part]
    return _is_organ(part) and any(
        group is not part
        and any(one.kind == "region" for one in group)
        and organs == [one.text for one in group][-len(organs) :]
        for group in groups
    )


def _completes(
    first: Sequence[Mention], second: Sequence[Mention], mentions: Sequence[Mention], text: str, *, alone: bool
) -> bool:
    """Two groups are the halves of one name; `alone`: no other is named, and nothing is asked of each."""
    halves = _is_place(first) + _is_place(second)
    start, end = first[-1].end, second[0].start
    if end <= start or not halves:
        return False
    between = text[start:end].strip()
    years = [one for one in mentions if one.kind == "year" and start <= one.start and one.end <= end]
    rest = text[start:end]
    for one in years:
        rest = rest.replace(one.text, "", 1)
    closing = text[second[-1].end :].lstrip()[:1]
    if rest.strip() in DATA["brackets"] and closing == DATA["brackets"][rest.strip()]:
        return halves >= 1
    if (
        alone
        and _is_organ(first)
        and _is_place(second)
        and (_told_late(second, text) or not _sets_apart(mentions, text, second))
    ):
        return True
    if alone and _is_place(first) and _is_organ(second) and told_apart(text, second[0].start):
        # in Qinghe in 2020 (market regulator)
        return not _sets_apart(mentions, text, second)
    if halves != 1 or not (_is_place(first) or alone):
        return False
    if _is_place(first) and (between in DATA["pointing"] or _SO_MANY.fullmatch(between)):
        # 兰考那个交通局; 青禾区、白鹭县两个住建局
        return True
    rest = rest.strip(DATA["joints"])
    return not rest and (bool(years) or (alone and between in DATA["commas"]))


def _told_late(place: Sequence[Mention], text: str) -> bool:
    """Where an organ named before is: 住建局2020年收费多少（青禾）, 住建局2020年收费多少，青禾的."""
    opening, after = text[: place[0].start].rstrip()[-1:], text[place[-1].end :]
    if opening in DATA["brackets"]:
        return after.lstrip()[:1] == str(DATA["brackets"][opening])
    stops = (*DATA["commas"][:-1], "")
    owned = next((word for word in DATA["owned"] if after.startswith(word)), None)
    return owned is not None and opening in stops and after[len(owned) :].strip()[:1] in stops


def _sets_apart(mentions: Sequence[Mention], text: str, place: Sequence[Mention]) -> bool:
    """Something is said of two bodies, or one is set beside the other."""
    said = {token for one in mentions for tokens in one.alternatives for token in tokens}
    if text[: place[0].start].rstrip()[-1:] in DATA["commas"][:-1] and not text[place[-1].end :].strip():
        # 住建局2020年企业申请占多少，青禾区: at the end no body is a whole that another is a share of
        said.discard("split:of")
    return bool(said & _OF_TWO) or any(sign in text for sign in DATA["list_signs"])


def _is_organ(group: Sequence[Mention]) -> bool:
    return all(one.kind == "organ" for one in group)


def _is_half(group: Sequence[Mention]) -> bool:
    """Regions alone, or organs alone."""
    return _is_organ(group) or _is_place(group)


def _is_place(group: Sequence[Mention]) -> bool:
    return all(one.kind == "region" for one in group)
