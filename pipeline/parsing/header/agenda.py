"""The printed list of business: its entries, their nesting, numbers, departments and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import AgendaItem, Note
from pipeline.parsing.folding import fold, key
from pipeline.parsing.header.header import Header
from pipeline.parsing.header.list_entries import Entry, list_entries
from pipeline.parsing.header.list_lines import has_number
from pipeline.parsing.header.programme import next_below
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.titles import TitleParts, kind_of_category

__all__ = ["Agenda", "ListedResult", "extend_agenda", "goes_on_below", "read_agenda"]

_NEXT = 2  # segments from the last entry to the proceedings, whose label may stand between
_LONG = 10  # of a title; shorter ones may stand twice (ア 説明 under each matter)


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
    entries that have others under them; ``levels`` the level of each kind of number.
    """

    items: list[AgendaItem] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    results: list[ListedResult] = field(default_factory=list)
    parents: dict[str, str | None] = field(default_factory=dict)
    branch: list[tuple[int, str]] = field(default_factory=list)
    above: set[str] = field(default_factory=set)
    levels: dict[str, int] = field(default_factory=dict)

    def parent_of(self, level: int) -> str | None:
        """Return the last entry of a higher rank, under which one of ``level`` comes next."""
        while self.branch and self.branch[-1][0] >= level:
            self.branch.pop()
        return self.branch[-1][1] if self.branch else None


def read_agenda(sheet: Sheet, header: Header) -> Agenda:
    """Read the list of business in the header and enter its lines in the ledger."""
    agenda = Agenda()
    seen: set[str] = set()
    for named in header.named("agenda"):
        own: set[tuple[str, str | None]] = set()
        before = frozenset(seen)  # a second list repeats the first, an entry may repeat an entry
        repeats = True  # as the entry above does: points below another may be called alike
        for entry in _nest(list(list_entries(sheet, named, agenda.notes))):
            title = key(entry.parts.title)
            numbered = has_number(fold(entry.raw))
            if entry.level == 1:
                repeats = title in before
            point = entry.level > 1 and not (repeats or numbered)
            if title in before and len(title) > 3 and not point:
                sheet.ledger.claim(entry.spans, "agenda", "repeated_entry")
                continue
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
    fields = header.named("agenda")
    listed = fields[-1].values if fields else ()
    if last is None or not listed or header.body_start - listed[-1][0].index > _NEXT:
        return False
    line, offset = listed[-1]  # 1 議案第12号 …: its own number counts on, too
    numbers = (read_enumerator(fold(last.number or "") + " "), read_enumerator(line.text, offset))
    known = (number for number in numbers if number and number.kind != "bullet")
    return any(next_below(sheet, number, header.body_start) for number in known)


def extend_agenda(sheet: Sheet, agenda: Agenda, titles: Sequence[tuple[TitleParts, Span]]) -> None:
    """Add headings of the body as entries, where the list of business is the body itself.

    In 議事 / (1)… / what was done / (2)… only the entries before the first sentence stand in the
    header; the later ones are headings numbered alike.
    """
    for parts, span in titles:
        level = agenda.levels.get(_style(parts.enumerator))
        if level is None or key(parts.title) in agenda.keys:
            continue
        entry = Entry(parts, parts.title, [span], sheet[0], level, parts.kind)
        _add(sheet, agenda, entry)


def _nest(entries: list[Entry]) -> list[Entry]:
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


def _add(sheet: Sheet, agenda: Agenda, entry: Entry) -> None:
    parts = entry.parts
    agenda_id = sheet.ledger.new_id("g", entry.spans[0])
    sheet.ledger.claim(entry.spans, "agenda", "agenda_entry", agenda_id)
    agenda.results.extend(ListedResult(t, s, len(agenda.items)) for t, s in entry.results)
    parent = agenda.parent_of(entry.level)
    if style := _style(parts.enumerator):
        agenda.levels[style] = entry.level
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
