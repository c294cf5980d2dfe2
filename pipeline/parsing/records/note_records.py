"""Notes as records: of the header, of the body, and those that stand inside a speech."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from pipeline.model import Note, Turn
from pipeline.parsing.body.body import Block
from pipeline.parsing.folding import fold, join_wrapped, unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_decision, is_done, without_signs
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.header_labels import is_opening_line

__all__ = ["build_footnotes", "build_notes", "header_notes", "notes_beside"]

_NOTES = load("body")["notes"]
_INSIDE = re.compile(
    r"(?<=[。？?！!」])\s{0,4}[(（〔\[［](?P<inner>[^()（）〔〕\[\]［］。]{1,24})[)）〕\]］]"
    r"(?=\s|$|[^、はがをにでとの])"
)
_OPENS = re.compile(r"[(（〔\[［]")
_ANSWER = re.compile(
    rf"(?:{alternatives(_NOTES['answers'])})|.{{0,12}}(?:{alternatives(_NOTES['interjections'])}).{{0,4}}"
)
_ACT = re.compile(
    rf"(?:午[前後])?[0-9]{{1,2}}(?:時|:)[0-9]{{0,2}}分?|.{{0,20}}(?:{alternatives(_NOTES['inside'])})"
)
_BRACKETED = re.compile(r"[(\[〔][^()\[\]〔〕]{1,14}[)\]〕]")
_OF_PEOPLE = re.compile(r"[出欠退遅]席|委員|代理|敬称|名簿|順|議員|職員|オンライン|印")


def build_notes(
    sheet: Sheet, blocks: Sequence[Block], case_of: Mapping[int, str | None]
) -> list[Note]:
    """Make the notes of the body."""
    notes = []
    for number, block in enumerate(blocks):
        if block.kind == "closing" and block.segment is not None:
            sheet.ledger.claim([block.segment.span], block.role, "after_proceedings")
        if block.kind == "turn":
            notes.extend(_inside(sheet, block.text, case_of.get(number)))
        if block.note is None or is_decision(block.note):
            continue
        note_id = sheet.ledger.new_id("n", block.note.spans[0])
        sheet.ledger.claim(block.note.spans, "note", block.note.rule, note_id)
        notes.append(
            Note(
                note_id=note_id,
                kind=block.note.kind,
                text=block.note.text,
                place=sheet.ledger.place(block.note.spans),
                rule=block.note.rule,
                case_id=case_of.get(number),
            )
        )
    return notes


def build_footnotes(sheet: Sheet) -> list[Note]:
    """Make the notes under the text of pages; their case is not known."""
    notes = []
    for lines in sheet.footnotes:
        spans = [(line.no, 0, len(line.text)) for line in lines]
        note_id = sheet.ledger.new_id("n", spans[0])
        sheet.ledger.claim(spans, "note", "footnote", note_id)
        notes.append(
            Note(
                note_id=note_id,
                kind="remark",
                text=reduce(join_wrapped, (line.text.strip() for line in lines)).lstrip("※*†‡ "),
                place=sheet.ledger.place(spans),
                rule="footnote",
            )
        )
    return notes


def header_notes(sheet: Sheet, header: Header) -> list[Note]:
    """Make notes of what stands in the header and tells of the sitting: 午前10時 開会, (開会前)."""
    found = [
        (segment, without_signs(segment.raw), "stage_direction")
        for segment in header.title
        if is_opening_line(segment.text) and any(c.isdigit() for c in segment.text)
    ]
    for named in header.named("opened", "closed"):
        label = sheet[named.segment]
        if not _BRACKETED.fullmatch(label.text):
            continue
        found.append((label, without_signs(label.raw), "stage_direction"))
        found += [
            (segment, segment.raw[1:].strip(), "remark")
            for segment, offset in named.values
            if not offset and segment.text[0] == "※"
        ]
    found += [
        (segment, segment.raw[1:].strip(), "remark")
        for named in header.named("attendees", "group", "absent")
        for segment, offset in named.values
        if not offset and segment.text[0] == "※" and _is_of_sitting(segment.text)
    ]
    notes = []
    for segment, text, kind in found:
        note_id = sheet.ledger.new_id("n", segment.span)
        sheet.ledger.claim([segment.span], "note", "note_in_header", note_id)
        notes.append(
            Note(
                note_id=note_id,
                kind=kind,
                text=text,
                place=sheet.ledger.place([segment.span]),
                rule="note_in_header",
            )
        )
    return notes


def _is_of_sitting(text: str) -> bool:
    """Tell whether a remark among people is about the sitting, not about them."""
    return text.endswith("。") and not _OF_PEOPLE.search(text)


def notes_beside(sheet: Sheet, turns: Sequence[Turn]) -> list[Note]:
    """Make notes of further cells in the rows of tables of speech: 資料1 under 備考."""
    if not sheet.columns:
        return []
    spoken = {n: t for t in turns for n in range(t.place.line_first, t.place.line_last + 1)}
    notes = []
    for passage in sheet.ledger.passages():
        if passage.role != "residue" or passage.line not in spoken:
            continue
        span: Span = (passage.line, passage.start, passage.end)
        note_id = sheet.ledger.new_id("n", span)
        sheet.ledger.claim([span], "note", "cell_beside_speech", note_id)
        notes.append(
            Note(
                note_id=note_id,
                kind="remark",
                text=sheet.ledger.text(span).strip(" |\t\u3000"),
                place=sheet.ledger.place([span]),
                rule="cell_beside_speech",
                case_id=spoken[passage.line].case_id,
            )
        )
    return notes


def _inside(sheet: Sheet, text: Paragraphs, case_id: str | None) -> list[Note]:
    """Make notes of brackets behind a sentence of a speech: …御異議ありませんか。(異議なし)

    Their characters stay with the turn.
    """
    notes: list[Note] = []
    if not _OPENS.search(text.text):
        return notes
    for line, start, end in text.spans:
        for match in _INSIDE.finditer(sheet.ledger.text((line, start, end))):
            solid = unspaced(fold(match["inner"]))
            answer = _ANSWER.fullmatch(solid)
            if not answer and not _ACT.fullmatch(solid) and not is_done(solid):
                continue
            span: Span = (line, start + match.start("inner"), start + match.end("inner"))
            notes.append(
                Note(
                    note_id=sheet.ledger.new_id("n", span),
                    kind="interjection" if answer else "stage_direction",
                    text=match["inner"].strip(),
                    place=sheet.ledger.place([span]),
                    rule="bracket_in_speech",
                    case_id=case_id,
                )
            )
    return notes
