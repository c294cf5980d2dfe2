"""A report of a converted folder: HTML that a person checks a reading with."""

from __future__ import annotations

from pipeline.report.report import Report, write_report

__all__ = ["Report", "write_report"]
