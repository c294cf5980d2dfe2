"""A whole run: every path accounted for, nothing lost, nothing done twice."""

from __future__ import annotations

import json
import os
import shutil
import time
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import pytest
from batch_samples import POEM, minutes, read_csv, tables_of, write_minutes, write_picture_pdf

from pipeline.batch import (
    Limits,
    Outcome,
    Run,
    RunError,
    Settings,
    UsageError,
    convert,
    prepare,
)
from pipeline.batch.scheduler import _result

HOSTILE = {
    ".gitkeep": ("skipped", "hidden"),
    "a.txt": ("ok", ""),
    "again/a.txt": ("duplicate", ""),
    "blank.txt": ("failed", "empty_file"),
    "broken.pdf": ("failed", "broken_pdf"),
    "empty.txt": ("failed", "empty_file"),
    "encrypted.pdf": ("failed", "encrypted_pdf"),
    "loop": ("skipped", "symbolic_link"),
    "old.doc": ("skipped", "unsupported_type"),
    "picture.pdf": ("failed", "image_only"),
    "pipe.txt": ("skipped", "not_a_file"),
    "poem.txt": ("ok", ""),
    "sjis.txt": ("ok", ""),
    r"two\x0alines.txt": ("ok", ""),
    "utf16.txt": ("ok", ""),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if os.name == "nt":
        pytest.skip("pipes and such names need POSIX")
    root = tmp_path_factory.mktemp("hostile")
    (root / ".gitkeep").touch()
    (root / "again").mkdir()
    for name in ("a.txt", "again/a.txt"):
        (root / name).write_text(minutes(1), encoding="utf-8")
    (root / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (root / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Cat")
    (root / "empty.txt").touch()
    write_picture_pdf(root / "encrypted.pdf", encrypted=True)
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    write_picture_pdf(root / "picture.pdf")
    os.mkfifo(root / "pipe.txt")
    (root / "poem.txt").write_text(POEM, encoding="utf-8")
    (root / "sjis.txt").write_bytes(minutes(2).encode("cp932"))
    (root / "two\nlines.txt").write_text(minutes(3), encoding="utf-8")
    (root / "utf16.txt").write_bytes(minutes(4).encode("utf-16"))
    return root


@pytest.fixture(scope="module")
def converted(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The hostile tree, with two workers."""
    return convert([hostile], tmp_path_factory.mktemp("out") / "tables", jobs=2)


def test_every_path_is_one_row_and_says_what_became_of_it(converted: Run) -> None:
    rows = read_csv(converted.out, "documents")
    # `warned` is `ok` with something to look at; what the parser wonders at is not the point here.
    fates = {row["path"]: (row["status"].replace("warned", "ok"), row["error"]) for row in rows}
    assert fates == HOSTILE
    assert len(rows) == len(HOSTILE)


def test_whoever_reads_a_row_knows_what_to_do(converted: Run) -> None:
    for row in read_csv(converted.out, "documents"):
        if row["status"] in ("failed", "skipped", "duplicate"):
            assert row["message"].endswith("."), row
            assert "Traceback" not in row["message"]


def test_what_is_no_minutes_has_a_row_and_no_records(converted: Run) -> None:
    rows = {row["path"]: row for row in read_csv(converted.out, "documents")}
    assert rows["poem.txt"]["kind"] == "not_minutes"
    assert rows["a.txt"]["kind"] == "minutes"
    assert rows["poem.txt"]["document_id"] not in {
        row["document_id"] for row in read_csv(converted.out, "meetings")
    }


def test_a_duplicate_has_the_ids_of_its_original_and_no_records(converted: Run) -> None:
    rows = {row["path"]: row for row in read_csv(converted.out, "documents")}
    first, second = rows["a.txt"], rows["again/a.txt"]
    assert first["document_id"] == second["document_id"]
    assert first["meeting_id"] == second["meeting_id"]
    meetings = [row["meeting_id"] for row in read_csv(converted.out, "meetings")]
    assert meetings.count(first["meeting_id"]) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (minutes(1), "Same content as a.txt; its records are counted there."),
        (POEM, "Same content as a.txt, which is no minutes."),
        (
            "",
            "Same content as a.txt, which could not be read (empty_file): see what is said there.",
        ),
    ],
)
def test_a_duplicate_says_what_became_of_its_original(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(content, encoding="utf-8")
    run = convert(tmp_path / "in", tmp_path / "out", formats=["csv"], tags=False, jobs=1)
    assert read_csv(run.out, "documents")[1]["message"] == said


def test_the_rest_is_converted_whatever_the_encoding(converted: Run) -> None:
    rows = {row["path"]: row for row in read_csv(converted.out, "documents")}
    turns = read_csv(converted.out, "turns")
    for path in ("a.txt", "sjis.txt", "utf16.txt", r"two\x0alines.txt"):
        own = [row["text"] for row in turns if row["meeting_id"] == rows[path]["meeting_id"]]
        assert "病歴の情報はどのように扱われますか。" in own, path


def test_the_run_counts_what_its_tables_hold(converted: Run) -> None:
    assert sum(converted.documents.values()) == len(HOSTILE)
    assert converted.documents["failed"] == 5
    assert converted.not_minutes == 1
    assert {failure.path for failure in converted.failures} == {
        path for path, (status, _) in HOSTILE.items() if status == "failed"
    }
    assert converted.exit_status == 3
    for table in ("documents", "meetings", "turns", "issues", "persons", "bodies", "speeches"):
        assert converted.rows[table] == len(read_csv(converted.out, table)), table
    record = json.loads((converted.out / "run.json").read_text(encoding="utf-8"))
    assert record == converted.to_dict()
    assert set(record["files"]) <= {path.name for path in converted.out.iterdir()}


def test_one_worker_gives_the_same_tables_as_two(
    hostile: Path, converted: Run, tmp_path: Path
) -> None:
    again = convert([hostile], tmp_path / "tables", jobs=1)
    assert tables_of(again.out) == tables_of(converted.out)


def test_the_order_of_inputs_changes_nothing(tmp_path: Path) -> None:
    write_minutes(tmp_path / "a", 1, 2)
    write_minutes(tmp_path / "b", 2, 3)
    one = convert([tmp_path / "a", tmp_path / "b"], tmp_path / "1", tags=False, jobs=1)
    two = convert([tmp_path / "b", tmp_path / "a"], tmp_path / "2", tags=False, jobs=2)
    assert tables_of(one.out) == tables_of(two.out)
    assert [row["path"] for row in read_csv(one.out, "documents")] == [
        "a/m1.txt",
        "a/m2.txt",
        "b/m2.txt",
        "b/m3.txt",
    ]


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    write_minutes(source, 1, 2, 3)

    def run(**options: bool) -> tuple[int, int]:
        done = convert(source, out, formats=["csv"], tags=False, jobs=1, **options)
        return done.converted, done.reused

    assert run() == (3, 0)
    before = tables_of(out)
    assert run() == (0, 3)
    assert tables_of(out) == before
    assert run(force=True) == (3, 0)
    assert tables_of(out) == before

    (source / "m2.txt").rename(source / "renamed.txt")
    assert run() == (0, 3)
    assert "renamed.txt" in {row["path"] for row in read_csv(out, "documents")}

    (source / "m3.txt").write_text(minutes(4), encoding="utf-8")
    assert run() == (1, 2)
    (source / "m1.txt").unlink()
    assert run() == (0, 2)
    assert len(read_csv(out, "meetings")) == 2
    assert run(lines=True) == (2, 0)


TROUBLE = {
    "abort": "crashed",
    "bloat": "out_of_memory",
    "exit": "internal_error",
    "kill": "crashed",
    "memory": "out_of_memory",
    "raise": "internal_error",
    "recursion": "too_deep",
    "spin": "cpu_limit",
    "vanish": "crashed",
}


# Long enough for the neighbours on a busy machine; only the hanging document uses it up.
@pytest.mark.parametrize(("kinds", "seconds"), [(TROUBLE, 300.0), ({"hang": "timeout"}, 5.0)])
def test_trouble_costs_its_document_one_row_and_its_neighbours_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kinds: dict[str, str], seconds: float
) -> None:
    neighbours = write_minutes(tmp_path / "in", 1, 2, 3)
    for number, kind in enumerate(kinds, start=4):
        (tmp_path / "in" / f"{kind}.txt").write_text(minutes(number), encoding="utf-8")
    monkeypatch.setenv("GIJIROKU_FAULT", ";".join(f"{kind}:{kind}.txt" for kind in kinds))
    limits = Limits(seconds=seconds, cpu=3.0)
    seen: list[Outcome] = []
    run = convert(
        tmp_path / "in", tmp_path / "out", tags=False, jobs=2, limits=limits, progress=seen.append
    )
    failures = [(failure.path, failure.error) for failure in run.failures]
    assert failures == [(f"{kind}.txt", error) for kind, error in sorted(kinds.items())]
    assert len(seen) == len({outcome.name for outcome in seen}) == len(kinds) + 3
    rows = {row["path"]: row for row in read_csv(run.out, "documents")}
    for kind in kinds:
        assert rows[f"{kind}.txt"]["message"].endswith(".")
    assert {rows[path.name]["error"] for path in neighbours} == {""}
    assert len(read_csv(run.out, "meetings")) == 3


def test_trouble_of_the_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_minutes(tmp_path / "in", 1, 2)
    monkeypatch.setenv("GIJIROKU_FAULT", "abort:m2.txt")
    assert convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1).exit_status == 3
    monkeypatch.delenv("GIJIROKU_FAULT")
    healed = convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1)
    assert (healed.exit_status, healed.converted, healed.reused) == (0, 1, 1)
    fresh = convert(tmp_path / "in", tmp_path / "fresh", tags=False, jobs=1)
    assert tables_of(healed.out) == tables_of(fresh.out)


@pytest.mark.parametrize("damaged", ["documents", "parts"])
def test_a_damaged_store_is_mended(tmp_path: Path, damaged: str) -> None:
    write_minutes(tmp_path / "in", 1, 2)
    first = convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1)
    before = tables_of(first.out)
    for path in (tmp_path / "out" / ".gijiroku" / damaged).rglob("*.*"):
        path.write_bytes(path.read_bytes()[:-20])
    (tmp_path / "out" / "turns.csv").unlink()
    mended = convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1)
    assert (mended.exit_status, mended.written) == (0, True)
    assert tables_of(first.out) == before


@pytest.mark.parametrize("touched", ["turns.csv", ".gijiroku/last.json"])
def test_tables_are_written_only_when_something_changed(tmp_path: Path, touched: str) -> None:
    write_minutes(tmp_path / "in", 1, 2)

    def run() -> Run:
        formats = ["csv", "jsonl"]
        return convert(tmp_path / "in", tmp_path / "out", formats=formats, tags=False, jobs=1)

    first = run()
    before = tables_of(first.out)
    second = run()
    assert (first.written, second.written, second.converted) == (True, False, 0)
    assert second.to_dict() | {"seconds": 0} == first.to_dict() | {
        "seconds": 0,
        "written": False,
        "converted": 0,
        "reused": 2,
    }
    with (first.out / touched).open("a", encoding="utf-8") as stream:
        stream.write("\n一")
    assert run().written
    assert tables_of(first.out) == before


def test_a_run_killed_after_its_tables_is_brought_to_its_end_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    write_minutes(source, 1, 2)
    convert(source, out, tags=False, jobs=1)
    (source / "m2.txt").unlink()
    write_minutes(source, 3)
    with monkeypatch.context() as killed:

        def kill(*_: object) -> None:
            raise KeyboardInterrupt

        killed.setattr("pipeline.batch.run.write_record", kill)
        with pytest.raises(KeyboardInterrupt):
            convert(source, out, tags=False, jobs=1)
    assert [row["path"] for row in read_csv(out, "documents")] == ["m1.txt", "m3.txt"]
    convert(source, out, tags=False, jobs=1)
    assert prepare([source], out).before().keys() == {"m1.txt", "m3.txt"}
    assert len(list((out / ".gijiroku" / "documents").rglob("*.json.gz"))) == 2
    assert not convert(source, out, tags=False, jobs=1).written


@pytest.mark.skipif(os.name == "nt", reason="no lock there")
def test_a_run_that_waited_for_another_looks_at_its_inputs_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source, out, came = tmp_path / "in", tmp_path / "out", SimpleQueue[Run]()
    write_minutes(source, 1, 2)
    sources = tmp_path / "sources.csv"
    sources.write_text("path,body\nm2.txt,審議会\nm3.txt,審議会\n", encoding="utf-8")
    prepared = prepare([source], out, settings=Settings(tags=False), sources=sources)

    def work() -> None:
        came.put(convert([source], out, jobs=1, prepared=prepared))

    with prepared.store.lock() as waited:
        assert not waited
        waiting = Thread(target=work, daemon=True)
        waiting.start()
        while waiting.is_alive() and "Another run" not in caplog.text:
            time.sleep(0.01)
        (source / "m2.txt").unlink()
        write_minutes(source, 3)
    run = came.get(timeout=60)
    assert [row["path"] for row in read_csv(out, "documents")] == ["m1.txt", "m3.txt"]
    assert run.unused_sources == (2,)


def test_an_empty_folder_is_converted_to_tables_without_records(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    run = convert(tmp_path / "in", tmp_path / "out")
    (row,) = read_csv(run.out, "documents")
    assert (row["path"], row["status"], row["error"]) == (".", "skipped", "no_documents")
    assert run.exit_status == 0
    assert read_csv(run.out, "turns") == []


def test_tables_of_another_format_do_not_outlive_their_run(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.parquet").write_bytes(b"of the user")
    convert(tmp_path / "in", tmp_path / "out", formats=["parquet"], tags=False)
    convert(tmp_path / "in", tmp_path / "out", formats=["csv"], tags=False)
    parquets = {path.name for path in (tmp_path / "out").glob("*.parquet")}
    assert parquets == {"mine.parquet"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"formats": ["csv", "docx"]}, "no format docx"),
        ({"formats": []}, "no format"),
        ({"jobs": 0}, "--jobs"),
        ({"timeout": 0}, "limit seconds"),
        ({"labels": "en"}, "--labels"),
        ({"lexicons": ["nowhere.toml"]}, "nowhere.toml: the lexicon"),
        ({"profile": "nowhere.toml"}, "nowhere.toml"),
        ({"profile": "nonsense"}, "no profile"),
    ],
)
def test_wrong_options_are_named_and_nothing_is_written(
    tmp_path: Path, options: dict[str, object], said: str
) -> None:
    write_minutes(tmp_path / "in", 1)
    with pytest.raises(UsageError, match=said):
        convert(tmp_path / "in", tmp_path / "out", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_the_input_cannot_be_the_output(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    with pytest.raises(UsageError, match="input folder"):
        convert(tmp_path / "in", tmp_path / "in")


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    minutes = write_minutes(tmp_path / "in", 1)[0].rename(tmp_path / "in" / "methods.md")
    with pytest.raises(UsageError, match="written over"):
        convert(minutes, tmp_path / "in")


def test_an_output_that_cannot_be_made_ends_the_run(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        convert(tmp_path / "in", tmp_path / "out")


def test_a_full_disk_is_no_fault_of_the_document() -> None:
    future: Future[Outcome] = Future()
    future.set_exception(OSError(28, "No space left on device"))
    with pytest.raises(RunError, match="No space left on device"):
        _result(future)


def test_the_output_folder_may_move(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    convert(tmp_path / "in", tmp_path / "out", tags=False)
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert convert(tmp_path / "in", tmp_path / "moved", tags=False).reused == 1
