"""Topics: gold sentences, spellings, near and not, denial, questions, and files of users."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.annotate import matcher
from pipeline.language.lexicon import Lexicon, LexiconError, Term, lexicons_with, load_lexicon
from pipeline.language.morphemes import analyzer
from pipeline.language.sentences import sentence_spans
from pipeline.language.topics import Hit, TopicMatcher

GOLD = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in (Path(__file__).parent / "lexicon_gold").glob("*.toml")
}


def hits(find: TopicMatcher, text: str) -> list[Hit]:
    return find.find(text, analyzer().analyze(text))


def of(*terms: Term) -> TopicMatcher:
    return TopicMatcher([Lexicon("test@1", terms)])


def term(text: str, **rules: object) -> Term:
    return Term(topic="話題", term=text, **rules)  # type: ignore[arg-type]


def found(find: TopicMatcher, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits(find, text)]


# -- the built-in lexicons ----------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(GOLD))
def test_every_topic_has_sentences_that_have_it_and_sentences_that_do_not(name: str) -> None:
    topics = {
        (lexicon.label.partition("@")[0], entry.topic)
        for lexicon, _ in lexicons_with(())
        for entry in lexicon.terms
    }
    gold = GOLD[name]
    assert {(lexicon, topic) for lexicon, entries in gold.items() for topic in entries} == topics
    for entries in gold.values():
        for topic, sentences in entries.items():
            assert sentences["positive"], topic
            assert sentences["negative"], topic


@pytest.mark.parametrize("name", sorted(GOLD))
@pytest.mark.parametrize("lexicon", ["privacy", "councils"])
def test_gold_sentences(name: str, lexicon: str) -> None:
    right = missed = wrong = 0
    mistakes: list[str] = []
    for topic, sentences in GOLD[name][lexicon].items():
        for kind in ("positive", "negative"):
            for sentence in sentences[kind]:
                seen = any(
                    hit.topic == topic and hit.lexicon.startswith(f"{lexicon}@")
                    for hit in hits(matcher(), sentence)
                )
                right += seen and kind == "positive"
                missed += kind == "positive" and not seen
                wrong += kind == "negative" and seen
                if seen != (kind == "positive"):
                    mistakes.append(f"{topic}: {sentence}")
    f1 = 2 * right / (2 * right + missed + wrong)
    print(f"{lexicon}, {name}: {right} found, {missed} missed, {wrong} wrong, F1 {f1:.3f}")
    assert f1 >= 0.95, mistakes


# What 個人情報保護法 第2条第3項 and 同法施行令 第2条 list; the latter refers to 同法施行規則 第5条.
@pytest.mark.parametrize(
    "listed",
    [
        *("人種", "信条", "社会的身分", "病歴", "犯罪の経歴", "犯罪により害を被った事実"),
        *("身体障害", "知的障害", "精神障害", "発達障害", "心身の機能の障害", "特殊の疾病"),
        *("疾病の予防及び早期発見のための健康診断その他の検査の結果", "健康診断等の結果"),
        *("心身の状態の改善のための指導又は診療", "調剤"),
        *(
            "被疑者",
            "被告人",
            "逮捕",
            "令状による捜索",
            "逮捕に伴う差押え",
            "勾留",
            "公訴の提起",
            "刑事事件",
        ),
        *(
            "調査、観護の措置、審判、保護処分その他少年の保護事件に関する手続",
            "観護の措置",
            "保護処分",
        ),
    ],
)
def test_what_the_law_lists_as_sensitive_is_found(listed: str) -> None:
    for sentence in (f"本人の{listed}を取り扱う。", f"{listed}が記載されるのか。"):
        assert "要配慮個人情報" in {hit.topic for hit in hits(matcher(), sentence)}, sentence


@pytest.mark.parametrize(
    ("entry", "text", "matched"),
    [
        (term("都市計画"), "都市計画審議会で諮る。", []),
        (term("都市計画"), "都市計画課長が出席した。都市計画を諮る。", ["都市計画"]),
        (term("道路"), "道路課と水産庁が調べる。", []),
        (term("防災"), "防災課題を三つ挙げる。", ["防災"]),  # 課題 is another word
        (term("福祉"), "福祉部門の強化を図る。", ["福祉"]),
        (term("福祉"), "福祉の部長に聞く。", ["福祉"]),  # a particle ends a name
        (term("農業委員", variants=("農業委員会",)), "農業委員会に届け出る。", ["農業委員会"]),
        (term("都市計画", in_names=True), "都市計画審議会で諮る。", ["都市計画"]),
    ],
)
def test_the_name_of_an_office_is_no_topic(entry: Term, text: str, matched: list[str]) -> None:
    assert found(of(entry), text) == matched


# -- spellings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looked_for", "text", "matched"),
    [
        ("障害者手帳", "障がい者手帳を持つ", "障がい者手帳"),
        ("障害者手帳", "障碍者手帳を持つ", "障碍者手帳"),
        ("障害者手帳", "しょうがい者手帳を持つ", "しょうがい者手帳"),
        ("電子申込システム", "電子申し込みシステムで", "電子申し込みシステム"),
        ("電子申込システム", "電子申込みシステムで", "電子申込みシステム"),
        ("電子申込システム", "電子申込ｼｽﾃﾑで", "電子申込ｼｽﾃﾑ"),
        ("情報漏えい", "情報漏洩を防ぐ", "情報漏洩"),
        ("情報漏えい", "情報ろうえいを防ぐ", "情報ろうえい"),
        ("サーバー", "連携サーバを置く", "サーバ"),
        ("サーバー", "ｻｰﾊﾞｰを置く", "ｻｰﾊﾞｰ"),
        ("取扱い", "個人情報の取り扱いに", "取り扱い"),
        ("届出", "妊娠の届け出を", "届け出"),
        ("マイナンバー", "マイナンバーカード", "マイナンバー"),
        ("マイナンバー", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "ﾏｲﾅﾝﾊﾞｰ"),
        ("ISMS", "ＩＳＭＳの認証", "ＩＳＭＳ"),
        ("ISMS", "国際基準の isms 適合性", "isms"),
        ("子ども", "子供とこども", "子供"),
        ("個人 情報", "個人情報の保護", "個人情報"),
        ("個人情報", "個人　情報の保護", "個人　情報"),
    ],
)
def test_one_word_in_several_spellings(looked_for: str, text: str, matched: str) -> None:
    assert matched in found(of(term(looked_for)), text)


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [
        ("個人情報", "個人\n情報"),  # the end of a line is the end of a term
        ("情報漏えい", "情報が漏えいした"),  # a gap needs a term of its own
        ("吹田", "水田の水を抜く"),  # read alike, but the names are compared as written
        ("AI", "AEDとAIDS"),
    ],
)
def test_what_is_another_word(looked_for: str, text: str) -> None:
    assert found(of(term(looked_for)), text) == []


# -- rules of a term ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "text", "matched"),
    [
        (term("決済", variants=("電子マネー",)), "電子マネーで払う。", ["電子マネー"]),
        (term("信条", near=("収集",)), "信条を収集しない。", ["信条"]),
        (term("信条", near=("収集",)), "信条を大切にする。", []),
        (term("信条", near=("収集",)), "信条は大切だ。収集はしない。", []),  # another sentence
        (term("信条", near=("収集",), within=2), "信条については市が直接これを収集する。", []),
        (term("障害", unless=("システム障害",)), "システム障害と障害者", ["障害"]),
        (term("見込む", near=("円",)), "費用は百万円を見込んでいる。", ["見込ん"]),  # 円-助数詞
        (term("障害", not_near=("復旧",)), "障害から復旧した。障害がある。", ["障害"]),
    ],
)
def test_near_not_and_not_near(entry: Term, text: str, matched: list[str]) -> None:
    assert found(of(entry), text) == matched


def test_of_overlapping_hits_of_a_topic_the_longest_counts() -> None:
    find = of(term("個人情報"), term("要配慮個人情報"), term("情報"))
    assert found(find, "要配慮個人情報と個人情報と情報") == ["要配慮個人情報", "個人情報", "情報"]


def test_topics_may_overlap() -> None:
    find = of(term("個人情報"), Term(topic="別の話題", term="要配慮個人情報"))
    text = "要配慮個人情報"
    assert [(hit.topic, text[hit.start : hit.end]) for hit in hits(find, text)] == [
        ("別の話題", "要配慮個人情報"),
        ("話題", "個人情報"),
    ]


# -- denial and questions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("病歴は含まれていません。", True),
        ("病歴は含まれない。", True),
        ("病歴が含まれることはない。", True),
        ("病歴を用いずに審査する。", True),
        ("病歴の記載はなし。", True),
        ("非病歴の項目を示す。", True),
        ("病歴が含まれる。", False),
        ("病歴を集めなければならない。", False),
        ("病歴を集めないといけない。", False),
        ("病歴が含まれるかもしれない。", False),
        ("病歴だけでなく住所も扱う。", False),
        ("病歴が要るのではないか。", False),
        ("病歴を扱いますが、提供はしません。", False),  # another clause
        ("病歴を扱い、住所は扱わない。", False),
        ("病歴を扱うことにより想定していない事態になる。", False),
        ("病歴がある方が申請できない。", False),  # denied is the main clause, not the relative one
        ("病歴を扱う。住所は扱わない。", False),
        ("病歴", False),
    ],
)
def test_whether_a_hit_is_denied(text: str, negated: bool) -> None:
    assert [hit.negated for hit in hits(of(term("病歴")), text)] == [negated]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("病歴は含まれるか。", [True]),
        ("病歴を扱う理由は何か。", [True]),
        ("病歴について説明してほしい。", [True]),
        ("病歴を扱います。ほかにありますか。", [False]),
        ("病歴を扱う。\n病歴を扱うのでしょうか", [False, True]),
        ("病歴も要りますよね？", [True]),
        ("（病歴は含むか。）という問いに病歴は含むと答えた。", [False, False]),
    ],
)
def test_whether_a_hit_is_asked_about(text: str, asked: list[bool]) -> None:
    assert [hit.in_question for hit in hits(of(term("病歴")), text)] == asked


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("はい。いいえ。", ["はい。", "いいえ。"]),
        ("これは文（注。二つ目。）である。次", ["これは文（注。二つ目。）である。", "次"]),
        ("「はい。」と答えた。", ["「はい。」と答えた。"]),
        ("本当か！？　次", ["本当か！？", "次"]),
        ("閉じない（括弧。次の文。", ["閉じない（括弧。", "次の文。"]),
        ("一行目\n\n 二行目", ["一行目", "二行目"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


# -- files of users --------------------------------------------------------------------------------


def write(folder: Path, content: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_lexicon_of_a_user(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '[[topic]]\nname = "桜"\nterms = ["桜", { term = "並木", not = ["イチョウ並木"] }]\n',
    )
    text = "桜の並木とイチョウ並木"
    mine = [hit for hit in hits(matcher([path]), text) if hit.topic == "桜"]
    assert [text[hit.start : hit.end] for hit in mine] == ["桜", "並木"]
    assert {hit.lexicon.partition("@")[0] for hit in mine} == {"mine"}


def test_an_edited_lexicon_is_read_again_and_has_another_version(tmp_path: Path) -> None:
    path = write(tmp_path, '[[topic]]\nname = "花"\nterms = ["桜"]\n')
    first = load_lexicon(path).label
    assert any(hit.topic == "花" for hit in hits(matcher([path]), "桜"))
    write(tmp_path, '[[topic]]\nname = "花"\nterms = ["山吹"]\n')
    assert load_lexicon(path).label != first
    assert not any(hit.topic == "花" for hit in hits(matcher([path]), "桜"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("topic = 1\n", "no topic"),
        ("[[topic]\n", "not TOML"),
        ("title = 'x'\n", "title means nothing"),
        ('[[topic]]\nterms = ["桜"]\n', "name must be given"),
        ('[[topic]]\nname = "花"\n', "topic 花: give its words"),
        ('[[topic]]\nname = "花"\nterms = [1]\n', "a word or a table"),
        (
            '[[topic]]\nname = "花"\nterms = [{ term = "桜", naer = ["木"] }]\n',
            "naer means nothing",
        ),
        ('[[topic]]\nname = "花"\nterms = [{ term = "桜", near = "木" }]\n', "near is a list"),
        ('[[topic]]\nname = "花"\nterms = [{ term = "桜", within = 0 }]\n', "from 1 to 100"),
        ('[[topic]]\nname = "花"\nterms = [{ term = "桜", in_names = "no" }]\n', "true or false"),
        ('[[topic]]\nname = "花"\nterms = ["。"]\n', "topic 花, term 。: 。 has no letter"),
        (
            '[[topic]]\nname = "花"\nterms = [{ term = "桜", near = ["　、"] }]\n',
            "term 桜: 　、 has",
        ),
        ('replaces = "trees"\n[[topic]]\nname = "花"\nterms = ["桜"]\n', 'may name "privacy" and'),
    ],
)
def test_a_lexicon_that_cannot_be_used_says_where(tmp_path: Path, content: str, says: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(LexiconError, match=says) as caught:
        load_lexicon(path)
    assert str(path) in str(caught.value)


def test_a_lexicon_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        matcher([tmp_path / "none.toml"])


FLOWERS = '[[topic]]\nname = "花"\nterms = ["桜"]\n'


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"privacy.toml": FLOWERS}, 'the software has a lexicon privacy of .*replaces = "privacy"'),
        ({"a.toml": f'name = "councils"\n{FLOWERS}'}, r"a\.toml: the software has a lexicon counc"),
        (
            {"a.toml": f'name = "b"\n{FLOWERS}', "b.toml": FLOWERS},
            r"b\.toml: the lexicon is named b, as .*a\.toml is\. Give one",
        ),
    ],
)  # fmt: skip
def test_a_name_is_that_of_one_lexicon(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        matcher([tmp_path / name for name in files])


def test_a_lexicon_that_replaces_one_of_the_software(tmp_path: Path) -> None:
    path = tmp_path / "privacy.toml"
    path.write_text(f'replaces = "privacy"\n{FLOWERS}', encoding="utf-8")
    found = {(hit.lexicon.partition("@")[0], hit.topic) for hit in hits(matcher([path]), TEXT)}
    assert found == {("privacy", "花"), ("councils", "予算")}
    before = {(hit.lexicon.partition("@")[0], hit.topic) for hit in hits(matcher(), TEXT)}
    assert before == {("privacy", "情報漏えい"), ("councils", "予算")}


TEXT = "桜の個人情報が漏えいし、補正予算を組む。"

# -- for any text ---------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "障がい",
        "病歴",
        "システム障害",
        "ｻｰﾊﾞｰ",
        "決済",
        "。",
        "、",
        "か。",
        "ない",
        "が",
        "（",
        "」",
        "\n",
        " ",
        "　",
        "\0",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_hits_lie_inside_the_text_and_do_not_overlap_within_a_topic(text: str) -> None:
    ends: dict[tuple[str, str], int] = {}
    for hit in hits(matcher(), text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end].strip()
        assert hit.start >= ends.get((hit.lexicon, hit.topic), 0)
        ends[hit.lexicon, hit.topic] = hit.end
