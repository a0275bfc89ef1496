"""hassil, the sentence matcher of Home Assistant, set up for the questions of the benchmark as Home Assistant does.

Names go into its Trie, and only those found in a question are handed to the matcher. It knows exact names, only reads
the question, and looks nothing up.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from hassil import Intents, recognize
from hassil.expression import TextChunk
from hassil.intents import TextSlotList, TextSlotValue
from hassil.trie import Trie

from bench.synthetic import Agency
from index.metrics import catalogue

FURTHER = 16
"""metrics that it knows besides those asked for: 22 intents together, as a small bot has"""


class Hassil:
    """The matcher over the names of some bodies."""

    def __init__(self, bodies: list[Agency]) -> None:
        data = tomllib.loads(Path(__file__).with_name("bench.toml").read_text(encoding="utf-8"))
        sentences = [form["ask"] for form in data["question"]]
        self._forms = {f"q{at}": (form["metric"], form.get("party")) for at, form in enumerate(data["question"])}
        asked = {metric for metric, _ in self._forms.values()}
        further = [metric for metric in catalogue().values() if metric.key not in asked][:FURTHER]
        sentences += [data["further"].replace("{metric}", metric.label) for metric in further]
        intents: dict[str, Any] = {
            "language": "zh",
            "settings": {"ignore_whitespace": True},
            "intents": {f"q{at}": {"data": [{"sentences": [each]}]} for at, each in enumerate(sentences)},
            "lists": {"year": {"range": {"from": 2000, "to": 2030}}},
        }
        self._intents = Intents.from_dict(intents)
        self._names = Trie()
        for body in bodies:
            value = TextSlotValue(text_in=TextChunk(body.name), value_out=body.name)
            self._names.insert(body.name, value)

    def read(self, text: str) -> tuple[str, int, str, str | None] | None:
        """Body, year, metric and party of a question; None where it matches no sentence."""
        names = TextSlotList(name="body", values=[value for _, _, value in self._names.find(text)])
        found = recognize(text, self._intents, slot_lists={"body": names})
        if found is None:
            return None
        said = {name: entity.value for name, entity in found.entities.items()}
        return said["body"], said["year"], *self._forms.get(found.intent.name, ("", None))
