"""Organs named in English beside a region: the police of Qinghe, Qinghe housing, the transport one."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence

from bot.models import Mention, make_mention
from bot.places.body_names import DATA, latin_organs
from bot.words.patterns import Patterns
from index import regions

LATIN_WORD = re.compile(r"(?<![a-z])(?<![a-z]')[a-z]+(?:'(?!s\b)[a-z]+)?")
"""xi'an is one word, the s of qinghe's is none"""
LONGEST_LATIN_ORGAN = 8
"""words: bureau of human resources and social security"""
_LATIN_SIGNS = "\u2e80"
"""the last sign below those of Chinese"""
_SPEAKING = frozenset({"government", "office", "street", "committee"})
"""organs that people say for the region itself"""
_POSSESSED = frozenset({"", "'s", "'"})
_IN_BRACKETS = frozenset({"(", "'s ("})
_AND = frozenset({*DATA["latin_between"], ",", "n"})


def at(mention: Mention, start: int) -> Mention:
    """The same mention at another offset."""
    return make_mention(
        start=start,
        end=start + len(mention.text),
        text=mention.text,
        kind=mention.kind,
        value=mention.value,
        suffixed=mention.suffixed,
        level=mention.level,
    )


def mention_of(text: str, kind: str, value: object, *, suffixed: bool = False, level: str | None = None) -> Mention:
    """A name as a mention that begins at offset 0; `at` puts it where it stands."""
    return make_mention(start=0, end=len(text), text=text, kind=kind, value=value, suffixed=suffixed, level=level)


def behind_chinese(text: str, found: Sequence[Mention]) -> list[Mention]:
    """青禾区 police: a region in Chinese, and what is told in English only right behind one."""
    made = []
    for end in {one.end for one in found if one.kind == "region" and one.text[-1] > _LATIN_SIGNS}:
        words = [match.span() for match in itertools.islice(LATIN_WORD.finditer(text, end), LONGEST_LATIN_ORGAN)]
        if words and text[end : words[0][0]].strip() in _POSSESSED:
            made += organs_at(text, words, 0)
    return made


@functools.cache
def _told_after() -> Patterns:
    """Latin names that stand after a region's: police; of the region's own such as say of what level it is."""
    words = [word for word, kind in DATA["latin_organs"].items() if kind not in _SPEAKING or " " in word]
    return Patterns(["|".join(sorted(map(re.escape, words), key=len, reverse=True))], "(?<![a-z])", "(?![a-z])")


def ahead_of_region(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The police of Qinghe, police Qinghe, the district government of Qinghe."""
    made = []
    for _, match in _told_after().found(text):
        if any(_stands_ahead(match, one, text) for one in found if one.kind == "region" and one.start > match.end()):
            kind = DATA["latin_organs"][match.group()]
            made.append(Mention(start=match.start(), end=match.end(), text=match.group(), kind="organ", value=kind))
    return made


@functools.cache
def _apart() -> re.Pattern[str]:
    return re.compile(f"(?:{DATA['latin_apart']})$")


def told_apart(text: str, start: int) -> bool:
    """What begins there is told after its region, with something between: in Qinghe in 2020 (market regulator)."""
    return _apart().search(text[:start]) is not None


