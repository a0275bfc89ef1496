"""Answers questions: `Service.ask` names the steps in order.

normalise → mentions → covers → (mend) → understand → body → year → metric → figure → wording.
"""

from __future__ import annotations

import datetime
import gc
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import answers
from bot.answers import about, settling
from bot.config import Settings
from bot.explain import Steps, make_steps, printed
from bot.finding import asking_back
from bot.finding.asked import Asked, make_asked
from bot.finding.closest import closest
from bot.finding.nearest import nearest
from bot.languages import language
from bot.lasting import lasting
from bot.meaning.running_on import continued
from bot.meaning.understanding import understand
from bot.meaning.understood import Understood
from bot.memory import Memory
from bot.models import NAMES, Answer, Cover, Mention, Option, Query, Question, change_answer
from bot.normalise import Normal, normalise
from bot.places import home
from bot.places.bodies import Places, is_latin_text, named
from bot.places.body_names import expected_bodies, own_names
from bot.places.home import Home
from bot.places.zones import zones
from bot.spelling.latin_words import respelt
from bot.spelling.mending import Mender
from bot.spelling.pinyin import Reader, judged
from bot.words import dialects
from bot.words.mentions import covers, has_latin, is_content, is_latin
from bot.words.shapes import known, known_by_shape, words_in
from index.store import Store

NAME_LIMIT = 200
"""characters of a name"""
SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")


