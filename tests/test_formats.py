"""The same made-up report in every format: what is stored is what was printed, whatever the labels look like."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from index.errors import RefusedFile
from index.models import FORMS, Report
from loaders import load
from tests import forms_of_statistics as statistics
from tests.forms_of_figures import make
from tests.printed.bent import bent
from tests.printed.blocks import Block, Table, blocks, placed
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.pdf import Style, pdf
from tests.printed.xlsx import xlsx

Key = tuple[str | None, str | None]


def text(parts: Sequence[Block]) -> bytes:
    """A text file: cells of a row parted by tabs."""
    lines = [
        line
        for each in parts
        for line in (
            ["", *("\t".join(c.text for c in row) for row in each.rows), ""] if isinstance(each, Table) else [each]
        )
    ]
    return "\n".join(lines).encode() + b"\n"


FORMATS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "txt": text,
    "html": html,
    "docx": docx,
    "xlsx": xlsx,
    "pdf": lambda parts: pdf(parts, Style(size=8, wide=True)),
}


def made(form: str, seed: int) -> tuple[list[Block], dict[Key, int | None]]:
    """(a report, its figures)."""
    truth: dict[Key, int | None]
    rng = random.Random(seed)
    if form == "2008":
        rows, values = statistics.make(rng)
        truth = {(key, None): value for key, value in values.items()}
        return statistics.blocks(rows), truth
    figures = make(rng, form, blanks=seed % 2 == 0)
    truth = {key: value for key, value in figures.truth.items()}  # noqa: C416 - its type is wider
    return blocks(figures), truth


def stored(report: Report) -> dict[Key, Decimal | None]:
    return {(fact.metric, fact.party): fact.value for fact in report.facts if fact.kind == "table"}


def read(folder: Path, suffix: str, data: bytes) -> dict[Key, Decimal | None]:
    file = folder / f"report.{suffix}"
    file.write_bytes(data)
    return stored(load(str(file)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_form_in_every_format(tmp_path: Path, suffix: str, form: str) -> None:
    for seed in range(2):
        parts, truth = made(form, seed)
        assert read(tmp_path, suffix, FORMATS[suffix](parts)) == truth


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_bent_labels_in_every_format(tmp_path: Path, suffix: str, form: str) -> None:
    right = every = 0
    for seed in range(2):
        parts, truth = made(form, seed)
        found = read(tmp_path, suffix, FORMATS[suffix](bent(parts, random.Random(seed))))
        assert {key: value for key, value in found.items() if value != truth.get(key, "none")} == {}
        right, every = right + len(found), every + len(truth)
    assert right >= 0.99 * every


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_cut_off_is_never_contradicted_by_the_whole(tmp_path: Path, suffix: str, form: str) -> None:
    parts, truth = made(form, 5)
    data = FORMATS[suffix](parts)
    rng = random.Random(suffix + form)
    for _ in range(5):
        with contextlib.suppress(RefusedFile):
            found = read(tmp_path, suffix, data[: rng.randrange(len(data))])
            assert {key: value for key, value in found.items() if key[0] and value != truth[key]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_many_forms_in_every_format(tmp_path: Path, suffix: str, form: str) -> None:
    right = every = 0
    for seed in range(100, 120):
        parts, truth = made(form, seed)
        if form != "2008" and seed % 3:
            parts = bent(parts, random.Random(seed))
        found = read(tmp_path, suffix, FORMATS[suffix](parts))
        assert {key: value for key, value in found.items() if value != truth.get(key, "none")} == {}
        right, every = right + len(found), every + len(truth)
    assert right >= 0.999 * every


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_old_word_files(tmp_path: Path, form: str) -> None:
    import subprocess  # noqa: PLC0415

    parts, truth = made(form, 3)
    (tmp_path / "a.html").write_bytes(html(parts))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=HTML (StarWriter)",
         "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "a.html")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert stored(load(str(tmp_path / "a.doc"))) == truth


def test_cells_are_placed_as_they_are_merged() -> None:
    parts, _ = made("2019", 1)
    for table in (each for each in parts if isinstance(each, Table)):
        cells = placed(table)
        area = sum((bottom - top) * (right - left) for _, top, bottom, left, right in cells)
        assert area == len(table.rows) * max(right for *_, right in cells)
