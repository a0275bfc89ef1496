"""A file from a form, read piece by piece within bounds; nothing of it touches a disk here."""

from __future__ import annotations

import asyncio

import aiohttp
from aiohttp import web

from bot.channels.web import guard, texts

LIMIT = 20 * 1024 * 1024
"""bytes of a draft"""
SECONDS = 60.0
FIELD = "file"
PARTS = 4
LONGEST_NAME = 200


async def file(request: web.Request) -> tuple[str, bytes] | None:
    """Name and bytes of the form's file; None where it has none."""
    if request.content_type != "multipart/form-data":
        raise guard.Refused(texts.of(request)("error_form"), 415)
    guard.not_larger(request, LIMIT + guard.BODY_LIMIT)
    try:
        async with asyncio.timeout(SECONDS):
            return await _file(request)
    except TimeoutError:
        error = web.HTTPRequestTimeout()
        error.force_close()
        raise error from None
    except (ValueError, TypeError, AssertionError, aiohttp.ClientError, web.RequestPayloadError):
        raise guard.Refused(texts.of(request)("error_form")) from None


async def _file(request: web.Request) -> tuple[str, bytes] | None:
    reader = await request.multipart()
    for _ in range(PARTS):
        part = await reader.next()
        if part is None:
            return None
        if not isinstance(part, aiohttp.BodyPartReader):
            raise TypeError(part)
        content = await _content(part)
        if part.name == FIELD and part.filename:
            return guard.clean(part.filename)[:LONGEST_NAME], content
    return None


async def _content(part: aiohttp.BodyPartReader) -> bytes:
    found = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        found += chunk
        if len(found) > LIMIT:
            error = web.HTTPRequestEntityTooLarge(max_size=LIMIT, actual_size=len(found))
            error.force_close()
            raise error
    return bytes(found)
