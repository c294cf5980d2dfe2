"""From doubts to a workbook, through the hands of a person, back into the tables, out as gold."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from batch_samples import minutes, read_csv, write_minutes
from openpyxl import load_workbook

import pipeline
from pipeline.cli import main
from pipeline.corrections import CORRECTABLE, CorrectionError, CorrectionWarning, read_edits
from pipeline.exports import export
from pipeline.review import write_review
from pipeline.score import score_folder
from pipeline.tables.folder import FolderError


def doubtful(no: int, *, body: str = "架空市情報公開審議会", mark: str = "：") -> str:
    """Minutes whose third speaker breaks off, so that the audit warns."""
    text = minutes(no).replace("扱われますか。", "扱われますか。それから").replace("：", mark)
    return text.replace("架空市情報公開審議会", body)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive in ``in`` and its tables in ``out``."""
    place = tmp_path_factory.mktemp("converted")
    write_minutes(place / "in", 1)
    (place / "in" / "a.txt").write_text(doubtful(2, body="別府市環境審議会"), "utf-8")
    for no in (3, 4, 5):
        (place / "in" / f"z{no}.txt").write_text(doubtful(no), "utf-8")
    convert(place / "in")
    return place


@pytest.fixture
def archive(converted: Path, tmp_path: Path) -> Path:
    """The same, for one test; it is as if it had just been converted."""
    shutil.copytree(converted, tmp_path, dirs_exist_ok=True)
    return tmp_path / "in"


def convert(archive: Path, **options: Any) -> pipeline.Run:
    out = archive.parent / "out"
    return pipeline.convert([archive], out, tags=False, lines=True, jobs=1, **options)


def sheet_rows(path: Path, title: str) -> list[dict[str, Any]]:
    first, _, *rows = load_workbook(path)[title].values
    return [dict(zip(first, row, strict=True)) for row in rows]


def fill_in(path: Path, title: str, number: int, **cells: str) -> None:
    """What a person does: write into some cells of the n-th record of a sheet, and save."""
    book = load_workbook(path)
    sheet = book[title]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, text in cells.items():
        sheet.cell(3 + number, columns[name.replace("__", ">")], text)
    book.save(path)


def test_what_most_documents_have_comes_first(archive: Path, tmp_path: Path) -> None:
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx")
    assert (review.records, review.documents, review.groups) == (4, 4, 2)
    groups = sheet_rows(review.path, "groups")
    assert [(g["rank"], g["body"], g["documents"], g["code"]) for g in groups] == [
        ("1", "架空市情報公開審議会", "3", "turn_without_end"),
        ("2", "別府市環境審議会", "1", "turn_without_end"),
    ]
    turns = sheet_rows(review.path, "turns")
    assert [(t["rank"], t["alike"], t["path"]) for t in turns] == [
        ("1", "3", "z3.txt"),
        ("1", "3", "z4.txt"),
        ("1", "3", "z5.txt"),
        ("2", "1", "a.txt"),
    ]
    assert turns[0]["source"] == "13: 委員：病歴の情報はどのように扱われますか。それから"
    assert (turns[0]["speaker"], turns[0]["speaker>"]) == ("委員", None)
    assert "turn_without_end" in turns[0]["why"]


def test_an_untouched_workbook_corrects_nothing(archive: Path, tmp_path: Path) -> None:
    for labels in (None, "ja"):
        review = write_review(tmp_path / "out", tmp_path / "review.xlsx", every=True, labels=labels)
        run = convert(archive, corrections=review.path)
        assert (run.corrections, run.converted, run.written) == ({}, 0, False)


