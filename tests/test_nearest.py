"""bot/finding/nearest.py: what is offered beside a refusal has a figure, however the others are answered."""

from __future__ import annotations

import pytest

from bot import answers
from bot.finding.nearest import nearest
from bot.models import Question
from bot.service import Service
from tests.test_questions import REFUSED


@pytest.mark.parametrize("every", [pytest.param(7, id="few"), pytest.param(1, id="all", marks=pytest.mark.slow)])
def test_what_is_told_instead_of_a_figure_changes_no_offer(service: Service, every: int) -> None:
    offered = 0
    with service.store.reading():
        for text in REFUSED[::every]:
            asked = service._asked(service._steps(Question(text=text)))
            refused = answers.answer(asked)
            if refused.status == "not_understood":
                told = nearest(asked, refused, answers.figures)
                assert told == nearest(asked, refused, answers.answer), text
                offered += bool(told.options)
    assert offered > 100 / every
