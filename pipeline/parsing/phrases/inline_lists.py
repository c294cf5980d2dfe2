"""Several entries of a list in one line: 1.開会 2.議題 (1)… (2)… 3.閉会."""

from __future__ import annotations

import re

from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator

__all__ = ["entries_in_line"]

_ENDS = alternatives(["について", "の件", "その他", *load("body")["sections"]["procedure"]])
_MAY_BEGIN = re.compile(
    r"[(][0-9]{1,2}[)]|[0-9]{1,2}[.、](?![0-9])|[①-⑳]"
    r"|[0-9]{1,2}\s(?=[^\s0-9a-zA-Z年月日時分])(?![名人](?:[\s、。,)・]|$))|[ア-コ][.、\s)]"
    r"|(?<=\s)[@A-G](?=[^\x00-\x7f])"  # ① ② of a lost code page
    rf"|(?<=\s)(?:第[0-9]{{1,2}}(?=\s)|(?:{alternatives(numbering_words())})第\s?[0-9]{{1,4}}\s?号)"
)
_AFTER_ENTRY = re.compile(rf"(?:{_ENDS}|[)」』】。])[、,;/]?\s{{0,4}}$")
_CATEGORY = re.compile(rf"(?:{alternatives(load('body')['sections']['procedure'])})\s?:\s?")
_COMMA = re.compile(r"(?:(?<=について)|(?<=の件)|(?<=[)」]))[、,;]\s?|\s?/\s?")
_WHOLE = re.compile(r"(?:について|の件|^その他)(?:[(][^()]{1,30}[)])?」?$")
_SHORTEST = 3  # characters of a title before the number of the next
_KINDS = ("paren", "arabic", "circled", "kana")


def entries_in_line(text: str, offset: int) -> list[int]:
    """Return where the entries of a list begin in a folded line, ``offset`` first.

    A number counts where it takes the next place of a list that runs, or begins a deeper one whose
    second number follows in the line, too.
    """
    first = read_enumerator(text[offset:])
    cuts = [offset]
    if first is None:
        return _between_commas(text, offset)
    if first.kind not in _KINDS and "号" not in first.written:
        return cuts
    behind = offset + first.end  # where the title begins that a next entry must leave something of
    expected = {first.kind: first.value + 1}
    for match in _MAY_BEGIN.finditer(text, offset + first.end):
        found = read_enumerator(text[match.start() :])
        if found is None or not _apart(text, match.start(), found):
            continue
        if "号" in found.written:
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
        elif found.value != 1 or not _second_follows(text, match.end(), found.kind):
            continue
        cuts.append(match.start())
        behind = match.start() + found.end
        expected[found.kind] = found.value + 1
    return cuts


def _between_commas(text: str, offset: int) -> list[int]:
    """Return where titles begin in 協議事項：…について、…の件; ``offset`` if not all end so."""
    category = _CATEGORY.match(text, offset)
    at = category.end() if category else offset
    begins = [at, *(match.end() for match in _COMMA.finditer(text, at))]
    pieces = [text[a:b].rstrip(" 、,;/") for a, b in zip(begins, [*begins[1:], None], strict=True)]
    titles = [bool(_WHOLE.search(piece)) for piece in pieces]
    parted = all(titles) or ("/" in text and sum(titles) > 1 and min(map(len, pieces)) > 2)
    if len(begins) < 2 or not parted:
        return [offset]
    return ([offset] if category else []) + begins


def _apart(text: str, at: int, found: Enumerator) -> bool:
    """Tell whether a number is set off from what stands before it: by a space, or by its end."""
    before = text[max(0, at - 16) : at]
    if before[-1:].isspace():
        return True
    return found.kind != "kana" and bool(_AFTER_ENTRY.search(before))


def _second_follows(text: str, at: int, kind: str) -> bool:
    for match in _MAY_BEGIN.finditer(text, at):
        found = read_enumerator(text[match.start() :])
        if found and found.kind == kind:
            return found.value == 2
    return False
