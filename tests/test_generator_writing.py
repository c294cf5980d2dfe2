"""What the generator writes: one meeting, and the lines that each convention makes of it."""

from __future__ import annotations

import dataclasses
import datetime
import random
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from generator.agenda import Agenda
from generator.convention import LAYOUTS, STYLES, Convention, draw, entries
from generator.dates import day, span
from generator.layout import write
from generator.meeting import AgendaEntry, Case, Meeting, Person, Ruling, Speech
from generator.render import as_html, as_text
from generator.roster import Roster

CHAIR = Person(family="森本", given="佳代", group="委員", role="会長", bureau="大学教授")
MEMBER = Person(family="曽我部", given="静", group="委員", bureau="医師会")
ABSENT = Person(family="南", given="ユリ", group="委員", present=False, bureau="公募市民")
CLERK = Person(
    family="林", given="守", group="事務局", role="課長", bureau="総務部", division="総務課"
)
EXPERT = Person(
    family="堤",
    given="一",
    group="実施機関",
    role="主査",
    bureau="教育部",
    division="図書館",
    case_no=1,
)

QUESTION = Speech(speaker=MEMBER, paragraphs=("期間は。", "次に、費用は。"), asks=True)
ANSWER = Speech(speaker=EXPERT, paragraphs=("3年です。",))
CASE = Case(
    case_no=1,
    kind="諮問",
    title="端末の更新について",
    number="諮問第5号",
    bureau="教育部",
    division="図書館",
    continued=True,
    events=(QUESTION, ANSWER),
    ruling=Ruling(text="全員一致で同意する。", outcome="同意", unanimous=True),
)
MEETING = Meeting(
    city="北浜市",
    body="北浜市個人情報保護審議会",
    year_count=None,
    total_count=74,
    fiscal_year=2021,
    date=datetime.date(2022, 1, 21),
    opened=datetime.time(15, 0),
    closed=datetime.time(17, 7),
    place="市役所 会議室",
    observers=0,
    public="公開",
    register="summary",
    people=(CHAIR, MEMBER, ABSENT, EXPERT, CLERK),
    agenda=(
        AgendaEntry(level=1, title="諮問案件", category=True),
        AgendaEntry(level=2, title="端末の更新について", case_no=1),
        AgendaEntry(level=1, title="その他"),
    ),
    cases=(CASE,),
)


def convention(aspect: str = "", **values: Any) -> Convention:
    """The seed's convention, with some values of one aspect settled otherwise."""
    base = draw(random.Random(1), layout="seed")
    if not aspect:
        return base
    return dataclasses.replace(base, **{aspect: {**getattr(base, aspect), **values}})


def speaking(style: str, **values: Any) -> Convention:
    """The seed's convention with the speakers of another: the first alternative of everything."""
    entry = entries("speakers")[style]
    first = {key: value[0] if isinstance(value, list) else value for key, value in entry.items()}
    settled = {**first, "inner": "", "spaced": False, "register": "summary", **values}
    return dataclasses.replace(convention(), style=style, speaker=settled)


HEADS = {
    "I4": "(○委員 □実施機関)",
    "H1": "発言者\t発言内容",
    "H1_stacked": "発言者|発言内容",
    "H2": "発言者\t発言内容",
}


