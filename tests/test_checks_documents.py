"""The audit on one document: sound it carries no warning, and each kind of damage its own code."""

from __future__ import annotations

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_text

SOUND = """令和5年度第3回霧島台市図書館協議会会議録
1 日時　令和5年10月3日（火曜日）　午後2時から午後3時30分まで
2 場所　霧島台市役所本庁舎3階 第2会議室
3 出席委員（4名）
　会長　佐藤 隆
　副会長　高橋 恵
　委員　中村 透
　委員　小林 望
4 欠席委員
　委員　山本 健
5 説明員
　図書館　館長　石井 誠
　図書館　係長　木村 翔
6 事務局
　教育部　部長　林 直美
7 傍聴者　2名
8 議題
　(1) 中央図書館の開館時間の見直しについて
　(2) 図書館電算システムの更新について
　(3) その他
9 会議の内容
○事務局　ただいまから、図書館協議会を開会いたします。本日はお忙しい中、ありがとうございます。
(1) 中央図書館の開館時間の見直しについて
○会長　それでは、中央図書館の開館時間の見直しについて、説明をお願いします。
○石井館長　試行の結果を述べます。アンケートでは延長を望む声が多数でした。アンケートは毎年です。
○中村委員　アンケートの回答は何件でしたか。
○石井館長　320件です。
○小林委員　職員の配置はどのように変わるのでしょうか。
○木村係長　交替の勤務で対応いたします。
○会長　ほかにございませんか。本件は、原案のとおり承認することにご異議ございませんか。
○小林委員　異議ありません。
○会長　異議なしと認め、原案のとおり承認いたします。
(2) 図書館電算システムの更新について
○会長　次に、図書館電算システムの更新について、説明をお願いします。
○木村係長　更新の時期は来年の3月を予定しています。
○高橋副会長　委託先の管理はどのように行うのでしょうか。
○木村係長　毎年、業者の立会いのもとで点検を行うことにしています。
○会長　それでは、これで本日の会議を終了します。お疲れさまでした。
"""

PAGE = SOUND[SOUND.index("○石井館長　試行") : SOUND.index("○会長　ほかに")]
SECOND_CASE = SOUND[SOUND.index("\n(2) 図") : SOUND.index("\n○会長　それでは、これで")]

