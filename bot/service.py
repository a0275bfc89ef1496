"""Answers questions over one index: `Service.ask` has each understood (bot/listener.py) and answered (bot/answers)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

from bot import answers
from bot.answers import about, settling
from bot.answers.picked import picked
from bot.config import Settings
from bot.explain import Steps, printed
from bot.finding import asking_back
from bot.finding.asked import Asked, make_asked
from bot.finding.closest import closest
from bot.finding.considered import considered
from bot.finding.nearest import nearest
from bot.finding.reasons import reasoned
from bot.languages import language
from bot.lasting import lasting
from bot.listener import Listener
from bot.meaning.given_up import half_told, of_results
from bot.meaning.running_on import continued
from bot.memory import Memory
from bot.models import Answer, Option, Query, Question, change_answer
from bot.normalise import Normal, normalise
from bot.places import home
from bot.places.bodies import Places
from bot.places.body_groups import named
from bot.places.body_names import expected_bodies, own_names
from bot.places.home import Home
from bot.places.pieces import is_latin_text
from index.models import Body
from index.store import Store

NAME_LIMIT = 200
"""characters of a name"""
MOST_CHOOSING = 60
"""characters that choose an option"""


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
        self._bodies: tuple[Body, ...] = ()
        self._demos: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._listener: Listener | None = None

    def _hearing(self) -> Listener:
        """What understands questions; built again when the index has other bodies, or other years of them."""
        version = self.store.version()
        if self._listener is None or version != self._version:
            bodies = tuple(self.store.bodies())
            if self._listener is None or bodies != self._bodies:
                if self._listener is not None:
                    gc.unfreeze()
                    self._listener = None
                    gc.collect()
                with lasting():
                    self._listener = Listener(Places(bodies, self._own_names))
            self._version, self._bodies = version, bodies
        return self._listener

    def places(self) -> Places:
        """The names that questions may contain."""
        return self._hearing().places

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
            return self._chosen(question, normal.text) or self._answered(question, normal, self._home(question.chat))

    def _chosen(self, question: Question, text: str) -> Answer | None:
        """The answer to the option of the question back before this that is named in words; another may be next."""
        if question.chat is None or len(text) > MOST_CHOOSING:
            return None
        lying = self.memory.options(question.chat)
        option = picked(text, lying) if lying else None
        if option is None:
            return None
        meant = replace(question, text=option.ask)
        answer = self._answered(meant, normalise(option.ask), self._home(question.chat))
        self.memory.remember(question.chat, None, answer.options or lying)
        return replace(answer, question=question.text)

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
        if question.chat is not None:
            told = self._gone_on_from(steps, answer)
            told = replace(told, language=steps.tongue.code) if told is not None else None
            if told is not steps.before or answer.options:
                self.memory.remember(question.chat, told, answer.options)
        return answer

    def _gone_on_from(self, steps: Steps, answer: Answer) -> Query | None:
        """What the chat's next question leans on."""
        if answer.query is not None:
            return continued(answer.query, steps.before, answered=answer.status != "missing")
        if answer.results:
            return of_results(answer.results, self.places())
        return half_told(steps.understood, steps.before, answer.status)

    @staticmethod
    def _told(asked: Asked) -> Answer:
        answer = answers.answer(asked)
        if answer.status != "not_understood":
            return answer
        return reasoned(asked, closest(asked, nearest(asked, answer, answers.figures)))

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
        return self._hearing().listen(question, normal or normalise(question.text), before, here)

    def _asked(self, steps: Steps) -> Asked:
        def again(text: str, before: Query | None) -> Asked:
            part = replace(steps.question, text=text, language=steps.tongue.code)
            return self._asked(self._hearing().listen(part, normalise(text), before, steps.here))

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
            respelt=lambda: self._hearing().offers(steps),
        )

    def _home(self, chat: str | None) -> Home | None:
        """The chat's region, else that of the settings."""
        told = self.memory.home(chat) if chat is not None else None
        return (home.home_from(self.places(), told) if told else None) or home.setting(
            self.places(), self.settings.region
        )

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
            return Answer(status="help", text=tongue.channel["expired"], language=tongue.code)
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
            asked = self._asked(steps)
            return printed(steps, considered(asked), self._told(asked))