class Service:
    """Answers questions over one index."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        settings: Settings,
        heard: Callable[[Question, Answer], None] | None = None,
    ) -> None:
        """`heard` is told of every question that came through a channel, and its answer."""
        self._heard = heard
        self.store = store
        self.memory = memory
        self.settings = settings
        self._own_names = own_names(settings.bodies) if settings.bodies is not None else None
        self._expected = expected_bodies(settings.expected) if settings.expected is not None else ()
        self._version: int | None = None
        self._demos: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._places: Places | None = None
        self._mender: Mender | None = None
        self._reader: Reader | None = None

    def places(self) -> Places:
        """The names that questions may contain; built again when the index has changed."""
        version = self.store.version()
        if self._places is None or version != self._version:
            if self._places is not None:
                gc.unfreeze()
                self._places = self._mender = self._reader = None
                gc.collect()
            with lasting():
                self._places = Places(self.store.bodies(), self._own_names)
                self._mender = Mender(self._places)
                self._reader = Reader(self._places)
            self._version = version
        return self._places

    def ask(self, question: Question) -> Answer:
        """Answer one question. How it was understood is kept for the chat's next question."""
        answer = self._ask(question)
        if self._heard is not None and question.channel is not None:
            self._heard(question, answer)
        return answer

    def _ask(self, question: Question) -> Answer:
        if len(question.text) > self.settings.question_limit:
            tongue = language(question.language or ("en" if question.text[:64].isascii() else "zh"))
            text = tongue.say("too_long", limit=self.settings.question_limit)
            return Answer(question=question.text, status="not_understood", text=text, language=tongue.code)
        normal = normalise(question.text)
        with self.store.reading():
            told = home.told(normal.text, self.places())
            if told is not None:
                return self._settled(question, told, normal.as_typed(told.rest, len(normal.text)))
            return self._answered(question, normal, self._home(question.chat))

    def _answered(self, question: Question, normal: Normal, here: Home | None) -> Answer:
        steps = self._steps(question, here, normal)
        word = home.unset(steps.covers[0].mentions)
        if word is not None:
            answer = asking_back.ask_home(self._asked(steps), word, self._figure_of)
        else:
            answer = self._told(self._asked(steps))
            said = home.said(steps.covers[0].mentions) if here is not None and answer.results else None
            if said is not None and here is not None:
                note = steps.tongue.say("home_now", name=here.name, word=said.text)
                text = f"{answer.text}\n{steps.tongue.say('note', what=note)}"
                answer = replace(answer, text=text, notes=(*answer.notes, note))
        answer = change_answer(answer, question=question.text, language=steps.tongue.code)
        nothing_kept = answer.status == "missing" and answer.query is None
        given_up = (answer.status in {"not_understood", "clarify"} or nothing_kept) and steps.before is not None
        if question.chat is not None and (answer.query is not None or answer.options or given_up):
            told = _half_told(steps) if given_up else continued(answer.query, steps.before) or steps.before
            told = replace(told, language=steps.tongue.code) if told is not None else None
            self.memory.remember(question.chat, told, answer.options)
        return answer

    @staticmethod
    def _told(asked: Asked) -> Answer:
        answer = answers.answer(asked)
        if answer.status != "not_understood":
            return answer
        return closest(asked, nearest(asked, answer, answers.answer))

    def _figure_of(self, text: str) -> bool:
        """Tell whether a question that stands alone has an answer."""
        steps = self._steps(Question(text=text), None)
        return answers.answer(self._asked(steps)).status in {"answered", "missing"}

    def _settled(self, question: Question, told: home.Told, rest: str) -> Answer:
        """The chat's region is told, asked for or taken back; a question may follow in the same breath."""
        said = told.name or question.text.removeprefix("/region")
        tongue = language(question.language or ("en" if is_latin_text(said) else "zh"))
        answer, here = settling.settle(told, tongue, self.places(), self.memory, question.chat)
        if rest.strip() and here is not None:
            after = self._answered(replace(question, text=rest), normalise(rest), here)
            if after.status == "clarify":
                # 我在海珠区，2020年收到多少: the place was said already
                text = f"{here.name} {rest}"
                named = self._answered(replace(question, text=text), normalise(text), here)
                after = named if named.results else after
            line = answer.text if question.chat is not None else ""
            answer = replace(after, text=f"{line}\n{after.text}".strip())
        answer = replace(answer, question=question.text)
        if question.chat is not None and answer.options:
            self.memory.remember(question.chat, None, answer.options)
        return answer

    def _steps(self, question: Question, here: Home | None = None, normal: Normal | None = None) -> Steps:
        before = self.memory.recall(question.chat) if question.chat is not None else None
        return self._read(question, normal or normalise(question.text), before, here)

    def _read(self, question: Question, normal: Normal, before: Query | None, here: Home | None) -> Steps:
        normal = dialects.standard(normal)
        found, ways = self._find(normal.text, here)
        mends: tuple[tuple[str, str], ...] = ()
        if any(is_latin(normal.text[start]) for start, _ in ways[0].left) and self._reader is not None:

            def judge(text: str) -> object:
                other = self._find(text, here)[1]
                return judged(other[0], self._understood(question, before, here, text, other))

            read = self._reader.read(normal, judge)
            if read is not None:
                normal, mends = read
                found, ways = self._find(normal.text, here)
        if ways[0].left and not mends:
            better = respelt(normal, ways[0].left)
            if better is not None:
                normal, mends = better
                found, ways = self._find(normal.text, here)
            found, ways, further = self._mended(normal.text, found, ways)
            mends += further
        return make_steps(
            question=question,
            here=here,
            normal=normal,
            mentions=tuple(found),
            covers=tuple(ways),
            understood=self._understood(question, before, here, normal.text, ways),
            mends=mends,
            tongue=language(self._language(question, normal.text, ways[0], before)),
            before=before,
        )

    def _mended(
        self, text: str, found: list[Mention], ways: list[Cover]
    ) -> tuple[list[Mention], list[Cover], tuple[tuple[str, str], ...]]:
        """The ways to cut a text with names and Chinese words mended, and what was mended."""
        mended = self._mender.mend(text, ways[0].left) if self._mender is not None else []
        if not mended:
            return found, ways, ()
        found = found + mended
        ways = covers(text, found)
        every = [dict.fromkeys(one.mended for one in way.mentions if one.mended) for way in ways]
        # two words that a misspelt one may be are asked about, not said
        return found, ways, tuple(one for one in every[0] if all(one in each for each in every))

    def _find(self, text: str, here: Home | None) -> tuple[list[Mention], list[Cover]]:
        """Everything known in a text, and the ways to cut it."""
        places = self.places()
        named = places.find(text)
        zoned = zones(text, named)
        read = known_by_shape(text, [*named, *zoned]) if not home.has_own_words(text) else None
        if read is not None:
            return read
        words, own = home.own_words(text, here, places, words_in(text), named)
        return known(text, words, [*named, *own, *zoned])

    def _understood(
        self, question: Question, before: Query | None, here: Home | None, text: str, ways: Sequence[Cover]
    ) -> Understood:
        return understand(
            text,
            ways,
            self.places(),
            before=before,
            this_year=(question.today or datetime.datetime.now(SHANGHAI).date()).year,
            home=here.keys if here is not None else frozenset(),
        )

    def _asked(self, steps: Steps) -> Asked:
        def again(text: str, before: Query | None) -> Asked:
            part = replace(steps.question, text=text, language=steps.tongue.code)
            return self._asked(self._read(part, normalise(text), before, steps.here))

        return make_asked(
            store=self.store,
            places=self.places(),
            tongue=steps.tongue,
            understood=steps.understood,
            cover=steps.covers[0],
            text=steps.normal.text,
            before=steps.before,
            mends=steps.mends,
            expected=self._expected,
            again=again,
            examples=lambda: self.demo(steps.tongue.code),
            respelt=lambda: self._respelt(steps),
        )

    def _respelt(self, steps: Steps) -> tuple[str, ...]:
        return self._mender.offers(steps.normal.text, steps.covers[0].left) if self._mender is not None else ()

    def _home(self, chat: str | None) -> Home | None:
        """The chat's region, else that of the settings."""
        told = self.memory.home(chat) if chat is not None else None
        return (home.home_from(self.places(), told) if told else None) or home.setting(
            self.places(), self.settings.region
        )

    @staticmethod
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

    def named(self, text: str, year: int | None = None) -> tuple[str, ...]:
        """The full names of the bodies that a text consisting of a name only may mean: 海珠区府办, Haizhu."""
        with self.store.reading():
            return tuple(dict.fromkeys(body.name for body in named(self.places(), text[:NAME_LIMIT], year)))

    def demo(self, code: str = "zh") -> tuple[str, ...]:
        """Three questions that have an answer in this index; cached until it changes."""
        known = self._demos.get(code)
        if known is None or known[0] != self.store.version():
            known = self._demos[code] = (self.store.version(), about.examples(self.store, language(code)))
        return known[1]

    def greeting(self, code: str) -> Answer:
        """What can be asked, with examples that work on the indexed reports."""
        return about.greeting(self.store, language(code))

    def digest(self, options: tuple[Option, ...]) -> str:
        """The identifier of a set of options, for buttons."""
        return self.memory.digest(options)

    def choose(self, chat: str, digest: str, number: int, code: str | None = None) -> Answer:
        """Ask the option with this number, if the chat's options are still those of the digest."""
        option = self.memory.option(chat, digest, number)
        if option is None:
            tongue = language(code or "zh")
            return Answer(question="", status="help", text=tongue.channel["expired"], language=tongue.code)
        return self.ask(Question(text=option.ask, chat=chat))

    @staticmethod
    def say(code: str, key: str) -> str:
        """A fixed sentence of the channels."""
        return language(code).channel[key]

    def explain(self, question: Question) -> str:
        """All steps of understanding a question, as text."""
        if len(question.text) > self.settings.question_limit:
            return self.ask(question).text
        with self.store.reading():
            steps = self._steps(question, self._home(question.chat))
            return printed(steps, self._told(self._asked(steps)))


def _half_told(steps: Steps) -> Query | None:
    """What a chat goes on from after a question that was not understood: of whom and when it was, no longer of what.

    And Bailu? after it would else be answered with the figure of the question before. What named nothing takes
    nothing away.
    """
    told, before = steps.understood, steps.before
    if before is None:
        return None
    if not (told.choices or told.years or told.each or told.left or told.features or told.parties_said):
        return before
    named = tuple(dict.fromkeys(body.name for choice in told.choices for body in choice.bodies))
    years = told.years or before.years
    return replace(before, intent="figure", bodies=named or before.bodies, years=years, ops=(), given_up=True)
