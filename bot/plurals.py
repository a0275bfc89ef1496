"""Sentences with counts: `{count:figure|figures}` becomes the first word for 1 and the second for other numbers."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Final

MARK: Final = "|"


class _Counting(string.Formatter):
    """What `str.format` does, and the words for numbers."""

    def format_field(self, value: object, spec: str) -> str:
        """Called for each field."""
        one, mark, many = spec.partition(MARK)
        if not mark:
            return format(value, spec)
        return one if str(value) == "1" else many


_COUNTING: Final = _Counting()


def filled(template: str, fields: Mapping[str, object]) -> str:
    """The sentence with its fields filled in."""
    # Most sentences count nothing, and `str.format` is ten times as quick.
    return _COUNTING.vformat(template, (), fields) if MARK in template else template.format_map(fields)
