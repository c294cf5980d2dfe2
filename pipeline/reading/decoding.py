"""Bytes become text: which encoding, by rule, and how much of it was damaged.

In this order: byte order mark, UTF-16 by its NUL bytes, UTF-8, ISO-2022-JP by its escapes, then
CP932 or EUC-JP, whichever reads more like Japanese. Damaged text is never refused; it gets the
encoding with the least damage, and U+FFFD where bytes mean nothing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # characters that decide between two encodings
_MIN_LIKENESS = 0.2  # of UTF-16 without a mark; a third of Japanese text is kana and punctuation
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI])")
# Kana, marks and digits of everyday text; half-width katakana are what EUC-JP looks like in CP932.
_EVERYDAY = re.compile("[ぁ-んァ-ヶー、。，．・：「」（）０-９　\\n -~]")
_UNLIKELY = re.compile("[\ufffd\uff61-\uff9f\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UNDEFINED = re.compile("[\x80\uf8f0-\uf8f3]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of its encoding, and the number of places where bytes meant nothing."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes) -> Decoded:
    """Return the text of ``data``. Never raises; what cannot be decoded becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.decode(encoding, "replace"), encoding)
    reading = _unmarked(data)
    if b"\0" in data:
        # ASCII and line ends have a NUL in each pair of bytes, but so has U+3000.
        wide = max(
            (_decoded(data.decode(name, "replace"), name) for name in ("utf-16-le", "utf-16-be")),
            key=_likeness,
        )
        return wide if _likeness(wide) > max(_likeness(reading), _MIN_LIKENESS) else reading
    return reading


def _unmarked(data: bytes) -> Decoded:
    if _ESCAPE.search(data) and data.isascii():
        return _decoded(_iso_2022_jp(data), "iso-2022-jp")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return max((_decoded(read(data), encoding) for encoding, read in _READERS), key=_likeness)


def _decoded(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, text.count("\ufffd"))


def _cp932(data: bytes) -> str:
    # Python maps the bytes that CP932 leaves undefined to controls and private characters.
    return _UNDEFINED.sub("\ufffd", data.decode("cp932", "replace"))


def _utf8(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _euc_jp(data: bytes) -> str:
    """Decode EUC-JP through CP932, whose table has the NEC and IBM characters (①, 髙)."""
    out: list[str] = []
    at, end = 0, len(data)
    while at < end:
        lead = data[at]
        trail = data[at + 1] if at + 1 < end else 0
        if lead < 0x80:
            stop = at + 1
            while stop < end and data[stop] < 0x80:
                stop += 1
            out.append(data[at:stop].decode("ascii"))
            at = stop
        elif lead == 0x8E and 0xA1 <= trail <= 0xDF:
            out.append(bytes([trail]).decode("cp932"))
            at += 2
        elif lead == 0x8F and at + 2 < end and trail >= 0xA1 and data[at + 2] >= 0xA1:
            out.append(data[at : at + 3].decode("euc_jp", "replace")[:1])
            at += 3
        elif lead >= 0xA1 and trail >= 0xA1:
            out.append(_kuten(lead - 0xA0, trail - 0xA0))
            at += 2
        else:
            out.append("\ufffd")
            at += 1
    return "".join(out)


def _iso_2022_jp(data: bytes) -> str:
    """Decode ISO-2022-JP; an escape that is missing at the end costs nothing."""
    out: list[str] = []
    parts = _ESCAPE.split(data)
    out.append(parts[0].decode("ascii", "replace"))
    for escape, part in zip(parts[1::2], parts[2::2], strict=True):
        if escape.startswith(b"$"):
            # A line end returns to ASCII by itself.
            rows = re.split(rb"([\r\n]+)", part)
            out += (row.decode() if row[:1] in (b"\r", b"\n") else _double(row) for row in rows)
        elif escape == b"(I":
            out.append(bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in part).decode("cp932"))
        else:
            out.append(part.decode("ascii", "replace"))
    return "".join(out)


def _double(data: bytes) -> str:
    pairs = [
        _kuten(high - 0x20, low - 0x20) for high, low in zip(data[0::2], data[1::2], strict=False)
    ]
    return "".join(pairs) + ("\ufffd" if len(data) % 2 else "")


def _kuten(row: int, cell: int) -> str:
    """Return the character at a place (1 to 94 each) of the double-byte table of CP932."""
    if not (1 <= row <= 94 and 1 <= cell <= 94):
        return "\ufffd"
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    # Two rows share a lead byte; 0x7F is no trail byte.
    odd_trail = cell + (0x3F if cell <= 63 else 0x40)
    trail = odd_trail if row % 2 else cell + 0x9E
    return bytes([lead, trail]).decode("cp932", "replace")[:1]


_READERS: tuple[tuple[str, Callable[[bytes], str]], ...] = (
    ("utf-8", _utf8),
    ("cp932", _cp932),
    ("euc-jp", _euc_jp),
)


def _likeness(reading: Decoded) -> float:
    """Return how much a reading looks like Japanese: everyday characters less impossible ones."""
    sample = reading.text[:_SAMPLE]
    return (len(_EVERYDAY.findall(sample)) - 3 * len(_UNLIKELY.findall(sample))) / max(
        len(sample), 1
    )
