"""Figures that are calculated: no part of a whole is added twice, and none bears the name of what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.models import Question
from bot.service import Service
from tests.asked import asking_of

SOCIAL_MEDIA = (
    "云岭市青禾区教育局2022年政府信息公开工作年度报告\n一、总体情况\n2022年，我局通过政府网站公开政府信息500条，"
    "通过微博微信公开政府信息300条，其中微博公开100条、微信公开200条。\n"
)


@pytest.mark.parametrize(
    ("said", "value"),
    [("各渠道合计多少条", 800), ("网站、微博、微信合计多少条", 800), ("微博微信、微博、微信合计多少条", 300)],
)
def test_of_a_whole_no_part_is_added_again(tmp_path: Path, said: str, value: int) -> None:
    with asking_of(tmp_path, [SOCIAL_MEDIA]) as service:
        answer = service.ask(Question(text=f"青禾区教育局2022年{said}"))
    assert [one.value for one in answer.results] == [value], answer.text


def test_a_mean_over_bodies_is_of_all_of_them(service: Service) -> None:
    (mean,) = service.ask(Question(text="2020年各单位平均公开率")).results
    assert all(name in mean.body for name in ("白鹭县", "石渡镇", "青禾区", "海珠区"))


def test_what_one_thing_costs_is_not_what_all_cost(service: Service) -> None:
    (each,) = service.ask(Question(text="青禾区2020年平均每个采购项目多少钱")).results
    assert each.calculated
    assert each.metric is None
