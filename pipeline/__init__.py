"""Reads the minutes of Japanese councils into records and tables."""
