"""Words that mean something only together become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from index.numbers import RATIO_UNITS
from loaders.prose.vocabulary import NOTHING, Token, words, year_of

_CARRIED = frozenset({"carried"})
_INFO = frozenset({"info"})
_SITE, _ACCOUNTS = frozenset({"via_website"}), frozenset({"via_wechat", "via_microblog"})
_SOCIAL = frozenset({"via_social"})
_SUM = frozenset({"total"})
_PUBLISHED = frozenset({"publish", "disclose", "proactive"})
_SHORT_NAME = 4


def joined(tokens: Sequence[Token], text: str, year: int) -> tuple[Token, ...]:
    """Read words that mean something only together as one: 上年结转, 结转2022年, 不存在3件, 占3120条, 有效7件."""
    counts = [token.number is not None for token in tokens]
    tokens = [
        _with_figure(token, following, text) if counted or before else token
        for token, following, counted, before in zip_longest(tokens, tokens[1:], counts, counts[1:])
    ]
    tokens = _with_accounts(_with_sorts(tokens, text), text)
    tokens = _with_exceptions(tokens, text)
    if not any(t.features == _CARRIED or t.role in ("negation", "handed") or _moves(t, text) for t in tokens):
        return tuple(tokens)
    found: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        last = found[-1] if found else None
        told = "" if last is None else _carried_over(last, token, text, year)
        before = found[-2] if len(found) > 1 else None
        if last is not None and told:
            found[-1] = _both(last, token, told)
        elif before is not None and last is not None and _is_none_of_last_year(before, last, token, year):
            found[-2:] = [last, _both(token, token, "carried_in")]
        elif token.role == "negation" and _counts_what_is_not(token, following, text):
            found.append(_both(token, token, "does_not_exist"))
        else:
            found.append(token)
    # 转来的3件 came from another body, unless a year says that they came from the year before
    return tuple(replace(token, role="unknown") if token.role == "handed" else token for token in found)


def _with_figure(token: Token, following: Token | None, text: str) -> Token:
    """占 before a count, which is no share; 有效 before one, which is none of a deed; 涉及: of those concerned only.

    两条 before 途径 counts these.
    """
    counted = token.number is not None and token.role == "number" and token.number.unit
    if counted and text.startswith(words().text["counted_nouns"], token.end):
        return replace(token, role="ordinal")
    if following is None or following.number is None or following.number.unit in RATIO_UNITS:
        return token
    issues = token.number is not None and token.number.unit in words().text["units_of_issues"]
    if issues and following.number.unit in words().text["units_of_items"]:
        # 236期1114篇
        return replace(token, role="ordinal")
    word = text[token.start : token.end]
    if word in words().text["makes_up"] and following.number.unit:
        return Token(start=token.start, end=token.end, role="filler")
    if word in words().text["touches"]:
        return _both(token, token, "touched")
    return _both(token, token, "in_force") if word in words().text["valid"] else token


def _with_sorts(tokens: Sequence[Token], text: str) -> list[Token]:
    """公开七大类48项信息共8989条: how many sorts there were counts nothing beside the sum.

    公开信息28大项、79小项，共计6657条: nor behind the information.
    """
    told = list(tokens)
    summed_up = next((i for i, t in enumerate(told) if i > 1 and t.features == _SUM and told[i - 1].role == "mark"), 0)
    sorts = words().text["units_of_sorts"]
    for place in range(summed_up - 2, -1, -1):
        number = told[place].number
        if told[place].role != "join" and (number is None or number.unit not in sorts):
            break
        told[place] = replace(told[place], role="ordinal")
    for place in [place for place, token in enumerate(told[:-2]) if token.features == _INFO]:
        summed, figure = told[place + 1 : place + 3]
        sum_of = summed.features == _SUM or text[summed.start : summed.end] in words().text["summed"]
        if not sum_of or figure.role != "number":
            continue
        while place and told[place - 1].role == "number":
            place -= 1
            told[place] = replace(told[place], role="ordinal")
    return told


def _with_accounts(tokens: Sequence[Token], text: str) -> list[Token]:
    """青禾区政府网微信公众号, 青禾发布微博发布20条: the account is called after what published nothing.

    政务新媒体“青禾发布”微博、微信: the media are named.
    """
    told = list(tokens)
    for place, (site, account) in enumerate(pairwise(tokens)):
        if account.features and account.features <= _ACCOUNTS and _is_called(tokens[: place + 3], place, text):
            told[place - 1 : place + 1] = [
                replace(t, role="quoted", features=NOTHING) for t in told[place - 1 : place + 1]
            ]
        if site.features not in (_SITE, _SOCIAL):
            continue
        named = site.features == _SITE and text.endswith(words().text["site_ends"][0], site.start, site.end)
        if named and account.features and account.features <= _ACCOUNTS and site.end == account.start:
            told[place] = replace(site, role="filler", features=NOTHING)
            name = told[place - 1] if place else site
            if (
                name.role == "unknown"
                and name.end == site.start
                and not text.endswith(words().text["organ"], name.start, name.end)
            ):
                # 云岭政府网微信公众号
                told[place - 1] = replace(name, role="filler")
        behind = tokens[place + 1 : place + 3]
        medium = next((token for token in behind if token.role != "quoted"), site)
        new_media = site.features == _SOCIAL and text.endswith(words().text["new_media"], site.start, site.end)
        if new_media and medium is not site and medium.features and medium.features <= _ACCOUNTS | _SOCIAL:
            told[place] = replace(site, role="filler", features=NOTHING)
    return told


def _is_called(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Tell the name of an account in 青禾发布微博发布20条 from a verb: another one stands behind the medium."""
    name, verb, after = tokens[place - 1] if place else None, tokens[place], tokens[place + 2 :]
    short = name is not None and name.role == "unknown" and name.end - name.start <= _SHORT_NAME
    named = text[verb.start : verb.end] in words().text["account_names_end"] and bool(after)
    return short and named and bool(after[0].features & _PUBLISHED)


