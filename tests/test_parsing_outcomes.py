"""What a sentence decides: outcomes denied, who agreed in the sentence before, votes in pairs."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.parsing.phrases.decisions import find_decisions
from pipeline.parsing.phrases.outcomes import is_bare_outcome
from pipeline.reading import read_text

# sentence: outcome, class, unanimous, votes for and against
SAID = {
    # 同意 and 承認 were read from the stem of a denial
    "要綱の改正は認められなかった。": ("否決", "rejected", None, (None, None)),
    "原案は承認されなかった。": ("否決", "rejected", None, (None, None)),
    "採決の結果、反対多数で否認された。": ("否決", "rejected", None, (None, None)),
    "不許可とすることに決した。": ("否決", "rejected", None, (None, None)),
    # those who agree are no matter that is agreed to
    "異議なしと認める。": ("了承", "approved", None, (None, None)),
    # who agreed stands in the sentence before
    "挙手全員であります。よって、議案第1号は承認することに決しました。": (
        "承認",
        "approved",
        True,
        (None, None),
    ),
    "賛成7名、反対5名であります。よって本案は可決されました。": (
        "可決",
        "approved",
        False,
        (7, 5),
    ),
    # votes without a word for persons
    "→　賛成多数（賛成3、反対1）で原案可決。": ("可決", "approved", False, (3, 1)),
    # other words
    "立ち会うことを条件に許可相当と認めた。": ("同意", "conditional", None, (None, None)),
    "申請のとおり許可することに決定した。": ("承認", "approved", None, (None, None)),
    "山内委員が副会長に互選された。": ("選任", "approved", None, (None, None)),
    "会長は浅野委員に決定した。": ("選任", "approved", None, (None, None)),
    "委員に選任することに決定しました。": ("選任", "approved", None, (None, None)),
    # a matter ends otherwise
    "議案第7号は撤回された。": ("その他", "other", None, (None, None)),
    "事務局から報告を受け、評価を決定した。": ("その他", "other", None, (None, None)),
    "陳情第2号は、審議未了となった。": ("その他", "other", None, (None, None)),
    "よって、会期は本日1日と決定しました。": ("その他", "other", None, (None, None)),
    "よって、会期は9月20日までと決定しました。": ("その他", "other", None, (None, None)),
    "本議案は、先ほどの説明のとおり可決されました。": ("可決", "approved", None, (None, None)),
    "県の計画を踏まえ、補助金要綱の改正を承認した。": ("承認", "approved", None, (None, None)),
    "今年度の実施は見送ることとした。": ("その他", "other", None, (None, None)),
    "結論を見送ることとなった。": ("継続審議", "continued", None, (None, None)),
    "判断を保留することとした。": ("継続審議", "continued", None, (None, None)),
    "本件は生涯学習課に差し戻すことに決しました。": ("その他", "other", None, (None, None)),
    "請願第2号は趣旨採択と決しました。": ("可決", "conditional", None, (None, None)),
    "附帯決議を付して原案のとおり可決した。": ("可決", "conditional", None, (None, None)),
    "次点の団体Aを、第2順位の候補者とすることとした。": ("選任", "approved", None, (None, None)),
    "本日は確認にとどめ、中身は次回から審議することとします。": (
        "次回審議",
        "continued",
        None,
        (None, None),
    ),
    "欄を設けることとして、案を了承したい。": ("了承", "approved", None, (None, None)),
    "地区の認定については、異議がないので認定とする。": ("その他", "other", None, (None, None)),
    # boards of farmers
    "採決の結果、賛成多数により許可相当と決定。": ("同意", "approved", False, (None, None)),
    "申請番号1番から3番までを許可する。": ("承認", "approved", None, (None, None)),
    "全員賛成ですので、許可することといたします。": ("承認", "approved", True, (None, None)),
    "賛成少数です。改正は否決されました。": ("否決", "rejected", None, (None, None)),
    "挙手全員であります。議案第22号は同意することに決しました。": (
        "同意",
        "approved",
        True,
        (None, None),
    ),
    # a person is chosen, a name or a number of days is settled
    "会長は仁科委員に決まりました。": ("選任", "approved", None, (None, None)),
    "会場は市民会館に決まりました。": ("その他", "other", None, (None, None)),
    "会期は2日間と決しました。": ("その他", "other", None, (None, None)),
    "愛称は「さざなみ」に決定します。": ("その他", "other", None, (None, None)),
    "会期は9日間と決定しました。": ("その他", "other", None, (None, None)),
    "分科会を置くことが決定された。": ("その他", "other", None, (None, None)),
    "ご異議がないようですので、さよう決定いたします。": ("承認", "approved", None, (None, None)),
    # put off, taken note of, gone on with
    "本件は引き続き協議することといたします。": ("継続審議", "continued", None, (None, None)),
    "結論は持ち越しとします。": ("継続審議", "continued", None, (None, None)),
    "次回に改めて審議することとする。": ("次回審議", "continued", None, (None, None)),
    "残りの項目は次回に送ることといたします。": ("次回審議", "continued", None, (None, None)),
    "本件は報告のみとした。": ("報告", "reported", None, (None, None)),
    "それでは、原案どおり進めることといたします。": ("承認", "approved", None, (None, None)),
    "本申請は、許可相当として県に進達します。": ("同意", "approved", None, (None, None)),
    "結論は次回といたします。": ("次回審議", "continued", None, (None, None)),
    "次回の協議会で改めて審議することとしたい。": ("次回審議", "continued", None, (None, None)),
    # a condition in what was explained is none of the outcome
    "60点に満たない場合は対象としないことについて説明があり、了承された。": (
        "了承",
        "approved",
        None,
        (None, None),
    ),
    "ほかにご意見がないので、この案で進めていく。": ("承認", "approved", None, (None, None)),
    "議案第1号は原案のとおり決しました。": ("可決", "approved", None, (None, None)),
    "賛成多数により、原案どおり決定した。": ("可決", "approved", False, (None, None)),
    "委員一致で、この内容で決定した。": ("その他", "other", True, (None, None)),
    "事務局案のとおりとすることで合意した。": ("承認", "approved", None, (None, None)),
    "本事業の継続は妥当と判断された。": ("その他", "other", None, (None, None)),
    "それでは、意見を館長に伝えることとします。": ("その他", "other", None, (None, None)),
    "会長には鵜飼委員が就任した。": ("選任", "approved", None, (None, None)),
    "会議の公開要領案について承認された。": ("承認", "approved", None, (None, None)),
    "会議録を非公開とした決定は妥当であると認めた。": ("同意", "approved", None, (None, None)),
    "みどり会を管理者に選定します。": ("選任", "approved", None, (None, None)),
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_sentence_decides(said: str) -> None:
    found = list(find_decisions(said))[-1]
    votes = (found.votes.get("votes_for"), found.votes.get("votes_against"))
    assert (found.outcome, found.outcome_class, found.unanimous, votes) == SAID[said]


NOTHING = (
    "審査の順序は、農政部関係、水産部関係の順に行いますので、御了承を願います。",
    "本日の傍聴人は5名であるので、了承願う。",
    "資料は当日配付といたしますので、あらかじめご了承ください。",
    "10月5日にオンラインで理事会が開催された(委員長より、概要報告)。",
    "先の6月議会で補正予算を可決いただきました。",
    "国の補助金が採択されました。",
    "採択されれば来年度から事業を始めます。",
    "市長に答申書を手渡しました。",
    "このたび会長に選任いただきました大谷でございます。",
    "傍聴を許可します。",
    "申請番号1番を許可することに賛成の方は挙手を願います。",
    "今後の審議方法について、以下のように決まった。",
    # the outcome of something else, told of a noun
    "先ほど可決された議案第1号に関連して質問します。",
    "採択された事業は全部で12件です。",
    "採択団体の点数だけを公表することとする。",
    "専門部会で承認された内容を報告します。",
    "入所の申込みを保留とした処分について取消しを求めるものである。",
    "指定管理者に選定された法人が運営しています。",
    # who was elected is not said
    "議事に先立ち、各担当の選任を行った。",
    # how the sitting is held, and who signs its record
    "会議録署名人には、谷委員と七尾委員を指名した。",
    "異議なしと認め、傍聴を許可することに決定した。",
    "議案第9号の審議は非公開で行いたい旨の発議があり、全員賛成で議決した。",
    "本日の議事のうち、議題(1)は非公開とすることと決定した。",
    "日程の順序を変更することに決定した。",
    "会議の成立について報告。",
    # what is left to somebody, what has to be approved
    "なお、細部の修正については、役員会に一任することとした。",
    "承認が必要なのは3件です。",
    "申請は4件で、うち1件は取下げとなった。",
    "それでは、次の議題の質疑に入ることとします。",
    # what others agree to
    "国の補助事業に採択された。",
    "県の承認を得た。",
    "本人の同意を得ています。",
    "利用者が同意した場合のみ提供します。",
    # what somebody thinks
    "例外も認められると解釈しております。",
    "適当であると思います。",
    "これを認めるわけにはいきませんが、事情は分かります。",
    # what was seen
    "不適切な点は認められなかった。",
    "一定の効果が認められた。",
    # earlier, or without any body that takes note
    "昨年、県に答申した内容と同じです。",
    "市役所の機能を北へ移すことを報告した。",
    "学長から在学生の数について報告を行った。",
    "傍聴人は2名、取材者は1名であることを報告。",
    "委員の半数以上が出席している旨を報告した。",
)


# What whoever leads the sitting says decides, or does not.
DECLARED = {
    "七尾委員を副会長に指名いたします。": ["選任"],
    "鵜飼委員が会長に選出されました。": ["選任"],
    "本件は報告を受けたものとします。": ["報告"],
    "署名委員に谷委員を指名します。": [],  # of every sitting
    "傍聴の申し出がありますが、ご異議ありませんか。\n○会長　異議なしと認め、さよう決しました。": [],
    "ただいま報告を受けました。": [],
    "本件は報告を受けたこととする。": ["報告"],
    "副会長には、七尾委員を指名させていただきます。": ["選任"],
    "会長代理の仕事を七尾委員がご説明いたします。": [],
    # told once in a note, once by who leads
    "可決してよろしいですか。\n※ 各委員一致で可決\n○会長　議案第1号については可決いたします。": [
        "可決"
    ],
    "可決してよろしいですか。\n※ 各委員一致で可決\n○会長　では、次に移ります。": ["可決"],
    "議案第2号は人事案件ですので、非公開で審議してよろしいですか。\n※ 各委員一致で承認\n○会長　では、始めます。": [],
    # what all agreed to is done as it was asked
    "案のとおり進めてよろしいですか。\n○谷委員　異議なし。\n○会長　では、そのようにいたします。": [
        "承認"
    ],
    "これでよろしいでしょうか。\n（「異議なし」の声）\n○会長　ありがとうございます。それでは、そのように報告させていただきます。": [
        "承認"
    ],
    "よろしいでしょうか。（異議なし）　それでは、そのように取り計らいます。": ["承認"],
    "特に御異議がないようですので，そのようにさせていただきます。": ["了承"],
    "時期はいつですか。\n○谷委員　5月です。\n○会長　では、そのようにいたします。": [],
    "傍聴を認めてよろしいですか。\n（異議なし）\n○会長　では、そのようにいたします。": [],
    "討論を省略し、直ちに採決してよろしいですか。\n（異議なし）\n○会長　異議なしと認めます。": [],
    "異議なしと認めます。したがって、会期は本日1日と決定いたしました。": ["その他"],
    "賛成多数でございますので，面積によることと決しました。": ["可決"],
}


@pytest.mark.parametrize("said", DECLARED)
def test_what_a_chair_declares(said: str) -> None:
    head = "第3回図書館協議会会議録\n日時　令和4年2月10日\n出席者　森会長、谷委員、七尾委員\n会議内容\n"
    minutes = parse(read_text(f"{head}○会長　開会します。\n○谷委員　はい。\n○会長　{said}\n"))
    assert [d.outcome for d in minutes.decisions] == DECLARED[said]


@pytest.mark.parametrize("said", NOTHING)
def test_what_decides_nothing(said: str) -> None:
    assert list(find_decisions(said)) == []


def test_abstentions_are_counted_without_a_word_for_persons() -> None:
    (found,) = find_decisions("採決の結果、賛成7反対2棄権1により可決された。")
    assert found.votes == {"votes_for": 7, "votes_against": 2, "votes_abstained": 1}


# What stands alone beside a title.
BARE = {
    "許可相当": "同意",
    "継続": "継続審議",
    "報告済": "報告",
    "取り下げ": "その他",
    "原案のとおり": "承認",
}


@pytest.mark.parametrize("result", BARE)
def test_what_a_result_alone_means(result: str) -> None:
    assert is_bare_outcome(result)
    assert [d.outcome for d in find_decisions(result, deciding=True)] == [BARE[result]]


def test_a_condition_in_the_sentence_before_is_none() -> None:
    (found,) = find_decisions("条件についての質疑は以上です。よって、本案は可決されました。")
    assert found.outcome_class == "approved"


def test_a_count_of_hands_behind_a_sentence_breaks_no_speech_off() -> None:
    said = "".join(
        f"会長：議案第{n}号の説明です。\n委員：はい、分かりました。\n" for n in range(1, 6)
    )
    text = f"第3回浜市審議会会議録\n日時：令和5年4月3日\n場所：市役所\n{said}会長：挙手を求めます。"
    counted, broken = (parse(read_text(text + end)) for end in ("（賛成者3名）\n", "賛成者は\n"))
    assert "turn_without_end" not in {issue.code for issue in counted.issues}
    assert "turn_without_end" in {issue.code for issue in broken.issues}


def test_the_last_word_of_the_record_is_no_speech() -> None:
    text = "第3回浜市審議会会議録\n日時　令和5年4月3日\n場所　市役所\n○会長　始めます。\n○委員　なぜですか。\n"
    minutes = parse(read_text(text + "○会長　以上で終わります。\n閉会\n"))
    assert minutes.turns[-1].text == "以上で終わります。"
    assert [note.text for note in minutes.notes] == ["閉会"]


@pytest.mark.parametrize("note", ["※各委員一致で可決", "〔全員一致で了承〕", "※委員一致で承認"])
def test_a_note_that_says_how_all_decided(note: str) -> None:
    head = "第3回図書館協議会会議録\n日時　令和4年2月10日\n出席者　森会長、谷委員、七尾委員\n会議内容\n"
    said = f"○会長　よろしいか。\n\n{note}\n\n○谷委員　はい。\n○会長　次に進みます。\n"
    assert len(parse(read_text(head + said)).decisions) == 1
