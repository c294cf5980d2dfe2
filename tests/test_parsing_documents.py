"""Whole documents: how speakers are marked, what ends a turn, what belongs to which case."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から午後4時まで\n"
    "場所　市役所3階 会議室\n出席委員　森本会長、西田委員、大谷委員\n"
)
AGENDA = "議題\n1 事業計画について\n2 利用統計の報告について\n3 その他\n"

STYLES = {
    "A": "委員：時期はいつか。\n事務局：3月中旬である。\n委員：了解した。\n",
    "A letter-spaced": "委　員：時期はいつか。\n事 務 局：3月中旬である。\n委　員：了解した。\n",
    "B1": "〇委員\n時期はいつか。\n〇事務局\n3月中旬である。\n〇委員\n了解した。\n",
    "B2": "○委員　時期はいつか。\n○事務局　3月中旬である。\n○委員　了解した。\n",
    "B4": "○委員　「時期はいつか。」\n○事務局　「3月中旬である。」\n○委員　「了解した。」\n",
    "B5": "1 ◯委員　時期はいつか。\n2 ◯事務局　3月中旬である。\n3 ◯委員　了解した。\n",
    "C1": "【委員】時期はいつか。\n【事務局】3月中旬である。\n【委員】了解した。\n",
    "C2": "【委員】\n時期はいつか。\n【事務局】\n3月中旬である。\n【委員】\n了解した。\n",
    "D1": "（委員）時期はいつか。\n（事務局）3月中旬である。\n（委員）了解した。\n",
    "E": "＜委員＞\n時期はいつか。\n＜事務局＞\n3月中旬である。\n＜委員＞\n了解した。\n",
    "F1": "委員\n時期はいつか。\n事務局\n3月中旬である。\n委員\n了解した。\n",
    "F2": "委員　時期はいつか。\n事務局　3月中旬である。\n委員　了解した。\n",
    "G": "委員）時期はいつか。\n事務局）3月中旬である。\n委員）了解した。\n",
    "H1": "発言者\t発言内容\n委員\t時期はいつか。\n事務局\t3月中旬である。\n委員\t了解した。\n",
    "I1": "委員・・・時期はいつか。\n事務局・・・3月中旬である。\n委員・・・了解した。\n",
    "I2": "[委員] 時期はいつか。\n[事務局] 3月中旬である。\n[委員] 了解した。\n",
    "I3": "○委員；時期はいつか。\n○事務局；3月中旬である。\n○委員；了解した。\n",
    "B5 numbered": "1:◯委員　時期はいつか。\n2:◯事務局　3月中旬である。\n3:◯委員　了解した。\n",
    "bulleted": "・委員：時期はいつか。\n・事務局：3月中旬である。\n・委員：了解した。\n",
    "dash": "委員 － 時期はいつか。\n事務局 － 3月中旬である。\n委員 － 了解した。\n",
    "table of Markdown": "発言者 | 発言内容 |\n委員 | 時期はいつか。 |\n事務局 | 3月中旬である。 |\n委員 | 了解した。 |\n",
    "cells on lines": "委員 |\n時期はいつか。 |\n事務局 |\n3月中旬である。 |\n委員 |\n了解した。 |\n",
    "lost bracket": "委員】時期はいつか。\n事務局】3月中旬である。\n委員】了解した。\n",
    "label behind": "時期はいつか。（委員）\n3月中旬である。（事務局）\n了解した。（委員）\n",
    "one line": "【委員】時期はいつか。【事務局】3月中旬である。【委員】了解した。\n",
    "I4": "（○委員 ●事務局）\n○時期はいつか。\n●3月中旬である。\n○了解した。\n",
}


QUESTIONS = [
    "質問：時期はいつか。\n回答：3月中旬である。\n",
    "（質問）時期はいつか。\n→（回答）3月中旬である。\n",
    "Q. 時期はいつか。\nA. 3月中旬である。\n",
    "問1　時期はいつか。\n答1　3月中旬である。\n",
]


@pytest.mark.parametrize("body", QUESTIONS)
def test_questions_and_answers(body: str) -> None:
    first, second = parse(read_text(f"{HEAD}{AGENDA}会議の内容\n{body}")).turns
    assert (first.text, second.text) == ("時期はいつか。", "3月中旬である。")
    assert second.replies_to == first.turn_id


@pytest.mark.parametrize("style", STYLES)
def test_every_way_to_mark_a_speaker(style: str) -> None:
    minutes = parse(read_text(f"{HEAD}{AGENDA}会議の内容\n{STYLES[style]}"))
    assert [(t.speaker, t.text) for t in minutes.turns] == [
        ("委員", "時期はいつか。"),
        ("事務局", "3月中旬である。"),
        ("委員", "了解した。"),
    ]
    assert minutes.coverage == 1.0


BODIES = [
    # (what it shows, body, [(speaker, text)])
    (
        "numbered lists inside a speech are no headings",
        "委員：方法は、\n（１）窓口による申請\n（２）郵送による申請\nという理解でよいか。\n事務局：お見込みのとおりです。\n",
        [
            ("委員", "方法は、\n（１）窓口による申請\n（２）郵送による申請\nという理解でよいか。"),
            ("事務局", "お見込みのとおりです。"),
        ],
    ),
    (
        "a list ends with its last entry, whatever particle its last character may be",
        "委員：次の2点です。\n（１）転入者への案内に関すること\n（２）計画の見直し\n以上です。\n事務局：承知した。\n",
        [
            (
                "委員",
                "次の2点です。\n（１）転入者への案内に関すること\n（２）計画の見直し\n以上です。",
            ),
            ("事務局", "承知した。"),
        ],
    ),
    (
        "a role inside a sentence is no speaker",
        "委員：実施機関に対し、資料を求める。\n実施機関に対し、再度確認する。\n事務局：承知した。\n",
        [
            ("委員", "実施機関に対し、資料を求める。\n実施機関に対し、再度確認する。"),
            ("事務局", "承知した。"),
        ],
    ),
    (
        "a quoted speaker is no speaker",
        "○西田委員　森本委員長：と書いた紙が配られている。\n○森本会長　委員：とだけ書いた欄は後で直します。\n",
        [
            ("西田委員", "森本委員長：と書いた紙が配られている。"),
            ("森本会長", "委員：とだけ書いた欄は後で直します。"),
        ],
    ),
    (
        "a stage direction does not end a speech",
        "○森本会長　異議はありませんか。\n（「異議なし」の声あり）\n　それでは、そのように決めます。\n○西田委員　結構です。\n",
        [
            ("森本会長", "異議はありませんか。\nそれでは、そのように決めます。"),
            ("西田委員", "結構です。"),
        ],
    ),
    (
        "a statement of the record ends it",
        "○森本会長　お諮りいたします。\n○西田委員　賛成です。\n採決の結果、全員一致で可決された。\n",
        [("森本会長", "お諮りいたします。"), ("西田委員", "賛成です。")],
    ),
    (
        "a sentence cut where a line cannot begin goes on",
        "委員：ぴったりサ\n\nービスで機能を満たせる手続きはあるか。\n事務局：あります。\n",
        [("委員", "ぴったりサービスで機能を満たせる手続きはあるか。"), ("事務局", "あります。")],
    ),
    (
        "a body's own spelling of a role is learned from repetition",
        "○よろず　初めに確認します。\n○よろず　次に確認します。\n○よろず　最後に確認します。\n○森本会長　以上です。\n",
        [
            ("よろず", "初めに確認します。"),
            ("よろず", "次に確認します。"),
            ("よろず", "最後に確認します。"),
            ("森本会長", "以上です。"),
        ],
    ),
    (
        "a label that stands for a name keeps its symbols",
        "◇◇委員\n意味を教えてください。\n事務局\n重点の印です。\n◇◇委員\n分かりました。\n",
        [
            ("◇◇委員", "意味を教えてください。"),
            ("事務局", "重点の印です。"),
            ("◇◇委員", "分かりました。"),
        ],
    ),
]


@pytest.mark.parametrize(("shows", "body", "turns"), BODIES, ids=[b[0] for b in BODIES])
def test_turns(shows: str, body: str, turns: list[tuple[str, str]]) -> None:
    minutes = parse(read_text(f"{HEAD}{AGENDA}会議の内容\n{body}"))
    assert [(t.speaker, t.text) for t in minutes.turns] == turns


def test_headings_open_cases_and_unlabelled_text_is_nobodys_speech() -> None:
    body = (
        "1 事業計画について\n計画は三か年のものである。\n事務局から資料に基づき説明があった。\n委員：費用はいくらか。\n事務局：約50万円です。\n"
        "原案のとおり承認された。\n2 利用統計の報告について\n委員：増えた理由は何か。\n事務局：調べます。\n"
    )
    minutes = parse(read_text(f"{HEAD}{AGENDA}会議の内容\n{body}"))
    number = {c.case_id: c.case_no for c in minutes.cases}
    assert [number[t.case_id or ""] for t in minutes.turns] == [1, 1, 2, 2]
    assert [(c.title, c.status, c.outcome) for c in minutes.cases] == [
        ("事業計画について", "heard", "承認"),
        ("利用統計の報告について", "heard", None),
    ]
    assert [s.text for s in minutes.sections] == ["計画は三か年のものである。"]
    assert [n.text for n in minutes.notes] == ["事務局から資料に基づき説明があった。"]


def test_a_chair_who_calls_a_case_up_begins_it() -> None:
    body = (
        "○森本会長　それでは、事業計画について、説明をお願いします。\n○久保館長　説明します。\n"
        "○森本会長　次に、利用統計の報告について審議します。\n○久保館長　報告します。\n"
    )
    minutes = parse(read_text(f"{HEAD}{AGENDA}会議の内容\n{body}"))
    number = {c.case_id: c.case_no for c in minutes.cases}
    assert [number[t.case_id or ""] for t in minutes.turns] == [1, 1, 2, 2]


NOT_MINUTES = [
    "北浜市個人情報保護条例\n第1条　この条例は、個人情報の適正な取扱いに関し必要な事項を定める。\n第2条　この条例において、次の各号に掲げる用語の意義は、当該各号に定めるところによる。\n",
    "図書館だより 5月号\n新しい本が入りました。ぜひご利用ください。\n休館日のお知らせ：5月8日（月）\n",
    "# README\n\nThis program converts files.\n\n- install it\n- run it\n",
    "a,b,c\n1,2,3\n",
]


@pytest.mark.parametrize("text", NOT_MINUTES)
def test_what_is_not_minutes(text: str) -> None:
    minutes = parse(read_text(text))
    assert minutes.kind == "not_minutes"
    assert minutes.turns == minutes.attendees == ()


PIECES = st.sampled_from(
    [
        "○",
        "（",
        "）",
        "【",
        "】",
        "：",
        "委員",
        "会長",
        "事務局",
        "森本",
        "日時",
        "場所",
        "議題",
        "出席者",
        "令和4年1月21日",
        "午後2時",
        "\n",
        "\n\n",
        "　",
        " ",
        "\t",
        "1",
        "(1)",
        "ア",
        "第1号",
        "議案",
        "。",
        "、",
        "です",
        "について",
        "※",
        "～",
        "―",
        "「",
        "」",
        "異議なし",
        "以上",
        "欠席",
        "なし",
        "\u3099",
        "\ud800",
        "\0",
        "😀",
        "│",
        "･",
        "①",
        "-3-",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


@given(ANY_TEXT)
def test_any_string_parses_and_nothing_is_lost(text: str) -> None:
    minutes = parse(read_text(text))
    if minutes.kind == "minutes":
        assert _claimed(minutes) == _solid(minutes)
    assert parse(read_text(text)) == minutes


def _solid(minutes: Minutes) -> Counter[tuple[int, int]]:
    return Counter(
        (line.no, at)
        for line in minutes.document.lines
        for at, c in enumerate(line.text)
        if c.strip()
    )


def _claimed(minutes: Minutes) -> Counter[tuple[int, int]]:
    text = {line.no: line.text for line in minutes.document.lines}
    return Counter(
        (p.line, at)
        for p in minutes.passages
        for at in range(p.start, p.end)
        if text[p.line][at].strip()
    )


def _bodies() -> list[str]:
    return [f"{HEAD}{AGENDA}会議の内容\n{style}" for style in STYLES.values()]


@pytest.mark.parametrize("text", _bodies())
def test_turns_hold_just_the_characters_they_claim(text: str) -> None:
    minutes = parse(read_text(text))
    source = {line.no: line.text for line in minutes.document.lines}
    for turn in minutes.turns:
        claimed = "".join(
            source[p.line][p.start : p.end]
            for p in minutes.passages
            if p.record_id == turn.turn_id and p.role == "turn"
        )
        assert "".join(turn.text.split()) == "".join(claimed.split()).strip("「」")


WIDE = str.maketrans("()[]:;0123456789~", "（）［］：；０１２３４５６７８９～")
NARROW = str.maketrans("（）［］：；０１２３４５６７８９～", "()[]:;0123456789~")


@pytest.mark.parametrize("text", _bodies())
@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.translate(WIDE),
        lambda t: t.translate(NARROW),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("で", "て\u3099").replace("が", "か\u3099"),
        lambda t: t.replace("日時", "日　時").replace("場所", "場　　所"),
    ],
    ids=["full width", "half width", "CRLF", "NFD", "letter spacing"],
)
def test_records_survive_a_change_of_form(text: str, change: object) -> None:
    assert callable(change)
    plain, changed = parse(read_text(text)), parse(read_text(change(text)))

    def shape(m: Minutes) -> list[object]:
        assert m.meeting is not None
        return [
            m.meeting.date,
            m.meeting.opened,
            m.meeting.closed,
            [(a.name, a.role, a.present) for a in m.attendees],
            len(m.agenda),
            [(t.speaker, len(t.text)) for t in m.turns],
        ]

    assert shape(plain) == shape(changed)


def test_ids_name_places_and_stay_when_other_lines_change_their_meaning() -> None:
    text = f"{HEAD}{AGENDA}会議の内容\n{STYLES['A']}"
    first = parse(read_text(text))
    assert len({t.turn_id for t in first.turns}) == 3
    # The place is what counts: a reading with one turn fewer would keep the ids of the others.
    offset = len("".join(text[: text.index("事務局：")].split()))
    assert first.turns[1].turn_id.endswith(f"-t0.{offset}")


def test_the_seed(shared: Path) -> None:
    minutes = parse(read_document(shared / "seed" / "suita_074.txt"))
    gold = json.loads((shared / "seed" / "suita_074.gold.json").read_text(encoding="utf-8"))
    assert [t.text.split("\n") for t in minutes.turns] == [t["paragraphs"] for t in gold["turns"]]
    assert len(minutes.attendees) == len(gold["attendance"]) == 31
    assert minutes.coverage == 1.0
    assert [c.outcome for c in minutes.cases] == ["同意", "継続審議", "次回審議"]
