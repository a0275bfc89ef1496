"""What a reader sees on a page of PDF, and what the file only says: signs hidden, doubled, raised, unexplained."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from loaders.readers import pdf as reader

FONT = (
    "<</Type/Font/Subtype/{kind}/BaseFont/AAAAAA+Signs/FirstChar 1/LastChar 4/Widths[500 500 500 500]"
    "/FontDescriptor 7 0 R>>"
)
DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/AAAAAA+Signs/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200"
    "/ItalicAngle 0/CapHeight 700/StemV 80>>"
)
CID = (
    "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Signs/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/AAAAAA+Signs/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    "/FontDescriptor 7 0 R/DW 500>>]>>"
)


def lines(data: bytes) -> list[str]:
    return [line.text for line in reader.read("a.pdf", data, "").lines if line.text]


def drawn(*steps: Callable[[Canvas], object]) -> list[str]:
    file = io.BytesIO()
    canvas = Canvas(file)
    for step in steps:
        step(canvas)
    canvas.save()
    return lines(file.getvalue())


def word(text: str, x: float, y: float = 700, size: float = 12) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)

    return draw


def file_of(font: str, descriptor: str, stream: str) -> bytes:
    """A page with two fonts: F1 as given, F2 Helvetica."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        font,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        descriptor,
    ]
    body = "%PDF-1.4\n" + "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"{body}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("font", "signs"),
    [
        (FONT.format(kind="TrueType"), r"(\001\002)"),
        (FONT.format(kind="Type1"), r"(\001\002)"),
        (CID, "<00030005>"),
    ],
)
def test_a_sign_no_font_explains_is_never_left_out_of_a_figure(font: str, signs: str) -> None:
    data = file_of(font, DESCRIPTOR, f"BT /F2 10 Tf 100 700 Td (12) Tj /F1 10 Tf {signs} Tj /F2 10 Tf (45) Tj ET")
    assert lines(data) == ["12\ufffd\ufffd45"]


@pytest.mark.parametrize("shift", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("between", [False, True])
def test_bold_drawn_twice_is_read_once_wherever_it_stands(shift: float, between: bool) -> None:
    for at in range(20):
        x = 100 + at * 0.37
        other = [word("and", 300)] if between else []
        found = drawn(word("1123", x), *other, word("1123", x + shift))
        assert found == (["1123 and"] if between else ["1123"])


def test_narrow_type_keeps_its_double_figures() -> None:
    def narrow(canvas: Canvas) -> None:
        text = canvas.beginText(100, 700)
        text.setFont("Helvetica", 12)
        text.setHorizScale(50)
        text.textOut("1111222")
        canvas.drawText(text)

    assert drawn(narrow) == ["1111222"]


def test_a_mark_of_a_note_is_no_digit() -> None:
    assert drawn(word("12", 100), word("1", 113.4, 704, 7)) == ["12"]
    assert drawn(word("12", 100), word("34", 150, 704, 7)) != ["12"]


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(113.5, 700)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(3)
    text.textOut("345")
    canvas.drawText(text)


def box(grey: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.rect(90, 690, 80, 20, fill=1, stroke=0)
        canvas.setFillGray(0)

    return draw


def white(text: str, x: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        word(text, x)(canvas)
        canvas.setFillGray(0)

    return draw


@pytest.mark.parametrize(("under", "over"), [("49", "29"), ("4", "4")])
def test_a_figure_over_an_invisible_one_that_is_like_it(under: str, over: str) -> None:
    text = f"BT /F2 12 Tf 3 Tr 100 700 Td ({under}) Tj ET BT 0 Tr 100 700 Td ({over}) Tj ET"
    assert lines(file_of(FONT.format(kind="Type1"), DESCRIPTOR, text)) in ([over], [over[:-1] + "\ufffd"])


def test_what_cannot_be_seen_is_part_of_no_figure() -> None:
    assert drawn(word("12", 100), invisible) == ["12"]
    assert drawn(word("12", 100), word("77", -50), word("66", 900)) == ["12"]
    assert drawn(word("1234567", 100), word("89", 142, 700, 1.2)) == ["1234567"]
    assert drawn(word("12", 100), white("77", 113.4)) == ["12\ufffd\ufffd"]
    assert drawn(box(1), word("12", 100), white("77", 113.4)) == ["12\ufffd\ufffd"]
    assert drawn(box(0.3), white("77", 113.4)) == ["77"]


def test_figures_over_each_other_are_none() -> None:
    assert drawn(word("12", 100), box(1)) == ["\ufffd\ufffd"]
    found = drawn(word("17", 100), box(1), word("25", 100))
    assert "\ufffd" in found[0]
    assert "\ufffd" in drawn(word("17", 100), word("25", 101))[0]
    assert drawn(box(0.9), word("12", 100)) == ["12"]


def test_figures_that_are_struck_out_are_none() -> None:
    def line(y: float) -> Callable[[Canvas], None]:
        return lambda canvas: canvas.line(99, y, 114, y)

    assert drawn(word("12", 100), line(704), word("34", 130)) == ["\ufffd\ufffd\t34"]
    assert drawn(word("12", 100), line(698.5), word("34", 130)) == ["12\t34"]


def test_words_printed_across_a_page_are_left_out() -> None:
    def across(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(100, 650)
        canvas.rotate(45)
        word("SAMPLE 99", 0, 0, 40)(canvas)
        canvas.restoreState()

    assert drawn(*(word("words and 12.", 100, 700 - at * 40) for at in range(2)), across) == [
        "words and 12.words and 12."
    ]


def test_columns_are_read_one_after_the_other() -> None:
    title = word("a title that goes over both of the columns of a page", 150, 740)
    left = [word(f"on the left {at} words that fill the line", 50, 700 - 20 * at) for at in range(12)]
    right = [word(f"on the right {at} words that fill the line", 320, 700 - 20 * at) for at in range(12)]
    text = " ".join(drawn(title, *(each for pair in zip(left, right, strict=True) for each in pair)))
    assert text.index("both") < text.index("left 0") < text.index("left 11") < text.index("right 0")


def test_what_is_typed_into_fields_is_read() -> None:
    def field(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="a", x=150, y=695, width=60, height=18, value="345")

    assert any("345" in line for line in drawn(word("12", 100), field))
