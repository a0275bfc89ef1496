"""Whose figure a sentence tells, where an organ other than the report's own is its subject.

县教育局举办家长会11场 in a county's report: what the education bureau held is not what the county did, unless the
question names the bureau.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from bot.finding.matching.placing import STOPS
from bot.finding.sentence.paragraphs import ends
from bot.languages import language


def is_anothers(clause: str, prose: Sequence[str], body: str, asked: str) -> bool:
    """Whether the sentence of a clause has another organ as its subject, which the question does not name.

    `clause` and `prose` without blanks; `body`: whose report it is.
    """
    tables, sentence = language("zh").statements, up_to(clause, prose)
    if re.search(tables["government_said"], asked) and re.match(tables["departments"], STOPS.split(sentence)[-1]):
        # 区政府举行几场: what its departments held is not said of it alone
        return True
    if is_on_anothers_site(asked, clause, body):
        return True
    organ = _subject(sentence)
    return bool(organ) and organ not in asked and not _is_named_in(organ, body)


def is_on_anothers_site(asked: str, told: str, body: str) -> bool:
    """What stood on a bureau's own site is asked for, and told what stood on its government's, or the reverse."""
    of_level, of_its_own = _sites_said(asked)
    if not (of_level or of_its_own):
        return False
    tables = language("zh").statements
    government, own = (re.search(tables[name], told) for name in ("site_of_level", "site_of_organ"))
    if government is None and own is not None:
        return of_level
    speaks = body.endswith(tuple(tables["speaking"]))
    return government is not None and own is None and not speaks and of_its_own


@functools.lru_cache(maxsize=8)  # a question is looked at beside several sentences
def _sites_said(asked: str) -> tuple[bool, bool]:
    """Whether a question says a government's site, or one's own."""
    tables = language("zh").statements
    return re.search(tables["site_of_level"], asked) is not None, re.search(tables["own_site"], asked) is not None


def up_to(clause: str, prose: Sequence[str]) -> str:
    """The sentence up to the end of a clause."""
    paragraph = next((one for one in prose if clause in one), clause)
    told = paragraph[: paragraph.find(clause) + len(clause)].rstrip(f"{ends()};")
    return re.split(f"[{re.escape(ends())};]", told)[-1]


def _subject(sentence: str) -> str:
    """The organ that the last part with a subject begins with; empty where it is the body itself, or none is named."""
    tables = language("zh").statements
    subject = ""
    for part in STOPS.split(sentence):
        found = re.match(tables["organ_ahead"], part) or re.match(tables["organ_of_place"], part)
        if found is not None:
            subject = found["organ"]
        elif part.startswith(tuple(tables["body_itself"])):
            subject = ""
    return subject


def _is_named_in(organ: str, body: str) -> bool:
    """区教育局 is 青禾区教育局: all its characters stand in the name, in order."""
    signs = iter(body)
    return all(sign in signs for sign in organ)
