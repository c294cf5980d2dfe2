"""Which of two near readings of a roster the document itself speaks for.

A word may be a name or a department, a name may end here or there, two words may be one person or
two. Where the grammar alone leaves a rival close behind, three things decide that it cannot see:
the speakers of the body (森本委員 makes 森本 a surname), the form of the other rows of the list,
and the head-count that its heading states (委員9名). ``gijiroku explain`` tells what was
weighed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.phrases.names import looks_like_surname, split_name
from pipeline.parsing.roster.grammar import names_in, other_ends, read_persons
from pipeline.parsing.roster.lattice import Lattice, Rival
from pipeline.parsing.roster.order import Person
from pipeline.parsing.roster.words import Token

__all__ = ["Counted", "Evidence", "ReadBlock", "meet_counts", "read_block"]

_KINDS = {"N": "name", "F": "name", "NR": "name with post"}
_BESIDE = ("|", "S", "Y", "G", "GR")  # separators, seats, marks, and what goes with a family name
_WITHIN = 2.0  # what a rival may cost to be looked at
_NEAR = 0.8  # what it may cost to be told of, though nothing spoke for it
_SPOKEN = 1.0  # worth of a name that speakers of the body bear
_FORM = 0.8  # worth of a form that all other rows have
_ROWS = 3  # rows that make a form
_WORDS = 600  # of a block; in longer ones the grammar decides alone
_OFFICE = 5  # characters that three people have in common who are of one office
_LESS_LIKELY = 0.6  # cost of another end of a name


@dataclass(slots=True)
class ReadBlock:
    """The words of a block, the reading chosen of each, and the rivals that were not."""

    tokens: Sequence[Token]
    labels: list[str]
    rivals: list[Rival]
    persons: list[Person] = field(default_factory=list)
    unread: list[Token] = field(default_factory=list)
    told: list[tuple[Token, str]] = field(default_factory=list)
    cells: list[int] = field(init=False)
    """For each word the number of its row, or of its cell where commas part the rows."""

    def __post_init__(self) -> None:
        """Number the cells."""
        self.cells = _cells(self.tokens)

    def read(self) -> None:
        """Read the persons anew from the labels."""
        self.persons, self.unread = read_persons(self.tokens, self.labels)
        _tell_apart(self.persons)

    def replace(self, rival: Rival) -> None:
        """Take a rival's reading."""
        self.labels[rival.start : rival.end] = rival.labels


