"""Lines inside the proceedings that look like something else: each with what it really is."""

from __future__ import annotations

import pytest

from generator.__main__ import compose
from generator.render import as_text
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.parsing.folding import fold
from pipeline.parsing.lines.legends import legend_in
from pipeline.reading import read_text

_HEAD = """第3回北浜市図書館協議会会議録
日時　令和4年2月10日（木）午後2時
場所　第1会議室
出席者　森本会長、早瀬委員、柏原委員
議題
　諮問案件
　（1）開館時間の延長について（中央図書館）
　（2）学校への配送について（図書館）
会議内容
"""


def read(body: str, head: str = _HEAD) -> Minutes:
    return parse(read_text(head + body))


def turns(minutes: Minutes) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in minutes.turns]


def test_numbers_in_brackets_at_the_head_of_lines_are_no_speakers() -> None:
    asked = "時期を伺います。\n（1）対象、（2）期間、（3）費用の順にお答えください。"
    body = f"（委員）{asked}\n（事務局）春です。\n" * 4
    assert turns(read(body)) == [("委員", asked), ("事務局", "春です。")] * 4


def test_a_sentence_that_begins_with_the_title_of_a_matter_is_speech() -> None:
    body = (
        "（会長）\n説明をお願いします。\n（事務局）\n"
        "開館時間の延長について、ご説明いたします。資料5\nをご覧ください。\n（委員）\n賛成です。\n"
    )
    assert turns(read(body))[1] == (
        "事務局",
        "開館時間の延長について、ご説明いたします。資料5をご覧ください。",
    )


def test_the_last_point_of_a_list_inside_a_speech_is_no_heading() -> None:
    body = (
        "（会長）説明をお願いします。\n（事務局）進め方は、次のとおりです。\n"
        "　① 市民への影響の確認\n　② 他市との比較\n　③ 取りまとめ\n（資料を提示）\n"
        "　説明は以上です。\n（会長）質疑に入ります。\n"
    )
    assert turns(read(body))[1][1].endswith("③ 取りまとめ\n説明は以上です。")


def test_a_category_of_the_list_heads_its_matters_in_the_body() -> None:
    minutes = read(
        "○会長　お集まりいただきありがとうございます。\n\n諮問案件\n\n"
        "（1）開館時間の延長について\n○会長　説明をお願いします。\n○事務局　資料1です。\n"
    )
    assert turns(minutes)[0] == ("会長", "お集まりいただきありがとうございます。")


def test_symbols_of_the_roster_are_no_legend_where_labels_follow_them_in_the_body() -> None:
    head = _HEAD.replace("森本会長、", "（◎会長 ○副会長）\n　◎森本、○早瀬、")
    body = "◎事務局　皆様、おはようございます。\n◎会長　議事に入ります。\n○委員　賛成です。\n" * 2
    found = [turn.speaker for turn in read(body, head).turns]
    assert found == ["事務局", "会長", "委員"] * 2


@pytest.mark.parametrize(
    "legend",
    [
        "7. 議 事(◎は委員長、○は委員、●は事務局の発言)",
        "(◎が委員長,○が委員,●が事務局をそれぞれ示す。)",
        "※◎：委員長、○：委員、●：事務局を表す",
        "◎・・・委員長 ○・・・委員からの意見 ●・・・事務局の回答",
        "(◎委員長 ○委員 ●事務局)",
    ],
)
def test_legends(legend: str) -> None:
    assert legend_in(fold(legend)) == {"◎": "委員長", "○": "委員", "●": "事務局"}


def test_a_department_behind_a_symbol_speaks_though_its_sentence_is_wrapped() -> None:
    body = (
        "◎会長　事務局、お願いします。\n◎前川委員　数値の根拠を教えてください。\n"
        "◎教育総務課　　教科用図書の採択については、学校教育法第5条第2項の規定に基づい\n"
        "て実施するものでございます。\n◎会長　ありがとうございました。\n"
    )
    assert [speaker for speaker, _ in turns(read(body))][2] == "教育総務課"


