"""What every test has: a home and an environment of nobody's."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings and token must not change what a test sees."""
    for name in list(os.environ):
        if name.startswith(("NIANBAO_", "TELEGRAM_BOT_TOKEN")):
            monkeypatch.delenv(name)
