"""A share that is asserted ahead of what it is of: 近半数申请予以公开，对吗; 申请九成来自个人.

It is put as the share it is (予以公开的申请占近半数), which is then tested.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.choosing import taken_apart
from bot.finding.asked import Asked
from bot.models import Answer


def share_asserted(asked: Asked, answer: Callable[[Asked], Answer]) -> Answer | None:
    """The verdict; None where nothing is asserted so, or it is no share that can be tested."""
    for taken in taken_apart("share_said", asked):
        made = answer(asked.again(taken.put("claims")[0], asked.before))
        if made.status == "checked":
            return made
    return None
