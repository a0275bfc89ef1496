"""Questions typed in pinyin, with or without blanks: haizhu qu 2020 nian shoudao duoshao shenqing.

Tried only if Latin letters are left over, and accepted only if all of them can be read as phrases, organs, own names
and regions, in as few and long pieces as possible. Exactly one of the readings must make a question.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.languages import language
from bot.lasting import lasting
from bot.meaning.understood import Understood
from bot.models import Cover
from bot.normalise import Normal
from bot.places.bodies import Places
from bot.places.body_names import DATA, ORGANS, ZONE, leveled_names, organ_names
from bot.words.mentions import phrases
from bot.words.sounds import by_beginning, syllables
from index import region_names, regions

MOST = 24
"""readings of a question that are looked at; of more none is sure"""
LONGEST = 12
"""characters of the longest phrase that is spelt out"""
FEWEST = 4
"""letters of the shortest region"""
_RUN = re.compile(r"[a-z](?:[a-z' ]*[a-z])?")
_FILLER = (frozenset[str](),)

REFUSED = "refused"
"""what is judged of a reading that holds a word which never gives a figure"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What letters may stand for."""

    text: str
    borders: frozenset[int]
    """where its syllables part; a blank may stand there only"""
    meaning: object
    anywhere: bool = False
    """the borders are not known: a blank may stand anywhere"""


@dataclass(frozen=True, slots=True)
class _Table:
    """Names by letters."""

    entries: Mapping[str, tuple[_Entry, ...]]
    longest: int
    """letters of the longest"""


def _entry(text: str, meaning: object, spelt: Sequence[str]) -> tuple[str, _Entry]:
    borders = frozenset(itertools.accumulate(map(len, spelt)))
    return "".join(spelt), _Entry(text, borders, meaning)


def _gathered(pairs: Iterable[tuple[str, _Entry]]) -> _Table:
    """Of entries that mean the same the first."""
    found: dict[str, dict[object, _Entry]] = {}
    for letters, entry in pairs:
        if letters.isascii():
            found.setdefault(letters, {}).setdefault(entry.meaning, entry)
    return _Table(
        {letters: tuple(entries.values()) for letters, entries in found.items()}, max(map(len, found), default=0)
    )


class Known:
    """Phrases that say something, small words of a closed list, and kinds of organ, by letters.

    There are a hundred thousand: those that begin with a syllable are spelt when first it is read.
    """

    def __init__(self) -> None:
        self.entries: dict[str, tuple[_Entry, ...]] = {}
        self.longest = 0
        """letters of the longest entry"""
        self._texts = list(_texts())
        self._spelt: dict[str, dict[int, _Entry]] = {}
        """by letters, and its place among all"""
        self._unread = by_beginning([text for text, _ in self._texts])

    def read(self, letters: str) -> None:
        """Have ready what stretches of letters may stand for."""
        size = 2 * _longest_syllable()
        for some in sorted({letters[at : at + size] for at in range(len(letters))}):
            for first in _syllables_at(some, 0):
                for beginning in ((first,), *((first, second) for second in _syllables_at(some, len(first)))):
                    if beginning in self._unread:
                        self._read(beginning)

    @lasting()
    def _read(self, beginning: tuple[str, ...]) -> None:
        """Spell what begins with one or two syllables. Of entries that mean the same the first counts."""
        changed = set()
        for number in self._unread[beginning]:
            text, meaning = self._texts[number]
            spelt = syllables(text)
            if tuple(spelt[:2]) == beginning:
                letters, entry = _entry(text, meaning, spelt)
                self._spelt.setdefault(letters, {})[number] = entry
                changed.add(letters)
        for letters in filter(str.isascii, changed):
            same: dict[object, _Entry] = {}
            for _, entry in sorted(self._spelt[letters].items(), key=operator.itemgetter(0)):
                same.setdefault(entry.meaning, entry)
            self.entries[letters] = tuple(same.values())
            self.longest = max(self.longest, len(letters))
        self._unread.pop(beginning, None)


@functools.cache
@lasting()
def known() -> Known:
    """The only one."""
    return Known()


