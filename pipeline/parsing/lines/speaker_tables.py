"""Tables of two columns whose head tells what stands in them: 発言者 | 発言内容, 意見 | 回答.

Under a head of speakers the first cell of a row names who speaks, whatever it says; under a head of
questions and answers nobody is named, and the head's own words are the speakers. Cells are parted
by tabs, bars or spaces, or stand on lines of their own where a converter undid the table. A head
alone proves little (氏名 | 内容 also heads lists of people): the rows below it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.label_lists import lay_turned, pair_lists
from pipeline.parsing.lines.marked_questions import marked_themselves
from pipeline.parsing.lines.question_cells import heads_rows, read_cells
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.lines.table_columns import LaidRow, Part, lay_questions, lay_speakers, text_of
from pipeline.parsing.lines.table_heads import BARS, COMMA, Head, is_plain_head, may_head, read_head
from pipeline.parsing.lines.table_rows import FEWEST, MARKED, Row, Table, answers, speaks
from pipeline.parsing.phrases.elsewhere import refers_elsewhere
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence, is_speech

__all__ = ["cut_rows", "heads_columns"]

_APART = re.compile(r"[^\S\t]{2,60}|\u3000")
_NO_LABEL = re.compile(r"(?<=.)[はがをにで、。]|について|資料")
_LONGEST_LABEL = 14  # characters of a label that nobody knows
_ACTS = frozenset(load("body")["notes"]["acts"])  # 特になし
_LONGEST_TABLE = 2_000  # rows
_LONGEST_QUOTED = 60  # lines of a quoted cell
_NEAR = 3  # lines between rows of a table
_ENCLOSED = re.compile(r"[(（](?P<inside>[^()（）]{1,14})[)）]")
_NUMBERED = re.compile(r"[0-9]{1,3}[.\s]\s{0,4}(?P<label>\S{1,14})(?:\s{1,4}|$)")
_BEHIND = re.compile(r"(?<=[。)])\s{1,60}(?P<label>\S{1,14})$")
_BETWEEN = re.compile(r"(?<=[。?か])\s{1,4}(?=\S)")  # question and answer of one line
_SPACED_LABEL = re.compile(r"(?P<label>\S(?:\s\S){1,5})(?=\s|$)")
_NUMBER_OF_ROW = re.compile(r"[0-9]{1,3}|[0-9]{1,2}:[0-9]{2}(?:\s?[-~]\s?[0-9]{1,2}:[0-9]{2})?")
_FAR = re.compile(r"\s{2,60}(?=\S)")
_UNNUMBERED = re.compile(r"(?P<label>\S{1,14})\s{1,4}(?=\S)")


def cut_rows(sheet: Sheet) -> None:
    """Note who speaks in the cells of tables, and cut rows of a question and its answer."""
    cuts: dict[int, list[int]] = {}
    laid: dict[int, list[Segment]] = {}
    known: set[tuple[str, ...]] = set()
    for table in _tables(sheet, laid):
        again = table.head.asks and table.head.cells in known and bool(table.rows)
        if not again and not (answers(table) if table.head.asks else speaks(table)):
            continue
        known.add(table.head.cells)
        sheet.heads.update((s.line.no, s.start) for s in table.places)
        if table.laid:
            begin = table.places[-1].index + 1
            laid.update((at, []) for at in range(begin, begin + table.used))
            laid[begin] = list(_relaid(sheet, table))
        else:
            for row in table.rows:
                _enter(sheet, table.head, row, cuts)
        sheet.ledger.claim([number.span for number in table.numbers], "row_number", "row_number")
        laid.update((number.index, []) for number in table.numbers)
        sheet.ledger.claim([last.part(len(last.raw) - 1) for last in table.quoted], "rule", "quote")
        laid.update((last.index, [last.piece(0, -1)]) for last in table.quoted)
    sheet.relay({index: sheet[index].pieces(places) for index, places in cuts.items()} | laid)


def _enter(sheet: Sheet, head: Head, row: Row, cuts: dict[int, list[int]]) -> None:
    """Note who speaks in a row, and where its line is cut."""
    segment, pair = row.segment, head.pairs[row.pair]
    key = (segment.line.no, segment.start)
    if pair.first == pair.second:
        start = row.speech[0]
        cuts.setdefault(segment.index, []).append(start)
        said = segment.piece(start)
        sheet.columns[said.line.no, said.start] = Cell(head.written[pair.first], 0, 0, 0, None)
        return
    if not head.asks:
        label = segment.raw[slice(*row.label)]
        if enclosed := _ENCLOSED.fullmatch(label.strip()):
            label = enclosed["inside"]
        start = 0
        if row.pair:
            start = row.label[0]
            cuts.setdefault(segment.index, []).append(start)
            key = (segment.line.no, segment.start + start)
        # Without bars, labels that are known are read as they are anywhere else.
        marked = head.parted in MARKED or enclosed or row.label[0] > 0
        if marked or read_label(label).strength < 2:
            until = None if row.speech[1] is None else row.speech[1] - start
            begin, end = row.label[0] - start, row.label[1] - start
            sheet.columns[key] = Cell(label, begin, end, row.speech[0] - start, until)
        return
    asked, answered = head.written[pair.first], head.written[pair.second]
    if row.answer is not None:
        sheet.columns[key] = Cell(asked, 0, 0, 0, None)
        sheet.columns[row.answer.line.no, row.answer.start] = Cell(answered, 0, 0, 0, None)
        return
    at = row.speech[1] or 0
    rest = segment.raw[at:]
    start = segment.start + len(segment.raw) - len(rest.lstrip(" \t|｜,，\u3000"))
    cuts.setdefault(segment.index, []).append(start - segment.start)
    sheet.ledger.claim([(segment.line.no, segment.start + at, start)], "rule", "table_bar")
    sheet.columns[key] = Cell(asked, 0, 0, row.speech[0], at)
    until = None if row.until is None else row.until - (start - segment.start)
    if row.until is not None:  # 担当課, 備考
        sheet.ledger.claim([segment.part(row.until)], "label", "cell_beside")
    sheet.columns[segment.line.no, start] = Cell(answered, 0, 0, 0, until)


def _relaid(sheet: Sheet, table: Table) -> Iterator[Segment]:
    """Yield the segments of a table cell after cell, and note who speaks in them."""
    head, pair = table.head, table.head.pairs[0]
    for row in table.laid:
        for part in row.beside:
            if row.first and text_of(part).strip("0123456789.") == "":
                number = part[0].part(*part[1:])
                sheet.ledger.claim([number], "row_number", "row_number")
                continue
            beside = part[0].piece(*part[1:])
            if row.first:
                sheet.topics.add((beside.line.no, beside.start))
            yield beside
        if not row.first:
            continue
        if head.asks:
            for said, cells in ((pair.first, row.first), (pair.second, row.second)):
                pieces = list(_joined(cells))
                key = (pieces[0].line.no, pieces[0].start)
                sheet.columns[key] = Cell(head.written[said], 0, 0, 0, None)
                yield from pieces
            continue
        labels = [part[0].piece(*part[1:]) for part in row.first]
        size = len(labels[0].raw)
        key = (labels[0].line.no, labels[0].start)
        sheet.columns[key] = Cell(row.label, 0, size, size, None, len(labels) - 1)
        yield from labels
        yield from _joined(row.second)


def _joined(parts: Sequence[Part]) -> Iterator[Segment]:
    """Yield the lines of a cell; what ends no sentence goes on in the next."""
    before = ""
    for segment, start, end in parts:
        entry = read_enumerator(segment.text[start:end])
        goes_on = bool(before) and not ends_sentence(before) and entry is None
        yield segment.piece(start, end, joins=goes_on)
        before = segment.text[start:end]


def heads_columns(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line is the head of a table of speech, or a part of it."""
    known = sheet.heads and (segment.line.no, segment.start) in sheet.heads
    return bool(known) or is_plain_head(segment.text)


