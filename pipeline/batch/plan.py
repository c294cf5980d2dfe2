"""What a run is to do: every path below the inputs, once, and what becomes of it.

The walk never follows a symbolic link it meets and opens nothing but regular files, so loops,
pipes and devices cost a row and no more. Only what the user names may be a link.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import category

from pipeline.batch.errors import UsageError
from pipeline.batch.record import RUN_FILE, own_files
from pipeline.batch.refusals import Refusal, refusal
from pipeline.corrections import Edit, Edits, digest

__all__ = ["Entry", "Plan", "display_name", "make_plan", "with_edits"]

_MAX_HASHED_BYTES = 512_000_000
"""Files beyond this size are not read to name their content, unless a reader is to take them."""

_HASHING_THREADS = 4
"""Hashing leaves Python, and a network drive answers several requests at once."""

_HASHED_TOGETHER = 1000

_SPELLED = frozenset("\\\ufffe\uffff")
"""Spelled in names beside control characters; tables put U+FFFD for the last two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One path of the plan.

    Attributes:
        name: the ``path`` column: relative to its input root, parts joined by ``/``.
        path: where the file is.
        sha256: of its bytes, hex; empty where they were not read.
        bytes: its size, ``None`` where it has none (a folder, a pipe).
        duplicate_of: ``name`` of the entry with the same bytes that is the document, or empty.
        refusal: why it is no document to convert, or ``None``.
        edits: what a person corrected in it.
    """

    name: str
    path: Path
    sha256: str = ""
    bytes: int | None = None
    duplicate_of: str = ""
    refusal: Refusal | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def document_id(self) -> str:
        """As in the tables; empty where the bytes were not read."""
        return "d" + self.sha256[:16] if self.sha256 else ""

    @property
    def revision(self) -> str:
        """Digest of the corrections, empty if there are none."""
        return digest(self.edits)

    @property
    def is_document(self) -> bool:
        """Whether a worker is to read it."""
        return self.refusal is None and not self.duplicate_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every path, sorted by name: the order of the rows of a run.

    ``folders`` are the inputs that are folders, resolved.
    """

    entries: tuple[Entry, ...]
    folders: frozenset[Path] = frozenset()

    @property
    def documents(self) -> tuple[Entry, ...]:
        """The entries a worker is to read."""
        return tuple(entry for entry in self.entries if entry.is_document)


def display_name(parts: Iterable[str]) -> str:
    """Join file name parts by ``/``, each in one line and in characters that any table can hold.

    Bytes that are no UTF-8, control characters, line ends and backslashes are spelled ``\\xNN``, a
    byte each. ``printf '%b'`` gives the name back, and two files never share one.
    """
    return "/".join(_spelled(part) for part in parts)


def _spelled(part: str) -> str:
    if part.isprintable() and "\\" not in part:
        return part
    text = os.fsencode(part).decode("utf-8", "surrogateescape")
    return "".join(map(_character, text))


def _character(char: str) -> str:
    if char not in _SPELLED and category(char) not in ("Cc", "Cs", "Zl", "Zp"):
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def with_edits(plan: Plan, edits: Edits) -> tuple[Plan, tuple[Edit, ...]]:
    """Give each document of a plan what a person corrected in it.

    Returns:
        The plan, and the corrections of documents that it does not have.
    """
    names = {entry.document_id: entry.name for entry in plan.documents}
    found, absent = edits.by_document(names)
    entries = tuple(
        replace(entry, edits=found[entry.document_id])
        if entry.is_document and entry.document_id in found
        else entry
        for entry in plan.entries
    )
    return replace(plan, entries=entries), absent


