"""A document becomes minutes: conventions, header, roster, agenda, cases, turns, decisions."""

from pipeline.parsing.parse import parse

__all__ = ["parse"]
