"""The same paragraphs as PDFs of several programs, each with its own way of writing a page.

reportlab (:mod:`generator.pdf`) embeds a CID font and draws line by line; WeasyPrint writes what
word processors write (Type 0 fonts with a ToUnicode map); a browser prints Type 3 fonts with
``/ActualText``; LibreOffice exports simple TrueType fonts and spaces Latin letters from kanji.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from generator.pdf import FONT, Paragraph, font_file, hang_of, write_pdf

__all__ = [
    "PRODUCERS",
    "export_office",
    "missing",
    "print_web_page",
    "save_docx",
    "save_pdfs",
    "web_page",
]

_TIMEOUT = 300  # seconds that a program may take for a document
_SIZE = 10.5  # points

_STYLE = """
@font-face {{ font-family: "{font}"; src: url("{url}"); }}
@page {{ size: A4; margin: 72pt; @bottom-center {{ content: "- " counter(page) " -"; }} }}
body {{ margin: 0; font: {size}pt/1.7 "{font}"; line-break: strict; }}
p {{ margin: 0; min-height: 1.7em; white-space: pre-wrap; orphans: 1; widows: 1; }}
.break {{ break-before: page; }}
"""


def web_page(paragraphs: Iterable[Paragraph | str]) -> str:
    """Return paragraphs as a web page that prints like minutes; labels hang in the margin."""
    style = _STYLE.format(font=FONT, url=font_file().as_uri(), size=_SIZE)
    rows = "\n".join(_row(_paragraph(item)) for item in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><style>{style}</style>'
        f"</head>\n<body>\n{rows}\n</body></html>\n"
    )


def save_docx(path: Path, paragraphs: Iterable[Paragraph | str]) -> None:
    """Write paragraphs as a document of a word processor, with the page number in the foot."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Pt(72)
    section.top_margin = section.bottom_margin = Pt(72)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(1.7 * _SIZE)
    for item in map(_paragraph, paragraphs):
        added = document.add_paragraph(item.text)
        hang = hang_of(item)
        layout = added.paragraph_format
        layout.left_indent = Pt(hang * _SIZE)
        layout.first_line_indent = Pt((item.indent - hang) * _SIZE)
        layout.page_break_before = item.page_break
        added.alignment = getattr(WD_ALIGN_PARAGRAPH, item.align.upper())
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" -")
    document.save(str(path))


def _by_reportlab(path: Path, paragraphs: Iterable[Paragraph | str]) -> None:
    write_pdf(path, paragraphs, size=_SIZE)


def _by_weasyprint(path: Path, paragraphs: Iterable[Paragraph | str]) -> None:
    from weasyprint import HTML

    HTML(string=web_page(paragraphs)).write_pdf(path)


def _by_chromium(path: Path, paragraphs: Iterable[Paragraph | str]) -> None:
    print_web_page(web_page(paragraphs), path)


def print_web_page(page: str, path: Path) -> None:
    """Print a web page, given as HTML, with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        _run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
                *("--no-pdf-header-footer", f"--user-data-dir={folder}/profile"),
                *(f"--print-to-pdf={path}", source.as_uri()),
            ],
            Path(folder),
        )


def _by_libreoffice(path: Path, paragraphs: Iterable[Paragraph | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.docx")
        save_docx(source, paragraphs)
        export_office({source: path})


def export_office(files: Mapping[Path, Path]) -> None:
    """Export documents of a word processor as PDF with one start of LibreOffice.

    Args:
        files: the PDF to write by the document to read.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies = {}
        for number, (source, target) in enumerate(files.items()):
            copy = Path(folder, f"{number}{source.suffix}")
            shutil.copy(source, copy)
            copies[copy] = target
        _run(
            [
                *("soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"),
                *("--headless", "--convert-to", "pdf", "--outdir", folder, *map(str, copies)),
            ],
            Path(folder),
        )
        for copy, target in copies.items():
            shutil.move(copy.with_suffix(".pdf"), target)


Producer = Callable[[Path, Iterable[Paragraph | str]], None]

PRODUCERS: Mapping[str, Producer] = {
    "reportlab": _by_reportlab,
    "weasyprint": _by_weasyprint,
    "chromium": _by_chromium,
    "libreoffice": _by_libreoffice,
}
"""What writes a PDF, by name: a function of the file to write and the paragraphs."""


def save_pdfs(name: str, documents: Mapping[Path, Sequence[Paragraph | str]]) -> None:
    """Write several files with one producer, which starts once if it can.

    Args:
        name: of the producer.
        documents: the paragraphs of each file to write.
    """
    if name != "libreoffice":
        for path, paragraphs in documents.items():
            PRODUCERS[name](path, paragraphs)
        return
    with tempfile.TemporaryDirectory() as folder:
        sources = {}
        for number, (path, paragraphs) in enumerate(documents.items()):
            sources[Path(folder, f"{number}.docx")] = path
            save_docx(Path(folder, f"{number}.docx"), paragraphs)
        export_office(sources)


def missing(name: str) -> str:
    """Return what has to be installed before a producer works, empty if it does."""
    if name == "reportlab":
        return "" if find_spec(name) else "the package reportlab"
    if name == "weasyprint":
        try:
            import weasyprint  # noqa: F401
        except (ImportError, OSError):  # OSError: the package without the library it draws with
            return "the package weasyprint and the library Pango (Debian: libpango-1.0-0)"
        return ""
    program, package = {
        "chromium": ("chromium", "chromium"),
        "libreoffice": ("soffice", "libreoffice-writer-nogui"),
    }[name]
    return "" if shutil.which(program) else f"the program {program} (Debian: {package})"


def _run(command: list[str], folder: Path) -> None:
    """Run a program that finds the font of the generator, and no other settings of the user."""
    fonts = folder / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{font_file().parent}</dir><cachedir>{folder}/cache</cachedir>"
        "</fontconfig>",
        encoding="utf-8",
    )
    subprocess.run(
        command,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=_TIMEOUT,
    )


def _paragraph(item: Paragraph | str) -> Paragraph:
    return Paragraph(item) if isinstance(item, str) else item


def _row(paragraph: Paragraph) -> str:
    hang = hang_of(paragraph)
    style = f"padding-left:{hang:.3f}em;text-indent:{paragraph.indent - hang:.3f}em"
    if paragraph.align != "left":
        style += f";text-align:{paragraph.align}"
    kind = ' class="break"' if paragraph.page_break else ""
    return f'<p{kind} style="{style}">{html.escape(paragraph.text)}</p>'
