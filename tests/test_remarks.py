"""Why a draft is refused, and notes on how a report was read, are said in Chinese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.pages.remarks import in_words
from loaders import pool
from loaders.readers import _WHY, scan

ROOT = Path(__file__).parents[1]
HAN = re.compile("[\u4e00-\u9fff]")
ELSEWHERE = (
    "a link to a file that is gone",
    "LibreOffice crashes on it",
    "LibreOffice cannot read it: damaged, or locked with a password",
    "only pictures, no text in it: save it as PDF, which is read as a scan",
    "its text is an embedded web page: open it in Word and save it again",
    "an archive within an archive: unpack it first",
    "a link, which is not followed out of an archive",
    "no such file in the archive",
    "no report on the page",
    "the report is a picture on the page: save the picture and read it",
    "the report is a file that the page links: http://x/y.doc (附件)",
    "a list of 12 reports: nianbao fetch URL --follow 12",
    "the process that read it crashed (SIGSEGV)",
    scan.NEEDED,
    scan._TOO_LARGE,
    *_WHY.values(),
    *pool._ENDS.values(),
)
"""reasons that do not stand where they are raised"""
NOT_HERE = ("error.strerror", "error.why", "why", "said", "_nothing", "_why", "instead", "NEEDED", "_TOO_LARGE")


def raised() -> Iterator[tuple[str, str]]:
    """Every reason as it is raised, 7 for what differs, and where."""
    for path in sorted([*(ROOT / "loaders").rglob("*.py"), *(ROOT / "index").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RefusedFile" and len(node.args) == 2:
                for why in branches(node.args[1]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text_of(why)


def branches(node: ast.expr) -> list[ast.expr]:
    return [*branches(node.body), *branches(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "7" for each in node.values)
    return f"<{ast.unparse(node)}>"


def test_every_reason_is_said_in_chinese() -> None:
    found = {why: place for place, why in raised() if not why.startswith("<")} | {"no permission to read it": ""}
    assert len(found) > 40
    silent = [(place, why) for why, place in found.items() if not HAN.search(in_words(why, "zh"))]
    assert [each for each in silent if each[1] != "LibreOffice 7"] == []


NOTED = "left out: |undecodable|which is parted|may not be all|may be \\{|told from the date of the signature: "
NOTES = re.compile(rf'"([^"]*(?:{NOTED})[^"]*)"')


def test_notes_are_said_in_chinese() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "loaders").rglob("*.py")]
    found = [note for text in texts for note in NOTES.findall(text)]
    assert len(found) >= 7
    for note in found:
        text = re.sub(r"\{[^}]*\}", "7", note)
        text = text.replace("7 left out", "pictures left out") if text.startswith("7 left") else text
        text = f"page 7: {text}" if "may not be all" in text else text
        assert HAN.search(in_words(text, "zh")), note


def test_reasons_that_are_made_elsewhere_are_known() -> None:
    made = [why for _, why in raised() if why.startswith("<")]
    assert [each for each in made if not each[1:-1].startswith(NOT_HERE)] == []
    assert [each for each in ELSEWHERE if not HAN.search(in_words(each, "zh"))] == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("larger than 100 MB", "文件超过 100 MB"),
        ("larger than 1,000 MB unpacked", "解压后超过 1,000 MB"),
        ("no reader for this kind of file (known: .docx, .pdf)", "读不了这种文件（能读的有：.docx, .pdf）"),
        ("no workbook that can be read: {0} {x}", "工作簿打不开（{0} {x}）"),
        ("something new", "something new"),
    ],
)
def test_what_differs_is_taken_over(why: str, said: str) -> None:
    assert in_words(why, "zh") == said
    assert in_words(why, "en") == why
