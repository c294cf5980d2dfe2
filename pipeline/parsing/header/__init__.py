"""The head of the document: its labelled fields and what they say of the meeting."""
