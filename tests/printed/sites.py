"""A report as many sites and word processors print it: frames of pages, markup around words, ways to draw tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from loaders.readers.grid import Span
from tests.printed.blocks import Block, Table

OTHERS = (
    "云岭市白鹭县教育局2018年政府信息公开工作年度报告",
    "江海县人民政府2016年政府信息公开工作年度报告",
    "青禾区2019年政府信息公开年报",
)
_STYLE = "mso-margin-top-alt:auto;text-align:center;line-height:20.0pt;font-family:FangSong;color:black"


Write = Callable[[str, random.Random], str]
"""characters of a cell or a paragraph → markup that shows them"""


def _pieces(text: str, rng: random.Random, most: int = 4) -> list[str]:
    parts, at = [], 0
    while at < len(text):
        size = rng.randint(1, most)
        parts.append(text[at : at + size])
        at += size
    return parts


def plain(text: str, _: random.Random) -> str:
    return escape(text)


def spans(text: str, rng: random.Random) -> str:
    """Every few characters in an element of their own, figures too."""
    tags = ("span", "font", "b", "strong", "span lang=EN-US", "u")
    made = ""
    for part in _pieces(text, rng):
        tag = rng.choice(tags)
        made += f"<{tag}>{escape(part)}</{tag.split()[0]}>"
    return made


def office(text: str, rng: random.Random) -> str:
    """A paragraph as a word processor leaves it."""
    inner = "".join(f'<span style="{_STYLE}">{escape(part)}</span>' for part in _pieces(text, rng))
    return f'<p class=MsoNormal style="{_STYLE}">\n{inner}<o:p></o:p></p>' if text else "<p><o:p>&nbsp;</o:p></p>"


def wps(text: str, rng: random.Random) -> str:
    inner = "".join(
        f'<span style="font-family:宋体;font-size:10.5pt"><font face=宋体>{escape(part)}</font></span>'
        for part in _pieces(text, rng, 6)
    )
    return f'<p class="p0" style="margin-bottom:0pt">{inner}<span style="font-family:宋体"><o:p></o:p></span></p>'


def paragraphs(text: str, rng: random.Random) -> str:
    """A label broken over paragraphs; a figure never is."""
    if len(text) < 6 or rng.random() < 0.5:
        return f"<p>{escape(text)}</p>"
    at = rng.randint(2, len(text) - 2)
    return f"<p>{escape(text[:at])}</p><p>{escape(text[at:])}</p>"


def breaks(text: str, rng: random.Random) -> str:
    """A label broken by <br>, blanks and empty marks around it."""
    if len(text) > 5 and rng.random() < 0.5:
        at = rng.randint(2, len(text) - 2)
        return f"{escape(text[:at])}<br />{escape(text[at:])}"
    return rng.choice(
        ("&nbsp;{}&nbsp;", "\n   {}\n  ", "&ensp;{}", "\u200b{}", "<!-- x -->{}", "{}<br>", "\ufeff{}")
    ).format(escape(text))


def entities(text: str, _: random.Random) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def lists(text: str, _: random.Random) -> str:
    """Word's marks around numbers of lists."""
    marked = f"<![if !supportLists]>{escape(text[:1])}<![endif]>{escape(text[1:])}"
    return f"{marked}<!--[if gte mso 9]><xml>99</xml><![endif]-->"


def divided(text: str, rng: random.Random) -> str:
    return f"<div align=center><div>{plain(text, rng)}</div></div>"


WRITES: dict[str, Write] = {
    each.__name__: each for each in (plain, spans, office, wps, paragraphs, breaks, entities, lists, divided)
}


def _spanned(cell: Span, rng: random.Random) -> str:
    _, rows, columns, _ = cell
    said = ""
    if rows > 1 or rng.random() < 0.2:
        said += rng.choice((' rowspan="{}"', " rowspan={}", " ROWSPAN='{}'")).format(rows)
    elif rng.random() < 0.1:
        said += rng.choice((' rowspan=""', " rowspan=0x", " rowspan"))
    if columns > 1 or rng.random() < 0.2:
        said += rng.choice((' colspan="{}"', " colspan={}", " colSpan='{} '")).format(columns)
    elif rng.random() < 0.1:
        said += rng.choice((' colspan=""', " colspan=0"))
    return said


