"""How the proceedings begin, and whether what stands before them ends: a first page that is gone.

Whoever misses a page behind the first reads a header that ends in a list of people, or a debate
that nobody opened: an answer first, 議題2 first, a heading below the explanation of its case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.body.body import Block
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import OFFICIALS, alternatives, load
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import ends_sentence, is_people_list

__all__ = ["check_beginning"]

_AUDIT = load("audit")
_ANSWERS = frozenset(load("roles")["answer"]) - {"A"}  # one letter may be a person
_ASSEMBLY = frozenset(load("numbering")["assembly"])
_ANSWER = re.compile(alternatives(_AUDIT["answers"]["starts"]))
_ENDS_AS_ANSWER = re.compile(rf"(?:{alternatives(_AUDIT['answers']['ends'])})$")
_OPENING = re.compile(alternatives(_AUDIT["opening"]["words"]))
_OPENS = re.compile(f"{_OPENING.pattern}|お願い")
_GREETING = 300  # characters in which somebody opens
_FORMALITY = re.compile(alternatives(_AUDIT["formalities"]["words"]))
_EXPLAINED = re.compile(r"説明[^。]{0,3}$")
_HEADS = re.compile(r"内容|概要|議事|経過|質問|質疑|意見|項目|結果")
_GENERAL = re.compile(r"(?:議事|議題|案件|次第|内容)$")
_OTHER = "その他"
_LABELS = 4  # kinds of labels of a header that names its business
_FIRST = 3  # blocks in which the rest of a header may stand
_NUMBER = 4  # characters
_LONGEST = 20  # cases: higher numbers are those of bills


def check_beginning(parsed: Parsed) -> Iterator[Issue]:
    """Yield headers without an end and proceedings without a beginning."""
    blocks = [b for b in parsed.blocks if b.kind not in ("closing", "attachment")]
    yield from _answered_first(parsed)
    yield from _unannounced(parsed, blocks)
    yield from _numbered_on(parsed)
    yield from _left_empty(parsed, blocks)
    yield from _below_their_case(parsed, blocks)
    yield from _other_first(parsed)


def _answered_first(parsed: Parsed) -> Iterator[Issue]:
    """An answer as the first speech of the record, or the end of what was said before it."""
    if not parsed.turns:
        return
    first, several = parsed.turns[0], len(parsed.turns) > 1
    official = first.speaker_group in OFFICIALS
    start = first.place.line_first
    above = next((s for s in parsed.sections if s.place.line_first < start and not s.path), None)
    if above:
        told = above.text[:1].isalnum() and ends_sentence(above.text)
        if official and told and not _OPENING.search(first.text[:_GREETING]):
            message = f"「…{above.text[-20:]}」 stands before an answer; a page may be missing."
            yield issue("beginning_missing", message, first)
        return
    said = first.text.split("\n", 1)[0].split("。", 1)[0] + "。"
    # alone, it may be a report that ends as answers do
    answers = _ANSWER.match(said) or (several and _ENDS_AS_ANSWER.search(said))
    if (several and first.speaker in _ANSWERS) or (official and answers):
        yield issue(
            "answer_without_question",
            f"{first.speaker} answers first; the question, or a page, may be missing.",
            first,
        )


def _unannounced(parsed: Parsed, blocks: Sequence[Block]) -> Iterator[Issue]:
    """A debate right behind a header of labels that names no business and no proceedings."""
    header = parsed.header
    labels = {f.name for f in header.fields if f.label}
    content = header.content.label if header.content else None
    proceedings = header.content and not (content and content.field == "agenda")
    if proceedings or parsed.agenda.items or len(labels) < _LABELS or not blocks:
        return
    if header.fields[-1].name == "other":
        return  # a form that is read by halves
    first = blocks[0]
    if first.kind not in ("turn", "text") or first.segment is None:
        return
    turn = parsed.turns[0] if parsed.turns else None
    opened = turn is not None and (
        turn.is_chair
        or (turn.speaker_group in OFFICIALS and _OPENS.search(turn.text[:_GREETING]) is not None)
    )
    text = first.segment.text
    if read_enumerator(f"{text} x"):
        text = "".join(s.text for s in parsed.sheet.segments[first.segment.index :][:2])
    if not opened and not _OPENING.search(unspaced(text)) and not _HEADS.search(text[:20]):
        yield issue(
            "beginning_missing",
            f"「{text[:20]}」 follows the header, which names no business; a page may be missing.",
            first.segment,
            table="meetings",
        )


def _numbered_on(parsed: Parsed) -> Iterator[Issue]:
    """議題2 as the first heading of proceedings whose list of business is missing."""
    first = next((b for b in parsed.blocks if b.heading and b.heading.kind == "case"), None)
    if parsed.agenda.items or first is None or first.heading is None:
        return
    found = first.heading.parts.enumerator
    if found is None or not found.value or not 2 <= found.value < _LONGEST:
        return
    title = unspaced(fold(first.heading.text))
    bills = found.word in _ASSEMBLY or found.written.endswith("号")
    formal = _OTHER in title or _FORMALITY.search(title) or _GENERAL.search(title)
    if bills or formal or _counts_on(parsed):
        return
    yield issue(
        "heading_number_gap",
        f"「{first.heading.text[:40]}」 is the first heading; a page may be missing.",
        first.segment,
        table="cases",
    )


def _counts_on(parsed: Parsed) -> bool:
    """Tell whether the header counts its labels, so that headings may count on: 1 日時, 2 場所."""
    lines = parsed.sheet.segments[: parsed.header.body_start]
    return any(found.value == 1 for s in lines if (found := read_enumerator(s.text)))


def _left_empty(parsed: Parsed, blocks: Sequence[Block]) -> Iterator[Issue]:
    """A list of people that ends the header and names nobody, or that was left in the body."""
    header = parsed.header
    last = header.fields[-1] if header.fields else None
    if last and last.name in ("group", "attendees") and last.label and not last.text():
        yield issue(
            "list_without_people",
            f"Nobody stands under 「{parsed.sheet[last.segment].raw[:20]}」, the last label.",
            parsed.sheet[last.segment],
            table="attendees",
        )
    for block in blocks[:_FIRST]:
        if block.kind != "text" or block.segment is None:
            return
        label = read_header_label(block.segment.raw, block.segment.text)
        value = block.segment.text[label.end :].strip() if label else ""
        if (
            label
            and label.field in ("group", "attendees", "absent")
            and (not value or is_people_list(value))
        ):
            yield issue(
                "header_line_unread",
                f"「{block.segment.raw[:30]}」 belongs to the header and stands behind it.",
                block.segment,
                table="meetings",
            )
            return


def _below_their_case(parsed: Parsed, blocks: Sequence[Block]) -> Iterator[Issue]:
    """The heading of a case below the line that says that it was explained, or above none."""
    first = blocks[0].segment if blocks and blocks[0].kind == "note" else None
    several = sum(_OTHER not in c.title for c in parsed.book.cases) > 1
    if first is not None and several and _EXPLAINED.search(first.text):
        yield issue(
            "heading_out_of_place",
            f"「{first.raw[:30]}」 stands above the heading of any case.",
            first,
            table="cases",
        )
        return
    for above, below in pairwise(blocks):
        explained = above.kind == "note" and above.segment and _EXPLAINED.search(above.segment.text)
        if explained and below.heading and below.heading.kind == "case":
            yield issue(
                "heading_out_of_place",
                f"「{below.heading.text[:30]}」 stands below the explanation of a case.",
                below.segment,
                table="cases",
            )
            return


def _other_first(parsed: Parsed) -> Iterator[Issue]:
    """その他 as the first heading, and business that the agenda has before it behind it."""
    cases = [(b.heading, b.segment) for b in parsed.blocks if b.heading]
    cases = [(heading, segment) for heading, segment in cases if heading.kind == "case"]
    if len(cases) < 2:
        return
    at, *behind = [-1 if heading.agenda is None else heading.agenda for heading, _ in cases]
    first = unspaced(fold(cases[0][0].text))
    alone = first.endswith(_OTHER) and len(first) <= len(_OTHER) + _NUMBER
    if alone and (any(0 <= n < at for n in behind) or at < 0 <= max(behind)):
        yield issue(
            "heading_out_of_place",
            f"「{cases[0][0].text[:20]}」 comes first, and the business behind it.",
            cases[0][1],
            table="cases",
        )
