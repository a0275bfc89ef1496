"""Whose figures a caption says follow: the report's own body's, or another's that is under it, over it or beside it."""

from __future__ import annotations

import functools
import re

from loaders.body_name import DATA, HAN, PLACES, any_of, is_name
from loaders.forms import tables
from loaders.tables.match import is_caption, row_of, subject_of
from loaders.tables.times import LONGEST_CAPTION, plain

_WORDS = tables()["owners"]
_OWN = re.compile("|".join(_WORDS["own"]))
_UNDER = re.compile("|".join(_WORDS["under"]))
_UNDER_THEM = re.compile("|".join(_WORDS["under_them"]))
_AROUND = re.compile("|".join(_WORDS["around"]))
_NAME = re.compile(rf"(?P<name>[{HAN}]{{3,30}}?(?:{any_of(DATA['kinds'])}))(?={'|'.join(_WORDS['behind'])}|[^{HAN}]|$)")
_LEADS = re.compile(f"(?:{any_of(DATA['before'])}|{any_of(_WORDS['before'])})+")
_TITLE = re.compile(f"(?:{any_of(DATA['subject'])}).*(?:{any_of(DATA['report'])})$")
_SYSTEM = re.compile(rf"(?P<place>[{HAN}]{{2,4}}?(?:{any_of(PLACES)}))[{HAN}]{{0,8}}{_WORDS['system']}")
_NEXT_PLACE = re.compile(rf"[{HAN}]{{2,4}}?(?:{any_of(PLACES)})")
_SHORTEST = 3
"""characters at the end of two names that make them alike"""


@functools.lru_cache(maxsize=4096)
def is_of_another(text: str, body: str) -> bool | None:
    """Whether a caption names another body than the report's; None: it names none."""
    if not 1 < len(text) <= LONGEST_CAPTION or row_of(text) or subject_of(text) or is_caption(text):
        return None
    said = plain(text)
    if _AROUND.search(said) is not None and not body.endswith(tuple(_WORDS["governments"])):
        return True
    system = _SYSTEM.search(said)
    if system is not None and not _is_innermost(system["place"], body):
        return True
    if _OWN.search(said) is not None:
        return False
    names = [_LEADS.sub("", found["name"], count=1) if _LEADS.match(found["name"]) else found["name"]
             for found in _NAME.finditer(said)]  # fmt: skip
    names = [name for name in names if is_name(name)]
    if names:
        return not any(_is_called(body, name) for name in names)
    return True if _UNDER.search(said) is not None or _is_of_all_under(said, body) else None


def _is_of_all_under(said: str, body: str) -> bool:
    """各镇街收到和处理情况: of all that are under a county or a city; not 全区各镇街, which are the county itself."""
    if _AROUND.search(said) is not None or body.endswith(tuple(_WORDS["towns"])):
        return False
    return _UNDER_THEM.search(said) is not None


def is_title(text: str) -> bool:
    """Whether a line may be the title of a report."""
    return _TITLE.search(plain(text)) is not None


def _is_called(body: str, name: str) -> bool:
    """Whether this may be a name of the body: its characters in their order, or its end behind other words."""
    rest = iter(body)
    if all(sign in rest for sign in name) or (name.endswith(PLACES) and name[-_SHORTEST:] in body):
        return True
    alike = _alike(body, name)
    if alike < _SHORTEST or alike == len(body):
        return alike == len(body)
    before = name[: len(name) - alike]
    # 白鹭县 before 农业农村局 is another place than 青禾区.
    return not before.endswith(PLACES) and not name[-alike:].startswith(PLACES)


def _is_innermost(place: str, body: str) -> bool:
    """Whether no smaller place stands between this one and the organ in a body's name."""
    _, found, behind = body.partition(place)
    return bool(found) and _NEXT_PLACE.match(behind) is None


def _alike(one: str, other: str) -> int:
    """Characters that two names end in alike."""
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count
