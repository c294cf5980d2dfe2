"""Dates, times, numbers, names, labels and titles: real forms and what they mean."""

from __future__ import annotations

import random
import re

import pytest

from pipeline.parsing.folding import fold, squeeze
from pipeline.parsing.header.bodies import read_title, session_numbers
from pipeline.parsing.knowledge import (
    alternatives,
    groups,
    header_fields,
    label_alternatives,
    longest_first,
)
from pipeline.parsing.phrases.dates import date_in_year, find_dates, find_times
from pipeline.parsing.phrases.decisions import find_decisions
from pipeline.parsing.phrases.elsewhere import mentions_paper, refers_elsewhere
from pipeline.parsing.phrases.municipalities import find_municipality, is_valid_code
from pipeline.parsing.phrases.names import looks_like_name, split_name
from pipeline.parsing.phrases.numbering import kanji_number, read_enumerator
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list, is_speech
from pipeline.parsing.phrases.titles import read_title_parts

DATES = [
    ("令和4年1月21日(金)", "2022-01-21", "金"),
    ("令和４年１月２１日（金曜日）", "2022-01-21", "金"),
    ("令和元年5月1日", "2019-05-01", None),
    ("平成十八年三月二日（木曜日）", "2006-03-02", "木"),
    ("平成 27 年 11 月 26 日 ( 木 )", "2015-11-26", "木"),
    ("平成21年 (2009年)9月16日(水曜日)", "2009-09-16", "水"),
    ("２０２１年３月１６日", "2021-03-16", None),
    ("Ｒ４．１．２１", "2022-01-21", None),
    ("㋿4年1月21日", "2022-01-21", None),
    ("平成17年7月14日(木曜)", "2005-07-14", "木"),
]


@pytest.mark.parametrize(
    ("items", "expression"),
    [
        (["会長", "副会長"], "会長|副会長"),
        (["出席者", "出席委員", "出席"], "出席(?:(?:委員|者))?"),
        (["日", "日時", "日程"], "日(?:(?:時|程))?"),
        (["本議題", "本議案", "本案題", "本案案"], "本(?:(?:案|議)(?:案|題))"),
        (["(1)", "-"], r"\(1\)|\-"),
        (["a", ""], "a|"),
        ([], ""),
    ],
)
def test_items_with_a_common_beginning_share_it(items: list[str], expression: str) -> None:
    assert alternatives(items) == expression


@pytest.mark.parametrize(
    ("text", "refers", "mentions"),
    [
        ("別紙", True, True),  # 出席者　別紙: nobody is called 別紙
        ("別紙のとおり", True, True),
        ("(別紙名簿)", True, True),
        ("別紙「出席者名簿」のとおり。", True, True),
        ("資料1参照", True, False),
        ("議事日程のとおり", True, False),
        ("下記会議録に記載のとおり", True, False),
        ("16名(別紙出席者名簿のとおり)", False, True),
        ("別紙協定の締結について", False, True),
        ("次のとおり決定した", False, False),
        ("資料の説明", False, False),
    ],
)
def test_what_only_points_elsewhere(text: str, refers: bool, mentions: bool) -> None:
    assert (refers_elsewhere(text), mentions_paper(text)) == (refers, mentions)


@pytest.mark.parametrize("spaced", [False, True])
@pytest.mark.parametrize("tail", ["", "(?=[b:])", "$"])
def test_alternatives_match_what_one_after_the_other_would(spaced: bool, tail: str) -> None:
    chance = random.Random(7)
    gap = "[ ]{0,4}" if spaced else ""
    for _ in range(300):
        items = ["".join(chance.choices("aab", k=chance.randint(1, 5))) for _ in range(8)]
        each = "|".join(gap.join(item) for item in longest_first(items))
        text = "".join(chance.choices("aab :", k=60))
        ours, plain = (rf"(?:{many}){tail}" for many in (alternatives(items, spaced=spaced), each))
        found = [match.span() for match in re.finditer(ours, text)]
        assert found == [match.span() for match in re.finditer(plain, text)], (items, text)


