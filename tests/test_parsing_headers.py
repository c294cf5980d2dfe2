"""What the header says, in the ways it is written: day, hours, place, observers, body, session."""

from __future__ import annotations

import pytest

from pipeline.model import Meeting
from pipeline.parsing import parse
from pipeline.parsing.header.bodies import read_title
from pipeline.reading import read_text

TITLE = "第3回霧島台市図書館協議会会議録\n"
SPEECH = """
(会長)それでは始めます。よろしくお願いします。
(事務局)資料1を御覧ください。説明いたします。
(委員)質問があります。いつからですか。
"""

HEADERS = [
    # header (" / " for a line end), opened, closed, place, observers
    ("日時 令和5年10月3日(火)午後2時~4時 / 場所 市役所本庁舎3階 / 　　第2会議室及びオンライン / 出席者 南雲会長",
     "14:00", "16:00", "市役所本庁舎3階 第2会議室及びオンライン", None),
    ("日時：令和5年10月3日（火）　14時00分～15時30分　場所：市役所3階 第2会議室 / 出席者：南雲会長",
     "14:00", "15:30", "市役所3階 第2会議室", None),
    ("1 日時・場所　令和5年10月3日（火）午後2時から午後4時まで　市役所本庁舎 大会議室 / 2 出席者 南雲会長",
     "14:00", "16:00", "市役所本庁舎 大会議室", None),
    ("1 日時及び場所 / 令和5年10月3日(火) 午後1時30分から午後3時30分まで / 朝凪県図書館 2階ホール養賢堂 / 2 出席者 / 南雲会長",
     "13:30", "15:30", "朝凪県図書館 2階ホール養賢堂", None),
    ("第1　開催日時及び場所 / 　令和5年10月3日（火）午後2時開会　午後4時閉会 / 　於　市役所別館2階201会議室 / 第2　出席者　南雲会長",
     "14:00", "16:00", "市役所別館2階201会議室", None),
    ("会議日時 令和5年10月3日(火)開会 14時00分 閉会 15時20分 会議場所 市役所 第2会議室 出席者 南雲会長",
     "14:00", "15:20", "市役所 第2会議室", None),
    ("○日時 / 令和5年10月3日（火）10時00分開会 10時38分閉会（会議時間0時間38分） / ○場所 / 全員協議会室 / ○出席者 / 南雲会長",
     "10:00", "10:38", "全員協議会室", None),
    ("日時 令和5年10月3日(火) / 10:00~11:30 / 会場 北棟10階1004会議室(北棟が休館の場合は南棟) / 出席者 南雲会長",
     "10:00", "11:30", "北棟10階1004会議室(北棟が休館の場合は南棟)", None),
    ("日時 令和５年１０月３日（火）午前１０時～１１時３０分 / 場所 〔会場〕市役所３階会議室　〔オンライン〕Ｗｅｂｅｘ / 出席者 南雲会長",
     "10:00", "11:30", "〔会場〕市役所３階会議室　〔オンライン〕Ｗｅｂｅｘ", None),
    ("開 / 催 / 日 / 時 令和5年10月3日(火) / 開 / 催 / 場 / 所 市役所別館 4階 会議室 / 10時00分から / 12時15分まで / 出席者 南雲会長",
     "10:00", "12:15", "市役所別館 4階 会議室", None),
    ("開催日時 / 令和5年10月3日（火）午後2時～午後4時 / 市役所 第2会議室 / 開催場所 / 議長（委員長）の氏名 / 南雲隆",
     "14:00", "16:00", "市役所 第2会議室", None),
    ("日時　令和5年10月3日（火）10時00分～11時40分 / 会議の公開：公開（傍聴者2名） / 出席者：委員10名",
     "10:00", "11:40", None, 2),
    ("日時：令和５（2023）年10月3日（火）10時～11時 / 場所：市役所 大会議室　10:00-11:00 / 公開の可否 公開　　傍聴者　1名 / 出席者 南雲会長",
     "10:00", "11:00", "市役所 大会議室", 1),
    ("会場：市役所 大会議室 18:30-20:30 / 日付：2023年(令和5年)10月3日 / 会議の公開の可否　公開　　傍聴者　1名 / 出席者：南雲会長",
     "18:30", "20:30", "市役所 大会議室", 1),
    ("開催 / 年月日 R5年10月3日（火）午後2時 / 会議の / 開催場所 401会議室 / 出席者 南雲会長",
     "14:00", None, "401会議室", None),
    ("1 日時及び場所　　令和5年10月3日(火)　17時から19時　　西城グランドパレス / 2 出席者 / 南雲会長",
     "17:00", "19:00", "西城グランドパレス", None),
    ("1.日 / 時:令和5年10月3日(火)10:30~12:00 / 2.場 / 所:合同庁舎第6号館共用B会議室 / 3.出席者: / 南雲会長",
     "10:30", "12:00", "合同庁舎第6号館共用B会議室", None),
    ("開催日時 令和5年10月3日（火）18時 / 開催場所 401会議室 / 傍聴者人数 なし / 出席者 南雲会長",
     "18:00", None, "401会議室", 0),
]  # fmt: skip


