"""The same meeting in several files is counted once."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from batch_samples import minutes, read_csv

from generator.pdf import write_pdf
from pipeline.batch import convert
from pipeline.batch.card import Card, card_of, is_draft
from pipeline.batch.variants import Candidate, find_variants, likeness, meeting_key
from pipeline.tables.schema import table

TALK = "".join(
    f"委員：第{number}の論点について、資料{number}の記載は十分だと思います。\n"
    f"事務局：論点{number}の記載は次回までにもう一度確かめてご報告します。\n"
    for number in range(1, 12)
)
FULL = minutes(1).replace("会長：それでは", TALK + "会長：それでは")


def as_html(text: str) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines())
    return f"<html><head><title>会議録</title></head><body>{lines}</body></html>"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One meeting as PDF, web page and draft, and another one of the same body and day."""
    root = tmp_path_factory.mktemp("variants")
    source = root / "in"
    source.mkdir()
    write_pdf(source / "final.pdf", FULL.splitlines())
    (source / "final.html").write_text(as_html(FULL), encoding="utf-8")
    (source / "draft.txt").write_text(
        FULL.replace("会議録", "会議録（案）", 1).replace("十分だ", "十分で", 1), encoding="utf-8"
    )
    other = minutes(2).replace("４月2日", "４月1日")
    (source / "evening.txt").write_text(other, encoding="utf-8")
    (source / "poem.txt").write_text("春の川\n魚をさがした。\n", encoding="utf-8")
    return convert(source, root / "out", jobs=1).out


def documents(out: Path) -> dict[str, dict[str, str]]:
    return {row["path"]: row for row in read_csv(out, "documents")}


def test_the_file_with_pages_is_preferred_and_the_others_point_at_it(out: Path) -> None:
    rows = documents(out)
    preferred = rows["final.pdf"]["document_id"]
    assert {path: row["variant_of"] for path, row in rows.items()} == {
        "draft.txt": preferred,
        "evening.txt": "",
        "final.html": preferred,
        "final.pdf": "",
        "poem.txt": "",
    }


def test_meetings_name_their_preferred_one(out: Path) -> None:
    rows = documents(out)
    meetings = {row["meeting_id"]: row["variant_of"] for row in read_csv(out, "meetings")}
    assert len(meetings) == 4
    assert meetings[rows["draft.txt"]["meeting_id"]] == rows["final.pdf"]["meeting_id"]
    assert meetings[rows["final.pdf"]["meeting_id"]] == ""


def test_variants_are_not_counted_twice(out: Path) -> None:
    (body,) = read_csv(out, "bodies")
    assert body["meetings"] == "2"
    assert {
        row["meetings"] for row in read_csv(out, "persons") if row["basis"] != "one_mention"
    } == {"2"}
    variants = {row["meeting_id"] for row in read_csv(out, "meetings") if row["variant_of"]}
    turns = read_csv(out, "turns")
    of_variants = {row["turn_id"] for row in turns if row["meeting_id"] in variants}
    speeches = {row["turn_id"] for row in read_csv(out, "speeches")}
    assert of_variants
    assert speeches == {row["turn_id"] for row in turns} - of_variants


def test_what_becomes_of_a_variant_when_the_preferred_file_goes(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(FULL, encoding="utf-8")
    (source / "b.html").write_text(as_html(FULL), encoding="utf-8")
    first = convert(source, tmp_path / "out", tags=False, jobs=1)
    assert first.variants == 1
    (source / "a.txt").unlink()
    second = convert(source, tmp_path / "out", tags=False, jobs=1)
    assert (second.variants, second.converted) == (0, 0)
    assert len(read_csv(second.out, "speeches")) == second.rows["turns"] > 20


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("第3回会議録（案）", True),
        ("第3回会議録案", True),
        ("会議録【案】", True),
        ("kaigiroku_DRAFT", True),
        ("第3回会議録", False),
        ("提案書", False),
        ("議案", False),
        ("案内", False),
    ],
)
def test_drafts_say_so(name: str, draft: bool) -> None:
    assert is_draft([name]) is draft


def card(**given: object) -> Card:
    """A card of a meeting with ten sentences."""
    document = {"status": "ok", "pages": None, "coverage": 1.0}
    facts: dict[str, object] = {"body": "審議会", "date": "2022-01-21", "sketch": range(10)}
    facts |= {"labelled": True, "verbatim": True, "turns": 9}
    document |= {key: given.pop(key) for key in list(given) if key in document}
    return Card(document=document, **(facts | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"status": "failed"}, {"draft": True}),
        ({"draft": True}, {"labelled": False}),
        ({"labelled": False}, {"verbatim": False}),
        ({"verbatim": False}, {"turns": 8}),
        ({"turns": 8, "pages": 3}, {"turns": 9}),
        ({"pages": None}, {"pages": 3, "coverage": 0.5}),
        ({"coverage": 0.5}, {"coverage": 0.9}),
    ],
)
def test_which_file_is_preferred(worse: dict[str, object], better: dict[str, object]) -> None:
    # The worse one comes first by name: it is not the name that decides.
    files = [
        Candidate("a.txt", "1" * 64, card(**worse)),
        Candidate("b.txt", "2" * 64, card(**better)),
    ]
    assert find_variants(files) == {"1" * 64: "2" * 64}
    assert find_variants(files[::-1]) == {"1" * 64: "2" * 64}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({"session": "第3回"}, {"session": "第３回"}, True),
        ({"session": "第3回"}, {}, True),
        ({"session": "第3回"}, {"session": "第4回"}, False),
        ({}, {"sketch": range(100, 110)}, False),
        ({}, {"sketch": range(5, 15)}, True),  # a third in common
        ({}, {"sketch": range(8, 18)}, False),
        ({"municipality_code": "272051"}, {}, True),
        ({"municipality_code": "272051"}, {"municipality_code": "272035"}, False),
    ],
)
def test_what_is_the_same_meeting(
    one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    files = [Candidate("a.txt", "1" * 64, card(**one)), Candidate("b.txt", "2" * 64, card(**other))]
    assert bool(find_variants(files)) is same


@pytest.mark.parametrize(
    ("body", "prefecture", "municipality"),
    [
        ("情報公開審議会", None, None),
        ("吹田市情報公開審議会", "大阪府", "吹田市"),
        ("大阪府 吹田市 情報公開審議会", "大阪府", "吹田市"),
        ("吹田市情報公開審議会", None, "吹田市"),
    ],
)
def test_a_body_is_the_same_with_and_without_its_municipality(
    body: str, prefecture: str | None, municipality: str | None
) -> None:
    follows = {"prefecture": prefecture, "municipality": municipality}
    named = card(body=body, date="2022-01-21", follows=follows)
    assert meeting_key(named) == ("情報公開審議会", "2022-01-21")


def test_line_breaks_and_widths_do_not_change_a_sketch() -> None:
    rows = {
        "documents": [{}],
        "meetings": [dict.fromkeys(column.name for column in table("meetings").columns)],
        "sections": [],
        "decisions": [],
        "turns": [{"text": "病歴の情報はどのように扱われますか。次の点も伺います。"}],
    }
    rows["meetings"][0] |= {"turns_status": "labelled", "record_type": None}
    wrapped = rows | {
        "turns": [{"text": "病歴の情報は\nどのように扱われますか。\n次の点も　伺います。"}]
    }
    first, second = card_of(rows).sketch, card_of(wrapped).sketch  # type: ignore[arg-type]
    assert len(first) == 2
    assert likeness(first, second) == 1.0
