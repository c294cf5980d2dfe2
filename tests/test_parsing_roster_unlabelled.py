"""Lists of people whose label a page lost, and counts in square brackets behind labels."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

TITLE = "北浜地区医療推進会議の開催結果\n令和4年2月10日(木曜日) 19時00分から20時30分\n北浜センター 講堂\n"
SAID = (
    "議事録\n<会長>\nそれでは議題に入ります。御意見をお願いします。\n<委員>\n夜間に対応しているところは"
    "いくつありますか。\n<事務局>\n三か所です。\n<会長>\nほかにいかがでしょうか。\n"
)
# Lines (" / " for a line end); name/role/affiliation of each, - for who is absent.
COLUMNS = [
    (
        "(部会長)新井 隆 | / (北浜市医師会 会長) | / 大谷 実 | (北浜市薬剤師会 会長) | / 三島静香 | / (三国町 福祉課長) | / 安西香 | (三国病院 院長) |",
        "新井隆/部会長/北浜市医師会会長 大谷実/委員/北浜市薬剤師会会長 三島静香/委員/三国町福祉課長 安西香/委員/三国病院院長",
    ),
    (
        "新井隆（北浜市医師会 会長） / 大谷実（北浜市薬剤師会 会長） / 三島健（公募） / 安西香（三国町 福祉課長）",
        "新井隆/委員/北浜市医師会会長 大谷実/委員/北浜市薬剤師会会長 三島健/委員/公募 安西香/委員/三国町福祉課長",
    ),
    (
        "新井 隆 | 北浜市医師会会長 / 大谷 実 | 北浜市薬剤師会会長 / 三島 健 | 三国病院院長 / 安西 香 | 三国町福祉課長",
        "新井隆/委員/北浜市医師会会長 大谷実/委員/北浜市薬剤師会会長 三島健/委員/三国病院院長 安西香/委員/三国町福祉課長",
    ),
    (
        "新井隆 / （北浜市医師会会長） / 西田委員代理 三島健 / （三国病院院長） / 大谷実 / （北浜市薬剤師会会長） / 安西香 / （三国町福祉課長）",
        "新井隆/委員/北浜市医師会会長 三島健/西田委員代理/三国病院院長 西田/委員/- 大谷実/委員/北浜市薬剤師会会長 安西香/委員/三国町福祉課長",
    ),
    # No people: places and papers; too few to tell.
    ("森本通り (北浜市南) / 大谷公園 (北浜市東) / 西田橋 (三国町) / 久保池 (三国町北)", ""),
    ("資料一覧 (別紙) / 参考資料 (北浜市作成) / 会議概要 (案) / 図面 (三国町)", ""),
    ("新井 隆 | (北浜市医師会 会長) | / 大谷 実 | (北浜市薬剤師会 会長) |", ""),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "want"), COLUMNS)
def test_a_column_of_names_with_posts_elsewhere_needs_no_label(lines: str, want: str) -> None:
    people = lines.replace(" / ", "\n")
    found = [
        f"{''.join(a.name.split())}/{a.role}/{''.join((a.affiliation or '').split()) or '-'}"
        for a in parse(read_text(f"{TITLE}{people}\n{SAID}")).attendees
    ]
    assert found == want.split()


@pytest.mark.parametrize("brackets", ["()", "[]", "［］"])
def test_counts_in_brackets_stand_behind_labels_of_a_collapsed_line(brackets: str) -> None:
    line = (
        "平成29年産業委員会会議録   〇開催年月日  平成29年9月21日(木) 〇開会時刻   午前  9時58分 "
        "〇閉会時刻   午後  1時7分 〇場所     第一委員会室 〇出席委員[3人]  委員長     新井  隆  "
        "副委員長    大谷   実  委員      三島  健 欠席委員[1人]  委員      西田  悟 "
        "〇その他の出席者[0人] 〇出席理事者[2人]  防災監       久保  静香   産業部長        林  浩二\n"
    )
    line = line.replace("[", brackets[0]).replace("]", brackets[1])
    found = [(a.name, a.group, a.present) for a in parse(read_text(line)).attendees]
    assert found == [
        ("新井 隆", "委員", True),
        ("大谷 実", "委員", True),
        ("三島 健", "委員", True),
        ("西田 悟", "委員", False),
        ("久保 静香", "実施機関", True),
        ("林 浩二", "実施機関", True),
    ]
