"""Web pages: the lines a reader of the page sees, navigation told apart from the text."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree, html

from pipeline.model import Document, Line
from pipeline.reading.characters import clean, text_issues
from pipeline.reading.decoding import Decoded, decode
from pipeline.reading.errors import ReadError
from pipeline.reading.grid import row_lines

__all__ = ["read_html"]


@cache
def _words(*keys: str) -> frozenset[str]:
    """Return the list at ``keys`` of ``pipeline/data/html.toml``."""
    node: Any = tomllib.loads((files("pipeline") / "data" / "html.toml").read_text("utf-8"))
    for key in keys:
        node = node[key]
    return frozenset(node)


_SKIPPED = _words("tags", "skipped")
_BLOCKS = _words("tags", "blocks")
_NAVIGATION_TAGS = frozenset({"nav", "footer", "aside"})
_NAVIGATION_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_MIN_MAIN_SHARE = 0.25  # of the page's characters that the main part must hold to be believed
_CHARSET = re.compile(rb"charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = "[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]"
# A line end in the source between two wide characters is no space (CSS Text, segment breaks).
_SOURCE_WRAP = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_NUMBERED = re.compile(r"[(（]?[0-9０-９一二三四五六七八九十ア-ン①-⑳]{1,3}[)）.．、\s]|第|[①-⑳・]")
_TOKENS = re.compile(r"[A-Za-z0-9]+")
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)


def read_html(data: bytes) -> Document:
    """Return the lines of a web page. Lines outside of its text are furniture ``navigation``.

    Raises:
        ReadError: ``no_text`` or ``broken_html``.
    """
    decoded = _decoded(data)
    # No entities, no network, no deep trees: the HTML parser of libxml2 knows no declarations.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_source(decoded.text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(
            "broken_html",
            "The web page holds nothing that can be read. Save it again from the browser.",
        ) from error
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise ReadError(
            "broken_html",
            "The web page is nested too deeply to be read. Open it in a browser and save what it "
            "shows as PDF.",
        )
    page = _Page(main=_main_part(root))
    page.read(root)
    if not any(line.text.strip() for line in page.lines):
        raise ReadError(
            "no_text",
            "The web page holds no text (it may load it from elsewhere). Open it in a browser and "
            "save what it shows as PDF.",
        )
    lines = tuple(page.lines)
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type="text/html",
        reader="html",
        encoding=decoded.encoding,
        lines=lines,
        issues=tuple(text_issues(lines)),
    )


def _source(text: str) -> str:
    """Return the source without the NUL characters at which the parser would stop."""
    return text.replace("\0", "").replace("\ufeff", "")


def _decoded(data: bytes) -> Decoded:
    """Decode by the declared character set if that loses nothing, else by rule."""
    ruled = decode(data)
    declared = _CHARSET.search(data[:4096])
    if declared and ruled.encoding in ("cp932", "euc-jp"):
        name = declared[1].decode("ascii").lower()
        encoding = "cp932" if name in ("shift_jis", "x-sjis", "sjis", "windows-31j") else name
        try:
            return Decoded(data.decode(encoding), encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return ruled


@dataclass(slots=True)
class _Table:
    layout: bool
    spans: dict[int, int] = field(default_factory=dict)  # column: rows still covered from above
    row: list[list[str]] | None = None


class _Page:
    """Turns the tree into lines; without recursion, because pages may be nested very deeply."""

    def __init__(self, main: html.HtmlElement | None) -> None:
        self.lines: list[Line] = []
        self._main = main
        self._inside_main = main is None
        self._navigation = 0
        self._skip = 0
        self._pre = 0
        self._parts: list[str] = []
        self._after_break = False
        self._marker = ""
        self._counters: list[int | None] = []
        self._tables: list[_Table] = []

    def read(self, root: html.HtmlElement) -> None:
        """Walk the tree from ``root``."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end":
                    self._say(element.tail)
                continue
            if event == "start":
                self._start(element)
            else:
                self._end(element)
                self._say(element.tail)
        self._flush()

    def _start(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if self._skip or tag in _SKIPPED or _is_hidden(element):
            self._skip += 1
            return
        if tag in _BLOCKS:
            self._flush()
            self._after_break = False
        if element is self._main:
            self._inside_main = True
        self._navigation += _is_navigation(element, self._main)
        self._pre += tag == "pre"
        if tag == "br":
            self._flush()
            self._after_break = True
        elif tag in ("ol", "ul", "menu"):
            self._counters.append(_first_number(element) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker(element)
        elif tag == "table":
            self._tables.append(_Table(layout=_is_layout(element)))
        elif self._tables and not self._tables[-1].layout:
            self._start_of_row(element, self._tables[-1])
        self._say(element.text)

    def _start_of_row(self, element: html.HtmlElement, table: _Table) -> None:
        if element.tag == "tr":
            table.row = []
        elif element.tag in ("td", "th") and table.row is not None:
            while table.spans.get(len(table.row), 0) > 0:
                table.spans[len(table.row)] -= 1
                table.row.append([])
            table.spans[len(table.row)] = _span(element) - 1
            table.row.append([])

    def _end(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if self._skip:
            self._skip -= 1
            return
        if tag in _BLOCKS:
            self._flush()
            self._after_break = False
        if tag == "tr" and self._tables and self._tables[-1].row is not None:
            row, self._tables[-1].row = self._tables[-1].row, None
            for text in row_lines(row):
                self._add(text, continues=False)
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag in ("ol", "ul", "menu") and self._counters:
            self._counters.pop()
        elif tag == "li":
            self._marker = ""
        self._navigation -= _is_navigation(element, self._main)
        self._pre -= tag == "pre"
        if element is self._main:
            self._inside_main = False

    def _say(self, text: str | None) -> None:
        if not text or self._skip:
            return
        if self._pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._parts.append(first)
            for line in rest:
                self._flush()
                self._after_break = True
                self._parts.append(line)
        else:
            self._parts.append(text)

    def _flush(self) -> None:
        raw = "".join(self._parts)
        self._parts.clear()
        text = raw.rstrip() if self._pre else _SPACES.sub(" ", _SOURCE_WRAP.sub("", raw)).strip(" ")
        text = clean(text)
        if not text.strip():
            return
        if self._marker:
            text = text if _NUMBERED.match(text) else self._marker + text
            self._marker = ""
        cells = next((table.row for table in reversed(self._tables) if table.row), None)
        if cells:
            cells[-1].append(text)
        else:
            # A line end that the author wrote may stand inside of a sentence; a block may not.
            self._add(text, continues=None if self._after_break else False)

    def _add(self, text: str, *, continues: bool | None) -> None:
        outside = self._navigation > 0 or not self._inside_main
        self.lines.append(
            Line(
                no=len(self.lines) + 1,
                text=text,
                furniture="navigation" if outside else "",
                continues=continues,
            )
        )

    def _next_marker(self, element: html.HtmlElement) -> str:
        if not self._counters:
            return ""
        counter = self._counters[-1]
        if counter is None:
            return "・"
        value = element.get("value", "")
        counter = int(value) if value.isdecimal() and len(value) < 6 else counter + 1
        self._counters[-1] = counter
        return f"{counter}. "


def _main_part(root: html.HtmlElement) -> html.HtmlElement | None:
    """Return the element that holds the text of the page, if the page tells."""
    words = _words("names", "main")
    whole = _weight(root)
    for found in (
        root.xpath("//main | //*[@role='main']"),
        root.xpath("//article"),
        [e for e in root.xpath("//body//*[@id or @class]") if _tokens(e) & words],
    ):
        best = max(found, key=_weight, default=None)
        if best is not None and _weight(best) >= _MIN_MAIN_SHARE * whole:
            return best
    return None


def _weight(element: html.HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext() if text)


def _is_navigation(element: html.HtmlElement, main: html.HtmlElement | None) -> bool:
    if element is main or element.tag in ("html", "body"):
        return False
    if element.tag in _NAVIGATION_TAGS or element.get("role") in _NAVIGATION_ROLES:
        return True
    return bool(_tokens(element) & _words("names", "navigation"))


def _tokens(element: html.HtmlElement) -> set[str]:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    if not names.strip():
        return set()
    whole = {"".join(_TOKENS.findall(name)).lower() for name in names.split()}
    return whole | {token.lower() for token in _TOKENS.findall(names)}


def _is_hidden(element: html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _is_layout(table: html.HtmlElement) -> bool:
    """Tell whether a table only arranges the page: it holds tables, or blocks in one column."""
    return bool(table.xpath(".//table")) or not table.xpath(".//tr[count(td | th) > 1]")


def _span(cell: html.HtmlElement) -> int:
    value = cell.get("rowspan", "1")
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 else 1


def _first_number(element: html.HtmlElement) -> int:
    value = element.get("start", "1")
    return int(value) if value.isdecimal() and len(value) < 6 else 1
