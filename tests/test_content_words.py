"""A word that narrows a question is never passed over: it gets no figure, or the answer names it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.models import Question
from bot.service import Service

DATA = tomllib.loads((Path(__file__).parent / "content_words.toml").read_text(encoding="utf-8"))
QUESTIONS_A_WORD = 1
"""good questions that each word is put into; at length all of them"""


def narrowed(code: str, word: str) -> list[str]:
    """The good questions with a word put in."""
    parts: list[list[str]] = DATA[code]["questions"]
    return [one[0].format(word) if len(one) == 1 else f"{one[0]}{word}{one[1]}" for one in parts]


def unheard(service: Service, word: str, questions: list[str]) -> list[str]:
    """Questions that get a figure which does not name the word."""
    bad = []
    for text in questions:
        answer = service.ask(Question(text=text))
        if answer.results and word not in answer.text.lower():
            bad.append(f"{text}: {answer.text.splitlines()[0]}")
    return bad


@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_content_word_is_never_passed_over(service: Service, code: str) -> None:
    bad = []
    for at, word in enumerate(DATA[code]["words"].split()):
        questions = narrowed(code, word)
        some = [questions[(at + step * 7) % len(questions)] for step in range(QUESTIONS_A_WORD)]
        bad += unheard(service, word, some)
    assert not bad, "\n".join(bad)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_content_word_is_never_passed_over_anywhere(service: Service, code: str) -> None:
    bad = [one for word in DATA[code]["words"].split() for one in unheard(service, word, narrowed(code, word))]
    assert not bad, "\n".join(bad)
