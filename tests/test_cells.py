"""What is compared of many bodies is what is told of each."""

from __future__ import annotations

import pytest

from bot.finding.asked import Asked
from bot.finding.cells import Cell, bare_cells, cells
from bot.finding.scope import spots_of
from bot.models import Question
from bot.service import Service
from index.metrics import catalogue


@pytest.fixture(name="asked")
def _asked(service: Service) -> Asked:
    return service._asked(service._steps(Question(text="2020年收到申请最多的单位")))


@pytest.mark.parametrize("party", [None, "business", "total", "organisations"])
def test_bare_cells_say_what_cells_say(asked: Asked, party: str | None) -> None:
    def said(one: Cell) -> tuple[object, ...]:
        return one.spot, one.fit, one.value, one.unit, one.reason, one.why

    bodies = asked.store.bodies()
    spots = spots_of(asked, bodies, sorted({year for body in bodies for year in body.years}))
    having = 0
    for key, metric in catalogue().items():
        if party is None or metric.by_party:
            bare, whole = (make(asked, spots, (key, party)) for make in (bare_cells, cells))
            assert [*map(said, bare)] == [*map(said, whole)]
            having += sum(one.value is not None for one in whole)
    assert having


def test_reports_read_together_are_those_read_one_by_one(asked: Asked) -> None:
    store, bodies = asked.store, asked.store.bodies()
    for year in (2019, 2020, 1999):
        together = store.reports_of([body.id for body in bodies], year)
        for body in bodies:
            one_by_one = store.reports(body=body.name, year=year)
            assert [each.path for each in together.get(body.name, ())] == [each.path for each in one_by_one]
