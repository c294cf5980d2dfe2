"""``import pipeline``: the three verbs and what they return."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from batch_samples import minutes, write_minutes

import pipeline
from pipeline import model

RECORDS = (
    "attendees",
    "agenda",
    "cases",
    "sections",
    "turns",
    "decisions",
    "notes",
    "issues",
)


@pytest.fixture(scope="module")
def read() -> pipeline.Minutes:
    return pipeline.read(text=minutes(1))


def test_importing_the_package_loads_no_other_part_of_it() -> None:
    code = (
        "import sys, pipeline; dir(pipeline); "
        "print([m for m in sys.modules if m.startswith('pipeline.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_tags_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    (path,) = write_minutes(tmp_path, 1)
    code = (
        "import sys, pipeline; m = pipeline.read(sys.argv[1], tags=False); m.to_dict(); "
        "print({'spacy', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_the_public_names_are_there() -> None:
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is not None
        assert name in dir(pipeline)
    assert pipeline.__version__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing


def test_a_path_may_be_a_string_or_a_path(tmp_path: Path) -> None:
    (path,) = write_minutes(tmp_path, 1)
    assert pipeline.read(path, tags=False) == pipeline.read(str(path), tags=False)


@pytest.mark.parametrize("arguments", [{}, {"path": "a.txt", "text": "a"}])
def test_it_is_either_a_path_or_a_text(arguments: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="either a path or text"):
        pipeline.read(**arguments)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(pipeline.ReadError) as caught:
        pipeline.read(tmp_path / "empty.txt")
    assert caught.value.code == "empty_file"
    assert caught.value.message.endswith(".")


def test_records_are_there_in_document_order(read: pipeline.Minutes) -> None:
    assert isinstance(read, model.Minutes)
    assert read.meeting is not None
    assert read.meeting.session == "第1回"
    for name in RECORDS:
        records = getattr(read, name)
        places = [record.place.line_first for record in records if hasattr(record, "place")]
        assert places == sorted(places), name
    assert len(read.turns) == 5


def test_without_tags_nothing_else_changes(read: pipeline.Minutes) -> None:
    bare = pipeline.read(text=minutes(1), tags=False)
    assert read.tags
    assert read.citations
    assert bare == dataclasses.replace(read, tags=(), citations=())


def test_tables_are_those_of_a_converted_folder(tmp_path: Path) -> None:
    (path,) = write_minutes(tmp_path / "in", 1)
    tables = pipeline.read(path).tables()
    pipeline.convert(tmp_path / "in", tmp_path / "out")
    corpus = pipeline.load(tmp_path / "out")
    for name in ("meetings", "attendees", "turns", "decisions", "tags", "citations"):
        written = getattr(corpus, name)
        assert list(tables[name].columns) == list(written.columns), name
        assert tables[name].astype(str).values.tolist() == written.astype(str).values.tolist()


def test_the_nested_record_is_that_of_jsonl(tmp_path: Path) -> None:
    (path,) = write_minutes(tmp_path / "in", 1)
    run = pipeline.convert([tmp_path / "in"], out=tmp_path / "out", formats=["jsonl"])
    (line,) = run.files["minutes.jsonl"].read_text(encoding="utf-8").splitlines()
    written = json.loads(line)
    nested = json.loads(json.dumps(pipeline.read(path).to_dict(), default=str))
    for record in (written, nested):
        record.pop("documents", None)
        record.get("document", {}).pop("seconds", None)
    assert written == nested


def test_the_doc_holds_what_was_said(read: pipeline.Minutes) -> None:
    assert "病歴の情報はどのように扱われますか。" in read.doc.text
    assert read.doc is read.doc


def test_a_short_text_says_what_it_is(read: pipeline.Minutes) -> None:
    assert repr(read).startswith("<Minutes 第1回 ")
    assert "5 turns" in repr(read)
    assert len(repr(read)) < 200
    assert "<td>5</td>" in read._repr_html_()


def test_minutes_in_a_notebook(read: pipeline.Minutes) -> None:
    assert read.meeting
    case = dataclasses.replace(read.cases[0], title="<川>", number="諮問第1号", outcome="承認")
    people = [dataclasses.replace(read.attendees[0], name=f"森{no}&") for no in range(12)]
    away = dataclasses.replace(people[0], name="欠席者", present=False)
    meeting = dataclasses.replace(read.meeting, opened="10:00", closed=None, place="第1会議室")
    shown = dataclasses.replace(
        read, cases=(case,), attendees=(away, *people), meeting=meeting
    )._repr_html_()
    assert "<p>10:00 · 第1会議室" in shown
    assert "<ul><li>諮問第1号 &lt;川&gt; → 承認</li></ul>" in shown
    assert "<p>森0&amp;、森1&amp;、" in shown
    assert "森9&amp; … +2</p>" in shown
    assert "欠席者" not in shown
    assert shown.endswith(read.turns[0]._repr_html_())


def test_minutes_and_their_records_are_cited(read: pipeline.Minutes) -> None:
    place = dataclasses.replace(read.turns[0].place, page_first=4, page_label="3")
    turn = dataclasses.replace(read.turns[0], place=place)
    whole = read.cite()
    assert whole
    assert whole.startswith("第1回架空市情報公開審議会")
    assert read.cite(turn) == whole + "3頁"
    assert read.cite(read.turns[0]) == whole  # a text has no pages
    with pytest.raises(TypeError, match="a record with a place can be cited, not 3"):
        read.cite(3)


def test_html_is_escaped() -> None:
    hostile = minutes(1).replace("架空市情報公開審議会", "<b>市</b>情報公開審議会")
    assert "<b>市" not in pipeline.read(text=hostile, tags=False)._repr_html_()


def test_a_turn_in_a_notebook(read: pipeline.Minutes) -> None:
    turn = dataclasses.replace(read.turns[0], speaker="<i>", speaker_group="委員", text="一<b>\n二")
    shown = turn._repr_html_()
    assert shown.startswith("<div><b>&lt;i&gt;</b> (委員) <small>")
    assert shown.endswith("<p>一&lt;b&gt;</p><p>二</p></div>")
