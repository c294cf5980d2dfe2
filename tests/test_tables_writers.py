"""What goes into a file comes out of it again, in every format; all files or none."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource
from hypothesis import given, settings
from hypothesis import strategies as st
from table_samples import ID, Rows, minutes, rows, rows_saying, turn, written

from pipeline.tables.cells import clean
from pipeline.tables.make_part import make_part
from pipeline.tables.parquet_files import ParquetFiles, arrow_schema
from pipeline.tables.parts import Part
from pipeline.tables.rows import document_row_for_failure, table_rows
from pipeline.tables.schema import TABLES, table
from pipeline.tables.sqlite_file import ddl
from pipeline.tables.writers import FORMATS, write_tables

NASTY = [
    "NA",
    "null",
    "nan",
    "None",
    "true",
    "0012",
    "=1+1",
    '=HYPERLINK("x:/")',
    "+1",
    "-1",
    "@a",
    "'a",
    '"quoted", and more',
    "a,b;c\td",
    "two\nlines",
    "carriage\rreturn",
    "both\r\n",
    " space ",
    "\u3000全角",
    "𠮷野家",
    "葛\U000e0100城",
    "\x0b\x1b\x7f",
    "\u2028\u2029\x85",
    "\ufeffmark",
    "_x0041_",
    "<r>x</r>",
    "<r>\x0b&\n_x0041_</r>",
    "<r></r>",
    "<b>&amp;</b>",
    "\\u0000\\n",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample meeting, in every format."""
    return written(tmp_path_factory.mktemp("out"), rows(), *FORMATS)


