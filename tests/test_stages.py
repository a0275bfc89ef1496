"""Ways to answer stand in stages: none stands in another's way, and none is there for nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import answers
from bot.answers import stages
from bot.answers.splitting.ways import Answering
from bot.answers.stages import FIRST, INSTEAD, STAGES, Stage
from bot.finding.asked import Asked
from bot.models import Answer, Question
from bot.service import Service
from tests.asked import asking_of
from tests.test_questions import FILES, REFUSED, entries

ASKED = ("clauses", "items", "told_figures")
"""files of questions about reports of their own"""
WHOSE = re.compile(r"^\s*(?P<body>\w+?)人民政府(?P<year>20\d\d)年")
LATIN = re.compile("[A-Za-z]")
SHAPES = {shape for these in (FIRST, *STAGES.values(), *INSTEAD.values()) for stage in these for shape in stage}


class Takers:
    """Which ways took a question, all of a stage being tried."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.together: list[tuple[str, tuple[str, ...]]] = []
        self._within = False

    def taken(self, asked: Asked, these: Sequence[Stage], answer: Answering) -> Answer | None:
        """As `stages.taken`; the parts of a question are answered as always."""
        if self._within:
            return stages.taken(asked, these, answer)
        self._within = True
        try:
            return self._first(asked, these, answer)
        finally:
            self._within = False

    def _first(self, asked: Asked, these: Sequence[Stage], answer: Answering) -> Answer | None:
        for stage in these:
            made = {shape: one for shape, way in stage.items() if (one := way(asked, answer)) is not None}
            self.used.update(made)
            if len(made) > 1:
                self.together.append((asked.text, tuple(made)))
            if made:
                return next(iter(made.values()))
        return None


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Takers]:
    with monkeypatch.context() as patch:
        takers = Takers()
        patch.setattr(answers, "taken", takers.taken)
        yield takers


def own(name: str) -> tuple[list[str], list[str]]:
    """The reports and the questions of a file; what does not say of whom and when is asked of the first report."""
    told = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    reports = [told["form"].format(**one) for one in told["reports"]] if "form" in told else []
    reports += [told[key] for key in ("report", "earlier") if key in told]
    about = WHOSE.search(reports[0])
    assert about is not None
    texts = [text for part in (told, *told.values()) if isinstance(part, dict) for text in questions(part)]
    named = [
        text if LATIN.search(text) or about["body"] in text else f"{about['body']}{about['year']}年{text}"
        for text in texts
    ]
    return [one.strip() for one in reports], named


def questions(part: dict[str, object]) -> Iterator[str]:
    for each in part.values():
        for one in each if isinstance(each, list) else ():
            text = one.get("q") if isinstance(one, dict) else one
            if isinstance(text, str):
                yield text


@pytest.mark.slow
def test_no_question_is_taken_by_two_ways_of_a_stage_and_every_way_takes_one(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with watched(monkeypatch) as takers:
        for path in FILES:
            for entry in entries(path):
                chat = f"{path}-{entry['chat']}" if "chat" in entry else None
                service.ask(Question(text=entry["q"], chat=chat))
        for text in REFUSED:
            service.ask(Question(text=text))
        for name in ASKED:
            reports, texts = own(name)
            (tmp_path / name).mkdir()
            with asking_of(tmp_path / name, reports) as theirs:
                for text in texts:
                    theirs.ask(Question(text=text))
    assert not takers.together
    assert SHAPES - takers.used == set()
