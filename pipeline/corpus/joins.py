"""Rows with what is known of their meeting, case and speaker beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables

__all__ = ["context_of", "with_context"]

_OF_MEETING = (
    "body",
    "municipality",
    "session",
    "session_no",
    "fiscal_year",
    "date",
    "record_name",
)
_LABELLED = ("attendees", "agenda", "sections", "turns", "decisions", "notes")
"""Tables whose rows know the number printed on their page."""

_OF_CASE = {
    "case_no": "case_no",
    "kind": "case_kind",
    "title": "case_title",
    "outcome": "case_outcome",
}
_OF_PERSON = {
    "name": "attendee_name",
    "role": "attendee_role",
    "affiliation": "affiliation",
    "person_id": "person_id",
}


def with_context(corpus: CorpusTables, name: str) -> pd.DataFrame:
    """Return a table with columns of meeting, case and speaker; see ``Corpus.with_context``."""
    rows: pd.DataFrame = getattr(corpus, name)
    if "meeting_id" not in rows:
        if "document_id" not in rows:
            raise KeyError(f"rows of {name} belong to no meeting")
        rows = rows.merge(corpus.meetings[["document_id", "meeting_id"]], on="document_id")
    return context_of(corpus, rows)


def context_of(corpus: CorpusTables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that have a ``meeting_id`` with the same columns beside them."""
    from pipeline.tables.frames import DTYPES

    counted = corpus.meetings[corpus.meetings["variant_of"].isna()]
    rows = rows[rows["meeting_id"].isin(counted["meeting_id"])]
    joined = _beside(rows, counted, "meeting_id", {column: column for column in _OF_MEETING})
    joined["year"] = joined["date"].dt.year.astype(DTYPES["integer"])
    if "case_id" in rows:
        joined = _beside(joined, corpus.cases, "case_id", _OF_CASE)
    if "attendee_id" in rows:
        joined = _beside(joined, corpus.attendees, "attendee_id", _OF_PERSON)
    pages: Any = [None] * len(joined)
    if "page_first" in joined:
        pages = joined["page_label"].fillna(joined["page_first"].astype(DTYPES["string"]))
    elif "page" in joined:
        pages = _printed(corpus, joined)
    columns: Any = [joined[column] for column in ("session", "body", "date", "record_name")]
    keys = list(zip(*columns, pages, strict=True))
    # Turns of one page are cited alike; missing values are alike too.
    known = {key: _cited(*key) for key in dict.fromkeys(keys)}
    said = [known[key] for key in keys]
    joined["cite"] = _strings(said, joined)
    joined["source"] = _sources(corpus, counted, joined)
    return joined


def _printed(corpus: CorpusTables, rows: pd.DataFrame) -> list[Any]:
    """Return the number printed on the page of each row, as its records know it."""
    labels: dict[tuple[Any, Any], Any] = {}
    for name in _LABELLED:
        known = getattr(corpus, name)[["meeting_id", "page_first", "page_label"]].dropna()
        columns: Any = [known[column] for column in known]
        labels |= {(meeting, page): label for meeting, page, label in zip(*columns, strict=True)}
    numbered = {meeting for meeting, _ in labels}
    return [
        # Among printed numbers that of the file would be another page.
        labels.get((meeting, page), None if page is None or meeting in numbered else str(page))
        for meeting, page in zip(rows["meeting_id"], map(_or_none, rows["page"]), strict=True)
    ]


def _cited(session: Any, body: Any, day: Any, name: Any, page: Any) -> str | None:
    from pipeline.tables.speeches import cite

    return cite(
        {
            "session": _or_none(session),
            "body": _or_none(body),
            "date": day.date() if day == day else None,  # NaT is not itself
            "record_name": _or_none(name),
        },
        _or_none(page),
    )


def _beside(
    rows: pd.DataFrame, other: pd.DataFrame, key: str, columns: dict[str, str]
) -> pd.DataFrame:
    """Add columns of another table; the table's own columns of the same names stay."""
    new = {old: name for old, name in columns.items() if name not in rows}
    return rows.merge(other[[key, *new]].rename(columns=new), on=key, how="left")


def _sources(corpus: CorpusTables, meetings: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[Any]:
    from pipeline.tables.speeches import at_page

    documents = corpus.documents[corpus.documents["status"] != "duplicate"]
    urls = documents.set_index("document_id")["source_url"]
    by_meeting = dict(zip(meetings["meeting_id"], meetings["document_id"], strict=True))
    at: Any = next((rows[name] for name in ("page_first", "page") if name in rows), None)
    pages = [None] * len(rows) if at is None else map(_or_none, at)
    found = [
        at_page(_or_none(urls.get(by_meeting[meeting])), page)
        for meeting, page in zip(rows["meeting_id"], pages, strict=True)
    ]
    return _strings(found, rows)


def _strings(values: list[str | None], rows: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    from pipeline.tables.frames import DTYPES

    return pd.Series(values, index=rows.index, dtype=DTYPES["string"])


def _or_none(value: Any) -> Any:
    import pandas as pd

    return None if value is None or value is pd.NA else value
