"""The schema says all that the contract says, and everything made from it is current."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.tables.schema import TABLES, TYPES, Table, schema_json, schema_markdown, table

PLACE = ("page_first", "page_last", "page_label", "line_first", "line_last", "rule", "doubt")
RECORDS = (
    "attendees",
    "attendee_cases",
    "agenda",
    "cases",
    "sections",
    "turns",
    "exchanges",
    "decisions",
    "notes",
    "tags",
    "citations",
)


def contract_columns(text: str) -> dict[str, list[str]]:
    """Tables and columns of the contract's own table, remarks in brackets left out."""
    found: dict[str, list[str]] = {}
    for names, columns in re.findall(r"^\| ([a-z_, ]+) \| (.*_id\b.*) \|$", text, re.MULTILINE):
        plain = columns.removeprefix("the wide view, a row per turn: ")
        plain = plain.replace("（", "(").replace("）", ")")
        while re.search(r"\([^()]*\)", plain):
            plain = re.sub(r"\([^()]*\)", "", plain)
        for name, part in zip(names.split(", "), plain.split(" · "), strict=True):
            listed = re.split(r"[.:;]", part)[0].split(",")
            found[name] = [words.split()[0] for words in listed]
    return found


def test_every_column_of_the_contract_is_there_in_its_order(shared: Path) -> None:
    contract = contract_columns((shared / "CONTRACT.md").read_text(encoding="utf-8"))
    assert len(contract) == 19
    assert {each.name for each in TABLES} == set(contract) | {"corrections"}  # ours
    for name, columns in contract.items():
        own = [column for column in table(name).names if column in columns]
        assert own == columns, name
        assert own[0] == table(name).names[0], name


@pytest.mark.parametrize("name", [each.name for each in TABLES])
def test_records_and_no_others_say_where_they_stand(name: str) -> None:
    names = table(name).names
    assert (names[-len(PLACE) :] == PLACE) == (name in RECORDS)


@pytest.mark.parametrize("each", TABLES, ids=lambda each: each.name)
def test_the_entries_make_sense(each: Table) -> None:
    labels = [column.label for column in each.columns]
    assert len(set(each.names)) == len(each.names)
    assert len(set(labels)) == len(labels)  # headings of one sheet
    assert re.fullmatch(r".*[ぁ-んァ-ヶ一-龠].*。", each.about_ja)
    assert set(each.key) <= set(each.names)
    for column in each.columns:
        assert column.type in TYPES
        assert column.about.endswith("."), column
        assert re.fullmatch(r".*[ぁ-んァ-ヶ一-龠].*。", column.about_ja), column
        assert bool(column.separator) == (column.type == "list"), column
        assert column.required or column.name not in each.key, column
        if column.refers:
            assert column.refers[1] in table(column.refers[0]).names, column


@pytest.mark.parametrize(
    ("language", "name", "options"),
    [("en", "tables.md", ""), ("ja", "tables.ja.md", "--labels ja ")],
)
def test_the_printed_dictionary_is_current(
    project: Path, language: str, name: str, options: str
) -> None:
    page = (project / "docs" / name).read_text(encoding="utf-8")
    assert page == schema_markdown(language), f"run: gijiroku schema {options}> docs/{name}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_names_every_column_and_how_to_read_the_tables(language: str) -> None:
    page = schema_markdown(language)
    for tool in ("| pandas |", "| R |", "| Excel |"):
        assert tool in page
    for each in TABLES:
        section = page.partition(f"\n## {each.name}\n")[2].partition("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(each.names)


def test_programs_get_the_same_dictionary() -> None:
    dictionary = json.loads(json.dumps(schema_json(), ensure_ascii=False))
    columns = {
        each["name"]: [column["name"] for column in each["columns"]]
        for each in dictionary["tables"]
    }
    assert columns == {each.name: list(each.names) for each in TABLES}
    turns = next(each for each in dictionary["tables"] if each["name"] == "turns")
    by_name = {column["name"]: column for column in turns["columns"]}
    assert turns["primary_key"] == ["turn_id"]
    assert turns["description"].startswith("What one speaker says")
    assert by_name["seq"]["description_ja"].startswith("文書での順番")
    assert by_name["candidates"]["csv_separator"] == " "
    assert by_name["replies_to"]["refers_to"] == {"table": "turns", "column": "turn_id"}
    assert by_name["speaker_group"]["values"][-1] == "不明"
