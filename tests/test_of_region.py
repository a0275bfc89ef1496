"""What the report of a region's office tells of all of the region: told as the region's, and never as the office's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.models import Question
from tests.asked import asking_of

REPORT = """青禾市白鹭区人民政府办公室2022年政府信息公开工作年度报告

一、总体情况

2022年，{told}

六、其他需要报告的事项

无。
"""
OF_REGION = "这一句说的是整个地区，不只是这个机关"


@pytest.mark.parametrize(
    ("told", "question", "values"),
    [
        ("我区新增公开信息15230条。", "白鹭区2022年主动公开信息多少条", [15230]),
        ("我区共发布各类信息19860条，其中区直部门11230条。", "白鹭区2022年公开了多少条信息", [19860]),
        ("我区共发布各类信息19860条，其中区直部门11230条。", "白鹭区2022年全区公开了多少条信息", [19860]),
        ("全区举办培训3场。", "白鹭区2022年全区培训几场", [3]),
        # the office is asked for, another kind, a part of the region, another deed, another time, two that differ
        ("我区新增公开信息15230条。", "白鹭区政府办2022年公开信息多少条", []),
        ("我区公开财政信息1250条。", "白鹭区2022年主动公开信息多少条", []),
        ("我区各镇街公开信息1250条。", "白鹭区2022年主动公开信息多少条", []),
        ("我区通过政府网站公开信息1250条，微信公众号发布320条。", "白鹭区2022年主动公开信息多少条", []),
        ("我区删除信息30条。", "白鹭区2022年主动公开信息多少条", []),
        ("我区计划公开信息1250条。", "白鹭区2022年主动公开信息多少条", []),
        ("我区公开信息1250条。全区公开信息1350条。", "白鹭区2022年主动公开信息多少条", []),
    ],
)
def test_of_all_of_the_region(tmp_path: Path, told: str, question: str, values: list[int]) -> None:
    with asking_of(tmp_path, [REPORT.format(told=told)]) as service:
        answer = service.ask(Question(text=question))
    assert [one.value for one in answer.results] == values, answer.text
    assert (OF_REGION in answer.notes) == bool(values), answer.notes


def test_ways_in_that_make_up_what_the_table_says_came_in_are_the_bodys_own(tmp_path: Path) -> None:
    row = "一、本年新收政府信息公开申请数量\t97\t0\t0\t0\t0\t0\t97"
    head = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
    table = f"三、收到和处理政府信息公开申请情况\n\n{head}\n{row}\n\n六、其他需要报告的事项"
    whole = "全区受理依申请公开97件，其中网络申请71件、信函申请{letters}件、当面申请4件。"
    for letters, wanted in ((22, [71, 22, 4]), (23, [])):
        text = REPORT.format(told=whole.format(letters=letters)).replace("六、其他需要报告的事项", table)
        (tmp_path / str(letters)).mkdir()
        with asking_of(tmp_path / str(letters), [text]) as service:
            answer = service.ask(Question(text="白鹭区政府办2022年网络、信函、当面申请各几件"))
        assert [one.value for one in answer.results if one.metric] == wanted, answer.text
