"""From points of the unit cube to values of uncertain constants."""
