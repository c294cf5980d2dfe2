"""What the marks beside names mean, where a roster says so: ※は欠席, (◎会長　○副会長)."""

from __future__ import annotations

import re

from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import alternatives, load

__all__ = ["legend_behind", "read_marks"]

_MARK = "[※*#◎○●◇◆□■△▲★☆×▽▼]"
_POSTS = alternatives(load("roles")["member"])
_VIA = "(?:オンライン|リモート|Web|WEB)(?:参加|出席)?"
_CAME = f"出席|欠席|代理(?:出席)?|{_VIA}"
_PAIR = (
    rf"(?P<mark>{_MARK})(?P<sure>(?:印)?\s?(?:[はが]、?|[:=…→]|・{{2,4}}|\.{{2,4}}|印)?)\s?"
    rf"(?P<what>(?:{_POSTS}|{_CAME})(?![^\s、,。・;)\]を※*#◎○●◇◆□■△▲★☆×▽▼]))"
)
_PAIRS = re.compile(_PAIR)
_BARE = re.sub(r"\?P<[a-z]+>", "?:", _PAIR)
_LEGEND = re.compile(
    rf"(?:[(\[]|※\s?(?=[※*#◎○●◇◆□■△▲★☆×▽▼]))?\s?(?:凡例\s?:?\s?|注\s?\)\s?)?{_BARE}"
    rf"(?:[\s、,・;。]{{0,4}}{_BARE}){{0,5}}\s?(?:を(?:示|表|指)す|です)?。?[)\]]?\s{{0,3}}$"
)
_SEVERAL = 2  # different marks side by side explain themselves


def read_marks(named: Field, legend: dict[str, str]) -> None:
    """Keep what a list says that its marks mean."""
    note = [named.label.note] if named.label else []
    for text in (*note, *(s.text for s, _ in named.values)):
        explained = legend_behind(text, 0)
        for pair in _PAIRS.finditer(text):
            if explained is not None or pair["what"] == "欠席" or pair["what"].startswith("代理"):
                legend[pair["mark"]] = pair["what"]


def legend_behind(text: str, offset: int) -> int | None:
    """Return where a text begins to say what marks mean, to its end; ``None`` if it does not."""
    for match in _LEGEND.finditer(text, offset):
        pairs = [(pair["mark"], bool(pair["sure"].strip())) for pair in _PAIRS.finditer(match[0])]
        if len({mark for mark, _ in pairs}) == len(pairs) >= (1 if pairs[0][1] else _SEVERAL):
            return match.start()
    return None
