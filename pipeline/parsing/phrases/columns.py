"""The list of business as a table: a row of headings, then number, title, result, office."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["beside_title", "columns_of", "heads_in_lines", "is_column_head", "names_offices"]

_COLUMNS = load("body")["columns"]
_NAMES = alternatives([*_COLUMNS["titles"], *_COLUMNS["others"]])
_HEAD = re.compile(rf"(?:(?:[^\s|]{{2,5}}番号|{_NAMES})\|?){{2,6}}")
_BESIDE_TITLES = frozenset(_COLUMNS["others"])
_TITLES = re.compile(alternatives(_COLUMNS["titles"]))
_DOTS = tuple("‥…・.．")
_LEADER = r"\s?(?:[‥…・.．]{3,}|…{1,2})\s?"  # 進捗状況‥‥‥‥資料1
_WIDE = re.compile(rf"[ \u3000\t]{{2,}}|\t|[ \u3000\t]?(?=[⇒→⇨]|[≪《].{{2,10}}[≫》]$)|{_LEADER}")
_CELL = re.compile(rf"\s{{2,}}|\u3000{{1,}}|\t|\s?\|\s?|{_LEADER}")
_ONE_OFFICE = rf"(?:[^\s、。・]{{1,20}}(?:{alternatives(load('roles')['departments'])})|事務局)"
_OFFICE = re.compile(rf"{_ONE_OFFICE}(?:[、・]{_ONE_OFFICE}){{0,4}}")
_PAPER = re.compile(
    r"(?:(?:参考|別紙|別添)?資料|別紙|別添|P|p|頁)\s?[0-9].{0,8}|[0-9]{1,3}\s?(?:頁|ページ)?"
)
_PAGE = re.compile(
    r"[(]?(?:[Pp]{1,2}\.?\s?[0-9]{1,3}(?:\s?[-~]\s?(?:[Pp]\.?)?[0-9]{1,3})?|[0-9]{1,3}\s?(?:頁|ページ))[)]?"
)
_PRESENTER = re.compile(r"(?:説明|報告|提案|担当)(?:者|課)?\s?:\s?")
_FAR, _SHORTEST = 3, 4  # characters of a gap before who presents a matter, and of its title
_LONGEST = 4  # words: bureau, division, post and name
_NAMED_PAPER = re.compile(
    r"(?:参考|別紙|別添|当日|追加|配布|配付)?資料[^\s。]{0,14}|別紙[0-9]{0,2}"
)
_GLUED = re.compile(  # …の決定の件最終合格者を決定: cells that lost what parted them
    r".{4,80}?の件(?P<rest>[^\s、。の]{0,12}(?:決定|審議|報告|承認|可決|了承|同意|採択))$"
)
_BEHIND = re.compile(
    r".{2,80}?(?:について|の件|の指名|の選出|の選任|の互選)(?:[(][^()]{1,20}[)])? "
    r"(?P<rest>\S.{0,30})"
)
# 市税条例の改正　可決; behind a mere space some may be of the title: 現地調査 報告
_OUTCOME_CELL = re.compile(r"(?<=[^結果]{4})[ \u3000](?P<cell>\S{2,12})$")
_OF_TITLES = frozenset(load("decisions")["bare"]["of_titles"])
_ANSWERS = frozenset([*load("body")["notes"]["answers"], *load("groups")["marks"]["nobody"]])
_NUMBER_OF = re.compile(r"\s{0,4}[0-9]{1,3}\s?件$")  # 許可 2件
_HOUR = re.compile(r"[(]?[0-9]{1,2}:[0-9]{2}(?:\s?[-~]\s?(?:[0-9]{1,2}:[0-9]{2})?)?[)]?")
_OTHER = re.compile(r"[0-9]{1,3}\s?分|資料.{0,8}|(?:一部)?(?:非)?公開|[-―・]")
_BETWEEN_SIGNS = re.compile(r"(?P<sign>={1,3})[^=]{2,40}(?P=sign)")  # = 総務委員長報告 =
_PUBLIC = re.compile(r"[【〔\[(](?:一部)?(?:非)?公開[】〕\])]")


def is_column_head(text: str) -> bool:
    """Tell whether a folded line only names columns of a table of business (件名 結果 担当課)."""
    if "|" not in text and len(text.split()) < 2:
        return False
    solid = unspaced(text)
    return bool(_HEAD.fullmatch(solid)) and bool(_TITLES.search(solid))


def heads_in_lines(texts: Sequence[str]) -> int:
    """Return on how many lines the headings of such a table stand one by one: 0 if they do not
    (議題 / 審議結果)."""
    if not texts or unspaced(texts[0]) not in _COLUMNS["titles"]:
        return 0
    beside = takewhile(lambda text: unspaced(text) in _BESIDE_TITLES, texts[1:])
    count = 1 + sum(1 for _ in beside)
    return count if count > 1 else 0


def columns_of(text: str) -> tuple[int, int]:
    """Return which column of a row of headings holds the titles, and how many there are."""
    names = [unspaced(name) for name in re.split(r"\s{0,4}[|\t]\s{0,4}|\s{1,8}", text.strip("| "))]
    return next((at for at, name in enumerate(names) if _TITLES.fullmatch(name)), 0), len(names)


def beside_title(raw: str, *, table: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return where the cells beside the title begin and end in a row of business.

    Results stand there, in a table also offices, minutes and papers. ``table`` holds the column
    of the titles and the number of columns; without it only results count that stand behind a wide
    gap, and who presents a matter behind a still wider one.
    """
    if (behind := _BEHIND.fullmatch(fold(raw))) and _is_told(behind["rest"]):
        return [behind.span("rest")]
    if glued := _GLUED.match(fold(raw)):
        return [glued.span("rest")]
    number = read_enumerator(fold(raw))
    cell = _OUTCOME_CELL.search(raw)
    titled = cell is not None and (number is None or number.end < cell.start("cell"))
    if cell and titled and is_bare_outcome(fold(cell["cell"])):
        wide, row = raw[cell.start()] == "\u3000", raw[: cell.start()].endswith(("|", "｜"))
        if row:
            pass
        elif wide or unspaced(fold(cell["cell"])) not in _OF_TITLES:
            return [cell.span("cell")]
    cells: list[tuple[int, int]] = []
    at = number.end if number and not number.word and number.end < len(raw) else 0
    for gap in (_CELL if table else _WIDE).finditer(raw, at):
        cells.append((at, gap.start()))
        at = gap.end()
    cells.append((at, len(raw)))
    numbered = bool(table and table[0] and cells[0][0])  # the number has a column of its own
    if table and len(cells) == 1 and number and table[0] and table[1] > 2:
        close = [match.span() for match in re.compile(r"\S+").finditer(raw, number.end)]
        if len(close) + 1 == table[1]:  # cells apart by one space
            return close[table[0] :]
    if table and len(cells) + numbered == table[1] and len(cells) > 1:
        return cells[table[0] - numbered + 1 :]
    kept = len(cells)
    while kept > 1 and (
        _is_beside(fold(raw[slice(*cells[kept - 1])]).strip(), table is not None)
        or _is_led_to(raw, cells[kept - 2][1], cells[kept - 1])
        or _presents(raw, cells[kept - 2], cells[kept - 1])
    ):
        kept -= 1
    return cells[kept:]


