"""``pipeline.load``: typed tables, from Parquet or CSV, and errors that say what to run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from table_samples import ID, minutes, rows, written

from pipeline.corpus import Corpus, CorpusError, load
from pipeline.tables.frames import DTYPES, to_frames
from pipeline.tables.rows import table_rows
from pipeline.tables.schema import TABLES, table


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("corpus"), rows(), "csv", "parquet")


@pytest.fixture(scope="module", params=["csv", "parquet"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The sample meeting from files of one format."""
    return load(written(tmp_path_factory.mktemp("loaded"), rows(), request.param))


@pytest.mark.parametrize("name", [each.name for each in TABLES])
def test_a_table_is_the_same_from_records_and_from_files(loaded: Corpus, name: str) -> None:
    frame = getattr(loaded, name)
    pd.testing.assert_frame_equal(frame, to_frames(rows())[name])
    assert len(frame) > 0
    assert [dtype.name for dtype in frame.dtypes] == [
        pd.Series(dtype=DTYPES[column.type]).dtype.name for column in table(name).columns
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_empty_tables_have_columns_and_types(tmp_path: Path, form: str) -> None:
    corpus = load(written(tmp_path, {}, form))
    for name, full in to_frames(rows()).items():
        frame = getattr(corpus, name)
        assert len(frame) == 0, name
        assert frame.dtypes.equals(full.dtypes), name
        pd.testing.assert_frame_equal(frame, to_frames({})[name])


def test_missing_is_missing_and_lists_are_lists(folder: Path) -> None:
    corpus = load(folder)
    assert corpus.turns["case_id"].isna().tolist() == [False, True]
    assert corpus.turns["candidates"].tolist() == [[f"{ID}-a1", f"{ID}-a2"], []]
    assert corpus.speeches["topics"].tolist() == [["費用", "条例"], []]
    assert corpus.meetings["date"].dt.year.tolist() == [2019]
    assert corpus.meetings["municipality_code"].tolist() == ["012345"]
    assert corpus.meetings["members_present"].isna().all()


def test_what_one_does_with_tables(folder: Path) -> None:
    corpus = load(folder)
    joined = corpus.turns.merge(corpus.meetings, on="meeting_id")
    assert joined.groupby("speaker_group")["chars"].sum().to_dict() == {"委員": 26}
    assert corpus.turns[corpus.turns["is_question"]]["seq"].tolist() == [1]


def test_parquet_is_preferred(tmp_path: Path) -> None:
    written(tmp_path, rows(), "csv", "parquet")
    (tmp_path / "turns.csv").write_text("nonsense", encoding="utf-8")
    assert len(load(tmp_path).turns) == 2


def test_a_table_is_read_once(folder: Path) -> None:
    corpus = load(folder)
    assert corpus.turns is corpus.turns


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_corpus_says_what_it_holds(tmp_path: Path, form: str) -> None:
    corpus = load(written(tmp_path / "<b>", rows(), form, with_lines=False))
    assert "2 attendees" in repr(corpus)
    assert "1 meetings" in repr(corpus)
    assert "lines" not in repr(corpus)
    html = corpus._repr_html_()
    assert "<b>" not in html
    assert "<td>2</td>" in html
    assert "発言一覧" in html
    assert {"turns", "speeches", "path"} <= set(dir(corpus))
    assert repr(load(written(tmp_path / "none", {}, form))).endswith("none: empty>")


def test_a_table_that_is_not_there_says_why(tmp_path: Path) -> None:
    corpus = load(written(tmp_path, rows(), "parquet", with_lines=False))
    with pytest.raises(AttributeError, match="--lines"):
        _ = corpus.lines
    with pytest.raises(AttributeError, match="no table 'speakers'; it has documents, meetings"):
        _ = corpus.speakers
    assert not hasattr(corpus, "__wrapped__")


def test_folders_that_are_no_corpus_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    written(tmp_path / "xlsx", rows(), "xlsx")
    torn = written(tmp_path / "torn", rows(), "parquet")
    (torn / "turns.parquet").unlink()
    for name, said in {
        "nowhere": "no folder .*gijiroku convert INPUT --out",
        "file": "is a file",
        "empty": "no tables .*--format parquet",
        "xlsx": "no tables .*--format parquet",
        "torn": "lacks the tables turns",
    }.items():
        with pytest.raises(CorpusError, match=said):
            load(tmp_path / name)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("parquet", b"PAR1 torn"),
        ("csv", b""),
        ("csv", b"other,columns\n1,2\n"),
        ("csv", b"\xff\xfe"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, form: str, content: bytes) -> None:
    corpus = load(written(tmp_path, rows(), form))
    (tmp_path / f"turns.{form}").write_bytes(content)
    with pytest.raises(CorpusError, match=rf"turns\.{form} cannot be read .*Convert again"):
        _ = corpus.turns


def test_a_changed_type_is_noticed(tmp_path: Path) -> None:
    corpus = load(written(tmp_path, rows(), "csv"))
    path = tmp_path / "turns.csv"
    text = path.read_text(encoding="utf-8").replace(f"{ID}-k1,1,", f"{ID}-k1,one,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="'one'"):
        _ = corpus.turns


def test_loading_reads_no_table() -> None:
    code = (
        "import pipeline.corpus, sys; print(sum(m in sys.modules for m in ('pandas', 'pyarrow')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "0\n"


def test_asking_tables_needs_no_parser(folder: Path) -> None:
    """Its patterns take longer to make than all tables to read."""
    code = (
        "import sys, pipeline; c = pipeline.load(sys.argv[1]); "
        "[getattr(c, name) for name in c.tables]; c.kwic('a'), c.search('a'), c.with_context(), "
        "c.crosstab('topic', 'year'), c.threads(), c.attendance(), c.questions(), "
        "c.filter(group='委員'), c._repr_html_(); "
        "print([name for name in ('pipeline.parsing', 'pipeline.reading', 'spacy') "
        "if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_frames_of_one_document_know_its_people() -> None:
    frames = to_frames(table_rows(minutes()))
    assert frames["persons"]["name"].tolist() == ["山岡 架江", "谷口"]
    assert frames["bodies"]["name"].tolist() == ["架空市環境審議会"]
    assert set(frames) == {each.name for each in TABLES}
