"""Where the meeting was held: from its label, from its shape, from a sentence that tells it.

When the day stands under 場所 and the place under 日時 (columns swapped by a converter), the place
is looked for there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.bodies import read_title
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.header.title import LONG_LINE
from pipeline.parsing.knowledge import groups, header_fields, label_alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.header_labels import is_opening_line, is_web, read_header_label
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["HOURS_AT_END", "read_place"]

_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_PLACE_SHAPE = re.compile(
    r"(?:室|館|ホール|庁舎|センター|公室|会議場|議場|プラザ|会館|[0-9]階|公民館|研修室|広間|の間」?|講堂|議事堂|Zoom|オンライン|書面|方式\)?|"
    r"WEB会議\)?|Web会議\)?|(?<=[^)0-9\s])開催\)?)\s?[A-Z0-9]{0,4}」?(?:[・,~-][A-Z0-9]{1,3}){0,3}(?:[(][^()]{0,40}[)])?(?:ほか)?$"
)
_AT = re.compile(r"^於\s?[:：、,]?\s{0,3}")
_TOLD_PLACE = re.compile(
    r"(?:より|から|に|[、,をは分時)])\s?(?P<place>(?:(?!より|から)[^、。,をは]){2,40}?)"
    r"(?:において|に於いて|(?<!ま)で)[^。]{0,40}?開\s?(?:催|会|議|い)"
)
_CONVENED_AT = re.compile(
    r"(?:より|から|[、,をは分時)])\s?(?P<place>(?:(?!より|から)[^、。,をは]){3,40}?)(?:に|へ)招集"
)
_DATED = re.compile(r"(?:令和|平成|昭和)[0-9元]{1,2}年|(?:19|20)[0-9]{2}年")
_HOURS = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十○]{1,3})\s?時(?:\s?半|\s?[0-9一二三四五六七八九十]{1,3}\s?分)?|[0-9]{1,2}:[0-9]{2}|正午"
)
HOURS_AT_END = re.compile(  # 区役所 大会議室 18:30-20:30
    rf"(?<=\S)[\s、,(]{{1,3}}(?:午[前後]\s?)?(?:{_HOURS.pattern})\s?(?:[-~―]|から)\s?(?:午[前後]\s?)?(?:{_HOURS.pattern})?(?:まで)?\)?$"
)
_BEHIND_HOUR = re.compile(
    r"(?:[(][月火水木金土日](?:曜日?)?(?:・[祝休]日?)?[)]|曜日?|日(?=[)])|まで(?:の間)?|より|から|頃|開\s?会|閉\s?会|開\s?議|終了|開始|[)~\-―、]|\s){0,6}"
)
_IN_WRITING = re.compile(  # 開催方法 書面開催: nowhere
    r"(?:郵送|メール|持ち?回り)?(?:等?による)?\s?書面(?:等|による|での)?(?:開催|会議|審議|協議|表決|決議|議決|方式)?"
)
_TORN_LABEL = re.compile(  # 場 所 amid the line, or its first letter lost; ところ
    r"(?:所\s?:|(?:開\s{0,3}催\s{0,3})?場\s{0,3}所\s?[:\s]|開催場所(?=\S)|会\s{0,3}場\s?[:\s]|と\s?こ\s?ろ\s?[:\s])\s{0,3}"
)
_GLUED_AHEAD = re.compile(  # 場所県庁4階 第1会議室
    r"^[○●■◆・]?\s?(?:開催)?(?:場所|会場)(?=[^\sはがをにのもで変等:])"
)
_LABEL_AMID = re.compile(
    r"(?<=[)時分日])\s{1,20}(?=と\s?こ\s?ろ\s|(?:開\s?催\s?)?場\s?所[:\s]|開催場所)"
)
_NEXT_HEADING = re.compile(r"[0-9]{1,2}\s?[.、]\s?[^\s0-9]")  # …第2会議室 2.委員の出席状況
_ADDRESS = re.compile(r"(?:【[^【】]{0,16}URL】\s?)?(?:URL|https?)\s?:")  # of what is sent out
_GAP = re.compile(r"\s{1,40}(?=\S)")
_LABELS = frozenset(header_fields()) | frozenset(groups())
_GLUED_LABEL = re.compile(  # …第3委員会室協議事項】: a label whose opening bracket was lost
    rf"(?:{label_alternatives(label for label in header_fields() if len(label) > 3)})[】)\]》>]$"
)
_WIDE_GAP = re.compile(r"\s{3,}")
_LONGEST = 60  # characters of a place
_LONGEST_ABOVE = 30  # characters of a place above the day
_SHORTEST_PLACE = 4  # characters
_LONGEST_SENTENCE = 400  # characters in which a sentence may tell the place
_LEADING_NUMBER = re.compile(r"^[0-9]{1,2}[.、]?\s{1,3}(?!時)")
_NEAR_DAY = 24  # characters behind a day within which its hours end


def read_place(
    sheet: Sheet, header: Header, date_segment: Segment | None
) -> tuple[str | None, Segment | None]:
    """Return the place as written and the line it stands on."""
    swapped = date_segment is not None and any(
        s is date_segment for f in header.named("place") for s, _ in f.values[:1]
    )
    fields = header.named("date") if swapped else header.named("place")
    for named in fields:
        rows = [(s, o) for s, o in named.values if s.raw[o:].strip()]
        if not rows:
            continue
        segment, offset = rows[0]
        if above := _above_label(sheet, named, segment):
            return above.raw, above
        value = segment.raw[offset:].strip().strip("|").strip()
        for later, _ in rows[1:2]:
            if not later.gap and not is_people_list(later.text) and _PLACE_SHAPE.search(later.text):
                value = f"{value} {later.raw}"
        value = _without_people(value)
        if hours := HOURS_AT_END.search(fold(value)):
            value = value[: hours.start()]
        if (
            unspaced(value) in _NOBODY
            or _IN_WRITING.fullmatch(fold(value))
            or not value
            or _DATED.match(segment.text[offset:])
        ):
            continue
        return _AT.sub("", value), segment
    if any(f.values for f in header.named("place")) and not swapped and not any(_both(header)):
        return None, None
    if date_segment is None:
        return None, None
    if told := _under_both(header):
        return told
    in_title = any(s is date_segment for s in header.title)
    if in_title and (told := _told_place(sheet, header)):
        return told
    if beside := _beside_date(date_segment):
        return beside, date_segment
    if told := _told_place(sheet, header):
        return told
    start = date_segment.index
    for segment in sheet.segments[start : start + 4]:
        if segment.index >= header.body_start:
            break
        text = _GLUED_AHEAD.sub("", _LEADING_NUMBER.sub("", segment.text))
        if (
            any(True for _ in find_dates(text))
            or is_opening_line(segment.text)
            or _HOURS.match(text)
            or find_times(text).opened
        ):
            if segment.index > start and (beside := _beside_date(segment)):
                return beside, segment  # …から / 15時50分まで 開催場所 市役所3階 会議室
            continue
        if _PLACE_SHAPE.search(text) and len(text) <= 60 and not read_title(segment.raw).session:
            return _AT.sub("", segment.raw[len(segment.text) - len(text) :]), segment
    above = sheet[start - 1] if start and in_title else None
    if above in header.title and _PLACE_SHAPE.search(above.text) and not is_web(above.text):
        title = read_title(above.raw)
        if not title.weight and not title.body and len(above.text) <= _LONGEST_ABOVE:
            return above.raw, above
    return None, None


def _without_people(value: str) -> str:
    """Drop what a collapsed line has behind its place: …第2会議室 会長 森本 隆."""
    folded = fold(value)
    for gap in _GAP.finditer(folded):
        head, rest = folded[: gap.start()], folded[gap.end() :]
        first = unspaced(re.split(r"(?<=.)[【(<〔]", rest.split()[0])[0]).rstrip(":")
        if _PLACE_SHAPE.search(head) and (
            first in _LABELS
            or read_label(first).strength >= 2
            or _NEXT_HEADING.match(rest)
            or _ADDRESS.match(rest)
            or _is_title(rest)
        ):
            return value[: gap.start()]
    return value


def _is_title(rest: str) -> bool:
    """Tell whether the title of the minutes stands behind a place: 令和7年度第1回…審議会議事録."""
    title = read_title(rest)
    return bool(title.session and title.body)


def _both(header: Header) -> Iterator[Field]:
    """Yield the fields whose label asks for day or hour and for the place: 日時及び場所."""
    for named in header.named("date", "time", "opened"):
        if named.label and "場所" in named.label.text:
            yield named


def _under_both(header: Header) -> tuple[str, Segment] | None:
    """Return the place behind the hour or below it, under a label that asks for both."""
    fields = list(_both(header))
    for named in fields:
        for segment, _ in named.values[:2]:
            timed = find_times(segment.text).opened
            if timed and (place := _beside_date(segment, shaped=False)):
                return place, segment
    below = _below_date(fields)
    return (_AT.sub("", below.raw), below) if below else None


def _told_place(sheet: Sheet, header: Header) -> tuple[str, Segment] | None:
    """Return the place a sentence tells: …午後1時より第1委員会室において…開催した。"""
    lines = sheet.segments[: header.body_start][:14]
    for at, segment in enumerate(lines):
        if not find_times(segment.text).opened and not any(True for _ in find_dates(segment.text)):
            continue
        text, raw = segment.text, segment.raw
        for more in lines[at + 1 : at + 4]:
            if text.endswith("。") or read_header_label(more.raw, more.text):
                break
            text, raw = text + more.text, raw + more.raw
        for form in (_TOLD_PLACE, _CONVENED_AT):
            for told in form.finditer(text, 0, _LONGEST_SENTENCE):
                begin, end = told.span("place")
                timed = [m.end() for m in _HOURS.finditer(text, begin, end)]
                timed += [begin + day.end for day in find_dates(text[begin:end])]
                lead = _BEHIND_HOUR.match(text, max(timed, default=begin), end)
                if lead and end - lead.end() >= _SHORTEST_PLACE:
                    return raw[lead.end() : end].strip(), segment
    return None


def _above_label(sheet: Sheet, named: Field, segment: Segment) -> Segment | None:
    """Return a place that stands above its label, as in cells centred by a converter."""
    if named.label is None or not named.label.alone or _PLACE_SHAPE.search(segment.text):
        return None
    at = named.segment - len(named.lead) - 1
    above = sheet[at] if at >= 0 else None
    if above is None or not _PLACE_SHAPE.search(above.text) or len(above.text) > 40:
        return None
    told = find_times(above.text).opened or read_title(above.raw).body
    return None if told or read_header_label(above.raw, above.text) else above


def _below_date(fields: Sequence[Field]) -> Segment | None:
    """Return the line below the day under 日時及び場所, whatever its shape."""
    for named in fields:
        for segment, offset in named.values[1:3]:
            text = segment.text[offset:]
            timed = any(True for _ in find_dates(text)) or find_times(text).opened
            if not timed and not offset and len(text) <= 60 and not text.endswith("。"):
                return segment
    return None


def _beside_date(segment: Segment, *, shaped: bool = True) -> str | None:
    """Return the place that stands on the line of the date, behind the hour.

    …午後2時から4時まで　市役所3階 大会議室; what follows as the next label of a collapsed line is
    left out. Unless ``shaped`` it may be called anything, for the label asks for it.
    """
    ends = _ends_of_day(segment.text)
    if not ends:
        return None
    begin = ends[-1]
    if amid := _LABEL_AMID.search(segment.text):
        begin = amid.start()
    text = segment.text[begin:]
    lead = _BEHIND_HOUR.match(text)
    start = lead.end() if lead else 0
    if torn := _TORN_LABEL.match(text, start):
        start, shaped = torn.end(), False
    stop = next((m.start() for m in _WIDE_GAP.finditer(text, start) if m.start() > start), None)
    value = _GLUED_LABEL.sub("", text[start:stop].rstrip())
    value = _shaped_words(value)
    value = value.removesuffix(")") if "(" not in value else value  # …(10月9日、Web開催)
    title = read_title(value)
    if len(value) > _LONGEST or "。" in value or title.body or title.session:
        return None
    if not _PLACE_SHAPE.search(value) and (shaped or len(value) < _SHORTEST_PLACE):
        return None
    at = begin + start
    return segment.raw[at : at + len(value)]


def _ends_of_day(text: str) -> list[int]:
    """Return where the hours of a line end, or its day; of a whole header those of one day."""
    ends = [m.end() for m in _HOURS.finditer(text)]
    if ends and len(text) <= LONG_LINE:
        return ends
    days = [found.end for found in find_dates(text)]
    timed = ([end for end in ends if 0 < end - day < _NEAR_DAY] for day in days)
    return next(filter(None, timed), days[:1])


def _shaped_words(value: str) -> str:
    """Return the words with which a place ends before other words: 公民館 視聴覚室|令和5年…."""
    words = 0
    for gap in _GAP.finditer(value):
        if _PLACE_SHAPE.search(value[: gap.start()]):
            words = gap.start()
        elif words:
            break
    return value[:words] if words and not _PLACE_SHAPE.search(value) else value
