"""Lists of business, outcomes and acts: lines as councils print them, and what they mean."""

from __future__ import annotations

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.reading import read_text

HEAD = "第3回 若葉市緑の審議会会議録\n日時 令和5年6月1日（木）午後2時\n場所 市役所\n出席者 山田委員、佐藤委員\n"
BODY = "会議の内容\n（会長）それでは始めます。\n（委員）質問があります。\n（会長）ありがとうございました。\n"


def minutes(header: str, body: str = BODY) -> Minutes:
    return parse(read_text(HEAD + header + body))


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        # The number goes on from the label's: no entry, or a category.
        ("4 議題\n(1) 緑地の変更について\n5 質疑の内容\n", ["緑地の変更について"]),
        (
            "4 議題\n(1) 緑地の変更について\n5 報告事項\n・計画の進捗について\n",
            ["緑地の変更について", "計画の進捗について"],
        ),
        # Several in a line, nested and behind commas.
        (
            "次第　１．開会　２．議題　（１）緑地の変更について　（２）公園の名称について　３．閉会\n",
            ["開会", "議題", "緑地の変更について", "公園の名称について", "閉会"],
        ),
        ("議題　１ 緑地の変更について、２ その他\n", ["緑地の変更について", "その他"]),
        (
            "次第　1開会2議題(1)緑地の変更(2)公園3閉会\n",
            ["開会", "議題", "緑地の変更", "公園", "閉会"],
        ),
        ("次第　①開会②緑地の変更③公園の名称④閉会\n", ["開会", "緑地の変更", "公園の名称", "閉会"]),
        ("議題　⑴緑地の変更⑵公園の名称\n", ["緑地の変更", "公園の名称"]),
        ("議題　（ア）緑地の変更　（イ）公園の名称\n", ["緑地の変更", "公園の名称"]),
        ("議題　Ⅰ　緑地の変更　Ⅱ　公園の名称\n", ["緑地の変更", "公園の名称"]),
        ("議題　・緑地の変更　・公園の名称\n", ["緑地の変更", "公園の名称"]),
        ("案件　第1号　緑地の変更　第2号　公園の名称\n", ["緑地の変更", "公園の名称"]),
        ("議題1　緑地の変更について　議題2　その他\n", ["緑地の変更について", "その他"]),
        (
            "議題　報告事項　(1)緑地　(2)公園　協議事項　(1)予算の案\n",
            ["緑地", "公園", "予算の案"],
        ),
        # … but not at numbers that refer, nor within a bracket of the title.
        (
            "議題　(1)緑地の変更について（資料(2)、(3)）(2)その他\n",
            ["緑地の変更について（資料(2)、(3)）", "その他"],
        ),
        # On the next line the list goes on where it was.
        (
            "次第　1 開会 2 議題 (1) 緑地の変更について\n(2) 公園の名称について 3 閉会\n",
            ["開会", "議題", "緑地の変更について", "公園の名称について", "閉会"],
        ),
        # A table of business; results beside the entries.
        (
            "議題\n番号　件　名　　　　　　担当課\n１　　緑地の変更について　　公園課\n",
            ["緑地の変更について"],
        ),
        (
            "決議事項\n議第４５号　　原案どおり可決\n議第４６号　　否決\n",
            ["議第４５号", "議第４６号"],
        ),
        # In brackets of their own, or as the label's only value.
        (
            "議題\n[議題1 緑地の変更について]\n[議題2 公園の名称]\n",
            ["緑地の変更について", "公園の名称"],
        ),
        ("議題（緑地の変更について）\n", ["緑地の変更について"]),
        ("議案\n第１号議案 緑地の変更について\n", ["緑地の変更について"]),
        # What is told of an entry, papers, and pointers to other papers are none.
        (
            "議題\n1 緑地の変更について\n⇒ 原案のとおり承認\n2 その他\n",
            ["緑地の変更について", "その他"],
        ),
        ("議題\n1 緑地の変更について\n資料1 変更の概要\n", ["緑地の変更について"]),
        ("議題 別紙のとおり\n", []),
        ("案件\n緑地の変更について\n《事務局説明》\n", ["緑地の変更について"]),
    ],
)
def test_entries(lines: str, titles: list[str]) -> None:
    assert [item.title for item in minutes(lines).agenda] == titles


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("「教科用図書の採択について」について、資料の説明を求めます。", None),
        ("続きまして、「教科用図書の採択について」に移ります。", None),
        ("委員より事務局へ一任でどうかとの意見があった。", None),
        ("前回承認された議事録を配布した。", None),
        ("前回諮問のあった案件について、一部を改めたうえで承認された。", "承認"),
        ("原案どおり可決、承認", "可決"),
        ("一部修正の上、承認", "承認"),
        ("支障無し", "同意"),
        # The ground is not the outcome; a verdict in quotes, and what a chair settles in one word.
        ("審査の結果、管理の状況は適当であるとして承認された。", "承認"),
        ("審議会の判定は「優」とします。", "その他"),
        ("では、１０月３日とします。", "その他"),
        ("では、ここで休憩とします。", None),
        ("それでは、非公開といたします。", None),
        ("では、委員の意見は後日とりまとめとします。", None),
        ("この区域とすることに同意します。", "同意"),
        ("では、賛成多数で可決ということで進めてください。", "可決"),
        ("内田委員に座長をお願いすることに決定します。", "選任"),
        ("会長に一任することに決定した。", "その他"),
        ("本件は次回も引き続き審議します。", "次回審議"),
    ],
)
def test_outcomes(sentence: str, outcome: str | None) -> None:
    found = read_outcome(sentence)
    assert (found and found[0]) == outcome


