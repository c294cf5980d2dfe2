"""What kind of document this is: minutes or not, in which style, with or without speakers."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = """第3回霧島台市図書館協議会{title}
日時　令和5年10月3日（火曜日）午後2時から午後3時30分まで
場所　市役所本庁舎3階 第2会議室
出席者　南雲会長、早瀬委員、椎葉委員
"""

NOT_MINUTES = {
    "an ordinance": """北浜市個人情報保護審議会条例
令和5年3月20日条例第12号
（設置）
第1条　法の規定に基づき、北浜市個人情報保護審議会（以下「審議会」という。）を置く。
（組織）
第2条　審議会は、委員7人以内で組織する。
（会長）
第3条　審議会に会長を置き、委員の互選によりこれを定める。
附　則
この条例は、令和5年4月1日から施行する。
""",
    "rules on how minutes are made": """霧島台市審議会等の会議録の作成に関する要領
（趣旨）
第1条　この要領は、会議録の作成に関し必要な事項を定める。
（会議録の記載事項）
第2条　会議録には、日時、場所、出席者、議題及び発言の要旨を記載する。
附則　この要領は、令和5年4月1日から施行する。
""",
    "a report to the mayor": """答申第23号
令和5年11月30日
北浜市長　柏原　実　様
北浜市情報公開審査会
会長　南雲　隆
審査請求について（答申）
令和5年6月1日付けで諮問のあった件について、次のとおり答申します。
第1　審査会の結論
実施機関が行った部分公開決定は、妥当である。
審査の経過
令和5年8月22日　第1回審査会
""",
    "a newsletter": """まちづくり協議会だより　第12号
令和5年7月1日発行
夏祭りを開催します
日時　8月5日（土）午後4時から
場所　中央公園
内容　盆踊り、模擬店
編集後記　暑い日が続きます。
問い合わせ　まちづくり課　電話 0123-45-6789
""",
    "an announcement of a meeting": """第3回霧島台市図書館協議会の開催について（お知らせ）
霧島台市図書館協議会を次のとおり開催します。
1 日時　令和5年10月3日（火曜日）午後2時から
2 場所　市役所本庁舎3階 第2会議室
3 議題　(1) 図書館の開館時間について
4 傍聴　定員5名（当日受付）
""",
    "an order of business": """第3回霧島台市図書館協議会次第
日時　令和5年10月3日（火）午後2時
場所　第2会議室
1 開会
2 議題
(1) 図書館の開館時間について
3 閉会
""",
    "a list of members": """霧島台市図書館協議会委員名簿
会長　南雲 隆　大学教授
副会長　早瀬 恵　PTA連合会
委員　椎葉 透　公募
""",
    "a README": """# minutes-reader

Turns minutes of councils into tables.

## Usage
- `reader convert INPUT`: reads files

会長：始めます。 のような行を読み取ります。
""",
    "a summary by a machine": """# 会議の要約（自動生成）
この要約は生成AIによって作成されました。
## 概要
第3回の審議会では、図書館システムの更新が議論されました。
## 決定事項
- 原案のとおり承認されました。
## アクションアイテム
- 事務局：次回までに資料を修正する
- 委員：意見を提出する
""",
    "speech recognition without labels": """えーそれでは定刻になりましたので始めさせていただきます
本日はお忙しい中ご出席いただきましてありがとうございます
はい皆さんこんにちは今日もよろしくお願いします
では早速議題の一つ目についてですけれども事務局からご説明をお願いします
""",
    "questions often asked": """よくある質問（国民健康保険）
Q1　保険証をなくしたときはどうすればよいですか。
A1　窓口で再交付の手続をしてください。
Q2　就職したときの手続は。
A2　資格喪失の届出が必要です。
""",
    "comments of the public": """環境基本計画（案）に対する意見募集の結果について
募集期間　令和5年1月10日（火）から2月9日（木）まで
意見の概要	町の考え方
太陽光発電の立地を規制すべきだ。	条例の制定を検討してまいります。
ごみの分別の種類が多すぎる。	分かりやすい周知に努めます。
""",
    "a README that shows minutes": """# gijiroku-viewer
議事録ビューア。発言者ごとに色分けして表示します。
○会長　それでは会議を始めます。
○委員　資料の3ページについて質問です。
○事務局　お答えします。
## インストール
pip install gijiroku-viewer
""",
    "an interview": """インタビュー　図書館のこれから
