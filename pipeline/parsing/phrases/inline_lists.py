"""Several entries of a list in one line: 1.開会 2.議題 (1)… (2)… 3.閉会."""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator

__all__ = ["Running", "count_entry", "entries_in_line"]

_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_ENDS = alternatives(["について", "の件", "その他", *load("body")["sections"]["procedure"]])
_ACTS = alternatives(
    e[1:] for e in load("body")["sections"]["heading_endings"] if e.startswith("の")
)
_WORDS = alternatives(numbering_words())
_WORD_BEFORE = re.compile(rf"(?P<word>{_WORDS})\s?$")
_MAY_BEGIN = re.compile(  # what a number of a list begins with
    r"[(](?=[0-9一二三四五六七八九十ア-コ]{1,3}[)])|(?<![0-9.])[0-9]|[①-⑳⑴-⒇㈠-㈩⒈-⒛]"
    r"|(?<=\s)[ア-コⅠ-Ⅹ一二三四五六七八九十](?=[.、\s)])"
    r"|(?<=\s)・(?=[^\s・])|(?<=\s)[@A-G](?=[^\x00-\x7f])"  # ① ② of a lost code page
    rf"|【(?=\s?(?:{_WORDS})\s?[0-9])"  # 【報告1】… 【協議1】…
    rf"|(?<=\s)(?=第\s?[0-9]|(?:{_WORDS})\s?第?\s?[0-9])"
)
_AFTER_ENTRY = re.compile(rf"(?:{_ENDS}|[)」』】。])[、,;/]?\s{{0,4}}$")
_CATEGORY = re.compile(  # 協議事項：…について、…について; 議事 (1)…
    rf"(?:{alternatives(load('body')['sections']['procedure'], spaced=True)})\s?"
    rf"(?::\s?|\s{{0,8}}(?<=\s)(?=[(]1[)]|①|1[.)]|(?:{alternatives(numbering_words())})第))"
)
_ONE = alternatives((w for w in _PROCEDURE if w.endswith("事項")), spaced=True)
_NAMED = re.compile(  # 報告事項 …について: the category has no number, the title is its own
    rf"(?:(?:{_ONE})\s{{1,8}}|その他\s{{1,8}}|そ\s{{0,2}}の\s{{0,2}}他\s?:\s?)"
    r"(?=[^\s0-9(].{3,60}(?:について|の件)(?:[(【〔\[][^()【】〔〕\[\]]{1,20}[)】〕\]])?$)"
)
_COMMA = re.compile(
    r"(?:(?<=について)|(?<=の件)|(?<=[)」]))[、,;]\s?|(?:(?<=について)|(?<=の件))\s{1,8}|\s?/\s?"
)
_ACT = re.compile(rf"(?<=の)(?:{_ACTS})、|(?:挨拶|あいさつ)、")
_WHOLE = re.compile(r"(?:について|の件|^その他)(?:[(][^()]{1,30}[)])?」?$")
_SHORTEST = 2  # characters of a title before the number of the next
_NEAR = 64  # characters before a number that tell of it
_SHORT_TITLE, _LONGEST_TITLE = 4, 40  # characters of titles between commas
_GLUED = frozenset(["paren", "circled", "paren_kana", "square"])
_SET_OFF = frozenset(["arabic", "ordinal", "kana", "kanji", "roman", "dotted", "bill", "word"])
_KINDS = _GLUED | _SET_OFF
_REFERS = re.compile(  # 資料(2), (1)及び(2): the number belongs to the title
    r"(?:資料|図|表|議題|案件|別紙|様式|参考|及び|[号項条とやのはがをに~・第]|[0-9A-Za-z(-])$"
)
_BULLETS = frozenset("・○◯●■◆◎□◇-")
_LAST_CATEGORY = re.compile(rf"(?<=\s)(?:{alternatives(_PROCEDURE, spaced=True)})\s{{0,4}}$")
_LAST = ("閉会", "その他")  # so sure an entry that its number may stand glued
Running = dict[tuple[str, str], int]
"""The next number of each list that runs, by kind and word; deeper ones come later."""


def entries_in_line(text: str, offset: int, running: Running | None = None) -> list[int]:
    """Return where the entries of a list begin in a folded line, ``offset`` first.

    A number counts where it takes the next place of a list that runs (``running``: on the lines
    before), or begins a deeper one whose second number follows in the line, too.
    """
    first = read_enumerator(text, offset)
    if first is None and not running:
        return _between_commas(text, offset)
    if first and first.kind == "bullet":
        return _between_bullets(text, offset)
    if first and first.kind not in _KINDS:
        return [offset]
    cuts, expected = [offset], dict(running or {})
    glued = first is not None and text[offset : offset + first.end].isdigit()  # 1医師の確保2救急
    if first:
        count_entry(expected, first)
        if first.kind == "arabic" and (word := _WORD_BEFORE.search(text, 0, offset)):
            expected["word", word["word"]] = first.value + 1  # 議題|1 … 議題2 …
    behind = offset + (first.end if first else 0)  # where the title begins before a next entry
    for match in _MAY_BEGIN.finditer(text, behind):
        found = read_enumerator(text, match.start())
        if match.start() < behind or found is None:
            continue
        if found.kind == "bullet":  # a point of the matter before it
            cuts.append(match.start())
            behind = match.start() + found.end
        if found.kind not in _KINDS:
            continue
        title = text[max(behind, match.start() - _NEAR) : match.start()]
        if len(title.strip()) < _SHORTEST or not _takes_place(
            text, match.start(), found, expected, glued=glued
        ):
            if not (category := _LAST_CATEGORY.search(title)) or found.value != 1:
                continue
            # … 協議事項 (1)…: numbers begin again
            cuts.append(match.start() - len(title) + category.start())
            expected.pop((found.kind, found.word), None)
        cuts.append(match.start())
        behind = match.start() + found.end
        count_entry(expected, found)
    return cuts if first or len(cuts) > 1 else _between_commas(text, offset)


