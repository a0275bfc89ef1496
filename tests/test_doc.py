"""Word files of old, through LibreOffice: bounded, gone afterwards, and the same facts; pages saved as one file."""

from __future__ import annotations

import os
import quopri
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from index.errors import RefusedFile
from loaders import load
from loaders.readers import doc, kind_of
from tests.forms_of_figures import make
from tests.printed.blocks import TITLE, blocks
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.word import numbering, p, package
from tests.printed.xls import compound
from tests.test_docx import facts

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
OLE = compound({"WordDocument": b"no document"})


def converted(folder: Path, files: list[Path], kind: str) -> Path:
    """The files as another program would have saved them."""
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(folder / kind), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return folder / kind


def left_behind() -> list[str]:
    return [each.name for each in Path(tempfile.gettempdir()).glob("nianbao-office-*")]


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_every_cell_of_a_form(tmp_path: Path, kind: str) -> None:
    cases = [(name, seed) for name in ("2019", "2021") for seed in range(3)]
    forms = {f"{name}-{seed}": make(random.Random(seed), name, blanks=seed == 1) for name, seed in cases}
    for name, made in forms.items():
        (tmp_path / f"{name}.docx").write_bytes(docx(blocks(made)))
    folder = converted(tmp_path, list(tmp_path.glob("*.docx")), kind)
    for name, made in forms.items():
        file = folder / f"{name}.{kind}"
        assert facts(file, file.read_bytes(), made) == (len(made.truth), [])
    assert facts(tmp_path / "a.wps", file.read_bytes(), made) == (len(made.truth), [])
    assert left_behind() == []


@needs_office
@pytest.mark.slow
def test_numbers_that_word_counts(tmp_path: Path) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p(TITLE) + p("总体情况", number) + p("本年新收14件。") + p("主动公开政府信息情况", number)
    file = tmp_path / "a.docx"
    data = package(body, numbering=numbering(("chineseCounting", "%1、", "")))
    file.write_bytes(data)
    made = converted(tmp_path, [file], "doc") / "a.doc"
    found = [line.text for line in doc.read("a.doc", made.read_bytes(), "").lines]
    assert "一、总体情况" in found
    assert "二、主动公开政府信息情况" in found


@needs_office
@pytest.mark.slow
def test_damaged_files_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(docx(blocks(make(random.Random(1)))))
    data = (converted(tmp_path, [source], "doc") / "a.doc").read_bytes()
    for broken in (OLE, data[: len(data) // 3], b"{\\rtf1" + b"{" * 5000):
        try:
            found = doc.read("a.doc", broken, "")
        except RefusedFile as error:
            assert error.why  # noqa: PT017, a report is as good
        else:
            assert found.lines
    assert left_behind() == []


@needs_office
@pytest.mark.slow
def test_what_is_killed_leaves_no_process_and_its_folder_goes_next_time(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(docx(blocks(make(random.Random(1)))))
    file = converted(tmp_path, [source], "rtf") / "a.rtf"
    code = f"from loaders import load; load({str(file)!r})"
    for _ in range(2):
        with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[1]) as process:
            deadline = time.monotonic() + 30
            while not offices() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 10
        while offices() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert offices() == []
    assert len(left_behind()) == 1
    assert load(str(file)).facts
    assert left_behind() == []


def offices() -> list[str]:
    """Processes of LibreOffice that read a file of ours."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes()
        except OSError:
            continue
        if b"soffice" in words and b"nianbao-office-" in words:
            found.append(each.parent.name)
    return found


@needs_office
@pytest.mark.slow
def test_one_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "SECONDS", 0.2)
    with pytest.raises(RefusedFile, match="longer than"):
        doc.read("a.rtf", b"{\\rtf1 hello}", "")
    assert left_behind() == []


def test_without_libreoffice_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RefusedFile, match="apt-get install libreoffice-writer-nogui"):
        doc.read("a.doc", OLE, "")


def test_the_name_of_the_file_is_in_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, told = tmp_path / "soffice", tmp_path / "told"
    program.write_text(f'#!/bin/sh\necho "$@" >> {told}; echo "$HOME" >> {told}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(RefusedFile, match="LibreOffice cannot read it"):
        doc.read("/a/$(touch x); rm -rf y.doc", OLE, "")
    said = told.read_text(encoding="utf-8")
    assert "touch" not in said
    assert f"{tempfile.gettempdir()}/nianbao-office-" in said
    assert left_behind() == []


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(RefusedFile, match="password"):
        doc.read("a.doc", compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "")


def test_what_is_only_named_doc(tmp_path: Path) -> None:
    made = make(random.Random(4), "2021")
    whole: tuple[int, list[str]] = (len(made.truth), [])
    file = tmp_path / "a.doc"
    assert facts(file, docx(blocks(made)), made) == whole
    assert facts(file, html(blocks(made)), made) == whole
    assert facts(file, mht(html(blocks(made))), made) == whole
    file.write_text(
        (Path(__file__).parents[1] / "samples/qinghe-2020.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert load(str(file)).facts


def mht(page: bytes) -> bytes:
    head = b'From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    part = b"--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    picture = (
        b"\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n"
    )
    return head + part + quopri.encodestring(page) + picture


@pytest.mark.parametrize(
    ("data", "named", "kind"),
    [
        (OLE, "sheet", "doc"),
        (compound({"Workbook": b""}), "doc", "sheet"),
        (b"\xd0\xcf\x11\xe0", "doc", "doc"),
        (mht(b"<p>"), "doc", "mht"),
        (b"Subject: a letter\n\nContent-Type: text/plain", "text", "text"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "doc", "doc"),
        (b"PK\x03\x04...word/document.xml...xl/workbook.xml", "sheet", "sheet"),
        (b"PK\x03\x04...word/document.xml", "sheet", "docx"),
        (b"PK\x03\x04...report.txt", "docx", "packed"),
    ],
)
def test_formats_told_by_what_is_within(data: bytes, named: str, kind: str) -> None:
    assert kind_of(data, named) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\n1\n--x--",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nno parts",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(3000)),
    ],
)
def test_saved_pages_that_hold_none(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.mht"
    file.write_bytes(data)
    with pytest.raises(RefusedFile):
        load(str(file))
