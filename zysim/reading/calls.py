"""Vensim's functions written in our operations, where arithmetic is enough.

What needs memory stands in :mod:`zysim.reading.memory`. What is on neither list is refused by
name: a reader must never get a number that only looks right.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from zysim.reading.expressions import FUNCTIONS, TIME, Expression, Number, Op, Ref

STEP = "time_step"
"""The constant of every model that holds its time step."""
SMALL = 1e-6
"""What Vensim takes as no difference in time, and QUANTUM as no size."""

BROKEN = Op("sqrt", (Number(-1.0),))
"""No number at all, told by the kernel with name and year: better than one that looks right."""

LANCZOS = (
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
)
"""Coefficients for g = 7 (P. Godfrey)."""

PLAIN = {
    "abs": "abs",
    "exp": "exp",
    "ln": "ln",
    "sqrt": "sqrt",
    "max": "max",
    "min": "min",
    "if_then_else": "if",
    "step": "step",
    "ramp": "ramp",
    "pulse": "pulse",
    "zidz": "zidz",
    "xidz": "xidz",
    "sin": "sin",
    "cos": "cos",
    "arctan": "arctan",
    "integer": "trunc",
    "power": "^",
}
"""Functions that are one operation."""


class RefusedError(Exception):
    """Why one equation cannot be used."""


def number(value: float) -> Expression:
    """Return a literal."""
    return Number(float(value))


def add(a: Expression, b: Expression) -> Expression:
    """Return a + b."""
    return Op("+", (a, b))


def sub(a: Expression, b: Expression) -> Expression:
    """Return a - b."""
    return Op("-", (a, b))


def mul(a: Expression, b: Expression) -> Expression:
    """Return a b."""
    return Op("*", (a, b))


def div(a: Expression, b: Expression) -> Expression:
    """Return a / b."""
    return Op("/", (a, b))


def choose(test: Expression, yes: Expression, no: Expression) -> Expression:
    """Return IF THEN ELSE."""
    return Op("if", (test, yes, no))


def call(name: str, *arguments: Expression) -> Expression:
    """Return an operation by name."""
    return Op(name, arguments)


def quantum(a: Expression, b: Expression) -> Expression:
    """Return the largest multiple of b that is not larger than a in size; a where b is not > 0."""
    steps = mul(b, call("trunc", div(a, b)))
    return choose(call("<", b, number(SMALL)), a, steps)


def modulo(a: Expression, b: Expression) -> Expression:
    """Return what QUANTUM leaves; negative for negative a, as in Vensim."""
    return sub(a, quantum(a, b))


def arcsin(x: Expression) -> Expression:
    """Return the angle by its half, which keeps all digits at both ends."""
    root = call("sqrt", sub(number(1), mul(x, x)))
    return mul(number(2), call("arctan", div(x, add(number(1), root))))


def arccos(x: Expression) -> Expression:
    """Return the angle by its half; the divisor cannot be 0 where it matters."""
    up, down = call("sqrt", sub(number(1), x)), call("sqrt", add(number(1), x))
    return mul(number(2), call("arctan", div(up, call("max", down, number(1e-300)))))


def sinh(x: Expression) -> Expression:
    """Return the series near 0, where the difference of two exponentials would lose digits."""
    square = mul(x, x)
    series: Expression = number(1)
    for product in (110, 72, 42, 20, 6):
        series = add(number(1), mul(div(square, number(product)), series))
    wide = div(sub(call("exp", x), call("exp", call("neg", x))), number(2))
    return choose(call("<", call("abs", x), number(0.3)), mul(x, series), wide)


def cosh(x: Expression) -> Expression:
    """Return the mean of two exponentials."""
    return div(add(call("exp", x), call("exp", call("neg", x))), number(2))


def tanh(x: Expression) -> Expression:
    """Return sinh/cosh; beyond 20 it is 1 to the last digit."""
    inside = call("max", number(-20), call("min", x, number(20)))
    return div(sinh(inside), cosh(inside))


def gamma_ln(x: Expression) -> Expression:
    """Return the logarithm of the gamma function for x > 0, by Lanczos' sum, to 14 digits."""
    total: Expression = number(LANCZOS[0])
    for at, each in enumerate(LANCZOS[1:]):
        total = add(total, div(number(each), add(x, number(at))))
    middle = add(x, number(6.5))
    power = mul(sub(x, number(0.5)), call("ln", middle))
    return add(sub(add(power, call("ln", total)), middle), number(0.5 * math.log(2 * math.pi)))


