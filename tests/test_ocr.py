"""Pages that are pictures: which ones are, what Tesseract reads, what is said without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_pdf import RawPage, write_raw_pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import FONT, register_font, text_paragraphs, write_pdf
from generator.scan import CLEAN, WORN, Scanner, save_scan
from pipeline.model import Document, Issue
from pipeline.parsing import parse
from pipeline.reading import ReadError, ocr, read_document
from pipeline.reading.ocr import _mended, _texts, _without_specks, _Word
from pipeline.reading.pdf_page import PageLine, PdfPage
from pipeline.reading.scans import is_garbled, restore_colons

needs_tesseract = pytest.mark.skipif(bool(ocr.missing()), reason="needs Tesseract with Japanese")

TEXT = [f"{n}　委員：これは{n}番目の発言の文章です。" for n in "一二三四五"]


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "missing", lambda: "Install it with: pip install gijiroku[ocr].")


def scan_of(path: Path, items: list[str], scanner: Scanner = CLEAN) -> Path:
    write_pdf(path.with_suffix(".print.pdf"), items)
    save_scan(path.with_suffix(".print.pdf"), path, scanner)
    return path


def warnings(document: Document) -> list[Issue]:
    return [issue for issue in document.issues if issue.severity == "warning"]


def line(text: str, *, hidden: bool = False) -> PageLine:
    return PageLine(text, 72, 72, 300, 82, 10, hidden=hidden)


def test_a_scan_without_ocr_is_refused_with_what_to_install(tmp_path: Path, without_ocr) -> None:
    with pytest.raises(ReadError, match=r"pip install gijiroku\[ocr\]") as caught:
        read_document(scan_of(tmp_path / "scan.pdf", TEXT))
    assert caught.value.code == "image_only"


def mixed(path: Path) -> Path:
    """One page of text, one picture of text with its page number as text, one blank page."""
    scan = scan_of(path.with_suffix(".scan.pdf"), TEXT)
    import pypdfium2

    picture = path.with_suffix(".png")
    pypdfium2.PdfDocument(scan)[0].render(scale=300 / 72).to_pil().save(picture)
    register_font()
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont(FONT, 10.5)
    for at, text in enumerate(TEXT):
        canvas.drawString(72, 700 - 20 * at, text)
    canvas.showPage()
    canvas.setFont(FONT, 10.5)
    canvas.drawImage(str(picture), 0, 0, *A4)
    canvas.drawString(280, 30, "- 2 -")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return path


def test_pictures_among_pages_of_text_are_named(tmp_path: Path, without_ocr) -> None:
    (issue,) = warnings(read_document(mixed(tmp_path / "mixed.pdf")))
    assert (issue.code, issue.page) == ("pages_without_text", 2)
    assert "pip install" in issue.message


@needs_tesseract
def test_only_the_pages_that_are_pictures_are_recognised(tmp_path: Path) -> None:
    document = read_document(mixed(tmp_path / "mixed.pdf"))
    (issue,) = warnings(document)
    assert (issue.code, issue.page, document.ocr_pages) == ("read_by_ocr", 2, 1)
    first = [line.text for line in document.lines if line.page == 1]
    second = [line.text for line in document.lines if line.page == 2]
    assert first == TEXT
    assert [text.split("：")[1] for text in second[:5]] == [text.split("：")[1] for text in TEXT]
    # once as text; that the picture shows it too is no second line
    assert [text for text in second if "2" in text] == ["- 2 -"]


@needs_tesseract
def test_the_speakers_of_the_scanned_seed(tmp_path: Path, shared: Path) -> None:
    source = shared / "seed" / "suita_074.txt"
    want = [turn.speaker for turn in parse(read_document(source)).turns]
    items = text_paragraphs(source.read_text(encoding="utf-8"), join=(83, 139))
    document = read_document(scan_of(tmp_path / "scan.pdf", items))
    got = [turn.speaker for turn in parse(document).turns]
    assert len(got) == len(want) == 41
    assert sum(mine == theirs for mine, theirs in zip(got, want, strict=True)) >= 39
    assert [issue.code for issue in warnings(document)] == ["read_by_ocr"]


@needs_tesseract
def test_a_worn_scan_is_read_with_a_warning(tmp_path: Path) -> None:
    document = read_document(scan_of(tmp_path / "worn.pdf", TEXT * 3, WORN))
    assert [issue.code for issue in warnings(document)] == ["read_by_ocr"]
    assert sum("番目の発言の文章です" in line.text for line in document.lines) >= 10


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("委員　本日の審議会を開きます。資料の一をご覧ください。", False),
        ("1,234 5,678 9,012 3,456 7,890 1,234 5,678", False),  # a table of figures
        ("ISMS 適合性評価制度の認証を取得している事業者を選定した理由は何か。", False),
        ("2'§ $a£¥ ltb lili Ff;lt>fl:lT$h6 *ft0>lf~ 3tl:fJ ¢»·ÆØ rn~1 fl Jll", True),
        ("abc", False),  # too little to tell
    ],
)
def test_hidden_layers_of_another_language(text: str, garbled: bool) -> None:
    assert is_garbled([line(text, hidden=True)]) is garbled
    assert not is_garbled([line(text)])


def test_a_garbled_layer_is_noticed_without_ocr(tmp_path: Path, without_ocr) -> None:
    path = tmp_path / "layer.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for at in range(6):
        writing = canvas.beginText(72, 700 - 20 * at)
        writing.setTextRenderMode(3)
        writing.textOut("ltb lili Ff lt fllT h6 ft0 lf 3tl fJ rn 1 fl Jll")
        canvas.drawText(writing)
    canvas.save()
    assert [issue.code for issue in warnings(read_document(path))] == ["ocr_layer_garbled"]


def test_colons_come_back_to_labels_that_have_them_elsewhere() -> None:
    texts = [
        "委員：はい。",
        "委員：いいえ。",
        "委員 では。",
        "委員：そう。",
        "資料 一",
        "事務局 は",
    ]
    page = PdfPage(595, 842, [line(text) for text in texts], True, 93.0)
    restore_colons([page])
    assert [line.text for line in page.lines] == [*texts[:2], "委員：では。", *texts[3:]]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("委員 : はい。", "委員：はい。"),
        ("案件(1) : 税制課", "案件(1)：税制課"),
        ("13:30 から", "13:30 から"),
        ("褒問 第1号", "諮問 第1号"),
        ("諸問題", "諸問題"),
    ],
)
def test_what_is_mended(read: str, meant: str) -> None:
    assert _mended(read) == meant


def words(*texts: tuple[str, float]) -> list[_Word]:
    return [
        _Word(("1", "1", "1"), 50 * at, 0, 50 * at + 40, 10, confidence, text)
        for at, (text, confidence) in enumerate(texts)
    ]


def test_specks_far_from_the_text_are_left_out() -> None:
    row = words(("場所", 95), ("「", 40))
    assert _without_specks(row, "場所           「") == (row[:1], "場所")
    row = words(("山田", 95), ("会長", 93))
    assert _without_specks(row, "山田      会長") == (row, "山田\u3000会長")


def test_spaces_come_from_the_text_if_it_fits_the_table() -> None:
    rows = [words(("日", 95), ("時", 95))]
    assert _texts(rows, "日 時\n\n\f") == ["日 時"]
    assert _texts(rows, "別の行\n") == ["日時"]
    assert _texts(rows, "") == ["日時"]


def test_a_page_of_glyphs_without_meaning_is_read_as_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "missing", lambda: "")
    read = ocr.Recognised([line("委員：これは発言です。")], 95.0)
    monkeypatch.setattr(ocr, "recognise", lambda page: read)
    page = RawPage()
    for at in range(9):
        page.show(72, 700 - 20 * at, [""] * 30)
    document = read_document(write_raw_pdf(tmp_path / "a.pdf", page, first=0x4E00))
    shown = [(line.text, line.furniture) for line in document.lines]
    assert shown[0] == ("委員：これは発言です。", "")
    assert {furniture for _, furniture in shown[1:]} == {"meaningless_text"}
    assert [issue.code for issue in document.issues] == ["read_by_ocr"]