def from_csv(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def texts_from_csv(folder: Path) -> list[object]:
    return [row["text"] or None for row in from_csv(folder, "turns")]


def texts_from_pandas(folder: Path) -> list[object]:
    frame = pd.read_csv(folder / "turns.csv", dtype=str, keep_default_na=False)
    return [text or None for text in frame["text"]]


def texts_from_parquet(folder: Path) -> list[object]:
    texts: list[object] = pq.read_table(folder / "turns.parquet")["text"].to_pylist()
    return texts


def texts_from_sqlite(folder: Path) -> list[object]:
    with sqlite3.connect(folder / "minutes.sqlite") as database:
        return [text for (text,) in database.execute("select text from turns order by seq")]


def texts_from_jsonl(folder: Path) -> list[object]:
    (line,) = (folder / "minutes.jsonl").read_bytes().decode("utf-8").strip("\n").split("\n")
    return [turn["text"] for turn in json.loads(line)["turns"]]


READERS = {
    "csv": texts_from_csv,
    "pandas": texts_from_pandas,
    "parquet": texts_from_parquet,
    "sqlite": texts_from_sqlite,
    "jsonl": texts_from_jsonl,
}


@pytest.mark.parametrize("reader", READERS)
def test_no_text_is_changed(tmp_path: Path, reader: str) -> None:
    form = {"pandas": "csv"}.get(reader, reader)
    assert READERS[reader](written(tmp_path, rows_saying(*NASTY), form)) == NASTY


# Few files of many texts: a file costs more than a text in it.
@settings(max_examples=25)
@given(texts=st.lists(st.text(st.characters(), min_size=1), min_size=1, max_size=50))
def test_any_text_is_the_same_in_every_format(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = written(
        tmp_path_factory.mktemp("any"), rows_saying(*texts), "csv", "parquet", "sqlite", "jsonl"
    )
    for name, read in READERS.items():
        assert read(folder) == [clean(text) for text in texts], name


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("a\0b", "a\ufffdb"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("𠮷\x1b\ufffd", "𠮷\x1b\ufffd"),
    ],
)
def test_only_what_cannot_be_written_is_replaced(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_speakers_called_na_are_not_missing(tmp_path: Path) -> None:
    given = rows_saying("一", "二", "三")
    for row, speaker in zip(given["turns"], ("NA", "null", None), strict=True):
        row["speaker"] = speaker
    written(tmp_path, given, "csv", "parquet")
    assert [row["speaker"] for row in from_csv(tmp_path, "turns")] == ["NA", "null", ""]
    stored = pq.read_table(tmp_path / "turns.parquet")["speaker"].to_pylist()
    assert stored == ["NA", "null", None]


# -- CSV --------------------------------------------------------------------------------------


def test_csv_is_what_the_contract_says(folder: Path) -> None:
    raw = (folder / "turns.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfturn_id,")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    first, second = from_csv(folder, "turns")
    assert first["candidates"] == f"{ID}-a1 {ID}-a2"
    assert (first["is_question"], first["is_chair"], first["seq"]) == ("true", "false", "1")
    assert (second["replies_to"], second["case_id"]) == (f"{ID}-t1", "")
    (meeting,) = from_csv(folder, "meetings")
    assert (meeting["date"], meeting["observers"], meeting["closed"]) == ("2019-05-07", "0", "")
    assert meeting["municipality_code"] == "012345"
    assert from_csv(folder, "speeches")[0]["topics"] == "費用;条例"


def test_a_long_text_is_one_cell_of_csv(tmp_path: Path) -> None:
    text = "長" * 200_000
    given = written(tmp_path, rows_saying(text), "csv")
    assert texts_from_pandas(given) == [text]


# -- Parquet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [each.name for each in TABLES])
def test_parquet_has_the_types_of_the_schema(folder: Path, name: str) -> None:
    assert pq.read_schema(folder / f"{name}.parquet").equals(arrow_schema(table(name)))


def test_parquet_keeps_lists(folder: Path) -> None:
    stored = pq.read_table(folder / "turns.parquet")["candidates"].to_pylist()
    assert stored == [[f"{ID}-a1", f"{ID}-a2"], []]


def test_parquet_fills_row_groups_over_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.tables.parquet_files.BATCH_ROWS", 4)
    monkeypatch.setattr("pipeline.tables.parquet_files.GROUP_BYTES", 1_500)
    documents = [table_rows(minutes(f"{no:064x}"), path=str(no)) for no in range(9)]
    write_tables(documents, tmp_path, ["parquet"])
    stored = pq.ParquetFile(tmp_path / "turns.parquet")
    assert stored.metadata.num_rows == 18
    assert 1 < stored.metadata.num_row_groups < 9
    assert pq.read_table(tmp_path / "documents.parquet")["path"].to_pylist() == list("012345678")


# -- SQLite -----------------------------------------------------------------------------------


def test_parts_of_few_rows_do_not_pile_up_before_their_row_group(tmp_path: Path) -> None:
    """A batch of one row is a hundred bytes of data and kilobytes of schema and buffers."""
    people = table("persons")
    values = [f"人{number}" for number in range(60)]
    files = ParquetFiles(tmp_path, [people])
    for value in values:
        part = Part(make_part([{"persons": [{"person_id": value}]}], ["parquet"], [people]))
        files.join(part)
        assert sum(len(file._batches) for file in files._files) <= 8
    files.finish()
    written = pq.read_table(tmp_path / "persons.parquet")
    assert written.column("person_id").to_pylist() == values


def test_sqlite_has_types_keys_and_indexes(folder: Path) -> None:
    with sqlite3.connect(folder / "minutes.sqlite") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("pragma foreign_key_check").fetchall() == []
        columns = {row[1]: row for row in database.execute("pragma table_info(turns)")}
        assert columns["seq"][2] == "INTEGER"
        assert columns["turn_id"][5] == 1  # the primary key
        keys = {
            row[3]: (row[2], row[4]) for row in database.execute("pragma foreign_key_list(turns)")
        }
        assert keys["replies_to"] == ("turns", "turn_id")
        plan = database.execute("explain query plan select * from turns where case_id = 'x'")
        assert "USING INDEX turns_case_id" in plan.fetchone()[3]
        row = database.execute("select is_question, candidates, case_id from turns").fetchone()
        assert row == (1, json.dumps([f"{ID}-a1", f"{ID}-a2"]), f"{ID}-k1")
        assert database.execute("select date from meetings").fetchone() == ("2019-05-07",)


def test_sqlite_would_notice_a_broken_key(tmp_path: Path) -> None:
    given = rows()
    given["turns"][1]["replies_to"] = "nobody"
    with sqlite3.connect(written(tmp_path, given, "sqlite") / "minutes.sqlite") as database:
        assert [row[0] for row in database.execute("pragma foreign_key_check")] == ["turns"]


@pytest.mark.parametrize("each", TABLES, ids=lambda each: each.name)
def test_the_statements_are_those_of_the_schema(each: Any) -> None:
    with sqlite3.connect(":memory:") as database:
        for statement in ddl(each):
            database.execute(statement)
        columns = [row[1] for row in database.execute(f"pragma table_info('{each.name}')")]
    assert tuple(columns) == each.names


# -- JSON Lines -------------------------------------------------------------------------------


def test_a_line_per_meeting_valid_against_its_schema(tmp_path: Path) -> None:
    documents: list[Rows] = [
        rows(),
        {
            "documents": [
                document_row_for_failure(path="x", status="failed", error="e", message="M.")
            ]
        },
        table_rows(minutes("cd" * 32, kind="not_minutes"), path="y"),
        table_rows(minutes("ef" * 32), path="z"),
    ]
    write_tables(documents, tmp_path, ["jsonl"])
    schema = json.loads((tmp_path / "minutes.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    lines = (tmp_path / "minutes.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        jsonschema.validate(record, schema)
    assert [record["document"]["path"] for record in records] == ["a/minutes.pdf", "z"]


# -- data package -----------------------------------------------------------------------------


def errors_of(folder: Path) -> list[str]:
    package = Package.from_descriptor(str(folder / "datapackage.json"))
    report = package.validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_the_data_package_holds(folder: Path) -> None:
    assert errors_of(folder) == []
    package = Package.from_descriptor(str(folder / "datapackage.json"))
    assert package.resource_names == [each.name for each in TABLES]
    turns = package.get_resource("turns")
    assert turns.schema.primary_key == ["turn_id"]
    assert turns.read_rows()[0]["text"] == "費用はいくらですか。\n条例第３条ですか。"
    assert isinstance(turns, Resource)


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("turns", "replies_to", "nobody", "replies_to"),
        ("turns", "speaker_group", "傍聴者", "enum"),
        ("turns", "turn_id", f"{ID}-t1", "primary key"),
        ("attendees", "name", None, "required"),
        ("decisions", "case_id", "nowhere", "case_id"),
    ],
)
def test_the_data_package_would_notice(
    tmp_path: Path, name: str, column: str, value: object, said: str
) -> None:
    given = rows()
    given[name][-1][column] = value
    assert any(said in error for error in errors_of(written(tmp_path, given, "csv")))


def test_without_csv_the_package_describes_parquet(tmp_path: Path) -> None:
    written(tmp_path, rows(), "parquet")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["format"] for resource in package["resources"]} == {"parquet"}
    assert all((tmp_path / resource["path"]).is_file() for resource in package["resources"])


def test_without_either_the_package_lists_the_files(tmp_path: Path) -> None:
    written(tmp_path, rows(), "sqlite", "jsonl")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    paths = [resource["path"] for resource in package["resources"]]
    assert paths == ["minutes.jsonl", "minutes.sqlite"]


# -- all formats ------------------------------------------------------------------------------


def test_tables_without_rows_have_their_headings(tmp_path: Path) -> None:
    written(tmp_path, {}, *FORMATS)
    for each in TABLES:
        heading = (tmp_path / f"{each.name}.csv").read_text(encoding="utf-8-sig")
        assert heading == ",".join(each.names) + "\n"
        assert pq.read_table(tmp_path / f"{each.name}.parquet").num_rows == 0
    assert (tmp_path / "minutes.jsonl").read_bytes() == b""
    assert errors_of(tmp_path) == []


def test_lines_are_written_only_when_asked_for(tmp_path: Path) -> None:
    written(tmp_path, rows(), "csv", with_lines=False)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{each.name}.csv" for each in TABLES if each.name != "lines"} | {
        "datapackage.json"
    }
    assert errors_of(tmp_path) == []


