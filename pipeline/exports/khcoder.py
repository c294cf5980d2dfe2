"""KH Coder: turns as a spreadsheet, the minutes as a text with headings, words to keep whole.

* ``khcoder.xlsx``: a row per turn, the text in the first column, variables beside it.
* ``khcoder.txt``: the same turns under ``<h1>`` to ``<h5>``: body, meeting, case, side of the
  table, speaker.
* ``force_pick.txt``: words for 強制抽出, one a line: what the lexicons and the names of laws found.
* ``topics.cod``: coding rules: each topic with the strings by which it was found in a turn.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.exports.meeting import Row, title
from pipeline.tables.folder import MeetingRows

__all__ = ["COLUMNS", "LONGEST_CELL", "TEXT_FILES", "write"]

COLUMNS = (
    "本文",
    "発言ID",
    "自治体",
    "会議体",
    "回",
    "開催日",
    "年度",
    "案件番号",
    "案件名",
    "案件種類",
    "発言者",
    "発言者区分",
    "質問",
    "主題",
)
TEXT_FILES = ("khcoder.txt", "force_pick.txt", "topics.cod")

LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds. The rest of a longer turn becomes rows of its own."""

# KH Coder takes what stands between half-width angle brackets for a tag.
_NO_TAGS = str.maketrans("<>", "＜＞")
_NONE = "なし"
_FIXED_DAY = datetime.datetime(2000, 1, 1)  # two exports of one folder are the same bytes


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write the four files.

    Returns:
        number of ``meetings``, ``turns``, ``rows`` (more than turns if one is longer than a cell),
        ``words`` and ``codes`` written.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    from pipeline.tables.cells import clean

    counts = {"meetings": 0, "turns": 0, "rows": 0}
    words: dict[str, None] = {}
    codes: dict[str, set[str]] = {}
    book = xlsxwriter.Workbook(
        str(out / "khcoder.xlsx"),
        {"constant_memory": True, "tmpdir": str(out), "strings_to_urls": False},
    )
    book.set_properties({"created": _FIXED_DAY})
    sheet = book.add_worksheet("発言")
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, name)
    with (out / "khcoder.txt").open("w", encoding="utf-8", newline="\n") as text:
        for meeting in meetings:
            counts["meetings"] += 1
            above = [""] * 5
            for turn in meeting["turns"]:
                row = _row(meeting, turn)
                counts["turns"] += 1
                whole = clean(turn["text"] or "").translate(_NO_TAGS)
                for start in range(0, max(len(whole), 1), LONGEST_CELL):
                    counts["rows"] += 1
                    sheet.write_string(counts["rows"], 0, whole[start : start + LONGEST_CELL])
                    for at, name in enumerate(COLUMNS[1:], 1):
                        sheet.write_string(counts["rows"], at, clean(str(row[name])))
                above = _write_headings(text, row, above)
                text.write(whole + "\n")
            words.update(dict.fromkeys(_words(meeting)))
            for topic, string in _found(meeting):
                codes.setdefault(topic, set()).add(string)
    book.close()
    (out / "force_pick.txt").write_text("".join(f"{w}\n" for w in sorted(words)), "utf-8")
    (out / "topics.cod").write_text("".join(_rules(codes)), "utf-8")
    return {**counts, "words": len(words), "codes": len(codes)}


def _write_headings(text: Any, row: Mapping[str, str], above: list[str]) -> list[str]:
    """Write the headings that changed, and every one below them."""
    now = [
        _joined(row["自治体"], row["会議体"]),
        _joined(row["回"], row["開催日"]),
        row["案件名"],
        row["発言者区分"],
        row["発言者"],
    ]
    same = next((at for at in range(5) if now[at] != above[at]), 4)  # a speaker's always
    for at in range(same, 5):
        text.write(f"<h{at + 1}>{now[at].translate(_NO_TAGS)}</h{at + 1}>\n")
    return now


def _joined(*values: str) -> str:
    return " ".join(value for value in values if value != _NONE) or _NONE


def _row(meeting: MeetingRows, turn: Row) -> dict[str, str]:
    (head,) = meeting["meetings"]
    case = next((c for c in meeting["cases"] if c["case_id"] == turn["case_id"]), {})
    topics = dict.fromkeys(
        tag["topic"] for tag in meeting["tags"] if tag["turn_id"] == turn["turn_id"]
    )
    values = {
        "発言ID": turn["turn_id"],
        "自治体": head["municipality"],
        "会議体": head["body"] or title(head),
        "回": head["session"],
        "開催日": head["date"].isoformat() if head["date"] else None,
        "年度": head["fiscal_year"],
        "案件番号": case.get("case_no"),
        "案件名": case.get("title"),
        "案件種類": case.get("kind"),
        "発言者": turn["speaker"],
        "発言者区分": turn["speaker_group"],
        "質問": "質問" if turn["is_question"] else None,
        "主題": "・".join(topics),
    }
    # A variable without a value would be a value too; it gets a name.
    return {
        name: str(value) if value not in (None, "") else _NONE for name, value in values.items()
    }


def _found(meeting: MeetingRows) -> Iterable[tuple[str, str]]:
    """Yield the topics of turns, each with a string by which it was found."""
    for tag in meeting["tags"]:
        # A rule cannot hold a quotation mark or a line end within a string.
        if tag["target"] == "turn" and not set("'\n\r") & set(tag["matched"]):
            yield "".join(tag["topic"].split()), tag["matched"].translate(_NO_TAGS)


def _rules(codes: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Yield coding rules: a topic is given where one of its strings stands."""
    for topic in sorted(codes):
        strings = " |\n".join(f"'{string}'" for string in sorted(codes[topic]))
        yield f"＊{topic}\n{strings}\n\n"


def _words(meeting: MeetingRows) -> Iterable[str]:
    # What was found in agenda titles or in text that is nobody's is not in these files.
    found = [tag["matched"] for tag in meeting["tags"] if tag["target"] == "turn"]
    found += [row["law"] for row in meeting["citations"] if row["target"] == "turn"]
    for word in found:
        # One word a line: what holds a line end or a space cannot be given.
        if word and len(word) > 1 and not any(mark.isspace() for mark in word):
            yield word.translate(_NO_TAGS)