def _texts() -> Iterator[tuple[str, object]]:
    """What may be spelt, and what it means."""
    small = frozenset(language("zh").pinyin["small"])
    for phrase, meaning in phrases().meanings.items():
        if not all(sign > "⺀" for sign in phrase) or len(phrase) > LONGEST:
            continue
        if phrase in small or (len(phrase) > 1 and meaning != _FILLER):
            yield phrase, meaning
    for name, kind in organ_names().items():
        yield name, ("organ", kind)
    for name, kind in {**organ_names(), **leveled_names()}.items():
        for letter in () if ORGANS[kind].get("national") else language("zh").pinyin["levels"]:
            yield letter + name, ("organ", kind, letter)


@functools.cache
def _syllables() -> frozenset[str]:
    return frozenset(language("zh").pinyin["syllables"].split())


@functools.cache
def _longest_syllable() -> int:
    return max(map(len, _syllables()))


def _syllables_at(letters: str, at: int) -> list[str]:
    """Those that begin there."""
    ends = range(at + 1, min(at + _longest_syllable(), len(letters)) + 1)
    return [one for end in ends if (one := letters[at:end]) in _syllables()]


@functools.lru_cache(maxsize=64)  # it is asked of each word of a question in several ways
def is_spelt(word: str) -> bool:
    """Whether a word consists of pinyin syllables."""
    known, longest = _syllables(), _longest_syllable()
    reached = {0}
    last = 0
    for end in range(1, len(word) + 1):
        if end - last > longest:
            return False
        for start in range(max(0, end - longest), end):  # no generator: a word may be as long as a question
            if start in reached and word[start:end] in known:
                reached.add(end)
                last = end
                break
    return last == len(word)


def spelt_syllables(word: str) -> list[tuple[str, ...]]:
    """The ways in which a word parts into pinyin syllables: xian is xian and xi an."""
    if not word:
        return [()]
    ends = range(1, min(len(word), _longest_syllable()) + 1)
    return [(word[:end], *rest) for end in ends if word[:end] in _syllables() for rest in spelt_syllables(word[end:])]


class Reader:
    """Reads pinyin, given the names of one index."""

    def __init__(self, places: Places) -> None:
        self.places = places

    @functools.cached_property
    def _table(self) -> _Table:
        """Of the index."""
        return _gathered([*self._names(), *self._regions(self.places.by_key)])

    @functools.cached_property
    def _wide_table(self) -> _Table:
        """With every region there is, for a question about one that is not indexed."""
        every = {region.code for region in regions.all_regions()}
        return _gathered([*self._names(), *self._regions([*self.places.by_key, *sorted(every)])])

    @functools.cached_property
    def _spellings(self) -> frozenset[str]:
        """Latin names of the regions indexed: Harbin is no pinyin."""
        return frozenset(letters for letters, _ in self._regions(self.places.by_key))

    def _names(self) -> Iterator[tuple[str, _Entry]]:
        for text, mentions in self.places.names().items():
            own = [one for one in mentions if one.kind == "own"]
            if own and all(sign > "⺀" for sign in text):
                yield _entry(text, ("own", own[0].value), syllables(text))

    @staticmethod
    def _regions(keys: Iterable[str]) -> Iterator[tuple[str, _Entry]]:
        """Regions stay in Latin letters: whoever else bears the name is asked about as ever."""
        for key in keys:
            region = regions.by_key(key)
            if region is not None:
                spellings: Iterable[str] = regions.latin_spellings(region)
            else:
                zone = key.removeprefix(ZONE)
                spellings = ["".join(syllables(name)) for name in (zone, region_names.cut_suffix(zone)[0])]
            for letters in spellings:
                if len(letters) >= FEWEST:
                    yield letters, _Entry(f" {letters} ", frozenset(), "region", anywhere=True)

    def read(self, normal: Normal, judge: Callable[[str], object]) -> tuple[Normal, tuple[tuple[str, str], ...]] | None:
        """The question in characters, and what was read as what; None if it is not pinyin or not certain.

        `judge` returns what a text means: None for no question, REFUSED, or values that are equal for equal meanings.
        """
        runs = [match.span() for match in _RUN.finditer(normal.text)]
        words = [word for start, end in runs for word in re.split("[ ']+", normal.text[start:end])]
        if not all(is_spelt(word) or word in self._spellings for word in words):
            return None
        for table in (self._table, self._wide_table):
            read = [_readings(normal.text[start:end], table) for start, end in runs]
            if all(read):
                break
        else:
            return None
        if not runs or math.prod(map(len, read)) > MOST:
            return None
        candidates = [_written(normal, runs, texts) for texts in itertools.product(*read)]
        verdicts = [judge(one.text) for one in candidates]
        if len(candidates) > 1 and REFUSED in verdicts:
            return None
        fitting = [at for at, verdict in enumerate(verdicts) if verdict is not None]
        if len({id(verdicts[at]) for at in fitting}) > 1 and any(
            verdicts[at] != verdicts[fitting[0]] for at in fitting
        ):
            return None
        chosen = fitting[0] if fitting else 0 if len(candidates) == 1 else None
        if chosen is None:
            return None
        texts = list(itertools.product(*read))[chosen]
        return candidates[chosen], _said(normal, runs, texts)


