"""Text normalised in width, script and case, with the offsets of the characters that were typed."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from itertools import compress

from index import regions
from index.numerals import NUMERALS, WORDS

_LATIN = re.compile("[a-z]")
_APOSTROPHE = re.compile(r"(?<=[a-z])[\u2018\u2019`´](?=[a-z])")
_QUOTE = re.compile(r"(?<![a-z0-9])'(?=[a-z]{3})")
_YEAR = re.compile(r"(?<![a-z0-9])2[0o][0-3][0-9o](?![a-z0-9])")
"""2O21: the letter for the figure"""
_HYPHEN = re.compile(r"(?<=[a-z])[-\u2010\u2011](?=[a-z])")
_LISTS = "\u3001"
"""what parts a list"""
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff] +){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
    r"|(?<![0-9])2 +0 +[0-3] +[0-9] *\u5e74"
)
"""收 到 申 请: four characters and more, each parted from the next by blanks, or the figures of a year, 2 0 2 1 年"""
_SPACED_TOO = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff] +)+[\u4e00-\u9fff](?![\u4e00-\u9fff])"
    r"|(?<![0-9])(?:[0-9] +){3}[0-9](?![0-9])"
)
"""what is spaced besides, in a text that is: 区 县, 2 0 2 1"""
_UMLAUT = "\u0308"
_TONES = frozenset(f"\u0304\u0301\u030c\u0300{_UMLAUT}")
_FORMAL: dict[str, str] = WORDS["formal"]["numerals"]
_ONE_FORMAL = re.compile(f"[{''.join(_FORMAL)}]")
_IN_FORMAL = re.compile(
    f"[{''.join(sorted(_FORMAL.keys() | NUMERALS))}]{{2,}}|[{''.join(_FORMAL)}](?=[{WORDS['formal']['counts']}])"
)
"""several numerals, or one ahead of what it counts"""
KEPT = 16_384
"""characters kept in memory in one shape"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A question in simplified characters, half width and lower case."""

    typed: str
    text: str
    origin: tuple[int, ...]
    """for every character of text the offset in typed it comes from"""

    def as_typed(self, start: int, end: int) -> str:
        """The typed characters that became text[start:end]."""
        if start >= end:
            return ""
        last = self.origin[end - 1] + 1
        return self.typed[self.origin[start] : last]


@functools.cache
def _converter() -> object:
    # a C++ wheel: loaded at the first question that holds a character outside ASCII
    import opencc  # noqa: PLC0415

    return opencc.OpenCC("t2s")


def _counts(sign: str) -> bool:
    """A number in a ring or in brackets, no power and no fraction."""
    return unicodedata.decomposition(sign).startswith(("<circle>", "<compat>"))


def _without_tone(sign: str) -> str | None:
    """A letter of pinyin without the mark of its tone, ü as v; None for any other sign."""
    parted = unicodedata.normalize("NFD", sign)
    letter, marks = parted[:1], parted[1:]
    if not marks or not "a" <= letter <= "z" or not _TONES.issuperset(marks):
        return None
    return "v" if _UMLAUT in marks else letter


def character(sign: str) -> str:
    """One character normalised: NFKC, simplified, lower case. Lone surrogates and control characters become blanks."""
    if sign.isascii():
        return sign.lower() if sign.isprintable() else " "
    if unicodedata.category(sign) in {"Cs", "Cc", "Cf", "Cn"}:
        return " "
    if unicodedata.category(sign) == "No" and _counts(sign):
        # ①收到②办结: the number of what is listed
        return _LISTS
    plain = unicodedata.normalize("NFKC", sign).lower()
    if (letter := _without_tone(plain)) is not None:
        return letter
    return "".join(_converter().convert(one) if ord(one) > 0x2E7F else one for one in plain)  # type: ignore[attr-defined]


class _Characters(dict[int, str]):
    """Code point → its character in one shape; as many are kept as people write with."""

    def __missing__(self, code: int) -> str:
        found = character(chr(code))
        if len(self) < KEPT:
            self[code] = found
        return found


_CHARACTERS = _Characters()


def plain(typed: str) -> str:
    """The normalised text, without offsets."""
    return _latin_signs(_in_plain_numerals(_with_names(typed, typed.translate(_CHARACTERS))))


def _in_plain_numerals(text: str) -> str:
    """The numerals of cheques, sign for sign, as they are written elsewhere: 贰零贰肆 is 二零二四."""
    if not _ONE_FORMAL.search(text):
        return text
    return _IN_FORMAL.sub(lambda match: "".join(_FORMAL.get(sign, sign) for sign in match.group()), text)


@functools.cache
def _names_kept() -> tuple[tuple[str, str], ...]:
    """Names of regions with a character that is simplified elsewhere, and as they would be: 乾县, 干县."""
    simplified = ((one.name, one.name.translate(_CHARACTERS)) for one in regions.all_regions())
    return tuple((name, other) for name, other in simplified if name != other)


def _with_names(typed: str, text: str) -> str:
    """The simplified text with such names in place of what they would be, where they were typed: 乾縣 is 乾县."""
    if len(typed) != len(text):
        return text
    for name, other in _names_kept():
        at = text.find(other)
        while at >= 0:
            same = (sign == typed[at + place] for place, sign in enumerate(name) if sign != other[place])
            if all(same):
                text = f"{text[:at]}{name}{text[at + len(name) :]}"
            at = text.find(other, at + 1)
    return text


def _latin_signs(text: str) -> str:
    """Signs in and before Latin words, sign for sign: one apostrophe (Qinghe’s), blanks for hyphens and for a quote.

    And 2021 for 2O21. Without a Latin letter there is none of these.
    """
    if not _LATIN.search(text):
        return text
    text = _YEAR.sub(lambda match: match.group().replace("o", "0"), text)
    return _QUOTE.sub(" ", _HYPHEN.sub(" ", _APOSTROPHE.sub("'", text)))


def normalise(typed: str) -> Normal:
    """Normalise a question character by character, keeping offsets into what was typed."""
    text = plain(typed)
    # where the lengths are the same none gives nothing: then each gives one
    origin = (
        range(len(typed))
        if len(text) == len(typed)
        else [offset for offset, sign in enumerate(typed) for _ in _CHARACTERS[ord(sign)]]
    )
    if " " in text and _SPACED.search(text):
        spaced = [match.span() for match in _SPACED_TOO.finditer(text)]
        kept = [True] * len(text)
        for start, end in spaced:
            kept[start:end] = [sign != " " for sign in text[start:end]]
        text = "".join(compress(text, kept))
        return Normal(typed=typed, text=text, origin=tuple(compress(origin, kept)))
    return Normal(typed=typed, text=text, origin=tuple(origin))
