"""What holds for every test: nobody's settings, and no examples that fail only on a busy machine."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.service import Service
from tests.asked import SAMPLES, asking, indexed

if TYPE_CHECKING:
    from tests.served import Connect

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings and token must not change what a test sees."""
    for name in list(os.environ):
        if name.startswith(("NIANBAO_", "TELEGRAM_BOT_TOKEN")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_log_left_open() -> Iterator[None]:
    """A command that runs within a test sets up the log of the process, on a stream that ends with the test."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)


@pytest.fixture(scope="session", name="sampled")
def _sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of samples/, to be read only."""
    return indexed(tmp_path_factory.mktemp("sampled") / "samples.db", SAMPLES)


@pytest.fixture(scope="session", name="hostile")
def _hostile(sampled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and a report whose body and text hold markup; to be read only."""
    from tests.served import add_hostile  # noqa: PLC0415, the pages are slow to import

    path = Path(shutil.copy(sampled, tmp_path_factory.mktemp("hostile")))
    add_hostile(path)
    return path


@pytest.fixture(scope="session", name="db")
def _db(sampled: Path) -> Path:
    """The index that a module's tests serve, unless it names another."""
    return sampled


@pytest.fixture(name="connect")
async def _connect(db: Path) -> AsyncIterator[Connect]:
    """Opens clients of sites over the index."""
    from tests.served import connecting  # noqa: PLC0415, the pages are slow to import

    async with connecting(db) as connected:
        yield connected


@pytest.fixture(scope="module", name="service")
def _service(sampled: Path) -> Iterator[Service]:
    """Asked about samples/; its chats live as long as the tests of a module."""
    with asking(sampled) as service:
        yield service
