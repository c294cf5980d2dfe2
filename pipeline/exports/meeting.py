"""A meeting as the exports see it: its records in document order, case by case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from pipeline.tables.folder import MeetingRows

__all__ = ["ROLES", "Part", "Row", "id_in", "parts", "title", "xml_text"]

Row = Mapping[str, Any]

ROLES: Final = {
    "委員": "member",
    "実施機関": "agency",
    "事務局": "secretariat",
    "その他": "other",
    "不明": "unknown",
}
"""Names for the sides of the table where a format takes no Japanese."""

_ORDER = ("sections", "turns", "notes", "decisions")
"""Tables of the body; the order of records that begin on one line."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """Records of the body that follow each other and belong to one case, or to none.

    Attributes:
        case: the row of ``cases``, or ``None``.
        records: pairs of table (``sections``, ``turns``, ``decisions``, ``notes``) and row.
    """

    case: Row | None
    records: Sequence[tuple[str, Row]]


def parts(meeting: MeetingRows) -> list[Part]:
    """Return the body of the minutes in document order.

    A case without a record of its own has an empty part, before the next case: it is not lost.
    """
    cases = {case["case_id"]: case for case in meeting["cases"]}
    records = [(name, row) for name in _ORDER for row in meeting[name]]
    records.sort(key=_place)
    found = [
        Part(cases.get(case_id), list(group))
        for case_id, group in groupby(records, key=lambda record: record[1]["case_id"])
    ]
    seen = {part.case["case_id"] for part in found if part.case}
    for case in meeting["cases"]:
        if case["case_id"] not in seen:
            later = (
                at
                for at, part in enumerate(found)
                if part.case and part.case["case_no"] > case["case_no"]
            )
            found.insert(next(later, len(found)), Part(case, []))
    return found


def _place(record: tuple[str, Row]) -> tuple[int, int, int]:
    name, row = record
    # A decision is mostly a sentence of the turn that announces it, and stands after that turn.
    line = row["line_last" if name == "decisions" else "line_first"]
    return line, _ORDER.index(name), row.get("seq") or 0


def title(meeting: Row) -> str:
    """Return what the minutes are called: 第41回三島市個人情報保護審議会会議録."""
    return f"{meeting['session'] or ''}{meeting['body'] or ''}会議録"


def id_in(record_id: str) -> str:
    """Return a record id as XML takes it: no digit may come first."""
    # Ids of records begin with hex digits of the document; "m" makes them begin as its meeting_id.
    return f"m{record_id}"


def xml_text(value: object) -> str:
    """Return a value as text that XML 1.0 can hold; what it cannot becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", str(value)).replace("\r", "\n")
