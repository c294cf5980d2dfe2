"""How dates and times are written."""

from __future__ import annotations

import datetime

from generator.convention import Convention

__all__ = ["clock", "day", "era_year", "span"]

_KANJI = "〇一二三四五六七八九"
_WEEKDAYS = "月火水木金土日"
_REIWA = datetime.date(2019, 5, 1)


def era_year(year: int, *, reiwa: bool) -> str:
    """A year of the current or the last era: 令和元年, 平成30年."""
    number = year - (2018 if reiwa else 1988)
    return f"{'令和' if reiwa else '平成'}{'元' if number == 1 else number}年"


def day(date: datetime.date, convention: Convention) -> str:
    """The date with its weekday, as the convention writes it."""
    form = convention.words["date_form"]
    era = era_year(date.year, reiwa=date >= _REIWA)
    rest = f"{date.month}月{date.day}日"
    if form == "western":
        written = f"{date.year}年{rest}"
    elif form == "both":
        written = f"{era[:-1]}年({date.year}年){rest}"
    elif form == "kanji":
        written = _in_kanji(era + rest)
    else:
        written = era + rest
    return written + convention.words["weekday"].format(w=_WEEKDAYS[date.weekday()])


def clock(time: datetime.time, convention: Convention, *, half: bool = True) -> str:
    """A time of day; ``half``: with 午前 or 午後, where the convention writes them."""
    form = convention.words["clock"]
    if convention.words["date_form"] == "kanji":
        form = "words"
    if form == "digits":
        return f"{time.hour}:{time.minute:02d}"
    if form == "day24":
        return f"{time.hour}時{time.minute:02d}分"
    if time.hour == 12 and time.minute == 0:
        return "正午"
    name = ("午前" if time.hour < 12 else "午後") if half else ""
    hour = f"{time.hour % 12}時"
    minute = "" if form in ("whole", "short") and not time.minute else f"{time.minute}分"
    if convention.words["date_form"] == "kanji":
        return name + _in_kanji(hour + (f"{time.minute}分" if time.minute else ""))
    return name + hour + minute


def span(opened: datetime.time, closed: datetime.time, convention: Convention) -> str:
    """From when to when. ``short`` clocks do not repeat 午前 or 午後."""
    same_half = (opened.hour < 12) == (closed.hour < 12)
    half = not (convention.words["clock"] == "short" and same_half)
    return convention.words["range"].format(
        a=clock(opened, convention), b=clock(closed, convention, half=half)
    )


def _in_kanji(text: str) -> str:
    """The text with its numbers, all below 100, in kanji: 二十一."""
    out, digits = [], ""
    for char in text + " ":
        if char.isdigit():
            digits += char
            continue
        if digits:
            out.append(_number(int(digits)))
            digits = ""
        out.append(char)
    return "".join(out[:-1])


def _number(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _KANJI[ones]
    return ("" if tens == 1 else _KANJI[tens]) + "十" + (_KANJI[ones] if ones else "")