# what is done to the sound document: text, what it becomes; the code; the table it is about
DAMAGE = {
    "another weekday": ("（火曜日）", "（水曜日）", "weekday_mismatch", "meetings"),
    "a day that does not exist": ("10月3日（火曜日）", "2月30日", "impossible_date", "meetings"),
    "no date": ("令和5年10月3日（火曜日）", "", "date_missing", "meetings"),
    "closing before opening": (
        "午後3時30分まで",
        "午後1時30分まで",
        "closing_before_opening",
        "meetings",
    ),
    "a range whose dash was lost": (
        "から午後3時30分まで",
        "?15:30",
        "closing_time_unread",
        "meetings",
    ),
    "a meeting of one minute": ("3時30分まで", "2時1分まで", "odd_duration", "meetings"),
    "a city misspelt": ("　霧島台市役所", "　霧台市役所", "names_differ", "meetings"),
    "a number for a place": (
        "　霧島台市役所本庁舎3階 第2会議室",
        "　2名",
        "value_of_another_kind",
        "",
    ),
    "a room for observers": (
        "傍聴者　2名",
        "傍聴者　第2会議室前の廊下",
        "value_of_another_kind",
        "",
    ),
    "no value": ("2 場所　霧島台市役所本庁舎3階 第2会議室", "2 場所", "label_without_value", ""),
    "a lost label": ("7 傍聴者　2名", "2名", "header_line_without_label", ""),
    "more people counted": ("（4名）", "（5名）", "head_count_mismatch", "attendees"),
    "a lost person": ("　委員　中村 透\n", "", "speaker_not_in_roster", "turns"),
    "the absent one speaks": ("○中村委員", "○山本委員", "absent_speaker", "turns"),
    "two chairs": ("　副会長　高橋 恵", "　会長　高橋 恵", "two_chairs", "attendees"),
    "a person twice": ("　委員　小林 望\n", "　委員　小林 望\n" * 2, "person_twice", "attendees"),
    "a post among members": (
        "　委員　小林 望",
        "　課長　小林 望",
        "post_of_another_group",
        "attendees",
    ),
    "a doubled name": ("中村 透", "中村村 透", "odd_name", "attendees"),
    "nobody in the roster": ("小林 望", "＊＊＊＊＊", "speaker_not_in_roster", "turns"),
    "a number skipped": ("　(3) その他", "　(5) その他", "agenda_number_gap", "agenda"),
    "entries run together": (
        "　(3) その他",
        "　(3) その他(5)報告",
        "odd_agenda_entry",
        "agenda",
    ),
    "a title misspelt": (
        "　(2) 図書館電算シス",
        "　(2) 図書館電シス",
        "title_differs_in_body",
        "agenda",
    ),
    "a case nobody heard": (SECOND_CASE, "", "case_not_in_body", "cases"),
    "an explanation without its label": (
        "説明をお願いします。\n○石井館長　試行",
        "説明をお願いします。\n　試行",
        "floor_not_taken",
        "turns",
    ),
    "a speech cut off": ("ことにしています。", "ことにしていま", "turn_without_end", "turns"),
    "a speech without its head": ("320件です。", "を超えています。", "turn_begins_inside", "turns"),
    "a speaker's mark lost": ("\n○中村委員", "\n中村委員", "same_speaker_again", "turns"),
    "a label misspelt": ("○木村係長　毎年", "○木村長　毎年", "label_like_another", "turns"),
    "a label that means nothing": (
        "○木村係長　交替",
        "○にゃあ　交替",
        "second_reading_differs",
        "turns",
    ),
    "the chair's label lost": ("○会長　ほかに", "ほかに", "answer_in_question", "turns"),
    "the chair's words elsewhere": (
        "交替の勤務で",
        "採決いたします。交替で",
        "other_voice",
        "turns",
    ),
    "no explanation": (
        "○木村係長　更新の時期",
        "○中村委員　更新の時期",
        "explanation_missing",
        "turns",
    ),
    "a result inside a speech": (
        "○木村係長　毎年、業者の立会いのもとで点検を行うことにしています。",
        "○木村係長　毎年、業者の立会いのもとで点検を行うことにしています。全員異議なく承認された。",
        "decision_in_speech",
        "turns",
    ),
    "a word misspelt": (
        "アンケートでは延長",
        "アンケトでは延長",
        "word_like_another",
        "turns",
    ),
    "kana that no sentence has": ("対応いたします。", "対応いたます。", "impossible_kana", "turns"),
    "a doubled character": ("延長を望む声が", "延長をを望む声が", "character_twice", "turns"),
    "mojibake": ("試行の結果", "‡@試行の結果", "broken_character", ""),
    "a bracket lost": ("320件です。", "320件（うち市外12件です。", "unpaired_bracket", "turns"),
    "a page twice": (PAGE, PAGE * 2, "lines_repeated", ""),
    "a number of the header lost": (
        "6 事務局\n　教育部　部長　林 直美\n",
        "",
        "header_number_gap",
        "meetings",
    ),
    "a point of a speech lost": (
        "試行の結果を述べます。",
        "3点です。\n(1) 件数\n(3) 費用\nです。",
        "point_number_gap",
        "turns",
    ),
    "the chair gives the floor and goes on": (
        "○木村係長　更新の時期は来年の3月を予定しています。",
        "○会長　時期は来年の3月です。",
        "floor_not_taken",
        "turns",
    ),
    "an answer without its question": (
        "○中村委員　アンケートの回答は何件でしたか。\n○石井館長　320件です。",
        "○会長　ご質問はございますか。\n○石井館長　はい、そのとおりです。",
        "question_missing",
        "turns",
    ),
    "nobody closes the meeting": (
        "○会長　それでは、これで本日の会議を終了します。お疲れさまでした。",
        "午後3時30分閉会",
        "closing_speech_missing",
        "turns",
    ),
    "the first page lost": (
        "ただいまから、図書館協議会を開会いたします。本日はお忙しい中、ありがとうございます。",
        "ありがとうございました。委員の皆様からご意見を伺います。",
        "opening_missing_in_speech",
        "turns",
    ),
    "two people run together": (
        "図書館　館長　石井 誠\n　図書館　係長",
        "図書館長　石井 光中央図書館主査　",
        "name_in_part",
        "attendees",
    ),
    "a department run into a name": (
        "石井 誠\n　図書館　係長",
        "石井 誠教育部　係長",
        "odd_name",
        "attendees",
    ),
    "the list of business lost": (
        SOUND[SOUND.index("8 議題") : SOUND.index("9 会議の内容")],
        "8 配布資料　資料1から資料3まで\n",
        "agenda_lost",
        "agenda",
    ),
    "a label without its space": (
        "\n○石井館長　320件です。",
        "\n石井館長320件です。",
        "marker_in_text",
        "turns",
    ),
    "a remark on what the list lacks": (
        "　(3) その他",
        "　(3) その他\n　※「移動図書館の巡回について」については、次回審議とする。",
        "announced_not_in_agenda",
        "agenda",
    ),
    "an answer behind an answer": (
        "○小林委員　職員の配置はどのように変わるのでしょうか。\n",
        "",
        "answer_without_question",
        "turns",
    ),
    "a question behind an answer": (
        "320件です。",
        "320件です。\n　回答した人の割合はどのくらいでしょうか。",
        "question_of_another",
        "turns",
    ),
    "a result without a motion": (
        "本件は、原案のとおり承認することにご異議ございませんか。\n○小林委員　異議ありません。",
        "本件は以上です。\n○小林委員　分かりました。",
        "resolved_without_motion",
        "turns",
    ),
    "an explanation that goes on behind its end": (
        "320件です。",
        "説明は以上です。\n　件数は320件です。",
        "goes_on_behind_its_end",
        "turns",
    ),
    "an explanation that begins in its middle": (
        "○木村係長　更新の時期は",
        "○木村係長　なお、更新の時期は",
        "turn_begins_inside",
        "turns",
    ),
    "a question that another member follows": (
        "○石井館長　320件です。\n",
        "",
        "question_unanswered",
        "turns",
    ),
    "words of the office in a member's mouth": (
        "アンケートの回答は何件でしたか。",
        "事務局といたしましては、引き続き検討してまいります。",
        "other_voice",
        "turns",
    ),
    "the last page lost": (
        "それでは、これで本日の会議を終了します。お疲れさまでした。",
        "それでは、続けます。",
        "breaks_off",
        "turns",
    ),
    "a member who is spoken of and not listed": (
        "アンケートの回答は何件でしたか。",
        "先ほど長谷川委員が触れたアンケートの回答は何件でしたか。",
        "mentioned_not_in_roster",
        "turns",
    ),
    "most members absent": (
        "　副会長　高橋 恵\n　委員　中村 透\n　委員　小林 望\n4 欠席委員\n　委員　山本 健\n",
        "4 欠席委員\n　高橋 恵、中村 透、小林 望、山本 健\n",
        "mostly_absent",
        "attendees",
    ),
    "an entry broken in two": (
        "　(2) 図書館電算システムの更新について\n",
        "　(2) 図書館電算シス\nテムの更新について\n",
        "agenda_entry_broken",
        "agenda",
    ),
    "an entry without its end": ("　(3) その他", "　(3) ()その他", "odd_agenda_entry", "agenda"),
    "minutes without their 分": (
        "午後3時30分まで",
        "午後3時30まで",
        "closing_time_unread",
        "meetings",
    ),
    "people for observers": (
        "　教育部　部長　林 直美\n7 傍聴者　2名",
        "　2名\n7 傍聴者　林 直美",
        "value_of_another_kind",
        "meetings",
    ),
    "one speech without its full stop": ("320件です。", "320件", "turn_without_end", "turns"),
    "a sentence in the list of people": (
        "　委員　山本 健\n",
        "　委員　山本 健\n　時期については検討しています。\n",
        "header_line_without_label",
        "meetings",
    ),
    "a count that lost its label": (
        "令和5年度第3回霧島台市図書館協議会会議録\n",
        "令和5年度第3回霧島台市図書館協議会会議録\n3名\n",
        "header_line_without_label",
        "meetings",
    ),
    "another session opened": (
        "ただいまから、図書館協議会を開会いたします。",
        "ただいまから、第4回図書館協議会を開会いたします。",
        "session_differs",
        "turns",
    ),
    "another hour": (
        "9 会議の内容\n",
        "9 会議の内容\n（午後1時30分開会）\n",
        "hours_differ",
        "meetings",
    ),
    "members counted in a speech": (
        "本日はお忙しい中、ありがとうございます。",
        "本日の出席委員は6名で、会議は成立しております。",
        "head_count_mismatch",
        "turns",
    ),
    "the label of the absent lost behind the officials": (
        "7 傍聴者　2名",
        "　委員\n　長谷川 恵子\n7 傍聴者　2名",
        "group_begins_again",
        "attendees",
    ),
    "an official nobody listed": (
        "○木村係長　交替",
        "○大野課長　交替",
        "speaker_not_in_roster",
        "turns",
    ),
    "an official of a department among members": (
        "　委員　小林 望",
        "　生涯学習課長　小林 望",
        "post_of_another_group",
        "attendees",
    ),
    "the body misspelt": (
        "ただいまから、図書館協議会を",
        "ただいまから、霧島台市図書協議会を",
        "names_differ",
        "meetings",
    ),
    "a sentence under the place": (
        "第2会議室\n",
        "第2会議室\n　それでは、進行を会長にお願いいたします。\n",
        "header_line_without_label",
        "meetings",
    ),
    "the end of a sentence alone": (
        "○会長　ほかにございませんか。",
        "○会長　いたします。\n　ほかにございませんか。",
        "turn_begins_inside",
        "turns",
    ),
    "a list before what heads it": (
        "試行の結果を述べます。",
        "2点です。\n(1) 件数\n進め方は、次のとおりです。\n(2) 費用\nです。",
        "point_number_gap",
        "turns",
    ),
    "an office written twice": ("第2会議室", "図書館館 第2会議室", "character_twice", ""),
    "a question answered in one breath": (
        "アンケートの回答は何件でしたか。",
        "アンケートの回答は何件でしたか。お答えいたします。",
        "answer_in_question",
        "turns",
    ),
    "an entry behind its category": (
        "　(3) その他",
        "　(3) 報告事項・前年度の実績について",
        "odd_agenda_entry",
        "agenda",
    ),
    "a member before the chair": (
        "(1) 中央図書館の開館時間の見直しについて\n○会長",
        "○中村委員　費用は10万円でしょうか。\n(1) 中央図書館の開館時間の見直しについて\n○会長",
        "opening_speech_missing",
        "turns",
    ),
    "the secretariat is asked and the chair goes on": (
        "○木村係長　更新の時期は来年の3月を予定しています。",
        "○会長　最後に、その他ですが、事務局から何かございますか。\n○会長　時期は来年です。",
        "floor_not_taken",
        "turns",
    ),
    "what is always said, misspelt": (
        "原案のとおり承認いたします。",
        "原案のとおり承認いたします。よろくお願いいたします。",
        "impossible_kana",
        "turns",
    ),
    "an era cut short": ("320件です。", "前回（和4年度）は320件です。", "impossible_kana", "turns"),
    "a title misspelt once": (
        "それでは、中央図書館の開館時間の見直しについて",
        "それでは、中央図書館の館時間の見直しについて",
        "title_differs_in_body",
        "agenda",
    ),
    "a bracket before the first of several": (
        "320件です。",
        "対象は、1)市内に住む者、(2)市内に通う者です。",
        "unpaired_bracket",
        "turns",
    ),
    "three names in a line": (
        "　委員　小林 望\n",
        "　委員　小林 望\n　田辺絵里梶哲郎関文香\n",
        "name_in_post",
        "attendees",
    ),
    "a row behind a row": (
        "　委員　中村 透\n　委員　小林 望\n",
        "　委員\t中村 透\t出席委員\t小林 望\t出席\n",
        "name_in_post",
        "attendees",
    ),
    "an entry behind a remark": (
        "　(3) その他",
        "　(3) その他\n　※「図書館電算システムの更新について」は、次回審議となった。議題4 報告",
        "odd_agenda_entry",
        "agenda",
    ),
    "the secretariat hands over and goes on": (
        "本日はお忙しい中、ありがとうございます。",
        "では、会長、よろしくお願いいたします。\n　委員の皆様には、資料をお送りしています。",
        "goes_on_behind_its_end",
        "turns",
    ),
    "the absent run into those present": (
        "　会長　佐藤 隆\n　副会長　高橋 恵\n　委員　中村 透\n　委員　小林 望\n",
        "　佐藤 隆、高橋 恵、中村 透、小林 望※欠席 大野 悟\n",
        "name_in_post",
        "attendees",
    ),
    "two names for one": ("　委員　山本 健", "　委員　山本健太小松理恵", "odd_name", "attendees"),
    "a name before a post": (
        "　教育部　部長　林 直美",
        "　総務部長　中川俊介総務課長　小泉 純子",
        "name_in_post",
        "attendees",
    ),
    "an answer that only its end shows": (
        "○木村係長　交替の勤務で",
        "交替の勤務で",
        "answer_in_question",
        "turns",
    ),
}


