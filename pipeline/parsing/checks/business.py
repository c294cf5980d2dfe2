"""The agenda against its own numbers, and against what the body dealt with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import AgendaItem, Case, Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.checks.wording import lacks_one
from pipeline.parsing.folding import fold, key, unspaced
from pipeline.parsing.knowledge import alternatives, header_fields, load
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["check_business"]

_ODD_TITLE = re.compile(
    r"^[(][)]|^[、。」』)】〕をんっゃゅょー]|^資料\s?[0-9]|。.|[0-9]{1,2}:[0-9]{2}|^.$|‡|\ufffd"
    r"|^[(]?(?:午[前後])?\s?[0-9]{1,2}[時:](?:[0-9]{1,2}分?)?\s?(?:開会|開議|閉会)|次回開催(?!.*について$)"
    r"|^(?:配[布付]|会議)資料$|^事項$|[0-9]{1,3}[名人]$|^(?:審議|会議)内容[:(]"
    r"|^(?:20[0-9]{2}|令和..?|平成..?)年[0-9]{1,2}月[0-9]{1,2}日[(]|^(?:案\s?件|議\s?題|議\s?事)[(]?[0-9]"
    r"|^(?:会議次第|次第|審議事項|協議事項|報告事項|諮問事項)\s?[(]?[0-9]|-\s[0-9]{1,3}\s-"
    r"|^(?:議案|報告|審議事項|報告事項)[ア-ン]$|(?:です|ます|ました|ません)$"
)
_INSIDE = re.compile(  # a second entry: …について(2) その他, …の推進議事2 その他
    r"[^\s(第][(][0-9]{1,2}[)]\s{0,3}[\u3040-\u9fff]{2}|について(?:[・①-⑳0-9]|[ァ-ン]\s)"
    r"|[)\]】][0-9]{1,2}[.、\s]"
    r"|(?:事項|案件|議案|[^\s-])[・-](?:議案|報告|諮問|承認)第"
    r"|(?:事項|案件)(?:[・-].|[ア-ン]\s|[①-⑳]|[(][0-9]{1,2}[)]\S)"
    r"|[\u3041-\u3096\u4e00-\u9fff][アイウエオカキク]\s\S"
    r"|.(?:議題|議事|案件)\s?[0-9]|[\u3040-\u9fff][①-⑳]"
)
_ANNOUNCED = re.compile(
    r"「(?P<title>[^「」]{5,80})」(?:を議題|について、?(?:ご|御)?(?:説明|審議)|の審議|の説明)"
)
_OTHER_BUSINESS = re.compile(r"その他(?:に移り|ですが|について、|の案件)")
_GOES_ON = re.compile(r"。\s?(?:議事|議題|案件|[(]?[0-9]{1,2}[.)])")
_REMARKED = re.compile(r"「(?P<title>[^「」]{5,80})」(?:について|は)")
_IN_BRACKETS = re.compile(r"[(（〔\[][^()（）〔〕\[\]]*[)）〕\]]$")
_TITLE = re.compile(
    r"管理者|開会|閉会|あいさつ|挨拶|議題|について|案|報告|紹介|担当|計画|事項|承認|選"
)
_ASSEMBLY = frozenset(load("numbering")["assembly"])
_CLOSING = re.compile(alternatives(load("audit")["closing"]["words"]))
_CLOSED_BY = re.compile(alternatives(load("audit")["closing"]["said"]))
_FORMALITY = re.compile(alternatives(load("audit")["formalities"]["words"]))
_BILL = re.compile(r"(?:議案|報告|諮問)第[0-9]{1,4}号")
_BILLS = 2  # of an agenda that numbers them
_REPORTED = re.compile(r"その他|報告|状況|概要|紹介|連絡|選")  # needs no decision
_BRIEF = re.compile(r"振り返り|伝達|議事録|会議録|開会|閉会|確認")
_NOTHING_SAID = re.compile(r"意見|質疑|質問|なし")
_DEBATE = 3  # speeches to every other case
_CHAIRS = re.compile(alternatives(load("audit")["voices"]["chair"]))
_VERBATIM = 2  # speeches in the voice of a chair
_TAIL = 8  # lines
_CASES = 3  # heard, of which all but one have text
_TITLE_LENGTH = 8  # characters that tell a title from common words
_PARTICLES = "のをにはがとも、・。等"
_SHORT = 6  # speeches of a record that may leave out cases
_WHOLE = 10  # speeches: shorter records may be excerpts
_GENERAL = re.compile(r"議\s?事$")
_FULL_HEADER = 5  # kinds of labels
_JOINED, _LINE = 8, 100  # characters
_LETTER = re.compile(r"[ァ-ヺ]")
_INNER = ("circled", "kana", "paren", "paren_kana")  # numbers of lists inside others
_IROHA = re.compile(r"[イロハ]")
_LONGEST = 40  # entries: higher numbers are those of bills


def check_business(parsed: Parsed) -> Iterator[Issue]:
    """Yield gaps in the numbers, odd entries, and where agenda and body differ."""
    yield from _numbers(parsed)
    yield from _entries(parsed)
    yield from _headings(parsed)
    yield from _against_body(parsed)
    yield from _outcomes(parsed)
    yield from _announced(parsed)


def _numbers(parsed: Parsed) -> Iterator[Issue]:
    """The numbers of one list must count up; a list may begin again under another entry.

    1, 2, then 1, 2, 3 of what belongs under 2, then 3: the outer list goes on.
    """
    counted: dict[tuple[str | None, str], list[Enumerator]] = {}
    lines = parsed.lines
    printed = {
        p.record_id: fold(lines[p.line][p.start :]).strip()
        for p in reversed(parsed.passages)
        if p.role == "agenda"
    }
    alone = any(f.label and f.label.alone for f in parsed.header.named("agenda"))
    for item in parsed.agenda.items:
        found = _enumerator(item, printed.get(item.agenda_id, ""))
        if found is None or found.value > _LONGEST:
            continue
        where = (parsed.agenda.parents[item.agenda_id], f"{found.kind} {found.word}")
        runs = counted.setdefault(where, [])
        before = runs[-1].value if runs else 0
        begins = alone and item is parsed.agenda.items[0]
        first = begins and not found.word and not found.written.startswith("第")
        if item is parsed.agenda.items[0] and found.word and found.word not in _ASSEMBLY:
            first = not found.written.endswith("号")  # 案件2 as the first
        skips = (found.word in _ASSEMBLY or found.written.endswith("号")) and found.value > before
        goes_on = [n for n, e in enumerate(runs) if e.value + 1 == found.value]
        if not runs and parsed.agenda.parents[item.agenda_id] and found.kind in _INNER:
            kin = {e.value for (_, kind), of in counted.items() if kind == where[1] for e in of}
            lead = parsed.agenda.items[parsed.agenda.items.index(item) - 1].number or ""
            whole = read_enumerator(fold(lead) + " x")
            first = bool(whole and not whole.word and found.value - 1 not in kin)
            first = first and not _IROHA.search(found.written)
        if found.value == 1:
            runs.append(found)
        elif goes_on:
            runs[goes_on[-1] :] = [found]
        elif runs and _in_iroha(runs[-1], found):
            runs[-1] = found
        elif (before or first) and not skips and found.value != before:
            yield issue(
                "agenda_number_gap",
                f"Entry {found.written} of the agenda follows number {before}.",
                item,
            )
            runs[-1:] = [found]
        else:
            runs[-1:] = [found]
    siblings: dict[tuple[int, str | None], list[AgendaItem]] = {}
    for item in parsed.agenda.items:
        siblings.setdefault((item.level, parsed.agenda.parents[item.agenda_id]), []).append(item)
    for items in siblings.values():
        without = [i for i in items if not i.number]
        if len(items) >= 3 and without and len(without) - 1 <= 0.2 * (len(items) - 1):
            numbers = {i.agenda_id: _enumerator(i, printed.get(i.agenda_id, "")) for i in items}
            for item, after in pairwise(items):
                number = numbers[after.agenda_id]
                if not item.number and number and number.value == 1:
                    without.remove(item)  # a list of its own begins behind it
            for item in without:
                yield issue(
                    "agenda_number_missing", f"「{item.title[:30]}」 alone has no number.", item
                )


def _in_iroha(before: Enumerator, after: Enumerator) -> bool:
    """Tell whether two letters follow each other in the old order: イ, ロ, ハ."""
    one, other = (_LETTER.search(e.written) for e in (before, after))
    return bool(one and other and one[0] + other[0] in "イロハニホヘト")


def _enumerator(item: AgendaItem, line: str) -> Enumerator | None:
    """Return the number that stands first on an entry's line: 2. of 2. 報告第60号 …"""
    found = read_enumerator(line)
    if found is None or (item.number and found.written[:2] not in fold(item.number) + line[:4]):
        found = read_enumerator(fold(item.number) + " x") if item.number else None
    return found if found and found.value else None


