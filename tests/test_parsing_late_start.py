"""Sentences below the facts of a header are proceedings, though no known speaker begins them."""

from __future__ import annotations

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "令和4年度第2回西原市水道事業経営審議会会議録\n"
    "日時　令和4年10月18日（火）午後2時から午後3時30分まで\n場所　西原市役所3階 会議室\n"
)
ENDINGS = {
    "materials": "議題　料金の改定について\n配布資料　資料1 料金表\n資料2 経営戦略\n",
    "observers": "議題　料金の改定について\n傍聴者　2名\n",
    "public": "議題　料金の改定について\n公開・非公開の別　公開\n",
    "office": "議題　料金の改定について\n担当課　上下水道部水道総務課\n",
    "remark": "備考　次回は12月の予定\n",
    "people": "出席者　安西会長、塚本委員、蛭田委員\n",
}
NEXT = "次回日程\n日時　令和4年12月6日（火）午後2時\n場所　西原市役所3階 会議室\n"
TAILS = {"nothing": "", "next": NEXT, "office": "問い合わせ先\n水道総務課　電話0000-00-0000\n"}
BODIES = {
    "polite": (
        "皆さま、おはようございます。本日はありがとうございます。\n改定の案をご覧ください。\n"
        "低所得の世帯への配慮はどうなっているのでしょうか。\n減免を続けることとしております。\n"
    ),
    "points": "・料金を上げる必要がある。\n・減免を続けるべきである。\n・令和6年4月に改定したい。\n",
    "wrapped": (
        "管路の更新に多額の費用がかかるため、料金を上げる必要があるとの説明が事務局\nからあった。\n"
        "委員から、減免を続けるべきであるとの意見が出され、事務局が検討することとさ\nれた。\n"
        "令和6年4月に改定する方針を確認した。\n"
    ),
    "heading": "＜料金の改定＞\n料金を上げる必要がある。\n減免を続ける。\n令和6年4月に改定する。\n",
}


def read(text: str) -> Minutes:
    return parse(read_text(text))


def roles(minutes: Minutes, body: str) -> set[str]:
    """Return the roles of the sentences of a body."""
    lines = {line.no: line.text for line in minutes.document.lines}
    return {
        p.role
        for p in minutes.passages
        if lines[p.line] in body.split("\n") and lines[p.line].endswith("。")
    }


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("body", BODIES)
def test_sentences_are_no_values(ending: str, tail: str, body: str) -> None:
    text = BODIES[body]
    minutes = read(HEAD + ENDINGS[ending] + text + TAILS[tail])
    assert roles(minutes, text) == {"section"}
    assert minutes.meeting.place == "西原市役所3階 会議室"


@pytest.mark.parametrize("tail", TAILS)
def test_surnames_alone_speak_above_the_next_meeting(tail: str) -> None:
    said = [
        ("安西", "説明をお願いします。"),
        ("石塚", "改定の案を説明します。"),
        ("塚本", "改定の時期はいつになりますか。"),
        ("石塚", "令和6年4月を予定しております。"),
    ]
    body = "".join(f"{who}：{what}\n" for who, what in said)
    minutes = read(HEAD + ENDINGS["office"] + body + TAILS[tail])
    assert [(t.speaker, t.text) for t in minutes.turns] == said


KEPT = {
    "remarks": "備考\n会場は変わることがあります。\n傍聴は10人までとします。\n受付は1時からです。\n",
    "reason": "公開しなかった理由\n個人の情報を扱うため。\n率直な意見の交換のため。\n審議に支障があるため。\n",
}


@pytest.mark.parametrize("field", KEPT)
def test_a_value_of_sentences_stays_a_value(field: str) -> None:
    debate = "会長：それでは始めます。\n委員：賛成です。\n会長：以上です。\n"
    minutes = read(HEAD + KEPT[field] + "議題　料金の改定について\n" + debate)
    assert "section" not in roles(minutes, KEPT[field])
    assert [t.speaker for t in minutes.turns] == ["会長", "委員", "会長"]


def test_a_foreword_above_people_and_business_is_no_proceedings() -> None:
    foreword = "審議会を開きました。\n多くの意見をいただきました。\n結果は次のとおりです。\n"
    rest = (
        "出席者　安西会長、塚本委員\n議題　料金の改定について\n会長：始めます。\n委員：賛成です。\n"
    )
    minutes = read(HEAD + foreword + rest)
    assert [a.name for a in minutes.attendees] == ["安西", "塚本"]
    assert [a.title for a in minutes.agenda] == ["料金の改定について"]
    assert len(minutes.turns) == 2


def codes(text: str) -> set[str]:
    return {i.code for i in read(text).issues}


def test_the_audit_tells_of_speech_in_the_header_and_of_lost_speakers() -> None:
    debate = "会長：始めます。\n委員：賛成です。\n会長：以上です。\n"
    agenda = "議題　料金の改定について\n"
    foreword = "審議会を開きました。\n多くの意見をいただきました。\n結果は次のとおりです。\n"
    assert "speech_in_header" in codes(HEAD + foreword + agenda + debate)
    lost = BODIES["polite"] + "ほかにご意見はございませんか。\nよろしくお願いいたします。\n"
    assert "speech_without_speakers" in codes(HEAD + agenda + lost)
    found = codes(HEAD + agenda + debate)
    assert not found & {"speech_in_header", "speech_without_speakers"}
    for field in KEPT.values():
        assert "speech_in_header" not in codes(HEAD + field + agenda + debate)


SHORT = {
    "cells": "料金 | 上げる理由は何か。 | 管路の更新のためである。\n時期 | いつ改定するのか。 | 4月である。\n",
    "in one line": "上げる理由は何か。管路の更新のためである。\nいつ改定するのか。4月を予定している。\n",
    "gaps": "上げる理由は何か　　　管路の更新のためである。\nいつ改定するのか　　　4月を予定している。\n",
    "arrows": "・上げる理由は何か → 管路の更新のため\n・いつ改定するのか → 4月を予定している。\n",
    "no full stops": "上げる理由は何か\n管路の更新のためである\nいつ改定するのか\n4月を予定している\n",
    "cases": (
        "【審議案件1】水道管の更新\n上げる理由は何か。\n管路の更新のためである。\n"
        "【審議案件2】料金\nいつ改定するのか。\n4月を予定している。\n"
    ),
}
BARS = (
    "平成30年度第1回川津町入札監視委員会議事概要\n日時 | 平成30年6月19日（火）\n"
    "出席者 | 市川委員長、加茂委員\n抽出案件 | 2件\n"
)


@pytest.mark.parametrize("head", [HEAD + ENDINGS["people"], HEAD + "抽出案件　2件\n", BARS])
@pytest.mark.parametrize("body", SHORT)
def test_a_few_questions_and_answers_are_proceedings(head: str, body: str) -> None:
    minutes = read(head + SHORT[body] + "意見の具申又は勧告の内容　なし\n")
    lines = {line.no: line.text for line in minutes.document.lines}
    kept = {p.role for p in minutes.passages if lines[p.line] in SHORT[body].split("\n")}
    assert not kept & {"header", "title", "roster", "agenda", "residue"}