def codes(minutes: Minutes) -> dict[str, str]:
    """The warnings of a document, each with the table it is about."""
    return {i.code: i.table for i in minutes.issues if i.severity != "info"}


def test_the_sound_document_carries_no_warning() -> None:
    minutes = parse(read_text(SOUND))
    assert codes(minutes) == {}
    assert (len(minutes.turns), len(minutes.attendees), len(minutes.cases)) == (15, 8, 2)


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_carries_its_code(name: str) -> None:
    before, after, code, table = DAMAGE[name]
    assert before in SOUND
    found = codes(parse(read_text(SOUND.replace(before, after, 1))))
    assert code in found, sorted(found)
    assert found[code] == table or not table


# lines of speech that are sound although they are short, bracketed or unusual
SOUND_LINES = {
    "a bracket below its label": "○小林委員\n（異議なし）",
    "a list inside a speech": "○小林委員　次の2点です。\n(1) 職員の数\n(2) 交替の時刻",
    "a numbered bracket without its partner": "○小林委員　1)時期、2)費用の順に伺います。",
    "two words that meet in one character": "○小林委員　利用者の権利利益に関わることです。",
    "a question to the chair": "○小林委員　私は賛成です。いかがでしょうか。",
}


# changes of the sound document that leave it sound
STILL_SOUND = {
    "a chair finds assent at once": (
        "ご異議ございませんか。\n○小林委員　異議ありません。\n○会長　異議なしと認め",
        "ご異議ございませんか。\n　異議なしと認め",
    ),
    "a roster that is not the whole body": (
        "アンケートの回答は何件",
        "長谷川委員や黒田委員が触れたアンケートの回答は何件",
    ),
    "a title with a mark more": ("次に、図書館電算システム", "次に、図書館・電算システム"),
    "a chair points at papers": ("それでは、中央図書館", "お手元の資料にある、中央図書館"),
    "members who preside over other bodies": (
        "　委員　中村 透\n　委員　小林 望",
        "　会長　中村 透\n　会長　小林 望",
    ),
    "the secretariat closes": (
        "お疲れさまでした。\n",
        "お疲れさまでした。\n○事務局　これをもちまして閉会いたします。\n",
    ),
    "a station is no person": ("　委員　小林 望", "　委員　小林 望（浦野消防署予防課長）"),
    "a surname of two": ("　委員　山本 健", "　委員　藤枝利子"),
    "an act for a speech": (
        "試行の結果を述べます。アンケートでは延長を望む声が多数でした。アンケートは毎年です。",
        "資料1により説明",
    ),
    "nobody listened": ("7 傍聴者　2名", "7 傍聴者"),
    "a number stands twice": ("9 会議の内容", "8 会議の内容"),
    "stems before する": ("320件です。", "320件です。先ほどお渡しした表でお示ししました。"),
    "a member at ease": ("異議ありません。", "異議ありません。その案がいいと思うよ。"),
    "two officials answer": (
        "○石井館長　320件です。",
        "○石井館長　320件です。\n○木村係長　うち50件は電子申請です。\n"
        "○中村委員　分かりました。\n○石井館長　なお、前年は300件です。\n○木村係長　以上です。",
    ),
    "a chair asks the meeting": (
        "ほかにございませんか。本件は",
        "ほかにございませんか。\n　本件は",
    ),
    "a wish needs no answer": (
        "○石井館長　320件です。\n",
        "○石井館長　320件です。\n○小林委員　職員の負担を考えていただきたい。\n",
    ),
    "thanks behind the end": ("320件です。", "説明は以上です。\n　よろしくお願いいたします。"),
    "a member who is listed": ("アンケートの回答は", "小林委員と同じですが、アンケートの回答は"),
    "a contact that a speech is about": (
        "320件です。",
        "320件です。\n　連絡先の電話番号につきましては、別の様式で集めています。",
    ),
    "a surname that is a word": ("　委員　山本 健", "　委員　武者 忠彦"),
    "until a month": ("320件です。", "対象は3月までです。"),
    "a place that holds papers": ("市役所本庁舎3階 第2会議室", "市立郷土資料館 研修室"),
    "an unnumbered entry before a list": (
        "　(1) 中央",
        "　新しい委員の紹介\n　(1) 中央",
    ),
    "formalities without a heading": (
        "　(3) その他",
        "　(3) 会議録署名委員の指名について\n　(4) その他",
    ),
    "an official adds": (
        "○石井館長　320件です。",
        "○石井館長　320件です。\n○木村係長　補足いたしますと、うち50件は電子申請です。",
    ),
    "an official takes leave": (
        "お疲れさまでした。\n",
        "お疲れさまでした。\n○石井館長　事務局からです。\n○木村係長　一言お礼を申し上げます。\n",
    ),
    "a web page below": (
        "お疲れさまでした。\n",
        "お疲れさまでした。\n\n\n\nこのページの先頭へ\n\n\nお問い合わせ\n",
    ),
    "the hour above the list": ("8 議題\n", "8 議題\n令和5年10月3日（火曜日）午後2時開会\n"),
    "an address": (
        "市役所本庁舎3階 第2会議室",
        "市役所本庁舎3階 第2会議室\n（霧島台市中央区城山1-2-3）",
    ),
    "bills of an assembly": ("　(3) その他", "　第4号 条例について\n　第9号 予算について"),
}