@pytest.mark.parametrize("spaced", [False, True])
@pytest.mark.parametrize("tail", ["", "：", "の", "の概要", "及び結果", "、担当課", "等"])
def test_header_labels_are_matched_as_the_longest_of_them(spaced: bool, tail: str) -> None:
    labels = [*header_fields(), *groups()]
    known = frozenset(labels)
    pattern = re.compile(label_alternatives(labels, spaced=spaced))
    for label in labels[:: 7 if tail else 1]:
        text = label + tail
        longest = next(text[:end] for end in range(len(text), 0, -1) if text[:end] in known)
        found = pattern.match(" ".join(text) if spaced else text)
        assert found is not None
        assert found[0].replace(" ", "") == longest


def test_labels_made_of_parts_are_written_as_their_parts_where_all_are_wanted() -> None:
    business = [label for label, field in header_fields().items() if field == "agenda"]
    assert len(label_alternatives(business)) < len(alternatives(business)) / 4
    assert label_alternatives(["議題及び結果", "議題"]) == alternatives(["議題及び結果", "議題"])


@pytest.mark.parametrize(("text", "date", "weekday"), DATES)
def test_date(text: str, date: str, weekday: str | None) -> None:
    (found,) = find_dates(fold(text))
    assert found.date is not None
    assert (found.date.isoformat(), found.weekday) == (date, weekday)


@pytest.mark.parametrize(
    "text", ["令和5年度", "平成26年19日", "第12条第2項", "1,121 自治体", "第3次計画"]
)
def test_no_date(text: str) -> None:
    assert list(find_dates(fold(text))) == []


def test_a_day_that_does_not_exist_is_no_date() -> None:
    (found,) = find_dates(fold("令和4年2月30日"))
    assert found.date is None


@pytest.mark.parametrize(
    ("text", "in_era"),
    [("平成31年4月30日", True), ("平成31年12月1日", False), ("令和元年4月30日", False)],
)
def test_a_date_outside_its_era_is_flagged(text: str, in_era: bool) -> None:
    (found,) = find_dates(fold(text))
    assert found.in_era is in_era


TIMES = [
    ("開会15時00分 閉会17時07分", "15:00", "17:07"),
    ("午後1時30分から午後3時30分まで", "13:30", "15:30"),
    ("午後3時30分〜5時", "15:30", "17:00"),
    ("午後7時~8時50分", "19:00", "20:50"),
    ("午前11時から正午まで", "11:00", "12:00"),
    ("午前10時から午後0時5分まで", "10:00", "12:05"),
    ("10:02~11:15", "10:02", "11:15"),
    ("１３：３０～１５：００", "13:30", "15:00"),
    ("午前十一時三分開議", "11:03", None),
    ("午後 2時01分開会", "14:01", None),
    ("午後1時半～", "13:30", None),
    ("午後13時", "13:00", None),
    ("2時間にわたり", None, None),
]


@pytest.mark.parametrize(("text", "opened", "closed"), TIMES)
def test_times(text: str, opened: str | None, closed: str | None) -> None:
    found = find_times(fold(text))
    assert (found.opened, found.closed) == (opened, closed)


ENUMERATORS = [
    ("1 諮問案件", "arabic", 1, "諮問案件"),
    ("2.その他", "arabic", 2, "その他"),
    ("(１) 対象業務", "paren", 1, "対象業務"),
    ("①河川の水質", "circled", 1, "河川の水質"),
    ("ア 目的", "kana", 1, "目的"),
    ("(イ) 効果", "paren_kana", 2, "効果"),
    ("[2] 提案(案)について", "square", 2, "提案(案)について"),
    ("・教育長あいさつ", "bullet", 0, "教育長あいさつ"),
    ("諮問第12号 個人情報の取扱いについて", "word", 12, "個人情報の取扱いについて"),
    ("議案第1号 生産緑地地区の変更", "word", 1, "生産緑地地区の変更"),
    ("議題(2) 諮問", "word", 2, "諮問"),
    ("【案件1】指定管理者", "word", 1, "指定管理者"),
    ("議題の一　事業計画について", "word", 1, "事業計画について"),
    ("案件その2　事業報告について", "word", 2, "事業報告について"),
    ("一つめ　夏まつりの会場について", "counted", 1, "夏まつりの会場について"),
    ("2つ目の議題：相談窓口の周知", "counted", 2, "相談窓口の周知"),
    ("その三　会則の見直し", "counted", 3, "会則の見直し"),
    ("第 1　会期の決定", "ordinal", 1, "会期の決定"),
    ("第 2 期末手当の改正", "ordinal", 2, "期末手当の改正"),
    ("@平成25年度事業報告について", "circled", 1, "平成25年度事業報告について"),
]


