"""Turns of phrase are matched word by word, in all their forms and in no other."""

import pytest

from bot.words.turns import IN_LATIN, Turns, parts, turns

LISTS = {"fault": "wrong|not right"}


def found(line: str, text: str) -> list[str]:
    return [one.text for one in Turns([(line, "request", LISTS)]).find(text)]


def test_every_form_is_found() -> None:
    line = "(not|never) (answered|replied to)( it| them|)( in time|)"
    assert found(line, "never answered") == ["never answered"]
    assert found(line, "requests not replied to them in time") == [
        "not replied to",
        "not replied to them",
        "not replied to them in time",
    ]


def test_characters_are_words_and_quotation_marks_are_none() -> None:
    line = "(拿|以|)(国家秘密|涉密)(作理由|为由|)"
    assert found(line, "拿“国家秘密”作理由不给") == ["拿“国家秘密", "拿“国家秘密”作理由", "国家秘密", "国家秘密”作理由"]
    assert found(line, "拿国家机密作理由") == []


def test_other_words_are_not_passed_over() -> None:
    line = "(not|never) answered( in time|)"
    assert found(line, "not often answered") == []
    assert found(line, "answered in time") == []
    assert found(line, "notanswered in time") == []


def test_a_list_stands_for_its_words() -> None:
    assert found("found <fault>", "it was found not right") == ["found not right"]


def test_a_turn_says_something() -> None:
    with pytest.raises(ValueError, match="may be nothing"):
        parts("(a|)( b|)", {})
    with pytest.raises(ValueError, match="unknown list nobody"):
        parts("<nobody> asks", {})
    with pytest.raises(ValueError, match="brackets within brackets"):
        parts("asked (by (the |)public|)", {})


def test_turns_that_need_latin_letters() -> None:
    assert all(turns(code).in_latin for code in IN_LATIN)
    assert not Turns([("(two|2)(%|)", "request", {})]).in_latin


def test_characters_in_a_row_stand_apart_too() -> None:
    line = "(不给|没给)公开(的|)"
    assert found(line, "答复没给公开的几件") == ["没给公开", "没给公开的"]
    assert found(line, "没给 “公开”几件") == ["没给 “公开"]
    assert found(line, "没公开给几件") == []
