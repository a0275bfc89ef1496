"""Corrects misread characters in labels where only one of the form's own labels can be meant."""

from __future__ import annotations

import functools
import re
import unicodedata

from rapidfuzz.distance import Levenshtein

from loaders.forms import forms, statistics, tables
from loaders.script import simplified

LEAST = 3
"""characters of a label that is mended"""
LEAST_ALIKE = 0.66
"""share of its characters that are right"""
_NUMERAL = re.compile(rf"[（(]?(?:[0-9]{{1,2}}|[{tables()['around']['numerals']}]{{1,3}})[)）、.．,，]{{1,2}}")


@functools.lru_cache(maxsize=4096)
def mended(text: str) -> str:
    """The text of a cell, with the form's own label in place of a misread one."""
    found = _NUMERAL.match(text)
    numeral = found[0] if found is not None else ""
    label = _plain(text[len(numeral) :])
    known = _labels()
    if len(label) < LEAST or label in known:
        return text
    near = sorted((Levenshtein.distance(label, each, score_cutoff=len(label) // 2), each) for each in known)
    (best, chosen), (second, _) = near[:2]
    longest = max(len(label), len(chosen))
    return numeral + known[chosen] if best < second and 1 - best / longest >= LEAST_ALIKE else text


@functools.cache
def _labels() -> dict[str, str]:
    """Every label of tables one, two and three and of the statistics form, by its characters alone."""
    own = [
        label.label for form in forms().values() for each in (form.rows, form.subjects, form.columns) for label in each
    ]
    own += [row.label for row in statistics.form().rows]
    heads = [
        word
        for kind in ("applicants", "outcomes", "groups", "spans")
        for each in tables()[kind].values()
        for word in each
    ]
    return {_plain(label): label for label in (*own, *heads) if len(_plain(label)) >= LEAST}


def _plain(text: str) -> str:
    return re.sub(r"\s", "", simplified(unicodedata.normalize("NFKC", text)))
