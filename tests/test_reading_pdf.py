"""Traps of PDFs, each on a file made here: lines, spaces, characters, places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from raw_pdf import RawPage, write_raw_pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import pipeline
from generator.pdf import FONT, register_font, write_pdf
from pipeline.model import Document
from pipeline.reading import read_document

SIZE = 10.5
Draw = Callable[[Canvas], object]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., Document]:
    """Return a reader of the PDF that some functions draw, one a page."""

    def read(*pages: Draw) -> Document:
        register_font()
        path = tmp_path / "drawn.pdf"
        canvas = Canvas(str(path), pagesize=A4, invariant=1)
        for draw in pages:
            canvas.setFont(FONT, SIZE)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return read_document(path)

    return read


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if not line.furniture]


def draw_text(canvas: Canvas, x: float, y: float, text: str, *, mode: int = 0) -> None:
    writing = canvas.beginText(x, y)
    writing.setTextRenderMode(mode)
    writing.textOut(text)
    canvas.drawText(writing)


@pytest.mark.parametrize(
    "text",
    [
        "第74回　吹田市個人情報保護審議会",
        "髙橋 﨑山 𠮟田 𩸽 ①Ⅳ㈱ ～〜",  # two of these lie beyond the BMP
        "全国 1,121 自治体で PayPay 等",
        "（かっこ）「かぎ」、。ー・…―",
        "ﾊﾝｶｸ ＡＢＣ abc",
    ],
)
def test_characters_come_back(tmp_path: Path, text: str) -> None:
    write_pdf(tmp_path / "a.pdf", [text])
    assert texts(read_document(tmp_path / "a.pdf")) == [text]


def test_radicals_become_the_characters_they_stand_for(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["⻑野　⼭⽥ ⼀郎"])
    assert texts(read_document(tmp_path / "a.pdf")) == ["長野　山田 一郎"]


@pytest.mark.parametrize(
    ("glyphs", "actual", "text"),
    [
        # without ActualText, as word processors print: the map gives radicals
        ("⼭⽥⻑野⻄", None, "山田長野西"),
        # with it, as browsers print: the map gives radicals, the page says what they are
        ("⼭⽥⻑野⻄", "山田長野西", "山田長野西"),
        # Korean and Japanese compatibility ideographs: the first are no names of Japan
        ("\uf9f7川\uf98a", None, "立川力"),
        ("\ufa19\ufa11髙\uf9dc", None, "\ufa19\ufa11髙\uf9dc"),
        ("14時〜15時～", None, "14時〜15時～"),
        # variants of 葛 and 辻: one glyph of two characters, or of three units
        (["葛\U000e0100", "城", "辻\U000e0101"], None, "葛\U000e0100城辻\U000e0101"),
        (["𠮷", "田"], None, "𠮷田"),
        (["ﬁ", "ffi"], None, "fiffi"),
    ],
)
def test_what_glyphs_mean(tmp_path: Path, glyphs: list[str], actual: str | None, text: str) -> None:
    page = RawPage()
    page.show(72, 700, glyphs, actual)
    page.show(72, 680, "次の行")
    document = read_document(write_raw_pdf(tmp_path / "a.pdf", page))
    assert texts(document) == [text, "次の行"]
    assert [line.x0 for line in document.lines] == [72, 72]
    assert document.issues == ()


@pytest.mark.parametrize(
    ("glyphs", "code"),
    [
        (["議", "", "長"], "cid_characters"),  # which glyph to draw, and no more
        (["議", "\ufffd", "長"], "characters_lost"),
        (["議", "\ue000", "長"], "private_use_characters"),
    ],
)
def test_glyphs_without_a_meaning_are_reported(
    tmp_path: Path, glyphs: list[str], code: str
) -> None:
    pages = [RawPage(), RawPage()]
    pages[0].show(72, 700, "はい。")
    pages[1].show(72, 700, [*"本日の審議会を開きます。", *glyphs])
    document = read_document(write_raw_pdf(tmp_path / "a.pdf", *pages))
    (issue,) = document.issues
    assert (issue.severity, issue.code, issue.page) == ("warning", code, 2)


@pytest.mark.parametrize("first", [1, 0x30, 0x4E00])
def test_a_font_without_meaning_is_reported_whatever_its_numbers(
    tmp_path: Path, first: int
) -> None:
    # pdfium shows the number of such a glyph as if it were its character: 丁 for the second
    page = RawPage()
    for at in range(40):
        page.show(72, 780 - 18 * at, [*"本日の審議会を開きます。", ""])
    document = read_document(write_raw_pdf(tmp_path / "a.pdf", page, first=first))
    (issue,) = document.issues
    assert (issue.code, issue.message.split()[0]) == ("cid_characters", "40")


def test_names_keep_their_characters_in_the_tables(tmp_path: Path) -> None:
    page = RawPage()
    for at, line in enumerate(
        [
            "第３回架空市審議会　会議録",
            "日時　令和4年1月21日（金）",
            "場所　架空市役所",
            "出席委員",
            "会長　髙橋　一郎",
            "委員　山﨑　花子",
            "委員　𠮷田　次郎",
            "会長：開会します。",
            "𠮷田委員：はい。",
        ]
    ):
        page.show(72, 780 - 20 * at, line)
    tables = pipeline.read(write_raw_pdf(tmp_path / "a.pdf", page), tags=False).tables()
    assert tables["attendees"]["name"].tolist() == ["髙橋 一郎", "山﨑 花子", "𠮷田 次郎"]
    assert tables["attendees"]["family_name"].tolist() == ["髙橋", "山﨑", "𠮷田"]
    assert tables["turns"]["speaker"].tolist() == ["会長", "𠮷田委員"]


def test_places_beyond_the_bmp_do_not_shift(tmp_path: Path) -> None:
    # pdfium counts UTF-16 units: each 𠮟 before a line moves its index by one.
    write_pdf(tmp_path / "a.pdf", ["𠮟𠮟𠮟𠮟", "委員：はい。", "𩸽"])
    write_pdf(tmp_path / "b.pdf", ["漢漢漢漢", "委員：はい。", "漢"])
    boxes = [
        [(line.x0, line.top, line.x1, line.bottom) for line in read_document(path).lines]
        for path in (tmp_path / "a.pdf", tmp_path / "b.pdf")
    ]
    assert boxes[0] == boxes[1]


def test_a_line_knows_its_box_in_points_from_the_top_left(drawn) -> None:
    (line,) = drawn(lambda c: c.drawString(100, A4[1] - 200, "（委員）")).lines
    # the em box, without regard to ink: （ has its ink in the right half
    assert (line.page, line.x0, line.x1) == (1, 100.0, 100 + 4 * SIZE)
    assert line.size == SIZE
    assert line.bottom - line.top == pytest.approx(SIZE, abs=0.02)
    assert line.top < 200 < line.bottom


def test_size_counts_the_scale_of_the_page(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(0.5, 0.5)
        canvas.drawString(200, 1000, "委員")

    (line,) = drawn(draw).lines
    assert line.size == SIZE / 2
    assert line.x0 == 100


@pytest.mark.parametrize(
    ("gaps", "text"),
    [
        # a quarter em between kanji and digits is set by the program, not typed
        ([("第", 0), ("12", 0.25), ("条", 0.25)], "第12条"),
        ([("全国", 0), ("12", 0.6), ("市", 0.6)], "全国 12 市"),
        # a line stretched to the margin
        ([("審議", 0), ("会、", 0.18), ("事務局", 0.19)], "審議会、事務局"),
        ([("資料", 0), ("(2)", 0.18), ("の件", 0.18)], "資料(2)の件"),
        # where no program parts two characters a narrow gap was typed
        ([("８", 0), ("○会長", 0.27)], "８ ○会長"),
        ([("(会長)", 0), ("山田", 0.27), ("太郎", 0.27)], "(会長) 山田 太郎"),
        # columns made with tab stops, labels spread over their width
        ([("会長", 0), ("山田", 2), ("太郎", 1)], "会長　　山田　太郎"),
        ([("日", 0), ("時", 1), ("令和", 3)], "日　時　　　令和"),
    ],
)
def test_gaps_are_spaces_by_their_width(drawn, gaps: list[tuple[str, float]], text: str) -> None:
    def draw(canvas: Canvas) -> None:
        x = 72.0
        for part, gap in gaps:
            x += gap * SIZE
            canvas.drawString(x, 700, part)
            x += canvas.stringWidth(part, FONT, SIZE)

    assert texts(drawn(draw)) == [text]


def test_what_is_drawn_last_and_stands_first_is_read_first(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "「異議なし」の声あり）")
        canvas.drawString(72, 700, "(")

    (line,) = drawn(draw).lines
    assert line.text == "(「異議なし」の声あり）"
    assert line.x1 == 72 + 11 * SIZE


def test_justified_lines_gain_no_spaces(tmp_path: Path) -> None:
    text = "第12条の規定により、ISMS適合性評価制度の認証を取得している。" * 8
    write_pdf(tmp_path / "a.pdf", [text], justify=True)
    assert "".join(texts(read_document(tmp_path / "a.pdf"))) == text


def test_letter_spaced_titles_stay_one_word(drawn) -> None:
    assert texts(drawn(lambda c: c.drawString(72, 700, "議事録", charSpace=2))) == ["議事録"]


def test_a_hyphen_at_the_end_of_a_line_does_not_join_two_lines(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "資料A-")
        canvas.drawString(72, 680, "B案")
        canvas.drawString(72, 660, "委員")

    lines = drawn(draw).lines
    assert [line.text for line in lines] == ["資料A-", "B案", "委員"]
    tops = [line.top for line in lines]
    assert [round(low - high) for high, low in pairwise(tops)] == [20, 20]


def test_bold_by_double_strike_is_read_once(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "太字の見出し")
        canvas.drawString(72.3, 700, "太字の見出し")

    assert texts(drawn(draw)) == ["太字の見出し"]


def test_hidden_text_is_set_aside(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "見える")
        draw_text(canvas, 72, 650, "隠れた文字", mode=3)

    document = drawn(draw)
    assert [(line.text, line.furniture) for line in document.lines] == [
        ("見える", ""),
        ("隠れた文字", "hidden_text"),
    ]
    assert document.ocr_pages == 0


def test_the_text_layer_of_a_scan_is_text_and_counted(drawn) -> None:
    document = drawn(
        lambda c: draw_text(c, 72, 700, "読み取られた文字", mode=3),
        lambda c: c.drawString(72, 700, "委員"),
    )
    assert texts(document) == ["読み取られた文字", "委員"]
    assert document.ocr_pages == 1


def test_a_stamp_at_an_angle_is_set_aside(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "本文")
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.drawString(0, 0, "写し")
        canvas.restoreState()

    document = drawn(draw)
    assert texts(document) == ["本文"]
    assert [line.furniture for line in document.lines] == ["", "rotated_text"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(drawn, turn: int) -> None:
    width, height = A4

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        # reportlab swaps the sides of a page that lies on its side
        canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
        canvas.rotate(turn)
        canvas.drawString(72, 500, "一行目")
        canvas.drawString(72, 480, "二行目")

    one, two = drawn(draw).lines
    assert (one.text, one.furniture, one.x0, two.x0) == ("一行目", "", 72.0, 72.0)
    assert two.top - one.top == pytest.approx(20)


def test_readings_over_kanji_are_set_aside(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "会場は架空市役所です。")
        canvas.setFont(FONT, SIZE / 2)
        canvas.drawString(72 + 3 * SIZE, 700 + 0.95 * SIZE, "かくうし")

    document = drawn(draw)
    assert texts(document) == ["会場は架空市役所です。"]
    assert {line.furniture for line in document.lines} == {"", "ruby"}


def test_pages_are_counted_and_named(tmp_path: Path) -> None:
    pages = write_pdf(tmp_path / "a.pdf", ["本文です。"] * 100)
    document = read_document(tmp_path / "a.pdf")
    assert (document.pages, document.media_type, document.reader) == (
        pages,
        "application/pdf",
        "pdfium",
    )
    assert document.page_labels == {n: str(n) for n in range(1, pages + 1)}
    assert [line.no for line in document.lines] == list(range(1, len(document.lines) + 1))
    assert {line.page for line in document.lines} == set(range(1, pages + 1))