def test_a_correction_wins_and_only_its_document_is_done_again(
    archive: Path, tmp_path: Path
) -> None:
    before = read_csv(tmp_path / "out", "turns")
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx").path
    fill_in(review, "turns", 1, speaker__="川辺委員", note="録音で確認")
    run = convert(archive, corrections=[review])
    assert (run.converted, run.reused, run.corrections) == (1, 4, {"applied": 1})
    after = read_csv(tmp_path / "out", "turns")
    assert [t["turn_id"] for t in after] == [t["turn_id"] for t in before]
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [(a["speaker"], b["speaker"], b["speaker_name"]) for a, b in changed] == [
        ("委員", "川辺委員", "川辺")
    ]
    (row,) = read_csv(tmp_path / "out", "corrections")
    assert (row["original"], row["corrected"], row["status"], row["note"]) == (
        "委員",
        "川辺委員",
        "applied",
        "録音で確認",
    )
    status = {d["path"]: d["status"] for d in read_csv(tmp_path / "out", "documents")}
    assert (status["z3.txt"], status["z4.txt"]) == ("warned", "ok")
    # The same again: nothing to do. Without the file: what the rules read, at once.
    assert convert(archive, corrections=[review]).written is False
    without = convert(archive)
    assert (without.converted, without.corrections) == (1, {})
    assert read_csv(tmp_path / "out", "turns") == before
    assert "Nothing was corrected" in (tmp_path / "out" / "methods.md").read_text("utf-8")


def test_a_workbook_survives_a_file_that_changes(archive: Path, tmp_path: Path) -> None:
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx").path
    fill_in(review, "turns", 0, speaker__="川辺委員")  # z3
    fill_in(review, "turns", 1, speaker__="川辺委員")  # z4
    fill_in(review, "turns", 2, speaker__="川辺委員")  # z5
    z3, z4, z5 = (archive / f"z{no}.txt" for no in (3, 4, 5))
    z3.write_text("【公開】\n" + z3.read_text("utf-8"), "utf-8")
    z4.write_text(z4.read_text("utf-8").replace("病歴", "通院歴"), "utf-8")
    z5.unlink()
    run = convert(archive, corrections=review)
    assert run.corrections == {"moved": 1, "conflict": 1, "absent": 1}
    documents = {d["document_id"]: d["path"] for d in read_csv(tmp_path / "out", "documents")}
    rows = read_csv(tmp_path / "out", "corrections")
    assert {(documents[r["document_id"]], r["status"]) for r in rows} == {
        ("z3.txt", "moved"),
        ("z4.txt", "conflict"),
    }
    speakers = {documents["d" + t["meeting_id"][1:]]: t for t in read_csv(tmp_path / "out", "turns")
                if t["speaker"] == "川辺委員"}  # fmt: skip
    assert set(speakers) == {"z3.txt"}


def test_of_a_document_that_cannot_be_read(archive: Path, tmp_path: Path) -> None:
    """A correction of it is reported: its file was damaged since."""
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx").path
    fill_in(review, "turns", 0, speaker__="川辺委員")
    (archive / "z3.txt").write_bytes(b"")
    run = convert(archive, corrections=review)
    assert run.corrections == {"conflict": 1}
    (row,) = read_csv(tmp_path / "out", "corrections")
    assert (row["status"], row["message"]) == ("conflict", "The document could not be read.")


def test_what_was_checked_is_gold(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="No document was checked"):
        export(tmp_path / "out", "gold", tmp_path / "gold")
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx", every=True).path
    fill_in(review, "turns", 0, speaker__="川辺委員")
    paths = [row["path"] for row in sheet_rows(review, "documents")]
    fill_in(review, "documents", paths.index("z3.txt"), checked__="turns, roster")
    fill_in(review, "documents", paths.index("m1.txt"), checked__="all")
    names = [(row["path"], row["name"]) for row in sheet_rows(review, "attendees")]
    fill_in(review, "attendees", names.index(("a.txt", "谷口 例子")), action="ok")
    convert(archive, corrections=review)
    export(tmp_path / "out", "gold", tmp_path / "gold")
    gold = {p.stem: json.loads(p.read_text("utf-8")) for p in (tmp_path / "gold").glob("*.json")}
    assert {name: record["scored"] for name, record in gold.items()} == {
        "z3": ["roster", "turns"],
        "m1": ["header", "roster", "agenda", "turns"],
        "a": ["roster"],
    }
    assert gold["z3"]["turns"][2] == {
        "speaker": "川辺委員",
        "start": "病歴の情報はどのよう",
        "end": "ますか。それから",
        "paragraphs": 1,
    }
    assert "Not declared" in gold["a"]["notes"]
    assert gold["m1"]["decisions"][0]["outcome"] == "承認"
    assert (tmp_path / "gold" / "m1.txt").read_text("utf-8") == minutes(1)
    # Measured against it, the rules are right but for the one speaker that was corrected.
    score = score_folder(tmp_path / "gold")
    wrong = [
        (document.name, measure, outcome.missed)
        for document in score.documents
        for measure, outcome in document.outcomes.items()
        if outcome.missed or outcome.extra
    ]
    assert [(name, measure) for name, measure, _ in wrong] == [
        ("z3", "turns.speaker"),
        ("z3", "turns.strict"),
    ]


