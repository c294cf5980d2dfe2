"""Damage to written documents, as converters, scanners and careless hands do it.

The audit is measured with it.

Every kind of damage takes the paragraphs or the lines of a document and a number of hits. The gold
stays that of the whole document: what a damaged one no longer tells counts as wrong, and the
question is whether the reader notices.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.layout import Written
from generator.render import as_text
from generator.sheet import Block

__all__ = ["KINDS", "Damage", "damage"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_MOJIBAKE = "@ABCDEFGHI"  # what follows ‡ where ① was written in one code page and read in another
_CLOSING = "」）)】〕]》≫>"
_GAP = re.compile(r"[\s:：]{1,4}")
_PAGE = 25  # lines

_T = TypeVar("_T")
_Result = tuple[list[str], int]


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged document: its text, and what was done to it.

    ``hits`` counts what was really changed: a document without brackets cannot lose any.
    """

    text: str
    kind: str
    hits: int


def damage(written: Written, rng: random.Random, kind: str, severity: int = 1) -> Damage:
    """Write a document down and damage it.

    Args:
        written: the whole document.
        rng: source of chance.
        kind: one of :data:`KINDS`.
        severity: 1 light, 2 middle, 3 heavy. What that means is settled by kind: so many
            characters of a thousand, or so many lines, labels or pages.

    Raises:
        KeyError: there is no such kind.
        ValueError: the severity is not 1, 2 or 3.
    """
    if severity not in (1, 2, 3):
        raise ValueError(f"severity is 1, 2 or 3, not {severity}")
    if kind in _OF_BLOCKS:
        blocks, hits = _OF_BLOCKS[kind](written.blocks, rng, severity)
        return Damage(as_text(replace(written, blocks=tuple(blocks))), kind, hits)
    lines, hits = _OF_LINES[kind](as_text(written).split("\n")[:-1], rng, severity)
    return Damage("\n".join(lines) + "\n", kind, hits)


# -- of paragraphs: what only someone who knows their kinds can do --------------------------------


def _lost_labels(
    blocks: Sequence[Block], rng: random.Random, severity: int
) -> tuple[list[Block], int]:
    """A label of the header disappears, its value stays: 場所　市役所 → 市役所."""
    hits = _picked(rng, [i for i, b in enumerate(blocks) if b.kind == "label"], severity)
    out = [
        replace(b, text=_value(b.text)) if i in hits else b
        for i, b in enumerate(blocks)
        if i not in hits or _value(b.text)
    ]
    return out, len(hits)


def _lost_columns(
    blocks: Sequence[Block], rng: random.Random, severity: int
) -> tuple[list[Block], int]:
    """A column of the header is lost: every label (severity 1, 2) or every value (3)."""
    labelled = [i for i, b in enumerate(blocks) if b.kind == "label" and _value(b.text)]
    if severity < 3:
        return (
            [replace(b, text=_value(b.text)) if i in labelled else b for i, b in enumerate(blocks)],
            len(labelled),
        )
    out = [
        replace(b, text=b.text[: len(b.text) - len(_value(b.text))].rstrip())
        if i in labelled
        else b
        for i, b in enumerate(blocks)
    ]
    return out, len(labelled)


def _swapped_values(
    blocks: Sequence[Block], rng: random.Random, severity: int
) -> tuple[list[Block], int]:
    """Values of the header stand behind each other's labels."""
    labelled = [i for i, b in enumerate(blocks) if b.kind == "label" and _value(b.text)]
    out, hits = list(blocks), 0
    for _ in range(severity):
        if len(labelled) < 2:
            break
        one, other = (labelled.pop(rng.randrange(len(labelled))) for _ in range(2))
        values = _value(out[one].text), _value(out[other].text)
        for at, old, new in ((one, values[0], values[1]), (other, values[1], values[0])):
            text = out[at].text
            out[at] = replace(out[at], text=text[: len(text) - len(old)] + new)
        hits += 1
    return out, hits


def _separated_columns(
    blocks: Sequence[Block], rng: random.Random, severity: int
) -> tuple[list[Block], int]:
    """All labels of the header stand first, then all values, as two columns are copied."""
    del rng, severity
    at = [i for i, b in enumerate(blocks) if b.kind == "label" and _value(b.text)]
    if len(at) < 2:
        return list(blocks), 0
    values = [replace(blocks[i], kind="value", text=_value(blocks[i].text)) for i in at]
    labels = [
        replace(blocks[i], text=blocks[i].text[: -len(_value(blocks[i].text))].rstrip()) for i in at
    ]
    others = [b for i, b in enumerate(blocks) if i not in at and i < at[-1]]
    return [*others[:1], *labels, *values, *others[1:], *blocks[at[-1] + 1 :]], len(at)


