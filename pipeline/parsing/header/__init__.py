"""The head of the document: its labelled fields, the list of business, what they say."""
