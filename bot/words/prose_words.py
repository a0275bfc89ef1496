"""English questions about prose, rephrased in the words that a Chinese clause would use.

Every word with meaning must have a counterpart: in bot/languages/en/prose.toml, else in
bot/words/glosses.toml. Whether a clause answers is decided in bot/finding/clause/statements.py.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.languages import CODES, language
from bot.models import NAMES, Cover, Mention
from bot.words import glossed, unlisted, word_order
from bot.words.domains import domains
from bot.words.mentions import is_latin
from bot.words.people_counted import counts_people, overlap, runs_on
from bot.words.refusing import asks_otherwise
from bot.words.turns import Turns
from index.numbers import COUNT_UNITS

MOST_WORDS = 6
MOST_WAYS = 240
"""questions in Chinese that one in English is tried as"""
_QUOTES = re.compile(r"(?<![a-z])'|'(?![a-z])")
"""signs around a name; as long as what they are replaced by, so that places stay"""
_OWNERS = re.compile(r"(?<![a-z])'|(?<!s)'(?![a-z])|'(?! ?[a-z])")
"""the same where none begins a name: residents' letters are theirs"""
_BEGINS = re.compile(r"(?<![a-z])'")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_NAMED = re.compile('["“「《](?P<name>[\u4e00-\u9fff]{2,})["”」》]')
"""a name that may begin as a place does, 凤凰发布: longer than that, with its signs"""
_PLACED = NAMES | {"year"}
_BETWEEN_TWO = {" and ": "joining", " & ": "joining", " or ": "either"}
"""what stands between two names, and the list of what reports have there"""
_OF_ONE = frozenset({" ", " of ", " of the "})
"""between two words of one thing: lift retrofits, retrofits of lifts"""
_JOINT = frozenset({"and"})
_IT, _ARTICLE = "it", "the "
_WITHIN_A_NAME = frozenset({"", "'s", "'"})
"""between the region and the organ of one name"""


class Rephrased(NamedTuple):
    """A question in Chinese."""

    text: str
    words: tuple[str, ...] = ()
    """those of the reports that it is made of"""
    others: tuple[str, ...] = ()
    """those of them that are not what is counted; none where that is not known"""
    unsaid: tuple[str, ...] = ()
    """what may stand for English words that the clause may lack, and that this one lacks"""


@functools.cache
def _words() -> Turns:
    return Turns((line, meant, language(code).lists) for code in CODES for line, meant in language(code).prose.items())


def known() -> set[str]:
    """All words with a counterpart: none of them is misspelt."""
    return _words().words


def in_chinese(
    text: str,
    cover: Cover,
    clauses: Callable[[], Sequence[str]],
    anywhere: Callable[[str], bool],
    names: Callable[[], Sequence[str]],
    kin: Callable[[str], Sequence[str]],
) -> Iterator[Rephrased]:
    """Possible Chinese forms of the question, without body and year; none if a word has no counterpart.

    `clauses` are those with a figure: what stands in none of them need not be tried, unless `anywhere` in a sentence
    of the report. `names` are what stands in it in quotation marks, `kin` the words that may stand for one where one
    sentence alone can answer.
    """
    if not any(map(is_latin, text)):
        return

    def stands(word: str) -> bool:
        return any(word in one for one in clauses())

    def choices_of(one: Mention) -> list[str]:
        there = _meant_apart(_choices(one, stands, anywhere), clauses)
        return there or (_by_kin(one, stands, kin) if _is_unknown((one.start, one.end), cover) else [])

    found = _found(text, cover, stands, anywhere, names)
    if not 0 < len(found) <= MOST_WORDS:
        return
    measures = [one for one in found if _measures(one) or (_may_measure(one) and not choices_of(one))]
    words = [one for one in found if one not in measures]
    head = _head(text, words, cover)
    if _only_of_the_forms(words, cover) or (head is not None and any(_are_who(one, words[head]) for one in measures)):
        return
    people = counts_people(text, words, found, head, cover, stands)
    tails = _money(text) or _tails(measures, stands, people=people)
    choices = [
        way if _may_lack(one, words, cover) and not (people and _pays(one)) else list(filter(None, way))
        for one, way in ((one, choices_of(one)) for one in words)
    ]
    if not all(choices) or math.prod(map(len, choices)) * (len(choices) + 1) * len(tails) > MOST_WAYS:
        return
    if any(_asks_in_chinese(one.text) for one in found):
        yield from (Rephrased(_in_place(words, chosen)) for chosen in itertools.product(*choices))
        return
    for chosen in itertools.product(*choices):
        counted = chosen[head] if head is not None else ""
        once = _each_once(chosen)
        if counted and counted not in once and not any(word.endswith(counted) for word in once):
            # suggestions in a box: 意见箱 counts boxes
            continue
        others = tuple(word for word in chosen if word and not word.endswith(counted)) if counted else ()
        unsaid = tuple(
            "".join(way) for one, word in zip(words, chosen, strict=True) if not word for way in one.alternatives
        )
        for way in dict.fromkeys(word_order.orders(text, once, counted, tails, clauses)):
            yield Rephrased(way, tuple(filter(None, chosen)), others, unsaid)


