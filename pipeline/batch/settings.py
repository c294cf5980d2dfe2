"""What decides the records of a document besides its bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.batch.errors import UsageError
from pipeline.reading import ReadLimits

__all__ = ["Settings", "code_digest", "file_digest", "software_version"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How each document is read.

    Attributes:
        tags: run the language stage (topics and citations).
        profile: name of a profile, or path of its file, or ``None``.
        lexicons: files of topics beside the built-in ones.
        lines: keep the table ``lines``.
        limits: how long a document may be.
    """

    tags: bool = True
    profile: str | None = None
    lexicons: tuple[Path, ...] = ()
    lines: bool = False
    limits: ReadLimits = field(default_factory=ReadLimits)

    def check(self) -> None:
        """Load what the settings name, once, before any document has to.

        Raises:
            UsageError: there is no such profile or lexicon, or it does not say what it should.
        """
        from pipeline.parsing.profile import ProfileError, load_profile

        try:
            load_profile(self.profile)
        except ProfileError as error:
            raise UsageError(str(error)) from error
        if self.lexicons:  # without one, a run with --no-tags does without the language stage
            from pipeline.language.lexicon import LexiconError, lexicons_with

            try:
                lexicons_with(self.lexicons)
            except LexiconError as error:
                raise UsageError(str(error)) from error

    def key(self) -> str:
        """16 hex digits that change whenever the same bytes might give other records.

        Files count by content, and so does the code itself: whoever edits a rule in a checkout
        gets new records without raising the version.
        """
        parts = {
            "version": software_version(),
            "code": code_digest(),
            "tags": self.tags,
            "profile": self._profile_digest(),
            "lexicons": [file_digest(path) for path in self.lexicons],
            "lines": self.lines,
            "limits": astuple(self.limits),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]

    def _profile_digest(self) -> str | None:
        if self.profile is not None and Path(self.profile).is_file():
            return file_digest(Path(self.profile))
        return self.profile


@cache
def software_version() -> str:
    """Version of the installed distribution, ``0`` if the package runs uninstalled."""
    try:
        return version("gijiroku")
    except PackageNotFoundError:
        return "0"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 of code and knowledge of the package, hex."""
    digest = hashlib.sha256()
    for name, content in _package_files(files("pipeline"), ""):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _package_files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Code and knowledge below ``folder``, sorted by name."""
    found: list[tuple[str, bytes]] = []
    for child in folder.iterdir():
        name = f"{prefix}{child.name}"
        if child.is_dir():
            if child.name != "__pycache__":
                found += _package_files(child, name + "/")
        elif not child.name.endswith(".pyc"):
            found.append((name, child.read_bytes()))
    return sorted(found)
