"""Scans: what is recognised, what is refused, and what is said of figures read off a picture."""

from __future__ import annotations

import importlib
import io
import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import loaders
from bot.config import Settings
from bot.memory import Memory
from bot.models import Question
from bot.service import Service
from index import numbers
from index.errors import RefusedFile
from index.models import Fact, Report
from index.store import Store
from loaders.models import Document
from loaders.readers import read, scan
from tests.forms_of_figures import Made, grid, make, report, tabs
from tests.printed.blocks import blocks
from tests.printed.pdf import WQY, Style

NEEDS = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("rapidocr", "onnxruntime", "PIL")),
    reason="the extra ocr is not installed",
)
PRINTS = pytest.mark.skipif(not WQY.exists(), reason="needs fonts-wqy-microhei to print pages with")


def figures(found: Report) -> dict[tuple[str, str | None], Fact]:
    return {(fact.metric, fact.party): fact for fact in found.facts if fact.kind == "table" and fact.metric}


def header(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""
    start = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", start), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(RefusedFile) as caught:
        read(str(path))
    return str(caught.value)


@NEEDS
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert "more than 100 million pixels" in refused(tmp_path / "a.png", header(30_000, 30_000))


@NEEDS
@pytest.mark.parametrize(
    "data", [header(40, 40), b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"\xff\xd8\xff" + b"x" * 99, b"II*\0" + b"\xff" * 60]
)
def test_broken_pictures_are_refused_in_a_line(tmp_path: Path, data: bytes) -> None:
    said = refused(tmp_path / "a.png", data)
    assert "\n" not in said
    assert "picture" in said


@NEEDS
@pytest.mark.parametrize("size", [(1, 1), (3, 9000), (9000, 2), (39, 200)])
def test_a_picture_too_small_for_text_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    file = io.BytesIO()
    pytest.importorskip("PIL.Image").new("L", size, 200).save(file, "PNG")
    assert "no text" in refused(tmp_path / "a.png", file.getvalue())


@NEEDS
def test_a_tiff_of_too_many_frames_is_refused(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    file = io.BytesIO()
    frames = [image.new("1", (8, 8), 1) for _ in range(scan.MOST_FRAMES + 1)]
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:])
    assert "more than 100 pages" in refused(tmp_path / "a.tif", file.getvalue())


def test_without_the_extra_a_scan_is_refused_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.import_module

    def missing(name: str, package: str | None = None) -> Any:
        if name.startswith("PIL") or name == "loaders.readers.scan_page":
            raise ImportError(name)
        return found(name, package)

    monkeypatch.setattr("loaders.readers.scan.importlib.import_module", missing)
    said = refused(tmp_path / "a.png", header(40, 40))
    assert said.endswith('a scan: reading it needs the extra, pip install "nianbao[ocr]"')


def misread(document: Document, pages: tuple[int, ...] | None) -> Document:
    """The same document, lines on page 1 and 2 in turn by section, as if recognised in pictures."""
    page = 1
    lines = []
    for line in document.lines:
        page = 2 if line.text.startswith("三、收到") else page
        lines.append(replace(line, page=page, scanned=pages is not None and page in pages))
    return replace(document, lines=tuple(lines), scanned=pages is None)


def scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Made, pages: tuple[int, ...] | None) -> Report:
    path = tmp_path / "a.txt"
    path.write_text(report([tabs(rows) for rows in grid(made)]), encoding="utf-8")
    monkeypatch.setattr(loaders, "read", lambda name: misread(read(name), pages))
    return loaders.load(str(path))


def test_every_figure_of_a_scan_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(tmp_path, monkeypatch, make(random.Random(3)), None)
    assert len(figures(found)) > 100
    assert all(fact.source.scanned and not fact.source.doubtful for fact in found.facts)


def test_of_a_mixed_file_only_the_pages_that_are_scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(tmp_path, monkeypatch, make(random.Random(3)), (2,))
    marks = {(fact.source.page, fact.source.scanned) for fact in found.facts}
    assert marks == {(1, False), (2, True)}


def wrong_sum() -> Made:
    """A form in which one figure of table two was misread."""
    made = make(random.Random(3))
    row = made.two["requests.received"]
    row[0] = (row[0] or 0) + 5
    return made


def test_figures_of_a_sum_that_fails_are_doubtful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = figures(scanned(tmp_path, monkeypatch, wrong_sum(), None))
    doubtful = {key for key, fact in found.items() if fact.source.doubtful}
    assert {("requests.received", "natural_person"), ("requests.received", "total")} <= doubtful
    assert ("requests.received", "natural_person") in doubtful
    assert not any(key.startswith(("reconsideration", "litigation", "normative")) for key, _ in doubtful)
    assert ("outcome.granted", "business") not in doubtful


def test_sums_that_fail_in_a_report_that_is_no_scan_make_nothing_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = scanned(tmp_path, monkeypatch, wrong_sum(), ())
    assert found.warnings
    assert not any(fact.source.doubtful or fact.source.scanned for fact in found.facts)


