"""The second half of a run: finished documents become the files of the tables."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.card import Card
from pipeline.batch.errors import RunError
from pipeline.batch.finished import Item, finished_rows, kept_at
from pipeline.batch.parts import PartJob, do_part, load_part, stretches
from pipeline.batch.plan import Entry, Plan
from pipeline.batch.scheduler import Trouble
from pipeline.batch.sources import Said, Sources, fill_card
from pipeline.batch.store import Rows, Store, write_whole
from pipeline.batch.tally import Tally
from pipeline.batch.variants import Candidate, find_variants, meeting_key
from pipeline.batch.workers import Workers

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["Assembled", "DamagedError", "Wanted", "assemble", "items_of", "remember"]

_PART_SECONDS = 3600.0
_LAST = "last.json"


class DamagedError(Exception):
    """Finished documents turned out to be damaged; ``entries`` are to be done again."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(entries)
        self.entries = tuple(entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which files are to be written: see :func:`pipeline.batch.convert`."""

    out: Path
    formats: tuple[str, ...]
    labels: str | None
    lines: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The files of the tables by name, what is in them, and the parts they were made from.

    ``written`` is ``False`` if the files were there already; ``key`` names all they depend on.
    """

    key: str
    files: dict[str, Path]
    tally: Tally
    parts: tuple[Path, ...]
    written: bool


def items_of(
    plan: Plan, store: Store, lost: Mapping[str, Rows], sources: Sources | None
) -> tuple[Item, ...]:
    """Return every path with what the run knows of it.

    Raises:
        DamagedError: documents are not in the store.
    """
    known = _known(plan, sources) if sources else {}
    originals = {entry.name: entry for entry in plan.entries if entry.is_document}
    cards = _Cards(store, known)
    variants = cards.variants(entry for name, entry in originals.items() if name not in lost)
    return tuple(
        Item(
            entry=entry,
            original=originals.get(entry.duplicate_of),
            lost=lost.get(entry.duplicate_of or entry.name),
            said=known.get(entry.name, ()),
            variant_of=variants.get(entry.sha256, "") if entry.is_document else "",
        )
        for entry in plan.entries
    )


def _known(plan: Plan, sources: Sources) -> dict[str, tuple[Said, ...]]:
    """Return what the archive says of each path, and of a document under all its paths."""
    known: dict[str, tuple[Said, ...]] = {}
    for entry in sorted(plan.entries, key=lambda entry: bool(entry.duplicate_of)):
        source = sources.of(entry.name)
        if source is not None:
            said = Said(entry.name, source)
            known[entry.name] = (said,)
            if entry.duplicate_of:
                known[entry.duplicate_of] = (*known.get(entry.duplicate_of, ()), said)
    return known


def assemble(
    items: Sequence[Item], store: Store, wanted: Wanted, workers: Workers, *, force: bool
) -> Assembled:
    """Write the tables of a run, from parts made by the workers and by earlier runs.

    Args:
        items: every path.
        store: where documents and parts are.
        wanted: the files to write.
        workers: make the parts that are missing.
        force: make all parts anew.

    Raises:
        DamagedError: documents are damaged in the store.
        RunError: workers fail at what is no document.
        OSError: files cannot be written.
    """
    from pipeline.tables.parts import JOINABLE
    from pipeline.tables.writers import join_tables

    formats = tuple(sorted(JOINABLE.intersection(wanted.formats)))
    jobs = [
        PartJob(items=stretch, formats=formats, lines=wanted.lines, store=store)
        for stretch in stretches(items)
    ]
    parts = [(job, job.path()) for job in jobs]
    paths = tuple(path for _, path in parts)
    key = _key_of(paths, wanted)
    last = _Last(store.root / _LAST)
    if not force and (tally := last.tally(key, wanted.out)) is not None:
        files = {name: wanted.out / name for name in last.files}
        return Assembled(key=key, files=files, tally=tally, parts=paths, written=False)
    missing = [job for job, path in parts if force or not path.exists()]
    _make_parts(missing, workers)
    tally = Tally.of_run()
    files = join_tables(
        _parts(parts, tally),
        lambda: (finished_rows(item, store) for item in items),
        wanted.out,
        wanted.formats,
        labels=wanted.labels,
        with_lines=wanted.lines,
        counts=tally.rows,
    )
    return Assembled(key=key, files=files, tally=tally, parts=paths, written=True)


def remember(assembled: Assembled, store: Store) -> None:
    """Note that nothing is left to do for these tables: the last act of a run.

    A run that is killed before makes the next one join its parts again.

    Raises:
        OSError: it cannot be written.
    """
    states = {name: _state(path) for name, path in assembled.files.items()}
    record = {"key": assembled.key, "files": states, "tally": assembled.tally.to_dict()}
    write_whole(store.root / _LAST, json.dumps(record, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class _Cards:
    store: Store
    known: Mapping[str, tuple[Said, ...]]

    def of(self, entry: Entry) -> Card | None:
        found = self.store.card(kept_at(entry, self.store))
        if found is None:
            return None
        card = Card(**found)
        said = self.known.get(entry.name)
        return fill_card(card, said) if said else card

    def variants(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Find the variants, with no more in memory than what tells meetings apart."""
        meetings: dict[object, list[Entry]] = defaultdict(list)
        damaged: list[Entry] = []
        for entry in entries:
            card = self.of(entry)
            if card is None:
                damaged.append(entry)
            elif (key := meeting_key(card)) is not None:
                meetings[hash(key)].append(entry)
        if damaged:
            raise DamagedError(damaged)
        variants: dict[str, str] = {}
        for group in meetings.values():
            if len(group) > 1:
                variants |= self._within(group)
        return variants

    def _within(self, group: Sequence[Entry]) -> dict[str, str]:
        meetings: dict[object, list[Candidate]] = defaultdict(list)
        for entry in group:  # a hash may be shared by chance
            card = self.of(entry)
            if card is not None:
                candidate = Candidate(entry.name, entry.sha256, card)
                meetings[meeting_key(card)].append(candidate)
        return {
            variant: preferred
            for candidates in meetings.values()
            for variant, preferred in find_variants(candidates).items()
        }


def _make_parts(jobs: Sequence[PartJob], workers: Workers) -> None:
    damaged: list[Entry] = []
    for job, result in _done(jobs, workers):
        if isinstance(result, Trouble):
            first, last = job.items[0].entry.name, job.items[-1].entry.name
            raise RunError(
                f"The tables of the documents from {first} to {last} could not be made "
                f"({result.kind} {result.detail}). Run the command again, with more memory or "
                "fewer --jobs."
            )
        damaged += result
    if damaged:
        raise DamagedError(damaged)


def _done(
    jobs: Sequence[PartJob], workers: Workers
) -> Iterator[tuple[PartJob, list[Entry] | Trouble]]:
    # To start a process takes longer than to make a part.
    if len(jobs) <= 1 and not workers.are_open:
        return ((job, do_part(job)) for job in jobs)
    return workers.run(do_part, jobs, seconds=_PART_SECONDS)


def _parts(parts: Iterable[tuple[PartJob, Path]], tally: Tally) -> Iterator[Part]:
    for job, path in parts:
        part = load_part(path)
        if part is None:  # damaged since it was made
            if damaged := do_part(job):
                raise DamagedError(damaged)
            part = load_part(path)
        if part is None:
            raise RunError(f"{path} cannot be read back. Check the disk.")
        tally.merge(part.note)
        yield part


def _key_of(parts: Iterable[Path], wanted: Wanted) -> str:
    what = ([path.name for path in parts], wanted.formats, wanted.labels, wanted.lines)
    return hashlib.sha256(repr(what).encode()).hexdigest()


class _Last:
    """What the last run into the folder wrote; tells whether the same has to be written again."""

    def __init__(self, path: Path) -> None:
        try:
            self._record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            self.files: dict[str, list[int]] = self._record["files"]
        except (OSError, ValueError, KeyError, TypeError):
            self._record, self.files = {}, {}

    def tally(self, key: str, out: Path) -> Tally | None:
        """Return the counts of the last run, if it wrote just that and its files are untouched."""
        if self._record.get("key") != key:
            return None
        if any(_state(out / name) != state for name, state in self.files.items()):
            return None
        tally = Tally()
        tally.merge(self._record["tally"])
        return tally


def _state(path: Path) -> list[int] | None:
    """Size and time of change: a file that somebody opened and saved is written anew."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
