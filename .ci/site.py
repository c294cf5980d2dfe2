"""What `mkdocs build` does to the pages before they become HTML.

In a table, code says `a|b` as `a\\|b`; Python-Markdown would show the stroke before it. And a
browser shows the end of a line as a space, which Japanese does not have between its characters,
so the lines of a Japanese paragraph are joined.
"""

from __future__ import annotations

import re
from typing import Any

_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\|.*$", re.MULTILINE)
_CODE = re.compile(r"`[^`]+`")
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_WIDE}])\n *(?=[{_WIDE}])|(?<=[、。（：])\n *(?=[A-Za-z`\[])")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Called for every page by mkdocs (`hooks` in mkdocs.yml)."""
    japanese = page.file.src_uri.endswith(".ja.md")
    parts = _FENCED.split(markdown)
    return "".join(part if part.startswith("```") else _prose(part, japanese) for part in parts)


def _prose(text: str, japanese: bool) -> str:
    text = _ROW.sub(lambda row: _CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0]), text)
    return _BREAK.sub("", text) if japanese else text
