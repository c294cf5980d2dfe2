"""The document as the parser sees it: lines, parts of lines, paragraphs, directions."""