@pytest.mark.parametrize("name", STILL_SOUND)
def test_what_minutes_may_do_carries_no_warning(name: str) -> None:
    before, after = STILL_SOUND[name]
    assert before in SOUND
    assert codes(parse(read_text(SOUND.replace(before, after, 1)))) == {}


ATTENDANCE = (
    ("出席　市長、副市長、教育長、各部長", False),
    ("出席　別表のとおり", False),
    ("出席　庁舎の二階でしずかに", True),
)


@pytest.mark.parametrize(("line", "warned"), ATTENDANCE)
def test_a_list_that_names_nobody_may_say_so(line: str, warned: bool) -> None:
    lines = (
        "柳町行政改革推進本部会議 会議録",
        "日時　令和5年6月2日（金）15時～16時",
        "場所　柳町役場",
        line,
        "議題　組織の見直しについて",
        "副市長：始めます。",
        "総務部長：説明します。",
        "市長：分かりました。",
    )
    text = "\n".join(lines)
    found = {issue.code for issue in parse(read_text(text)).issues}
    assert ("list_without_people" in found) is warned


SOUND_HEADS = {
    "the calendar beside a page": "2024年10月\n日 | 月 | 火 | 水 | 木 | 金 | 土 |\n",
    "the contents of a page": "日時・場所・出席者\n",
}


