"""A document becomes minutes: conventions, header, roster, agenda, cases, turns, decisions."""

from pipeline.parsing.parse import parse
from pipeline.parsing.profile import ProfileError

__all__ = ["ProfileError", "parse"]