def _found(
    text: str,
    cover: Cover,
    stands: Callable[[str], bool],
    anywhere: Callable[[str], bool],
    names: Callable[[], Sequence[str]],
) -> list[Mention]:
    """All words that say something, with what each may be in Chinese; empty if one is open or two things are named."""
    signs = _QUOTES if _BEGINS.search(text) else _OWNERS
    turns = _words().find(_with_names_as_it(signs.sub(" ", text), cover))
    found = _placed([*turns, *_in_chinese_already(text), *unlisted.several(text)], cover)
    found = unlisted.with_compounds(unlisted.with_glosses(found), stands)
    found += unlisted.as_written(text, cover, found, stands)
    found += unlisted.in_the_plural(text, cover, found, _words().find)
    told = glossed.stretches(text, cover)
    found += [one for one in unlisted.explained(text, cover, found) if not glossed.holds(told, (one.start, one.end))]
    found = sorted(unlisted.by_sound(text, cover, found, names, anywhere), key=lambda one: one.start)
    found = _put_together(text, unlisted.with_kinds(text, found, stands), stands)
    open_words = [
        word
        for word, _ in unlisted.unplaced(text, cover, found)
        if not (glossed.holds(told, word) and _is_unknown(word, cover))
    ]
    found = glossed.left_to(found, told)
    return [] if open_words or _are_two_things(cover, found) else found


def _with_names_as_it(text: str, cover: Cover) -> str:
    """With the names as long as they were, so that turns may run over them: rumours did it debunk."""
    names = sorted((one.start, one.end) for one in cover.mentions if one.kind in NAMES)
    spans: list[tuple[int, int]] = []
    for start, end in names:
        if spans and text[spans[-1][1] : start].strip() in _WITHIN_A_NAME:
            start = spans.pop()[0]
        spans.append((start, end))
    for start, end in spans:
        start -= len(_ARTICLE) if text.endswith(_ARTICLE, 0, start) else 0
        text = text[:start] + _IT.ljust(end - start)[: end - start] + text[end:]
    return text


def _in_chinese_already(text: str) -> list[Mention]:
    """How many 人大代表建议: a word of the reports as it is. And numbers of hotlines: 12345, or 12345热线."""
    tables = language("zh").statements
    words: list[tuple[re.Match[str], Sequence[str]]] = [
        (one, [f"{unlisted.COUNTED}{one.group()}" if one.group() in COUNT_UNITS else one.group()])
        for one in _HAN.finditer(text)
    ]
    words += [(one, [one["name"]]) for one in _NAMED.finditer(text)]
    words += [
        (one, [f"{one.group()}{line}" for line in tables["lines"]]) for one in re.finditer(tables["hotline"], text)
    ]
    return [unlisted.mention(text, one.start(), one.end(), ways) for one, ways in words]


def _asks_in_chinese(text: str) -> bool:
    return any(word in text for word in language("zh").statements["asking"])


def _in_place(words: Sequence[Mention], chosen: Sequence[str]) -> str:
    """Handbooks 发了多少份: the words of another language in place of themselves."""
    parts = zip(words, chosen, strict=True)
    return " ".join(word for _, word in sorted(parts, key=lambda pair: pair[0].start) if word)


def _choices(one: Mention, stands: Callable[[str], bool], anywhere: Callable[[str], bool]) -> list[str]:
    """What a word may be in this report, and no part of another that it may be; empty where a clause may lack it."""
    words = ["".join(way) for way in one.alternatives]
    if _asks_in_chinese(one.text):
        return words
    there = [word for word in words if not word or stands(word)]
    if not any(there):
        there += [word for word in words if word and not word.startswith(unlisted.COUNTED) and anywhere(word)]
    return [word for word in there if not word or not any(word != other and word in other for other in there)]


