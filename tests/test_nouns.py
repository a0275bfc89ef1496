"""The classes of nouns hold together: nothing stands twice, and a description describes no name of another class."""

import re

from bot.finding.matching.nouns import described, nouns
from bot.languages import language

KEYS = {"stems", "ends", "printed", "said", "ahead", "each", "described", "carrier"}
NOTHING = "(?!)"
CLASSES = language("zh").statements["nouns"] | {
    f"{field} {at}": told
    for field, classes in language("zh").statements["affairs"].items()
    for at, told in enumerate(classes)
}


def test_a_class_is_well_formed() -> None:
    for name, told in CLASSES.items():
        assert told.keys() <= KEYS, name
        assert "stems" in told or "printed" in told, name
        assert ("ends" in told) <= ("stems" in told), name
        assert ("each" in told) == ("<each>" in str(told)), name
        for words in (told.get(key, []) for key in KEYS - {"carrier"}):
            assert len(words) == len(set(words)), name


def test_what_is_printed_is_not_said_in_its_place() -> None:
    assert [noun.printed[0] for noun in nouns() if {*noun.printed} & {*noun.said}] == []


def test_a_description_is_none_of_a_name() -> None:
    for noun in nouns():
        every = re.compile("|".join(noun.described) or NOTHING)
        for other in nouns():
            if not {*other.printed} & {*noun.printed}:
                assert not any(every.fullmatch(word) for word in other.printed), (noun.printed, other.printed)


def test_what_is_described_stands_where_it_begins() -> None:
    found = described("开了几个给人查信息的点")
    assert [(at, size) for at, each in found.items() for size, _ in each] == [(4, 7)]
    assert "查阅点" in found[4][0][1]
    assert not described("开了几个给人看病的点")
