"""One list of people written in the ways that clerks write it: marks, counts, seats, sides."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から\n場所　市役所3階 会議室\n"
)
GROUPS = {"委員": "m", "実施機関": "j", "事務局": "s", "その他": "o"}

# A list (" / " for a line end); name/role/group of each (m 委員, j 実施機関, s 事務局, o その他,
# - for who is absent).
LISTS = [
    # What marks mean, wherever the list says so.
    (
        "委員 / 　新井 隆（三国大学）◎ / 　大谷 実（公募）○ / 　三島 健 / 事務局　久保課長 / ◎会長　○副会長",
        "新井隆/会長/m 大谷実/副会長/m 三島健/委員/m 久保/課長/s",
    ),
    (
        "◎新井 隆 / 〇大谷 実 / ×三島 健 / （◎会長、〇副会長、×欠席） / 事務局　久保課長",
        "新井隆/会長/m 大谷実/副会長/m 三島健/委員/m- 久保/課長/s",
    ),
    ("新井隆◎、大谷実○、三島健　※◎は会長、○は副会長", "新井隆/会長/m 大谷実/副会長/m 三島健/委員/m"),
    ("新井 隆　◎ / 大谷 実　○ / 三島 健　欠 / ※ ◎…会長　○…職務代理者", "新井隆/会長/m 大谷実/職務代理者/m 三島健/委員/m-"),
    ("（◎議長、○副議長） / ◎新井 隆、○大谷 実、三島 健", "新井隆/議長/m 大谷実/副議長/m 三島健/委員/m"),
    # Counts glued to a heading, offices and firms that head people.
    ("委員2名：新井隆会長、大谷実委員 / 事務局2名：久保図書館長、林主任司書", "新井隆/会長/m 大谷実/委員/m 久保/図書館長/s 林/主任司書/s"),
    ("委員　新井 隆 / 指定管理者　北浜ライブラリー株式会社　林 静香", "新井隆/委員/m 林静香/-/o"),
    ("【公募委員】新井隆 / 【欠席委員】大谷実 / 【庶務担当課】図書館　久保武館長、林静香係長", "新井隆/委員/m 大谷実/委員/m- 久保武/館長/s 林静香/係長/s"),
    # Who came late or from afar, below who did not come; absent people in brackets.
    ("出席：新井隆、大谷実 / 欠席：三島健 / 遅参：安西隆", "新井隆/委員/m 大谷実/委員/m 三島健/委員/m- 安西隆/委員/m"),
    ("出席　新井会長 / 欠席　三島委員 / 途中退席　大谷委員 / 事務局　久保館長", "新井/会長/m 三島/委員/m- 大谷/委員/m 久保/館長/s"),
    ("別紙名簿のとおり（欠席　安西委員、大谷委員）", "安西/委員/m- 大谷/委員/m-"),
    # What members are elsewhere.
    (
        "委員　新井 達也　三国大学　教授 / 　　　杉浦 久美子　東小学校　校長 / 　　　三島 健　社会教育委員",
        "新井達也/委員/m 杉浦久美子/委員/m 三島健/委員/m",
    ),
    (
        "出席委員 / 新井 達也　会長　三国大学教授 / 杉浦 久美子　副会長　民生委員・児童委員 / 三島 健　委員　東小学校長 / 大谷 実　委員　公募",
        "新井達也/会長/m 杉浦久美子/副会長/m 三島健/委員/m 大谷実/委員/m",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("people", "want"), LISTS)
def test_people(people: str, want: str) -> None:
    lines = "出席者\n" + people.replace(" / ", "\n")
    if people.startswith(("委員", "出席", "（")):
        lines = lines.replace("\n", "", 1) if people[0] == "（" else lines[4:]
    minutes = parse(read_text(f"{HEAD}{lines}\n議題\n1 事業計画について\n2 その他\n"))
    found = [
        f"{''.join(a.name.split())}/{a.role or '-'}/{GROUPS[a.group]}{'' if a.present else '-'}"
        for a in minutes.attendees
    ]
    assert found == want.split()
    assert [entry.title for entry in minutes.agenda] == ["事業計画について", "その他"]
