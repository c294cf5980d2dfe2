"""Lists of business at their edges: their labels, their categories, and what ends them."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "第3回 若葉市緑の審議会会議録\n日時 令和5年6月1日（木）午後2時\n場所 市役所\n"
    "出席者 山田委員、佐藤委員\n"
)


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        # その他 behind matters that no label announces is one; as a category it has a value.
        (
            "議題１　緑地の変更について\n議題２　公園の名称について\n議題３　その他\n会議要旨\n",
            ["緑地の変更について", "公園の名称について", "その他"],
        ),
        (
            "協議事項　（1）緑地の案　（2）公園の案\n報告事項　（1）実績\nその他　　次回日程\n",
            ["緑地の案", "公園の案", "実績"],
        ),
        (
            "議　事：（１）緑地の変更について\n　　　　（２）公園の名称について\nその他：次回日程について\n",
            ["緑地の変更について", "公園の名称について", "次回日程について"],
        ),
        (
            "４　議題\n　　議題１　緑地の変更について\n　　　→　了承\n５　その他\n　　次回は5月に開催予定\n",
            ["緑地の変更について"],
        ),
        # Brackets around a whole title are no part of it.
        ("案件\n(1) 緑地の変更について\n(2) 【その他】\n", ["緑地の変更について", "その他"]),
        # What no title of the minutes is.
        (
            "議題\n◇報告\n　・公園の利用\n　・緑地フェアの開催結果\n",
            ["公園の利用", "緑地フェアの開催結果"],
        ),
        (
            "日程\n日程第１　報告\n　１　公園の報告\n日程第２　議案第７号　緑地の変更について\n",
            ["報告", "公園の報告", "緑地の変更について"],
        ),
        # Labels: one space, a mark on both sides, in the column of another, 公開 as a value.
        (
            "議題 緑地の変更について\n   公園の名称について\n資料　次第\n",
            ["緑地の変更について", "公園の名称について"],
        ),
        ("■議題■\n１　緑地の変更について\n■会議資料■\n次第\n", ["緑地の変更について"]),
        (
            "議　題　　⑴ 緑地の変更\n　　　　　⑵ その他\n会議結果　⑴　原案のとおり承認\n",
            ["緑地の変更", "その他"],
        ),
        ("議題　緑地の変更について　ほか2件\n公開　一部非公開\n", ["緑地の変更について　ほか2件"]),
        (
            "会議の内容　１　開　会\n　　　　　　２　議　題\n　　　　　（１）緑地の変更\n　　　　　　３　閉　会\n",
            ["開会", "議題", "緑地の変更", "閉会"],
        ),
        (
            "テーマ　「緑のまち」\n議題　1 緑地の変更　2 公園の名称\n",
            ["「緑のまち」", "緑地の変更", "公園の名称"],
        ),
        ("議事内容及び結果\n1)緑地の変更について\n　→ 承認\n", ["緑地の変更について"]),
        (
            "主な議事内容\n１．緑地の変更\n２．その他（今後の予定）\n",
            ["緑地の変更", "その他（今後の予定）"],
        ),
        ("検討テーマ：緑地の変更について\n", ["緑地の変更について"]),
        ("議題事項\n①緑地の変更\n②公園の名称\n", ["緑地の変更", "公園の名称"]),
        # Numbers and results.
        (
            "議題\n第１部　施設見学\n第２部　会議\n　（１）緑地の変更\n",
            ["施設見学", "会議", "緑地の変更"],
        ),
        ("案件\n１　緑地の変更について　　　報告了承\n", ["緑地の変更について"]),
        # Proceedings without a list: their headings are none.
        ("審議内容\n（1）緑地の変更について\n　　事務局から説明。\n　　意見はなかった。\n", []),
        ("会議内容\n○緑地の変更について\n事務局より説明があり、了承した。\n", []),
    ],
)
def test_entries(lines: str, titles: list[str]) -> None:
    read = parse(read_text(HEAD + lines)).agenda
    assert ["".join(entry.title.split()) for entry in read] == [
        "".join(title.split()) for title in titles
    ]


def test_a_label_that_nobody_knows_is_nobody() -> None:
    lines = "議事の流れ及び結果\n1)緑地の変更について\n　→ 承認\n"
    names = [person.name for person in parse(read_text(HEAD + lines)).attendees]
    assert names == ["山田", "佐藤"]
