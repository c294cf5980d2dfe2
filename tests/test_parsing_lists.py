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
        # Results of the whole list, files, further labels and what counts on the labels end it.
        (
            "議題\n1. 緑地の変更\n2. 公園の名称\n結果\n1. 承認\n2. 承認\n",
            ["緑地の変更", "公園の名称"],
        ),
        ("議題：緑地の変更について\n会議録：会議録（PDF：210KB）\n", ["緑地の変更について"]),
        ("議題名　緑地の変更\n議題名　公園の名称\n公開　公開\n", ["緑地の変更", "公園の名称"]),
        (
            "４　議題\n（諮問事項）\n　第１号　緑地の変更\n（報告事項）\n　公園の名称について\n"
            "（その他）\n　今後の予定について\n５　会議結果\n　第１号　原案可決\n",
            ["緑地の変更", "公園の名称について", "今後の予定について"],
        ),
        (
            "審議会等の議題　1 緑地の変更\n　　　　　　　　2 公園の名称\n",
            ["緑地の変更", "公園の名称"],
        ),
        # A title that hangs goes on, wherever the next line begins.
        (
            "議題\n　１．　緑地の変更\n　２．　我が国の\n公園の現状につ\nいて\n　３．　その他\n",
            ["緑地の変更", "我が国の公園の現状について", "その他"],
        ),
        (
            "議事：\n・開会挨拶\n・事務局説明「緑地の現状」\n・委員発表「公園の取組」（佐藤委員）\n",
            ["開会挨拶", "事務局説明「緑地の現状」", "委員発表「公園の取組」（佐藤委員）"],
        ),
        (
            "4.次第\n- (1)意見聴取\n- (2)議事\n5.内容\n(1)報告事項\n- 事務局から説明があった。\n",
            ["意見聴取", "議事"],
        ),
        # Under 議事 stands what happened: its headings are no list.
        (
            "4 議事\n(1)緑地の変更\n事務局から、3件の申請があった旨の説明を行った。\n(2)その他\n日程を確認した。\n",
            [],
        ),
        (
            "議事\n1.開会\n2.あいさつ\n3.議事\n1 緑地の変更\n事務局から以下の内容を説明した。\n4.閉会\n",
            [],
        ),
        (
            "傍聴者：1人\n1.委員委嘱式\n2.市長挨拶\n3.案件\n【案件1】会長の選出について\n"
            "〇会長には松尾委員が選出された。\n4.その他\n〇次回は4月に開催することとなった。\n",
            [],
        ),
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