@pytest.mark.parametrize(
    ("style", "values", "lines"),
    [
        ("A", {"gap": " "}, "委員: 期間は。|次に、費用は。|実施機関: 3年です。"),
        ("A2", {}, "委員:|期間は。|次に、費用は。|実施機関:|3年です。"),
        ("A3", {}, "委員(曽我部静君):期間は。|次に、費用は。|図書館主査(堤一君):3年です。"),
        ("B1", {"label": "name"}, "○曽我部委員|期間は。|次に、費用は。|○堤主査|3年です。"),
        ("B2", {"label": "letter"}, "○Ａ委員　期間は。|次に、費用は。|○実施機関　3年です。"),
        ("B2", {"label": "office"}, "○曽我部委員　期間は。|次に、費用は。|○図書館　3年です。"),
        ("B2_groups", {}, "◆曽我部委員　期間は。|次に、費用は。|◎堤主査　3年です。"),
        ("B3", {}, "○委員(曽我部静君)　期間は。|次に、費用は。|○図書館主査(堤一君)　3年です。"),
        ("B4", {}, "○委員　「期間は。|次に、費用は。」|○実施機関　「3年です。」"),
        ("B5", {}, "1 ◯曽我部委員　期間は。|次に、費用は。|2 ◯堤主査　3年です。"),
        ("C1", {}, "【委員】期間は。|次に、費用は。|【実施機関】3年です。"),
        ("C2", {"inner": "　"}, "【委員】|　期間は。|　次に、費用は。|【実施機関】|　3年です。"),
        ("D1", {"gap": " "}, "(委員) 期間は。|次に、費用は。|(実施機関) 3年です。"),
        ("D2", {"spaced": True}, "(委　員)|期間は。|次に、費用は。|(実施機関)|3年です。"),
        ("E", {}, "<委員>|期間は。|次に、費用は。|<実施機関>|3年です。"),
        ("F1", {}, "委員|期間は。|次に、費用は。|実施機関|3年です。"),
        ("F2", {}, "委員　期間は。|次に、費用は。|実施機関　3年です。"),
        ("G", {}, "委員)期間は。|次に、費用は。|実施機関)3年です。"),
        ("H1", {}, "委員\t期間は。|次に、費用は。|実施機関\t3年です。"),
        ("H1_stacked", {}, "委員|期間は。|次に、費用は。|実施機関|3年です。"),
        ("H2", {}, "期間は。|次に、費用は。|3年です。"),
        ("I1", {}, "委員・・・期間は。|次に、費用は。|実施機関・・・3年です。"),
        ("I2", {}, "[委員] 期間は。|次に、費用は。|[実施機関] 3年です。"),
        ("I3", {}, "○委員;期間は。|次に、費用は。|○実施機関;3年です。"),
        ("I4", {"gap": "　"}, "○　期間は。|次に、費用は。|□　3年です。"),
        ("J", {}, "(質問)期間は。|次に、費用は。|(回答)3年です。"),
        ("J", {"pair": "質疑|答弁"}, "(質疑)期間は。|次に、費用は。|(答弁)3年です。"),
    ],
)
def test_speaker_marks(style: str, values: Mapping[str, Any], lines: str) -> None:
    written = write(MEETING, speaking(style, **values), file="x").blocks
    body = "|".join(block.line for block in written)
    assert f"|{lines}|2 委員間協議・裁決|" in body
    assert f"|{HEADS[style]}|" in body if style in HEADS else "発言者" not in body


@pytest.mark.parametrize(
    ("style", "speakers"),
    [
        ({"label": "group"}, ["委員", "実施機関"]),
        ({"label": "name"}, ["曽我部委員", "堤主査"]),
        ({"label": "kun"}, ["委員(曽我部静君)", "図書館主査(堤一君)"]),
        ({"label": "number"}, ["委員1", "実施機関"]),
        ({"label": "bracket"}, ["委員", "実施機関(堤)"]),
        ({"label": "legend"}, ["委員", "実施機関"]),
        ({"label": "group", "spaced": True}, ["委員", "実施機関"]),
    ],
)
def test_gold_holds_labels_without_marks_and_spacing(
    style: Mapping[str, Any], speakers: list[str]
) -> None:
    gold = write(MEETING, speaking("A", **style), file="x").gold
    assert [turn["speaker"] for turn in gold["turns"]] == speakers


def test_gold_of_turns_is_what_the_guide_asks_for() -> None:
    turn = write(MEETING, convention(), file="x").gold["turns"][0]
    assert turn == {
        "speaker": "委員",
        "start": "期間は。次に、費用は",
        "end": "。次に、費用は。",
        "paragraphs": 2,
        "case_no": 1,
        "text": "期間は。\n次に、費用は。",
    }


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ({"date_form": "era", "weekday": "({w})"}, "令和4年1月21日(金)"),
        ({"date_form": "western", "weekday": "({w}曜日)"}, "2022年1月21日(金曜日)"),
        ({"date_form": "both", "weekday": " {w}曜日"}, "令和4年(2022年)1月21日 金曜日"),
        ({"date_form": "kanji", "weekday": "({w})"}, "令和四年一月二十一日(金)"),
    ],
)
def test_dates(words: Mapping[str, str], written: str) -> None:
    assert day(MEETING.date, convention("words", **words)) == written