def _lost_speakers(
    blocks: Sequence[Block], rng: random.Random, severity: int
) -> tuple[list[Block], int]:
    """Labels of speakers disappear; what they said runs into the speech before."""
    spoken = [i for i, b in enumerate(blocks) if b.kind in ("speech", "speaker")][1:]
    hits = _picked(rng, spoken, (1, 2, max(3, len(spoken) // 5))[severity - 1])
    out = []
    for i, block in enumerate(blocks):
        if i not in hits:
            out.append(block)
        elif block.kind == "speech" and (said := _said(block.text)):
            out.append(replace(block, kind="more", text=said))
    return out, len(hits)


def _value(text: str) -> str:
    """What stands behind the label of a header line; empty if the label stands alone."""
    gaps = [m for m in _GAP.finditer(text) if m.start() >= 2]
    # A number and the parts of a spaced word come before the gap: 1 日　時　令和…
    gap = next(
        (m for m in gaps if len(re.sub(r"[\s\d.．、:：]", "", text[: m.start()])) >= 2), None
    )
    return text[gap.end() :] if gap else ""


def _said(text: str) -> str:
    """A first paragraph without the label before it."""
    gap = re.search(r"[\s:：」】）)…・]{1,6}", text[1:24])
    return text[1 + gap.end() :] if gap else text


# -- of lines ---------------------------------------------------------------------------------


def _lost_characters(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Characters are missing, wherever they stood."""
    return _at_characters(lines, rng, severity, lambda char: "")


def _doubled_characters(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Characters stand twice, as bold type made by printing twice is read."""
    return _at_characters(lines, rng, severity, lambda char: char * 2)


def _at_characters(
    lines: Sequence[str], rng: random.Random, severity: int, change: Callable[[str], str]
) -> _Result:
    places = [(i, k) for i, line in enumerate(lines) for k, c in enumerate(line) if not c.isspace()]
    hits = _picked(rng, places, max(severity, len(places) * (1, 4, 12)[severity - 1] // 1000))
    out = [list(line) for line in lines]
    for i, k in hits:
        out[i][k] = change(out[i][k])
    return ["".join(line) for line in out], len(hits)


def _broken_lines(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Lines end in their middle and go on in the next."""
    hits = _picked(rng, [i for i, line in enumerate(lines) if len(line) >= 6], 2 * severity**2)
    out: list[str] = []
    for i, line in enumerate(lines):
        if i in hits:
            cut = rng.randrange(2, len(line) - 1)
            out += [line[:cut], line[cut:]]
        else:
            out.append(line)
    return out, len(hits)


def _merged_lines(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Lines run on from the line before without a break."""
    full = [i for i, line in enumerate(lines) if i and line.strip() and lines[i - 1].strip()]
    hits = _picked(rng, full, 2 * severity**2)
    out: list[str] = []
    for i, line in enumerate(lines):
        if i in hits:
            out[-1] += line.strip()
        else:
            out.append(line)
    return out, len(hits)


def _lost_lines(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Lines are missing."""
    hits = _picked(rng, [i for i, line in enumerate(lines) if line.strip()], severity**2)
    return [line for i, line in enumerate(lines) if i not in hits], len(hits)


def _swapped_lines(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Neighbouring lines stand in the wrong order."""
    full = [i for i, line in enumerate(lines) if line.strip()]
    out = list(lines)
    hits = _picked(rng, range(len(full) - 1), severity**2)
    for k in hits:
        i, j = full[k], full[k + 1]
        out[i], out[j] = out[j], out[i]
    return out, len(hits)


def _doubled_page(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Pages stand twice: copied twice, or merged from two files."""
    out = list(lines)
    for _ in range(severity):
        start = rng.randrange(max(1, len(out) - _PAGE))
        page = out[start : start + _PAGE]
        out[start + _PAGE : start + _PAGE] = page
    return out, severity


def _lost_page(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """A page is missing."""
    size = min(_PAGE * severity, len(lines) // 3)
    start = rng.randrange(len(lines) - size)
    return [*lines[:start], *lines[start + size :]], 1


def _mojibake(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Circled numbers come out as ‡@; with severity 3 every wave dash and symbol as ? too."""
    del rng
    table = dict(zip(_CIRCLED, (f"‡{letter}" for letter in _MOJIBAKE), strict=True))
    if severity >= 2:
        table |= dict.fromkeys("～−―髙﨑", "?")
    if severity >= 3:
        table |= dict.fromkeys("○◎●□■◇◆", "?")
    out = [line.translate(str.maketrans(table)) for line in lines]
    return out, sum(a != b for a, b in zip(lines, out, strict=True))


def _lost_brackets(lines: Sequence[str], rng: random.Random, severity: int) -> _Result:
    """Closing brackets are missing."""
    places = [(i, k) for i, line in enumerate(lines) for k, c in enumerate(line) if c in _CLOSING]
    hits = _picked(rng, places, severity**2)
    out = [
        "".join(c for k, c in enumerate(line) if (i, k) not in hits) for i, line in enumerate(lines)
    ]
    return out, len(hits)


def _picked(rng: random.Random, places: Sequence[_T], count: int) -> set[_T]:
    return set(rng.sample(list(places), min(count, len(places))))


_OF_BLOCKS = {
    "lost_labels": _lost_labels,
    "lost_columns": _lost_columns,
    "swapped_values": _swapped_values,
    "separated_columns": _separated_columns,
    "lost_speakers": _lost_speakers,
}
_OF_LINES = {
    "lost_characters": _lost_characters,
    "doubled_characters": _doubled_characters,
    "broken_lines": _broken_lines,
    "merged_lines": _merged_lines,
    "lost_lines": _lost_lines,
    "swapped_lines": _swapped_lines,
    "doubled_page": _doubled_page,
    "lost_page": _lost_page,
    "mojibake": _mojibake,
    "lost_brackets": _lost_brackets,
}
KINDS = (*_OF_BLOCKS, *_OF_LINES)
"""Every kind of damage."""
