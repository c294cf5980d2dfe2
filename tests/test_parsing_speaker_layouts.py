"""The same speeches written in every way minutes mark them: each layout gives the same turns.

Three kinds of speech, since a layout must not depend on how sentences end: as it was spoken, as a
summary without full stops, and as notes of a few words.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

Turns = list[tuple[str, str]]

HEAD = """令和5年度第2回霧島台市図書館協議会会議録

1 日時 令和5年10月3日（火曜日）午後2時から午後3時30分まで
2 場所 市役所本庁舎3階 第2会議室
3 出席者 南雲会長、早瀬委員、椎葉委員、柏原委員
4 議題 （1）図書館の開館時間について （2）その他

"""

SPOKEN: Turns = [
    ("会長", "それでは、議題1について、事務局から説明をお願いします。"),
    (
        "事務局",
        "資料1を御覧ください。開館時間を1時間延ばす案です。\n・通勤の方の利用\n・近隣の市との均衡",
    ),
    ("早瀬委員", "職員の配置はどうなりますか。"),
    ("事務局", "遅番を設けます。"),
    ("椎葉委員", "費用はどのくらいか、また、利用が増える見込みはあるのか伺いたい。"),
    ("図書館長", "年間で約200万円です。\n見込みは5％程度です。"),
    ("柏原委員", "賛成です。"),
    ("会長", "それでは、本件は原案のとおり承認します。ありがとうございました。"),
]
NOTED: Turns = [
    ("会長", "議題1について説明を求める"),
    ("事務局", "資料1により説明"),
    ("早瀬委員", "職員の配置はどうするのか"),
    ("事務局", "遅番を設ける予定"),
    ("椎葉委員", "費用と利用の見込みについて伺いたい"),
    ("図書館長", "費用は年間約200万円、見込みは5％増"),
    ("柏原委員", "賛成"),
    ("会長", "原案のとおり承認"),
]
ASKED: Turns = [
    ("質問", "開館時間を延ばす理由は何か。"),
    ("回答", "通勤の方の利用を見込んでいる。"),
    ("質問", "職員の配置はどうなるのか。"),
    ("回答", "遅番を設ける。\n詳細は未定である。"),
    ("意見", "賛成である。"),
    ("回答", "ご意見として承る。"),
]
ASKED_IN_NOTES: Turns = [
    ("質問", "開館時間を延ばす理由は何か"),
    ("回答", "通勤者の利用増を見込む"),
    ("質問", "職員の配置は"),
    ("回答", "遅番を設ける"),
    ("意見", "賛成である"),
    ("回答", "検討する"),
]


def padded(label: str) -> str:
    return label + "　" * (8 - len(label))


def rows(form: Callable[[str, str], str], between: str = "\n") -> Callable[[Turns], str]:
    return lambda turns: between.join(form(speaker, said) for speaker, said in turns)


def numbered(form: Callable[[int, str, str], str]) -> Callable[[Turns], str]:
    return lambda turns: "\n".join(form(i, a, b) for i, (a, b) in enumerate(turns, 1))


def flat(text: str) -> str:
    return text.replace("\n", "")


LAYOUTS: dict[str, Callable[[Turns], str]] = {
    "tabs": lambda t: "発言者\t発言内容\n" + rows(lambda a, b: f"{a}\t{b}")(t),
    "tabs, matter first": lambda t: (
        "議題\t発言者\t内容\n" + rows(lambda a, b: f"\t{a}\t{flat(b)}")(t)
    ),
    "a table fallen apart": lambda t: "発言者\n\n発言内容\n\n" + rows("{}\n\n{}".format, "\n\n")(t),
    "its rows numbered": lambda t: (
        "No.\n発言者\n発言内容\n" + numbered(lambda i, a, b: f"{i}\n{a}\n{b}")(t)
    ),
    "bars": lambda t: (
        "| 発言者 | 発言内容 |\n|---|---|\n" + rows(lambda a, b: f"| {a} | {flat(b)} |")(t)
    ),
    "bars and numbers": lambda t: (
        "| 番号 | 発言者 | 発言内容 |\n|---|---|---|\n"
        + numbered(lambda i, a, b: f"| {i} | {a} | {flat(b)} |")(t)
    ),
    "two columns": lambda t: (
        "発 言 者          議 事 の 経 過\n"
        + rows(lambda a, b: padded(a) + b.replace("\n", "\n" + "　" * 8))(t)
    ),
    "two columns without a head": lambda t: (
        "5 議事\n" + rows(lambda a, b: padded(a) + b.replace("\n", "\n" + "　" * 8))(t)
    ),
    "labels apart": rows(lambda a, b: f"{'　'.join(a)}\n　{b}"),
    "symbol": rows("○{}　{}".format),
    "symbol, next line": rows("◇{}\n{}".format),
    "symbol of the group": rows(lambda a, b: f"{'◎' if a == '会長' else '○'}{a}　{b}"),
    "bullet": rows("・{}　{}".format),
    "symbol and semicolon": rows("○{}；{}".format),
    "black brackets": rows("【{}】{}".format),
    "black brackets in one row": rows(lambda a, b: f"【{a}】{flat(b)}", "　"),
    "angles, next line": rows("＜{}＞\n{}".format),
    "double angles": rows("≪{}≫{}".format),
    "tortoise": rows("〔{}〕 {}".format),
    "square": rows("［{}］{}".format),
    "round": rows("（{}）{}".format),
    "round, letters apart": rows(lambda a, b: f"（ {' '.join(a)} ）{b}"),
    "closing bracket": rows("{}）{}".format),
    "colon": rows("{}：{}".format),
    "colon, next line": rows("{}：\n　{}".format),
    "leader": rows("{}・・・{}".format),
    "dash": rows("{} － {}".format),
    "equals": rows("{} = {}".format),
    "slash": rows("{}／{}".format),
    "space": rows("{}　　{}".format),
    "alone": rows("{}\n　{}".format),
    "quoted": rows(lambda a, b: f"{a}「{flat(b)}」"),
    "numbered circles": numbered(lambda i, a, b: f"{i:>3} ◯{a} {b}"),
    "numbered, full stop": numbered(lambda i, a, b: f"{i}. ○{a}　{b}"),
    "numbered, colon": numbered(lambda i, a, b: f"{i}：{a}　{b}"),
    "numbered brackets": numbered(lambda i, a, b: f"{i}　（{a}）{b}"),
    "numbered brackets, nothing between": numbered(lambda i, a, b: f"{7010 + i}【{a}】 {b}"),
    "numbered": numbered(lambda i, a, b: f"{i} {a} {b}"),
    "numbers behind labels": numbered(lambda i, a, b: f"{a}　[ {i} ] {b}"),
    "numbers behind labels, round": numbered(lambda i, a, b: f"○{a}　（{i}）{b}"),
    "colon before what is said": rows("{}\n：{}".format),
    "a list in Markdown": rows("- {} {}".format),
    "a list in Markdown, colon": rows("- {}: {}".format),
    "a long dash": rows("{}―{}".format),
    "arrows before answers": rows(
        lambda a, b: f"{'⇒' if a in ('事務局', '図書館長') else '・'}{a}：{b}"
    ),
}
QUESTIONS: dict[str, Callable[[Turns], str]] = {
    "round": rows("（{}）{}".format),
    "round, one line": rows(lambda a, b: f"（{a}）{flat(b)}", ""),
    "black, next line": rows("【{}】\n{}".format),
    "black, one line": rows(lambda a, b: f"【{a}】 {flat(b)}", " "),
    "colon": rows("・{}：{}".format),
    "colon, one line": rows(lambda a, b: f"{a}：{flat(b)}", " "),
    "space": rows("{}　{}".format),
    "circle": rows("○{}\n　{}".format),
    "alone": rows("　{}\n　　{}".format),
    "arrow": rows(lambda a, b: f"{'→' if a == '回答' else '・'}（{a}）{flat(b)}"),
}


def read(body: str) -> Turns:
    minutes = parse(read_text(HEAD + "5 議事\n" + body + "\n"))
    assert (minutes.meeting.opened, minutes.meeting.closed) == ("14:00", "15:30")
    return [(t.speaker or "", "".join(t.text.split())) for t in minutes.turns]


@pytest.mark.parametrize("turns", [SPOKEN, NOTED], ids=["spoken", "noted"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_speakers(layout: str, turns: Turns) -> None:
    want = [(speaker, "".join(said.split())) for speaker, said in turns]
    assert read(LAYOUTS[layout](turns)) == want


@pytest.mark.parametrize("turns", [ASKED, ASKED_IN_NOTES], ids=["sentences", "notes"])
@pytest.mark.parametrize("layout", QUESTIONS)
def test_questions_and_answers(layout: str, turns: Turns) -> None:
    want = [(speaker, "".join(said.split())) for speaker, said in turns]
    assert read(QUESTIONS[layout](turns)) == want


def test_a_table_of_questions_names_who_speaks_in_its_head() -> None:
    body = "| 質問・意見 | 回答 |\n|---|---|\n| 理由は何か。 | 利用を見込む。 |\n| 賛成である。 | 承る。 |"
    assert read(body) == [
        ("質問・意見", "理由は何か。"),
        ("回答", "利用を見込む。"),
        ("質問・意見", "賛成である。"),
        ("回答", "承る。"),
    ]


HEADED: dict[str, tuple[str, list[str]]] = {
    "questions of whom, counted": (
        "No. | ご意見・ご質問 | 市の回答・対応方針\n1 | 高さは何メートルか。 | 31メートル。\n2 | 色も見る。 | 賛成。",
        ["ご意見・ご質問", "市の回答・対応方針"] * 2,
    ),
    "questions by topic": (
        "項目\t意見の内容\t事務局の回答\n目標\t低いのではないか。\t国に合わせた。\n予算\t足りるか。\t足りる。",
        ["意見の内容", "事務局の回答"] * 2,
    ),
    "questions in lines of their own": (
        "質問・意見\n回答\n減った理由は何か。\n単価の引下げに\nよる。\n改善しているのか。\n基準を満たす。",
        ["質問・意見", "回答"] * 2,
    ),
    "speakers nobody knows, tabs": (
        "発言者\t内容\nセンター長\t1割増えました。\n東の宿\t狭いです。\nセンター長\t広げます。",
        ["センター長", "東の宿", "センター長"],
    ),
    "speakers nobody knows, spaces": (
        "氏名　　　発言要旨\n会長　　　始めます。\nひばり　　狭いです。\n事務局　　広げます。",
        ["会長", "ひばり", "事務局"],
    ),
    "speakers nobody knows, lines": (
        "発言者\n発言内容\n会長\n始めます。\nひばり\n狭いと感じています。\n事務局\n広げます。",
        ["会長", "ひばり", "事務局"],
    ),
    "who asked, the question, the answer": (
        "委員名\t質問・意見\t回答\n早瀬委員\t費用はいくらか。\t200万円を見込む。\n椎葉委員\t周知が足りない。\t広報紙に載せる。",
        ["早瀬委員", "回答", "椎葉委員", "回答"],
    ),
    "answers that are drafts": (
        "委員意見\t市の対応（案）\n周知が足りない。\t広報紙に載せる。\n費用はいくらか。\t200万円を見込む。",
        ["委員意見", "市の対応（案）"] * 2,
    ),
    "labels of two courteous words": (
        "ご意見・ご質問\n周知が足りない。\n市の考え方\n広報紙に載せる。\nご意見・ご質問\n費用はいくらか。\n"
        "市の考え方\n200万円を見込む。",
        ["ご意見・ご質問", "市の考え方"] * 2,
    ),
    "questions in lines of their own, below what a form tells of each case": (
        "質問・意見\n回答\n下記のとおり\n下記のとおり\n\n質問・意見\n回答\n冒頭、事務局から報告を行った。\n【審議案件1】\n"
        "案件名 ：清掃業務\n契約金額 ：5,400,000円\n落札率が低いのはなぜか。\n同業者が多いためである。\n今後も確認してほしい。\n"
        "承知した。\n【審議案件2】\n案件名 ：電算業務\n一者しか来なかった理由は何か。\n納期が短いためである。",
        ["質問・意見", "回答"] * 3,
    ),
    "numbered questions": (
        "1　質問　費用はいくらか。\n　　回答　200万円を見込む。\n(2)　質問　周知はするか。\n　　回答　広報紙に載せる。",
        ["質問", "回答"] * 2,
    ),
    "names that begin with what looks like a particle, and short replies": (
        "発言者\n発言内容\n会長\n始めます。\nにじいろ保育園\n駐車場が足りません。\n東部包括\n特になし\n会長\n終わります。",
        ["会長", "にじいろ保育園", "東部包括", "会長"],
    ),
    "replies behind arrows": (
        "委員　費用はいくらか。\n→事務局　200万円を見込む。\n委員　周知はするか。\n→事務局　広報紙に載せる。",
        ["委員", "事務局"] * 2,
    ),
    "people and no speech": ("氏名\t内容\n乾 隆\t学識経験者\n南 一\t公募", []),
}


@pytest.mark.parametrize("case", HEADED)
def test_the_head_of_a_table_tells_who_speaks_below_it(case: str) -> None:
    body, speakers = HEADED[case]
    assert [speaker for speaker, _ in read(body)] == speakers


BARE: dict[str, tuple[str, list[str]]] = {
    "headings with who led them in brackets": (
        "開会(課長補佐)\n第1回の会議を始めます。\nあいさつ(町長)\nよろしくお願いします。\n典礼\n着席願います。\n会長　始めます。",
        ["典礼", "会長"],
    ),
    "departments that speak once, once others have spoken": (
        "会長　始めます。\n総務課　説明いたします。\n会長　どうぞ。\n消防署　周知は済みましたか。\n総務課　済みました。\n"
        "会長　以上です。",
        ["会長", "総務課", "会長", "消防署", "総務課", "会長"],
    ),
    "what an unknown department did": (
        "会長　始めます。\n企画係　資料1により説明\n会長　質問はありますか。\n委員　ありません。",
        ["会長", "企画係", "会長", "委員"],
    ),
    "seats": (
        "議長　始めます。\n6番　問題はありません。\n4番　耕作の実績はありますか。\n事務局長　ございます。\n議長　終わります。",
        ["議長", "6番", "4番", "事務局長", "議長"],
    ),
    "one numbered matter is no seat": (
        "議長　始めます。\n6番　譲渡人は高齢のため。\n議長　終わります。",
        ["議長", "議長"],
    ),
    "the name on the next line": (
        "○教育長\n笹谷 忠徳君\n始めます。\n○委員\n水沼 知世君\n施行日はいつですか。\n○教育長\n笹谷 忠徳君\n4月1日です。",
        ["教育長笹谷忠徳君", "委員水沼知世君", "教育長笹谷忠徳君"],
    ),
    "closing brackets behind letters apart": (
        "議　長）始めます。\n委　員）質問があります。\n議　長）どうぞ。",
        ["議長", "委員", "議長"],
    ),
    "organisations among colons": (
        "会長：始めます。\n土地改良区：水は足りますか。\nJA：足りています。\n会長：終わります。",
        ["会長", "土地改良区", "JA", "会長"],
    ),
    "parties that a letter stands for": (
        "【委員長】始めます。\n【A社】待ち時間は半分です。\n【委員長】ほかには。\n【B社】同じです。",
        ["委員長", "A社", "委員長", "B社"],
    ),
    "what was done about a paper, in brackets": (
        "発言者 発言要旨\n会長 説明を求める。\n事務局 （資料1について説明）\n会長 質問はないか。\n委員 ない。",
        ["会長", "事務局", "会長", "委員"],
    ),
    "a result in round brackets ends what was said": (
        "（質問）範囲はどこまでか。\n（回答）5名に限る。\n（審議結果）\n　承認する。",
        ["質問", "回答"],
    ),
    "an unknown word that stands twice among others": (
        "（課長）\n始めます。\n（委員）\n案はありますか。\n（課長）\nあります。\n（一同）\n異議なし。\n（会長）\nどうぞ。\n"
        "（東包括）\n報告します。\n（委員）\n何件ですか。\n（東包括）\n6件です。",
        ["課長", "委員", "課長", "一同", "会長", "東包括", "委員", "東包括"],
    ),
    "the hour below the first label": (
        "○議長（川上 進君）\n午後2時00分開議\n本日の会議を開きます。\n○町長（原 一郎君）\n（午後1時再開）\n提案の理由を申し上げます。\n"
        "○事務局（村岡）\n午後2時00分\n定刻となりましたので、開催いたします。",
        ["議長（川上進君）", "町長（原一郎君）", "事務局（村岡）"],
    ),
    "a longer post before its bracket": (
        "○福原副委員長）他市では避難所の運営を住民が担うのではないか。\n○岡崎課長補佐）補正の理由については点検しています。\n"
        "○福原副委員長）わかりました。",
        ["福原副委員長", "岡崎課長補佐", "福原副委員長"],
    ),
    "a count among bullets is nobody": (
        "・6名（欠席1名）\n・互選により委員長の選任が行われた。\n・委員：少ないのではないか。\n・事務局：昨年と同じである。\n・委員：増やせるか。\n"
        "・事務局：できる。\n・委員：賛成である。",
        ["委員", "事務局", "委員", "事務局", "委員"],
    ),
    "members of the office by name, where others speak so": (
        "【会長】\n説明を求める。\n【事務局神戸】\n資料1に基づき説明\n【委員】\n減った理由は何か。\n【事務局河江】\n会場が減ったため。",
        ["会長", "事務局神戸", "委員", "事務局河江"],
    ),
    "what was committed to a body is no speech of its members": (
        "○環境特別委員会付託分は次のとおりである。\n○会長　始めます。\n○委員　はい、分かりました。\n○会長　終わります。",
        ["会長", "委員", "会長"],
    ),
    "numbers that do not count the speeches": (
        "○会長　（1）資料1を御覧ください。\n○委員　（3）資料3はどこですか。\n○会長　（1）資料1の裏です。",
        ["会長", "委員", "会長"],
    ),
    "Roman numerals": (
        "＜会長＞\n始めます。\n＜委員Ⅰ＞\n質問です。\n＜委員Ⅱ＞\n賛成です。",
        ["会長", "委員Ⅰ", "委員Ⅱ"],
    ),
}


@pytest.mark.parametrize("case", BARE)
def test_labels_that_others_vouch_for(case: str) -> None:
    body, speakers = BARE[case]
    assert [speaker for speaker, _ in read(body)] == speakers


PEOPLE = [
    ("乾", "隆", "委員長"),
    ("えのした", "敏行", "委員"),
    ("曽我部", "茂", "副委員長"),
    ("園部", "緑", "教育次長"),
    ("佐々木", "ひろし", "まちづくり部長"),
    ("南", "一", "こども課長補佐兼係長"),
]
LABELS: dict[str, Callable[[str, str, str], tuple[str, str]]] = {
    "post (name)": lambda f, g, p: (f"○{p}（{f}{g}君）", f"{p}（{f}{g}君）"),
    "post (family, given)": lambda f, g, p: (f"○{p}（{f}　{g}君）", f"{p}（{f}{g}君）"),
    "post name": lambda f, g, p: (f"○{p}　{f}{g}君", f"{p}{f}{g}君"),
    "name post": lambda f, g, p: (f"○{f} {g} {p}", f"{f}{g}{p}"),
    "name": lambda f, g, p: (f"○{f}{g}君", f"{f}{g}君"),
    "seat": lambda f, g, p: (f"○{len(f + g)}番（{f}{g}君）", f"{len(f + g)}番（{f}{g}君）"),
    "post, dot, family": lambda f, g, p: (f"【{p}・{f}】", f"{p}・{f}"),
    "family": lambda f, g, p: (f"{f}：", f),
    "in brackets": lambda f, g, p: (f"○（{f}{p}）", f"{f}{p}"),
}
SAID = [
    "お答えいたします。本市の高齢化率は31.2％です。",
    "そこで、質問です。今後の見通しはどうなっていますか。",
    "事務局：と書かれた欄は空欄のままで結構です。",
    "○印のついた項目が、今回追加した事業です。",
    "第1に、人材の確保であります。第2に、財源であります。",
    "会長はどのようにお考えでしょうか。",
]


@pytest.mark.parametrize("style", LABELS)
def test_labels_of_a_long_record(style: str) -> None:
    """Seventy speeches; sentences that look like speakers, calls and pauses between them."""
    lines, want = [], []
    for i in range(70):
        written, label = LABELS[style](*PEOPLE[i * 5 % 6])
        said = SAID[i % 6] + SAID[i * 7 % 6]
        lines += [f"{written}　{said}", "　" + SAID[(i + 2) % 6]]
        want.append((label, said + SAID[(i + 2) % 6]))
        if i % 9 == 4:
            lines.append("　　　（「異議なし」と呼ぶ者あり）")
        if i % 20 == 13:
            lines += ["　　　午後0時01分　休憩", "　　　────────", "　　　午後1時00分　再開"]
    body = "\n".join([*lines, "　　　午後4時27分　散会", "規則により署名する。", "　署名議員"])
    minutes = parse(read_text(HEAD + "5 議事\n" + body + "\n"))
    assert [(t.speaker, t.text.replace("\n", "")) for t in minutes.turns] == want
    assert minutes.meeting.closed == "16:27"


def test_what_was_done_stands_for_what_was_said() -> None:
    read = parse(
        read_text(
            "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時\n場所　会議室\n"
            "出席委員　森本会長、西田委員\n議事\n"
            "会長　　　ただいまから会議を開催します。\n"
            "西田委員　本日の資料はどれですか。\n"
            "事務局　　お手元の資料1です。\n"
            "会長　　　それでは説明をお願いします。\n"
            "事務局　　（資料1に基づき説明）\n"
            "西田委員　貸出しの数が減った理由は何ですか。\n"
        )
    )
    assert [t.speaker for t in read.turns][-2:] == ["事務局", "西田委員"]
    assert read.turns[-2].text == "（資料1に基づき説明）"


@pytest.mark.parametrize(
    "line",
    [
        "「資料１」を御覧ください。１ページに",
        "「資料１」の２ページから御説明しますと、前年度から３件増えて",
        "【資料１】を御覧ください。",
        "３会場合わせて58人の方にお越しいただきましたが、",
        "２議題を一括して説明します。",
    ],
)
def test_a_label_alone_stands_over_speech_that_begins_like_a_field(line: str) -> None:
    goes_on = "" if line.endswith("。") else "\nそのように考えているところです。"
    body = f"会長\n説明をお願いします。\n事務局\n{line}{goes_on}\n早瀬委員\n賛成です。\n"
    assert [t.speaker for t in parse(read_text(HEAD + body)).turns] == [
        "会長",
        "事務局",
        "早瀬委員",
    ]
