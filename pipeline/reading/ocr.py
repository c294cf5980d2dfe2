"""Pages that are pictures, read with Tesseract where the system has it.

Tesseract runs as a program of its own, once or a few times a page: what it does to a picture
cannot end the process that reads the archive.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reading.characters import clean, split_lines
from pipeline.reading.pdf_page import PageLine
from pipeline.reading.spacing import is_wide

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["GOOD", "Recognised", "missing", "recognise"]

DPI = 300
"""Resolution at which pages are drawn for Tesseract; it is made for 300."""

GOOD = 85.0
"""Confidence in percent from which a reading is taken without a second try."""

_MAX_DOTS = 40_000_000  # of a picture; a page of A3 at 300 dpi has 17 million
_TIMEOUT = 120  # seconds a page; an ordinary one takes 1 to 2
_WORD = "5"  # level of a row of Tesseract's table
_CLOSING = frozenset("、。，．」』）】〉》")  # their ink fills the left half of their square
_OPENING = frozenset("「『（【〈《")
_COLON = re.compile("(?<=[^!-~ ]) ?: ?|(?<=[)\\]]) ?: (?=[^!-~])")  # it writes no full-width ones
_MIN_PARTED = 6  # lines
_FAR = re.compile(" {4,}")
_SPECK = 4  # characters
_HINT = (
    'Install it with: pip install "gijiroku[ocr]", and from the system tesseract-ocr, '
    "tesseract-ocr-jpn and tesseract-ocr-jpn-vert."
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read from a picture: lines in reading order, confidence in percent."""

    lines: list[PageLine]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Layout:
    language: str
    segmentation: str  # Tesseract's --psm


# A block of lines is the default: looking for columns, Tesseract loses short lines.
_BLOCK, _COLUMNS = _Layout("jpn", "6"), _Layout("jpn", "3")
_VERTICAL = _Layout("jpn_vert", "5")


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[str, str, str]  # block, paragraph and line
    left: float  # points from the top left corner of the page, of the ink
    top: float
    right: float
    bottom: float
    confidence: float
    text: str


@cache
def missing() -> str:
    """Return what to install before pictures can be read, empty if all is there."""
    if find_spec("PIL") is None or shutil.which("tesseract") is None:
        return _HINT
    return "" if "jpn" in _languages() else _HINT


