"""Components of spaCy pipelines: with any tokenizer, in other processes, stored and loaded."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import LexiconError

NAMES = ("gijiroku_sentences", "gijiroku_topics", "gijiroku_citations")
FUGASHI = {"nlp": {"tokenizer": {"@tokenizers": "gijiroku.FugashiTokenizer.v1"}}}
TEXTS = [
    "北浜市公園条例 第3条第2項 。障がい か（そう。）。 はい",
    "川床の桟敷を決めます。同条例第4条第1号イ。",
    "",
]


@pytest.fixture(scope="module")
def nlp(tmp_path_factory: pytest.TempPathFactory) -> Language:
    lexicon = tmp_path_factory.mktemp("lexicon") / "mine.toml"
    lexicon.write_text('[[topic]]\nname = "川床"\nterms = ["桟敷"]\n', encoding="utf-8")
    nlp = spacy.blank("ja", config=FUGASHI)
    for name in NAMES:
        mine = {"lexicons": [str(lexicon)]} if name == "gijiroku_topics" else {}
        nlp.add_pipe(name, config=mine)
    return nlp


def said(docs: Any) -> list[tuple[Any, ...]]:
    """All that the components found."""
    return [
        (
            doc.text,
            [sentence.text for sentence in doc.sents],
            *([(s.text, s.label_, s.id_) for s in doc.spans[name]] for name in sorted(doc.spans)),
        )
        for doc in docs
    ]


def test_components_work_with_any_tokenizer() -> None:
    nlp = spacy.blank("xx")
    for name in NAMES:
        nlp.add_pipe(name)
    doc = nlp(TEXTS[0])
    assert [sentence.text for sentence in doc.sents][-1] == "はい"
    assert [(span.label_, span.id_) for span in doc.spans["citations"]] == [
        ("北浜市公園条例", "3条2項")
    ]
    assert "要配慮個人情報" in {span.label_ for span in doc.spans["topics"]}


def test_a_lexicon_of_ones_own(nlp: Language) -> None:
    doc = nlp(TEXTS[1])
    assert [(span.text, span.label_, span.id_) for span in doc.spans["topics"]] == [
        ("桟敷", "川床", "桟敷")
    ]
    with pytest.raises(LexiconError, match=r"absent\.toml"):
        spacy.blank("xx").add_pipe("gijiroku_topics", config={"lexicons": ["absent.toml"]})


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_other_processes_say_the_same(nlp: Language) -> None:
    assert said(nlp.pipe(TEXTS, n_process=2)) == said(nlp.pipe(TEXTS))


def test_a_pipeline_sent_to_another_process_says_the_same(nlp: Language) -> None:
    assert said(pickle.loads(pickle.dumps(nlp)).pipe(TEXTS)) == said(nlp.pipe(TEXTS))
    for name in NAMES:  # one by one too: a process that is started anew gets them so
        part = pickle.loads(pickle.dumps(nlp.get_pipe(name)))
        assert isinstance(part(nlp.make_doc(TEXTS[0])), Doc)


def test_a_stored_pipeline_says_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert said(spacy.load(tmp_path).pipe(TEXTS)) == said(nlp.pipe(TEXTS))
    blank = spacy.blank("ja", config=FUGASHI)
    for name in NAMES:
        blank.add_pipe(name)
    assert blank.from_bytes(nlp.to_bytes()).pipe_names == list(NAMES)
