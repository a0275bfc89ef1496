"""Archives: bombs and lies are refused at once, reports in a ZIP file are read like files, nothing is written."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import run
from index.errors import RefusedFile
from loaders import load
from loaders.readers import archive, digest, docx, packed, sheet

REPORT = (Path(__file__).parents[1] / "samples/qinghe-2020.txt").read_bytes()


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as made:
        warnings.simplefilter("ignore")  # names that stand twice
        for name, data in files:
            made.writestr(name, data, method)
    return file.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """An archive whose files are all said to have another size."""
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data = data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
        at = data.find(b"PK\x01\x02", at + 1)
    return data


BOMB = zipped(("xl/workbook.xml", b" " * 60_000_000), ("word/document.xml", b" " * 60_000_000))
MANY = zipped(*((f"{at}.txt", b"") for at in range(2001)))
TOO_MANY = zipped(*((f"{at}", b"") for at in range(30_000)))


def overlapping() -> bytes:
    """Two entries of one content, as a bomb packs them."""
    data = zipped(("word/document.xml", b"1" * 500), ("xl/workbook.xml", b"2" * 500), method=zipfile.ZIP_STORED)
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 42] + struct.pack("<I", 20) + data[at + 46 :]


@pytest.mark.parametrize("reader", [docx, sheet])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "too large"),
        (zipped(("word/document.xml", b" " * 40_000_000), ("xl/workbook.xml", b" " * 40_000_000)), "too large"),
        (lying(BOMB, 500), "damaged"),
        (MANY, "more than 2,000"),
        (TOO_MANY, "more than 2,000"),
        (overlapping(), "overlap"),
        (zipped(("a", b"1"), ("a", b"2")), "one name"),
        (zipped(("other.txt", b"1")), "neither"),
        (b"PK\x03\x04" + b"\x00" * 5000, "damaged"),
        (zipped(("word/document.xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"))[:-40], "damaged"),
    ],
    ids=["bomb", "ratio", "lying", "many", "too-many", "overlapping", "twice", "other", "no-list", "cut"],
)
def test_what_is_refused_and_how_soon(reader: object, data: bytes, why: str) -> None:
    times = []
    for _ in range(3):
        start = time.thread_time()
        with pytest.raises(RefusedFile, match=why):
            reader.read("a", data, "")  # type: ignore[attr-defined]
        times.append(time.thread_time() - start)
    assert min(times) < 0.05


def test_a_locked_file_is_refused() -> None:
    data = bytearray(zipped(("word/document.xml", b"1" * 50)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(RefusedFile, match="password"):
        docx.read("a", bytes(data), "")


def test_what_is_said_of_a_file_has_to_be_so() -> None:
    honest = zipped(("a", b"1" * 500))
    assert archive.Archive("x", honest).read("a") == b"1" * 500
    for size in (499, 501, 1, 0):
        with pytest.raises(RefusedFile, match="damaged"):
            archive.Archive("x", lying(honest, size)).read("a")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_mutated_archives(data: st.DataObject) -> None:
    whole = bytearray(zipped(("a.txt", b"123" * 50), ("b/c.txt", b"4")))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(RefusedFile):
        opened = archive.Archive("x", bytes(whole))
        for name in opened.names():
            with contextlib.suppress(RefusedFile):
                assert opened.read(name) in (b"123" * 50, b"4")


# Reports within archives


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


def test_a_report_within_is_read_like_a_file(folder: Path) -> None:
    (folder / "x.zip").write_bytes(zipped(("2020/one.txt", REPORT)))
    (folder / "one.txt").write_bytes(REPORT)
    path = str(folder / "x.zip/2020/one.txt")
    within, beside = load(path), load(str(folder / "one.txt"))
    assert within.path == path
    assert [fact.value for fact in within.facts] == [fact.value for fact in beside.facts]
    assert within.digest == beside.digest == digest(path)
    assert packed.is_there(path)
    assert not packed.is_there(str(folder / "x.zip/2020/two.txt"))
    with pytest.raises(RefusedFile, match="no such file in the archive"):
        load(str(folder / "x.zip/2020/two.txt"))
    with pytest.raises(RefusedFile, match=r"suffix \.zip"):
        load(str(folder / "x.zip"))


def test_an_archive_that_has_changed_is_opened_anew(folder: Path) -> None:
    file = folder / "x.zip"
    file.write_bytes(zipped(("one.txt", REPORT)))
    before = digest(str(file / "one.txt"))
    file.write_bytes(zipped(("one.txt", REPORT + b"\n\n")))
    assert digest(str(file / "one.txt")) != before


def test_a_folder_of_that_name_wins(folder: Path) -> None:
    (folder / "x.zip").mkdir()
    (folder / "x.zip" / "one.txt").write_bytes(REPORT)
    assert load(str(folder / "x.zip/one.txt")).body


def test_an_archive_from_the_web_lends_its_address(folder: Path) -> None:
    (folder / "x.zip").write_bytes(zipped(("one.txt", REPORT)))
    (folder / "x.zip.source").write_text('{"url": "https://example.org/x.zip"}', encoding="utf-8")
    assert load(str(folder / "x.zip/one.txt")).url == "https://example.org/x.zip"


def test_names(folder: Path) -> None:
    names = [archive.name_of(entry) for entry in _unmarked("二〇二〇年/青禾区年报.txt".encode("gb18030"))]
    assert names == ["二〇二〇年/青禾区年报.txt"]
    assert [archive.name_of(entry) for entry in _unmarked("年报/报告.txt".encode())] == ["年报/报告.txt"]
    file = folder / "x.zip"
    file.write_bytes(zipped(("年报\\报告.txt", b"1"), ("__MACOSX/._a.txt", b"1"), ("年报/._a.txt", b"1")))
    assert list(packed.names_of(str(file))) == [(f"{file}/年报/报告.txt", None)]


def _unmarked(name: bytes) -> list[zipfile.ZipInfo]:
    """Entries of an archive with one file of that name, without a word on how it is written."""
    place = "a" * len(name)
    return zipfile.ZipFile(io.BytesIO(zipped((place, b"1")).replace(place.encode(), name))).infolist()


@pytest.mark.parametrize(
    "name", ["../one.txt", "/etc/one.txt", "a/../../one.txt", "C:/one.txt", "..\\one.txt", "a\nb.txt"]
)
def test_names_that_lead_out(folder: Path, name: str) -> None:
    (folder / "x.zip").write_bytes(zipped(("good.txt", REPORT), (zipfile.ZipInfo(name), REPORT)))
    with pytest.raises(RefusedFile, match="outside of it"):
        list(packed.names_of(str(folder / "x.zip")))


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def index(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """(exit code, stderr) of the command."""
    code = run(["index", *map(str, words)])
    return code, capfd.readouterr().err


def test_a_whole_folder_with_archives(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files: list[tuple[str | zipfile.ZipInfo, bytes]] = [
        ("2020/one.txt", REPORT),
        ("picture.gif", b"GIF"),
        ("README.md", b"no report"),
        (".hidden.txt", b""),
    ]
    bad: list[tuple[str | zipfile.ZipInfo, bytes]] = [
        ("inner.zip", zipped(("one.txt", REPORT))),
        ("novel.txt", "山里下雨。".encode() * 50),
        (link("l.txt"), b"/etc"),
    ]
    (folder / "x.zip").write_bytes(zipped(*files, *bad))
    (folder / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    before = sorted(os.walk(folder))
    database = folder.parent / "index.db"
    code, err = index(capfd, folder, "--db", database)
    assert code == 1
    *refused, summary = err.splitlines()
    assert sorted(line.split(": ")[1].removeprefix(f"{folder}/") for line in refused) == [
        "bad.zip", "x.zip/inner.zip", "x.zip/l.txt", "x.zip/novel.txt",
    ]  # fmt: skip
    assert summary.startswith("1 report read, 0 unchanged, 4 refused, 3 skipped; ")
    assert sorted(os.walk(folder)) == before
    assert index(capfd, folder / "x.zip", "--db", database)[1].splitlines()[-1].startswith("0 reports read, 1 unch")
    # What is gone from the archive is dropped, what is still there is not.
    assert "dropped" not in index(capfd, folder / "x.zip", "--prune", "--db", database)[1]
    (folder / "x.zip").write_bytes(zipped(("two.txt", REPORT)))
    assert "1 dropped" in index(capfd, folder / "x.zip", "--prune", "--db", database)[1]


def test_the_command_reads_many_files_of_one_archive(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "x.zip").write_bytes(zipped(*((f"{at}.txt", REPORT) for at in range(60))))
    assert index(capfd, folder / "x.zip", "--db", folder / "index.db")[1].startswith("60 reports read")