def ask(found: Report, path: Path, question: str) -> tuple[str, tuple[str, ...]]:
    memory = Memory(None)
    with Store.create(path) as store:
        store.replace(found)
        answer = Service(store, memory, Settings()).ask(Question(text=question))
    memory.close()
    return answer.text, answer.notes


QUESTIONS = (
    (
        "青禾区农业农村局2020年收到多少件申请",
        "由扫描件文字识别得来（第 2 页），请与原件核对",
        "勾稽关系不平，可能识别有误",
    ),
    (
        "How many requests did 青禾区农业农村局 receive in 2020?",
        "read by character recognition from a scan (page 2): compare with the original",
        "do not add up; it may have been misread",
    ),
)


@pytest.mark.parametrize(("question", "compare", "fails"), QUESTIONS)
def test_an_answer_says_that_its_figure_is_read_off_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str, compare: str, fails: str
) -> None:
    for made, pages, wanted in (
        (make(random.Random(3)), None, (True, False)),
        (wrong_sum(), None, (True, True)),
        (wrong_sum(), (1,), (False, False)),
    ):
        found = scanned(tmp_path, monkeypatch, made, pages)
        text, notes = ask(found, tmp_path / f"{wanted[0]}{wanted[1]}.db", question)
        assert (compare in text, fails in text) == wanted
        assert any(compare in note for note in notes) == wanted[0]


def test_a_figure_that_cannot_be_read_is_a_gap_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    rows = [tabs(rows) for rows in grid(make(random.Random(3)))]
    at = next(at for at, line in enumerate(rows[1]) if "本年新收" in line)
    rows[1][at] = "\t".join([*rows[1][at].split("\t")[:-1], "\ufffd"])
    path.write_text(report(rows), encoding="utf-8")
    text, _ = ask(loaders.load(str(path)), tmp_path / "a.db", "青禾区农业农村局2020年收到多少件申请")
    assert "看不清" in text


def check(found: Report, made: Made, least: float) -> None:
    """At least so many of the figures, and none of them wrong that is not marked as doubtful."""
    got = figures(found)
    wrong = {key: fact for key, fact in got.items() if fact.value != made.truth.get(key)}
    assert not [key for key, fact in wrong.items() if not fact.source.doubtful]
    assert len(wrong) <= 1
    assert len(got) >= least * len(made.truth), found.gaps
    assert all(fact.source.scanned for fact in found.facts)


PROSE = (
    "本局坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务、结果公开。全年通过政府网站主动公开政府信息1768条，"
    "其中组织机构类12条，文件公文类345条，工作动态类1411条；通过微信公众号发布信息236条。全年共收到政府信息公开申请17件，"
    "均按期办结，其中予以公开9件，部分公开2件，无法提供6件。"
)


@NEEDS
@PRINTS
@pytest.mark.slow
def test_sentences_go_on_over_lines_and_pages(tmp_path: Path) -> None:
    printed = importlib.import_module("tests.printed.scan")
    parts = [part for part in blocks(make(random.Random(5))) if isinstance(part, str)]
    parts[2:3] = [PROSE, PROSE * 14]
    pages = printed.pages(parts, 150)
    path = tmp_path / "a.tif"
    path.write_bytes(printed.tiff(pages))
    found = loaders.load(str(path))
    assert len(pages) == 2
    assert found.text.rstrip("\n").split("\n") == parts


@NEEDS
@pytest.mark.parametrize(
    ("first", "again", "wanted"),
    [
        ("收到17件", "收到17件", "收到17件"),
        ("收到17件", "收到11件", "收到\ufffd件"),
        ("收到l7件、9件", "收到17件、9件", "收到\ufffd件、9件"),
        ("收到17件、8件", "收到17件", "收到17件、\ufffd件"),
        ("46.65万元", "4665万元", "\ufffd万元"),
        ("没有申请", "没有申请", "没有申请"),
    ],
)
def test_a_figure_of_prose_that_is_not_read_alike_twice_is_none(first: str, again: str, wanted: str) -> None:
    prose = importlib.import_module("loaders.readers.scan_prose")
    read = importlib.import_module("loaders.readers.recognise").Recognised
    assert prose._doubted(read(first, (1.0,) * len(first)), read(again, ())) == wanted
    if wanted == first:
        assert "\ufffd" in prose._doubted(read(first, (0.3,) * len(first)), read(again, ())) or not numbers.find(first)


