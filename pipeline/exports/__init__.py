"""The tables of a converted folder in the formats of other tools."""

from __future__ import annotations

from pipeline.exports.run import FORMATS, Exported, export

__all__ = ["FORMATS", "Exported", "export"]
