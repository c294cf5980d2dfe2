"""The list of business as a table: a row of headings, then number, title, result, office."""

from __future__ import annotations

import re

from pipeline.parsing.business.decisions import is_bare_outcome
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.numbering import read_enumerator

__all__ = ["beside_title", "is_column_head"]

_COLUMNS = load("body")["columns"]
_HEAD = re.compile(rf"(?:(?:{alternatives([*_COLUMNS['titles'], *_COLUMNS['others']])})\|?){{2,6}}")
_TITLES = re.compile(alternatives(_COLUMNS["titles"]))
_WIDE = re.compile(r"[ \u3000\t]{2,}")
_CELL = re.compile(r"\s{2,}|\u3000{1,}|\t|\s?\|\s?")
_OFFICE = re.compile(rf"[^\s、。]{{1,20}}(?:{alternatives(load('roles')['departments'])})|事務局")
_OTHER = re.compile(r"[0-9]{1,3}\s?分|資料.{0,8}|(?:一部)?(?:非)?公開|[-―・]")


def is_column_head(text: str) -> bool:
    """Tell whether a folded line only names columns of a table of business (件名 結果 担当課)."""
    solid = unspaced(text)
    apart = bool(re.search(r"[\s|]", text.strip()))
    return apart and bool(_HEAD.fullmatch(solid)) and bool(_TITLES.search(solid))


def beside_title(raw: str, *, table: bool) -> list[tuple[int, int]]:
    """Return where the cells beside the title begin and end in a row of business.

    Results stand there, in a table also offices, minutes and papers. Without a row of headings
    (``table``) only results behind a wide gap count.
    """
    number = read_enumerator(fold(raw))
    cells: list[tuple[int, int]] = []
    at = number.end if number and not number.word and number.end < len(raw) else 0
    for gap in (_CELL if table else _WIDE).finditer(raw, at):
        cells.append((at, gap.start()))
        at = gap.end()
    cells.append((at, len(raw)))
    kept = len(cells)
    while kept > 1 and _is_beside(fold(raw[slice(*cells[kept - 1])]).strip(), table):
        kept -= 1
    return cells[kept:]


def _is_beside(cell: str, table: bool) -> bool:
    if is_bare_outcome(cell):
        return True
    return table and bool(not cell or _OFFICE.fullmatch(cell) or _OTHER.fullmatch(cell))
