"""Sweeps that survive a kill: chunks in files, any number of workers, the same bits."""
