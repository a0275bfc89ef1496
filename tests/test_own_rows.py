"""Rows of a body's own: sums of them, and what one leaves blank."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.models import Question
from tests.asked import asking_of

REPORT = """\
云岭市青禾区人民政府办公室2019年政府信息公开工作年度报告
一、总体情况
无。
二、主动公开政府信息情况
第二十条第（九）项
信息内容\t采购项目数量\t采购总金额
政府集中采购\t14\t1767211.05元
（一）省级平台采购\t1\t359600元
（二）区级平台采购\t7\t{amount}
（三）自主采购\t6\t1185911.05元
"""


@pytest.mark.parametrize("question", ["青禾区2019年省级和区级平台采购一共多少钱", "青禾区2019年三类采购一共多少钱"])
@pytest.mark.parametrize("amount", ["221700元", ""])
def test_what_one_row_leaves_blank_makes_no_sum(tmp_path: Path, question: str, amount: str) -> None:
    with asking_of(tmp_path, [REPORT.format(amount=amount)]) as service:
        answer = service.ask(Question(text=question))
    of_two = Decimal(359600) + Decimal(221700)
    sums = {of_two, of_two + Decimal("1185911.05")}
    if amount:
        assert answer.results[0].value in sums
        assert answer.results[0].calculated
    else:
        assert answer.results == ()
