"""The model drawn from its graph: the parts with their loops, the stocks with their flows."""
