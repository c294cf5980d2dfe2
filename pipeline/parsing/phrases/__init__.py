"""What a piece of text says, wherever it stands: a name, a date, a number, a label, a title."""