def _with_exceptions(tokens: Sequence[Token], text: str) -> list[Token]:
    """除2件结转外，其余均已办结: 除 before a figure and 外 before a mark tell nothing of the figure."""
    told = list(tokens)
    for place, (token, after) in enumerate(pairwise(tokens)):
        if token.role != "unknown" or after.role not in ("number", "mark"):
            continue
        word = text[token.start : token.end]
        if word in words().text["except" if after.role == "number" else "except_ends"]:
            told[place] = replace(token, role="filler")
    return told


def _both(first: Token, last: Token, feature: str) -> Token:
    return Token(start=first.start, end=last.end, role="concept", features=frozenset({feature}))


def _carried_over(first: Token, second: Token, text: str, year: int) -> str:
    """Tell 结转2022年 from 2020年结转 and 结转上年."""
    if _moves(first, text):
        # 余8件转2022年度办理
        return "carried_out" * _is_next_year(second, text, year)
    if first.features == _CARRIED:
        return "carried_out" if _is_next_year(second, text, year) else "carried_in" * _is_last_year(second, year)
    return "carried_in" * ((second.features == _CARRIED or second.role == "handed") and _is_last_year(first, year))


def _moves(token: Token, text: str) -> bool:
    return token.role == "unknown" and text[token.start : token.end] in words().text["moved"]


def _is_none_of_last_year(first: Token, second: Token, third: Token, year: int) -> bool:
    """Tell 上年度无结转."""
    return _is_last_year(first, year) and second.role == "negation" and third.features == _CARRIED


def _is_next_year(token: Token, text: str, year: int) -> bool:
    """Tell 2022年 or 下年度 after 结转 in a report on 2021."""
    named = token.role == "plan" and text[token.start : token.end] in words().text["next_year"]
    return named or (token.role == "year" and year_of(token) == year + 1)


def _is_last_year(token: Token, year: int) -> bool:
    return token.role == "other_year" or (token.role == "year" and year_of(token) == year - 1)


def _counts_what_is_not(token: Token, following: Token | None, text: str) -> bool:
    """Tell 不存在3件 from 不存在…: the word before its figure is the outcome."""
    counted = following is not None and following.number is not None and following.number.value > 0
    return counted and text[token.start : token.end] in words().text["is_not"]
