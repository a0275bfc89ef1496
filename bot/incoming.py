"""HTTP requests to any channel: who sent them, whether with a valid token, and their bodies within limits."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import hmac
import ipaddress
import random
from collections.abc import Sequence

from aiohttp import web

from bot.secret import Secret


class TooLarge(Exception):
    """The body exceeds the limit. `size` is the declared length, or what had arrived."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


async def whole(request: web.Request, most: int, seconds: float) -> bytes:
    """The whole body, never more than `most` bytes in memory. TooLarge.

    TimeoutError if it takes longer than `seconds`, or a little less.
    """
    declared = request.content_length
    if declared is not None and declared > most:
        raise TooLarge(declared)
    found = bytearray()
    async with asyncio.timeout(patience(seconds)):
        while chunk := await request.content.readany():
            found += chunk
            if len(found) > most:
                raise TooLarge(len(found))
    return bytes(found)


def patience(seconds: float) -> float:
    """A little less: clients that came together are not put off all together, which would keep others waiting."""
    return seconds * random.uniform(0.8, 1)  # noqa: S311 - no secret


def sender(address: str, forwarded: str, proxies: str) -> str:
    """The client's address: the peer's, or the one that trusted proxies pass on in X-Forwarded-For."""
    if not is_among(address, proxies):
        return address
    for each in reversed(forwarded.split(",")):
        try:
            given = str(ipaddress.ip_address(each.strip()))
        except ValueError:
            break
        address = given
        if not is_among(given, proxies):
            break
    return address


@functools.lru_cache(maxsize=1024)
def is_among(address: str, networks: str) -> bool:
    """Whether an address belongs to one of the networks, which are separated by blanks."""
    if not networks:
        return False
    try:
        mine = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(mine in ipaddress.ip_network(each, strict=False) for each in networks.split())


@functools.lru_cache(maxsize=4096)
def household(address: str) -> str:
    """The address, or the /64 network of an IPv6 address: one subscriber has 2^64 of these."""
    if ":" not in address:
        return address
    try:
        given = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(given.ipv4_mapped or ipaddress.IPv6Network((int(given), 64), strict=False).network_address)


def bears_one_of(tokens: Sequence[Secret], authorization: str) -> bool:
    """Whether an Authorization header has one of our bearer tokens; takes the same time whichever it is."""
    scheme, _, given = authorization.partition(" ")
    mine = _digest(given.strip())
    fits = [hmac.compare_digest(mine, _digest(each.reveal())) for each in tokens]
    return scheme.lower() == "bearer" and any(fits)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
