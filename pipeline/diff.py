"""Two converted folders, compared: what a new version, a fixed rule or a new file changed.

Documents are the same if their paths are, or their bytes. Records of a document are first matched
where nothing changed, then by id, then by likeness; so a speech that was cut in two is one changed
and one new record, not a cascade of changes behind it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.tables.folder import ConvertedFolder, plain_rows
from pipeline.tables.schema import TABLES, Table

__all__ = ["KINDS", "Change", "Comparison", "DocumentDiff", "compare"]

KINDS = ("unchanged", "changed", "new", "lost")
"""What may become of a record."""

_ALIKE = 0.6
_MOST_PAIRS = 10_000
_MOST_CHARS = 300

_NOT_COMPARED = frozenset(
    {"document_id", "meeting_id", "path", "sha256", "bytes", "version", "seconds", "rule"}
)
"""What differs without a difference in what was read: the file's identity, the run, the way."""

_PLACES = frozenset(
    {"page_first", "page_last", "page_label", "line_first", "line_last", "page", "line"}
)

_TABLES = tuple(
    table
    for table in TABLES
    if not table.whole_run and not table.optional and table.name != "speeches"
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A record that is not as it was.

    Attributes:
        table: its table.
        kind: ``changed``, ``new`` or ``lost``.
        record_id: its id, in the new folder unless it is lost; empty in tables without ids.
        columns: old and new value by column, of those that differ; for a new or lost record, of
            those that are not empty.
    """

    table: str
    kind: str
    record_id: str
    columns: Mapping[str, tuple[object, object]]


@dataclass(slots=True, kw_only=True)
class DocumentDiff:
    """What became of a document: its old and new path (empty if it is new or lost).

    ``counts`` holds the number of records by table and kind.
    """

    old: str
    new: str
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    changes: list[Change] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``new``, ``lost``, ``changed``, ``renamed`` or ``unchanged``."""
        if not self.old or not self.new:
            return "new" if self.new else "lost"
        if self.changes:
            return "changed"
        return "unchanged" if self.old == self.new else "renamed"


@dataclass(slots=True)
class Comparison:
    """Two folders, document by document, in order of the new paths."""

    documents: list[DocumentDiff] = field(default_factory=list)

    def totals(self) -> dict[str, Counter[str]]:
        """Return the number of records of all documents, by table and kind."""
        totals: dict[str, Counter[str]] = {table.name: Counter() for table in _TABLES}
        for document in self.documents:
            for table, counts in document.counts.items():
                totals[table].update(counts)
        return totals

    def states(self) -> Counter[str]:
        """Return the number of documents by state."""
        return Counter(document.state for document in self.documents)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it; days become ISO strings."""
        return {
            "documents": dict(sorted(self.states().items())),
            "records": {table: _all_kinds(counts) for table, counts in self.totals().items()},
            "changes": [
                {
                    "old": document.old,
                    "new": document.new,
                    "state": document.state,
                    "records": [
                        {
                            "table": change.table,
                            "kind": change.kind,
                            "id": change.record_id,
                            "columns": {
                                name: [_plain(old), _plain(new)]
                                for name, (old, new) in change.columns.items()
                            },
                        }
                        for change in document.changes
                    ],
                }
                for document in self.documents
                if document.state != "unchanged"
            ],
        }


def compare(old: Path, new: Path) -> Comparison:
    """Compare two folders that ``convert`` made. One table is in memory at a time.

    Raises:
        pipeline.tables.folder.FolderError: a folder is missing or damaged.
    """
    before, after = ConvertedFolder(old), ConvertedFolder(new)
    pairs = _pairs(plain_rows(before.read("documents")), plain_rows(after.read("documents")))
    diffs = [DocumentDiff(old=_path(one), new=_path(other)) for one, other in pairs]
    for table in _TABLES:
        old_rows, new_rows = _by_document(before, table), _by_document(after, table)
        for (one, other), diff in zip(pairs, diffs, strict=True):
            same_bytes = bool(one and other and one["sha256"] == other["sha256"])
            _compare_table(
                table,
                _rows_of(old_rows, table, one),
                _rows_of(new_rows, table, other),
                same_bytes,
                diff,
            )
    return Comparison(diffs)


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Match documents by path, then by content; duplicates stand for their original."""
    olds = {row["path"]: row for row in old if row["status"] != "duplicate"}
    news = {row["path"]: row for row in new if row["status"] != "duplicate"}
    by_bytes: dict[str, list[str]] = defaultdict(list)
    for path, row in olds.items():
        if path not in news and row["sha256"]:
            by_bytes[row["sha256"]].append(path)
    pairs: list[tuple[Row | None, Row | None]] = []
    taken = set()
    for path, row in news.items():
        known = olds.get(path)
        if known is None and (renamed := by_bytes.get(row["sha256"])):
            known = olds[renamed.pop(0)]
        if known is not None:
            taken.add(known["path"])
        pairs.append((known, row))
    pairs += [(row, None) for path, row in olds.items() if path not in taken]
    return pairs


def _by_document(folder: ConvertedFolder, table: Table) -> dict[str, list[Row]]:
    key = _key_column(table)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in plain_rows(folder.read(table.name)):
        groups[row[key]].append(row)
    return groups


def _key_column(table: Table) -> str:
    if table.name == "documents":
        return "path"
    return "meeting_id" if "meeting_id" in table.names else "document_id"


def _rows_of(groups: Mapping[str, list[Row]], table: Table, document: Row | None) -> list[Row]:
    return groups.get(document[_key_column(table)], []) if document else []


def _compare_table(
    table: Table, old: Sequence[Row], new: Sequence[Row], same_bytes: bool, diff: DocumentDiff
) -> None:
    columns = _compared(table, same_bytes)
    # An id begins with the hash of its file: without it, ids of two versions can be compared.
    olds = [_Record(row, table, columns) for row in old]
    news = [_Record(row, table, columns) for row in new]
    pairs = _matches(olds, news, same_bytes)
    for one, other in pairs:
        kind = "changed" if one and other else "new" if other else "lost"
        if one and other and one.values == other.values:
            diff.counts[table.name]["unchanged"] += 1
            continue
        diff.counts[table.name][kind] += 1
        diff.changes.append(
            Change(
                table=table.name,
                kind=kind,
                record_id=(other or one).id if (other or one) else "",  # type: ignore[union-attr]
                columns=_differences(columns, one, other),
            )
        )


class _Record:
    """A row, reduced to what is compared."""

    __slots__ = ("id", "place", "text", "values")

    def __init__(self, row: Row, table: Table, columns: Sequence[str]) -> None:
        key = table.key[0] if table.key and table.name != "documents" else ""
        self.id = str(row[key]) if key else ""
        self.place = self.id.partition("-")[2]
        prefix = self.id.partition("-")[0] + "-" if "-" in self.id else ""
        self.values = tuple(_bare(row[name], prefix) for name in columns)
        said = (str(value) for value in self.values if isinstance(value, str))
        self.text = " ".join(said)[:_MOST_CHARS]


def _bare(value: object, prefix: str) -> object:
    if isinstance(value, str):
        return value.removeprefix(prefix) if prefix else value
    if isinstance(value, list):
        return tuple(_bare(item, prefix) for item in value)
    return value


def _compared(table: Table, same_bytes: bool) -> list[str]:
    """Return the columns to compare: of another file, neither places nor what is made of them."""
    left_out = _NOT_COMPARED | set(table.key if table.name != "documents" else ())
    if not same_bytes:
        ids = {column.name for column in table.columns if column.refers}
        left_out |= _PLACES | ids | {"candidates", "record_id", "target_id"}
    return [name for name in table.names if name not in left_out]


def _matches(
    olds: Sequence[_Record], news: Sequence[_Record], same_bytes: bool
) -> Iterator[tuple[_Record | None, _Record | None]]:
    left, right = list(olds), list(news)
    if same_bytes:
        yield from _take(left, right, lambda r: (r.place, r.values))
    yield from _take(left, right, lambda r: r.values)
    if same_bytes:
        yield from _take(left, right, lambda r: r.place or None)
    if len(left) == len(right) == 1:
        yield left.pop(), right.pop()
    yield from _take_alike(left, right)
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _take(left: list[_Record], right: list[_Record], key: Any) -> Iterator[tuple[_Record, _Record]]:
    """Take the records with equal keys out of both lists, in order, and yield them."""
    waiting: dict[object, list[_Record]] = defaultdict(list)
    for other in right:
        if key(other) is not None:
            waiting[key(other)].append(other)
    matched: set[int] = set()
    for one in left:
        found = waiting.get(key(one))
        if found:
            other = found.pop(0)
            matched |= {id(one), id(other)}
            yield one, other
    for records in (left, right):
        records[:] = [record for record in records if id(record) not in matched]


def _take_alike(left: list[_Record], right: list[_Record]) -> Iterator[tuple[_Record, _Record]]:
    """Take pairs whose texts are alike, the most alike first."""
    if len(left) * len(right) > _MOST_PAIRS:
        return
    likes = []
    for at, one in enumerate(left):
        matcher = SequenceMatcher(None, "", one.text, autojunk=False)
        for other_at, other in enumerate(right):
            matcher.set_seq1(other.text)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                ratio = matcher.ratio()
                if ratio >= _ALIKE:
                    likes.append((-ratio, at, other_at))
    gone: tuple[set[int], set[int]] = set(), set()
    for _, at, other_at in sorted(likes):
        if at not in gone[0] and other_at not in gone[1]:
            gone[0].add(at)
            gone[1].add(other_at)
            yield left[at], right[other_at]
    left[:] = [one for at, one in enumerate(left) if at not in gone[0]]
    right[:] = [other for at, other in enumerate(right) if at not in gone[1]]


def _differences(
    columns: Sequence[str], one: _Record | None, other: _Record | None
) -> dict[str, tuple[object, object]]:
    olds = one.values if one else (None,) * len(columns)
    news = other.values if other else (None,) * len(columns)
    return {
        name: (old, new)
        for name, old, new in zip(columns, olds, news, strict=True)
        if old != new and not (old in (None, ()) and new in (None, ()))
    }


def _path(row: Row | None) -> str:
    return str(row["path"]) if row else ""


def _all_kinds(counts: Counter[str]) -> dict[str, int]:
    return {kind: counts[kind] for kind in KINDS}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
