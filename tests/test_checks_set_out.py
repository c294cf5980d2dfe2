"""What is doubted for its place: lines set out as labels are, speeches out of their order."""

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
欠席委員　谷川 修
説明員
　図書館　館長　石井 誠
　図書館　係長　木村 翔
事務局
　教育部　部長　森田 明
　教育部　主査　川上 学
議題
　(1) 開館時間の見直しについて
　(2) その他
資料
　資料1 委員名簿
　資料2 開館時間の案
　資料3 利用者の推計
"""
BODY = """会議の内容
（午後2時開会）
議題1 開館時間の見直しについて
○佐藤会長　皆様、本日はお集まりいただきありがとうございます。
○佐藤会長　それでは、開館時間の見直しについて、説明をお願いします。
○石井館長　開館時間を1時間延ばす案です。説明は以上です。
○佐藤会長　ただいまの説明について、ご質問はございませんか。
○中村委員　職員の配置は、どのように変わるのですか。
○石井館長　交替の勤務で対応しています。
○佐藤会長　ほかに何かございますか。
○中村委員　費用は、どの程度ですか。
○石井館長　年間でおよそ200万円を見込んでいます。
○小林委員　試行の結果はいつ公表するのですか。
○木村係長　来年の3月を予定しています。
○佐藤会長　それでは、原案のとおり承認することといたします。
議題2 その他
○佐藤会長　事務局から何かございますか。
○川上主査　次回は12月に開催いたします。
○佐藤会長　以上で会議を終わります。
（午後3時30分閉会）
"""
WHOLE = HEAD + BODY


def codes(text: str) -> set[str]:
    return {i.code for i in parse(read_text(text)).issues if i.severity == "warning"}


def test_the_whole_document_is_left_in_peace() -> None:
    assert not codes(WHOLE)


def set_apart(text: str) -> str:
    """Put a blank line before every label of the header."""
    for label in ("日時", "場所", "傍聴者", "出席委員", "欠席委員", "説明員", "事務局", "議題\n"):
        text = text.replace(f"\n{label}", f"\n\n{label}", 1)
    return text


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        ("欠席委員　谷川 修", "谷川 修"),
        ("事務局\n　教育部　部長　森田 明", "教育部　部長　森田 明"),
    ],
)
def test_somebody_set_out_as_a_label_is_doubted(whole: str, damaged: str) -> None:
    assert whole in WHOLE
    assert "header_line_without_label" in codes(WHOLE.replace(whole, damaged))
    apart = set_apart(WHOLE)
    assert "header_line_without_label" not in codes(apart)
    assert "header_line_without_label" in codes(apart.replace(whole, damaged))


def test_names_at_the_margin_throughout_are_no_labels() -> None:
    flat = WHOLE.replace("\n　", "\n")
    assert "header_line_without_label" not in codes(flat)


DAMAGED = [
    ("傍聴者　2名", "傍聴者　令和5年12月1日（金曜日）", "value_of_another_kind"),
    ("傍聴者　2名", "傍聴者　3番 谷川 修", "value_of_another_kind"),
    ("傍聴者　2名", "傍聴者　人", "value_of_another_kind"),
    ("場所　霧島台市役所本庁舎3階 第2会議室", "場所　中村委員、小林委員", "odd_place"),
    ("　資料1 委員名簿\n", "", "header_number_gap"),
    (
        "　教育部　主査　川上 学\n",
        "　教育部　主査　川上 学\n　6番　谷川 修\n",
        "post_of_another_group",
    ),
    ("　(2) その他", "　(2) 案の説明をします", "odd_agenda_entry"),
    ("　(1) 開館", "　会議次第1 開館", "odd_agenda_entry"),
    ("○佐藤会長　ほかに何か", "【中村委員】\n○佐藤会長　ほかに何か", "empty_turn"),
    (
        "○石井館長　交替の勤務で対応しています。\n○佐藤会長　ほかに何かございますか。\n",
        "○佐藤会長　ほかに何かございますか。\n○石井館長　交替の勤務で対応しています。\n",
        "speeches_exchanged",
    ),
    (
        "○木村係長　来年の3月を予定しています。\n"
        "○佐藤会長　それでは、原案のとおり承認することといたします。\n",
        "○佐藤会長　それでは、原案のとおり承認することといたします。\n"
        "○木村係長　来年の3月を予定しています。\n",
        "speeches_exchanged",
    ),
    ("○木村係長　来年の3月を予定しています。\n○佐藤会長　それでは、", "⇒ ", "question_unanswered"),
    (
        "○佐藤会長　以上で会議を終わります。\n",
        "○佐藤会長　次の点について、ご質問はございませんか。\n",
        "closing_speech_missing",
    ),
    (
        "○佐藤会長　以上で会議を終わります。\n",
        "○佐藤会長　以上で会議を終わります。\n○佐藤会長　事務局から何かございますか。\n",
        "goes_on_behind_its_end",
    ),
    ("○石井館長　交替の勤務で対応しています。", "○石井館長　⇒報告を受けた。", "decision_in_speech"),
    (
        "○石井館長　開館時間を1時間延ばす案です。説明は以上です。",
        "○石井館長　特にございません。",
        "explanation_missing",
    ),
    ("○石井館長　交替の勤務で", "○石井館長　どう変わるのか伺いたい。交替で", "other_voice"),
    (
        "　(1) 開館時間の見直しについて\n",
        "　委員　谷川 修　出席\n　(1) 開館時間の見直しについて\n",
        "header_line_without_label",
    ),
    ("○川上主査　次回は", "○川上主査　予定した議事は以上です。次回は", "other_voice"),
]


@pytest.mark.parametrize(("whole", "damaged", "code"), DAMAGED)
def test_what_stands_where_it_should_not_is_doubted(whole: str, damaged: str, code: str) -> None:
    assert whole in WHOLE
    assert code in codes(WHOLE.replace(whole, damaged, 1))


def test_counts_below_a_title_that_lost_its_labels_are_doubted() -> None:
    text = WHOLE.replace("日時　", "").replace("場所　", "").replace("傍聴者　", "")
    assert "header_line_without_label" in codes("会議録\n" + text)


def test_officials_who_are_all_absent_are_doubted() -> None:
    officials = WHOLE[WHOLE.index("説明員\n") : WHOLE.index("議題\n")]
    inline = "事務局　図書館 石井館長、木村係長、川上主査\n"
    present = WHOLE.replace(officials, inline)
    assert "mostly_absent" not in codes(present)
    assert "mostly_absent" in codes(present.replace("事務局　図書館", "図書館"))


def test_marks_that_nobody_explains_are_doubted() -> None:
    pair = "○ 第{n}点の費用はいくらか。\n● およそ{n}万円を見込んでいます。\n"
    said = "".join(pair.format(n=n) for n in range(1, 4))
    text = HEAD + "会議の内容\n議題1 開館時間の見直しについて\n" + said
    assert "speech_without_speakers" in codes(text)
    assert "speech_without_speakers" not in codes(text.replace("か。", "がかかる。"))
