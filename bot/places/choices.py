"""The bodies that a phrase may mean, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass

from index.models import Body, maker


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The bodies that a phrase may mean, and how certain that is."""

    bodies: tuple[Body, ...] = ()
    """one: sure; several: to be asked; none: see missing"""
    missing: str | None = None
    """a place or organ that is known but not indexed: the name to say"""
    near: tuple[Body, ...] = ()
    """indexed bodies of the same region"""
    region_only: bool = False
    """the region was named and its office speaks for it"""
    organ_only: bool = False
    """an organ was named without its region"""
    instead_of: str | None = None
    """what the region was named for in a list with another, and is not indexed: the body is the region's own"""
    renamed: str | None = None
    """the full name that was meant, where the body bore another in that year"""


make_choice = maker(Choice)
