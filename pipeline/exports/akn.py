"""Akoma Ntoso 3.0 (OASIS, akn-core v1.0): one ``debate`` per meeting, a file each.

Who speaks is a person only where the minutes determine one; otherwise ``by`` refers to a role
(``#member``, ``#agency``, …). Ids of records are in ``GUID``; ``eId`` counts within its container,
as the naming convention of the standard wants it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.exports.meeting import ROLES, Part, Row, id_in, parts, title, xml_text
from pipeline.exports.xml_files import add, root, save_each
from pipeline.tables.folder import MeetingRows
from pipeline.tables.speeches import era_date

__all__ = ["NAMESPACE", "write"]

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_CHAIR: Final = "chair"
_UNKNOWN_DAY: Final = "0001-01-01"  # FRBRdate must have a date; its name then says `unknown`


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write ``<meeting_id>.xml`` for each meeting; see :func:`save_each`."""
    return save_each(meetings, out, _debate)


@dataclass(slots=True)
class _Numbers:
    """Gives ids: ``dbtSect_1``, and below it ``dbtSect_1__speech_1``."""

    given: Counter[str] = field(default_factory=Counter)

    def next(self, kind: str, within: str = "") -> str:
        stem = f"{within}__{kind}" if within else kind
        self.given[stem] += 1
        return f"{stem}_{self.given[stem]}"


def _debate(meeting: MeetingRows) -> etree._Element:
    (head,) = meeting["meetings"]
    document = root(NAMESPACE, "akomaNtoso")
    debate = add(document, "debate", name="minutes")
    _meta(debate, meeting)
    preface = add(add(debate, "preface"), "p")
    add(preface, "docTitle", title(head))
    if head["date"]:
        add(preface, "docDate", era_date(head["date"]), date=head["date"].isoformat())
    body = add(debate, "debateBody")
    numbers = _Numbers()
    if meeting["attendees"]:
        _roll_call(body, meeting, numbers)
    answers = {row["answer_id"] for row in meeting["exchanges"]}
    for part in parts(meeting):
        _section(body, part, answers, numbers)
    if not len(body):
        add(add(body, "rollCall", eId=numbers.next("rollCall")), "p")  # a body may not be empty
    return document


def _meta(debate: etree._Element, meeting: MeetingRows) -> None:
    (head,), (document,) = meeting["meetings"], meeting["documents"]
    meta = add(debate, "meta")
    identification = add(meta, "identification", source="#gijiroku")
    day, known = (head["date"].isoformat(), True) if head["date"] else (_UNKNOWN_DAY, False)
    place = f"jp-{head['municipality_code']}" if head["municipality_code"] else "jp"
    work = f"/akn/{place}/debate/{day if known else 'unknown'}/{head['meeting_id']}"
    levels = (
        ("Work", work, "meeting" if known else "unknown", "#body"),
        ("Expression", f"{work}/jpn@", "meeting" if known else "unknown", "#body"),
        ("Manifestation", f"{work}/jpn@.xml", "meeting" if known else "unknown", "#gijiroku"),
    )
    for level, uri, name, author in levels:
        of = add(identification, f"FRBR{level}")
        this = uri.replace(".xml", "/!main.xml") if level == "Manifestation" else f"{uri}/!main"
        add(of, "FRBRthis", value=this)
        add(of, "FRBRuri", value=uri)
        if level == "Work":
            add(of, "FRBRalias", value=document["sha256"], name="sha256")
        add(of, "FRBRdate", date=day, name=name)
        add(of, "FRBRauthor", href=author)
        if level == "Work":
            add(of, "FRBRcountry", value="jp")
        elif level == "Expression":
            add(of, "FRBRlanguage", language="jpn")
    references = add(meta, "references", source="#gijiroku")
    at = f"/ontology/organization/{place}"
    body = head["body"] or title(head)
    href = f"{at}/{head['body_id'] or head['meeting_id']}"
    add(references, "TLCOrganization", eId="body", href=href, showAs=body)
    tool = "/ontology/organization/gijiroku"
    add(references, "TLCOrganization", eId="gijiroku", href=tool, showAs="gijiroku")
    for person in meeting["attendees"]:
        about = {"href": f"/ontology/person/{place}/{person['person_id']}"}
        named = {"eId": id_in(person["attendee_id"]), "showAs": person["name"], **about}
        add(references, "TLCPerson", **named)
    for shown, role in {**ROLES, "会長": _CHAIR}.items():
        add(references, "TLCRole", eId=role, href=f"/ontology/role/{role}", showAs=shown)


def _roll_call(body: etree._Element, meeting: MeetingRows, numbers: _Numbers) -> None:
    roll = add(body, "rollCall", eId=numbers.next("rollCall"))
    for person in meeting["attendees"]:
        line = add(roll, "p")
        line.set("class", "present" if person["present"] else "absent")
        add(
            line,
            "person",
            person["name"],
            refersTo=f"#{id_in(person['attendee_id'])}",
            **{"as": f"#{ROLES[person['group']]}"},
        )
        office = [person[name] for name in ("role", "affiliation", "bureau", "division")]
        if said := " ".join(filter(None, office)):
            line[-1].tail = xml_text(f" {said}")


def _section(body: etree._Element, part: Part, answers: set[str], numbers: _Numbers) -> None:
    case = part.case
    eid = numbers.next("dbtSect")
    section = add(body, "debateSection", eId=eid, name="case" if case else "proceedings")
    if case:
        # A case that is taken up again later has two sections, and one GUID may stand once only.
        first = not body.xpath("*[@GUID=$id]", id=id_in(case["case_id"]))
        if first:
            section.set("GUID", id_in(case["case_id"]))
        if case["number"]:
            add(section, "num", case["number"])
        if case["title"] or case["heading"]:
            add(section, "heading", case["title"] or case["heading"])
    for name, row in part.records:
        if name == "turns":
            _speech(section, row, answers, numbers, eid)
        elif name == "decisions":
            guid = id_in(row["decision_id"])
            resolved = add(section, "resolutions", eId=numbers.next("res", eid), GUID=guid)
            _paragraphs(resolved, row["text"])
        elif name == "notes":
            add(section, "narrative", row["text"], GUID=id_in(row["note_id"]))
        else:
            guid = id_in(row["section_id"])
            inner = add(
                section, "debateSection", eId=numbers.next("dbtSect", eid), GUID=guid, name="text"
            )
            if row["path"]:
                add(inner, "heading", row["path"])
            for paragraph in (row["text"] or "").split("\n"):
                add(inner, "summary", paragraph)
    if not len(part.records):
        add(section, "summary")


def _speech(
    section: etree._Element, turn: Row, answers: set[str], numbers: _Numbers, within: str
) -> None:
    kind = "question" if turn["is_question"] else "speech"
    if turn["turn_id"] in answers and kind == "speech":
        kind = "answer"
    role = f"#{_CHAIR if turn['is_chair'] else ROLES[turn['speaker_group']]}"
    by = f"#{id_in(turn['attendee_id'])}" if turn["attendee_id"] else role
    said = add(
        section,
        kind,
        eId=numbers.next(kind, within),
        GUID=id_in(turn["turn_id"]),
        by=by,
        **{"as": role},
    )
    if turn["speaker"]:
        add(said, "from", turn["speaker"])
    _paragraphs(said, turn["text"])


def _paragraphs(of: etree._Element, text: str | None) -> None:
    for paragraph in (text or "").split("\n"):
        add(of, "p", paragraph)
