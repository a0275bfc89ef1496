"""bot/finding/matching/glance.py: what the characters of a text rule out does not stand there."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

from bot.finding.clause.statements import bare
from bot.finding.matching.counting import countings
from bot.finding.matching.glance import may_stand, most, sure_signs
from bot.finding.matching.placing import placed, share
from bot.finding.matching.runs import Run
from bot.finding.sentence.loosely import standing
from bot.finding.sentence.region import Region
from bot.words.figures import figures
from bot.words.mentions import covers, phrases, years

CASES = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))
QUESTIONS = [case["q"] for case in (*CASES["answered"], *CASES["closest"])] + CASES["refused"]
SENTENCES = [bare(line) for line in CASES["report"].split("\n") if "。" in line]


def _runs() -> list[Run]:
    """What the questions look for."""
    runs: dict[Run, None] = {}
    for text in QUESTIONS:
        found = [*phrases().find(text), *years(text), *figures(text)]
        for one in countings(text, covers(text, found)[0]):
            runs |= dict.fromkeys(one.runs)
    return list(runs)


def test_nothing_that_stands_is_ruled_out() -> None:
    stood = ruled_out = 0
    for run, text in itertools.product(_runs(), SENTENCES):
        signs = set(text)
        assert share(text, run) <= most(run, signs), (run.text, text)
        if placed(text, run) is not None:
            assert sure_signs(run) <= signs, (run.text, text)
        stands = standing(run, Region(own=text, before="", spot=(0, 0))) is not None
        assert may_stand(run, signs) or not stands, (run.text, text)
        stood, ruled_out = stood + stands, ruled_out + (not may_stand(run, signs))
    assert stood
    assert ruled_out


def test_words_in_other_places_are_no_matter() -> None:
    run = Run(text="夜校场次", small=(False,) * 4, words=frozenset())
    assert may_stand(run, set("场次和夜校"))
    assert not may_stand(run, set("场次和校"))
    assert most(run, set("场次和校")) == 3
