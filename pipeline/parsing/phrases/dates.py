"""Dates and times of the header: eras, western years, kanji numerals, ranges, 正午.

Era limits are the dates of the era's proclamations; a date outside them (平成31年12月) is converted
and flagged, an impossible one (2月30日) gives no date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.phrases.numbering import kanji_number

__all__ = [
    "FoundDate",
    "FoundTimes",
    "date_in_year",
    "era_year",
    "find_dates",
    "find_times",
    "fiscal_year_of",
]

_ERAS = {
    "明治": (1868, datetime.date(1873, 1, 1), datetime.date(1912, 7, 29)),
    "大正": (1912, datetime.date(1912, 7, 30), datetime.date(1926, 12, 24)),
    "昭和": (1926, datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    "平成": (1989, datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    "令和": (2019, datetime.date(2019, 5, 1), datetime.date(9999, 12, 31)),
}
_SHORT = {
    "M": "明治",
    "T": "大正",
    "S": "昭和",
    "H": "平成",
    "R": "令和",
    "㋿": "令和",
    "㍻": "平成",
    "㍼": "昭和",
}
_SIGNS = "".join(c for c in _SHORT if not c.isascii())
_N = r"(?:[0-9]{1,2}|[○〇零一二三四五六七八九十元]{1,4})"
_S = r"\s{0,3}"

# 令和5(2023)年, 2023年(令和5年): the same year once more
_OTHER = rf"(?:{_S}[(](?:(?:19|20)[0-9]{{2}}|(?:令和|平成|昭和){_S}{_N}){_S}年?[)])?"
_DATE = re.compile(
    rf"(?:(?P<era>明{_S}治|大{_S}正|昭{_S}和|平{_S}成|令{_S}和|[{_SIGNS}]|[MTSHR](?=[0-9]))"
    rf"{_S}(?P<ey>元|{_N}){_OTHER}{_S}年|(?P<wy>(?:19|20)[0-9]{{2}}){_OTHER}{_S}年){_OTHER}"
    rf"{_S}(?P<m>{_N}){_S}月{_S}(?P<d>{_N}){_S}日"
    rf"(?:{_S}[(〔\[]?{_S}(?P<wd>[月火水木金土日])(?:(?={_S}[)〕\]])|曜))?"
    rf"|(?P<se>[MTSHR{_SIGNS}]|平成|令和|昭和){_S}(?P<sy>[0-9]{{1,2}})[./]{_S}(?P<sm>[0-9]{{1,2}})[./]{_S}"
    r"(?P<sd>[0-9]{1,2})(?![0-9])"
    r"(?:[(](?P<swd>[月火水木金土日])[)])?"
    r"|(?<![0-9./])(?P<iy>(?:19|20)[0-9]{2})[./\-](?P<im>[0-9]{1,2})[./\-](?P<id>[0-9]{1,2})(?![0-9])"
    r"(?:[(](?P<iwd>[月火水木金土日])[)])?"
)
_TIME = re.compile(
    rf"(?P<half>午{_S}前|午{_S}後|AM|PM|am|pm)?{_S}"
    rf"(?:(?P<h>[0-9]{{1,2}}|[○〇零一二三四五六七八九十]{{1,3}}){_S}時"
    rf"(?:{_S}(?P<mi>[0-9]{{1,2}}|[○〇零一二三四五六七八九十]{{1,3}}){_S}分|(?P<hf>半))?"
    r"|(?P<ch>[0-9]{1,2}):(?P<cm>[0-9]{2})(?![0-9])(?:\s?(?P<behind>AM|PM|am|pm)(?![A-Za-z]))?)"
    rf"|(?P<noon>正{_S}午)"
)
_HALVES = ("AM", "PM", "am", "pm")
_NUMERALS = re.compile(r"[0-9][./\-][0-9]")  # a date without 年 has two of them
_SPACED_CLOCK = re.compile(r"(?<![0-9])([0-9])\s([0-9])\s:\s([0-9])\s([0-9])(?![0-9])")
_NOT_CLOCK = re.compile(r"\s{0,2}(?:間|点|期|頃の|代)")
_CLOSING = re.compile(r"閉\s{0,3}会|散\s{0,3}会|終\s{0,3}了|閉\s{0,3}議")
_OPENING = re.compile(r"開\s{0,3}会|開\s{0,3}議|開\s{0,3}始|招\s{0,3}集")
_NAMED = re.compile(f"{_OPENING.pattern}|{_CLOSING.pattern}")
_RANGE = re.compile(r"\s{0,3}(?:[~\-―ー・]|から|より|至)\s{0,3}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ``date`` is ``None`` if no such day exists; ``weekday`` as written."""

    date: datetime.date | None
    weekday: str | None
    start: int
    end: int
    in_era: bool = True


@dataclass(frozen=True, slots=True)
class FoundTimes:
    """Opening and closing as HH:MM, where the text states them."""

    opened: str | None = None
    closed: str | None = None


_NO_TIMES = FoundTimes()


def era_year(era: str, year: int) -> int | None:
    """Return the western year of ``era`` ``year`` (令和, 4 → 2022)."""
    start = _ERAS.get(_SHORT.get(era, era))
    return start[0] + year - 1 if start else None


def fiscal_year_of(date: datetime.date) -> int:
    """Return the 年度 a day falls in: April to March."""
    return date.year if date.month >= 4 else date.year - 1


def find_dates(folded: str) -> Iterator[FoundDate]:
    """Return every complete date of a folded text, in order."""
    if "年" not in folded and not _NUMERALS.search(folded):
        return iter(())
    return iter(_dates(folded))


