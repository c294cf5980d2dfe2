"""Minutes gain tags and citations: where they stand, what they are called, and on the real seed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import LexiconError, annotate, doc_of
from pipeline.model import (
    AgendaItem,
    Case,
    Decision,
    Document,
    Line,
    Minutes,
    Place,
    Section,
    Turn,
)
from pipeline.parsing import parse
from pipeline.reading import read_document


def minutes_of(*turns: str, **records: Any) -> Minutes:
    """Minutes with turns of one case, a line each, of which each replies to the one before."""
    text = tuple(Line(no=number, text=turn) for number, turn in enumerate(turns, 1))
    document = Document(
        sha256="ab" * 32, bytes=1, media_type="text/plain", reader="text", lines=text
    )
    said = tuple(
        Turn(
            turn_id=f"t{number}",
            seq=number,
            text=turn,
            speaker=f"委員{number}",
            place=Place(line_first=number * 10, line_last=number * 10),
            rule="test",
            case_id="k1",
            replies_to=f"t{number - 1}" if number > 1 else None,
        )
        for number, turn in enumerate(turns, 1)
    )
    return Minutes(document=document, turns=said, **records)


def case(title: str, line: int = 1) -> Case:
    place = Place(line_first=line, line_last=line, page_first=2, page_last=2, page_label="7")
    return Case(case_id="k1", case_no=1, kind="諮問", title=title, place=place, rule="test")


def cited(minutes: Minutes) -> list[tuple[str, str, str | None, str | None, str | None]]:
    return [
        (c.target_id, c.as_written, c.law, c.article, c.paragraph)
        for c in annotate(minutes).citations
    ]


def test_every_kind_of_text_is_looked_at_in_document_order() -> None:
    text = "病歴は北浜市文書条例第3条のとおり。"
    minutes = replace(
        minutes_of(text),
        cases=(case(text),),
        sections=(
            Section(
                section_id="s1",
                path="概要",
                text=text,
                place=Place(line_first=5, line_last=5),
                rule="test",
                case_id="k1",
            ),
        ),
        decisions=(
            Decision(
                decision_id="e1",
                seq=1,
                text=text,
                outcome="同意",
                outcome_class="approved",
                place=Place(line_first=40, line_last=40),
                rule="test",
                case_id="k1",
            ),
        ),
    )
    found = annotate(minutes)
    for records in (found.tags, found.citations):
        assert [(r.target, r.target_id, r.turn_id) for r in records] == [
            ("case", "k1", None),
            ("section", "s1", None),
            ("turn", "t1", "t1"),
            ("decision", "e1", None),
        ]
        assert {r.case_id for r in records} == {"k1"}
        assert records[0].place == minutes.cases[0].place
    assert [tag.topic for tag in found.tags] == ["要配慮個人情報"] * 4


def test_ids_say_where() -> None:
    found = annotate(minutes_of("決済は北浜市公園条例第3条、第4条による。"))
    assert [tag.tag_id for tag in found.tags if tag.start == 0] == ["t1-g0-1"]
    assert [c.citation_id for c in found.citations] == ["t1-c3", "t1-c14"]


def test_tags_of_two_topics_at_one_place_have_ids_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[topic]]\nname = "支払"\nterms = ["決済"]\n', encoding="utf-8")
    found = annotate(minutes_of("決済する。"), lexicons=[path])
    assert sorted((tag.tag_id, tag.topic) for tag in found.tags) == [
        ("t1-g0-1", "決済"),
        ("t1-g0-2", "支払"),
    ]


def test_a_lexicon_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        annotate(minutes_of("決済する。"), lexicons=[tmp_path / "none.toml"])


def test_a_law_named_on_the_agenda_is_known_in_the_turns() -> None:
    place = Place(line_first=2, line_last=2)
    agenda = AgendaItem(
        agenda_id="a1", seq=1, level=1, title="北浜市公園条例の改正", place=place, rule="test"
    )
    assert cited(minutes_of("条例第3条か。", agenda=(agenda,))) == [
        ("t1", "条例第3条", "北浜市公園条例", "3", None)
    ]
    late = replace(agenda, place=Place(line_first=90, line_last=90))
    assert cited(minutes_of("条例第3条か。", agenda=(late,))) == [
        ("t1", "条例第3条", None, "3", None)
    ]


def test_second_paragraph_alone_is_that_of_the_turn_replied_to() -> None:
    turns = minutes_of("北浜市公園条例第3条第1項か。", "第2項です。", "同条第4項では。").turns
    minutes = replace(minutes_of(), turns=turns)
    assert [row[2:] for row in cited(minutes)] == [
        ("北浜市公園条例", "3", "1"),
        ("北浜市公園条例", "3", "2"),
        ("北浜市公園条例", "3", "4"),
    ]
    other_case = replace(turns[1], case_id="k2")
    assert len(cited(replace(minutes, turns=(turns[0], other_case)))) == 1


def test_nothing_to_read_gives_nothing() -> None:
    assert annotate(minutes_of()) == minutes_of()


def test_a_second_time_changes_nothing() -> None:
    once = annotate(minutes_of("決済は条例第3条による。"))
    assert annotate(once) == once


PIECES = st.sampled_from(
    [
        "障がい",
        "漏洩",
        "条例第12条",
        "第2項",
        "同条",
        "第8項",
        "前3項",
        "、",
        "。",
        "か。",
        "ない",
        "\n",
        " ",
        "\0",
        "\ud800",
        "😀",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(st.lists(TEXTS, max_size=5))
def test_offsets_are_those_of_the_text_and_ids_are_unique(texts: list[str]) -> None:
    found = annotate(minutes_of(*texts))
    text_of = {turn.turn_id: turn.text for turn in found.turns}
    for tag in found.tags:
        assert text_of[tag.target_id][tag.start : tag.end] == tag.matched != ""
    for citation in found.citations:
        as_written = text_of[citation.target_id][citation.start : citation.end]
        assert as_written == citation.as_written != ""
    ids = [tag.tag_id for tag in found.tags] + [c.citation_id for c in found.citations]
    assert len(set(ids)) == len(ids)


# -- the spaCy document -----------------------------------------------------------------------


def test_the_document_has_turns_topics_and_citations_as_spans() -> None:
    pytest.importorskip("spacy")
    minutes = annotate(minutes_of("決済は北浜市公園条例第3条による。", "障がい者の情報か。"))
    doc = doc_of(minutes)
    assert doc.text == "決済は北浜市公園条例第3条による。\n障がい者の情報か。"
    spans = {
        name: [(span.text, span.label_, span.id_) for span in doc.spans[name]]
        for name in ("turns", "topics", "citations")
    }
    assert spans["turns"] == [
        ("決済は北浜市公園条例第3条による。", "委員1", "t1"),
        ("障がい者の情報か。", "委員2", "t2"),
    ]
    assert spans["citations"] == [("北浜市公園条例第3条", "北浜市公園条例", "t1-c3")]
    assert ("決済", "決済", "t1-g0-1") in spans["topics"]
    assert ("障がい者", "要配慮個人情報", "t2-g0-1") in spans["topics"]


def test_the_document_of_no_turns_is_empty() -> None:
    pytest.importorskip("spacy")
    doc = doc_of(minutes_of())
    assert (doc.text, [len(spans) for spans in doc.spans.values()]) == ("", [0] * 5)


# -- the real document ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Minutes, dict[str, Any]]:
    minutes = annotate(parse(read_document(shared / "seed" / "suita_074.txt")))
    gold = json.loads((shared / "seed" / "suita_074.gold.json").read_text("utf-8"))
    return minutes, gold


def test_the_citations_of_the_seed(seed: tuple[Minutes, dict[str, Any]]) -> None:
    minutes, gold = seed
    found = minutes.citations
    assert [(c.law, c.article, c.paragraph) for c in found] == [
        (g["law"], str(g["article"]), g["paragraph"] and str(g["paragraph"]))
        for g in gold["citations"]
    ]
    for citation, wanted in zip(found, gold["citations"], strict=True):
        assert citation.place.line_first <= wanted["line"] <= citation.place.line_last
    assert [c.resolved_by for c in minutes.citations] == [
        "written",
        "written",
        "declared",
        "previous_turn",
        "declared",
        "declared",
    ]


def test_the_topics_of_the_seed(seed: tuple[Minutes, dict[str, Any]]) -> None:
    minutes, gold = seed
    for wanted in gold["topics_at_least"]:
        lines = [
            tag
            for tag in minutes.tags
            if tag.place.line_first <= wanted["line"] <= tag.place.line_last
        ]
        if "matched" in wanted:
            assert any(
                tag.topic == wanted["topic"] and wanted["matched"] in tag.matched for tag in lines
            ), wanted
        else:
            assert any(
                wanted["topic"] in tag.topic or wanted["topic"] in tag.matched for tag in lines
            ), wanted