def read(text: str) -> Meeting:
    return parse(read_text(text)).meeting


@pytest.mark.parametrize(("header", "opened", "closed", "place", "observers"), HEADERS)
def test_headers(
    header: str, opened: str, closed: str | None, place: str | None, observers: int | None
) -> None:
    meeting = read(TITLE + header.replace(" / ", "\n") + "\n" + SPEECH)
    assert (meeting.body, meeting.session) == ("霧島台市図書館協議会", "第3回")
    assert str(meeting.date) == "2023-10-03"
    assert (meeting.opened, meeting.closed) == (opened, closed)
    assert (meeting.place, meeting.observers) == (place, observers)


@pytest.mark.parametrize(
    ("lines", "opened", "closed"),
    [
        ("午後 1時30分 開会|(会長)始めます。よろしくお願いします。|午後 3時10分 閉会", "13:30", "15:10"),
        ("正午開会|(会長)始めます。よろしくお願いします。|午後零時二十七分散会", "12:00", "12:27"),
        ("(会長)ただいまから開会いたします。（14：00）|(会長)散会いたします。（14：25）", "14:00", "14:25"),
        ("(会長)始めます。よろしくお願いします。|7　閉会　　　　午後4時02分", None, "16:02"),
    ],
)  # fmt: skip
def test_hours_of_the_sitting(lines: str, opened: str | None, closed: str) -> None:
    text = TITLE + "日時　令和5年10月3日（火）\n場所　市役所\n議事\n" + lines.replace("|", "\n")
    meeting = read(text + SPEECH if opened is None and "閉会" not in lines else text)
    assert (meeting.opened, meeting.closed) == (opened, closed)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("第1回多摩川町地域福祉計画策定委員会議事録(要約)", "多摩川町地域福祉計画策定委員会"),
        ("第68回朝凪県個人情報保護審査会会議録の表", "朝凪県個人情報保護審査会"),
        ("令和4年度 第1回 松葉市 国民健康保険事業の運営に関する協議会 会議録",
         "松葉市国民健康保険事業の運営に関する協議会"),
        ("令和 7年議会運営委員会", "議会運営委員会"),
        ("中央電波技術審議会　周波数共用委員会（第23回）議事録", "中央電波技術審議会周波数共用委員会"),
        ("第3回岩原市空家等対策協議会（書面開催）の結果について", "岩原市空家等対策協議会"),
        ("平成29年度 総務委員会 第6回委員会 (8月18日)", "総務委員会"),
        ("篠原市総合計画審議会（第1回第4部会）", "篠原市総合計画審議会第4部会"),
        ("早瀬家庭裁判所委員会議事内容", "早瀬家庭裁判所委員会"),
        ("トップ会議一覧水素社会推進本部開催状況", "水素社会推進本部"),
        ("附属機関等の会議の開催結果", None),
        ("篠原市市民参加推進会議第7回会議 摘録", "篠原市市民参加推進会議"),
        ("第2回 篠原市地域福祉活動計画策定委員会・会議録", "篠原市地域福祉活動計画策定委員会"),
        ("第2回朝凪県教科用図書選定審議会会議の概要(PDF:131KB)", "朝凪県教科用図書選定審議会"),
        ("(1)朝凪県森林審議会の議事要旨", "朝凪県森林審議会"),
        ("平成29年度第1回篠原市社会教育委員会議 会議録", "篠原市社会教育委員会議"),
        ("朝凪県脱炭素推進本部 第3回 運輸ワーキンググループ 議事録", "朝凪県脱炭素推進本部運輸ワーキンググループ"),
        ("篠原市環境審議会・第2回温暖化対策部会", "篠原市環境審議会温暖化対策部会"),
        ("令和3年度 若草区 障害者差別解消支援地域協議会", "若草区障害者差別解消支援地域協議会"),
        ("篠原市環境審議会 令和5（2023）年度第1回 議事録", "篠原市環境審議会"),
        ("〈第3回朝凪県環境審議会〉", "朝凪県環境審議会"),
        ("TOP刊行物史料委員会関係議事録 >第9回朝凪県史料協力委員会", "朝凪県史料協力委員会"),
        ("【乾委員長】ただいまから厚生文教委員会を開会いたします。", "厚生文教委員会"),
    ],
)  # fmt: skip
def test_titles(title: str, body: str | None) -> None:
    assert read_title(title).body == body


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        ("第2回篠原市都市計画審議会\n回篠原市都市計画審議会", "篠原市都市計画審議会"),
        ("第3回審議会会議録\n篠原市環境審議会", "篠原市環境審議会"),
        (
            "倉庫審議会運送部会\n経営政策審議会支援分科会\n合同会議専門調査会（第2回）　議事要旨",
            "倉庫審議会運送部会経営政策審議会支援分科会合同会議専門調査会",
        ),
        (
            "現在位置:ホームの中の朝凪県町村電算主管課長会の中の新着情報\n令和4年度朝凪県町村電算主管課長会 役員会 会議録",
            "朝凪県町村電算主管課長会役員会",
        ),
        ("第　７　回\n農　業　委　員　会　議　事　録", "農業委員会"),
        ("第3回行政不服審査会開催記録\n会議名　行政不服審査会 総会", "行政不服審査会総会"),
    ],
)
def test_the_fullest_name_counts(rows: str, body: str) -> None:
    assert (
        read(f"{rows}\n日時　令和5年10月3日（火）午後2時\n場所　第一委員会室\n{SPEECH}").body
        == body
    )


