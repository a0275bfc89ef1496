"""Whether a text without a title says that it is an annual report on information disclosure."""

from __future__ import annotations

import re

from loaders.body_name import DATA, OPENING, any_of
from loaders.opening import BOUND, SUBJECT

_OWN = DATA["opening"]
_SELF = re.compile(_OWN["self"])
_SURE = re.compile(_OWN["sure"])
_ABOUT = re.compile(_OWN["about"])
_OTHER_REPORT = re.compile(_OWN["other_report"])
_PARTS = re.compile(_OWN["parts"], re.MULTILINE)
_NO_REPORT = re.compile(any_of(DATA["no_report"]))
LONGEST_FIRST = 80
"""characters of a line that may be a title"""


def is_report(alike: str) -> bool:
    """Whether a text without a title says that it is an annual report on information disclosure."""
    opening = alike[:OPENING]
    if re.search(SUBJECT, opening) is None:
        return False
    first = [line for line in opening.split("\n") if line][:5]
    titles = [line for line in first if len(line) <= LONGEST_FIRST and not BOUND.search(line)]
    if any(_NO_REPORT.search(line) and re.search(SUBJECT, line) for line in titles):
        return False
    if any(_OTHER_REPORT.search(line) and not re.search(SUBJECT, line) for line in titles):
        return False
    if _ABOUT.search(opening) is None:
        return False
    told = _SELF.search(opening) is not None and _SURE.search(opening) is not None
    return told or len(set(_PARTS.findall(opening))) > 1
