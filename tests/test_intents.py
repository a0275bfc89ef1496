"""Kinds of question: the data hold together, every example is understood as its kind, and what is said is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.kinds import INTENTS
from bot.languages import CODES
from bot.meaning.intents import Signs, kind_of, kinds, parse
from bot.models import Question
from bot.service import Service

SAMPLES = Path(__file__).parents[1] / "samples"
TOLD = frozenset({"answered", "checked", "explained", "help"})


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_kind_is_of_that_kind_and_is_answered(service: Service, kind: object, code: str) -> None:
    assert isinstance(kind, type(kinds()[0]))
    asked = Question(text=kind.example[code])
    assert service._steps(asked).understood.intent == kind.name
    assert service.ask(asked).status in TOLD


def test_every_kind_has_a_function() -> None:
    # `define` and `figure` may fall back on what a clause says
    assert {kind.name for kind in kinds()} - {"define"} <= set(INTENTS)


def test_an_operator_that_no_kind_takes_makes_none() -> None:
    assert kind_of(Signs(ops=frozenset({"most", "share", "where"}), measures=1)) is None
    assert kind_of(Signs(ops=frozenset({"sum"}), conditions=True, measures=1)) is None
    assert kind_of(Signs(measures=1)) == "figure"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[rank]\nany = ["most"]\nalso = ["x"]', "rank: unknown also"),
        ('[rank]\nany = ["most"]\ntakes = ["figures"]', "rank: unknown figures"),
    ],
)
def test_a_wrong_entry_is_named(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse(text)
