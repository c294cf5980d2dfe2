"""Pages written from top to bottom: every character once, in the order people read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import FONT, Paragraph, font_file
from generator.producers import export_office, missing, print_web_page, save_docx
from pipeline.model import Document
from pipeline.reading import read_document

SIZE = 10.5
Draw = Callable[[Canvas], object]

COLUMNS = [
    "本日の審議会を開きます。委員の皆様",
    "には、お忙しい中をお集まりいただき",
    "、ありがとうございます。",
]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if not line.furniture]


def down(canvas: Canvas, text: str, x: float, y: float = 700) -> None:
    """Draw a column, one character under the other; Latin letters lie on their side."""
    for char in text:
        if char.isascii():
            canvas.saveState()
            canvas.translate(x + 0.15 * SIZE, y + 0.88 * SIZE)
            canvas.rotate(-90)
            canvas.drawString(0, 0, char)
            canvas.restoreState()
            y -= canvas.stringWidth(char, FONT, SIZE)
        else:
            canvas.drawString(x, y, char)
            y -= SIZE


def columns(canvas: Canvas, *lines: str, right: float = 500, y: float = 700) -> None:
    for at, line in enumerate(lines):
        down(canvas, line, right - 18 * at, y)


def test_written_with_a_vertical_font(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
        canvas.setFont("HeiseiMin-W3", SIZE)
        # written left column first: pdfium keeps that order, the page reads from the right
        for at, text in reversed(list(enumerate(COLUMNS))):
            canvas.drawString(500 - 18 * at, 700, text)

    assert texts(drawn(draw)) == COLUMNS


def test_written_across_the_columns(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(max(map(len, COLUMNS))):
            for at, text in enumerate(COLUMNS):
                if row < len(text):
                    canvas.drawString(500 - 18 * at, 700 - SIZE * row, text[row])

    assert texts(drawn(draw)) == COLUMNS


@pytest.mark.parametrize(
    "text",
    [
        "情報のISMS適合性評価制度について",
        "PayPay社のサービスを利用する場合",
        "条例Xの規定による……第三者―注―",
    ],
)
def test_letters_on_their_side_are_part_of_the_column(drawn, text: str) -> None:
    document = drawn(lambda c: columns(c, *COLUMNS[:2], text))
    assert texts(document) == [*COLUMNS[:2], text]


def test_two_digits_side_by_side_are_part_of_the_column(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, *COLUMNS)
        down(canvas, "条例第", 446)
        canvas.drawString(446, 700 - 3 * SIZE, "12")
        down(canvas, "条の規定による審議会の案件", 446, 700 - 4 * SIZE)

    assert texts(drawn(draw))[-1] == "条例第12条の規定による審議会の案件"


def test_characters_beyond_the_bmp_stay_whole(drawn) -> None:
    document = drawn(lambda c: columns(c, *COLUMNS, "𠮟田委員　𩸽町"))
    assert texts(document) == [*COLUMNS, "𠮟田委員　𩸽町"]
    assert document.issues == ()


def test_the_box_of_a_column_is_that_of_its_characters(drawn) -> None:
    line = drawn(lambda c: columns(c, *COLUMNS)).lines[0]
    assert (line.x0, line.x1) == (500, 500 + SIZE)
    assert line.top == pytest.approx(A4[1] - 700 - 0.88 * SIZE, abs=0.02)
    assert line.bottom == pytest.approx((line.top or 0) + SIZE * len(COLUMNS[0]), abs=0.02)


@pytest.mark.parametrize("form", ["- {} -", "{}", "1{}"])
def test_a_page_number_under_the_columns_is_none_of_them(drawn, form: str) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, *COLUMNS, right=318)
        number = form.format(canvas.getPageNumber())
        canvas.drawCentredString(305, 36, number)  # under the second column

    document = drawn(draw, draw, draw)
    assert texts(document) == COLUMNS * 3
    assert list(document.page_labels.values()) == [form.format(n).strip("- ") for n in (1, 2, 3)]


def test_a_head_across_the_page_is_none_of_the_columns(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, *COLUMNS)
        canvas.drawString(300, 800, "架空市審議会会議録")

    document = drawn(draw, draw, draw)
    assert texts(document) == COLUMNS * 3
    assert document.lines[0].text == "架空市審議会会議録"
    assert document.lines[0].furniture == "running_head"


def test_readings_beside_columns_are_set_aside(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, *COLUMNS)
        canvas.setFont(FONT, SIZE / 2)
        for row, char in enumerate("しんぎかい"):
            canvas.drawString(500 + SIZE, 700 - 3 * SIZE - SIZE / 2 * row + SIZE / 2, char)

    document = drawn(draw)
    assert texts(document) == COLUMNS
    aside = [(line.text, line.furniture) for line in document.lines if line.furniture]
    assert aside == [("しんぎかい", "ruby")]


def test_two_tiers_are_read_one_after_the_other(drawn) -> None:
    tiers = [
        [f"{n}番目の段落がここにある。" for n in part] for part in ("一二三四五六", "七八九十百千")
    ]

    def draw(canvas: Canvas) -> None:
        columns(canvas, *tiers[0])
        columns(canvas, *tiers[1], y=700 - 15 * SIZE)

    assert texts(drawn(draw)) == tiers[0] + tiers[1]


def test_bold_by_double_strike_is_read_once(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        for row, char in enumerate(COLUMNS[0]):
            for shift in (0, 0.3):
                canvas.drawString(500 + shift, 700 - SIZE * row, char)
        columns(canvas, COLUMNS[1], right=482)

    assert texts(drawn(draw)) == COLUMNS[:2]


def test_a_stamp_on_a_vertical_page_is_set_aside(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, *COLUMNS)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "写し")

    document = drawn(draw)
    assert texts(document) == COLUMNS
    assert [(line.text, line.furniture) for line in document.lines[3:]] == [
        ("写し", "rotated_text")
    ]


ENTRIES = [f"{mark}案" for mark in "甲乙丙丁戊己庚辛壬癸"]


def test_a_list_of_short_lines_is_not_vertical(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        for at, text in enumerate(ENTRIES):
            canvas.drawString(72, 700 - 18 * at, text)

    assert texts(drawn(draw)) == ENTRIES


PARAGRAPHS = [
    "第七十四回　架空市個人情報保護審議会　会議録",
    "日時　令和四年一月二十一日（金）午後二時から",
    "○会長（山田太郎）　ただいまから開会します。ISMS適合性評価制度の認証を取得している事業者を選定"
    "した理由は何か、「条例第12条第2項」の規定によるのか、説明してください。お願いします。",
    "○事務局　PayPay社のサービスで市が……利用するもので、費用は1,500,000円―約十％―です。〜以上～。",
    *["○委員（髙橋）　" + "電子申込システムを使う手続きについては、把握しているのか。" * 4] * 16,
    "○会長　閉会します。",
]
PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><style>
@font-face {{ font-family: F; src: url("{url}"); }} html {{ writing-mode: vertical-rl; }}
@page {{ size: A4; margin: 60pt; }} body {{ font: 10.5pt/1.7 F; margin: 0; }} p {{ margin: 0; }}
</style></head><body>{rows}</body></html>"""


