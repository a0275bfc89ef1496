"""loaders/readers/html_styles.py: what style sheets within a page hide and write."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from loaders.readers.html_styles import styled


def seen(style: str, cell: str) -> str:
    """What is seen of a cell."""
    page = f"<style>{style}</style><table><tr><td>{cell}</td></tr></table>"
    tree = LexborHTMLParser(page)
    hidden = styled(tree, page)
    for node in tree.css("*"):
        if node.mem_id in hidden:
            node.decompose()
    found = tree.css_first("td")
    return found.text(deep=True) if found is not None else ""


@pytest.mark.parametrize(
    ("style", "cell", "text"),
    [
        (".n7:before{content:'7'}", '<i class="n7"></i>', "7"),
        (".n::after{content:attr(data-n)}", '1<i class="n" data-n="2"></i>', "12"),
        (".n:before { content : '\\0039' }", '<i class="n"></i>', "9"),
        ("i:before{content:counter(n)}", "<i></i>", "\ufffd"),
        ("i:before{content:counter(n) '.'}", "<i>5</i>", "5"),
        ("i:before{content:'\\f101'}", "<i>5</i>", "5"),
        (".old{display:none}", '5<i class="old">4</i>', "5"),
        (".old { text-decoration : line-through }", '<i class="old">4</i>5', "5"),
        ("i{display:none} i.on{display:inline}", '<i class="on">4</i><i>5</i>', "4"),
        ("i{display:none}", '<i style="display:inline">4</i>', "4"),
        ("@media print{i{display:none}}", "<i>4</i>", "4"),
        ("@media screen and (max-width: 600px){i{display:none}}", "<i>4</i>", "4"),
        ("@media screen{i{display:none}}", "<i>4</i>5", "5"),
        ("@font-face{src:none} }{ i[{display:none} a:hover{display:none}", "<i>4</i>", "4"),
    ],
)
def test_what_is_seen(style: str, cell: str, text: str) -> None:
    assert seen(style, cell) == text


def test_a_page_that_asks_for_too_much_work_is_left_as_it_is() -> None:
    assert seen("i{display:none}" * 100_000, "<i>4</i>") == "4"
