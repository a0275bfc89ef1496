"""What is found by a question's shape is what is found in the question itself, whatever names stand in it."""

import random
import re
from collections.abc import Iterator

from bot.normalise import normalise
from bot.places import home
from bot.places.body_names import organ_names
from bot.places.zones import zones
from bot.service import Service
from bot.words import shapes
from index import region_names, regions
from tests.test_questions import FILES, REFUSED, entries

EVERY = 11
"""one question of so many is looked at"""
NAMES = ("青禾区", "白鹭县", "青禾", "海珠区", "海珠", "番禺区")
ANY_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?=年)")
HOLDS_A_WORD = "都"
"""a county called after it is not asked whether all of something holds"""


def in_itself(service: Service, text: str) -> shapes.Known:
    """What is known in a text that is like no other."""
    named = service.places().find(text)
    words, own = home.own_words(text, None, service.places(), shapes.words_in(text), named)
    return shapes.known(text, words, [*named, *own, *zones(text, named)])


def by_shape(service: Service, text: str) -> shapes.Known | None:
    named = service.places().find(text)
    return shapes.known_by_shape(text, [*named, *zones(text, named)])


def others(text: str, chance: random.Random) -> Iterator[str]:
    """The question, and the same with other names, of another year, and with a letter of a name mistyped."""
    yield text
    yield ANY_YEAR.sub(lambda _: str(chance.randint(2010, 2029)), text)
    names = [name for one in regions.all_regions() if HOLDS_A_WORD not in (name := one.name)]
    letters = sorted({*"".join(names)})
    organs = [*organ_names()]
    said = next((one for one in NAMES if one in text), None)
    for _ in range(4 if said is not None else 0):
        name, organ = chance.choice(names), chance.choice(organs)
        chain = chance.choice(names) + name
        stem = region_names.cut_suffix(name)[0]
        written = chance.choice([name, stem, chain, name + organ, stem + organ, chain + organ])
        yield text.replace(str(said), written)
        at = chance.randrange(len(written))
        mistyped = written[:at] + chance.choice(letters) + written[at + 1 :]
        yield ANY_YEAR.sub(lambda _: str(chance.randint(2010, 2029)), text.replace(str(said), mistyped))


def test_a_question_is_cut_by_its_shape_as_by_itself(service: Service) -> None:
    texts = [one["q"] for path in FILES for one in entries(path)] + REFUSED
    chance, seen = random.Random(5), 0
    for one in texts[::EVERY]:
        for text in (normalise(each).text for each in others(one, chance)):
            known = by_shape(service, text) if not home.has_own_words(text) else None
            if known is not None:
                seen += 1
                assert known[1] == in_itself(service, text)[1], text
    assert seen > 1000


def test_names_of_one_length_share_a_shape(service: Service) -> None:
    shapes._shape.cache_clear()
    for name in ("青禾区教育局", "白鹭县审计局", "海珠区财政局", "番禺区水务局"):
        known = by_shape(service, f"{name}2017年予以公开过多少件")
        assert known is not None
        assert "".join(one.text for one in known[1][0].mentions) == f"{name}2017年予以公开过多少件"
    # 区 and 县 are seen
    assert shapes._shape.cache_info().currsize == 2


def test_letters_of_names_that_may_be_of_a_word_are_looked_at(service: Service) -> None:
    # an organ in short that is a word, and one that begins another word
    for text in ("青禾区信访2020年多少件", "青禾区政府网站2020年发布多少条", "青禾区2020年政府采购多少"):
        known = by_shape(service, text)
        assert known is None or known[1] == in_itself(service, text)[1]
    assert any(one.text == "政府网站" for one in in_itself(service, "青禾区政府网站2020年发布多少条")[0])


def test_a_word_within_a_name_is_none_of_the_question(service: Service) -> None:
    known = by_shape(service, "商都县2020年收到超过84件申请,对吗")
    assert known is not None
    assert known[1][0].mentions[0].text == "商都县"
    assert not known[1][0].left
