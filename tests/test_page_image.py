"""A page drawn with its records: the right lines, in the right places, or a clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

import pipeline
from generator.pdf import FONT, Paragraph, register_font, write_pdf
from pipeline.cli import main
from pipeline.page_image import PageImageError, _boxes

PAGES = [
    "第３回架空市環境審議会会議録",
    "日時　令和4年1月21日（金）　午後2時",
    "場所　架空市役所",
    "出席委員　山田太郎、鈴木花子",
    "会長：ただいまから開会します。",
    "委員：この計画の費用はいくらですか。",
    "事務局：百万円です。",
    Paragraph("委員：わかりました。", page_break=True),
    "会長：閉会します。",
]


@pytest.fixture
def minutes(tmp_path: Path) -> pipeline.Minutes:
    write_pdf(tmp_path / "a.pdf", PAGES)
    return pipeline.read(tmp_path / "a.pdf", tags=False)


def test_every_line_of_the_page_has_a_box_and_a_name(minutes: pipeline.Minutes) -> None:
    boxes = list(_boxes(minutes, 2))
    assert [(line.text, role, name) for line, role, name in boxes] == [
        ("委員：わかりました。", "turn", "turn 4"),
        ("会長：閉会します。", "turn", "turn 5"),
        ("- 2 -", "page_number", "page_number"),
    ]


def test_boxes_stand_around_the_ink_of_their_line(minutes: pipeline.Minutes) -> None:
    picture = minutes.page_image(2, dpi=72)
    assert (picture.mode, picture.size) == ("RGB", (596, 842))
    line = next(line for line, _, name in _boxes(minutes, 2) if name == "turn 4")
    corner = picture.getpixel((round(line.x0 or 0), round(line.top or 0)))
    assert corner[2] > corner[0] + 40  # blue: the outline of a turn
    # what is drawn beside the page as printed stays within the boxes and the margin left of them
    plain = Image.new("RGB", picture.size, "white")
    assert ImageChops.difference(picture, plain).getbbox()[2] <= (line.x1 or 0) + 200


def test_the_name_of_a_column_stands_over_it(tmp_path: Path) -> None:
    register_font()
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=1)
    canvas.setFont(FONT, 10.5)
    for at, text in enumerate(["第三回架空市環境審議会の会議録", "日時　令和四年一月二十一日"]):
        for row, char in enumerate(text):
            canvas.drawString(500 - 18 * at, 700 - 10.5 * row, char)
    canvas.save()
    minutes = pipeline.read(tmp_path / "a.pdf", tags=False)
    column = minutes.document.lines[0]
    picture = minutes.page_image(1, dpi=72)
    bounds = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert bounds[1] < (column.top or 0) - 5
    assert bounds[2] <= (column.x1 or 0) + 25


def test_resolution(minutes: pipeline.Minutes) -> None:
    assert minutes.page_image(1, dpi=144).size == (1191, 1684)


@pytest.mark.parametrize("page", [0, 3, -1])
def test_pages_that_are_not_there(minutes: pipeline.Minutes, page: int) -> None:
    with pytest.raises(PageImageError, match="pages 1 to 2"):
        minutes.page_image(page)


def test_a_file_that_changed_is_not_drawn(minutes: pipeline.Minutes, tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["別の文書"] * 50)
    with pytest.raises(PageImageError, match="changed"):
        minutes.page_image(1)
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(PageImageError, match="no longer there"):
        minutes.page_image(1)


def test_text_has_no_pages() -> None:
    with pytest.raises(PageImageError, match="Only PDF"):
        pipeline.read(text="委員：はい。", tags=False).page_image(1)


def test_show_saves_the_page(minutes: pipeline.Minutes, tmp_path: Path) -> None:
    target = tmp_path / "page.png"
    assert main(["show", str(tmp_path / "a.pdf"), "--page", "2", "--save", str(target)]) == 0
    with Image.open(target) as picture:
        assert picture.size == (1241, 1754)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--page", "9", "--save", "x.png"], "no page 9"),
        (["--page", "1"], "go together"),
        (["--save", "x.png"], "go together"),
        (["--page", "1", "--save", "nowhere/x.png"], "not drawn"),
        (["--page", "1", "--save", "x.strange"], "not drawn"),
    ],
)
def test_show_says_what_is_wrong(
    minutes: pipeline.Minutes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["show", "a.pdf", *options]) == 2
    assert said in capsys.readouterr().err
