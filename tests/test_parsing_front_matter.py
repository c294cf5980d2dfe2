"""Lines of a header that belong to no field: each has its place, none is left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.parsing import parse
from pipeline.parsing.lines.running_heads import running_heads
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import is_web, read_header_label
from pipeline.reading import read_document, read_text

LAYOUTS = Path(__file__).parent / "layouts"

LINES = [
    ("経営企画課", "department"),
    ("企画財政部 地域コミュニティ推進室", "department"),
    ("雇用均等・児童家庭局", "department"),
    ("[担当課:総務部 総務課]", "department"),
    ("0人", "head_count"),
    ("(傍聴者 0人)", "head_count"),
    ("市民5名、市3名", "head_count"),
    ("第2号様式(第8条関係)", "form"),
    ("様式第1号", "form"),
    ("〔書面・オンライン併用〕", "held"),
    ("【オンライン開催】", "held"),
    ("1月24日", "day"),
    ("12月03日-01号", "day"),
    ("要点記録", "label"),
    ("平成28年度", "day"),
    ("1 開会及び閉会に関する事項", "heading"),
    ("〒315-0000 石里市石里一丁目", "address"),
    ("茨沼県石里市石里一丁目1番地1", "address"),
    ("Tel 0123(45)6789 内線310", "address"),
    ("gikai@city.ishizato.example", "address"),
    ("記", "label"),
    ("項目 | 内容", "label"),
    # What may be a name, a title or a sentence is none of them.
    ("阪田 実", ""),
    ("学校名 市立南小学校", ""),
    ("傍聴人は2名であることを報告。", ""),
    ("議案第21号 学校医の委嘱について 可決", ""),
]


@pytest.mark.parametrize(("line", "role"), LINES)
def test_what_a_line_without_a_label_is(line: str, role: str) -> None:
    assert front_role(line) == role


@pytest.mark.parametrize(
    ("line", "web"),
    [
        ("共通メニューなどをスキップして本文へ", True),
        ("メニューの終端です。", True),
        ("ここから本文です。", True),
        ("0 views", True),
        ("Upload: others", True),
        ("お知らせ > 人権・男女共同参画", True),
        ('・ "防災倉庫"(1/2)', True),
        ("・ 市長(/)", True),
        ("賛成(3/5)", False),
        ("資料の3>の項は次回とする。", False),
    ],
)
def test_the_furniture_of_a_web_page(line: str, web: bool) -> None:
    assert is_web(line) is web


def test_a_header_of_values_without_labels_leaves_nothing_over() -> None:
    text = (
        "ここから本文です。\n第2号様式(第8条関係)\n令和4年2月10日(木曜日)\n午前11時から正午まで\n"
        "北浜市総合センター3階 会議室\n総務課\n0人\n東山会長、宇野委員、三好委員\n"
        "情報公開条例の一部改正について\n会長:始めます。\n委員:条例はいつからですか。\n"
        "事務局:4月からです。\n"
    )
    assert parse(read_text(text)).coverage == 1.0


@pytest.mark.parametrize(
    "layout",
    [
        "speech_told_below_people",
        "speech_headings_count_on_below_people",
        "header_told_without_labels",
    ],
)
def test_what_is_told_before_anybody_speaks_is_text_of_the_proceedings(layout: str) -> None:
    minutes = parse(read_document(LAYOUTS / f"{layout}.txt"))
    assert minutes.coverage == 1.0
    assert minutes.sections[0].text


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("2 委員自己紹介", False),
        ("3 委員の委嘱について", False),
        ("2 委員 森本隆、西田悟", True),
        ("3 事務局 相馬館長", True),
    ],
)
def test_business_about_people_heads_no_list_of_them(line: str, heads: bool) -> None:
    label = read_header_label(line, line)
    assert (label is not None and label.field == "group") is heads


def test_a_line_alone_on_its_page_is_no_running_head() -> None:
    alone = "担当部課名 経営企画部:平川部長 審議会の資料"
    lines = ["第2回交通会議", "日時 10月28日", "(2)", alone, "(3)", "様式第2号"]
    assert running_heads(lines, {2, 4}) == frozenset()


def test_a_label_of_the_proceedings_may_be_the_last_line() -> None:
    minutes = parse(
        read_text("第3回北浜市図書館協議会会議録\n日時　令和4年2月10日\n1 開会\n2 議事")
    )
    assert minutes.meeting is not None
    assert str(minutes.meeting.date) == "2022-02-10"


HEADS = {
    "a way to the page": "審議会の会議\nホーム > 審議会の会議 > 図書館協議会\n{title}\n{fields}",
    "whose assembly": "検索\n朝凪県 篠原市\n{title}\n{fields}",
    "a search": '篠原市議会 > 2020-12-03 >\n12月03日-01号\n• "防災倉庫"(1/2)\n{title}\n{fields}',
    "two days": (
        "{title}\n開催日時\n(1)令和2年度第2回運営部会\n令和2年12月3日(木)13時30分~14時10分\n"
        "(2)令和2年度第2回篠原市図書館協議会\n令和2年12月3日(木)14時20分~15時\n出席者 森会長、谷委員\n"
    ),
    "how it was recorded": "{title}\n{fields}発言者の記録\n要点記録\n録音の有無\n有\n",
}


@pytest.mark.parametrize("name", HEADS)
def test_every_line_of_a_page_around_the_header_is_known(name: str) -> None:
    text = HEADS[name].format(
        title="令和2年度第2回篠原市図書館協議会会議録",
        fields="日時 令和2年12月3日(木)\n出席者 森会長、谷委員\n",
    )
    minutes = parse(read_text(text + "○会長 始めます。\n○谷委員 はい。\n○会長 終わります。\n"))
    assert minutes.coverage == 1.0
    assert [one.name for one in minutes.attendees] == ["森", "谷"]
