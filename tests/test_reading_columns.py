"""Two columns of text: one is read after the other, however they were drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import wrap
from pipeline.model import Document

SIZE = 10.5
SENTENCE = (
    "電子申込システムを使う手続きと、各手続きで取り扱うデータ項目については、"
    "情報漏えいなどに備えて把握し管理しているのか。"
)
LEFT = f"委員：{SENTENCE * 6}"
RIGHT = f"事務局：{SENTENCE * 5}"
TITLE = [
    "第３回架空市環境審議会　会議録（令和4年1月21日　架空市役所三階　大会議室にて開催）",
    "会議",
]

Draw = Callable[[Canvas], object]


def paragraphs(document: Document) -> list[str]:
    joined: list[str] = []
    for line in document.lines:
        joined[-1:] = [joined[-1] + line.text] if line.continues else [*joined[-1:], line.text]
    return joined


def columns(left: str, right: str, y: float = 700) -> list[list[tuple[float, float, str]]]:
    """Where the lines of two columns stand."""
    return [
        [(x, y - 18 * at, line) for at, line in enumerate(wrap(text, 210, 210, SIZE))]
        for x, text in ((60, left), (320, right))
    ]


def one_after_the_other(canvas: Canvas, left: str, right: str, y: float = 700) -> None:
    for column in columns(left, right, y):
        for place in column:
            canvas.drawString(*place)


def row_by_row(canvas: Canvas, left: str, right: str, y: float = 700) -> None:
    places = itertools.chain(*columns(left, right, y))
    for place in sorted(places, key=lambda place: (-place[1], place[0])):
        canvas.drawString(*place)


WAYS = [one_after_the_other, row_by_row]


@pytest.mark.parametrize("way", WAYS)
def test_a_paragraph_in_each(drawn, way) -> None:
    assert paragraphs(drawn(lambda c: way(c, LEFT, RIGHT))) == [LEFT, RIGHT]


@pytest.mark.parametrize("way", WAYS)
def test_a_sentence_cut_by_the_column_goes_on(drawn, way) -> None:
    lines = wrap(LEFT, 210, 210, SIZE)
    half = len(lines) // 2
    parts = "".join(lines[:half]), "".join(lines[half:])
    assert paragraphs(drawn(lambda c: way(c, *parts))) == [LEFT]


@pytest.mark.parametrize("way", WAYS)
def test_a_title_over_both(drawn, way) -> None:
    def draw(canvas: Canvas) -> None:
        for at, line in enumerate(TITLE):
            canvas.drawString(60, 760 - 18 * at, line)
        way(canvas, LEFT, RIGHT)
        canvas.drawString(60, 200, TITLE[0])

    assert paragraphs(drawn(draw)) == [*TITLE, LEFT, RIGHT, TITLE[0]]


def test_few_lines_over_both_do_not_show_the_margin(drawn) -> None:
    above = ["会" * 28, "議" * 42, "録" * 28, "案" * 28]  # the second one is longer than the others

    def draw(canvas: Canvas) -> None:
        for at, line in enumerate(above):
            canvas.drawString(60, 790 - 18 * at, line)
        one_after_the_other(canvas, LEFT, RIGHT)

    assert paragraphs(drawn(draw)) == [*above, LEFT, RIGHT]


def test_a_heading_between_two_pairs_of_columns(drawn) -> None:
    def draw(canvas: Canvas) -> None:
        row_by_row(canvas, LEFT, RIGHT)
        canvas.drawString(60, 340, TITLE[0])
        row_by_row(canvas, LEFT, RIGHT, y=310)

    assert paragraphs(drawn(draw)) == [LEFT, RIGHT, TITLE[0], LEFT, RIGHT]


def test_a_longer_left_column(drawn) -> None:
    assert paragraphs(drawn(lambda c: one_after_the_other(c, LEFT, RIGHT[:95]))) == [
        LEFT,
        RIGHT[:95],
    ]


def test_names_and_offices_beside_each_other_are_no_columns(drawn) -> None:
    rows = [(f"委員　山田 {n}郎", f"架空大学 {n}学部教授") for n in "一二三四五六七八九十"]

    def draw(canvas: Canvas) -> None:
        for at, (name, office) in enumerate(rows):
            canvas.drawString(60, 700 - 18 * at, name)
            canvas.drawString(320, 700 - 18 * at, office)

    lines = drawn(draw).lines
    assert [(line.text.split("\u3000")[1], line.text.split("\u3000")[-1]) for line in lines] == [
        (name.split("\u3000")[1], office) for name, office in rows
    ]


def test_questions_beside_their_answers_are_no_columns(drawn) -> None:
    # a table without rules: wider gaps part its rows
    def draw(canvas: Canvas) -> None:
        for at in range(4):
            row_by_row(canvas, f"問{at}　{SENTENCE}", f"答{at}　{SENTENCE}", y=700 - 96 * at)

    lines = [line.text for line in drawn(draw).lines]
    assert [line[:2] for line in lines if line[0] == "問"] == ["問0", "問1", "問2", "問3"]
    assert all(f"答{line[1]}" in line for line in lines if line[0] == "問")