@pytest.mark.parametrize(
    ("line", "decisions", "notes"),
    [
        ("―全員了承―", ["全員了承"], ["全員了承"]),
        ("―全員一致で原案のとおり可決された―", ["全員一致で原案のとおり可決された"], []),
        ("（資料1により説明）", [], ["資料1により説明"]),
        ("【事務局が資料を説明】", [], ["事務局が資料を説明"]),
        ("（会長）御異議ありませんか。（異議なし）", ["（異議なし）"], ["異議なし"]),
        ("（◎会長 ○委員 ●事務局）", [], []),
        ("〔広報部会〕", [], []),
        ("\n次に、資料2により担当課が説明した。", [], ["次に、資料2により担当課が説明した。"]),
        ("（報告）", [], []),
    ],
)
def test_lines_between_speeches(line: str, decisions: list[str], notes: list[str]) -> None:
    body = f"会議の内容\n（会長）始めます。\n（委員）質問があります。\n{line}\n（会長）次に移ります。\n"
    found = minutes("議題 緑地の変更について\n", body)
    assert [d.text for d in found.decisions] == decisions
    assert [n.text.strip("―") for n in found.notes] == notes


def test_results_beside_entries_are_decisions_of_their_cases() -> None:
    found = minutes(
        "議事及び結果\n１ 緑地の変更について　　　承認\n２ 公園の名称について　　　継続審議\n"
    )
    assert [case.outcome for case in found.cases] == ["承認", "継続審議"]


def test_a_request_behind_the_outcome_belongs_to_it() -> None:
    body = (
        "採決\n本件については同意する。なお、周知に十分配慮するよう要望する。\n次回は秋に開く。\n"
    )
    found = minutes("議題 緑地の変更について\n", "会議の内容\n" + body)
    assert "要望する" in found.decisions[0].text


def test_numbered_conditions_belong_to_the_decision_that_announces_them() -> None:
    body = (
        "【結論】\n次の条件を付けて承認する。\n①夜間は閉めること。\n②看板を出すこと。\n2 その他\n"
    )
    (decision,) = minutes("議題\n1 緑地の変更について\n2 その他\n", "会議の内容\n" + body).decisions
    assert (decision.text, decision.outcome_class) == ("次の条件を付けて承認する。", "conditional")
    assert decision.request == "①夜間は閉めること。\n②看板を出すこと。"


def test_a_column_of_results_does_not_decide_a_second_time() -> None:
    listed = "議事及び結果\n１ 緑地の変更について　　　承認\n２ 公園の名称について　　　継続審議\n"
    body = "会議の内容\n１ 緑地の変更について\n事務局案のとおり承認した。\n２ 公園の名称について\n案を比べた。\n"
    found = minutes(listed, body)
    assert [d.text for d in found.decisions] == ["継続審議", "事務局案のとおり承認した。"]
    assert [case.outcome for case in found.cases] == ["承認", "継続審議"]


def test_who_presides_until_a_chair_is_chosen_declares_the_choice() -> None:
    body = (
        "会議の内容\n（総務課長）では、内田委員に会長をお願いすることに決定します。\n"
        "（会長）始めます。\n（総務課長）副会長には野田委員を会長が指名することに決定します。\n"
    )
    found = minutes("議題 会長の選出について\n", body)
    assert [(d.outcome, d.text[:6]) for d in found.decisions] == [("選任", "では、内田委")]


def test_a_heading_does_not_run_over_a_speaker() -> None:
    body = "会議の内容\n1 緑地の変更について\n（会長）\n説明をお願いします。\n（課長）\n変更は3件です。\n"
    found = minutes("議題\n1 緑地の変更について\n", body)
    assert [turn.speaker for turn in found.turns] == ["会長", "課長"]


def test_who_opens_and_puts_to_the_vote_leads_where_no_chair_speaks() -> None:
    body = (
        "会議の内容\n教育長 ただいまから会議を開会します。議案第1号を議題とします。\n課長 説明します。\n"
        "教育長 全員賛成により、議案第1号は可決されました。\n課長 議会でも可決されました。\n"
    )
    found = minutes("議題\n議案第1号 規則の改正について\n", body)
    assert [d.text for d in found.decisions] == ["全員賛成により、議案第1号は可決されました。"]


def test_what_is_decided_before_the_next_case_is_called_belongs_to_the_case_before() -> None:
    read = parse(
        read_text(
            "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時\n場所　会議室\n"
            "出席委員　森本会長、西田委員\n議題\n1 開館時間の見直しについて\n2 寄贈図書の整理方針について\n"
            "議事\n"
            "○会長　議題1、開館時間の見直しについて説明をお願いします。\n"
            "○事務局　資料1をご覧ください。開館を1時間早めます。\n"
            "○会長　異議なしと認め、原案のとおり承認されました。それでは議題2に移ります。\n"
            "○事務局　資料2をご覧ください。寄贈は年に300冊ほどです。\n"
            "○会長　本件は継続審議とすることに決定しました。\n"
        )
    )
    assert [(c.case_no, c.outcome) for c in read.cases] == [(1, "承認"), (2, "継続審議")]
    assert [t.case_id for t in read.turns] == [read.cases[at].case_id for at in (0, 0, 1, 1, 1)]
