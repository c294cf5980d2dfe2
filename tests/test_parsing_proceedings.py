"""What is said and decided below a header: one short body for each way of writing it."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

COUNCIL = """令和5年度第2回浅木市図書館協議会　会議録

日　時　令和5年8月21日（月）午後2時から午後3時40分まで
場　所　浅木市立中央図書館　2階会議室
出席者　新井 和久会長、杉浦 美鈴副会長、三島 耕二委員、大谷 洋子委員
事務局　岸田館長、小早川係長
議　題
(1) 令和4年度事業報告について
(2) 図書館基本計画の改定について

"""
SCHOOLS = """令和5年第11回矢代市教育委員会定例会会議録

日時　令和5年11月22日（水曜日）午前9時30分
場所　矢代市役所　教育委員会室
出席者
　教育長　　佐久間　昇
　委員　　　秋元　久美子
　委員　　　芝田　博之
説明のため出席した者
　学校教育課長　野口　里美
会議に付した事件
　議案第40号　矢代市立学校管理規則の一部を改正する規則について
　議案第41号　令和5年度一般会計補正予算（教育費）について

"""
HEADS = {"council": COUNCIL, "schools": SCHOOLS}

# what stands below: (head, speakers and how they begin, outcomes)
BODIES: dict[str, tuple[str, list[str], list[str]]] = {
    # the speeches are counted
    """
1　会長　　それでは、始めます。議題(1)の説明をお願いします。
2　館長　　資料1のとおり、事業はおおむね計画どおり実施しました。
3　三島委員　ボランティアの人数は何人ですか。
4　係長　　登録者は53人です。
""": (
        "council",
        ["会長 それでは", "館長 資料1", "三島委員 ボラン", "係長 登録者"],
        [],
    ),
    # an act in brackets far behind the label
    """
会　長　　　　　　それでは始めます。
図書館係長　　　　（スクリーンを用いて説明）
三島委員　　　　　意見書の提出はありましたか。
図書館係長　　　　ありませんでした。
""": (
        "council",
        ["会長 それでは", "図書館係長 （スクリーン", "三島委員 意見書", "図書館係長 ありま"],
        [],
    ),
    # a seat before a surname alone
    """
議長　6番三島委員、調査報告をお願いします。
6番三島　先日、現地調査をしてまいりました。
議長　ご意見ございませんか。
一同　ありません。
議長　ないようですので、番号1番については許可といたします。
""": (
        "council",
        ["議長 6番", "6番三島 先日", "議長 ご意見", "一同 ありま", "議長 ないよう"],
        ["承認"],
    ),
    # who leads where nobody takes the chair may be called by name
    """
【佐久間教育長】
　議案第40号について、原案どおり承認してよろしいでしょうか。
【全委員】
　異議なし。
【佐久間教育長】
　議案第40号は承認されました。
""": (
        "schools",
        ["佐久間教育長 議案", "全委員 異議", "佐久間教育長 議案"],
        ["承認"],
    ),
    # several outcomes in one sentence, each of its own matter
    """
会議の結果　議題1は全会一致で可決、議題2は賛成多数で可決
""": ("council", [], ["可決", "可決"]),
    """
会議の結果
　議案第40号は原案どおり可決し、議案第41号は継続審議となった。
""": ("schools", [], ["可決", "継続審議"]),
    # labels of results, results beside numbers and behind marks
    """
審議事項の結果
(1) 令和4年度事業報告について……可決（全員賛成）
(2) 図書館基本計画の改定について……可決（賛成多数）
""": ("council", [], ["可決", "可決"]),
    """
審議結果
　1　申請番号5-1　　許可相当
　2　申請番号5-2　　許可相当（条件付き）
　3　申請番号5-3　　不許可相当
""": ("council", [], ["同意", "同意", "否決"]),
    """
会議の概要
議案第40号　矢代市立学校管理規則の一部を改正する規則について
　番号1　許可
　番号2　不許可
議案第41号　令和5年度一般会計補正予算（教育費）について
　→次回再審議
""": ("schools", [], ["承認", "否決", "次回審議"]),
    """
議事の経過概要
(1) 令和4年度事業報告について
　　審議の結果、原案を可とすることに決定した。
(2) 図書館基本計画の改定について
　　（結果）再度審議
""": ("council", [], ["可決", "継続審議"]),
}


@pytest.mark.parametrize("body", BODIES)
def test_what_is_said_and_decided(body: str) -> None:
    head, speakers, outcomes = BODIES[body]
    minutes = parse(read_text(HEADS[head] + body.strip("\n") + "\n"))
    said = [f"{turn.speaker} {''.join(turn.text.split())}" for turn in minutes.turns]
    assert len(said) == len(speakers), said
    assert [
        one for one, begin in zip(said, speakers, strict=True) if not one.startswith(begin)
    ] == []
    assert [decision.outcome for decision in minutes.decisions] == outcomes
    assert len(minutes.agenda) == 2
