"""Documents that are no minutes: laws, reports, newsletters, announcements, lists of questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.outcomes import is_bare_outcome, read_outcome

__all__ = ["HEAD", "LOOKED_AT", "is_other_kind", "of_other_kind", "tells_of_sitting"]

HEAD = 8
"""Segments in which a document says what it is."""
LOOKED_AT = 400
"""Segments: what a document is shows early, and long ones cost time."""
_ANY = 1 << 30  # sentences: as many as there are
_HEARD = 2  # turns below day and place that a paper of another kind has not
_WHO = frozenset({"attendees", "absent"})
_COUNT = re.compile(r"[0-9]\s?[名人]")
_TITLE = 60  # characters of a line that a title has at most
_TOLD = re.compile(
    rf"(?:{alternatives(load('decisions')['words']['told'])})[^。、]{{0,6}}た。[」』]?$"
)
_RESULT = re.compile(r"(?:判定|結果)[)】〕\]]?[\s:|]{1,6}(?P<result>\S{2,14})$")  # 判定 条件付承認
_TELLING = 2  # lines that tell of a sitting


@dataclass(frozen=True, slots=True)
class _Other:
    """A kind of document that is not minutes; see ``conventions/kinds.toml``."""

    head: re.Pattern[str] | None
    text: re.Pattern[str] | None
    lines: re.Pattern[str] | None
    count: int
    sentences: int
    spoken: bool
    titled: bool
    attended: bool

    def fits(self, sheet: Sheet, head: str, text: str, *, speaks: bool) -> bool:
        """Tell whether the document is of this kind."""
        if speaks and not self.spoken:
            return False
        if (self.head and not self.head.search(head)) or (self.text and not self.text.search(text)):
            return False
        if len(sheet) > self.sentences and (
            sum(s.text.endswith("。") for s in sheet) > self.sentences
        ):
            return False
        lines = self.lines
        return lines is None or len([s for s in sheet if lines.match(s.text)]) >= self.count


@cache
def _others() -> tuple[_Other, ...]:
    def words(entry: Mapping[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(alternatives(entry[name])) if entry[name] else None

    return tuple(
        _Other(
            words(entry, "head"),
            words(entry, "text"),
            re.compile(entry["lines"]) if "lines" in entry else None,
            entry.get("count", 0),
            entry.get("sentences", _ANY),
            entry["spoken"],
            entry.get("titled", False),
            entry.get("attended", False),
        )
        for entry in load("kinds").values()
    )


def is_other_kind(
    sheet: Sheet, header: Header, people: int, turns: int, *, titled: bool, speaks: bool
) -> bool:
    """Tell whether a document is of another kind. A list of those present is a sign of minutes."""
    labels = {f.name for f in header.fields if f.label}
    came = [f for f in header.fields if f.label and (f.name in _WHO or "出席" in f.label.text)]
    attended = bool(came) and (people >= 2 or any(_COUNT.search(f.text()) for f in came))
    told = header.content is not None and any(
        s.text.endswith("。") for s in sheet.segments[header.body_start :]
    )
    records = attended or ((turns >= _HEARD or told) and {"date", "place"} <= labels)
    head, text = _shown(sheet)
    others = [o for o in _others() if (o.titled or not titled) and (o.attended or not records)]
    fitting = [other for other in others if other.fits(sheet, head, text, speaks=speaks)]
    if fitting and all(other.sentences < _ANY and not other.attended for other in fitting):
        return not tells_of_sitting(sheet.segments)  # what is to come says 開催します, too
    return bool(fitting)


def tells_of_sitting(segments: Sequence[Segment]) -> bool:
    """Tell whether lines say what was said and decided: …旨の発言があった。, 判定 承認."""
    told = 0
    for segment in segments[:LOOKED_AT]:
        told += _tells(segment.text)
        if told == _TELLING:
            return True
    return False


def _tells(text: str) -> bool:
    if "た。" in text[-4:]:
        return bool(_TOLD.search(text) or read_outcome(text))
    result = _RESULT.search(text) if "判定" in text or "結果" in text else None
    return result is not None and is_bare_outcome(result["result"])


def of_other_kind(sheet: Sheet) -> bool:
    """Tell whether what is no minutes is known: a law, a newsletter, a list of questions.

    A mere order of business does not count: minutes that lost their pages have one, too.
    """
    head, text = _shown(sheet)
    others = [o for o in _others() if o.text or o.lines or o.sentences == _ANY]
    return any(other.fits(sheet, head, text, speaks=False) for other in others)


def _shown(sheet: Sheet) -> tuple[str, str]:
    """Return the first words of the first lines and the text by which kinds are known.

    広報 inside a sentence says nothing of the document.
    """
    head = "\n".join(unspaced(s.text)[:_TITLE] for s in sheet.segments[:HEAD])
    return head, "".join("".join([s.text for s in sheet.segments[:LOOKED_AT]]).split())