def _meant_apart(there: list[str], clauses: Callable[[], Sequence[str]]) -> list[str]:
    """Complaints are 投诉, and 投诉举报 only where the report tells of complaints nowhere by themselves."""
    parts: dict[str, list[str]] = language("zh").statements["two_in_one"]
    for both in [word for word in there if word in parts]:
        alone = [one for one in parts[both] if any(one in clause.replace(both, "") for clause in clauses())]
        there = [*(word for word in there if word != both), *alone] if alone else there
    return there


def _by_kin(one: Mention, stands: Callable[[str], bool], kin: Callable[[str], Sequence[str]]) -> list[str]:
    """Brochures, 宣传册, where the report has 宣传折页: what it says for them may stand for it."""
    words = ("".join(way) for way in one.alternatives)
    return [word for word in words if not word.startswith(unlisted.COUNTED) and any(map(stands, kin(word)))]


def _may_lack(one: Mention, words: Sequence[Mention], cover: Cover) -> bool:
    """A clause may lack a word, unless that word alone tells what is asked from a figure of the forms.

    How many requests were refuted: requests are none that were. What a number says already (the 12369 line) is
    none of those.
    """
    if one.alternatives == unlisted.UNSAID or not _is_unknown((one.start, one.end), cover):
        return True
    return not all(_is_measured(other, cover) for other in words if other is not one)


def _pays(one: Mention) -> bool:
    """Volunteers that were paid are none of whom nothing is told but that they came: 招募志愿者620名."""
    return any("".join(way) in language("zh").statements["paying"] for way in one.alternatives)


def _only_of_the_forms(words: Sequence[Mention], cover: Cover) -> bool:
    """How many requests did it publish: all that is asked of the forms is turned into something else."""
    turned = [
        one
        for one in words
        if any(asks_otherwise(other) and overlap(one, other) for other in cover.mentions)
        and not any(start < one.end and one.start < end for start, end in cover.left)
    ]
    rest = [one for one in words if one not in turned]
    return bool(turned) and all(_is_measured(one, cover) for one in rest) and any(_is_thing(one, cover) for one in rest)


def _is_thing(one: Mention, cover: Cover) -> bool:
    """Requests, lawsuits: what the forms count, and not what is done with it."""
    tokens = (way for each in cover.mentions if overlap(one, each) for way in each.alternatives)
    return any(domains() & way for way in tokens)


def _is_measured(one: Mention, cover: Cover) -> bool:
    """All of the word, and not only part of it, means something in the forms."""
    return not _is_unknown((one.start, one.end), cover) and any(
        unlisted.says(each) and each.start < one.end and one.start < each.end for each in cover.mentions
    )


def _measures(one: Mention) -> bool:
    """Sessions of, batches of: the word says in what is counted."""
    return all("".join(way).startswith(unlisted.COUNTED) for way in one.alternatives)


def _are_who(one: Mention, head: Mention) -> bool:
    """How many courses did residents attend: those who did are no measure of what is counted ahead of them."""
    persons = language("zh").statements["telling"]
    units = ["".join(way).removeprefix(unlisted.COUNTED) for way in one.alternatives]
    return one.start > head.end and any(unit in persons for unit in units)


def _may_measure(one: Mention) -> bool:
    """Visitors: people, or what websites count."""
    return any("".join(way).startswith(unlisted.COUNTED) for way in one.alternatives)


def _tails(found: Sequence[Mention], stands: Callable[[str], bool], *, people: bool) -> list[str]:
    """How the question ends in Chinese."""
    tables = language("zh").statements
    ways = ["".join(way) for one in found for way in one.alternatives]
    units = [way.removeprefix(unlisted.COUNTED) for way in ways if way.startswith(unlisted.COUNTED)]
    if units:
        return [_tail(unit) for unit in units if stands(unit)]
    return [str(tables["how_many_people" if people else "how_many"])]


def _tail(unit: str) -> str:
    """In how many of them; or what share."""
    tables = language("zh").statements
    return str(tables["how_much_share"] if unit == tables["percent_sign"] else f"{tables['how_many']}{unit}")


def _money(text: str) -> list[str]:
    """How much was charged is no number of cases."""
    patterns = (language(code).statements.get("how_much_money", "") for code in CODES if code != "zh")
    said = any(pattern and re.search(pattern, text) for pattern in patterns)
    return [str(language("zh").statements["how_much_money"])] if said else []


