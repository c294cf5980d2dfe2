"""The numbers that Word shows before paragraphs of a list, which are not in their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

__all__ = ["Numbering", "formatted"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウ"
    "ヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
)
_DIGITS = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Numbering:
    """Counts the paragraphs of every list of one document."""

    def __init__(self, word: WordDocument) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._of_style = _numbers_of_styles(word)
        try:
            root = word.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return  # a document without lists
        for abstract in root.iterfind(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                _number(level.get(qn("w:ilvl"))): level for level in abstract.iterfind(qn("w:lvl"))
            }
        for item in root.iterfind(qn("w:num")):
            link = item.find(qn("w:abstractNumId"))
            if link is not None:
                self._list_of[item.get(qn("w:numId"))] = link.get(qn("w:val"))

    def label(self, paragraph: Any) -> str:
        """Return what Word shows before a paragraph, with a space, and count it; else ``""``."""
        found = self._place(paragraph)
        if found is None:
            return ""
        abstract, at = found
        levels = self._levels.get(abstract, {})
        if at not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        before = counts[at]
        counts[at] = _value(levels[at], "w:start", 1) if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        if _text(levels[at], "w:numFmt") == "none":
            return ""
        if _text(levels[at], "w:numFmt") == "bullet":
            return "・"

        def count(match: re.Match[str]) -> str:
            outer = int(match[1]) - 1
            if outer not in levels:
                return ""
            number = counts[outer]
            if number is None:
                number = _value(levels[outer], "w:start", 1)
            return formatted(number, _text(levels[outer], "w:numFmt"))

        text = _PLACE.sub(count, _text(levels[at], "w:lvlText"))
        return f"{text} " if text and not text.endswith(("\u3000", " ")) else text

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list and the level (from 0) of a paragraph."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        number = properties.find(qn("w:numPr"))
        style = properties.find(qn("w:pStyle"))
        inherited = self._of_style.get(style.get(qn("w:val"))) if style is not None else None
        if number is None:
            number = inherited
        if number is None:
            return None
        identity = _text(number, "w:numId") or (
            _text(inherited, "w:numId") if inherited is not None else ""
        )
        level = min(_value(number, "w:ilvl", 0), _LEVELS - 1)
        # List 0 is how a paragraph leaves the list of its style.
        return (self._list_of[identity], level) if identity in self._list_of else None


def formatted(number: int, form: str) -> str:
    """Return ``number`` in a number format of WordprocessingML (ECMA-376 part 1, 17.18.59)."""
    return _FORMS.get(form, str)(number)


def _numbers_of_styles(word: WordDocument) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for style in word.styles.element.iterfind(qn("w:style")):
        number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None:
            found[style.get(qn("w:styleId"))] = number
    return found


def _text(parent: Any, tag: str) -> str:
    element = parent.find(qn(tag))
    return "" if element is None else element.get(qn("w:val"), "")


def _value(parent: Any, tag: str, default: int) -> int:
    return _number(_text(parent, tag), default)


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default


def _cycle(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)] if number > 0 else str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def _full_width(number: int) -> str:
    return str(number).translate(_FULL_WIDTH)


def _counting(number: int) -> str:
    """Return a number as it is said: 十二, 百五."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += (_DIGITS[digit] if digit > 1 or unit == 1 else "") + name
    return text


def _placed(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        times, number = divmod(number, value)
        text += letters * times
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedParen": lambda number: f"({number})",
    "aiueo": _cycle(_AIUEO),
    "aiueoFullWidth": _cycle(_AIUEO),
    "iroha": _cycle(_IROHA),
    "irohaFullWidth": _cycle(_IROHA),
    "upperLetter": _cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _cycle("abcdefghijklmnopqrstuvwxyz"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "japaneseCounting": _counting,
    "chineseCounting": _counting,
    "ideographDigital": _placed,
    "japaneseDigitalTenThousand": _placed,
}
