"""What the marks beside names mean, where a roster says so: ※は欠席, (◎会長　○副会長)."""

from __future__ import annotations

import re

from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import alternatives, load

__all__ = ["read_marks"]

_LEGEND = re.compile(
    r"(?P<mark>[※*◎○●△▲★☆×])(?:印)?\s?は、?\s?(?P<what>欠席|代理|オンライン|リモート|Web|WEB)"
)
_MARKED_POST = rf"([◎○●△▲★☆◇◆])(?:印)?\s?[は:=…]?\s?({alternatives(load('roles')['member'])})"
_POSTS_OF_MARKS = re.compile(rf"\((?:[\s、・]?{_MARKED_POST}){{1,4}}\s?\)")


def read_marks(named: Field, legend: dict[str, str]) -> None:
    """Keep what a list says that its marks mean."""
    noted = [named.label.note if named.label else "", *(s.text for s, _ in named.values)]
    legend.update((m["mark"], m["what"]) for text in noted for m in _LEGEND.finditer(text))
    for text in noted:  # ◎橘ひろみ　○宗像伸 (◎会長　○副会長)
        for posts in _POSTS_OF_MARKS.finditer(text):
            legend.update(re.findall(_MARKED_POST, posts[0]))
