"""What the codes of issues say in Japanese, for what people read (``data/issue_labels.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["issue_labels"]


@cache
def issue_labels() -> Mapping[str, str]:
    """Return a few words of Japanese by code; a test holds them to the codes of the program."""
    path = files("pipeline") / "data" / "issue_labels.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
