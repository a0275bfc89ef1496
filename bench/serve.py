"""Answers a second of `nianbao serve` beside Datasette's canned query over the same facts and a bare aiohttp server.

    .venv/bin/python bench/serve.py [--bodies 1000] [--seconds 4] [--rounds 3] [--connections 16]

One run, in turns, wrk as the client: each server is one process on one core, wrk has the other. Questions are asked by
GET /api/ask and answered in full; Datasette is given the figure's four keys and gives figure, unit and place as JSON.
`new`: no question twice; `again`: a hundred questions over and over. Before any time is taken, both must give the
stored figure. wrk comes from the system; Datasette is installed by pip into a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.ask import build, look_up, years_of
from bench.synthetic import Asked, agencies, questions

DATASETTE = "datasette==0.65.2"
AGAIN = 100
"""questions that are asked over and over"""
CHECKED = 50
"""questions whose figures are compared before any time is taken"""
SQL = """
select x.digits, x.scale, coalesce(x.unit, m.unit) as unit, b.name as body, r.year, m.key as metric, s.text as section,
    w.text as row, c.text as "column", p.line + x.line as line, r.path as report
from body b join report r on r.body = b.id join metric m on m.key = :metric
    join fact x on x.report = r.id and x.metric = m.id left join party q on q.id = x.party
    join place p on p.report = x.report and p.n = x.place join label s on s.id = p.section
    left join label w on w.id = p."row" left join label c on c.id = x."column"
where b.name = :body and r.year = :year and coalesce(q.key, '') = :party and not x.flags & 4
"""
HELLO = """
import sys
from aiohttp import web

async def hello(request):
    return web.Response(text="hello")

