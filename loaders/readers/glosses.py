"""Pronunciations in brackets that were added when a page was copied: 開(kāi) is 開."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.models import Document

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_TONE = re.compile(f"[{_TONES}]")
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(（](?=[^()（）]{{0,6}}[{_TONES}])[a-zü{_TONES}]{{1,6}}[)）]")
FEWEST = 3
"""that a text has where they are no words of its own"""


def without_glosses(document: Document) -> Document:
    """The document without such additions, and a note of how many there were."""
    if not any(_TONE.search(line.text) for line in document.lines):
        return document
    count = sum(len(_GLOSS.findall(line.text)) for line in document.lines)
    if count < FEWEST:
        return document
    lines = tuple(replace(line, text=_GLOSS.sub("", line.text)) for line in document.lines)
    return replace(document, lines=lines, notes=(*document.notes, f"glosses of pronunciation left out: {count}"))
