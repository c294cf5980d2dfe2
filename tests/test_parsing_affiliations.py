"""From where people come, in lists that set it before, behind, above or below their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.parsing import parse
from pipeline.parsing.roster.whence import is_member_post, is_post_elsewhere
from pipeline.reading import read_document

LAYOUTS = Path(__file__).parent / "layouts"
OF_OTHER_TESTS = (
    "misread_c4_kana_column",
    "misread_c8_parties",
    "roster_affiliation_lines_alternate",
    "roster_atomic_style_offices",
    "roster_kokuho_by_capacity",
    "whole_chair_elected_colonless",
    "whole_written_votes",
)
DOCUMENTS = (*sorted(p.stem for p in LAYOUTS.glob("whence_*.json")), *OF_OTHER_TESTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_affiliations_stay_with_their_people(name: str) -> None:
    gold = json.loads((LAYOUTS / f"{name}.json").read_text("utf-8"))
    attendees = parse(read_document(LAYOUTS / f"{name}.txt")).attendees
    found = {(a.name, a.affiliation) for a in attendees}
    assert found == {(a["name"], a["affiliation"]) for a in gold["attendees"]}


@pytest.mark.parametrize("name", [d for d in DOCUMENTS if d.startswith("whence_")])
def test_posts_of_members_are_those_on_the_body(name: str) -> None:
    gold = json.loads((LAYOUTS / f"{name}.json").read_text("utf-8"))
    attendees = parse(read_document(LAYOUTS / f"{name}.txt")).attendees
    found = {(a.name, a.role) for a in attendees}
    assert found == {(a["name"], a["role"]) for a in gold["attendees"]}


@pytest.mark.parametrize(
    ("post", "elsewhere", "of_a_member"),
    [
        ("会長", False, True),
        ("第1部会長", False, True),
        ("教育委員会委員長", True, True),
        ("社会福祉協議会会長", True, False),
        ("区議会議員", True, False),
        ("公募委員", True, False),
        ("汐見市長", True, False),
        ("沖浜工科大学准教授", True, False),
        ("中学校長", True, False),
        ("弁護士", True, False),
        ("学長", False, False),
        ("総務部長", False, False),
        ("公益代表", True, False),
    ],
)
def test_posts_that_are_held_elsewhere(post: str, elsewhere: bool, of_a_member: bool) -> None:
    assert is_post_elsewhere(post) is elsewhere
    assert is_member_post(post) is of_a_member
