"""What percentage of the requests closed were granted: the verb separates the whole from the part."""

from __future__ import annotations

import itertools

from bot.languages import every_word
from bot.meaning.grouping import measured
from bot.meaning.measuring import Measure
from bot.meaning.readings import Fit, Said, fits_of, said
from bot.meaning.wholes import holds
from bot.words.domains import domains
from index.metrics import catalogue

_OVER = "/"
_SEVERAL = 2
_RECEIVED = frozenset({"request", "received"})
_ANY_REQUEST = frozenset({"request"})
"""what a share of requests names by it: of those that had an outcome, if the part is an outcome"""


def halves(one: Said, text: str) -> tuple[Measure, Measure | None] | None:
    """The part, and the whole if it is named; None if no verb separates them."""
    share = next((at for at, piece in enumerate(one.pieces) if "share" in piece.of("op")), None)
    if share is None:
        return explained(one, text)
    if one.pieces[share].mention.text in every_word("operands", "ratio"):
        return _ratio(one, share, text)
    over = _over(one, text) or _possessed(one, share, text) or _said_ahead(one, share, text)
    if over is not None:
        return over
    for at in range(share + 1, len(one.pieces)):
        if one.pieces[at].is_filler and one.pieces[at].mention.text in every_word("operands", "parting"):
            first = share + 1 if _says(said(one.pieces[share + 1 : at])) else 0
            if first and _narrows(said(one.pieces[:share])):
                # what refused percentage of the requests came from companies: a third thing is said
                return None
            last = at if first else share
            found = _halves(said(one.pieces[first:last]), said(one.pieces[at + 1 :]), text)
            if found is not None:
                return found
    return None


def explained(one: Said, text: str) -> tuple[Measure, Measure | None] | None:
    """Refusal rate (refused/closed): one rate with its formula, not two things."""
    rate = next((at for at, piece in enumerate(one.pieces) if "rate" in piece.of("op") and piece.features), None)
    if rate is None or text.count(_OVER) != 1 or one.pieces[rate].start > text.index(_OVER):
        return None
    if len(one.parties) >= _SEVERAL:
        return None
    formula = [piece for at, piece in enumerate(one.pieces) if at != rate and (piece.features or not piece.of("party"))]
    found = _over(said(formula), text)
    part, whole = (_of_applicant(each, one.party) for each in found) if found is not None else ((), ())
    told = set(part) & set(fits_of(one.pieces[rate].features, one.party))
    return (Measure(fits=part), Measure(fits=whole)) if told and whole else None


def _of_applicant(measure: Measure, party: str | None) -> tuple[Fit, ...]:
    """Refusal rate (refused/closed) of companies: both are theirs."""
    if party is None:
        return measure.fits
    return tuple((key, party) for key, own in measure.fits if own in {None, party} and catalogue()[key].by_party)


def is_of_several(one: Said, text: str) -> bool:
    """Refusal rate (refused/closed) of individuals and companies: a formula is told of one applicant."""
    if len(one.parties) < _SEVERAL or text.count(_OVER) != 1:
        return False
    over = text.index(_OVER)
    said_of = [piece for piece in one.pieces if piece.features and "rate" not in piece.of("op")]
    return any(piece.start < over for piece in said_of) and any(piece.start > over for piece in said_of)


def _ratio(one: Said, share: int, text: str) -> tuple[Measure, Measure | None] | None:
    """Ratio of refusals to requests closed: the second is the whole, if it is one."""
    words = every_word("operands", "ratio_to")
    to = next((at for at, piece in enumerate(one.pieces) if at > share and piece.mention.text in words), None)
    if to is None:
        return None
    first, second = (said(part) for part in (one.pieces[share + 1 : to], one.pieces[to + 1 :]))
    part, whole = ((measured(half.pieces, text) or _received_of(half)) for half in (first, second))
    return (part[0], whole[0]) if len(part) == len(whole) == 1 else None


def _over(one: Said, text: str) -> tuple[Measure, Measure] | None:
    """不掌握/办结 %: one over the other, where the second holds the first."""
    if text.count(_OVER) != 1:
        return None
    at = next((at for at, piece in enumerate(one.pieces) if piece.start > text.index(_OVER)), 0)
    part, whole = (measured(half, text) for half in (one.pieces[:at], one.pieces[at:]))
    if len(part) != 1 or len(whole) != 1:
        return None
    held = tuple(fit for fit in whole[0].fits if any(holds(fit, other) for other in part[0].fits))
    return (part[0], Measure(fits=held)) if held else None


def _possessed(one: Said, share: int, text: str) -> tuple[Measure, Measure | None] | None:
    """Law firms' share in requests from organisations, in requests granted: applicants within those of others."""
    part, whole = said(one.pieces[:share]), said(one.pieces[share + 1 :])
    if part.features or len(part.parties) != 1 or len(whole.parties) > 1 or not whole.features:
        return None
    return _halves(whole, part, text)


def _said_ahead(one: Said, share: int, text: str) -> tuple[Measure, Measure | None] | None:
    """Of the requests granted, what share were from law firms: the whole stands first, and only applicants behind."""
    whole, part = said(one.pieces[:share]), said(one.pieces[share + 1 :])
    if whole.asks or whole.parties or not whole.features or part.features or not part.parties:
        return None
    ahead = itertools.takewhile(lambda piece: not piece.of("party"), one.pieces[share:])
    words = every_word("operands", "parting")
    parted = any(piece.mention.text.split()[-1:] == [word] for piece in ahead for word in words)
    return _halves(whole, part, text) if parted else None


def _says(one: Said) -> bool:
    return bool(one.features or one.parties)


def _narrows(ahead: Said) -> bool:
    """More is said ahead of the word for a share than that it is about requests."""
    return bool(ahead.features - _RECEIVED or ahead.parties)


def _halves(whole: Said, part: Said, text: str) -> tuple[Measure, Measure | None] | None:
    base = measured(whole.pieces, text) or _of_applicants(whole, part)
    several = any(piece.words.ands for piece in (*whole.pieces, *part.pieces))
    if len(base) != 1 or not _says(part) or max(len(part.parties), len(whole.parties)) > 1 or part.asks or several:
        # what share was granted, and how many were refused
        return None
    party = part.party or whole.party
    if not part.features:
        whole_of = frozenset({None, *whole.parties})
        fits = tuple((key, party) for key, other in base[0].fits if catalogue()[key].by_party and other in whole_of)
        return (Measure(fits=fits), base[0]) if fits else None
    fits = fits_of(part.features, party) or fits_of(part.features | whole.features & domains(), party)
    if not fits or set(fits) & set(base[0].fits):
        return None
    usual = whole.features <= _ANY_REQUEST and all(catalogue()[key].share_of for key, _ in fits)
    if part.parties and not whole.parties:
        # of all applicants' requests, those of companies that were granted: two things at once
        return None
    return Measure(fits=fits), None if usual else base[0]


def _of_applicants(whole: Said, part: Said) -> tuple[Measure, ...]:
    """What share of organisations were companies: of all the requests that the first handed in."""
    return () if part.features else _received_of(whole)


def _received_of(one: Said) -> tuple[Measure, ...]:
    if one.features or len(one.parties) != 1:
        return ()
    return (Measure(fits=fits_of(_RECEIVED, one.party)),)
