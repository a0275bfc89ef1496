"""A column of units in a table without rules: 件, 条, 人次 below each other tell where a row has a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.forms.statistics import form
from loaders.readers.pdf_columns import LEAST_ROWS
from loaders.readers.pdf_text import Piece, TextLine


def units_apart(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, with each unit that stands below others as a piece of its own, marked as such."""
    columns = _columns([word for line in lines for word in line.words[1:] if word.text in form().units])
    return [_marked(line, columns) for line in lines] if columns else list(lines)


def _columns(units: Sequence[Piece]) -> list[tuple[float, float]]:
    """Left and right edges of columns in which units of several lines stand."""
    found: list[tuple[float, float, set[float]]] = []
    for unit in sorted(units, key=lambda unit: unit.left):
        if found and unit.left <= found[-1][1]:
            left, right, bases = found[-1]
            found[-1] = (left, max(right, unit.right), bases | {unit.base})
        else:
            found.append((unit.left, unit.right, {unit.base}))
    return [(left, right) for left, right, bases in found if len(bases) >= LEAST_ROWS]


def _marked(line: TextLine, columns: Sequence[tuple[float, float]]) -> TextLine:
    units = [
        word
        for word in line.words
        if word.text in form().units and any(left <= word.left and word.right <= right for left, right in columns)
    ]
    if not units:
        return line
    pieces: list[Piece] = []
    for piece in line.pieces:
        last = next((unit for unit in units if abs(unit.right - piece.right) < 1.0), None)
        if last is not None and last.text != piece.text and piece.text.endswith(last.text):
            before = max(word.right for word in line.words if word.left < last.left)
            pieces.append(replace(piece, text=piece.text.removesuffix(last.text).rstrip(), right=before))
            pieces.append(replace(last, unit=True))
        else:
            pieces.append(replace(piece, unit=last is not None and last.text == piece.text))
    words = tuple(replace(word, unit=word in units) for word in line.words)
    return replace(line, pieces=tuple(pieces), words=words)