def test_what_is_returned_is_what_was_written(tmp_path: Path) -> None:
    files = write_tables([rows()], tmp_path / "new" / "out", FORMATS)
    assert files == {path.name: path for path in sorted((tmp_path / "new" / "out").iterdir())}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(tmp_path / name, rows(), *FORMATS)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_run_that_fails_leaves_the_files_of_before(tmp_path: Path) -> None:
    written(tmp_path, rows(), *FORMATS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def documents() -> Iterator[Rows]:
        yield table_rows(minutes("cd" * 32), path="new")  # type: ignore[misc]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_tables(documents(), tmp_path, FORMATS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".unfinished").mkdir()
    (tmp_path / ".unfinished" / "half.csv").write_text("half")
    written(tmp_path, rows(), "csv")
    assert not (tmp_path / ".unfinished").exists()
    assert not (tmp_path / "half.csv").exists()


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format docx; there are csv, parquet"):
        write_tables([rows()], tmp_path / "out", ["csv", "docx"])
    assert not (tmp_path / "out").exists()


def test_documents_are_taken_one_at_a_time(tmp_path: Path) -> None:
    """A generator that reuses one document sees it written before it makes the next."""

    def documents() -> Iterator[Rows]:
        given = rows()
        for path in ("a", "b"):
            given["documents"][0]["path"] = path
            yield given
            given["turns"], given["speeches"] = [], []
            for name in ("attendees", "meetings"):
                given[name] = []

    write_tables(documents(), tmp_path, ["csv", "jsonl"])
    assert [row["path"] for row in from_csv(tmp_path, "documents")] == ["a", "b"]
    assert len(from_csv(tmp_path, "turns")) == 2


# -- full-text search of SQLite ---------------------------------------------------------------

SAID = (
    "個人情報の取扱いについて伺います。",
    "委員会の情報は、ＡＩで処理しない。",
    "計算機センターが漏えいを防ぐ。",
    "学校の人情は情に厚く報われる。",
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("情報", {0, 1}),
        ("委員", {1}),
        ("個人情報", {0}),
        ("AI", {1}),
        ("ai", {1}),
        ("情報 AND 処理", {1}),
        ("計算*", {2}),
        ("計算機センター", {2}),
        ("人情", {3}),  # not in 個人情報, as trigrams and LIKE have it
        ("予算", set()),
    ],
)
def test_sqlite_finds_words_of_two_characters(tmp_path: Path, words: str, found: set[int]) -> None:
    turns = tuple(turn(no, text) for no, text in enumerate(SAID))
    bare: dict[str, Any] = dict.fromkeys(("exchanges", "tags", "citations"), ())
    write_tables([rows(turns=turns, **bare)], tmp_path, ["sqlite"])
    with closing(sqlite3.connect(tmp_path / "minutes.sqlite")) as database:
        hits = database.execute(
            "SELECT speeches.text FROM speech_search JOIN speeches USING (turn_id) "
            "WHERE speech_search MATCH ?",
            (words,),
        ).fetchall()
    assert {SAID.index(text) for (text,) in hits} == found