@NEEDS
@pytest.mark.parametrize(
    ("readings", "wanted"),
    [
        ([("17", 1.0), ("17", 0.9)], "17"),
        ([("17", 0.5), ("17", 0.5)], None),
        ([("17", 1.0), ("11", 0.6)], None),
        ([("17", 1.0), ("11", 0.6), ("17", 0.9)], "17"),
        ([("0", 0.98), ("00", 0.99), ("0", 0.97)], None),
        ([("0", 0.7), ("O", 0.9), ("0", 0.7)], "0"),
        ([("27.", 0.6), ("27", 1.0)], "27"),
        ([("O", 1.0), ("O", 1.0)], None),
        ([("一", 0.9), ("—", 0.9)], "-"),
        ([("总计", 0.9), ("总计", 0.9)], "总计"),
    ],
)
def test_a_figure_is_what_two_readings_are_sure_of(readings: list[tuple[str, float]], wanted: str | None) -> None:
    cells = importlib.import_module("loaders.readers.scan_cells")
    read = importlib.import_module("loaders.readers.recognise").Recognised
    assert cells._agreed([read(text, (chance,)) for text, chance in readings]) == wanted


@NEEDS
@pytest.mark.parametrize(("text", "lost"), [("111", True), ("1111", False), ("-1111", False), ("总计", False)])
def test_fewer_digits_than_strokes_are_no_figure(text: str, lost: bool) -> None:
    cells, numpy = (importlib.import_module(name) for name in ("loaders.readers.scan_cells", "numpy"))
    ink = numpy.zeros((30, 80), bool)
    ink[5:25, 10:58:12] = True
    box = importlib.import_module("loaders.readers.ruled_image").Box(5, 5, 60, 25)
    assert cells._has_lost_a_digit(ink, box, text) == lost


@NEEDS
@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("尚末审结", "尚未审结"),
        ("8.面于行政通询事项", "8.属于行政查询事项"),
        ("四、结转下年度缓据办理", "四、结转下年度继续办理"),
        ("行政檢查", "行政檢查"),
        ("行政征收", "行政征收"),
        ("本年新某某数量", "本年新某某数量"),
        ("工程类采购", "工程类采购"),
        ("其他", "其他"),
        ("", ""),
    ],
)
def test_a_label_is_mended_only_where_it_can_be_no_other(printed: str, wanted: str) -> None:
    assert importlib.import_module("loaders.readers.scan_labels").mended(printed) == wanted


@NEEDS
@PRINTS
@pytest.mark.slow
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_scanned_report_is_read(tmp_path: Path, form: str) -> None:
    printed = importlib.import_module("tests.printed.scan")
    made = make(random.Random(5), form, blanks=True)
    path = tmp_path / "a.tif"
    path.write_bytes(printed.tiff(printed.pages(blocks(made), 150)))
    found = loaders.load(str(path))
    assert (found.body, found.year, found.form) == ("云岭市青禾区农业农村局", 2020, form)
    assert [section.number for section in found.sections if section.number] == [1, 2, 3, 4, 5, 6]
    check(found, made, 0.99)
    assert {fact.source.page for fact in found.facts} == {1, 2}


@NEEDS
@PRINTS
@pytest.mark.slow
@pytest.mark.parametrize(
    ("style", "least"),
    [
        (Style(embedded=True, ruled=False), 0.95),
        (Style(embedded=True, rules="striped"), 0.75),
        (Style(embedded=True, rules="three", wide=True), 0.95),
        (Style(embedded=True, rules="across", size=9, align="right"), 0.95),
        (Style(embedded=True, rules="dark_heads"), 0.95),
    ],
)
def test_a_scan_without_rules_is_read_by_where_its_words_stand(tmp_path: Path, style: Style, least: float) -> None:
    printed, numpy = (importlib.import_module(name) for name in ("tests.printed.scan", "numpy"))
    made = make(random.Random(7), "2021" if style.ruled else "2019", blanks=True)
    rng = numpy.random.default_rng(1)
    pages = [printed.askew(printed.noisy(page, rng), 0.8) for page in printed.pages(blocks(made), 150, style)]
    path = tmp_path / "a.tif"
    path.write_bytes(printed.tiff(pages))
    check(loaders.load(str(path)), made, least)


@NEEDS
@PRINTS
@pytest.mark.slow
@pytest.mark.parametrize(
    ("ways", "dots"),
    [
        (("blurred", "left"), 150),
        (("noisy", "on_its_side"), 150),
        (("stamped", "pressed"), 200),
        (("pale", "right"), 150),
        (("shining_through", "on_its_head"), 200),
        (("faint",), 150),
        (("photographed",), 150),
        (("black_or_white",), 200),
        (("copied_twice",), 200),
    ],
)
def test_a_worn_scan_is_read_or_left_out_but_never_wrong(tmp_path: Path, ways: tuple[str, ...], dots: int) -> None:
    printed, numpy = (importlib.import_module(name) for name in ("tests.printed.scan", "numpy"))
    made = make(random.Random(dots + len(ways[0])), ("2019", "2021")[len(ways) % 2])
    rng = numpy.random.default_rng(1)
    pages = printed.pages(blocks(made), dots)
    for way in ways:
        pages = [getattr(printed, way)(page, rng) for page in pages]
    path = tmp_path / "a.tif"
    path.write_bytes(printed.tiff(pages))
    check(loaders.load(str(path)), made, 0.95)
