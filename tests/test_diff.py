"""Two converted folders compared: what is the same, what changed, what came and went."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_samples import minutes, write_minutes

from pipeline.batch import convert
from pipeline.cli import main
from pipeline.diff import Comparison, compare

ASKED = "病歴の情報はどのように扱われますか。"


def converted(folder: Path, name: str) -> Path:
    return convert(folder, folder.parent / name, formats=["csv"], tags=False, jobs=1).out


def edit(folder: Path, table: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change a table the way another version of the program would."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_minutes(tmp_path / "in", 1, 2)
    return tmp_path / "in"


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [
        (document.new or document.old, change.kind, change.table)
        for document in comparison.documents
        for change in document.changes
    ]


def test_the_same_folder_twice_differs_in_nothing(source: Path) -> None:
    out = converted(source, "a")
    comparison = compare(out, out)
    assert told(comparison) == []
    assert comparison.states() == {"unchanged": 2}
    assert comparison.totals()["turns"] == {"unchanged": 10}


def test_documents_come_go_and_get_other_names(source: Path) -> None:
    old = converted(source, "a")
    (source / "m1.txt").rename(source / "again.txt")
    (source / "m2.txt").unlink()
    write_minutes(source, 3)
    comparison = compare(old, converted(source, "b"))
    states = {(d.old, d.new): d.state for d in comparison.documents}
    assert states == {
        ("m1.txt", "again.txt"): "renamed",
        ("", "m3.txt"): "new",
        ("m2.txt", ""): "lost",
    }
    assert comparison.totals()["turns"] == {"unchanged": 5, "new": 5, "lost": 5}


def test_a_rule_that_changed_a_value_is_seen_in_its_record(source: Path) -> None:
    old, new = converted(source, "a"), converted(source, "b")

    def another_speaker(rows: list[dict[str, str]]) -> None:
        rows[2]["speaker"] = "副会長"
        rows[2]["rule"] = "another"
        rows[3]["rule"] = "another"

    edit(new, "turns", another_speaker)
    comparison = compare(old, new)
    (change,) = comparison.documents[0].changes
    assert (change.table, change.kind) == ("turns", "changed")
    assert change.columns == {"speaker": ("委員", "副会長")}
    assert comparison.totals()["turns"] == {"unchanged": 9, "changed": 1}


def test_a_record_that_was_cut_in_two_is_one_changed_and_one_new(source: Path) -> None:
    old, new = converted(source, "a"), converted(source, "b")

    def cut(rows: list[dict[str, str]]) -> None:
        second = dict(rows[1], turn_id=rows[1]["turn_id"] + "0", text="以上です。")
        rows[1]["text"] = rows[1]["text"].replace("説明します", "説明")
        rows.insert(2, second)

    edit(new, "turns", cut)
    assert told(compare(old, new)) == [("m1.txt", "changed", "turns"), ("m1.txt", "new", "turns")]


def test_another_version_of_a_file_is_compared_by_what_it_says(source: Path) -> None:
    old = converted(source, "a")
    text = minutes(1).replace(ASKED, ASKED + "特に精神疾患についてです。")
    (source / "m1.txt").write_text("\n\n" + text, encoding="utf-8")  # every line has moved
    comparison = compare(old, converted(source, "b"))
    by_table = {table for _, _, table in told(comparison)}
    assert "turns" in by_table
    (turn,) = (c for d in comparison.documents for c in d.changes if c.table == "turns")
    assert turn.columns["text"] == (ASKED, ASKED + "特に精神疾患についてです。")
    assert comparison.totals()["turns"] == {"unchanged": 9, "changed": 1}
    assert comparison.totals()["attendees"].keys() == {"unchanged"}


def test_the_command_prints_it_for_people_and_programs(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = converted(source, "a"), converted(source, "b")
    edit(new, "turns", lambda rows: rows[2].update(speaker="\x1b[31m副会長"))
    assert main(["diff", str(old), str(new)]) == 0
    said = capsys.readouterr().out
    assert "1 changed, 1 unchanged" in said
    assert "speaker: 委員 → \\x1b[31m副会長" in said
    assert main(["diff", str(old), str(new), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["documents"] == {"changed": 1, "unchanged": 1}
    assert record["records"]["turns"] == {"unchanged": 9, "changed": 1, "new": 0, "lost": 0}
    (document,) = record["changes"]
    assert document["records"][0]["columns"] == {"speaker": ["委員", "\x1b[31m副会長"]}


def test_long_texts_are_shown_from_where_they_differ(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = converted(source, "a"), converted(source, "b")
    edit(old, "turns", lambda rows: rows[2].update(text="同じ" * 60 + "ここまで。"))
    edit(new, "turns", lambda rows: rows[2].update(text="同じ" * 60 + "ここから。"))
    assert main(["diff", str(old), str(new)]) == 0
    assert "じここまで。 → …" in capsys.readouterr().out


def test_a_folder_that_is_none_is_wrong_usage(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(source), str(tmp_path / "none")]) == 2
    assert "holds no tables" in capsys.readouterr().err