def _tables(sheet: Sheet, laid: dict[int, list[Segment]]) -> Iterator[Table]:
    """Yield the tables of a sheet: each head with the rows that have its form.

    Tables whose columns stand one after the other are put into ``laid``.
    """
    table: Table | None = None
    heads = may_head(sheet)
    at, end = 0, len(sheet) if heads else 0
    while at < end:
        lists, behind = pair_lists(sheet, at) if at in heads else ({}, at)
        if lists:
            laid |= lists
            at = behind
            continue
        head = read_head(sheet, at) if at in heads else None
        turned: list[LaidRow] = []
        if head is not None and head.turned and head.parted == "lines":
            turned, behind = lay_turned(sheet, at + head.lines)
            if len(turned) < FEWEST:
                head = None  # 会議の内容 over 発言者
        if head is not None:
            if table is not None:
                yield table
            table = Table(head, list(sheet.segments[at : at + head.lines]))
            at += head.lines
            if head.asks and head.parted == "spaces" and marked_themselves(sheet.segments[at:]):
                sheet.heads.update((s.line.no, s.start) for s in table.places)
                table = None
                continue
            if turned:
                table.laid, table.used = turned, behind - at
            elif head.parted in ("spaces", "words"):
                _lay(table, sheet, at)
            if table.used:
                yield table
                at += table.used
                table = None
            continue
        if table is not None:
            taken = _take(table, sheet, at)
            if not taken and table.head.asks and not _goes_on_below(table, sheet, at):
                yield table
                table = None
            at += max(taken, 1)
            continue
        at += 1
    if table is not None:
        yield table


