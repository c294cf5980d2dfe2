"""The field names of 国会会議録検索システム's API (``/api/speech``), as one JSON file.

Researchers' scripts read these names. What the minutes do not give is ``null``; a speaker is never
made up: ``speaker`` holds a name only where the minutes determine one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.exports.meeting import Row, title
from pipeline.tables.folder import MeetingRows

__all__ = ["FILE", "write"]

FILE = "speech.json"


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write ``speech.json``: the answer of the API, all records in it.

    Returns:
        number of ``meetings`` and ``turns`` written.
    """
    # The head holds the number of records, so they are written first and counted.
    records = out / ".records"
    count = held = 0
    with records.open("w", encoding="utf-8", newline="\n") as file:
        for meeting in meetings:
            held += 1
            for record in _records(meeting):
                file.write(",\n" if count else "")
                json.dump(record, file, ensure_ascii=False)
                count += 1
    head = {
        "numberOfRecords": count,
        "numberOfReturn": count,
        "startRecord": 1 if count else 0,
        "nextRecordPosition": None,
    }
    opening = json.dumps(head)[:-1]
    with (
        (out / FILE).open("w", encoding="utf-8", newline="\n") as file,
        records.open(encoding="utf-8", newline="\n") as lines,
    ):
        file.write(f'{opening}, "speechRecord": [\n')
        file.writelines(lines)
        file.write("\n]}\n")
    records.unlink()
    return {"meetings": held, "turns": count}


def _records(meeting: MeetingRows) -> Iterator[dict[str, Any]]:
    (head,), (document,) = meeting["meetings"], meeting["documents"]
    people = {person["attendee_id"]: person for person in meeting["attendees"]}
    url = document["source_url"]
    for order, turn in enumerate(meeting["turns"], 1):
        person: Row = people.get(turn["attendee_id"], {})
        offices = (person.get("bureau"), person.get("division"))
        page = turn["page_first"]
        yield {
            "speechID": turn["turn_id"],
            "issueID": head["meeting_id"],
            "imageKind": "会議録",
            "searchObject": order,
            "session": head["session_no"],
            "nameOfHouse": head["municipality"],
            "nameOfMeeting": head["body"],
            "issue": head["session"] or title(head),
            "date": head["date"].isoformat() if head["date"] else None,
            "closing": None,
            "speechOrder": order,
            "speaker": person.get("name") or turn["speaker_name"],
            "speakerYomi": None,
            "speakerGroup": " ".join(filter(None, offices)) or None,
            "speakerPosition": person.get("role") or turn["speaker_role"],
            "speakerRole": turn["speaker_group"],
            "speech": f"○{turn['speaker'] or ''}　{turn['text'] or ''}",
            "startPage": page,
            "createTime": None,
            "updateTime": None,
            "speechURL": f"{url}#page={page}" if url and page else url,
            "meetingURL": url,
            "pdfURL": url if document["media_type"] == "application/pdf" else None,
        }
