"""Characters as their writer meant them: what every reader does to the text it found.

Nothing here changes what a name looks like: 髙, 﨑 and 𠮷 stay, as do full and half width.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from pipeline.model import Issue, Line

__all__ = ["clean", "is_odd", "split_lines", "text_issues"]

# Invisible, and nothing of the text: controls, soft hyphens, zero-width and direction marks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# White space of one column that breaks no line of a file: VT, FF, FS-US, NEL, LS, PS.
_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A letter and its marks. Compatibility ideographs are no base: composing would change the name.
# Longer runs than 30 are no text, and composing them costs the square of their length.
_DECOMPOSED = re.compile(
    "[^\u0300-\u036f\u3099\u309a\uf900-\ufaff][\u0300-\u036f\u3099\u309a]{1,30}"
)
_STRANGE = re.compile("[\u2e80-\u2fdf\uf900-\ufa0d\ufe10-\ufe19\ufe30-\ufe44]")
# Any character that one of the above looks for: most lines have none, and are looked at once.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\u2e80-\u2fdf\u3099\u309a\ud800-\udfff\uf900-\ufa0d\ufe10-\ufe19\ufe30-\ufe44\ufeff]"
)
_LINE_END = re.compile("\r\n|\r|\n")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CID = re.compile(r"\(cid:\d{1,6}\)")


def clean(text: str) -> str:
    """Return ``text`` without what cannot be seen and with each character as it was meant.

    Kangxi radicals become the ideographs they stand for, letters and the marks that follow them
    one character, lone surrogates U+FFFD; control and zero-width characters go.
    """
    if not is_odd(text):
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _INVISIBLE.sub("", text)
    text = _SPACE.sub(" ", text)
    text = _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    if _STRANGE.search(text):
        text = text.translate(_meant())
    return text


def is_odd(text: str) -> bool:
    """Tell whether :func:`clean` might change ``text``."""
    return _ODD.search(text) is not None


def split_lines(text: str) -> list[str]:
    r"""Split at ``\r\n``, ``\r`` and ``\n`` only; a line end at the end begins no further line."""
    lines = _LINE_END.split(text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines


# Code of the issue, what to look for, message.
_LOSSES = (
    (
        "characters_lost",
        re.compile("\ufffd"),
        "{n} characters could not be read (shown as \ufffd). Compare with the original.",
    ),
    (
        "private_use_characters",
        _PRIVATE,
        "{n} characters are private to the maker of the file (外字) and have no meaning "
        "elsewhere. Compare with the original.",
    ),
    (
        "cid_characters",
        _CID,
        "{n} characters of the PDF say only which glyph to draw, (cid:…), not what it means. "
        "Compare with the original.",
    ),
)


def text_issues(lines: Iterable[Line]) -> Iterator[Issue]:
    """Yield a warning for each kind of character that shows that text was lost on the way."""
    lines = tuple(lines)
    whole = "\n".join([line.text for line in lines])
    if not ("\ufffd" in whole or "(cid:" in whole or _PRIVATE.search(whole)):
        return
    for code, pattern, message in _LOSSES:
        if not pattern.search(whole):
            continue
        found = [(len(pattern.findall(line.text)), line) for line in lines]
        first = next(line for count, line in found if count)
        yield Issue(
            severity="warning",
            code=code,
            message=message.format(n=sum(count for count, _ in found)),
            page=first.page,
            line=first.no,
        )


@cache
def _meant() -> dict[int, str]:
    """Return the ideograph or mark for each radical, Korean compatibility and vertical form."""
    data = tomllib.loads(
        (files("pipeline") / "data" / "characters.toml").read_text(encoding="utf-8")
    )
    kept = set(data["kept"]["ideographs"])
    written: dict[str, str] = {**data["radicals"], **data["vertical"]}
    table: dict[int, str] = {}
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFA0D), (0xFE10, 0xFE19), (0xFE30, 0xFE44)):
        for code in range(first, last + 1):
            char = chr(code)
            normal = written.get(char) or unicodedata.normalize("NFKC", char)
            if normal != char and char not in kept and len(normal) == 1:
                table[code] = normal
    return table
