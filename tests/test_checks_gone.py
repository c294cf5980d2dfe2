"""What a careful reader sees where text is gone, and where a sound document is left in peace."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = """令和5年度第3回霧島台市図書館協議会会議録
日時　令和5年10月3日（火曜日）　午後2時から午後3時30分まで
場所　霧島台市役所本庁舎3階 第2会議室
傍聴者　2名
出席委員
　会長　佐藤 隆
　副会長　高橋 恵
　委員　中村 透
　委員　小林 望
事務局
　図書館　館長　石井 誠
　図書館　係長　木村 翔
"""
LIST = """議題
　(1) 開館時間の見直しについて
　(2) 電算システムの更新について
　(3) 移動図書館の廃止について
　(4) その他
"""
BODY = """会議の内容
議題1 開館時間の見直しについて
（事務局から資料1に基づき説明）
○中村委員　職員の配置は、どのように変わるのか。
○石井館長　交替の勤務で対応しています。
○小林委員　試行の結果はいつ公表するのか。
○木村係長　来年の3月を予定しています。
⇒ 原案のとおり承認された。
議題2 電算システムの更新について
（事務局から資料2に基づき説明）
○中村委員　委託先は、どのように選ぶのか。
○石井館長　公募により選定することとしています。
○小林委員　費用はどの程度か。
○木村係長　年間でおよそ200万円を見込んでいます。
⇒ 全員一致で原案のとおり可決された。
議題3 移動図書館の廃止について
（事務局から資料3に基づき説明）
○中村委員　利用者への説明は済んでいるのか。
○石井館長　5月に説明会を開く予定としています。
○小林委員　代わりの手段はあるのか。
○木村係長　配本所を2か所に増やします。
⇒ 継続審議とする。
議題4 その他
○石井館長　次回は12月に開催いたします。
"""
WHOLE = HEAD + LIST + BODY


def codes(text: str) -> set[str]:
    return {i.code for i in parse(read_text(text)).issues if i.severity == "warning"}


def without(first: str, last: str) -> str:
    """The whole document without the lines from one to another, which stays."""
    start = WHOLE.index(first)
    return WHOLE[:start] + WHOLE[WHOLE.index(last, start) :]


GONE = {
    "the question before the first answer": (
        without("議題1 開館時間の見直しについて\n（", "○石井館長　交替"),
        "answer_without_question",
    ),
    "the list of business and the first case": (
        without("議題\n", "議題2 電算")
        .replace("議題2 電算システムの更新について", "≪2 電算システムの更新について≫")
        .replace("議題3 移動図書館の廃止について", "≪3 移動図書館の廃止について≫"),
        "heading_number_gap",
    ),
    "the list of business and what heads the debate": (
        without("議題\n", "○中村委員　委託先"),
        "beginning_missing",
    ),
    "the officials, the business and the heading": (
        without("　図書館　館長", "議題1 開館"),
        "header_line_unread",
    ),
    "the heading of the first case": (
        without("議題1 開館時間の見直しについて\n（", "（事務局から資料1"),
        "heading_out_of_place",
    ),
    "the outcome of one case": (without("⇒ 全員", "議題3 移動"), "outcome_missing"),
    "the debate of one case": (without("○中村委員　委託先", "⇒ 全員"), "case_not_debated"),
    "those present": (
        without("　会長", "事務局").replace("事務局\n", "欠席委員\n　委員　南 一\n事務局\n"),
        "mostly_absent",
    ),
    "a blank line stands for two of speech": (
        WHOLE.replace("\n", "\n\n").replace("○木村係長　来年の3月を予定しています。\n\n", "\n"),
        "spacing_differs",
    ),
    "a bill of the agenda": (
        WHOLE.replace("(1) ", "(1) 議案第4号 ")
        .replace("(2) ", "(2) 議案第5号 ")
        .replace("(3) 移", "(3) 議案第6号 移")
        .replace("　(3) 議案第6号 移動図書館の廃止について\n", "")
        .replace("議題3 ", "議題3 議案第6号 "),
        "heading_not_in_agenda",
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_what_is_gone_is_doubted(what: str) -> None:
    text, code = GONE[what]
    assert text != WHOLE
    assert code in codes(text)


def test_the_whole_document_is_sound() -> None:
    assert codes(WHOLE) == set()


SWAPPED = {
    "heading below the explanation": (
        "議題2 電算システムの更新について\n（事務局から資料2に基づき説明）\n",
        "（事務局から資料2に基づき説明）\n議題2 電算システムの更新について\n",
        "heading_out_of_place",
    ),
    "people below nobody": (
        "事務局\n　図書館　館",
        "欠席委員　なし\n　図書館　館",
        "header_line_without_label",
    ),
    "business among people": (
        "事務局\n　図書館　館長　石井 誠\n　図書館　係長　木村 翔\n",
        "事務局　図書館 石井館長、木村係長\n　・開館時間の見直しについて\n",
        "header_line_without_label",
    ),
    "the name of the meeting as a place": (
        "霧島台市役所本庁舎3階 第2会議室",
        "第3回霧島台市図書館協議会",
        "value_of_another_kind",
    ),
    "members as observers": ("傍聴者　2名", "傍聴者　中村委員、小林委員", "value_of_another_kind"),
    "an official as a place": (
        "霧島台市役所本庁舎3階 第2会議室",
        "図書館課長　村上 郁夫君",
        "value_of_another_kind",
    ),
    "papers in another order": (
        "議題\n",
        "資料\n　資料2 前回会議録\n　資料1 委員名簿\n議題\n",
        "header_number_gap",
    ),
    "half a family name before a given name": ("中村 透", "沢明美", "odd_name"),
    "half a family name that hardly anybody has": ("中村 透", "井 透", "odd_name"),
    "a doubled name in one piece": ("中村 透", "中村村透", "odd_name"),
    "a city without its word": ("霧島台市図書館協議会会", "霧島台教育委員会会", "names_differ"),
}


@pytest.mark.parametrize("what", SWAPPED)
def test_what_stands_elsewhere_is_doubted(what: str) -> None:
    before, after, code = SWAPPED[what]
    assert before in WHOLE
    assert code in codes(WHOLE.replace(before, after, 1))


MISSPELT = [
    "他市との比較ついては、次回に示します。",
    "教えていただきたいのでが、いつですか。",
    "原案のとおり承認することといたします。こまで手作業で行ってきました。",
    "緊急の場合は連絡します。たし、夜間は除きます。",
    "以上をもちして、閉会といたします。",
    "次に、その他ですが、事務局から何かございます。",
    "詳しくは資料1をご参ください。",
    "事務局か資料3を説明します。",
    "資料の記載だけでは自動化きるとは思えません。",
    "前回も同じ意見が出ていました。のか。",
    "平成244年度の実績です。",
    "令4年度の実績です。",
    "理由を説明してほし市民の関心も高いためです。",
    "本日はお配りしております資3をご覧ください。",
    "資料の2ページをお開ください。",
    "以上をもまして、会議を閉じます。",
    "意見は出なかったとのこでした。",
    "平成30度の計画を改めます。",
    "必要に応じて見直してまいります。のか。",
]
WRITTEN = [
    "障害のある方への支援ものの考え方です。",
    "傷ついては困ります。",
    "平成30年度の計画を改めます。",
    "5年間で見直してまいります。",
    "体育委員会の方にも伺います。",
    "当日に開きますので、ご質問ください。",
    "この地域ににぎわいを取り戻します。",
    "資料はお示ししたいと思います。",
    "解説してほしい。",
    "これは明確に説明した。",
    "都市計画の見直しについては、次のとおりです。",
]


@pytest.mark.parametrize("line", MISSPELT)
def test_a_lost_character_is_seen(line: str) -> None:
    assert "impossible_kana" in codes(WHOLE.replace("費用はどの程度か。", line))


@pytest.mark.parametrize("line", WRITTEN)
def test_what_is_written_so_is_not_taken_for_a_lost_character(line: str) -> None:
    assert "impossible_kana" not in codes(WHOLE.replace("費用はどの程度か。", line))


NUMBERED = "".join(
    f"{n} ○{who}　{said}\n"
    for n, (who, said) in enumerate(
        [
            ("中村委員", "費用はどの程度か。"),
            ("石井館長", "年間でおよそ200万円を見込んでいます。"),
            ("小林委員", "代わりの手段はあるのか。"),
            ("木村係長", "配本所を2か所に増やします。"),
        ],
        start=1,
    )
)


def test_speeches_whose_numbers_begin_late_are_doubted() -> None:
    head = HEAD + LIST + "会議の内容\n議題1 開館時間の見直しについて\n"
    assert "speech_number_gap" not in codes(head + NUMBERED)
    late = NUMBERED.replace("4 ○", "15 ○").replace("3 ○", "14 ○")
    late = late.replace("2 ○", "13 ○").replace("1 ○", "12 ○", 1)
    assert "speech_number_gap" in codes(head + late)


def test_two_people_on_one_line_of_bullets_are_doubted() -> None:
    text = WHOLE.replace("　委員　中村 透\n　委員　小林 望\n", "委員\n　・中村 透\n　・小林 望\n")
    assert "name_in_post" not in codes(text)
    assert "name_in_post" in codes(text.replace("\n　・小林", "・小林"))


def test_a_mark_that_is_a_label_inside_a_speech_is_doubted() -> None:
    marked = HEAD + LIST + "会議の内容\n（○委員　●事務局）\n議題1 開館時間の見直しについて\n"
    said = "".join(f"○ 第{n}点の費用はいくらか。\n● {n}万円です。\n" for n in range(1, 6))
    assert "marker_in_text" not in codes(marked + said)
    assert "marker_in_text" in codes(marked + said.replace("か。\n● 3", "か。● 3"))


def test_the_number_of_a_page_before_a_label_is_doubted() -> None:
    assert "odd_label" in codes(WHOLE.replace("○", "").replace("木村係長　配本所", "1会長　配本所"))


def test_an_office_whose_officials_are_listed_by_post_may_speak_as_one() -> None:
    text = WHOLE.replace("事務局\n", "説明員\n").replace("○石井館長　次回", "○事務局　次回")
    assert "group_not_in_roster" not in codes(text)
    later = text.replace(
        "　図書館　係長　木村 翔\n", "　図書館　係長　木村 翔\n　教育部　部長　東 豊\n"
    )
    assert "group_not_in_roster" in codes(later)


def test_a_name_that_no_dictionary_knows_is_no_warning() -> None:
    assert "unknown_name" not in codes(
        WHOLE.replace("小林 望", "厰硯礪").replace("小林委員", "委員")
    )


def test_a_sentence_of_the_record_between_speeches_is_no_lost_label() -> None:
    told = WHOLE.replace("議題1 開館", "町長より代表して中村委員に委嘱状を交付。\n議題1 開館", 1)
    assert "unlabelled_line" not in codes(told)


def test_posts_that_differ_by_the_word_for_an_office_are_two_posts() -> None:
    text = WHOLE.replace("○石井館長　次回は", "○教育部長　次回は").replace("○石井館長", "○教育長")
    assert "label_like_another" not in codes(text)
