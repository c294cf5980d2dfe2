"""Write paragraphs as a PDF that looks like the minutes councils publish.

A4, an embedded Japanese TrueType font, lines wrapped by the rules of Japanese typesetting, labels
such as ``委員：`` set in the margin of their paragraph, page numbers in the foot. The same input
gives the same bytes.

Run as ``python -m generator.pdf IN.txt OUT.pdf [--join LINE ...]`` to set a text file.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

__all__ = [
    "FONT",
    "Paragraph",
    "font_file",
    "hang_of",
    "register_font",
    "text_paragraphs",
    "wrap",
    "write_pdf",
]

FONT = "IPAexGothic"

# JIS X 4051: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset(
    "、。，．,.・：；:;？！?!ー）〕］｝〉》」』】)]}々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST = frozenset("（〔［｛〈《「『【([{")
_LABEL = re.compile(r"[^\s：。、]{1,12}：[ 　]?")
_LATIN_WORD = re.compile(r"[!-~]{1,200}")
_TAB_STOP = 4  # em
_BEYOND_BMP = re.compile("<([0-9A-F]{5,6})>")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to set.

    Attributes:
        text: its characters; a TAB jumps to the next multiple of four em.
        indent: em from the left margin to the first line.
        hang: em from the left margin to the following lines; ``None`` lets a leading label
            (``委員：``) decide, and is ``indent`` where there is none.
        align: ``left``, ``center`` or ``right``.
        page_break: begin a new page before it.
    """

    text: str
    indent: float = 0.0
    hang: float | None = None
    align: str = "left"
    page_break: bool = False


def write_pdf(
    path: Path | str,
    paragraphs: Iterable[Paragraph | str],
    *,
    size: float = 10.5,
    leading: float = 1.7,
    margin: float = 72.0,
    page_numbers: str | None = "- {n} -",
    running_head: str | None = None,
    justify: bool = False,
    title: str = "",
) -> int:
    """Write ``paragraphs`` to ``path`` and return the number of pages.

    Args:
        path: file to write; what was there is replaced.
        paragraphs: in order. An empty string leaves a blank line.
        size: height of the type in points.
        leading: distance of base lines, as a multiple of ``size``.
        margin: of all four sides, in points.
        page_numbers: what stands in the middle of the foot, with ``{n}`` for the number of the
            page and ``{total}`` for that of the last one; ``None`` for nothing.
        running_head: a line at the head of every page, at its right end; ``None`` for nothing.
        justify: stretch every line but the last of a paragraph to the right margin, as word
            processors do.
        title: title in the metadata of the file.

    Raises:
        ModuleNotFoundError: the package with the font (``matplotlib-fontja``) is not installed.
    """
    register_font()
    measure = A4[0] - 2 * margin
    pages = _paginate(
        _lines(paragraphs, size, measure), int((A4[1] - 2 * margin) / (size * leading))
    )
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for number, page in enumerate(pages, start=1):
        canvas.setFont(FONT, size)
        if running_head:
            canvas.drawRightString(A4[0] - margin, A4[1] - margin / 2, running_head)
        for row, line in enumerate(page):
            _draw(
                canvas,
                line,
                A4[1] - margin - size - row * size * leading,
                margin,
                measure,
                size=size,
                justify=justify,
            )
        if page_numbers is not None:
            foot = page_numbers.format(n=number, total=len(pages))
            canvas.drawCentredString(A4[0] / 2, margin / 2, foot)
        canvas.showPage()
    canvas.save()
    return len(pages)


def text_paragraphs(text: str, *, join: Collection[int] = ()) -> list[str]:
    """Return the lines of a text as paragraphs.

    Args:
        text: lines that are paragraphs already, with blank lines anywhere.
        join: 1-based numbers of the lines that go on with the line before them (blank lines
            aside), because the text was cut there.
    """
    paragraphs: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if number in join and any(paragraphs):
            while not paragraphs[-1]:
                paragraphs.pop()
            paragraphs[-1] += line.strip()
        elif line.strip() or (paragraphs and paragraphs[-1]):
            paragraphs.append(line.rstrip())
    return paragraphs


def hang_of(paragraph: Paragraph) -> float:
    """Return how far from the left margin the following lines of a paragraph begin, in em."""
    if paragraph.hang is not None:
        return paragraph.hang
    register_font()
    label = _LABEL.match(paragraph.text)
    hangs = label is not None and label.end() < len(paragraph.text)
    return paragraph.indent + (_width(label[0], 1.0) if label and hangs else 0.0)


def wrap(text: str, first: float, rest: float, size: float, *, indent: float = 0.0) -> list[str]:
    """Break ``text`` into lines ``first`` and then ``rest`` points wide, of type of ``size``.

    Latin words and numbers stay whole, 。、」 and their kin do not begin a line, 「（ do not end
    one; what may not stand there takes its neighbour along to the next line. ``indent`` is where
    the first line begins, in points from the margin from which tab stops count.
    """
    register_font()
    lines: list[str] = []
    line, used, room = "", 0.0, first
    for unit in _units(text):
        for part in _fitting(unit, room, size) if _width(unit, size) > room else (unit,):
            width = _to_tab_stop(indent + used, size) if part == "\t" else _width(part, size)
            if line and used + width > room + 0.01 and not part.isspace():
                lines.append(line.rstrip(" "))
                line, used, room, indent = "", 0.0, rest, indent + first - rest
            line += part
            used += width
    return [*lines, line.rstrip(" ")]


