"""Citations: the table of what they mean, names of laws, and any text at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.language.citations import CitationReader, Cited
from pipeline.language.law_names import name_before, names_in
from pipeline.parsing.folding import fold

TABLE = tomllib.loads((Path(__file__).parent / "citations_table.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]


def read_in_turn(turns: list[str]) -> list[tuple[str, Cited]]:
    """Citations of a conversation in which each turn replies to the one before it."""
    reader = CitationReader()
    names = [str(index) for index in range(len(turns))]
    return [
        (text, cited)
        for index, text in enumerate(turns)
        for cited in reader.read(text, names[index], names[:index][::-1])
    ]


def row(text: str, cited: Cited) -> list[str]:
    values = (cited.law, cited.article, cited.paragraph, cited.item, cited.resolved_by)
    return [text[cited.start : cited.end], *(value or "" for value in values)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["turns"][0][:30])
def test_the_table(case: dict[str, Any]) -> None:
    assert [row(*found) for found in read_in_turn(case["turns"])] == case["rows"]


def test_the_table_is_long_enough() -> None:
    assert sum(len(case["rows"]) for case in CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["turns"][0][:30])
def test_width_does_not_matter(case: dict[str, Any]) -> None:
    """Digits, brackets and spaces of the other width give the same rows at the same places."""
    narrow = "0123456789() "
    wide = str.maketrans(narrow, "０１２３４５６７８９（）　")
    turns = [text.translate(wide) for text in case["turns"]]
    rows = [row(*found) for found in read_in_turn(turns)]
    assert [r[1:] for r in rows] == [r[1:] for r in case["rows"]]
    assert [r[0] for r in rows] == [r[0].translate(wide) for r in case["rows"]]


@pytest.mark.parametrize(
    ("turns", "rules"),
    [
        (["北浜市公園条例第3条、第4条及び第6条から第8条まで"],
         ["law_written", "list_member", "list_member", "range_end"]),
        (["北浜市公園条例第3条第2項は", "第1項とは違い、同条のただし書で"],
         ["law_written", "part_alone", "pointing_back"]),
        (["北浜市公園条例では第3条が"], ["article_alone"]),
        (["北浜市公園条例。条例第3条、同条例第4条、県条例第5条"],
         ["only_law_of_its_kind", "same_law", "law_unknown"]),
        (["北浜市公園条例（以下「公園条例」という。）。公園条例第3条"], ["short_name_declared"]),
    ],
)  # fmt: skip
def test_the_rule_says_what_a_row_rests_on(turns: list[str], rules: list[str]) -> None:
    assert [cited.rule for _, cited in read_in_turn(turns)] == rules


@pytest.mark.parametrize(
    ("text", "law", "by"),
    [
        ("条例第12条に当たる。", "北浜市個人情報保護条例", "profile"),
        ("本市の条例第12条に当たる。", "北浜市個人情報保護条例", "profile"),
        ("番号法第9条に当たる。", "マイナンバー法", "profile"),
        ("法第3条に当たる。", None, None),  # the profile does not say
        ("旧条例第12条に当たる。", None, None),
        ("県条例第12条に当たる。", None, None),
        # the document's own words come first
        (
            "北浜市公園条例(以下「条例」という。)による。条例第12条に当たる。",
            "北浜市公園条例",
            "declared",
        ),
        ("北浜市公園条例による。条例第12条に当たる。", "北浜市公園条例", "declared"),
        ("北浜市公園条例と北浜市道路条例による。条例第12条に当たる。", None, None),
        (
            "北浜市公園条例と北浜市個人情報保護条例による。条例第12条に当たる。",
            "北浜市個人情報保護条例",
            "profile",
        ),
    ],
)
def test_a_profile_says_what_a_short_name_means(text: str, law: str | None, by: str | None) -> None:
    laws = {"条例": "北浜市個人情報保護条例", "番号法": "マイナンバー法"}
    (cited,) = CitationReader(laws).read(fold(text))
    assert (cited.law, cited.resolved_by) == (law, by)


def test_turns_further_back_are_asked_only_where_the_nearer_ones_say_nothing() -> None:
    turns = [
        "北浜市公園条例第3条第1項か。",
        "北浜市道路条例第5条です。",
        "はい。",
        "第2項もですか。",
    ]
    assert row(*read_in_turn(turns)[-1])[:4] == ["第2項", "北浜市道路条例", "5", "2"]


def test_a_text_that_is_not_before_is_not_asked() -> None:
    reader = CitationReader()
    reader.read("北浜市公園条例第3条第1項か。", "a")
    assert reader.read("第2項もですか。", "b", ()) == []


@pytest.mark.parametrize(
    ("text", "name", "kind", "reach"),
    [
        ("今回は個人情報の保護に関する法律", "個人情報の保護に関する法律", "法", "full"),
        ("職員の給与に関する条例", "職員の給与に関する条例", "条例", "full"),
        ("私は、障がい関係の情報等は条例", "条例", "条例", "bare"),
        ("本市条例", "条例", "条例", "bare"),
        ("改正前の条例", "改正前の条例", "条例", "other"),
        ("県条例", "県条例", "条例", "other"),
        ("関係条例", "関係条例", "条例", "other"),
        ("同規則", "同規則", "規則", "same"),
        ("北浜市公園条例施行規則", "北浜市公園条例施行規則", "規則", "full"),
        ("DV防止法", "DV防止法", "法", "full"),
        ("日本国憲法", "日本国憲法", "憲法", "full"),
        ("取得の方法", None, None, None),
        ("評価手法", None, None, None),
        ("説明会", None, None, None),
        ("", None, None, None),
    ],
)
def test_names_of_laws(text: str, name: str | None, kind: str | None, reach: str | None) -> None:
    found = name_before(text, len(text))
    assert (found and found.name, found and found.kind, found and found.reach) == (
        name,
        kind,
        reach,
    )


@pytest.mark.parametrize("law", TABLE["short_names"].split())
def test_short_names_of_laws_are_laws(law: str) -> None:
    (cited,) = CitationReader().read(f"これは{law}第3条です。")
    assert (cited.law, cited.article) == (law, "3")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("法人と法的な方法と手法", []),
        ("個人情報保護法と番号法を", ["個人情報保護法", "番号法"]),
        ("北浜市公園条例の一部を改正する条例", ["北浜市公園条例", "条例"]),
    ],
)
def test_names_in_a_text(text: str, names: list[str]) -> None:
    assert [name.name for name in names_in(text)] == names


PIECES = st.sampled_from(
    [
        *("北浜市個人情報保護条例", "条例", "法", "同", "前", "第", "条", "項", "号", "の2", "案"),
        *("12", "１２", "十二", "2", "別表", "附則", "及び", "から", "まで", "ただし書"),
        *("、", " ", "　", "(以下「", "」という。)", "。", "\n"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=2), max_size=40).map("".join))
def test_any_text_gives_citations_that_lie_in_it_in_order(text: str) -> None:
    found = CitationReader().read(text)
    start = end = 0
    for cited in found:
        second_end_of_a_range = (start, end) == (cited.start, cited.end)  # 前3項
        assert end <= cited.start < cited.end <= len(text) or second_end_of_a_range
        assert {cited.article, cited.paragraph, cited.item} != {None}
        assert (cited.resolved_by is None) <= (cited.law is None)
        start, end = cited.start, cited.end
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "第" * 5_000,
        "第12" * 5_000,
        "第 " * 5_000,
        "第1条の2" * 2_500,
        "条例" * 7_500,
        "の" * 12_500 + "に関する法律第1条",
        "個人情報の保護に関する" * 2_000 + "法律第1条",
        "(" * 12_500 + "第1条",
        "第1条" + ")" * 12_500,
        "「" * 7_500 + "以下「",
        "以下「条例」という。" * 1_250,
        "同条" * 7_500,
        "同法" * 7_500,
        "".join(f"{chr(0x4E00 + n)}条例。" for n in range(2_250)) + "条例第1条" * 100,
        "".join(f"公園条例以下「{chr(0x4E00 + n)}」という。" for n in range(3_000))
        + "条例第1条" * 100,
        "別表の" * 5_000,
    ],
    ids=lambda text: f"{text[:12]}...",
)
def test_hostile_repetition_takes_time_in_proportion(text: str, calls: Any) -> None:
    """Twice the text must not cost more than about twice the work (counted, not timed)."""
    half = calls(lambda: CitationReader().read(text[: len(text) // 2]))
    whole = calls(lambda: CitationReader().read(text))
    assert whole < 3 * half + 20_000


@pytest.fixture
def calls() -> Any:
    """How many Python calls a function takes, as a measure that no other process disturbs."""
    import sys

    def count(function: Any) -> int:
        number = 0

        def tick(_frame: Any, event: str, _arg: Any) -> None:
            nonlocal number
            number += event in ("call", "c_call")

        sys.setprofile(tick)
        try:
            function()
        finally:
            sys.setprofile(None)
        return number

    return count


def test_an_ordinance_of_enforcement_is_not_the_only_ordinance_named() -> None:
    minutes = pipeline.read(
        text="令和5年度第1回 北浜市情報公開審議会会議録\n日時　令和5年6月1日（木）\n"
        "出席者　会長 佐藤隆\n議事\n"
        "○会長　北浜市個人情報保護条例（以下「条例」という。）第3条です。\n"
        "○事務局　施行条例第5条と条例第6条です。\n"
    )
    rows = minutes.tables()["citations"]
    by_article = dict(zip(rows["article"], rows["law"].fillna(""), strict=True))
    assert by_article == {"3": "北浜市個人情報保護条例", "5": "", "6": "北浜市個人情報保護条例"}
