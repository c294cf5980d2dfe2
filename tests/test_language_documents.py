"""Documents of spaCy: from records, from the tables of a corpus, and back from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from table_samples import ID, rows, written

from pipeline.corpus import load
from pipeline.language import annotate, doc_of
from pipeline.language.documents import doc_bin, japanese
from pipeline.parsing import parse
from pipeline.reading import read_text

TEXT = (
    "架空市個人情報保護審議会会議録\n日時　令和4年2月10日\n場所　会議室\n議題\n"
    "1 案件（1）病歴の取扱いについて\n2 案件（2）公園について\n会議の内容\n"
    "案件（1）病歴の取扱いについて\n委員：病歴は要るか。\n事務局：条例第3条により要ります。\n"
    "案件（2）公園について\n委員：了解した。\n"
)


def spans(doc: Doc, name: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in doc.spans[name]]


@pytest.fixture(scope="module")
def doc() -> Doc:
    return doc_of(annotate(parse(read_text(TEXT))))


def test_speakers_and_cases_are_spans(doc: Doc) -> None:
    assert doc.text == "病歴は要るか。\n条例第3条により要ります。\n了解した。"
    assert [label for _, label, _ in spans(doc, "speakers")] == ["委員", "事務局", "委員"]
    cases = spans(doc, "cases")
    assert [text for text, _, _ in cases] == [
        "病歴は要るか。\n条例第3条により要ります。",
        "了解した。",
    ]
    assert len({case_id for _, _, case_id in cases}) == 2
    assert doc.user_data["meeting_id"].startswith("m")


def test_a_file_of_documents_gives_them_back(doc: Doc, tmp_path: Path) -> None:
    path = tmp_path / "corpus.spacy"
    doc_bin([doc]).to_disk(path)
    (back,) = DocBin().from_disk(path).get_docs(spacy.vocab.Vocab())
    assert back.text == doc.text
    for one, other in zip(doc, back, strict=True):
        assert (one.tag_, one.pos_, one.lemma_) == (other.tag_, other.pos_, other.lemma_)
        assert str(one.morph) == str(other.morph)
    assert all(spans(back, name) == spans(doc, name) for name in doc.spans)
    assert back.user_data["meeting_id"] == doc.user_data["meeting_id"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_corpus_gives_a_document_of_each_meeting(tmp_path: Path, form: str) -> None:
    corpus = load(written(tmp_path, rows(), form))
    (doc,) = corpus.docs()
    assert doc.text == "\n".join(corpus.turns["text"])
    assert doc.vocab is japanese().vocab
    assert doc.user_data["meeting_id"] == corpus.turns["meeting_id"].iloc[0]
    assert [span.id_ for span in doc.spans["turns"]] == [f"{ID}-t1", f"{ID}-t2"]
    of_turns = corpus.tags[corpus.tags["turn_id"].notna()]
    assert [span.id_ for span in doc.spans["topics"]] == of_turns["tag_id"].tolist()
    assert len(of_turns) > 0


def test_a_corpus_without_turns_has_no_documents(tmp_path: Path) -> None:
    assert list(load(written(tmp_path, {}, "parquet")).docs()) == []
