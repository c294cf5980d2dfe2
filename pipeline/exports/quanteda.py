"""quanteda (R): turns with their words apart, and the topics found as a dictionary.

* ``quanteda.csv``: ``doc_id``, ``text``, ``tokens`` (words with one space between), document
  variables.
* ``dictionary.yml``: topic → words. A term of several words is written as the tokens have it
  (``個人 情報``): as one string it would match nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.exports.meeting import Row, title
from pipeline.tables.cells import clean
from pipeline.tables.folder import MeetingRows

__all__ = ["COLUMNS", "write"]

Span = tuple[int, int]

COLUMNS = (
    "doc_id",
    "text",
    "tokens",
    "meeting_id",
    "date",
    "year",
    "municipality",
    "body",
    "session",
    "case_id",
    "case_title",
    "speaker",
    "speaker_group",
    "is_question",
    "topics",
)


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write ``quanteda.csv`` and ``dictionary.yml``.

    Returns:
        number of ``meetings``, ``turns``, ``topics`` and ``terms`` written.
    """
    analyze = _analyzer()
    counts = {"meetings": 0, "turns": 0}
    terms: dict[str, set[str]] = {}
    with (out / "quanteda.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(_line(COLUMNS))
        for meeting in meetings:
            counts["meetings"] += 1
            tags: dict[str, list[Row]] = {}
            for tag in meeting["tags"]:
                if tag["target"] == "turn":
                    tags.setdefault(tag["target_id"], []).append(tag)
            for turn in meeting["turns"]:
                text = clean(turn["text"] or "")
                words = analyze(text)
                own = tags.get(turn["turn_id"], [])
                file.write(_line(_row(meeting, turn, text, words, own)))
                counts["turns"] += 1
                for tag in own:
                    # As the tokens have it: alone, the same characters may split otherwise.
                    term = _spaced(text, words, tag["start"], tag["end"])
                    terms.setdefault(tag["topic"], set()).add(term)
    dictionary = "".join(
        # A string of JSON is a string of YAML: no word can be taken for a number or a mark.
        json.dumps(topic, ensure_ascii=False)
        + ":\n"
        + "".join(f"  - {json.dumps(term, ensure_ascii=False)}\n" for term in sorted(terms[topic]))
        for topic in sorted(terms)
    )
    (out / "dictionary.yml").write_text(dictionary or "{}\n", encoding="utf-8", newline="\n")
    return {**counts, "topics": len(terms), "terms": sum(map(len, terms.values()))}


def _analyzer() -> Callable[[str], list[Span]]:
    from pipeline.language.morphemes import analyzer

    morphemes = analyzer()
    return lambda text: [(part.start, part.end) for part in morphemes.analyze(text)]


def _spaced(text: str, words: Iterable[Span], first: int, last: int) -> str:
    """Return the words that a stretch of the text touches, with a space between."""
    return " ".join(text[start:end] for start, end in words if end > first and start < last)


def _row(
    meeting: MeetingRows, turn: Row, text: str, words: Iterable[Span], tags: Iterable[Row]
) -> list[str]:
    (head,) = meeting["meetings"]
    case = next((c for c in meeting["cases"] if c["case_id"] == turn["case_id"]), {})
    date = head["date"]
    values = [
        turn["turn_id"],
        text,
        _spaced(text, words, 0, len(text)),
        head["meeting_id"],
        date.isoformat() if date else None,
        date.year if date else None,
        head["municipality"],
        head["body"] or title(head),
        head["session"],
        turn["case_id"],
        case.get("title"),
        turn["speaker"],
        turn["speaker_group"],
        "TRUE" if turn["is_question"] else "FALSE",
        "|".join(dict.fromkeys(tag["topic"] for tag in tags)),
    ]
    return [clean(str(value)) if value is not None else "" for value in values]


def _line(cells: Iterable[str]) -> str:
    """Return a line of CSV (RFC 4180, every cell quoted, so that a lone CR cannot split a row)."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
