"""Minutes become rows, data frames and files; ``schema`` says what every column means."""
