"""The sample documents of ``data/raw``: fictional meetings, settled in ``samples.toml``.

Some of them name a municipality that exists, so that its code is filled in; no meeting and no
person does. Every document says so in its last line.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.convention import draw
from generator.invent import Brief, invent
from generator.layout import Written, write
from generator.meeting import Meeting
from generator.render import as_html, as_text, save_pdf

__all__ = ["Sample", "samples", "save_samples"]

_NOTICE = "この会議録は見本です。会議及び人物は架空のものです。"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample document: the name of its file, its encoding if it is text, what is in it."""

    name: str
    encoding: str
    written: Written


def samples() -> Iterator[Sample]:
    """Every sample, always the same."""
    path = Path(__file__).parent / "samples.toml"
    meetings: dict[str, Meeting] = {}
    for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        rng = random.Random(f"{name}/{entry['chance']}")
        convention = draw(rng, style=entry.get("style"), layout=entry.get("layout"))
        brief = _brief(entry, convention.register, convention.brief, meetings)
        meetings[name] = meeting = invent(rng, brief)
        written = write(meeting, convention, file=Path(name).stem, notice=_NOTICE)
        for slip in entry.get("slips", ()):
            written = _slipped(written, *slip)
        yield Sample(name, entry.get("encoding", "utf-8"), written)


def save_samples(folder: Path) -> None:
    """Write every sample to a folder; other files in it are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples():
        path = folder / sample.name
        if path.suffix == ".pdf":
            save_pdf(sample.written, path)
        else:
            text = (as_html if path.suffix == ".html" else as_text)(sample.written)
            path.write_bytes(text.encode(sample.encoding))


def _slipped(written: Written, meant: str, typed: str) -> Written:
    """A document whose writer typed one thing and meant another; its gold holds what is typed.

    Raises:
        ValueError: what was meant is no paragraph, and does not stand in exactly one.
    """
    texts = [block.text for block in written.blocks]
    hits = [at for at, text in enumerate(texts) if text == meant]
    hits = hits or [at for at, text in enumerate(texts) if meant in text]
    if len(hits) != 1:
        raise ValueError(f"{meant} stands in {len(hits)} paragraphs, not in one")
    blocks = list(written.blocks)
    blocks[hits[0]] = replace(blocks[hits[0]], text=blocks[hits[0]].text.replace(meant, typed))
    turns = [
        {**turn, "speaker": typed} if turn["speaker"] == meant else turn
        for turn in written.gold["turns"]
    ]
    return replace(written, blocks=tuple(blocks), gold={**written.gold, "turns": turns})


def _brief(
    entry: Mapping[str, Any],
    register: str,
    suited: Mapping[str, Any],
    meetings: Mapping[str, Meeting],
) -> Brief:
    """The brief of an entry; lists become tuples, and ``after`` the meeting of that file."""
    settled = {**suited, **entry["brief"]}
    for key, value in settled.items():
        settled[key] = tuple(value) if isinstance(value, list) else value
    if "after" in settled:
        settled["after"] = meetings[settled["after"]]
    return Brief(register=register, **settled)
