"""Rosters by what stands around the people: offices, functions, labels of other shapes."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から\n場所　市役所3階 会議室\n"
)
M, J, S, E = "委員", "実施機関", "事務局", "その他"

ROSTERS = [
    # An office below absent members heads officials who came.
    (
        "【出席】会長 千葉 剛 【欠席】委員 手塚 昌平 【教育委員会】教育部長 土井 健",
        ["千葉 剛 会長 委員", "手塚 昌平 委員 委員 -", "土井 健 教育部長 実施機関 教育委員会"],
    ),
    (
        "出席委員　【総務課】佐藤課長　【企画課】鈴木課長\n欠席委員　【財政課】田中課長",
        ["佐藤 課長 委員 総務課", "鈴木 課長 委員 企画課", "田中 課長 委員 財政課 -"],
    ),
    # A side, an office or a function that heads the person behind it.
    ("出席者\n会長　秋元 透\n担当課 金谷課長", ["秋元 透 会長 委員", "金谷 課長 実施機関"]),
    ("出席者\n会長　秋元 透\n（担当課　金谷課長）", ["秋元 透 会長 委員", "金谷 課長 実施機関"]),
    ("出席者\n会長　秋元 透\n担当　　金谷課長", ["秋元 透 会長 委員", "金谷 課長 実施機関"]),
    ("出席者\n会長　秋元 透\n担当課 環境政策課長", ["秋元 透 会長 委員"]),
    # A function beside a name is its post.
    (
        "出席委員 黒田 誠（会長）、坂井 良（進行役）、笹川 美穂（書記）",
        ["黒田 誠 会長 委員", "坂井 良 進行役 委員", "笹川 美穂 書記 委員"],
    ),
    # A name in brackets behind a post: its given name tells, though its surname is not known.
    (
        "説明員　市長（今井文彦）,副市長（根元博文）,総務課長（経営企画）",
        ["今井文彦 市長 実施機関", "根元博文 副市長 実施機関 経営企画"],
    ),
    # For which side members sit.
    (
        "出席者\n　公益委員　　　今泉部会長、勝田委員\n　労働者側委員　加瀬委員、須永委員\n　使用者側代表　池内委員",
        [
            "今泉 部会長 委員",
            "勝田 委員 委員",
            "加瀬 委員 委員 労働者側委員",
            "須永 委員 委員 労働者側委員",
            "池内 委員 委員 使用者側代表",
        ],
    ),
    # Who led the meeting, where no list names them, and where one does.
    (
        "議長（会長）名　早川 敏\n出席委員名　平井 京子",
        ["早川 敏 議長(会長) 委員", "平井 京子 委員 委員"],
    ),
    ("議長氏名　早川 敏\n出席委員　早川会長、平井委員", ["早川 会長 委員", "平井 委員 委員"]),
    # Whose office stands in brackets before several people.
    (
        "説明者 （環境課）久米 新課長、小泉 純係長　（建設課）佐久間 仁課長、重松 恵主任",
        [
            "久米 新 課長 実施機関 環境課",
            "小泉 純 係長 実施機関 環境課",
            "佐久間 仁 課長 実施機関 建設課",
            "重松 恵 主任 実施機関 建設課",
        ],
    ),
    (
        "委員　佐藤 隆（商工会）　鈴木 真（農協）",
        ["佐藤 隆 委員 委員 商工会", "鈴木 真 委員 委員 農協"],
    ),
    # A surname of two letters that no list has, in a column beside posts.
    (
        "事務局\n局長　　茶園\n課長　　佐藤\n主査　　林",
        ["茶園 局長 事務局", "佐藤 課長 事務局", "林 主査 事務局"],
    ),
    ("事務局\n館長　図書館\n課長　佐藤", ["佐藤 課長 事務局 図書館"]),
    # Spaced letters beside a post whose letters are not, and seats that are no letters.
    (
        "出席委員\n会長　日　高　つや子\n委員　佐藤　隆",
        ["日高つや子 会長 委員", "佐藤 隆 委員 委員"],
    ),
    ("出席委員\n１　山口 あや\n２　小林　茂", ["山口 あや 委員 委員", "小林 茂 委員 委員"]),
    # Only the post is spaced; whose town a post names; where a given name ends before an office.
    ("出席者\n　主　査　佐藤 晃\n　委　員　飯干 梓", ["佐藤 晃 主査 委員", "飯干 梓 委員 委員"]),
    ("出席委員　佐藤 亮市長、玉井 肇委員", ["佐藤 亮 市長 委員", "玉井 肇 委員 委員"]),
    (
        "事務局　平川咲子育て支援課長、吉川水環境課長",
        ["平川咲 子育て支援課長 事務局", "吉川 水環境課長 事務局"],
    ),
    ("出席委員\n本 庄　　聡　以上20名", ["本庄聡 委員 委員"]),
    (
        "出席委員　沢田誓委員瀬野英三委員、安田正則委員",
        ["沢田誓 委員 委員", "瀬野英三 委員 委員", "安田正則 委員 委員"],
    ),
    ("出席委員　佐藤 隆\nProtected\nAcademic year: 2021\n全文", ["佐藤 隆 委員 委員"]),
    ("事務局　久保主査、スポー\nツ推進係長", ["久保 主査 事務局"]),
    # Officials of the administration, and for whom several sit on the body.
    (
        "《欠席委員》\n佐藤 隆\n《汐見村役場出席者》\n[副村長]久保 静",
        ["佐藤 隆 委員 委員 -", "久保 静 副村長 実施機関"],
    ),
    (
        "出席者\n- 使用者代表委員\n- 佐藤委員、茶園委員\n- 事務局\n- 久保課長",
        ["佐藤 委員 委員 使用者代表委員", "茶園 委員 委員 使用者代表委員", "久保 課長 事務局"],
    ),
    # For whom members sit heads them, also below absent members; a line may end behind a bracket.
    (
        "被保険者を代表する委員\n森本 隆（欠席）、西田 悟（\n出席）\n公益代表委員　大谷 一（出席）\n"
        "出席者\n久保健康福祉局長、林国民健康保険課長",
        [
            "森本 隆 委員 委員 被保険者を代表する委員 -",
            "西田 悟 委員 委員 被保険者を代表する委員",
            "大谷 一 委員 委員 公益代表委員",
            "久保 健康福祉局長 実施機関",
            "林 国民健康保険課長 実施機関",
        ],
    ),
    (
        "出席委員\n（公募による委員）森本 隆\n欠席委員\n（識見を有する委員）西田 悟\n事務局　原課長",
        [
            "森本 隆 委員 委員 公募による委員",
            "西田 悟 委員 委員 識見を有する委員 -",
            "原 課長 事務局",
        ],
    ),
    # A side before a colon, or in brackets before the first of its offices, as the members' heading.
    (
        "出席者\n委員:\n森会長、西田委員\n環境省:\n原課長、林主査\n浄化センター:\n野中所長、佐藤副所長",
        [
            "森 会長 委員",
            "西田 委員 委員",
            "原 課長 事務局",
            "林 主査 事務局",
            "野中 所長 実施機関",
            "佐藤 副所長 実施機関",
        ],
    ),
    (
        "出席者\n委員:\n医師会:\n森本 隆\n商工会:\n久保 仁\n事務局:\n原課長",
        ["森本 隆 委員 委員 医師会", "久保 仁 委員 委員 商工会", "原 課長 事務局"],
    ),
    (
        "出席者\n【委員】森本隆（会長）、西田悟\n【北浜市】○企画調整部\n"
        "（環境課）眞辺副部長兼環境課長、百田副支所長",
        [
            "森本隆 会長 委員",
            "西田悟 委員 委員",
            "眞辺 副部長兼環境課長 実施機関 環境課",
            "百田 副支所長 実施機関 環境課",
        ],
    ),
    # One list of all who came: whose post is written before each name is a member by that.
    (
        "会議に出席した者\n・教育長 森本 隆\n・委員 西田 悟\n・委員 大谷 一\n・教育次長 久保 仁\n・高等学校課長 林 静香",
        [
            "森本 隆 教育長 委員",
            "西田 悟 委員 委員",
            "大谷 一 委員 委員",
            "久保 仁 教育次長 実施機関",
            "林 静香 高等学校課長 実施機関",
        ],
    ),
    (
        "出席委員\n会長 森本 隆\n委員 西田 悟\n福祉課長 久保 仁",
        ["森本 隆 会長 委員", "西田 悟 委員 委員", "久保 仁 福祉課長 委員"],
    ),
    (
        "出席者委員：森本隆会長、西田悟委員\n欠席者委員：大谷一委員\n事務局：総務課長（古河 洋）\n総務課 庶務係（長谷 まどか）",
        [
            "森本隆 会長 委員",
            "西田悟 委員 委員",
            "大谷一 委員 委員 -",
            "古河 洋 総務課長 事務局",
            "長谷 まどか 事務局 庶務係",
        ],
    ),
    (
        "出席議員　1番　森本 隆　　2番　西田 悟\n欠席議員　なし\n地方自治法第121条の規定により、"
        "会議事件説明のため出席を求めた者は次のとおりである。\n村長　久保 仁",
        ["森本 隆 委員 委員", "西田 悟 委員 委員", "久保 仁 村長 実施機関"],
    ),
    (
        "市側出席者\n武内市長、綾部都市整備部長（事務局）藤原市民参画課長、加賀上下水道部長、井奈川参事官",
        [
            "武内 市長 実施機関",
            "綾部 都市整備部長 実施機関",
            "藤原 市民参画課長 事務局",
            "加賀 上下水道部長 事務局",
            "井奈川 参事官 事務局",
        ],
    ),
    # Observers whom the document names.
    (
        "出席委員\n委員長　守田 亘\n傍聴者\n中田文彦議員　土橋 洋子 議員",
        ["守田 亘 委員長 委員", "中田文彦 その他", "土橋 洋子 その他"],
    ),
    ("3 委員発言\n委員から、視察について発言があった。", []),
    ("出席委員\n委員長　守田 亘\n傍聴者　一般傍聴者 3名", ["守田 亘 委員長 委員"]),
    # A surname before an office: one letter of it is no part of the name.
    (
        "事務局　林学校教育課長、岡市民協働課長、関公営企業課長、佐久間まちづくり課長、星子ども課長、川上水道課長、原職員課長",
        [
            "林 学校教育課長 事務局",
            "岡 市民協働課長 事務局",
            "関 公営企業課長 事務局",
            "佐久間 まちづくり課長 事務局",
            "星 子ども課長 事務局",
            "川上 水道課長 事務局",
            "原 職員課長 事務局",
        ],
    ),
    (
        "事務局　生涯学習課長　森本 隆、学校教育課　西田 悟",
        ["森本 隆 生涯学習課長 事務局", "西田 悟 事務局 学校教育課"],
    ),
    (
        "出席委員　森本 隆（会長、北浜大学 教授）、西田 悟（副会長・弁護士）、大谷 一（商工会）",
        [
            "森本 隆 会長 委員 北浜大学 教授",
            "西田 悟 副会長 委員 弁護士",
            "大谷 一 委員 委員 商工会",
        ],
    ),
    ("事務局　局長 久保 仁　主任 林 静", ["久保 仁 局長 事務局", "林 静 主任 事務局"]),
    (
        "【出席者】\n■委員（8名中2名）\n森本 隆 ／ 西田 悟\n■市（2名）\n環境部長 久保 仁 ／ 環境課長 林 静香",
        [
            "森本 隆 委員 委員",
            "西田 悟 委員 委員",
            "久保 仁 環境部長 実施機関",
            "林 静香 環境課長 実施機関",
        ],
    ),
    (
        "出席者　PTA会長 森本 隆、自治会長 西田 悟、校長 久保 仁",
        ["森本 隆 PTA会長 委員", "西田 悟 自治会長 委員", "久保 仁 校長 委員"],
    ),
    # A post run into the name: its length tells of a family name that no list has.
    (
        "出席説明員\n中央卸売市場長時金　浩二君\n次長澤　　　宏君\n次長理事兼務榎本　雅之君\n局長長谷川　章君\n監察員稲上　孝之君",
        [
            "時金 浩二 中央卸売市場長 実施機関",
            "澤 宏 次長 実施機関",
            "榎本 雅之 次長理事兼務 実施機関",
            "長谷川 章 局長 実施機関",
            "稲上 孝之 監察員 実施機関",
        ],
    ),
    (
        "出席説明員\n岩原支所長　　　野　呂　聡　子\n草間総合支所長　佐々木　章　二\n総務部長　　　　番　場　邦　彦",
        [
            "野呂聡子 岩原支所長 実施機関",
            "佐々木章二 草間総合支所長 実施機関",
            "番場邦彦 総務部長 実施機関",
        ],
    ),
    # Names of two letters, parted or filled up.
    ("出席委員　林　静　　南　一", ["林 静 委員 委員", "南 一 委員 委員"]),
    (
        "出席委員\n委員　林　　　静\n委員　大久保太郎",
        ["林静 委員 委員", "大久保太郎 委員 委員"],
    ),
]


@pytest.mark.parametrize(("roster", "people"), ROSTERS)
def test_roster(roster: str, people: list[str]) -> None:
    minutes = parse(read_text(f"{HEAD}{roster}\n議題\n1 事業計画について\n2 その他\n"))
    found = [
        " ".join(filter(None, (a.name, a.role, a.group, a.affiliation, "" if a.present else "-")))
        for a in minutes.attendees
    ]
    assert [one.replace("（", "(").replace("）", ")") for one in found] == people


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("出　会　長　青木 一郎\n席　副会長　伊東 文子\n者　委　員　内田 剛", ["青木 一郎", "伊東 文子", "内田 剛"]),
        ("出｜佐野 徹\n席｜篠原 香\n委｜菅 昭彦\n員｜瀬尾 雅子", ["佐野 徹", "篠原 香", "菅 昭彦", "瀬尾 雅子"]),
    ],
)  # fmt: skip
def test_a_label_downwards_stands_beside_its_rows(rows: str, names: list[str]) -> None:
    minutes = parse(read_text(f"{HEAD}{rows}\n議題\n1 事業計画について\n2 その他\n"))
    assert [a.name for a in minutes.attendees] == names
    assert minutes.coverage == 1.0


def test_letters_of_spaced_labels_are_no_label_downwards() -> None:
    minutes = parse(
        read_text(f"{HEAD}議　　題　　事業計画について\n事　務　局　　農政課長　久保 隆\n")
    )
    assert [e.title for e in minutes.agenda] == ["事業計画について"]
    assert [a.name for a in minutes.attendees] == ["久保 隆"]
