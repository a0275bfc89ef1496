"""Write docs/metrics.md, docs/questions.md, docs/cli.md and the answers that the READMEs show out from the code.

With --check only say whether they are as the code is.

.venv/bin/python scripts/docs.py [--check]
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.cli import INTERRUPTED, app, run  # noqa: E402
from bot.cli.asking import NO_FIGURE  # noqa: E402
from bot.config import SETTINGS  # noqa: E402
from bot.meaning.intents import kinds  # noqa: E402
from bot.secret import TELEGRAM_TOKEN  # noqa: E402
from index.errors import DiskFull, IndexBusy, IndexUnusable, NianbaoError, UsageError  # noqa: E402
from index.metrics import catalogue  # noqa: E402
from index.models import Metric  # noqa: E402

WIDTH = 100
"""columns of the help texts"""
SHOWN = re.compile(r"^```\n> ([^\n]*)\n[^`]*```$", re.MULTILINE)
NOTE = "<!-- Written out from the code by scripts/docs.py: change it there. -->"


def metrics() -> str:
    """The catalogue of metrics, a table for each part of a report, in the order of metrics.toml."""
    lines = [
        "# Metrics",
        NOTE,
        "",
        "What is measured, from `index/metrics.toml`, in the order of the forms. The headings are the parts of a",
        "report as the national form numbers them; *prose* is what no table of these forms has.",
        "",
        "A metric marked *by applicant* stands in the seven applicant columns of table two. Parts add up to their",
        "metric: it is computed from them where it has no cell of its own, and checked against them where it has one.",
        "What means *the same as* a key of another form is one meaning to a question.",
    ]
    sections: dict[str, list[Metric]] = {}
    for metric in catalogue().values():
        sections.setdefault(metric.section, []).append(metric)
    for section, group in sections.items():
        lines += ["", f"## {section}", "", "| key | label | unit | remarks |", "| --- | --- | --- | --- |"]
        lines += [f"| `{each.key}` | {each.label} | {each.unit} | {'; '.join(_remarks(each))} |" for each in group]
    return "\n".join(lines) + "\n"


def _remarks(metric: Metric) -> Iterator[str]:
    if metric.forms:
        yield f"in the form of {' and '.join(metric.forms)}"
    if metric.by_party:
        yield "by applicant"
    if metric.parts:
        yield "parts " + ", ".join(f"`{key}`" for key in metric.parts)
    if metric.same_as:
        yield "the same as " + ", ".join(f"`{key}`" for key in metric.same_as)
    if metric.stand_in:
        yield f"where there is none, `{metric.stand_in}` is given with a note"


def questions() -> str:
    """Every kind of question with its examples, and what may be said of figures in it."""
    lines = [
        "# What can be asked",
        NOTE,
        "",
        "Every kind of question, from `bot/meaning/intents.toml`, in the order in which they are tried. The",
        "examples are asked over `samples/`. Kinds work with every metric ([all of them](metrics.md)), in both",
        "languages, and with what was asked before in a chat.",
        "",
        "| kind | in Chinese | in English |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {each.name} | {each.example['zh']} | {each.example['en']} |" for each in kinds()]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Help of every command, exit codes, settings."""
    lines = ["# The command `nianbao`", NOTE, "", *_block(app, "nianbao")]
    for path, command in sorted(_below(app, "nianbao")):
        lines += ["", f"## {path.removeprefix('nianbao ')}", "", *_block(command, path)]
    lines += ["", "## Exit codes", "", "| code | when |", "| --- | --- |"]
    lines += [f"| {code} | {when} |" for code, when in EXIT_CODES]
    lines += ["", "## Settings", ""]
    lines += [
        "From `config.toml` in the current folder, `--config FILE` or `NIANBAO_CONFIG`; the environment wins over the"
    ]
    lines += [
        f"file. The Telegram token comes from `{TELEGRAM_TOKEN}`, or from the file that `{TELEGRAM_TOKEN}_FILE` names."
    ]
    lines += ["", "| setting | variable | default | |", "| --- | --- | --- | --- |"]
    for setting in SETTINGS.values():
        default = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
        shown = f"`{default}`" if default not in ("", None) else ""
        lines.append(f"| `{setting.name}` | `{setting.variable}` | {shown} | {setting.explanation} |")
    return "\n".join(lines) + "\n"


EXIT_CODES = (
    (0, "done; for a batch: every line got an answer or an error"),
    (NianbaoError.exit_code, "failed, or some files were refused, each named on stderr with its reason"),
    (UsageError.exit_code, "wrong words on the command line or in the settings"),
    (NO_FIGURE, "a single `ask` that gave no figure"),
    (IndexBusy.exit_code, "another process holds the index"),
    (IndexUnusable.exit_code, "the index is missing, damaged, or of another program or version"),
    (DiskFull.exit_code, "the disk is full"),
    (INTERRUPTED, "interrupted"),
)


def _below(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _below(command, f"{path} {name}")


def _block(command: click.Command, path: str) -> list[str]:
    settings = {**(app.context_settings or {}), "terminal_width": WIDTH, "max_content_width": WIDTH}
    with click.Context(command, info_name=path, **settings) as context:
        return ["```", *(line.rstrip() for line in command.get_help(context).splitlines()), "```"]


def readme(name: str) -> str:
    """The page with each answer it shows (a block that begins with `> question`) as it is given over samples/."""
    page = (ROOT / name).read_text(encoding="utf-8")
    return SHOWN.sub(lambda shown: f"```\n> {shown[1]}\n{_answer(shown[1])}```", page)


def _answer(text: str) -> str:
    """What the command `nianbao ask` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        run(["ask", text, "--db", str(_samples() / "samples.db")])
    return printed.getvalue()


@functools.cache
def _samples() -> Path:
    """A folder with an index of samples/, as `make run` makes it."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if run(["index", "samples", "--db", str(folder / "samples.db")]):
            raise SystemExit("samples/ cannot be indexed")
    return folder


PAGES: dict[str, Callable[[], str]] = {
    "docs/metrics.md": metrics,
    "docs/questions.md": questions,
    "docs/cli.md": commands,
    "README.md": lambda: readme("README.md"),
    "README.zh.md": lambda: readme("README.zh.md"),
}


def stale() -> dict[str, str]:
    """The pages that are not what the code says, as they must be."""
    pages = {path: page() for path, page in PAGES.items()}
    return {path: text for path, text in pages.items() if not _same(ROOT / path, text)}


def main() -> int:
    """Exit code: 1 if a page checked is not what the code says."""
    if "--check" in sys.argv[1:]:
        pages = stale()
        for path in pages:
            print(f"{path} is not as the code is: run scripts/docs.py", file=sys.stderr)
        return bool(pages)
    for path, text in stale().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"{path} written")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
