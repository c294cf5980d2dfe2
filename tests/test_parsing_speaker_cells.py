"""Tables of speakers and speech whose cells a converter put on lines of their own, or elsewhere."""

from __future__ import annotations

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_text

HEADERS = {
    "business": (
        "令和4年度第2回西原市水道事業経営審議会会議録\n日時　令和4年10月18日（火）午後2時から\n"
        "場所　西原市役所3階 会議室\n議題　料金の改定について\n"
    ),
    "people": (
        "令和4年度第2回西原市水道事業経営審議会会議録\n日時　令和4年10月18日（火）午後2時から\n"
        "場所　西原市役所3階 会議室\n出席者\n安西 隆\n塚本 恵\n蛭田 誠\n"
    ),
    "bars": (
        "令和4年度第2回西原市水道事業経営審議会\n| 日時 | 令和4年10月18日（火）午後2時から |\n"
        "| 場所 | 西原市役所3階 会議室 |\n| 出席者 | 安西会長、塚本委員、蛭田委員 |\n"
    ),
}
SAID = [
    ("安西会長", "それでは、事務局から説明をお願いします。"),
    ("事務局", "資料1により、改定の案を説明します。"),
    ("塚本委員", "改定の時期はいつになりますか。"),
    ("事務局", "令和6年4月を予定しております。"),
    ("蛭田委員", "減免は続けていただきたいと思います。"),
]
POSTS = [("事務局（課長）" if who == "事務局" else who, said) for who, said in SAID]


def rows(form: str) -> str:
    """Return the rows of a table, each in ``form``."""
    return "".join(form.format(who, said, n) for n, (who, said) in enumerate(SAID, 1))


TABLES = {
    "hours": ("時刻\n発言者\n議事内容\n" + rows("14:0{2}\n{0}\n{1}\n"), SAID),
    "numbers": ("番号\n発言者\n発言要旨\n" + rows("{2}\n{0}\n{1}\n"), SAID),
    "behind, on lines": ("発言内容\n発言者\n" + rows("{1}\n{0}\n"), SAID),
    "behind, outline": ("発言の概要\n発言者名\n" + rows("{1}\n{0}\n"), SAID),
    "behind a tab": (rows("{1}\t{0}\n"), SAID),
    "all first": (
        "発言者\n" + "".join(f"{w}\n" for w, _ in SAID) + "審議の経過\n" + rows("{1}\n"),
        SAID,
    ),
    "content above": (
        "会議の内容\n発言者\n" + "".join(f"{w}\n" for w, _ in SAID) + "発言要旨\n" + rows("{1}\n"),
        SAID,
    ),
    "posts below": (
        "発言者\n発言内容\n" + rows("{0}\n{1}\n").replace("事務局\n", "事務局\n（課長）\n"),
        POSTS,
    ),
    "posts below, no head": (rows("{0}\n{1}\n").replace("事務局\n", "事務局\n（課長）\n"), POSTS),
    "letters apart": (
        "発言者 内容\n"
        + rows("{0} {1}\n").replace("安西会長", "会 長").replace("塚本委員", "委 員"),
        [({"安西会長": "会長", "塚本委員": "委員"}.get(who, who), said) for who, said in SAID],
    ),
}


def spoken(minutes: Minutes) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in minutes.turns]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("table", TABLES)
def test_where_the_cells_of_speakers_stand(table: str, header: str) -> None:
    text, wanted = TABLES[table]
    minutes = parse(read_text(HEADERS[header] + text))
    assert spoken(minutes) == wanted
    assert minutes.coverage == 1.0


def test_a_quoted_cell_goes_on_in_the_next_line() -> None:
    text = (
        "第3回白峰市総合計画審議会\n日時,令和5年12月1日(金)14:00~15:20\n場所,白峰市役所大会議室\n番号,発言者,発言\n"
        '1,会長,"それでは、次第の2に入ります。\n事務局から説明をお願いします。"\n'
        "2,企画課長,資料2をご覧ください。\n3,5番委員,人口の目標が高すぎるのではありませんか。\n"
    )
    assert spoken(parse(read_text(text)))[:2] == [
        ("会長", "それでは、次第の2に入ります。\n事務局から説明をお願いします。"),
        ("企画課長", "資料2をご覧ください。"),
    ]


SIDES = [
    ("参加者", "市"),
    ("主な意見", "対応"),
    ("（参加者）", "（市）"),
    ("【主な意見】\n", "【対応】\n"),
]


@pytest.mark.parametrize(("asks", "answers"), SIDES)
@pytest.mark.parametrize("header", HEADERS)
def test_a_label_of_the_header_may_speak(header: str, asks: str, answers: str) -> None:
    said = [
        "料金を上げる理由は何か。",
        "管路の更新のためである。",
        "時期はいつか。",
        "来年の4月である。",
    ]
    mark = "" if asks[0] in "（【" else "："
    body = "".join(
        f"{who}{mark}{one}\n" for who, one in zip([asks, answers] * 2, said, strict=True)
    )
    turns = parse(read_text(HEADERS[header] + body)).turns
    assert [t.text for t in turns] == said
    assert [t.speaker for t in turns] == [asks.strip("（）【】\n"), answers.strip("（）【】\n")] * 2


MARKS = {"round": "（{}）", "square": "【{}】", "colon": "{}：", "bars": "{} | ", "circle": "○{}　"}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("header", HEADERS)
def test_a_label_that_nobody_knows_speaks_first(header: str, mark: str) -> None:
    said = [
        "料金を上げますか。",
        "案を作っています。",
        "時期はいつですか。",
        "来年です。",
        "反対の声は。",
        "あります。",
    ]
    pairs = list(zip(["記者", "市長"] * 3, said, strict=True))
    body = "".join(f"{MARKS[mark].format(who)}{one}\n" for who, one in pairs)
    assert spoken(parse(read_text(HEADERS[header] + body))) == pairs


def test_a_row_may_name_who_asks_and_who_answers() -> None:
    rows_of_six = (
        "No\t区分\t発言者\t質問・意見\t回答者\t回答\n"
        "1\t資料1\t沖委員\t効果はどのくらいか。\t環境課\t30グラムほど減った。\n"
        "2\t資料1\t栗原委員\t周知が足りない。\t環境課\t冊子を配る。\n"
    )
    assert spoken(parse(read_text(HEADERS["business"] + rows_of_six))) == [
        ("沖委員", "効果はどのくらいか。"),
        ("環境課", "30グラムほど減った。"),
        ("栗原委員", "周知が足りない。"),
        ("環境課", "冊子を配る。"),
    ]
