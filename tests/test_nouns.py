"""The classes of nouns hold together: nothing stands twice, and a description describes no name of another class."""

import re

import pytest

from bot.finding.matching.nouns import Noun, described, nouns
from bot.languages import language

KEYS = {"stems", "ends", "printed", "said", "ahead", "each", "described", "carrier"}
CLASSES = language("zh").statements["nouns"] | {
    f"{field} {at}": told
    for field, classes in language("zh").statements["affairs"].items()
    for at, told in enumerate(classes)
}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_well_formed(name: str) -> None:
    told = CLASSES[name]
    assert told.keys() <= KEYS
    assert "stems" in told or "printed" in told
    assert ("ends" in told) <= ("stems" in told)
    assert ("each" in told) == ("<each>" in str(told))
    for words in (told.get(key, []) for key in KEYS - {"carrier"}):
        assert len(words) == len(set(words))


@pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.printed[0])
def test_what_is_printed_is_not_said_in_its_place(noun: Noun) -> None:
    assert not {*noun.printed} & {*noun.said}


@pytest.mark.parametrize("noun", [noun for noun in nouns() if noun.described], ids=lambda noun: noun.printed[0])
def test_a_description_is_none_of_a_name(noun: Noun) -> None:
    every = re.compile("|".join(noun.described))
    for other in nouns():
        if not {*other.printed} & {*noun.printed}:
            assert not any(every.fullmatch(word) for word in other.printed)


def test_what_is_described_stands_where_it_begins() -> None:
    found = described("开了几个给人查信息的点")
    assert [(at, size) for at, each in found.items() for size, _ in each] == [(4, 7)]
    assert "查阅点" in found[4][0][1]
    assert not described("开了几个给人看病的点")
