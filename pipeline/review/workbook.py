"""``review.xlsx``: a sheet per table, what was read beside what it is to be.

The first row of a sheet names the columns for the program, the second explains them. Everything is
written as text, so that nothing of a document is a formula.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from pipeline.corrections import (
    ACTIONS,
    ANCHORS,
    CORRECTABLE,
    SEAL,
    SHEETS,
    Correctable,
    as_text,
    seal,
)
from pipeline.review.doubts import Doubt, Doubts, Group, Source, collect
from pipeline.tables.all_or_none import all_or_none
from pipeline.tables.cells import clean
from pipeline.tables.folder import ConvertedFolder
from pipeline.tables.issue_labels import issue_labels
from pipeline.tables.schema import Column, table
from pipeline.tables.xlsx_file import pieces

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["Review", "write_review"]

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    (files("pipeline") / "data" / "review.toml").read_text(encoding="utf-8")
)
_BEFORE: Final = ("rank", "alike", "why", "body", "convention", "path", "page", "open", "source")
_DECIDE: Final = ("action", "by", "note")
_GROUP: Final = ("rank", "body", "convention", "code", "documents", "records", "example")
_MOST_LINES: Final = 12  # of source shown beside a record
_QUOTED: Final = 60  # characters of a record by which it is found again
_WIDE: Final = {"why": 50, "source": 60, "text": 50, "text>": 50, "title": 30, "title>": 30}
_ROWS_AHEAD: Final = 500  # empty rows behind the last in which one may choose from lists too


@dataclass(frozen=True, slots=True)
class Review:
    """What was written: number of listed records, of their documents, and of groups of issues."""

    path: Path
    records: int
    documents: int
    groups: int


def write_review(
    folder: Path, out: Path, *, every: bool = False, labels: str | None = None
) -> Review:
    """Write a workbook of the doubtful records of a converted folder.

    Args:
        folder: the ``out`` of an earlier ``convert`` with ``lines``.
        out: the workbook; made whole or not at all.
        every: also list the records about which nothing is doubtful.
        labels: ``ja`` for Japanese explanations.

    Raises:
        pipeline.tables.folder.FolderError: ``folder`` was not made by ``convert --lines``.
        OSError: ``out`` cannot be written.
    """
    doubts = collect(ConvertedFolder(folder), every=every)
    with all_or_none(out.parent) as unfinished:
        _Workbook(unfinished / out.name, labels or "en").write(doubts)
    listed = [doubt for found in doubts.by_table.values() for doubt in found]
    documents = {doubt.source.document["document_id"] for doubt in listed}
    return Review(out, len(listed), len(documents), len(doubts.groups))


class _Workbook:
    def __init__(self, path: Path, language: str) -> None:
        self._book = xlsxwriter.Workbook(path)
        self._language = language
        shape = {"text_wrap": True, "valign": "top"}
        self._plain: Format = self._book.add_format(shape)
        self._yellow: Format = self._book.add_format(
            {**shape, "bg_color": "#FFF6BF", "border": 1, "border_color": "#D9C75F"}
        )
        self._names: Format = self._book.add_format({"font_color": "#888888", "font_size": 8})
        self._heads: Format = self._book.add_format({**shape, "bold": True})

    def write(self, doubts: Doubts) -> None:
        self._read_me()
        self._sheet(
            self._other("groups"),
            _GROUP,
            [self._group(group) for group in doubts.groups],
        )
        for correctable in CORRECTABLE.values():
            if correctable.name == "documents":
                self._documents(correctable, doubts.sources)
            elif correctable.name in doubts.by_table:
                self._records(correctable, doubts.by_table[correctable.name])
        if "" in doubts.by_table:
            names = (*_BEFORE, "document_id", "line")
            rows = [_about(doubt, self._meaning) for doubt in doubts.by_table[""]]
            cells = [[_cell(row.get(name, "")) for name in names] for row in rows]
            self._sheet(self._other("other"), names, cells)
        self._book.close()

    def _group(self, group: Group) -> list[str]:
        cells = {name: as_text(getattr(group, name)) for name in _GROUP}
        cells["example"] = self._meaning(group.code) + cells["example"]
        return [_cell(text) for text in cells.values()]

    def _read_me(self) -> None:
        sheet = self._book.add_worksheet(self._other("read_me"))
        sheet.set_column(0, 0, 110)
        for at, text in enumerate(_WORDS["read_me"][self._language]):
            sheet.write_string(at, 0, text, self._heads if at == 0 else self._plain)

    def _documents(self, correctable: Correctable, sources: Sequence[Source]) -> None:
        names = ("path", "body", "status", "checked>", "by", "note", "document_id", "table", SEAL)
        rows = []
        for source in sources:
            cells = {name: as_text(source.document[name]) for name in ("path", "status")}
            cells |= {"body": as_text(source.meeting["body"]), "table": correctable.name}
            cells |= {"document_id": as_text(source.document["document_id"])}
            rows.append(_sealed(correctable, names, cells))
        self._sheet(self._title(correctable.name), names, rows)

    def _records(self, correctable: Correctable, doubts: Sequence[Doubt]) -> None:
        pairs = tuple(name for field in correctable.fields for name in (field, f"{field}>"))
        before = tuple(name for name in _BEFORE if name not in correctable.fields)
        names = (*before, *_DECIDE, *pairs, *ANCHORS, SEAL)
        rows = []
        for doubt in doubts:
            cells = _about(doubt, self._meaning) | _anchor(correctable, doubt)
            for field in correctable.fields if doubt.record else ():
                cells[field] = as_text((doubt.record or {})[field])
            rows.append(_sealed(correctable, names, cells))
        sheet = self._sheet(self._title(correctable.name), names, rows)
        last = len(rows) + 1 + _ROWS_AHEAD
        for at, name in enumerate(names):
            if choices := self._choices(correctable, name):
                sheet.data_validation(
                    2,
                    at,
                    last,
                    at,
                    {"validate": "list", "source": choices, "error_type": "warning"},
                )

    def _choices(self, correctable: Correctable, name: str) -> list[str]:
        if name == "action":
            word = -1 if self._language == "ja" else 0
            return [ACTIONS[each][word] for each in correctable.actions if each != "change"]
        if name.endswith(">"):
            return list(correctable.column(name[:-1]).values)
        return []

    def _sheet(self, title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Worksheet:
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(2, 0)
        columns = {column.name: column for each in CORRECTABLE.values() for column in each.columns}
        for at, name in enumerate(names):
            yellow = _is_yellow(name)
            form = self._yellow if yellow else self._plain
            sheet.set_column(at, at, _WIDE.get(name, 14), None, {"hidden": name == SEAL})
            sheet.write_string(0, at, name, self._names)
            sheet.write_string(1, at, self._heading(name, columns), self._heads)
            for line, row in enumerate(rows, start=2):
                if row[at]:
                    sheet.write_string(line, at, row[at], form)
                elif yellow:
                    sheet.write_blank(line, at, None, form)
        if names:
            sheet.autofilter(1, 0, len(rows) + 1, len(names) - 1)
        return sheet

    def _heading(self, name: str, columns: Mapping[str, Column]) -> str:
        bare = name.removesuffix(">")
        column = columns.get(bare)
        if bare in _WORDS["columns"] and name == bare:
            return self._word("columns", bare)
        label = bare.replace("_", " ")
        if column is not None and self._language == "ja":
            label = column.label
        return f"{label} {self._word('columns', 'corrected')}" if name != bare else label

    def _title(self, name: str) -> str:
        return table(name).label if self._language == "ja" else name

    def _meaning(self, code: str) -> str:
        """What a code says, before the message, where people read Japanese."""
        return f"{issue_labels().get(code, code)}：" if self._language == "ja" else ""

    def _other(self, name: str) -> str:
        return SHEETS[name][self._language]

    def _word(self, section: str, name: str) -> str:
        word: str = _WORDS[section][name][self._language]
        return word


def _is_yellow(name: str) -> bool:
    return name.endswith(">") or name in _DECIDE


def _cell(text: str) -> str:
    """Return what a cell of XLSX can hold of a text."""
    return next(islice(pieces(clean(text)), 1), "")


def _sealed(correctable: Correctable, names: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    """Return the cells of a row, with what tells later whether one was typed over."""
    written = {name: _cell(cells.get(name, "")) for name in names if name != SEAL}
    white = {name: text for name, text in written.items() if not _is_yellow(name)}
    return [*written.values(), seal(correctable, white)]


def _about(doubt: Doubt, meaning: Callable[[str], str]) -> dict[str, str]:
    """Return what a person needs to know to decide about a record."""
    document, meeting = doubt.source.document, doubt.source.meeting
    first, last = doubt.line_first, doubt.line_last
    url = document["source_url"]
    return {
        "rank": as_text(doubt.group.rank if doubt.group else None),
        "alike": as_text(doubt.group.documents if doubt.group else None),
        "why": "\n".join(f"{meaning(code)}{message} ({code})" for code, message in doubt.why),
        "body": as_text(meeting["body"]),
        "convention": as_text(document["convention"]),
        "path": as_text(document["path"]),
        "page": as_text(doubt.page),
        "open": f"{url}#page={doubt.page}" if url and doubt.page else as_text(url),
        "source": doubt.source.text(first, last or first, _MOST_LINES) if first else "",
        "document_id": as_text(document["document_id"]),
        "line": as_text(first),
    }


def _anchor(correctable: Correctable, doubt: Doubt) -> dict[str, str]:
    """Return by what a record is found again; for a missing one, the words of its line."""
    record = doubt.record
    if record is not None:
        quote = as_text(record[correctable.quote]) if correctable.quote else ""
        record_id = as_text(record[correctable.key])
    else:
        lines = doubt.source.lines
        quote = as_text(lines[doubt.line_first - 1]["text"]).strip() if doubt.line_first else ""
        record_id = ""
    return {
        "table": correctable.name,
        "record_id": record_id,
        "quote": " ".join(quote[:_QUOTED].split()),
    }
