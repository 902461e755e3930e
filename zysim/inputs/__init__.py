"""Tables and scenario files in, checked records out."""