@pytest.mark.parametrize(
    ("opened", "closed", "words", "written"),
    [
        ((15, 0), (17, 7), {"clock": "words"}, "午後3時0分~午後5時7分"),
        ((15, 0), (17, 7), {"clock": "whole"}, "午後3時~午後5時7分"),
        ((15, 0), (17, 7), {"clock": "short"}, "午後3時~5時7分"),
        ((10, 0), (14, 5), {"clock": "short"}, "午前10時~午後2時5分"),
        ((9, 5), (12, 0), {"clock": "words"}, "午前9時5分~正午"),
        ((11, 0), (12, 5), {"clock": "words"}, "午前11時0分~午後0時5分"),
        ((9, 30), (11, 0), {"clock": "day24"}, "9時30分~11時00分"),
        ((9, 30), (11, 0), {"clock": "digits"}, "9:30~11:00"),
        ((9, 30), (11, 0), {"clock": "words", "date_form": "kanji"}, "午前九時三十分~午前十一時"),
    ],
)
def test_times(
    opened: tuple[int, int], closed: tuple[int, int], words: Mapping[str, str], written: str
) -> None:
    settled = convention("words", range="{a}~{b}", **words)
    assert span(datetime.time(*opened), datetime.time(*closed), settled) == written


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        (
            {"numbers": "1 |(1) |ア ", "office": " 【{bureau} {division}】", "continued": "(継続)"},
            [
                "1 諮問案件",
                "　(1) 諮問第5号 端末の更新について(継続) 【教育部 図書館】",
                "2 その他",
            ],
        ),
        (
            {"numbers": "①|・|-", "office": "", "continued": "(継続審議)"},
            ["①諮問案件", "　・諮問第5号 端末の更新について(継続審議)", "②その他"],
        ),
    ],
)
def test_agenda(style: Mapping[str, str], lines: list[str]) -> None:
    agenda = Agenda(MEETING, convention("agenda", **style))
    assert agenda.lines == lines
    assert agenda.titles == ["諮問案件", "端末の更新について", "その他"]


APART = {"by_case": "", "offices": "apart", "absent": "mark", "join": "\n"}
EVEN = {"name": "even", "member": "{name}　{role}", "plain": "{name}　委員", "group": "({})"}
ONE_LINE = {"join": "、", "row": 0, "name": "joined", "group": "{}:", "same_line": True}
BRACKETS = {"member": "{name}({role})", "official": "{name}{role}", "by_case": ""}


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        (
            {},
            "<委員>|出席:(会長) 森本 佳代 曽我部 静|欠席:南 ユリ"
            "|<実施機関(説明者)>|案件(1):図書館 (主査) 堤 一|<事務局>|総務課 (課長) 林 守",
        ),
        (
            {**APART, **EVEN, "official": "{title}　{name}"},
            "(委員)|森 本 佳 代　会長|曽 我 部 静　委員|南 ユ リ　委員(欠席)"
            "|(実施機関(説明者))|図書館主査　堤 一|(事務局)|総務課長　林 守",
        ),
        (
            {**ONE_LINE, **BRACKETS, "absent": "note", "offices": "line"},
            "委員:森本佳代(会長)、曽我部静|※欠席 南ユリ"
            "|実施機関(説明者):図書館 堤一主査|事務局:総務課 林守課長",
        ),
    ],
)
def test_roster(style: Mapping[str, Any], lines: str) -> None:
    roster = Roster(MEETING, convention("roster", **style))
    assert "|".join(line for field in roster.fields() for line in field.lines) == lines
    assert [(p["name"].replace(" ", ""), p["group"], p["present"]) for p in roster.gold] == [
        ("森本佳代", "委員", True),
        ("曽我部静", "委員", True),
        ("南ユリ", "委員", False),
        ("堤一", "実施機関", True),
        ("林守", "事務局", True),
    ]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("space", "森本 佳代"),
        ("wide", "森本 佳代"),
        ("joined", "森本佳代"),
        ("even", "森本佳代"),
        ("family", "森本"),
    ],
)
def test_gold_separates_names_only_where_the_document_does(form: str, name: str) -> None:
    roster = Roster(MEETING, convention("roster", name=form))
    roster.fields()
    assert roster.gold[0]["name"] == name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_settle_their_style(layout: str) -> None:
    assert draw(random.Random(3), layout=layout).style in STYLES


def test_a_meeting_in_another_register_is_refused() -> None:
    verbatim = draw(random.Random(1), style="B3")
    with pytest.raises(ValueError, match="summary"):
        write(MEETING, verbatim, file="x")


def test_html_of_a_table_keeps_its_rows() -> None:
    page = as_html(write(MEETING, speaking("H1"), file="x"))
    assert "<tr><td>委員</td><td>期間は。</td></tr>" in page


def test_wrapped_text_does_not_begin_a_line_with_a_full_stop() -> None:
    settled = convention("page", wrap=12, blank="none")
    lines = as_text(write(MEETING, settled, file="x")).splitlines()
    assert "全員一致で同意する。" in lines
    assert not [line for line in lines if line[:1] in "、。" and line]


def test_without_reportlab_it_says_what_to_install() -> None:
    code = (
        "import runpy, sys; sys.modules['reportlab'] = None; "
        "runpy.run_module('generator', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True)
    needed = "python -m generator needs the package reportlab: pip install -e '.[dev]'"
    assert (done.returncode, done.stderr.strip()) == (1, needed)
