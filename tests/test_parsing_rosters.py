"""Rosters as councils write them, and the people they name."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から\n場所　市役所3階 会議室\n"
)

M, J, S, E = "委員", "実施機関", "事務局", "その他"

ROSTERS = [
    # The seed's form: posts in brackets before names, absentees, departments per case.
    (
        "＜委員＞\n出席：(会長) 森本 佳代 (副会長) 西田 悟志\n大谷 直美 岸本 玲\n欠席：三好 健吾",
        [
            ("森本 佳代", "会長", M, True),
            ("西田 悟志", "副会長", M, True),
            ("大谷 直美", M, M, True),
            ("岸本 玲", M, M, True),
            ("三好 健吾", M, M, False),
        ],
    ),
    # Posts behind surnames.
    (
        "出席委員　森本会長、西田副会長、佐藤(ま)委員、はやせ委員",
        [
            ("森本", "会長", M, True),
            ("西田", "副会長", M, True),
            ("佐藤(ま)", M, M, True),
            ("はやせ", M, M, True),
        ],
    ),
    # Dots between people whose posts stand in brackets.
    (
        "出席委員　浅野 隆（会長）・石田 恵（副会長）・上原守",
        [
            ("浅野 隆", "会長", M, True),
            ("石田 恵", "副会長", M, True),
            ("上原守", M, M, True),
        ],
    ),
    # One person per line, post before, letter-spaced, with an honorific.
    (
        "委員：\n　会長　森 本 加 奈 子君\n　委員　西 田   悟君\n　委員　久 保 田 一 郎君",
        [("森本加奈子", "会長", M, True), ("西田悟", M, M, True), ("久保田一郎", M, M, True)],
    ),
    # Post behind the name, at a distance.
    (
        "出席委員\n森本 佳代  部会長\n西田  正  部会長代理\n大久保泰一  委員",
        [
            ("森本 佳代", "部会長", M, True),
            ("西田 正", "部会長代理", M, True),
            ("大久保泰一", M, M, True),
        ],
    ),
    # Post glued before and behind.
    (
        "出席委員　三名\n委員長森本 有信君\n大谷ともふみ委員\n南  一君",
        [("森本 有信", "委員長", M, True), ("大谷ともふみ", M, M, True), ("南 一", M, M, True)],
    ),
    # Groups inside one list; departments before and after.
    (
        "出席者　委員　森本佳代、西田悟\n事務局　総務局文書館 久保館長、林係長\n説明員　財政部長 東山 修",
        [
            ("森本佳代", M, M, True),
            ("西田悟", M, M, True),
            ("久保", "館長", S, True),
            ("林", "係長", S, True),
            ("東山 修", "財政部長", J, True),
        ],
    ),
    # Absence beside the name, an absentee in a bracket, the absent with their post.
    (
        "出席委員\n森本会長 西田委員 大谷委員（欠席）\n(欠席：南委員)",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("大谷", M, M, False),
            ("南", M, M, False),
        ],
    ),
    (
        "委員：\n　会長　八重樫拓也君\n欠席者：\n　委員　古川亜希子君\n事務局：\n　都市整備部長　金子加奈子君",
        [
            ("八重樫拓也", "会長", M, True),
            ("古川亜希子", M, M, False),
            ("金子加奈子", "都市整備部長", S, True),
        ],
    ),
    # Organisations in brackets are no posts.
    (
        "出席者\n【委員】\n会長　白石 早苗（社会福祉協議会）\n委員　岸本 義彦（学識経験者）",
        [("白石 早苗", "会長", M, True), ("岸本 義彦", M, M, True)],
    ),
    # Seats, and who else is there after 欠席委員 なし.
    (
        "出席委員\n1番 西田悟、3番 大谷直美\n欠席委員 なし\n財務局長久保 健次君",
        [("西田悟", M, M, True), ("大谷直美", M, M, True), ("久保 健次", "財務局長", J, True)],
    ),
    # Family and given name on lines of their own.
    (
        "出席者\n(構成員)\n教育長\n森本\n佳代\n教育委員\n西田\n悟",
        [("森本 佳代", "教育長", M, True), ("西田 悟", "教育委員", M, True)],
    ),
    # A word cut by the end of the line.
    (
        "出席\n森本部会長、西田部会長代理、三好委\n員、宇野特別委員",
        [
            ("森本", "部会長", M, True),
            ("西田", "部会長代理", M, True),
            ("三好", M, M, True),
            ("宇野", "特別委員", M, True),
        ],
    ),
    # Names of two characters stand side by side without running together.
    (
        "出席委員　森 本 佳 代 西 田 悟 南 一 林 静",
        [
            ("森本佳代", M, M, True),
            ("西田悟", M, M, True),
            ("南一", M, M, True),
            ("林静", M, M, True),
        ],
    ),
    ("出席委員　林静　南一　宇野光", [(name, M, M, True) for name in ("林静", "南一", "宇野光")]),
    # Surnames side by side and one below the other are so many people.
    (
        "出席委員　森本　大谷　岸本\n西田\n三好",
        [(name, M, M, True) for name in ("森本", "大谷", "岸本", "西田", "三好")],
    ),
    # Letter-spaced names of three and two characters at even distances.
    (
        "出席委員　大 坪 正 幸 関 三 郎 宇田川 希 相 原 志 穂",
        [(name, M, M, True) for name in ("大坪正幸", "関三郎", "宇田川希", "相原志穂")],
    ),
    # A label in the middle of its cell: people stand above it, too.
    (
        "　　　　　森本会長、西田委員\n出席委員　大谷委員、岸本委員\n　　　　　三好委員",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("大谷", M, M, True),
            ("岸本", M, M, True),
            ("三好", M, M, True),
        ],
    ),
    # Numbered lists that a converter ran together.
    (
        "出席者 (1) 委員 森本佳代 西田悟 (2) 久保環境部長 林次長ほか7 名",
        [
            ("森本佳代", M, M, True),
            ("西田悟", M, M, True),
            ("久保", "環境部長", J, True),
            ("林", "次長", J, True),
        ],
    ),
    # Two words between commas are one person, though no dictionary knows them; 服部 is a name.
    (
        "出席委員　盛澤 公史郎、髙田 友希子、服部 英広（ボーイスカウト連絡協議会）",
        [(name, M, M, True) for name in ("盛澤 公史郎", "髙田 友希子", "服部 英広")],
    ),
    # Surnames before the names of offices; the ministry's name over its officials.
    (
        "出席者\n委員\n森本委員\n文部省\n堀野法人支援課長、黒沼戦略官、義本高等教育局審議官",
        [
            ("森本", M, M, True),
            ("堀野", "法人支援課長", S, True),
            ("黒沼", "戦略官", S, True),
            ("義本", "高等教育局審議官", S, True),
        ],
    ),
    # 担当課 heads people, not the name of an office: posts before names, whole names before posts.
    (
        "出席委員\n森本会長、西田委員\n[担当課]\n指導室主事　角 亮太\n学校給食課主幹　矢部 健吾",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("角 亮太", "指導室主事", J, True),
            ("矢部 健吾", "学校給食課主幹", J, True),
        ],
    ),
    (
        "出席委員\n森本会長、西田委員\n担当課：議題（1）関係 学校教育課 島田真知子参事",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("島田真知子", "参事", J, True),
        ],
    ),
    # Labels in square brackets before their values: the office below the absent is there.
    (
        "[出席委員(5名)]　森本会長、西田委員\n[欠席委員]　三好委員\n"
        "[事務局]　環境部長 若林久美、環境政策課係長 会田沙織",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("三好", M, M, False),
            ("若林久美", "環境部長", S, True),
            ("会田沙織", "環境政策課係長", S, True),
        ],
    ),
    # What stands in brackets behind a row is no speaker's label, though 教授 and オンライン follow.
    (
        "委　員\n　会長　森本哲郎\n　　　（弁護士会）\n　委員　北原拓也\n　　　（大学教授）（オンライン）\n"
        "　委員　西村健吾\n　　　（商工会議所）",
        [
            ("森本哲郎", "会長", M, True),
            ("北原拓也", M, M, True),
            ("西村健吾", M, M, True),
        ],
    ),
    # Others: guests and advisers.
    (
        "出席委員　森本会長、西田委員\nオブザーバー　林 静",
        [
            ("森本", "会長", M, True),
            ("西田", M, M, True),
            ("林 静", None, E, True),
        ],
    ),
    # As whole minutes write them: a dot behind the post, a post that fills its column, letters
    # spaced by hand, the brackets of the ministry and of officials beside those of the members.
    (
        "出席者　会長・道本雅克、副会長・沖野功、委員・塚本和彦、栗林肇",
        [
            ("道本雅克", "会長", M, True),
            ("沖野功", "副会長", M, True),
            ("塚本和彦", M, M, True),
            ("栗林肇", M, M, True),
        ],
    ),
    (
        "出席者\n（委員長）\n岩倉 好陽\n（委員）\n井上 祥治 浦上 紘平\n（環境省）\n"
        "小林水・大気環境局長\n加藤総務課長",
        [
            ("岩倉 好陽", "委員長", M, True),
            ("井上 祥治", M, M, True),
            ("浦上 紘平", M, M, True),
            ("小林", "水・大気環境局長", S, True),
            ("加藤", "総務課長", S, True),
        ],
    ),
    (
        "出席委員\n　　委    員     長    皆  川  武  志\n　　委          員    勝  又     勝",
        [("皆川武志", "委員長", M, True), ("勝又勝", M, M, True)],
    ),
    (
        "説明のため出席した者の職氏名\n　　副市長     開　原　算　彦\n"
        "　　市民病院事務部長下　江　正　文\n　　市民病院庶務課長藤　本　ヒロコ",
        [
            ("開原算彦", "副市長", J, True),
            ("下江正文", "市民病院事務部長", J, True),
            ("藤本ヒロコ", "市民病院庶務課長", J, True),
        ],
    ),
    (
        "出席委員　柳会長、斉藤第一部会長、寺本委 員、平林委員",
        [
            ("柳", "会長", M, True),
            ("斉藤", "第一部会長", M, True),
            ("寺本", M, M, True),
            ("平林", M, M, True),
        ],
    ),
    (
        "出席者\n（委　員）　山口洋、清水陽子\n（生涯学習部長）田中久雄\n（館　長）　近藤裕一\n"
        "（事務局）　中島真（副館長）",
        [
            ("山口洋", M, M, True),
            ("清水陽子", M, M, True),
            ("田中久雄", "生涯学習部長", J, True),
            ("近藤裕一", "館長", J, True),
            ("中島真", "副館長", S, True),
        ],
    ),
    (
        "出席者\n委   員  森 康男 委     員  中村  信之\n欠席者\n委    員  山村 充\n欠   員\nなし",
        [
            ("森 康男", M, M, True),
            ("中村 信之", M, M, True),
            ("山村 充", M, M, False),
        ],
    ),
    (
        "出席委員　森本会長、西田委員\n会議録署名委員\n委員長　森 本 隆\n委　員　西 田 悟",
        [("森本", "会長", M, True), ("西田", M, M, True)],
    ),
    (
        "出席委員\n教育委員会委員長　大 島 やよい\n教育委員会委員　小 林 福太郎\n教育委員会教育長　田 辺 裕 子",
        [
            ("大島やよい", "教育委員会委員長", M, True),
            ("小林福太郎", M, M, True),
            ("田辺裕子", "教育委員会教育長", M, True),
        ],
    ),
    (
        "○出席委員(3名)\n 北原 ともあき委員長\n 南 かつひこ委員\n 久保 りか委員",
        [
            ("北原 ともあき", "委員長", M, True),
            ("南 かつひこ", M, M, True),
            ("久保 りか", M, M, True),
        ],
    ),
    (
        "出席委員　委　員　長　　森　本　隆\n事務局\n事務局長　東　南　武　士　書　記　渋　江　慎　治",
        [
            ("森本隆", "委員長", M, True),
            ("東南武士", "事務局長", S, True),
            ("渋江慎治", "書記", S, True),
        ],
    ),
    (
        "出席委員　広田 英明・大貫 敦子・武井 節・\n 山岸 晋",
        [(name, M, M, True) for name in ("広田 英明", "大貫 敦子", "武井 節", "山岸 晋")],
    ),
    (
        "出席者\n- 【会長】\n- 榊原 勉\n- 【委員】\n- 杉江守\n森下耕平 - 【事務局】\n教育長 水谷隆之- 【傍聴者】\n- なし",
        [
            ("榊原 勉", "会長", M, True),
            ("杉江守", M, M, True),
            ("森下耕平", M, M, True),
            ("水谷隆之", "教育長", S, True),
        ],
    ),
    (
        "出席委員　園田静夫委員長、上野清委員、堀口政男電子記録検討部会座長",
        [
            ("園田静夫", "委員長", M, True),
            ("上野清", M, M, True),
            ("堀口政男", "電子記録検討部会座長", M, True),
        ],
    ),
    (
        "出席委員　◎木下光子　○長谷川進　本田恵　内田京子　（◎会長　○副会長）",
        [
            ("木下光子", "会長", M, True),
            ("長谷川進", "副会長", M, True),
            ("本田恵", M, M, True),
            ("内田京子", M, M, True),
        ],
    ),
]


@pytest.mark.parametrize(("roster", "people"), ROSTERS)
def test_roster(roster: str, people: list[tuple[str, str | None, str, bool]]) -> None:
    minutes = parse(read_text(f"{HEAD}{roster}\n議題\n1 事業計画について\n2 その他\n"))
    assert [(a.name, a.role, a.group, a.present) for a in minutes.attendees] == people


@pytest.mark.parametrize(
    "roster",
    ["出席委員　7名", "出席者\n・建設課職員 5名", "欠席者　なし", "事務局\n総務課"],
)
def test_posts_and_numbers_are_no_people(roster: str) -> None:
    minutes = parse(read_text(f"{HEAD}{roster}\n議題\n1 事業計画について\n"))
    assert minutes.attendees == ()


def test_cases_departments_and_candidates() -> None:
    roster = (
        "＜委員＞\n出席：(会長) 森本 佳代 西田 悟志\n"
        "＜実施機関（説明者）＞\n"
        "案件(1)：情報政策室 (参事) 武田 祐介 (主幹) 浜野 周平\n"
        "税制課 (課長代理) 藤井 彰\n"
        "案件(2)：高齢福祉室 (主幹) 利根 伸一\n"
        "(主任) 山口 明\n"
        "＜事務局＞\n市民部 (部長) 高木 徳男\n市民総務室 (室長) 中村 久\n"
    )
    minutes = parse(read_text(f"{HEAD}{roster}案件\n(1) 諮問の甲について\n(2) 諮問の乙について\n"))
    rows = [
        (a.name, a.bureau, a.division, [c.case_no for c in a.cases]) for a in minutes.attendees[2:]
    ]
    assert rows == [
        ("武田 祐介", None, "情報政策室", [1]),
        ("浜野 周平", None, "情報政策室", [1]),
        ("藤井 彰", None, "税制課", [1]),
        ("利根 伸一", None, "高齢福祉室", [2]),
        ("山口 明", None, "高齢福祉室", [2]),
        ("高木 徳男", "市民部", None, []),
        ("中村 久", "市民部", "市民総務室", []),
    ]


def test_a_head_count_that_does_not_fit_is_an_issue() -> None:
    minutes = parse(
        read_text(f"{HEAD}出席委員（4名）\n森本会長、西田委員、大谷委員\n議題\n1 計画\n")
    )
    assert "head_count_mismatch" in {i.code for i in minutes.issues}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("加藤　進　　　原　由美子　　　小野寺　聡", ["加藤 進", "原 由美子", "小野寺 聡"]),
        ("谷　一郎　二宮　進　佐々木　希", ["谷 一郎", "二宮 進", "佐々木 希"]),
        ("横 田 富美男", ["横田富美男"]),
        ("会　長　　森田　健一", ["森田 健一"]),
        ("大　塚　　　進　　原　　　健　一", ["大塚進", "原健一"]),
        ("長 谷 川 幸 之 助君", ["長谷川幸之助"]),
        ("四 方 田 富 美 男", ["四方田富美男"]),
        ("津 久 井 う め か", ["津久井うめか"]),
        ("吉 岡 あ ゆ み", ["吉岡あゆみ"]),
        ("医師会　角 望", ["角 望"]),
        ("小学校長会　南 義彦", ["南 義彦"]),
        ("南 一、林 静、西田 悟志", ["南 一", "林 静", "西田 悟志"]),
        ("医師会　角 望、商工会議所　西田 悟志", ["角 望", "西田 悟志"]),
        ("南 一、林 静、西 田 悟 志", ["南一", "林静", "西田悟志"]),
    ],
)
def test_names_of_one_character_belong_to_the_nearer_neighbour(line: str, names: list[str]) -> None:
    minutes = parse(read_text(f"{HEAD}出席委員\n　委員　{line}\n議題\n1 事業計画について\n"))
    assert [a.name for a in minutes.attendees] == names
