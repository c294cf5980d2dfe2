"""Cheap tests that stand before rules refuse nothing that the rules would take."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parsing.body import after
from pipeline.parsing.checks import characters, header, speech, wording
from pipeline.parsing.header import vertical_labels
from pipeline.parsing.knowledge import Vocabulary, load, posts
from pipeline.parsing.lines import before_speakers, people_columns, running_heads
from pipeline.parsing.lines.collapsed_speakers import BARE, SPEAKER
from pipeline.parsing.lines.sheet import lay_out
from pipeline.parsing.lines.table_heads import may_head, read_head
from pipeline.parsing.phrases import header_labels, numbering, questions
from pipeline.parsing.phrases import speech as sentences
from pipeline.parsing.roster import spaced
from pipeline.parsing.roster.tokens import tokenize
from pipeline.reading import read_text

_SENTENCES = st.lists(
    st.sampled_from(
        [*questions._ENDS, *questions._ASKING, *questions._TAILS, *"はいのですます、？?」「。"]
    ),
    max_size=8,
).map("".join)
_NUMBERED = st.builds(
    "{}{}".format,
    st.text("【(第議案令和1３十①⑴アAa@・ 　\t号回.", max_size=6),
    st.text("1一アA)）】.、 \t計画号の", max_size=6),
)
_TEXTS = st.text("○会長委員事務局【】(）。\n 、はい", max_size=40)


@given(st.lists(st.text("会長副", min_size=1, max_size=4)), st.text("会長副委", max_size=8))
def test_vocabulary_finds_its_words(words: list[str], text: str) -> None:
    known = Vocabulary(words)
    first = dict.fromkeys(words)
    assert known.inside(text) == [word for word in first if word in text]
    assert known.ending(text) == [word for word in first if text.endswith(word)]
    assert known.begins(text) == text.startswith(tuple(words))


@given(_NUMBERED)
def test_numbers_are_found_by_their_first_character(text: str) -> None:
    kinds = [kind for kind, _, form in numbering._PATTERNS if form.match(text)]
    asked = [kind for kind, form in numbering._BY_FIRST.get(text[:1].strip() or " ", ())]
    assert set(kinds) <= set(asked)
    assert kinds or numbering.read_enumerator(text) is None


@given(_SENTENCES)
def test_no_question_is_passed_by(sentence: str) -> None:
    if questions._asks(sentence):
        assert questions._may_ask(sentence)


@given(st.sampled_from(load("body")["opening"]["words"]), st.sampled_from(["", "午後3時", "(1"]))
def test_no_opening_is_passed_by(word: str, before: str) -> None:
    for text in (before + word, before + " " + " ".join(word), f"7 {word} 午後4時02分"):
        if header_labels._OPENING_LINE.fullmatch(text) or header_labels._NUMBERED_CLOSING.fullmatch(
            text
        ):
            assert header_labels.is_opening_line(text)


@given(st.lists(_TEXTS, max_size=4), st.lists(st.sampled_from(["会長", "委員", "事務局"])))
def test_no_label_inside_a_speech_is_passed_by(texts: list[str], labels: list[str]) -> None:
    begun = speech._where_begun(texts, {*labels, *speech._MARKS_OF_LABELS})
    for at, text in enumerate(texts):
        found = (
            speech._MARKER.search(text)
            or speech._begun(text, speech._SENTENCE_BEGINS, tuple(labels), speech._ENDS_LABEL)
            or speech._begun(text, speech._PARAGRAPH_BEGINS, tuple(labels), speech._NO_PARTICLE)
        )
        assert at in begun or not found


@given(st.text("ああいいをを会会議議。。、:：【【", max_size=30))
def test_no_pair_of_characters_is_passed_by(text: str) -> None:
    if characters._TWICE.search(text):
        assert characters._PAIR.search(text)


@given(st.text("あすまたしされりをがんはいでの。、会は令和1 」", max_size=20))
def test_kana_that_no_sentence_has_are_found_from_behind(text: str) -> None:
    impossible = any(form.search(text) for form in wording._IMPOSSIBLE)
    assert impossible == any(sought.search(text) for sought in wording._SOUGHT)


@given(st.text("会長委員:○(【】〔〕[])。」? ・…では、", max_size=30))
def test_no_speaker_of_a_collapsed_line_is_passed_by(text: str) -> None:
    for pattern in (SPEAKER, BARE):
        behind = [m.span() for m in before_speakers.behind_breaks(text, pattern)]
        assert behind == [m.span() for m in pattern.finditer(text)]


@given(
    st.sampled_from(list(vertical_labels._FIELDS)), st.integers(1, 9), st.text("1.【 ", max_size=2)
)
def test_no_label_broken_in_two_is_passed_by(label: str, at: int, before: str) -> None:
    above, below = before + label[:at], label[at:]
    segment = lay_out(read_text(f"{below}:4月20日")).segments[0]
    if below and vertical_labels._in_two_lines(above, segment):
        assert above[-1] + below[0] in vertical_labels._SIDE_BY_SIDE


@given(st.text("はい。!」)》 \u3000a", max_size=8))
def test_no_end_of_a_sentence_is_passed_by(text: str) -> None:
    found = sentences._SENTENCE_END.search(text.rstrip()[-sentences._CLOSED :])
    assert sentences.ends_sentence(text) == bool(found or text.endswith(sentences._PLAIN_ENDS))


_CELLS = [
    "森本 佳代",
    "西田悟",
    "大谷 静",
    "会長",
    "委員",
    "1番",
    "2番",
    "○",
    "氏名",
    "役職",
    "説明する。",
]


@given(st.lists(st.sampled_from(_CELLS), max_size=14))
def test_no_column_of_people_is_passed_by(lines: list[str]) -> None:
    text = "会議録\n" + "\n".join(lines) + "\n"
    ours, plain = lay_out(read_text(text)), lay_out(read_text(text))
    people_columns.lay_people(ours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_columns, "_kinds", lambda cells: [*map(people_columns._kind, cells)])
        people_columns.lay_people(plain)
    assert [s.text for s in ours] == [s.text for s in plain]
    assert ours.people == plain.people


_PARTS = [
    "森",
    "本",
    "佳 代",
    "西田 悟",
    "会長",
    "委 員",
    "、",
    "アダル",
    "シャルマ",
    "員",
    "寺島委",
    "(員)",
]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map(" ".join))
def test_no_spaced_name_is_passed_by(text: str) -> None:
    ours = tokenize(text, text, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spaced, "_may_be_part", lambda token: True)
        assert ours == tokenize(text, text, 0)


@pytest.mark.parametrize(
    "head",
    [
        "発言者　　発言内容",
        "発 言 者\t発 言 内 容",
        "番号 発言者 発言内容",
        "質問\n回答",
        "項目\n質問\n回答",
        "発言者|発言内容",
        "意見等,回答",
    ],
)
def test_no_head_of_a_table_is_passed_by(head: str) -> None:
    sheet = lay_out(read_text(f"会議録\n{head}\n会長　はい、そうです。\n"))
    heads = [at for at in range(len(sheet)) if read_head(sheet, at)]
    assert heads
    assert set(heads) <= may_head(sheet)


def test_posts_are_found_inside_words() -> None:
    assert posts().inside("委員長森本")[0] == "委員長"


_FORMS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "■", "(", "本件を証するため", "以上のとおり会議の", "この件について"]),
    st.sampled_from(
        [
            word
            for kind in ("attestations", "signatures", "contacts", "schedules", "attachments")
            for word in after._DATA[kind]
        ]
        + ["お問い合わせ先", "以　上", "終了", "ここに署名する", "以上をもって閉会した"]
    ),
    st.sampled_from(["", ":", "　森本", "。", "1号", "ここに記名押印します。"]),
)


@given(_FORMS)
def test_no_line_behind_the_proceedings_is_passed_by(text: str) -> None:
    for segment in lay_out(read_text(text)):
        kind = after.kind_of_line(segment)
        if after._END.fullmatch(segment.text):
            assert kind == "end_mark"
        elif any(form.match(segment.text) for _, form in after._FORMS_OF_LINES):
            assert kind
        if after._heads_attachment(segment):
            assert segment.text[0] in after._BEGINS_ATTACHMENT


@given(st.lists(st.text("環境審議会会議録 -~()0123", min_size=1, max_size=16), max_size=6))
def test_no_head_of_a_page_is_passed_by(lines: list[str]) -> None:
    for line in filter(None, map(str.strip, lines)):
        if running_heads._WITH_NUMBER.fullmatch(line):
            ends = line[-1] in running_heads._NUMBER_ENDS
            assert ends or line[0] in running_heads._NUMBER_BEGINS


@given(st.text("北浜審議会、。\nあ", max_size=40))
def test_names_between_their_ends_are_those_that_an_expression_finds(text: str) -> None:
    plain = [m[0] for m in re.finditer(r"北浜[^\s、。()「」]{2,40}?議会", text)]
    assert list(header._spanning(text, "北浜", "議会")) == plain
