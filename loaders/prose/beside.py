"""Words that change no figure of what was published, handed in or ended: left out of a clause, as in aside.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.prose.aside import DEEDS, PUBLISHED, SAYS
from loaders.prose.vocabulary import Token, features_of, words

_SUM = frozenset({"total"})
_HANDED = frozenset({"handed_in"})
_DOCUMENTS = frozenset({"normative", "regulation"})
_LISTED = ("concept", "unknown", "join", "filler")
_ENDED = frozenset({"closed", "answered", "on_time"})
_DEALT_WITH = frozenset({"handled", "closed", "answered"})
_ASKED = frozenset(
    {"received", "accepted", "request", "release", "reconsideration", "litigation", "closed", "answered"}
)


def without_recipients(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """向市档案馆、图书馆移交文件30件: leave out to whom the body handed something in; what follows is its own again."""
    to = next((i for i, t in enumerate(tokens) if text[t.start : t.end] in words().text["appealed_to"]), len(tokens))
    sends = words().text["sends"]
    handed = next((i for i, t in enumerate(tokens) if i > to and _hands(t, tokens[to:i], text, sends)), 0)
    if not handed or any(t.role in SAYS for t in tokens[to:handed]):
        return tokens
    return (*tokens[:to], replace(tokens[handed], features=_HANDED, role="concept"), *tokens[handed + 1 :])


def _hands(token: Token, named: Sequence[Token], text: str, sends: Sequence[str]) -> bool:
    """Tell 移交, and 推送 where somebody is named before it: not 向社会推送."""
    somebody = any(t.role in ("unknown", "scope") for t in named)
    return "handed_in" in token.features or (somebody and text[token.start : token.end] in sends)


def without_listed(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """公开政府文件、政务信息276条: the kinds before the information of any kind are among what is counted."""
    verb = next((i for i, token in enumerate(tokens) if token.features and token.features <= PUBLISHED), len(tokens))
    info = next((i for i, t in enumerate(tokens) if i > verb and text[t.start : t.end] in words().text["any_info"]), 0)
    listed = tokens[verb + 1 : info]
    joined = bool(listed) and listed[-1].role == "join" and listed[0].role != "join"
    plain = all(t.role in _LISTED and t.features.isdisjoint(words().sites | DEEDS) for t in listed)
    counted = [t.role for t in tokens[info + 1 :] if t.role != "filler" and t.features != _SUM] == ["number"]
    return (*tokens[: verb + 1], *tokens[info:]) if info and joined and plain and counted else tokens


def without_columns(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """网站行业要闻、各地动态等栏目发布6175条: leave out which columns of the site are named."""
    site = next((i for i, token in enumerate(tokens) if token.features & words().sites), len(tokens))
    etc = next((i for i, token in enumerate(tokens) if i > site and token.role == "etc"), 0)
    column = tokens[etc + 1 : etc + 2] if etc else ()
    named = any(text[token.start : token.end] in words().text["columns"] for token in column)
    plain = all(t.role not in SAYS and t.features.isdisjoint(DEEDS | words().sites) for t in tokens[site + 1 : etc])
    listed = any(token.role == "join" for token in tokens[site + 1 : etc])
    # 网站政务咨询等栏目回应关切14次
    listed = listed or any("respond" in token.features for token in tokens[etc:])
    return (*tokens[: site + 1], *tokens[etc + 2 :]) if named and plain and listed else tokens


def without_dealing(tokens: Sequence[Token]) -> Sequence[Token]:
    """已办理的3件均属于不掌握: how all of those ended is told, and that they were dealt with says nothing more."""
    counted = next((i for i, token in enumerate(tokens) if token.role == "number"), 0)
    before, after = features_of(tokens[:counted]), features_of(tokens[counted:])
    ended = bool(after) and after.isdisjoint(_ENDED | _ASKED) and tokens[counted + 1 : counted + 2]
    every = bool(ended) and tokens[counted + 1].role == "all"
    return tokens[counted:] if every and before and before <= _DEALT_WITH else tokens


def without_makers(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """公开2件规章和11件市政府印发的规范性文件: who drew them up says nothing of what was done with them."""
    noun = next((i for i, token in enumerate(tokens) if token.features & _DOCUMENTS), 0)
    drawn, of_it = tokens[noun - 2 : noun] if noun > 1 else (None, None)
    if drawn is None or of_it is None or "issue" not in drawn.features:
        return tokens
    first = next((i for i in range(noun - 2, -1, -1) if tokens[i].role == "number"), noun)
    makers = {token.role for token in tokens[first : noun - 2]}
    if text[of_it.start] not in words().text["of_it"] or makers.isdisjoint(("own", "unknown")):
        return tokens
    # 公开1件省政府印发的规范性文件: of another
    theirs = (replace(drawn, role="unknown", features=frozenset()),) if "own" not in makers else ()
    return (*tokens[: first + 1], *theirs, *tokens[noun:])


def without_ending(tokens: Sequence[Token]) -> Sequence[Token]:
    """1件属于部分公开并已按时办理完结: that it was closed says nothing more of how it ended."""
    place = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].role == "join"), 0)
    before, rest = tokens[:place], tokens[place + 1 :]
    told = features_of(rest)
    plain = bool(told) and told <= _ENDED and all(token.role in ("done", "filler", "concept") for token in rest)
    counted = any(token.role == "number" for token in before) and bool(features_of(before))
    return before if plain and counted and features_of(before).isdisjoint(_ASKED) else tokens
