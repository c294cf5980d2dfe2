"""Why a path is not converted, in words that say what to do about it.

The words are data: ``pipeline/data/refusals.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Refusal", "refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Status (``skipped`` or ``failed``), stable error code and message of a path."""

    status: str
    error: str
    message: str


def refusal(code: str, *, suffix: str = "", **values: object) -> Refusal:
    """Return the refusal named ``code``, its message filled with ``values``.

    Args:
        code: a table of ``refusals.toml``.
        suffix: of the file, lower case with its dot; some have advice of their own.
        values: what the message mentions.

    Raises:
        KeyError: nobody has written down that refusal.
    """
    known = _known()[code]
    advice = known.get("advice", {})
    message = str(known["message"]).format(suffix=suffix or "no ending", **values)
    hint = advice.get(suffix) or known.get("otherwise", "")
    return Refusal(str(known["status"]), code, f"{message} {hint}".strip())


@cache
def _known() -> dict[str, dict[str, dict[str, str]]]:
    text = (files("pipeline") / "data" / "refusals.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
