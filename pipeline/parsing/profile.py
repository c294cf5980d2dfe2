"""Profiles: what a user pins about the documents of one body.

A profile is a TOML file, shipped (``pipeline/data/profiles``) or the user's own:

    speakers = ["colon"]                  # families of marks to accept, no others
    body = "北浜市個人情報保護審議会"        # used where the document does not name its body
    municipality_code = "272051"          # of the body, likewise

    [laws]                                # what these mean where the document does not say
    "条例" = "北浜市個人情報保護条例"

    [[renamed]]                           # the same body under another name
    before = "北浜市個人情報保護運営審議会"
    now = "北浜市個人情報保護審議会"

A family is named as ``gijiroku explain`` prints it; ``bracket`` stands for brackets of any kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from pipeline.parsing.folding import unspaced
from pipeline.parsing.phrases.municipalities import is_valid_code

__all__ = ["Profile", "ProfileError", "load_profile"]

_KEYS = frozenset({"speakers", "body", "municipality_code", "laws", "renamed"})


class ProfileError(ValueError):
    """A profile that does not exist or says something that no profile can say."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile pins; an empty one pins nothing."""

    name: str = ""
    speakers: tuple[str, ...] = ()
    body: str | None = None
    municipality_code: str | None = None
    laws: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def name_now(self, body: str | None) -> str | None:
        """Return the name that a body goes by now, ``None`` if it is the one given."""
        names = dict(self.renamed)
        name = unspaced(body or "")
        for _ in names:  # a body may be renamed more than once
            if name not in names:
                break
            name = names[name]
        return name if name != unspaced(body or "") else None

    def accepts(self, family: str) -> bool:
        """Tell whether speakers may be marked by ``family``."""
        return not self.speakers or any(
            family == wanted or family.startswith(f"{wanted} ") for wanted in self.speakers
        )


@lru_cache(maxsize=64)
def load_profile(name: str | None) -> Profile:
    """Return the profile of this name or in this file; the empty one for ``None``.

    Raises:
        ProfileError: there is none, or its file is no valid profile.
    """
    if not name:
        return Profile()
    folder = resources.files("pipeline").joinpath("data", "profiles")
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        text = path.read_text(encoding="utf-8")
    elif name.isidentifier() and folder.joinpath(f"{name}.toml").is_file():
        text = folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")
    else:
        shipped = sorted(p.name.removesuffix(".toml") for p in folder.iterdir())
        raise ProfileError(
            f"There is no profile 「{name}」. Name one of {', '.join(shipped)}, or a .toml file."
        )
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"The profile {name} is no valid TOML: {error}.") from error
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise ProfileError(
            f"The profile {name} has unknown keys: {', '.join(unknown)}. "
            f"A profile may have {', '.join(sorted(_KEYS))}."
        )
    speakers = data.get("speakers", [])
    if not isinstance(speakers, list) or not all(isinstance(s, str) for s in speakers):
        raise ProfileError(f"In the profile {name}, speakers must be a list of names of marks.")
    code = data.get("municipality_code")
    if code is not None and not is_valid_code(str(code)):
        raise ProfileError(
            f"In the profile {name}, {code} is no 全国地方公共団体コード (six digits in quotes)."
        )
    return Profile(
        path.stem,
        tuple(speakers),
        data.get("body"),
        code,
        laws=_laws(name, data.get("laws", {})),
        renamed=_renamed(name, data.get("renamed", [])),
    )


def _laws(profile: str, laws: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(laws, Mapping) or not all(map(_is_name, laws.values())):
        raise ProfileError(
            f"In the profile {profile}, write under [laws] lines such as "
            '"条例" = "北浜市個人情報保護条例".'
        )
    return tuple((unspaced(short), unspaced(law)) for short, law in laws.items())


def _renamed(profile: str, entries: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(entries, list) or not all(
        isinstance(entry, Mapping)
        and set(entry) == {"before", "now"}
        and all(map(_is_name, entry.values()))
        for entry in entries
    ):
        raise ProfileError(
            f"In the profile {profile}, [[renamed]] has two lines: "
            'before = "old name" and now = "new name".'
        )
    return tuple((unspaced(entry["before"]), unspaced(entry["now"])) for entry in entries)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