@pytest.mark.parametrize(("text", "kind", "value", "rest"), ENUMERATORS)
def test_enumerator(text: str, kind: str, value: int, rest: str) -> None:
    folded = fold(text)
    found = read_enumerator(folded)
    assert found is not None
    assert (found.kind, found.value, folded[found.end :]) == (kind, value, fold(rest))


@pytest.mark.parametrize(
    "text",
    [
        "第74回審議会",
        "第 4 回審議会",
        "第 2 期計画の策定",
        "1年とした理由",
        "3月中旬である",
        "2022年",
        "10時00分",
        "アンケート",
        "第6次男女共同参画基本計画の考え方について",
        "第2地区の推進委員",
        "議題の一部を変更する",
        "その一つである",
        "一つ目は、費用です。",
        "1つ目、料金について。",
    ],
)
def test_no_enumerator(text: str) -> None:
    assert read_enumerator(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("二十", 20), ("一〇", 10), ("百五", 105), ("元", 1), ("9", 9)],
)
def test_kanji_number(text: str, value: int) -> None:
    assert kanji_number(text) == value


LABELS = [
    # label, group, role, name, chair
    ("委員", "委員", "委員", None, False),
    ("委　員", "委員", "委員", None, False),
    ("実施機関", "実施機関", "実施機関", None, False),
    ("森 本 会 長", "委員", "会長", "森本", True),
    ("副会長", "委員", "副会長", None, False),
    ("事務局（久保）", "事務局", "事務局", "久保", False),
    ("委員長(山田君)", "委員", "委員長", "山田", True),
    ("都市計画課係長(久保隆君)", "実施機関", "都市計画課係長", "久保隆", False),
    ("Ａ委員", "委員", "委員", None, False),
    ("委員11", "委員", "委員", None, False),
    ("◇◇委員", "委員", "委員", None, False),
    ("えのした委員", "委員", "委員", "えのした", False),
    ("林課長補佐", "実施機関", "課長補佐", "林", False),
    ("西田君", "委員", None, "西田", False),
    ("5番（田中）", "委員", None, "田中", False),
    ("質問", "委員", None, None, False),
    ("阿部委員", "委員", "委員", "阿部", False),  # 部 and 園 end departments and surnames
    ("矢部主任", "実施機関", "主任", "矢部", False),
    ("前園館長", "実施機関", "館長", "前園", False),
    ("渡部会長", "委員", "会長", "渡部", True),
    ("企画部会長", "委員", "企画部会長", None, True),
    ("第一部会長", "委員", "第一部会長", None, True),
    ("総務部長", "実施機関", "総務部長", None, False),
    ("国枝アドバイザー", "その他", "アドバイザー", "国枝", False),
]


@pytest.mark.parametrize(("text", "group", "role", "name", "chair"), LABELS)
def test_label(text: str, group: str, role: str | None, name: str | None, chair: bool) -> None:
    label = read_label(text)
    assert (label.group, label.role, label.name, label.is_chair) == (group, role, name, chair)
    assert label.strength >= 2


@pytest.mark.parametrize(
    "text",
    ["実施機関に対し", "会長には西田委員", "それでは", "以上", "会長(荒木智也君)次の案件です。"],
)
def test_no_label(text: str) -> None:
    assert read_label(text).strength == 0


