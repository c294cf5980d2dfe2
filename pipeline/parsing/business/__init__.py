"""What was dealt with: the printed list, the headings in the body, the cases, the decisions."""
