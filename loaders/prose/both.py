"""A government and its office told of together are the one body whose report it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.prose.names import level_of, region_of
from loaders.prose.vocabulary import Token, words


def as_one(tokens: Sequence[Token], text: str, body: str) -> tuple[Token, ...]:
    """Read 区政府（含区政府办公室） as the office whose report it is, 市政府和市政府办公厅 as the government."""
    found = list(tokens)
    _with_government(found, text, level_of(body))
    if region_of(body):
        _with_office(found, text)
        _with_press_office(found, text)
    return tuple(found)


def _with_government(found: list[Token], text: str, level: str) -> None:
    """区政府（含区政府办公室）收到30件: the office of a government tells of both; not 区政府及区政府办."""
    for place in range(len(found) - 5, -1, -1):
        name = text[found[place].start : found[place].end]
        government = name.removeprefix(level) in words().text["government"]
        included = [token.role for token in found[place + 1 : place + 5]] == ["mark", "sub", "own", "mark"]
        if found[place].role == "unknown" and government and included:
            found[place : place + 5] = [replace(found[place], role="own")]


def _with_office(found: list[Token], text: str) -> None:
    """市政府、市政府办公室印发规范性文件42件: of both; 市政府办公室 alone is a part of the government."""
    for place in range(len(found) - 4, -1, -1):
        roles = [token.role for token in found[place : place + 4]]
        office = text[found[place + 3].start : found[place + 3].end]
        if roles == ["own", "join", "own", "unknown"] and office in words().text["office_of_it"]:
            found[place : place + 4] = [found[place]]


def _with_press_office(found: list[Token], text: str) -> None:
    """市政府新闻办举办新闻发布会45场: its office for the press holds those of the government."""
    if not any("press" in token.features for token in found):
        return
    for place in range(len(found) - 1, 0, -1):
        last, office = found[place - 1], found[place]
        if last.role == "own" and text[office.start : office.end] in words().text["press_office"]:
            found[place - 1 : place + 1] = [last]
