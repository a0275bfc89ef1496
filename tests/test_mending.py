"""Words that sound or look alike are found by parts of them: exactly those that a search over all of them finds."""

import gzip
import random

import pypinyin
import pytest
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.places.bodies import Places
from bot.spelling import real_words
from bot.spelling.latin_words import right
from bot.spelling.mending import MOST, Mender, Near
from bot.spelling.pinyin import Known
from bot.spelling.sounding import LONGEST, Sounds
from bot.words.mentions import phrases
from bot.words.sounds import by_beginning, readings, sound, syllables
from index.models import Body
from scripts import build_real_words

WORDS = [
    "海珠区",
    "海珠",
    "和平区",
    "和平县",
    "朝阳区",
    "乐亭县",
    "重庆",
    "长沙市",
    "朝阳",
    "海淀区",
    "海曙区",
    "云岭市",
]
NAMES = [
    "广州市海珠区人民政府办公室",
    "广州市番禺区教育局",
    "云岭市青禾区教育局",
    "云岭市青禾区图书馆",
    "云岭市白溪区图书馆",
    "图书馆",
]


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(Body(id=at, name=name, years=(2020, 2021)) for at, name in enumerate(NAMES, start=1))


def _bent(word: str, chance: random.Random) -> str:
    at, sign = chance.randrange(len(word)), chance.choice("".join(WORDS))
    return chance.choice([word[:at] + sign + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + sign + word[at:]])


def test_near_words_are_those_of_a_search_over_all(places: Places) -> None:
    words, chance = list(places.names()), random.Random(1)
    some = [word for word in words if 3 <= len(word) <= LONGEST]
    near = Near(words)
    for word in [_bent(chance.choice(some), chance) for _ in range(300)]:
        found = process.extract(word, some, scorer=Levenshtein.distance, score_cutoff=1, limit=4)
        assert near.of(word) == [name for name, _, _ in found if len(name) == len(word)], word


def test_a_word_sounds_as_pypinyin_says() -> None:
    chance = random.Random(1)
    parts = [
        *WORDS,
        *chance.sample(sorted(PHRASES_DICT), 300),
        *map(chr, chance.sample(sorted(PINYIN_DICT), 300)),
        "A1",
    ]
    for word in ["".join(chance.choices(parts, k=chance.randint(1, 4))) for _ in range(1000)]:
        assert syllables(word) == pypinyin.lazy_pinyin(word), word


def test_every_sound_of_a_character_is_known() -> None:
    for word in PHRASES_DICT:
        sounds = syllables(word)
        if len(sounds) == len(word):
            assert all(one in readings(sign) for sign, one in zip(word, sounds, strict=True)), word


def test_a_word_is_among_those_that_may_begin_with_its_first_syllables() -> None:
    words = [*PHRASES_DICT, *phrases().meanings, *WORDS, "々々区"]
    begun = {sounds: set(numbers) for sounds, numbers in by_beginning(words).items()}
    for number, word in enumerate(words):
        assert number in begun[tuple(syllables(word)[:2])], word


def test_what_letters_stand_for_is_the_same_whatever_was_spelt_before() -> None:
    later, first = Known(), Known()
    for letters in ("qinghequ", "xianzhengfu", "shoudaoduoshaoshenqing"):
        later.read(letters)
    first.read("xianzhengfushoudaoduoshaoshenqing")
    later.read("xianzhengfushoudaoduoshaoshenqing")
    assert "shenqing" in first.entries
    for letters, entries in first.entries.items():
        assert later.entries[letters] == entries


def test_no_stretch_that_sounds_like_a_word_is_passed_over() -> None:
    sounds, chance = Sounds(WORDS), random.Random(1)
    for text in ["".join(chance.choices("海孩珠朱区曲和河平瓶朝潮阳羊乐老亭庭虫重庆", k=20)) for _ in range(300)]:
        for first in range(len(text) - 1):
            ends = set(sounds.ends(text, first))
            stretches = {end: text[first:end] for end in range(first + 2, min(first + LONGEST, len(text)) + 1)}
            assert {end for end, word in stretches.items() if sounds.of(sound(word))} <= ends, text


def test_what_has_no_sound_is_told_from_the_whole_stretch() -> None:
    assert Sounds(["々々区"]).ends("々々区", 0) == [2, 3]
    assert Sounds(["海珠区"]).ends("々々区", 0) == []


