"""The 99th percentile of those who ask while others attack, beside the same when all is quiet; memory and descriptors.

    .venv/bin/python bench/attack.py [--seconds 6] [--slow 900]

`nianbao serve` over the samples on one core; who asks and who attacks share the others. Each attack begins, lasts, and
ends; those who ask come from addresses of their own, a question every few milliseconds, no two at once from one. Goal:
at most twice the time when all is quiet, and no more memory or descriptors after all attacks than after the first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import multiprocessing
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp

from bench.serve import COMMAND, free_port, processor, started
from tests.messengers import KEY, OWNER, TOKEN, Platform
from tests.served import samples

ASKERS = 4
PAUSE = 0.01
"""seconds between two questions of one who asks"""
BODY = 10_000_000
"""bytes of a question that is far too long"""
_DATA = tomllib.loads(Path(__file__).with_name("bench.toml").read_text(encoding="utf-8"))["attack"]
QUESTIONS = [
    form.format(body=body, year=year)
    for body, year, form in itertools.product(_DATA["bodies"], _DATA["years"], _DATA["questions"])
]
ENVIRONMENT = {
    "NIANBAO_WEB_PROXIES": "127.0.0.1",
    "NIANBAO_WECHAT_ENABLED": "true",
    "WECHAT_TOKEN": TOKEN,
    "WECHAT_ENCODING_AES_KEY": KEY,
    "WECHAT_APPID": OWNER,
}
Attack = Callable[[int, int], Awaitable[None]]
"""the port, how many: goes on until it is cancelled"""


async def again(action: Callable[[], Awaitable[object]]) -> None:
    """One of many who do the same over and over, whatever comes of it."""
    while True:
        with contextlib.suppress(OSError, aiohttp.ClientError, asyncio.IncompleteReadError, TimeoutError):
            await action()
        await asyncio.sleep(0)


async def many(count: int, action: Callable[[], Awaitable[object]]) -> None:
    await asyncio.gather(*(again(action) for _ in range(count)))


async def dribble(port: int, head: bytes, rest: bytes) -> None:
    """A client that sends a byte a second until it is put off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head)
    told = asyncio.ensure_future(reader.read())
    try:
        for sign in itertools.cycle(rest):
            await asyncio.wait({told}, timeout=1)
            if told.done():
                return
            writer.write(bytes([sign]))
            await writer.drain()
    finally:
        told.cancel()
        writer.close()


async def slow_heads(port: int, count: int) -> None:
    await many(count, lambda: dribble(port, b"GET /api/ask?q=x HTTP/1.1\r\nHost: x\r\nX-A: ", b"aaaa"))


async def slow_bodies(port: int, count: int) -> None:
    head = b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
    await many(count, lambda: dribble(port, head, b"    "))


