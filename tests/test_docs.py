"""Documentation keeps up with the code: what is written out from it is as it is, and what it points at is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from bot.cli import app, run
from bot.config import SETTINGS
from index.metrics import catalogue
from scripts import docs

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "samples").glob("*.md")])
LINK = re.compile(r"\]\(([^()\s]+)\)")
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"`((?:bot|index|loaders|tests|docs|samples|scripts|bench)/[A-Za-z0-9_./-]*)`")


def commands(group: click.Group, path: str = "") -> list[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    found = []
    for name, command in group.commands.items():
        found.append((f"{path}{name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{path}{name} ")
    return found


def test_pages_are_as_the_code_is() -> None:
    assert [*docs.stale()] == []


def test_every_metric_and_setting_is_on_its_page() -> None:
    metrics = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    assert [key for key in catalogue() if f"`{key}`" not in metrics] == []
    cli = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in cli] == []


@pytest.mark.parametrize(("name", "command"), commands(app), ids=lambda each: each if isinstance(each, str) else "")
def test_every_command_and_option_is_explained(name: str, command: click.Command) -> None:
    assert command.help, name
    assert (command.epilog or "").startswith("Example: "), name
    assert f"nianbao {name}" in (command.epilog or ""), name
    assert [each.name for each in command.params if isinstance(each, click.Option) and not each.help] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("#")]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []
    assert [place for place in PLACE.findall(text) if "<" not in place and not (ROOT / place).exists()] == []


@pytest.mark.parametrize("name", ["README.md", pytest.param("README.zh.md", marks=pytest.mark.slow)])
def test_what_a_readme_says_works_as_it_stands_does(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first block of commands, typed one after the other; those that go on until they are stopped are left out."""
    block = next(block for block in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")) if "nianbao ask" in block)
    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = [(words, run(words[1:])) for words in lines if words[1] not in ("chat", "serve")]
    assert [words for words, code in done if code] == []
    assert len(done) >= 8
    assert "nianbao:" not in capfd.readouterr().err


def test_both_readmes_open_with_the_two_commands() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert 0 < text.index("make run") < text.index("make test") < 800, name
        assert text.count("```\n> ") >= 2, f"{name} shows answers, which scripts/docs.py keeps as they are given"
