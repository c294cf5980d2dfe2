"""A PDF as a scanner would give it back: pictures of its pages, clean or worn."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

__all__ = ["CLEAN", "WORN", "Scanner", "save_scan"]


@dataclass(frozen=True, slots=True)
class Scanner:
    """How pages are scanned.

    Attributes:
        dpi: dots to the inch.
        skew: degrees by which the paper lies askew.
        noise: share of dots that are specks.
        paper: grey of the paper, 0 (black) to 255 (white).
        blur: radius in dots.
    """

    dpi: int = 300
    skew: float = 0.0
    noise: float = 0.0
    paper: int = 255
    blur: float = 0.0


CLEAN = Scanner()
WORN = Scanner(dpi=150, skew=1.0, noise=0.002, paper=215, blur=0.5)


def save_scan(source: Path, target: Path, scanner: Scanner = CLEAN) -> None:
    """Write the pages of a PDF to another one as pictures, specks always in the same places."""
    chance = random.Random(7)
    pdf = pypdfium2.PdfDocument(source)
    canvas = Canvas(str(target), invariant=1)
    for page in pdf:
        width, height = page.get_size()
        picture = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
        image = ImageReader(io.BytesIO(_scanned(picture, scanner, chance)))
        canvas.setPageSize((width, height))
        canvas.drawImage(image, 0, 0, width, height)
        canvas.showPage()
        page.close()
    canvas.save()
    pdf.close()


def _scanned(picture: Image.Image, scanner: Scanner, chance: random.Random) -> bytes:
    if scanner.paper < 255:
        sheet = Image.new("L", picture.size, scanner.paper)
        picture = ImageChops.darker(picture, sheet)
    if scanner.skew:
        picture = picture.rotate(scanner.skew, Image.Resampling.BICUBIC, fillcolor=scanner.paper)
    if scanner.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
    dots = picture.load()
    width, height = picture.size
    for _ in range(int(scanner.noise * width * height)):
        dots[chance.randrange(width), chance.randrange(height)] = chance.randrange(256)
    out = io.BytesIO()
    picture.save(out, "JPEG" if scanner.noise else "PNG", quality=75)
    return out.getvalue()
