"""Word documents, made with python-docx and, where it cannot, with the XML that Word writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.model import Document
from pipeline.reading import read_document
from pipeline.reading.docx_numbering import formatted

W = nsdecls("w")


def read(tmp_path: Path, write: Callable[[WordDocument], object]) -> Document:
    word = docx.Document()
    write(word)
    path = tmp_path / "minutes.docx"
    word.save(str(path))
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def paragraph(xml: str) -> Callable[[WordDocument], object]:
    """Return a writer of one paragraph whose content is ``xml``."""
    body = f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{xml}</w:p>'
    return lambda word: word.element.body.insert(0, parse_xml(body))


@pytest.mark.parametrize(
    ("xml", "lines"),
    [
        ("<w:r><w:t>日時</w:t><w:tab/><w:t>令和4年</w:t></w:r>", ["日時\t令和4年"]),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>", ["一", "二"]),
        ('<w:r><w:t>一</w:t><w:br w:type="page"/><w:t>二</w:t></w:r>', ["一", "二"]),
        # tracked changes are accepted
        (
            '<w:ins w:id="1"><w:r><w:t>追加</w:t></w:r></w:ins>'
            '<w:del w:id="2"><w:r><w:delText>削除</w:delText></w:r></w:del>'
            '<w:moveFrom w:id="3"><w:r><w:t>元</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="4"><w:r><w:t>先</w:t></w:r></w:moveTo>',
            ["追加先"],
        ),
        ("<w:hyperlink><w:r><w:t>資料</w:t></w:r></w:hyperlink>", ["資料"]),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", ["3"]),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>すいた</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>吹田</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            ["吹田"],
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:t>文</w:t></w:r>", ["文"]),
        ("<w:sdt><w:sdtContent><w:r><w:t>欄</w:t></w:r></w:sdtContent></w:sdt>", ["欄"]),
        # a text box is written twice, for new and for old programs
        (
            "<w:r><w:t>本文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
            "<w:txbxContent><w:p><w:r><w:t>枠</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
            "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>枠</w:t></w:r></w:p></w:txbxContent>"
            "</mc:Fallback></mc:AlternateContent></w:r>",
            ["本文", "枠"],
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>はい</w:t></w:r>', ["・はい"]),
    ],
)
def test_what_a_paragraph_says(tmp_path: Path, xml: str, lines: list[str]) -> None:
    assert texts(read(tmp_path, paragraph(xml))) == lines


def test_tables_stand_where_they_stand(tmp_path: Path) -> None:
    def write(word: WordDocument) -> None:
        word.add_paragraph("出席者")
        table = word.add_table(3, 2)
        for row, cells in enumerate([("委員", "山田"), ("", "鈴木"), ("事務局", "佐藤\n加藤")]):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        table.cell(0, 0).merge(table.cell(1, 0))
        word.add_paragraph("以上")

    assert texts(read(tmp_path, write)) == [
        "出席者", "委員\t山田", "\t鈴木", "事務局\t佐藤", "加藤", "以上",
    ]  # fmt: skip


def test_lists_have_their_numbers(tmp_path: Path) -> None:
    def write(word: WordDocument) -> None:
        for text in ("開会", "議題"):
            word.add_paragraph(text, style="List Number")
        word.add_paragraph("資料", style="List Bullet")
        word.add_paragraph("閉会", style="List Number")

    assert texts(read(tmp_path, write)) == ["1. 開会", "2. 議題", "・資料", "3. 閉会"]


def test_outer_levels_stand_in_the_numbers_of_inner_ones(tmp_path: Path) -> None:
    def write(word: WordDocument) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, form, text in [(0, "decimalFullWidth", "第%1"), (1, "aiueo", "%1の%2")]
        )
        root = word.part.numbering_part.element
        root.insert(
            0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>')
        )
        root.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for text, level in [("案", 0), ("甲", 1), ("乙", 1), ("案", 0), ("丙", 1)]:
            added = word.add_paragraph(text)
            added._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
            )

    assert texts(read(tmp_path, write)) == [
        "第１ 案",
        "１のア 甲",
        "１のイ 乙",
        "第２ 案",
        "２のア 丙",
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (3, "decimal", "3"),
        (12, "decimalFullWidth", "１２"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "(21)"),
        (4, "aiueoFullWidth", "エ"),
        (2, "iroha", "ロ"),
        (12, "japaneseCounting", "十二"),
        (105, "japaneseCounting", "百五"),
        (10, "ideographDigital", "一〇"),
        (4, "lowerRoman", "iv"),
        (2, "upperLetter", "B"),
        (7, "chicago", "7"),
    ],
)
def test_number_formats(number: int, form: str, text: str) -> None:
    assert formatted(number, form) == text


def test_tracked_changes_are_mentioned(tmp_path: Path) -> None:
    document = read(tmp_path, paragraph('<w:ins w:id="1"><w:r><w:t>追加</w:t></w:r></w:ins>'))
    assert [(issue.severity, issue.code) for issue in document.issues] == [
        ("info", "tracked_changes")
    ]
    assert (document.reader, document.pages, document.encoding) == ("docx", None, "")


def test_breaks_leave_it_open_whether_a_paragraph_ends(tmp_path: Path) -> None:
    document = read(tmp_path, paragraph("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>"))
    assert [line.continues for line in document.lines] == [False, None]


def test_a_document_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.reading import ReadError

    monkeypatch.setattr("pipeline.reading.docx.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(ReadError) as caught:
        read(tmp_path, lambda word: word.add_paragraph("委員"))
    assert caught.value.code == "too_large"
