"""Records in, a function over a batch of runs out."""

from zysim.kernel.compile import compile_model
from zysim.kernel.integrate import Kernel

__all__ = ["Kernel", "compile_model"]
