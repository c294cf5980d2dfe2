"""What minutes call themselves: 会議録, 議事録, 議事要旨, 会議の概要 …"""

from __future__ import annotations

import re
from functools import cache

from pipeline.model import Minutes
from pipeline.parsing.knowledge import alternatives, words

__all__ = ["record_name"]


def record_name(minutes: Minutes) -> str | None:
    """Return the last name of a kind of document in the title, or ``None`` if it has none.

    The body's own name is no part of it: 推進会議記録 is a 記録 of the 推進会議.
    """
    lines = {line.no: line.text for line in minutes.document.lines}
    body = (minutes.meeting and minutes.meeting.body) or ""
    for passage in minutes.passages:
        if passage.role == "title":
            title = "".join(lines[passage.line][passage.start : passage.end].split())
            found = _names().findall(title.replace(body, "/") if body else title)
            if found:
                return str(found[-1])
    return None


@cache
def _names() -> re.Pattern[str]:
    # 概要, 結果 and 記録 alone may be about anything.
    known = ("".join(name.split()) for name in words("bodies", "documents"))
    return re.compile(alternatives([name for name in known if len(name) > 2]))
