"""Word files: what of them is printed, in which order, and the same facts as python-docx sees."""

from __future__ import annotations

import contextlib
import io
import random
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import RefusedFile
from loaders import load
from loaders.models import Document
from loaders.readers import docx as reader
from loaders.readers.docx_numbers import written
from tests.forms_of_figures import Made, make
from tests.printed.blocks import Block, blocks, random_table
from tests.printed.docx import docx
from tests.printed.word import FRAME, W, counted, numbering, p, package, tbl, tc, tr, word, zipped

PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"


def read(data: bytes) -> Document:
    return reader.read("a.docx", data, "")


def lines(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(package(body, **parts)).lines if line.text]


def facts(file: Path, data: bytes, made: Made) -> tuple[int, list[str]]:
    """(facts that are right, those that are not)."""
    file.write_bytes(data)
    found = {(fact.metric or "", fact.party): fact.value for fact in load(str(file)).facts if fact.kind == "table"}
    wrong = [f"{key}: {found[key]} for {made.truth.get(key)}" for key in found if found[key] != made.truth.get(key)]
    return len(found) - len(wrong), wrong


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_cell_of_a_form(tmp_path: Path, name: str) -> None:
    for seed in range(3):
        made = make(random.Random(seed), name, blanks=seed == 1)
        assert facts(tmp_path / "a.docx", docx(blocks(made)), made) == (len(made.truth), [])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_cell_of_many_forms(tmp_path: Path, name: str) -> None:
    for seed in range(150):
        made = make(random.Random(seed), name, blanks=seed % 2 == 1)
        assert facts(tmp_path / "a.docx", docx(blocks(made)), made) == (len(made.truth), [])


