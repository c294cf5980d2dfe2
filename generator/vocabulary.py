"""Words and sentences from the data files, and how a sentence's slots are filled."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Phrases", "Topic", "load"]

_DATA = Path(__file__).parent / "data"


@cache
def load(name: str) -> Mapping[str, Any]:
    """The data file ``name`` (without ``.toml``) of ``generator/data``."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


class Topic:
    """What a case is about, as the words that fill the slots of its sentences.

    Args:
        rng: source of chance.
        domain: the entry of ``domains.toml``.
        thing: what the case is about.
        year: fiscal year of the meeting; sentences look back on the three before it.
        fixed: values of further slots; ``city`` must be among them.

    A topic hands out its aspects in turn, so that a long debate does not repeat itself at once.
    """

    def __init__(
        self,
        rng: random.Random,
        domain: Mapping[str, Any],
        *,
        thing: str,
        year: int,
        fixed: Mapping[str, str],
    ) -> None:
        self._rng = rng
        self._years = [_era(year - ago) for ago in (1, 2, 3)]
        self._domain = domain
        self._fixed = {**fixed, "thing": thing}
        self._aspects: list[str] = []

    def aspect(self) -> str:
        """The next aspect to talk about."""
        if not self._aspects:
            self._aspects = self._rng.sample(self._domain["aspects"], len(self._domain["aspects"]))
        return self._aspects.pop()

    def slots(self, aspect: str) -> dict[str, str]:
        """Values of every slot, for sentences about one aspect."""
        rng = self._rng
        others = [other for other in self._domain["aspects"] if other != aspect]
        bureau, divisions = rng.choice(self._domain["offices"])
        law = self._domain["law"]
        return {
            "aspect": aspect,
            "other": rng.choice(others),
            "data": rng.choice(self._domain["data"]),
            "law": law,
            "own_law": self._fixed["city"] + law if law.endswith("条例") else law,
            "office": rng.choice([*divisions, bureau]),
            "doc": f"資料{rng.randint(1, 6)}",
            "n": str(rng.randint(12, 480)),
            "m": str(rng.randint(2, 9)),
            "year": rng.choice(self._years),
            **self._fixed,
        }


def _era(year: int) -> str:
    """A fiscal year without 年: 令和元, 平成30."""
    if year < 2019:
        return f"平成{year - 1988}"
    return "令和元" if year == 2019 else f"令和{year - 2018}"


class Phrases:
    """One file of sentence templates, drawn without repeating a template before all were used."""

    def __init__(self, rng: random.Random, name: str) -> None:
        self._rng = rng
        self._templates = load(name)
        self._left: dict[str, list[str]] = {}

    def draw(self, kind: str, slots: Mapping[str, str]) -> str:
        """A sentence of one kind with its slots filled."""
        left = self._left.setdefault(kind, [])
        if not left:
            templates: Sequence[str] = self._templates[kind]
            left.extend(self._rng.sample(templates, len(templates)))
        return left.pop().format_map(slots)