def by_browser(path: Path) -> None:
    rows = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    print_web_page(PAGE.format(url=font_file().as_uri(), rows=rows), path)


def by_office(path: Path) -> None:
    source = path.with_suffix(".docx")
    save_docx(source, map(Paragraph, PARAGRAPHS))
    word = docx.Document(str(source))
    word.sections[0]._sectPr.append(parse_xml(f'<w:textDirection {nsdecls("w")} w:val="tbRl"/>'))
    word.styles["Normal"].paragraph_format.line_spacing = None  # LibreOffice sets exact ones askew
    word.save(str(source))
    export_office({source: path})


@pytest.mark.parametrize(("name", "make"), [("chromium", by_browser), ("libreoffice", by_office)])
def test_what_programs_write(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    if wanting := missing(name):
        pytest.skip(f"needs {wanting}")
    make(tmp_path / "a.pdf")
    document = read_document(tmp_path / "a.pdf")
    joined: list[str] = []
    for line in document.lines:
        if not line.furniture:
            text = "".join(line.text.split())
            joined[-1:] = [joined[-1] + text] if line.continues else [*joined[-1:], text]
    assert joined == ["".join(text.split()) for text in PARAGRAPHS]
    assert (document.pages or 0) > 1
    if name == "libreoffice":  # its page number stands across the page
        assert document.page_labels == {n: str(n) for n in range(1, (document.pages or 0) + 1)}