@pytest.mark.parametrize("name", SOUND_HEADS)
def test_what_stands_around_a_page_is_known(name: str) -> None:
    minutes = parse(read_text(SOUND_HEADS[name] + SOUND))
    assert codes(minutes) == {}
    assert {p.role for p in minutes.passages if p.line <= 1} <= {"web_page", "rule"}


def test_exchanged_values_that_were_read_rightly_carry_no_warning() -> None:
    date, place = SOUND.split("\n")[1][5:], SOUND.split("\n")[2][5:]
    text = SOUND.replace(date, "@").replace(place, date).replace("@", place)
    minutes = parse(read_text(text))
    assert minutes.meeting is not None
    assert minutes.meeting.date == parse(read_text(SOUND)).meeting.date  # type: ignore[union-attr]
    assert codes(minutes) == {}
    assert "values_exchanged" in {i.code for i in minutes.issues}


def test_the_bullet_before_a_name_belongs_to_its_line() -> None:
    text = SOUND.replace("　委員　中村 透", "　• 中村 透").replace("　委員　小林 望", "　• 小林 望")
    minutes = parse(read_text(text))
    assert minutes.coverage == 1.0


@pytest.mark.parametrize("name", SOUND_LINES)
def test_what_only_looks_odd_carries_no_warning(name: str) -> None:
    text = SOUND.replace("○小林委員　異議ありません。", SOUND_LINES[name])
    assert codes(parse(read_text(text))) == {}


