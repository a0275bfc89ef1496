"""An answer taken apart for pages: what they show by themselves is not said twice."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest

from bot.models import Answer, Result, Table
from bot.pages.browse import Browse
from bot.pages.told import short, told

NO_INDEX = cast(Browse, None)
"""an answer without sources looks nothing up"""
QINGHE, BAILU = "云岭市青禾区人民政府办公室", "云岭市白鹭县人民政府办公室"


def result(body: str) -> Result:
    return Result(
        body=body, year=2020, metric="requests.received", party="total", value=Decimal(84), unit="件", sources=()
    )


def test_a_table_is_not_said_again_nor_that_the_text_lists_only_a_part_of_it() -> None:
    table = Table(heads=("单位", "件"), rows=((QINGHE, "84"), (BAILU, "66")))
    text = f"2020 · 申请\n单位  件\n{QINGHE}  84\n…\n说明：只比较有这个数的"
    shown = told(Answer(question="", status="answered", text=text, table=table), NO_INDEX)
    assert (shown.headline, shown.lines, shown.notes) == ("2020 · 申请", (), ("只比较有这个数的",))
    assert told(Answer(question="", status="explained", text="甲\n…\n乙"), NO_INDEX).lines == ("…", "乙")


def test_what_does_not_agree_is_no_common_check() -> None:
    agrees, differs = "核对：正文（第 7 行）同为 84 件", "核对：正文（第 9 行）写的是 85 件，与表格不一致"
    for line, notes in ((agrees, ()), (differs, (differs,))):
        shown = told(Answer(question="", status="answered", text=f"84 件 — 甲\n{line}", notes=notes), NO_INDEX)
        said = line.removeprefix("核对：")
        assert (shown.checks, shown.doubts) == (((), (said,)) if notes else ((said,), ()))


@pytest.mark.parametrize(
    ("label", "bodies", "said"),
    [
        (f"{QINGHE}2019年办结申请总计是多少", (QINGHE,), "2019年办结申请总计是多少"),
        (f"{QINGHE}, 2019: requests closed?", (QINGHE, QINGHE), "2019: requests closed?"),
        (f"{QINGHE}2019年办结申请总计是多少", (QINGHE, BAILU), f"{QINGHE}2019年办结申请总计是多少"),
        (f"{QINGHE}2019年办结申请总计是多少", (BAILU,), f"{QINGHE}2019年办结申请总计是多少"),
        ("2020年哪个单位收到最多", (), "2020年哪个单位收到最多"),
    ],
)
def test_what_goes_on_from_an_answer_is_called_without_its_body(label: str, bodies: tuple[str, ...], said: str) -> None:
    answer = Answer(question="", status="answered", text="", results=tuple(map(result, bodies)))
    assert short(label, answer) == said