def _entries(parsed: Parsed) -> Iterator[Issue]:
    seen: set[str] = set()
    above = ""
    for item in parsed.agenda.items:
        title = fold(item.title)
        parent = parsed.agenda.parents[item.agenda_id] or ""
        twice = (parent + key(title) in seen or key(title) == above) and len(title) > 6
        above = key(title)
        bare = _IN_BRACKETS.sub("", title)
        people = is_people_list(bare) and len(bare) > 6 and not _TITLE.search(bare)
        dashed = item.number == "-" and "-" in title
        if dashed or _ODD_TITLE.search(title) or _INSIDE.search(title) or people:
            yield issue("odd_agenda_entry", f"「{item.title[:40]}」 is an odd title.", item)
        elif twice:
            yield issue("agenda_entry_twice", f"「{item.title[:40]}」 stands twice.", item)
        seen.add(parent + key(title))
    lines = [s.text for s in parsed.sheet.segments[parsed.header.body_start :]]
    body = "\n".join([text for text in lines if len(text) <= _LINE]).replace(" ", "")
    for one, two in pairwise(parsed.agenda.items[:_LONGEST]):
        joined = unspaced(fold(one.title)) + unspaced(fold(two.title))
        if not two.number and len(joined) >= _JOINED and joined in body:
            yield issue(
                "agenda_entry_broken",
                f"「{joined[:40]}」 is one in the body and two entries of the agenda.",
                two,
            )