記者：館長になって一年ですね。
館長：はい、あっという間でした。
記者：これからの目標は何ですか。
館長：子どもたちに本の楽しさを伝えることです。
""",
}

NOT_MINUTES |= {
    "an ordinance whose captions name speakers": """浜ノ宮市環境審議会規則
令和3年3月31日規則第45号
（委員）
第2条　審議会の委員は、次に掲げる者のうちから市長が委嘱する。
（会長及び副会長）
第3条　審議会に会長を置き、委員の互選により定める。
（庶務）
第6条　審議会の庶務は、環境部において処理する。
附　則
この規則は、令和3年4月1日から施行する。
""",
    "a release that says who is to attend": """報道発表資料
第5回浜ノ宮市総合計画審議会を開催します
1　日時　令和6年6月17日（月）午後2時から4時まで
2　場所　浜ノ宮市役所4階　大会議室
3　出席者　審議会委員15名、市長
4　議題　基本構想（素案）について
5　傍聴　傍聴を希望される方は、当日1時30分から受付をします。
""",
    "an announcement whose business is to approve minutes": """浜ノ宮市情報公開審査会を開催します。
1 日時等
(1)日時　令和5年9月15日　金曜日　午前9時30分から
(2)場所　市役所1階 公文書開示室
(3)議題　ア　第2回審査会の会議録の承認
イ　検査の記録の部分開示に対する審査請求
2 会議の公開・非公開
会議は非公開で行います。
""",
    "a form that nobody has filled in": """様式第3号（第8条関係）
会議録
会議名
日時　　　　年　　月　　日（　）　　時　　分から　　時　　分まで
場所
出席者
議題
会議の内容
""",
    "a machine's summary that lists members": """4月定例会のまとめ
会議名：浜ノ宮市議会 令和6年4月定例会
日付：2024年4月12日
参加者：山本太一議員、佐々木愛議員、市長
主な議論
本会議では、子育て支援策について活発な意見が交わされました。
※この記事はAIが会議録をもとに要約したものです。
""",
    "answers to bidders": """入札説明会 質問回答書
令和6年5月20日
質問1：仕様書5ページの稼働時間は休館日を含むか。
回答1：含まない。
質問2：データ移行の対象件数を示されたい。
回答2：約32万件である。
""",
    "a README with a whole meeting as its sample": """# giji-parser
Parses meeting minutes (議事録).
```
第3回 審議会 会議録
日時：令和5年4月1日（土）10時～11時
場所：市役所
出席者：山田委員、佐藤委員
会長：開会します。
委員：質問があります。
事務局：お答えします。
```
## Usage
    python giji.py input.txt
## License
MIT
""",
}

# title, text after the head: record_type, turns_status, number of turns
MINUTES = {
    "verbatim": (
        "会議録",
        """
○会長　それでは会議を始めます。よろしくお願いします。
○早瀬委員　開館時間はどのように決めたのでしょうか。
○事務局　利用者の声を踏まえて決めました。
""",
        ("verbatim", "labelled", 3),
    ),
    "summary by style": (
        "会議録",
        """
委員：開館時間はどのように決めたのか。
事務局：利用者の声を踏まえて決めた。
委員：周知の方法は何か。
事務局：広報紙に掲載する。
""",
        ("summary", "labelled", 4),
    ),
    "summary by title": (
        "会議要旨",
        """
○会長　始めます。
○早瀬委員　開館時間はどう決めましたか。
○事務局　利用者の声で決めました。
""",
        ("summary", "labelled", 3),
    ),
    "narrative": (
        "会議録",
        """
議事の要旨
開館時間について、事務局から資料に基づき説明があり、委員から周知の方法について質問があった。
事務局は、広報紙とホームページに掲載する旨を答え、委員からは丁寧な周知を求める意見が出た。
""",
        ("summary", "none", 0),
    ),
    "decisions alone": (
        "会議結果",
        """
議題
(1) 図書館の開館時間について
審議結果
原案のとおり承認された。
""",
        ("decisions", "none", 0),
    ),
    "speech whose labels are lost": (
        "会議録",
        """
会議の内容
それでは会議を始めます。本日はお集まりいただきありがとうございます。次第に沿って進めます。
開館時間はどのように決めたのでしょうか。前回の案の扱いも教えてください。
利用者の声を踏まえて決めました。今後も見直してまいりたいと考えております。
""",
        ("verbatim", "unlabelled", 0),
    ),
    "a table whose column of speakers is lost": (
        "会議録",
        """
