"""Weigh the states of the world by how well they repeat what was observed."""