RUBY = "<w:ruby><w:rt><w:r><w:t>qū</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>区</w:t></w:r></w:rubyBase></w:ruby>"
WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
HALF = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:r><w:t>收到1</w:t></w:r><w:r><w:t>4件</w:t></w:r>", "收到14件"),
        ("<w:r><w:t xml:space='preserve'>收到 </w:t></w:r><w:r><w:t>  14件</w:t></w:r>", "收到 14件"),
        ("<w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:del><w:r><w:delText>14</w:delText></w:r></w:del>", "15"),
        ("<w:moveTo><w:r><w:t>甲</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>乙</w:t></w:r></w:moveFrom>", "甲"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>14件</w:t></w:r>", "14件"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>9件</w:t></w:r>", "9件"),
        (f"<w:r>{WHITE}<w:t>9</w:t></w:r><w:r><w:t>14件</w:t></w:r><w:r>{WHITE}<w:t>8</w:t></w:r>", "14件"),
        (f"<w:r>{WHITE}<w:t>14件</w:t></w:r>", "14件"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>3</w:t></w:r>", "1-23"),
        ("<w:r><w:sym w:font='Symbol' w:char='F031'/></w:r>", "1"),
        ("<w:r><w:sym w:font='宋体' w:char='2460'/></w:r>", "①"),
        ("<w:r><w:t>14</w:t><w:sym w:font='Wingdings' w:char='F08C'/></w:r>", "14\ufffd"),
        ("<w:r><w:t>14</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>", "14¹"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>14</w:t></w:r><w:r><w:t>15</w:t></w:r>", "15"),
        ("<w:r><w:rPr><w:dstrike/></w:rPr><w:t>14</w:t></w:r>", "~~14~~"),
        (PROMPT.format("单击此处输入文字。") + "<w:r><w:t>共</w:t></w:r>", "共"),
        (PROMPT.format("0"), "\ufffd"),
        (PROMPT.replace("<w:showingPlcHdr/>", "").format("5"), "5"),
        (f"<w:r>{RUBY}</w:r>", "区"),
        ("<m:oMath><m:r><m:t>14</m:t></m:r></m:oMath>", "14"),
        (f"<m:oMath>{HALF}</m:oMath>", "\ufffd"),
        ("<w:smartTag><w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:smartTag>", "甲"),
        ("<w:fldSimple w:instr=' PAGE '><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t>甲</w:t></w:r>", "甲"),
        ("<w:fldSimple w:instr='=SUM(ABOVE)'><w:r><w:t>3</w:t></w:r></w:fldSimple>", "3"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(body: str, text: str) -> None:
    assert lines(f"<w:p>{body}</w:p>") == [text]


FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def test_a_field_shows_its_result() -> None:
    field = FIELD.format("begin") + "<w:r><w:instrText>=SUM(ABOVE) 99</w:instrText><w:t>98</w:t></w:r>"
    field += FIELD.format("separate") + "<w:r><w:t>14</w:t></w:r>" + FIELD.format("end")
    assert lines(f"<w:p>{field}<w:r><w:t>件</w:t></w:r></w:p>") == ["14件"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begun = f"<w:p>{FIELD.format('begin')}<w:r><w:instrText>TOC</w:instrText></w:r></w:p>"
    assert lines(begun + p("甲") + tbl(tr(tc("乙"), tc("1")))) == ["甲", "乙\t1"]
    begun = f"<w:p>{FIELD.format('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{FIELD.format('separate')}</w:p>"
    assert lines(begun + p("甲") + p("一、总体情况 3") + tbl(tr(tc("乙"), tc("1")))) == ["甲", "乙\t1"]


def test_a_table_of_contents_is_left() -> None:
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdt>{gallery}<w:sdtContent>{p('一、总体情况')}</w:sdtContent></w:sdt>"
    assert lines(contents + f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>") == ["甲"]


def test_lines_and_pages_broken_by_hand() -> None:
    assert lines("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/><w:t>丙</w:t></w:r></w:p>") == list(
        "甲乙丙"
    )


def test_a_paragraph_goes_on_where_its_end_is_deleted() -> None:
    assert lines(p("收到1", "<w:rPr><w:del/></w:rPr>") + p("4件")) == ["收到14件"]
    assert lines(p("收到1") + p("4件")) == ["收到1", "4件"]
    assert lines(p("收到1", "<w:rPr><w:del/></w:rPr>") + tbl(tr(tc("甲"), tc("1")))) == ["收到1", "甲\t1"]


def test_text_of_hidden_styles() -> None:
    styles = '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles += (
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style><w:style w:styleId="c"><w:name w:val="c"/></w:style>'
    )
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in "abc")
    assert lines(body, styles=styles) == ["c"]


NEW = "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>"
OLD = "<w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>"
BOTH = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


def test_text_boxes_once() -> None:
    both = BOTH.format(NEW.format(p("甲")), OLD.format(p("甲")))
    assert lines(f"<w:p><w:r>{both}</w:r></w:p>" + p("乙")) == ["甲", "乙"]
    assert lines(f"<w:p><w:r>{BOTH.format('', OLD.format(p('甲')))}</w:r></w:p>") == ["甲"]
    within = NEW.format(f"<w:p><w:r>{NEW.format(p('内'))}<w:t>外</w:t></w:r></w:p>")
    assert lines(f"<w:p><w:r>{within}</w:r></w:p>") == ["外", "内"]


WIDE, BEGINS, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (tr(tc("甲", WIDE), tc("1")), [("甲\t1", (0, 2), 3)]),
        (
            tr(tc("甲", BEGINS), tc("乙"), tc("1")) + tr(tc("", GOES_ON), tc("丙"), tc("2")),
            [("甲\t乙\t1", (0, 1, 2), 3), ("丙\t2", (1, 2), 3)],
        ),
        (
            tr(tc("甲"), tc("5", BEGINS)) + tr(tc("乙"), tc("6", '<w:vMerge w:val="continue"/>')),
            [("甲\t5↑", (0, 1), 2), ("乙\t↑", (0, 1), 2)],
        ),
        (
            tr(tc("甲"), tc("5", WIDE + BEGINS))
            + tr(tc("乙"), tc("", GOES_ON), tc("7")),
            [("甲\t5", (0, 1), 3), ("乙\t↑\t7", (0, 1, 2), 3)],
        ),
        (tr(tc("甲"), tc("", GOES_ON)), [("甲\t", (0, 1), 2)]),
        (tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")), [("甲\t1", (0, 2), 3)]),
        (tr(tc("甲"), tc("乙"), tc("丙")) + tr(tc("1"), properties='<w:gridBefore w:val="2"/>'),
         [("甲\t乙\t丙", (0, 1, 2), 3), ("\t\t1", (0, 1, 2), 3)]),
        (tr(tc("甲"), tc("1")) + tr(tc("乙"), tc("2"), properties="<w:del/>") + tr(tc("丙"), tc("3")),
         [("甲\t1", (0, 1), 2), ("丙\t3", (0, 1), 2)]),
        (CONTROL.format(tr(tc("甲"), CONTROL.format(tc("1")))),
         [("甲\t1", (0, 1), 2)]),
        (tr(f"<w:tc>{p('3')}{p('0')}</w:tc>", tc("甲")), [("3 0\t甲", (0, 1), 2)]),
    ],
)  # fmt: skip
def test_rows_of_a_table(rows: str, wanted: list[tuple[str, tuple[int, ...], int]]) -> None:
    found = [(line.text, line.columns, line.width) for line in read(package(p("题") + tbl(rows))).lines if line.columns]
    assert found == wanted


def test_a_table_that_lays_out_the_page() -> None:
    inner = tbl(tr(tc("甲"), tc("1")))
    assert lines(tbl(tr(tc("左"), f"<w:tc>{p('上')}{inner}{p('下')}</w:tc>"))) == ["左", "上", "甲\t1", "下"]
    assert lines(tbl(tr(tc("甲")), tr(tc("乙")))) == ["甲", "乙"]


def test_strict_files() -> None:
    data = package(tbl(tr(tc("甲", WIDE), tc("1"))), "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert [line.columns for line in read(data).lines if line.text] == [(0, 2)]


def test_numbers_that_word_counts() -> None:
    levels = ("chineseCounting", "%1、", ""), ("japaneseCounting", "（%2）", ""), ("decimal", "%3.", "")
    body = counted(
        ("1", 0, "甲"), ("1", 1, "乙"), ("1", 1, "丙"), ("1", 2, "丁"), ("1", 0, "戊"), ("1", 1, "己"), ("1", 2, "5件")
    )
    assert lines(body, numbering=numbering(*levels)) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "二、戊",
        "（一）己",
        "1. 5件",
    ]


def test_a_list_begun_anew_and_levels_in_digits() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    anew = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{anew}</w:num>'
    levels = ("chineseCounting", "%1、", ""), ("decimal", "%1.%2", "<w:isLgl/>")
    body = counted(("1", 0, "甲"), ("1", 0, "乙"), ("1", 1, "丙"), ("2", 0, "丁"), ("2", 0, "戊"), ("0", 0, "己"))
    assert lines(body, numbering=numbering(*levels, more=anew)) == [
        "一、甲",
        "二、乙",
        "2.1丙",
        "一、丁",
        "二、戊",
        "己",
    ]


def test_numbers_of_styles() -> None:
    styles = '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles += '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    body = p("甲", '<w:pStyle w:val="a"/>') + p("乙", '<w:pStyle w:val="b"/>') + p("丙")
    found = lines(body, styles=styles, numbering=numbering(("chineseCounting", "第%1条", "")))
    assert found == ["第一条甲", "第二条乙", "丙"]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (10, "ideographDigital", "一〇"),
        (12, "decimalFullWidth", "１２"), (3, "decimalEnclosedCircle", "③"), (30, "decimalEnclosedCircle", "30"),
        (2, "ideographTraditional", "乙"), (7, "decimalZero", "07"), (4, "upperRoman", "IV"), (5, "hebrew1", "5"),
    ],
)  # fmt: skip
def test_formats_of_numbers(number: int, kind: str, text: str) -> None:
    assert written(number, kind) == text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>", "pictures"),
        ("<w:p/>", "no text"),
        ("<w:altChunk/>", "embedded web page"),
        ("<w:sdt>" * 3000 + "</w:sdt>" * 3000, "nested"),
    ],
)
def test_files_without_a_report(body: str, why: str) -> None:
    with pytest.raises(RefusedFile, match=why):
        read(package(body))