発言者　発言内容
開館時間の案を説明する。資料2のとおり、平日は19時まで開ける。
前回の案の扱いはどうなるか。
今回の案に含めている。
""",
        ("summary", "unlabelled", 0),
    ),
    "minutes made with a machine's help": (
        "会議録",
        """
○会長　それでは会議を始めます。よろしくお願いします。
○早瀬委員　開館時間はどのように決めたのでしょうか。
○事務局　利用者の声を踏まえて決めました。
※この会議録は生成AIを用いて作成し、事務局が確認しました。
""",
        ("verbatim", "labelled", 3),
    ),
}


@pytest.mark.parametrize("name", NOT_MINUTES)
def test_what_is_not_minutes_has_no_records(name: str) -> None:
    minutes = parse(read_text(NOT_MINUTES[name]))
    assert minutes.kind == "not_minutes"
    assert (minutes.turns, minutes.attendees, minutes.cases) == ((), (), ())


def test_a_council_that_talks_of_machines_and_articles_keeps_its_minutes() -> None:
    said = "○会長　始めます。\n○早瀬委員　第3条 の案は生成AIのものですか。\n○事務局　いいえ。\n"
    minutes = parse(read_text(HEAD.format(title="") + said))
    assert (minutes.kind, len(minutes.turns)) == ("minutes", 3)


@pytest.mark.parametrize("name", MINUTES)
def test_how_the_meeting_was_recorded(name: str) -> None:
    title, text, expected = MINUTES[name]
    minutes = parse(read_text(HEAD.format(title=title) + text))
    assert minutes.kind == "minutes"
    assert minutes.meeting is not None
    found = (minutes.meeting.record_type, minutes.meeting.turns_status, len(minutes.turns))
    assert found == expected


def test_speech_recognition_under_a_header_gives_no_invented_turns() -> None:
    said = "えーそれでは始めます\nはい、資料の一をご覧ください。\nありがとうございます。\n"
    minutes = parse(read_text(HEAD.format(title="会議録") + "\n会議の内容\n" + said))
    assert (minutes.kind, minutes.turns) == ("minutes", ())


def test_who_reports_to_residents_writes_no_newsletter() -> None:
    text = """第3回北浜市議会報告会での質疑
日時　令和5年11月11日（土）
（質問）ごみの有料化はいつからか。
（回答）来年10月からである。
（質問）袋はどこで売るのか。
（回答）市内の店で販売する。
問い合わせ　議会事務局　電話 0123-45-6789
"""
    minutes = parse(read_text(text))
    assert minutes.kind == "minutes"
    assert len(minutes.turns) == 4


def test_bills_and_what_became_of_them_are_minutes_of_whoever_met() -> None:
    text = """北浜市教育委員会定例会（令和6年7月）
開催日時　令和6年7月18日　午後2時
議案第20号　北浜市立学校管理規則の一部改正について　可決
議案第21号　社会教育委員の委嘱について　（可決）
"""
    assert parse(read_text(text)).kind == "minutes"
    planned = text.replace("　可決", "").replace("　（可決）", "")
    assert parse(read_text(planned)).kind == "not_minutes"


def test_what_a_title_calls_minutes_of_a_day_is_minutes_if_it_tells_anything() -> None:
    text = """青葉小学校評議員会議事録（令和5年度分）
令和5年11月8日（水曜日）開催（第2回）
【校長より】
見守りの人が減っている。
【まとめ】
当番表を作り直すこととした。
"""
    assert parse(read_text(text)).kind == "minutes"
    links = "令和5年11月8日開催（第2回）\n会議録（PDF：120KB）\n令和6年2月7日開催（第3回）\n"
    assert parse(read_text(f"青葉小学校評議員会会議録\n{links}")).kind == "not_minutes"


def test_a_report_on_a_session_with_its_day_is_minutes() -> None:
    page = (
        "第4回里づくり推進会議報告\n\n6月3日 令和3年度 第4回里づくり推進会議の内容を報告します。\n"
        "1)前回のふりかえり\n議事録を全員で確認した。\n2)祭りについて\n来年度は秋に開催することとする。\n"
    )
    assert parse(read_text(page)).kind == "minutes"
    assert (
        parse(read_text(page.replace("推進会議報告", "推進会議のお知らせ"))).kind == "not_minutes"
    )


TOLD = {
    "what members and police said": """1 開催日時
