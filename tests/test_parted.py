"""Cells of lines without tabs and pipes: taken where columns leave no doubt, never guessed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.models import Line
from loaders.tables.parted import parted

HEAD = "项目            自然人  商业企业  其他  总计"
TABLE = """\
新收            5       2               7
结转            1                       1
公开            3       1               4
部分公开        1                       1
不予公开                1               1
总计            4       2               6
"""
ROWS = TABLE.splitlines()


def cells(texts: Sequence[str]) -> list[list[str]]:
    return list(parted([Line(number=at, text=text) for at, text in enumerate(texts, 1)]).values())


def test_columns() -> None:
    found = cells([HEAD, *ROWS])
    assert found[0] == ["新收", "5", "2", "", "7"]
    assert found[4] == ["不予公开", "", "1", "", "1"]


@pytest.mark.parametrize(
    "texts",
    [
        [HEAD, *ROWS[:4]],
        [HEAD, *ROWS[:5], "总计            4       2       1       6"],
        [HEAD, *ROWS[:5], "总计         4       2               6"],
        [HEAD, *ROWS[:5], "总计            4           2           6"],
        [HEAD.replace("总计", "    总计"), *ROWS],
    ],
    ids=["few", "sums", "shifted", "between", "head apart"],
)
def test_columns_that_are_not_sure(texts: list[str]) -> None:
    assert cells(texts) == []
