"""The tokenizer: the text comes back whatever it is, and tokens look like spaCy's Japanese ones."""

from __future__ import annotations

import pickle
import subprocess
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.morphemes import LONGEST, analyzer, even_width

spacy = pytest.importorskip("spacy")

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "gijiroku.FugashiTokenizer.v1"}}}


@pytest.fixture(scope="module")
def nlp() -> Any:
    import pipeline.language.tokenizer  # noqa: F401

    return spacy.blank("ja", config=CONFIG)


ANY = st.characters()  # all of Unicode, NUL and lone surrogates included
RUNS = st.builds(
    lambda char, times: char * times,
    st.sampled_from(["1", "ー", "ア", " ", "　", "\n", "\0", "漢", "。", "😀", "ﾞ", "\ud800"]),
    st.integers(1, 3 * LONGEST),
)
WORDS = st.sampled_from(
    ["障がい者の", "ｼｽﾃﾑﾊﾞｯｸ", "第 12 条", "㈱", "が", "。", "\r\n", "\t", "👨‍👩‍👧"]
)
TEXTS = st.lists(st.text(ANY, max_size=8) | RUNS | WORDS, max_size=8).map("".join)


def storable(text: str) -> str:
    """What a spaCy document can hold of a text: all of it but lone surrogates."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


@given(text=TEXTS)
def test_the_text_comes_back(nlp: Any, text: str) -> None:
    assert nlp(text).text == storable(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("条例\ud800第3条", "条例\ufffd第3条"),  # half of a character
        ("\udfff\ud800", "\ufffd\ufffd"),
        ("😀条例\0", "😀条例\0"),
    ],
)
def test_lone_surrogates_are_the_one_exception(nlp: Any, text: str, kept: str) -> None:
    assert nlp(text).text == kept


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("サーバとシステム", ["サーバー", "と", "システム"]),
        ("バスのレース", ["バス", "の", "レース"]),  # バス-bus, レース-race（競争）
        ("私が円を", ["私", "が", "円", "を"]),  # 私-代名詞, 円-助数詞
        ("吹田市の田中", ["吹田", "市", "の", "田中"]),  # not スイタ and タナカ
        ("障がいの漏えい", ["障害", "の", "漏洩"]),
        ("ｻｰﾊﾞｰ", ["サーバー"]),
        ("ISMSの‐と-と−", ["ISMS", "の", "‐", "と", "-", "と", "−"]),  # hyphens stay hyphens
    ],
)
def test_lemmas_have_no_gloss(nlp: Any, text: str, lemmas: list[str]) -> None:
    assert [token.lemma_ for token in nlp(text)] == lemmas


@given(text=TEXTS)
def test_nothing_but_white_space_is_left_between_morphemes(text: str) -> None:
    at = 0
    for morpheme in analyzer().analyze(text):
        assert not text[at : morpheme.start].strip(), text[at : morpheme.start]
        assert morpheme.start < morpheme.end
        at = morpheme.end
    assert not text[at:].strip()


@given(text=TEXTS)
def test_even_width_keeps_the_length(text: str) -> None:
    assert len(even_width(text)) == len(text)


def test_characters_that_even_width_passes_over_are_even() -> None:
    """Most characters are not looked at one by one; none of them may be one that changes."""
    for char in map(chr, range(0x10000)):
        normal = unicodedata.normalize("NFKC", char)
        changes = len(normal) == 1 and normal != char
        if changes or unicodedata.category(char) == "Cs":
            assert even_width(char) != char, hex(ord(char))


def test_morphemes_are_a_sequence() -> None:
    found = analyzer().analyze("　個人の 情報\n")
    assert [(m.start, m.end) for m in found] == [(1, 3), (3, 4), (5, 7)]
    assert (len(found), found[-1], found[1:]) == (3, list(found)[2], list(found)[1:])


def test_tokens_look_like_those_of_spacy(nlp: Any) -> None:
    doc = nlp("情報漏洩は 発生しない。")
    assert [
        (token.text, token.tag_, token.pos_, token.lemma_, token.whitespace_) for token in doc
    ] == [
        ("情報", "名詞-普通名詞-一般", "NOUN", "情報", ""),
        ("漏洩", "名詞-普通名詞-サ変可能", "NOUN", "漏洩", ""),
        ("は", "助詞-係助詞", "ADP", "は", " "),
        ("発生", "名詞-普通名詞-サ変可能", "VERB", "発生", ""),
        ("し", "動詞-非自立可能", "AUX", "為る", ""),
        ("ない", "助動詞", "AUX", "ない", ""),
        ("。", "補助記号-句点", "PUNCT", "。", ""),
    ]
    assert doc[1].morph.get("Reading") == ["ロウエイ"]
    assert doc[4].morph.to_dict()["Inflection"] == "サ行変格;未然形-一般"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a b", [("a", " "), ("b", "")]),
        ("a  b", [("a", " "), (" ", ""), ("b", "")]),
        (" a ", [(" ", ""), ("a", " ")]),
        ("個人　情報", [("個人", ""), ("　", ""), ("情報", "")]),
        ("一\n\n二", [("一", ""), ("\n\n", ""), ("二", "")]),
        ("ﾊﾞｯｸﾞ", [("ﾊﾞｯｸﾞ", "")]),
        ("", []),
    ],
)
def test_white_space_and_narrow_kana(nlp: Any, text: str, tokens: list[tuple[str, str]]) -> None:
    assert [(token.text, token.whitespace_) for token in nlp(text)] == tokens


@pytest.mark.parametrize("count", [LONGEST - 1, LONGEST, LONGEST + 1, 20 * LONGEST])
def test_a_long_line_is_cut_where_a_sentence_ends(count: int) -> None:
    sentence = "個人情報を保護する。"
    text = sentence * (count // len(sentence) + 1)
    words = [text[m.start : m.end] for m in analyzer().analyze(text)]
    assert words == ["個人", "情報", "を", "保護", "する", "。"] * (len(text) // len(sentence))


def test_an_analysis_outlives_the_next_one() -> None:
    first = analyzer().analyze("個人情報の保護")
    before = [(m.start, m.end, m.sense.lemma) for m in first]
    for _ in range(50):
        analyzer().analyze("吹く風と水田の音。" * 100)
    assert [(m.start, m.end, m.sense.lemma) for m in first] == before


def test_pipelines_can_be_stored_and_sent_to_other_processes(nlp: Any) -> None:
    for other in (
        pickle.loads(pickle.dumps(nlp)),
        spacy.blank("ja", config=CONFIG).from_bytes(nlp.to_bytes()),
    ):
        assert [token.lemma_ for token in other("情報ろうえい")] == ["情報", "漏洩"]


def test_a_stored_pipeline_is_loaded_again(nlp: Any, tmp_path: Any) -> None:
    nlp.to_disk(tmp_path)
    assert [token.text for token in spacy.load(tmp_path)("個人情報")] == ["個人", "情報"]


def test_the_stage_itself_needs_neither_spacy_nor_sudachi() -> None:
    code = (
        "import sys; sys.modules['sudachipy'] = None\n"
        "from pipeline.language import annotate\n"
        "from pipeline.model import Document, Minutes\n"
        "annotate(Minutes(document=Document(sha256='0' * 64, bytes=0, media_type='', reader='',"
        " lines=())))\n"
        "assert 'spacy' not in sys.modules and 'pandas' not in sys.modules\n"
        "from pipeline.language.documents import japanese\n"
        "assert japanese()('個人情報').text == '個人情報'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