def test_speeches_that_are_numbered_count_up() -> None:
    head, _, debate = SOUND.partition("○事務局　ただいま")
    lines = ("○事務局　ただいま" + debate).split("\n")
    number = 0
    for at, line in enumerate(lines):
        if line.startswith("○"):
            number += 1
            lines[at] = f"{number} {line}"
    numbered = head + "\n".join(lines)
    assert codes(parse(read_text(numbered))) == {}
    lost = numbered.replace("7 ○木村係長　交替の勤務で対応いたします。\n", "")
    assert lost != numbered
    assert codes(parse(read_text(lost)))["speech_number_gap"] == "turns"


def test_an_issue_points_at_record_page_and_line() -> None:
    minutes = parse(read_text(SOUND.replace("ことにしています。", "ことにしていま")))
    (issue,) = [i for i in minutes.issues if i.code == "turn_without_end"]
    turn = next(t for t in minutes.turns if t.turn_id == issue.record_id)
    assert (issue.table, issue.line, turn.doubt) == ("turns", turn.place.line_last, "warning")
    assert turn.text.endswith("ことにしていま")


SUMMARY = """令和5年度第3回霧島台市図書館協議会会議録
1 日時　令和5年10月3日（火曜日）　午後2時から午後3時30分まで
2 場所　霧島台市役所本庁舎3階 第2会議室
3 議題
　(1) 開館時間の見直しについて
　(2) 電算システムの更新について
　(3) 読書活動の推進について
4 会議の内容
(1) 開館時間の見直しについて
【質問】延長を望む声はどのくらいあるのか。
【回答】アンケートでは半数です。
【質問】職員の配置はどのように変わるのか。
【回答】交替の勤務で対応します。
⇒ 原案のとおり承認された。
(2) 電算システムの更新について
【質問】費用はどの程度か。
【回答】年間で300万円を見込んでいます。
【質問】委託先の管理はどのように行うのか。
【回答】毎年、点検を行います。
⇒ 原案のとおり承認された。
(3) 読書活動の推進について
【質問】学校との連携はどうなっているのか。
【回答】毎月、訪問しています。
【質問】対象は何歳までか。
【回答】15歳までです。
"""
# what is done to the summary: text, what it becomes; the code
DAMAGE_OF_SUMMARY = {
    "the label of an answer lost": (
        "【回答】交替の勤務で対応します。",
        "交替の勤務で対応します。",
        "register_of_another",
    ),
    "the first question of a case lost": (
        "【質問】費用はどの程度か。\n",
        "",
        "case_not_opened",
    ),
    "a question between answers lost": (
        "【質問】対象は何歳までか。\n",
        "",
        "same_speaker_again",
    ),
    "the debate on a case lost": (
        SUMMARY[SUMMARY.index("【質問】費用") : SUMMARY.index("(3) 読書活動の推進について\n【")],
        "⇒ 原案のとおり承認された。\n",
        "case_not_debated",
    ),
}


def test_the_sound_summary_carries_no_warning() -> None:
    assert codes(parse(read_text(SUMMARY))) == {}


