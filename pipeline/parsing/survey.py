"""The first look at a document: its lines laid out, its header, and how it marks its speakers."""

from __future__ import annotations

import re

from pipeline.model import Document
from pipeline.parsing.conventions import Reading, choose, placed_labels
from pipeline.parsing.header.header import Header, read_header
from pipeline.parsing.lines.centred_labels import lift_labels
from pipeline.parsing.lines.drawn_rows import lift_row_labels
from pipeline.parsing.lines.first_words import part_first_words
from pipeline.parsing.lines.hours_below import lift_hours
from pipeline.parsing.lines.labels_behind import put_labels_first
from pipeline.parsing.lines.labels_beside import lift_letters
from pipeline.parsing.lines.letter_spaced import closed_up
from pipeline.parsing.lines.lists_beside import part_lists
from pipeline.parsing.lines.people_columns import lay_people
from pipeline.parsing.lines.sheet import Sheet, lay_out
from pipeline.parsing.lines.speaker_tables import cut_rows
from pipeline.parsing.lines.speech_cards import read_cards
from pipeline.parsing.lines.torn_heads import mark_torn_heads
from pipeline.parsing.lines.torn_letters import put_together
from pipeline.parsing.profile import Profile
from pipeline.parsing.speaker_places import find_candidates

__all__ = ["survey"]

_BETWEEN = re.compile(r"[\s、,・()（）:：]+")


def survey(document: Document, profile: Profile) -> tuple[Sheet, Header, Reading]:
    """Lay the document out and find header and conventions.

    Where the label of the proceedings shares its line with the first words, the line is cut;
    where labels stand in the middle of their speech, they are lifted: then the survey is made
    again.
    """
    sheet = lay_out(put_together(closed_up(document)))
    mark_torn_heads(sheet)
    cut_rows(sheet)
    read_cards(sheet)
    part_lists(sheet)
    lay_people(sheet)
    lift_letters(sheet)
    lift_row_labels(sheet)
    put_labels_first(sheet)
    lift_hours(sheet)
    part_first_words(sheet)
    candidates = find_candidates(sheet)
    header = read_header(sheet, candidates)
    label = header.content.label if header.content else None
    if label is not None and not label.alone and header.content is not None:
        sheet.cut({header.content.segment: [label.end]})
        candidates = find_candidates(sheet)
        header = read_header(sheet, candidates)
    reading = choose(candidates, header.body_start, profile, _listed(sheet, header))
    if lift_labels(sheet, placed_labels(reading)):
        candidates = find_candidates(sheet)
        header = read_header(sheet, candidates)
        reading = choose(candidates, header.body_start, profile, _listed(sheet, header))
    return sheet, header, reading


def _listed(sheet: Sheet, header: Header) -> frozenset[str]:
    """Return the words of the header: surnames of people who are listed there are among them."""
    lines = sheet.segments[: header.body_start]
    return frozenset(word for line in lines for word in _BETWEEN.split(line.raw))
