"""What all commands need: settings, the open index, text made safe for a terminal."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.config import Settings, load
from index.errors import UsageError

if TYPE_CHECKING:
    from bot.service import Service
    from index.store import Store

_EXAMPLES = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))

DB = click.option(
    "--db", type=click.Path(path_type=Path), metavar="FILE", help="The index; without it the setting `db`."
)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")

# What would move the cursor, colour, or turn round the text of a terminal: control characters but tab and newline,
# marks of direction.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What the group of commands passes to each command."""

    file: Path | None
    """the file of settings named on the command line"""
    environ: Mapping[str, str]

    def settings(self, db: Path | None = None) -> Settings:
        """The settings, with the index named on the command line; sets up logging accordingly."""
        settings = load(self.file, self.environ)
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        return settings if db is None else replace(settings, db=db)

    @property
    def language(self) -> str:
        """The language of the terminal, zh or en."""
        named = (self.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return "zh" if next((each for each in named if each), "").lower().startswith("zh") else "en"


def example(command: str) -> str:
    """The example below the help of a command."""
    return f"Example: {_EXAMPLES[command]}"


def fit(text: str) -> str:
    """Text from outside, safe to show in a terminal."""
    return _UNFIT.sub("\ufffd", text)


def typed(words: Sequence[str]) -> str:
    """What was asked on the command line. UsageError where the terminal's characters are not those of the system."""
    text = " ".join(words)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError("the question is not UTF-8 text") from None
    return text


def one_line(text: str) -> str:
    """The same on one line."""
    return fit(" ".join(text.splitlines()))


@contextmanager
def opened(db: Path) -> Iterator[Store]:
    """The index, open for reading. IndexUnusable if it is missing, damaged or of another program or version."""
    from index.store import Store

    store = Store.open(str(db))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def service(settings: Settings, *, lasting: bool) -> Iterator[Service]:
    """A service for questions. With `lasting`, chats are kept beside the index; otherwise they end with the process."""
    from bot.memory import Memory
    from bot.service import Service

    with opened(settings.db) as store:
        memory = Memory(settings.memory_path if lasting else None, expiry_hours=settings.chat_expiry_hours)
        try:
            yield Service(store, memory, settings)
        finally:
            memory.close()
