"""What an English question about prose says in words that no list has a counterpart for.

A gloss may explain them (bot/words/glosses.toml), or the report too writes them in Latin letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.languages import language
from bot.models import NAMES, Cover, Mention, make_mention
from bot.words import glosses
from bot.words.mentions import is_latin, phrases
from bot.words.sounds import syllables

COUNTED, _PLURAL = "=", "s"
"""before a measure word in prose.toml"""
LONGEST_PARTICLE = 3
"""letters of in, on, for and the"""
MOST_JOINED = 3
"""words of a name that is made of what each of them is called"""
SHORTEST_NAME = 5
"""letters of a name that is written as it sounds"""
_SILENT = frozenset(
    {"ask", "what", "and", "people", "total", "op:in_all", "op:where", "op:quote", "op:figures", "each:which"}
)
_ARTICLE = re.compile(r"(?:the|an?) ")
_PLACED = NAMES | {"year"}
_WITHIN_WORDS = frozenset({" ", "' "})
"""between two words of one thing: Citizens' Square"""
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_KIND_AHEAD = re.compile(r"(?P<kind>[a-z]+) of (?:the |an? )?$")
_KIND_BEHIND = re.compile(r" (?P<kind>[a-z]+)")
_WORD = re.compile(rf"{_LATIN_WORD.pattern}|[\u4e00-\u9fff]+")
"""落地PPP项目: what stands beside letters in characters says something too"""
_FILLER = (frozenset[str](),)
UNSAID = (frozenset({""}),)
"""of a word that a clause may lack"""
_NO_THING = ("not:", "op:", "cmp:", "year:", "each:", "party:")
"""what begins the tokens of words that say what is done with a figure, or of whom"""
_SAID_OTHERWISE = ("unit:", "year:")
"""of words that a question in Chinese has in its own way: last year is the year that is looked in"""


def _said(cover: Cover) -> Iterator[tuple[tuple[int, int], bool]]:
    """Where something stands that says something, and whether it may be what a gloss explains."""
    yield from ((span, True) for span in cover.left)
    for one in cover.mentions:
        if says(one):
            tokens = set().union(*one.alternatives)
            yield _bared(one), one.kind == "phrase" and not any(token.startswith(_NO_THING) for token in tokens)


def unplaced(text: str, cover: Cover, found: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], bool]]:
    """What says something and has no counterpart, a word at a time, and whether a gloss may explain it."""
    spans = [(one.start, one.end) for one in found]
    for (start, end), open_ in _said(cover):
        if any(first <= start and end <= last for first, last in spans) or _is_cut(text, (start, end), spans):
            continue
        if _only_asks_besides(text, (start, end), spans):
            continue
        # words that say what is done with a figure do so together: say about
        words = [word.span() for word in _WORD.finditer(text, start, end)] if open_ else []
        words = words or [(start, end)]
        for word in words:
            inside = any(first <= word[0] and word[1] <= last for first, last in spans)
            if not inside and (len(words) == 1 or not is_filler(text[slice(*word)])):
                yield word, open_