TITLES = [
    ("第74回 吹田市個人情報保護審議会", "吹田市個人情報保護審議会", "第74回"),
    (
        "令和4年度第3回北浜市個人情報保護運営審議会会議録を公表",
        "北浜市個人情報保護運営審議会",
        "令和4年度第3回",
    ),
    ("中央大気審議会第85回企画部会議事要旨", "中央大気審議会企画部会", "第85回"),
    ("佐島市景観審議会（平成23年度第3回）の議事録など", "佐島市景観審議会", "平成23年度第3回"),
    ("平成27年度　第2回御山町総合教育会議録", "御山町総合教育会議", "平成27年度第2回"),
    (
        "平 成 27 年 度 第 2 回 岩原市 総 合 教 育 会 議 議 事 録",
        "岩原市総合教育会議",
        "平成27年度第2回",
    ),
    ("議会運営委員会速記録第七号", "議会運営委員会", None),
    ("第25回 緑が浦市子ども読書活動推進会議 会議録", "緑が浦市子ども読書活動推進会議", "第25回"),
    ("審議会等会議録", None, None),
    ("公立大学法人北浜大学 第45回経営審議会 議事録", "公立大学法人北浜大学経営審議会", "第45回"),
    ("若松町農業委員会 平成30年11月（第23期）総会議事録", "若松町農業委員会総会", None),
    ("【第1回】若葉市 学校のあり方を考える会 議事録", "若葉市学校のあり方を考える会", "第1回"),
    (
        "令和5年度 第1回 北浜市はたらき方改革推進会議",
        "北浜市はたらき方改革推進会議",
        "令和5年度第1回",
    ),
    (
        "中央審議会 通商・貿易分科会 不公正貿易措置調査小委員会(第5回)-議事要旨",
        "中央審議会通商・貿易分科会不公正貿易措置調査小委員会",
        "第5回",
    ),
    ("令和元年第２回（６月）北浜市議会定例会会議録", "北浜市議会", "令和元年第２回"),
    ("第2回 災害に強い物流懇談会 議事要旨", "災害に強い物流懇談会", "第2回"),
    (
        "森下市健康で長生きできるまちづくり会議会議録",
        "森下市健康で長生きできるまちづくり会議",
        None,
    ),
    ("本日は第3回環境審議会を開会します", None, "第3回"),
    ("第7回 会議録三崎市景観審議会", "三崎市景観審議会", "第7回"),
    ("大 鳥 町 環 境 審 議 会（第５回）会 議 録", "大鳥町環境審議会", "第５回"),
    ("ただ今から第7回臨時沢内・鳥越合併協議会を開催いたします", "沢内・鳥越合併協議会", "第7回"),
    ("№3若草市子ども・子育て会議（第3回）", "若草市子ども・子育て会議", "第3回"),
    ("2021年4月6日 一般社団法人RiverCon JP 運営会議#12", "一般社団法人RiverCon JP 運営会議", "#12"),
    ("OpenMap Japan Work Group  第 6 回会合", "OpenMap Japan Work Group", "第6回"),
    ("■OpenMap Japan WG Data-Quality SG", "OpenMap Japan WG Data-Quality SG", None),
    ("令和５年度定例会１２月緊急議会　柏木区議会会議録", "柏木区議会", None),
    (
        "社会福祉法人青嶺県社会福祉事業団による青嶺県立福祉総合学院の運営等に関する調査特別委員会速記録第五号",
        "社会福祉法人青嶺県社会福祉事業団による青嶺県立福祉総合学院の運営等に関する調査特別委員会",
        None,
    ),
    ("次の本会議は、３月２日に開きます。", None, None),
    ("青嶺市議会総務委員会（第3回定例会）", "青嶺市議会総務委員会", None),
    ("青嶺市教育委員会（第3回定例会）", "青嶺市教育委員会", "第3回"),
]


@pytest.mark.parametrize(("text", "body", "session"), TITLES)
def test_title(text: str, body: str | None, session: str | None) -> None:
    found = read_title(text)
    assert (found.body, found.session) == (body, session)


@pytest.mark.parametrize(
    ("session", "number", "year"),
    [
        ("第74回", 74, None),
        ("令和4年度第5回", 5, 2022),
        ("令和元度第5回", 5, 2019),
        ("平成三十年度第二回", 2, 2018),
        ("#12", 12, None),
        (None, None, None),
    ],
)
def test_session_numbers(session: str | None, number: int | None, year: int | None) -> None:
    assert session_numbers(session) == (number, year)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("吹田市個人情報保護審議会", "272051"),
        ("東京都情報公開審査会", "130001"),
        ("府中市都市計画審議会", None),  # 東京都 and 広島県 both have one
        ("霧島台市建設委員会", None),
        ("北海道森町議会", "013455"),
        ("東京都北区教育委員会", "131172"),
        ("さいたま市大宮区区民会議", "111031"),
        ("四日市市議会", "242021"),
        ("兵庫県後期高齢者医療広域連合議会", None),
        ("中央大気審議会", None),
    ],
)
def test_municipality(body: str, code: str | None) -> None:
    found = find_municipality(body)
    assert (found.code if found else None) == code


def test_namesakes_are_told_apart_by_the_prefecture_in_the_text() -> None:
    found = find_municipality("府中市都市計画審議会", "東京都府中市役所 3階")
    assert found is not None
    assert found.code == "132063"


