"""Discovery: compounds, keywords, networks and contexts of small texts, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.discovery import compound_terms, cooccurrences, keyness, kwic
from pipeline.discovery.words import content_words


def speeches(*texts: str | None) -> pd.DataFrame:
    return pd.DataFrame({"turn_id": [f"t{n}" for n in range(len(texts))], "text": texts})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("サーバを申し込んだ。", ["サーバー", "申し込む"]),
        ("障がいのある方の申込み", ["障害", "申し込み"]),
        ("説明をお願いします。", ["説明"]),
        ("ISMSについて３点伺います。", ["ISMS", "伺う"]),
        ("", []),
    ],
)
def test_words_of_content(text: str, words: list[str]) -> None:
    assert content_words(text) == words


# 電子 申込 システム alone twice and once in a longer compound. Its words have these neighbours:
# 電子 0 left 3 right, 申込 3 and 3, システム 3 and 1.
TERMS = speeches(
    "電子申込システムを使う。", "電子申込システム、運用。", "電子申込システム運用", None
)


def test_compound_terms() -> None:
    found = compound_terms(TERMS, min_count=1).set_index("term")
    assert list(found.index) == ["電子申込システム", "電子申込システム運用"]
    one = found.loc["電子申込システム"]
    assert one[["words", "count", "alone"]].tolist() == [3, 3, 2]
    assert one["c_value"] == pytest.approx(1.5849625 * (3 - 1))
    assert one["flr"] == pytest.approx(2 * (1 * 4 * 4 * 4 * 4 * 2) ** (1 / 6))
    assert found.loc["電子申込システム運用", "c_value"] == pytest.approx(2 * 1)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("要配慮個人情報の目的外利用", {"要配慮個人情報", "目的外利用"}),
        ("本システムと各担当課の今回対応", {"担当課"}),  # 本, 各 and 今回 are no part of a term
        ("個人 情報", set()),  # a space parts
        ("個人\n情報", set()),
        ("非", set()),
        ("ＩＳＭＳ認証", {"ISMS認証"}),
        ("第12条第2項", set()),
        ("山田花子委員", set()),  # people are no terms
        # affixes join words
        ("災害時要支援者名簿を", {"災害時要支援者名簿"}),
        ("避難行動要支援者名簿", {"避難行動要支援者名簿"}),
        ("非識別加工情報と非公開の会議", {"非識別加工情報", "非公開"}),
        ("再委託先の再犯防止、未就学児童", {"再委託先", "再犯防止", "未就学児童"}),
        ("不開示決定、無作為抽出、副市長", {"不開示決定", "無作為抽出", "副市長"}),
        ("後期高齢者医療制度と被保険者証", {"後期高齢者医療制度", "被保険者証"}),
        ("効率的運営と社会的養護", {"効率的運営", "社会的養護"}),
        ("医療的ケア児支援", {"医療的ケア児支援"}),
        ("効果的に、総合的な計画", set()),  # な is no noun
        ("電子化と安全性の確保", {"電子化", "安全性"}),
        ("地域活性化、情報化推進計画", {"地域活性化", "情報化推進計画"}),
        ("緊急時対応は平常時から", {"緊急時対応", "平常時"}),
        ("その時期の会議時に", {"会議時"}),
        ("一般廃棄物処理施設と農産物直売所", {"一般廃棄物処理施設", "農産物直売所"}),
        ("保育所等整備、事務局等", {"保育所等整備", "事務局"}),  # 等 joins but ends none
        ("手続上は業務中", set()),
        ("庁内各部局、関係各課", {"庁内各部局", "関係各課"}),
        ("各申請書と当該職員会議", {"申請書", "職員会議"}),
        ("本申請の場合、御意見等を伺う時", set()),
        # numbers and their counters are no part
        ("令和5年度予算案、３年間計画", {"予算案"}),
        ("第3次総合計画と第2委員会室", {"総合計画", "委員会室"}),
    ],
)
def test_what_makes_a_compound(text: str, terms: set[str]) -> None:
    assert set(compound_terms(speeches(text), min_count=1)["term"]) == terms


def test_a_term_needs_its_count() -> None:
    assert compound_terms(TERMS, min_count=4).empty
    assert list(compound_terms(speeches()).columns) == list(compound_terms(TERMS).columns)


def test_keyness() -> None:
    one = speeches("申請。" * 4, "審査。" * 6)
    other = speeches("申請。審査。" + "審査。" * 8)
    found = keyness(one, other).set_index("word")
    assert list(found.index) == ["申請", "審査"]  # what one says more comes first
    row = found.loc["申請"]
    assert row[["count_one", "count_other"]].tolist() == [4, 1]
    assert row[["per_10k_one", "per_10k_other"]].tolist() == [4000, 1000]
    # 4 and 1 where 2.5 are expected, 6 and 9 where 7.5 are: 2 · Σ seen · ln(seen / expected)
    assert row["g2"] == pytest.approx(2.531513, abs=1e-6)
    assert row["log_ratio"] == pytest.approx(2.0)
    back = keyness(other, one).set_index("word")
    assert list(back.index) == ["審査", "申請"]
    assert back.loc["申請", "log_ratio"] == pytest.approx(-2.0)


def test_keyness_of_words_that_one_side_lacks() -> None:
    found = keyness(speeches("申請。" * 8), speeches("審査。" * 8)).set_index("word")
    assert found.loc["申請", "log_ratio"] == pytest.approx(4.0)  # 8 and 0.5
    assert found.loc["審査", "log_ratio"] == pytest.approx(-4.0)
    assert found["g2"].tolist() == pytest.approx([22.1807098] * 2)  # 2 · 16 · ln 2


def test_keyness_needs_words_on_both_sides() -> None:
    with pytest.raises(ValueError, match="words of content"):
        keyness(speeches("申請"), speeches("はい。"))


MEETS = speeches("申請と審査。申請と審査と通知。\n通知する。", "申請する。")


@pytest.mark.parametrize(
    ("unit", "edges"),
    [
        (
            "sentence",
            {("審査", "申請"): (2, 2, 3), ("審査", "通知"): (1, 2, 2), ("申請", "通知"): (1, 3, 2)},
        ),
        (
            "paragraph",
            {("審査", "申請"): (1, 1, 2), ("審査", "通知"): (1, 1, 2), ("申請", "通知"): (1, 2, 2)},
        ),
        (
            "turn",
            {("審査", "申請"): (1, 1, 2), ("審査", "通知"): (1, 1, 1), ("申請", "通知"): (1, 2, 1)},
        ),
    ],
)
def test_cooccurrences(unit: str, edges: dict[tuple[str, str], tuple[int, int, int]]) -> None:
    found = cooccurrences(MEETS, unit=unit, min_count=1)
    assert {
        (row.source, row.target): (row.count_, row.count_source, row.count_target)
        for row in found.rename(columns={"count": "count_"}).itertuples()
    } == edges
    for row in found.itertuples():
        both, one, other = edges[row.source, row.target]
        assert row.jaccard == pytest.approx(both / (one + other - both))
    assert found["jaccard"].is_monotonic_decreasing


def test_cooccurrences_of_few_words() -> None:
    assert len(cooccurrences(MEETS, vocabulary=2, min_count=1)) == 1
    assert cooccurrences(MEETS, min_count=3).empty
    with pytest.raises(ValueError, match="unit"):
        cooccurrences(MEETS, unit="chapter")


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        ("障害者", ["障がい者", "障害者"]),
        ("申し込む", ["申し込ん", "申込む"]),
        ("障害者 手帳", []),
        ("サーバー", ["ｻｰﾊﾞ"]),
        ("大学", []),
    ],
)
def test_contexts(words: str, matches: list[str]) -> None:
    frame = speeches("障がい者が申し込んだ。", "障害者も\n申込むとき、ｻｰﾊﾞが要る。")
    found = kwic(frame, words, width=4)
    assert found["match"].tolist() == matches
    texts = dict(zip(frame["turn_id"], frame["text"], strict=True))
    for row in found.itertuples():
        assert texts[row.turn_id][row.start : row.end] == row.match


def test_a_context_ends_at_the_line() -> None:
    (row,) = kwic(speeches("前の行\n名簿を申し込んだ。\n次の行"), "申し込む", width=6).itertuples()
    assert (row.left, row.match, row.right) == ("名簿を", "申し込ん", "だ。")


def test_a_context_needs_a_word() -> None:
    with pytest.raises(ValueError, match="no word"):
        kwic(speeches("はい"), " ")
    with pytest.raises(ValueError, match="width"):
        kwic(speeches("はい"), "はい", width=-1)