def _headings(parsed: Parsed) -> Iterator[Issue]:
    """Headings of cases: in the agenda where there is one, their numbers counting up."""
    last: dict[str, int] = {}
    bills = {m[0] for i in parsed.agenda.items if (m := _BILL.search(_numbered(i)))}
    for block in parsed.blocks:
        heading = block.heading
        bill = _BILL.search(fold(heading.text)) if heading else None
        if bill and len(bills) >= _BILLS and bill[0] not in bills:
            yield issue(
                "heading_not_in_agenda",
                f"「{bill[0]}」 heads a part of the proceedings and is not in the agenda.",
                block.segment,
                table="cases",
            )
            continue
        if heading is None or heading.kind != "case":
            continue
        found = heading.parts.enumerator
        if parsed.agenda.items and heading.agenda is None and found and found.word:
            yield issue(
                "heading_not_in_agenda",
                f"「{heading.text[:40]}」 is not in the agenda.",
                block.segment,
                table="cases",
            )
        if found and found.word and found.value:
            before = last.get(found.word)
            skips = found.word in _ASSEMBLY and found.value > (before or 0)
            if before is not None and found.value not in (before, before + 1, 1) and not skips:
                yield issue(
                    "heading_number_gap",
                    f"「{heading.text[:40]}」 follows number {before}.",
                    block.segment,
                    table="cases",
                )
            last[found.word] = found.value


def _numbered(item: AgendaItem) -> str:
    return fold(f"{item.number or ''}{item.title}")


