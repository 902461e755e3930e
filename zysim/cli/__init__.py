"""Words on a command line in, an exit code out."""