def test_the_commands(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, review = str(tmp_path / "out"), str(tmp_path / "review.xlsx")
    options = ["--out", out, "--no-tags", "--jobs", "1"]
    (tmp_path / "out" / "lines.parquet").rename(tmp_path / "lines.parquet")
    assert main(["review", out, "--out", review]) == 2
    assert "Convert again with --lines" in capsys.readouterr().err
    (tmp_path / "lines.parquet").rename(tmp_path / "out" / "lines.parquet")
    assert main(["review", out, "--out", str(tmp_path / "review.csv")]) == 2
    assert main(["review", out, "--out", review]) == 0
    filled = Path(review).read_bytes()
    assert main(["review", out, "--out", review]) == 2
    assert Path(review).read_bytes() == filled
    assert "4 records of 4 documents, in 2 groups" in capsys.readouterr().err
    fill_in(Path(review), "turns", 0, is_chair__="maybe")
    command = ["convert", str(archive), *options, "--lines", "--corrections", review]
    assert main(command) == 2
    assert "review.xlsx, sheet turns, row 3: is_chair is true or" in capsys.readouterr().err
    fill_in(Path(review), "turns", 0, is_chair__="false", speaker__="川辺委員")
    (archive / "z4.txt").unlink()
    fill_in(Path(review), "turns", 1, action="delete")
    capsys.readouterr()
    assert main([*command, "--dry-run"]) == 0
    assert "Corrections: 1 to apply, 1 not used.\n  review.xlsx" in capsys.readouterr().err
    assert main(command) == 0
    document = str(archive / "z3.txt")
    assert main(["show", document, "--no-tags", "--corrections", review]) == 0
    assert "川辺委員" in capsys.readouterr().out
    assert main(["explain", document, "--corrections", str(archive / "z3.txt")]) == 2
    assert "not from .txt" in capsys.readouterr().err
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "Corrections: 2 applied, 0 moved, 0 conflicts, 1 not used." in said
    assert "review.xlsx, sheet turns, row 4: its document is not among those of this" in said
    assert main(["show", document, "--no-tags", "--corrections", str(tmp_path)]) == 2
    assert "not from a folder" in capsys.readouterr().err
    assert main([*command[:-1], str(tmp_path / "nope.md")]) == 2
    assert "nope.md cannot be read: No such file" in capsys.readouterr().err


# -- what a person does that was not asked for ------------------------------------------------


@pytest.fixture(scope="module")
def fresh(converted: Path) -> Path:
    """A review nobody wrote into. Its first doubtful turn has the speaker 委員, in z3.txt."""
    return write_review(converted / "out", converted / "review.xlsx").path


@pytest.fixture
def review(fresh: Path, tmp_path: Path) -> Path:
    """The same, for one test."""
    return Path(shutil.copy(fresh, tmp_path / "review.xlsx"))


def test_a_value_typed_over_a_white_cell_is_a_correction(
    review: Path, archive: Path, tmp_path: Path
) -> None:
    fill_in(review, "turns", 0, speaker="川辺委員")
    run = convert(archive, corrections=review)
    assert run.corrections == {"applied": 1}
    (row,) = read_csv(tmp_path / "out", "corrections")
    assert (row["field"], row["original"], row["corrected"]) == ("speaker", "委員", "川辺委員")
    assert [remark.message for remark in run.remarks] == [
        "review.xlsx, sheet turns, row 3: typed over the white cell speaker and taken as its "
        "correction: 川辺委員"
    ]
    with pytest.warns(CorrectionWarning, match="row 3: typed over the white cell speaker"):
        minutes = pipeline.read(archive / "z3.txt", corrections=review, tags=False)
    assert "川辺委員" in [turn.speaker for turn in minutes.turns]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"speaker": ""}, "the white cell speaker was emptied. Write (empty)"),
        ({"is_chair": "perhaps"}, "is_chair is true or false, not 'perhaps'"),
        ({"quote": "別の語句", "speaker__": "会長"}, "quote is not what the review wrote there"),
        ({"record_id": "x"}, "record_id is not what the review wrote there"),
        ({"speaker__": "=A3"}, "speaker> holds the formula =A3, without a value. Write the value"),
        ({"action": '="confirm"'}, 'action holds the formula ="confirm", without a value'),
    ],
)
def test_what_is_refused_of_a_workbook(review: Path, cells: dict[str, str], said: str) -> None:
    fill_in(review, "turns", 0, **cells)
    with pytest.raises(CorrectionError, match=r"^review\.xlsx, sheet turns, row 3: ") as caught:
        read_edits(review)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"note": "録音を聞く"}, "row 3: only note is filled in; nothing is corrected."),
        ({"page": "7"}, "row 3: page was typed over; nothing is corrected by that."),
    ],
)
def test_what_is_told_of_a_workbook(review: Path, cells: dict[str, str], said: str) -> None:
    fill_in(review, "turns", 0, **cells)
    edits = read_edits(review)
    (remark,) = edits.remarks
    assert (len(edits), remark.used) == (0, False)
    assert said in remark.message


