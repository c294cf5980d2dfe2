"""Whether a list of business goes on behind a line, counts on a line above, or opens below."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.field import Field
from pipeline.parsing.header.list_ends import (
    begins_again,
    counts_up,
)
from pipeline.parsing.header.list_lines import (
    NUMBER_ALONE,
    category_of,
    is_only_number,
)
from pipeline.parsing.knowledge import numbering_words
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import read_enumerator

__all__ = [
    "ORDERS",
    "begun_above",
    "continues_list",
    "further_list",
    "leads_in_list",
    "list_ahead",
    "opened_list",
    "opens_list",
    "opens_programme",
    "reads",
    "title_of_number",
    "told_in_list",
]

ORDERS = frozenset({"次第", "会議次第", "議事次第", "議事日程", "日程"})
"""Labels of the order of a sitting, which may repeat a list of business that stands before it."""
_WORDED = ("について", "の件")
_LONGEST_LABEL = 20  # characters
_AHEAD = 6  # lines of what was done in which the list must go on


def leads_in_list(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether another list begins below a line: ●議案3件を説明 / ① …, not the same again."""
    below = sheet[segment.index + 1] if segment.index + 1 < len(sheet) else segment
    entry = read_enumerator(below.text)
    return entry is not None and entry.value == 1 and not begins_again(current.values, below)


def further_list(sheet: Sheet, current: Field | None, segment: Segment) -> HeaderLabel | None:
    """Return a label that no list of words has over further matters: 7 事務調査 / (1) … / (2) ….

    They are worded as titles and have not stood in the list above.
    """
    head, below = read_enumerator(segment.text), sheet.segments[segment.index + 1 :][:2]
    numbers = [read_enumerator(line.text) for line in below]
    if current is None or head is None or any(n is None or n.kind == head.kind for n in numbers):
        return None
    values = [n.value for n in numbers if n]
    counted = values == [1, 2] and len({n.kind for n in numbers if n}) == 1
    if not counted or not all(line.text.endswith(_WORDED) for line in below):
        return None
    title = unspaced(segment.text[head.end :])
    if begins_again(current.values, below[0]) or not title or len(title) > _LONGEST_LABEL:
        return None
    return HeaderLabel("agenda", title, head.end, len(segment.text), True, True)


def list_ahead(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether the next number of the list comes soon: 4 選出 / 異議なし / 5 議事."""
    if not reads(current, "agenda"):
        return False
    bills = {number.word for s, o in current.values if (number := read_enumerator(s.text[o:]))}
    ahead = sheet.segments[segment.index + 1 :][:_AHEAD]
    for following, below in zip_longest(ahead, ahead[1:]):
        entry = read_enumerator(following.text)
        if begins_again(current.values, following):
            return False
        if counts_up(current.values, following):
            return True
        if below and category_of(following.text, numbered=True) and read_enumerator(below.text):
            return True
        if entry and "号" in entry.written and any(bills):
            return not following.text.endswith("。")
    return False


def title_of_number(current: Field, segment: Segment) -> bool:
    """Tell whether the line above is the number of an entry and nothing else: １ / 報告事項."""
    if not reads(current, "agenda") or not current.values:
        return False
    above, offset = current.values[-1]
    number = above.text[offset:]
    return above.index == segment.index - 1 and (
        bool(NUMBER_ALONE.fullmatch(number)) or is_only_number(number)
    )


def told_in_list(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether 質疑応答 is set in under an entry before the next number of the list."""
    if not current.values or read_enumerator(segment.text):
        return False
    return segment.indent > current.values[0][0].indent and list_ahead(sheet, current, segment)


def continues_list(sheet: Sheet, current: Field | None, segment: Segment) -> bool:
    """Tell whether 質疑応答 or 議事概要 is an entry: the list goes on before and behind it."""
    entry = read_enumerator(segment.text)
    if entry is None or current is None or current.name != "agenda" or not current.values:
        return False
    first, offset = current.values[0]
    if entry.kind == "bullet":
        listed = first.text[offset:][:1] == segment.text[0]
    else:
        listed = counts_up(current.values, segment)
    if not listed or segment.index + 1 >= len(sheet):
        return False
    after = read_enumerator(sheet[segment.index + 1].text)
    if after is None or after.kind != entry.kind:
        return False
    marked = sheet[segment.index + 1].text[0] == segment.text[0]
    return marked if entry.kind == "bullet" else after.value == entry.value + 1


def begun_above(current: Field | None, segment: Segment, at: int) -> int:
    """Return how many values of a field before 3 議題 are entries 1, 2 of the list it counts on.

    The number stands ``at`` that place of the line: also in 議題 2 … where a form prints the label
    in the middle of its cell.
    """
    entry = read_enumerator(segment.text[at:])
    if entry is None or entry.kind == "bullet" or entry.word or entry.value < 2 or not current:
        return 0
    heads = current.label is not None and current.label.alone and current.name == "other"
    if current.name == "agenda" or len(current.values) < entry.value - heads:
        return 0  # a value is the field's own, unless 審議の概要 heads nothing else
    above = current.values[1 - entry.value :]
    for number, (line, offset) in enumerate(above, 1):
        found = read_enumerator(line.text)
        if offset or found is None or (found.kind, found.value) != (entry.kind, number):
            return 0
    return len(above)


def opened_list(sheet: Sheet, current: Field, segment: Segment) -> Field | None:
    """Return the list that 3 議題 counts on where 1 開会 seemed to be the label of an hour."""
    if current.name != "opened" or current.label is None or not current.label.alone:
        return None
    values = [(sheet[current.segment], 0), *current.values]
    listed = Field("other", current.label, current.segment, values=values)
    if begun_above(listed, segment, 0) < len(values):
        return None
    return Field("agenda", None, current.segment, values=values)


def reads(current: Field | None, name: str) -> bool:
    """Tell whether a field of this name is being read."""
    return current is not None and current.name == name


def opens_list(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether the first number of a list stands behind a label that numbers no matter."""
    if label.text in numbering_words() and len(entries_in_line(segment.text, label.end)) < 2:
        return False
    entry = read_enumerator(segment.text[label.end :])
    return entry is not None and entry.kind != "bullet" and entry.value == 1


def opens_programme(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether the label of a programme stands over a list that begins with 1."""
    if unspaced(segment.text).strip("■□◇◆○●【】<>:") not in ORDERS:
        return False
    following = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    entry = read_enumerator(following)
    return entry is not None and entry.value == 1
