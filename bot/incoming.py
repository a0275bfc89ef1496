"""What a request brings, for channels that are called by HTTP."""

from __future__ import annotations

import asyncio

from aiohttp import web


class TooLarge(Exception):
    """More than is taken; `size` is what was declared, or what came until then."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


async def whole(request: web.Request, most: int, seconds: float) -> bytes:
    """All of a body: never more than `most` in memory. TooLarge; TimeoutError where it does not come in `seconds`."""
    declared = request.content_length
    if declared is not None and declared > most:
        raise TooLarge(declared)
    found = bytearray()
    async with asyncio.timeout(seconds):
        while chunk := await request.content.readany():
            found += chunk
            if len(found) > most:
                raise TooLarge(len(found))
    return bytes(found)
