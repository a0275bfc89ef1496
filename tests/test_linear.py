"""Finding, cutting and mending take steps in proportion to the length of a question, whatever is typed."""

import sys
from collections.abc import Callable

import pytest

from bot.normalise import normalise
from bot.places.bodies import Places
from bot.spelling.mending import Mender
from bot.words.figures import figures
from bot.words.mentions import covers, phrases, years
from index.models import Body

SIZE = 256
TYPED = [
    "海珠区2020年收到多少件申请，",
    "年",
    "1,",
    "20",
    "一千万零",
    "a",
    "ab c ",
    "海珠区",
    "市市区",
    "多少件，魑",
    "Haizhu ",
    "。",
]


@pytest.fixture(scope="module")
def mender() -> Mender:
    return Mender(Places([Body(id=1, name="广州市海珠区人民政府办公室", years=(2020,))]))


def _steps(call: Callable[[], object]) -> int:
    """Calls made, of our functions and of built-in ones."""
    count = 0

    def seen(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("typed", TYPED)
def test_twice_as_long_takes_twice_the_steps(mender: Mender, typed: str) -> None:
    def ask(size: int) -> None:
        text = normalise((typed * size)[:size]).text
        found = [*phrases().find(text), *mender.places.find(text), *years(text), *figures(text)]
        mender.mend(text, covers(text, found)[0].left)

    ask(2 * SIZE)
    assert _steps(lambda: ask(2 * SIZE)) < 2.6 * _steps(lambda: ask(SIZE))