def _to_tab_stop(x: float, size: float) -> float:
    """Return the distance from ``x`` to the next tab stop, in points."""
    stop = _TAB_STOP * size
    return (int(x / stop + 0.001) + 1) * stop - x


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: float = 0.0  # points
    align: str = "left"
    last: bool = True
    page_break: bool = False


def _lines(paragraphs: Iterable[Paragraph | str], size: float, measure: float) -> Iterator[_Line]:
    for item in paragraphs:
        paragraph = Paragraph(item) if isinstance(item, str) else item
        indent = paragraph.indent * size
        hang = hang_of(paragraph) * size
        texts = wrap(paragraph.text, measure - indent, measure - hang, size, indent=indent)
        for at, text in enumerate(texts):
            yield _Line(
                text=text,
                indent=hang if at else indent,
                align=paragraph.align,
                last=at == len(texts) - 1,
                page_break=paragraph.page_break and not at,
            )


def _paginate(lines: Iterable[_Line], rows: int) -> list[list[_Line]]:
    pages: list[list[_Line]] = [[]]
    for line in lines:
        if len(pages[-1]) >= rows or (line.page_break and pages[-1]):
            pages.append([])
        if line.text or pages[-1]:  # no blank line at the head of a page
            pages[-1].append(replace(line, page_break=False))
    return pages


def _draw(
    canvas: Canvas,
    line: _Line,
    y: float,
    margin: float,
    measure: float,
    *,
    size: float,
    justify: bool,
) -> None:
    if not line.text:
        return
    width = _width(line.text, size)
    x = margin + line.indent
    if line.align == "center":
        x = margin + (measure - width) / 2
    elif line.align == "right":
        x = margin + measure - width
    if "\t" not in line.text:
        slack = measure - line.indent - width
        stretch = justify and not line.last and line.align == "left" and len(line.text) > 1
        canvas.drawString(x, y, line.text, charSpace=slack / (len(line.text) - 1) if stretch else 0)
        return
    for cell in line.text.split("\t"):
        canvas.drawString(x, y, cell)
        x += _width(cell, size)
        x += _to_tab_stop(x - margin, size)


def _units(text: str) -> list[str]:
    """Return what may not be broken: words, and characters with those that must stay with them."""
    units: list[str] = []
    at = 0
    while at < len(text):
        word = _LATIN_WORD.match(text, at)
        unit = word[0] if word else text[at]
        at += len(unit)
        if units and (unit[0] in _NOT_FIRST or units[-1][-1] in _NOT_LAST):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _fitting(unit: str, room: float, size: float) -> Iterator[str]:
    """Cut a unit that is wider than a whole line."""
    part = ""
    for char in unit:
        if part and _width(part + char, size) > room:
            yield part
            part = ""
        part += char
    yield part


def _width(text: str, size: float) -> float:
    """Return the width in points of a text without TAB."""
    return float(pdfmetrics.stringWidth(text.replace("\t", ""), FONT, size))


def register_font() -> None:
    """Make the font known to reportlab as :data:`FONT`."""
    if FONT in pdfmetrics.getRegisteredFontNames():
        return
    _mend_to_unicode()
    pdfmetrics.registerFont(TTFont(FONT, font_file()))


def font_file() -> Path:
    """Return the file of the font.

    Raises:
        ModuleNotFoundError: the package that holds it (``matplotlib-fontja``) is not installed.
    """
    spec = find_spec("matplotlib_fontja")  # only located: importing it would load matplotlib
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the font comes with matplotlib-fontja, of the extra [dev]")
    return Path(spec.origin).parent / "fonts" / "ipaexg.ttf"


def _mend_to_unicode() -> None:
    """Have reportlab name characters beyond the BMP by their UTF-16 units, as PDF wants it.

    It writes five hex digits, of which readers take four: 𠮟 would come out as another character.
    """
    written = ttfonts.makeToUnicodeCMap

    def mended(name: str, subset: Sequence[int]) -> str:
        return _BEYOND_BMP.sub(
            lambda match: f"<{chr(int(match[1], 16)).encode('utf-16-be').hex()}>",
            written(name, subset),
        )

    ttfonts.makeToUnicodeCMap = mended


def _main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m generator.pdf", description="Set a text as PDF."
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("pdf", type=Path)
    parser.add_argument(
        "--join",
        type=int,
        nargs="*",
        default=[],
        metavar="LINE",
        help="lines that go on with the line before them",
    )
    parser.add_argument("--justify", action="store_true", help="stretch lines to the margin")
    options = parser.parse_args(arguments)
    paragraphs = text_paragraphs(options.text.read_text(encoding="utf-8"), join=options.join)
    pages = write_pdf(options.pdf, paragraphs, justify=options.justify)
    print(f"{options.pdf}: {pages} pages", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main(sys.argv[1:]))
