"""Tables and pictures in, words and documents out."""
