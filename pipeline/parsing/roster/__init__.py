"""Who was there: the lines of a roster, their words, and the persons they name."""
