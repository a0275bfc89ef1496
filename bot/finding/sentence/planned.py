"""Whether a sentence tells what is still to be done: by its own words, or by those that its paragraph goes on from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.finding.sentence.paragraphs import ends
from bot.languages import language


def is_plan(clause: str, prose: Sequence[str], year: int, asked: str) -> bool:
    """新增专区120个 behind 下一步: is none that was built, unless plans are asked for.

    `clause` and `prose` without blanks; `year`: of the report.
    """
    tables = language("zh").statements
    if re.search(tables["plan_said"], asked) is not None:
        return False
    paragraph = next((one for one in prose if clause in one), clause)
    *before, sentence = re.split(f"[{re.escape(ends())}]", paragraph[: paragraph.find(clause)])
    if re.search(tables["planned"], sentence) or re.search(tables["planned_deed"], sentence + clause):
        return True
    if any(int(one["year"]) > year for one in re.finditer(tables["planned_for"], sentence)):
        return True
    done = re.search(tables["done_again"], sentence + clause) is not None
    if not done and re.search(tables["planned_measures"], sentence or clause):
        return True
    for one in reversed([] if done else before):
        if re.search(tables["planned_on"], one) or re.search(tables["planned_measures"], one):
            return True
        if re.search(tables["done_again"], one) is not None:
            return False
    return False
