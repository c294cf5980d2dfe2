"""Lines become paragraphs by where they stand, and page furniture is known by where it stands."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import FONT, Paragraph, register_font, text_paragraphs, wrap, write_pdf
from pipeline.model import Document
from pipeline.parsing import parse
from pipeline.parsing.folding import join_wrapped
from pipeline.reading import read_document
from pipeline.reading.furniture import page_label

LONG = (
    "電子申込システムを使う手続きと、各手続きで取り扱うデータ項目については、"
    "情報漏えいなどに備えて把握し管理しているのか。"
)
LONGER = LONG * 5


def paragraphs(document: Document) -> list[str]:
    joined: list[str] = []
    for line in document.lines:
        if line.furniture:
            continue
        if line.continues:
            joined[-1] += line.text
        else:
            joined.append(line.text)
    return joined


def squeezed(text: str) -> str:
    return "".join(text.split())


def round_trip(tmp_path: Path, items: list[Paragraph | str], **options: object) -> list[str]:
    path = tmp_path / "a.pdf"
    write_pdf(path, items, **options)  # type: ignore[arg-type]
    return paragraphs(read_document(path))


def one_page_of(*items: Paragraph | str) -> list[Paragraph | str]:
    """Return paragraphs after one that shows where the margin is."""
    return [LONGER, *items]


@pytest.mark.parametrize("justify", [False, True])
@pytest.mark.parametrize(
    "items",
    [
        # hanging indents, labels in the margin, no blank lines between
        [f"委員： {LONG}", f"実施機関： {LONGER}", f"委員： {LONG}"],
        # paragraphs after the first stand where the hanging lines stand
        [f"委員：{LONG}", Paragraph(LONG, indent=3.0), f"委員：{LONG}"],
        # first lines indented by one em, as in books
        [Paragraph(LONGER, indent=1, hang=0), Paragraph(LONG, indent=1, hang=0)],
        # ... among them one in a block
        [*[Paragraph(LONGER, indent=1, hang=0)] * 3, Paragraph(f"※{LONG}", indent=1)],
        [Paragraph(f"○会長（山田）　{LONG}", indent=0, hang=1)] * 3,
        # entries of lists and rosters, full lines or not
        [f"({n}) {LONG}" for n in range(1, 5)],
        ["出席：(会長) 山田 太郎", "鈴木 花子　佐藤 次郎", "欠席：加藤 三郎"],
        ["１　開会", "２　議題", "３　その他"],
        # enumerations inside of speech do not begin paragraphs
        [f"委員： 紙の申請では、(1){LONG[:-1]}、(2){LONG[:-1]}、(3){LONG}"],
        # headings in larger gaps, right-aligned dates, centred titles
        [Paragraph("会議録", align="center"), Paragraph("令和4年1月21日", align="right"), LONG],
    ],
)
def test_paragraphs_come_back(tmp_path: Path, items: list[Paragraph | str], justify: bool) -> None:
    items = one_page_of(*items)
    want = [item.text if isinstance(item, Paragraph) else item for item in items]
    got = round_trip(tmp_path, items, justify=justify)
    assert [squeezed(text) for text in got] == [squeezed(text) for text in want]


def test_a_page_break_does_not_end_a_paragraph(tmp_path: Path) -> None:
    items = [f"委員： {LONGER}"] * 12
    path = tmp_path / "a.pdf"
    write_pdf(path, items, running_head="架空市審議会　会議録")
    document = read_document(path)
    crossing = [
        after
        for before, after in itertools.pairwise(x for x in document.lines if not x.furniture)
        if before.page != after.page
    ]
    assert [line.continues for line in crossing] == [True] * len(crossing) != []
    assert [squeezed(text) for text in paragraphs(document)] == [squeezed(t) for t in items]


def test_a_full_last_line_before_a_label_ends_its_paragraph(tmp_path: Path) -> None:
    # 43 characters of 10.5 pt fill the 451.3 pt between the margins but for 0.2 pt.
    full = "委員：" + "あ" * 38 + "。"
    got = round_trip(tmp_path, one_page_of(full, "実施機関：はい。"))
    assert got[-2:] == [full, "実施機関：はい。"]


def test_lines_of_another_size_are_no_continuation(tmp_path: Path) -> None:
    register_font()
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=1)
    for at, size in enumerate((10.5, 10.5, 10.5, 10.5, 8)):
        canvas.setFont(FONT, size)
        canvas.drawString(72, 700 - 16 * at, "あ" * 42)
    canvas.save()
    assert [line.continues for line in read_document(tmp_path / "a.pdf").lines] == [
        False, True, True, True, False,
    ]  # fmt: skip


HEADER = ["第３回架空市審議会会議録", "日時　令和4年1月21日", "場所　市役所", "会長：開会します。"]


def pages_of(canvas: Canvas, *pages: tuple[list[str], list[str]]) -> None:
    """Draw pages of text with footnotes in smaller type below it, and page numbers."""
    for number, (body, notes) in enumerate(pages, start=1):
        canvas.setFont(FONT, 10.5)
        for at, line in enumerate(body):
            canvas.drawString(72, 770 - 18 * at, line)
        canvas.setFont(FONT, 8)
        for at, line in enumerate(notes):
            canvas.drawString(72, 105 - 12 * at, line)
        canvas.drawCentredString(300, 36, str(number))
        canvas.showPage()
    canvas.save()


@pytest.mark.parametrize("mark", ["※ ", "1) ", "*1 ", "注１：", "（注）", "２　"])
def test_footnotes_do_not_cut_the_sentence_above_them(tmp_path: Path, mark: str) -> None:
    register_font()
    speech = f"委員：{LONGER * 6}"
    body = wrap(speech, 451, 451, 10.5)
    notes = [f"{mark}電子申込システムの資料を", "参照のこと。", f"{mark}別の注"]
    path = tmp_path / "a.pdf"
    pages_of(Canvas(str(path)), ([*HEADER, *body[:20]], notes), (body[20:], []))
    document = read_document(path)
    assert paragraphs(document) == [*HEADER, speech]
    aside = [(line.text, line.furniture) for line in document.lines if line.page == 1][-4:]
    assert aside == [*((note, "footnote") for note in notes), ("1", "page_number")]
    minutes = parse(document)
    assert [turn.text for turn in minutes.turns] == ["開会します。", speech.split("：")[1]]
    assert [(note.kind, squeezed(note.text), note.place.page_first) for note in minutes.notes] == [
        ("remark", squeezed("".join(notes[:2])).lstrip("※*"), 1),
        ("remark", squeezed(notes[2]).lstrip("※*"), 1),
    ]


@pytest.mark.parametrize(
    "notes", [["架空市役所総務課"], ["資料の出典は架空市統計書。"]], ids=["no mark", "a sentence"]
)
def test_small_type_without_a_mark_is_no_footnote(tmp_path: Path, notes: list[str]) -> None:
    register_font()
    path = tmp_path / "a.pdf"
    pages_of(Canvas(str(path)), (["会長：開会します。"] * 5, notes))
    assert "footnote" not in {line.furniture for line in read_document(path).lines}


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("PayPay for", "Business を", "PayPay for Business を"),
        ("Yes,", "we can", "Yes, we can"),
        ("架空市は", "PayPay を", "架空市はPayPay を"),
        ("委員会（Web", "会議）", "委員会（Web会議）"),
        ("情報シス", "テム課", "情報システム課"),
        ("1,", "500円", "1,500円"),
    ],
)
def test_a_word_cut_by_the_line(left: str, right: str, whole: str) -> None:
    assert join_wrapped(left, right) == whole


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("- 3 -", ("3", False)),
        ("－１２－", ("12", False)),
        ("― 3 ―", ("3", False)),
        ("3/12", ("3", False)),
        ("3 / 12 ページ", ("3", False)),
        ("Page 3", ("3", False)),
        ("P.3", ("3", False)),
        ("page 3 of 12", ("3", False)),
        ("【3】", ("3", False)),
        ("（3）", ("3", False)),
        ("3ページ", ("3", False)),
        ("3頁", ("3", False)),
        ("３", ("3", True)),
        ("iv", ("iv", True)),
        ("― 三 ―", ("三", False)),
        ("－ 十二 －", ("十二", False)),
        ("-  3  -", ("3", False)),
        ("- 3/12 -", ("3", False)),
        ("─ 3 ─", ("3", False)),
        ("・3・", ("3", False)),
        ("第3頁", ("3", False)),
        ("三頁", ("三", False)),
        ("3ページ／12ページ", ("3", False)),
        ("12ページ中3ページ目", ("3", False)),
        ("ページ 5-02", ("02", False)),
        ("5-2ページ", ("2", False)),
        ("3 of 12", ("3", False)),
        ("Page: 3", ("3", False)),
        ("全12ページ", None),
        ("一", None),
        ("三　その他", None),
        ("3 その他", None),
        ("令和4年", None),
        ("(1) 予算", None),
        ("12345", None),
    ],
)
def test_what_looks_like_a_page_number(text: str, label: tuple[str, bool] | None) -> None:
    assert page_label(text) == label


@pytest.mark.parametrize("form", ["- {n} -", "{n}", "{n}/{total}", "Page {n}", "【{n}】", "{n} 頁"])
@pytest.mark.parametrize("pages", [1, 2, 5])
def test_page_numbers_are_furniture_in_every_style(tmp_path: Path, form: str, pages: int) -> None:
    path = tmp_path / "a.pdf"
    items = [Paragraph(f"第{n}章の本文", page_break=True) for n in "一二三四五"[:pages]]
    write_pdf(path, items, page_numbers=form)
    document = read_document(path)
    assert document.page_labels == {n: str(n) for n in range(1, pages + 1)}
    assert [line.furniture for line in document.lines] == ["", "page_number"] * pages


def test_running_heads_are_furniture(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    items = [Paragraph(f"第{n}章の本文", page_break=True) for n in "一二三四"]
    write_pdf(path, items, running_head="架空市審議会　第３回会議録")
    heads = [line.text for line in read_document(path).lines if line.furniture == "running_head"]
    assert heads == ["架空市審議会　第３回会議録"] * 4


@pytest.mark.parametrize("pages", [1, 2])
def test_a_line_on_two_pages_is_no_running_head(tmp_path: Path, pages: int) -> None:
    path = tmp_path / "a.pdf"
    items = [Paragraph(f"第{n}章の本文", page_break=True) for n in "一二"[:pages]]
    write_pdf(path, items, running_head="架空市審議会")
    assert "running_head" not in {line.furniture for line in read_document(path).lines}


def test_numbers_inside_the_text_stay(tmp_path: Path) -> None:
    # Lone numbers at the head of the type area: entries of a list, not page numbers.
    items = [Paragraph(str(n), page_break=True) for n in (7, 7, 3, 9)]
    write_pdf(tmp_path / "a.pdf", items, page_numbers=None)
    document = read_document(tmp_path / "a.pdf")
    assert [line.furniture for line in document.lines] == [""] * 4
    assert document.page_labels == {}


SETTINGS = list(itertools.product((9, 10.5, 12), (60, 72), (1.2, 1.7), (False, True)))


def test_the_paragraphs_of_the_seed(tmp_path: Path, shared: Path) -> None:
    text = (shared / "seed" / "suita_074.txt").read_text(encoding="utf-8")
    # A stage direction goes on in line 83, a sentence cut by a page break in line 139.
    want = [squeezed(p) for p in text_paragraphs(text, join=(83, 139)) if p]
    write_pdf(tmp_path / "a.pdf", text_paragraphs(text, join=(83, 139)))
    document = read_document(tmp_path / "a.pdf")
    assert [squeezed(p) for p in paragraphs(document)] == want
    assert document.issues == ()
    assert document.pages == 8


def test_the_paragraphs_of_the_seed_in_other_settings(tmp_path: Path, shared: Path) -> None:
    text = (shared / "seed" / "suita_074.txt").read_text(encoding="utf-8")
    items = text_paragraphs(text, join=(83, 139))
    want = [squeezed(p) for p in items if p]
    wrong = 0
    for size, margin, leading, justify in SETTINGS:
        got = round_trip(
            tmp_path, items, size=size, margin=margin, leading=leading, justify=justify
        )
        got = [squeezed(p) for p in got]
        assert "".join(got) == "".join(want)  # nothing dropped, doubled or moved
        wrong += len(set(want) - set(got))
    assert wrong <= 0.01 * len(want) * len(SETTINGS)
