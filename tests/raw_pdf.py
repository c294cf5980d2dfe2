"""PDF files written by hand, for what no program at hand writes: any glyph with any meaning.

The font is none: a glyph is a number, and its meaning what the file's ToUnicode map says.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["RawPage", "write_raw_pdf"]

SIZE = 10.5


class RawPage:
    """What one page shows; glyphs are one em wide."""

    def __init__(self) -> None:
        self.shown: list[tuple[float, float, Sequence[str], str | None]] = []

    def show(self, x: float, y: float, glyphs: Sequence[str], actual: str | None = None) -> None:
        """Draw glyphs from a place on; each one means a string, none if the string is empty.

        Args:
            x, y: points from the lower left corner.
            glyphs: meanings.
            actual: what an ``/ActualText`` around them says they are.
        """
        self.shown.append((x, y, glyphs, actual))


def write_raw_pdf(path: Path, *pages: RawPage, first: int = 1) -> Path:
    """Write pages to a file and return it; the glyphs are numbered from ``first`` on."""
    meanings = dict.fromkeys(g for page in pages for _, _, glyphs, _ in page.shown for g in glyphs)
    numbers = {meaning: number for number, meaning in enumerate(meanings, start=first)}
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/ToUnicode 5 0 R"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/None/DW 1000/CIDToGIDMap/Identity"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/None/Flags 4/Ascent 880/Descent -120"
        b"/CapHeight 700/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>",
        _stream(_to_unicode(numbers)),
    ]
    for at, page in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            + f"/Contents {7 + 2 * at} 0 R>>".encode(),
            _stream(_content(page, numbers)),
        ]
    path.write_bytes(_file(objects))
    return path


def _content(page: RawPage, numbers: dict[str, int]) -> str:
    parts = []
    for x, y, glyphs, actual in page.shown:
        codes = "".join(f"{numbers[glyph]:04X}" for glyph in glyphs)
        text = f"BT /F {SIZE} Tf {x} {y} Td <{codes}> Tj ET"
        if actual is not None:
            text = f"/Span <</ActualText <FEFF{_hex(actual)}>>> BDC {text} EMC"
        parts.append(text)
    return "\n".join(parts)


def _to_unicode(numbers: dict[str, int]) -> str:
    rows = [f"<{number:04X}> <{_hex(meaning)}>" for meaning, number in numbers.items() if meaning]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /M def "
        "/CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar endcmap end end"
    )


def _hex(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def _stream(content: str) -> bytes:
    data = content.encode()
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)
