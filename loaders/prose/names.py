"""How a report calls its own body, and the information of its own field."""

from __future__ import annotations

import functools
import re
from collections.abc import Set

from loaders.prose.vocabulary import fold, words
from loaders.script import mainland

_BRACKETS = re.compile(r"\([^()]*\)(?=.)")
_SHORT_NAME = 5
_STEM = 2
"""so many characters at least say what a body does"""


@functools.lru_cache(maxsize=64)
def aliases(body: str) -> tuple[str, ...]:
    """Name the ways in which a body's own report may call it: 青禾区政府办公室, 区府办."""
    text = words().text
    if outer(body) != body and not fold(body).endswith(")"):
        # 青禾高新区（新材料科技城）管委会
        return tuple(sorted({body, *aliases(outer(body))}))
    if outer(body) != body:
        # 云岭市人民政府（市人民政府办公室）: of both
        region, _ = _region_and_organ(outer(body))
        inner = fold(body)[len(outer(body)) :].strip("()")
        return tuple(sorted({*aliases(outer(body)), *aliases(region.removesuffix(inner[:1]) + inner)}))
    names = {body}
    for index, sign in enumerate(body[:-1]):
        if sign in text["place"] and index:
            names |= {body[index:], body[index + 1 :]}
    names |= {body[body.index(word) :] for word in text["autonomous"] if word in body[1:]}
    names |= {called for end, called in text["called_by_kind"] if body.endswith(end)}
    names |= {body.removeprefix(above) for above in text["above"] if body.startswith(above)}
    # 云岭税务局 of 云岭市税务局
    names |= {name[:2] + name[3:] for name in names if len(name) > 4 and name[2] in text["place"]}
    for long, short in _shortenings(body):
        if long in body:
            names |= {name.replace(long, short) for name in names if long in name}
            names |= {word for word in (long, short) if word in text["own_alone"]}
    for end in text["government"]:
        # the government is called by its region's name alone
        names |= {name.removesuffix(end) for name in names if name.endswith(end)}
    # 政府 is the end of 人民政府, too
    names -= {name for name in names if name + text["governs"] in names and name.endswith(text["of_people"])}
    # 前进街 of 前进街街道办事处
    doubled = [end[0] + end for end in text["long_regions"]]
    names |= {name[: -len(end)] + end[0] for name in names for end in doubled if name.endswith(end)}
    # a name of one or two characters (区, 政府) would be found inside other words
    kinds = {called for _, called in text["called_by_kind"]}
    called = {name for name in names if len(name) > 2 or name in text["own_alone"] or name in kinds}
    # 云县: a name of two characters that is a region's in full
    called |= {name for name in names if len(name) == _STEM and name[1] in text["place"] and body.startswith(name)}
    if body.endswith(tuple(text["place"])):
        # the title names the region only
        called |= {body + text["government"][0], body[-1] + text["governs"], body[-1] + text["government"][0]}
    if _is_of_a_zone(body):
        called |= _zones(body, names)
    level = [sign for sign in body[1:-1] if sign in text["place"]]
    if level and body.endswith(text["organs_by_level"]):
        called |= {level[-1] + body[-1], level[-1] + body[-1] + text["itself"]}
    if body and not body.endswith((*text["place"], *text["no_sign"])):
        # 我社, 本会
        called |= {ours + body[-1:] for ours in text["ours"] if ours + body[-1:] not in words().meanings}
    # 我区政府, 本市局
    called |= {ours + name for ours in text["ours"] for name in called if len(name) <= _SHORT_NAME}
    return tuple(sorted(called))


def _zones(body: str, names: Set[str]) -> set[str]:
    """What its zone is called: 开发区, 县开发区 of 随县经济开发区."""
    text = words().text
    named = {word for word in text["areas"] if any(word in name for name in names)}
    levels = {sign for word in named for sign in text["place"] if sign in body.partition(word)[0][1:]}
    return named | {sign + word for word in named for sign in levels}


def _is_of_a_zone(body: str) -> bool:
    """Tell the 管委会 of a zone, or its office, from an organ of the zone (青禾新区财政局)."""
    text = words().text
    return body.endswith((*text["areas"], *text["offices"])) or not body.endswith(tuple(text["organ"]))


def _shortenings(body: str) -> list[tuple[str, str]]:
    """Give how names are shortened, the longer first: what holds of a 科学技术局 holds of a 科学技术厅."""
    text = words().text
    pairs = [(long, short) for long, short in text["names"]]
    organ = body[-1:]
    if organ not in text["organs_by_level"]:
        return pairs
    return pairs + [(a[:-1] + organ, b[:-1] + organ) for a, b in pairs if a[-1] == b[-1] == text["organs_by_level"][0]]


