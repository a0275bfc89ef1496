"""bot/words/year_before.py: the year that a change is reckoned from."""

from __future__ import annotations

import pytest

from bot.words.year_before import relative


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("27 fewer than in 2021", "27 fewer than in the year before"),
        ("27 fewer than in 2020", "27 fewer than in 2020"),
        # a sign that becomes two in one shape: places in the text are not those of what was typed
        ("over 10 ㎡ and 27 fewer than in 2021", "over 10 ㎡ and 27 fewer than in the year before"),
        ("２７ fewer than in ２０２１", "２７ fewer than in the year before"),
    ],
)
def test_the_year_before_is_called_so(typed: str, said: str) -> None:
    assert relative(typed, 2022) == said