@pytest.mark.parametrize("name", DAMAGE_OF_SUMMARY)
def test_damage_of_a_summary_carries_its_code(name: str) -> None:
    before, after, code = DAMAGE_OF_SUMMARY[name]
    assert before in SUMMARY
    assert code in codes(parse(read_text(SUMMARY.replace(before, after, 1))))


def test_a_summary_without_a_roster_is_told_and_not_warned_of() -> None:
    found = {i.code: i.severity for i in parse(read_text(SUMMARY)).issues}
    assert found["roster_not_given"] == "info"


def test_an_excerpt_ends_before_its_last_case() -> None:
    text = SOUND[: SOUND.index("\n(2) 図書館電算システムの更新について\n○")] + "\n"
    minutes = parse(read_text(text.replace("　これで本日の会議", "")))
    severities = {i.code: i.severity for i in minutes.issues}
    assert "case_not_in_body" in severities  # ten speeches: a whole record
    short = text[: text.index("○小林委員　職員")]
    assert {i.code: i.severity for i in parse(read_text(short)).issues}["case_behind_end"] == "info"


def test_a_speech_that_more_blank_lines_part_is_doubted() -> None:
    apart = SOUND.replace("\n○", "\n\n○")
    assert codes(parse(read_text(apart))) == {}
    lost = apart.replace("○小林委員　異議ありません。\n", "")
    assert lost != apart
    assert "spacing_differs" in codes(parse(read_text(lost)))
    (issue,) = [i for i in parse(read_text(lost)).issues if i.code == "spacing_differs"]
    assert lost.split("\n")[issue.line - 1].startswith("○会長　異議なしと認め")  # type: ignore[operator]
    web = apart.replace("○小林委員　異議ありません。", "\n\n○小林委員　異議ありません。")
    assert web != apart
    assert codes(parse(read_text(web))) == {}  # three set a part of a page apart


def test_paragraphs_that_blank_lines_part_show_where_a_label_was() -> None:
    apart = SOUND.replace("\n○", "\n\n○")
    joined = apart.replace("\n\n○会長　次に、", "\n次に、")
    assert "spacing_differs" not in codes(parse(read_text(joined)))  # no habit inside speeches


def test_a_title_of_minutes_without_minutes_is_warned_of() -> None:
    text = "第105回霧島台市情報公開審議会会議録\n② 名簿の提供について\n③ システムについて\n"
    minutes = parse(read_text(text))
    assert minutes.kind == "not_minutes"
    assert codes(minutes) == {"minutes_unread": ""}
    law = parse(
        read_text("霧島台市会議録作成要領\n第1条 この要領は、会議録の作成について定める。\n")
    )
    assert law.kind == "not_minutes"
    assert codes(law) == {}


OF_OTHER_KIND = (
    "まちづくり通信第8号\n発行 まちづくり協議会\n第12回まちづくり会議会議録\n編集後記 祭りです。\n",
    "第3回審議会会議録\n審議会運営要領\n第1条 この要領は、必要な事項を定めるものとする。\n",
    "第7回市民会議会議録\nよくある質問\n会議録はいつ公開されますか。おおむね1か月後です。\n",
)


@pytest.mark.parametrize("text", OF_OTHER_KIND)
def test_a_known_kind_that_is_no_minutes_is_not_warned_of(text: str) -> None:
    minutes = parse(read_text(text))
    assert minutes.kind == "not_minutes"
    assert codes(minutes) == {}


def test_an_order_of_business_may_be_what_is_left_of_minutes() -> None:
    minutes = parse(read_text("第105回霧島台市情報公開審議会会議録\n次第\n② 名簿\n③ その他\n"))
    assert codes(minutes) == {"minutes_unread": ""}


def test_a_label_cut_in_two_is_doubted() -> None:
    cut = SUMMARY.replace("について\n【質問】延長", "について\n【質\n問】延長")
    assert cut != SUMMARY
    assert "unpaired_bracket" in codes(parse(read_text(cut)))


def test_a_case_behind_the_result_of_the_last_is_missed() -> None:
    text = SUMMARY[: SUMMARY.index("(3) 読書活動の推進について\n【")]
    assert codes(parse(read_text(text)))["case_not_in_body"] == "cases"


def test_the_rest_of_a_name_before_a_post_is_doubted() -> None:
    before = "　副会長　高橋 恵\n　委員　中村 透\n"
    after = "　副会長　高 橋 恵 美君委員　中 村 透君\n"
    assert before in SOUND
    assert "name_in_post" in codes(parse(read_text(SOUND.replace(before, after))))


