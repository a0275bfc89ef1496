"""Take the pictures in docs/ that pictures.toml names anew, over samples/: after a change of templates or styles.

.venv/bin/python scripts/pictures.py

Needs the extras for tests and Debian's chromium.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
NIANBAO = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A page as it is shown in docs/."""

    asked: str = ""
    """a question, as a link to it"""
    body: str = ""
    """a part of the name of a body whose page is shown"""
    report: str = ""
    """the year of its report that is shown instead"""
    path: str = ""
    """any other page by its address"""
    width: int = 1320
    how: str = "light"


HEIGHT = 780


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server over samples/."""
    db = folder / "samples.db"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NIANBAO_MEMORY": str(folder / "memory")}
    subprocess.run([*NIANBAO, "index", "samples", "--db", str(db)], cwd=ROOT, env=environment, check=True)
    command = [*NIANBAO, "serve", "--port", "0", "--db", str(db)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101, for mypy: it was asked for
        try:
            yield process.stdout.readline().split()[1].rstrip("/")
        finally:
            process.terminate()


def take(browser: Any, address: str, name: str, picture: Picture) -> None:
    """Write one to docs/."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": HEIGHT}, locale="zh-CN", color_scheme=picture.how
    )
    page = context.new_page()
    if picture.body:
        page.goto(f"{address}/bodies?{urlencode({'q': picture.body})}")
        page.get_by_role("link", name=picture.report or picture.body).first.click()
    elif picture.path:
        page.goto(f"{address}{picture.path}")
    else:
        page.goto(f"{address}/ask?{urlencode({'q': picture.asked})}")
    page.wait_for_load_state("networkidle")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(256)
    image.save(ROOT / "docs" / f"{name}.png", optimize=True)
    context.close()


def main() -> None:
    pictures = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, told in pictures.items():
            take(browser, address, name, Picture(**told))
        browser.close()


if __name__ == "__main__":
    main()
