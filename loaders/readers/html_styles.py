"""What style sheets within a page hide, and what they write before or behind elements: as its reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

HIDES = {"display": "none", "visibility": "hidden", "text-decoration": "line-through"}
"""by property the value that hides an element or strikes it out"""
UNREAD = "\ufffd"
"""stands for what is written and cannot be told: a counter"""
MOST_WORK = 40_000_000
"""rules times characters of a page"""
_TELLING = re.compile(rf"{'|'.join(HIDES.values())}|content\s{{0,9}}:", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_WRITES = re.compile(r"(.+?)::?(before|after)", re.DOTALL)
_PIECE = re.compile(r"\"([^\"]*)\"|'([^']*)'|attr\(\s{0,9}([\w-]+)\s{0,9}\)|(counters?\()")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_SAYS = re.compile(r"[0-9\uff10-\uff19\u3400-\u9fff\ufffd]")


class _Rule(NamedTuple):
    selector: str
    properties: dict[str, str]


def styled(tree: LexborHTMLParser, text: str) -> frozenset[int]:
    """Put what style sheets write into the page; gives the ids of the elements that they hide."""
    if "<style" not in text and "<STYLE" not in text:
        return frozenset()
    sheets = [node.text(deep=True) for node in tree.css("style") if _is_on_screen(node.attributes.get("media") or "")]
    rules = [rule for sheet in sheets if _TELLING.search(sheet) for rule in _rules(sheet)]
    written = [rule for rule in rules if "content" in rule.properties]
    hiding = {name for rule in rules for name in HIDES if _hides(rule, name)}
    telling = [rule for rule in rules if not hiding.isdisjoint(rule.properties)] if hiding else []
    if (len(written) + len(telling)) * len(text) > MOST_WORK:
        return frozenset()
    for rule in written:
        _write(tree, rule)
    return frozenset().union(*(_hidden(tree, telling, name) for name in hiding))


def _is_on_screen(media: str) -> bool:
    """Whether rules for such media hold for whoever opens the page on a usual screen."""
    return "(" not in media and (not media.strip() or any(word in media.lower() for word in ("all", "screen")))


def _rules(sheet: str) -> Iterator[_Rule]:
    """Rules that hold on a screen, one for each selector, in order."""
    heads: list[str] = []
    text = ""
    for part in _BRACE.split(_COMMENT.sub("", sheet)):
        if part == "{":
            heads.append(text.rpartition(";")[2].strip())
        elif part == "}" and heads:
            head = heads.pop()
            around = all(each.startswith("@media") and _is_on_screen(each[len("@media") :]) for each in heads)
            if around and not head.startswith("@"):
                yield from (_Rule(each.strip(), _properties(text)) for each in head.split(","))
        text = "" if part in ("{", "}") else part


def _properties(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _hides(rule: _Rule, name: str) -> bool:
    return HIDES[name] in rule.properties.get(name, "").lower()


def _found(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements that a selector means; none for one that names no element itself (a:hover)."""
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def _hidden(tree: LexborHTMLParser, rules: list[_Rule], name: str) -> frozenset[int]:
    """Ids of elements for which the strongest rule about a property hides them; their own style is stronger."""
    strongest: dict[int, tuple[tuple[int, int, int], bool]] = {}
    for rule in rules:
        if name not in rule.properties:
            continue
        marks = (
            rule.selector.count("#"),
            rule.selector.count(".") + rule.selector.count("["),
            rule.selector.count(" "),
        )
        for node in _found(tree, rule.selector):
            if marks >= strongest.get(node.mem_id, (marks, False))[0]:
                own = name in (node.attributes.get("style") or "").lower()
                strongest[node.mem_id] = (marks, _hides(rule, name) and not own)
    return frozenset(number for number, (_, hides) in strongest.items() if hides)


def _write(tree: LexborHTMLParser, rule: _Rule) -> None:
    """Put what a rule writes before or behind elements there, if it is figures or words."""
    place = _WRITES.fullmatch(rule.selector)
    if place is None:
        return
    for node in _found(tree, place[1]):
        text = _ESCAPE.sub(
            _character, "".join(_said(piece, node) for piece in _PIECE.finditer(rule.properties["content"]))
        )
        if _SAYS.search(text) is None or (UNREAD in text and node.text(deep=True).strip()):
            # A counter before words numbers them.
            continue
        first = node.first_child
        if place[2] == "before" and first is not None:
            first.insert_before(text)
        else:
            node.insert_child(text)


def _said(piece: re.Match[str], node: LexborNode) -> str:
    if piece[4]:
        return UNREAD
    return (node.attributes.get(piece[3]) or "") if piece[3] else piece[1] or piece[2] or ""


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if 32 <= code < 0xD800 else ""
