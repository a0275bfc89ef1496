"""Web pages: what of them is the report, and the same facts however they are marked up."""

from __future__ import annotations

import contextlib
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import RefusedFile
from loaders import load
from loaders.models import Document
from loaders.readers import html as reader
from loaders.readers import html_walk
from loaders.readers.links import links_of
from tests.forms_of_figures import Made, make
from tests.printed.blocks import TITLE, blocks
from tests.printed.html import html


def lines(page: str) -> list[str]:
    """Text of a page with a report's length of words in it."""
    return [line.text for line in document(page + "<p>" + "平" * 300 + "</p>").lines]


def document(page: str) -> Document:
    return reader.document("page.html", page, "")


def facts(folder: Path, page: bytes, made: Made) -> tuple[int, list[str]]:
    """(facts that are right, those that are not)."""
    file = folder / "page.html"
    file.write_bytes(page)
    found = {(fact.metric or "", fact.party): fact.value for fact in load(str(file)).facts if fact.kind == "table"}
    wrong = [f"{key}: {found[key]} for {made.truth[key]}" for key in found if found[key] != made.truth[key]]
    return len(found) - len(wrong), wrong


@pytest.mark.parametrize("name", ["2019", "2021"])
@pytest.mark.parametrize("office", [False, True], ids=["plain", "office"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_every_cell_of_a_page(tmp_path: Path, name: str, office: bool, charset: str) -> None:
    for seed in range(3):
        made = make(random.Random(seed), name, blanks=seed == 1)
        assert facts(tmp_path, html(blocks(made), office=office, charset=charset), made) == (len(made.truth), [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("3<img src=4.gif>", "3\ufffd"),
        ("-<img src=4.gif>", "-\ufffd"),
        ("3<img src=a.gif width=1>", "3"),
        ("规章<img src=4.gif>", "规章"),
        ("<i class=n4></i>", "\ufffd"),
        ("3<i class=n4></i>", "3\ufffd"),
        ("<i class=n4>3</i>", "3"),
        ("<i></i>", ""),
    ],
)
def test_a_picture_in_a_cell_may_be_a_digit(cell: str, text: str) -> None:
    assert f"甲\t{text}\t1" in lines(f"<table><tr><td>甲<td>{cell}<td>1<tr><td>乙<td>2<td>3</table>")


def inner(page: bytes) -> str:
    """What stands in the page's own frame."""
    return page.decode().partition("<div class='TRS_Editor'>")[2].partition("</div>")[0]


FRAME = """<html><head><title>{title}_青禾区人民政府门户网站</title></head><body>
<div class=nav><a href=/>首页</a> <a href=/a>政务公开</a>
<a href=/b>云岭市白鹭县教育局2018年政府信息公开工作年度报告</a></div>
<table><tr><td>索引号</td><td>QH-01</td><td>发布机构</td><td>白鹭县教育局</td></tr></table>
<div><div id=zoom>{content}</div></div>
<div><ul><li><a href=1>上一篇：江海县2016年政府信息公开工作年度报告</a></li><li><a href=2>下一篇</a></li></ul></div>
<div>主办：青禾区人民政府办公室 地址：云岭市和平路8号 电话：1234567</div></body></html>"""


def test_what_stands_around_the_report_is_left(tmp_path: Path) -> None:
    made = make(random.Random(5), "2021")
    content = inner(html(blocks(made)))
    page = FRAME.format(title=TITLE, content=content)
    assert facts(tmp_path, page.encode(), made) == (len(made.truth), [])
    report = load(str(tmp_path / "page.html"))
    assert (report.body, report.year) == ("云岭市青禾区农业农村局", 2020)
    for left in ("首页", "白鹭县", "江海县", "主办", "索引号"):
        assert left not in report.text


@pytest.mark.parametrize(
    ("about", "publisher"),
    [
        (
            "<table><tr><td>发布机构：</td><td>云岭高新技术产业开发区管委会</td><td>文号</td></tr></table>",
            "云岭高新技术产业开发区管委会",
        ),
        ("<div><span>索引号：</span>1 <span>发布机构：</span>青禾区教育局 <span>日期：</span>1</div>", "青禾区教育局"),
        ("<p>来源：青禾日报</p>", ""),
    ],
)
def test_who_published_a_page(about: str, publisher: str) -> None:
    page = f"<body>{about}<p>{TITLE}</p><p>{'一、总体情况。' * 60}</p></body>"
    assert document(page).publisher == publisher


def test_a_title_that_stands_only_in_the_head_of_the_page(tmp_path: Path) -> None:
    made = make(random.Random(5), "2019")
    content = inner(html(blocks(made)[1:]))
    facts(tmp_path, FRAME.format(title=TITLE, content=content).encode(), made)
    report = load(str(tmp_path / "page.html"))
    assert (report.body, report.year) == ("云岭市青禾区农业农村局", 2020)


def test_text_above_a_table_that_holds_most_words_is_of_the_report() -> None:
    rows = "".join(f"<tr><td>（{n}）主动公开政府信息数</td><td>条</td><td>{n}</td></tr>" for n in range(40))
    table = f"<table><tr><td>一、主动公开情况</td><td></td><td></td></tr>{rows}</table>"
    above = f"<h1>{TITLE}</h1><p>一、工作概况</p><p>修订制度7项。</p>"
    page = f"<body>{above}{table}<p>开放日2次。</p><div>主办：青禾区</div></body>"
    said = [line.text for line in document(page).lines]
    assert {"修订制度7项。", "开放日2次。"} <= set(said)
    assert not any("主办" in line for line in said)


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("<p><span>（</span><span>一</span><span>）</span>予以<b>公</b>开</p>", "（一）予以公开"),
        ("<p>一、&nbsp;总&nbsp;体&nbsp;情&nbsp;况</p>", "一、总体情况"),
        ("<p>收到<span>1</span><span>4</span>件</p>", "收到14件"),
        ("<p>收到 1 <o:p></o:p></p>", "收到 1"),
        ("<p>新收<!-- 3 -->14件<script>9</script><style>8</style></p>", "新收14件"),
        ('<p>新收<span style="display: none">99</span>14件<i hidden>7</i></p>', "新收14件"),
        ('<p>新收14<span style="color: #FFFFFF">7</span>件</p>', "新收14件"),
        ('<p style="background:#123"><b style="color:#fff">新收14件</b></p>', "新收14件"),
        ("<div>第一段<br>第二段</div>", "第二段"),
        ("第一段<p>第二段", "第一段"),
        ("<pre>第一行\n第二行</pre>", "第二行"),
        ("<pre>甲\t\t 3\t1\n乙</pre>", "甲\t\t3\t1"),
        ("<ol start=3><li>条目</ol>", "3.条目"),
        ("<table><tr><td>第一段。</td></tr><tr><td>第二段。</td></tr></table>", "第二段。"),
    ],
)
def test_lines_of_text(page: str, line: str) -> None:
    assert line in lines(page)


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<tr><td>甲<td>1<td>2<tr><td>乙<td><td>4", ["甲\t1\t2", "乙\t\t4"]),
        ("<tr><td rowspan=2>甲<td>乙<td>1<tr><td>丙<td>2", ["甲\t乙\t1", "丙\t2"]),
        ("<tr><td rowspan='0' colspan=''>甲<td>1", ["甲\t1"]),
        ("<tr><td><p>22</p><p>（其中修订16件）</p><td>1", ["22（其中修订16件）\t1"]),
        ("<tr><td><p>3</p><p>0</p><td>1", ["3 0\t1"]),
        ("<tfoot><tr><td>丙<td>3</tfoot><tbody><tr><td>甲<td>1<tr><td>乙<td>2</tbody>", ["甲\t1", "乙\t2", "丙\t3"]),
        ("<thead><tr><th>甲<th>乙</thead><tfoot><tr><td>1<td>2</tfoot>", ["甲\t乙", "1\t2"]),
    ],
)
def test_rows_of_tables(page: str, rows: list[str]) -> None:
    assert [line for line in lines(f"<table>{page}</table>") if "\t" in line] == rows