def _lay(table: Table, sheet: Sheet, at: int) -> None:
    """Lay the rows of a table again whose columns stand side by side in wrapped lines."""
    end = at
    while end < min(len(sheet), at + _LONGEST_TABLE) and read_head(sheet, end) is None:
        end += 1
    segments = sheet.segments[at:end]
    if table.head.asks and _in_one_line(segments):
        return
    if table.head.asks:
        table.laid, table.used = lay_questions(table.head, segments)
    elif table.head.turned:
        return
    elif rows := lay_speakers(table.head, segments):
        table.laid, table.used = rows, len(segments)


def _take(table: Table, sheet: Sheet, at: int) -> int:
    """Take the row that begins with a segment into a table; return of how many segments it is."""
    segment, head = sheet[at], table.head
    if head.parted in MARKED:
        taken = _take_bars(table, segment)
        if taken and head.parted == "commas" and segment.text.count('"') % 2:
            return _take_quoted(table, sheet, at)
        return taken
    if head.asks and head.parted == "sentences":
        if gaps := list(_BETWEEN.finditer(segment.text)):
            widest = max(gaps, key=lambda gap: gap.end() - gap.start())
            table.rows.append(Row(segment, (0, 0), (0, widest.start())))
            return 1
        below = sheet.segments[at + 1 : at + 1 + _NEAR]
        return 0 if any(_BETWEEN.search(s.text) for s in below) else _take_lines(table, sheet, at)
    if head.asks and head.parted == "spaces":
        return _take_apart(table, segment)
    if head.asks:
        return _take_lines(table, sheet, at) if head.parted == "lines" else 0
    if head.turned and head.parted != "lines":
        found = _BEHIND.search(segment.text)
        if found and _token(found["label"]):
            table.rows.append(Row(segment, found.span("label"), (0, found.start())))
        return 1
    if head.parted == "spaces":
        apart = _behind_label(segment.text)
        if apart and segment.first and _token(segment.text[: apart.start()]):
            rest = segment.text[apart.end() :]
            if _is_said(rest.strip()):
                table.rows.append(Row(segment, (0, apart.start()), (apart.end(), None)))
        return 1
    if head.numbered and _NUMBER_OF_ROW.fullmatch(segment.text):
        table.numbers.append(segment)
        return 1
    before = sheet[at - 2 if sheet[at - 1] in table.numbers[-1:] else at - 1]
    whole = ends_sentence(before.text) or before.text.endswith(")") or before.text in _ACTS
    begins = whole or before in table.places
    if head.parted == "words" and (spaced := _letter_spaced(segment.text)):
        table.rows.append(Row(segment, (0, spaced), (spaced, None)))
        return 1
    if head.parted == "words":
        found = _NUMBERED.match(segment.text) if head.numbered else _UNNUMBERED.match(segment.text)
        if found and segment.first and _token(found["label"]):
            rest = segment.text[found.end() :]
            sure = head.numbered or read_label(found["label"]).strength >= 2
            if sure or (begins and _is_said(rest.strip())):
                table.rows.append(Row(segment, found.span("label"), (found.end(), None)))
        return 1
    following = sheet[at + 1].text if at + 1 < len(sheet) else ""
    if begins and _token(segment.text) and _is_said(following):
        table.rows.append(Row(segment, (0, len(segment.raw)), (len(segment.raw), None)))
    return 1