app = web.Application()
app.router.add_get("/", hello)
web.run_app(app, port=int(sys.argv[1]), print=None, access_log=None)
"""
COMMAND = "import sys; from bot.cli import main; sys.exit(main())"
SCRIPT = """
local asked, at = {}, START
function init(args)
  for line in io.lines("PATHS") do asked[#asked + 1] = wrk.format("GET", line) end
end
function request() at = at % #asked + 1; return asked[at] end
function done(summary, latency)
  local bad = summary.errors
  io.write(string.format("TOLD %d %d %f %f %d %d\\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), bad.connect + bad.read + bad.write + bad.timeout, bad.status))
end
"""


@dataclass(kw_only=True)
class Served:
    """A server, what is asked of it, and what came of it in each round."""

    name: str
    port: int
    process: int
    paths: list[str]
    at: int = 0
    """how many were asked"""
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    """microseconds of the server's processor for a request: what a busy machine does not change"""

    def told(self, requests: float, seconds: float, p50: float, p99: float, spent: float) -> None:
        self.rates.append(requests / seconds)
        self.p50.append(p50)
        self.p99.append(p99)
        self.spent.append(spent / requests * 1e6)


def processor(number: int) -> float:
    """Seconds of processor time that a process took so far."""
    told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def started(command: Sequence[str], port: int, ready: str, core: int, **environment: str) -> Iterator[int]:
    """A process on one core, as soon as it answers, until the end; its number."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - this process has no other thread
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None:
                    sys.exit(f"{command[0]}: did not start")
                time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def datasette(folder: Path) -> Path | None:
    """The command, installed for this run; None: it cannot be."""
    home = folder / "datasette"
    venv.create(home, with_pip=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-qq", "install", DATASETTE]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    return home / "bin" / "datasette" if done.returncode == 0 else None


def canned(asked: Asked) -> str:
    """The address of the canned query for a question."""
    keys = {"body": asked.body, "year": asked.year, "metric": asked.metric, "party": asked.party or ""}
    return "/facts/figure.json?_shape=array&" + urllib.parse.urlencode(keys)


def question(asked: Asked) -> str:
    return "/api/ask?" + urllib.parse.urlencode({"q": asked.text})


def got(port: int, path: str) -> object:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return json.load(response)


def check(db: Path, every: Sequence[Asked], ours: int, theirs: int | None) -> None:
    """End with an error unless both give the figure that is stored."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
        for asked in every:
            figure = look_up(connection, asked)
            answer = got(ours, question(asked))
            told = [each["value"] for each in answer["results"]]  # type: ignore[index]
            if figure is None or told != [float(figure)]:
                sys.exit(f"{asked.text}: {told}, stored is {figure}")
            if theirs is not None:
                rows = got(theirs, canned(asked))
                if [each["digits"] / 10 ** each["scale"] for each in rows] != told:  # type: ignore[attr-defined]
                    sys.exit(f"datasette: {asked}: {rows}")


def load(served: Served, folder: Path, seconds: int, connections: int, core: int) -> None:
    """One round of wrk."""
    script, paths = folder / "ask.lua", folder / "paths"
    paths.write_text("\n".join(served.paths) + "\n", encoding="ascii")
    script.write_text(SCRIPT.replace("PATHS", str(paths)).replace("START", str(served.at)), encoding="ascii")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{served.port}"]
    before = processor(served.process)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    told = re.search(r"TOLD (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+) (\d+)", done.stdout)
    if told is None:
        sys.exit(f"{served.name}: {done.stdout} {done.stderr}")
    requests, lasted, p50, p99, broken, refused = map(float, told.groups())
    if broken or refused:
        sys.exit(f"{served.name}: {broken:.0f} requests broken, {refused:.0f} refused")
    served.at += int(requests) + connections
    served.told(requests, lasted / 1e6, p50 / 1000, p99 / 1000, processor(served.process) - before)


def show(every: dict[str, Served], bodies: int, connections: int) -> None:
    """Medians of the rounds, and the ratios that are promised."""
    rates = {name: statistics.median(each.rates) for name, each in every.items()}
    late = {name: statistics.median(each.p99) for name, each in every.items()}
    spent = {name: statistics.median(each.spent) for name, each in every.items()}
    print(f"{bodies} bodies, {connections} connections, medians of {len(every['hello'].rates)} rounds, one core each")
    for name, each in every.items():
        p50 = statistics.median(each.p50)
        line = f"  {name:16} {rates[name]:8.0f} requests/s   p50 {p50:7.1f} ms   p99 {late[name]:7.1f} ms"
        print(f"{line}   processor {spent[name]:5.0f} us a request")
        if name.startswith("new") and each.at > len(each.paths):
            print(f"  {name}: asked {each.at} of {len(each.paths)}: some came twice; take more bodies")
    for kind in ("new", "again"):
        ours, theirs = f"{kind} nianbao", f"{kind} datasette"
        line = f"  {kind}: {rates[ours] / rates['hello']:.0%} of bare aiohttp (goal 25 %)"
        if theirs in rates:
            line += f", {rates[ours] / rates[theirs]:.1f} x datasette's requests (goal 4), "
            line += f"p99 {late[ours] / late[theirs]:.2f} x datasette's (goal 0.25), "
            line += f"{spent[theirs] / spent[ours]:.1f} x its requests by processor time"
        print(line)


class Run:
    """The servers of one run, as long as `stack` is open."""

    def __init__(self, stack: ExitStack, folder: Path, db: Path, size: int) -> None:
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
        self._stack, self._folder, self._db, self._core = stack, folder, db, cores[0]
        self.client = cores[-1]
        """the core of wrk"""
        every = questions(agencies(size), years_of(size), size * 12, "exact")
        every = list({asked.text: asked for asked in every}.values())
        self.checked = every[:CHECKED]
        self._asked = {"new": every[CHECKED + AGAIN :], "again": every[CHECKED : CHECKED + AGAIN]}
        self.found: dict[str, Served] = {}
        self.ports: dict[str, int] = {}

    def hello(self) -> None:
        port, process = self._start([sys.executable, "-c", HELLO, "PORT"], "/")
        self.found["hello"] = Served(name="bare aiohttp", port=port, process=process, paths=["/"])

    def nianbao(self) -> None:
        command = [sys.executable, "-c", COMMAND, "serve", "--db", str(self._db), "--port", "PORT"]
        memory, root = str(self._folder / "memory"), str(Path(__file__).parents[1])
        settings = {"NIANBAO_WEB_QUESTIONS_A_MINUTE": "0", "NIANBAO_MEMORY": memory, "PYTHONPATH": root}
        self._ask("nianbao", self._start(command, "/readyz", **settings), question)

    def datasette(self, command: Path) -> None:
        facts, metadata = self._folder / "facts.db", self._folder / "metadata.json"
        facts.symlink_to(self._db.resolve())
        metadata.write_text(json.dumps({"databases": {"facts": {"queries": {"figure": {"sql": SQL}}}}}))
        serve = [str(command), "serve", "-i", str(facts), "-m", str(metadata), "-p", "PORT"]
        self._ask("datasette", self._start(serve, "/-/versions.json"), canned)

    def _ask(self, name: str, server: tuple[int, int], address: Callable[[Asked], str]) -> None:
        self.ports[name], process = server
        for kind, some in self._asked.items():
            paths = [address(one) for one in some]
            self.found[f"{kind} {name}"] = Served(name=name, port=server[0], process=process, paths=paths)

    def _start(self, command: Sequence[str], ready: str, **environment: str) -> tuple[int, int]:
        port = free_port()
        given = [str(port) if each == "PORT" else each for each in command]
        process = self._stack.enter_context(started(given, port, ready, self._core, **environment))
        return port, process


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bodies", type=int, default=3000)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--datasette", type=Path, help="the command of one that is installed")
    parser.add_argument("--keep", type=Path, help="folder where the index is kept for the next run")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        print("bench/serve.py: skipped, there is no wrk (apt-get install wrk)")
        return
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        db = (given.keep or folder) / f"serve-{given.bodies}.db"
        if not db.exists():
            build(str(db), given.bodies)
        run = Run(stack, folder, db, given.bodies)
        run.hello()
        run.nianbao()
        peer = given.datasette or datasette(folder)
        if peer is None:
            print("bench/serve.py: no Datasette, pip cannot install it here")
        else:
            run.datasette(peer)
        check(db, run.checked, run.ports["nianbao"], run.ports.get("datasette"))
        for _ in range(given.rounds):
            for served in run.found.values():
                load(served, folder, given.seconds, given.connections, run.client)
        show(run.found, given.bodies, given.connections)


if __name__ == "__main__":
    main()
