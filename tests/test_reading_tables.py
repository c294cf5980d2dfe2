"""Ruled tables on PDF pages: rows of cells, however the rules were drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import wrap
from pipeline.model import Document
from pipeline.reading.grid import row_lines

SIZE = 10.5
XS = (72.0, 150.0, 250.0, 450.0)
ROWS = [
    ("役職", "氏名", "所属"),
    ("会長", "山田 太郎", "架空大学"),
    ("委員", "鈴木 花子", "架空市"),
]
HEIGHT = 24.0


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if not line.furniture]


def cells(canvas: Canvas, rows: Sequence[Sequence[str]], top: float = 700) -> None:
    """Write the texts of cells, wrapped to their width."""
    for at, row in enumerate(rows):
        for x, right, text in zip(XS, XS[1:], row, strict=False):
            for line, part in enumerate(wrap(text, right - x - 8, right - x - 8, SIZE)):
                canvas.drawString(x + 4, top - HEIGHT * at - 14 - 14 * line, part)


def levels(rows: int) -> list[float]:
    return [700 - HEIGHT * at for at in range(rows + 1)]


def lines(canvas: Canvas, rows: int) -> None:
    canvas.grid(XS, levels(rows))


def boxes(canvas: Canvas, rows: int) -> None:
    for y in levels(rows)[1:]:
        for x, right in pairwise(XS):
            canvas.rect(x, y, right - x, HEIGHT)


def thin_fills(canvas: Canvas, rows: int) -> None:
    """Draw rules as word processors do: filled boxes, half a point wide."""
    ys = levels(rows)
    for y in ys:
        canvas.rect(XS[0], y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        canvas.rect(x, ys[-1], 0.5, ys[0] - ys[-1], stroke=0, fill=1)


def open_sides(canvas: Canvas, rows: int) -> None:
    ys = levels(rows)
    for y in ys:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        canvas.line(x, ys[0], x, ys[-1])


@pytest.mark.parametrize("rule", [lines, boxes, thin_fills, open_sides])
def test_rows_are_lines_and_cells_are_parted_by_tabs(drawn, rule) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 720, "出席者名簿")
        rule(canvas, len(ROWS))
        cells(canvas, ROWS)
        canvas.drawString(72, 600, "以上")

    document = drawn(draw)
    assert texts(document) == ["出席者名簿", *("\t".join(row) for row in ROWS), "以上"]
    assert [line.continues for line in document.lines] == [False] * 5


def test_without_rules_there_is_no_table(drawn) -> None:
    assert not any("\t" in text for text in texts(drawn(lambda c: cells(c, ROWS))))


def test_a_frame_around_text_is_no_table(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 400, 120)
        canvas.drawString(72, 700, "枠の中")
        canvas.drawString(72, 680, "二行目")

    assert texts(drawn(draw)) == ["枠の中", "二行目"]


def test_a_cell_over_two_rows_stands_in_the_first(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 652):
            canvas.line(XS[0], y, XS[-1], y)
        canvas.line(XS[1], 676, XS[-1], 676)  # not under the first column
        for x in XS:
            canvas.line(x, 700, x, 652)
        cells(canvas, [("委員", "山田 太郎", "架空大学"), ("", "鈴木 花子", "架空市")])

    assert texts(drawn(draw)) == ["委員\t山田 太郎\t架空大学", "\t鈴木 花子\t架空市"]


def test_wrapped_lines_of_a_cell_are_joined(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid(XS, (700, 640))
        cells(
            canvas, [("市民総務課長補佐", "佐藤", "架空市役所市民部市民総務課個人情報保護担当係長")]
        )

    assert texts(drawn(draw)) == [
        "市民総務課長補佐\t佐藤\t架空市役所市民部市民総務課個人情報保護担当係長"
    ]


def test_columns_written_one_after_the_other_still_make_rows(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, len(ROWS))
        for column, x in enumerate(XS[:-1]):
            for at, row in enumerate(ROWS):
                canvas.drawString(x + 4, 700 - HEIGHT * at - 14, row[column])

    assert texts(drawn(draw)) == ["\t".join(row) for row in ROWS]


def speech_table(rows: Sequence[tuple[str, str]]) -> Callable[[Canvas], object]:
    def draw(canvas: Canvas) -> None:
        canvas.grid((72, 150, 450), levels(len(rows)))
        for at, (speaker, text) in enumerate(rows):
            canvas.drawString(76, 700 - HEIGHT * at - 14, speaker)
            canvas.drawString(154, 700 - HEIGHT * at - 14, text)

    return draw


def test_a_head_row_repeated_on_every_page_is_furniture(drawn) -> None:
    head = ("発言者", "発言内容")
    document = drawn(
        speech_table([head, ("委員", "はい。")]), speech_table([head, ("事務局", "いいえ。")])
    )
    assert texts(document) == ["発言者\t発言内容", "委員\tはい。", "事務局\tいいえ。"]
    assert [line.text for line in document.lines if line.furniture] == ["発言者\t発言内容"]


def test_a_speech_cut_by_the_page_goes_on(drawn) -> None:
    document = drawn(
        speech_table([("委員", "この件については")]),
        speech_table([("", "どうお考えですか。"), ("事務局", "はい。")]),
    )
    assert [(line.text, line.continues) for line in document.lines] == [
        ("委員\tこの件については", False),
        ("どうお考えですか。", True),
        ("事務局\tはい。", False),
    ]


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        ([["会長"], ["山田"]], ["会長\t山田"]),
        ([["会長"], [], ["大学"]], ["会長\t\t大学"]),
        ([[], ["山田"]], ["\t山田"]),
        ([["会長", "委員"], ["山田", "鈴木"]], ["会長\t山田", "委員\t鈴木"]),
        ([["委員"], ["一", "二", "三"]], ["委員\t一", "二", "三"]),
        ([[], []], []),
    ],
)
def test_cells_of_several_lines(row: list[list[str]], rows: list[str]) -> None:
    assert row_lines(row) == rows
