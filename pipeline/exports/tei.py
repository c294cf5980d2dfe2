"""TEI as Parla-CLARIN recommends it: one document per meeting, a file each.

``u/@who`` is there only where the minutes determine one person; ``u/@ana`` always says which side
of the table speaks. Decisions are ``note type="decision"``; the schema has no element for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.exports.meeting import ROLES, Part, Row, id_in, parts, title, xml_text
from pipeline.exports.xml_files import XML_ID, add, root, save_each
from pipeline.tables.folder import MeetingRows
from pipeline.tables.speeches import era_date

__all__ = ["NAMESPACE", "write"]

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write ``<meeting_id>.xml`` for each meeting; see :func:`save_each`."""
    return save_each(meetings, out, _tei)


def _tei(meeting: MeetingRows) -> etree._Element:
    (head,) = meeting["meetings"]
    document = root(NAMESPACE, "TEI")
    document.set(XML_ID, head["meeting_id"])
    document.set(_LANG, "ja")
    _header(document, meeting)
    body = add(add(document, "text"), "body")
    pages = _Pages()
    seen: set[str] = set()
    for part in parts(meeting):
        _division(body, part, pages, seen)
    if not len(body):
        add(add(body, "div"), "p")  # a body may not be empty
    return document


def _header(tei: etree._Element, meeting: MeetingRows) -> None:
    (head,), (document,) = meeting["meetings"], meeting["documents"]
    header = add(tei, "teiHeader")
    file = add(header, "fileDesc")
    titles = add(file, "titleStmt")
    add(titles, "title", title(head), type="main")
    held = add(titles, "meeting", head["session"] or head["meeting_id"], corresp="#body")
    if head["session_no"] is not None:
        held.set("n", str(head["session_no"]))
    publication = add(file, "publicationStmt")
    add(publication, "publisher", "gijiroku")
    add(publication, "idno", document["sha256"], type="sha256")
    source = add(add(file, "sourceDesc"), "bibl")
    add(source, "title", title(head))
    add(source, "idno", document["path"], type="filename")
    if document["source_url"]:
        add(source, "idno", document["source_url"], type="URL")
    _day(source, head)
    profile = add(header, "profileDesc")
    setting = add(add(profile, "settingDesc"), "setting")
    if head["municipality"]:
        name = add(setting, "name", head["municipality"], type="org")
        if head["municipality_code"]:
            name.set("key", head["municipality_code"])
    if head["place"]:
        add(setting, "name", head["place"], type="place")
    if head["date"]:
        _day(setting, head)
    if not len(setting):
        add(setting, "p")
    _people(add(profile, "particDesc"), meeting)
    topics = dict.fromkeys(tag["topic"] for tag in meeting["tags"])
    if topics:
        keywords = add(add(profile, "textClass"), "keywords", scheme="#topics")
        for topic in topics:
            add(keywords, "term", topic)
    add(add(profile, "langUsage"), "language", "日本語", ident="ja")


def _day(of: etree._Element, head: Row) -> None:
    if not head["date"]:
        return
    day = head["date"].isoformat()
    date = add(of, "date", era_date(head["date"]), when=day)
    if etree.QName(of).localname == "setting":
        for name, time in (("from", head["opened"]), ("to", head["closed"])):
            if time:
                date.set(name, f"{day}T{time}:00")


def _people(of: etree._Element, meeting: MeetingRows) -> None:
    (head,) = meeting["meetings"]
    orgs = add(of, "listOrg")
    body = add(orgs, "org", xml_id="body", role="committee")
    add(body, "orgName", head["body"] or title(head))
    for present in (True, False):
        people = [person for person in meeting["attendees"] if person["present"] is present]
        if not people:
            continue
        listed = add(of, "listPerson", type="present" if present else "absent")
        for row in people:
            person = add(listed, "person", xml_id=id_in(row["attendee_id"]))
            name = add(person, "persName")
            if row["family_name"] and row["given_name"]:
                add(name, "surname", row["family_name"])
                add(name, "forename", row["given_name"])
            else:
                name.text = xml_text(row["name"])
            office = [row[part] for part in ("affiliation", "bureau", "division", "role")]
            at = {"role": ROLES[row["group"]]}
            if row["group"] == "委員":
                at["ref"] = "#body"
            add(person, "affiliation", " ".join(filter(None, office)), **at)


class _Pages:
    """Marks where a page begins, once, before the record that begins on it."""

    def __init__(self) -> None:
        self.last: int | None = None

    def mark(self, of: etree._Element, row: Row) -> None:
        page = row["page_first"]
        if page is not None and (self.last is None or page > self.last):
            add(of, "pb", n=row["page_label"] or str(page))
            self.last = page


def _division(body: etree._Element, part: Part, pages: _Pages, seen: set[str]) -> None:
    case = part.case
    division = add(body, "div", type="debateSection")
    if case:
        division.set("n", str(case["case_no"]))
        if case["case_id"] not in seen:  # a case that is taken up again has two divisions
            seen.add(case["case_id"])
            division.set(XML_ID, id_in(case["case_id"]))
        named = (case["number"], case["title"] or case["heading"])
        if heading := " ".join(filter(None, named)):
            add(division, "head", heading)
    for name, row in part.records:
        pages.mark(division, row)
        if name == "turns":
            _utterance(division, row)
        elif name == "decisions":
            at = {"xml_id": id_in(row["decision_id"]), "ana": f"#{row['outcome_class']}"}
            add(division, "note", row["text"], type="decision", **at)
        elif name == "notes":
            add(division, "note", row["text"], type=row["kind"], xml_id=id_in(row["note_id"]))
        else:
            note = add(division, "note", type="section", xml_id=id_in(row["section_id"]))
            if row["path"]:
                note.set("n", xml_text(row["path"]))
            note.text = xml_text(row["text"] or "")
    if not part.records:
        add(division, "p")


def _utterance(division: etree._Element, turn: Row) -> None:
    group = ROLES[turn["speaker_group"]]
    if turn["speaker"]:
        add(division, "note", turn["speaker"], type="speaker")
    key = id_in(turn["turn_id"])
    said = add(division, "u", xml_id=key, ana=f"#{'chair' if turn['is_chair'] else group}")
    if turn["attendee_id"]:
        said.set("who", f"#{id_in(turn['attendee_id'])}")
    for number, paragraph in enumerate((turn["text"] or "").split("\n"), 1):
        add(said, "seg", paragraph, xml_id=f"{key}.{number}")
