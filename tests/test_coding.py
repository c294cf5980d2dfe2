"""Coding rules: what each construct of a ``.cod`` file gives, worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.coding import (
    CodingError,
    apply,
    association,
    crosstab,
    frequencies,
    load_rules,
    read_rules,
)
from pipeline.coding.conditions import Condition
from pipeline.coding.units import Unit

TEXT = (
    "先生の奥さんは卒業証書を先生に渡した。サーバが死んだ。\n"
    "障がいのある方の個人情報が漏洩した。個人情報は条例で守る。死ぬまで先生だった。"
)


def condition(rule: str) -> Condition:
    (code,) = read_rules(f"*コード\n{rule}")
    return code.condition


# Words of TEXT, by number: 先生0 の1 奥2 さん3 は4 卒業5 証書6 を7 先生8 に9 渡し10 た11 。12
# サーバ13 が14 死ん15 だ16 。17 | 障がい18 の19 ある20 方21 の22 個人23 情報24 が25 漏洩26 し27
# た28 。29 個人30 情報31 は32 条例33 で34 守る35 。36 死ぬ37 まで38 先生39 だっ40 た41 。42
@pytest.mark.parametrize(
    ("rule", "count"),
    [
        # words: any inflection and spelling; what the dictionary cuts is a row of words
        ("先生", 3),
        ("死ぬ", 2),
        ("サーバー", 1),
        ("障害", 1),
        ("漏えい", 1),
        ("個人情報", 2),
        ("個人情報保護", 0),
        ("証", 0),
        # counts
        ("先生 >= 3", 1),
        ("先生 > 3", 0),
        ("先生 == 3", 1),
        ("先生<=2", 0),
        ("死ぬ < ３", 1),
        ("大学 == 0", 1),
        # logic
        ("先生 and 条例", 1),
        ("先生 & 大学", 0),
        ("大学 or 条例", 1),
        ("大学 | 高校", 0),
        ("not 大学", 1),
        ("!先生", 0),
        ("not not 先生", 1),
        ("先生 &! 大学", 1),
        ("大学 |! 高校", 1),
        ("大学 or 先生 and 高校", 0),  # and binds first
        ("( 大学 or 先生 ) and 条例", 1),
        ("(大学|先生)&条例", 1),
        ("not ( 大学 or 条例 )", 0),
        ("大学\nor\n条例", 1),  # lines are joined
        # phrases
        ("卒業+証書", 1),
        ("証書+卒業", 0),
        ("死ぬ+まで", 1),
        ("個人情報+は+条例", 1),
        ("卒業+証書 == 1", 1),
        # near: in either order, counting the first member
        ("near(先生-奥さん)", 2),
        ("near(先生-奥さん)[2]", 1),
        ("near(奥さん-先生)[2]", 1),
        ("near(先生-奥さん)[1]", 0),
        ("near(先生-奥さん-卒業)[5]", 2),
        ("near(先生-奥さん-卒業)[4]", 0),
        ("near(死ぬ-サーバ)[b10]", 1),
        ("near(死ぬ-証書)[9]", 1),
        ("near(死ぬ-証書)[b9]", 0),
        ("near(障害-死ぬ)[5]", 1),
        ("near(障害-死ぬ)[d5]", 0),
        ("near(個人情報-条例)[d10]", 2),
        ("near(個人情報-条例)[b10]", 1),
        ("near(卒業+証書-先生)[2]&条例", 1),
        ("near(先生-奥さん)[5] >= 2", 1),
        # seq: in this order
        ("seq(先生-奥さん)", 1),
        ("seq(奥さん-先生)", 1),
        ("seq(奥さん-先生)[4]", 0),
        ("seq(先生-卒業+証書-渡す)[5]", 1),
        ("seq(先生-卒業+証書-渡す)[4]", 0),
        ("seq(渡す-証書)", 0),
        ("seq(先生-死ぬ)[7]", 1),
        ("seq(先生-死ぬ)[b7]", 0),
        # strings, whatever the words are
        ("'奥さんは卒業'", 1),
        ("'証'", 1),
        ("'先生' == 3", 1),
        ("'大学'", 0),
        # length
        ("lw >= 43", 1),
        ("lw > 43", 0),
        ("lc == 66", 1),
        ("lc < 66", 0),
    ],
)
def test_what_a_rule_counts(rule: str, count: int) -> None:
    assert condition(rule).count(Unit(TEXT, {})) == count


def test_the_text_has_the_words_that_the_table_above_counts() -> None:
    assert Unit(TEXT, {}).words == 43
    assert len(TEXT.replace("\n", "")) == 66


RULES = """\
# 先生の本
*人の死
死ぬ or 亡くなる

