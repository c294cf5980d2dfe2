"""Unlabelled text and headings of the body become sections; decisions are put in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Decision, Section, Turn
from pipeline.parsing.body.body import Block
from pipeline.parsing.body.headings import Heading
from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.header.told import tells
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.assent import is_assent
from pipeline.parsing.phrases.sitting import asks_of_sitting
from pipeline.parsing.records.calling import leaders
from pipeline.parsing.records.cases import CaseBook
from pipeline.parsing.records.decision_records import (
    Placed,
    declared_by,
    of_note,
    of_text,
)

__all__ = ["build_text_records", "in_order", "told_in_header"]

_CHAIR = re.compile(alternatives(load("roles")["chair"]))

_TOLD_UNDER = frozenset(
    {"opened", "closed", "result", "attendees", "group", "absent", "observers", "place", "date"}
)


def build_text_records(
    sheet: Sheet,
    blocks: Sequence[Block],
    book: CaseBook,
    turns: Sequence[Turn],
) -> tuple[list[Section], list[Placed]]:
    """Make sections and decisions: of deciding sections, of narrative, of what chairs declare."""
    sections: list[Section] = []
    decisions: list[Placed] = []
    leading = leaders((t.speaker or "", t.is_chair, t.text) for t in turns)
    stack: list[Heading] = []
    led = False  # a chair has spoken
    asked = ""  # what who leads said before
    assented = False  # all agreed to it
    voted: list[Placed] = []  # what a note right before says they decided
    spoken = iter(turns)  # one of each block that has a label, in order
    for number, block in enumerate(blocks):
        case_id = book.of_block.get(number)
        if block.heading is not None:
            stack = _descend(stack, block.heading)
            sheet.ledger.claim(block.heading.spans, "heading", block.heading.rule, case_id or "")
        elif block.kind == "note":
            voted = [] if asks_of_sitting(asked) else of_note(sheet, block, case_id)
            decisions.extend(voted)
            assented = assented or (block.note is not None and is_assent(block.note.text))
        elif block.kind == "text":
            deciding = bool(stack) and stack[-1].decides
            decisions.extend(of_text(sheet, block.text, case_id, deciding=deciding))
            if not deciding:
                section = _section(sheet, block.text, stack, case_id)
                if section:
                    sections.append(section)
        elif block.kind == "attachment" and block.segment is not None:
            sections.append(_attachment(sheet, block.segment, block.text))
        elif block.kind == "turn" and block.marker is not None and block.label:
            turn = next(spoken)
            led = led or turn.is_chair
            if turn.speaker in leading or not led:
                declared = declared_by(
                    sheet, block.text, turn, book.called.get(number), asked, assented=assented
                )
                asked = block.text.text
                # ※各委員一致で可決 / 議案第1号については可決いたします: told twice
                outcomes = {decision.outcome for _, decision in declared}
                decisions = [d for d in decisions if d not in voted or d[1].outcome not in outcomes]
                # who takes the chair until one is chosen declares whom they chose
                decisions.extend(
                    d for d in declared if turn.speaker in leading or _chooses_chair(d[1])
                )
            assented, voted = is_assent(block.text.text), []
    return sections, decisions


def in_order(placed: Sequence[Placed]) -> list[Decision]:
    """Return decisions in the order of the document, numbered."""
    ordered = sorted(placed, key=lambda item: item[0])
    return [replace(decision, seq=seq) for seq, (_, decision) in enumerate(ordered, 1)]


def _chooses_chair(decision: Decision) -> bool:
    return decision.outcome == "選任" and bool(_CHAIR.search(decision.text))


def told_in_header(sheet: Sheet, header: Header) -> tuple[list[Section], list[Placed]]:
    """Make sections and decisions of sentences among the values of the header."""
    sections: list[Section] = []
    decisions: list[Placed] = []
    for named in header.fields:
        if named.name not in _TOLD_UNDER:
            continue
        for segment, offset in named.values:
            if sheet.ledger.holds(segment.part(offset)) or not tells(segment.text[offset:].strip()):
                continue
            text = Paragraphs()
            text.add(segment, offset)
            decisions.extend(of_text(sheet, text, None, deciding=False))
            section = _section(sheet, text, (), None)
            if section:
                sections.append(section)
    return sections, decisions


def _descend(stack: list[Heading], heading: Heading) -> list[Heading]:
    """Return the stack of headings after ``heading``: one kind of number is one level."""
    if heading.kind == "case":
        return []
    styles = [h.style for h in stack]
    if heading.style in styles:
        return [*stack[: styles.index(heading.style)], heading]
    return [*stack, heading]


def _section(
    sheet: Sheet, text: Paragraphs, stack: Sequence[Heading], case_id: str | None
) -> Section | None:
    free = [span for span in text.spans if not sheet.ledger.holds(span)]
    if not free or not text:
        return None
    section_id = sheet.ledger.new_id("s", free[0])
    sheet.ledger.claim(
        free, "section", "text_under_heading" if stack else "text_without_heading", section_id
    )
    return Section(
        section_id=section_id,
        path="/".join(unspaced(h.parts.title) for h in stack),
        text=text.text,
        place=sheet.ledger.place(free),
        rule="text_under_heading" if stack else "text_without_heading",
        case_id=case_id,
    )


def _attachment(sheet: Sheet, heading: Segment, text: Paragraphs) -> Section:
    """Make a section of what is attached to the minutes; it belongs to no case."""
    spans = [heading.span, *text.spans]
    section_id = sheet.ledger.new_id("s", heading.span)
    sheet.ledger.claim([heading.span], "heading", "attachment", section_id)
    sheet.ledger.claim(text.spans, "section", "attachment", section_id)
    return Section(
        section_id=section_id,
        path=unspaced(heading.raw),
        text=text.text,
        place=sheet.ledger.place(spans),
        rule="attachment",
    )