@functools.lru_cache(maxsize=64)
def of_its_field(body: str) -> re.Pattern[str] | None:
    """Find 教育领域政府信息 in the report of 青禾区教育局: what it publishes is of its own field."""
    # one text that no field reaches over, since there are many of both
    names = "\0".join((body, *aliases(body)))
    short = shortened(body)
    known = [field for field in words().fields if field in names]
    # 司法行政信息 of a 司法局
    known += [field for field in words().fields if field not in known and field.startswith((*known, "\0"))]
    # 人防 of 人民防空办公室
    known += [f for f in words().fields if short is not None and any(short.fullmatch(f + e) for e in _ends(body))]
    return re.compile(words().text["field_info"].replace("{}", "|".join(known))) if known else None


@functools.lru_cache(maxsize=64)
def shortened(body: str) -> re.Pattern[str] | None:
    """Find 区人防办, 市供销社: the characters of the body's name in their order, from the first of what it does on.

    None where that could as well be another body's name: 青禾区公安局交警大队 holds that of the 公安局.
    """
    text = words().text
    region, organ = _region_and_organ(body)
    ends = _ends(body)
    stem = organ.removesuffix(ends[0]) if ends else ""
    if not ends or len(stem) < _STEM or any(word in stem for word in text["organ_within"]):
        return None
    first, *rest = map(re.escape, stem)
    some = f"{first}(?=[{''.join(rest)}]){''.join(f'{letter}?' for letter in rest)}"
    before = "|".join([*map(re.escape, _called(region)), f"(?<![{text['place']}{text['no_own']}])"])
    return re.compile(f"(?:{before}){some}(?:{'|'.join(ends)})")


def outer(body: str) -> str:
    """Give the name of a body without what stands in brackets, in the script of the mainland."""
    name = _BRACKETS.sub("", fold(mainland(body)))
    return name.partition("(")[0] or body


@functools.lru_cache(maxsize=64)
def region_of(body: str) -> str:
    """Give the characters that end the name of the region a government governs; nothing for another body.

    青禾县 alone, as titles name it, is its government.
    """
    body, text = outer(body), words().text
    if body.endswith((*text["place"], *text["long_regions"])):
        return next((end for end in text["long_regions"] if body.endswith(end)), body[-1])
    ends = [end for end in text["government"] if body.endswith(end)]
    stem = body.removesuffix(max(ends, key=len)) if ends else ""
    return next((end for end in text["long_regions"] if stem.endswith(end)), stem[-1:])


@functools.lru_cache(maxsize=64)
def level_of(body: str) -> str:
    """Give the last character of the innermost region that a body is named after."""
    places = [sign for sign in outer(body)[1:-1] if sign in words().text["place"]]
    return places[-1] if places else ""


@functools.lru_cache(maxsize=64)
def government_of(body: str) -> str:
    """Give 青禾区人民政府 for its office; nothing for another body."""
    text = words().text
    name = next((outer(body).removesuffix(end) for end in text["office_of_it"][1:] if outer(body).endswith(end)), "")
    return name if name.endswith(text["government"]) else ""


def sign_of(body: str) -> str:
    """Give 镇 for 云岭市河口镇人民政府, 局 for 青禾区民政局."""
    body = outer(body)
    stem = next((body.removesuffix(end) for end in words().text["government"] if body.endswith(end)), body)
    return stem[-1:]


def _ends(body: str) -> list[str]:
    """Give how the name of the organ ends, in full and then short."""
    return next((ends for ends in words().text["organ_ends"] if body.endswith(ends[0])), [])


def _region_and_organ(body: str) -> tuple[str, str]:
    """Cut 云岭市青禾区民政局 behind the last character that ends the name of a place."""
    text = words().text
    # 青禾市市场监督管理局: the second 市 ends no name
    masked = re.sub(text["no_place"], lambda found: "\0" * len(found[0]), body)
    place = max((masked.rfind(sign) for sign in text["place"]), default=-1) + 1
    return body[:place], body[place:]


def _called(region: str) -> list[str]:
    """Give 云岭市青禾区, 青禾区, 青禾 and 区, the longest first."""
    signs = words().text["place"]
    cuts = [index + 1 for index, sign in enumerate(region[:-1]) if sign in signs and index]
    names = {region, *(region[cut:] for cut in cuts), region[-1:]}
    names |= {name[:-1] for name in names if len(name) > _STEM}
    names |= {word for word in words().text["autonomous"] if region.endswith(word)}
    return sorted(filter(None, names), key=lambda name: (-len(name), name))
