"""From the text of a question to what is understood of it: the steps, in order, each in a room of its own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.explain import Steps, make_steps
from bot.languages import language
from bot.meaning.understanding import understand
from bot.meaning.understood import Understood
from bot.models import NAMES, Cover, Mention, Query, Question, today_in_china
from bot.normalise import Normal
from bot.places import home
from bot.places.bodies import Places
from bot.places.home import Home
from bot.places.pieces import is_latin_text
from bot.places.zones import zones
from bot.spelling.latin_words import respelt
from bot.spelling.mending import Mender
from bot.spelling.pinyin import Reader, judged
from bot.words import dialects
from bot.words.mentions import covers, has_latin, is_content, is_latin
from bot.words.shapes import known, known_by_shape, words_in

_Cut = tuple[list[Mention], list[Cover]]
"""everything known in a text, and the ways to cut it"""
_Mends = tuple[tuple[str, str], ...]
"""what was typed and what it is taken for"""


class Listener:
    """Understands questions about the bodies of one state of the index."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._mender = Mender(places)
        self._reader = Reader(places)

    def listen(self, question: Question, normal: Normal, before: Query | None, here: Home | None) -> Steps:
        """All steps of understanding a question. `before`: the chat's last one; `here`: the region of whoever asks."""
        normal = dialects.standard(normal)
        cut = self._find(normal.text, here)
        mends: _Mends = ()
        if cut[1][0].left:
            normal, cut, mends = self._spelt(question, normal, cut, before, here)
        found, ways = cut
        return make_steps(
            question=question,
            here=here,
            normal=normal,
            mentions=tuple(found),
            covers=tuple(ways),
            understood=self._understood(question, before, here, normal.text, ways),
            mends=mends,
            tongue=language(_language(question, normal.text, ways[0], before)),
            before=before,
        )

    def offers(self, steps: Steps) -> tuple[str, ...]:
        """The text with the towns of the index that what could not be placed sounds like."""
        return self._mender.offers(steps.normal.text, steps.covers[0].left)

    def _spelt(
        self, question: Question, normal: Normal, cut: _Cut, before: Query | None, here: Home | None
    ) -> tuple[Normal, _Cut, _Mends]:
        """A text that is not known as a whole with pinyin in characters and misspelt words mended."""
        mends: _Mends = ()
        if any(is_latin(normal.text[start]) for start, _ in cut[1][0].left):

            def judge(text: str) -> object:
                other = self._find(text, here)[1]
                return judged(other[0], self._understood(question, before, here, text, other))

            read = self._reader.read(normal, judge)
            if read is not None:
                normal, mends = read
                cut = self._find(normal.text, here)
        if not cut[1][0].left or mends:
            return normal, cut, mends
        better = respelt(normal, cut[1][0].left)
        if better is not None:
            normal, mends = better
            cut = self._find(normal.text, here)
        cut, further = self._mended(normal.text, cut)
        return normal, cut, mends + further

    def _mended(self, text: str, cut: _Cut) -> tuple[_Cut, _Mends]:
        """The ways to cut a text with names and Chinese words mended, and what was mended."""
        found, ways = cut
        mended = self._mender.mend(text, ways[0].left)
        if not mended:
            return cut, ()
        found = found + mended
        ways = covers(text, found)
        every = [dict.fromkeys(one.mended for one in way.mentions if one.mended) for way in ways]
        # two words that a misspelt one may be are asked about, not said
        return (found, ways), tuple(one for one in every[0] if all(one in each for each in every))

    def _find(self, text: str, here: Home | None) -> _Cut:
        """Everything known in a text, and the ways to cut it."""
        named = self.places.find(text)
        zoned = zones(text, named)
        read = known_by_shape(text, [*named, *zoned]) if not home.has_own_words(text) else None
        if read is not None:
            return read
        words, own = home.own_words(text, here, self.places, words_in(text), named)
        return known(text, words, [*named, *own, *zoned])

    def _understood(
        self, question: Question, before: Query | None, here: Home | None, text: str, ways: Sequence[Cover]
    ) -> Understood:
        return understand(
            text,
            ways,
            self.places,
            before=before,
            this_year=(question.today or today_in_china()).year,
            home=here.keys if here is not None else frozenset(),
        )


def _language(question: Question, text: str, cover: Cover, before: Query | None) -> str:
    """English if what is said besides names is in Latin letters; of figures alone (2019?) the chat's language."""
    if question.language is not None:
        return question.language
    if before is not None and before.language is not None and not any(sign.isalpha() for sign in text):
        return before.language
    if not has_latin(text):
        return "zh"
    rest = list(text)
    for mention in cover.mentions:
        if mention.kind in NAMES:
            rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = "".join(rest)
    if not any(is_content(sign) and not sign.isdigit() for sign in left):
        return "en" if is_latin_text(text) else "zh"
    return "en" if is_latin_text(left) else "zh"
