"""Who is the same person and which is the same body, and on what basis."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline.tables.bodies import parent_name
from pipeline.tables.people import People, body_id_of, person_id_of, persons_and_bodies
from pipeline.tables.schema import table


def meeting(no: int, body: str | None, code: str | None, day: int | None) -> dict[str, Any]:
    return {
        "meeting_id": f"m{no}",
        "body": body,
        "municipality_code": code,
        "body_id": body_id_of(code, body),
        "date": None if day is None else datetime.date(2022, 1, day),
    }


def attendee(no: int, of: dict[str, Any], name: str, *split: str) -> dict[str, Any]:
    family, given = split or (None, None)
    return {
        "meeting_id": of["meeting_id"],
        "attendee_id": f"a{no}",
        "name": name,
        "family_name": family,
        "given_name": given,
        "person_id": person_id_of(of["body_id"], family, given, f"a{no}"),
    }


RIVER, SEA = ("架空市河川審議会", "架空市海岸審議会")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("012345", RIVER), ("012345", RIVER), True),
        (("012345", RIVER), ("012345", "架空市 河川　審議会"), True),
        (("012345", RIVER), ("012345", SEA), False),
        (("012345", RIVER), ("543210", RIVER), False),
        (("012345", RIVER), (None, RIVER), False),
        ((None, RIVER), (None, RIVER), True),
    ],
)
def test_a_body_is_its_municipality_and_its_name(
    one: tuple[str | None, str], other: tuple[str | None, str], same: bool
) -> None:
    assert (body_id_of(*one) == body_id_of(*other)) is same


def test_a_nameless_body_has_no_id() -> None:
    assert body_id_of("012345", None) is None
    assert body_id_of("012345", "\u3000") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("b1", "山岡", "架江", "a1"), ("b1", "山岡", "架江", "a2"), True),
        (("b1", "山岡", "架江", "a1"), ("b2", "山岡", "架江", "a2"), False),  # another body
        (("b1", "山岡", "架江", "a1"), ("b1", "山岡", "想太", "a2"), False),
        (("b1", "山岡", None, "a1"), ("b1", "山岡", None, "a2"), False),  # a family name alone
        ((None, "山岡", "架江", "a1"), (None, "山岡", "架江", "a2"), False),  # an unknown body
        (("b1", "髙橋", "架江", "a1"), ("b1", "高橋", "架江", "a2"), False),  # never folded
    ],
)
def test_a_person_is_a_full_name_in_a_body(
    one: tuple[str | None, str | None, str | None, str],
    other: tuple[str | None, str | None, str | None, str],
    same: bool,
) -> None:
    assert (person_id_of(*one) == person_id_of(*other)) is same


MEETINGS = [
    meeting(1, RIVER, "012345", 20),
    meeting(2, RIVER, "012345", 10),
    meeting(3, RIVER, "012345", None),
    meeting(4, SEA, "012345", 5),
    meeting(5, None, None, 6),
]
ATTENDEES = [
    attendee(1, MEETINGS[0], "山岡架江", "山岡", "架江"),
    attendee(2, MEETINGS[0], "山岡架江", "山岡", "架江"),  # named twice in one roster
    attendee(3, MEETINGS[0], "谷口"),
    attendee(4, MEETINGS[1], "山岡 架江", "山岡", "架江"),
    attendee(5, MEETINGS[1], "谷口"),
    attendee(6, MEETINGS[2], "山岡 架江", "山岡", "架江"),
    attendee(7, MEETINGS[3], "山岡 架江", "山岡", "架江"),
    attendee(8, MEETINGS[4], "川辺 想太", "川辺", "想太"),
]


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("架空市環境審議会廃棄物部会", "架空市環境審議会"),
        ("架空市環境審議会 廃棄物部会", "架空市環境審議会"),
        ("架空市環境審議会（廃棄物部会）", "架空市環境審議会"),
        ("架空市環境審議会・第2小委員会", "架空市環境審議会"),
        ("架空市社会教育委員会議専門部会", "架空市社会教育委員会議"),
        ("架空市環境審議会廃棄物部会小委員会", "架空市環境審議会廃棄物部会"),
        ("架空市環境審議会部会", "架空市環境審議会"),
        ("架空市環境審議会", None),
        ("廃棄物部会", None),  # whose, it does not say
        ("架空市専門委員会", None),
        ("架空市小委員会", None),
        ("部会", None),
    ],
)
def test_a_part_names_the_body_it_belongs_to(name: str, parent: str | None) -> None:
    assert parent_name(name) == parent


def test_a_part_stands_under_its_body_also_if_that_never_met() -> None:
    part, of_part = "架空市河川審議会清掃部会", "架空市河川審議会清掃部会小委員会"
    meetings = [meeting(1, part, "012345", 1), meeting(2, of_part, "012345", 2)]
    bodies = {row["name"]: row for row in persons_and_bodies(meetings, [])["bodies"]}
    assert {name: row["meetings"] for name, row in bodies.items()} == {
        RIVER: 0,
        part: 1,
        of_part: 1,
    }
    assert bodies[RIVER]["parent_id"] is None
    assert bodies[part]["parent_id"] == bodies[RIVER]["body_id"]
    assert bodies[of_part]["parent_id"] == bodies[part]["body_id"]
    both = People()
    for one in meetings:  # collected apart and brought together
        apart = People()
        apart.add({"meetings": [one]})
        both.merge(apart.rows())
    assert both.rows() == persons_and_bodies(meetings, [])


def test_a_renamed_body_is_one_body_under_its_name_of_today() -> None:
    old = meeting(1, "架空市水路審議会", "012345", 1) | {
        "body_id": body_id_of("012345", RIVER),
        "body_now": RIVER,
    }
    bodies = persons_and_bodies([old, meeting(2, RIVER, "012345", 2)], [])["bodies"]
    assert [(row["name"], row["meetings"]) for row in bodies] == [(RIVER, 2)]


def test_people_and_bodies_over_a_run() -> None:
    found = persons_and_bodies(MEETINGS, ATTENDEES)
    assert [
        (row["name"], row["municipality_code"], row["meetings"]) for row in found["bodies"]
    ] == [
        (RIVER, "012345", 3),
        (SEA, "012345", 1),
    ]
    summary = {
        (row["name"], row["meetings"], str(row["first_date"]), str(row["last_date"]), row["basis"])
        for row in found["persons"]
    }
    assert summary == {
        ("山岡 架江", 3, "2022-01-10", "2022-01-20", "body_and_full_name"),
        ("山岡 架江", 1, "2022-01-05", "2022-01-05", "body_and_full_name"),
        ("谷口", 1, "2022-01-20", "2022-01-20", "one_mention"),
        ("谷口", 1, "2022-01-10", "2022-01-10", "one_mention"),
        ("川辺 想太", 1, "2022-01-06", "2022-01-06", "one_mention"),
    }
    for name in ("persons", "bodies"):
        assert all(tuple(row) == table(name).names for row in found[name])


def test_the_order_of_documents_changes_nothing() -> None:
    people = People()
    for no in reversed(range(5)):
        own = [row for row in ATTENDEES if row["meeting_id"] == f"m{no + 1}"]
        people.add({"meetings": [MEETINGS[no]], "attendees": own})
    assert people.rows() == persons_and_bodies(MEETINGS, ATTENDEES)
