"""Bytes become the lines their writer saw, whatever the encoding and whatever the damage."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading import read_document, read_text
from pipeline.reading.characters import clean, split_lines
from pipeline.reading.decoding import decode

MINUTES = "第１回　審議会 会議録\n委員：①の件、髙﨑さんは？\n○会長（山田）　〜終了～\n"


def read(tmp_path: Path, data: bytes, name: str = "minutes.txt"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_encodings_give_the_same_lines(tmp_path: Path, codec: str, name: str) -> None:
    document = read(tmp_path, MINUTES.encode(codec))
    assert [line.text for line in document.lines] == MINUTES.splitlines()
    assert document.encoding == name
    assert document.issues == ()


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        # CP932 with the NEC and IBM characters that Shift_JIS does not have
        ("委員：①髙﨑～です。".encode("cp932"), "委員：①髙﨑～です。", "cp932"),
        # EUC-JP as Windows writes it: ① is row 13, 髙 row 92
        (b"\xb0\xd1\xb0\xf7\xa1\xa7\xad\xa1\xfc\xe2\xa4\xc7\xa4\xb9", "委員：①髙です", "euc-jp"),
        ("委員：ﾊﾝｶｸ、です。".encode("euc_jp"), "委員：ﾊﾝｶｸ、です。", "euc-jp"),
        ("委員：丂を含む補助漢字".encode("euc_jp"), "委員：丂を含む補助漢字", "euc-jp"),
        ("委員：はい。\n次".encode("iso2022_jp"), "委員：はい。\n次", "iso-2022-jp"),
        ("半角ｶﾅ".encode("iso2022_jp_ext"), "半角ｶﾅ", "iso-2022-jp"),
        # ① in ISO-2022-JP, and the last escape is missing
        (b"\x1b$B0Q0w\x2d\x21", "委員①", "iso-2022-jp"),
    ],
)
def test_japanese_encodings(data: bytes, text: str, name: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.damaged) == (text, name, 0)


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_damaged_text_is_read_and_the_damage_counted(tmp_path: Path, codec: str) -> None:
    data = bytearray(("委員：" + "本日の会議を開きます。" * 20).encode(codec))
    data[60] = 0xFF
    document = read(tmp_path, bytes(data))
    assert document.encoding == codec.replace("_", "-")
    assert "本日の会議を開きます。" * 10 in document.lines[0].text
    issue = next(issue for issue in document.issues if issue.code == "characters_lost")
    assert (issue.severity, issue.line) == ("warning", 1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\n\nb\n", ["a", "", "b"]),
        ("一\x0b二\x85三\u2028四\x1c五\x0c六", ["一\x0b二\x85三\u2028四\x1c五\x0c六"]),
        ("", [""]),
    ],
)
def test_only_line_ends_end_lines(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("⼭⽥ ⼀郎", "山田 一郎"),  # Kangxi radicals
        ("⻑野県 ⻄区 ⻘木", "長野県 西区 青木"),  # radicals that NFKC leaves
        ("か\u3099き\u3099ハ\u309a", "がぎパ"),  # NFD
        ("\uf9f7川 \uf98a力", "立川 力力"),  # Korean compatibility ideographs
        ("髙﨑 𠮷田 \ufa19社 \uf9dc", "髙﨑 𠮷田 \ufa19社 \uf9dc"),  # names keep their characters
        ("（株）ＡＢＣ ｶﾅ ～ 〜 ㈱ ①", "（株）ＡＢＣ ｶﾅ ～ 〜 ㈱ ①"),  # width is the writer's
        ("葛\U000e0100城", "葛\U000e0100城"),  # ideographic variation sequence
        ("議\x00長\u200b：\ufeff", "議長："),  # what shows nothing
        ("議\ud800長", "議\ufffd長"),
        ("一\x0b二\x85三\u2028四", "一 二 三 四"),
        ("︵注︶︰", "（注）‥"),  # vertical forms
    ],
)
def test_characters_are_those_that_were_meant(found: str, meant: str) -> None:
    assert clean(found) == meant


def test_composing_takes_linear_time() -> None:
    # NFC of the whole takes more than 20 s; a run of marks is no text.
    assert len(clean("a" + "\u0301\u0327" * 100_000)) > 199_000


@given(st.text())
def test_any_string_is_read_without_loss_of_visible_characters(text: str) -> None:
    document = read_text(text)
    assert all(line.text == clean(line.text) for line in document.lines)
    assert [line.no for line in document.lines] == list(range(1, len(document.lines) + 1))
    assert not any(unicodedata.category(c) == "Cs" for line in document.lines for c in line.text)


@given(st.binary(min_size=1))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    document = read(tmp_path, "\n\n第1回\r\n\r\n委員：はい。".encode())
    assert [(line.no, line.text) for line in document.lines if line.text] == [
        (3, "第1回"),
        (5, "委員：はい。"),
    ]
    assert document.pages is None
    assert all(line.page is None and line.continues is None for line in document.lines)


def test_same_text_same_id_however_it_came(tmp_path: Path) -> None:
    assert read(tmp_path, MINUTES.encode()).sha256 == read_text(MINUTES).sha256


def test_control_characters_are_reported(tmp_path: Path) -> None:
    document = read(tmp_path, "議\x00長\x1b[31mです".encode())
    assert document.lines[0].text == "議長[31mです"
    assert [issue.code for issue in document.issues] == ["control_characters"]


def test_private_characters_are_reported(tmp_path: Path) -> None:
    document = read(tmp_path, "一\n外字 \ue000\ue001 です".encode())
    (issue,) = document.issues
    assert (issue.code, issue.line) == ("private_use_characters", 2)
    assert issue.message.startswith("2 ")


def test_marks_of_markdown_are_no_text() -> None:
    document = read_text("## 議事\n- **日時**：5月1日\n**会長：** 始めます。**重要**な件です。\n")
    assert [line.text for line in document.lines] == [
        "議事",
        "- 日時：5月1日",
        "会長： 始めます。重要な件です。",
    ]


def test_stars_that_mask_names_stay() -> None:
    masked = ["**委員　賛成です。**委員と同じです。", "**市**町の件", "** 休憩 **"]
    document = read_text("\n".join(masked))
    assert [line.text for line in document.lines] == masked


def test_cells_in_quotes_are_parted_by_tabs() -> None:
    document = read_text('"会場","第2会議室"\n"会長","始めます。"\n')
    assert [line.text for line in document.lines] == ["会場\t第2会議室", "会長\t始めます。"]


def test_glyphs_that_bold_type_sets_twice_are_read_once() -> None:
    lines = read_text(
        "第第８８回回審審議議会会\n日日時時　令和5年1月11日\n【【場場所所】】役場"
    ).lines
    assert [line.text for line in lines] == ["第８回審議会", "日時　令和5年1月11日", "【場所】役場"]


def test_one_word_of_doubled_letters_may_be_a_word() -> None:
    text = "ささやまま\n会議録"
    assert [line.text for line in read_text(text).lines] == text.split("\n")
