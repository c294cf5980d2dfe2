"""Characters that conversion broke: mojibake, lost brackets, characters that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue, segments_with
from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import load
from pipeline.parsing.phrases.names import words_of

__all__ = ["check_characters"]

_CHARACTERS = load("audit")["characters"]
_BROKEN = re.compile(
    r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|‡"
    r"|(?:^|(?<=[^\x00-\x7fかねよ]))[?](?=[^\x00-\x7f\s」』）])"
    r"|(?<=[\u4e00-\u9fff])[?](?=\s?[\u4e00-\u9fff])|[0-9時分][?][0-9午]"
)
_SUSPECT = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f‡?]")
_KANA, _MARKS = _CHARACTERS["never_twice"], "、。『』【】:"
_TWICE = re.compile(
    rf"(?!(?<=ま)でで)(?P<kana>[{_KANA}])(?P=kana)"  # 3月までです
    rf"|(?P<kanji>(?![{_CHARACTERS['often_twice']}])[\u4e00-\u9fff])(?P=kanji)"
    rf"|(?P<mark>[{_MARKS}])(?P=mark)"
)
_PAIR = re.compile(rf"([{_KANA}{_MARKS}\u4e00-\u9fff])\1")  # without which nothing is twice
# 図書館館長, 課課長: an office's own post; nothing else begins with what the office ends in.
_OFFICE_TWICE = re.compile(r"(?P<kanji>[館課室])(?P=kanji)(?=[\s、。(:」]|$)(?P<mark>)")
_PAIRS = {"(": ")", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]", "≪": "≫", "《": "》"}
_CLOSE = {close: open_ for open_, close in _PAIRS.items()}
_BRACKET = re.compile(f"[{re.escape(''.join([*_PAIRS, *_CLOSE]))}]")
_LABEL = 12  # characters
_NUMBERS = re.compile(r".?[0-9ア-ンa-zA-Z]")


def check_characters(parsed: Parsed) -> Iterator[Issue]:
    """Yield broken characters, by record where there is one."""
    people = {a.place.line_first for a in parsed.roster.attendees}
    suspect = _SUSPECT.search("\n".join([line.text for line in parsed.sheet.document.lines]))
    pairs = segments_with(parsed, [_PAIR])
    broken = 0
    segments = parsed.sheet.segments
    for at in range(len(segments)) if suspect else sorted(pairs):
        segment = segments[at]
        if suspect and (match := _BROKEN.search(segment.raw)):
            broken += 1
            if broken <= 20:
                yield issue(
                    "broken_character",
                    f"「{match[0]}」 in 「{segment.raw[:30]}」 was not written so.",
                    segment,
                )
        match = _twice(segment.text) if at in pairs else None
        if match and segment.line.no not in people and not _two_words(segment.raw, match):
            yield issue(
                "character_twice",
                f"「{match[0]}」 in 「{_around(segment.raw, match.start())}」 stands twice.",
                parsed.owner(segment.line.no) or segment,
            )
    for speech in parsed.speeches:
        if odd := _unpaired(speech.text):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", speech.turn)
    for item in parsed.agenda.items:
        if odd := _unpaired(fold(item.title)):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", item)
    # A bracket that a line leaves open and a later line closes is a wrapped line, not a loss.
    if not _unpaired("".join([segment.text for segment in parsed.sheet.segments])):
        yield from _broken_labels(parsed)
        return
    for segment in parsed.sheet.segments[: parsed.header.body_start]:
        if odd := _unpaired(segment.text):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", segment)
    for block in parsed.blocks:
        if block.kind not in ("heading", "note", "text") or block.segment is None:
            continue
        if odd := _unpaired(block.segment.text):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", block.segment)


def _twice(text: str) -> re.Match[str] | None:
    return _TWICE.search(text) or _OFFICE_TWICE.search(text)


def _broken_labels(parsed: Parsed) -> Iterator[Issue]:
    """Yield lines of the record's own text that a bracket begins and no bracket ends: 【稲葉委."""
    told = {n for s in parsed.sections for n in range(s.place.line_first, s.place.line_last + 1)}
    for segment in parsed.sheet.segments[parsed.header.body_start :]:
        text = segment.text
        short = text[0] in _PAIRS and len(text) <= _LABEL and segment.line.no in told
        if short and _unpaired(text):
            yield issue("unpaired_bracket", f"「{segment.raw}」 is cut off.", segment)


def _two_words(text: str, match: re.Match[str]) -> bool:
    """Tell whether a kanji stands twice because two words meet: 権利利益."""
    if not match["kanji"]:
        return False
    start = max(0, match.start() - 6)
    at = match.start() + 1 - start
    end = 0
    words = words_of(text[start : match.end() + 6])
    for left, right in pairwise(words):
        end += len(left)
        if end == at:
            return len(left) > 1 and len(right) > 1
    return False


def _around(text: str, at: int) -> str:
    return text[max(0, at - 6) : at + 8]


def _all_paired(brackets: Sequence[str]) -> bool:
    """Tell whether each bracket of a text closes the last one open, and none is left open."""
    wanted: list[str] = []
    for char in brackets:
        if close := _PAIRS.get(char):
            wanted.append(close)
        elif not wanted or wanted.pop() != char:
            return False
    return not wanted


def _unpaired(text: str) -> str:
    """Return the first bracket without a partner; 1) and ア) need none."""
    if _all_paired(_BRACKET.findall(text)):
        return ""  # as nearly everywhere
    stack: list[str] = []
    for match in _BRACKET.finditer(text):
        at, char = match.start(), match[0]
        if char in _PAIRS:
            stack.append(char)
        else:
            number = text[max(0, at - 2) : at]
            if not stack and char == ")" and _NUMBERS.fullmatch(number):
                if number[-1].isdigit() and f"({int(number[-1]) + 1})" in text:
                    return char  # 1)市内に住所を有する者、(2)…
                continue
            if not stack or stack[-1] != _CLOSE[char]:
                return char
            stack.pop()
    return stack[-1] if stack else ""
