"""Words that a converter broke at the blanks between their letters: 会 / 長, 〔委 / 員〕, 開 / 会.

A letter on a line of its own may belong to many things; where several such pieces spell who speaks,
again and again, the document is broken so, and its other words are put together, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Document
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import load
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["put_together"]

_SECTIONS = frozenset(load("body")["sections"]["procedure"])
_LONGEST = 6  # lines of a torn word
_LONGEST_LINE = 8  # characters of its first
_FEW_LETTERS = 2  # of a line that a word may be torn in
_SPEAKS = 3  # strength of a label that is a role by itself
_LETTER = r"[\u3400-\u9fffぁ-ゖァ-ヺ]"
_FIRST = re.compile(
    rf"\s*(?P<before>(?:[0-9]{{1,2}}[.、]?|[〔【(<「○◎●◇◆□■])?)\s?(?P<letters>{_LETTER}(?:\s{_LETTER})*)\s*"
)
_MORE = re.compile(
    rf"\s*(?P<letters>{_LETTER}(?:\s{_LETTER})*?)(?P<rest>\s*|\s?[〕】)>:].*|\s+\S.{{4,}})"
)
_NEAR = 3  # lines below a label in which a sentence ends
_AGAIN = 3  # times that pieces spell a word of who speaks


def put_together(document: Document) -> Document:
    """Return the document with its torn words whole, if labels of speakers are torn in it.

    A word stands on the line of its last letter, with what follows there; the lines of its other
    letters are left empty.
    """
    texts = [line.text for line in document.lines]
    solid = [text.strip() for text in texts]
    if len([text for text in solid if 0 < len(text) <= _FEW_LETTERS]) < _AGAIN:
        return document
    found = list(_torn(texts, solid))
    spelt = Counter(word for word, *_ in found if word not in _SECTIONS and not word[0].isdecimal())
    if not spelt or (max(spelt.values()) < _AGAIN and not _speak(texts, found)):
        return document
    for _, first, last, text in found:
        texts[first:last] = [""] * (last - first)
        texts[last] = text
    return replace(
        document,
        lines=tuple(
            line if line.text == text else replace(line, text=text)
            for line, text in zip(document.lines, texts, strict=True)
        ),
    )


def _speak(texts: Sequence[str], found: Sequence[tuple[str, int, int, str]]) -> bool:
    """Tell whether several torn words stand above speech, though hardly one of them again."""
    said = {
        last: word
        for word, _, last, text in found
        if word not in _SECTIONS
        and text.strip() == word
        and any(ends_sentence(below.strip()) for below in texts[last + 1 : last + 1 + _NEAR])
    }
    return len(said) > _AGAIN and len(set(said.values())) > 1


def _torn(texts: Sequence[str], solid: Sequence[str]) -> Iterator[tuple[str, int, int, str]]:
    """Yield torn words: the word, its first and last line, and the line that holds it whole.

    ``solid`` are the lines without the spaces around them.
    """
    end = 0
    for at, text in enumerate(solid):
        # The first line of a torn word is short, as few lines are.
        if at >= end and 0 < len(text) <= _LONGEST_LINE and (found := _word_at(texts, at)):
            yield found
            end = found[2] + 1


def _word_at(texts: Sequence[str], at: int) -> tuple[str, int, int, str] | None:
    if (seat := _seat_at(texts, at)) is not None:
        return seat
    first = _FIRST.fullmatch(fold(texts[at]))
    if first is None:
        return None
    spelt, best = unspaced(first["letters"]), None
    for below in range(at + 1, min(at + _LONGEST, len(texts))):
        more = _MORE.fullmatch(fold(texts[below]))
        if more is None:
            break
        spelt += unspaced(more["letters"])
        rest = texts[below][more.start("rest") :]
        speaks = spelt not in _SECTIONS and read_label(spelt).strength >= _SPEAKS
        if speaks or (spelt in _SECTIONS and not rest.strip()):
            head = texts[at][: first.start("letters")].strip()
            best = spelt, at, below, head + spelt + rest
        if more["rest"].strip():
            break
    return best


def _seat_at(texts: Sequence[str], at: int) -> tuple[str, int, int, str] | None:
    """Return the number of a seat that stands on a line of its own: 3 / 番."""
    number = texts[at].strip()
    if len(number) > 2 or not number.isdecimal() or at + 1 == len(texts):
        return None
    below = texts[at + 1].strip()
    whole = below == "番" or (below[:1] == "番" and below[1:2].isspace())
    return (number + "番", at, at + 1, number + below) if whole else None