def apart_from_region(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Qinghe in 2020, according to the market regulator: where no other region or organ is named."""
    regions_there = [one for one in found if one.kind == "region"]
    if not regions_there or any(one.kind == "organ" for one in found):
        return []
    spans = sorted((one.start, -one.end) for one in regions_there)
    last = -spans[0][1]
    if any(start >= last for start, _ in spans):
        return []
    behind = [match for _, match in _told_after().found(text) if match.start() > last]
    kinds = [DATA["latin_organs"][match.group()] for match in behind]
    return [
        Mention(start=match.start(), end=match.end(), text=match.group(), kind="organ", value=kind)
        for match, kind in zip(behind, kinds, strict=True)
        if kind not in _SPEAKING and told_apart(text, match.start())
    ]


def _stands_ahead(match: re.Match[str], region: Mention, text: str) -> bool:
    """A region right behind an organ; one's own government only of a region that is called so."""
    between = text[match.end() : region.start].strip()
    if DATA["latin_organs"][match.group()] not in _SPEAKING:
        return between in {"", *DATA["organ_before_region"]} - {","}
    level = match.group().split()[0]
    borne = any(_is_called(key, level) for key in region.value)  # type: ignore[attr-defined]
    return between in {*DATA["organ_before_region"]} - {",", "for"} and borne


@functools.cache
def _shared_endings() -> Patterns:
    subjects = "|".join(sorted({each for organ in DATA["latin"].values() for each in organ}, key=len, reverse=True))
    ending = "|".join(DATA["latin_plurals"])
    between = "|".join(map(re.escape, DATA["latin_between"]))
    both = rf"(?P<first>{subjects}) ?(?:{between}) ?(?:the )?(?P<second>{subjects}) (?:{ending})"
    return Patterns([both], "(?<![a-z])", "(?![a-z])")


@functools.cache
def _subjects() -> Mapping[str, str]:
    """What bureaus are of, in Latin letters → the kind of organ."""
    return {subject: kind for kind, organ in DATA["latin"].items() for subject in organ}


def sharing_an_ending(text: str) -> list[Mention]:
    """The education and housing bureaus: two organs."""
    made = []
    for _, match in _shared_endings().found(text):
        first, second = match["first"], match["second"]
        spans = ((match.start(), match.end("first"), first), (match.start("second"), match.end(), second))
        if _subjects()[first] != _subjects()[second]:
            made += [
                Mention(start=start, end=end, text=text[start:end], kind="organ", value=_subjects()[subject])
                for start, end, subject in spans
            ]
    return made


@functools.cache
def _folk() -> tuple[Patterns, Patterns, Patterns]:
    """Subjects with what people say for bureau; alone, where nothing of theirs follows; alone ahead of a verb."""
    every, alone, folk, verbs = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (_subjects(), DATA["latin_alone"], DATA["latin_folk"], DATA["latin_alone_before"])
    )
    follows = rf"(?= ?(?:$|[^a-z '\u2019])|'s(?![a-z])|(?<=s)' |(?:')? ?(?:(?:19|20)[0-9]{{2}})| (?:{verbs})(?![a-z]))"
    return (
        Patterns([rf"(?P<subject>{every}) (?:{folk})"], "(?<![a-z])", "(?![a-z])"),
        Patterns([rf"(?P<subject>{alone})"], "(?<![a-z])", f"(?![a-z]){follows}"),
        Patterns([rf"(?P<subject>{alone})"], "(?<![a-z])", rf"(?= (?!{DATA['latin_no_deed']}(?![a-z]))[a-z])"),
    )


@functools.cache
def _one() -> Patterns:
    """The transport one."""
    behind, subjects, one = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for words in (DATA["latin_one_behind"], _subjects(), DATA["latin_one"])
    )
    return Patterns([rf"(?P<organ>(?P<subject>{subjects}) (?:{one}))"], rf"(?<![a-z])(?:{behind}) ", "(?![a-z])")


def _organ(text: str, span: tuple[int, int], subject: str) -> Mention:
    return Mention(start=span[0], end=span[1], text=text[slice(*span)], kind="organ", value=_subjects()[subject])


def beside_region(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Qinghe's housing people, the housing people in Qinghe; Qinghe housing, 2020, Qinghe housing and transport."""
    ends = {one.end for one in found if one.kind == "region"}
    starts = {one.start for one in found if one.kind == "region"}
    if not starts:
        return [_organ(text, match.span("organ"), match["subject"]) for _, match in _one().found(text)]
    with_folk, alone, deeds = _folk()
    told = {match.span(): match["subject"] for _, match in with_folk.found(text)}
    every = told | {match.span(): match["subject"] for _, match in alone.found(text)}
    doing = {one.end for one in found if one.kind == "region" and re.search(DATA["latin_doing"], text[: one.start])}
    if doing:
        done = {match.span(): match["subject"] for _, match in deeds.found(text)}
        every |= {span: said for span, said in done.items() if any(text[one : span[0]] == " " for one in doing)}
    made: list[Mention] = []
    for (start, end), subject in sorted(every.items()):
        behind = any(text[one:start].strip() in _POSSESSED | _IN_BRACKETS for one in ends if one <= start)
        listed = any(text[one.end : start].strip() in _AND for one in made if one.end < start)
        if behind or listed or ((start, end) in told and any(_leads_to(text[end:one]) for one in starts if one > end)):
            made.append(_organ(text, (start, end), subject))
    return made


def _leads_to(gap: str) -> bool:
    return gap.strip() in DATA["organ_before_region"] and gap.strip() != ","


def organs_at(text: str, words: Sequence[tuple[int, int]], first: int, *, alone: bool = False) -> list[Mention]:
    """Organs whose Latin name begins at a word; `alone`: such as are told without a region before them."""
    found = []
    for follow in range(first, min(first + LONGEST_LATIN_ORGAN, len(words))):
        begin, end = words[first][0], words[follow][1]
        kind = latin_organs().get(text[begin:end])
        if kind and not (alone and text[begin:end] in DATA["latin_organs"]):
            found.append(Mention(start=begin, end=end, text=text[begin:end], kind="organ", value=kind))
    return found


def _is_called(key: str, level: str) -> bool:
    """石渡镇 has a town government, and no city's."""
    region = regions.by_key(key)
    endings = DATA["latin_levels"].get(level)
    return endings is None or (region.name if region is not None else key).endswith(tuple(endings))
