"""Parts of a page that are not figures of the report: invisible, struck out, or footnote marks."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

import ahocorasick_rs
from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
_WORDS: tuple[str, ...] = tuple(_DATA["may_hide"])
_ATTRIBUTE = "hidden"
_WHITE = re.compile(_DATA["white"])
_INVISIBLE = re.compile("|".join(_DATA["invisible"]))
_SPELT = re.compile(r"style\s{0,9}=\s{0,9}[\"']?[^<>\"'&\\]*[&\\]", re.IGNORECASE)
"""a style in which entities or escapes may spell out anything"""
_SOUGHT = (*_WORDS, _ATTRIBUTE)
_BLANKS = re.compile(r"\s+|/\*.{0,100}?\*/")
_INLINE = frozenset({"span", "font", "i", "b", "em", "strong", "a", "u"})
LONGEST_TAG = 3000
"""characters of a tag that are looked at"""


def unseen(tree: LexborHTMLParser, text: str) -> frozenset[int]:
    """The ids of elements that are not visible. Most pages have none and are not searched element by element."""
    plain = text.encode("utf-8", "replace").lower()  # text.lower() takes ten times as long
    standing = {_SOUGHT[at] for at, _, _ in _finder().find_matches_as_indexes(plain, overlapping=True)}
    words = [word for word in _WORDS if word in standing and _is_in_a_tag(plain, word.encode(), b"style")]
    if (b"&#" in plain or b"\\" in plain) and _SPELT.search(text) is not None:
        words = list(_WORDS)
    chosen = [f'[style*="{word}" i]' for word in words]
    if _ATTRIBUTE in standing and _is_in_a_tag(plain, _ATTRIBUTE.encode(), b"<", b" \t\r\n\f=>/"):
        chosen.append(f"[{_ATTRIBUTE}]")
    if not chosen:
        return frozenset()
    return frozenset(node.mem_id for node in tree.css(", ".join(chosen)) if _hidden(node))


@functools.cache
def _finder() -> ahocorasick_rs.BytesAhoCorasick:
    """Of most words a page has none: all are looked for at once."""
    return ahocorasick_rs.BytesAhoCorasick([word.encode() for word in _SOUGHT])


def _is_in_a_tag(plain: bytes, word: bytes, behind: bytes, before: bytes = b"") -> bool:
    """Whether a word stands in a tag, with `behind` before it there and one of `before`, if any, right behind it."""
    at = plain.find(word)
    while at >= 0:
        begin = plain.rfind(b"<", max(0, at - LONGEST_TAG), at)
        if begin < 0 or plain.find(b">", begin, at) >= 0:
            # Nor does it up to the next tag: a style sheet has the same words many times.
            opening = plain.find(b"<", at)
            at = plain.find(word, opening) if opening >= 0 else -1
            continue
        if plain.find(behind, begin, at) >= 0 and (not before or plain[at + len(word) : at + len(word) + 1] in before):
            return True
        at = plain.find(word, at + len(word))
    return False


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = _BLANKS.sub("", (attributes.get("style") or "").lower())
    return _INVISIBLE.search(style) is not None or (_WHITE.search(style) is not None and _is_lost(node))


def _is_lost(node: LexborNode) -> bool:
    """Whether white characters are beside others that are not: these show that what is behind them is white too."""
    parent = node.parent
    while parent is not None and parent.tag in _INLINE:
        parent = parent.parent
    around = "" if parent is None else parent.text(deep=True).strip()
    return node.tag in _INLINE and len(around) > len(node.text(deep=True).strip()) > 0
