"""What of a converted folder a person should look at, and in which order.

What goes wrong in one document of a body goes wrong in the next: the same issue, in minutes of the
same body written by the same convention, is one group, for one repair (a word in a lexicon, a
profile, an entry in ``pipeline/data``) mends all of them. The group that most documents have comes
first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.corrections import CORRECTABLE
from pipeline.tables.folder import ConvertedFolder, RowsByKey, plain_rows

__all__ = ["Doubt", "Doubts", "Group", "Source", "collect"]

Row = Mapping[str, Any]

_DOUBTFUL = ("error", "warning")


@dataclass(frozen=True)
class Source:
    """A document with what the sheets say of it."""

    document: Row
    meeting: Row
    all_lines: RowsByKey

    @cached_property
    def lines(self) -> Sequence[Row]:
        """The lines of the source."""
        return self.all_lines.get(self.document["document_id"])

    def text(self, first: int, last: int, most: int) -> str:
        """Return source lines with their numbers, not more than ``most`` of them."""
        shown = [f"{row['line']}: {row['text'] or ''}" for row in self.lines[first - 1 : last]]
        return "\n".join([*shown[:most], *(["…"] if len(shown) > most else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The same issue in minutes of one body and convention.

    Attributes:
        body, convention, code: what they have in common.
        rank: 1 for the group that most documents have.
        documents, records: how many have it.
        example: message of one of the issues.
    """

    body: str
    convention: str
    code: str
    rank: int
    documents: int
    records: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A record to look at, or a place where one may be missing.

    Attributes:
        table: it belongs to; empty if it is about the document as a whole.
        source: its document.
        record: its row, ``None`` where there is none.
        group: the largest of its groups, ``None`` if nothing is doubtful about it.
        why: code and message of its issues.
        page, line_first, line_last: where it stands, if anywhere.
    """

    table: str
    source: Source
    record: Row | None
    group: Group | None
    why: tuple[tuple[str, str], ...]
    page: int | None
    line_first: int | None
    line_last: int | None


@dataclass(frozen=True, slots=True)
class Doubts:
    """What to look at, by table in the order in which to do it; the groups; every document."""

    by_table: Mapping[str, Sequence[Doubt]]
    groups: Sequence[Group]
    sources: Sequence[Source]


def collect(folder: ConvertedFolder, *, every: bool = False) -> Doubts:
    """Return what a person should look at in a converted folder.

    Args:
        folder: converted with ``--lines``.
        every: also the records about which nothing is doubtful, behind the others.

    Raises:
        pipeline.tables.folder.FolderError: a table is missing or damaged.
    """
    sources = _sources(folder)
    issues = [
        issue
        for issue in plain_rows(folder.read("issues"))
        if issue["severity"] in _DOUBTFUL and issue["document_id"] in sources
    ]
    groups = _groups(issues, sources)
    records = {
        name: {row[table.key]: row for row in plain_rows(folder.read(name))}
        for name, table in CORRECTABLE.items()
        if name != "documents"
    }
    doubts: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for issue in issues:
        doubts[_about(issue, records)].append(issue)
    by_table: dict[str, list[Doubt]] = defaultdict(list)
    for (table, key, *_), about in doubts.items():
        record = records[str(table)].get(str(key)) if table else None
        by_table[str(table)].append(_doubt(str(table), record, about, sources, groups))
    if every:
        for doubt in _all_others(records, doubts, sources):
            by_table[doubt.table].append(doubt)
    for found in by_table.values():
        found.sort(key=_order)
    return Doubts(by_table, sorted(groups.values(), key=lambda g: g.rank), [*sources.values()])


def _sources(folder: ConvertedFolder) -> dict[str, Source]:
    lines = RowsByKey(folder.read("lines"), "document_id", ("line", "text"))
    documents = {
        row["document_id"]: row
        for row in plain_rows(folder.read("documents"))
        if row["status"] != "duplicate"
    }
    return {
        key: Source(documents[key], meeting, lines)
        for meeting in plain_rows(folder.read("meetings"))
        if (key := meeting["document_id"]) in documents
    }


def _kind_of(issue: Row, sources: Mapping[str, Source]) -> tuple[str, str, str]:
    source = sources[issue["document_id"]]
    return (
        source.meeting["body"] or f"({source.document['path']})",  # alike only itself
        source.document["convention"] or "",
        issue["code"],
    )


def _groups(
    issues: Iterable[Row], sources: Mapping[str, Source]
) -> dict[tuple[str, str, str], Group]:
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for issue in issues:
        found[_kind_of(issue, sources)].append(issue)
    counted = sorted(
        ((len({i["document_id"] for i in same}), len(same), key) for key, same in found.items()),
        key=lambda entry: (-entry[0], -entry[1], entry[2]),
    )
    return {
        key: Group(
            body=key[0],
            convention=key[1],
            code=key[2],
            rank=rank,
            documents=documents,
            records=records,
            example=found[key][0]["message"],
        )
        for rank, (documents, records, key) in enumerate(counted, start=1)
    }


def _about(issue: Row, records: Mapping[str, Mapping[str, Row]]) -> tuple[object, ...]:
    """Return what an issue is about: a record, a place of a table, or the document as a whole."""
    table, document_id = issue["table"] or "", issue["document_id"]
    if table == "meetings":
        return (table, "m" + document_id[1:])
    if table in records and issue["record_id"] in records[table]:
        return (table, issue["record_id"])
    if table in records and issue["line"]:
        return (table, "", document_id, issue["line"])
    return ("", "", document_id, issue["line"], issue["code"])


def _doubt(
    table: str,
    record: Row | None,
    issues: Sequence[Row],
    sources: Mapping[str, Source],
    groups: Mapping[tuple[str, str, str], Group],
) -> Doubt:
    first = issues[0]
    line = first["line"]
    of_record = record if record is not None and "line_first" in record else None
    return Doubt(
        table=table,
        source=sources[first["document_id"]],
        record=record,
        group=min((groups[_kind_of(i, sources)] for i in issues), key=lambda g: g.rank),
        why=tuple(dict.fromkeys((i["code"], i["message"]) for i in issues)),
        page=of_record["page_first"] if of_record else first["page"],
        line_first=of_record["line_first"] if of_record else line,
        line_last=of_record["line_last"] if of_record else line,
    )


def _all_others(
    records: Mapping[str, Mapping[str, Row]],
    seen: Mapping[tuple[object, ...], object],
    sources: Mapping[str, Source],
) -> Iterator[Doubt]:
    for table, rows in records.items():
        for key, row in rows.items():
            source = sources.get("d" + row["meeting_id"][1:])
            if source is None or (table, key) in seen:
                continue
            yield Doubt(
                table=table,
                source=source,
                record=row,
                group=None,
                why=(),
                page=row.get("page_first"),
                line_first=row.get("line_first"),
                line_last=row.get("line_last"),
            )


def _order(doubt: Doubt) -> tuple[object, ...]:
    rank = doubt.group.rank if doubt.group else float("inf")
    return (rank, doubt.source.document["path"], doubt.line_first or 0)
