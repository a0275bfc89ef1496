"""Words of Chinese and English, none of which is a misspelling of another (服役 is not 复议, summer not summed)."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

from bot.lasting import lasting

FILE = Path(__file__).with_name("real_words.csv.gz")
COLUMN = "word"
LONGEST = 3
"""characters of the longest Chinese word"""


@functools.cache
@lasting()
def words() -> frozenset[str]:
    """All of them, read when first needed."""
    return frozenset(gzip.decompress(FILE.read_bytes()).decode().split()[1:])


def stands(text: str, start: int, end: int) -> bool:
    """Whether a stretch of Chinese consists of words, of which the first and last may extend beyond it.

    意 of 同意申请 is not a misspelt 依.
    """
    reached = {start} | {
        last
        for first in range(max(0, start - LONGEST + 1), start)
        for last in range(start + 1, first + LONGEST + 1)
        if text[first:last] in words()
    }
    for at in range(start, end):
        if at in reached:
            reached |= {at + size for size in range(2, LONGEST + 1) if text[at : at + size] in words()}
    return any(at >= end for at in reached)
