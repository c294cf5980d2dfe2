"""The audit: where a document contradicts itself, or a reading contradicts the document.

Minutes say many things twice. Each contradiction becomes an issue; ``docs/issues.md`` says what
each code means and what to do. Nothing here changes a record.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Issue
from pipeline.parsing.checks.alignment import check_alignment
from pipeline.parsing.checks.beginning import check_beginning
from pipeline.parsing.checks.business import check_business
from pipeline.parsing.checks.characters import check_characters
from pipeline.parsing.checks.ends import check_ends
from pipeline.parsing.checks.floor import check_floor
from pipeline.parsing.checks.groups import check_groups
from pipeline.parsing.checks.header import check_header
from pipeline.parsing.checks.order import check_order
from pipeline.parsing.checks.parsed import Parsed
from pipeline.parsing.checks.people import check_people
from pipeline.parsing.checks.register import check_register
from pipeline.parsing.checks.second import check_second_reading
from pipeline.parsing.checks.sequence import check_sequence
from pipeline.parsing.checks.spacing import check_spacing
from pipeline.parsing.checks.speech import check_speech
from pipeline.parsing.checks.values import check_values
from pipeline.parsing.checks.whole import check_whole
from pipeline.parsing.checks.wording import check_wording

__all__ = ["Parsed", "audit"]


def audit(parsed: Parsed) -> Iterator[Issue]:
    """Yield the issues of one document's records."""
    yield from check_header(parsed)
    yield from check_alignment(parsed)
    yield from check_values(parsed)
    yield from check_people(parsed)
    yield from check_groups(parsed)
    yield from check_business(parsed)
    yield from check_beginning(parsed)
    yield from check_ends(parsed)
    yield from check_speech(parsed)
    yield from check_floor(parsed)
    yield from check_order(parsed)
    yield from check_register(parsed)
    yield from check_second_reading(parsed)
    yield from check_sequence(parsed)
    yield from check_characters(parsed)
    yield from check_wording(parsed)
    yield from check_spacing(parsed)
    yield from check_whole(parsed)