def count_entry(running: Running, entry: Enumerator) -> None:
    """Let a number take its place: what is deeper ends."""
    rank = (entry.kind, entry.word)
    if rank in running:
        for deeper in list(running)[list(running).index(rank) + 1 :]:
            del running[deeper]
    running[rank] = entry.value + 1
    if entry.word and not entry.written[-1].isdigit():
        number = read_enumerator(entry.written.partition(entry.word)[2].strip() + " ")
        if number:
            running[number.kind, ""] = entry.value + 1  # 報告事項 (1)… (2)…, 報告事項 1)… 2)…


def _takes_place(text: str, at: int, found: Enumerator, expected: Running, *, glued: bool) -> bool:
    """Tell whether a number amid a line takes the next place of a list, or begins a deeper one."""
    if found.word and (text[at] == "【" or "号" in found.written):
        return _apart(text, at, found)
    value = expected.get((found.kind, found.word))
    if value is not None:
        sure = (
            _sure(found)
            or (glued and found.kind == "arabic")
            or text.startswith(_LAST, at + found.end)
        )
        return found.value == value and (
            _apart(text, at, found) or (sure and not _REFERS.search(text, max(0, at - _NEAR), at))
        )
    if not _apart(text, at, found) or found.value != 1:
        return False
    before = unspaced(text[max(0, at - _NEAR) : at])
    return _second_follows(text, at + found.end, found) or before.endswith(tuple(_PROCEDURE))


def _sure(found: Enumerator) -> bool:
    """Tell whether a number may stand glued to the title before it: …①…, …(2)…, …2.…."""
    return found.kind in _GLUED or (found.kind == "arabic" and found.written[-1] in ".)")


def _between_bullets(text: str, offset: int) -> list[int]:
    """Return where entries begin that all have the mark of the first: ・計画の策定　・その他."""
    mark = text[offset]
    if mark not in _BULLETS:
        return [offset]
    return [offset, *(m.end() for m in re.compile(rf"\s+(?={mark}\s?\S)").finditer(text, offset))]


def _between_commas(text: str, offset: int) -> list[int]:
    """Return where titles begin in 協議事項：…について、…の件; ``offset`` if not all end so."""
    if named := _NAMED.match(text, offset):
        return [offset, named.end()]
    category = _CATEGORY.match(text, offset)
    at = category.end() if category else offset
    if category and read_enumerator(text, at):
        return [offset, *entries_in_line(text, at)]
    begins = [at, *(match.end() for match in _COMMA.finditer(text, at))]
    pieces = [text[a:b].rstrip(" 、,;/") for a, b in zip(begins, [*begins[1:], None], strict=True)]
    titles = [bool(_WHOLE.search(piece)) for piece in pieces]
    parted = all(titles) or ("/" in text and _between_slashes(pieces, sum(titles)))
    if len(begins) < 2 or not parted:
        begins = _between_short_titles(text, at)
    if len(begins) < 2:
        return [offset]
    begins = sorted({*begins, *(match.end() for match in _ACT.finditer(text, at))})
    return ([offset] if category else []) + begins


def _between_slashes(pieces: list[str], titles: int) -> bool:
    """Tell whether slashes part titles: …について/…の件/…, 開会/会長の選出/閉会."""
    acts = sum(unspaced(piece) in _PROCEDURE for piece in pieces)
    return acts > 1 or (titles > 1 and min(map(len, pieces)) > 2)


def _between_short_titles(text: str, at: int) -> list[int]:
    """Return where titles begin that end with その他: 計画の評価、調査の項目、その他."""
    begins = [at, *(match.end() for match in re.finditer("、", text[at:]))]
    begins[1:] = [at + begin for begin in begins[1:]]
    pieces = [text[a:b].strip(" 、") for a, b in zip(begins, [*begins[1:], None], strict=True)]
    titles = all(_SHORT_TITLE <= len(piece) <= _LONGEST_TITLE for piece in pieces[:-1])
    return begins if len(pieces) > 2 and pieces[-1] == "その他" and titles else [at]


def _apart(text: str, at: int, found: Enumerator) -> bool:
    """Tell whether a number is set off from what stands before it: by a space, or by its end."""
    before = text[max(0, at - 16) : at]
    spaced = found.kind != "arabic" or text[at + found.end - 1].isspace()
    if before[-1:].isspace() or (before[-1:] in ("、", ",", ";", ":") and spaced):
        return True
    return found.kind != "kana" and bool(_AFTER_ENTRY.search(before))


def _second_follows(text: str, at: int, first: Enumerator) -> bool:
    for match in _MAY_BEGIN.finditer(text, at):
        found = read_enumerator(text, match.start())
        if found and (found.kind, found.word) == (first.kind, first.word):
            return found.value == 2
    return False
