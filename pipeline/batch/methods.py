"""``methods.md``: what was done to an archive, for the methods section of a paper.

It says what anybody needs to judge the tables or to make them again: versions, settings, hashes of
lexicons and of files of corrections, what was left out and why, what the audit warned of. Every
number is of this archive.
"""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pipeline.batch.settings import Settings, code_digest, file_digest, software_version
from pipeline.batch.tally import Tally
from pipeline.tables.issue_labels import issue_labels

__all__ = ["METHODS_FILE", "methods_text"]

METHODS_FILE: Final = "methods.md"

_HASH: Final = 16  # hex digits of a hash in running text
_ENGINES: Final = ("pypdfium2", "fugashi", "unidic-lite")


def methods_text(
    tally: Tally,
    settings: Settings,
    *,
    sources: Path | None = None,
    corrections: Sequence[Path] = (),
) -> str:
    """Return the text of ``methods.md``, first in English, then in Japanese.

    Args:
        tally: what the archive adds up to.
        settings: how its documents were read.
        sources: the file given by ``--sources``.
        corrections: the files given by ``--corrections``.
    """
    return "\n".join(
        _section(_words()[language], tally, settings, sources, corrections)
        for language in ("en", "ja")
    )


def _section(
    words: Mapping[str, Any],
    tally: Tally,
    settings: Settings,
    sources: Path | None,
    corrections: Sequence[Path],
) -> str:
    facts = _facts(words, tally)
    paragraphs = [f"# {words['title']}", *(text.format(**facts) for text in words["text"])]
    paragraphs.append(words["tags"] if settings.tags else words["no_tags"])
    if settings.profile:
        path = Path(settings.profile)
        digest = file_digest(path)[:_HASH] if path.is_file() else "built-in"
        paragraphs.append(words["profile"].format(name=path.name, hash=digest))
    if tally.corrections:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(tally.corrections.items()))
        named = ", ".join(f"{file.name} ({file_digest(file)[:_HASH]})" for file in corrections)
        paragraphs.append(
            words["corrections"].format(corrections=tally.repaired, counts=counts, files=named)
        )
    else:
        paragraphs.append(words["no_corrections"])
    paragraphs.append(words["quality"])
    paragraphs += _left_out(words, tally)
    paragraphs += _warnings(words, tally, facts["documents"])
    if settings.tags:
        paragraphs.append(f"## {words['lexicons']}")
        paragraphs.append(_table(words["lexicon_heads"], _lexicons(settings.lexicons)))
    paragraphs.append(f"## {words['settings']}")
    paragraphs.append(_table(words["setting_heads"], _settings(settings, sources)))
    return "\n\n".join(paragraphs) + "\n"


def _facts(words: Mapping[str, Any], tally: Tally) -> dict[str, Any]:
    read = tally.documents["ok"] + tally.documents["warned"] - tally.not_minutes
    bodies = tally.rows["bodies"]
    facts: dict[str, Any] = {
        "version": software_version(),
        "code": code_digest()[:_HASH],
        "python": platform.python_version(),
        "paths": tally.documents.total(),
        "documents": read,
        "meetings": read - tally.variants,
        "variants": tally.variants,
        "pages": words["pages"].format(pages=tally.pages) if tally.pages else "",
        "bodies": words["bodies"].format(bodies=bodies) if bodies else "",
        "span": words["span"].format(first=tally.first_date, last=tally.last_date)
        if tally.first_date
        else "",
    }
    facts |= {name: tally.rows[name] for name in ("turns", "cases", "attendees", "decisions")}
    return facts | {name.replace("-", "_"): _version(name) for name in _ENGINES}


def _left_out(words: Mapping[str, Any], tally: Tally) -> Iterable[str]:
    """Say which paths gave no records, and why."""
    rows = []
    for name, count in sorted(tally.left_out.items()):
        status, _, error = name.partition(": ")
        what = words.get(status) or f"{status}: {error}"
        rows.append((what, str(count)))
    yield f"## {words['excluded']}"
    yield _table(words["heads"], rows) if rows else words["excluded_none"]


def _warnings(words: Mapping[str, Any], tally: Tally, documents: int) -> Iterable[str]:
    yield f"## {words['warnings']}"
    warned = tally.documents["warned"]
    yield words["warnings_text"].format(documents=documents, warned=warned, ok=documents - warned)
    meaning = issue_labels() if words["label_issues"] else {}
    rows = [
        (f"`{code}` {meaning.get(code, '')}".rstrip(), str(count))
        for code, count in tally.warnings.most_common()
    ]
    yield _table(words["heads"], rows) if rows else words["warnings_none"]


def _lexicons(own: Iterable[Path]) -> list[tuple[str, str, str]]:
    from pipeline.language.lexicon import lexicons_with

    folder = files("pipeline") / "data" / "lexicons"
    rows = []
    for lexicon, path in lexicons_with(own):
        name, _, number = lexicon.label.rpartition("@")
        if path is None:
            content = (folder / f"{name}.toml").read_bytes()
            rows.append((name, number, sha256(content).hexdigest()))
        else:
            rows.append((f"{name} ({path.name})", number, file_digest(path)))
    return rows


def _settings(settings: Settings, sources: Path | None) -> list[tuple[str, str]]:
    limits = ", ".join(f"{name} {value}" for name, value in asdict(settings.limits).items())
    return [
        ("tags", "yes" if settings.tags else "no"),
        ("lines", "yes" if settings.lines else "no"),
        ("profile", settings.profile or "-"),
        ("sources", f"{sources.name} ({file_digest(sources)[:_HASH]})" if sources else "-"),
        ("limits", limits),
    ]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


@cache
def _words() -> dict[str, Any]:
    text = (files("pipeline") / "data" / "methods.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