def test_the_title_may_stand_below_the_fields() -> None:
    text = "1 日時　令和5年10月3日（火）午後2時\n2 場所　第一委員会室\n3 議題\n(1)諮問事項\n\n"
    text += "令和2年度第4回桂川市個人情報保護運営審議会 会議録\n\n(1)諮問事項\n" + SPEECH
    meeting = read(text)
    assert (meeting.body, meeting.session) == ("桂川市個人情報保護運営審議会", "令和2年度第4回")


def test_a_head_over_every_page_is_no_speech_but_once_the_title() -> None:
    head = "第5回陸奥浜市総合計画審議会　会議録\n"
    text = head + "日時　令和5年10月3日（火）午後2時\n出席者　南雲会長\n" + SPEECH
    text = (
        text
        + f"        - 1 -\n{head}会長\nでは、{'次の議題に移り' * 3}ます。\n        - 2 -\n{head}"
    )
    minutes = parse(read_text(text + "(委員)異存ありません。\n"))
    assert minutes.meeting.body == "陸奥浜市総合計画審議会"
    assert not any("会議録" in turn.text for turn in minutes.turns)


@pytest.mark.parametrize(
    ("title", "session"),
    [
        ("北浜市環境審議会\n会議録（第７回）", "第７回"),
        ("会議録（第7回）\n北浜市環境審議会", "第7回"),
        ("議事録　第３回\n会議名　北浜市環境審議会", "第３回"),
        ("会議録（令和6年度第2回）\n名称　北浜市環境審議会", "令和6年度第2回"),
        ("会　議　録　（第　７　回）\n北浜市環境審議会", "第７回"),
        ("会議録\n北浜市環境審議会　第7回", "第7回"),
    ],
)
def test_the_session_stands_behind_the_kind_of_record(title: str, session: str) -> None:
    meeting = read(f"{title}\n日時　令和6年9月14日（土）\n出席者　南雲会長\n{SPEECH}")
    assert (meeting.body, meeting.session) == ("北浜市環境審議会", session)