@pytest.mark.parametrize(("code", "valid"), [("272051", True), ("272052", False), ("27205", False)])
def test_check_digit(code: str, valid: bool) -> None:
    assert is_valid_code(code) is valid


@pytest.mark.parametrize(
    ("name", "family", "given", "how"),
    [
        ("山本 忠明", "山本", "忠明", "written"),
        ("森本佳代", "森本", "佳代", "inferred"),
        ("大谷ともふみ", "大谷", "ともふみ", "inferred"),
        ("髙橋哲郎", "髙橋", "哲郎", "inferred"),
        ("戸塚ユリ", "戸塚", "ユリ", "inferred"),
        ("日下部あゆみ", "日下部", "あゆみ", "inferred"),
    ],
)
def test_split_name(name: str, family: str, given: str, how: str) -> None:
    found = split_name(name)
    assert (found.family, found.given, found.how) == (family, given, how)


@pytest.mark.parametrize(
    "text", ["総務課", "情報政策室", "都市計画課長", "について", "個人情報保護審議会"]
)
def test_no_name(text: str) -> None:
    assert looks_like_name(text) < 0.45


@pytest.mark.parametrize(
    "text",
    [
        "どうぞ。",
        "了解した。",
        "了解しました",
        "お見込みのとおりです。",
        "では読み上げをお願いする。",
        "皆さん、こんにちは。",
    ],
)
def test_speech(text: str) -> None:
    assert is_speech(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "森本会長、西田委員、大谷委員、岸本委員",
        "総務局文書館 久保館長、林係長",
        "議事課係長　久 保 田 か お り",
        "石橋町長、森本教育委員長、西田教育委員",
        "田辺 つとむ\t出席（オンライン）",
    ],
)
def test_people_list_is_no_speech(text: str) -> None:
    assert is_people_list(fold(text))
    assert not is_speech(fold(text))


