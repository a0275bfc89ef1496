"""Where in China a report's body is."""

from __future__ import annotations

import pytest

from index import regions
from loaders.whereabouts import whereabouts

ELSEWHERE = "本区工作平稳。"


@pytest.mark.parametrize(
    ("body", "text", "name", "place"),
    [
        ("广州市海珠区教育局", ELSEWHERE, "广州市海珠区教育局", "广州市海珠区"),
        ("海珠区教育局", ELSEWHERE, "海珠区教育局", "广州市海珠区"),
        ("福州市鼓楼区教育局", ELSEWHERE, "福州市鼓楼区教育局", "福州市鼓楼区"),
        ("鼓楼区教育局", "地址：南京市鼓楼区中山北路。", "南京市鼓楼区教育局", "南京市鼓楼区"),
        ("鼓楼区教育局", "福建省有关要求，本区已落实。", "福州市鼓楼区教育局", "福州市鼓楼区"),
        ("朝阳区教育局", "按北京市要求。", "北京市朝阳区教育局", "北京市朝阳区"),
        ("從化區教育局", ELSEWHERE, "從化區教育局", "广州市从化区"),
    ],
)
def test_told_by_its_name_or_by_what_the_report_says(body: str, text: str, name: str, place: str) -> None:
    found = whereabouts(body, 2020, text)
    region = regions.by_key(found.region or "")
    assert (found.body, found.notes) == (name, ())
    assert region is not None
    assert regions.chain_name(region) == place


@pytest.mark.parametrize("text", [ELSEWHERE, "南京市和福州市的做法", "江苏省有两个鼓楼区"])
def test_not_guessed_where_the_report_does_not_say(text: str) -> None:
    found = whereabouts("鼓楼区教育局", 2020, text)
    assert (found.body, found.region) == ("鼓楼区教育局", None)
    assert "南京市鼓楼区" in found.notes[0]


def test_places_in_no_list_have_no_region_or_that_of_the_listed_place_above() -> None:
    assert whereabouts("鸭河工区管委会", 2019, "").region is None
    assert whereabouts("南京市江北新区管理委员会", 2020, "").region == "320100"
    assert whereabouts("从化市教育局", 2012, "").region == "440184@2014"
