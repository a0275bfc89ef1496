"""Bodies of one name in several regions: told apart by the regions said, and listed with one ending for all."""

import pytest

from bot.models import Mention
from bot.places.bodies import Places
from bot.places.body_groups import groups_of, named
from bot.words.mentions import covers, phrases
from index.models import Body

NAMES = (
    "贵州省遵义市习水县官渡镇人民政府",
    "贵州省遵义市赤水市官渡镇人民政府",
    "习水县教育局",
    "赤水市教育局",
    "习水县人民政府",
    "云岭市青禾区柳溪镇人民政府",
    "江原市白石县柳溪镇人民政府",
)
PLACES = Places([Body(id=at, name=name, years=(2020,)) for at, name in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("习水县官渡镇", {0}),
        ("赤水官渡镇", {1}),
        ("贵州省遵义市赤水市官渡镇人民政府", {1}),
        ("青禾区柳溪镇", {5}),
        ("江原市柳溪镇", {6}),
        # the regions said are those of both, or of neither
        ("官渡镇", {0, 1}),
        ("遵义市官渡镇", {0, 1}),
        ("柳溪镇人民政府", {5, 6}),
        ("仁怀市官渡镇", set()),
        ("青禾区官渡镇", set()),
    ],
)
def test_towns_of_one_name(said: str, meant: set[int]) -> None:
    assert {body.id for body in named(PLACES, said, 2020)} == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("习水和赤水的教育局", [{2}, {3}]),
        ("习水县、赤水市的教育局", [{2}, {3}]),
        ("习水和赤水的官渡镇", [{0}, {1}]),
        ("习水县和赤水市教育局", [{2}, {3}]),
        # beside a bureau of its own a county stands for itself
        ("习水县和习水县教育局", [{4}, {2}]),
        ("习水县教育局和赤水市的官渡镇", [{2}, {1}]),
        ("习水县，赤水市的教育局", [{4}, {3}]),
    ],
)
def test_what_stands_behind_several_regions(said: str, meant: list[set[int]]) -> None:
    ways = [way for way in covers(said, [*PLACES.find(said), *phrases().find(said)]) if not way.left]
    assert meant in [[_bodies(group) for group in groups_of(way.mentions, said)] for way in ways]


def _bodies(group: list[Mention]) -> set[int]:
    return {body.id for body in PLACES.resolve(group, 2020, frozenset()).bodies}


@pytest.mark.parametrize(
    "said", ["呼伦贝尔", "呼伦贝尔市", "内蒙古呼伦贝尔", "hulunbuir", "hulunbuir city", "pudong new area"]
)
def test_a_province_said_short_and_a_new_area(said: str) -> None:
    names = ("内蒙古呼伦贝尔市人民政府", "上海市浦东新区人民政府", "内蒙古自治区包头市人民政府")
    places = Places([Body(id=at, name=name, years=(2020,)) for at, name in enumerate(names)])
    assert [body.name for body in named(places, said, 2020)] == [names["pudong" in said]]


def test_a_county_is_no_new_area() -> None:
    assert not named(PLACES, "xishui new area", 2020)


@pytest.mark.parametrize("said", ["xishui civil affairs' requests", "xishui civil affairs's requests"])
def test_a_subject_that_ends_in_s_owns_with_an_apostrophe(said: str) -> None:
    places = Places([Body(id=1, name="习水县民政局", years=(2020,))])
    assert any(one.kind == "organ" and one.text == "civil affairs" for one in places.find(said))


def test_what_is_not_owned_is_no_organ() -> None:
    places = Places([Body(id=1, name="习水县民政局", years=(2020,))])
    assert not any(one.kind == "organ" for one in places.find("xishui civil affairs questions"))


@pytest.mark.parametrize("said", ["鹿城区南汇街道办", "鹿城南汇街道办", "温州鹿城区南汇街道", "鹿城区南汇街道办事处"])
def test_a_street_that_is_called_as_a_district_elsewhere(said: str) -> None:
    names = ("温州市鹿城区南汇街道办事处", "上海市南汇区人民政府", "温州市鹿城区人民政府")
    places = Places([Body(id=at, name=name, years=(2020,)) for at, name in enumerate(names)])
    assert [body.name for body in named(places, said, 2020)] == [names[0]]
    assert not named(places, said.replace("鹿城", "瓯海"), 2020)
