"""Model file in, plain records out."""

from zysim.reading.graph import ModelGraph, StockEquation, Variable
from zysim.reading.vensim import read_model

__all__ = ["ModelGraph", "StockEquation", "Variable", "read_model"]