def test_what_is_left_out_is_said() -> None:
    body = p("甲") + "<w:p><w:r><w:t>14</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    assert read(package(body)).notes == ("footnotes left out: 1",)
    body += "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p><w:altChunk r='1'/>"
    assert read(package(body)).notes == ("footnotes left out: 1", "pictures left out: 1", "embedded files left out: 1")


def test_hidden_text_in_any_encoding() -> None:
    body = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r></w:p>{p('14件')}"
    text = FRAME.format(body=body, w=W).replace("UTF-8", "UTF-16")
    assert [line.text for line in read(zipped({"word/document.xml": text.encode("utf-16")})).lines] == ["14件", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", text.encode(encoding))
    with pytest.raises(RefusedFile, match="document type"):
        read(file.getvalue())


def test_a_file_that_is_cut_or_bent_is_refused_or_read() -> None:
    data = docx(blocks(make(random.Random(3))))
    for part in range(20):
        with pytest.raises(RefusedFile):
            read(data[: len(data) * part // 20])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_files(data: st.DataObject) -> None:
    body = tbl(tr(tc("甲", WIDE), tc("1"))) + counted(("1", 0, "甲"))
    content = FRAME.format(body=body, w=W).encode()
    at = data.draw(st.integers(0, len(content) - 1))
    content = content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 30)) :]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", content)
        made.writestr(
            "word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering(("decimal", "%1", ""))}</w:numbering>'
        )
    with contextlib.suppress(RefusedFile):
        read(file.getvalue())


def test_the_data_of_numbers() -> None:
    data = tomllib.loads(Path(reader.__file__).with_name("docx_numbers.toml").read_text(encoding="utf-8"))
    assert set(data) == {"chinese", "nothing", "digits", "signs"}
    assert {name: len(signs) for name, signs in data["digits"].items() if len(signs) != 10} == {}
    kinds = [*data["chinese"], *data["nothing"], *data["digits"], *data["signs"]]
    assert len(kinds) == len(set(kinds))
    assert [name for name, signs in data["signs"].items() if len(signs) != len(set(signs))] == []


@pytest.mark.parametrize("printer", [docx, word], ids=["python-docx", "word"])
def test_cells_stand_where_python_docx_sees_them(printer: Callable[[list[Block]], bytes]) -> None:
    for seed in range(40):
        data = printer(["题", random_table(random.Random(seed))])
        grid = [[cell.text for cell in row.cells] for row in python_docx.Document(io.BytesIO(data)).tables[0].rows]
        seen: set[str] = set()
        wanted = []
        for row in grid:
            begin = [(text, at) for at, text in enumerate(row) if text not in seen and text not in row[:at]]
            seen.update(row)
            wanted += [begin] if begin else []
        found = [
            list(zip(line.text.split("\t"), line.columns, strict=True))
            for line in read(data).lines[1:]
            if line.text and line.columns
        ]
        assert found == wanted or all(len(row) == 1 for row in wanted), seed
