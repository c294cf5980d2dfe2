"""What the archive knows of its files: a CSV file that fills what documents do not say.

Whatever the archive says is marked as such, and never stands in place of what a document says
itself: where they contradict each other, the row keeps the document's value and gets an issue.
"""

from __future__ import annotations

import csv
import datetime
import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import translate
from pathlib import Path

from pipeline.batch.card import Card
from pipeline.batch.errors import UsageError
from pipeline.batch.store import Row, Rows
from pipeline.parsing.folding import compact
from pipeline.parsing.header.bodies import session_numbers
from pipeline.parsing.phrases.dates import fiscal_year_of
from pipeline.parsing.phrases.municipalities import is_valid_code, municipality_of_code
from pipeline.tables.people import body_id_of, person_id_of

__all__ = ["COLUMNS", "Said", "Source", "Sources", "apply_sources", "fill_card", "read_sources"]

COLUMNS = (
    "path",
    "municipality_code",
    "body",
    "date",
    "session",
    "source_url",
    "retrieved_at",
)
"""Columns of the file; all but ``path`` may be missing, and every cell may be empty."""

_OF_MEETING = ("municipality_code", "body", "session", "date")
_MOST_BYTES = 2_000_000_000
_PATTERN = re.compile(r"[*?\[]")
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the archive knows of one file. Unknown values are empty; dates are ISO strings."""

    municipality_code: str = ""
    body: str = ""
    date: str = ""
    session: str = ""
    source_url: str = ""
    retrieved_at: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the archive knows of one path. A document that has duplicates has several paths."""

    path: str
    source: Source


