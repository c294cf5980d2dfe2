"""The header against itself: values under the wrong label, labels without value, lost lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue, unread_lines
from pipeline.parsing.checks.values import COUNT_ALONE, exchanged_fields
from pipeline.parsing.checks.wording import lacks_one
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.header import Field
from pipeline.parsing.header.label_senses import is_dated
from pipeline.parsing.knowledge import groups, header_fields
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.dates import find_dates, find_times, fiscal_year_of
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import is_opening_line, is_web, read_header_label
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.speech import ends_politely, is_people_list

__all__ = ["check_header"]

_PERIOD = re.compile(r"(?:令和|平成|昭和)(?P<era>[0-9元]{1,2})年度")
_NOT_BODY = re.compile(
    r"印刷|ページ|議事録|会議録|議事要旨|日時|(?<!居)場所|出席|欠席|議題|次第|[。、:]"
    r"|^(?:以上|次回|前回|回)|(?:審議|協議)会議$|会議会$|^第[0-9]{1,3}(?![0-9期次部回号])"
)
_CITY = re.compile(r"(?P<name>[^\s、。0-9]{1,6}?[市町村区県])")
_SEAT = re.compile(r"(?P<name>[^\s、。0-9]{2,5}?[市町村区])(?=役所|役場|立)")
_OF_CITY = re.compile(r"(?:教育|農業|選挙管理|監査)委員|議会")  # 市, 町 stand before them
_LONG_NAME = 8  # characters of a body
_LONGEST_BETWEEN = 40  # characters between the beginning and the end of such a name
_PARTS_NAMES = re.compile(r"[\s、。()「」]")
_LABELS = frozenset(header_fields()) | frozenset(groups())
_SAID = re.compile(r"[ぁ-ゖ]{3}。$")  # a sentence in a list of people
_SESSION_OF = re.compile(
    r"^(?:(?:令和|平成|昭和)[0-9元]{1,2}年度?)?第[0-9]{1,3}回.{2,}(?:会|会議)$"
)
_LEGEND = re.compile(r"[(]\s?(?:凡例)?\s?:?\s?[◎○●◇◆□■]")
_PEOPLE = ("attendees", "absent", "group")
_CLOCK = re.compile(r"[0-9]{1,2}(?:時|:[0-9]{2})|正午")
_CUT_CLOCK = re.compile(r"[0-9]時[0-9]{1,2}(?![0-9分:])")
_OTHER_LABEL = re.compile(
    r"^[《【○◎●■□◆◇]|^[場所][\s:]|^(?:開催)?(?:会\s?場|場\s?所)|出席|欠席|日\s?時|議\s?題|傍聴者?[数:]|次第|資料(?![館室])|名簿|[0-9]{1,2}時"
    r"|^[一-龥]{1,4}委員(?:、|及び)|[0-9]会議$"
)
_OPEN_OR_NOT = ("公開", "非公開")
_MEMBERS = re.compile(r"[一-龥々]{1,4}委員、[一-龥々]{1,4}委員")  # who sign
_PRESENT = re.compile(r"(?:副?委員長|副?会長|委員)\s[^。]{2,20}\s[出欠]席(?:[(].*)?")
_DAY = re.compile(r"(?:(?:令和|平成)[^年]{1,3}|20[0-9]{2})年.{1,3}月.{1,3}日.{0,8}")
_BODY_LINES = 5  # lines of the body in which the rest of a header may stand
_WHOLE = 8  # speeches
_MANY_LABELS = 5  # kinds of labels of a header that tells where
_FIRST_SPEECHES = 3  # in which a session is opened
_OPENS_SESSION = re.compile(r"第(?P<n>[0-9]{1,4})回[^、。]{2,30}を(?:開会|開催|始め)")
_OPENED = re.compile(r"開\s?[会議]")
_LATE = 20  # minutes by which a meeting hardly ever begins late
_LONGEST_PLACE = 80  # characters


def check_header(parsed: Parsed) -> Iterator[Issue]:
    """Yield what is missing in the header and what contradicts its label."""
    yield from _missing(parsed)
    yield from _stray_lines(parsed)
    for before, named in pairwise(parsed.header.fields):
        if before.name == "agenda" and named.label and named.label.text == "その他":
            yield issue(
                "entry_read_as_label",
                "「その他」 behind the agenda was read as a label of the header.",
                parsed.sheet[named.segment],
                table="agenda",
            )
    yield from _session(parsed)
    yield from _times(parsed)
    yield from _names(parsed)
    yield from _told(parsed)


def _missing(parsed: Parsed) -> Iterator[Issue]:
    meeting, header = parsed.meeting, parsed.header
    if meeting.date is None:
        yield issue("date_missing", "No date of the meeting was found.", table="meetings")
    if meeting.body is None:
        yield issue(
            "body_missing", "The document does not name the body that met.", table="meetings"
        )
    if meeting.session is None:
        yield issue("session_missing", "The document does not count its session.", table="meetings")
    labelled = {f.name for f in header.fields if f.label}
    if meeting.place is None and len(labelled) >= _MANY_LABELS:
        yield issue("place_missing", "No place of the meeting was found.", table="meetings")
    told = (meeting.place, meeting.opened, parsed.roster.attendees, parsed.agenda.items)
    if len(parsed.turns) >= _WHOLE and not any(told):
        yield issue(
            "header_lost",
            "Neither place, time, people nor business of the meeting were found.",
            table="meetings",
        )
    if meeting.opened is None:
        yield issue("opening_missing", "No opening time was found.", table="meetings")
    if not labelled & {"date", "place", "opened", "time"}:
        yield issue(
            "header_without_labels",
            "Date and place stand without labels; they were known by their shape.",
            table="meetings",
        )


def _stray_lines(parsed: Parsed) -> Iterator[Issue]:
    """Yield lines of the header that belong to no label."""
    header = parsed.header
    exchanged = exchanged_fields(parsed)
    residue = unread_lines(parsed)
    people = {a.place.line_first for a in parsed.roster.attendees}
    told = people | {s.place.line_first for s in parsed.sections}
    for segment in parsed.sheet.segments[: header.body_start]:
        if segment.line.no in residue and not is_web(segment.text):
            yield issue(
                "header_line_unread",
                f"「{segment.raw[:30]}」 in the header was not understood.",
                segment,
                table="meetings",
            )
            residue.discard(segment.line.no)
    yield from _body_unread(parsed)
    yield from _left_in_body(parsed)
    for segment in header.title if any(f.label for f in header.fields) else ():
        if COUNT_ALONE.fullmatch(segment.text):
            yield issue(
                "header_line_without_label",
                f"「{segment.raw[:30]}」 stands alone; what it counts is lost.",
                segment,
                table="meetings",
            )
    yield from _below_title(parsed)
    for named in header.fields:
        if named in exchanged:
            continue
        lines = [(s, s.text[o:].strip()) for s, o in named.values if s.text[o:].strip()]
        for position, (segment, text) in enumerate(lines):
            alone = unspaced(text).strip("・-.").isdigit() or text[0] in "※計"
            known = is_web(segment.text) or bool(_LEGEND.match(segment.text))
            known = known or _understood(parsed, named, text)
            taken = told if named.name in _PEOPLE and not ends_politely(text) else people
            known = known or (segment.line.no in taken and segment.line.no not in residue)
            if known or segment.index == named.segment or alone:
                continue
            if _stray(named, position, segment, text, parsed.meeting.date):
                yield issue(
                    "header_line_without_label",
                    f"「{segment.raw[:30]}」 stands under a label that it does not fit.",
                    segment,
                    table="meetings",
                )


def _below_title(parsed: Parsed) -> Iterator[Issue]:
    """Yield a count, or 公開, below a title whose other lines have lost their labels, too."""
    for named in parsed.header.named("other"):
        dated = False
        for segment, offset in named.values:
            text = segment.text[offset:].strip()
            dated = dated or any(find_dates(text))
            if dated and (COUNT_ALONE.fullmatch(text) or text in _OPEN_OR_NOT):
                yield issue(
                    "header_line_without_label",
                    f"「{segment.raw[:30]}」 stands alone; what it tells is lost.",
                    segment,
                    table="meetings",
                )
                return


def _understood(parsed: Parsed, named: Field, text: str) -> bool:
    """Tell whether a line below the day or the place gave the place, or the hours."""
    meeting = parsed.meeting
    if named.name == "agenda" and "時" in text and (is_opening_line(text) or is_dated(text)):
        return True  # 議事日程 / 5月12日 午前10時 開議 / 第1 …
    if named.name not in ("date", "place", "opened", "closed", "time"):
        return False
    if named.name == "place" and front_role(text) == "address":
        return True
    times = find_times(text)
    clock = times.opened or times.closed
    place = unspaced(fold(meeting.place or ""))
    return (bool(clock) and clock in (meeting.opened, meeting.closed)) or unspaced(text) == place


def _body_unread(parsed: Parsed) -> Iterator[Issue]:
    """Yield a line like 第23回…委員会 where the name of the body was not found."""
    if parsed.meeting.body is not None:
        return
    for segment in parsed.sheet.segments[: parsed.header.body_start]:
        if _SESSION_OF.search(unspaced(segment.text)):
            yield issue(
                "header_line_unread",
                f"「{segment.raw[:30]}」 looks like the name of the body and was not taken.",
                segment,
                table="meetings",
            )


def _left_in_body(parsed: Parsed) -> Iterator[Issue]:
    """Yield lines of the header that stand in the proceedings, before anybody speaks."""
    start = parsed.header.body_start
    first = min((t.place.line_first for t in parsed.turns), default=0)
    told = {n for s in parsed.sections for n in range(s.place.line_first, s.place.line_last + 1)}
    for segment in parsed.sheet.segments[start : start + _BODY_LINES]:
        if segment.line.no >= first or segment.line.no not in told:
            continue
        label = read_header_label(segment.raw, segment.text)
        names = any(looks_like_name(word) >= 1 for word in segment.text.split())
        people = names and segment.text[0].isalnum() and is_people_list(segment.text)
        if people or (label and label.field in ("attendees", "absent", "place", "date")):
            yield issue(
                "header_line_unread",
                f"「{segment.raw[:30]}」 belongs to the header and stands behind it.",
                segment,
                table="meetings",
            )
            return


def _stray(named: Field, position: int, segment: Segment, text: str, held: date | None) -> bool:
    """Tell whether a line under a label looks as if its own label had been lost.

    A day and an hour below business are no header's, but where the meeting was held then.
    """
    if _SAID.search(text) and named.name in ("date", "place", *_PEOPLE):
        return text[0] not in "※("
    if named.name in ("place", "observers", "public", "closed") and position:
        if named.name == "place" and segment.index == named.segment + position:
            return bool(COUNT_ALONE.fullmatch(text)) or is_people_list(text)
        return not is_opening_line(segment.text)
    if named.name in ("date", "opened", "time") and position:
        times = find_times(text)
        return not (
            list(find_dates(text)) or times.opened or times.closed or is_opening_line(segment.text)
        )
    if named.name in (
        "agenda",
        "materials",
        "attendees",
        "absent",
        "group",
        "office",
        "next",
        "signature",
    ):
        counted = bool(COUNT_ALONE.fullmatch(text) and position)
        if named.name in ("agenda", "materials") and position:  # business, papers
            counted = counted or bool(_MEMBERS.fullmatch(text) or _PRESENT.fullmatch(text))
        if named.name == "materials" and position:  # of the next meeting
            counted = counted or bool(_DAY.fullmatch(text))
        dates = [found.date for found in find_dates(text)] if find_times(text).opened else []
        return counted or (bool(dates) and (held is None or held in dates))
    return False


def _session(parsed: Parsed) -> Iterator[Issue]:
    meeting = parsed.meeting
    match = _PERIOD.search(fold(meeting.session or ""))
    stated = meeting.fiscal_year if match and meeting.date else None
    if match and meeting.date and stated != fiscal_year_of(meeting.date):
        yield issue(
            "fiscal_year_mismatch",
            f"The session is of {match[0]}, but {meeting.date.isoformat()} is not in it.",
            table="meetings",
        )
    if meeting.duration_minutes is not None and not 10 <= meeting.duration_minutes <= 10 * 60:
        yield issue(
            "odd_duration",
            f"The meeting would have taken {meeting.duration_minutes} minutes.",
            table="meetings",
        )


def _times(parsed: Parsed) -> Iterator[Issue]:
    """Yield a time that was not understood, and a next meeting that comes before this one."""
    meeting = parsed.meeting
    for named in parsed.header.named("date", "opened", "time"):
        for segment, _ in named.values[:2]:
            two = meeting.closed is None and len(_CLOCK.findall(segment.text)) >= 2
            if two or _CUT_CLOCK.search(segment.text):
                yield issue(
                    "closing_time_unread",
                    f"「{segment.raw[:40]}」 gives two times, of which one was not understood.",
                    segment,
                    table="meetings",
                )
    for segment in parsed.sheet.segments[: parsed.header.body_start]:
        other = find_times(segment.text).opened if meeting.opened and not meeting.closed else None
        if other and other != meeting.opened and "次回" not in segment.text:
            yield issue(
                "closing_time_unread",
                f"「{segment.raw[:40]}」 gives a time that is not that of the opening.",
                segment,
                table="meetings",
            )
        if meeting.date and "次回" in segment.text:
            later = [f.date for f in find_dates(segment.text) if f.date]
            if later and later[0] <= meeting.date:
                yield issue(
                    "next_meeting_before",
                    f"The next meeting ({later[0].isoformat()}) would be before this one.",
                    segment,
                    table="meetings",
                )


def _names(parsed: Parsed) -> Iterator[Issue]:
    meeting = parsed.meeting
    body, place = fold(meeting.body or ""), fold(meeting.place or "")
    if _NOT_BODY.search(body) or unspaced(body) in _LABELS:
        yield issue(
            "odd_body_name",
            f"「{meeting.body}」 does not look like a body's name.",
            table="meetings",
        )
    last = place.split()[-1:] or [""]
    person = looks_like_name(last[0]) >= 1
    if _OTHER_LABEL.search(place) or len(place) > _LONGEST_PLACE or person:
        yield issue(
            "odd_place", f"「{(meeting.place or '')[:40]}」 is more than a place.", table="meetings"
        )
    solid = unspaced(body)
    alike = _spanning(parsed.text, solid[:2], solid[-2:]) if len(solid) >= _LONG_NAME else ()
    alike = (name for name in alike if name.replace("会会", "会") != solid.replace("会会", "会"))
    like = next((name for name in alike if lacks_one(name, solid)), None)
    if like is not None:
        yield issue(
            "names_differ",
            f"「{body}」 and 「{like}」 look like one name written in two ways.",
            table="meetings",
        )
    seat = _SEAT.match(place)
    stem = seat["name"][:-1] if seat else ""
    if (
        seat and body.startswith(stem) and _OF_CITY.match(body, len(stem))
    ):  # 常盤野教育委員会, 常盤野市役所
        yield issue(
            "names_differ",
            f"「{body}」 and 「{seat['name']}」 look like one name written in two ways.",
            table="meetings",
        )
    one, other = _CITY.match(body), _CITY.match(place)
    if one and other and lacks_one(one["name"], other["name"]):
        yield issue(
            "names_differ",
            f"「{one['name']}」 and 「{other['name']}」 look like one name written in two ways.",
            table="meetings",
        )


def _spanning(text: str, head: str, tail: str) -> Iterator[str]:
    """Yield the words of a text that begin and end in a way, a few characters between."""
    at = text.find(head)
    while at >= 0:
        begin = at + len(head)
        end = text.find(tail, begin + 2)
        if end < 0:
            return
        whole = end - begin <= _LONGEST_BETWEEN and not _PARTS_NAMES.search(text, begin, end)
        if whole:
            yield text[at : end + len(tail)]
        at = text.find(head, end + len(tail) if whole else at + 1)


def _told(parsed: Parsed) -> Iterator[Issue]:
    """Yield where the proceedings name another session or hour than the header does."""
    number = parsed.meeting.session_no
    said = parsed.speeches[:_FIRST_SPEECHES] if number is not None else []
    for speech in said:
        match = _OPENS_SESSION.search(speech.text)
        if match and int(match["n"]) != number:
            yield issue(
                "session_differs",
                f"「{match[0]}」 is opened, and the header says {parsed.meeting.session}.",
                speech.turn,
            )
            break
    dated = " ".join(f.text() for f in parsed.header.named("date", "opened", "time"))
    planned = find_times(dated).opened
    for block in parsed.blocks if planned else ():
        if block.kind == "note" and block.segment and _OPENED.search(block.segment.text):
            actual = find_times(block.segment.text).opened
            if planned and actual and abs(_minutes(actual) - _minutes(planned)) >= _LATE:
                yield issue(
                    "hours_differ",
                    f"「{block.segment.raw[:20]}」, and the header says {planned}.",
                    block.segment,
                    table="meetings",
                )


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
