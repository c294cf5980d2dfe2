"""The document as a whole: what nobody took, what stands twice, what is missing between pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Issue, Section
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.header.late_start import sentences_in
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.speaker_labels import ANSWER
from pipeline.parsing.phrases.speech import ends_politely, ends_sentence
from pipeline.parsing.record_types import turns_status

__all__ = ["check_whole"]

_ROWS, _LONG = 5, 80  # lines and characters in all: shorter stretches recur in any minutes
# How a clerk tells what was done between speeches: 委嘱状を交付。 11月に開催することとした。
_TOLD = re.compile(r"(?:[一-龥ァ-ヺ]|[しれっいの]た|人である|名である)。$")
_MARKS = frozenset("○●□■◇◆")
_SHORT = 8  # characters
_UNLABELLED = 120  # characters
_SENTENCES = 3  # in a header that are no value of its labels
_PAGES, _ODD_PAGES = 3, 0.34  # pages that make a habit, and the share that may break it
_NUMBER = re.compile(r"[0-9]{1,4}")
_GREETING = re.compile(r"(?:挨拶|あいさつ)(?:[(][^()]{1,20}[)])?$")


def check_whole(parsed: Parsed) -> Iterator[Issue]:
    """Yield doubts that concern no single record."""
    text = parsed.lines
    residue = [p for p in parsed.passages if p.role == "residue"]
    lost = sum([sum(map(str.isalnum, text[p.line][p.start : p.end])) for p in residue])
    total = sum([p.end - p.start for p in parsed.passages])
    if total and lost > 0.01 * total:
        yield issue(
            "residue",
            f"{lost} characters ({lost / total:.0%}) belong to no record; see the table residue.",
        )
    elif lost:
        segment = next((s for s in parsed.sheet if s.line.no == residue[0].line), None)
        yield issue("residue_line", f"{lost} characters belong to no record.", segment)
    yield from _repeated(parsed)
    yield from _pages(parsed)
    yield from _unlabelled(parsed)
    yield from _speakers_lost(parsed)
    yield from _marks_alone(parsed)


def _speakers_lost(parsed: Parsed) -> Iterator[Issue]:
    """Yield where sentences were said, and nobody was found to say them."""
    # Below the head of a table (発言者|発言内容) that is known without anybody being addressed.
    if turns_status(parsed.turns, (s.text for s in parsed.sections)) == "unlabelled":
        yield issue(
            "speech_without_speakers",
            "People are addressed in these proceedings, but no speaker's label was found.",
            table="turns",
        )
    values = {p.line for p in parsed.passages if p.role in ("header", "title", "residue")}
    among = [s for s in sentences_in(parsed.header) if s.line.no in values]
    if len(among) >= _SENTENCES:
        yield issue(
            "speech_in_header",
            f"{len(among)} sentences were read as values of the header.",
            among[0],
            table="sections",
        )


def _marks_alone(parsed: Parsed) -> Iterator[Issue]:
    """Yield text that marks part into questions and answers, ○ and ●, and nobody says which."""
    told = {n for t in parsed.turns for n in range(t.place.line_first, t.place.line_last + 1)}
    marked: dict[str, list[Segment]] = {}
    for segment in parsed.sheet.segments[parsed.header.body_start :]:
        text = segment.text
        loose = text[0] in _MARKS and len(text) > _SHORT and segment.line.no not in told
        if loose and ends_sentence(text):
            marked.setdefault(text[0], []).append(segment)
    asks = {mark: sum(s.text.endswith("か。") for s in said) for mark, said in marked.items()}
    asking = [mark for mark, count in asks.items() if count > 1]
    answering = [mark for mark, said in marked.items() if len(said) > 1 and not asks[mark]]
    if len(asking) == 1 and answering:
        yield issue(
            "speech_without_speakers",
            f"「{asking[0]}」 and 「{answering[0]}」 begin speeches, and nobody says whose.",
            marked[asking[0]][0],
            table="turns",
        )


def _repeated(parsed: Parsed) -> Iterator[Issue]:
    """Several lines in a row that have stood in a row before."""
    seen: set[tuple[str, ...]] = set()
    segments = parsed.sheet.segments
    texts = [s.text for s in segments]
    often = Counter(texts)
    if len(texts) - len(often) < _ROWS:
        return  # too few lines stand twice
    alike = 0  # lines up to this one that all stand twice
    for at, text in enumerate(texts, 1 - _ROWS):
        alike = alike + 1 if often[text] > 1 else 0
        if alike < _ROWS:
            continue
        rows = tuple(texts[at : at + _ROWS])
        if sum(map(len, rows)) < _LONG:
            continue
        if rows in seen:
            yield issue(
                "lines_repeated",
                f"「{segments[at].raw[:24]}」 and what follows stood in the document before.",
                segments[at],
            )
            return
        seen.add(rows)


def _pages(parsed: Parsed) -> Iterator[Issue]:
    """Printed page numbers that do not count up."""
    numbers = []
    for passage in parsed.passages:
        if passage.role == "page_number":
            text = parsed.sheet.document.lines[passage.line - 1].text
            if match := _NUMBER.search(fold(text[passage.start : passage.end])):
                numbers.append((int(match[0]), passage.line))
    if len(numbers) < 2:
        return
    yield from _short_pages(parsed, [line for _, line in numbers])
    for (one, _), (two, line) in pairwise(numbers):
        if two != one + 1:
            segment = next((s for s in parsed.sheet if s.line.no >= line), None)
            yield issue("page_number_gap", f"Page {two} follows page {one}.", segment)
            return


def _short_pages(parsed: Parsed, ends: list[int]) -> Iterator[Issue]:
    """Pages of fewer lines than nearly all others have; the first and the last may be short."""
    lengths = [two - one for one, two in pairwise(ends)][:-1]
    if len(lengths) < _PAGES:
        return
    usual = max(set(lengths), key=lengths.count)
    odd = [page for page, length in enumerate(lengths) if length != usual]
    if len(odd) > _ODD_PAGES * len(lengths):
        return
    for page in odd:
        first = ends[page] + 1
        yield issue(
            "page_length_differs",
            f"A page has {lengths[page]} lines, the others have {usual}.",
            next((s for s in parsed.sheet if s.line.no >= first), None),
        )


def _greeted(parsed: Parsed, section: Section) -> bool:
    """Tell whether a text stands below a heading that names who greets: 2 部長あいさつ."""
    lines = [s for s in parsed.sheet.segments if s.line.no < section.place.line_first]
    return bool(lines) and _GREETING.search(lines[-1].text) is not None


def _unlabelled(parsed: Parsed) -> Iterator[Issue]:
    """Long text that nobody says, in a document where everything else is said by someone."""
    speakers = {turn.speaker or "" for turn in parsed.turns}
    if len(parsed.turns) < 2 or any(map(ANSWER.fullmatch, speakers)):
        return  # a digest of questions and answers tells the rest itself
    spoken = sum([len(t.text) for t in parsed.turns])
    decided = {d.place.line_first for d in parsed.decisions}
    loose = [
        s
        for s in parsed.sections
        if not s.path
        and not _greeted(parsed, s)
        and s.place.line_first not in decided
        and s.text[0].isalnum()
        and ends_sentence(s.text)
    ]
    first = parsed.turns[0].place.line_first
    for section in loose:
        # one polite sentence before anybody speaks: the record itself does not write so
        alone = len(loose) == 1 and section.place.line_last < first
        said = alone and ends_politely(section.text)
        few = len(parsed.turns) > 2 and sum(len(s.text) for s in loose) < 0.3 * spoken
        if len(section.text) >= 12 and (said or (few and not _TOLD.search(section.text))):
            segment = next((s for s in parsed.sheet if s.line.no == section.place.line_first), None)
            code = "unlabelled_stretch" if len(section.text) >= _UNLABELLED else "unlabelled_line"
            yield issue(
                code, "Text that no speaker's label stands before.", segment, table="sections"
            )