def test_a_year_without_its_era_is_of_that_of_the_session() -> None:
    for session, day, date in [
        ("平成28年度第3回", "28年11月8日(火)", "2016-11-08"),
        ("令和5年度第4回", "6年2月9日（金）", "2024-02-09"),
        ("令和5年度第4回", "28年2月9日（金）", "None"),
        ("第4回", "6年2月9日（金）", "None"),
    ]:
        text = f"{session}篠原市環境審議会会議録\n日時　{day}18時\n出席者　南雲会長\n{SPEECH}"
        assert str(read(text).date) == date


def test_every_line_of_a_page_around_the_minutes_is_told() -> None:
    text = (
        "...\n篠原市環境審議会会議録\nby user\non 3 March\nCategory: Documents\n11\nviews\nReport\n"
    )
    text += (
        "Comments\nTranscript\n資料１－２\n第2回篠原市環境審議会会議録\n区分　　内容\n開催状況\n"
    )
    minutes = parse(read_text(text + f"日時　令和5年10月3日（火）\n出席者　南雲会長\n{SPEECH}"))
    assert minutes.coverage == 1.0
    assert minutes.meeting.session == "第2回"


@pytest.mark.parametrize(
    ("header", "body", "session", "place"),
    [
        ("第14回篠原市農業委員会会議録\n第14回篠原市農業委員会定例会を令和5年10月3日午後1時30分篠原市勤労福祉会館\n大研修室に招集した。",
         "篠原市農業委員会", "第14回", "篠原市勤労福祉会館大研修室"),
        ("第2回小空町農業委員会総会議事録\n令和5年10月3日第2回小空町農業委員会総会は、小空町農村環境改善センター小ホ\nールに招集された。",
         "小空町農業委員会総会", "第2回", "小空町農村環境改善センター小ホール"),
        ("開発行為の許可について審議するため、令和5年10月3日(火)に開催しました第208回朝凪県開発審査会の結果は次のとおりです。\n場所 朝凪県庁 第1会議室",
         "朝凪県開発審査会", "第208回", "朝凪県庁 第1会議室"),
        ("審議結果\n奥浜整備局事業評価委員会は、令和5年度第3回委員会を令和5年10月3日(火)奥浜整備局 五日町庁舎において開催した。",
         "奥浜整備局事業評価委員会", "令和5年度第3回", "奥浜整備局 五日町庁舎"),
        ("令和5年度 第2回百草市空家等対策協議会議事録\n会議名 第2回百草市空家等対策協議会\n日時 令和5年10月3日\n場所 401会議室",
         "百草市空家等対策協議会", "令和5年度第2回", "401会議室"),
    ],
)  # fmt: skip
def test_a_sentence_tells_what_the_header_does_not(
    header: str, body: str, session: str, place: str
) -> None:
    minutes = parse(read_text(f"{header}\n出席委員\n南雲会長、森委員\n{SPEECH}"))
    meeting = minutes.meeting
    assert (meeting.body, meeting.session, meeting.place) == (body, session, place)
    assert str(meeting.date) == "2023-10-03"
    assert minutes.coverage == 1.0


def test_a_site_where_minutes_are_sought_is_no_body() -> None:
    site = "会議のひろば -地方議会議事録検索-\n\n平成23年  8月 議会運営委員会 08月24日−01号\n\n"
    text = site + "1.日時  平成23年8月24日(水)10:00〜10:52\n2.場所  第1委員会室\n"
    assert read(text + SPEECH).body == "議会運営委員会"
