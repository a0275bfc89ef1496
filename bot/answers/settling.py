"""Answers when the chat's region is set, asked for or cleared."""

from __future__ import annotations

from bot import wording
from bot.languages import Language
from bot.memory import Memory
from bot.models import Answer, Option
from bot.places.bodies import Places
from bot.places.home import Home, Told, home_from, homes_called

MOST_OPTIONS = 5


def settle(
    told: Told, tongue: Language, places: Places, memory: Memory, chat: str | None
) -> tuple[Answer, Home | None]:
    """The answer, and the region that applies from now on; None if there is none, or if it is not clear which."""
    if told.does == "clear":
        if chat is not None:
            memory.settle(chat, None)
        return _said(tongue, "home_cleared"), None
    if told.does == "show":
        kept = memory.home(chat) if chat is not None else None
        return (_said(tongue, "home_shown", name=kept) if kept else _said(tongue, "home_not_set")), None
    here = home_from(places, told.name)
    if here is None:
        text = tongue.say("not_understood", words=wording.words(tongue, (told.name,)))
        return Answer(status="not_understood", text=text, words=(told.name,), language=tongue.code), None
    if len(here.keys) > 1:
        called = homes_called(here, places)
        one = home_from(places, called[0]) if len(called) == 1 else None
        if one is None:
            return _several(tongue, told.name, called), None
        here = one
    if chat is None:
        return _said(tongue, "home_alone", name=here.name), here
    memory.settle(chat, here.name)
    return _said(tongue, "home_set", name=here.name), here


def _said(tongue: Language, key: str, **fields: object) -> Answer:
    return Answer(status="help", text=tongue.say(key, **fields), language=tongue.code)


def _several(tongue: Language, name: str, places: tuple[str, ...]) -> Answer:
    options = tuple(Option(label=one, ask=tongue.say("home_of", name=one)) for one in places[:MOST_OPTIONS])
    text = "\n".join([tongue.say("home_several", name=name), *(one.label for one in options)])
    return Answer(status="clarify", text=text, options=options, language=tongue.code)
