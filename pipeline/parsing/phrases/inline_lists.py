"""Several entries of a list in one line: 1.開会 2.議題 (1)… (2)… 3.閉会."""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import UNITS, Enumerator, read_enumerator

__all__ = ["entries_in_line"]

_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_ENDS = alternatives(["について", "の件", "その他", *load("body")["sections"]["procedure"]])
_ACTS = alternatives(
    e[1:] for e in load("body")["sections"]["heading_endings"] if e.startswith("の")
)
_MAY_BEGIN = re.compile(
    r"[(][0-9]{1,2}[)]|[0-9]{1,2}[.、)](?![0-9])|[①-⑳]"
    rf"|(?<=\s)[0-9]{{1,2}}(?=[^\x00-\x7f{UNITS}])"  # 1開会 2議事
    r"|[0-9]{1,2}\s(?=[^\s0-9a-zA-Z年月日時分])(?![名人](?:[\s、。,)・]|$))|[ア-コ][.、\s)]"
    r"|(?<=\s)[@A-G](?=[^\x00-\x7f])"  # ① ② of a lost code page
    rf"|【\s?(?:{alternatives(numbering_words())})\s?[0-9]{{1,2}}\s?】"  # 【報告1】… 【協議1】…
    rf"|(?<=\s)(?:第[0-9]{{1,2}}(?=\s)|(?:{alternatives(numbering_words())})第\s?[0-9]{{1,4}}\s?号)"
    rf"|(?<=\s)第\s?[0-9]{{1,4}}\s?号(?:{alternatives(load('numbering')['behind'])})(?=\s)"
)
_AFTER_ENTRY = re.compile(rf"(?:{_ENDS}|[)」』】。])[、,;/]?\s{{0,4}}$")
_CATEGORY = re.compile(  # 協議事項：…について、…について; 議事 (1)…
    rf"(?:{alternatives(load('body')['sections']['procedure'], spaced=True)})\s?"
    rf"(?::\s?|\s{{0,8}}(?<=\s)(?=[(]1[)]|①|1[.)]|(?:{alternatives(numbering_words())})第))"
)
_NAMED = re.compile(  # 報告事項 …について: the category has no number, the title is its own
    rf"(?:{alternatives(w for w in _PROCEDURE if w.endswith('事項'))})\s{{1,8}}"
    r"(?=[^\s0-9(].{3,60}(?:について|の件)(?:[(【〔\[][^()【】〔〕\[\]]{1,20}[)】〕\]])?$)"
)
_COMMA = re.compile(r"(?:(?<=について)|(?<=の件)|(?<=[)」]))[、,;]\s?|\s?/\s?")
_ACT = re.compile(rf"(?<=の)(?:{_ACTS})、|(?:挨拶|あいさつ)、")
_WHOLE = re.compile(r"(?:について|の件|^その他)(?:[(][^()]{1,30}[)])?」?$")
_SHORTEST = 3  # characters of a title before the number of the next
_SHORT_TITLE, _LONGEST_TITLE = 4, 40  # characters of titles between commas
_KINDS = ("paren", "arabic", "ordinal", "circled", "kana")


def entries_in_line(text: str, offset: int) -> list[int]:
    """Return where the entries of a list begin in a folded line, ``offset`` first.

    A number counts where it takes the next place of a list that runs, or begins a deeper one whose
    second number follows in the line, too.
    """
    first = read_enumerator(text[offset:])
    cuts = [offset]
    if first is None:
        return _between_commas(text, offset)
    if first.kind not in _KINDS and "号" not in first.written and text[offset : offset + 1] != "【":
        return cuts
    behind = offset + first.end  # where the title begins that a next entry must leave something of
    expected = {first.kind: first.value + 1}
    for match in _MAY_BEGIN.finditer(text, offset + first.end):
        found = read_enumerator(text[match.start() :])
        if found is None or not _apart(text, match.start(), found):
            continue
        if found.word and (text[match.start()] == "【" or "号" in found.written):
            if len(text[behind : match.start()].strip()) >= _SHORTEST:
                cuts.append(match.start())
            behind = match.start() + found.end
            continue
        if found.kind not in _KINDS:
            continue
        if found.kind in expected:
            if found.value != expected[found.kind]:
                continue
            for deeper in list(expected)[list(expected).index(found.kind) + 1 :]:
                del expected[deeper]
        elif found.value != 1 or not (
            _second_follows(text, match.end(), found.kind)
            or unspaced(text[behind : match.start()]) in _PROCEDURE  # 議題 (1)…: (2) is below
        ):
            continue
        cuts.append(match.start())
        behind = match.start() + found.end
        expected[found.kind] = found.value + 1
    return cuts


def _between_commas(text: str, offset: int) -> list[int]:
    """Return where titles begin in 協議事項：…について、…の件; ``offset`` if not all end so."""
    if named := _NAMED.match(text, offset):
        return [offset, named.end()]
    category = _CATEGORY.match(text, offset)
    at = category.end() if category else offset
    if category and read_enumerator(text[at:]):
        return [offset, *entries_in_line(text, at)]
    begins = [at, *(match.end() for match in _COMMA.finditer(text, at))]
    pieces = [text[a:b].rstrip(" 、,;/") for a, b in zip(begins, [*begins[1:], None], strict=True)]
    titles = [bool(_WHOLE.search(piece)) for piece in pieces]
    parted = all(titles) or ("/" in text and sum(titles) > 1 and min(map(len, pieces)) > 2)
    if len(begins) < 2 or not parted:
        begins = _between_short_titles(text, at)
    if len(begins) < 2:
        return [offset]
    begins = sorted({*begins, *(match.end() for match in _ACT.finditer(text, at))})
    return ([offset] if category else []) + begins


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
    if before[-1:].isspace() or (before[-1:] in ("、", ",", ";") and found.kind != "arabic"):
        return True
    return found.kind != "kana" and bool(_AFTER_ENTRY.search(before))


def _second_follows(text: str, at: int, kind: str) -> bool:
    for match in _MAY_BEGIN.finditer(text, at):
        found = read_enumerator(text[match.start() :])
        if found and found.kind == kind:
            return found.value == 2
    return False
