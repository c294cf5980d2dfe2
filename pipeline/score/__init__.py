"""How well documents are read: figures against gold records, and the records behind them."""

from __future__ import annotations

from pipeline.score.figures import MEASURES, DocumentScore, Score, Tally
from pipeline.score.folder import GoldError, score_folder
from pipeline.score.gains import Change, Comparison, compare
from pipeline.score.pairing import Outcome

__all__ = [
    "MEASURES",
    "Change",
    "Comparison",
    "DocumentScore",
    "GoldError",
    "Outcome",
    "Score",
    "Tally",
    "compare",
    "score_folder",
]
