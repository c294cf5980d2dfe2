"""Any text becomes morphemes: fugashi and unidic-lite behind guards, without spaCy.

What the guards are for (all of it happens without an error in MeCab itself):

* a NUL cuts off the rest of the text, a lone surrogate cannot be encoded;
* the time for a run of one character class grows with its square, and a sentence of about 0.8
  million characters ends the process: no more than :data:`LONGEST` characters are parsed at once;
* a node is a view of memory that the next parse overwrites, so none is asked for.
"""

from __future__ import annotations

import csv
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import fugashi  # type: ignore[import-untyped]

__all__ = ["LONGEST", "Analyzer", "Morpheme", "Sense", "analyzer", "even_width"]

LONGEST = 1_000  # characters; longer paragraphs are cut, at the end of a sentence if there is one
_MOST_SENSES = 50_000  # the cache starts anew then: memory stays flat over any number of documents
_HOMOGRAPH = re.compile(r"-[ぁ-ゖァ-ー一-龠]+$")
_CUTS = ("。", "、", " ")
_NOT_IN_UTF8 = "\ufffd"


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What the dictionary says about a morpheme; one object for all its occurrences.

    Compared and hashed by identity: that is what makes caches on it cheap.

    Attributes:
        lemma: the dictionary's 語彙素 without its gloss (サーバー of サーバー-server); of names
            (where it is only how they are read) their dictionary form as written, of an unknown
            word its characters (narrow Latin letters).
        key: what two spellings of one word have in common: the lemma, and of loan words the gloss
            that tells homographs apart (サーバー-server); of names and unknown words the
            characters, upper case.
        tag: up to four levels of part of speech, joined by ``-``: 名詞-普通名詞-一般.
        reading: in katakana, or empty.
        inflection: type and form, joined by ``;``, or empty.
        base: the dictionary form as this spelling writes it; of an unknown word its characters.
    """

    lemma: str
    key: str
    tag: str
    reading: str
    inflection: str
    base: str = ""


class Morpheme(NamedTuple):
    """A stretch ``text[start:end]`` and its sense. White space lies between morphemes."""

    start: int
    end: int
    sense: Sense


class _EvenWidth(dict[int, str]):
    """One character for one: NFKC where it answers with one character, U+FFFD for what is none."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cs" or (category == "Cc" and char not in "\t\n\r"):
            even = _NOT_IN_UTF8
        else:
            even = unicodedata.normalize("NFKC", char)
        self[code] = even = even if len(even) == 1 else char
        return even


_EVEN_WIDTH = _EvenWidth()
# NFKC joins a half-width kana and its mark (ﾊﾞ). To keep offsets, the pair becomes バ and a filler.
_VOICED = {
    f"{narrow}{mark}": wide
    for mark in "ﾞﾟ"
    for narrow in map(chr, range(0xFF66, 0xFF9E))
    if len(wide := unicodedata.normalize("NFKC", narrow + mark)) == 1
}


def even_width(text: str) -> str:
    """Return ``text`` with full and half width made one; the length never changes.

    A half-width kana with a voicing mark stays two characters, because the mark has its own place.
    """
    return text.translate(_EVEN_WIDTH)


class Analyzer:
    """A tagger and the senses that it has met. Not for several threads: see :func:`analyzer`."""

    def __init__(self) -> None:
        import fugashi

        # Surface, TAB, features: MeCab's own format. One string of all morphemes costs less than
        # asking each node for its two, and there is no node that the next parse would overwrite.
        self._tagger: fugashi.Tagger = fugashi.Tagger('-O ""')
        self._known: dict[str, tuple[str, int, Sense]] = {}  # by line: surface, its length, sense

    def analyze(self, text: str) -> list[Morpheme]:
        """Return the morphemes of ``text`` in order; every character else is white space.

        Accepts any string: NUL, lone surrogates, any length.
        """
        found: list[Morpheme] = []
        add, new = found.append, tuple.__new__  # half of what the named tuple's own costs
        parse, known = self._tagger.parse, self._known
        for begin, chunk, origins in _chunks(text):
            at = 0
            for line in parse(chunk).split("\n"):
                if line == "EOS":
                    break
                surface, length, sense = known.get(line) or self._learn(line)
                if not chunk.startswith(surface, at):
                    at = chunk.index(surface, at)  # past white space
                end = at + length
                if origins is None:
                    add(new(Morpheme, (begin + at, begin + end, sense)))
                else:
                    add(new(Morpheme, (begin + origins[at], begin + origins[end], sense)))
                at = end
        return found

    def _learn(self, line: str) -> tuple[str, int, Sense]:
        """Return what a line of the tagger says, and keep it."""
        if len(self._known) >= _MOST_SENSES:
            self._known.clear()
        surface, _, raw = line.partition("\t")
        known = self._known[line] = surface, len(surface), _sense(surface, raw)
        return known


class _PerThread(threading.local):
    analyzer: Analyzer | None = None


_OWN = _PerThread()


def analyzer() -> Analyzer:
    """Return the analyzer of the calling thread (loading the dictionary takes about 20 ms)."""
    if _OWN.analyzer is None:
        _OWN.analyzer = Analyzer()
    return _OWN.analyzer


def _chunks(text: str) -> Iterator[tuple[int, str, list[int] | None]]:
    """Yield where a chunk begins, the chunk made even, and where its characters come from.

    The origins are ``None`` where nothing moved, which is nearly always.
    """
    at = 0
    for line in text.split("\n"):
        start = 0
        while start < len(line):
            end = _cut(line, start)
            part = line[start:end]
            even = even_width(part)
            if not even.isspace():
                if "ﾞ" in part or "ﾟ" in part:
                    yield at + start, *_compose(part)
                else:
                    yield at + start, even, None
            start = end
        at += len(line) + 1


def _cut(line: str, start: int) -> int:
    end = start + LONGEST
    if end >= len(line):
        return len(line)
    for mark in _CUTS:
        at = line.rfind(mark, start, end)
        if at > start:
            return at + 1
    return end


def _compose(part: str) -> tuple[str, list[int]]:
    """Return ``part`` made even with ﾊﾞ as バ, and the origin of each character and of the end."""
    out: list[str] = []
    origins: list[int] = []
    at = 0
    while at < len(part):
        wide = _VOICED.get(part[at : at + 2])
        out.append(wide or _EVEN_WIDTH[ord(part[at])])
        origins.append(at)
        at += 2 if wide else 1
    return "".join(out), [*origins, len(part)]


def _sense(surface: str, raw: str) -> Sense:
    fields = next(csv.reader([raw])) if '"' in raw else raw.split(",")
    tag = "-".join(field for field in fields[:4] if field != "*")
    inflection = ";".join(field for field in fields[4:6] if field != "*")
    known = len(fields) > 20 and fields[7] not in ("", "*")
    base = fields[10] if known and fields[10] != "*" else surface
    named = not known or fields[1] == "固有名詞"
    # No 語彙素 of unidic-lite has a hyphen of its own; what follows one is always a gloss.
    return Sense(
        lemma=base if named else fields[7].partition("-")[0],
        key=surface.upper() if named else _HOMOGRAPH.sub("", fields[7]),
        tag=tag,
        reading=fields[17] if known and fields[17] != "*" else "",
        inflection=inflection,
        base=base,
    )
