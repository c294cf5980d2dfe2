"""The entries of a printed list of business, line by line: what is one, what is told of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import Note
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.folding import width as display_width
from pipeline.parsing.header.field import Field
from pipeline.parsing.header.list_ends import heads_detail, is_narration, refers_elsewhere
from pipeline.parsing.header.list_lines import (
    ASIDE,
    NUMBER_ALONE,
    OFFICE,
    PROCEDURE,
    category_of,
    has_number,
    in_column_of_numbers,
    is_act,
    is_count,
    is_detail,
    is_in_brackets,
    is_only_number,
    is_result,
    join_title,
    without_brackets,
)
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.columns import (
    beside_title,
    columns_of,
    heads_in_lines,
    is_column_head,
)
from pipeline.parsing.phrases.decisions import is_bare_outcome
from pipeline.parsing.phrases.header_labels import is_web
from pipeline.parsing.phrases.inline_lists import Running, count_entry, entries_in_line
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.titles import TitleParts, kind_of_category, read_title_parts

__all__ = ["Entry", "list_entries"]

_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_REMARK = re.compile(r"[(]?\s?※(?P<text>.{4,200})")
_FINISHED = re.compile(
    r"(?:について|の件|その他|関係|[)\]」】>》≫〕。]|報告|選出|挨拶|あいさつ|開会|閉会|案|\?)$"
)
_TITLE_OF_MINUTES = re.compile(  # 議会改革検討会会議録; 平成30年6月12日議会改革検討会
    rf"[^、。「」]{{2,40}}(?:{alternatives(d for d in load('bodies')['documents'] if len(d) > 2)})"
    rf"|(?:令和|平成|昭和|[12][0-9]{{3}}年)[^、。「」]{{2,30}}[0-9]日[^、。「」]{{0,12}}"
    rf"(?:{alternatives(load('bodies')['suffixes'])})(?:[(][^()]{{1,12}}[)])?"
    rf"|第\s?[0-9]{{1,3}}\s?回[^、。「」]{{2,30}}(?:{alternatives(load('bodies')['suffixes'])})"
)
_CLOCK = re.compile(  # 13:45 グループ討議; 13:30～13:45 説明
    r"(?:[0-9]{1,2}:[0-9]{2}\s?(?:[~-]\s?(?:[0-9]{1,2}:[0-9]{2})?)?)\s{1,4}(?=[^\s0-9])"
)
_CONNECTED = re.compile(r"(?:にかかる|に係る|に関する|における|に対する|及び|並びに|[、・をにの])$")
_HANGS = re.compile(r"(?:の|を|及び|並びに|、)$")  # no title ends so
_CANNOT_BEGIN = re.compile(  # no title does
    r"(?:について|に関(?:して|する)|に係る|に対する|における|及び|並びに|の(?:件|策定|改定|改正|実施)|[ーっゃゅょァィゥェォッャュョ、。)」』])"
)
_PARTICLE = re.compile(r"(?:に(?:係|関|つ|お)|を|及び|並びに|の(?!ぞ)|について|する|した)")
_GROUP = re.compile(r"[〔\[<【(《≪]?\s?(?P<name>[^〔\[<【()\]>】〕《》≪≫]{2,16})\s?[〕\]>】)》≫]?")
_ENCLOSED = re.compile(r"[≪《<][^≪≫《》<>]{3,60}[≫》>]")
_OFFICE_NAME = re.compile(rf"[^\s、]{{1,20}}(?:{alternatives(load('roles')['departments'])})")
_PAPER = re.compile(r"[・○◎●■]?\s?(?:【\s?)?(?:参考|配布|配付|別冊)?資料\s?[0-9]{1,2}(?!に|の|を)")
_WRAPPED = re.compile(r"[(][^()]{4,80}(?:について|の件)[)]")
_COLUMN_GAP = re.compile(r"\s{3,80}(?=[0-9]{1,2}[.、\s])")
_NUMBERS = re.compile(r"(?:[(]?[0-9]{1,2}[).]?\s{1,4}){1,20}[(]?[0-9]{1,2}[).]?")  # (1) (2) (3)
_FULL_LINES, _RAGGED = (
    4,
    3,
)  # lines that end alike where a document is wrapped, within so many columns
_Piece = tuple[Segment, int, int, int]
"""A segment, where the value of its field begins in it, and the bounds of one entry."""


@dataclass(slots=True)
class Entry:
    """An entry: its title taken apart, as written, where it stands, what is printed beside it."""

    parts: TitleParts
    raw: str
    spans: list[Span]
    segment: Segment
    level: int = 1
    kind: str | None = None
    category: str | None = None
    closed: bool = False
    results: list[tuple[str, Span]] = field(default_factory=list)


def list_entries(sheet: Sheet, named: Field, notes: list[Note]) -> Iterator[Entry]:
    """Yield the entries of one field, wrapped lines joined."""
    held: Entry | None = None
    category = named.label.text if named.label else None  # 審議事項: the label is one itself
    divided, detailed = "", False  # the mark of the last category
    numbers: list[tuple[str, Span]] = []  # a column of them, whose titles are to come
    table: tuple[int, int] | None = None
    running: Running = {}
    pieces = _in_columns(
        [(s, o, *p) for s, o in named.values for p in _pieces(sheet, s, o, running)]
    )
    width = max((len(s.text) for s, _, _, _ in pieces), default=0)
    edge = _edge(sheet)
    texts = [s.text[start:end].strip().rstrip("|").rstrip() for s, _, start, end in pieces]
    heads = heads_in_lines(texts, 0) if texts else 0
    first = next(filter(None, texts[heads:]), "")
    numbered, bulleted = has_number(first), first[:1] == "・"
    if category_of(first, numbered=True):  # 【協議】 / 1 …
        numbered = has_number(next(filter(None, texts[texts.index(first) + 1 :]), ""))
    for at, (segment, offset, start, end) in enumerate(pieces):
        text = texts[at]
        raw = segment.raw[start:end].strip()[: len(text)]
        span = segment.part(start, end)
        if not text or ASIDE.sub("", unspaced(text)) in _NOBODY or refers_elsewhere(text):
            sheet.ledger.claim([span], "agenda", "no_business")
        elif _TITLE_OF_MINUTES.fullmatch(text) and not numbered:
            sheet.ledger.claim([span], "title", "title_of_minutes")
        elif is_count(text):
            sheet.ledger.claim([span], "agenda", "count_of_business")
        elif is_web(segment.text):
            sheet.ledger.claim([span], "web_page", "web_page")
        elif _PAPER.match(text):
            sheet.ledger.claim([span], "agenda", "paper_in_agenda")
        elif at < heads:
            sheet.ledger.claim([span], "table_head", "columns_of_agenda")
        elif is_column_head(text):
            sheet.ledger.claim([span], "table_head", "columns_of_agenda")
            table = columns_of(text)
        elif match := _REMARK.match(text):
            _note(
                sheet, notes, without_brackets(raw[match.start("text") : match.end("text")]), span
            )
        elif held and is_direction(text):
            _note(sheet, notes, without_brackets(raw), span, kind="stage_direction")
        elif office := OFFICE.fullmatch(text):
            if held:
                _departments(held, raw, office)
                held.spans.append(span)
                held.closed = True
            else:
                sheet.ledger.claim([span], "agenda", "department_of_entry")
        elif held and is_result(text) and not beside_title(raw, table=table):
            held.results.append((raw, span))
            held.closed = True
        elif held and _others(held, segment, raw):
            yield held
            held = _entry(raw, segment, span, category, table=table)
        elif held and _NUMBERS.fullmatch(segment.text):  # links to the papers of a title
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
        elif in_column_of_numbers(texts, at):
            numbers.append((raw, span))
        elif (
            name := None if numbers else category_of(text, numbered or _leads_in(pieces, at))
        ) and (held is None or text[0] in "【〔"):
            category, divided, detailed = name, text[0], False
            sheet.ledger.claim([span], "agenda", "category")
            _close(held)
        elif group := _heads_group(text, next(filter(None, texts[at + 1 :]), ""), held, divided):
            category, divided, detailed = group, text[0], False
            sheet.ledger.claim([span], "agenda", "category")
            _close(held)
        elif held and heads_detail(text):
            held.closed = detailed = True
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
        elif (
            not (numbers and NUMBER_ALONE.fullmatch(texts[at - 1]))
            and held
            and _goes_on(
                held, segment, text, start == offset == 0, width, _ends_at(edge, pieces[at - 1][0])
            )
        ):
            held.raw = join_title(held.raw, raw)
            held.parts = read_title_parts(held.raw)
            held.spans.append(span)
        elif (
            held
            and not has_number(text)
            and (
                detailed
                or is_detail(text, numbered and not _under_category(held, segment))
                or (segment.indent > held.segment.indent and is_act(text))
                or (
                    bulleted
                    and segment.indent > held.segment.indent
                    and is_detail(text, numbered=True)
                )
            )
        ):
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
            held.closed = True
        elif not held and text[-1] == "。" and is_narration(text, read_enumerator(text)):
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
        elif name or (divided and unspaced(text) == "その他" and any(texts[at + 1 :])):
            category, divided, detailed = name or "その他", text[0], False
            sheet.ledger.claim([span], "agenda", "category")
            _close(held)
        else:
            if held:
                yield held
            detailed = False
            held = _entry(raw, segment, span, category, table=table)
            if numbers and not held.parts.enumerator:
                number, place = numbers.pop(0)
                held.parts = read_title_parts(f"{number} {held.raw}")
                held.spans.insert(0, place)
    if held:
        yield held
    sheet.ledger.claim([place for _, place in numbers], "agenda", "number_of_entry")


def _leads_in(pieces: list[_Piece], at: int) -> bool:
    """Tell whether the line below is set in: a category without a number or mark."""
    below = pieces[at + 1][0] if at + 1 < len(pieces) else None
    return below is not None and below.indent > pieces[at][0].indent


def _close(held: Entry | None) -> None:
    """Let nothing below belong to an entry any more."""
    if held:
        held.closed = True


def _others(held: Entry, segment: Segment, raw: str) -> bool:
    """Tell whether その他 is an entry of the list: marked or indented like the one before it."""
    if unspaced(raw.lstrip("○〇◯◇■●・")) != "その他":
        return False
    if raw[0] in "○〇◯◇■●":
        return held.raw[0] == raw[0]
    bill = held.parts.enumerator
    return bool(bill and bill.word) and 0 < segment.indent == held.segment.indent


def _entry(
    raw: str, segment: Segment, span: Span, category: str | None, *, table: tuple[int, int] | None
) -> Entry:
    cells = beside_title(raw, table=table)
    title = raw[: cells[0][0]].rstrip(" \u3000|\t‥…・.．") if cells else raw.rstrip("、,/／;；")
    if _WRAPPED.fullmatch(fold(title)):
        title = title[1:-1].strip()  # 議題(…について): the brackets stand around its only value
    parts = read_title_parts(title)
    own = parts.kind or kind_of_category(parts.title)
    entry = Entry(parts, title, [span], segment, kind=own, category=category, closed=bool(cells))
    for start, end in cells:
        if is_bare_outcome(fold(raw[start:end])):
            entry.results.append((raw[start:end], (span[0], span[1] + start, span[1] + end)))
    return entry


def _under_category(held: Entry, segment: Segment) -> bool:
    """Tell whether a line is set in under a numbered category: 一、報告事項 /　　市史の経過.

    Under 開会 or 挨拶 stands who opens or greets.
    """
    title = unspaced(fold(held.parts.title))
    category = title in PROCEDURE or kind_of_category(title) is not None
    set_in = category and segment.indent > held.segment.indent and len(segment.text) <= 60
    return set_in and not is_people_list(segment.text)


def _pieces(sheet: Sheet, segment: Segment, offset: int, running: Running) -> list[tuple[int, int]]:
    """Cut a line that holds several entries; the hour at its head belongs to none.

    The lists of the lines before run on.
    """
    if clock := _CLOCK.match(segment.text, offset):
        sheet.ledger.claim([segment.part(offset, clock.end())], "agenda", "hour_of_entry")
        offset = clock.end()
    end = len(segment.text)
    inside = segment.text[offset + 1 : end - 1]
    if _ENCLOSED.fullmatch(segment.text, offset) and has_number(inside):
        brackets = [segment.part(offset, offset + 1), segment.part(end - 1, end)]
        sheet.ledger.claim(brackets, "agenda", "brackets_of_entry")
        offset, end = offset + 1, end - 1
    cuts = entries_in_line(segment.text[:end], offset, running)
    for cut in cuts:
        if entry := read_enumerator(segment.text[cut:end]):
            count_entry(running, entry)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _in_columns(pieces: list[_Piece]) -> list[_Piece]:
    """Put entries that stand in two columns in their order: 1 開会  4 報告 / 2 挨拶  5 その他.

    The numbers of the second column must go on where those of the first end.
    """
    halves: list[tuple[_Piece, _Piece]] = []
    for piece in pieces:
        segment, offset, start, end = piece
        gaps = list(_COLUMN_GAP.finditer(segment.text, start, end))
        if len(gaps) != 1:
            return pieces
        at = gaps[0].end()
        halves.append(((segment, offset, start, gaps[0].start()), (segment, offset, at, end)))
    ordered = [left for left, _ in halves] + [right for _, right in halves]
    numbers = [read_enumerator(s.text[start:end]) for s, _, start, end in ordered]
    if len(halves) < 2 or any(n is None or n.word or n.kind != "arabic" for n in numbers):
        return pieces
    values = [number.value for number in numbers if number]
    return ordered if values == list(range(values[0], values[0] + len(values))) else pieces


def _edge(sheet: Sheet) -> int:
    """Return the column where the lines of a wrapped document end; 0 if it is not wrapped."""
    ends = sorted(map(_right_of, sheet), reverse=True)[:_FULL_LINES]
    wrapped = len(ends) == _FULL_LINES and ends[0] - ends[-1] <= _RAGGED
    return ends[0] if wrapped else 0


def _right_of(segment: Segment) -> int:
    return segment.indent + display_width(segment.text)


def _ends_at(edge: int, segment: Segment) -> bool:
    return bool(edge) and _right_of(segment) >= edge - _RAGGED


def _completes(above: str, text: str) -> bool:
    """Tell whether について is parted by the end of the line: …の改定につ / いて."""
    at = (above[-3:] + text[:3]).find("について")
    return 0 <= at < len(above[-3:])


def _goes_on(held: Entry, segment: Segment, text: str, whole: bool, width: int, full: bool) -> bool:
    """Tell whether a line continues the entry before it: a title wrapped by the page or cell.

    ``width`` is that of the longest line of the list; ``full`` tells that the line above ends where
    the lines of a wrapped document end.
    """
    if not whole or held.closed or NUMBER_ALONE.fullmatch(text):
        return False
    number = read_enumerator(text)
    if NUMBER_ALONE.fullmatch(held.raw):
        return True
    if text.endswith("。"):
        return False
    if number is None and is_only_number(held.raw) and segment.gap <= held.segment.gap:
        return True
    if number is None and (_CANNOT_BEGIN.match(text) or _completes(fold(held.raw), text)):
        return True
    if number and (not is_in_brackets(text) or number.end < len(text) - 1):
        return False
    if segment.line.continues is not None:
        return segment.line.continues
    if full and not segment.gap:
        return has_number(fold(held.raw)) or not _FINISHED.search(fold(held.raw))
    if segment.gap:
        return len(held.raw) >= 18 and bool(_CONNECTED.search(held.raw))
    if text[0] == "~" or (is_in_brackets(text) and len(text) <= 30):
        return True
    long = (
        len(held.raw) >= 18
        or bool(_HANGS.search(held.raw))
        or (has_number(fold(held.raw)) and not number and width - len(held.segment.text) <= 2)
    )
    unfinished = long and not _FINISHED.search(fold(held.raw))
    return unfinished and (segment.indent >= held.segment.indent or bool(_PARTICLE.match(text)))


def _heads_group(text: str, following: str, held: Entry | None, before: str) -> str | None:
    """Return the name of a group that a line without a number heads: 【再評価】, 議案審議.

    ``before`` is how the last such line began. Brackets below an entry may also be its own
    ([河川課], 【非公開】), so they head a group at the head of the list, where they did before,
    or where numbers begin again.
    """
    entry = read_enumerator(following)
    match = _GROUP.fullmatch(text)
    if entry is None or match is None or read_enumerator(text):
        return None
    name = unspaced(match["name"])
    if name.endswith(("について", "の件")) or _OFFICE_NAME.fullmatch(name):
        return None
    if text[0] == match["name"][0]:
        category = name in ("議事", "議題") or kind_of_category(name)
        of_bills = bool(entry.word) and entry.word in name  # 請願・陳情 / 陳情第1号 …
        return name if category or of_bills else None
    again = entry.value == 1 and text[0] != "("
    return name if held is None or text[0] == before or again else None


def _departments(held: Entry, raw: str, office: re.Match[str]) -> None:
    names = raw[office.start("inner") : office.end("inner")].split()
    bureau, division = (names[0], " ".join(names[1:])) if len(names) > 1 else (None, names[0])
    held.parts = TitleParts(
        held.parts.title,
        held.parts.number,
        held.parts.kind,
        bureau,
        division,
        held.parts.continued,
        held.parts.enumerator,
        held.parts.start,
        held.parts.end,
    )


def _note(sheet: Sheet, notes: list[Note], text: str, span: Span, *, kind: str = "remark") -> None:
    note_id = sheet.ledger.new_id("n", span)
    sheet.ledger.claim([span], "note", f"{kind}_in_agenda", note_id)
    notes.append(
        Note(
            note_id=note_id,
            kind=kind,
            text=text,
            place=sheet.ledger.place([span]),
            rule=f"{kind}_in_agenda",
        )
    )