def _against_body(parsed: Parsed) -> Iterator[Issue]:
    """Cases nobody heard, and titles of which the body has only a part."""
    cases = parsed.book.cases
    last = max((n for n, c in enumerate(cases) if c.status == "heard"), default=-1)
    tail = "".join(s.text for s in parsed.sheet.segments[parsed.header.body_start :][-_TAIL:])
    closed = bool(parsed.turns and _CLOSED_BY.search(parsed.turns[-1].text))
    ends = max((d.place.line_last for d in parsed.decisions), default=0)
    spoken = max((t.place.line_last for t in parsed.turns), default=0)
    closes = bool(_CLOSING.search(tail)) or ends > spoken > 0
    start = parsed.header.body_start
    body = "".join([s.text for s in parsed.sheet.segments[start:]]).replace(" ", "")
    titled = [c for c in cases if len(c.title) >= _TITLE_LENGTH and not _FORMALITY.search(c.title)]
    if last < 0 and closed and titled and not any(_begun(c.title) in body for c in titled):
        yield issue(
            "case_not_in_body",
            f"「{titled[0].title[:30]}」 is in the agenda, and nobody speaks of it.",
            titled[0],
        )
    for number, case in enumerate(cases):
        if last < 0 or case.status != "not_heard" or _FORMALITY.search(case.title):
            continue
        few = not closed and len(parsed.turns) < (
            _WHOLE if number > last and not closes else _SHORT
        )
        yield issue(
            "case_behind_end" if few else "case_not_in_body",
            f"Case {case.case_no} is in the agenda, but the body does not deal with it.",
            case,
        )
    for item in parsed.agenda.items[:_LONGEST]:
        title = unspaced(fold(item.title))
        if len(title) < _TITLE_LENGTH:
            continue
        elsewhere = body.replace(title, "\n")
        other = _one_off(title, elsewhere)
        if other and (len(elsewhere) == len(body) or not _same_but_particle(title, other)):
            yield issue(
                "title_differs_in_body",
                f"「{item.title[:40]}」 is 「{other[:40]}」 in the body.",
                item,
            )


def _begun(title: str) -> str:
    """Return how a title begins."""
    return unspaced(fold(title))[: _TITLE_LENGTH - 2]


def _same_but_particle(one: str, other: str) -> bool:
    """Tell whether two titles differ in a particle, as they may where one is said: 条例の改正."""
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short and c in _PARTICLES for i, c in enumerate(long))


def _one_off(title: str, body: str) -> str:
    """Return how the body writes a title with one character more or less; empty if it does not."""
    half = len(title) // 2
    for part, offset in ((title[:half], 0), (title[half:], half)):
        at = body.find(part)
        for _ in range(5):
            if at < 0:
                break
            for size in (len(title) + 1, len(title) - 1):
                begin = at if not offset else at + len(part) - size
                other = body[max(0, begin) : max(0, begin) + size]
                if len(other) == size and lacks_one(other, title):
                    return other
            at = body.find(part, at + 1)
    return ""


def _outcomes(parsed: Parsed) -> Iterator[Issue]:
    if not parsed.agenda.items and len(parsed.turns) >= 3:
        labelled = {f.name for f in parsed.header.fields if f.label}
        numbered = [b.heading for b in parsed.blocks if b.heading and b.heading.kind == "case"]
        content = parsed.header.content.label if parsed.header.content else None
        told = content is not None and header_fields().get(content.text) == "agenda"  # 議事
        programme = any(_FORMALITY.search(h.text) or _GENERAL.search(h.text) for h in numbered)
        lost = len(numbered) >= 2 and len(labelled) >= _FULL_HEADER and not programme
        if lost and not told:
            yield issue("agenda_lost", "A full header lists no business.", table="agenda")
        elif len(labelled) >= 3:
            yield issue("agenda_missing", "No list of business was found.", table="agenda")
    yield from _nothing_decided(parsed)
    if not parsed.decisions:
        return
    heard = [c for c in parsed.book.cases if c.status == "heard"]
    for case in heard:
        if case.outcome is not None:
            continue
        if case.kind in ("諮問", "議案"):
            yield issue(
                "case_without_decision",
                f"Case {case.case_no} was heard but no outcome is stated.",
                case,
            )
    open_ones = [c for c in heard if not (_REPORTED.search(c.title) or _FORMALITY.search(c.title))]
    remarks = [note.text for note in parsed.agenda.notes]
    open_ones = [c for c in open_ones if not any(c.title in remark for remark in remarks)]
    undecided = [c for c in open_ones if c.outcome is None]
    if len(undecided) == 1 and len(open_ones) >= _CASES and undecided[0] is not heard[-1]:
        message = f"Every case was decided but 「{undecided[0].title[:30]}」."
        yield issue("outcome_missing", message, undecided[0])
    yield from _not_debated(parsed, [c for c in open_ones if not _BRIEF.search(c.title)])
    silent = list(_silent(parsed))
    alone = len(silent) == 1 and len(heard) >= _CASES
    for item in silent:
        code = "case_passed_over" if alone else "case_without_speech"
        yield issue(code, "Nobody speaks to this entry.", item)


