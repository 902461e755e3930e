"""Tidy tables in, Axes out."""
