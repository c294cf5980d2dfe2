"""The wide view: a row per turn with what one wants beside it, and how to cite it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

__all__ = ["at_page", "cite", "era_date", "speech_rows"]

Row = Mapping[str, object]

_ERAS = (
    (datetime.date(2019, 5, 1), "令和"),
    (datetime.date(1989, 1, 8), "平成"),
    (datetime.date(1926, 12, 25), "昭和"),
    (datetime.date(1912, 7, 30), "大正"),
    (datetime.date(1873, 1, 1), "明治"),
)
"""First day of each era; of 明治, of the calendar that is still in use."""


def era_date(date: datetime.date) -> str:
    """Return a day as written in Japanese: 令和4年1月21日, 令和元年5月1日, 1800年1月1日."""
    year = f"{date.year}"
    for first, era in _ERAS:
        if date >= first:
            # 明治 1 was 1868, before the calendar changed.
            number = date.year - (1868 if era == "明治" else first.year) + 1
            year = f"{era}{'元' if number == 1 else number}"
            break
    return f"{year}年{date.month}月{date.day}日"


def cite(meeting: Row, page: object) -> str | None:
    """Return how to cite a place in minutes, without what is unknown.

    Args:
        meeting: a row of ``meetings``; without a ``record_name``, minutes are a 会議録, the
            word for any of them.
        page: the page, as it is to be printed, or ``None``.

    Returns:
        第74回吹田市個人情報保護審議会会議録（令和4年1月21日）3頁, or ``None`` if neither body
        nor session nor date is known.
    """
    title = f"{meeting['session'] or ''}{meeting['body'] or ''}"
    date = meeting["date"]
    if not title and date is None:
        return None
    day = f"（{era_date(date)}）" if isinstance(date, datetime.date) else ""
    name = meeting.get("record_name") or "会議録"
    return f"{title}{name}{day}" + (f"{page}頁" if page else "")


def at_page(url: object, page: object) -> str | None:
    """Return the address of a page (1-based) of a file (``#page=3``; RFC 8118, section 3)."""
    if not url:
        return None
    # An address with a fragment already leads to its own place.
    return f"{url}#page={page}" if page is not None and "#" not in str(url) else str(url)


def speech_rows(rows: Mapping[str, Sequence[Row]]) -> list[dict[str, object]]:
    """Return the rows of ``speeches`` for the rows of a document."""
    if not rows["turns"]:
        return []
    (meeting,) = rows["meetings"]
    (document,) = rows["documents"]
    pdf = document["media_type"] == "application/pdf"
    cases = {case["case_id"]: case for case in rows["cases"]}
    topics: dict[object, dict[str, None]] = {}
    for tag in rows["tags"]:
        topics.setdefault(tag["turn_id"], {})[str(tag["topic"])] = None
    return [
        {
            "turn_id": turn["turn_id"],
            "date": meeting["date"],
            "municipality": meeting["municipality"],
            "body": meeting["body"],
            "session": meeting["session"],
            "case_no": (case := cases.get(turn["case_id"], {})).get("case_no"),
            "case_title": case.get("title"),
            "speaker": turn["speaker"],
            "speaker_group": turn["speaker_group"],
            "speaker_role": turn["speaker_role"],
            "speaker_name": turn["speaker_name"],
            "text": turn["text"],
            "chars": turn["chars"],
            "topics": list(topics.get(turn["turn_id"], ())),
            "page_label": turn["page_label"],
            # Where no number is printed, the page of the file is what one can turn to.
            "cite": cite(meeting, turn["page_label"] or turn["page_first"]),
            "source_url": at_page(document["source_url"], turn["page_first"] if pdf else None),
            "doubt": turn["doubt"],
        }
        for turn in rows["turns"]
    ]
