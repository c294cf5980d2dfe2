"""Whole minutes as they are published: what stands after the proceedings, and that nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

LAYOUTS = Path(__file__).parent / "layouts"
WHOLE = sorted(LAYOUTS.glob("whole_*.txt"))

SPOKEN = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から午後4時まで\n"
    "場所　市役所3階 会議室\n出席委員　森本会長、西田委員、大谷委員\n議題\n1 事業計画について\n"
    "会長：始めます。\n委員：時期はいつですか。\n事務局：3月です。\n会長：以上で閉会します。\n"
)

TAILS = [
    ("以上", ["end_mark"]),
    (
        "会議の顛末を記載し、署名する。\n令和4年3月1日\n会長　森本 保",
        ["attestation", "signature", "signature"],
    ),
    ("署名委員　西田 誠　㊞", ["label", "header"]),
    (
        "上記は、会議の要点を記録したものであることを確認する。\n令和4年3月1日　署名委員　西田 誠",
        ["attestation", "signature"],
    ),
    (
        "上記のとおり相違ない。\n議　長　　　　　　　㊞\n議事録署名委員（２番）　　　　㊞",
        ["attestation", "signature", "label", "header"],
    ),
    ("問い合わせ先\n教育部図書館　電話000-000-0000", ["label", "header"]),
    ("（担当）\n北浜市教育部図書館奉仕係\nTEL 000-000-0000", ["contact", "contact", "contact"]),
    ("次回開催予定　令和4年5月12日（木）午後2時", ["label", "header"]),
    ("配布資料\n資料1　事業計画\n資料2　利用統計", ["label", "header", "header"]),
    (
        "別紙\n第1条　協議会を置く。\n（会議）\n第2条　会長が招集する。",
        ["heading", "section", "section", "section"],
    ),
    ("別紙\n意見：開館時間を延ばしてほしい。", ["heading", "section"]),
    (
        "このページに関するお問い合わせ\n教育部図書館\nページトップへ戻る",
        ["contact", "contact", "web_page"],
    ),
    (
        "PDFファイルをご覧いただくにはAdobe Readerが必要です。\nCopyright © Kitahama City.",
        ["web_page", "web_page"],
    ),
    ("（注1）奉仕係　図書の貸出しを受け持つ係", ["note"]),
]


def roles(minutes: Minutes, line: int) -> list[str]:
    texts = {one.no: one.text for one in minutes.document.lines}
    return [
        p.role for p in minutes.passages if p.line == line and texts[line][p.start : p.end].strip()
    ]


@pytest.mark.parametrize(("tail", "expected"), TAILS)
def test_what_stands_after_the_proceedings_is_no_speech(tail: str, expected: list[str]) -> None:
    minutes = parse(read_text(SPOKEN + tail + "\n"))
    first = SPOKEN.count("\n") + 1
    found = [
        role for line in range(first, first + tail.count("\n") + 1) for role in roles(minutes, line)
    ]
    assert found == expected
    assert minutes.turns[-1].text == "以上で閉会します。"


def test_a_contact_or_paper_amid_the_proceedings_ends_them_not() -> None:
    text = SPOKEN.replace(
        "会長：以上で", "別紙\n利用統計の表\n委員：別紙は何ですか。\n会長：以上で"
    )
    minutes = parse(read_text(text))
    assert [turn.speaker for turn in minutes.turns] == ["会長", "委員", "事務局", "委員", "会長"]


def test_fields_of_a_form_go_on_behind_the_proceedings() -> None:
    minutes = parse(read_text(SPOKEN + "8　傍聴者　3名\n9　備考　なし\n"))
    assert minutes.meeting is not None
    assert minutes.meeting.observers == 3
    assert minutes.turns[-1].text == "以上で閉会します。"


def test_an_attachment_is_a_section_of_no_case() -> None:
    minutes = parse(read_text(SPOKEN + "別紙1　協議会条例\n第1条　協議会を置く。\n"))
    section = minutes.sections[-1]
    assert (section.path, section.case_id, section.text) == (
        "別紙1協議会条例",
        None,
        "第1条　協議会を置く。",
    )


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_every_character_of_whole_minutes_is_explained_once(path: Path) -> None:
    minutes = parse(read_document(path))
    texts = {line.no: line.text for line in minutes.document.lines}
    taken: Counter[str] = Counter()
    before = (0, 0)
    for passage in minutes.passages:
        assert before <= (passage.line, passage.start)
        before = (passage.line, passage.end)
        taken.update("".join(texts[passage.line][passage.start : passage.end].split()))
    assert taken == Counter("".join("".join(texts.values()).split()))
    assert [texts[p.line] for p in minutes.passages if p.role == "residue"] == []
    assert minutes.coverage == 1.0


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_records_hold_the_characters_that_the_ledger_gives_them(path: Path) -> None:
    minutes = parse(read_document(path))
    texts = {line.no: line.text for line in minutes.document.lines}
    written: dict[str, str] = {}
    for passage in minutes.passages:
        if passage.role in ("turn", "section"):
            part = texts[passage.line][passage.start : passage.end]
            written[passage.record_id] = written.get(passage.record_id, "") + part
    held = {t.turn_id: t.text for t in minutes.turns if t.text}
    held |= {s.section_id: s.text for s in minutes.sections if s.text}
    assert {name: "".join(text.split()) for name, text in held.items()} == {
        name: "".join(text.split()) for name, text in written.items()
    }


@pytest.mark.parametrize(
    "line",
    [
        "スマートフォンから申し込めるようにしてほしいという声が多く、",
        "ホームページを見て来られた方が",
        "SNSの登録者は",
        "印刷の費用は年間で30万円、",
        "LINEで配信する",
        "このページは前回と同じです。",
        "・スマートフォン入門講座　全8回",
        "更新日を入れる、",
        "普通",
    ],
)
def test_words_of_web_pages_end_no_speech(line: str) -> None:
    said = f"資料のとおりです。\n{line}\n予算は3万円です。"
    for text in (
        SPOKEN.replace("会長：以上で", f"事務局：{said}\n会長：以上で"),
        SPOKEN.replace("会長：以上で", f"会長：{said}\n以上で"),
    ):
        assert "予算は3万円です。" in parse(read_text(text)).turns[3].text


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("出席者名簿\n会長　森本　隆\n委員　西田　悟\n委員　大谷　一", ["森本 隆", "西田 悟", "大谷 一"]),
        ("【別紙】\n\n出席委員名簿\n\n森本　隆（会長）\n西田　悟", ["森本 隆", "西田 悟"]),
        ("別紙\n第3回図書館協議会　出席者一覧\n会長　森本　隆\n委員　西田　悟", ["森本 隆", "西田 悟"]),
        ("委員名簿\nの3頁を御覧ください。", []),
    ],
)  # fmt: skip
def test_a_list_of_people_stands_behind_speech(tail: str, names: list[str]) -> None:
    text = SPOKEN.replace("会長：以上で閉会します。\n", "会長：ありがとうございました。\n")
    text = text.replace("出席委員　森本会長、西田委員、大谷委員\n", "")
    assert [one.name for one in parse(read_text(f"{text}{tail}\n")).attendees] == names
