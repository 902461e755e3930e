"""Analyses by name: each opens the city, reads cases as typed, and gives one result."""
