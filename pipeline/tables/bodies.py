"""Bodies by their names: ids, and the body that a 部会 is a part of."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from pipeline.parsing.knowledge import load

__all__ = ["body_id_of", "parent_name", "record_id", "squeezed"]

_KNOWN = load("bodies")
_PARTS = tuple(_KNOWN["parts"])
_COUNCILS = tuple(_KNOWN["suffixes"])
_LONGEST_PART = 30  # characters of 第2期計画策定部会 and the like


def body_id_of(municipality_code: str | None, body: str | None) -> str | None:
    """Return the id of a body, or ``None`` if its name is unknown.

    Without a municipality, bodies are told apart by name alone.
    """
    name = squeezed(body)
    return record_id("b", municipality_code or "", name) if name else None


@lru_cache(maxsize=4096)
def parent_name(body: str) -> str | None:
    """Return the name of the body that the named one is a part of, as its own name says.

    環境審議会廃棄物部会 and 環境審議会（廃棄物部会） are parts of 環境審議会. 廃棄物部会 alone says
    nothing of whose part it is.
    """
    name = squeezed(body)
    bare = name.rstrip("）)")
    if not bare.endswith(_PARTS):
        return None
    for end in range(len(bare) - 1, max(2, len(bare) - _LONGEST_PART), -1):
        if bare.endswith(_COUNCILS, 0, end) and bare[end:].lstrip("（(・の"):
            return bare[:end] if bare[:end] not in _COUNCILS else None
    return None


def squeezed(text: str | None) -> str:
    """Return a name without its spaces."""
    return "".join((text or "").split())


def record_id(prefix: str, *parts: str) -> str:
    """Return an id that depends on ``parts`` and nothing else."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
    return prefix + digest[:16]
