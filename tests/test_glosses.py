"""Plain English words in the words of reports (bot/words/glosses.toml)."""

from __future__ import annotations

import re

import pytest

from bot.words.glosses import LONGEST, glosses, in_chinese

HAN = re.compile("[\u4e00-\u9fff]+")


def test_each_gloss_is_english_and_chinese() -> None:
    assert glosses()
    for english, chinese in glosses().items():
        assert re.fullmatch("[a-z ]+", english), english
        assert len(english.split()) <= LONGEST, english
        # one character is found in too many words: 机 for a machine in 机关
        assert all(HAN.fullmatch(word) and len(word) > 1 for word in chinese), english
        assert len(set(chinese)) == len(chinese), english


WORDS = ["villagers", "kindergartens", "touch screens", "libraries", "herdsmen", "inspect", "inspecting"]


@pytest.mark.parametrize("english", WORDS)
def test_plurals_and_deeds_are_those_of_the_word(english: str) -> None:
    assert in_chinese(english)


@pytest.mark.parametrize("english", ["village idiots", "unheard", "s", "less"])
def test_other_words_have_no_gloss(english: str) -> None:
    assert in_chinese(english) == ()