def test_a_name_spelled_right_within_is_no_misspelling(places: Places) -> None:
    mender = Mender(places)
    assert {one.text for one in mender.mend("海猪区", [(1, 2)])} == {"海珠", "海珠区"}
    assert {one.text for one in mender.mend("番图区", [(1, 2)])} == {"番禺区"}
    assert mender.mend("海珠湖", [(2, 3)]) == []


def test_one_name_of_many_bodies_is_its_regions(places: Places) -> None:
    (library,) = [one for one in places.find("图书馆") if one.kind == "own"]
    every = [body.name for body in places.resolve([library], 2020, frozenset()).bodies]
    assert every == [name for name in NAMES if name.endswith("图书馆")]
    (district,) = [one for one in places.find("白溪区图书馆") if one.text == "白溪区"]
    here = [body.name for body in places.resolve([district, library], 2020, frozenset()).bodies]
    assert here == ["云岭市白溪区图书馆", "图书馆"]


def test_of_two_places_of_one_sound_neither_is_chosen() -> None:
    names = ["广州市黄埔区人民政府办公室", "上海市黄浦区人民政府办公室"]
    places = Places(Body(id=at, name=name, years=(2020,)) for at, name in enumerate(names, start=1))
    mender = Mender(places)
    assert {one.text for one in mender.mend("黄铺区", [(0, 3)])} == {"黄埔区", "黄浦区"}
    assert not any(one.mended for one in places.find("黄埔区"))
    found = places.find("黄浦区")
    assert {number for one in found if one.text == "黄浦区" for number in one.value} == {"310101"}  # type: ignore[attr-defined]


def test_a_real_word_is_no_misspelling(places: Places) -> None:
    mender = Mender(places)
    assert {one.text for one in mender.mend("三件申清", [(2, 4)])} == {"申请"}
    assert mender.mend("服役多少件", [(0, 2)]) == []
    assert mender.mend("同意申请", [(1, 2)]) == []  # 意 belongs to 同意
    assert mender.mend("复议减了", [(2, 3)]) == []
    assert (right("recieved"), right("requestts"), right("summer")) == ("received", "requests", None)


def test_slips_of_the_hand_are_mended_where_the_whole_of_them_is_one_word(places: Places) -> None:
    mender = Mender(places)
    assert {one.mended for one in mender.mend("收到到几件", [(2, 3)])} == {("收到到", "收到")}
    assert {one.text for one in mender.mend("行政复几件", [(0, 3)])} == {"行政复议"}
    assert {one.text for one in mender.mend("bu予公开几件", [(0, 2)])} == {"不予公开"}
    assert mender.mend("予公开几件", [(0, 1)]) == []  # 不予公开 or 予以公开
    assert mender.mend("不予处罚几件", [(0, 2)]) == []  # 处罚 is a word, and 不予处理 is not meant
    assert mender.mend("men几件", [(0, 3)]) == []


def test_real_words_are_sorted_and_their_bytes_repeatable() -> None:
    head, *words = gzip.decompress(real_words.FILE.read_bytes()).decode().split("\n")
    assert (head, words[-1]) == (real_words.COLUMN, "")
    assert words[:-1] == sorted(set(words[:-1]))
    assert gzip.decompress(build_real_words.pack(words[:-1])) == gzip.decompress(real_words.FILE.read_bytes())
    assert [*build_real_words.chinese(["服役 1379 n", "海猪 2 n", "张三 99 nr", "以及其它 90 c"])] == ["服役"]
    assert [*build_real_words.english(["summer\n", "it's", "season", "sun"])] == ["summer", "season"]


def test_a_text_of_very_many_unknown_words_is_no_misspelt_question(places: Places) -> None:
    mender, text = Mender(places), "海朱区。"
    assert mender.mend(text, [(1, 2)])
    most = text * MOST + text
    left = [(at * len(text) + 1, at * len(text) + 2) for at in range(MOST + 1)]
    assert max(one.end for one in mender.mend(most, left)) < MOST * len(text)


def test_a_street_is_mended_in_its_district_and_offered_alone() -> None:
    places = Places([Body(id=1, name="武汉市武昌区白沙洲街道办事处", years=(2021,))])
    mender = Mender(places)
    placed, alone = "武昌区白沙州街道2021年", "白沙州街道2021年"
    assert {one.mended for one in mender.mend(placed, [(5, 6)])} == {("白沙州", "白沙洲")}
    # a street belongs to no 州, so that the character is left over
    assert not any(one.text == "州街道" for one in places.find(alone))
    assert mender.mend(alone, [(2, 3)]) == []
    assert all(text.startswith("白沙洲") for text in mender.offers(alone, [(2, 3)]))
    assert mender.offers(alone, [(2, 3)])