@dataclass(slots=True)
class Sources:
    """The lines of the file. ``used`` collects the numbers of those that a path asked for."""

    exact: dict[str, tuple[int, Source]] = field(default_factory=dict)
    patterns: list[tuple[int, re.Pattern[str], Source]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def of(self, name: str) -> Source | None:
        """Return what is known of a path: its own line, else the first pattern that fits it."""
        name = _composed(name)
        found = self.exact.get(name)
        if found is None:
            fitting = ((no, source) for no, pattern, source in self.patterns if pattern.match(name))
            found = next(fitting, None)
        if found is None:
            return None
        self.used.add(found[0])
        return found[1]

    def unused(self) -> list[int]:
        """Numbers of the lines that no path has asked for."""
        every = {no for no, _ in self.exact.values()} | {no for no, _, _ in self.patterns}
        return sorted(every - self.used)


def read_sources(path: Path) -> Sources:
    """Read the file.

    Args:
        path: CSV in UTF-8 (with or without byte order mark) or Shift_JIS, with a heading line.

    Raises:
        UsageError: what is wrong with it, and in which line.
    """
    sources = Sources()
    for number, cells in _lines(path):
        written = _composed(cells.pop("path").strip()).removeprefix("./")
        pattern = written.replace("\\", "/").removeprefix("./")
        if not pattern:
            raise _wrong(path, number, "the path is empty")
        source = _source(path, number, cells)
        # In the column path of documents, a backslash spells a character: \x0a is a line end.
        sources.exact.setdefault(written, (number, source))
        if not _PATTERN.search(pattern):
            first, _ = sources.exact.setdefault(pattern, (number, source))
            if first != number:
                raise _wrong(path, number, f"{pattern} has a line already (line {first})")
        else:
            sources.patterns.append((number, re.compile(translate(pattern)), source))
            # A file may be called a[1].pdf: the characters of patterns are also meant as they are.
            sources.exact.setdefault(pattern, (number, source))
    return sources


def apply_sources(rows: Rows, said: Sequence[Said]) -> None:
    """Fill what a document does not say, in place; note every contradiction as an issue.

    Args:
        rows: of the document, or of a path without records.
        said: of its own path first, then of its duplicates: the first that knows is followed.
    """
    (document,) = rows["documents"]
    for source in (known.source for known in reversed(said)):
        if source.source_url or source.retrieved_at:  # where and when belong together
            document["source_url"] = source.source_url or None
            document["retrieved_at"] = source.retrieved_at or None
    if not rows.get("meetings"):
        return
    (meeting,) = rows["meetings"]
    filled, clashes = _fill(meeting, said)
    meeting["from_sources"] = filled
    for clash in clashes:
        _add_issue(rows, clash)
    code = _text(meeting["municipality_code"])
    body = _text(meeting["body_now"] or meeting["body"])
    meeting["body_id"] = body_id = body_id_of(code, body)
    for person in rows["attendees"]:
        family, given_name = _text(person["family_name"]), _text(person["given_name"])
        person["person_id"] = person_id_of(body_id, family, given_name, str(person["attendee_id"]))


def fill_card(card: Card, said: Sequence[Said]) -> Card:
    """Return the card of a document as :func:`apply_sources` will make its meeting."""
    if not card.sketch:
        return card
    meeting: Row = {name: getattr(card, name) for name in _OF_MEETING} | dict(card.follows)
    if card.date:
        meeting["date"] = datetime.date.fromisoformat(card.date)
    _fill(meeting, said)
    return replace(
        card,
        municipality_code=_text(meeting["municipality_code"]),
        body=_text(meeting["body"]),
        session=_text(meeting["session"]),
        date=_text(meeting["date"]),
    )


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two that do not agree: the list of sources with the document, or with itself."""

    code: str
    column: str
    message: str


def _fill(meeting: Row, said: Sequence[Said]) -> tuple[list[str], list[_Clash]]:
    """Fill what a meeting lacks; return the columns filled, and what does not agree."""
    filled: list[str] = []
    clashes: list[_Clash] = []
    for name in _OF_MEETING:
        own = _said(meeting, name)
        taken = ""
        for given, path in _values(said, name):
            where = "" if path == said[0].path else f" for {path}, which has the same content"
            told = f"The list of sources says {name} {given}{where}"
            if taken:
                if not _agree(name, given, meeting[name]):
                    message = f"{told}, and {meeting[name]} for {taken}, which was followed."
                    clashes.append(_Clash("sources_disagree", name, message))
            elif own:
                if not any(_agree(name, given, value) for value in own):
                    message = f"{told}, the document says {own[-1]}. The document was followed."
                    clashes.append(_Clash("source_contradicts", name, message))
            elif against := _against(meeting, name, given, filled):
                column, other = against
                message = (
                    f"{told}, so that {column} is {other}; the document says {meeting[column]}. "
                    "The document was followed."
                )
                clashes.append(_Clash("source_contradicts", name, message))
            else:
                meeting[name] = datetime.date.fromisoformat(given) if name == "date" else given
                follows = {
                    column: value
                    for column, value in _follows(name, given).items()
                    if value is not None and meeting[column] is None
                }
                meeting.update(follows)
                filled += [name, *follows]
                taken = path
    return filled, clashes


def _values(said: Iterable[Said], name: str) -> Iterator[tuple[str, str]]:
    """Yield the values given for a column, each with the first path that it is given for."""
    seen = set()
    for known in said:
        value: str = getattr(known.source, name)
        if value and value not in seen:
            seen.add(value)
            yield value, known.path


def _follows(name: str, given: str) -> dict[str, object]:
    """Return the columns that follow from one that is given."""
    if name == "municipality_code" and (place := municipality_of_code(given)) is not None:
        return {"prefecture": place.prefecture, "municipality": place.name or None}
    if name == "session":
        number, year = session_numbers(given)
        return {"session_no": number, "fiscal_year": year}
    if name == "date":
        day = datetime.date.fromisoformat(given)
        return {"weekday": "月火水木金土日"[day.weekday()], "fiscal_year": fiscal_year_of(day)}
    return {}


def _against(
    meeting: Row, name: str, given: str, filled: Sequence[str]
) -> tuple[str, object] | None:
    """Return what follows from a value and is not so in the document."""
    for column, value in _follows(name, given).items():
        own = meeting[column]
        if value is not None and own not in (None, value) and column not in filled:
            return column, value
    return None


def _said(meeting: Row, name: str) -> list[object]:
    """Values of a column, the present one first; a body that was renamed has two names."""
    names = ("body_now", "body") if name == "body" else (name,)
    return [value for value in map(meeting.get, names) if value is not None]


def _agree(name: str, given: str, written: object) -> bool:
    if name in ("municipality_code", "date"):
        return given == str(written)
    if name == "session":  # 第74回 and 令和4年度第74回 agree
        numbers, others = session_numbers(given), session_numbers(str(written))
        if numbers[0] is not None and numbers[0] == others[0]:
            return None in (numbers[1], others[1]) or numbers[1] == others[1]
    # 架空市個人情報保護審議会 and 個人情報保護審議会 are one body, with its place and without.
    one, other = sorted((compact(given), compact(str(written))), key=len)
    return other == one or (name == "body" and other.endswith(one))


def _add_issue(rows: Rows, clash: _Clash) -> None:
    (document,), (meeting,) = rows["documents"], rows["meetings"]
    issue_id = f"{str(document['sha256'])[:16]}-i0.{clash.code}.{clash.column}"
    earlier = sum(str(row["issue_id"]).startswith(issue_id) for row in rows["issues"])
    rows["issues"].append(
        {
            "issue_id": f"{issue_id}.{earlier + 1}" if earlier else issue_id,
            "document_id": document["document_id"],
            "severity": "warning",
            "code": clash.code,
            "message": clash.message,
            "table": "meetings",
            "record_id": meeting["meeting_id"],
            "page": None,
            "line": None,
        }
    )
    if document["status"] == "ok":
        document["status"] = "warned"


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the known cells of every line below the heading."""
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        heading = [name.strip() for name in next(reader, [])]
        if "path" not in heading:
            raise UsageError(
                f"{path} has no column path. Its first line must name the columns: "
                f"{', '.join(COLUMNS)}."
            )
        if others := [name for name in heading if name not in COLUMNS]:
            _log.warning("%s: columns not used: %s.", path, ", ".join(others))
        for cells in reader:
            if any(cell.strip() for cell in cells[len(heading) :]):
                what = f"more cells than the heading, the last is {cells[-1]!r}. Write values with"
                raise _wrong(path, reader.line_num, f"{what} commas in quotes")
            if any(cell.strip() for cell in cells):
                named = dict(zip(heading, cells, strict=False))
                yield reader.line_num, {name: named.get(name, "") for name in COLUMNS}
    except csv.Error as error:
        raise _wrong(path, reader.line_num, str(error)) from error


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} is too large for a list of sources.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The list of sources {str(path)!r} cannot be read: {error.strerror}."
        ) from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is neither UTF-8 nor Shift_JIS. Save it as CSV UTF-8.")