async def slow_readers(port: int, count: int) -> None:
    async def never_reads() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
        try:
            writer.write(b"GET /api/facts?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            await asyncio.sleep(3600)
        finally:
            writer.close()
            del reader

    await many(count, never_reads)


async def flood(port: int, count: int) -> None:
    """One address that asks as often as it can."""
    headers = {"X-Forwarded-For": "203.0.113.9"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def one() -> None:
            async with session.get(f"http://127.0.0.1:{port}/api/ask", params={"q": random.choice(QUESTIONS)}) as got:
                await got.read()

        await many(max(count // 60, 8), one)


async def large(port: int, count: int) -> None:
    """Questions of 10 MB, by the form, the API and in the address."""
    body = b'{"q":"' + b"x" * BODY + b'"}'
    asked = [
        b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(body),
        b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body),
        b"POST /ask HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body),
        b"GET /api/ask?q=",
    ]

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(random.choice(asked) + body)
            async with asyncio.timeout(5):
                await reader.read()
        finally:
            writer.close()

    await many(max(count // 100, 4), one)


async def garbage(port: int, count: int) -> None:
    """What is no HTTP, and XML that is none or holds a document type, signed or not."""
    bombs = ["<xml>", "<!DOCTYPE x [<!ENTITY a 'b'>]><xml>&a;</xml>", "<" * 30_000, "<a>" * 20_000, "\0"]
    async with aiohttp.ClientSession() as session:
        platform = Platform(session, "wechat")

        async def one() -> None:
            if random.random() < 0.5:
                query, body = platform.request(random.choice(bombs))
                if random.random() < 0.5:
                    query["msg_signature"] = "0" * 40
                async with session.post(f"http://127.0.0.1:{port}/wechat", params=query, data=body.encode()) as got:
                    await got.read()
                return
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(random.randbytes(2000) + b"\r\n\r\n")
                async with asyncio.timeout(2):
                    await reader.read()
            finally:
                writer.close()

        await many(max(count // 100, 4), one)


ATTACKS: dict[str, Attack] = {
    "slow heads": slow_heads,
    "slow bodies": slow_bodies,
    "slow readers": slow_readers,
    "flood": flood,
    "10 MB questions": large,
    "garbage": garbage,
}


def attacker(name: str, port: int, count: int, core: int) -> None:
    """A process that attacks until it is ended."""
    os.sched_setaffinity(0, {core})
    os.nice(19)  # who asks shares the core, and is what is measured
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    asyncio.run(ATTACKS[name](port, count))  # type: ignore[arg-type]


@contextmanager
def attacked(name: str | None, port: int, count: int, core: int) -> Iterator[None]:
    if name is None:
        yield
        return
    process = multiprocessing.get_context("spawn").Process(target=attacker, args=(name, port, count, core), daemon=True)
    process.start()
    time.sleep(3)  # they are all there
    try:
        yield
    finally:
        process.terminate()
        process.join()


async def asking(port: int, seconds: float) -> list[float]:
    """Milliseconds of each question."""
    taken: list[float] = []
    addresses = (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in itertools.count(1))
    ends = time.monotonic() + seconds

    async def ask(session: aiohttp.ClientSession) -> None:
        while time.monotonic() < ends:
            start = time.perf_counter()
            headers = {"X-Forwarded-For": next(addresses)}
            asked = {"q": random.choice(QUESTIONS), "chat": "x"}
            async with session.get(f"http://127.0.0.1:{port}/api/ask", params=asked, headers=headers) as got:
                await got.read()
                if got.status != 200:
                    sys.exit(f"{asked['q']}: {got.status}")
            taken.append((time.perf_counter() - start) * 1000)
            await asyncio.sleep(PAUSE)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(ask(session) for _ in range(ASKERS)))
    return taken


def holds(process: int) -> tuple[int, int]:
    """MB of memory and descriptors of a process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    memory = int(status.partition("VmRSS:")[2].split()[0])
    return memory // 1024, len(list(Path(f"/proc/{process}/fd").iterdir()))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", type=int, default=900, help="slow clients at once")
    parser.add_argument("--only", choices=ATTACKS)
    given = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    with tempfile.TemporaryDirectory() as name:
        db = samples(Path(name))
        port = free_port()
        root = str(Path(__file__).parents[1])
        environment = {**ENVIRONMENT, "NIANBAO_MEMORY": f"{name}/memory", "PYTHONPATH": root}
        command = [sys.executable, "-c", COMMAND, "serve", "--db", str(db), "--port", str(port)]
        with started(command, port, "/readyz", cores[0], **environment) as process:
            asyncio.run(asking(port, 2))
            for attack in [each for each in ATTACKS if given.only in (None, each)]:
                quiet: list[float] = []
                during: list[float] = []
                busy: list[float] = []
                for _ in range(given.rounds):  # in turns: what else the machine does falls on both
                    quiet += asyncio.run(asking(port, given.seconds))
                    with attacked(attack, port, given.slow, cores[-1]):
                        start, spent = time.monotonic(), processor(process)
                        during += asyncio.run(asking(port, given.seconds))
                        busy.append((processor(process) - spent) / (time.monotonic() - start))
                        memory, files = holds(process)
                    time.sleep(2)
                show(
                    attack,
                    quiet,
                    during,
                    f"{statistics.mean(busy):.0%} busy, {memory} MB, {files} files, then {holds(process)}",
                )


def show(name: str, before: list[float], during: list[float], held: str) -> None:
    p99 = [statistics.quantiles(each, n=100)[98] for each in (before, during)]
    print(
        f"{name:16} p99 {p99[0]:6.1f} ms quiet, {p99[1]:6.1f} ms attacked: {p99[1] / p99[0]:4.1f} x (goal 2);"
        f" p50 {statistics.median(before):.1f} and {statistics.median(during):.1f} ms; {held}"
    )


if __name__ == "__main__":
    main()
