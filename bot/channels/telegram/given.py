"""What the channel is handed: the desk, the settings, and what only the command line may give it."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.config import Settings
from bot.desk import Desk, Rate
from bot.encode import Json
from bot.models import Answer, Chart
from bot.pages.views import DraftAudit

Draft = Callable[[str, str, bytes, str], DraftAudit]
"""kind of file (.docx), its name, its bytes and the reader's language → what is wrong with it; DraftRefused"""
Draw = Callable[[Chart], bytes | None]
"""a picture of a chart; None: it cannot be drawn here"""
Record = Callable[[Mapping[str, Json]], bool]
"""keeps what a person calls wrong, for the operator; False: it could not be kept"""
Count = Callable[[str, Answer, float], None]
"""told of every answer: the channel, the answer, the seconds it took"""


@dataclass(frozen=True, kw_only=True)
class Given:
    """One process that answers on Telegram."""

    desk: Desk
    settings: Settings
    draft: Draft | None = None
    draw: Draw | None = None
    record: Record | None = None
    count: Count | None = None
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @functools.cached_property
    def rate(self) -> Rate:
        return Rate(self.settings.telegram.questions_a_minute)

    async def picture(self, chart: Chart | None) -> bytes | None:
        """The chart drawn, one at a time, outside the loop; None: text only."""
        if chart is None or self.draw is None:
            return None
        async with self.drawing:
            return await asyncio.to_thread(self.draw, chart)
