"""Selects the lines of a page that are its report, without navigation, metadata, other reports or the footer.

In doubt a line is kept: the report's text matters more than a clean page. But a line above the report that names
another body and year is removed, since the title is looked for there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.heading import Title, title_of
from loaders.readers.html_walk import Printed, Walk, one_of

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_ANCHOR = re.compile(_any(_DATA["anchors"]))
_SUBJECT = re.compile(_any(_DATA["title_subject"]))
_REPORT = re.compile(_any(_DATA["title_report"]))
_HAN = re.compile(r"[\u3007\u3400-\u9fff]")
_EDGES = " :：【】[]()（）|·>*-"
_OWN = frozenset(_DATA["own"])
_OWN_LINE = re.compile(f"[【\\[(（ ]?(?:{_any(_DATA['own'])})[】\\]]?(?:[:：]|$)|(?:{_any(_DATA['own_begins'])})")
_TAIL = re.compile(
    f"[【\\[(（ ]?(?:{_any(_DATA['tail'])})(?:[】\\]):： |]|$)|(?:{_any(_DATA['tail_begins'])})"
    f"|.{{0,60}}(?:{_any(_DATA['tail_within'])})"
)
_NAMES = frozenset(_DATA["names"])
_NAMED = re.compile(f"(?:{_any(_DATA['names'])})[:：]")
_PUBLISHED = re.compile(
    rf"(?:{_any(_DATA['publishers'])})[】\]]?[ \t\u3000:：]+"
    rf"(?P<name>[\u3400-\u9fff()（）·]{{3,50}}?)(?=[^\u3400-\u9fff()（）·]|{_any(_DATA['own'])}|$)"
)
_METAS = frozenset(_DATA["title_metas"])
_SITE = re.compile(f"[{re.escape(_DATA['site_marks'])}\\s]+")
LINKED = 0.6
"""part of a line's words in links from which on it is a link"""
MOST_OF_IT = 0.7
"""part of a page's words that stand in the report"""
LONGEST = 80
"""characters of a title, or of a line around a report"""
LONGEST_ABOUT = 300
"""characters of a line that tells of the page"""


def report_of(tree: LexborHTMLParser, walk: Walk) -> tuple[list[str], list[Printed]]:
    """(a title to put above the report if it lacks one, the lines of the report)."""
    lines = walk.lines
    around = [_is_around(line) for line in lines]
    anchors = [at for at, line in enumerate(lines) if not around[at] and _ANCHOR.search(line.text)]
    begin, end = _block(walk, around, anchors)
    first, last = (anchors[0], anchors[-1]) if anchors else (end, begin)
    begin = next((at for at in range(first - 1, begin - 1, -1) if not around[at] and _names_all(lines[at])), begin)
    if anchors:
        end = next(
            (at for at in range(last + 1, end) if len(lines[at].text) < LONGEST and _TAIL.match(lines[at].text)), end
        )
    kept = [
        lines[at]
        for at in range(begin, end)
        if not (_names_a_report(lines[at]) and _is_link(lines[at]) if first < at < last else around[at])
    ]
    kept = _without_gaps(kept)
    own = title_of([lines[at].text for at in range(begin, first) if not around[at]])
    if own.whole:
        return [], kept
    others = (title_of([one_of(text)]) for text in _elsewhere(tree, lines[:first], lines[last + 1 :]))
    return [each.text for each in others if each.whole and _agree(own, each)][:1], kept


def has_report(walk: Walk) -> bool:
    """Whether the lines clearly belong to a report."""
    return sum(bool(_ANCHOR.search(line.text)) for line in walk.lines if not _is_around(line)) > 1


def _block(walk: Walk, around: Sequence[bool], anchors: Sequence[int]) -> tuple[int, int]:
    """First line, and line behind the last, of the smallest block with most of the page's words and all anchors.

    Not of a table alone: the text of a report stands around its statistics.
    """
    lines = walk.lines
    words = [0, *accumulate(0 if off else len(line.text) for line, off in zip(lines, around, strict=True))]
    most = MOST_OF_IT * words[-1]
    first, last = (anchors[0], anchors[-1]) if anchors else (len(lines), -1)
    holding = []
    for begin, end in walk.blocks:
        end = min(end, len(lines))  # what was still to come when the block ended may have been nothing
        told = end - begin > 1 and begin <= first and last < end and words[end] - words[begin] >= most
        if told and any(lines[at].row is None and lines[at].text for at in range(begin, end)):
            holding.append((end - begin, begin, end))
    return min(holding)[1:] if holding else (0, len(lines))


def _is_around(line: Printed) -> bool:
    """Whether a line is a link, or the page's own: data of the page, buttons, where one is on the site."""
    if line.linked and _is_link(line):
        return True
    if line.row is not None:
        cells = [cell.strip(_EDGES) for cell in line.text.split("\t", 3)[:3]]
        return cells[0] in _OWN or (len(cells) > 2 and cells[2] in _OWN)
    return len(line.text) < LONGEST and _OWN_LINE.match(line.text) is not None


def _is_link(line: Printed) -> bool:
    """Whether most of its words are links; figures and marks do not count."""
    if not line.linked:
        return False
    words = len(_HAN.findall(line.text)) or len(line.text)
    return line.linked >= LINKED * words


def _names_a_report(line: Printed) -> bool:
    """Whether a line names the subject and a report, and is no sentence."""
    text = line.text
    return len(text) < LONGEST and bool(_SUBJECT.search(text) and _REPORT.search(text)) and "。" not in text


def _names_all(line: Printed) -> bool:
    """Whether a line is a title with body and year."""
    return line.row is None and _names_a_report(line) and title_of([line.text]).whole


def _without_gaps(lines: Sequence[Printed]) -> list[Printed]:
    """Lines without the empty ones at the edges and behind others."""
    kept: list[Printed] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1].text else kept


def _agree(own: Title, other: Title) -> bool:
    return (not own.years or own.years[0] in other.years) and (not own.body or own.body in (other.body, ""))


def _elsewhere(tree: LexborHTMLParser, above: Sequence[Printed], below: Sequence[Printed]) -> Iterator[str]:
    """What may be the title: the article's name, what the page says of itself, a line above the report, its <title>."""
    for node in tree.css("meta[name], meta[property]"):
        if _name_of(node) in _METAS:
            yield node.attributes.get("content") or ""
    for line in (*above, *below):
        if line.row is not None:
            cells = [cell.strip(_EDGES) for cell in line.text.split("\t")]
            yield from (after for name, after in pairwise(cells) if name in _NAMES)
        elif (named := _NAMED.match(line.text)) is not None:
            yield line.text[named.end() :]
    yield from (line.text for line in reversed(above) if not _is_around(line) and _names_a_report(line))
    for node in tree.css("title")[:3]:
        yield from _SITE.split(one_of(node.text(deep=True)))


def publisher_of(walk: Walk) -> str:
    """Who a page says has published it: behind 发布机构 in a cell, or on a line."""
    found = (_PUBLISHED.search(line.text) for line in walk.lines if len(line.text) < LONGEST_ABOUT)
    return next((named["name"] for named in found if named is not None), "")


def _name_of(node: LexborNode) -> str:
    return (node.attributes.get("name") or node.attributes.get("property") or "").lower()
