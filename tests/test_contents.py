"""loaders/contents.py: the pages of a list of contents are no figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import load

HEADINGS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


@pytest.mark.parametrize("leader", ["…………", "......", " · · · · ····", "————"])
def test_pages_of_a_list_of_contents_are_no_figures(tmp_path: Path, leader: str) -> None:
    listed = [f"{heading}{leader}{page}" for page, heading in enumerate(HEADINGS, 3)]
    texts = ["全年工作平稳。", "全年主动公开信息61条。", "全年收到申请7件。"]
    told = [line for pair in zip(HEADINGS, texts, strict=True) for line in pair]
    path = tmp_path / "report.txt"
    path.write_text(
        "\n".join(["青禾区水务局2022年政府信息公开工作年度报告", "目录", *listed, *told, ""]), encoding="utf-8"
    )
    assert {(fact.metric, str(fact.value)) for fact in load(str(path)).facts} == {
        ("disclosed.total", "61"),
        ("requests.received", "7"),
    }


def test_a_list_of_figures_with_leaders_is_read(tmp_path: Path) -> None:
    lines = [
        "青禾区水务局2022年政府信息公开工作年度报告",
        *HEADINGS[:2],
        "主动公开政府信息数……61条",
        HEADINGS[2],
        "收到申请……7件",
        "",
    ]
    path = tmp_path / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert {str(fact.value) for fact in load(str(path)).facts} == {"61", "7"}
