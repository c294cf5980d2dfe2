"""Fictional minutes for tests, samples and measurements. Development only: not in the wheel."""