def test_the_yellow_cell_counts_where_both_were_written(review: Path) -> None:
    fill_in(review, "turns", 0, speaker="会長", speaker__="川辺委員")
    (edit,) = read_edits(review)
    assert dict(edit.values) == {"speaker": "川辺委員"}


def test_what_a_formula_shows_is_the_value(review: Path, tmp_path: Path) -> None:
    """As Excel saves it: the formula with what it came to."""
    fill_in(review, "turns", 0, speaker__="=CONCATENATE(A1)")
    with zipfile.ZipFile(review) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(calculated, "w") as book:
        for name, data in parts.items():
            found = re.sub(
                rb"<c ([^>]*)><f>CONCATENATE\(A1\)</f><v ?/?>(</v>)?",
                rb'<c \1 t="str"><f>CONCATENATE(A1)</f><v>' + "川辺委員".encode() + b"</v>",
                data,
            )
            book.writestr(name, found)
    (edit,) = read_edits(calculated)
    assert dict(edit.values) == {"speaker": "川辺委員"}


def test_a_sheet_without_headings_is_told(review: Path) -> None:
    book = load_workbook(review)
    book["turns"].delete_rows(1)
    book.create_sheet("覚え書き").append(["あとで聞く"])
    book.create_sheet("空白")
    book.save(review)
    assert [remark.message for remark in read_edits(review).remarks] == [
        "review.xlsx: not read, for their first row has no columns document_id and table: "
        "sheets turns, 覚え書き."
    ]


def test_what_stands_under_no_heading_is_told(review: Path) -> None:
    book = load_workbook(review)
    sheet = book["turns"]
    sheet.cell(3, sheet.max_column + 1, "川辺委員")
    book.save(review)
    (remark,) = read_edits(review).remarks
    assert remark.message == (
        "review.xlsx, sheet turns, row 3: not read, for it stands under no heading: 川辺委員"
    )


def test_the_tables_of_convert_are_no_corrections(converted: Path) -> None:
    with pytest.raises(CorrectionError, match=r"issues\.csv is no file of corrections"):
        read_edits(converted / "out" / "issues.csv")


