"""Kernel and inputs in, results that know what made them out."""
