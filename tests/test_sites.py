"""A made-up report as many sites print it: the same figures, body and year, whatever stands around and between them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.errors import RefusedFile
from index.models import Report
from loaders import load
from tests.printed.bent import bent
from tests.printed.sites import FRAMES, Site, any_site, page
from tests.test_formats import Key, made, stored

BODY = "云岭市青禾区农业农村局"


def read(folder: Path, data: bytes) -> Report:
    file = folder / "page.html"
    file.write_bytes(data)
    return load(str(file))


def is_right(folder: Path, form: str, seed: int, site: Site, rng: random.Random) -> None:
    parts, truth = made(form, seed)
    if form != "2008" and seed % 4 == 0:
        parts = bent(parts, rng)
    report = read(folder, page(parts, site, rng))
    found: dict[Key, object] = dict(stored(report))
    assert {key: found.get(key, "none") for key in truth | found} == truth, (seed, site)
    assert (report.body, report.year) == (BODY, 2016 if form == "2008" else 2020), (seed, site)


@pytest.mark.parametrize("form", ["2008", "2019", "2021"])
def test_any_site(tmp_path: Path, form: str) -> None:
    for seed in range(25):
        rng = random.Random(seed)
        is_right(tmp_path, form, seed, any_site(rng), rng)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["2008", "2019", "2021"])
def test_many_sites(tmp_path: Path, form: str) -> None:
    for seed in range(100, 400):
        rng = random.Random(seed)
        is_right(tmp_path, form, seed, any_site(rng), rng)


@pytest.mark.parametrize("frame", FRAMES)
def test_what_stands_around_is_not_of_the_report(tmp_path: Path, frame: str) -> None:
    parts, _ = made("2021", 3)
    text = read(tmp_path, page(parts, Site(frame=frame), random.Random(3))).text
    for around in ("白鹭县", "江海县", "上一篇", "索引号", "首页", "备案号", "浏览次数"):
        assert around not in text, around
    assert "没有需要报告的事项" in text
    assert "\n\n\n" not in text


def test_pages_cut_off_say_nothing_that_the_whole_contradicts(tmp_path: Path) -> None:
    for seed in range(12):
        rng = random.Random(seed)
        parts, truth = made("2019", seed)
        data = page(parts, any_site(rng), rng)
        for _ in range(4):
            try:
                report = read(tmp_path, data[: rng.randrange(len(data))])
            except RefusedFile:
                continue
            wrong = {key: value for key, value in stored(report).items() if key[0] and value != truth[key]}
            assert wrong == {}, seed