def _source(path: Path, number: int, cells: Mapping[str, str]) -> Source:
    values = {name: cell.strip() for name, cell in cells.items()}
    code = values["municipality_code"]
    if code and (not is_valid_code(code) or municipality_of_code(code) is None):
        raise _wrong(
            path,
            number,
            f"{code} is no 全国地方公共団体コード (6 digits, the last checks the others)",
        )
    for name, read, forms in (
        ("date", _day, "2024-05-01"),
        ("retrieved_at", _moment, "2024-05-01 or 2024-05-01T09:30:00+09:00"),
    ):
        if values[name]:
            try:
                values[name] = read(values[name])
            except ValueError as error:
                what = f"{values[name]} is no {name}. Write it like {forms}"
                raise _wrong(path, number, what) from error
    values["session"] = "".join(values["session"].split())
    return Source(**values)


def _day(text: str) -> str:
    """Return a day in ISO form; spreadsheets write 2024/5/1.

    Raises:
        ValueError: it is none.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return datetime.date(*map(int, found.groups())).isoformat()


def _moment(text: str) -> str:
    """Return a day, or a day with a time, in ISO form.

    Raises:
        ValueError: it is none.
    """
    day, between, time = text.partition("T" if "T" in text else " ")
    if not between:
        return _day(day)
    hour, colon, rest = time.strip().partition(":")
    return datetime.datetime.fromisoformat(f"{_day(day)}T{hour:0>2}{colon}{rest}").isoformat()


def _wrong(path: Path, number: int, what: str) -> UsageError:
    return UsageError(f"{path}, line {number}: {what}.")


def _composed(name: str) -> str:
    """A name in the form that keyboards write: が is one character in lists, two in some trees."""
    return unicodedata.normalize("NFC", name)


def _text(value: object) -> str | None:
    return str(value) if value else None
