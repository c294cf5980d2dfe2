"""Records made of the blocks of the proceedings: cases, turns, exchanges, decisions, notes."""