@dataclass(frozen=True, slots=True)
class Counted:
    """A head-count and the blocks whose persons it counts."""

    count: int
    blocks: Sequence[ReadBlock]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the document says outside of its roster: the names that its speakers bear."""

    spoken: frozenset[str] = frozenset()

    def explains(self, name: str) -> bool:
        """Tell whether somebody of this name speaks, by the whole name or the family name."""
        solid = unspaced(fold(name))
        family = split_name(name).family
        return solid in self.spoken or (family is not None and fold(family) in self.spoken)


def _tell_apart(persons: Sequence[Person]) -> None:
    """Keep the letter in brackets that tells two of one name apart: 前島(耕)、前島(富)."""
    names = Counter(person.name for person in persons)
    for person in [p for p in persons if names[p.name] > 1]:
        letter = person.affiliation or ""
        if len(letter) == 1 and person.brackets and person.brackets[-1].text == fold(letter):
            person.name, person.affiliation = person.name + person.brackets[-1].raw, None


def read_block(tokens: Sequence[Token], evidence: Evidence) -> ReadBlock:
    """Read a block; labels of the body and the form of its rows decide between near readings."""
    lattice = Lattice(tokens)
    rivals = lattice.rivals(_WITHIN) if len(tokens) <= _WORDS else []
    block = ReadBlock(tokens, list(lattice.labels), [])
    taken: list[Rival] = []
    for rival in rivals:
        if any(_overlap(rival, other) for other in taken):
            continue
        here = block.labels[rival.start : rival.end]
        mine, theirs = _names(block, here, rival), _names(block, rival.labels, rival)
        if mine == theirs:
            continue
        reasons, gain = _weigh(block, rival, mine, theirs, evidence)
        if gain > rival.cost:
            block.told.append(_told(block, rival, theirs, mine, reasons))
            block.replace(rival)
            taken.append(rival)
            continue
        block.rivals.append(rival)
        if rival.cost <= _NEAR:
            block.told.append(_told(block, rival, mine, theirs, [*reasons, "as its words read"]))
    block.read()
    _settle_ends(block, evidence)
    return block


def meet_counts(counted: Counted) -> None:
    """Let a head-count decide: take the cheapest rivals that together lead to it."""
    missing = counted.count - sum(_present(block) for block in counted.blocks)
    if not missing:
        return
    options = [
        (rival, block, more)
        for block in counted.blocks
        for rival in block.rivals
        if (more := _more(block, rival)) and (more > 0) == (missing > 0)
    ]
    options.sort(key=lambda option: option[0].cost)
    chosen = _choose(options, missing)
    if not chosen:  # one word after another may lead where two at once do not
        options.sort(key=lambda option: option[0].end - option[0].start)
        chosen = _choose(options, missing)
    for block, rival in chosen:
        here = block.labels[rival.start : rival.end]
        mine, theirs = _names(block, here, rival), _names(block, rival.labels, rival)
        block.told.append(_told(block, rival, theirs, mine, [f"{counted.count} are counted"]))
    for block, rival in chosen:
        block.replace(rival)
        block.read()


def _choose(
    options: Sequence[tuple[Rival, ReadBlock, int]], missing: int
) -> list[tuple[ReadBlock, Rival]]:
    """Return rivals that together make ``missing`` persons more (or fewer); none if they cannot."""
    chosen: list[tuple[ReadBlock, Rival]] = []
    for rival, block, more in options:
        apart = all(b is not block or not _overlap(rival, r) for b, r in chosen)
        if apart and abs(more) <= abs(missing):
            chosen.append((block, rival))
            missing -= more
        if not missing:
            return chosen
    return []  # no choice of readings fits the count; the audit tells of it


def _overlap(one: Rival, other: Rival) -> bool:
    return one.start < other.end and other.start < one.end


def _present(block: ReadBlock) -> int:
    return sum(not any("欠席" in a for a in p.attendance) for p in block.persons)


def _names(block: ReadBlock, labels: Sequence[str], rival: Rival) -> list[str]:
    """Return the names that a reading gives to the words of a rival."""
    return names_in(block.tokens[rival.start : rival.end], labels)


def _more(block: ReadBlock, rival: Rival) -> int:
    """Return how many more persons a rival makes; nobody is dropped for a head-count's sake."""
    here = _names(block, block.labels[rival.start : rival.end], rival)
    there = _names(block, rival.labels, rival)
    return len(there) - len(here) if there or not here else 0


def _weigh(
    block: ReadBlock, rival: Rival, mine: list[str], theirs: list[str], evidence: Evidence
) -> tuple[list[str], float]:
    """Return what speaks for a rival (less what speaks against it), in words and as a number."""
    reasons = []
    heard = [n for n in theirs if evidence.explains(n)]
    lost = [n for n in mine if evidence.explains(n)]
    gain = _SPOKEN * (len(heard) - len(lost))
    if gain > 0:
        reasons.append(f"{'、'.join(heard)} speaks")
    elif gain < 0:
        reasons.append(f"{'、'.join(lost)} speaks")
    form = _form(block, rival) + _parts(block, rival, mine, theirs)
    if abs(form) >= 0.2:
        reasons.append("as the other rows are" if form > 0 else "unlike the other rows")
    return reasons, gain + _FORM * form


def _form(block: ReadBlock, rival: Rival) -> float:
    """Return how many more of the other rows have the rival's form: -1 to 1."""
    cells = block.cells
    lines = set(cells[rival.start : rival.end])
    others = [
        _pattern(labels)
        for line, labels in _by_cell(cells, block.tokens, block.labels)
        if line not in lines and {"N", "NR", "F", "B"} & set(labels)
    ]
    if len(others) < _ROWS:
        return 0.0
    first = bisect_left(cells, min(lines))
    last = bisect_right(cells, max(lines))
    changed = [*block.labels]
    changed[rival.start : rival.end] = rival.labels
    share = 0.0
    for labels, sign in ((block.labels, -1), (changed, 1)):
        of_rows = _by_cell(cells[first:last], block.tokens[first:last], labels[first:last])
        rows = [_pattern(found) for _, found in of_rows]
        share += sign * sum(others.count(row) for row in rows) / len(rows) / len(others)
    return share


