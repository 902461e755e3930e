"""Results in, one number per run out."""
