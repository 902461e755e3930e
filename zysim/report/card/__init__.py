"""The conclusion card: one block that answers, for text, picture, Word and JSON."""
