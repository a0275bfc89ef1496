"""What runs nianbao for others names only what there is: files, commands, settings, secrets; and drops what it may."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.web.app import build
from bot.cli import app
from bot.config import SETTINGS
from bot.secret import API_TOKENS, TELEGRAM_SECRET, TELEGRAM_TOKEN, WECHAT_SECRETS, WECOM_SECRETS
from tests.served import opened, samples, site

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy").iterdir())
RUNS = {"serve", "telegram", "mcp"}
"""commands that go on running"""
SECRETS = {API_TOKENS, TELEGRAM_TOKEN, TELEGRAM_SECRET, *WECHAT_SECRETS, *WECOM_SECRETS}
VARIABLES = {each.variable for each in SETTINGS.values()} | SECRETS | {f"{each}_FILE" for each in SECRETS}
VARIABLES |= {"NIANBAO_CONFIG"}


def instructions() -> Iterator[tuple[str, str]]:
    """Each instruction of the Dockerfile with what stands behind it, comments left out, lines put together."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


def is_command(words: list[str]) -> bool:
    """Whether these words call the program, all their options known."""
    command = app.commands.get(words[0])
    if command is None:
        return False
    known = {name for each in command.params for name in each.opts}
    return all(word.partition("=")[0] in known for word in words[1:] if word.startswith("--"))


def test_the_image_is_made_of_what_there_is() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    sent = [each[1:] for each in ignored if each.startswith("!")]
    copied = []
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            copied += [each.replace("${LOCK}", "requirements.lock") for each in rest.split()[:-1]]
    assert copied
    assert [each for each in copied if not (ROOT / each).exists()] == []
    assert [each for each in copied if not any(Path(each).match(one) for one in sent)] == []
    assert [each for each in sent if not list(ROOT.glob(each))] == []
    for lock in re.findall(r"requirements\S*\.lock", DOCKERFILE):
        assert (ROOT / lock).exists(), lock


def test_the_container_is_nobody_special_and_tells_its_health() -> None:
    last = list(instructions())[[name for name, _ in instructions()].index("FROM") :]
    names = dict(last)
    assert names["USER"] not in ("", "root", "0")
    assert names["VOLUME"] == "/data"
    order = [name for name, _ in last]
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert names["ENTRYPOINT"] == '["nianbao"]'
    start = [each.strip('"') for each in names["CMD"].strip("[]").split(", ")]
    assert is_command(start)
    port = start[start.index("--port") + 1]
    assert names["EXPOSE"] == port
    path = re.findall(rf"http://127\.0\.0\.1:{port}(/\w+)", names["HEALTHCHECK"])[0]
    paths = {route.resource.canonical for route in build(site(Path("none.db"))).router.routes() if route.resource}
    assert path in paths


async def test_its_health_is_asked_of_itself_and_no_proxy(tmp_path: Path) -> None:
    asked = json.loads(dict(instructions())["HEALTHCHECK"].partition("CMD ")[2])[2]
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    environment = {name: value for name, value in environment.items() if name.lower() != "no_proxy"}

    async def healthy(port: int) -> bool:
        here = asked.replace(":8080/", f":{port}/")
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-c", here, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        return await run.wait() == 0

    async with opened(samples(tmp_path)) as port:
        assert await healthy(port)
    assert not await healthy(port)


def test_only_settings_there_are_are_set() -> None:
    named = {name for text in (DOCKERFILE, *map(read, UNITS)) for name in re.findall(r"\bNIANBAO_[A-Z_]+", text)}
    assert named
    assert named <= VARIABLES
    page = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\b(?:NIANBAO|TELEGRAM|WECHAT|WECOM)_[A-Z_]*[A-Z]\b", page))
    assert shown <= VARIABLES


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fields(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in read(unit).splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda each: each.name)
def test_units_start_commands_there_are(unit: Path) -> None:
    its = fields(unit)
    (start,) = its["ExecStart"]
    words = shlex.split(start)
    assert words[0].endswith("/bin/nianbao")
    for instance in RUNS - {"mcp"} if "@" in unit.name else {""}:
        assert is_command([each.replace("%i", instance) for each in words[1:]])
    assert its["User"] == ["nianbao"]
    assert its["NoNewPrivileges"] == ["yes"]
    assert its["ProtectSystem"] == ["strict"]
    assert its["UMask"] == ["0077"]


def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    for unit in UNITS:
        text = read(unit).replace("/opt/nianbao/.venv/bin/nianbao", "/bin/true")
        (tmp_path / unit.name.replace("@", "@serve")).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if any(each.name.split("@")[0] in line for each in UNITS)]
    assert told == []


def test_every_extra_can_be_had_from_its_lock() -> None:
    extras = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    )
    makefile, locking = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "scripts/lock.sh"))
    known = "\n".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")
    )
    for extra in sorted(extras):
        assert (ROOT / f"requirements-{extra}.lock").exists()
        assert f"requirements-{extra}.lock --extra {extra}" in locking
        assert f"\nsetup-{extra}:" in makefile
        assert f"make setup-{extra}" in known or extra == "dev", "who needs it must come to know of it"


def test_the_procfile_starts_commands_there_are() -> None:
    started = {}
    for line in read(ROOT / "Procfile").splitlines():
        name, _, command = line.partition(": ")
        words = shlex.split(command)
        assert words[0] == "nianbao"
        assert is_command(words[1:])
        started[name] = words[1]
    assert started == {"web": "serve", "telegram": "telegram"}
    assert set(app.commands) >= RUNS


@pytest.mark.slow
def test_what_is_installed_has_every_file_of_ours(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("bot", "index", "loaders"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source / name)
    expected = {str(each.relative_to(source)) for each in source.rglob("*") if each.is_file() and each.parent != source}
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, str(source), "--wheel-dir", str(tmp_path)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert expected - set(zipfile.ZipFile(wheel).namelist()) == set()