def make_plan(
    inputs: Sequence[Path],
    supported: frozenset[str],
    *,
    out: Path | None = None,
    most_bytes: int = 0,
) -> Plan:
    """Walk the inputs and decide about every path.

    Args:
        inputs: files and folders; what they link to is followed, links below them are not.
        supported: suffixes (lower case, with the dot) that a reader exists for.
        out: the folder the run writes to; it is left out of the walk.
        most_bytes: size of a file that a reader is to take, if that is more than usual.

    Raises:
        UsageError: an input does not exist, or nothing was given.
    """
    if not inputs:
        raise UsageError("No input was given. Name at least one file or folder to convert.")
    given = [_Given.of(path) for path in inputs]
    names = _root_names({item.root for item in given})
    left_out = out.resolve() if out is not None else None
    found: dict[Path, Entry] = {}
    for item in given:
        prefix = names[item.root]
        entries = list(_walk(item, prefix, supported, left_out))
        if item.file is None and not any(entry.refusal is None for entry in entries):
            entries.append(_folder_without_documents(item.root, prefix))
        for entry in entries:
            known = found.get(entry.path)
            if known is None or (len(entry.name), entry.name) < (len(known.name), known.name):
                found[entry.path] = entry
    ordered = sorted(found.values(), key=lambda entry: entry.name)
    ordered = [_of_usual_size(entry, max(most_bytes, _MAX_HASHED_BYTES)) for entry in ordered]
    return Plan(
        entries=tuple(_with_duplicates(tuple(_all_hashed(ordered)))),
        folders=frozenset(item.root for item in given if item.file is None),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """An input as resolved: its root folder, and the file if it names one."""

    root: Path
    file: str | None

    @classmethod
    def of(cls, path: Path) -> _Given:
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            shown = display_name([str(path)])
            raise UsageError(
                f"There is no file or folder {shown!r}. Check the spelling, or the folder you "
                "are in."
            ) from error
        if real.is_dir():
            return cls(real, None)
        return cls(real.parent, real.name)


def _root_names(roots: set[Path]) -> dict[Path, str]:
    """Prefix of each root: empty for a single one, else its name, made longer until unique.

    No prefix may begin another one either, as in ``p/a`` and ``q/a/b``: both would have
    ``a/b/x.txt``. Only a root inside the other may, for there it is the same file.
    """
    if len(roots) == 1:
        return dict.fromkeys(roots, "")
    depths = dict.fromkeys(sorted(roots), 1)
    clashing = set(depths)
    while clashing:
        named: dict[tuple[str, ...], list[Path]] = {}
        for root, depth in depths.items():
            named.setdefault(root.parts[1:][-depth:], []).append(root)
        clashing = {
            root
            for name, same in named.items()
            for root in (same if len(same) > 1 else _meant_by(name, same[0], named))
        }
        for root in clashing:
            depths[root] += 1
    return {root: display_name(root.parts[1:][-depth:]) for root, depth in depths.items()}


def _meant_by(
    name: tuple[str, ...], root: Path, named: Mapping[tuple[str, ...], Sequence[Path]]
) -> Iterator[Path]:
    """Yield ``root`` and the other roots whose names begin its own, but that it is not inside."""
    for length in range(len(name)):
        for other in named.get(name[:length], ()):
            if other.joinpath(*name[length:]) != root:
                yield from (root, other)


def _walk(
    item: _Given, prefix: str, supported: frozenset[str], left_out: Path | None
) -> Iterator[Entry]:
    head = [prefix] if prefix else []
    if item.file is not None:
        path = item.root / item.file
        yield _entry(path, path.lstat(), [*head, item.file], supported)
        return
    # An explicit stack: a tree may be deeper than Python's recursion limit.
    stack: list[tuple[Path, list[str]]] = [(item.root, head)]
    while stack:
        folder, parts = stack.pop()
        try:
            with os.scandir(folder) as scan:
                children = sorted(scan, key=lambda child: os.fsencode(child.name))
            names = {child.name for child in children}
            written = own_files(folder, supported) if RUN_FILE in names else frozenset()
        except OSError as error:
            yield Entry(
                name=display_name(parts) or ".",
                path=folder,
                refusal=refusal("unreadable", reason=_reason(error)),
            )
            continue
        if written:
            yield Entry(
                name=display_name(parts) or ".",
                path=folder,
                refusal=refusal("earlier_output", count=len(names & written)),
            )
        for child in children:
            if child.name in written:
                continue
            path = folder / child.name
            inside = [*parts, child.name]
            if path == left_out:
                continue
            try:
                status = child.stat(follow_symlinks=False)
            except OSError as error:
                yield Entry(
                    name=display_name(inside),
                    path=path,
                    refusal=refusal("unreadable", reason=_reason(error)),
                )
                continue
            if stat.S_ISDIR(status.st_mode) and not child.name.startswith("."):
                stack.append((path, inside))
            else:
                yield _entry(path, status, inside, supported)


def _entry(
    path: Path, status: os.stat_result, parts: Sequence[str], supported: frozenset[str]
) -> Entry:
    name = display_name(parts)
    mode = status.st_mode
    if path.name.startswith("."):
        return Entry(name=name, path=path, refusal=refusal("hidden"))
    if stat.S_ISLNK(mode):
        return Entry(name=name, path=path, refusal=refusal("symbolic_link"))
    if not stat.S_ISREG(mode):
        return Entry(name=name, path=path, refusal=refusal("not_a_file"))
    size = status.st_size
    suffix = path.suffix.lower()
    if suffix not in supported:
        return Entry(
            name=name, path=path, bytes=size, refusal=refusal("unsupported_type", suffix=suffix)
        )
    return Entry(name=name, path=path, bytes=size)


def _of_usual_size(entry: Entry, most_bytes: int) -> Entry:
    if entry.refusal is not None or (entry.bytes or 0) <= most_bytes:
        return entry
    size, limit = (entry.bytes or 0) // 10**6, most_bytes // 10**6
    return replace(entry, refusal=refusal("too_large", size=size, limit=limit))


def _all_hashed(entries: Sequence[Entry]) -> Iterator[Entry]:
    with ThreadPoolExecutor(_HASHING_THREADS) as threads:
        for start in range(0, len(entries), _HASHED_TOGETHER):
            yield from threads.map(_hashed, entries[start : start + _HASHED_TOGETHER])


def _hashed(entry: Entry) -> Entry:
    """Return the entry with the hash of its content, or with the reason why there is none."""
    if entry.refusal is not None:
        return entry
    try:
        return replace(entry, sha256=_sha256(entry.path))
    except OSError as error:
        return replace(entry, refusal=refusal("unreadable", reason=_reason(error)))


def _sha256(path: Path) -> str:
    # O_NONBLOCK and O_NOFOLLOW: the path may have become a pipe or a link since it was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123  (a descriptor)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _folder_without_documents(root: Path, prefix: str) -> Entry:
    return Entry(name=prefix or ".", path=root, refusal=refusal("no_documents"))


def _with_duplicates(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Tell which of the entries with the same bytes is the document: the first that can be read."""
    same: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.sha256:
            same.setdefault(entry.sha256, []).append(entry)
    originals = {sha256: _original(held).name for sha256, held in same.items()}
    for entry in entries:
        original = originals.get(entry.sha256, entry.name)
        yield entry if original == entry.name else replace(entry, duplicate_of=original)


def _original(same: Sequence[Entry]) -> Entry:
    if len({entry.path.suffix.lower() for entry in same}) == 1:
        return same[0]
    return next(filter(_bears_its_ending, same), same[0])


def _bears_its_ending(entry: Entry) -> bool:
    """Tell whether the bytes of a file may be what its ending says: text in a .docx is not."""
    from pipeline.reading.errors import ReadError
    from pipeline.reading.kinds import kind_of

    try:
        kind_of(entry.path.read_bytes(), entry.path.suffix.lower())
    except (OSError, ReadError):
        return False
    return True


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
