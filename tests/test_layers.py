"""The layers, and that the program's Chinese stands in data files.

Who may import whom (of our own modules), by the longest name that fits the importing module:

    index         index
    loaders       loaders, and of index: models, metrics, numbers, regions, checks, errors (never the store)
    bot           bot, index; but neither a channel nor the command line
    bot.<room>    the rooms of understanding stand in a row: words, places, meaning, spelling, finding, answers; each
                  imports those before it only, and so do pages, which show what is indexed
    bot.finding.<part>  so do the parts that look for figures in the prose: matching, clause, sentence, items
    bot.channels  bot.service, bot.models, bot.config, bot.secret, and what several channels need:
                  bot.pages (what is shown), bot.desk and bot.doors (answers from a loop), bot.encode (JSON),
                  bot.plurals (sentences), bot.incoming (requests), bot.beside (files); never another channel
    bot.cli       everything: the one place where the parts meet
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("bot", "index", "loaders")
ROOMS = ("words", "places", "meaning", "spelling", "finding", "answers")
"""from what is typed to what is answered"""
PROSE = ("matching", "clause", "sentence", "items")
"""what of `finding` looks for figures in the prose, from words to figures told one behind another"""
ANYWHERE = ("index", "bot.lasting", "bot.models", "bot.normalise", "bot.plurals")
"""the nouns, and what everybody writes and reads with"""


def rooms() -> dict[str, tuple[str, ...]]:
    """What each room of the bot may import: itself, those before it, and what stands beside them."""
    row = {
        f"bot.{room}": (*ANYWHERE, "bot.languages", *(f"bot.{each}" for each in ROOMS[: at + 1]))
        for at, room in enumerate(ROOMS)
    }
    before = row["bot.spelling"]
    row["bot.finding"] += ("bot.wording",)
    row |= {
        f"bot.finding.{part}": (*before, *(f"bot.finding.{each}" for each in PROSE[: at + 1]))
        for at, part in enumerate(PROSE)
    }
    row["bot.answers"] += ("bot.wording", "bot.memory")
    row["bot.pages"] = ("bot.pages", "bot.finding", "bot.languages", "bot.wording", "bot.encode", *ANYWHERE)
    row["bot.languages"] = ("bot.languages", *ANYWHERE)
    return row


MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "index": ("index",),
    "loaders": (
        "loaders",
        *(f"index.{name}" for name in ("models", "metrics", "numbers", "regions", "checks", "audit", "errors")),
    ),
    "bot": ("bot", "index"),
    **rooms(),
    "bot.channels": tuple(
        f"bot.{name}"
        for name in (
            *("service", "models", "config", "secret", "pages", "desk", "doors", "encode", "plurals", "incoming"),
            "beside",
        )
    ),
    "bot.cli": OURS,
}
NEVER: dict[str, tuple[str, ...]] = {"bot": ("bot.channels", "bot.cli")}
"""what the row above would allow"""

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
UNITS = frozenset({"件", "项", "条", "次", "篇", "个", "人", "人次", "元", "位", "倍"})
"""names of units are keys in the database and in JSON, as `requests.received` is; nothing else may be Chinese"""
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿元年度分之")
NUMERALS = {"index/numbers.py": _NUMERALS, "index/numerals.py": _NUMERALS}
"""the modules whose subject is how numbers and years are written; no other characters there"""


def sources(*folders: str) -> list[Path]:
    """Every .py under the folders, or of the whole project but tests and samples."""
    if not folders:
        folders = tuple(
            each.name
            for each in ROOT.iterdir()
            if each.is_dir() and not each.name.startswith(".") and each.name not in ("tests", "samples", "build")
        )
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, *(ROOT.glob("*.py") if len(folders) > len(OURS) else ())])


def module_name(path: Path) -> str:
    """bot/channels/telegram.py is bot.channels.telegram, bot/__init__.py is bot."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(name: str, owner: str) -> bool:
    return name == owner or name.startswith(owner + ".")