def _letter_spaced(text: str) -> int:
    """Return where a label ends whose letters stand apart: 会 長 諮問について…; 0 for none."""
    found = _SPACED_LABEL.match(text)
    while found and read_label(found["label"]).strength < 2:
        found = _SPACED_LABEL.fullmatch(text, 0, found.end("label") - 2)
    return found.end("label") if found else 0


def _behind_label(text: str) -> re.Match[str] | None:
    """Return the gap behind the label of a row, whose letters may stand as wide apart: 議  長."""
    gaps = list(_APART.finditer(text, 1, _LONGEST_LABEL * 2))
    for gap in reversed(gaps[1:]):
        letters = text[: gap.start()].split()
        if all(len(letter) == 1 for letter in letters) and read_label("".join(letters)).role:
            return gap
    return gaps[0] if gaps else None


def _is_said(text: str) -> bool:
    """Tell whether a cell beside a label that nobody knows is speech, or stands for it."""
    return is_speech(text) or text in _ACTS or _ENCLOSED.fullmatch(text) is not None


def _take_bars(table: Table, segment: Segment) -> int:
    head, text = table.head, segment.text
    pattern = COMMA if head.parted == "commas" else BARS
    bars = list(pattern.finditer(text))
    if head.parted == "commas":
        bars = bars[: len(head.cells) - 1]
    lacking = len(head.cells) - 1 - len(bars)  # cells that span several rows are not repeated
    if not bars or not 0 <= lacking <= min(head.pairs[0][:2]):
        return 0
    starts = [0, *(bar.end() for bar in bars)]
    ends = [*(bar.start() for bar in bars), len(text)]
    for number, pair in enumerate(head.pairs):
        first, second = pair.first - lacking, pair.second - lacking
        label = (starts[first], ends[first])
        if pair.asks:
            if unspaced(text[: ends[0]]) in header_fields():
                return 0  # 意見の具申又は勧告の内容 | なし
            if refers_elsewhere(text[slice(*label)].strip()):
                table.places.append(segment)  # 別紙のとおり | 別紙のとおり
                table.elsewhere = True
                break
            if text[slice(*label)].strip():
                until = ends[second] if second + 1 < len(ends) else None
                table.rows.append(Row(segment, label, (starts[first], ends[first]), until=until))
            break
        spoken = text[starts[second] : ends[second]].strip()
        if spoken and first == second:
            table.rows.append(Row(segment, (0, 0), (starts[second], None), None, number))
        elif spoken and _token(text[slice(*label)]):
            speech = (starts[second], ends[second])
            if len(spoken) > 2 and spoken[0] == spoken[-1] == '"':  # a cell of a CSV file
                speech = (text.index('"', speech[0]) + 1, text.rindex('"', 0, speech[1]))
            table.rows.append(Row(segment, label, speech, None, number))
    return 1


