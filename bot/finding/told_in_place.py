"""What a question asks of several bodies or years, in a language whose words for it stand apart: each in its place.

Which body had the most WeChat followers in 2022: with a metric in place of the followers it is understood as any
question about a metric is, and each report is asked how many WeChat followers its body had. What chooses, compares and
counts years is left out of that; all else stays as it was said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.finding.asked import Asked
from bot.finding.told_thing import BODY, YEAR, Piece, Thing, pieces_of
from bot.words.mentions import is_content

_STOPS = frozenset(",;:.?!")


def thing_in_place(asked: Asked) -> Thing | None:
    """The thing, where it is one that is asked for once."""
    tables = asked.tongue.operands["told_thing"]
    if "how_many" not in tables:
        return None
    pieces = [_in_place(piece, tables) for piece in pieces_of(asked)]
    spots = [at for at, piece in enumerate(pieces) if piece.content]
    if not spots or _asks_twice(pieces) or any(piece.parts for piece in _between(pieces, spots)):
        return None
    head = _head(pieces, spots)
    stood = "".join(tables["metric"] if at == head else _stood(piece, tables) for at, piece in enumerate(pieces))
    return Thing(
        name="".join(piece.text for piece in _run(pieces, head)).strip(),
        stood_for=stood,
        each=_each(pieces, head, tables),
    )


def _in_place(piece: Piece, tables: Mapping[str, Any]) -> Piece:
    """An apostrophe parts no words, and per does; posts are a thing, and what was handled is no outcome."""
    parts = (piece.parts and piece.text.strip() not in tables["signs"]) or bool(piece.ops.intersection(tables["parts"]))
    does = bool(piece.ops) and piece.ops <= {*tables["deeds"]} and not (piece.asks or piece.each)
    content = piece.content or does or (piece.odd and piece.filler)
    return replace(piece, parts=parts, content=content, filler=piece.filler and not content)


def _stood(piece: Piece, tables: Mapping[str, Any]) -> str:
    """What is left of a piece beside the metric: no verb, with which it might be another one (requests taken on)."""
    keeps = not piece.content and not (piece.filler and piece.text not in {*tables["small"], *tables["helping"]})
    return piece.text if keeps else ""


def _is_idle(piece: Piece) -> bool:
    return piece.filler or not piece.text.strip()


def _asks_twice(pieces: Sequence[Piece]) -> bool:
    """What was the average number of: words that ask side by side do so once."""
    asking, times = False, 0
    for piece in pieces:
        times += piece.asks and not asking
        asking = piece.asks or (asking and _is_idle(piece))
    return times > 1


def _between(pieces: Sequence[Piece], spots: Sequence[int]) -> Iterator[Piece]:
    """What stands between two words of the thing, but for what joins names and years."""
    for first, last in itertools.pairwise(spots):
        between = pieces[first + 1 : last]
        if not any(piece.named or piece.number for piece in between):
            yield from between


def _head(pieces: Sequence[Piece], spots: Sequence[int]) -> int:
    """What is counted: behind what chooses or asks (the most enquiries, more than 20 job fairs), else what is first."""
    behind = [(at, _ahead_of(pieces, at)) for at in spots]
    chosen = [at for at, ahead in behind if ahead is not None and (ahead.ops or ahead.parts) and not ahead.each]
    asked = [at for at, ahead in behind if ahead is not None and ahead.asks]
    return next(iter([*chosen, *asked, *spots]))


def _ahead_of(pieces: Sequence[Piece], at: int) -> Piece | None:
    ahead = (piece for piece in reversed(pieces[:at]) if not (_is_idle(piece) or piece.number))
    return next(ahead, None)


def _run(pieces: Sequence[Piece], head: int) -> Sequence[Piece]:
    """The words that stand behind the head with none of another kind between them."""
    return [*itertools.takewhile(_is_said, pieces[head:])]


def _each(pieces: Sequence[Piece], head: int, tables: Mapping[str, Any]) -> str:
    """What is asked of one report: what is counted first, then all else as it was said."""
    run = _run(pieces, head)
    said = [_asking(pieces[:head], tables), " ", *(piece.text for piece in run), " "]
    for part in (pieces[:head], pieces[head + len(run) :]):
        for at, piece in enumerate(part):
            if piece.named:
                said.append("" if BODY in "".join(said) else _named(part[:at], tables))
            elif _is_said(piece) or (piece.filler and _stays(part, at, tables["small"])):
                said.append(piece.text)
    text = " ".join("".join(said).split()).replace(f"{BODY} '", f"{BODY}'")
    of = "" if BODY in text else f" {tables['of'].format(body=BODY)}"
    return f"{text}{of} {tables['in'].format(year=YEAR)}"


def _is_said(piece: Piece) -> bool:
    return piece.content or (not any(map(is_content, piece.text)) and piece.text.strip() not in _STOPS)


def _named(ahead: Sequence[Piece], tables: Mapping[str, Any]) -> str:
    """A body, behind a small word if none stands ahead of it: more open days in 2022, Pudong or Hulunbuir."""
    last = next((piece for piece in reversed(ahead) if piece.text.strip()), None)
    return BODY if last is None or last.filler else f" {tables['of'].format(body=BODY)} "


def _asking(ahead: Sequence[Piece], tables: Mapping[str, Any]) -> str:
    """How much, where that was asked right ahead of it: how much in unpaid wages; else how many."""
    asks = [*itertools.takewhile(lambda piece: _is_idle(piece) or piece.asks, reversed(ahead))]
    much = re.search(tables["how_much"], "".join(piece.text for piece in reversed(asks)))
    return much.group() if much is not None else str(tables["how_many"])


def _stays(pieces: Sequence[Piece], at: int, small: Sequence[str]) -> bool:
    """A small word says nothing without what stood behind it: from 2019 to 2021, the most, in how many."""
    if pieces[at].text not in small:
        return True
    behind = next((piece for piece in pieces[at + 1 :] if not _is_idle(piece)), None)
    return behind is not None and (behind.content or behind.named)
