"""What is kept in memory of a question's words changes no answer, whatever body the next question is about."""

import pytest

from bot.answers import topics
from bot.finding import told_thing
from bot.finding.items import seeking
from bot.meaning import understanding
from bot.models import Answer, Question
from bot.service import Service
from bot.spelling import pinyin
from bot.words import patterns, refusing, shapes
from tests.test_questions import FILES, REFUSED, entries

NAMES = [
    ("青禾区", "白鹭县"),
    ("青禾区", "番禺区政府"),
    ("青禾", "海珠"),
    ("青禾区", "天河区住建局"),
    ("海珠区", "青禾区住房和城乡建设局"),
    ("Qinghe", "Bailu"),
    ("Qinghe", "Panyu District"),
]
"""a name, and what is put in its place"""
EVERY = [pytest.param(31, id="few"), pytest.param(5, id="many", marks=pytest.mark.slow)]
"""one question of so many is asked"""


def asked(service: Service, text: str, *, anew: bool = False) -> Answer:
    if anew:
        understanding._meant_by.cache_clear()
        refusing._standing.cache_clear()
        shapes._shape.cache_clear()
        mender = service._hearing()._mender
        for kept in (told_thing._of_phrase, seeking._lightened, topics._sentences, pinyin.is_spelt):
            kept.cache_clear()
        mender._sizes.cache_clear()
        mender._near.of.cache_clear()
    return service.ask(Question(text=text))


@pytest.mark.parametrize("every", EVERY)
def test_the_same_words_of_another_body_are_understood_as_if_for_the_first_time(service: Service, every: int) -> None:
    texts = [one["q"] for path in FILES for one in entries(path) if "chat" not in one] + REFUSED
    told: dict[str, Answer] = {}
    for text in texts[::every]:
        asked(service, text)
        for one, other in NAMES:
            if one in text:
                moved = text.replace(one, other)
                told[moved] = asked(service, moved)
    assert len(told) > 4000 / every
    for text, answer in told.items():
        assert asked(service, text, anew=True) == answer, text


def test_words_that_mean_something_else_where_they_stand_are_not_taken_for_each_other(service: Service) -> None:
    # “by the office” behind what was done is whose decision it was, and “declined” by itself a fall
    first = asked(service, "Qinghe 2020: how many requests were declined by the office", anew=True)
    assert [one.metric for one in first.results] == ["outcome.denied"]
    again = asked(service, "Panyu District 2019: how many requests were declined by the office")
    assert again == asked(service, "Panyu District 2019: how many requests were declined by the office", anew=True)


def test_no_pattern_is_taken_apart_for_a_question_like_one_before(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(service, "青禾区2020年收到多少件申请")

    def taken_apart(pattern: str) -> frozenset[str]:
        raise AssertionError(pattern)

    monkeypatch.setattr(patterns, "needed_words", taken_apart)
    assert asked(service, "白鹭县2020年收到多少件申请").results
