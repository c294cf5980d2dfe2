"""The printed list of business: its entries, their nesting, numbers, departments and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import AgendaItem, Note
from pipeline.parsing.folding import fold, key, unspaced
from pipeline.parsing.header import Field, Header
from pipeline.parsing.header_labels import is_web
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.numbering import Enumerator, read_enumerator
from pipeline.parsing.sheet import Segment, Sheet
from pipeline.parsing.titles import TitleParts, kind_of_category, read_title_parts

__all__ = ["Agenda", "extend_agenda", "read_agenda"]

_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_ALONE = frozenset(
    [
        *load("body")["sections"]["procedure"],
        "審議案件",
        "報告案件",
        "諮問案件",
        "議決事項",
        "所管事項の報告",
    ]
)
_REMARK = re.compile(r"[(]?\s?※(?P<text>.{4,200})")
_OFFICE = re.compile(
    r"[\[(〔【]\s?(?:担当|所管)[^\[\]()]{0,4}:(?P<inner>[^\[\]()〔〕【】]{1,40})[\])〕】]"
)
_INLINE = re.compile(
    r"(?<=[\s。))」』】])(?:[(][0-9]{1,2}[)]|[0-9]{1,2}[.、](?![0-9])|[①-⑳]|[0-9]{1,2}\s(?=[^\s0-9a-zA-Z年月日時分名人]))"
)
_TITLE = re.compile(
    rf"(?:{alternatives(load('body')['sections']['heading_endings'])})(?:[(].{{1,30}}[)])?[」』]?$"
)
_NUMBER_ALONE = re.compile(r"[(（]?[0-9０-９]{1,2}[)）.．、]?|[①-⑳]")
_CATEGORY = re.compile(r"(?:○|◇|■|●|・)?[〔\[<【(]?(?P<name>[^〔\[<【()\]>】〕]{2,14})[〕\]>】)]?")


@dataclass(slots=True)
class Agenda:
    """Entries in order, and remarks printed among them.

    ``branch`` holds level and id of the last entry and of those above it; ``above`` the ids of all
    entries that have others under them.
    """

    items: list[AgendaItem] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
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


def read_agenda(sheet: Sheet, header: Header) -> Agenda:
    """Read the list of business in the header and enter its lines in the ledger."""
    agenda = Agenda()
    seen: set[str] = set()
    for named in header.named("agenda"):
        before = frozenset(seen)  # a second list repeats the first, an entry may repeat an entry
        for entry in _nest(list(_entries(sheet, named, agenda))):
            title = key(entry.parts.title)
            if title in before and len(title) > 3:
                sheet.ledger.claim(entry.spans, "agenda", "repeated_entry")
                continue
            seen.add(title)
            _add(sheet, agenda, entry)
    return agenda


def extend_agenda(sheet: Sheet, agenda: Agenda, titles: Sequence[tuple[TitleParts, Span]]) -> None:
    """Add headings of the body as entries, where the list of business is the body itself.

    In 議事 / (1)… / what was done / (2)… only the entries before the first sentence stand in the
    header; the later ones are headings numbered alike.
    """
    styles = {_style(read_enumerator(fold(i.number + " "))) for i in agenda.items if i.number}
    for parts, span in titles:
        if _style(parts.enumerator) not in styles or key(parts.title) in agenda.keys:
            continue
        level = next((i.level for i in agenda.items if i.number), 1)
        entry = _Entry(parts, parts.title, [span], sheet[0], level, parts.kind)
        _add(sheet, agenda, entry)


def _entries(sheet: Sheet, named: Field, agenda: Agenda) -> Iterator[_Entry]:
    """Yield the entries of one field, wrapped lines joined."""
    held: _Entry | None = None
    category = named.label.text if named.label else None  # 審議事項: the label is one itself
    first = next((s.text[o:] for s, o in named.values if s.text[o:].strip()), "")
    numbered = _numbered(first.strip())
    for segment, offset in named.values:
        for start, end in _pieces(segment, offset):
            raw = segment.raw[start:end].strip()
            text = segment.text[start:end].strip()
            span = segment.part(start, end)
            text = text.rstrip("|").rstrip()
            raw = raw[: len(text)]
            if not text or unspaced(text) in _NOBODY:
                sheet.ledger.claim([span], "agenda", "no_business")
            elif is_web(segment):
                sheet.ledger.claim([span], "web_page", "web_page")
            elif match := _REMARK.match(text):
                _remark(sheet, agenda, raw, match, span)
            elif office := _OFFICE.fullmatch(text):
                if held:
                    _departments(held, raw, office)
                    held.spans.append(span)
                    held.closed = True
                else:
                    sheet.ledger.claim([span], "agenda", "department_of_entry")
            elif held and text[0] in "【〔" and (name := _category(text, numbered)):
                category = name
                sheet.ledger.claim([span], "agenda", "category")
            elif held and _goes_on(held, segment, text, start == offset == 0):
                held.raw += raw
                held.parts = read_title_parts(held.raw)
                held.spans.append(span)
            elif held and numbered and not _is_title(text):
                sheet.ledger.claim([span], "agenda", "detail_of_entry")
                held.closed = True
            elif name := _category(text, numbered):
                category = name
                sheet.ledger.claim([span], "agenda", "category")
            else:
                if held:
                    yield held
                parts = read_title_parts(raw)
                own = parts.kind or kind_of_category(parts.title)
                held = _Entry(parts, raw, [span], segment, kind=own, category=category)
    if held:
        yield held


def _is_title(text: str) -> bool:
    """Tell whether a line in a numbered list is an entry: numbered, or worded as a title."""
    if _numbered(text) or read_enumerator(text):
        return True
    return bool(_TITLE.search(unspaced(text))) and not text.endswith("。")


def _pieces(segment: Segment, offset: int) -> list[tuple[int, int]]:
    """Cut a line that holds several entries: (1)… (2)…"""
    first = read_enumerator(segment.text[offset:])
    cuts = [offset]
    if first and first.kind in ("paren", "arabic", "circled"):
        expected = first.value + 1
        for match in _INLINE.finditer(segment.text, offset + first.end):
            found = read_enumerator(segment.text[match.start() :])
            if found and found.kind == first.kind and found.value == expected:
                cuts.append(match.start())
                expected += 1
    return list(zip(cuts, [*cuts[1:], len(segment.text)], strict=True))


def _numbered(text: str) -> bool:
    entry = read_enumerator(text)
    return bool(entry and entry.kind != "bullet")


def _goes_on(held: _Entry, segment: Segment, text: str, whole: bool) -> bool:
    """Tell whether a line continues the entry before it (a title wrapped by the page)."""
    if not whole or held.closed or _NUMBER_ALONE.fullmatch(text):
        return False
    if _NUMBER_ALONE.fullmatch(held.raw):
        return True
    if read_enumerator(text) and not _in_brackets(text):
        return False
    if segment.line.continues is not None:
        return segment.line.continues
    if segment.gap:
        return False
    if _in_brackets(text) and len(text) <= 30:
        return True
    unfinished = not re.search(
        r"(?:について|の件|その他|関係|[))」】]|報告|選出|挨拶|あいさつ|開会|閉会|案)$", held.raw
    )
    return unfinished and len(held.raw) >= 18 and segment.indent >= held.segment.indent


def _in_brackets(text: str) -> bool:
    return bool(re.fullmatch(r"[(【\[〔][^()【】\[\]〔〕]{1,40}[)】\]〕]", text))


def _category(text: str, numbered: bool) -> str | None:
    """Return the name of an unnumbered category: ○議題, 〔報告事項〕, or 開会 alone."""
    match = _CATEGORY.fullmatch(text)
    if not match or _numbered(text):
        return None
    name = unspaced(match["name"])
    decorated = text[0] in "〔[<【(○◇■●"
    if name in _ALONE and (decorated or numbered or name not in ("その他", "報告", "議事")):
        return None if text[0] == "・" else name
    if decorated and text[0] in "〔[<【" and name.endswith(("事項", "案件", "議題", "議案")):
        return name
    return None


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


def _remark(sheet: Sheet, agenda: Agenda, raw: str, match: re.Match[str], span: Span) -> None:
    text = raw[match.start("text") : match.end("text")].strip()
    if raw[:1] in "(（" and text[-1:] in ")）":
        text = text[:-1]
    note_id = sheet.ledger.new_id("n", span)
    sheet.ledger.claim([span], "note", "remark_in_agenda", note_id)
    agenda.notes.append(
        Note(
            note_id=note_id,
            kind="remark",
            text=text.strip(),
            place=sheet.ledger.place([span]),
            rule="remark_in_agenda",
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
    return f"word {enumerator.word}" if enumerator.word else enumerator.kind


def _add(sheet: Sheet, agenda: Agenda, entry: _Entry) -> None:
    parts = entry.parts
    agenda_id = sheet.ledger.new_id("g", entry.spans[0])
    sheet.ledger.claim(entry.spans, "agenda", "agenda_entry", agenda_id)
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
