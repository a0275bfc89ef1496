"""The division that a body's name begins with, distinguished from others of the same name."""

from __future__ import annotations

from dataclasses import dataclass

from index import regions
from index.regions import Region
from loaders.script import simplified


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """The place of a body."""

    body: str
    """its name; with the divisions above where the name alone could be another's"""
    region: str | None
    """key of the division (index/regions.py `key`); None where the name begins with no listed one, or it cannot be
    told which"""
    notes: tuple[str, ...] = ()


def whereabouts(body: str, year: int, text: str) -> Whereabouts:
    """The place of a body by its name.

    Of several divisions with one name, the one whose city or province the text names.
    """
    size, found = regions.chains_at(simplified(body), year)
    if not found:
        return Whereabouts(body=body, region=None)
    if len(found) == 1:
        return Whereabouts(body=body, region=regions.key(found[0]))
    said = _said(found, simplified(text))
    if said is None:
        places = ", ".join(regions.chain_name(each) for each in found)
        return Whereabouts(body=body, region=None, notes=(f"{body[:size]} may be {places}: the report does not say",))
    return Whereabouts(body=regions.chain_name(said) + body[size:], region=regions.key(said))


def _said(found: tuple[Region, ...], text: str) -> Region | None:
    """The only one of which the text names the division right above, else the province."""
    for level in (-2, 0):
        named = [each for each in found if len(regions.chain(each)) > 1 and regions.chain(each)[level].name in text]
        if len(named) == 1:
            return named[0]
        if named:
            return None
    return None
