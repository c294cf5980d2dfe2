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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    import fugashi  # type: ignore[import-untyped]

__all__ = ["LONGEST", "Analyzer", "Morpheme", "Morphemes", "Sense", "analyzer", "even_width"]

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
        surface: the characters themselves, of even width.
        length: how many they are.
    """

    lemma: str
    key: str
    tag: str
    reading: str
    inflection: str
    base: str = ""
    surface: str = ""
    length: int = 0


class Morpheme(NamedTuple):
    """A stretch ``text[start:end]`` and its sense. White space lies between morphemes."""

    start: int
    end: int
    sense: Sense


class Morphemes(Sequence[Morpheme]):
    """The morphemes of a text, in order, kept as three lists; one is made when it is asked for.

    Attributes:
        starts, ends: code points of the text.
        senses: what the dictionary says about each.
    """

    __slots__ = ("ends", "senses", "starts")

    def __init__(self, starts: list[int], ends: list[int], senses: list[Sense]) -> None:
        self.starts = starts
        self.ends = ends
        self.senses = senses

    def __len__(self) -> int:
        return len(self.senses)

    @overload
    def __getitem__(self, index: int) -> Morpheme: ...
    @overload
    def __getitem__(self, index: slice) -> list[Morpheme]: ...
    def __getitem__(self, index: int | slice) -> Morpheme | list[Morpheme]:
        if isinstance(index, slice):
            return list(map(Morpheme, self.starts[index], self.ends[index], self.senses[index]))
        return Morpheme(self.starts[index], self.ends[index], self.senses[index])

    def __iter__(self) -> Iterator[Morpheme]:
        return map(Morpheme, self.starts, self.ends, self.senses)


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
# All other characters, which make up nearly all of any text, are even already.
_UNEVEN = re.compile("[^\t\n\r -~ぁ-ゖァ-ヺー一-鿿々、。「」『』【】〔〕・]+")
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
    return _UNEVEN.sub(_made_even, text)


def _made_even(match: re.Match[str]) -> str:
    return match[0].translate(_EVEN_WIDTH)


class _Senses(dict[str, Sense]):
    """Senses by the line of the tagger that gives them: surface, TAB, features."""

    def __missing__(self, line: str) -> Sense:
        if len(self) >= _MOST_SENSES:
            self.clear()
        surface, _, raw = line.partition("\t")
        sense = self[line] = _sense(surface, raw)
        return sense


class Analyzer:
    """A tagger and the senses that it has met. Not for several threads: see :func:`analyzer`."""

    def __init__(self) -> None:
        import fugashi

        # Surface, TAB, features: MeCab's own format. One string of all morphemes costs less than
        # asking each node for its two, and there is no node that the next parse would overwrite.
        self._tagger: fugashi.Tagger = fugashi.Tagger('-O ""')
        self._senses = _Senses()

    def analyze(self, text: str) -> Morphemes:
        """Return the morphemes of ``text`` in order; every character else is white space.

        Accepts any string: NUL, lone surrogates, any length.
        """
        starts: list[int] = []
        ends: list[int] = []
        senses: list[Sense] = []
        parse, sense_of = self._tagger.parse, self._senses.__getitem__
        for begin, chunk, origins in _chunks(text):
            lines = parse(chunk).split("\n")
            del lines[-1]  # EOS
            here = list(map(sense_of, lines))
            bounds = list(accumulate([sense.length for sense in here], initial=begin))
            if bounds[-1] - begin == len(chunk) and origins is None:  # nearly always
                starts += bounds[:-1]
                ends += bounds[1:]
            else:
                _place(here, begin, chunk, origins, starts, ends)
            senses += here
        return Morphemes(starts, ends, senses)


def _place(
    senses: Sequence[Sense],
    begin: int,
    chunk: str,
    origins: Sequence[int] | None,
    starts: list[int],
    ends: list[int],
) -> None:
    """Add where the morphemes of a chunk stand that has white space or characters that moved."""
    at = 0
    for sense in senses:
        if not chunk.startswith(sense.surface, at):
            at = chunk.index(sense.surface, at)  # past white space
        end = at + sense.length
        starts.append(begin + (at if origins is None else origins[at]))
        ends.append(begin + (end if origins is None else origins[end]))
        at = end


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
    even = even_width(text)
    marked = "ﾞ" in text or "ﾟ" in text
    at = 0
    for line in even.split("\n"):
        start = 0
        length = len(line)
        while start < length:
            end = length
            if length - start > LONGEST:
                end = _cut(text, at + start) - at
            part = line[start:end].lstrip(" ")
            if not part or part.isspace():
                pass
            elif marked:
                yield at + start, *_compose(text[at + start : at + end])
            else:
                yield at + end - len(part), part.rstrip(" "), None
            start = end
        at += length + 1


def _cut(text: str, start: int) -> int:
    """Return where to cut a line that goes on for more than :data:`LONGEST` from ``start``."""
    end = start + LONGEST
    for mark in _CUTS:
        at = text.rfind(mark, start, end)
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
        surface=surface,
        length=len(surface),
    )
