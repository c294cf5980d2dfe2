"""The printed list of business: its entries, their nesting, numbers, departments and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import AgendaItem, Note
from pipeline.parsing.folding import fold, key, unspaced
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.header.list_ends import heads_detail, refers_elsewhere
from pipeline.parsing.header.list_lines import (
    ASIDE,
    NUMBER_ALONE,
    PROCEDURE,
    category_of,
    has_number,
    in_column_of_numbers,
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
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.titles import TitleParts, kind_of_category, read_title_parts

__all__ = ["Agenda", "ListedResult", "extend_agenda", "goes_on_below", "read_agenda"]

_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_REMARK = re.compile(r"[(]?\s?※(?P<text>.{4,200})")
_OFFICE = re.compile(
    r"[\[(〔【]\s?(?:担当|所管)[^\[\]()]{0,4}:(?P<inner>[^\[\]()〔〕【】]{1,40})[\])〕】]"
)
_FINISHED = re.compile(
    r"(?:について|の件|その他|関係|[)\]」】>》≫〕。]|報告|選出|挨拶|あいさつ|開会|閉会|案|\?)$"
)
_NEXT = 2  # segments from the last entry to the proceedings, whose label may stand between
_AHEAD = 30  # segments of the proceedings in which the next entry is looked for
_LONG = 10  # of a title; shorter ones may stand twice (ア 説明 under each matter)
_TITLE_OF_MINUTES = re.compile(  # 議会改革検討会会議録; 平成30年6月12日議会改革検討会
    rf"[^、。「」]{{2,40}}(?:{alternatives(d for d in load('bodies')['documents'] if len(d) > 2)})"
    rf"|(?:令和|平成|昭和|[12][0-9]{{3}}年)[^、。「」]{{2,30}}[0-9]日[^、。「」]{{0,12}}"
    rf"(?:{alternatives(load('bodies')['suffixes'])})(?:[(][^()]{{1,12}}[)])?"
)
_CLOCK = re.compile(  # 13:45 グループ討議; 13:30～13:45 説明
    r"(?:[0-9]{1,2}:[0-9]{2}\s?(?:[~-]\s?(?:[0-9]{1,2}:[0-9]{2})?)?)\s{1,4}(?=[^\s0-9])"
)
_CONNECTED = re.compile(r"(?:にかかる|に係る|に関する|における|に対する|及び|並びに|[、・をにの])$")
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
_Piece = tuple[Segment, int, int, int]
"""A segment, where the value of its field begins in it, and the bounds of one entry."""


@dataclass(frozen=True, slots=True)
class ListedResult:
    """An outcome printed beside or under an entry of the list; ``item`` is its index there."""

    text: str
    span: Span
    item: int


@dataclass(slots=True)
class Agenda:
    """Entries in order, remarks printed among them, and results printed beside them.

    ``branch`` holds level and id of the last entry and of those above it; ``above`` the ids of all
    entries that have others under them.
    """

    items: list[AgendaItem] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    results: list[ListedResult] = field(default_factory=list)
    parents: dict[str, str | None] = field(default_factory=dict)
    branch: list[tuple[int, str]] = field(default_factory=list)
    above: set[str] = field(default_factory=set)

    def parent_of(self, level: int) -> str | None:
        """Return the last entry of a higher rank, under which one of ``level`` comes next."""
        while self.branch and self.branch[-1][0] >= level:
            self.branch.pop()
        return self.branch[-1][1] if self.branch else None


@dataclass(slots=True)
class _Entry:
    parts: TitleParts
    raw: str
    spans: list[Span]
    segment: Segment
    level: int = 1
    kind: str | None = None
    category: str | None = None
    closed: bool = False
    results: list[tuple[str, Span]] = field(default_factory=list)


def read_agenda(sheet: Sheet, header: Header) -> Agenda:
    """Read the list of business in the header and enter its lines in the ledger."""
    agenda = Agenda()
    seen: set[str] = set()
    for named in header.named("agenda"):
        own: set[tuple[str, str | None]] = set()
        before = frozenset(seen)  # a second list repeats the first, an entry may repeat an entry
        for entry in _nest(list(_entries(sheet, named, agenda))):
            title = key(entry.parts.title)
            if title in before and len(title) > 3:
                sheet.ledger.claim(entry.spans, "agenda", "repeated_entry")
                continue
            numbered = has_number(fold(entry.raw))
            if numbered and len(title) >= _LONG and (title, entry.parts.number) in own:
                sheet.ledger.claim(entry.spans, "agenda", "repeated_entry")
                continue
            seen.add(title)
            own.add((title, entry.parts.number))
            _add(sheet, agenda, entry)
    return agenda


def goes_on_below(sheet: Sheet, header: Header, agenda: Agenda) -> bool:
    """Tell whether the list goes on where the proceedings begin: (1)… / 【主な意見】 … / (2)….

    The next line of the body that is numbered like its last entry takes the next number.
    """
    last = next((i for i in reversed(agenda.items) if i.number), None)
    number = read_enumerator(fold(last.number or "") + " ") if last else None
    fields = header.named("agenda")
    listed = fields[-1].values if fields else ()
    if number is None or not listed or header.body_start - listed[-1][0].index > _NEXT:
        return False
    for segment in sheet.segments[header.body_start :][:_AHEAD]:
        entry = read_enumerator(segment.text)
        if entry and (entry.kind, entry.word) == (number.kind, number.word):
            return entry.value == number.value + 1 and not segment.text.endswith("。")
    return False


def extend_agenda(sheet: Sheet, agenda: Agenda, titles: Sequence[tuple[TitleParts, Span]]) -> None:
    """Add headings of the body as entries, where the list of business is the body itself.

    In 議事 / (1)… / what was done / (2)… only the entries before the first sentence stand in the
    header; the later ones are headings numbered alike.
    """
    styles = {
        _style(read_enumerator(fold(i.number + " "))): i.level for i in agenda.items if i.number
    }
    for parts, span in titles:
        if _style(parts.enumerator) not in styles or key(parts.title) in agenda.keys:
            continue
        level = styles[_style(parts.enumerator)]
        entry = _Entry(parts, parts.title, [span], sheet[0], level, parts.kind)
        _add(sheet, agenda, entry)


def _entries(sheet: Sheet, named: Field, agenda: Agenda) -> Iterator[_Entry]:
    """Yield the entries of one field, wrapped lines joined."""
    held: _Entry | None = None
    category = named.label.text if named.label else None  # 審議事項: the label is one itself
    divided, detailed = "", False  # the mark of the last category
    numbers: list[tuple[str, Span]] = []  # a column of them, whose titles are to come
    table: tuple[int, int] | None = None
    pieces = _in_columns([(s, o, *p) for s, o in named.values for p in _pieces(sheet, s, o)])
    width = max((len(s.text) for s, _, _, _ in pieces), default=0)
    texts = [s.text[start:end].strip().rstrip("|").rstrip() for s, _, start, end in pieces]
    heads = heads_in_lines(texts, 0) if texts else 0
    first = next(filter(None, texts[heads:]), "")
    numbered, bulleted = has_number(first), first[:1] == "・"
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
                sheet, agenda, without_brackets(raw[match.start("text") : match.end("text")]), span
            )
        elif held and is_direction(text):
            _note(sheet, agenda, without_brackets(raw), span, kind="stage_direction")
        elif office := _OFFICE.fullmatch(text):
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
        elif in_column_of_numbers(texts, at):
            numbers.append((raw, span))
        elif (name := category_of(text, numbered)) and (held is None or text[0] in "【〔"):
            category, divided, detailed = name, text[0], False
            sheet.ledger.claim([span], "agenda", "category")
        elif group := _heads_group(text, next(filter(None, texts[at + 1 :]), ""), held, divided):
            category, divided, detailed = group, text[0], False
            sheet.ledger.claim([span], "agenda", "category")
        elif held and heads_detail(text):
            held.closed = detailed = True
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
        elif held and _goes_on(held, segment, text, start == offset == 0, width):
            held.raw = join_title(held.raw, raw)
            held.parts = read_title_parts(held.raw)
            held.spans.append(span)
        elif (
            held
            and not has_number(text)
            and (
                detailed
                or is_detail(text, numbered and not _under_category(held, segment))
                or (
                    bulleted
                    and segment.indent > held.segment.indent
                    and is_detail(text, numbered=True)
                )
            )
        ):
            sheet.ledger.claim([span], "agenda", "detail_of_entry")
            held.closed = True
        elif name or (divided and unspaced(text) == "その他" and any(texts[at + 1 :])):
            category, divided, detailed = name or "その他", text[0], False
            sheet.ledger.claim([span], "agenda", "category")
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


def _others(held: _Entry, segment: Segment, raw: str) -> bool:
    """Tell whether その他 is an entry of the list: marked or indented like the one before it."""
    if unspaced(raw.lstrip("○〇◯◇■●・")) != "その他":
        return False
    if raw[0] in "○〇◯◇■●":
        return held.raw[0] == raw[0]
    bill = held.parts.enumerator
    return bool(bill and bill.word) and 0 < segment.indent == held.segment.indent


def _entry(
    raw: str, segment: Segment, span: Span, category: str | None, *, table: tuple[int, int] | None
) -> _Entry:
    cells = beside_title(raw, table=table)
    title = raw[: cells[0][0]].rstrip(" \u3000|\t‥…・.．") if cells else raw.rstrip("、,/／")
    if _WRAPPED.fullmatch(fold(title)):
        title = title[1:-1].strip()  # 議題(…について): the brackets stand around its only value
    parts = read_title_parts(title)
    own = parts.kind or kind_of_category(parts.title)
    entry = _Entry(parts, title, [span], segment, kind=own, category=category, closed=bool(cells))
    for start, end in cells:
        if is_bare_outcome(fold(raw[start:end])):
            entry.results.append((raw[start:end], (span[0], span[1] + start, span[1] + end)))
    return entry


def _under_category(held: _Entry, segment: Segment) -> bool:
    """Tell whether a line is set in under a numbered category: 一、報告事項 /　　市史の経過."""
    title = unspaced(fold(held.parts.title))
    category = title in PROCEDURE or kind_of_category(title) is not None
    return category and segment.indent > held.segment.indent and len(segment.text) <= 60


def _pieces(sheet: Sheet, segment: Segment, offset: int) -> list[tuple[int, int]]:
    """Cut a line that holds several entries; the hour at its head belongs to none."""
    if clock := _CLOCK.match(segment.text, offset):
        sheet.ledger.claim([segment.part(offset, clock.end())], "agenda", "hour_of_entry")
        offset = clock.end()
    end = len(segment.text)
    inside = segment.text[offset + 1 : end - 1]
    if _ENCLOSED.fullmatch(segment.text, offset) and has_number(inside):
        brackets = [segment.part(offset, offset + 1), segment.part(end - 1, end)]
        sheet.ledger.claim(brackets, "agenda", "brackets_of_entry")
        offset, end = offset + 1, end - 1
    cuts = entries_in_line(segment.text[:end], offset)
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


def _goes_on(held: _Entry, segment: Segment, text: str, whole: bool, width: int) -> bool:
    """Tell whether a line continues the entry before it: a title wrapped by the page or cell.

    ``width`` is that of the longest line of the list.
    """
    if not whole or held.closed or NUMBER_ALONE.fullmatch(text):
        return False
    number = read_enumerator(text)
    if NUMBER_ALONE.fullmatch(held.raw):
        return True
    if text.endswith("。"):
        return False
    if number is None and not segment.gap and is_only_number(held.raw):
        return True
    if number is None and _CANNOT_BEGIN.match(text):
        return True
    if number and (not is_in_brackets(text) or number.end < len(text) - 1):
        return False
    if segment.line.continues is not None:
        return segment.line.continues
    if segment.gap:
        return len(held.raw) >= 18 and bool(_CONNECTED.search(held.raw))
    if text[0] == "~" or (is_in_brackets(text) and len(text) <= 30):
        return True
    full = len(held.raw) >= 18 or (
        has_number(fold(held.raw)) and not number and width - len(held.raw) <= 2
    )
    unfinished = full and not _FINISHED.search(fold(held.raw))
    return unfinished and (segment.indent >= held.segment.indent or bool(_PARTICLE.match(text)))


def _heads_group(text: str, following: str, held: _Entry | None, before: str) -> str | None:
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
        return name if kind_of_category(name) and entry.kind != "bullet" else None
    again = entry.value == 1 and text[0] != "("
    return name if held is None or text[0] == before or again else None


def _departments(held: _Entry, raw: str, office: re.Match[str]) -> None:
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


def _note(sheet: Sheet, agenda: Agenda, text: str, span: Span, *, kind: str = "remark") -> None:
    note_id = sheet.ledger.new_id("n", span)
    sheet.ledger.claim([span], "note", f"{kind}_in_agenda", note_id)
    agenda.notes.append(
        Note(
            note_id=note_id,
            kind=kind,
            text=text,
            place=sheet.ledger.place([span]),
            rule=f"{kind}_in_agenda",
        )
    )


def _nest(entries: list[_Entry]) -> list[_Entry]:
    """Set levels: a kind of number met again returns to its level, a new one goes deeper."""
    stack: list[str] = []
    kinds: list[str | None] = []
    for entry in entries:
        style = _style(entry.parts.enumerator)
        if style == "bullet":
            style = f"bullet {entry.raw[:1]}{entry.segment.indent}"
        if style in stack:
            del stack[stack.index(style) + 1 :]
            entry.level = len(stack)
        elif style:
            stack.append(style)
            entry.level = len(stack)
        else:
            entry.level = len(stack) + 1 if stack else 1
        del kinds[entry.level - 1 :]
        above = next((k for k in reversed(kinds) if k), None)
        entry.kind = entry.kind or above or kind_of_category(entry.category or "")
        kinds.extend([None] * (entry.level - 1 - len(kinds)))
        kinds.append(entry.kind)
    return entries


def _style(enumerator: Enumerator | None) -> str:
    if enumerator is None:
        return ""
    if "号" in enumerator.written:
        return "word"  # 議案第38号 … 陳情第3号: the business of one list, whatever each is called
    return f"word {enumerator.word}" if enumerator.word else enumerator.kind


def _add(sheet: Sheet, agenda: Agenda, entry: _Entry) -> None:
    parts = entry.parts
    agenda_id = sheet.ledger.new_id("g", entry.spans[0])
    sheet.ledger.claim(entry.spans, "agenda", "agenda_entry", agenda_id)
    agenda.results.extend(ListedResult(t, s, len(agenda.items)) for t, s in entry.results)
    parent = agenda.parent_of(entry.level)
    agenda.items.append(
        AgendaItem(
            agenda_id=agenda_id,
            seq=len(agenda.items) + 1,
            level=entry.level,
            title=parts.title or entry.raw,
            place=sheet.ledger.place(entry.spans),
            rule="agenda_entry",
            number=parts.number,
            kind=entry.kind,
            bureau=parts.bureau,
            division=parts.division,
            continued=parts.continued,
        )
    )
    agenda.keys.append(key(parts.title))
    agenda.parents[agenda_id] = parent
    agenda.branch.append((entry.level, agenda_id))
    if parent:
        agenda.above.add(parent)
