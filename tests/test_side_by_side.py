"""Where the white between two columns of a page runs, and what only looks like it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.readers.side_by_side import Block, Gutter, gutter, joined

SIZE = 10.0


def lines(left: float, right: float, top: float = 100, count: int = 30) -> list[Block]:
    return [Block(left, top + 20 * at, right, top + 20 * at + SIZE) for at in range(count)]


def columns(*lefts: float, top: float = 100, count: int = 30) -> list[Block]:
    """Figures below each other."""
    return [block for left in lefts for block in lines(left, left + 10, top, count)]


def between(found: Gutter | None, left: float, right: float) -> bool:
    return found is not None and left < found.x < right


def test_text_in_two_columns() -> None:
    assert between(gutter([*lines(50, 280), *lines(320, 550)], SIZE), 280, 320)


def test_a_title_above_and_a_mark_below_are_over_both() -> None:
    title, mark = Block(150, 50, 450, 60), Block(295, 760, 305, 770)
    found = gutter([title, *lines(50, 280), *lines(320, 550), mark], SIZE)
    assert between(found, 280, 320)
    assert found is not None
    assert 60 <= found.top < found.bottom <= 760


def test_tables_side_by_side() -> None:
    tables = [Block(50, 100, 280, 700, table=True), Block(320, 300, 550, 700, table=True)]
    assert between(gutter([*tables, *lines(320, 550, count=5)], SIZE), 280, 320)


@pytest.mark.parametrize(
    "page",
    [
        [],
        lines(50, 550),
        [Block(50, 100, 550, 700, table=True)],
        [*lines(50, 200), *columns(300, 350, 400, 450, 500)],
        [*lines(50, 200), *columns(250), *columns(300, 350, 400, 450, 500)],
        [*lines(50, 280, count=5), *lines(320, 550, count=5), *lines(50, 550, 200, 40)],
        [*lines(50, 240), *lines(440, 550, 600, 2)],
        # heads that are wide, and figures level with the middle of labels that wrap
        [*lines(50, 200), *lines(330, 420, 104, 2), *columns(330, 380, 430, 480, 530, top=150, count=25)],
    ],
)
def test_no_columns_of_text_no_white_between_them(page: Sequence[Block]) -> None:
    found = gutter(page, SIZE)
    assert found is None or found.top > 590


def test_words_are_joined_over_narrow_gaps() -> None:
    words = [Block(0, 0, 10, 10), Block(14, 1, 30, 12), Block(60, 0, 70, 10)]
    assert joined(words, 5) == [Block(0, 0, 30, 12), Block(60, 0, 70, 10)]
    assert joined([], 5) == []
