"""Characters that conversion broke: mojibake, lost brackets, characters that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import AgendaItem, Issue, Turn
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import load

__all__ = ["check_characters"]

_CHARACTERS = load("audit")["characters"]
_BROKEN = re.compile(
    r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|‡"
    r"|(?:^|(?<=[^\x00-\x7fかねよ]))[?](?=[^\x00-\x7f\s」』）])"
    r"|(?<=[\u4e00-\u9fff])[?](?=\s?[\u4e00-\u9fff])|[0-9時分][?][0-9午]"
)
_TWICE = re.compile(
    rf"(?P<kana>[{_CHARACTERS['never_twice']}])(?P=kana)"
    rf"|(?P<kanji>(?![{_CHARACTERS['often_twice']}])[\u4e00-\u9fff])(?P=kanji)"
    r"|(?P<mark>[、。『』【】:])(?P=mark)"
)
_PAIRS = {"(": ")", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]", "≪": "≫", "《": "》"}
_CLOSE = {close: open_ for open_, close in _PAIRS.items()}
_NUMBERS = re.compile(r".?[0-9ア-ンa-zA-Z]")


def check_characters(parsed: Parsed) -> Iterator[Issue]:
    """Yield broken characters, by record where there is one."""
    owners = _owners(parsed)
    people = {a.place.line_first for a in parsed.roster.attendees}
    broken = 0
    for segment in parsed.sheet.segments:
        if match := _BROKEN.search(segment.raw):
            broken += 1
            if broken <= 20:
                yield issue(
                    "broken_character",
                    f"「{match[0]}」 in 「{segment.raw[:30]}」 is no character that was written here.",
                    segment,
                )
        match = _TWICE.search(segment.text)
        if match and segment.line.no not in people:
            yield issue(
                "character_twice",
                f"「{match[0]}」 in 「{_around(segment.raw, match.start())}」 stands twice.",
                owners.get(segment.line.no, segment),
            )
    for turn in parsed.turns:
        if odd := _unpaired(fold(turn.text)):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", turn)
    for item in parsed.agenda.items:
        if odd := _unpaired(fold(item.title)):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", item)
    for segment in parsed.sheet.segments[: parsed.header.body_start]:
        if odd := _unpaired(segment.text):
            yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", segment)
    for block in parsed.blocks:
        if block.kind in ("heading", "note", "text") and block.segment:
            if odd := _unpaired(block.segment.text):
                yield issue("unpaired_bracket", f"The bracket {odd} has no partner.", block.segment)


def _owners(parsed: Parsed) -> dict[int, Turn | AgendaItem]:
    """Return the record of each line that has one."""
    owners: dict[int, Turn | AgendaItem] = {}
    records: list[Turn | AgendaItem] = [*parsed.turns, *parsed.agenda.items]
    for record in records:
        for line in range(record.place.line_first, record.place.line_last + 1):
            owners.setdefault(line, record)
    return owners


def _around(text: str, at: int) -> str:
    return text[max(0, at - 6) : at + 8]


def _unpaired(text: str) -> str:
    """Return the first bracket without a partner; 1) and ア) need none."""
    stack: list[str] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            stack.append(char)
        elif char in _CLOSE:
            if not stack and char == ")" and _NUMBERS.fullmatch(text[max(0, at - 2) : at]):
                continue
            if not stack or stack[-1] != _CLOSE[char]:
                return char
            stack.pop()
    return stack[-1] if stack else ""
