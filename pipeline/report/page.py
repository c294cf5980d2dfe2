"""A page that holds all it needs: style, script, words in two languages, and its data."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from pipeline.tables.cells import clean
from pipeline.tables.issue_labels import issue_labels

__all__ = ["page"]


def page(kind: str, title: str, data: dict[str, Any]) -> str:
    """Return a page.

    Args:
        kind: ``index`` or ``document``: which script makes it.
        title: of the window.
        data: what the script shows; plain values only.
    """
    words = tomllib.loads(_part("words.toml"))
    words["ja"] |= {f"issue_{code}": label for code, label in issue_labels().items()}
    reasons = tomllib.loads(_part("reasons.toml"))
    words["ja"] |= {f"reason_{code}": sentence for code, sentence in reasons.items()}
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="ja" data-kind="{kind}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # No request can leave the page, whatever a document managed to put into it.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
        f"<title>{escape(clean(title))}</title>\n<style>\n{_part('report.css')}</style>\n"
        "</head>\n<body>\n"
        f"{_part(f'{kind}.html')}"
        f'<script type="application/json" id="words">{_json(words)}</script>\n'
        f'<script type="application/json" id="data">{_json(data)}</script>\n'
        f"<script>\n{_part('shared.js')}{_part(f'{kind}.js')}</script>\n"
        "</body>\n</html>\n"
    )


@cache
def _part(name: str) -> str:
    return (files("pipeline") / "data" / "report" / name).read_text(encoding="utf-8")


def _json(value: Any) -> str:
    """Return JSON that no text in it can end: ``</script>`` and ``<!--`` both begin with ``<``."""
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).replace(
        "<", "\\u003c"
    )
