"""Corrections of a person: found again, put above the rules, followed by what depends on them."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.corrections import (
    CORRECTABLE,
    CorrectionError,
    Edit,
    read_edits,
)
from pipeline.corrections.apply import parse_corrected
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.tables.frames import to_frames
from pipeline.tables.rows import table_rows

TEXT = """\
第74回三島市個人情報保護審議会会議録
日時：令和4年1月21日(金) 午後2時から午後4時まで
場所：三島市役所3階 301会議室
出席委員：森本会長、山田委員、佐藤委員
事務局：総務課 久保課長
議題
1 健康管理アプリの導入について
2 災害時要支援者名簿の提供について
1 健康管理アプリの導入について
会長：それでは始めます。
委員：導入の時期はいつか。
事務局：来年4月です。山田委員 経費はどうか。
事務局：予算の範囲内です。
会長：それでは、本件を承認することに決定した。
2 災害時要支援者名簿の提供について
委員：個人情報の取扱いはどうか。
事務局：適切に行います。
（拍手）
"""
HEADINGS = ("document_id", "table", "record_id", "action", "field", "corrected", "line", "quote")


@pytest.fixture(scope="module")
def read() -> pipeline.Minutes:
    return pipeline.read(text=TEXT, tags=False)


def written(path: Path, *rows: dict[str, Any]) -> Path:
    names = [*HEADINGS, *sorted({name for row in rows for name in row} - set(HEADINGS))]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def corrected(tmp_path: Path, *rows: dict[str, Any], tags: bool = False) -> pipeline.Minutes:
    document = pipeline.read(text=TEXT, tags=False).document.document_id
    file = written(tmp_path / "c.csv", *({"document_id": document, **row} for row in rows))
    return pipeline.read(text=TEXT, corrections=file, tags=tags)


def of_turn(read: pipeline.Minutes, number: int, field: str, value: str) -> dict[str, str]:
    turn = read.turns[number]
    anchor = {"record_id": turn.turn_id, "quote": turn.text[:20], "line": turn.place.line_first}
    return {"table": "turns", "field": field, "corrected": value, **anchor}  # type: ignore[dict-item]


def test_numbers_may_be_written_as_pandas_writes_them(tmp_path: Path) -> None:
    row = {"table": "turns", "action": "add", "quote": "山田委員 経費はどうか"}
    turns = corrected(
        tmp_path, {**row, "line": "12.0", "field": "speaker", "corrected": "山田委員"}
    ).turns
    assert "山田委員" in [turn.speaker for turn in turns]


# -- what follows from a corrected value ------------------------------------------------------


def test_a_corrected_speaker_names_the_person(read: pipeline.Minutes, tmp_path: Path) -> None:
    minutes = corrected(tmp_path, of_turn(read, 1, "speaker", "佐藤委員"))
    before, after = read.turns[1], minutes.turns[1]
    assert (before.speaker, before.speaker_name, before.attendee_id) == ("委員", None, None)
    assert len(before.candidates) == 3
    person = next(a for a in minutes.attendees if a.name == "佐藤")
    assert (after.speaker, after.speaker_name) == ("佐藤委員", "佐藤")
    assert (after.attendee_id, after.candidates) == (person.attendee_id, (person.attendee_id,))
    assert after.turn_id == before.turn_id


@pytest.mark.parametrize("named", ["佐藤", "{佐藤}"])
def test_a_person_is_given_by_name_or_id(
    read: pipeline.Minutes, tmp_path: Path, named: str
) -> None:
    ids = {a.name: a.attendee_id for a in read.attendees}
    value = named.format(**ids)
    turn = corrected(tmp_path, of_turn(read, 1, "attendee_id", value)).turns[1]
    assert (turn.speaker, turn.attendee_id, turn.candidates) == (
        "委員",
        ids["佐藤"],
        (ids["佐藤"],),
    )


def test_the_side_of_a_speaker_decides_who_answers(read: pipeline.Minutes, tmp_path: Path) -> None:
    assert [x.answer_id for x in read.exchanges if x.question_id == read.turns[1].turn_id] != []
    minutes = corrected(tmp_path, of_turn(read, 1, "speaker_group", "その他"))
    turn = minutes.turns[1]
    assert (turn.speaker_group, turn.candidates) == ("その他", ())
    assert turn.turn_id not in {x.question_id for x in minutes.exchanges}
    assert all(t.replies_to != turn.turn_id for t in minutes.turns)


def test_a_corrected_name_reaches_those_who_bear_it(read: pipeline.Minutes, tmp_path: Path) -> None:
    row = {"table": "attendees", "record_id": read.attendees[2].attendee_id, "quote": "佐藤"}
    minutes = corrected(
        tmp_path,
        row | {"field": "name", "corrected": "斎藤 花"},
        of_turn(read, 1, "speaker", "斎藤委員"),
    )
    person = minutes.attendees[2]
    assert (person.name, person.family_name, person.given_name) == ("斎藤 花", "斎藤", "花")
    assert minutes.turns[1].attendee_id == person.attendee_id


def test_who_was_absent_is_no_candidate_and_counts_as_absent(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    person = read.attendees[2]
    row = {"table": "attendees", "record_id": person.attendee_id, "quote": "佐藤"}
    minutes = corrected(tmp_path, row | {"field": "present", "corrected": "いいえ"})
    assert person.attendee_id in read.turns[1].candidates
    assert person.attendee_id not in minutes.turns[1].candidates
    assert read.meeting is not None
    assert minutes.meeting is not None
    assert (read.meeting.members_present, read.meeting.members_absent) == (3, 0)
    assert (minutes.meeting.members_present, minutes.meeting.members_absent) == (2, 1)


def test_who_is_deleted_is_nobody_s_candidate(read: pipeline.Minutes, tmp_path: Path) -> None:
    person = read.attendees[1]
    row = {"table": "attendees", "record_id": person.attendee_id, "action": "delete"}
    minutes = corrected(tmp_path, row)
    assert [a.name for a in minutes.attendees] == ["森本", "佐藤", "久保"]
    assert [a.seq for a in minutes.attendees] == [1, 2, 3]
    assert all(person.attendee_id not in t.candidates for t in minutes.turns)
    assert minutes.tables()["residue"]["text"].tolist() == ["山田委員"]
    assert minutes.coverage < read.coverage


def test_a_date_brings_weekday_and_year_along(tmp_path: Path) -> None:
    row = {"table": "meetings", "field": "date", "corrected": "2022/4/8"}
    meeting = corrected(tmp_path, row).meeting
    assert meeting is not None
    assert meeting.date == datetime.date(2022, 4, 8)
    assert (meeting.weekday, meeting.fiscal_year) == ("金", 2022)


def test_a_body_brings_its_municipality_along(tmp_path: Path) -> None:
    row = {"table": "meetings", "field": "body", "corrected": "吹田市個人情報保護審議会"}
    meeting = corrected(tmp_path, row).meeting
    assert meeting is not None
    assert (meeting.prefecture, meeting.municipality_code) == ("大阪府", "272051")


def test_an_outcome_is_that_of_the_case(read: pipeline.Minutes, tmp_path: Path) -> None:
    decision = read.decisions[0]
    assert (decision.outcome, read.cases[0].outcome) == ("承認", "承認")
    row = {"table": "decisions", "record_id": decision.decision_id, "quote": decision.text[:9]}
    minutes = corrected(tmp_path, row | {"field": "outcome", "corrected": "否決"})
    assert (minutes.decisions[0].outcome_class, minutes.cases[0].outcome) == ("rejected", "否決")


def test_topics_and_citations_are_found_in_the_corrected_text(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    text = "個人情報保護法第27条による予算です。"
    minutes = corrected(tmp_path, of_turn(read, 6, "text", text), tags=True)
    assert [(c.article, c.turn_id) for c in minutes.citations] == [("27", read.turns[6].turn_id)]
    assert pipeline.read(text=TEXT).citations == ()


# -- records put in, taken out and joined -----------------------------------------------------


def test_a_turn_within_a_turn_takes_the_rest_of_it(read: pipeline.Minutes, tmp_path: Path) -> None:
    row = {"table": "turns", "action": "add", "line": 12, "quote": "山田委員 経費はどうか"}
    minutes = corrected(tmp_path, row | {"field": "speaker", "corrected": "山田委員"})
    said = [(t.speaker, t.text) for t in minutes.turns[2:5]]
    assert said == [
        ("事務局", "来年4月です。"),
        ("山田委員", "経費はどうか。"),
        ("事務局", "予算の範囲内です。"),
    ]
    assert [t.seq for t in minutes.turns] == list(range(1, 9))
    new = minutes.turns[3]
    assert (new.is_question, new.case_id) == (True, read.turns[2].case_id)
    assert minutes.turns[4].replies_to == new.turn_id
    # Ids of all others are as they were; each character is in one record.
    assert [t.turn_id for t in minutes.turns if t is not new] == [t.turn_id for t in read.turns]
    assert minutes.coverage == read.coverage == 1.0
    stretches = [(p.line, p.start, p.end) for p in minutes.passages]
    assert len(stretches) == len({start[:2] for start in stretches})


def test_a_turn_joined_with_the_one_before(read: pipeline.Minutes, tmp_path: Path) -> None:
    row = of_turn(read, 3, "", "") | {"action": "join", "field": ""}
    minutes = corrected(tmp_path, row)
    assert len(minutes.turns) == len(read.turns) - 1
    assert minutes.turns[2].text == f"{read.turns[2].text}\n{read.turns[3].text}"
    assert minutes.turns[2].place.line_last == 13
    assert minutes.coverage == 1.0


def test_a_person_the_rules_did_not_see(read: pipeline.Minutes, tmp_path: Path) -> None:
    text = TEXT.replace("出席委員", "欠席：鈴木花\n出席委員").replace("欠席：鈴木花", "※鈴木花 様")
    document = pipeline.read(text=text).document.document_id
    add = {"table": "attendees", "action": "add", "line": 4, "quote": "鈴木花"}
    add["document_id"] = document
    minutes = pipeline.read(
        text=text,
        corrections=written(
            tmp_path / "c.csv",
            add | {"field": "name", "corrected": "鈴木 花"},
            add | {"field": "group", "corrected": "委員"},
        ),
    )
    person = next(a for a in minutes.attendees if a.family_name == "鈴木")
    assert (person.seq, person.group, person.rule) == (1, "委員", "correction")
    assert (
        person.attendee_id == f"{document[1:]}-a0.{len(''.join(TEXT.split('出席')[0].split())) + 1}"
    )
    assert person.attendee_id in minutes.turns[1].candidates


def test_a_case_that_was_not_seen_takes_what_stands_behind_it(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    row = {"table": "cases", "action": "add", "line": 13, "quote": "予算の範囲内"}
    minutes = corrected(tmp_path, row | {"field": "title", "corrected": "予算について"})
    assert [c.title for c in minutes.cases] == [
        "健康管理アプリの導入について",
        "災害時要支援者名簿の提供について",
        "予算について",
    ]
    assert [c.case_no for c in minutes.cases] == [1, 2, 3]
    new = minutes.cases[2]
    assert [t.case_id == new.case_id for t in minutes.turns] == [
        *[False] * 3, True, True, False, False,
    ]  # fmt: skip
    assert (new.outcome, minutes.cases[0].outcome) == ("承認", None)


def test_what_belonged_to_a_deleted_case_goes_to_the_one_before(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    row = {"table": "cases", "record_id": read.cases[1].case_id, "action": "delete"}
    minutes = corrected(tmp_path, row)
    assert {t.case_id for t in minutes.turns} == {read.cases[0].case_id}


def test_a_confirmed_record_is_no_doubt(tmp_path: Path) -> None:
    text = TEXT.replace("事務局：適切に行います。", "事務局：適切に行います。そして")
    read = pipeline.read(text=text)
    doubtful = next(t for t in read.turns if t.doubt == "warning")
    row = {"table": "turns", "record_id": doubtful.turn_id, "action": "確認"}
    row["document_id"] = read.document.document_id
    minutes = pipeline.read(text=text, corrections=written(tmp_path / "c.csv", row))
    assert next(t for t in minutes.turns if t.turn_id == doubtful.turn_id).doubt == "info"
    assert len(minutes.issues) == len(read.issues)
    assert [c.action for c in minutes.corrections] == ["confirm"]


# -- found again, or not ----------------------------------------------------------------------


def test_what_was_checked_as_a_whole_is_no_doubt(tmp_path: Path) -> None:
    """The document counts four members and names three: no record to confirm."""
    text = TEXT.replace("出席委員：", "出席委員（4名）：")
    before = pipeline.read(text=text, tags=False)
    doubts = [(i.code, i.severity) for i in before.issues if i.table == "attendees"]
    assert doubts == [("head_count_mismatch", "warning")]
    row = {"document_id": before.document.document_id, "table": "documents", "field": "checked"}
    for groups, severity in (("turns agenda", "warning"), ("roster", "info"), ("all", "info")):
        file = written(tmp_path / "c.csv", row | {"corrected": groups})
        after = pipeline.read(text=text, corrections=file, tags=False)
        found = [i.severity for i in after.issues if i.code == "head_count_mismatch"]
        assert found == [severity], groups


def test_the_table_shows_what_was_read_and_what_counts(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    row = of_turn(read, 1, "speaker", "佐藤委員") | {"by": "花", "note": "録音で確認"}
    tables = corrected(tmp_path, row).tables()
    (shown,) = tables["corrections"].to_dict("records")
    expected = {
        "table": "turns", "record_id": read.turns[1].turn_id, "action": "change",
        "field": "speaker", "original": "委員", "corrected": "佐藤委員", "status": "applied",
        "by": "花", "note": "録音で確認", "line": 11,
    }  # fmt: skip
    assert {name: shown[name] for name in expected} == expected
    assert tables["turns"]["speaker"].tolist()[1] == "佐藤委員"
    assert tables["speeches"]["speaker"].tolist()[1] == "佐藤委員"


def test_the_table_is_itself_a_file_of_corrections(read: pipeline.Minutes, tmp_path: Path) -> None:
    add = {"table": "turns", "action": "add", "line": 12, "quote": "山田委員 経費はどうか"}
    first = corrected(
        tmp_path,
        add | {"field": "speaker", "corrected": "山田委員"},
        of_turn(read, 1, "speaker", "佐藤委員"),
        {"table": "meetings", "field": "public", "corrected": "公開"},
    )
    again = tmp_path / "again.csv"
    to_frames(first._rows())["corrections"].to_csv(again, index=False)
    assert pipeline.read(text=TEXT, corrections=again, tags=False) == first


CHANGED = TEXT.replace("日時：", "公開\n日時：").replace("会議室\n", "会議室\n傍聴者：2名\n")


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (CHANGED, "moved", "elsewhere"),
        (
            CHANGED.replace("時期はいつか", "時期はいつ頃か"),
            "conflict",
            "no longer in the document",
        ),
        (
            CHANGED.replace("事務局：適切に", "委員：導入の時期はいつか。\n事務局：適切に"),
            "conflict",
            "2 records of turns",
        ),
        (
            CHANGED.replace("委員：導入の時期は", "※導入の時期は").replace(
                "会長：それでは始めます。\n", ""
            ),
            "conflict",
            "in no record of turns",
        ),
    ],
)
def test_of_a_file_that_changed(
    read: pipeline.Minutes, tmp_path: Path, text: str, status: str, said: str
) -> None:
    (tmp_path / "m.txt").write_text(text, "utf-8")
    row = of_turn(read, 1, "speaker", "佐藤委員") | {"path": "m.txt"}
    row |= {"document_id": read.document.document_id, "quote": "導入の時期はいつか。"}
    minutes = pipeline.read(
        tmp_path / "m.txt", corrections=written(tmp_path / "c.csv", row), tags=False
    )
    (correction,) = minutes.corrections
    assert (correction.status, said in correction.message) == (status, True), correction
    speakers = [t.speaker for t in minutes.turns if "導入の時期" in t.text]
    assert ("佐藤委員" in speakers) == (status == "moved")
    codes = {issue.code: issue.severity for issue in minutes.issues}
    expected = {"moved": "info", "conflict": "warning"}[status]
    assert codes[f"correction_{status}"] == expected


def test_an_old_id_is_found_by_its_words(read: pipeline.Minutes, tmp_path: Path) -> None:
    """Another version may let a turn begin elsewhere: its id is another, its words are not."""
    row = of_turn(read, 4, "speaker", "副会長") | {"record_id": f"{read.turns[4].turn_id}9"}
    minutes = corrected(tmp_path, row)
    assert minutes.turns[4].speaker == "副会長"
    assert [c.status for c in minutes.corrections] == ["moved"]


def test_a_value_of_a_meeting_of_a_changed_file_must_still_be_read(
    read: pipeline.Minutes, tmp_path: Path
) -> None:
    (tmp_path / "m.txt").write_text(CHANGED, "utf-8")
    rows = [
        {"table": "meetings", "field": field, "original": original, "corrected": corrected}
        for field, original, corrected in (
            ("opened", "14:00", "14:05"),
            ("closed", "15:00", "16:05"),
        )
    ]
    anchor = {"document_id": read.document.document_id, "path": "m.txt"}
    file = written(tmp_path / "c.csv", *(row | anchor for row in rows))
    minutes = pipeline.read(tmp_path / "m.txt", corrections=file)
    assert minutes.meeting is not None
    # One record, two wishes: if the file says something else now, neither is applied.
    assert (minutes.meeting.opened, minutes.meeting.closed) == ("14:00", "16:00")
    assert {c.status for c in minutes.corrections} == {"conflict"}


def test_no_record_of_a_poem_can_be_corrected(tmp_path: Path) -> None:
    text = "春の川\n\n雪がとけて、川の水がふえた。\n"
    document = pipeline.read(text=text).document.document_id
    row = {"document_id": document, "table": "turns", "record_id": "x", "field": "speaker"}
    minutes = pipeline.read(text=text, corrections=written(tmp_path / "c.csv", row))
    assert minutes.kind == "not_minutes"
    assert [(c.status, c.table) for c in minutes.corrections] == [("conflict", "turns")]
    assert len(minutes.tables()["corrections"]) == 1


# -- files that cannot be ---------------------------------------------------------------------

D = "d0123456789abcdef"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"table": "turns", "field": "speaker"}, "record_id is empty"),
        ({"table": "turns", "record_id": "x", "field": "colour"}, "'colour' of turns"),
        ({"table": "tags", "record_id": "x", "field": "topic"}, "'tags' cannot be corrected"),
        ({"table": "meetings", "field": "date", "corrected": "2022-02-30"}, "a day like"),
        ({"table": "meetings", "field": "opened", "corrected": "25:00"}, "a time like 14:00"),
        ({"table": "meetings", "field": "public", "corrected": "秘密"}, "one of 公開"),
        ({"table": "meetings", "action": "delete"}, "delete is no action for meetings"),
        ({"table": "meetings", "action": "maybe", "field": "date"}, "no action 'maybe'"),
        ({"table": "turns", "record_id": "x"}, "column field is empty"),
        ({"table": "attendees", "record_id": "x", "field": "name"}, "name cannot be empty"),
        ({"table": "cases", "record_id": "x", "field": "unanimous", "corrected": "多分"}, "true"),
        ({"table": "turns", "action": "add", "field": "speaker", "line": "3"}, "line and quote"),
        ({"table": "turns", "record_id": "x", "field": "text", "line": "三"}, "line is a whole"),
        ({"table": "documents", "field": "checked", "corrected": "roles"}, "'roles'"),
        ({"table": "meetings", "field": "date", "document_id": "m1"}, "document_id is 'm1'"),
    ],
)
def test_what_cannot_be_asked_for(tmp_path: Path, row: dict[str, str], said: str) -> None:
    file = written(tmp_path / "c.csv", {"document_id": D, **row})
    with pytest.raises(CorrectionError, match=r"^c\.csv, row 2: ") as caught:
        read_edits(file)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("c.txt", b"document_id,table\n", "not from .txt"),
        ("c.csv", b"a,b\n1,2\n", "no column document_id and table"),
        ("c.csv", b"\xff\xfe\xfd\x81", "neither UTF-8 nor Shift_JIS"),
        ("c.xlsx", b"no workbook", "no XLSX workbook"),
        ("c.csv", b"document_id,table,field\n", "with field and corrected"),
        ("gone.txt", None, "cannot be read"),
        ("gone.csv", None, "cannot be read"),
        ("gone.xlsx", None, "cannot be read"),
    ],
)
def test_what_is_no_file_of_corrections(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CorrectionError, match=said):
        read_edits(tmp_path / name)


def test_excel_in_japan_saves_csv_in_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes(
        f"document_id,table,field,corrected\n{D},meetings,place,市役所\n".encode("cp932")
    )
    assert len(read_edits(file)) == 1


def test_two_people_want_two_things(tmp_path: Path) -> None:
    row = {"document_id": D, "table": "turns", "record_id": "x", "field": "speaker"}
    one = written(tmp_path / "one.csv", row | {"corrected": "会長"})
    other = written(tmp_path / "other.csv", row | {"corrected": "委員"})
    with pytest.raises(CorrectionError, match=r"other\.csv, row 2 and one\.csv, row 2"):
        read_edits([one, other])
    assert len(read_edits([one, one])) == 1


# -- whatever is asked for --------------------------------------------------------------------

SAMPLES = [
    Path(__file__).resolve().parents[1] / "data" / "raw" / name
    for name in ("mishima_kojinjoho_041.txt", "otsu_kankyo.pdf", "sajima_kodomo.html")
]
NEW = {"group": "委員", "outcome": "承認", "kind": "remark"}


def one_of_each(minutes: Minutes) -> Iterator[Edit]:
    """Every action on the first and the last record of each table."""
    document_id = minutes.document.document_id
    for name, table in CORRECTABLE.items():
        records = list(getattr(minutes, name, ()))
        for record in [*records[:1], *records[1:][-1:]]:
            words = getattr(record, table.quote) or ""
            known = {"document_id": document_id, "table": name, "line": record.place.line_first}
            about = known | {"record_id": getattr(record, table.key), "quote": words[:30]}
            for action in table.actions:
                if action == "add":
                    values = tuple((field, NEW.get(field, "新しい")) for field in table.needed)
                    half = words[len(words) // 2 :][:12]
                    yield Edit(**known, action=action, quote=half, values=values)
                else:
                    values = ((table.quote, "改めた文"),) if action == "change" else ()
                    yield Edit(**about, action=action, values=values)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_nothing_is_lost_and_nothing_dangles(path: Path) -> None:
    document = read_document(path)
    base = parse(document)
    edits = list(one_of_each(base))
    assert len(edits) >= 20
    text = {line.no: line.text for line in document.lines}
    solid = sum(not char.isspace() for line in text.values() for char in line)
    for edit in edits:
        minutes = parse_corrected(document, [edit])
        assert len(minutes.corrections) >= 1, edit
        places = Counter(
            (p.line, at)
            for p in minutes.passages
            for at in range(p.start, p.end)
            if not text[p.line][at].isspace()
        )
        assert (len(places), set(places.values())) == (solid, {1}), edit
        people = {a.attendee_id for a in minutes.attendees}
        cases = {c.case_id for c in minutes.cases}
        turns = {t.turn_id for t in minutes.turns}
        for turn in minutes.turns:
            assert {*turn.candidates, turn.attendee_id} - {None} <= people, edit
            assert {turn.case_id, None} - {None} <= cases, edit
            assert {turn.replies_to} - {None} <= turns, edit
        assert {x.question_id for x in minutes.exchanges} <= turns, edit
        table_rows(minutes, with_lines=True)  # no id is given twice
