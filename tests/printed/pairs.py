"""Pairs of tests/reports in formats that nobody writes by hand: `python -m tests.printed.pairs` writes them anew.

Each shows something of its format; the figures come from one made-up form, the same bytes whenever they are made.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

from index.metrics import catalogue
from tests import forms_of_statistics
from tests.forms_of_figures import make
from tests.printed.blocks import blocks
from tests.printed.word import word, zipped
from tests.printed.xls import xls
from tests.printed.xlsx import xlsx

FOLDER = Path(__file__).parents[1] / "reports"
BODY = "云岭市青禾区农业农村局"


def pairs() -> dict[str, tuple[bytes, str]]:
    """Name of a file → (its bytes, the facts it must give, one a line)."""
    form, newer = make(random.Random(11), "2019", blanks=True), make(random.Random(12), "2021")
    rows, figures = forms_of_statistics.make(random.Random(13))
    statistics = forms_of_statistics.blocks(rows)
    counted = facts(2016, {(key, None): value for key, value in figures.items()})
    return {
        "word_counted_headings.docx": (word(blocks(form)), facts(2020, dict(form.truth))),
        "word_counted_styles.docx": (word(blocks(newer), styled=True), facts(2020, dict(newer.truth))),
        "word_statistics.docx": (word(statistics), counted),
        "workbook.xlsx": (without_date(xlsx(blocks(form))), facts(2020, dict(form.truth))),
        "workbook_of_old.xls": (xls(blocks(newer)), facts(2020, dict(newer.truth))),
        "workbook_statistics.xls": (
            xls(statistics),
            facts(2016, {(key, None): value for key, value in figures.items()}),
        ),
    }


def without_date(data: bytes) -> bytes:
    """A package without what it says of when and by whom it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return zipped({name: made.read(name) for name in made.namelist() if not name.startswith("docProps/")})


def facts(year: int, truth: dict[tuple[str, str | None], int | None]) -> str:
    lines = []
    for (key, party), value in truth.items():
        line = {"body": BODY, "year": year, "metric": key, "party": party, "value": value}
        lines.append(json.dumps({**line, "unit": catalogue()[key].unit, "kind": "table"}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def main() -> None:
    for name, (data, lines) in pairs().items():
        (FOLDER / name).write_bytes(data)
        (FOLDER / name).with_suffix(".jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
