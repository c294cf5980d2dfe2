"""A page of a PDF as a picture, with the lines of every record in a colour and under its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Line, Minutes

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

__all__ = ["PageImageError", "page_image"]

_NAME_SIZE = 7.0  # points
_COLUMN = 3.0  # times as high as wide: what is written from top to bottom
_COLOURS = {
    "turn": (31, 119, 180),
    "attendee": (255, 127, 14),
    "agenda": (148, 103, 189),
    "case": (127, 60, 141),
    "heading": (127, 60, 141),
    "header": (44, 160, 44),
    "section": (140, 86, 75),
    "decision": (214, 39, 40),
    "note": (188, 148, 24),
    "residue": (255, 0, 255),
}
_OTHER = (127, 127, 127)  # page numbers, labels and what else is no record's text


class PageImageError(ValueError):
    """There is no picture of that page; the message says why, in words for a clerk."""


def page_image(minutes: Minutes, page: int, *, dpi: int = 150) -> Image.Image:
    """Draw a page with a box around each line of each record.

    Boxes have the colour of what a line became; the first box of a record on the page carries its
    name (``turn 12``, ``case 2``), other lines that of their role (``page_number``).

    Args:
        minutes: read from a PDF that is still where it was.
        page: 1-based.
        dpi: resolution.

    Raises:
        PageImageError: it was no PDF, the file has gone or changed, or it has no such page.
    """
    from PIL import ImageDraw

    picture = _drawn(minutes, page, dpi).convert("RGB")
    scale = dpi / 72
    draw = ImageDraw.Draw(picture, "RGBA")
    named: set[str] = set()
    for line, role, name in _boxes(minutes, page):
        colour = _COLOURS.get(role, _OTHER)
        box = [(line.x0 or 0) * scale, (line.top or 0) * scale]
        box += [(line.x1 or 0) * scale, (line.bottom or 0) * scale]
        box = [*map(min, box[:2], box[2:]), *map(max, box[:2], box[2:])]
        draw.rectangle(box, fill=(*colour, 40), outline=(*colour, 255))
        if name not in named:
            named.add(name)
            _write(draw, name, box, colour, _NAME_SIZE * scale)
    return picture


def _drawn(minutes: Minutes, page: int, dpi: int) -> Image.Image:
    """Return the page as it is printed."""
    import pypdfium2  # type: ignore[import-untyped]

    document = minutes.document
    if document.media_type != "application/pdf":
        raise PageImageError("Only PDF files have pages to draw.")
    if not 1 <= page <= (document.pages or 0):
        raise PageImageError(f"The document has pages 1 to {document.pages}, no page {page}.")
    try:
        data = Path(document.path).read_bytes()
    except OSError as error:
        raise PageImageError(f"The file {document.path!r} is no longer there.") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise PageImageError(f"The file {document.path!r} has changed since it was read.")
    pdf = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = pdf[page - 1].render(scale=dpi / 72).to_pil()
    finally:
        pdf.close()
    return picture


def _boxes(minutes: Minutes, page: int) -> Iterator[tuple[Line, str, str]]:
    """Yield the lines of a page with role and name of what they became, the most telling one."""
    names = dict(_names(minutes))
    found: dict[int, tuple[str, str]] = {}
    for passage in minutes.passages:
        role = "turn" if passage.role == "speaker" else passage.role
        name = names.get(passage.record_id, role)
        if passage.line not in found or (passage.record_id and role in _COLOURS):
            found[passage.line] = (role, name)
    for line in minutes.document.lines:
        if line.page == page and line.x0 is not None:
            role, name = found.get(line.no, (line.furniture or "blank", line.furniture))
            yield line, role, name


def _names(minutes: Minutes) -> Iterator[tuple[str, str]]:
    """Yield id and name of every record that has lines."""
    for person in minutes.attendees:
        yield person.attendee_id, f"attendee {person.seq}"
    for item in minutes.agenda:
        yield item.agenda_id, f"agenda {item.seq}"
    for case in minutes.cases:
        yield case.case_id, f"case {case.case_no}"
    for turn in minutes.turns:
        yield turn.turn_id, f"turn {turn.seq}"
    for decision in minutes.decisions:
        yield decision.decision_id, f"decision {decision.seq}"
    for number, section in enumerate(minutes.sections, start=1):
        yield section.section_id, f"section {number}"
    for number, note in enumerate(minutes.notes, start=1):
        yield note.note_id, f"note {number}"


def _write(
    draw: ImageDraw.ImageDraw,
    name: str,
    box: list[float],
    colour: tuple[int, int, int],
    size: float,
) -> None:
    """Write a name left of a box, or as far left as the page goes; over a column of characters."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    width = draw.textlength(name, font=font)
    left, top = box[0] - width - 3, box[1]
    if box[3] - box[1] > _COLUMN * (box[2] - box[0]):
        left, top = (box[0] + box[2] - width) / 2, box[1] - 1.3 * size
    draw.text((max(1.0, left), max(1.0, top)), name, fill=(*colour, 255), font=font)
