"""Key word in context, by words: every inflection and spelling of what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.discovery.words import texts_of
from pipeline.language.morphemes import analyzer
from pipeline.language.topics import Keys, spellings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["kwic"]

_SHOWN = ("turn_id", "date", "body", "case_no", "speaker", "speaker_group", "cite")


def kwic(frame: pd.DataFrame, words: str, *, width: int = 30) -> pd.DataFrame:
    """Return a row for each place where ``words`` stand in a row, whatever their spelling.

    申し込む finds 申し込んだ and 申込みます is another word (申込み); 障害者 finds 障がい者.

    Args:
        frame: with a column ``text``.
        words: one word or several, as in 個人情報.
        width: characters of context on each side; it ends at a line end.

    Returns:
        ``left``, ``match``, ``right``, ``start`` and ``end`` (code points in the turn's text),
        after those of ``turn_id``, ``date``, ``body``, ``case_no``, ``speaker``,
        ``speaker_group`` and ``cite`` that the frame has.

    Raises:
        ValueError: there is no word in ``words``, or ``width`` is negative.
    """
    import pandas as pd

    sequences = spellings((words,))
    if not sequences:
        raise ValueError(f"{words!r} has no word to look for")
    if width < 0:
        raise ValueError("width is a number of characters, 0 or more")
    kept = [name for name in _SHOWN if name in frame.columns]
    rows: list[int] = []
    found: list[tuple[str, str, str, int, int]] = []
    for row, text in enumerate(texts_of(frame)):
        for start, end in _places(text, sequences):
            left = text[max(0, start - width) : start].rpartition("\n")[2]
            right = text[end : end + width].partition("\n")[0]
            rows.append(row)
            found.append((left, text[start:end], right, start, end))
    context = pd.DataFrame(found, columns=["left", "match", "right", "start", "end"])
    about = frame[kept].iloc[rows].reset_index(drop=True)
    return pd.concat([about, context], axis=1)


def _places(text: str, sequences: tuple[Keys, ...]) -> Iterator[tuple[int, int]]:
    morphemes = analyzer().analyze(text)
    keys = [morpheme.sense.key for morpheme in morphemes]
    first = {sequence[0] for sequence in sequences}
    for at, key in enumerate(keys):
        if key not in first:
            continue
        lengths = [len(s) for s in sequences if tuple(keys[at : at + len(s)]) == s]
        if lengths:
            yield morphemes[at].start, morphemes[at + max(lengths) - 1].end
