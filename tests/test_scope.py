"""Sums over a place: a government's report of its whole region, and those of its bodies."""

from bot.finding.scope import counted_twice
from bot.places.bodies import Places
from index.models import Body

GOVERNMENT = "云岭市青禾区人民政府"
OFFICE = "云岭市青禾区人民政府办公室"
BUREAU = "云岭市青禾区住房和城乡建设局"
COUNTY = "云岭市白鹭县人民政府"
PLACES = Places(
    Body(id=at, name=name, years=(2020,)) for at, name in enumerate((GOVERNMENT, OFFICE, BUREAU, COUNTY), start=1)
)


def test_a_government_beside_its_bodies_may_count_twice() -> None:
    assert counted_twice(PLACES, [GOVERNMENT, BUREAU, COUNTY]) == [GOVERNMENT]


def test_an_office_reports_of_itself_and_a_government_alone_counts_once() -> None:
    assert counted_twice(PLACES, [OFFICE, BUREAU, COUNTY]) == []
    assert counted_twice(PLACES, [GOVERNMENT, COUNTY]) == []
