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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import translate
from pathlib import Path

from pipeline.batch.card import Card
from pipeline.batch.errors import UsageError
from pipeline.batch.store import Row, Rows
from pipeline.parsing.header.bodies import session_numbers
from pipeline.parsing.header.dates import fiscal_year_of
from pipeline.parsing.header.municipalities import Municipality, is_valid_code, municipality_of_code
from pipeline.tables.people import body_id_of, person_id_of

__all__ = ["COLUMNS", "Source", "Sources", "apply_source", "fill_card", "read_sources"]

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


@dataclass(slots=True)
class Sources:
    """The lines of the file. ``used`` collects the numbers of those that a path asked for."""

    exact: dict[str, tuple[int, Source]] = field(default_factory=dict)
    patterns: list[tuple[int, re.Pattern[str], Source]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def of(self, name: str) -> Source | None:
        """Return what is known of a path: its own line, else the first pattern that fits it."""
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
        pattern = cells.pop("path").strip().replace("\\", "/").removeprefix("./")
        if not pattern:
            raise _wrong(path, number, "the path is empty")
        source = _source(path, number, cells)
        if not _PATTERN.search(pattern):
            if pattern in sources.exact:
                first = sources.exact[pattern][0]
                raise _wrong(path, number, f"{pattern} has a line already (line {first})")
            sources.exact[pattern] = (number, source)
        else:
            sources.patterns.append((number, re.compile(translate(pattern)), source))
            # A file may be called a[1].pdf: the characters of patterns are also meant as they are.
            sources.exact.setdefault(pattern, (number, source))
    return sources


def apply_source(rows: Rows, source: Source) -> None:
    """Fill what a document does not say, in place; note every contradiction as an issue."""
    (document,) = rows["documents"]
    document["source_url"] = source.source_url or None
    document["retrieved_at"] = source.retrieved_at or None
    if not rows.get("meetings"):
        return
    (meeting,) = rows["meetings"]
    filled = []
    for name in _OF_MEETING:
        given = getattr(source, name)
        if given and meeting[name] is None:
            meeting[name] = datetime.date.fromisoformat(given) if name == "date" else given
            filled += [name, *_follow(meeting, name)]
        elif given and not any(_agree(name, given, said) for said in _said(meeting, name)):
            _add_issue(rows, name, given)
    meeting["from_sources"] = filled
    code = _text(meeting["municipality_code"])
    body = _text(meeting["body_now"] or meeting["body"])
    meeting["body_id"] = body_id = body_id_of(code, body)
    for person in rows["attendees"]:
        family, given_name = _text(person["family_name"]), _text(person["given_name"])
        person["person_id"] = person_id_of(body_id, family, given_name, str(person["attendee_id"]))


def fill_card(card: Card, source: Source) -> Card:
    """Return the card of a document as :func:`apply_source` will make its meeting."""
    if not card.sketch:
        return card
    return replace(
        card,
        municipality_code=card.municipality_code or source.municipality_code or None,
        body=card.body or source.body or None,
        session=card.session or source.session or None,
        date=card.date or source.date or None,
    )


def _follow(meeting: Row, name: str) -> Iterator[str]:
    """Fill the columns that follow from one that was filled; yield their names."""
    follows: dict[str, object] = {}
    if name == "municipality_code":
        place = _municipality(meeting[name])
        if place is not None:
            follows = {"prefecture": place.prefecture, "municipality": place.name or None}
    elif name == "session":
        number, year = session_numbers(str(meeting[name]))
        follows = {"session_no": number, "fiscal_year": year}
    elif name == "date" and isinstance(day := meeting[name], datetime.date):
        follows = {"weekday": "月火水木金土日"[day.weekday()], "fiscal_year": fiscal_year_of(day)}
    for column, value in follows.items():
        if value is not None and meeting[column] is None:
            meeting[column] = value
            yield column


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
    one, other = sorted((_folded(given), _folded(str(written))), key=len)
    return other == one or (name == "body" and other.endswith(one))


def _add_issue(rows: Rows, name: str, given: str) -> None:
    (document,), (meeting,) = rows["documents"], rows["meetings"]
    rows["issues"].append(
        {
            "issue_id": f"{str(document['sha256'])[:16]}-i0.source_contradicts.{name}",
            "document_id": document["document_id"],
            "severity": "warning",
            "code": "source_contradicts",
            "message": f"The list of sources says {name} {given}, the document says "
            f"{meeting[name]}. The document was followed.",
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
    reader = csv.reader(io.StringIO(_decoded(path), newline=""))
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
    code, date = values["municipality_code"], values["date"]
    if code and (not is_valid_code(code) or municipality_of_code(code) is None):
        raise _wrong(
            path,
            number,
            f"{code} is no 全国地方公共団体コード (6 digits, the last checks the others)",
        )
    if date:
        try:
            values["date"] = datetime.date.fromisoformat(date.replace("/", "-")).isoformat()
        except ValueError as error:
            raise _wrong(path, number, f"{date} is no date (YYYY-MM-DD)") from error
    values["session"] = "".join(values["session"].split())
    return Source(**values)


def _municipality(code: object) -> Municipality | None:
    return municipality_of_code(str(code))


def _wrong(path: Path, number: int, what: str) -> UsageError:
    return UsageError(f"{path}, line {number}: {what}.")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(value: object) -> str | None:
    return str(value) if value else None
