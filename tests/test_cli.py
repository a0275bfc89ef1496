"""The command `nianbao`: what goes in, what comes out on which stream, exit codes, and bad input of every kind."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from bot import encode
from bot.cli import asking, run
from bot.models import Answer, Option, Question, Result
from bot.service import Service
from index.models import Source
from loaders import pool
from tests.asked import indexed

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples/haizhu-2020.txt"
ASKED = "海珠区2020年收到多少件申请"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the samples."""
    path = str(tmp_path_factory.mktemp("index") / "samples.db")
    assert run(["index", str(ROOT / "samples"), "--db", path]) == 0
    return path


@pytest.fixture
def nianbao(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line here: (exit code, stdout, stderr). `stdin` is what is typed, through no terminal."""

    def command(*words: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return code, out, err

    return command


def one_line(text: str) -> str:
    """The one line of stderr."""
    assert text.startswith("nianbao: ")
    assert text.count("\n") == 1
    assert text.endswith("\n")
    return text


# The command as it is installed


def installed(*words: object, stdin: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from bot.cli import main; sys.argv[0] = 'nianbao'; main()"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, env={**os.environ, **environ}, timeout=60, check=False
    )


def test_help_is_quick_and_imports_nothing_slow() -> None:
    code = (
        "import sys; from bot.cli import run; run(['--help']);"
        "slow = {'sqlite_utils', 'prompt_toolkit', 'telegram', 'rich', 'opencc', 'pypinyin', 'loaders', 'index.store'};"
        "sys.exit(' '.join(slow & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "Example: nianbao" in done.stdout


def test_bad_files_are_refused_in_a_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_bytes(SAMPLE.read_bytes())
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "novel.txt").write_text("山里的雨下了一夜。\n" * 50, encoding="utf-8")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    bad = {"empty.txt", "binary.txt", "novel.txt", "huge.txt", "gone.txt", "pipe.txt"}
    if os.geteuid() != 0:
        (folder / "closed").mkdir(mode=0)
        bad.add("closed")
    (folder / "picture.gif").write_bytes(b"GIF89a")
    (folder / ".hidden.txt").touch()
    (folder / "README.md").write_text("no report", encoding="utf-8")
    done = installed("index", folder, tmp_path / "absent.txt", "--db", tmp_path / "new/index.db")
    assert done.returncode == 1
    *refused, summary = done.stderr.decode().splitlines()
    assert {Path(line.split(": ")[1]).name for line in refused} == bad | {"absent.txt"}
    assert len(refused) == len(bad) + 1
    assert all(line.startswith("nianbao: ") and len(line.split(": ", 2)[2]) > 4 for line in refused)
    assert summary.startswith(f"1 report read, 0 unchanged, {len(refused)} refused, 3 skipped; ")
    assert done.stdout == b""


def test_a_reader_that_has_seen_enough_is_no_fault(db: str) -> None:
    code = f"from bot.cli import main; import sys; sys.argv[1:] = ['facts', '--json', '--db', {db!r}]; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_is_utf8_whatever_the_locale(db: str) -> None:
    done = installed("bodies", "--db", db, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "广州市海珠区人民政府办公室" in done.stdout.decode("utf-8")


# index


def test_a_report_is_indexed_again_only_when_it_has_changed(nianbao: Run, tmp_path: Path) -> None:
    report, index = tmp_path / "report.txt", tmp_path / "index.db"
    report.write_bytes(SAMPLE.read_bytes())
    code, out, err = nianbao("index", report, "--db", index)
    assert (code, out) == (0, "")
    assert err.startswith("1 report read, 0 unchanged, 0 refused; ")
    stored = nianbao("facts", "--json", "--db", index)[1]
    assert nianbao("index", report, tmp_path, "--db", index)[2].startswith("0 reports read, 1 unchanged, 0 refused, ")
    report.write_bytes(SAMPLE.read_bytes() + b"\n")
    assert nianbao("index", tmp_path, "--db", index)[2].startswith("1 report read, 0 unchanged")
    assert nianbao("facts", "--json", "--db", index)[1] == stored


def test_a_report_that_broke_is_kept_and_one_that_is_gone_dropped_only_when_asked(nianbao: Run, tmp_path: Path) -> None:
    report, index = tmp_path / "report.txt", tmp_path / "index.db"
    report.write_bytes(SAMPLE.read_bytes())
    nianbao("index", report, "--db", index)
    report.write_bytes(b"")
    code, _, err = nianbao("index", report, "--db", index)
    assert code == 1
    assert "kept" in err.splitlines()[0]
    report.unlink()
    assert nianbao("index", tmp_path, "--db", index)[0] == 0
    assert len(nianbao("reports", "--db", index)[1].splitlines()) == 1
    code, _, err = nianbao("index", tmp_path, "--db", index, "--prune")
    assert code == 0
    assert "1 dropped" in err
    assert nianbao("reports", "--db", index)[1] == ""


def test_a_file_named_by_hand_must_be_of_a_kind_that_is_read(nianbao: Run, tmp_path: Path) -> None:
    (tmp_path / "page.xyz").write_text("x", encoding="utf-8")
    code, _, err = nianbao("index", tmp_path / "page.xyz", "--db", tmp_path / "index.db")
    assert code == 1
    assert "page.xyz: no reader" in err


def test_a_fault_of_ours_in_one_file_keeps_no_other_out(
    nianbao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = loaders.load

    def faulty(path: str) -> Any:
        if path.endswith("a.txt"):
            raise ZeroDivisionError("oops")
        return load(path)

    monkeypatch.setattr(loaders, "load", faulty)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(SAMPLE.read_bytes())
    code, _, err = nianbao("index", tmp_path, "--db", tmp_path / "index.db")
    assert code == 1
    assert "a.txt: could not be read, a fault of nianbao: ZeroDivisionError: oops\n1 report read, " in err


def test_interrupted_the_index_is_whole(nianbao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = loaders.load

    def interrupted(path: str) -> Any:
        if path.endswith("b.txt"):
            raise KeyboardInterrupt
        return load(path)

    monkeypatch.setattr(loaders, "load", interrupted)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(SAMPLE.read_bytes())
    assert nianbao("index", tmp_path, "--db", tmp_path / "index.db")[0] == 130
    assert len(nianbao("reports", "--db", tmp_path / "index.db")[1].splitlines()) == 1


# An index that is none


@pytest.mark.parametrize("command", [("bodies",), ("facts", "--json"), ("show", "x"), ("ask", "x"), ("explain", "x")])
def test_a_missing_index_is_named(nianbao: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, out, err = nianbao(*command, "--db", tmp_path / "none.db")
    assert (code, out) == (5, "")
    assert "none.db" in one_line(err)
    assert not (tmp_path / "none.db").exists()


def test_another_database_is_left_alone(nianbao: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("create table recipe (name text)")
    connection.close()
    text = tmp_path / "text.db"
    text.write_text("no database at all " * 100, encoding="utf-8")
    for file in (other, text):
        before = file.read_bytes()
        for words in (("bodies",), ("index", SAMPLE)):
            code, _, err = nianbao(*words, "--db", file)
            assert code == 5
            assert file.name in one_line(err)
        assert file.read_bytes() == before


def test_another_schema_version_is_refused_with_the_remedy(nianbao: Run, tmp_path: Path) -> None:
    index = tmp_path / "index.db"
    nianbao("index", SAMPLE, "--db", index)
    connection = sqlite3.connect(index)
    (version,) = connection.execute("pragma user_version").fetchone()
    connection.execute(f"pragma user_version = {version + 1}")
    connection.commit()
    connection.close()
    code, _, err = nianbao("bodies", "--db", index)
    assert code == 5
    assert "nianbao index" in one_line(err)


# facts, show, bodies, reports, check


def test_facts_are_one_object_a_line_with_exact_values(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("facts", "--json", "--statements", "--db", db)
    assert (code, err) == (0, "")
    facts = [json.loads(line, parse_float=Decimal) for line in out.splitlines()]
    found = [
        fact
        for fact in facts
        if (fact["metric"], fact["party"], fact["kind"]) == ("requests.received", "total", "table")
        and fact["report"].endswith("haizhu-2020.txt")
    ]
    assert [(fact["value"], fact["unit"], fact["source"]["line"]) for fact in found] == [(14, "件", 68)]
    assert all(fact["text"] for fact in facts if fact["metric"] is None)
    assert {fact["kind"] for fact in facts} == {"table", "prose", "statement"}
    assert "\\u" not in out


def test_show_gives_the_row_under_its_heads(nianbao: Run, db: str) -> None:
    code, out, _ = nianbao("show", "haizhu-2020.txt", "--line", 68, "--db", db)
    printed = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert code == 0
    assert f">   68  {printed[67]}" in out
    assert f"    66  {printed[65]}" in out
    assert "requests.received total = 14 件" in out
    assert len(nianbao("show", "samples/haizhu-2020.txt", "--db", db)[1].splitlines()) >= len(printed)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "nothing.txt"), "nothing.txt"),
        (("show", "haizhu-2020.txt", "--line", "100000"), "lines"),
        (("show", "haizhu-2020.txt", "--line", "0"), "--line"),
        (("check", "火星区人民政府"), "火星区"),
    ],
)
def test_what_is_not_there_to_show_is_said(nianbao: Run, db: str, words: tuple[str, ...], said: str) -> None:
    code, out, err = nianbao(*words, "--db", db)
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_lists_and_sums(nianbao: Run, db: str) -> None:
    years = {
        each["body"]: each["years"] for each in map(json.loads, nianbao("bodies", "--json", "--db", db)[1].splitlines())
    }
    assert years["云岭市青禾区人民政府办公室"] == [2016, 2019, 2020, 2021]
    assert len(nianbao("reports", "--db", db)[1].splitlines()) >= 11
    reports = [json.loads(line) for line in nianbao("reports", "--json", "--db", db)[1].splitlines()]
    assert len(reports) == 12
    checks = [json.loads(line) for line in nianbao("check", "--json", "--year", 2020, "--db", db)[1].splitlines()]
    assert checks
    assert all(each["holds"] == (each["left"] == each["right"]) and each["sources"] for each in checks)
    assert {each["year"] for each in checks} == {2020}


# ask, explain, chat


def test_a_question_is_answered(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("ask", ASKED, "--json", "--db", db)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert (answer["question"], answer["status"]) == (ASKED, "answered")
    assert [result["value"] for result in answer["results"]] == [14]
    assert answer["results"][0]["sources"][0]["line"] == 68
    code, text, _ = nianbao("ask", ASKED, "--db", db)
    assert code == 0
    assert text == answer["text"] + "\n"
    assert nianbao(ASKED, "--db", db)[1] == text, "words that are no command are a question"
    assert nianbao("ask", "天气怎么样", "--db", db)[0] == 3
    assert "14" in nianbao("explain", ASKED, "--db", db)[1]


def test_a_chat_goes_on_in_a_later_process(
    nianbao: Run, db: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NIANBAO_MEMORY", str(tmp_path / "memory"))
    nianbao("ask", ASKED, "--chat", "one", "--db", db)
    values = [
        result["value"]
        for result in json.loads(nianbao("ask", "其中商业企业呢", "--chat", "one", "--json", "--db", db)[1])["results"]
    ]
    assert values == [0]
    assert nianbao("ask", "其中商业企业呢", "--chat", "two", "--db", db)[0] == 3


def test_a_batch_answers_every_line_in_order(nianbao: Run, db: str) -> None:
    lines: list[bytes] = [
        json.dumps({"q": ASKED, "chat": "a"}).encode(),
        b'{"q": "half a li',
        b'["q"]',
        b'{"q": 14}',
        b'{"chat": "a"}',
        b'{"q": "x", "chat": 1}',
        b'{"q": "x", "today": "yesterday"}',
        b'{"q": "x", "today": "20210601"}',
        b'{"q": "x", "today": 2021}',
        b"",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"q": ' + b"9" * 10_000 + b"}",
        b'"' + b"x" * (asking.LINE_LIMIT + 5) + b'"',
        '{"q": "其中商业企业呢", "chat": "a"}'.encode(),
        '{"q": "海珠区去年收到多少件申请", "today": "2021-06-01"}'.encode(),
    ]
    code, out, err = nianbao("ask", "--batch", "--json", "--db", db, stdin=b"\n".join(lines))
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == len(lines)
    assert [[result["value"] for result in answer.get("results", ())] for answer in answers] == (
        [[14]] + [[]] * (len(lines) - 3) + [[0], [14]]
    )
    assert all(set(answer) == {"error"} for answer in answers[1:-2])


def test_a_fault_of_ours_in_one_line_of_a_batch_loses_no_other(
    nianbao: Run, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Service.ask

    def faulty(self: Service, question: Question) -> Answer:
        if question.text == "bad":
            raise ZeroDivisionError
        return ask(self, question)

    monkeypatch.setattr(Service, "ask", faulty)
    lines = ['{"q": "bad"}', json.dumps({"q": ASKED})]
    code, out, _ = nianbao("ask", "--batch", "--db", db, stdin="\n".join(lines).encode())
    assert code == 0
    first, second = map(json.loads, out.splitlines())
    assert first == {"error": "a fault of nianbao: ZeroDivisionError"}
    assert second["results"][0]["value"] == 14


def test_a_chat_shows_its_demonstration_and_ends_without_a_terminal(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("chat", "--demo", "--db", db, stdin=b"ignored\n")
    assert (code, err) == (0, "")
    assert out.count("\n> ") + out.startswith("> ") == 3


def test_a_chat_takes_lines_of_stdin(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("chat", "--db", db, stdin=f"{ASKED}\n\n其中商业企业呢\n".encode())
    assert (code, err) == (0, "")
    assert "14 件" in out
    assert "0 件" in out


def test_a_number_in_a_chat_chooses_what_may_be_asked_next(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("chat", "--db", db, stdin=f"{ASKED}\n2\n".encode())
    assert (code, err) == (0, "")
    second = next(line for line in out.split("\n") if line.startswith("  2  ")).removeprefix("  2  ")
    assert f"\n> {second}\n" in out
    assert second.removesuffix("是多少").rpartition("年")[2] in out.partition(f"> {second}\n")[2].split("\n")[0]


def test_an_answer_of_a_chat_is_called_wrong(nianbao: Run, db: str, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    shutil.copy(db, own)
    typed = f"/wrong\n{ASKED}\n/wrong the text says 15\n".encode()
    code, out, err = nianbao("chat", "--db", str(own), stdin=typed)
    assert (code, err) == (0, "")
    assert [out.count("There is no answer to check yet"), out.count("have been noted")] == [1, 1]
    code, out, _ = nianbao("unanswered", "--wrong", "--json", "--db", str(own))
    (kept,) = map(json.loads, out.splitlines())
    assert (code, kept["channel"], kept["question"], kept["remark"]) == (0, "terminal", ASKED, "the text says 15")


def test_exit_ends_a_chat(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("chat", "--db", db, stdin=f"exit\n{ASKED}\n".encode())
    assert (code, out, err) == (0, "", "")


def test_a_number_chooses_an_option_that_was_shown(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    class Door:
        def ask(self, question: Question) -> Answer:
            asked.append(question.text)
            return Answer(question=question.text, status="help", text="said")

    options = (Option(label="one", ask="first?"), Option(label="two", ask="second?"))
    shown = Answer(question="", status="help", text="", options=options)
    for typed in ("2", "3", "0", "2020", "²"):
        asking._turn(Door(), typed, shown)  # type: ignore[arg-type, unused-ignore]
    assert asked == ["second?", "3", "0", "2020", "²"]


# Usage


@pytest.mark.parametrize(
    "words",
    [
        ("bogus",),
        ("ask",),
        ("ask", "--batch", "x"),
        ("index",),
        ("facts", "--nothing"),
        ("--config", "absent.toml", "bodies"),
        ("show",),
    ],
)
def test_wrong_usage_is_one_line(nianbao: Run, words: tuple[str, ...], tmp_path: Path) -> None:
    code, out, err = nianbao(*words)
    assert (code, out) == (2, "")
    one_line(err)


def test_the_list_of_commands_fits_a_terminal(nianbao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = nianbao("--help")
    assert code == 0
    assert "..." not in out.partition("Commands:")[2], "a summary is cut off: give the command a short_help"


def test_a_question_in_english_that_looks_like_a_command_is_told_how_to_be_asked(nianbao: Run) -> None:
    code, _, err = nianbao("How", "many", "requests", "did", "Haizhu", "receive")
    assert (code, "quotation marks" in one_line(err)) == (2, True)
    code, _, err = nianbao("indx", "samples")
    assert (code, "quotation marks" in one_line(err)) == (2, False)


def test_a_folder_without_reports_is_told(nianbao: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = nianbao("index", tmp_path / "empty", "--db", tmp_path / "x.db")
    assert code == 0
    assert err.startswith("nianbao: there is no file that could be a report\n")


def test_settings_are_shown_with_their_origin(nianbao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.toml"
    file.write_text("question_limit = 100\n", encoding="utf-8")
    monkeypatch.setenv("NIANBAO_LOG_LEVEL", "error")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12345:abc")
    code, out, _ = nianbao("--config", file, "config")
    assert code == 0
    assert f"question_limit = 100  ({file})" in out
    assert "log_level = ERROR  (NIANBAO_LOG_LEVEL)" in out
    assert "chat_expiry_hours = 24  (default)" in out
    assert "12345" not in out
    assert nianbao("--config", file, "config", "check")[0] == 0
    file.write_text("question_limits = 100\n", encoding="utf-8")
    assert "'question_limit'" in one_line(nianbao("--config", file, "config", "check")[2])


def test_telegram_needs_a_token(nianbao: Run, db: str) -> None:
    code, _, err = nianbao("telegram", "--db", db)
    assert code == 2
    assert "TELEGRAM_BOT_TOKEN" in one_line(err)


# JSON


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1767211.05"), "1767211.05"),
        (Decimal("466527.000"), "466527"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (Decimal("-0"), "0"),
        (Decimal("12345678901234567890.123456789"), "12345678901234567890.123456789"),
        (None, "null"),
        ({"z": [True, 1], "a": ()}, '{"z": [true, 1], "a": []}'),
        ("海珠“区”\n\t\x00", '"海珠“区”\\n\\t\\u0000"'),
        ("\ud83d", '"\\ud83d"'),
    ],
)
def test_json_is_exact_and_unescaped(value: encode.Json, text: str) -> None:
    assert encode.dumps(value) == text
    json.loads(text)
    text.encode("utf-8")


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(st.characters())
        | st.decimals(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
        max_leaves=8,
    )
)
def test_json_is_written_the_same_the_quick_way(value: encode.Json) -> None:
    assert encode.dumps(value) == encode._written(value)


def test_what_is_no_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="NaN"):
        encode.dumps(Decimal("NaN"))


def test_an_answer_has_the_shape_of_the_border() -> None:
    source = Source(report="a.txt", section="三", line=68, quote="14", table=2, row="一", column="总计")
    result = Result(
        body="青禾区",
        year=2020,
        metric="requests.received",
        party="total",
        value=Decimal(14),
        unit="件",
        sources=(source,),
    )
    shape = json.loads(
        encode.dumps(encode.answer(Answer(question="q", status="answered", text="t", results=(result,))))
    )
    assert list(shape) == ["question", "status", "text", "results", "options", "notes"]
    assert shape["results"][0]["sources"] == [
        {"report": "a.txt", "section": "三", "table": 2, "row": "一", "column": "总计", "line": 68, "quote": "14"}
    ]
    missing = json.loads(encode.dumps(encode.answer(Answer(question="q", status="missing", text="t", reason="row"))))
    assert missing["reason"] == "row"


def test_what_would_move_the_cursor_is_not_shown(nianbao: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(SAMPLE.read_text(encoding="utf-8") + "\n\x1b[2J\u202eend\n", encoding="utf-8")
    nianbao("index", report, "--db", tmp_path / "index.db")
    out = nianbao("show", "report.txt", "--db", tmp_path / "index.db")[1]
    assert "[2J" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.fixture
def in_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are read by this process: that another one reads them is told by `test_a_draft_is_read_by_a_child`."""
    monkeypatch.setattr(pool, "load", loaders.load)


def test_a_draft_is_read_by_a_child(nianbao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "load", None)
    assert nianbao("check", SAMPLE, "--language", "zh", "--db", tmp_path / "none.db")[0] == 0


@pytest.mark.usefixtures("in_here")
def test_a_draft_is_checked_and_nothing_is_stored(
    nianbao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.txt"
    good.write_bytes(SAMPLE.read_bytes())
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    code, out, _ = nianbao("check", good, "--db", tmp_path / "none.db")
    assert code == 0
    assert "读出 214 个数" in out
    assert "没有发现不一致" in out.splitlines()[-1]
    assert not (tmp_path / "none.db").exists()
    bad = tmp_path / "bad.txt"
    text = (SAMPLE.parent / "qinghe-2020.txt").read_text(encoding="utf-8")
    bad.write_text(text.replace("新收政府信息公开申请 84 宗", "新收政府信息公开申请 85 宗"), encoding="utf-8")
    code, out, _ = nianbao("check", bad, "--db", tmp_path / "none.db")
    assert code == 1
    assert "正文与表格应当一致" in out
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "should agree" in nianbao("check", bad, "--db", tmp_path / "none.db")[1]
    out = nianbao("check", bad, "--json", "--language", "en", "--db", tmp_path / "none.db")[1]
    failed = [each for each in map(json.loads, out.splitlines()) if not each["holds"]]
    assert [each["check"] for each in failed] == ["text"]
    assert "should agree" in failed[0]["sentence"]


@pytest.mark.usefixtures("in_here")
def test_a_draft_is_checked_against_the_years_that_are_indexed(nianbao: Run, tmp_path: Path) -> None:
    db = indexed(tmp_path / "index.db", [SAMPLE.parent / "qinghe-2019.txt"])
    draft = tmp_path / "draft.txt"
    draft.write_bytes((SAMPLE.parent / "qinghe-2020.txt").read_bytes())
    made = [json.loads(line) for line in nianbao("check", draft, "--json", "--db", db)[1].splitlines()]
    assert [each["holds"] for each in made if each["check"] == "carried_over"] == [True] * 7


@pytest.mark.usefixtures("in_here")
def test_drafts_are_checked_against_one_another(nianbao: Run, tmp_path: Path) -> None:
    before, now = tmp_path / "2019.txt", tmp_path / "2020.txt"
    before.write_bytes((SAMPLE.parent / "qinghe-2019.txt").read_bytes())
    text = (SAMPLE.parent / "qinghe-2020.txt").read_text(encoding="utf-8")
    now.write_text(text, encoding="utf-8")
    assert nianbao("check", before, now, "--db", tmp_path / "none.db")[0] == 0
    rows = [line for line in text.splitlines() if "上年结转" in line.replace(" ", "") and "\t" in line]
    assert len(rows) == 1
    cells = rows[0].split("\t")
    cells[-1] = str(int(cells[-1]) + 1)
    now.write_text(text.replace(rows[0], "\t".join(cells)), encoding="utf-8")
    code, out, _ = nianbao("check", before, now, "--db", tmp_path / "none.db", "--json", "--failing")
    assert code == 1
    assert "carried_over" in {json.loads(line)["check"] for line in out.splitlines()}


@pytest.mark.usefixtures("in_here")
def test_what_a_draft_lacks_is_said_in_words(nianbao: Run, tmp_path: Path) -> None:
    wetland = SAMPLE.parent / "haizhu-wetland-2019.txt"
    lines = nianbao("check", wetland, "--language", "zh", "--db", tmp_path / "none.db")[1].splitlines()
    assert "2019 年版式" in lines[0]
    assert any("缺“" in line and "行）" in line for line in lines)
    assert lines[-1].startswith("共 1 份报告")


def test_a_body_is_checked_by_what_people_call_it(nianbao: Run, db: Path) -> None:
    code, out, err = nianbao("check", "青禾区府办", "--json", "--db", db)
    assert (code, err) == (0, "")
    assert {json.loads(line)["body"] for line in out.splitlines()} == {"云岭市青禾区人民政府办公室"}
    assert {json.loads(line)["kind"] for line in out.splitlines()} >= {"sum", "text", "text_parts", "years"}
    code, out, err = nianbao("check", "青禾区府办", "--year", "2020", "--language", "zh", "--db", db)
    assert (code, out.splitlines()[-1]) == (0, "共 1 份报告，没有发现不一致。")
    code, out, err = nianbao("check", "青禾区府办", "--year", "1999", "--language", "zh", "--db", db)
    assert (code, out) == (0, "没有这样的报告，什么也没有核对。\n")


@pytest.mark.usefixtures("in_here")
def test_what_cannot_be_checked_is_said_in_a_line(nianbao: Run, tmp_path: Path, db: Path) -> None:
    novel = tmp_path / "novel.txt"
    novel.write_text("山里的雨下了一夜。\n" * 50, encoding="utf-8")
    for words, fails, said in (
        (("check", novel), 1, "no yearly report"),
        (("check", "冰箱局", "--db", db), 2, "neither a file nor a body"),
        (("check", "办公室", "--db", db), 2, "may be"),
        (("check", novel, "冰箱局"), 2, "check files and bodies apart"),
        (("check", "冰箱局", "--db", tmp_path / "none.db"), 2, "no file, and there is no index"),
        (("check", tmp_path, "--db", db), 2, "is a folder"),
    ):
        code, _, err = nianbao(*words)
        assert code == fails
        (line,) = err.splitlines()
        assert said in line


def test_a_question_in_another_charset_is_refused(nianbao: Run, db: str) -> None:
    code, out, err = nianbao("ask", "2020年\udcff海珠区没有收到多少申请", "--db", db)
    assert (code, out) == (2, "")
    assert "not UTF-8" in one_line(err), "half a word may be the one that changes what is asked"


def test_an_empty_file_is_told_from_another_programs(nianbao: Run, tmp_path: Path) -> None:
    empty, other = tmp_path / "empty.db", tmp_path / "other.db"
    empty.touch()
    with sqlite3.connect(other) as conn:
        conn.execute("create table t (x)")
    for path, why in ((empty, "an empty file"), (other, "some other program")):
        code, _, err = nianbao("ask", ASKED, "--db", path)
        assert code == 5
        assert why in one_line(err)