def _is_cut(text: str, word: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Up by, in boxes set up by the bureau: one word is of another, and what is left says nothing."""
    start, end = word
    rest = [
        text[last:end].split() if first < start else text[start:first].split()
        for first, last in spans
        if first < start < last or first < end < last
    ]
    return bool(rest) and all(is_filler(one) for words in rest for one in words)


def _only_asks_besides(text: str, word: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """How many departments: what stands ahead of a word only asks."""
    asks = language("en").statements["asks"]
    return any(word[0] < first and word[1] == last and text[word[0] : first].strip() in asks for first, last in spans)


def is_filler(word: str) -> bool:
    return phrases().meanings.get(word) == _FILLER


def _saying(words: Sequence[str]) -> list[str]:
    """Without those that sentences are full of: 报告, 情况 for reports would tell nothing of what is counted."""
    tables = language("zh").statements
    idle = {*tables["idle"], *tables["light"], *tables["plain"], *tables["plain_ahead"]}
    return [word for word in words if word not in idle and not is_filler(word)]


def explained(text: str, cover: Cover, found: Sequence[Mention]) -> list[Mention]:
    """Words without a counterpart that have a gloss, the longest first: real estate, leaflets."""
    words = sorted({word for word, open_ in unplaced(text, cover, found) if open_})
    told: list[Mention] = []
    at = 0
    while at < len(words):
        for size in range(min(glosses.LONGEST, len(words) - at), 0, -1):
            start, end = words[at][0], words[at + size - 1][1]
            known = [] if is_filler(text[start:end]) else _saying(glosses.in_chinese(text[start:end]))
            if known:
                told.append(mention(text, start, end, known))
                break
        at += size
    return told


def in_the_plural(
    text: str, cover: Cover, found: Sequence[Mention], known: Callable[[str], Sequence[Mention]]
) -> list[Mention]:
    """Measure words of which only the plural is known: how many time, how many copy."""
    told = []
    for start, end in sorted({word for word, _ in unplaced(text, cover, found)}):
        plural = f"{text[start:end]}{_PLURAL}"
        same = (one for one in known(plural) if one.text == plural and _is_measure(one))
        told += [replace(one, start=start, end=end, text=text[start:end]) for one in same]
    return told


def with_glosses(found: Sequence[Mention]) -> list[Mention]:
    """Words of prose.toml with what a gloss says of them besides."""
    return [one if _is_measure(one) else _glossed(one) for one in found]


def _glossed(one: Mention) -> Mention:
    more = [frozenset({word}) for word in _saying(glosses.in_chinese(_without_fillers(one.text)))]
    return replace(one, alternatives=tuple(dict.fromkeys((*one.alternatives, *more)))) if more else one


def with_compounds(found: Sequence[Mention], stands: Callable[[str], bool]) -> list[Mention]:
    """Several words that are one thing with what the report may make of each of them: student aid, 学生资助."""
    return [one if _is_measure(one) else _compounded(one, stands) for one in found]


def _compounded(one: Mention, stands: Callable[[str], bool]) -> Mention:
    words = [word for word in one.text.split() if not is_filler(word)]
    if not 1 < len(words) <= MOST_JOINED:
        return one
    parts = itertools.product(*(_saying(glosses.in_chinese(word)) for word in words))
    more = [frozenset({name}) for name in map("".join, parts) if stands(name)]
    return replace(one, alternatives=tuple(dict.fromkeys((*one.alternatives, *more)))) if more else one


def with_kinds(text: str, found: Sequence[Mention], stands: Callable[[str], bool]) -> list[Mention]:
    """Drink driving cases, cases of drink driving: 酒驾典型案例, where the report has as one of what kind it is."""
    return [_with_kind(text, one, stands) for one in found]


def _with_kind(text: str, one: Mention, stands: Callable[[str], bool]) -> Mention:
    if _is_measure(one):
        return one
    tables = language("en").statements["kinds_behind"]
    for kind in filter(None, (_KIND_AHEAD.search(text, 0, one.start), _KIND_BEHIND.match(text, one.end))):
        names = [
            "".join(way) + behind for way in one.alternatives if any(way) for behind in tables.get(kind["kind"], ())
        ]
        if told := [name for name in names if stands(name)]:
            return mention(text, min(one.start, kind.start("kind")), max(one.end, kind.end()), told)
    return one


def _without_fillers(text: str) -> str:
    """List in the is list; monitoring reports are no monitoring."""
    words = text.split()
    while len(words) > 1 and len(words[-1]) <= LONGEST_PARTICLE and is_filler(words[-1]):
        words.pop()
    return " ".join(words)


def _is_measure(one: Mention) -> bool:
    return any(word.startswith(COUNTED) for way in one.alternatives for word in way)


def several(text: str) -> list[Mention]:
    """Several words that a gloss says are one thing, whatever its parts may be: legal opinions, on a bus line."""
    words = [word.span() for word in _LATIN_WORD.finditer(text)]
    made = []
    for at, (start, _) in enumerate(words):
        for (_, before), (after, end) in itertools.pairwise(words[at : at + glosses.LONGEST]):
            if text[before:after] not in _WITHIN_WORDS:
                break
            known = _saying(glosses.in_chinese(text[start:end].replace("'", "")))
            if known:
                made.append(mention(text, start, end, known))
    return made


def mention(text: str, start: int, end: int, ways: Sequence[str]) -> Mention:
    """A stretch of the question with what it may be in the reports."""
    return make_mention(
        start=start,
        end=end,
        text=text[start:end],
        kind="phrase",
        alternatives=tuple(frozenset({way}) for way in ways),
    )


def as_written(text: str, cover: Cover, found: Sequence[Mention], stands: Callable[[str], bool]) -> list[Mention]:
    """RCEP, VR: what a report too writes in Latin letters."""
    words = sorted({word for word, open_ in unplaced(text, cover, found) if open_})
    return [
        mention(text, start, end, [text[start:end]])
        for start, end in words
        if end - start > 1 and is_latin(text[start]) and stands(text[start:end])
    ]


def by_sound(
    text: str,
    cover: Cover,
    found: Sequence[Mention],
    names: Callable[[], Sequence[str]],
    anywhere: Callable[[str], bool],
) -> list[Mention]:
    """With what stands in quotation marks in the report as it is pronounced: Xiaoyu, the Zheliban app.

    What the name is of, or the number of a hotline, need not be said by the report (an app, a line): the name says it.
    """
    words = sorted(
        {word for word, open_ in unplaced(text, cover, found) if open_ and word[1] - word[0] >= SHORTEST_NAME}
    )
    spelt = {"".join(syllables(name)): name for name in names()} if words else {}
    made = [mention(text, start, end, [spelt[text[start:end]]]) for start, end in words if text[start:end] in spelt]
    kind = re.compile(language("en").statements["kinds_of_name"])
    named = [*made, *(one for one in found if one.text.isdigit())]
    beside = [(one, name) for one in found if kind.fullmatch(one.text) for name in named if _is_beside(text, one, name)]
    unsaid = [
        one
        for one, name in beside
        if not any(anywhere(_behind_number(name) + "".join(way)) for way in one.alternatives)
    ]
    return [*(replace(one, alternatives=UNSAID) if one in unsaid else one for one in found), *made]


def _behind_number(name: Mention) -> str:
    """12345 hotline is 12345热线 if the report has that; 热线 by itself may be another."""
    return name.text if name.text.isdigit() else ""


def _is_beside(text: str, one: Mention, name: Mention) -> bool:
    first, second = sorted((one, name), key=lambda each: each.start)
    return text[first.end : second.start] == " "


def _bared(one: Mention) -> tuple[int, int]:
    """A mention without its article: the average."""
    article = _ARTICLE.match(one.text)
    return one.start + (article.end() if article is not None else 0), one.end


def says(one: Mention) -> bool:
    if one.kind != "phrase":
        return one.kind not in _PLACED
    return all(
        any(word not in _SILENT and not word.startswith(_SAID_OTHERWISE) for word in way) for way in one.alternatives
    )
