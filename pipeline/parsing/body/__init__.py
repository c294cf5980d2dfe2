"""The proceedings in order, as blocks: headings, turns, notes, text."""