def table(made: Table, rng: random.Random, write: Write, *, closed: bool = True, heads: bool = False) -> str:
    """A table; `closed`: every tag is; `heads`: with thead and th."""
    rows = []
    td_end, tr_end = ("</td>", "</tr>") if closed else ("", "")
    for at, cells in enumerate(made.rows):
        tag = "th" if heads and at < made.heads else "td"
        end = td_end.replace("td", tag)
        row = "".join(f"<{tag}{_spanned(cell, rng)}>{write(cell.text, rng)}{end}" for cell in cells)
        rows.append(f"<tr>{row}{tr_end}")
    inner = "\n".join(rows)
    if heads and made.heads:
        inner = f"<thead>{''.join(rows[: made.heads])}</thead><tbody>{''.join(rows[made.heads :])}</tbody>"
    elif closed and rng.random() < 0.5:
        inner = f"<tbody>{inner}</tbody>"
    return f"<table border=1 cellspacing=0>{inner}</table>"


def body(parts: Sequence[Block], rng: random.Random, site: Site) -> str:
    """The report itself."""
    write = WRITES[site.write]
    made = []
    for each in parts:
        if isinstance(each, Table):
            made.append(table(each, rng, write, closed=site.closed, heads=site.heads))
            continue
        words = escape(each) if write in (paragraphs, breaks) else write(each, rng)
        if site.lines == "p":
            made.append(f"<p>{words}</p>" if site.closed else f"<p>{words}")
        elif site.lines == "div":
            made.append(f"<div style='text-indent:2em'>{words}</div>")
        elif site.lines == "h":
            made.append(f"<h2>{words}</h2>" if len(each) < 30 else f"<p>{words}</p>")
        else:
            made.append(f"{words}<br/>&nbsp;&nbsp;&nbsp;&nbsp;")
    return ("" if site.lines == "one" else "\n").join(made)


def _links(before: str, between: str, behind: str) -> str:
    """Links to other reports."""
    return before + between.join(f"<a href='{at}.html'>{each}</a>" for at, each in enumerate(OTHERS)) + behind


COLUMN = "政府信息公开年报"
MENU = _links(f"<ul><li><a href=/>首页</a><li><a href=/b>政务公开</a><li><a href=/c>{COLUMN}</a><li>", "<li>", "</ul>")
ASIDE = _links(f"<div><h3>{COLUMN}</h3><p>2021-01-20 ", "<p>2021-01-21 ", "</div>")
LINKED = _links("<table><tr><td>·<td>", "<td>2021-01-21<tr><td>·<td>", "<td>2021-01-22</table>")
CRUMBS = f"<div>当前位置：<a href=/>首页</a> &gt; <a href=/b>政务公开</a> &gt; {COLUMN}</div>"
META = """<table><tr><td><b>索 引 号：</b><td>QH0{n}-2021-00{n}<td>主题分类：<td>政府信息公开年报
<tr><td>发布机构：<td>云岭市白鹭县教育局<td>发文日期：<td>2021-01-{n}<tr><td>名　　称：<td colspan=3>{title}
<tr><td>文　　号：<td>{n}<td>有效性：<td>有效</table>"""
NEXT = "<div><p>上一篇：<a href=1>{}</a></p><p>下一篇：<a href=2>{}</a></p></div>".format(*OTHERS)
SHARE = """<div>分享到：<a href=# title=微信>微信</a> 【字体：<a>大</a> <a>中</a> <a>小</a>】 浏览次数：<i>137</i>
发布时间：2021-01-25 来源：区农业农村局</div>"""
FOOT = """<div><p>主办：云岭市人民政府办公室　承办：云岭市大数据中心</p>
<p>备案号：ICP备05001234号-1 网站标识码：4401050002</p><p>地址：和平路8号 电话：1234567</p></div>"""

