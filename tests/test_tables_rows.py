"""Records become rows: what is copied, what is added, what stays empty."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from table_samples import ID, SHA, minutes, rows, turn

from pipeline.model import Issue, Line, Meeting, Passage
from pipeline.tables.nested import json_schema, nested_record
from pipeline.tables.rows import document_row_for_failure, nested, table_rows
from pipeline.tables.schema import TABLES, table
from pipeline.tables.speeches import cite, era_date


@pytest.mark.parametrize("name", [each.name for each in TABLES if not each.whole_run])
def test_every_row_has_the_columns_of_its_table_in_order(name: str) -> None:
    assert rows()[name], "the sample has no such record"
    for row in rows()[name]:
        assert tuple(row) == table(name).names


def test_lines_are_there_only_when_asked_for() -> None:
    assert set(rows()) - set(table_rows(minutes())) == {"lines"}


@pytest.mark.parametrize(
    ("name", "index", "expected"),
    [
        (
            "documents",
            0,
            {
                "document_id": "d" + ID,
                "path": "a/minutes.pdf",
                "pages": 2,
                "chars": 3 + 4 + 0 + 5,
                "status": "warned",
                "kind": "minutes",
                "encoding": None,
                "error": None,
                "meeting_id": "m" + ID,
            },
        ),
        ("meetings", 0, {"document_id": "d" + ID, "observers": 0, "closed": None}),
        ("attendees", 0, {"attendee_id": f"{ID}-a1", "name": "山岡 架江", "doubt": None}),
        ("attendees", 1, {"given_name": None, "present": False, "doubt": "warning"}),
        (
            "attendee_cases",
            0,
            {"attendee_id": f"{ID}-a2", "case_no": 1, "label": "案件(1)", "doubt": "warning"},
        ),
        ("turns", 0, {"paragraphs": 2, "chars": 20, "candidates": [f"{ID}-a1", f"{ID}-a2"]}),
        ("turns", 1, {"paragraphs": 1, "chars": 6, "candidates": [], "replies_to": f"{ID}-t1"}),
        ("turns", 0, {"page_first": 2, "page_label": "- 2 -", "line_first": 6, "line_last": 6}),
        ("decisions", 0, {"votes_for": 5, "votes_against": None, "unanimous": None}),
        ("issues", 0, {"issue_id": f"{ID}-i7.odd", "document_id": "d" + ID, "table": None}),
        ("issues", 1, {"issue_id": f"{ID}-i7.odd.2"}),
        ("residue", 0, {"page": 2, "line": 2, "text": "のこり"}),
        ("lines", 0, {"x0": 72.0, "text": "会議録", "role": "title", "record_id": "m" + ID}),
        ("lines", 1, {"x0": None, "role": "residue", "record_id": None}),  # most of the line
        ("lines", 2, {"text": None, "role": "blank"}),
        ("lines", 3, {"text": "- 2 -", "role": "page_number"}),
    ],
)
def test_a_row_says(name: str, index: int, expected: dict[str, Any]) -> None:
    row = rows()[name][index]
    assert {column: row[column] for column in expected} == expected


def test_no_id_is_given_twice() -> None:
    with pytest.raises(ValueError, match=f"turns: two records have the id .*{ID}-t1"):
        table_rows(minutes(turns=(turn(1, "一"), turn(1, "二"))))


def test_what_is_no_minutes_has_one_row_that_says_why() -> None:
    issue = Issue(severity="warning", code="few_lines", message="Too short.")
    given = table_rows(minutes(kind="not_minutes", issues=(issue,)), with_lines=True)
    counts = {name: len(made) for name, made in given.items() if made}
    # What a person asked for is answered all the same.
    assert counts == {"documents": 1, "corrections": 1}
    (row,) = given["documents"]
    assert (row["status"], row["kind"], row["meeting_id"]) == ("warned", "not_minutes", None)
    assert row["message"] == "Too short."


def test_an_error_among_the_issues_is_the_error_of_the_document() -> None:
    issue = Issue(severity="error", code="torn", message="Half is missing.")
    (row,) = table_rows(minutes(issues=(issue,)))["documents"]
    assert (row["status"], row["error"], row["message"]) == ("failed", "torn", "Half is missing.")


def test_what_the_archive_knows_is_kept() -> None:
    known = {"source_url": "x:/1", "retrieved_at": "2026-01-02"}
    given = table_rows(minutes(), sources=known, status="ok", seconds=1.5)
    (row,) = given["documents"]
    assert (row["source_url"], row["retrieved_at"]) == ("x:/1", "2026-01-02")
    assert (row["status"], row["seconds"]) == ("ok", 1.5)
    assert {speech["source_url"] for speech in given["speeches"]} == {"x:/1#page=2"}


def test_a_file_that_could_not_be_read_has_a_row_too() -> None:
    row = document_row_for_failure(
        path="a.pdf", status="failed", error="broken_pdf", message="Broken.", sha256=SHA, size=7
    )
    assert tuple(row) == table("documents").names
    assert {name: value for name, value in row.items() if value is not None} == {
        "document_id": "d" + ID,
        "path": "a.pdf",
        "sha256": SHA,
        "bytes": 7,
        "status": "failed",
        "error": "broken_pdf",
        "message": "Broken.",
    }
    folder = document_row_for_failure(path=".", status="skipped", error="empty", message="No.")
    assert folder["document_id"] is None


# -- speeches ---------------------------------------------------------------------------------


def test_a_speech_brings_meeting_case_and_topics_along() -> None:
    first, second = rows()["speeches"]
    assert first["case_no"] == 1
    assert first["case_title"] == "河川の清掃について"
    assert first["topics"] == ["費用", "条例"]
    assert first["date"] == datetime.date(2019, 5, 7)
    assert first["cite"] == "第3回架空市環境審議会会議録（令和元年5月7日）- 2 -頁"
    assert (second["case_no"], second["topics"], second["doubt"]) == (None, [], "warning")


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ((2022, 1, 21), "令和4年1月21日"),
        ((2019, 5, 1), "令和元年5月1日"),
        ((2019, 4, 30), "平成31年4月30日"),
        ((1989, 1, 8), "平成元年1月8日"),
        ((1989, 1, 7), "昭和64年1月7日"),
        ((1926, 12, 24), "大正15年12月24日"),
        ((1912, 7, 29), "明治45年7月29日"),
        ((1873, 1, 1), "明治6年1月1日"),
        ((1800, 1, 1), "1800年1月1日"),
    ],
)
def test_a_day_in_its_era(date: tuple[int, int, int], written: str) -> None:
    assert era_date(datetime.date(*date)) == written


@pytest.mark.parametrize(
    ("session", "body", "date", "page", "expected"),
    [
        (
            "第74回",
            "架空市個人情報保護審議会",
            datetime.date(2022, 1, 21),
            "3",
            "第74回架空市個人情報保護審議会会議録（令和4年1月21日）3頁",
        ),
        (
            None,
            "架空市庁議",
            datetime.date(2022, 1, 21),
            None,
            "架空市庁議会議録（令和4年1月21日）",
        ),
        ("第2回", "架空市庁議", None, 7, "第2回架空市庁議会議録7頁"),
        (None, None, datetime.date(2022, 1, 21), "3", "会議録（令和4年1月21日）3頁"),
        (None, None, None, "3", None),
    ],
)
def test_a_citation_leaves_out_what_is_missing(
    session: str | None,
    body: str | None,
    date: datetime.date | None,
    page: object,
    expected: str | None,
) -> None:
    assert cite({"session": session, "body": body, "date": date}, page) == expected


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("第3回架空市環境審議会議事録", "議事録"),
        ("第3回 架空市環境審議会 議 事 要 旨", "議事要旨"),
        ("架空市環境審議会会議録（概要）", "会議録"),
        ("第3回架空市環境審議会の会議の概要について", "会議の概要"),
        ("第3回架空市環境審議会", None),
        ("架空市環境審議会記録", None),
    ],
)
def test_minutes_are_cited_by_their_own_name(title: str, name: str | None) -> None:
    titled = Passage(line=1, start=0, end=len(title), role="title", rule="before_first_label")
    given = minutes()
    document = replace(given.document, lines=(Line(no=1, text=title),))
    made = table_rows(replace(given, document=document, passages=(titled,)))
    assert made["meetings"][0]["record_name"] == name
    cited = f"第3回架空市環境審議会{name or '会議録'}（令和元年5月7日）- 2 -頁"
    assert made["speeches"][0]["cite"] == cited


def test_a_body_named_a_conference_keeps_its_own_word() -> None:
    title = "架空市推進会議記録"
    given = minutes()
    assert given.meeting
    read = replace(
        given,
        document=replace(given.document, lines=(Line(no=1, text=title),)),
        meeting=replace(given.meeting, body="架空市推進会議"),
        passages=(Passage(line=1, start=0, end=len(title), role="title", rule="r"),),
    )
    assert table_rows(read)["meetings"][0]["record_name"] is None  # not 会議記録


@pytest.mark.parametrize(
    ("media_type", "url", "expected"),
    [
        ("application/pdf", "https://example.jp/a.pdf", "https://example.jp/a.pdf#page=2"),
        ("application/pdf", "https://example.jp/a#top", "https://example.jp/a#top"),
        ("text/html", "https://example.jp/a", "https://example.jp/a"),
        ("application/pdf", "", None),
    ],
)
def test_a_speech_of_a_pdf_leads_to_its_page(
    media_type: str, url: str, expected: str | None
) -> None:
    given = minutes()
    pdf = replace(given, document=replace(given.document, media_type=media_type))
    speech = table_rows(pdf, sources={"source_url": url})["speeches"][0]
    assert speech["source_url"] == expected


def test_without_printed_numbers_the_page_of_the_file_is_cited() -> None:
    given = minutes()
    place = given.turns[0].place
    bare = type(place)(line_first=1, line_last=1, page_first=9, page_last=9)
    spoken = type(given.turns[0])(turn_id="t", seq=1, text="一", place=bare, rule="r")
    (speech,) = table_rows(minutes(turns=(spoken,), tags=()))["speeches"]
    assert speech["page_label"] is None
    assert str(speech["cite"]).endswith("9頁")


# -- nested -----------------------------------------------------------------------------------


def test_the_nested_record_is_valid_and_holds_every_record() -> None:
    record = nested(minutes())
    jsonschema.validate(record, json_schema())
    assert record["document"]["path"] == "minutes.pdf"
    assert record["meeting"]["date"] == "2019-05-07"
    assert record["turns"][0]["candidates"] == [f"{ID}-a1", f"{ID}-a2"]
    of_the_run = {"documents", "meetings", "lines", "speeches", "persons", "bodies"}
    for each in TABLES:
        if each.name not in of_the_run:
            assert len(record[each.name]) == len(rows()[each.name]), each.name


def test_the_nested_record_does_not_depend_on_the_run() -> None:
    one = table_rows(minutes(), path="a.pdf", version="1", seconds=1.0)
    two = table_rows(minutes(), path="a.pdf", version="2", seconds=2.0, with_lines=True)
    assert nested_record(one) == nested_record(two)


@pytest.mark.parametrize(
    ("table_name", "column", "wrong"),
    [
        ("turns", "speaker_group", "傍聴者"),
        ("turns", "seq", "1"),
        ("turns", "turn_id", None),
        ("attendees", "name_split", "guessed"),
    ],
)
def test_the_json_schema_refuses(table_name: str, column: str, wrong: object) -> None:
    record = nested(minutes())
    record[table_name][0][column] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, json_schema())


def test_minutes_without_a_header_still_have_a_meeting() -> None:
    given = table_rows(minutes(meeting=None))
    (meeting,) = given["meetings"]
    assert meeting["meeting_id"] == "m" + ID
    assert meeting["body_id"] is None
    assert given["turns"][0]["meeting_id"] == "m" + ID
    nameless = Meeting(meeting_id="m" + ID)
    assert table_rows(minutes(meeting=nameless))["speeches"][0]["cite"] is None
    jsonschema.validate(nested(minutes(meeting=None)), json_schema())