def imported(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """(line, full name) of everything imported anywhere in a module, in functions too; `package` for relative ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def against_layers(source: str, module: str, package: str) -> list[str]:
    """The imports of a module that its layer may not make."""
    owner = max((name for name in MAY_IMPORT if within(module, name)), key=len)
    # A channel of several files may import its own.
    channel = ".".join(module.split(".")[:3]) if module.startswith("bot.channels.") else module
    wrong = []
    for line, name in imported(ast.parse(source), package):
        if name.split(".")[0] not in OURS or within(name, channel):
            continue
        allowed = any(within(name, each) for each in MAY_IMPORT[owner])
        if not allowed or any(within(name, each) for each in NEVER.get(owner, ())):
            wrong.append(f"{module}:{line} imports {name}")
    return wrong


def chinese(source: str, numerals: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """(line, text) of literals with Han characters as written; docstrings, comments and names of units are free.

    A character class written with escapes in a raw string holds none. Literals of `numerals` only are free too.
    """
    tree = ast.parse(source)
    free = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in free:
            continue
        if node.value in UNITS or numerals.issuperset(HAN.findall(node.value)):
            continue
        if HAN.search(ast.get_source_segment(source, node) or node.value):
            found.add((node.lineno, node.value))
    return sorted(found)


def test_imports_obey_the_layers() -> None:
    wrong = []
    for path in sources(*OURS):
        module = module_name(path)
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        wrong += against_layers(path.read_text(encoding="utf-8"), module, package)
    assert wrong == []


def test_chinese_stands_in_data_files() -> None:
    found = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        told = chinese(path.read_text(encoding="utf-8"), NUMERALS.get(name, frozenset()))
        found += [(name, *each) for each in told]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("index.store", "import loaders"),
        ("index.store", "from bot.models import Query"),
        ("index", "from bot import models"),
        ("loaders.tables", "import index"),
        ("loaders.tables", "from index import store"),
        ("loaders.tables", "from index.store import Store"),
        ("loaders.tables", "def late():\n    import index.store as kept"),
        ("loaders.tables", "import importlib\nimportlib.import_module('index.store')"),
        ("loaders.readers.text", "from ...index import store"),
        ("bot.answers", "from loaders import load"),
        ("bot.answers", "from .channels import telegram"),
        ("bot.answers", "if True:\n    from bot.cli import main"),
        ("bot.channels.telegram", "from index.store import Store"),
        ("bot.channels.telegram", "from index.errors import NianbaoError"),
        ("bot.channels.telegram", "from bot import answers"),
        ("bot.channels.telegram", "from . import web"),
        ("bot.channels.telegram", "from bot.channels.web import app"),
    ],
)
def test_an_import_against_the_layers_is_found(module: str, source: str) -> None:
    assert len(against_layers(source, module, module.rpartition(".")[0])) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("index.store", "import sqlite3\nfrom index.models import Fact\nfrom . import errors"),
        ("loaders.tables", "from index.models import Fact\nfrom .models import Table\nimport index.checks"),
        ("bot.answers", "from index.store import Store\nfrom bot import wording\nfrom .models import Query"),
        ("bot.channels.telegram", "import telegram\nfrom bot.service import Service\nfrom bot.secret import Secret"),
        ("bot.channels.web.pages", "from bot.channels.web import views\nfrom .views import page"),
        ("bot.cli", "import loaders\nfrom index.store import Store\ndef run():\n    from bot.channels import telegram"),
    ],
)
def test_an_import_within_the_layers_is_free(module: str, source: str) -> None:
    assert against_layers(source, module, module.rpartition(".")[0]) == []


def test_planted_chinese_is_found() -> None:
    assert chinese('label = "本年新收"') == [(1, "本年新收")]
    assert chinese('def say(n: int) -> str:\n    return f"共 {n} 件"')
    assert chinese("WORDS = {'received': ['收到']}") == [(1, "收到")]
    assert chinese('PATTERN = re.compile(r"[一二三]、")')
    assert chinese('PATTERN = re.compile(r"[一二三]件")', frozenset("一二三"))


def test_chinese_for_the_reader_of_the_code_is_free() -> None:
    assert chinese('"""收到 is received."""\nunit: str\n"""as printed: 万元"""\nx = 1  # 海珠区') == []
    assert chinese('UNIT = "件"') == []
    assert chinese('HAN = re.compile(r"[\\u4e00-\\u9fff]")') == []