def names_offices(text: str) -> bool:
    """Tell whether a folded text only names several offices: 消防保安課、河川事務所・砂防課."""
    return ("、" in text or "・" in text) and _OFFICE.fullmatch(unspaced(text)) is not None


def _is_told(rest: str) -> bool:
    """Tell whether behind one space stands how a matter ended, or who was named: 異議なし."""
    return is_bare_outcome(rest) or rest.split("、")[0] in _ANSWERS or is_people_list(rest)


def _is_led_to(raw: str, end: int, cell: tuple[int, int]) -> bool:
    """Tell whether dots lead from a title that ends at ``end`` to its paper, page or 【非公開】,
    or to who presents it.
    """
    gap = raw[end : cell[0]].strip()
    dotted = gap[:1] in _DOTS and (cell[0] - end >= 3 or gap[0] == "…")
    told = fold(raw[slice(*cell)]).strip() if dotted else ""
    if _PAPER.fullmatch(told) or _PUBLIC.fullmatch(told) or _OFFICE.fullmatch(told):
        return True
    return bool(told) and read_label(told).strength >= 2


def _presents(raw: str, title: tuple[int, int], cell: tuple[int, int]) -> bool:
    """Tell whether who presents a matter stands far behind its title: 環境課　土肥主査."""
    if cell[0] - title[1] < _FAR or title[1] - title[0] < _SHORTEST:
        return False
    who = _PRESENTER.sub("", fold(raw[slice(*cell)]).strip(" \u3000()（）"))
    words = who.split()
    return 0 < len(words) <= _LONGEST and all(
        _OFFICE.fullmatch(word) or read_label(word).strength >= 2 for word in words
    )


def _is_beside(cell: str, table: bool) -> bool:
    if is_bare_outcome(_NUMBER_OF.sub("", cell.strip("≪≫《》"))) or _NUMBER_OF.fullmatch(cell):
        return True
    if cell in _ANSWERS:
        return True
    if cell[:1] in "⇒→⇨" and cell.count(")") <= cell.count("("):
        return True
    if any(form.fullmatch(cell) for form in (_NAMED_PAPER, _HOUR, _PAGE, _BETWEEN_SIGNS)):
        return True
    return table and bool(not cell or _OFFICE.fullmatch(cell) or _OTHER.fullmatch(cell))
