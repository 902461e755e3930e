"""How much of the spread of an outcome each factor accounts for, and how sure that is."""
