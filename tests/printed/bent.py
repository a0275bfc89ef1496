"""Labels as offices bend them: other brackets, blanks inside, numerals left out, words changed; figures stay."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from loaders.readers.grid import Span
from tests.printed.blocks import Block, Table

_NUMERAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?、?|[0-9]{1,2}[.、．])")
_FIGURE = re.compile(r"[-+]?[0-9.]*")


def _halved(text: str, _: random.Random) -> str:
    return text.replace("（", "(").replace("）", ")").replace("，", ",").replace("：", ":")


def _blanks(text: str, rng: random.Random) -> str:
    return "".join(sign + (rng.choice([" ", "\u3000", "  "]) if rng.random() < 0.15 else "") for sign in text)


def _bare(text: str, _: random.Random) -> str:
    return _NUMERAL.sub("", text) or text


def _words(text: str, _: random.Random) -> str:
    for one, other in (
        ("其他法律行政法规禁止公开", "其他法律法规禁止公开"),
        ("行政规范性文件", "规范性文件"),
        ("信访举报投诉类申请", "信访投诉举报类申请"),
        ("上年结转政府信息公开申请数量", "上年度结转政府信息公开申请数量"),
        ("结转下年度继续办理", "结转下一年度继续办理"),
        ("（区分处理的，只计这一情形，不计其他情形）", ""),
        ("“三安全一稳定”", "三安全一稳定"),
        ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "逾期不补正"),
    ):
        text = text.replace(one, other)
    return text


def _marked(text: str, _: random.Random) -> str:
    return text.replace("、", "，").replace(".", "．")


BENDS: Sequence[Callable[[str, random.Random], str]] = (_halved, _blanks, _bare, _words, _marked)


def bent(blocks: Sequence[Block], rng: random.Random) -> list[Block]:
    """The same report, some of its labels bent, its small tables perhaps in another order."""
    return [
        Table(rows=[[_bent(cell, rng) for cell in row] for row in each.rows], heads=each.heads)
        if isinstance(each, Table)
        else each
        for each in blocks
    ]


def _bent(cell: Span, rng: random.Random) -> Span:
    if _FIGURE.fullmatch(cell.text) or rng.random() < 0.5:
        return cell
    return cell._replace(text=rng.choice(BENDS)(cell.text, rng))