def test_a_line_indented_in_mid_sentence_is_doubted() -> None:
    said = "".join(
        f"○石井館長　第{n}点の費用は毎年{n}万円で、そのうちの半分は市の負担、"
        "残りの半分は県の負担と国の負担とを合わせたもので、市の負\n"
        "担です。\n　第2に、時期は来年です。\n"
        f"○中村委員　第{n}点は分かりました。\n"
        for n in range(1, 11)
    )
    at = "○会長　ほかにございませんか。"
    text = SOUND.replace(at, said + at)
    assert "indent_differs" not in codes(parse(read_text(text)))
    swapped = text.replace(
        "負\n担です。\n　第2に、時期は来年です。\n", "負\n　第2に、時期は来年です。\n担です。\n", 1
    )
    assert "indent_differs" in codes(parse(read_text(swapped)))


def test_a_closed_record_leaves_out_no_case() -> None:
    debate = SOUND[
        SOUND.index("○会長　それでは、中央図書館") : SOUND.index("○会長　それでは、これで")
    ]
    cut = SOUND.replace(debate, "○会長　ほかにございませんか。\n○会長　その他に移ります。\n")
    cut = cut.replace("(1) 中央図書館の開館時間の見直しについて\n○", "○")
    found = codes(parse(read_text(cut)))
    assert found["case_not_in_body"] == "cases"


def test_a_short_record_may_leave_out_people_and_opening() -> None:
    head = SOUND[: SOUND.index("3 出席委員")] + SOUND[SOUND.index("5 説明員") :]
    head = head.replace(SOUND[SOUND.index("5 説明員") : SOUND.index("7 傍聴者")], "3 公開\n")
    short = head[: head.index("○会長　ほかに")]
    severities = {i.code: i.severity for i in parse(read_text(short)).issues}
    assert severities["roster_not_given"] == "info"
    cut = SOUND.replace(
        SOUND[
            SOUND.index("○事務局　ただいま") : SOUND.index(
                "\n(1) 中央図書館の開館時間の見直しについて\n○"
            )
            + 1
        ],
        "",
    )
    opened = cut[: cut.index("\n○会長　異議なしと認め")] + "\n"
    assert "opening_missing_in_speech" not in codes(parse(read_text(opened)))


def test_a_page_with_fewer_lines_than_the_others_is_doubted() -> None:
    said = "".join(
        f"○中村委員　第{n}点の費用はいくらですか。\n○石井館長　{n}万円です。\n"
        for n in range(1, 41)
    )
    lines = SOUND.replace(
        "○会長　ほかにございませんか。", f"{said}○会長　ほかにございませんか。"
    ).split("\n")

    def paged(lost: int) -> str:
        pages = [lines[at : at + 18] for at in range(0, len(lines), 18)]
        pages[3] = pages[3][: len(pages[3]) - lost]
        return "\n".join("\n".join([*page, f"- {n} -"]) for n, page in enumerate(pages, 1)) + "\n"

    assert "page_length_differs" not in codes(parse(read_text(paged(0))))
    assert "page_length_differs" in codes(parse(read_text(paged(2))))


def test_a_debate_without_any_header_is_doubted() -> None:
    debate = SOUND[SOUND.index("○事務局　ただいま") :]
    head = "令和5年度第3回霧島台市図書館協議会会議録\n令和5年10月3日\n"
    assert "header_lost" in codes(parse(read_text(head + debate)))
    placed = head + "場所　霧島台市役所\n" + debate
    assert "header_lost" not in codes(parse(read_text(placed)))


def test_a_name_before_a_department_is_doubted() -> None:
    before = "　図書館　館長　石井 誠\n　図書館　係長　木村 翔\n6 事務局\n　教育部　部長　林 直美"
    after = (
        "　教育総務課　課長　石井誠教育総務課　主査　木村翔\n　教育総務課　主事　林直美\n"
        "6 事務局\n　教育部　部長　大野恵"
    )
    assert before in SOUND
    assert "name_in_post" in codes(parse(read_text(SOUND.replace(before, after))))
    apart = after.replace("石井誠教育", "石井誠\n　教育")
    assert "name_in_post" not in codes(parse(read_text(SOUND.replace(before, apart))))


def test_an_entry_that_a_decision_settles_is_not_passed_over() -> None:
    titles = ["会長の選出について", "計画の評価について", "調査の案について", "今後の日程について"]
    numbered = [f"({number}) {title}" for number, title in enumerate(titles, start=1)]
    said = [
        f"{n}\n○会長　説明を求めます。\n○事務局　資料により説明します。\n" for n in numbered[1:]
    ]
    text = (
        "令和5年度第1回柳町環境審議会会議録\n日時　令和5年6月2日（金）15時～16時\n場所　柳町役場\n"
        "議題\n" + "\n".join(numbered) + f"\n会議内容\n{numbered[0]}\n"
        "委員の互選により、浅野委員が会長に選出された。\n" + "".join(said)
    )
    assert "case_passed_over" not in {issue.code for issue in parse(read_text(text)).issues}
