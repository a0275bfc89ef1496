"""The links of a page: files that may be its report, and pages that may be other reports."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

_DATA = tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))
_FILES: tuple[str, ...] = tuple(_DATA["attachments"])
_PICTURES: tuple[str, ...] = tuple(_DATA["pictures"])
_REPORT: tuple[str, ...] = tuple(_DATA["report_words"])
_NO_REPORT: tuple[str, ...] = tuple(_DATA["no_report_words"])
MOST = 2000
"""links of one page that are looked at"""
LONGEST = 200
"""characters of a link's text or target that are shown"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link of a page."""

    url: str
    """absolute, if the page's own address is known"""
    text: str
    kind: str
    """attachment: a file that may be the page's report; report: a page that may be another; else empty"""


def links_of(page: str, base: str) -> list[Link]:
    """The links of a page in order, each target once."""
    return _links(LexborHTMLParser(page), base)


def _links(tree: LexborHTMLParser, base: str) -> list[Link]:
    found: dict[str, Link] = {}
    for node in tree.css("a[href]")[:MOST]:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()
        text = " ".join(node.text(deep=True).split()) or (attributes.get("title") or "").strip()
        try:
            url = urljoin(base, href)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https", "") or not parts.path:
            continue
        url = url.partition("#")[0]
        known = found.get(url)
        if known is None or len(known.text) < len(text):
            title = attributes.get("title") or ""
            found[url] = Link(url=url, text=text[:LONGEST], kind=_kind(parts.path, text, title))
    return list(found.values())


def _kind(path: str, text: str, title: str) -> str:
    said = f"{text} {title}"
    names = any(word in said for word in _REPORT) and not any(word in said for word in _NO_REPORT)
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _PICTURES or suffix in (".zip", ".txt"):
        return "attachment" if names else ""
    if suffix in _FILES:
        # 点击下载 names nothing, but what is no report by its own words is left
        return "" if any(word in said for word in _NO_REPORT) else "attachment"
    return "report" if names else ""


def instead(tree: LexborHTMLParser, *, pictures: int, scripts: bool) -> str:
    """What a page without a report is, and what to read instead, in one line."""
    files = [link for link in _links(tree, "") if link.kind == "attachment"]
    frames = [node.attributes.get("src") or "" for node in tree.css("iframe[src], embed[src], object[data]")]
    if files:
        return f"the report is a file that the page links: {_shown(files[0].url)} ({_shown(files[0].text)})"
    if any(frames):
        return f"the report stands in a frame of the page: {_shown(next(filter(None, frames)))}"
    if pictures:
        return "the report is a picture on the page: save the picture and read it"
    reports = [link for link in _links(tree, "") if link.kind == "report"]
    if len(reports) > 1:
        return f"a list of {len(reports)} reports: nianbao fetch URL --follow {len(reports)}"
    if scripts:
        return "an empty page whose report is loaded by a script: save it from a browser, or fetch the file it shows"
    return "no report on the page"


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST])