BOX_ROWS = [("信息内容", "本年制发件数"), ("规章", "1"), ("其他", "")]
BOXES = "<{t}>" + "".join(f"<{{r}}><{{c}}>{a}</{{c}}><{{c}}>{b}</{{c}}></{{r}}>" for a, b in BOX_ROWS) + "</{t}>"


@pytest.mark.parametrize(
    ("table", "row", "cell"),
    [("div", "div", "div"), ("div", "ul", "li"), ("div", "dl", "dd"), ("section", "div", "div class='w2'")],
)
def test_boxes_that_are_laid_out_as_a_table(table: str, row: str, cell: str) -> None:
    page = BOXES.replace("</{c}>", f"</{cell.partition(' ')[0]}>").format(t=table, r=row, c=cell)
    assert [line for line in lines(page) if "\t" in line] == ["信息内容\t本年制发件数", "规章\t1", "其他\t"]


@pytest.mark.parametrize(
    "page",
    [
        # words that name no table of the form
        BOXES.replace("信息内容", "栏目").format(t="div", r="div", c="div"),
        # paragraphs, not cells
        "<div>" + "<div><div>信息内容如下。</div><div>" + "甲" * 130 + "</div></div>" * 3 + "</div>",
        # a page whose parts are boxes, with more in one of them than a row has
        "<div><div><div>首页</div><div>公开</div></div><div>"
        + "<div>信息内容</div>" * 20
        + "</div><div><div>一</div><div>二</div></div></div>",
        "<div><div>信息内容</div><div>规章</div><div>1</div></div>",
    ],
)
def test_boxes_that_are_no_table(page: str) -> None:
    assert not any("\t" in line for line in lines(page))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_cell_of_boxes(tmp_path: Path, name: str) -> None:
    made = make(random.Random(4), name)
    page = html(blocks(made), office=False, charset="utf-8").decode()
    for tag in ("table", "tr", "td"):
        page = re.sub(f"<{tag}\\b[^>]*>", f"<div class={tag}>", page).replace(f"</{tag}>", "</div>")
    page = page.replace("<tbody>", "").replace("</tbody>", "")
    assert facts(tmp_path, page.encode(), made) == (len(made.truth), [])