def _nothing_decided(parsed: Parsed) -> Iterator[Issue]:
    """Yield a debate word by word that the chair closes, and in which no case was settled."""
    cases = [c for c in parsed.book.cases if not _REPORTED.search(c.title)]
    cases = [c for c in cases if not _FORMALITY.search(c.title)]
    last = parsed.turns[-1] if parsed.turns else None
    if not cases or last is None or not last.is_chair or not _CLOSED_BY.search(last.text):
        return
    chaired = len([turn for turn in parsed.turns if _CHAIRS.search(turn.text)])
    if chaired >= _VERBATIM and all(c.outcome is None for c in parsed.book.cases):
        message = "The meeting is closed, and no case of it was settled; a page may be missing."
        yield issue("outcome_missing", message, cases[0])


def _not_debated(parsed: Parsed, cases: Sequence[Case]) -> Iterator[Issue]:
    """Yield the one case of a debate in which nobody speaks, though it was decided."""
    spoken = Counter(t.case_id for t in parsed.turns)
    silent = [c for c in cases if not (spoken[c.case_id] or c.case_id in parsed.book.together)]
    others = [spoken[c.case_id] for c in cases if spoken[c.case_id]]
    if len(silent) != 1 or not others or min(others) < _DEBATE:
        return
    said = "".join(d.text for d in parsed.decisions if d.case_id == silent[0].case_id)
    if not _NOTHING_SAID.search(said):
        message = f"Nobody speaks to 「{silent[0].title[:30]}」; a page may be missing."
        yield issue("case_not_debated", message, silent[0])


def _silent(parsed: Parsed) -> Iterator[AgendaItem]:
    spoken = {t.case_id for t in parsed.turns} | {s.case_id for s in parsed.sections}
    # 互選により、…が会長に選出された: more need not be said.
    told = not parsed.turns  # where nobody speaks, a decision is all that is told of a matter
    spoken |= {d.case_id for d in parsed.decisions if told or d.outcome == "選任"}
    spoken |= parsed.book.together.keys()
    by_id = {i.agenda_id: i for i in parsed.agenda.items}
    for case in parsed.book.cases:
        if case.status == "heard" and case.case_id not in spoken and case.agenda_id in by_id:
            yield by_id[case.agenda_id]


def _announced(parsed: Parsed) -> Iterator[Issue]:
    """Titles that a chair quotes and that neither agenda nor headings have."""
    known = [key(i.title) for i in parsed.agenda.items]
    if not known:
        return
    known += [key(b.heading.text) for b in parsed.blocks if b.heading]
    for note in parsed.agenda.notes:
        if _GOES_ON.search(fold(note.text)):
            segment = next((s for s in parsed.sheet if s.line.no == note.place.line_first), None)
            message = f"An entry runs on behind the remark 「{note.text[:30]}」."
            yield issue("odd_agenda_entry", message, segment, table="agenda")
        match = _REMARKED.match(note.text)
        if match and not any(key(match["title"]) in k for k in known):
            segment = next((s for s in parsed.sheet if s.line.no == note.place.line_first), None)
            yield issue(
                "announced_not_in_agenda",
                f"A remark speaks of 「{match['title'][:40]}」, which the agenda does not have.",
                segment,
                table="agenda",
            )
    if len(parsed.agenda.items) >= 2 and not any("その他" in k for k in known):
        for turn in parsed.turns:
            if turn.is_chair and (match := _OTHER_BUSINESS.search(turn.text)):
                yield issue(
                    "announced_not_in_agenda",
                    f"「{match[0]}」 is called up, but is not in the agenda.",
                    turn,
                )
                break
    for turn in parsed.turns:
        for match in _ANNOUNCED.finditer(turn.text) if turn.is_chair else ():
            title = key(match["title"])
            if not any(title in k or (len(k) >= 6 and k in title) for k in known):
                yield issue(
                    "announced_not_in_agenda",
                    f"「{match['title'][:40]}」 is called up, but is not in the agenda.",
                    turn,
                )