@pytest.mark.parametrize(
    "text",
    ["ハイブリッド（対面・Web）開催　※傍聴はWebのみ", "対面・Web（傍聴）開催", "書面開催"],
)
def test_how_a_meeting_was_held_is_no_people_list(text: str) -> None:
    assert not is_people_list(fold(text))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("今後も予定していないのか。", True),
        ("改めて、それらについて説明してほしい。", True),
        ("ご質問はございませんか。", True),
        ("お見込みのとおりです。", False),
        ("国の基準かどうかを確認した。", False),
        ("費用はいくらか。", True),
        ("この数字の根拠は何でしょうか。", True),
        ("来年度も続けるおつもりですか。", True),
        ("委託先はどこになるのでしょう。", True),
        ("この点について御説明いただきたいと思います。", True),
        ("もう少し詳しく教えていただければと思います。", True),
        ("市の見解をお聞かせください。", True),
        ("委員会としてのお考えをお聞かせ願います。", True),
        ("保存期間は何年でしたっけ。", True),
        ("対象者は何人くらいいらっしゃるんですか？", True),
        ("システムの名称を御教示ください。", True),
        ("二点質問させていただきます。", True),
        ("一点確認させてください。", True),
        ("件数の推移を知りたい。", True),
        ("他市の状況はどうなっているのか。", True),
        ("なぜ今回から変わったのか、理由を説明してほしい。", True),
        ("予算の内訳を伺います。", True),
        ("財源についてお尋ねいたします。", True),
        ("当局の考えを伺いたいと思います。", True),
        ("それでよろしいのでしょうか。", True),
        ("資料三ページの表の見方はどうなりますか", True),
        ("周知の方法についてはいかがでしょうか。", True),
        ("委員の任期はいつまでですかね。", True),
        ("漏えいが起きたときの連絡先はどこか。", True),
        ("その辺りはどのように考えているのかなと。", True),
        ("災害時の対応についてお答えください。", True),
        ("高齢者への配慮はあるのか、ないのか。", True),
        ("進捗をお示しください。", True),
        ("これは個人情報に当たりますよね。", True),
        ("導入の効果をどう測るのか伺いたい。", True),
        ("今後の見通しを答弁願います。", True),
        ("この表現で市民に伝わるのかどうか。", True),
        ("本人の同意は取っているんでしょうか。", True),
        ("職員の研修は行われているのかを確認したい。", True),
        ("実証実験は諮問せずに外部提供を行ったということか。", True),
        ("今回の諮問の対象はどこの部分なのか。", True),
        ("事業の効果検証はされているのかどうか、その点をお願いしたい。", True),
        ("利用者の声は届いていますか？", True),
        ("もし分かれば、昨年度の実績を教えていただきたいんですけれども。", True),
        ("区域の広さはどれくらいなんでしょうか。", True),
        ("この数字は税込みですよね。", True),
        ("どのような基準で選んだのか御説明願います。", True),
        ("また、広報の方法について市長にお尋ねいたします。", True),
        ("私からは一点だけ伺いたいのですが、よろしいでしょうか。", True),
        ("会場は何人まで入れるのかなと。", True),
        ("それは誰が決めるんですかね。", True),
        ("御所見をお示しいただければ幸いです。", True),
        ("今年度の開催回数を確認したいと思います。", True),
        ("答弁を求めます。", True),
        ("前回もお聞きしましたが、改善の見込みはあるのか。", True),
        ("これ、間に合うんでしょうか。", True),
        ("費用は百万円です。", False),
        ("なるほど、そうですか。", False),
        ("分かりました。", False),
        ("異議なし。", False),
        ("検討してまいりたいと考えております。", False),
        ("何人か欠席されています。", False),
        ("いくつか案があります。", False),
        ("前向きに検討したいと思います。", False),
        ("その方向で進めるかどうか、来月判断いたします。", False),
        (
            "システムを経由するか、ファイル形式で取りに行くか。ここは各自治体に委ねられています。",
            False,
        ),
        ("「費用は幾らか。」という質問をいただいています。", False),
        ("委員から、なぜ今なのかという御意見がございました。", False),
        ("御質問のありました件数は十二件でございます。", False),
        ("どなたかが見ているかもしれません。", False),
        ("よろしくお願いしたいと思います。", False),
        ("説明は以上です。", False),
        ("大変難しい問題ではないかと思います。", False),
        ("私は反対です。", False),
        ("市長から諮問をいただきました。", False),
        ("御説明いたします。", False),
        ("資料を御覧ください。", False),
        ("静粛に願います。", False),
        ("次回の日程をお知らせします。", False),
        ("あるべき姿とは何かを示したものである。", False),
        ("いつの間にか増えている。", False),
        ("まさか、とは思いました。", False),
        ("お手元の資料を確認してください。", False),
        ("委員の皆様に質問票をお配りします。", False),
        ("質問にお答えします。", False),
        ("ようやくここまで来たかという思いである。", False),
        ("大変助かっております。", False),
        ("なお、詳細は事務局にお尋ねください。", False),
        ("ああ、そうでしたか。", False),
        ("要望として申し上げます。", False),
        ("実施しましたので諮問はしておりません。", False),
        ("はい、分かりました。", False),
        ("いつもお世話になっております。", False),
        ("会議を始めさせていただきます。", False),
        ("このような形で進めてはどうかと思います。", False),
        ("検討すべきではなかろうかと存じます。", False),
        ("費用が掛かるのではないかという心配の声があります。", False),
        ("いつまでに行うかは未定です。", False),
        ("やるかやらないかは市の判断になります。", False),
        ("当日は静かに傍聴願います。", False),
        ("皆様の御協力をお願いいたします。", False),
        ("後ほど御説明いたします。", False),
        ("質問は以上です。", False),
        ("「いつ始めるのですか」と聞かれます。", False),
        ("どなたでも申し込めます。", False),
        ("確かにそのとおりです。", False),
        ("大変厳しいでしょう。", False),
        ("御確認をお願いいたします。", False),
        ("説明をさせていただきます。", False),
        ("周辺の自治体のほか。", False),
        ("「費用は幾らか。」", True),  # all of it is quoted
        ("郵送するか、窓口にするか。それは各課が決める。", False),
    ],
)
def test_question(text: str, asks: bool) -> None:
    assert is_question(text) is asks


OUTCOMES = [
    ("全員一致で同意する。", "同意", "approved", True),
    ("出席委員により原案のとおり承認され、確定した。", "承認", "approved", None),
    ("答申案について審議し、次回に審議を継続することとした。", "継続審議", "continued", None),
    ("改めて追加資料を求め、再審議を行う。", "継続審議", "continued", None),
    ("採決の結果、賛成5名、反対2名で可決された。", "可決", "approved", False),
    ("森本委員に決定", "選任", "approved", None),
    ("一部修正のうえ承認された。", "承認", "conditional", None),
    ("本議案は賛成少数により否決された。", "否決", "rejected", None),
]


