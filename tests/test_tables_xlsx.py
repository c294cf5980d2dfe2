"""The workbook: nothing alive, nothing cut, headings that people read."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from table_samples import ID, minutes, rows, rows_saying, written
from test_tables_writers import NASTY

from pipeline.tables import xlsx_file
from pipeline.tables.rows import table_rows
from pipeline.tables.schema import TABLES, table
from pipeline.tables.writers import write_tables


def sheets(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet as rows of values; a formula would come as its source."""
    book = openpyxl.load_workbook(folder / "minutes.xlsx")
    return {
        sheet.title: [
            tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def column(rows_of_sheet: list[tuple[Any, ...]], name: str) -> list[Any]:
    at = rows_of_sheet[0].index(name)
    return [row[at] for row in rows_of_sheet[1:]]


def test_a_sheet_per_table_with_typed_cells(tmp_path: Path) -> None:
    found = sheets(written(tmp_path, rows(), "xlsx"))
    assert list(found) == [each.name for each in TABLES]
    for each in TABLES:
        assert found[each.name][0] == each.names
    assert column(found["meetings"], "date") == [datetime.datetime(2019, 5, 7)]
    assert column(found["meetings"], "municipality_code") == ["012345"]
    assert column(found["turns"], "is_question") == [True, False]
    assert column(found["turns"], "seq") == [1, 2]
    assert column(found["turns"], "candidates") == [f"{ID}-a1 {ID}-a2", None]
    assert column(found["documents"], "confidence") == [0.5]


def test_texts_stay_texts(tmp_path: Path) -> None:
    found = sheets(written(tmp_path, rows_saying(*NASTY), "xlsx"))["turns"]
    cells = zip(column(found, "text"), column(found, "text_2"), strict=True)
    assert [first + (rest or "") for first, rest in cells] == NASTY
    assert [text for text in column(found, "text_2") if text] == [">"] * 3  # of <r>…</r> alone


def test_nothing_in_the_file_is_alive(tmp_path: Path) -> None:
    texts = ["=1+1", '=HYPERLINK("x:/")', "=cmd|' /C calc'!A0", "https:" + "//a.example/", "{=1}"]
    written(tmp_path, rows_saying(*texts), "xlsx")
    with zipfile.ZipFile(tmp_path / "minutes.xlsx") as package:
        for name in package.namelist():
            content = package.read(name)
            assert b"<f>" not in content, name
            assert b"<f " not in content, name
            assert b"<hyperlink" not in content, name
            assert not name.startswith("xl/externalLinks")


@pytest.mark.parametrize("length", [32_766, 32_767, 32_768, 65_534, 65_535])
def test_a_long_text_goes_on_in_further_columns(tmp_path: Path, length: int) -> None:
    text = "".join(chr(0x4E00 + no % 20_000) for no in range(length))
    found = sheets(written(tmp_path, rows_saying("短い。", text), "xlsx"))["turns"]
    needed = -(-length // xlsx_file.MAX_CHARS)
    further = [f"text_{part}" for part in range(2, needed + 1)]
    assert found[0] == (*table("turns").names, *further)
    cells = [column(found, name) for name in ("text", *further)]
    assert [cell[0] for cell in cells] == ["短い。", *[None] * (needed - 1)]
    assert "".join(cell[1] for cell in cells) == text
    assert max(len(cell[1]) for cell in cells) <= xlsx_file.MAX_CHARS


@given(text=st.text(st.sampled_from("a議𠮷"), max_size=40), limit=st.integers(2, 7))
def test_pieces_fit_and_lose_nothing(text: str, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_file, "MAX_CHARS", limit)
        pieces = list(xlsx_file.pieces(text))
    assert "".join(pieces) == text
    assert all(0 < len(piece.encode("utf-16-le")) <= 2 * limit for piece in pieces)


def test_many_rows_go_on_in_further_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 4)  # a heading and three rows
    documents = [table_rows(minutes(f"{no:064x}"), path=f"{no}") for no in range(7)]
    write_tables(documents, tmp_path, ["xlsx"])
    found = sheets(tmp_path)
    parts = ["documents", "documents_2", "documents_3"]
    assert [len(found[name]) for name in parts] == [4, 4, 2]
    assert [path for name in parts for path in column(found[name], "path")] == list("0123456")
    assert list(found)[:4] == [*parts, "meetings"]


def test_a_full_sheet_needs_no_further_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 3)
    found = sheets(written(tmp_path, rows_saying("一", "二"), "xlsx"))
    assert "turns_2" not in found
    assert column(found["turns"], "text") == ["一", "二"]


def test_headings_are_japanese_when_asked_for(tmp_path: Path) -> None:
    given = rows_saying("長" * 40_000)
    found = sheets(written(tmp_path, given, "xlsx", labels="ja"))
    assert list(found) == [each.label for each in TABLES]
    headings = tuple(each.label for each in table("turns").columns)
    assert found["発言"][0] == (*headings, "本文（続き2）")
    assert column(found["会議"], "会議体") == ["架空市環境審議会"]


def test_nothing_but_the_workbook_is_left(tmp_path: Path) -> None:
    written(tmp_path, rows(), "xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"minutes.xlsx", "datapackage.json"}