def recognise(page: Any) -> Recognised:
    """Read the picture of a page.

    A reading of poor confidence is tried again with the specks taken out of the picture, and as
    vertical writing; the one with the best confidence is taken.

    Args:
        page: a page of pypdfium2.
    """
    width, height = page.get_size()
    scale = min(DPI / 72, (_MAX_DOTS / max(width * height, 1.0)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_pil()
    best = Recognised([], 0.0)
    for reading in _readings(picture, 1 / scale):
        if reading.confidence > best.confidence:
            best = reading
        if best.confidence >= GOOD:
            break
    return best


def _readings(picture: Image.Image, scale: float) -> Iterator[Recognised]:
    from PIL import ImageFilter

    yield _read(picture, scale, _BLOCK)
    yield _read(picture.filter(ImageFilter.MedianFilter(3)), scale, _BLOCK)
    if "jpn_vert" in _languages():
        yield _read(picture, scale, _VERTICAL)


def _read(picture: Image.Image, scale: float, layout: _Layout) -> Recognised:
    text, table = _outputs(picture, layout)
    words = list(_words(table, scale))
    if not words:
        return Recognised([], 0.0)
    rows: dict[tuple[str, str, str], list[_Word]] = {}
    for word in words:
        rows.setdefault(word.line, []).append(word)
    groups = list(rows.values())
    size = _size(groups, vertical=layout is _VERTICAL)
    if layout is _BLOCK and _is_parted(groups, size):
        return _read(picture, scale, _COLUMNS)
    chars = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / chars
    if layout is _VERTICAL:
        return Recognised([_column(row, size) for row in groups], confidence)
    found = zip(groups, _texts(groups, text), strict=True)
    lines = [line for row, shown in found if (line := _line(*_without_specks(row, shown), size))]
    return Recognised(lines, confidence)


def _without_specks(row: list[_Word], text: str) -> tuple[list[_Word], str]:
    """Return a line without what stands far from the rest of it and was hardly recognised."""
    parts = _FAR.split(text)
    if len(parts) == 1:
        return row, text
    kept: list[_Word] = []
    shown: list[str] = []
    words = iter(row)
    for part in parts:
        length = len("".join(part.split()))
        own: list[_Word] = []
        while length > 0 and (word := next(words, None)):
            own.append(word)
            length -= len(word.text)
        sure = sum(word.confidence * len(word.text) for word in own)
        if own and (len(part) > _SPECK or sure >= GOOD * sum(len(word.text) for word in own)):
            kept += own
            shown.append(part)
    return kept, "\u3000".join(shown)


def _outputs(picture: Image.Image, layout: _Layout) -> tuple[str, str]:
    """Return Tesseract's text and table of words, both empty if it fails or takes too long."""
    data = io.BytesIO()
    picture.save(data, "BMP")  # nothing to compress: it is read at once
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "page")
        try:
            subprocess.run(
                [
                    *("tesseract", "-", str(base), "-l", layout.language),
                    *("--psm", layout.segmentation, "--dpi", str(DPI)),
                    *("-c", "preserve_interword_spaces=1", "txt", "tsv"),
                ],
                input=data.getvalue(),
                capture_output=True,
                check=True,
                timeout=_TIMEOUT,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # the archive has its own workers
            )
            text, table = (base.with_suffix(end).read_bytes() for end in (".txt", ".tsv"))
        except (subprocess.SubprocessError, OSError):
            return "", ""
    return text.decode("utf-8", "replace"), table.decode("utf-8", "replace")


def _texts(rows: list[list[_Word]], text: str) -> list[str]:
    """Return each row as Tesseract's text has it: that knows spaces, which the table does not."""
    shown = [line.strip() for line in split_lines(text.replace("\f", "\n"))]
    shown = [line for line in shown if line]
    joined = ["".join(word.text for word in row) for row in rows]
    if len(shown) != len(joined):
        return joined
    return [
        line if "".join(line.split()) == "".join(plain.split()) else plain
        for line, plain in zip(shown, joined, strict=True)
    ]


def _is_parted(rows: list[list[_Word]], size: float) -> bool:
    """Tell whether a white strip runs down the middle of most lines: two columns of text."""
    left = min(word.left for row in rows for word in row)
    right = max(word.right for row in rows for word in row)
    for step in range(35, 66):
        x = left + (right - left) * step / 100
        wide = [row for row in rows if row[0].left < x - size and row[-1].right > x + size]
        free = sum(
            all(word.right < x - 0.5 * size or word.left > x + 0.5 * size for word in row)
            for row in wide
        )
        if len(wide) >= _MIN_PARTED and free >= 0.9 * len(wide):
            return True
    return False


def _words(table: str, scale: float) -> Iterator[_Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != _WORD or not row["text"].strip():
            continue
        left, top = int(row["left"]) * scale, int(row["top"]) * scale
        yield _Word(
            line=(row["block_num"], row["par_num"], row["line_num"]),
            left=left,
            top=top,
            right=left + int(row["width"]) * scale,
            bottom=top + int(row["height"]) * scale,
            confidence=max(0.0, float(row["conf"])),
            text=row["text"].strip(),
        )


def _size(rows: list[list[_Word]], *, vertical: bool) -> float:
    """Return the height of the type: extent of the lines by what they hold, in points."""
    found = []
    for row in rows:
        if vertical:
            extent = max(word.bottom for word in row) - min(word.top for word in row)
        else:
            extent = max(word.right for word in row) - min(word.left for word in row)
        ems = sum(1.0 if is_wide(char) else 0.5 for word in row for char in word.text)
        found.append((extent / max(ems, 1.0), ems))
    full = sorted(size for size, ems in found if ems >= 10) or sorted(size for size, _ in found)
    return statistics.median(full)


def _line(row: list[_Word], text: str, size: float) -> PageLine | None:
    if not row:
        return None
    text = _mended(clean(text))
    middle = statistics.median((word.top + word.bottom) / 2 for word in row)
    # Tesseract's boxes hold the ink; those of other lines hold the squares.
    inset = 0.5 if text[:1] in _OPENING else 0.0
    outset = 0.5 if text[-1:] in _CLOSING else 0.0
    return PageLine(
        text=text,
        x0=min(word.left for word in row) - inset * size,
        top=middle - size / 2,
        x1=max(word.right for word in row) + outset * size,
        bottom=middle + size / 2,
        size=size,
    )


def _mended(text: str) -> str:
    """Return a line with full-width colons, and with words that Tesseract is known to misread."""
    text = _COLON.sub("：", text)
    for wrong, right in _misread().items():
        text = text.replace(wrong, right)
    return text


@cache
def _misread() -> dict[str, str]:
    data = tomllib.loads((files("pipeline") / "data" / "ocr.toml").read_text(encoding="utf-8"))
    return dict(data["misread"])


def _column(row: list[_Word], size: float) -> PageLine:
    row = sorted(row, key=lambda word: word.top)
    middle = statistics.median((word.left + word.right) / 2 for word in row)
    return PageLine(
        text=_mended(clean("".join(word.text for word in row))),
        x0=middle - size / 2,
        top=row[0].top,
        x1=middle + size / 2,
        bottom=row[-1].bottom,
        size=size,
        vertical=True,
    )


@cache
def _languages() -> frozenset[str]:
    try:
        done = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, check=True, timeout=30
        )
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    return frozenset(done.stdout.split())