def judged(cover: Cover, told: Understood) -> object:
    """The meaning of a reading, apart from the words it was said with."""
    if any(token.startswith("not:") for one in cover.mentions for way in one.alternatives for token in way):
        return REFUSED
    if told.left or told.intent is None or (told.intent == "figure" and not (told.measures or told.near)):
        return None
    return replace(told, content=(), operators=(), features=frozenset(), senses=())


def _readings(run: str, table: _Table) -> tuple[str, ...]:
    """Ways to write a run of letters in characters, of those with the fewest pieces; none where letters stay over."""
    letters = run.replace(" ", "").replace("'", "")
    cuts = _cuts(run)
    known().read(letters)
    entries, longest = known().entries, max(known().longest, table.longest)
    best: list[tuple[float, tuple[str, ...]]] = [(math.inf, ())] * (len(letters) + 1)
    best[0] = (0, ("",))
    for start in range(len(letters)):
        pieces, before = best[start]
        if not before:
            continue
        for end in range(start + 1, min(start + longest, len(letters)) + 1):
            piece = letters[start:end]
            some = (*entries.get(piece, ()), *table.entries.get(piece, ()))
            here = [one for one in some if _fits(one, start, end, cuts)]
            if not here or pieces + 1 > best[end][0]:
                continue
            made = tuple(text + one.text for text in before for one in here)[: MOST + 1]
            kept = best[end][1] if best[end][0] == pieces + 1 else ()
            best[end] = (pieces + 1, tuple(dict.fromkeys((*kept, *made)))[: MOST + 1])
    return _with_suffix(best[-1][1])


def _with_suffix(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that take 县 of a name for another word: Qinghe 先行政复议 beside Qinghexian 行政复议."""
    named = {word for text in texts for word in text.split(" ") if word.isascii()}
    longer = {word + suffix for word in named for suffix in DATA["latin_suffixes"]} & named
    short = {word for word in named if any(word + suffix in longer for suffix in DATA["latin_suffixes"])}
    kept = tuple(text for text in texts if short.isdisjoint(text.split(" ")))
    return kept or texts


def _cuts(run: str) -> frozenset[int]:
    """Offsets among the letters where a blank or an apostrophe stands."""
    found, at = set(), 0
    for sign in run:
        if sign in " '":
            found.add(at)
        else:
            at += 1
    return frozenset(found)


def _fits(entry: _Entry, start: int, end: int, cuts: frozenset[int]) -> bool:
    return entry.anywhere or all(cut - start in entry.borders for cut in cuts if start < cut < end)


def _written(normal: Normal, runs: Sequence[tuple[int, int]], texts: Sequence[str]) -> Normal:
    """The question with its runs of letters written so; every new character comes from the run it stands for."""
    text, origin, at = "", [], 0
    for (start, end), written in zip(runs, texts, strict=True):
        text += normal.text[at:start] + written
        origin += [*normal.origin[at:start], *[normal.origin[start]] * (len(written) - 1), normal.origin[end - 1]]
        at = end
    return Normal(typed=normal.typed, text=text + normal.text[at:], origin=(*origin, *normal.origin[at:]))


def _said(normal: Normal, runs: Sequence[tuple[int, int]], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What was typed and what it was read as, for each run that is more than a region's name."""
    pairs = [
        (normal.as_typed(start, end), " ".join(text.split())) for (start, end), text in zip(runs, texts, strict=True)
    ]
    return tuple((typed, read) for typed, read in pairs if any(sign > "⺀" for sign in read))
