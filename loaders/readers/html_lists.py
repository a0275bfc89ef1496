"""Numbers of list items: browsers display them, but they are not in the page's text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborNode

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))["lists"]
_NUMERALS: str = _DATA["numerals"]
_NUMBER = re.compile(r"\s*([0-9]{1,4})")
_STYLE = re.compile(r"list-style(?:-type)?\s{0,3}:\s{0,3}([a-z-]{3,40})", re.IGNORECASE)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST = 99
"""numbers that are counted in other signs than figures"""


def counter(list_node: LexborNode) -> Callable[[LexborNode], str]:
    """A function that returns the number of each item of a list, called in order."""
    attributes = list_node.attributes
    style = _STYLE.search(attributes.get("style") or "")
    kind = style[1].lower() if style else _TYPES.get(attributes.get("type") or "", "decimal")
    number = _number(attributes.get("start"), 1) - 1

    def of(item: LexborNode) -> str:
        nonlocal number
        number = _number(item.attributes.get("value"), number + 1)
        return _shown(number, kind)

    return of


def _number(text: str | None, otherwise: int) -> int:
    digits = _NUMBER.match(text) if text else None
    return int(digits[1]) if digits else otherwise


def _shown(number: int, kind: str) -> str:
    if kind == "none":
        return ""
    if 0 < number <= MOST:
        if kind in _DATA["counted"]:
            tens, ones = divmod(number, 10)
            ten = (_NUMERALS[tens - 1] if tens > 1 else "") + _NUMERALS[9] if tens else ""
            return str(ten + (_NUMERALS[ones - 1] if ones else "") + _DATA["after"])
        if kind.endswith(("alpha", "latin")) and number <= len("abcdefghijklmnopqrstuvwxyz"):
            return f"{chr(ord('A' if kind.startswith('upper') else 'a') + number - 1)}."
        if kind.endswith("roman"):
            roman = "".join(_romans(number))
            return f"{roman.upper() if kind.startswith('upper') else roman}."
    return f"{number}."


def _romans(number: int) -> list[str]:
    signs = []
    for value, sign in ((90, "xc"), (50, "l"), (40, "xl"), *_ROMAN):
        while number >= value:
            signs.append(sign)
            number -= value
    return signs
