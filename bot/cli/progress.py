"""The progress of `nianbao index`: a bar on a terminal, refused files, and a summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from bot.cli.common import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from index.packed import Packed

PAUSE = 0.1
"""seconds between two states of the bar"""


@dataclass(kw_only=True)
class State:
    """What has been done so far, reported on stderr."""

    started: float = field(default_factory=time.monotonic)
    total: int = 0
    """files"""
    read: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    dropped: int = 0
    facts: int = 0
    gaps: int = 0
    _bar: tuple[Progress, TaskID] | None = None
    _shown: float = 0

    def refuse(self, path: str, why: str) -> None:
        self.refused += 1
        line = f"nianbao: {one_line(path)}: {one_line(why)}"
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar[0].console.print(line, markup=False, highlight=False, soft_wrap=True)

    def stored(self, reports: Sequence[Packed]) -> None:
        self.read += len(reports)
        self.facts += sum(len(each.facts) for each in reports)
        self.gaps += sum(len(each.gaps) for each in reports)

    def show(self) -> None:
        """Update the progress bar, if stderr is a terminal."""
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self._shown < PAUSE:
            return
        self._shown = now
        bar, task = self._bar or self._begin()
        done = self.read + self.unchanged + self.refused
        bar.update(task, completed=done, total=self.total, facts=f"{self.facts:,}", refused=f"{self.refused:,}")
        bar.refresh()

    def _begin(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[facts]} facts, {task.fields[refused]} refused"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        bar.start()
        self._bar = bar, bar.add_task("", facts="0", refused="0")
        return self._bar

    def end(self) -> None:
        """Print the summary."""
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None
        if not self.total:
            click.echo("nianbao: there is no file that could be a report", err=True)
        parts = [f"{_count(self.read, 'report')} read", f"{self.unchanged:,} unchanged", f"{self.refused:,} refused"]
        parts += [f"{self.skipped:,} skipped"] if self.skipped else []
        parts += [f"{self.dropped:,} dropped"] if self.dropped else []
        seconds = time.monotonic() - self.started
        click.echo(
            f"{', '.join(parts)}; {_count(self.facts, 'fact')}, {_count(self.gaps, 'gap')} in {seconds:.1f} s", err=True
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
