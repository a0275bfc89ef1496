"""What stands beside the figure that was asked for: a sentence beside the rows, a second report, cells left blank."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.models import Question
from tests.asked import SAMPLES, asking_of

ROOT = Path(__file__).parent
HAIZHU = next(path for path in SAMPLES if path.name == "haizhu-2020.txt").read_text(encoding="utf-8")
CLOSED = "办结答复 12 宗，"


@pytest.mark.parametrize(
    ("said", "holds", "beside"),
    [("98.7%", True, True), ("97.7%", False, False), ("85.71%", True, False)],
)
def test_a_rate_is_as_the_report_says_it_or_as_its_rows_come_to(
    tmp_path: Path, said: str, holds: bool, beside: bool
) -> None:
    assert CLOSED in HAIZHU
    with asking_of(tmp_path, [HAIZHU.replace(CLOSED, f"{CLOSED}办结率98.7%，")]) as service:
        answer = service.ask(Question(text=f"海珠区2020年办结率{said}，对吗"))
        assert [one.holds for one in answer.claims] == [holds], answer.text
        assert ("办结率98.7%" in answer.text) is beside
        assert "85.71%" in answer.text


def test_of_two_reports_that_differ_neither_is_the_answer(tmp_path: Path) -> None:
    row = "一、本年新收政府信息公开申请数量\t14\t0\t0\t0\t0\t0\t14"
    assert row in HAIZHU
    with asking_of(tmp_path, [HAIZHU, HAIZHU.replace(row, row.replace("14", "15"))]) as service:
        answer = service.ask(Question(text="海珠区2020年收到多少件申请"))
        assert answer.status == "clarify"
        assert not answer.results
        assert [one.label for one in answer.options] == ["14 件 (0.txt)", "15 件 (1.txt)"]
        # what both say the same is told
        same = service.ask(Question(text="海珠区2020年办结多少件申请"))
        assert [one.value for one in same.results] == [Decimal(12)]


def test_blank_cells_are_told_with_their_places(tmp_path: Path) -> None:
    with asking_of(tmp_path, [(ROOT / "reports" / "blank_cells.txt").read_text(encoding="utf-8"), HAIZHU]) as service:
        all_of_them = service.ask(Question(text="望溪街道2020年报告哪些单元格是空白的"))
        assert all_of_them.status == "explained"
        assert len(all_of_them.sources) == 20
        of_one = service.ask(Question(text="望溪街道2020年报告表一哪些格没填"))
        assert [(one.row, one.line) for one in of_one.sources] == [
            ("规章", 9),
            ("行政许可", 13),
            ("行政事业性收费", 21),
        ]
        assert "“规章” × 本年新制作数量（第 9 行）" in of_one.text
        filled = service.ask(Question(text="海珠区2020年报告表一哪些格没填"))
        assert filled.status == "missing"
        assert not filled.sources
        unread = service.ask(Question(text="海珠区2021年报告哪些格没填"))
        assert unread.status == "missing"
        assert unread.reason == "year"