def test_departments_behind_the_titles_of_a_list_do_not_speak() -> None:
    head = _HEAD.replace(
        "（図書館）", "（図書館）\n　※「学校への配送について」は、次回審議となった。"
    )
    minutes = read("（会長）議事に入ります。\n（委員）賛成です。\n", head)
    assert [speaker for speaker, _ in turns(minutes)] == ["会長", "委員"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("日下部会長、関副会長、室井委員", ["日下部", "関", "室井"]),
        ("森本部長、渡邊課長補佐", ["森本", "渡邊"]),
        ("曽我部次長、北原主任", ["曽我部", "北原"]),
        ("田中部会長、渡部会長", ["田中", "渡部"]),
    ],
)
def test_the_longest_surname_stands_before_a_post(line: str, names: list[str]) -> None:
    head = f"第3回北浜市図書館協議会会議録\n日時　令和4年2月10日\n出席者　{line}\n議題\n（1）予算\n"
    assert [person.name for person in read("", head).attendees] == names


def test_a_mark_and_a_space_before_a_label_belong_to_it() -> None:
    head = _HEAD.replace("会議内容", "◇ 傍聴者 0名\n◇ 会議内容")
    titles = [item.title for item in read("（会長）はい。\n", head).agenda]
    assert titles == ["開館時間の延長について（中央図書館）", "学校への配送について（図書館）"]


def test_a_matter_may_name_a_case_and_still_be_put_off() -> None:
    minutes = read(
        "（委員）以上です。\n⇒ 事務局に対し、漏えいが起きた場合の対応について資料を求め、"
        "再審議を行う。\n"
    )
    assert [decision.outcome for decision in minutes.decisions] == ["継続審議"]


def test_the_generator_lists_everyone_behind_a_label_that_symbols_follow() -> None:
    written = compose(1, 48, style="E", layout=None, turns=0)
    members = [p["name"] for p in written.gold["attendees"] if p["group"] == "委員"]
    text = as_text(written)
    assert members[0] in text.partition("◎")[2]
    assert [name for name in members if name not in text] == []


def test_the_opening_line_under_the_head_of_a_table_does_not_speak() -> None:
    body = (
        "発言者\n\n発言内容\n（午後3時30分開会）\n\n委員\n時期を伺います。\n\n事務局\n春です。\n\n"
    )
    speeches = (
        "委員\n費用はどの程度か。\n\n事務局\n年間で20万円です。\n＜審議結果＞\n承認された。\n"
    )
    assert [speaker for speaker, _ in turns(read(body + speeches))] == ["委員", "事務局"] * 2


@pytest.mark.parametrize("line", ["＜結論＞", "［審議結果］", "【決定事項】", "（拍手）", "―笑い―"])
def test_what_stands_in_brackets_under_the_head_of_a_table_is_no_speaker(line: str) -> None:
    rows = "会長\n始めます。\n事務局\n説明します。\n委員\nいつからですか。\n事務局\n春からです。\n"
    minutes = read(f"発言者\n発言内容\n{rows}{line}\n原案のとおり承認された。\n")
    assert {t.speaker for t in minutes.turns} == {"会長", "事務局", "委員"}


# Lines of one sentence, parted by the edge of the line or of the page.
PARTED = [
    (
        "○会長　それでは、諮問第七号について、審議会としての意見をまとめたいと思いま\n"
        "　す。いかがでしょうか。\n○委員　賛成です。\n",
        "それでは、諮問第七号について、審議会としての意見をまとめたいと思います。いかがでしょうか。",
    ),
    (
        "○会長　今年は夏の高温で、図書館に涼みに来られる方が例年の半分ほど\n\n- 1 -\n\n"
        "多かったということです。\n○委員　はい。\n",
        "今年は夏の高温で、図書館に涼みに来られる方が例年の半分ほど多かったということです。",
    ),
]


@pytest.mark.parametrize(("body", "said"), PARTED)
def test_a_sentence_goes_on_below_a_hanging_label_and_on_the_next_page(
    body: str, said: str
) -> None:
    assert turns(read(body))[0] == ("会長", said)


