"""load(path): every kind of file ends in a report or in one clear refusal."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from index.errors import RefusedFile
from index.models import Report
from loaders import load
from loaders.readers import MAX_BYTES
from tests.forms_of_figures import Made, grid, make, report, tabs


def whole() -> tuple[Made, str]:
    made = make(random.Random(3))
    return made, report([tabs(rows) for rows in grid(made)])


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def figures(found: Report) -> list[tuple[object, ...]]:
    return [(fact.metric, fact.party, fact.value, fact.source.line) for fact in found.facts]


def test_a_whole_report(tmp_path: Path) -> None:
    made, text = whole()
    path = write(tmp_path / "a.txt", text.encode())
    found = load(path)
    assert found.path == path
    assert (found.body, found.year, found.form) == ("云岭市青禾区农业农村局", 2020, "2019")
    assert found.text == text
    assert len(found.digest) == 64
    assert [section.number for section in found.sections] == [None, 1, 2, 3, 4, 5, 6]
    assert found.sections[-1].last == text.count("\n") + 1
    assert len([fact for fact in found.facts if fact.kind == "table"]) == len(made.truth)


def test_a_source_names_place_and_words(tmp_path: Path) -> None:
    _, text = whole()
    found = load(write(tmp_path / "a.txt", text.encode()))
    fact = next(fact for fact in found.facts if (fact.metric, fact.party) == ("requests.received", "business"))
    line = found.text.split("\n")[fact.source.line - 1]
    assert line.startswith("一、本年新收")
    assert fact.source.quote == line.strip()
    assert (fact.source.table, fact.source.row, fact.source.column) == (
        2,
        "一、本年新收政府信息公开申请数量",
        "商业企业",
    )
    assert fact.source.section == "三、收到和处理政府信息公开申请情况"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le").join([b"\xff\xfe", b""]),
        lambda text: text.encode("utf-16-be").join([b"\xfe\xff", b""]),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("gbk"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8"),
        lambda text: text.replace("\n", "\r").encode("utf-8"),
        lambda text: text.replace("\n", "\r\n", 20).encode("gb18030"),
    ],
)
def test_the_same_facts_from_every_encoding(encode: Callable[[str], bytes], tmp_path: Path) -> None:
    _, text = whole()
    plain = load(write(tmp_path / "plain.txt", text.encode()))
    other = load(write(tmp_path / "other.txt", encode(text)))
    assert figures(other) == figures(plain)
    assert other.body == plain.body
    assert other.notes == ()


def test_big5(tmp_path: Path) -> None:
    text = "雲嶺市青禾區教育局2020年政府信息公開工作年度報告\n一、總體情況\n無。\n二、主動公開政府信息情況\n無。\n"
    found = load(write(tmp_path / "a.txt", text.encode("big5")))
    assert found.body == "雲嶺市青禾區教育局"


def test_undecodable_bytes_are_said_and_no_figure_is_guessed(tmp_path: Path) -> None:
    made, text = whole()
    rows = text.split("\n")
    at = next(at for at, row in enumerate(rows) if row.startswith("一、本年新收"))
    label, first, *rest = rows[at].split("\t")
    data = "\n".join([*rows[:at], ""]).encode() + f"{label}\t{first}".encode() + b"\xff"
    data += ("\t" + "\t".join(rest) + "\n" + "\n".join(rows[at + 1 :])).encode()
    found = load(write(tmp_path / "a.txt", data))
    assert found.notes
    told = {(fact.metric, fact.party): fact.value for fact in found.facts}
    assert ("requests.received", "natural_person") not in told
    assert told["requests.received", "total"] == made.truth["requests.received", "total"]
    assert ("unsure", "requests.received", "natural_person") in {
        (gap.reason, gap.metric, gap.party) for gap in found.gaps
    }


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    _, text = whole()
    strange = text.replace("按要求开展工作。", "按要求\f开展\u2028工作\x0b。\u0085")
    found = load(write(tmp_path / "a.txt", strange.encode()))
    assert figures(found) == figures(load(write(tmp_path / "b.txt", text.encode())))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 4, "binary"),
        ("nul.txt", "政府信息公开年度报告\x00".encode(), "binary"),
        ("poem.txt", "白日依山尽\n".encode(), "no yearly report"),
        ("report.xyz", b"x", "no reader"),
        ("notes.txt", b"\xff\xfe\xfd\xfc\xfb", "."),
    ],
)
def test_what_is_no_report_is_refused(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(RefusedFile, match=why) as caught:
        load(path)
    assert caught.value.path == path
    assert "\n" not in caught.value.why


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(5 * MAX_BYTES)
    with pytest.raises(RefusedFile, match="larger than 60 MB"):
        load(str(path))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    fifo, broken, loop, folder = (tmp_path / f"{name}.txt" for name in ("fifo", "broken", "loop", "folder"))
    os.mkfifo(fifo)
    broken.symlink_to(tmp_path / "gone.txt")
    loop.symlink_to(loop)
    folder.mkdir()
    for path, why in (
        (str(fifo), "not a regular file"),
        (str(broken), "link to a file that is gone"),
        (str(loop), "link that leads back"),
        (str(folder), "folder"),
        (str(tmp_path / "none.txt"), "no such file"),
        (str(tmp_path / ("x" * 300 + ".txt")), "name is too long"),
        ("a\x00b.txt", "not a name"),
        ("/dev/null", "not a regular file"),
    ):
        with pytest.raises(RefusedFile, match=why):
            load(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(RefusedFile, match="permission"):
        load(str(path))


@pytest.mark.parametrize("seed", range(60))
def test_spoiled_files_end_in_a_report_or_a_refusal(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    _, text = whole()
    data = bytearray(text.encode(rng.choice(("utf-8", "gb18030", "utf-16"))))
    for _ in range(rng.choice((1, 5, 50, 500))):
        at = rng.randrange(len(data))
        if rng.random() < 0.4:
            data.pop(at)
        elif rng.random() < 0.5:
            data.insert(at, rng.randrange(256))
        data[rng.randrange(len(data))] = rng.randrange(256)
    path = write(tmp_path / "a.txt", bytes(data))
    try:
        found = load(path)
    except RefusedFile:
        return
    assert found.body
    lines = found.text.split("\n")
    assert all(1 <= fact.source.line <= len(lines) for fact in found.facts)


@pytest.mark.parametrize("seed", range(60))
def test_shuffled_texts_end_in_a_report_or_a_refusal(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    _, text = whole()
    odd = (
        "\t",
        "|",
        " ",
        "  ",
        "\n",
        "0",
        "12",
        "万元",
        "一、",
        "（",
        "）",
        "总计",
        "其他",
        "\ufffd",
        "\u200b",
        "。",
        "-",
        "—",
    )
    signs = list(text)
    for _ in range(rng.choice((10, 100, 1000))):
        signs.insert(rng.randrange(len(signs)), rng.choice(odd))
    try:
        load(write(tmp_path / "a.txt", "".join(signs).encode()))
    except RefusedFile:
        return


def test_what_prose_says_was_taken_on_is_in_hand_where_the_tables_show_it(tmp_path: Path) -> None:
    made, text = whole()
    received, carried = made.truth["requests.received", "total"], made.truth["requests.carried_in", "total"]
    assert received
    assert carried
    said = f"2020年共受理政府信息公开申请{received + carried}件。"
    found = load(write(tmp_path / "a.txt", text.replace("按要求开展工作。", said).encode()))
    prose = [(fact.metric, fact.value) for fact in found.facts if fact.kind == "prose"]
    assert prose == [("requests.in_hand", Decimal(received + carried))]


def test_open_brackets_without_end_are_read_in_linear_time(tmp_path: Path) -> None:
    _, text = whole()
    began = time.thread_time()
    load(write(tmp_path / "a.txt", text.replace("规章\t", "规章" + "(" * 200_000 + "\t").encode()))
    assert time.thread_time() - began < 5
