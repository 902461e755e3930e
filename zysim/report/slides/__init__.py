"""Slides of a comparison: native charts that can be edited, and notes that say where from."""
