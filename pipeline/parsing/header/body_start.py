"""Which line of the header is the first of the proceedings: a speaker, or the list begun anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.parsing.folding import key, unspaced
from pipeline.parsing.header.content import LONGEST_PROGRAMME
from pipeline.parsing.header.field import Field
from pipeline.parsing.header.list_continuity import ORDERS, title_of_number
from pipeline.parsing.header.list_ends import begins_again, counts_up, heads_detail, is_narration
from pipeline.parsing.header.list_lines import is_result
from pipeline.parsing.knowledge import load, numbering_words
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.header_labels import HeaderLabel, is_opening_line, read_header_label
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.title_index import Beginnings

__all__ = ["add_title", "begins_body"]

_SECTIONS = frozenset(load("body")["sections"]["plain"]) | frozenset(
    load("body")["sections"]["decision"]
)

_OPEN_WORDS = frozenset(word for word, kind in numbering_words().items() if not kind)
_OPENINGS = frozenset(load("body")["opening"]["first"])
_CLOSING = (")", "]", "】", "〕", ">")
_BRACKETS_BEHIND = re.compile(r"\s{0,3}[(\[【〔<][^()\[\]【】〔〕<>]{0,40}[)\]】〕>]\s{0,3}$")


def begins_body(
    segment: Segment,
    current: Field | None,
    fields: Sequence[Field],
    titles: Beginnings,
    firm: set[int],
) -> str:
    """Return why the body begins with this segment, or an empty string."""
    if segment.index in firm:
        return "first speaker"
    if not fields:
        return ""
    if is_opening_line(segment.text) and read_header_label(segment.raw, segment.text) is None:
        return "opening line"
    text = segment.text
    entry = read_enumerator(text)
    rest = _unnumbered(text)
    title = "" if heads_detail(text) or is_result(rest) else key(_undress(rest))
    solid = unspaced(rest).strip("<>【】〔〕《》≪≫[]()")
    if entry and solid in _SECTIONS and (not current or current.name != "agenda"):
        return "section heading"
    in_agenda = current is not None and current.name == "agenda"
    in_list = in_agenda or (current is not None and current.name == "materials")
    if len(title) >= 4 and not in_list and titles.begun_by(title):
        return "agenda heading"
    if in_list and len(title) >= 4 and title in titles and segment.index + 1 in firm:
        return "agenda heading"  # below the papers, which may bear the titles, too
    orders = in_agenda and current and current.label and current.label.text in ORDERS
    above = read_enumerator(current.values[-1][0].text) if current and current.values else None
    later = above is not None and above.word and above.value > 1  # 日程第9 議案第36号 / its title
    numbered = later and current is not None and title_of_number(current, segment)
    listed = (
        numbered
        or (orders and _new(current, title))
        or (
            # (ア) 報告 (イ) 質疑 under each matter: the next number goes on with the list
            current is not None and len(current.values) > 2 and counts_up(current.values, segment)
        )
    )
    if in_agenda and len(title) >= 4 and title in titles and not listed:
        return "repeated agenda entry"
    if in_agenda and current is not None and begins_again(current.values, segment):
        return "repeated agenda entry"
    if in_agenda and is_opening_line(segment.text) and segment.index + 1 in firm:
        return "opening line"
    if in_agenda and segment.index + 1 in firm and _new_mark(current, entry, text):
        return "marked heading"
    if in_agenda and current is not None and _opens_anew(current, entry, solid):
        return "opening line"
    if in_agenda and current is not None and _names_first(current, text):
        return "agenda heading"
    if in_list and is_direction(text):
        return "stage direction"
    if in_agenda and text.endswith("。") and len(text) > 12:
        return "narrative"
    if in_agenda and entry and entry.kind == "bullet" and is_narration(text, entry):
        return "narrative"
    return ""


def add_title(titles: Beginnings, segment: Segment, label: HeaderLabel | None) -> None:
    """Keep the titles of a line of the list: the body may begin with one of them."""
    cuts = entries_in_line(segment.text, label.end if label else 0)
    for begin, end in pairwise([*cuts, len(segment.text)]):
        text = segment.text[begin:end].strip()
        rest = _unnumbered(text)
        if heads_detail(text) or is_result(rest):
            continue
        title = key(_undress(rest))
        if len(title) >= 4:
            titles.add(title)


def _opens_anew(current: Field, entry: Enumerator | None, title: str) -> bool:
    """Tell whether numbers begin again with 開会, of which the list says nothing: 1 開会."""
    if entry is None or entry.kind == "bullet" or entry.value != 1 or title not in _OPENINGS:
        return False
    texts = [segment.text[offset:] for segment, offset in current.values]
    numbers = [read_enumerator(text) for text in texts]
    titles = {unspaced(_unnumbered(text)) for text in texts}
    return any(n and n.kind != "bullet" for n in numbers) and not titles & _OPENINGS


def _names_first(current: Field, text: str) -> bool:
    """Tell whether a line only names the first of a list of several by its number: 議題(1)."""
    entry = read_enumerator(text + " ")
    if entry is None or entry.value != 1 or entry.end < len(text) or entry.word not in _OPEN_WORDS:
        return False
    numbers = [read_enumerator(segment.text[offset:]) for segment, offset in current.values]
    values = [number.value for number in numbers if number and number.kind != "bullet"]
    return len(values) > 1 and values[0] == 1


def _new_mark(current: Field | None, entry: Enumerator | None, text: str) -> bool:
    """Tell whether a mark stands before a line as before none of the list: △開議の宣告."""
    if current is None or entry is None or entry.kind != "bullet" or len(current.values) < 2:
        return False
    return all(segment.text[offset:][:1] != text[0] for segment, offset in current.values)


def _new(current: Field | None, title: str) -> bool:
    """Tell whether a title is new to the list being read, though one before it has it."""
    values = current.values if current else []
    for segment, offset in values:
        if key(_undress(_unnumbered(segment.text[offset:]))) == title:
            return False
    return len(values) < LONGEST_PROGRAMME


def _unnumbered(text: str) -> str:
    """Drop the number of a title, also one behind a mark: ○議題1 …."""
    entry = read_enumerator(text)
    if entry is None:
        return text
    rest = text[entry.end :]
    second = read_enumerator(rest) if entry.kind == "bullet" else None
    return rest[second.end :] if second and second.kind != "bullet" else rest


def _undress(text: str) -> str:
    """Drop brackets at the end of a title: 【department】, (継続審議分), (報告)."""
    for _ in range(4):
        if not text.rstrip().endswith(_CLOSING):
            break
        shorter = _BRACKETS_BEHIND.sub("", text)
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text
