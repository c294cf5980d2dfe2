"""The proceedings in order: blocks, notes, and the records made of them."""
