"""The values of the header: which body met, when, where, how openly.

A value is taken from its label; where a label is missing, from its shape. When the date stands
under 場所 and the place under 日時 (columns swapped by a converter), they are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Issue, Meeting
from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.bodies import (
    read_title,
    session_numbers,
)
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.header.openness import read_observers, read_public
from pipeline.parsing.header.places import HOURS_AT_END, read_place
from pipeline.parsing.header.title import LONG_LINE, choose_title, spoken_session
from pipeline.parsing.header.told import tells
from pipeline.parsing.header.vertical_labels import scattered_letters
from pipeline.parsing.knowledge import load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import (
    FoundDate,
    date_in_year,
    find_dates,
    find_times,
    fiscal_year_of,
)
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import is_opening_line, is_web
from pipeline.parsing.phrases.municipalities import find_municipality, municipality_of_code
from pipeline.parsing.phrases.numbering import kanji_number
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.profile import Profile

__all__ = ["MeetingFacts", "read_meeting", "with_derived"]

_NOT_MEETING_DATE = tuple(load("header")["not_meeting_date"]["words"])
_NEAR_WORDS = 16  # characters before a day that tell what day it is
_PUT_UP = ("更新", "公開", "掲載", "登録", "作成")  # behind the day of a page
_CLOSED_IN_SPEECH = re.compile(
    r"(?:閉会|散会|終了)[^()。]{0,12}。?\s?[(]((?:午[前後])?[0-9]{1,2}[:時][0-9]{2}分?)[)]$"
    r"|^(?:[^。、]{0,12}、)?(午[前後]\s?[0-9]{1,2}時(?:[0-9]{1,2}分)?)(?:に|、)"
    r"(?:[^。、]{0,12}を)?(?:閉会|散会|終了)した。$"  # 午後8時5分、閉会した。
    r"|((?:午[前後]\s?)?[0-9]{1,2}時(?:[0-9]{1,2}分)?)[、に]?[^。、0-9]{0,8}(?:閉会|散会)を(?:宣|告)"
)
_ERA = re.compile(r"(?P<era>令和|平成|昭和)(?P<year>[0-9]{1,2}|元)")
_UNTIL = re.compile(r"[^~。]{0,20}(?:~|から)\s?(?:(?:令和|平成)?[0-9元]{1,4}年)?[0-9]{1,2}月")
_WITHOUT_ERA = re.compile(r"(?<![0-9])(?P<year>[0-9]{1,2})年\s?[0-9]{1,2}月")
_HOURS = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十○]{1,3})\s?時(?:\s?半|\s?[0-9一二三四五六七八九十]{1,3}\s?分)?|[0-9]{1,2}:[0-9]{2}|正午"
)
_PAUSED = re.compile(r"休\s{0,3}憩|再\s{0,3}開")  # 1 開会 10時 / 2 休憩 11時 / 3 再開 …
_SINGLE_VALUES = frozenset({"date", "time", "opened", "closed", "place", "observers", "public"})
_NUMBER_ALONE = re.compile(r"(?:[0-9]{1,2}|[(][0-9]{1,2}[)]|[①-⑳]|[一二三四五六七八九十])[.、]?")
_LISTS = frozenset({"attendees", "absent", "group", "agenda", "result"})  # read elsewhere
_OWNER = re.compile(r"(?:[^\s、。:]{1,5}[都道府県]\s)?[^\s、。:]{1,8}[都道府県市区町村]")
_SHORTEST_PART = 3  # characters of a line that is part of a body's name
_SURELY_TITLE = 4  # weight of a line that names a body and its session or record
_MENU = 16  # characters of an entry of a menu
_ROWS_OF_A_VALUE = 3  # what a collapsed table heaps under one label beyond this is residue
_OPENED_IN_SPEECH = re.compile(r"開会[^()。]{0,12}。?\s?[(][0-9]{1,2}[:時][0-9]{2}分?[)]")
_OPENING_TOLD = re.compile(  # 午後1時00分、…教育長、会議の開会を宣す。
    r"(?:午[前後]\s?)?[0-9]{1,2}\s?(?:時|:)[^、。]{0,6}、[^。]{0,40}?開会(?=を宣|する|した|を告)"
)


@dataclass(slots=True)
class MeetingFacts:
    """The meeting as far as the header tells it, and what contradicted itself on the way."""

    meeting: Meeting
    issues: list[Issue] = field(default_factory=list)


def read_meeting(sheet: Sheet, header: Header, profile: Profile, spoken: int) -> MeetingFacts:
    """Read the header's values and enter its lines in the ledger.

    ``spoken`` is the first segment in which somebody speaks.
    """
    facts = MeetingFacts(Meeting(meeting_id=sheet.document.meeting_id))
    title = choose_title(sheet, header)
    body, session = title.body or profile.body, title.session or spoken_session(sheet, header)
    found, date_segment = _date(sheet, header, session)
    place, place_segment = read_place(sheet, header, date_segment)
    opened, closed = _times(sheet, header, date_segment)
    text = " ".join(s.text for s in sheet.segments[: header.body_start][:60])
    municipality = find_municipality(body, text)
    if municipality is None and profile.municipality_code:
        municipality = municipality_of_code(profile.municipality_code)
    date = found.date if found else None
    if found and date and found.weekday and "月火水木金土日"[date.weekday()] != found.weekday:
        day = "月火水木金土日"[date.weekday()]
        message = f"{date.isoformat()} is a {day}曜日, but the document says {found.weekday}."
        facts.issues.append(_issue(date_segment, "weekday_mismatch", message))
    if found and found.date is None:
        facts.issues.append(
            _issue(date_segment, "impossible_date", "The date of the meeting does not exist.")
        )
    if found and not found.in_era:
        facts.issues.append(
            _issue(
                date_segment,
                "date_outside_era",
                "The date lies outside the era it is given in.",
                "info",
            )
        )
    duration = _minutes_between(opened, closed)
    if duration is not None and duration < 0:
        facts.issues.append(
            _issue(
                date_segment,
                "closing_before_opening",
                f"The meeting closes ({closed}) before it opens ({opened}).",
            )
        )
    facts.meeting = with_derived(
        Meeting(
            meeting_id=sheet.document.meeting_id,
            body=body,
            prefecture=municipality.prefecture if municipality else None,
            municipality=(municipality.name or None) if municipality else None,
            municipality_code=municipality.code if municipality else None,
            session=session,
            date=date,
            opened=opened,
            closed=closed,
            place=place,
            public=read_public(header),
            observers=read_observers(sheet, header, spoken),
        )
    )
    _claim(sheet, header, place_segment, unspaced(body or ""))
    return facts


def with_derived(meeting: Meeting) -> Meeting:
    """Return a meeting with the columns that follow from its session, date and times."""
    number, fiscal_year = session_numbers(meeting.session)
    date = meeting.date
    duration = _minutes_between(meeting.opened, meeting.closed)
    return replace(
        meeting,
        session_no=number,
        fiscal_year=fiscal_year or (fiscal_year_of(date) if date else None),
        weekday="月火水木金土日"[date.weekday()] if date else None,
        duration_minutes=duration if duration is not None and duration >= 0 else None,
    )


def _date(
    sheet: Sheet, header: Header, session: str | None
) -> tuple[FoundDate | None, Segment | None]:
    """Return the day of the meeting: of the 日時 field, then of any field, then of the title."""
    groups: list[Iterator[tuple[Segment, int]]] = [
        _values(header.named("date", "opened", "time")),
        _values(header.named("place", "title")),
        ((s, 0) for s in header.title),
        ((s, 0) for s in sheet.segments[: min(len(sheet), header.body_start + 2)]),
    ]
    fallback: tuple[FoundDate | None, Segment | None] = (None, None)
    papers = {s.index for f in header.named("materials", "agenda") for s, _ in f.values}
    papers.update(  # 開催期間: in which it was decided in writing
        s.index
        for f in header.named("other")
        if f.label and f.label.text.endswith("期間")
        for s, _ in f.values
    )
    for rank, group in enumerate(groups):
        for segment, offset in group:
            if rank >= 2 and segment.index in papers:
                continue  # 資料2 …の見直しについて（平成14年8月15日諮問）
            for found in find_dates(segment.text[offset:]):
                before = segment.text[: offset + found.start]
                if len(segment.text) > LONG_LINE:
                    before = before[-_NEAR_WORDS:]  # of all that has run into one line
                behind = segment.text[offset + found.end :]
                if rank >= 2 and (
                    any(word in before for word in _NOT_MEETING_DATE)
                    or behind.lstrip().startswith(_PUT_UP)
                ):
                    continue
                if rank >= 2 and is_web(segment.text) and len(segment.text) <= LONG_LINE:
                    continue
                if rank >= 2 and not found.weekday and not find_times(segment.text).opened:
                    if fallback[0] is None and not _bracketed_alone(segment):
                        fallback = (found, segment)
                    continue
                if not rank and _is_period(header, behind):
                    return None, segment
                return found, segment
    if fallback[0] is None:
        fallback = _date_in_year(header, session)
    if fallback[0] is None and (era := _ERA.match(session or "")):
        for segment, offset in _values(header.named("date", "opened", "time")):
            text = segment.text[offset:]
            short = _WITHOUT_ERA.search(text)
            if short and int(short["year"]) - (kanji_number(era["year"]) or 0) in (0, 1):
                for found in find_dates(era["era"] + text[short.start() :]):
                    return found, segment  # 28年11月8日, of 平成28年度第3回
    return fallback


def _date_in_year(header: Header, session: str | None) -> tuple[FoundDate | None, Segment | None]:
    """Return a day whose year the session or the title names: 平成25年度 … / 第4回 (9月9日)."""
    titles = [s for s in header.title if not is_web(s.text)]
    years = [session or "", *(s.text for s in titles)]
    days = [(s, s.text[at:]) for s, at in _values(header.named("date", "opened", "time"))]
    for segment, text in [*days, *((s, s.text) for s in titles)]:
        found = (date_in_year(text, year) for year in years) if "月" in text else ()
        if first := next(filter(None, found), None):
            return first, segment
    return None, None


def _is_period(header: Header, behind: str) -> bool:
    """Tell whether a day begins a period in which members answered in writing: there is no day."""
    if not _UNTIL.match(behind):
        return False
    return "書面" in behind or any("書面" in s.text for s in header.title)


def _bracketed_alone(segment: Segment) -> bool:
    """A date alone in brackets, [2007年2月20日], is the day a page was put up."""
    return bool(re.fullmatch(r"[・\s]{0,3}\[[^\[\]]{6,20}\]", segment.text))


def _values(fields: Sequence[Field]) -> Iterator[tuple[Segment, int]]:
    for named in fields:
        yield from named.values[:4]


def _times(
    sheet: Sheet, header: Header, date_segment: Segment | None
) -> tuple[str | None, str | None]:
    opened = closed = None
    texts: list[str] = []
    for named in header.named("opened", "closed"):
        label = "開会" if named.name == "opened" else "閉会"
        first = _PAUSED.split(named.text(), maxsplit=1)[0]
        texts.append(f"{label} {unspaced(_without_dates(first))}")
    texts.extend(_without_dates(named.text()) for named in header.named("date", "time"))
    if date_segment is not None:
        following = sheet.segments[date_segment.index : date_segment.index + 3]
        texts.extend(_without_dates(s.text) for s in following)
    # In a form with columns the hours may come after the place.
    texts.extend(
        s.text
        for f in header.named("place")
        for s, _ in f.values[1:3]
        if _HOURS.match(s.text[2:]) or _HOURS.match(s.text)
    )
    texts.extend(m[0] for f in header.named("place") if (m := HOURS_AT_END.search(f.text())))
    actual: list[str] = [s.text for s in sheet if is_opening_line(s.text)]
    spoken = [s.text for s in sheet.segments[header.body_start : header.body_start + 12]]
    texts.extend(m[0] for t in spoken if (m := _OPENED_IN_SPEECH.search(t)))
    told = (s.text for s in sheet.segments[: header.body_start + 12] if "開会" in s.text)
    texts.extend(m[0] for t in told if (m := _OPENING_TOLD.match(t)))
    actual_opened = next(
        (o for t in actual if re.search(r"開\s{0,3}[会議]", t) and (o := find_times(t).opened)),
        None,
    )
    actual_closed = next(
        (
            c
            for t in reversed(actual)
            if re.search(r"[閉散]\s{0,3}[会議]|終\s{0,2}了", t)
            and (c := find_times(t).closed or find_times(t).opened)
        ),
        None,
    )
    said = [
        m[1] or m[2] or m[3] for s in sheet.segments[-6:] if (m := _CLOSED_IN_SPEECH.search(s.text))
    ]
    actual_closed = actual_closed or (find_times(said[-1]).opened if said else None)
    for text in texts:
        times = find_times(text)
        opened, closed = opened or times.opened, closed or times.closed
    return actual_opened or opened, actual_closed or closed


def _without_dates(text: str) -> str:
    for found in list(find_dates(text))[::-1]:
        text = text[: found.start] + " " + text[found.end :]
    return text


def _minutes_between(opened: str | None, closed: str | None) -> int | None:
    if not opened or not closed:
        return None
    start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (opened, closed))
    return end - start


def _issue(segment: Segment | None, code: str, message: str, severity: str = "warning") -> Issue:
    return Issue(
        severity=severity,
        code=code,
        message=message,
        table="meetings",
        page=segment.line.page if segment else None,
        line=segment.line.no if segment else None,
    )


def _claim(sheet: Sheet, header: Header, place: Segment | None, body: str) -> None:
    """Enter every header line that lists no people, business or results under the meeting."""
    meeting_id = sheet.document.meeting_id
    for told in _told_lines(header.title):
        sheet.ledger.claim([told.span], "header", "told_in_a_sentence", meeting_id)
    menu = _menu(header.title)
    whole = (s.index for s in header.title if read_title(s.raw).weight >= _SURELY_TITLE)
    titled = next(whole, 0)
    for segment in header.title:
        web = is_web(segment.text)
        role = "web_page" if web or segment.index in menu else "title"
        rule = "before_first_label" if web or role == "title" else "menu"
        if role == "title" and tells(segment.text) and not _dates_meeting(segment):
            role, rule = "header", "told_in_a_sentence"
        elif role == "title" and not _title_like(segment, place, body):
            role, rule = "header", front_role(segment.text)
            if not rule and segment.index < titled and not is_people_list(segment.text):
                role, rule = "web_page", "above_title"  # 学校日記 / 第2回…会議録
        if rule:
            sheet.ledger.claim([segment.span], role, rule, meeting_id)
    content = [header.content] if header.content else []
    fields = [*header.fields, *content, *header.after]
    for named in fields:
        if named.label:
            segment = sheet[named.segment]
            sheet.ledger.claim(
                [*(s.span for s in named.lead), segment.part(0, named.label.end)],
                "label",
                f"header_label_{named.name}",
                meeting_id,
            )
    listed = {s.index for f in fields if f.name in _LISTS for s, _ in f.values}
    above = [s for s in sheet.segments[: header.body_start] if s.index not in listed]
    letters = scattered_letters(above)
    spans = [*(s.span for s in letters), *_numbers_above(header)]
    sheet.ledger.claim(spans, "label", "part_of_label", meeting_id)
    for named in fields:
        if named.name in _LISTS:
            continue
        rows = named.values[:_ROWS_OF_A_VALUE] if named.name in _SINGLE_VALUES else named.values
        for segment, offset in rows:
            if named.name in ("opened", "closed") and offset == 0 and tells(segment.text):
                continue  # of the proceedings
            role = "web_page" if is_web(segment.text) else "header"
            sheet.ledger.claim([segment.part(offset)], role, f"header_{named.name}", meeting_id)
        for segment, offset in named.values[len(rows) :]:
            day = named.name == "date" and _dates_meeting(segment)  # of a second sitting
            if day or is_web(segment.text) or front_role(segment.text[offset:]):
                role = "web_page" if is_web(segment.text) else "header"
                sheet.ledger.claim([segment.part(offset)], role, f"below_{named.name}", meeting_id)


def _numbers_above(header: Header) -> Iterator[Span]:
    """Yield the numbers that stand alone on the line above a label: 1 / 日時."""
    last = [(segment, 0) for segment in header.title[-1:]]
    for named in header.fields:
        for segment, offset in last:
            above = segment.index == named.segment - len(named.lead) - 1
            number = _NUMBER_ALONE.fullmatch(segment.text)
            if above and number and not offset and named.label:
                yield segment.span
        last = named.values[-1:]


def _menu(title: Sequence[Segment]) -> frozenset[int]:
    """Return the entries of the menus of a web page: short lines between two of its own lines.

    So is a line that the way to the page names, too: 審議会の会議 / ホーム > 審議会の会議 > ….
    """
    web = [segment.index for segment in title if is_web(segment.text)]
    if not web:
        return frozenset()
    ways = (s.text for s in title if s.index in web and ">" in s.text)
    named = {name.strip() for way in ways for name in way.split(">")[:-1]}
    return frozenset(
        s.index
        for s in title
        if s.text in named
        or (web[0] < s.index < web[-1] and len(s.text) <= _MENU and not _is_titled(s))
    )


def _is_titled(segment: Segment) -> bool:
    """Tell whether a line names a body or session, a day or the kind of record."""
    title = read_title(segment.raw)
    dated = any(True for _ in find_dates(segment.text))
    return bool(title.body or title.session or title.weight or dated)


def _dates_meeting(segment: Segment) -> bool:
    return any(True for _ in find_dates(segment.text))


def _told_lines(lines: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the lines of a sentence that tells when and where: …より…において / 開催した。"""
    for at, segment in enumerate(lines):
        if segment.text.endswith("。") or not (
            find_times(segment.text).opened or _dates_meeting(segment)
        ):
            continue
        rest = lines[at + 1 : at + 4]
        end = next((n for n, s in enumerate(rest, 1) if s.text.endswith("。")), 0)
        if end and re.search("開催|開会|開議|招集", rest[end - 1].text):
            yield from rest[:end]


def _title_like(segment: Segment, place: Segment | None, body: str) -> bool:
    text = segment.text
    if len(text) > _SHORTEST_PART and unspaced(segment.raw) in body:
        return True  # …福祉計画及び / …策定委員会
    title = read_title(segment.raw)
    return bool(
        segment is place
        or (title.body and not is_people_list(text))
        or title.session
        or title.weight
        or _OWNER.fullmatch(text)
        or any(True for _ in find_dates(text))
        or find_times(text).opened
        or is_opening_line(segment.text)
        or re.fullmatch(
            r"\(?(?:要旨|概要|公開用|案|全文|別紙.{0,12}|様式.{0,12}|.{0,12}文字起こし(?:[(].{1,6}[)])?)\)?",
            text,
        )
    )