令和5年9月7日(木)午後1時20分から午後4時35分までの間
2 開催場所
磯部県公安委員会会議室
3 委員発言
委員から、
「先週の防災訓練を視察し、心強く感じた。」
との発言があった。
4 警察本部長発言
警察本部長から、
「9月1日、災害警備本部の設置訓練を実施した。」
旨の発言があった。
""",
    "matters with what was decided": """公安委員会の動き
5月16日(木) 定例会議
1 日時 令和6年5月16日(木) 午後1時30分から
2 案件
(1) 道路交通規制に関する意思決定
 説明を受け、決裁した。
(2) 苦情の受理及び調査の指揮
 委員から「再発防止に努められたい」旨の意見があった。
""",
    "verdicts of an ethics board": """研究倫理審査委員会
平成29年度 第4回 (平成29年9月12日開催)
審議番号 29-12
研究課題名 高齢者の嚥下機能に関する研究
判定 承認
審議番号 29-13
研究課題名 手術後のせん妄に関する研究
判定 条件付承認
""",
    "verdicts behind colons": """第151回倫理審査委員会
平成30年1月15日
新規申請
1 課題名:慢性心不全の看護に関する研究
  審議結果:承認
2 課題名:糖尿病教室の効果に関する研究
  審議結果:条件付き承認
""",
    "a digest in prose that names the next sitting": """岬市まちづくり審議会

令和3年11月16日、第2回の審議会を市役所で開きました。
はじめに、事務局から駅前広場の整備案について説明がありました。委員からは、照明を増やしてほしいなどの意見が出されました。
次に、来年度の重点区域を案のとおり了承しました。
次回は令和4年2月に開催します。
""",
    "bills of a board without a session": """教育委員会定例会の概要
令和元年8月定例会 令和元年8月22日
議案第14号 令和2年度使用教科用図書の採択について
 原案のとおり可決しました。
報告第3号 夏季休業中の事故について
 報告を受けました。
""",
}

TOLD_OF_OTHERS = {
    "a year's report": """令和4年度岬市環境審議会 活動報告書
令和5年3月31日
令和4年度は3回の審議会を開催しました。
環境基本計画の見直しについて審議しました。
市民アンケートの結果について報告を受けました。
""",
    "new monuments": """新しい市指定文化財
令和4年3月1日
岬市教育委員会は、令和4年2月定例会において、次の2件を市指定文化財に指定しました。
岬市文化財保護審議会に諮問し、指定が適当であるとの答申を受けました。
今後の保存について所有者と協議しました。
""",
    "how boards work": """公安委員会の活動
 国家公安委員会は、毎週木曜日に定例の会議を開催しているほか、必要に応じて臨時会議を開催している。
 平成15年11月、県公安委員会は連絡会議に出席し、意見交換を行った。
 同月、警察署の訓練について説明を受けた。
""",
    "one verdict that an applicant is told": """倫理審査結果通知書
西暦2020年5月12日
松江 悟 殿
倫理審査委員会委員長
審査依頼のあった件についての審査結果を下記のとおり通知いたします。
研究課題名 高齢者の転倒に関する研究
判定 承認
""",
    "an opening of a square": """駅前広場がリニューアルしました
令和3年11月16日
市は、まちづくり審議会の意見を受けて駅前広場を改修しました。
委員からは、歩きやすくなったとの意見がありました。市長から説明がありました。
""",
}


@pytest.mark.parametrize("name", TOLD)
def test_sentences_and_verdicts_tell_of_a_sitting(name: str) -> None:
    assert parse(read_text(TOLD[name])).kind == "minutes"


@pytest.mark.parametrize("name", TOLD_OF_OTHERS)
def test_what_tells_of_councils_need_not_be_the_record_of_a_sitting(name: str) -> None:
    assert parse(read_text(TOLD_OF_OTHERS[name])).kind == "not_minutes"


def test_the_day_a_page_was_put_up_is_no_day_of_a_meeting() -> None:
    text = "第3回北浜市図書館協議会会議録\n{day}更新\n出席者 森本会長、西田委員\n会長:始めます。\n"
    meeting = parse(read_text(text.format(day="令和元年7月1日"))).meeting
    assert meeting
    assert meeting.date is None
