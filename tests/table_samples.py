"""A small invented meeting as records, and rows of it, for the tests of the tables."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from pipeline.model import (
    AgendaItem,
    Attendee,
    AttendeeCase,
    Case,
    Citation,
    Correction,
    Decision,
    Document,
    Exchange,
    Issue,
    Line,
    Meeting,
    Minutes,
    Note,
    Passage,
    Place,
    Section,
    Tag,
    Turn,
)
from pipeline.tables.rows import table_rows
from pipeline.tables.writers import write_tables

SHA = "ab" * 32
ID = SHA[:16]

Rows = dict[str, list[dict[str, Any]]]


def at(first: int, last: int | None = None, page: int | None = 2) -> Place:
    label = None if page is None else f"- {page} -"
    return Place(
        line_first=first,
        line_last=last or first,
        page_first=page,
        page_last=page,
        page_label=label,
    )


def turn(no: int, text: str, **more: Any) -> Turn:
    known: dict[str, Any] = {"speaker": "委員", "speaker_group": "委員", "rule": "colon"} | more
    return Turn(turn_id=f"{ID}-t{no}", seq=no, text=text, place=at(5 + no), **known)


def minutes(sha256: str = SHA, **more: Any) -> Minutes:
    """One meeting with at least one record of every kind."""
    key = sha256[:16]
    place = at(3)
    case = f"{ID}-k1"
    records: dict[str, Any] = {
        "meeting": Meeting(
            meeting_id="m" + key,
            body="架空市環境審議会",
            municipality="架空市",
            municipality_code="012345",
            session="第3回",
            session_no=3,
            date=datetime.date(2019, 5, 7),
            weekday="火",
            opened="09:30",
            observers=0,
            turns_status="labelled",
        ),
        "attendees": (
            Attendee(
                attendee_id=f"{ID}-a1",
                seq=1,
                name="山岡 架江",
                family_name="山岡",
                given_name="架江",
                name_split="written",
                group="委員",
                role="会長",
                place=place,
                rule="roster",
            ),
            Attendee(
                attendee_id=f"{ID}-a2",
                seq=2,
                name="谷口",
                family_name="谷口",
                group="実施機関",
                place=place,
                rule="roster",
                present=False,
                cases=(AttendeeCase(label="案件(1)", case_no=1, case_id=case),),
                doubt="warning",
            ),
        ),
        "agenda": (
            AgendaItem(
                agenda_id=f"{ID}-g1",
                seq=1,
                level=1,
                number="(1)",
                title="河川の清掃について",
                place=place,
                rule="agenda",
                continued=True,
            ),
        ),
        "cases": (
            Case(
                case_id=case,
                case_no=1,
                kind="審議",
                title="河川の清掃について",
                agenda_id=f"{ID}-g1",
                place=place,
                rule="agenda",
                unanimous=True,
            ),
        ),
        "sections": (
            Section(section_id=f"{ID}-s1", path="概要/目的", text="清掃", place=place, rule="head"),
        ),
        "turns": (
            turn(
                1,
                "費用はいくらですか。\n条例第３条ですか。",
                is_question=True,
                case_id=case,
                candidates=(f"{ID}-a1", f"{ID}-a2"),
            ),
            turn(2, "百万円です。", speaker="事務局", replies_to=f"{ID}-t1", doubt="warning"),
        ),
        "exchanges": (
            Exchange(
                exchange_id=f"{ID}-x1",
                question_id=f"{ID}-t1",
                answer_id=f"{ID}-t2",
                basis="next",
                place=place,
                rule="pair",
            ),
        ),
        "decisions": (
            Decision(
                decision_id=f"{ID}-r1",
                seq=1,
                text="承認する。",
                outcome="承認",
                outcome_class="approved",
                place=place,
                rule="verb",
                votes_for=5,
            ),
        ),
        "notes": (Note(note_id=f"{ID}-n1", kind="remark", text="休憩", place=place, rule="mark"),),
        "tags": (
            tag(1, "費用", 0, 2),
            tag(2, "費用", 2, 4),
            tag(3, "条例", 11, 13),
        ),
        "citations": (
            Citation(
                citation_id=f"{ID}-c1",
                target="turn",
                target_id=f"{ID}-t1",
                turn_id=f"{ID}-t1",
                as_written="条例第３条",
                article="3",
                start=11,
                end=16,
                place=place,
                rule="law",
                resolved_by="written",
            ),
        ),
        "issues": (
            Issue(severity="warning", code="odd", message="Strange.", line=7, page=2),
            Issue(severity="info", code="odd", message="Strange too.", line=7),
        ),
        "corrections": (
            Correction(
                correction_id=f"c{key}",
                table="turns",
                action="change",
                status="applied",
                record_id=f"{key}-t1",
                field="speaker",
                original="会長 ",
                corrected="会長",
                quote="これより",
                by="花",
                page=2,
                line=5,
            ),
        ),
        "passages": (
            Passage(line=1, start=0, end=3, role="title", rule="t", record_id="m" + key),
            Passage(line=2, start=0, end=1, role="label", rule="l"),
            Passage(line=2, start=1, end=4, role="residue", rule="none"),
        ),
        "convention": "colon",
        "confidence": 0.5,
        "coverage": 0.75,
    }
    document = Document(
        sha256=sha256,
        bytes=100,
        media_type="application/pdf",
        reader="pdfium",
        lines=(
            Line(no=1, text="会議録", page=1, x0=72.0, top=72.5, x1=144.0, bottom=84.5),
            Line(no=2, text="：のこり", page=2),
            Line(no=3, text="", page=2),
            Line(no=4, text="- 2 -", page=2, furniture="page_number"),
        ),
        pages=2,
        path="/somewhere/minutes.pdf",
    )
    return Minutes(document=document, **(records | more))


def tag(no: int, topic: str, start: int, end: int) -> Tag:
    return Tag(
        tag_id=f"{ID}-y{no}",
        target="turn",
        target_id=f"{ID}-t1",
        turn_id=f"{ID}-t1",
        topic=topic,
        term=topic,
        matched=topic,
        start=start,
        end=end,
        lexicon="built-in",
        place=at(6),
        rule="lemma",
    )


def rows(**more: Any) -> Rows:
    """Rows of the meeting, with everything a run adds."""
    return table_rows(minutes(**more), path="a/minutes.pdf", version="1", with_lines=True)  # type: ignore[return-value]


def rows_saying(*texts: str) -> Rows:
    """Rows of the meeting in which these are the turns."""
    turns = tuple(turn(no, text) for no, text in enumerate(texts, 1))
    bare: dict[str, Any] = dict.fromkeys(("exchanges", "tags", "citations"), ())
    return rows(turns=turns, **bare)


def written(folder: Path, given: Rows, *formats: str, **options: Any) -> Path:
    """Write the rows of one document; return the folder."""
    write_tables([given], folder, formats, **{"with_lines": True} | options)
    return folder