def test_a_table_that_lays_out_the_page_is_none() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    page = f"<table><tr><td>左</td><td><p>第一段。</p>{inner}<p>第二段。</p></td></tr></table>"
    found = lines(page)
    assert [line for line in found if line][:5] == ["左", "第一段。", "甲\t1", "第二段。", "平" * 300]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<p>附件：<a href='/f/2020.pdf'>2020年政府信息公开工作年度报告</a></p>", "/f/2020.pdf"),
        ("<p>2020年政府信息公开工作年度报告</p><img src=a.jpg>", "picture"),
        ("<div id=app></div><script src=app.js></script>", "script"),
        ("<iframe src=/viewer?file=a.pdf></iframe>", "/viewer?file=a.pdf"),
        ("<p>你好</p>", "no report"),
        ("<a href=1>甲局2020年年度报告</a><a href=2>甲局2019年年度报告</a>", "--follow 2"),
    ],
)
def test_a_page_that_holds_no_report_says_what_to_read_instead(page: str, why: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        document(f"<html><body>{page}</body></html>")
    assert why in refused.value.why
    assert "\n" not in refused.value.why


def test_links() -> None:
    page = """<a href="2020.html#top">甲局2020年政府信息公开工作年度报告</a><a href="2020.html">详情</a>
    <a href="/files/a.pdf">点击下载</a><a href="b.doc">甲局2020年部门预算</a><a href="c.jpg">甲局图片</a>
    <a href="notice.html">关于编制年度报告的通知</a>
    <a href="javascript:void(0)">年度报告</a><a href="http://[">年报</a>"""
    found = {link.url: link.kind for link in links_of(page, "http://a.example/list/index.html")}
    assert found == {
        "http://a.example/list/2020.html": "report",
        "http://a.example/files/a.pdf": "attachment",
        "http://a.example/list/b.doc": "",
        "http://a.example/list/c.jpg": "",
        "http://a.example/list/notice.html": "",
    }


_TAGS = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=9999>", "</td>", "</tr>", "</table>", "<p>", "</p>",
     "<br>",
     "<span>", "</span>", "14", "一、总体情况", "（一）予以公开",
     "<ol>", "<li>", "<a href=x>", "</a>", "<div hidden>", "&nbsp;",
     "&#0;"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_TAGS, max_size=60).map("".join))
def test_any_markup_is_read_or_refused(page: str) -> None:
    with contextlib.suppress(RefusedFile):
        assert document(page + "<p>" + "平" * 300).lines


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(RefusedFile):
        assert reader.read("page.html", b"<html>" + data, "").lines


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td"])
def test_elements_nested_ten_thousand_deep(tag: str) -> None:
    assert lines(f"<{tag}>" * 10_000 + "甲")


PARTS = [
    *(
        "12",
        "0",
        " ",
        "&nbsp;",
        "予以公开",
        "<p>3</p>",
        "<p>予以<span>公开</span></p>",
        "<br>",
        "<span>9</span>",
        "a|b",
    ),
    *(
        "<span style='display:none'>7</span>",
        "<span style='displa&#121;:none'>7</span>",
        "<b hidden>5</b>",
        "<!-- 4 -->",
    ),
    *("<script>8</script>", "<ol><li>1</ol>", "<div>6</div>", "<div><p>2</p></div>", "<img>", "<sup>2</sup>", "\u200b"),
    *("<table><tr><td>1<td>2</table>", "<a href=x>4</a>"),
]


@settings(max_examples=200)
@given(cells=st.lists(st.lists(st.sampled_from(PARTS), max_size=4), min_size=1, max_size=12))
def test_a_cell_that_is_one_line_is_read_as_if_it_were_walked(cells: list[list[str]]) -> None:
    rows = [cells[at : at + 3] for at in range(0, len(cells), 3)]
    inside = "".join(f"<tr>{''.join(f'<td>{chr(0).join(cell)}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<table>{inside.replace(chr(0), '')}</table>" + "<p>" + "平" * 300 + "</p>"
    quick = document(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_walk, "_one_line_each", lambda *_: None)
        assert document(page) == quick


@settings(max_examples=200)
@given(paragraphs=st.lists(st.lists(st.sampled_from(PARTS), max_size=6), min_size=1, max_size=6))
def test_a_paragraph_of_words_is_read_as_if_it_were_walked(paragraphs: list[list[str]]) -> None:
    page = "".join(f"<p>{''.join(each)}</p>" for each in paragraphs) + "<p>" + "平" * 300 + "</p>"
    quick = document(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_walk.Walk, "is_plain", lambda *_: False)
        assert document(page) == quick
