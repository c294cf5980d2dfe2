"""A meeting put on paper in one convention, with its gold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.agenda import Agenda
from generator.body import BodyWriter
from generator.convention import Convention
from generator.gold import Gold
from generator.header import HeaderWriter
from generator.meeting import Meeting
from generator.sheet import Block, Sheet

__all__ = ["Written", "write"]


@dataclass(frozen=True, slots=True)
class Written:
    """A document before it becomes a file: its paragraphs, its convention and its gold record."""

    blocks: tuple[Block, ...]
    convention: Convention
    gold: dict[str, Any]


def write(meeting: Meeting, convention: Convention, *, file: str, notice: str = "") -> Written:
    """Write a meeting down.

    Args:
        meeting: what happened; its register must be that of the convention.
        convention: how to write it.
        file: name of the document without suffix, for the gold.
        notice: a remark that ends the document (※…), or empty.

    Raises:
        ValueError: the meeting was invented for another register.
    """
    if meeting.register != convention.register:
        raise ValueError(
            f"the meeting is {meeting.register}, the convention writes {convention.register}"
        )
    sheet, gold = Sheet(), Gold(file=file, style=convention.style)
    agenda = Agenda(meeting, convention)
    if convention.page["web"]:
        sheet.extend(
            "web",
            (
                "本文へスキップ",
                f"現在地 トップページ > 市政情報 > 審議会等 > {meeting.body}",
                "ページID:1234567 更新日:2024年4月1日更新 印刷ページ表示",
            ),
        )
    header = HeaderWriter(meeting, convention, agenda, sheet, gold)
    header.write()
    # The seed's format has no label over its body.
    bare = convention.header.get("bare_roster", False)
    label = "" if bare else header.label(convention.words["content"])
    BodyWriter(meeting, convention, agenda, sheet, gold).write(label)
    if convention.speaker["label"] in ("none", "lost"):
        gold.turns.clear()
    if convention.speaker["label"] == "lost":
        gold.scored = ("header", "roster", "agenda")
    if notice:
        sheet.add("aside", f"※{notice}")
        gold.stage_directions.append(notice)
    width = convention.page["width"]
    return Written(sheet.blocks(width), convention, gold.to_dict(width))