@pytest.mark.parametrize(("text", "outcome", "outcome_class", "unanimous"), OUTCOMES)
def test_outcome(text: str, outcome: str, outcome_class: str, unanimous: bool | None) -> None:
    (found,) = find_decisions(text)
    assert (found.outcome, found.outcome_class, found.unanimous) == (
        outcome,
        outcome_class,
        unanimous,
    )


@pytest.mark.parametrize(
    "text",
    [
        "ご異議ありませんか。",
        "承認してよろしいか。",
        "前回の審議で継続審議になったと認識している。",
        "指導室から、教科用図書の採択の概要について説明を受け、審議を行った。",
        "お手元に配付しております次第に基づき審査を行いますので、ご了承願います。",
        "事前の告知ができませんでした。ご了承をお願いいたします。",
        "3.分科会長選任・会長代理指名",
        "7.諮問・答申",
    ],
)
def test_no_outcome(text: str) -> None:
    assert list(find_decisions(text)) == []


def test_votes_and_request() -> None:
    (found,) = find_decisions("賛成5名、反対2名で可決された。")
    assert found.votes == {"votes_for": 5, "votes_against": 2}
    (found,) = find_decisions("同意する。万全な対策を取るよう要望する。", deciding=True)
    assert found.request == "万全な対策を取るよう要望する。"


def test_title_parts() -> None:
    parts = read_title_parts("(1) 電子申込システムについて(継続審議分) 【行政経営部 情報政策室】")
    assert (parts.number, parts.title) == ("(1)", "電子申込システムについて")
    assert (parts.bureau, parts.division, parts.continued) == ("行政経営部", "情報政策室", True)


# Brackets before or behind a title that tell its kind; round ones behind it stay.
KINDS = {
    "(1) 計画の策定について（諮問）": ("計画の策定について（諮問）", "諮問"),
    "(2) 進捗について（資料3）（報告）": ("進捗について（資料3）（報告）", "報告"),
    "1 料金の改定について（協議・資料2）": ("料金の改定について（協議・資料2）", "審議"),
    "②【審議】計画案について": ("計画案について", "審議"),
    "（報告）第3次計画の進捗について": ("第3次計画の進捗について", "報告"),
    "議案第5号 決算について（報告）": ("決算について（報告）", "議案"),
    "(1)（仮称）市民会館について": ("（仮称）市民会館について", None),
    "１．開会 ・・・・・・ 14:00": ("開会", None),
    "2　料金の改定について……3": ("料金の改定について", None),
    "1 | 計画の策定について": ("計画の策定について", None),
}


@pytest.mark.parametrize("written", KINDS)
def test_brackets_that_tell_the_kind_of_a_title(written: str) -> None:
    parts = read_title_parts(written)
    assert (parts.title, parts.kind) == KINDS[written]


def test_what_brackets_name_no_department_stays_in_the_title() -> None:
    assert (
        read_title_parts("報告書（案）について（資料2）").title == "報告書（案）について（資料2）"
    )


@pytest.mark.parametrize(
    ("spaced", "text"),
    [("議事課係長 久 保 田 か お り", "議事課係長 久保田かおり"), ("森本 佳代", "森本 佳代")],
)
def test_squeeze(spaced: str, text: str) -> None:
    assert squeeze(spaced) == text


def test_a_given_name_that_ends_as_a_verb_does_is_no_speech() -> None:
    assert not is_speech(fold("社会福祉協議会　藤井かおり"))


@pytest.mark.parametrize(
    ("day", "year", "date"),
    [
        ("第4回委員会 (9月9日)", "平成25年度 教育福祉委員会", "2013-09-09"),
        ("2月9日(木) 午後2時", "令和4年度第3回", "2023-02-09"),
        ("2月9日(金) 午後2時", "令和4年度第3回", None),  # it was no Friday
        ("08日-02号 07月08日", "平成22年 議会だより編集委員会", "2010-07-08"),
        ("令和5年9月9日", "平成25年度", None),  # it has a year
        ("9月9日", "令和5年10月1日現在", None),
    ],
)
def test_a_day_takes_its_year_from_the_title(day: str, year: str, date: str | None) -> None:
    found = date_in_year(day, year)
    assert (found and found.date and found.date.isoformat()) == date
