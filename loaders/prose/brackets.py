"""Brackets in a sentence: what they say of a noun or a medium, and those that say nothing of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.numbers import RATIO_UNITS
from loaders.prose.aside import ANY_SITE, PUBLISHED, TELLING
from loaders.prose.vocabulary import NOTHING, Token, features_of, words

_HELD = frozenset({"held"})
_ASIDE = frozenset({"concept", "filler", "own", "quoted", "title", "join"})
_NEW_MEDIA, _ACCOUNTS = frozenset({"via_social"}), frozenset({"via_wechat", "via_microblog"})
_ANY_OTHER = frozenset({"kind_other"})
_ISSUED, _AMENDED = frozenset({"issue"}), frozenset({"amended"})
_LIMITING = TELLING | {"sub", "date", "partial", "cumulative", "future", "plan"}
_FORWARDED = frozenset({"forwarded", "publish"})
"""网站（含转发）319条"""
_SHORT = 4
"""characters of a name that stands in a bracket within another"""


def with_kinds(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """不予公开（行政查询事项）1件, 电邮（网络）2件: a bracket between a noun and its figure says which of them."""
    found = _with_accounts(tokens, text)
    opens = [
        place
        for place, token in enumerate(found[1:-2], 1)
        if token.role == "mark" and text[token.start : token.end] == "("
    ]
    for place in reversed(opens):
        around = found[place - 1 : place + 3]
        if _counts_accounts(found, place, text):
            # 微信公众号（2个）发布信息149条
            del found[place : place + 3]
            continue
        if [token.role for token in around] == ["concept", "mark", "number", "mark"] and _is_bracket(around, text):
            # 新闻发布会（5场）、在线访谈（3期）
            found[place : place + 3] = [found[place + 1]]
        if place + 3 >= len(found):
            continue
        if text[found[place + 3].start : found[place + 3].end] in words().text["of_it"] and place + 4 < len(found):
            # 其他（不属于本机关公开）的7件
            del found[place + 3]
        before, sign, inside, closing, figure = found[place - 1 : place + 4]
        signs = [text[token.start : token.end] if token.role == "mark" else "" for token in (sign, closing)]
        known = inside.role == "concept" and figure.role == "number" and before.role in ("concept", "unknown")
        if signs == ["(", ")"] and known and not inside.features & words().sites:
            found[place : place + 3] = [inside]
            if before.role == "unknown" or before.features == _ANY_OTHER:
                found[place - 1] = Token(start=before.start, end=before.end, role="filler")
    return found


def _with_accounts(tokens: Sequence[Token], text: str) -> list[Token]:
    """新媒体（“青禾”微信公众号）公开信息96条, or the bracket behind 信息: the account in it is the medium."""
    found = list(tokens)
    if not any(token.features == _NEW_MEDIA for token in found):
        return found
    for place in range(len(found) - 3, 0, -1):
        end = next((i for i in (place + 2, place + 3) if i < len(found) and text[found[i].start] == ")"), 0)
        if not end or text[found[place].start] != "(":
            continue
        *names, account = found[place + 1 : end]
        social = next((i for i in range(place - 1, -1, -1) if found[i].features == _NEW_MEDIA), None)
        known = (
            all(name.role == "quoted" for name in names) and bool(account.features) and account.features <= _ACCOUNTS
        )
        counted = end + 1 < len(found) and found[end + 1].role == "number" and bool(names)
        if known and social is not None and (counted or social == place - 1):
            found[social] = replace(found[social], features=account.features)
            del found[place : end + 1]
    return found


def _counts_accounts(found: Sequence[Token], place: int, text: str) -> bool:
    """Tell a bracket that counts the accounts of a medium, with what these did behind it."""
    before, _, inside, closes, *after = found[place - 1 : place + 4]
    counted = inside.number is not None and inside.number.unit in words().text["units_of_accounts"]
    told = bool(after) and (
        bool(after[0].features & PUBLISHED) or after[0].role in ("own_time", "filler", "cumulative")
    )
    return bool(before.features & words().sites) and counted and text[closes.start] == ")" and told


def _is_bracket(around: Sequence[Token], text: str) -> bool:
    opens, closes = (text[token.start : token.end] for token in (around[1], around[3]))
    number = around[2].number
    return (opens, closes) == ("(", ")") and number is not None and number.unit not in RATIO_UNITS


def _tells(tokens: Sequence[Token]) -> bool:
    """Whether anything is counted, or others or another time are named, in a bracket (含县政府网站，下同)."""
    return any(token.role in TELLING for token in tokens)


def _counts(inside: Sequence[Token]) -> bool:
    return any(token.role in _LIMITING and token.role != "number" for token in inside) or any(
        token.number is not None and token.number.unit for token in inside
    )


def _names_sites(inside: Sequence[Token]) -> bool:
    """Tell the name of an account, 微信公众号（青禾应急）, or sites, 新媒体（微博、微信等）, from what counts."""
    known = inside[-1].role == "etc" or not features_of(inside) - ANY_SITE if inside else False
    return known and not any(token.role in _LIMITING for token in inside)


def _is_an_address(name: Token, inside: Sequence[Token]) -> bool:
    """“青禾”（微信号：qinghe123）: how an account is found."""
    return name.role == "quoted" and bool(inside) and inside[0].features <= _ACCOUNTS and bool(inside[0].features)


def _is_in_a_name(tokens: Sequence[Token]) -> bool:
    """通过青禾高新区（桂花）门户网站: a second name of the zone whose site it is."""
    if [token.role for token in tokens[1:4]] != ["mark", "unknown", "mark"] or len(tokens) <= _SHORT:
        return False
    before, _, inside, closes, site = tokens
    named = before.role in ("unknown", "own") and inside.end - inside.start <= _SHORT
    return named and site.start == closes.end and bool(site.features) and site.features <= ANY_SITE


def without_asides(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Leave out brackets that count nothing and name nobody: 新闻通气会（发布会）2次, 网站（由办公室主办）发布."""
    opens = [place for place, token in enumerate(tokens) if token.role == "mark" and text[token.start] == "("]
    aside: set[int] = set()
    for place in opens:
        if _is_in_a_name(tokens[max(0, place - 1) : place + 4]):
            aside.update(range(place, place + 3))
            continue
        end = next((i for i in range(place + 1, len(tokens)) if text[tokens[i].start] in "()"), 0)
        inside = tokens[place + 1 : end]
        before = tokens[place - 1] if place else None
        told = features_of(inside) - (before.features if before is not None else NOTHING)
        if (
            end
            and before is not None
            and (before.role == "concept" or _is_an_address(before, inside))
            and (
                # 制发（修改）规章1份
                (all(t.role in _ASIDE for t in inside) and told <= (_AMENDED if before.features == _ISSUED else _HELD))
                or [t.features for t in inside if t.role != "sub"] == [_FORWARDED]
                or (bool(features_of(inside)) and inside[0].role == "sub" and not told and not _tells(inside))
                or (bool(before.features & words().sites) and _names_sites(inside))
                or (before.role == "quoted" and not _counts(inside))
            )
        ):
            aside.update(range(place, end + 1))
    return [token for place, token in enumerate(tokens) if place not in aside] if aside else tokens