def _take_lines(table: Table, sheet: Sheet, at: int) -> int:
    """Take the cells of a table of questions that stand on lines of their own, wrapped or not."""
    pairs, topics, end = read_cells(sheet, at, topics=table.head.lines > 2)
    table.rows += [
        Row(pair.question, (0, 0), (0, None), pair.answer, said=(pair.asked, pair.answered))
        for pair in pairs
    ]
    sheet.topics.update((sheet[topic].line.no, sheet[topic].start) for topic in topics)
    return end - at


def _take_quoted(table: Table, sheet: Sheet, at: int) -> int:
    """Take the lines of a quoted cell that goes on below the row it begins in."""
    for end in range(at + 1, min(at + _LONGEST_QUOTED, len(sheet))):
        if sheet[end].text.count('"') % 2:
            if table.rows and table.rows[-1].segment is sheet[at] and sheet[end].text[-1] == '"':
                row = table.rows[-1]
                quote = sheet[at].text.find('"', row.speech[0]) + 1
                table.rows[-1] = row._replace(speech=(quote or row.speech[0], None))
                table.quoted.append(sheet[end])
            return end + 1 - at
    return 1


def _take_apart(table: Table, segment: Segment) -> int:
    """Take a question and its answer that one wide gap parts, wherever it stands in its line."""
    gaps = list(_FAR.finditer(segment.text, 1))
    if len(gaps) != 1:
        return 0
    asked, answered = segment.text[: gaps[0].start()], segment.text[gaps[0].end() :]
    if not (is_speech(asked) and is_speech(answered)):
        return 0
    table.rows.append(Row(segment, (0, 0), (0, gaps[0].start())))
    return 1


def _in_one_line(segments: Sequence[Segment]) -> bool:
    """Tell whether rows begin that each stand in one line, whatever the place of their gap."""
    rows = 0
    for segment in segments:
        gaps = list(_FAR.finditer(segment.text, 1))
        halves = [segment.text[: gap.start()] for gap in gaps[:1]]
        if len(gaps) == 1 and all(map(ends_sentence, [segment.text, *halves])):
            rows += 1
            continue
        if not heads_rows(segment.text):
            labelled = read_header_label(segment.raw, segment.text) is not None
            return rows >= 2 and (labelled or read_enumerator(segment.text) is not None)
    return rows >= 2


def _goes_on_below(table: Table, sheet: Sheet, at: int) -> bool:
    """Tell whether a line that is no row stands over further rows: 【一般競争入札】, 特記事項なし.

    What names a case is noted as the topic of the rows.
    """
    segment, head = sheet[at], table.head
    if head.parted not in ("bars", "spaces", "sentences") or at + 1 >= len(sheet):
        return False
    if heads_rows(segment.text) and read_head(sheet, at + 1) is None:
        sheet.topics.add((segment.line.no, segment.start))
        return True
    labelled = read_header_label(segment.raw, segment.text) is not None
    if head.parted == "bars" or labelled or ends_sentence(segment.text):
        return False
    ahead = Table(head, [])
    below = range(at + 1, min(at + 1 + _NEAR, len(sheet)))
    return any(_take(ahead, sheet, line) and ahead.rows for line in below)


def _token(text: str) -> bool:
    """Tell whether a cell may name a speaker: known as one, or short and no heading or number."""
    solid = unspaced(text)
    if enclosed := _ENCLOSED.fullmatch(solid):
        solid = enclosed["inside"]
    if solid in header_fields() or not any(char.isalnum() for char in solid):
        return False
    if all(read_label(one).strength >= 2 for one in re.split("[、,]", solid)):
        return True  # 森本委員、西田委員
    entry = read_enumerator(text)
    known = len(solid) <= _LONGEST_LABEL and not _NO_LABEL.search(solid)
    return known and not solid.isdigit() and (entry is None or not text[entry.end :].strip())
