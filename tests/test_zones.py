"""Zones in no list of divisions: by their own name, their kind and their city, but never by the city alone."""

import pytest

from bot.places.bodies import Places
from bot.places.body_groups import named
from index.models import Body

ZONE = "合肥高新技术产业开发区管理委员会"
PLACES = Places([Body(id=1, name=ZONE, years=(2020,)), Body(id=2, name="云岭市青禾区人民政府", years=(2020,))])
TWO = Places([Body(id=1, name=ZONE, years=(2020,)), Body(id=2, name="云岭高新技术产业开发区管理委员会", years=(2020,))])


@pytest.mark.parametrize(
    "said",
    [
        "合肥高新区",
        "合肥市高新区",
        "合肥高新区管委会",
        "合肥市高新技术产业开发区管委会",
        "合肥开发区",
        "高新区",
        "高新区管委会",
    ],
)
def test_what_a_zone_is_called(said: str) -> None:
    assert [body.name for body in named(PLACES, said, 2020)] == [ZONE]


@pytest.mark.parametrize(
    "said", ["合肥", "合肥市", "合肥市政府", "合肥经开区", "云岭高新区", "宜昌高新区管委会", "各开发区", "安徽省"]
)
def test_what_is_another_place(said: str) -> None:
    assert named(PLACES, said, 2020) == ()


def test_a_kind_of_which_there_are_two_is_asked() -> None:
    assert len(named(TWO, "高新区", 2020)) == 2
    assert [body.name for body in named(TWO, "合肥高新区", 2020)] == [ZONE]


def test_a_zone_of_the_list_behind_its_province_said_short() -> None:
    name = "河北雄安新区管理委员会"
    places = Places([Body(id=1, name=name, years=(2020,))])
    for said in ("雄安新区", "雄安", "河北雄安新区", "雄安管委会"):
        assert [body.name for body in named(places, said, 2020)] == [name]
    assert named(places, "河北省", 2020) == ()


def test_a_name_that_holds_a_government_is_of_one_body() -> None:
    name = "云岭市青禾区人民政府晓南街道办事处"
    places = Places([Body(id=1, name=name, years=(2020,)), Body(id=2, name="云岭市青禾区人民政府", years=(2020,))])
    for said in (name, name.removeprefix("云岭市"), "青禾区晓南街道办", "晓南街道"):
        assert [body.name for body in named(places, said, 2020)] == [name]
    assert [body.id for body in named(places, "云岭市青禾区人民政府", 2020)] == [2]


@pytest.mark.parametrize(
    "said", ["东湖新技术开发区", "东湖高新区", "东湖高新区管委会", "武汉东湖高新", "武汉市东湖高新区", "东湖开发区"]
)
def test_a_zone_with_its_city_before_its_own_name(said: str) -> None:
    name = "武汉东湖新技术开发区管理委员会"
    places = Places([Body(id=1, name=name, years=(2020,)), Body(id=2, name="南昌市东湖区人民政府", years=(2020,))])
    assert [body.name for body in named(places, said, 2020)] == [name]
    assert [body.id for body in named(places, "东湖区", 2020)] == [2]


def test_of_two_organs_of_a_kind_the_one_called_just_so() -> None:
    first, second = "青禾区教育局", "青禾区教育体育局"
    places = Places([Body(id=1, name=first, years=(2018, 2020)), Body(id=2, name=second, years=(2020,))])
    assert [body.name for body in named(places, first, 2020)] == [first]
    assert [body.name for body in named(places, second, 2020)] == [second]
    assert len(named(places, "青禾教育", 2020)) == 2


def test_a_zone_of_a_rank() -> None:
    name = "海口国家高新技术产业开发区管理委员会"
    places = Places([Body(id=1, name=name, years=(2020,)), Body(id=2, name="海口市人民政府", years=(2020,))])
    for said in ("海口高新区", "海口国家高新区", "海口市高新区"):
        assert [body.name for body in named(places, said, 2020)] == [name]
    assert [body.id for body in named(places, "海口市", 2020)] == [2]
