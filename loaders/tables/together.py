"""Placements of several rows whose columns add up together.

A placement says which cell of a row belongs in which column (loaders/tables/placed.py).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from loaders.tables.cells import Cell
from loaders.tables.placed import NOWHERE, Placement, Row, Values, in_grid, values_of
from loaders.tables.slipped import Habits

MOST_TOGETHER = 4000
"""combinations of rows tried together"""
Equation = tuple[tuple[str, int], ...]
"""rows with their signs: in every column they add up to nothing"""
_Option = tuple[Values, Placement]
"""figures of a row column by column, and the placement that puts them there"""


def add_up_together(
    rows: Mapping[str, Row],
    exact: Mapping[str, Placement],
    open_rows: Mapping[str, Mapping[tuple[object, ...], Placement]],
    habits: Habits,
    equations: Sequence[Equation],
    columns: Mapping[int, int],
) -> dict[str, list[Placement]]:
    """Of the placements of open rows those that satisfy the sums; of a row of which none does, all of them.

    `exact` has the placements of rows that are not open. `columns` says where the columns of a grid begin (`grid_of`);
    the grid decides what the sums leave open.
    """
    every = {key: list(found.values()) for key, found in open_rows.items()}
    fitting: dict[str, list[_Option]] = {}
    for key, ways in every.items():
        read = [(values, placement) for placement in ways if (values := values_of(rows[key].cells, placement))]
        fits = habits.test(rows[key])
        good = [each for each in read if fits(each[0])]
        if good:
            fitting[key] = good
    fixed = {key: values_of(rows[key].cells, placement) for key, placement in exact.items()}
    usable = [
        equation
        for equation in equations
        if any(key in fitting for key, _ in equation)
        and all(key in fitting or fixed.get(key) is not None for key, _ in equation)
    ]
    gridded: dict[str, _Option | None] = {}
    for key, good in fitting.items():
        standing = in_grid(rows[key].cells, columns, len(good[0][1]))
        gridded[key] = next((each for each in good if each[0] == standing), None)
        if standing is not None and habits.slipped(_standing(rows[key].cells, gridded[key])):
            gridded[key] = None
    at_once = {key: each for key, each in gridded.items() if each is not None}
    if at_once.keys() == fitting.keys() and all(_balanced(equation, fixed, at_once) for equation in usable):
        return every | {key: [placement] for key, (_, placement) in at_once.items()}
    # Of very many combinations some hold by chance: they are counted with what only differs in blank and zero.
    if math.prod(len(found) for found in fitting.values()) > MOST_TOGETHER and usable:
        return every | {key: [placement for _, placement in found] for key, found in fitting.items()}
    together = _together(fitting, fixed, usable)
    if not together:
        # The rows' own sums and the columns' do not go together: nothing chooses.
        return every
    left = {key: [placement for _, placement in found] for key, found in together.items()}
    for key, found in together.items():
        if gridded[key] in found:
            left[key] = [placement for values, placement in found if (values, placement) == gridded[key]]
    return every | left


def _standing(cells: Sequence[Cell], option: _Option | None) -> list[Cell]:
    """Cells of a row that a placement puts into columns."""
    return [cells[at] for at in option[1] if at != NOWHERE] if option else []


def _amounts(values: Values) -> tuple[Decimal, ...]:
    """What a row adds to each column: nothing, where it is blank."""
    return tuple(value or Decimal(0) for value in values)


def _together(
    fitting: Mapping[str, Sequence[_Option]], fixed: Mapping[str, Values | None], usable: Sequence[Equation]
) -> dict[str, list[_Option]]:
    """Of placements that fit the rows' sums those that fit the columns' too, in some combination; empty: none does."""
    if not usable:
        return {key: list(found) for key, found in fitting.items()}
    keys = list(fitting)
    # Placements that differ only in which cell is blank and which is zero are one to every sum.
    alike: list[dict[tuple[Decimal, ...], list[_Option]]] = []
    for key in keys:
        groups: dict[tuple[Decimal, ...], list[_Option]] = {}
        for option in fitting[key]:
            groups.setdefault(_amounts(option[0]), []).append(option)
        alike.append(groups)
    signs = [dict(equation) for equation in usable]
    signed = [
        [[times(sign.get(key, 0), values) for values in groups] for key, groups in zip(keys, alike, strict=True)]
        for sign in signs
    ]
    bases = [
        added([times(sign, fixed[key] or ()) for key, sign in equation if key not in fitting]) for equation in usable
    ]
    left: dict[str, dict[int, None]] = {key: {} for key in keys}
    for choice in itertools.product(*(range(len(groups)) for groups in alike)):
        if all(
            not any(added([base, *(terms[at] for terms, at in zip(each, choice, strict=True) if terms[at])]))
            for base, each in zip(bases, signed, strict=True)
        ):
            for key, at in zip(keys, choice, strict=True):
                left[key][at] = None
    kept = {key: [list(groups.values())[at] for at in left[key]] for key, groups in zip(keys, alike, strict=True)}
    return {key: [option for group in found for option in group] for key, found in kept.items() if found}


def times(sign: int, values: Sequence[Decimal | None]) -> list[Decimal]:
    """Figures of a row as they enter a sum; empty where they do not. A blank counts as nothing."""
    return [sign * (value or Decimal(0)) for value in values] if sign else []


def added(rows: Iterable[Sequence[Decimal]]) -> list[Decimal]:
    return [sum(column, Decimal(0)) for column in zip(*(row for row in rows if row), strict=True)]


def _balanced(equation: Equation, fixed: Mapping[str, Values | None], chosen: Mapping[str, _Option]) -> bool:
    """Whether the rows add up to nothing in every column."""
    terms = [times(sign, chosen[key][0] if key in chosen else fixed[key] or ()) for key, sign in equation]
    return not any(added(terms))