@lru_cache(maxsize=4096)
def _dates(folded: str) -> tuple[FoundDate, ...]:
    return tuple(_found_dates(folded))


def _found_dates(folded: str) -> Iterator[FoundDate]:
    for match in _DATE.finditer(folded):
        g = match.groupdict()
        era = None
        if g["era"] or g["se"]:
            era = "".join((g["era"] or g["se"]).split())
            era = _SHORT.get(era, era)
            number = kanji_number(g["ey"] or g["sy"])
            year = era_year(era, number) if number else None
        else:
            year = int(g["wy"] or g["iy"])
        month = kanji_number(g["m"] or g["sm"] or g["im"])
        day = kanji_number(g["d"] or g["sd"] or g["id"])
        weekday = g["wd"] or g["swd"] or g["iwd"]
        try:
            date = datetime.date(year or 0, month or 0, day or 0)
        except ValueError:
            date = None
        in_era = not (date and era) or _ERAS[era][1] <= date <= _ERAS[era][2]
        yield FoundDate(date, weekday, match.start(), match.end(), in_era)


_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和)\s?(?P<year>[0-9]{1,2}|元)\s?年(?P<fiscal>\s?度)?(?!\s?[0-9]{1,2}\s?月)"
)
_DAY = re.compile(r"(?<![0-9年])\s?(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?日")
_FIRST_MONTH = 4  # of a fiscal year


def date_in_year(folded: str, year_of: str) -> FoundDate | None:
    """Return the day that a text states without its year, which ``year_of`` names: 9月9日.

    The months of a fiscal year (平成25年度) tell which of its two years is meant.
    """
    year, day = _YEAR.search(year_of), _DAY.search(folded)
    number = kanji_number(year["year"]) if year else None
    if year is None or day is None or number is None:
        return None
    later = bool(year["fiscal"]) and int(day["month"]) < _FIRST_MONTH
    whole = f"{year['era']}{number + later}年{folded[day.start('month') :]}"
    found = next(find_dates(whole), None)
    if found is None or found.date is None:
        return None
    told = found.weekday
    fits = not told or "月火水木金土日"[found.date.weekday()] == told
    return FoundDate(found.date, told, *day.span()) if fits else None


def find_times(folded: str) -> FoundTimes:
    """Return opening and closing time of a text such as 午後1時30分から午後3時まで.

    A second time without 午前/午後 keeps the half of the first when that makes it later
    (午後7時~8時50分). 午後13時 is 13:00. Words such as 開会 and 閉会 beside a time win over order.
    """
    if "時" not in folded and ":" not in folded and "午" not in folded:
        return _NO_TIMES
    return _times(_SPACED_CLOCK.sub(r"\1\2:\3\4", folded) if " : " in folded else folded)


@lru_cache(maxsize=4096)
def _times(folded: str) -> FoundTimes:
    times: list[tuple[int, int, str, str]] = []  # start, end, HH:MM, role
    half = ""
    named = 0  # where the word ends that names the time before
    for match in _TIME.finditer(folded):
        if _NOT_CLOCK.match(folded, match.end()):
            continue
        stated = "".join((match["half"] or match["behind"] or "").split())
        value = _clock(match, stated or half)
        if value is None:
            continue
        if times and not stated and not match["noon"] and value < times[-1][2]:
            later = _clock(match, "午後")
            value = later if later and later > times[-1][2] else value
        half = stated or half
        near_before = folded[max(named, match.start() - 6) : match.start()]
        role = _role(near_before, folded[match.end() : match.end() + 6].strip())
        if role and not _NAMED.search(near_before):  # 10時開会 10時38分閉会: each word is used once
            named = match.end() + 6
        times.append((match.start(), match.end(), value, role))
    if not times:
        return FoundTimes()
    opened = next((t[2] for t in times if t[3] == "opened"), None)
    closed = next((t[2] for t in times if t[3] == "closed"), None)
    if opened is None and closed is None:
        opened = times[0][2]
        if len(times) > 1 and (_RANGE.match(folded, times[0][1]) or _ends_half(folded, times)):
            closed = times[1][2]
        elif re.match(r"\s{0,3}まで", folded[times[0][1] :]) and len(times) == 1:
            opened, closed = None, times[0][2]
    elif opened is None:
        first = times[0]
        opened = first[2] if first[3] == "" and first[2] != closed else None
    elif closed is None:
        closed = next((t[2] for t in times if t[3] == "" and t[2] > opened), None)
    return FoundTimes(opened, closed)


def _ends_half(folded: str, times: list[tuple[int, int, str, str]]) -> bool:
    """Tell whether two times with their halves behind stand alone: 01:00 PM 02:50 PM."""
    return len(times) == 2 and all(folded[:end].endswith(_HALVES) for _, end, _, _ in times)


def _role(before: str, after: str) -> str:
    """Return which end of the sitting the words beside a time name; those before it win."""
    for test, text in ((re.Pattern.search, before), (re.Pattern.match, after)):
        if test(_CLOSING, text):
            return "closed"
        if test(_OPENING, text):
            return "opened"
    return ""


def _clock(match: re.Match[str], half: str) -> str | None:
    if match["noon"]:
        return "12:00"
    hour = kanji_number(match["h"] or match["ch"])
    minute = 30 if match["hf"] else kanji_number(match["mi"] or match["cm"] or "0")
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    afternoon = half in ("午後", "PM", "pm")
    if afternoon and hour < 12:
        hour += 12
    elif half in ("午前", "AM", "am") and hour == 12:
        hour = 12 if minute == 0 else 0
    return f"{hour:02d}:{minute:02d}"