＊先生
先生 > 0
*先生の死
<*人の死> and
<*先生>
*委員の先生
<*先生> & <>発言者区分-->委員
*会長
<>is_chair-->true
"""
SPEECHES = pd.DataFrame(
    {
        "turn_id": ["t1", "t2", "t3", "t4", "t5"],
        "date": pd.to_datetime(["2021-04-01", "2021-04-01", "2022-04-01", "2022-04-01", None]),
        "speaker_group": ["委員", "事務局", "委員", "事務局", "委員"],
        "is_chair": pd.array([True, False, False, False, None], dtype="boolean"),
        "text": [
            "先生が死んだ。\n先生が泣いた。",
            "先生は元気です。",
            "亡くなった方です。",
            "はい。",
            None,
        ],
    }
)


def test_codes_of_turns() -> None:
    codes = read_rules(RULES)
    assert [(code.name, code.line) for code in codes] == [
        ("人の死", 2),
        ("先生", 5),
        ("先生の死", 7),
        ("委員の先生", 10),
        ("会長", 12),
    ]
    coded = apply(codes, SPEECHES)
    assert "text" not in coded
    assert coded.set_index("turn_id")[[code.name for code in codes]].to_dict("index") == {
        "t1": {"人の死": True, "先生": True, "先生の死": True, "委員の先生": True, "会長": True},
        "t2": {
            "人の死": False,
            "先生": True,
            "先生の死": False,
            "委員の先生": False,
            "会長": False,
        },
        "t3": {
            "人の死": True,
            "先生": False,
            "先生の死": False,
            "委員の先生": False,
            "会長": False,
        },
        "t4": dict.fromkeys(["人の死", "先生", "先生の死", "委員の先生", "会長"], False),
    }
    assert frequencies(codes, coded).to_dict("list") == {
        "code": ["人の死", "先生", "先生の死", "委員の先生", "会長", "コード無し"],
        "hits": [2, 2, 1, 1, 1, 1],
        "share": [0.5, 0.5, 0.25, 0.25, 0.25, 0.25],
    }


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        ("paragraph", [("t1", 1, True), ("t1", 2, False), ("t2", 1, False), ("t3", 1, False)]),
        ("sentence", [("t1", 1, True), ("t1", 2, False), ("t2", 1, False), ("t3", 1, False)]),
    ],
)
def test_codes_of_smaller_units(unit: str, rows: list[tuple[str, int, bool]]) -> None:
    coded = apply(read_rules(RULES), SPEECHES[:3], unit=unit)
    found = coded[["turn_id", "unit_no", "先生の死"]].itertuples(index=False, name=None)
    assert list(found) == rows


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("speaker_group", [("事務局", 2, 1, 0.5), ("委員", 2, 1, 0.5)]),
        ("year", [(2021, 2, 2, 1.0), (2022, 2, 0, 0.0)]),
    ],
)
def test_a_cross_tab(by: str, rows: list[tuple[object, int, int, float]]) -> None:
    codes = read_rules(RULES)
    table = crosstab(codes, apply(codes, SPEECHES), by=by)
    assert list(table.columns) == ["code", by, "units", "hits", "share"]
    own = table[table["code"] == "先生"].drop(columns="code")
    assert list(own.itertuples(index=False, name=None)) == rows


def test_units_without_a_value_are_a_group() -> None:
    codes = read_rules("*はい\nはい")
    coded = apply(codes, SPEECHES[3:].fillna({"text": "はい"}))
    assert crosstab(codes, coded, by="year")["units"].tolist() == [1, 1]


def test_how_much_a_code_depends_on_the_group() -> None:
    coded = pd.DataFrame(
        {"g": ["a"] * 20 + ["b"] * 20, "x": [True] * 15 + [False] * 20 + [True] * 5}
    )
    coded["all"] = True
    found = association(read_rules("*x\nx\n*all\nx"), coded, by="g").set_index("code")
    # 15 of 20 and 5 of 20; 10 expected in each of four cells: 4 · 25 / 10
    assert found.loc["x", ["chi2", "df", "smallest_expected"]].tolist() == [10.0, 1, 10.0]
    assert found.loc["x", "p"] == pytest.approx(0.0015654, rel=1e-4)
    assert found.loc["x", "cramers_v"] == pytest.approx(0.5)
    assert found.loc["all"].isna().all()


@pytest.mark.parametrize(
    ("groups", "p"),  # chi-square tables: the 5 % points of 2, 3, 4 and 5 degrees of freedom
    [(2, 5.991), (3, 7.815), (4, 9.488), (5, 11.070)],
)
def test_the_tail_of_chi_square(groups: int, p: float) -> None:
    from pipeline.coding.tables import _tail

    assert _tail(p, groups) == pytest.approx(0.05, abs=1e-4)


@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        ("", None, "no code"),
        ("# only\n\n", None, "no code"),
        ("死ぬ\n", 1, "without a code"),
        ("*a\n死ぬ\n*a\n生きる", 3, "defined in line 1"),
        ("*\n死ぬ", 1, "needs a name"),
        ("*a\n*b\n死ぬ", 1, "no condition"),
        ("*a\n\n死ぬ 生きる", 3, "write and, or"),
        ("*a\n死ぬ and", 2, "ends too early"),
        ("*a\n( 死ぬ", 2, "not closed"),
        ("*a\n死ぬ )", 2, "closes nothing"),
        ("*a\n死ぬ >= 多い", 2, "whole number"),
        ("*a\n死ぬ >= 1.5", 2, "whole number"),
        ("*a\n死ぬ = 2", 2, "no comparison"),
        ("*a\n(死ぬ or 生きる) > 2", 2, "not a bracket"),
        ("*a\n死ぬ + 生きる", 2, "write and, or"),
        ("*a\n+ 死ぬ", 2, "arithmetic"),
        ("*a\n死ぬ+", 2, "no word"),
        ("*a\n2", 2, "number 2"),
        ("*a\nlw", 2, "needs a comparison"),
        ("*a\nNo. >= 2", 2, "not supported"),
        ("*a\n死ぬ\n*b\nない-->形容詞B", 4, "part of speech"),
        ("*a\n死ぬ->連用タ接続", 2, "part of speech"),
        ("*a\n<>見出し1-->上", 2, "headings"),
        ("*a\n<>heading1-->上", 2, "headings"),
        ("*a\n<>年", 2, "<>variable-->value"),
        ("*a\n<*b>\n*b\n死ぬ", 2, "no code b above"),
        ("*a\n<*a>", 2, "no code a above"),
        ("*a\nnear(死ぬ)", 2, "two words"),
        ("*a\nnear(死ぬ-)", 2, "no word"),
        ("*a\nnear(死ぬ-先生)[x9]", 2, "[8], [b8]"),
        ("*a\nnear(死ぬ-先生)[0]", 2, "1 word or more"),
        ("*a\n" + "( " * 51 + "死ぬ", 2, "more than 50"),
        ("*a\n" + "a" * 2001, 2, "Break the line"),
        ('*a\n"死ぬ"', 2, "cannot be read"),
        ("*a\n（死ぬ or 生きる） and 先生", 2, "（ in （死ぬ is no part of a word"),
        ("*a\n！死ぬ", 2, "！ in ！死ぬ is no part of a word"),
        ("*a\n死ぬ*2 > 3", 2, "* in 死ぬ*2 is no part of a word"),
        ("*a\nnear('死ぬ'-先生)", 2, "is no part of a word"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(
    rules: str, line: int | None, said: str
) -> None:
    with pytest.raises(CodingError) as caught:
        read_rules(rules, "theme.cod")
    message = str(caught.value)
    assert message.startswith("theme.cod: " if line is None else f"theme.cod, line {line}: ")
    assert said in message


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("*a\n<>学年-->1", "theme.cod, line 2: code a: there is no column 学年; there are "),
        # the line of the condition, wherever it stands below the name
        ("*b\n死ぬ\n\n*a\n# 学年は\n死ぬ or\n( 泣く and <>組-->1 )", "theme.cod, line 7: code a: "),
        ("*a\n死ぬ\n*date\n死ぬ", "theme.cod, line 3: the code date has the name of a column."),
    ],
)
def test_a_rule_and_the_columns(rules: str, said: str) -> None:
    with pytest.raises(CodingError) as caught:
        apply(read_rules(rules, "theme.cod"), SPEECHES)
    assert str(caught.value).startswith(said)


def test_there_are_three_units() -> None:
    with pytest.raises(ValueError, match="unit"):
        apply(read_rules("*a\n死ぬ"), SPEECHES, unit="chapter")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_files(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "theme.cod"
    path.write_bytes(RULES.replace("\n", "\r\n").encode(encoding))
    assert [code.name for code in load_rules(path)] == [code.name for code in read_rules(RULES)]
    with pytest.raises(CodingError, match="cannot be read"):
        load_rules(path.with_name("absent.cod"))


# -- the command ------------------------------------------------------------------------------

MINUTES = """\
架空市文書審議会会議録
日時　令和4年2月10日
場所　会議室
議題
1 案件（1）窓口について
2 案件（2）公園について
会議の内容
案件（1）窓口について
委員：費用はいくらか。
事務局：費用の根拠を示します。費用は十万円です。
案件（2）公園について
委員：了解した。
事務局：以上です。
"""
THEME = "*費用\n費用\n*根拠のある費用\n<*費用> and 根拠\n*二度\n費用 >= 2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "m.txt").write_text(MINUTES, "utf-8")
    (tmp_path / "theme.cod").write_text(THEME, "utf-8")
    convert = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "done"), "--no-tags"]
    assert main([*convert, "--jobs", "1"]) == 0
    return tmp_path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_command_writes_codes_and_cross_tabs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = ["--by", "speaker_group", "--by", "case_no", "--by", "year"]
    arguments = [str(folder / "done"), "--rules", str(folder / "theme.cod")]
    capsys.readouterr()
    assert main(["code", *arguments, "--out", str(folder / "out"), *by]) == 0
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "2  費用" in streams.err
    assert "of 4 turns, in 8 files" in streams.err
    heading, *rows = read(folder / "out" / "coded.csv")
    assert heading[-3:] == ["費用", "根拠のある費用", "二度"]
    assert "text" not in heading
    at = [heading.index(name) for name in ("date", "speaker_group", "費用", "二度")]
    assert [[row[n] for n in at] for row in rows] == [
        ["2022-02-10", "委員", "true", "false"],
        ["2022-02-10", "事務局", "true", "true"],
        ["2022-02-10", "委員", "false", "false"],
        ["2022-02-10", "事務局", "false", "false"],
    ]
    assert read(folder / "out" / "frequencies.csv")[1:] == [
        ["費用", "2", "0.5"],
        ["根拠のある費用", "1", "0.25"],
        ["二度", "1", "0.25"],
        ["コード無し", "2", "0.5"],
    ]
    assert read(folder / "out" / "crosstab_speaker_group.csv")[:5] == [
        ["code", "speaker_group", "units", "hits", "share"],
        ["費用", "事務局", "2", "1", "0.5"],
        ["費用", "委員", "2", "1", "0.5"],
        ["根拠のある費用", "事務局", "2", "1", "0.5"],
        ["根拠のある費用", "委員", "2", "0", "0.0"],
    ]
    assert read(folder / "out" / "crosstab_case_no.csv")[1:3] == [
        ["費用", "1", "2", "2", "1.0"],
        ["費用", "2", "2", "0", "0.0"],
    ]
    assert read(folder / "out" / "crosstab_year.csv")[1] == ["費用", "2022", "4", "2", "0.5"]
    # 2 of 2 and 0 of 2, one expected in each of four cells: 4 · 1 / 1
    assert read(folder / "out" / "association_case_no.csv")[1][:3] == ["費用", "4.0", "1"]


def test_the_command_codes_sentences(folder: Path) -> None:
    arguments = [str(folder / "done"), "--rules", str(folder / "theme.cod")]
    out = folder / "out"
    assert main(["code", *arguments, "--out", str(out), "--unit", "sentence"]) == 0
    heading, *rows = read(out / "coded.csv")
    at = [heading.index(name) for name in ("unit_no", "費用", "根拠のある費用")]
    assert [[row[n] for n in at] for row in rows][1:3] == [
        ["1", "true", "true"],
        ["2", "true", "false"],
    ]
    assert sorted(path.name for path in out.iterdir()) == [
        "association_speaker_group.csv",
        "coded.csv",
        "crosstab_speaker_group.csv",
        "frequencies.csv",
    ]


@pytest.mark.parametrize(
    ("rules", "options", "said"),
    [
        ("*a\n死ぬ->連用タ接続\n", [], "line 2"),
        ("*a\n<>学年-->1\n", [], "no column 学年"),
        ("*a\n費用\n", ["--by", "topics"], "no column topics"),
        ("*a\n費用\n", ["--by", "a"], "is a code"),
        ("*a\n費用\n", ["--unit", "chapter"], "chapter"),
        (None, [], "cannot be read"),
    ],
)
def test_what_the_command_cannot_do_is_wrong_usage(
    folder: Path,
    rules: str | None,
    options: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    theme = folder / "own.cod"
    if rules is not None:
        theme.write_text(rules, "utf-8")
    out = folder / "out"
    command = ["code", str(folder / "done"), "--rules", str(theme), "--out", str(out)]
    assert main([*command, *options]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_the_command_wants_a_converted_folder(folder: Path) -> None:
    command = ["code", str(folder / "in"), "--rules", str(folder / "theme.cod")]
    assert main([*command, "--out", str(folder / "out")]) == 2