def _parts(block: ReadBlock, rival: Rival, mine: list[str], theirs: list[str]) -> float:
    """Return how much better a rival's names fit to the others, all surnames or none: -1 to 1.

    Only where the same characters are parted in another way: 武者 小路 beside 人見 形、節句 桃.
    """
    if unspaced("".join(mine)) != unspaced("".join(theirs)):
        return 0.0
    around = (*block.labels[: rival.start], "|", *block.labels[rival.end :])
    tokens = (*block.tokens[: rival.start], None, *block.tokens[rival.end :])
    alone = whole = 0
    for label, token in zip(around, tokens, strict=True):
        if label == "F":
            whole += 1
        elif label == "N" and token is not None:
            surname = looks_like_surname(token.text)
            alone, whole = alone + surname, whole + (not surname)
    if alone + whole < _ROWS:
        return 0.0
    usual = (whole - alone) / (whole + alone)
    surnames = sum(map(looks_like_surname, mine)) - sum(map(looks_like_surname, theirs))
    return usual * max(-1, min(1, surnames))


def _cells(tokens: Sequence[Token]) -> list[int]:
    rows = {t.line for t in tokens}
    commas = sum(t.kind == "sep" for t in tokens)
    if not tokens or commas < _ROWS * len(rows):
        return [t.line for t in tokens]
    found, cell, line = [], 0, tokens[0].line
    for token in tokens:
        cell += token.kind == "sep" or token.line != line
        line = token.line
        found.append(cell)
    return found


def _by_cell(
    cells: Sequence[int], tokens: Sequence[Token], labels: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the readings of each row; brackets that name nobody are one, whatever they hold."""
    rows: dict[int, list[str]] = {}
    for cell, token, label in zip(cells, tokens, labels, strict=True):
        bracket = token.kind == "br" and label != "B"
        rows.setdefault(cell, []).append("br" if bracket else label)
    yield from rows.items()


def _pattern(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the form of a row: a post and a name, a name and whom it represents, only names.

    Rows of nothing but names have one form, however many columns they fill.
    """
    form = [_KINDS.get(label, label) for label in labels if label not in _BESIDE]
    return ("name",) if set(form) == {"name"} else tuple(form)


def _settle_ends(block: ReadBlock, evidence: Evidence) -> None:
    """Decide where names glued to posts end: 福留国保係長 is 福留 beside 大野課長 and 林主査."""
    glued = [p for p in block.persons if p.glued]
    words = [person.tokens[0].raw for person in glued]
    behind = Counter(word[n : n + _OFFICE] for word in words for n in (1, 2, 3))
    alike = Counter(looks_like_surname(p.name) for p in glued)
    for person in glued:
        family = split_name(person.name).family or ""
        rest = person.tokens[0].raw[len(family) :]
        office = behind[rest[:_OFFICE]] >= _ROWS and len(rest) > _OFFICE  # not 沙織委員
        if office and family != person.name and looks_like_surname(family):
            # 須永みどり公園課長 beside 滝口みどり公園課主幹
            alike.subtract([looks_like_surname(person.name)])
            alike.update([True])
            person.name, person.role = family, rest
            continue
        like = looks_like_surname(person.name)
        options: list[tuple[float, str]] = []
        for name in (person.name, *other_ends(person)):
            worth = 0.0 if name == person.name else -_LESS_LIKELY
            worth += _SPOKEN * (fold(name) in evidence.spoken)
            if len(glued) >= _ROWS:
                same = looks_like_surname(name)
                worth += _FORM * (alike[same] - (same == like)) / (len(glued) - 1)
            options.append((worth, name))
        best = max(options, key=lambda option: option[0])[1]
        if best != person.name:
            why = "speaks" if fold(best) in evidence.spoken else "as long as the other names"
            word = person.tokens[0]
            block.told.append((word, f"「{word.raw}」 is {best}, not {person.name}: {why}"))
            person.name, person.role = best, word.raw[len(best) :]
            alike.subtract([like])
            alike.update([looks_like_surname(best)])


def _told(
    block: ReadBlock, rival: Rival, taken: list[str], left: list[str], reasons: list[str]
) -> tuple[Token, str]:
    """Return the words of a rival and what was decided about them, for a person to read."""
    words = " ".join(t.raw for t in block.tokens[rival.start : rival.end])
    mine, theirs = "・".join(taken) or "nobody", "・".join(left) or "nobody"
    why = "; ".join(reasons)
    text = f"「{words}」 is {mine}, not {theirs} ({rival.cost:.1f} apart): {why}"
    return block.tokens[rival.start], text
