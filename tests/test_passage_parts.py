"""bot/answers/passage_parts.py: which paragraphs of section five tell of problems, and which of what is done."""

from __future__ import annotations

import pytest

from bot.answers.passage_parts import IMPROVEMENTS, PROBLEMS, parted


@pytest.mark.parametrize(
    ("paragraphs", "problems", "improvements"),
    [
        # a paragraph of its own behind both is of both
        (["主要问题：更新慢。改进措施：建制度。", "有11处公示栏陈旧。"], [1, 2], [1, 2]),
        # the next point, and what is led to, goes on
        (["问题：更新慢。今后一是建制度。", "二是办培训。", "三是严考核。"], [1], [1, 2, 3]),
        (["问题：更新慢。改进措施：", "建制度。"], [1], [1, 2]),
        (["问题：更新慢。下一步，建制度。", "同时，办培训。", "严考核。"], [1], [1, 2, 3]),
        (["问题：更新慢。", "下一步，建制度。", "办培训。"], [1], [2, 3]),
        # what an office will do, with its year or without
        (["问题：更新慢。", "在今后的工作中，采取座谈等形式建制度。", "（一）办培训。"], [1], [2, 3]),
        (["问题：更新慢。", "2021年，我办将建制度。"], [1], [2]),
        (["问题：更新慢。", "2021年我镇将继续建制度。"], [1], [2]),
        (["问题：更新慢。", "青禾区政府办公室将建制度。"], [1], [2]),
        (["问题：更新慢，2021年，有的单位将两者混为一谈。", "个别镇将任务推给村里。", "今后建制度。"], [1, 2], [3]),
    ],
)
def test_a_paragraph_is_of_what_it_speaks_of(
    paragraphs: list[str], problems: list[int], improvements: list[int]
) -> None:
    found = parted([*enumerate(paragraphs, 1)])
    assert [number for number, _ in found[PROBLEMS].lines] == problems
    assert [number for number, _ in found[IMPROVEMENTS].lines] == improvements


def test_a_year_goes_with_what_it_is_said_of() -> None:
    found = parted([(1, "问题：更新慢。2021年，我办将建制度。")])
    assert found[PROBLEMS].text == "问题：更新慢。"
    assert found[IMPROVEMENTS].text == "2021年，我办将建制度。"
