"""Weigh the states of the world by how well they repeat what was observed."""

PRIOR_RUNS = 131_072
"""Prior draws, where nothing else is asked: history leaves well over 1000 of them their weight."""
