"""Write bot/spelling/real_words.csv.gz from published lists: words that are no misspelling of another.

    pip download --no-deps jieba==0.42.1
    apt-get download wamerican-small && dpkg -x wamerican-small_2020.12.07-2_all.deb .
    python -m scripts.build_real_words jieba-0.42.1.tar.gz usr/share/dict/american-english-small

The same lists give the same bytes. The archive is read, never run.
"""

from __future__ import annotations

import argparse
import gzip
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.spelling.latin_words import SHORTEST_LATIN
from bot.spelling.real_words import COLUMN, FILE

LEAST = 20
"""how often jieba's texts must have a word: rarer ones are misprints and names too"""
LONGEST = 3
"""characters of the longest Chinese word: longer ones are made of these"""
_PEOPLE = ("nr",)
"""jieba's marks of names of people"""
_CHINESE = re.compile(rf"[\u4e00-\u9fff]{{2,{LONGEST}}}")
_LATIN = re.compile(rf"[a-z]{{{SHORTEST_LATIN},}}")


def chinese(lines: Iterable[str]) -> Iterator[str]:
    """Words of jieba's dictionary: word, how often, part of speech."""
    for line in lines:
        word, often, kind = line.split()
        if int(often) >= LEAST and not kind.startswith(_PEOPLE) and _CHINESE.fullmatch(word):
            yield word


def english(lines: Iterable[str]) -> Iterator[str]:
    """Words that are long enough to be mended."""
    return (line.strip() for line in lines if _LATIN.fullmatch(line.strip()))


def pack(words: Iterable[str]) -> bytes:
    """The file of some words."""
    return gzip.compress("\n".join([COLUMN, *sorted(set(words)), ""]).encode(), 9, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jieba", type=Path)
    parser.add_argument("english", type=Path)
    given = parser.parse_args()
    with tarfile.open(given.jieba) as archive:
        member = next(one for one in archive.getmembers() if one.name.endswith("/jieba/dict.txt"))
        with archive.extractfile(member) or io.BytesIO() as file:
            words = [*chinese(file.read().decode().splitlines())]
    words += english(given.english.read_text(encoding="utf-8").splitlines())
    FILE.write_bytes(pack(words))


if __name__ == "__main__":
    main()