def test_a_matter_behind_another_mark_than_the_speakers_does_not_speak() -> None:
    head = _HEAD.replace(
        "　諮問案件\n　（1）開館時間の延長について（中央図書館）\n　（2）学校への配送について（図書館）\n",
        "　・報告第31号 河川の水質の調査結果について\n　・その他\n",
    )
    body = (
        "○会長　開会します。\n○委員　はい。\n・報告第31号 河川の水質の調査結果について\n"
        "○会長　説明を願います。\n○事務局　説明いたします。\n○会長　質問はありませんか。\n"
    )
    minutes = read(body, head)
    assert [speaker for speaker, _ in turns(minutes)] == ["会長", "委員", "会長", "事務局", "会長"]
    assert [item.title for item in minutes.agenda] == ["河川の水質の調査結果について", "その他"]


@pytest.mark.parametrize("voice", ["〈「はい」の声〉", "（「賛成」の声多数）", "〔「なし」の声〕"])
def test_what_members_call_out_is_a_note_whatever_they_say(voice: str) -> None:
    minutes = read(f"（会長）\n回答してよろしいですか。\n{voice}\n\n（会長）\n進めます。\n" * 2)
    assert [n.kind for n in minutes.notes] == ["interjection"] * 2
    assert all(voice[1:-1] in n.text for n in minutes.notes)


# What stands between two speeches and is no part of the first: behind it, what the first says.
BETWEEN = [
    ("（事務局）\n調整します。\n3\n②\n遊び場の整備について\n", "調整します。"),
    ("（事務局）\n（資料1により説明）\n件数は120件でございます。\n", "件数は120件でございます。"),
    ("（事務局）\n（資料1により説明）\n", "（資料1により説明）"),
    ("（事務局）\n「春に始めます。」\n「夏に終わります。」\n", "春に始めます。\n夏に終わります。"),
    (
        "（事務局）\n「春」と「夏」です。\n「秋」ではありません。\n",
        "「春」と「夏」です。\n「秋」ではありません。",
    ),
    ("（事務局）\n調整します。\n2\n3\n今後の予定について\n", "調整します。"),
    (
        "（事務局）\n議事日程は、お手元に配付したとおりです。\n\n署名委員の指名\n\n",
        "議事日程は、お手元に配付したとおりです。",
    ),
    (
        "（事務局）\n公開いたします。\n規約により森本会長が議長として議事を進行。\n2 審議事項\n",
        "公開いたします。",
    ),
    ("（事務局）\n諮問文をお渡しします。\n（諮問文手交）\n", "諮問文をお渡しします。"),
]


@pytest.mark.parametrize(("body", "said"), BETWEEN)
def test_what_stands_between_speeches_is_not_said(body: str, said: str) -> None:
    read_turns = turns(read(f"（会長）\n始めます。\n{body}（委員）\n賛成です。\n"))
    assert read_turns == [("会長", "始めます。"), ("事務局", said), ("委員", "賛成です。")]


@pytest.mark.parametrize(
    "line",
    [
        "上記のとおり、会議の経過及びその結果を明確にするためにこの議事録を作成し、会長及び委員1名が署名する。",
        "（5）次回は、3月1日（木）に開催することとされた。",
        "●次回開催について　次回の開催日時は、12月19日午前10時に決定した。",
        "以上の議事の要領を証するため、会議録を作成し、次の者が記名押印する。",
    ],
)
def test_what_attests_the_record_is_no_speech(line: str) -> None:
    minutes = read(f"（会長）\n始めます。\n（委員）\n終わりましょう。\n\n{line}\n")
    assert turns(minutes)[-1] == ("委員", "終わりましょう。")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "（会長）では議題に移る。 （委員）混在している。 （会長）そろえる。",
            ["会長", "委員", "会長"],
        ),
        ("【異議なしの声あり】 ○会長 それでは、委員にお願いする。", ["会長"]),
        ("（会長）はい。意見は （会長）ではなく（委員）に尋ねる。", ["会長"]),
    ],
)
def test_speakers_inside_of_short_lines(line: str, found: list[str]) -> None:
    mark = (
        "○会長　始めます。\n○委員　はい。\n"
        if "○" in line
        else "（会長）始めます。\n（委員）はい。\n"
    )
    assert [speaker for speaker, _ in turns(read(mark + line + "\n"))][2:] == found