@pytest.mark.parametrize("labels", ["en", "ja"])
def test_a_new_row_is_of_the_table_of_its_sheet(archive: Path, tmp_path: Path, labels: str) -> None:
    """Neither table nor record_id are filled in; the white cells may be."""
    path = tmp_path / "review.xlsx"
    review = write_review(tmp_path / "out", path, labels=labels).path
    title = {"en": "turns", "ja": "発言"}[labels]
    (document_id, *_) = (row["document_id"] for row in sheet_rows(review, title))
    new = {"document_id": document_id, "action": "add", "line": "13", "quote": "それから"}
    fill_in(review, title, 6, **new, speaker="谷口委員")
    run = convert(archive, corrections=review)
    assert run.corrections == {"applied": 1}
    speakers = [turn["speaker"] for turn in read_csv(tmp_path / "out", "turns")]
    assert "谷口委員" in speakers


def test_a_copied_row_brings_only_what_was_typed(review: Path) -> None:
    """The text of the turn that was copied is not that of the new one."""
    book = load_workbook(review)
    sheet = book["turns"]
    for column, cell in enumerate(sheet[3], 1):
        sheet.cell(9, column, cell.value)
    book.save(review)
    fill_in(review, "turns", 6, action="add", quote="それから", speaker__="谷口委員")
    (edit,) = read_edits(review)
    assert (edit.action, edit.values) == ("add", (("speaker", "谷口委員"),))


def test_a_workbook_saved_as_csv(review: Path, tmp_path: Path) -> None:
    """What a spreadsheet program changes while it saves is not taken for somebody's decision."""
    fill_in(review, "turns", 0, speaker="川辺委員")
    fill_in(review, "turns", 1, is_chair="FALSE", speaker__="川辺委員")
    file = tmp_path / "turns.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(load_workbook(review)["turns"].values)
    edits = read_edits(file)
    assert [edit.source for edit in edits] == ["turns.csv, row 4"]
    (remark,) = edits.remarks
    assert "turns.csv, row 3: the white cell speaker is not what the review" in remark.message
    assert not remark.used


def test_nothing_in_a_workbook_is_alive(tmp_path: Path) -> None:
    """A speaker called =1+1 is text, as is markup of the writer's own."""
    text = minutes(1).replace("会長：ただいま", '会長：=HYPERLINK("x")ただいま')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "m.txt").write_text(text, "utf-8")
    convert(tmp_path / "in")
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx", every=True)
    book = load_workbook(review.path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_every_column_that_can_be_corrected_is_one_of_its_table() -> None:
    from pipeline.tables.schema import table

    for name, correctable in CORRECTABLE.items():
        assert set(correctable.fields) - {"checked"} <= set(table(name).names)
        assert set(correctable.needed) <= set(correctable.fields)


def test_methods_say_what_was_done(archive: Path, tmp_path: Path) -> None:
    (archive / "copy.txt").write_bytes((archive / "m1.txt").read_bytes())
    (archive / "x.doc").touch()
    (archive / "poem.txt").write_text("春の川\n\n雪がとけて、川の水がふえた。\n", "utf-8")
    (archive / "empty.txt").touch()
    review = write_review(tmp_path / "out", tmp_path / "review.xlsx").path
    fill_in(review, "turns", 0, speaker__="川辺委員")
    fill_in(review, "turns", 1, action="confirm")
    fill_in(review, "documents", 0, checked__="all")
    convert(archive, corrections=review)
    text = (tmp_path / "out" / "methods.md").read_text("utf-8")
    english, japanese = text.split("# 方法")
    for said in (
        "Of 9 paths found, 5 documents were read as minutes.",
        "between 2023-04-01 and 2023-04-05",
        "1 values or records were corrected by hand; the table corrections (3 applied)",
        "review.xlsx (",
        "| same content as another file | 1 |",
        "| no minutes | 1 |",
        "| failed: empty_file | 1 |",
        "| skipped: unsupported_type | 1 |",
        "1 of 5 documents carry at least one warning, 4 carry none.",
        "| `turn_without_end` | 1 |",
    ):
        assert said in english, said
    assert "9 件のパスのうち 5 件の文書" in japanese
    # The same archive, the same text: nothing of the machine or the day is in it.
    convert(archive, corrections=review, force=True)
    assert (tmp_path / "out" / "methods.md").read_text("utf-8") == text