def _each_once(chosen: Sequence[str]) -> list[str]:
    """Without a word that another holds: 热线 beside 12345热线."""
    return [
        word
        for at, word in enumerate(chosen)
        if word
        and not any(word in other and (word != other or at > here) for here, other in enumerate(chosen) if here != at)
    ]


def _head(text: str, words: Sequence[Mention], cover: Cover) -> int | None:
    """Which word is counted: the last of those right behind the question word, how many old residential areas."""
    asking = {
        one.end for one in cover.mentions if any("ask" in way and "people" not in way for way in one.alternatives)
    }
    found = None
    for at, one in enumerate(words):
        behind = max((end for end in asking if end <= one.start), default=None)
        begins = behind is not None and not text[behind : one.start].strip()
        if begins or (found is not None and runs_on(text, words[found], one) and not _is_done(one)):
            found = at
    return found


def _is_done(one: Mention) -> bool:
    """Machines were installed in the communities: it says what was done, or a clause may lack it."""
    if one.text.startswith(tuple(language("en").statements["passive"])):
        return True
    ways = ["".join(way) for way in one.alternatives]
    return "" in ways and not any(way in language("zh").statements["acts"] for way in ways)


def _placed(found: Sequence[Mention], cover: Cover) -> list[Mention]:
    """The longest words, from the left, that begin and end at no name or year; with all that any line says of each."""
    names = [one for one in cover.mentions if one.kind in _PLACED]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        apart = not kept or kept[-1].end <= one.start
        same = bool(kept) and kept[-1].start == one.start and not _measures(kept[-1])
        if same and _adds_little(kept[-1].text[len(one.text) :]):
            kept[-1] = replace(kept[-1], alternatives=tuple(dict.fromkeys((*kept[-1].alternatives, *one.alternatives))))
        if apart and not any(_cuts(one, name) for name in names):
            kept.append(one)
    return kept


def _cuts(one: Mention, name: Mention) -> bool:
    """Words that hold all of a name run over it; others that share something with it do not stand there."""
    inside = one.start < name.start and name.end < one.end
    return name.start < one.end and one.start < name.end and not inside


def _adds_little(rest: str) -> bool:
    """Visit in 2023 is visit."""
    return all(unlisted.is_filler(word) for word in rest.split())


def _put_together(text: str, found: Sequence[Mention], stands: Callable[[str], bool]) -> list[Mention]:
    """Complaints and suggestions, where a clause has 投诉和建议: one thing of two names. Struck off or downgraded."""
    together: list[Mention] = []
    for one in found:
        last = together[-1] if together else None
        between = text[last.end : one.start] if last is not None else None
        joined = () if last is None or _measures(last) or _measures(one) else _joined(last, one, between or "")
        if last is not None and (there := [way for way in joined if stands(way)]):
            together[-1] = unlisted.mention(text, last.start, one.end, there)
            continue
        together.append(one)
    return together


def _joined(last: Mention, one: Mention, between: str) -> Iterator[str]:
    """What two words may be as one: with a sign between them, or as what is done and projects of it are."""
    ways = [["".join(way) for way in each.alternatives if any(way)] for each in (last, one)]
    names = [*itertools.product(*ways), *itertools.product(*reversed(ways))]
    if between in _BETWEEN_TWO:
        return (first + sign + second for first, second in names for sign in _joints(_BETWEEN_TWO[between]))
    projects = language("zh").statements["projects"] if between in _OF_ONE else ()
    return (first + second + kind for first, second in names for kind in projects)


@functools.cache
def _joints(kind: str) -> tuple[str, ...]:
    return ("", *language("zh").statements[kind])


def _is_unknown(word: tuple[int, int], cover: Cover) -> bool:
    return any(start < word[1] and word[0] < end for start, end in cover.left)


def _are_two_things(cover: Cover, found: Sequence[Mention]) -> bool:
    """Work orders and leaflets: what joins them lies in no word for both (complaints and reports)."""
    joints = [one for one in cover.mentions if all(way == _JOINT for way in one.alternatives) and one.alternatives]
    return any(
        any(one.end <= joint.start for one in found)
        and any(joint.end <= one.start for one in found)
        and not any(one.start <= joint.start and joint.end <= one.end for one in found)
        for joint in joints
    )
