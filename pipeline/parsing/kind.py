"""Whether a document is minutes: the signs that speak for it are counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.model import Meeting, Turn
from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.other_kinds import HEAD, LOOKED_AT, is_other_kind, tells_of_sitting

__all__ = ["is_minutes", "titled_minutes"]

_NAMED = tuple(load("bodies")["documents"])
_LONG_NAMED = alternatives([name for name in _NAMED if len(name) >= 3])
_SURE = re.compile(  # which an announcement may name as business: 会議録の承認
    rf"(?:{_LONG_NAMED})(?!の?(?:承認|確認))"
)
_TITLED = re.compile(  # the line ends in it; a rule about minutes goes on: 議事録作成要領
    rf"[会議](?:{_LONG_NAMED})(?:[(][^()]{{1,10}}[)])?$"
)
_SESSION = re.compile(
    rf"第\s?[0-9]{{1,4}}\s?回.{{2,40}}(?:{alternatives(_NAMED)})(?:\s?[(].{{1,8}}[)])?$"
)
_DOCUMENT = re.compile(alternatives(_NAMED))
_REGULATES = re.compile(r"要領|要綱|規則|規程|条例|方針|手引|マニュアル|(?:作成|公開)の基準")
_CARRIED = re.compile(  # a bill and what became of it: 議案第20号 …について　可決
    r"第\s?[0-9]{1,3}\s?号.{2,60}[\s(〔【:](?:原案)?(?:可決|否決|承認|了承|同意|採択)[)〕】]?$"
)
_LABELS = frozenset(
    {"date", "place", "attendees", "group", "agenda", "observers", "opened", "content"}
)
_ENOUGH = 2  # signs of minutes
_SPEECHES = 3  # turns that make a debate
_SENTENCES = 2
_BILLS = 2  # such lines that a list of what was carried has
_COUNCIL = re.compile(alternatives([end for end in load("bodies")["suffixes"] if len(end) >= 3]))
_OF_A_YEAR = re.compile(alternatives(load("bodies")["yearly"]))
_SITTING = re.compile(rf"{alternatives(load('bodies')['sittings'])}|{_DOCUMENT.pattern}")


def titled_minutes(sheet: Sheet) -> bool:
    """Tell whether a line at the head is the title of minutes: 第105回…審議会会議録."""
    return any(_SESSION.search(segment.text) for segment in sheet.segments[:HEAD])


def is_minutes(
    sheet: Sheet, header: Header, meeting: Meeting, turns: Sequence[Turn], people: int
) -> bool:
    """Tell whether a document records a meeting.

    It needs at least two of: a header with the labels of minutes, the day and hour of a sitting, a
    list of people, turns of speakers, a title that says so. Laws, reports, newsletters,
    announcements and summaries by machines have some of these too; they are known by what else
    stands in them, unless the title says that the document is minutes.
    """
    ends = any(_TITLED.search(unspaced(s.text)) for s in sheet.segments[:3])
    named = _names_record(sheet, header)
    ends = ends or (named and titled_minutes(sheet))
    speaks = len(turns) >= _SPEECHES and len({t.speaker for t in turns}) >= 2
    titled = named or ends
    if is_other_kind(sheet, header, people, len(turns), titled=titled, speaks=speaks):
        return False
    seen = _Seen(
        sheet, header, meeting, _labels_of(sheet, header), len(turns), people, speaks, titled, ends
    )
    return sum(sign(seen) for sign in _SIGNS) >= _ENOUGH or _tells_of_sitting(seen)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the signs are read from.

    ``titled`` says that the head names the document as minutes, ``ends`` that a title ends so.
    """

    sheet: Sheet
    header: Header
    meeting: Meeting
    labels: frozenset[str]
    turns: int
    people: int
    speaks: bool
    titled: bool
    ends: bool


def _names_record(sheet: Sheet, header: Header) -> bool:
    above = [unspaced(s.text) for s in sheet.segments[:HEAD] if not s.text.endswith("。")]
    title = [unspaced(s.text) for s in header.title[:HEAD] if not s.text.endswith("。")]
    named = [t for t in above if _SURE.search(t)] or ["".join(title)]  # 会議 / 録
    return any(_SURE.search(t) and not _REGULATES.search(t) for t in named)


def _labels_of(sheet: Sheet, header: Header) -> frozenset[str]:
    labels = {f.name for f in header.fields if f.text() or f.name in ("agenda", "group")}
    if header.content is not None and header.body_start < len(sheet):
        labels.add("content")
    return frozenset(labels)


def _has_header(seen: _Seen) -> int:
    return 2 if len(seen.labels & _LABELS) >= 3 else 0


def _has_day(seen: _Seen) -> int:
    if not seen.meeting.date:
        return 0
    if seen.meeting.opened or seen.meeting.place or seen.labels & {"date", "attendees", "agenda"}:
        return 1
    return bool(seen.ends and seen.meeting.body and _tells(seen.sheet))


def _has_people(seen: _Seen) -> int:
    if seen.people < 2:
        return 0
    return 2 if seen.labels & {"attendees", "absent"} else 1


def _has_speech(seen: _Seen) -> int:
    return 2 if seen.speaks else min(seen.turns, 1)


def _has_name(seen: _Seen) -> int:
    if seen.titled:
        return 1
    if not seen.meeting.body:
        return 0
    head = unspaced(" ".join(s.text for s in seen.sheet.segments[:HEAD]))
    return bool(_DOCUMENT.search(head) or seen.meeting.session)


def _has_bills(seen: _Seen) -> int:
    if seen.meeting.body is None:
        return 0
    bills = [s.text for s in seen.sheet.segments[:LOOKED_AT] if "号" in s.text]
    return len([text for text in bills if _CARRIED.search(text)]) >= _BILLS


_SIGNS: tuple[Callable[[_Seen], int], ...] = (
    _has_header,
    _has_day,
    _has_people,
    _has_speech,
    _has_name,
    _has_bills,
)


def _tells_of_sitting(seen: _Seen) -> bool:
    """Tell whether sentences tell of a sitting whose day is known, and of which council it was."""
    if not seen.meeting.date or not _has_council(seen):
        return False
    if not (seen.titled and seen.meeting.body) and not _has_day(seen) and not _heads_sitting(seen):
        return False
    return tells_of_sitting(seen.sheet.segments)


def _has_council(seen: _Seen) -> bool:
    """Tell whether a council is named: the body that met, or whose room it met in."""
    return bool(seen.meeting.body or _COUNCIL.search(seen.meeting.place or ""))


def _heads_sitting(seen: _Seen) -> bool:
    """Tell whether the head names the body and says that it is one of its sittings, not a year."""
    head = unspaced("".join(s.text for s in seen.sheet.segments[:HEAD]))
    if unspaced(seen.meeting.body or "") not in head or _OF_A_YEAR.search(head):
        return False
    return bool(seen.meeting.session or _SITTING.search(head))


def _tells(sheet: Sheet) -> bool:
    """Tell whether sentences stand in a document, not only titles and where to find them."""
    return sum(s.text.endswith("。") for s in sheet.segments[:LOOKED_AT]) >= _SENTENCES