def pulse_train(
    start: Expression, width: Expression, interval: Expression, end: Expression
) -> Expression:
    """Return 1 for ``width`` from ``start`` on, again each ``interval``, up to and with ``end``."""
    now = Ref(TIME)
    since = add(sub(now, start), number(SMALL))
    part = sub(since, mul(interval, call("trunc", div(since, interval))))
    lasting = call("max", width, Ref(STEP))
    begun = call("<=", sub(start, number(SMALL)), now)
    inside = call("and", begun, call("<=", sub(now, number(SMALL)), end))
    repeated = call("and", inside, call("<", part, lasting))
    train = choose(repeated, number(1), number(0))
    if isinstance(interval, Number) and interval.value > 0:
        return train
    return choose(call(">", interval, number(0)), train, BROKEN)


def get_time_value(relative: Expression, offset: Expression, measure: Expression) -> Expression:
    """Return the current time and an offset, in the model's own unit."""
    if relative != number(0) or measure != number(0):
        msg = "GET TIME VALUE is supported for (0, offset, 0) only; write the calendar out"
        raise RefusedError(msg)
    return add(Ref(TIME), offset)


NOTHING = number(0)
WRITTEN: dict[str, Callable[..., Expression]] = {
    "log": lambda x, base: div(call("ln", x), call("ln", base)),
    "log10": lambda x: div(call("ln", x), number(math.log(10))),
    "safediv": lambda a, b, otherwise=NOTHING: call("xidz", a, b, otherwise),
    "time_base": lambda start, slope: add(start, mul(slope, Ref(TIME))),
    "tan": lambda x: div(call("sin", x), call("cos", x)),
    "arcsin": arcsin,
    "arccos": arccos,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "quantum": quantum,
    "modulo": modulo,
    "pulse_train": pulse_train,
    "get_time_value": get_time_value,
    "pi": lambda: number(math.pi),
    "gamma_ln": gamma_ln,
}
"""Functions that are several operations."""
COUNTS = {
    name: range(
        each.__code__.co_argcount - len(each.__defaults__ or ()), each.__code__.co_argcount + 1
    )
    for name, each in WRITTEN.items()
}
"""How many arguments each takes."""


def write_call(name: str, arguments: tuple[Expression, ...]) -> Expression:
    """Write a call of a Vensim function.

    Parameters
    ----------
    name
        Lower case, words joined by ``_``; a key of ``PLAIN`` or ``WRITTEN``.
    arguments
        Lowered arguments; the first of ``if_then_else`` may be a comparison.

    Raises
    ------
    RefusedError
        If the function takes another number of arguments.
    """
    if name == "ramp" and len(arguments) == 2:  # without an end, it rises for ever
        arguments = (*arguments, Ref(TIME))
    if name in PLAIN:
        count = FUNCTIONS.get(PLAIN[name], 2)
        wanted = range(count, count + 1)
    else:
        wanted = COUNTS[name]
    if len(arguments) not in wanted:
        shown = name.replace("_", " ").upper()
        msg = f"{shown} takes {' or '.join(map(str, wanted))} arguments, got {len(arguments)}"
        raise RefusedError(msg)
    return Op(PLAIN[name], arguments) if name in PLAIN else WRITTEN[name](*arguments)


def why_not(name: str) -> str:
    """Return what to tell of a function that is not supported."""
    shown = name.replace("_", " ").upper()
    if name == "a_function_of":
        return f"{shown} stands for an equation that is not written yet; write it"
    family = "queue" if name.startswith("queue_") else name
    return f"function {shown} is not supported; {INSTEAD.get(family, ARITHMETIC)}"


ARITHMETIC = "write it with arithmetic, MIN, MAX or IF THEN ELSE"
NOISE = "use RANDOM UNIFORM, RANDOM NORMAL, RANDOM EXPONENTIAL or RANDOM 0 1"
PIPELINE = "write the pipeline as stocks, or use DELAY3 or DELAY FIXED"
COHORTS = (
    "write the shift into the flows of the stocks: IF THEN ELSE(condition, (stock before - this "
    "stock)/TIME STEP, 0)"
)
INSTEAD = {
    "delay_material": PIPELINE,
    "delay_conveyor": PIPELINE,
    "delay_information": "use SMOOTH, or DELAY FIXED",
    "queue": "write the queue as an array of stocks, one for each age",
    "delay_batch": PIPELINE,
    "find_zero": "write the solution out, or a stock that seeks it",
    "shift_if_true": COHORTS,
    "depreciate_by_schedule": "write the depreciation with DELAY FIXED or an array of stocks",
    "random_poisson": NOISE,
    "random_gamma": NOISE,
    "random_beta": NOISE,
    "random_binomial": NOISE,
    "random_lookup": NOISE,
    "random_weibull": NOISE,
    "random_triangular": NOISE,
    "random_pink_noise": NOISE,
    "simultaneous": "put a stock on the circle, or solve it by hand",
}
