"""A document becomes minutes: conventions, header, roster, agenda, cases, turns, decisions.

The parser itself is imported when it is first asked for: to compile its expressions takes most of a
second, and who only needs a date or the name of a body read need not wait for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.parsing.parse import parse
    from pipeline.parsing.profile import ProfileError

__all__ = ["ProfileError", "parse"]


def __getattr__(name: str) -> object:
    from pipeline.parsing.profile import ProfileError

    if name == "ProfileError":
        return ProfileError
    if name != "parse":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.parsing.parse import parse

    globals()["parse"] = parse  # for good: the import put the module of that name there
    return parse
