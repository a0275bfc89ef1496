"""What only the words of a question tell is found out once for all that differ in their names only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from bot.models import Cover

_Told = TypeVar("_Told")
_Given = ParamSpec("_Given")
_Look = Callable[Concatenate[str, Cover, _Given], _Told]
_NOT_YET = object()


def likened(look: _Look[_Given, _Told]) -> _Look[_Given, _Told]:
    """A look at a text and its cut that is taken once for all texts of a shape (bot/words/shapes.py).

    It sees the letters of names masked, and must not ask what names in the cut mean. What is given by name tells no
    more than the cut does.
    """

    @functools.wraps(look)
    def known(text: str, cover: Cover, *given: _Given.args, **named: _Given.kwargs) -> _Told:
        like = cover.like
        if like is None:
            return look(text, cover, *given, **named)
        key = (look, *given) if given else look
        found: _Told = like.known.get(key, _NOT_YET)
        if found is _NOT_YET:
            found = like.known[key] = look(like.text, cover, *given, **named)
        return found

    return cast("_Look[_Given, _Told]", known)
