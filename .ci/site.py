"""What `mkdocs build` does to Japanese pages: it joins the lines of a paragraph.

A browser shows the end of a line as a space, which Japanese does not have between its characters.
"""

from __future__ import annotations

import re
from typing import Any

_CODE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_WIDE}])\n *(?=[{_WIDE}])|(?<=[、。（：])\n *(?=[A-Za-z`\[])")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Called for every page by mkdocs (`hooks` in mkdocs.yml)."""
    if not page.file.src_uri.endswith(".ja.md"):
        return markdown
    parts = _CODE.split(markdown)
    return "".join(part if part.startswith("```") else _BREAK.sub("", part) for part in parts)