FRAMES = {
    "bare": "{content}",
    "div": f"<div>{MENU}</div>{CRUMBS}{META}<div>{SHARE}<div id=zoom>{{content}}</div>{NEXT}</div>{ASIDE}{FOOT}",
    "laid_out": f"<table width=1000><tr><td>{MENU}<tr><td><table><tr><td width=200>{LINKED}<td><table><tr><td>{META}"
    f"<tr><td>{SHARE}<tr><td class=bt>{{content}}<tr><td>{NEXT}</table></table><tr><td>{FOOT}</table>",
    "side": f"{LINKED}{MENU}{META}{{content}}{SHARE}{ASIDE}{NEXT}{LINKED}{FOOT}",
    "parts": f"<header><h1>云岭市人民政府</h1></header><nav>{MENU}</nav><main><article><p>{SHARE}</p>{{content}}"
    f"</article>{META}</main><aside>{ASIDE}</aside><footer>{FOOT}</footer>",
}
TITLES = ("content", "h1", "title", "meta", "table")
"""where the title stands: in the report, above it, only in <title>, only in <meta>, only in the page's own data"""
CHARSETS = {
    "utf-8": ("utf-8", "utf-8"),
    "bom": ("utf-8", "utf-8-sig"),
    "gb2312": ("gb2312", "gb18030"),
    "lying": ("utf-8", "gb18030"),
    "lying too": ("gb2312", "utf-8"),
    "utf-16": ("utf-16", "utf-16"),
    "not said": ("", "gb18030"),
}
"""what a page says of its characters, and what they are"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """How a page is printed."""

    write: str = "plain"
    frame: str = "div"
    title: str = "content"
    charset: str = "utf-8"
    lines: str = "p"
    """p, div, br, one (on one line), h: how paragraphs are parted"""
    closed: bool = True
    """cells and rows have their end tags"""
    heads: bool = False
    """tables have thead and th"""
    copies: int = 1
    """2: a hidden one for telephones; 3: a second one that is seen"""


def any_site(rng: random.Random) -> Site:
    frame = rng.choice(list(FRAMES))
    return Site(
        write=rng.choice(list(WRITES)),
        frame=frame,
        title=rng.choice(TITLES if frame != "bare" else TITLES[:-1]),
        charset=rng.choice(list(CHARSETS)),
        lines=rng.choice(("p", "div", "br", "one", "h")),
        closed=rng.random() < 0.7,
        heads=rng.random() < 0.3,
        copies=rng.choice((1, 1, 1, 1, 2, 3)),
    )


def page(parts: Sequence[Block], site: Site, rng: random.Random) -> bytes:
    """A page of the report; its first block is its title."""
    title, said = str(parts[0]), CHARSETS[site.charset][0]
    content = body(parts if site.title == "content" else parts[1:], rng, site)
    if site.copies > 1:
        style = " style='display:none'" if site.copies == 2 else ""
        content = f"<div class=pc>{content}</div><div class=wap{style}>{content}</div>"
    if site.title == "h1":
        content = f"<h1>{title}</h1>{content}"
    frame = FRAMES[site.frame].replace("{title}", title if site.title == "table" else COLUMN)
    inside = frame.replace("{n}", str(rng.randint(10, 28))).replace("{content}", content)
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    if site.title == "meta":
        head += f'<meta name="SiteName" content="云岭市人民政府"><meta name="ArticleTitle" content="{title}">'
    behind = rng.choice(("", "_云岭市人民政府门户网站", " - 云岭市人民政府", "-青禾区政府信息公开"))
    head += f"<title>{title if site.title in ('title', 'h1') else COLUMN}{behind}</title><script>var n=14;</script>"
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{inside}\n</body></html>\n".encode(
        CHARSETS[site.charset][1]
    )
