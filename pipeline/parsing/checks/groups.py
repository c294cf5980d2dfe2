"""The lists of the roster: a heading that was lost, posts where they do not belong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.model import Attendee, Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import OFFICIALS, load, words
from pipeline.parsing.lines.sheet import Segment

__all__ = ["check_groups"]

_CHAIR = frozenset(load("roles")["chair"])
_MEMBER = words("roles", "member")
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_ELSEWHERE = re.compile(  # 消防署予防課長 is a member
    r"署|会社|[新公商]社|社団|社協|大学|学校|学園|学院|高校|国|県|協会|協議会|組合|連盟|機構|病院"
)
_CLERK = re.compile(r"^.{0,8}(?:課長|係長|主査|主事|主任|主幹|課長補佐|課長代理)$")
_OFFICE = re.compile(r"主査$|[市町村区]長")  # 副主査, 市長職務代理者: posts of officials too
_TOP, _LOW = re.compile(r"[部局]長$"), re.compile(r"(?:主事|主査|主任|主幹|係長)$")
_ENTRY = re.compile(
    r"^(?:[・-]|[(]?[0-9]{1,2}[.)]|案件).{2,}(?:について|の件|開会|その他)(?:$|[(【])"
)
_TWO_BULLETS = re.compile(r"・[^・]{2,12}(?<![ァ-ヺ])・[^・(]{2,12}(?<!長)$")
_SECTION = re.compile(r"\S{1,8}[課室]")
_ROW = 160  # characters: longer lines hold a whole header
_SEAT = re.compile(r"[0-9０-９]番[\s　]*$")
_POSTS = 4  # officials of whom all but one have one
_CHAIRS = 2  # of one list, where its heading was lost
_BODY = 5  # members that make a body


def check_groups(parsed: Parsed) -> Iterator[Issue]:
    """Yield what contradicts the order of the lists of people."""
    attendees = parsed.roster.attendees
    yield from _posts(attendees)
    yield from _quorum(parsed)
    yield from _sections(attendees)
    yield from _seats(parsed)
    yield from _begins_again(attendees)
    yield from _secretariat(attendees)
    yield from _below_nobody(parsed)
    yield from _entries(parsed)
    yield from _bullets(parsed)


def _posts(attendees: list[Attendee]) -> Iterator[Issue]:
    """Yield posts in the wrong group, two chairs, and people without the post that others have."""
    chairs = Counter((a.group, a.role) for a in attendees if a.role in _CHAIR and a.group == "委員")
    elsewhere = max(chairs.values(), default=0) > _CHAIRS  # they preside over other bodies
    for (group, role), count in chairs.items():
        if count > 1 and not elsewhere:
            yield issue(
                "two_chairs",
                f"The roster gives {count} people of {group} as {role}.",
                table="attendees",
            )
    for group in ("委員", "実施機関", "事務局"):
        people = [a for a in attendees if a.group == group]
        official = [
            a
            for a in people
            if a.role
            and _CLERK.search(unspaced(a.role))
            and not _ELSEWHERE.search(f"{a.affiliation or ''}{a.role}")
            and not (a.deputy_for or "代理" in (a.attendance or ""))
        ]
        member = [
            a
            for a in people
            if a.role and unspaced(a.role).endswith(_MEMBER) and not _OFFICE.search(a.role)
        ]
        without = [a for a in people if not (a.role or a.affiliation or a.division or a.deputy_for)]
        strange = official if group == "委員" else member
        if strange and len(strange) < len(people) and len(people) >= 2:
            yield issue(
                "post_of_another_group",
                f"「{strange[0].name}」 ({strange[0].role}) stands among {group}.",
                strange[0],
            )
        if len(without) == 1 and len(people) >= _POSTS:
            yield issue(
                "post_missing",
                f"「{without[0].name}」 has no post, the others of the list have one.",
                without[0],
            )


def _sections(attendees: list[Attendee]) -> Iterator[Issue]:
    """Yield members of whom a few come from a section of the office, 企画政策課."""
    members = [a for a in attendees if a.group == "委員"]
    come = [
        a
        for a in members
        if _SECTION.fullmatch(section := unspaced(a.affiliation or a.division or ""))
        and not _ELSEWHERE.search(section)
        and not (a.deputy_for or "代理" in (a.attendance or ""))
    ]
    if come and len(come) <= len(members) / 2:
        yield issue(
            "post_of_another_group",
            f"「{come[0].name}」 ({come[0].affiliation or come[0].division}) stands among 委員.",
            come[0],
        )


def _seats(parsed: Parsed) -> Iterator[Issue]:
    """Yield an official with the number of a seat: 6番 服部章二."""
    for attendee in parsed.roster.attendees:
        line = parsed.lines[attendee.place.line_first]
        if attendee.group not in OFFICIALS or len(line) > _ROW or "番" not in line:
            continue
        if _SEAT.search(line[: max(0, line.find(attendee.name))]):
            yield issue(
                "post_of_another_group",
                f"「{attendee.name}」 has a seat, as members do, among {attendee.group}.",
                attendee,
            )
            return


def _quorum(parsed: Parsed) -> Iterator[Issue]:
    """Yield that most members are absent, or all officials: such a meeting is not held."""
    attendees = parsed.roster.attendees
    members = [a for a in attendees if a.group == "委員"]
    officials = [a for a in attendees if a.group in OFFICIALS]
    everybody = len(attendees) > 1 and not any(a.present for a in attendees)
    if len(officials) > 1 and not any(a.present for a in officials) and not everybody:
        yield issue(
            "mostly_absent",
            f"All {len(officials)} officials are absent; a label may be missing.",
            table="attendees",
        )
    absent = sum(not a.present for a in members)
    nobody = absent == len(members) < len(attendees) - 1
    nobody = nobody or (everybody and bool(parsed.header.named("attendees", "group")))
    if members and (nobody or (len(members) >= _BODY and absent > len(members) / 2)):
        yield issue(
            "mostly_absent",
            f"{absent} of {len(members)} members are absent; a label may be missing.",
            table="attendees",
        )


def _begins_again(attendees: list[Attendee]) -> Iterator[Issue]:
    """Yield members present who stand behind the officials, apart from the other members."""
    first = next((n for n, a in enumerate(attendees) if a.group in OFFICIALS), None)
    if first is None or not any(a.group == "委員" for a in attendees[:first]):
        return
    for attendee in attendees[first:]:
        if attendee.group == "委員" and attendee.present and attendee.rule != "roster_deputy":
            yield issue(
                "group_begins_again",
                f"「{attendee.name}」 stands behind the officials, apart from the other members.",
                attendee,
            )
            return


def _secretariat(attendees: list[Attendee]) -> Iterator[Issue]:
    """Yield that the list of officials begins again, and that none is of the secretariat."""
    if any(a.group == "事務局" for a in attendees):
        return
    low = False
    for attendee in attendees:
        if attendee.group != "実施機関" or not attendee.role:
            continue
        if low and _TOP.search(attendee.role):
            yield issue(
                "group_not_in_roster",
                f"The officials begin again with 「{attendee.name}」, and no 事務局 is named.",
                attendee,
            )
            return
        low = low or bool(_LOW.search(attendee.role))


def _below_nobody(parsed: Parsed) -> Iterator[Issue]:
    """Yield people below 欠席者 なし: the label between them was lost."""
    people = {a.place.line_first: a for a in parsed.roster.attendees}
    for named in parsed.header.named("absent"):
        lines = [segment for segment, _ in named.values]
        if not lines or unspaced(lines[0].text[named.values[0][1] :]) not in _NOBODY:
            continue
        for segment in lines[1:]:
            if segment.line.no in people:
                yield issue(
                    "header_line_without_label",
                    f"「{segment.raw[:30]}」 stands under a label under which nobody should.",
                    people[segment.line.no],
                )
                return


def _bullets(parsed: Parsed) -> Iterator[Issue]:
    """Yield a line of a list with a bullet a line that has two: ・木下 英樹・前川 修."""
    if line := _line_among_people(parsed, _TWO_BULLETS):
        yield issue(
            "name_in_post",
            f"「{line.raw[:30]}」 names several people, and not each may be read.",
            line,
            table="attendees",
        )


def _entries(parsed: Parsed) -> Iterator[Issue]:
    """Yield titles of business among people: the label of the list of business was lost."""
    if line := _line_among_people(parsed, _ENTRY):
        yield issue(
            "header_line_without_label",
            f"「{line.raw[:30]}」 stands among people and names business.",
            line,
            table="meetings",
        )


def _line_among_people(parsed: Parsed, form: re.Pattern[str]) -> Segment | None:
    """Return the first line of the lists of people whose text has a form from its beginning on."""
    values = (v for f in parsed.header.named("attendees", "absent", "group") for v in f.values)
    return next((line for line, at in values if form.match(line.text[at:].strip())), None)
