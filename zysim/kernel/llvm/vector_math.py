"""Exponential and logarithm on vectors, after Moshier's Cephes library, within 2 ulp.

References
----------
S. L. Moshier, Methods and Programs for Mathematical Functions, 1989 (Cephes, public domain):
rational approximations of ``exp`` on [-ln 2 / 2, ln 2 / 2] and ``log`` on [sqrt(1/2), sqrt(2)].
"""

from __future__ import annotations

from collections.abc import Sequence

from zysim.kernel.llvm.instructions import BOOLS, INTEGERS, LANES, VECTOR, Block, splat, whole

EXP_P = (1.26177193074810590878e-4, 3.02994407707441961300e-2, 9.99999999999999999910e-1)
EXP_Q = (3.00198505138664455042e-6, 2.52448340349684104192e-3, 2.27265548208155028766e-1, 2.0)
LOG_P = (
    1.01875663804580931796e-4,
    4.97494994976747001425e-1,
    4.70579119878881725854,
    1.44989225341610930846e1,
    1.79368678507819816313e1,
    7.70838733755885391666,
)
LOG_Q = (
    1.12873587189167450590e1,
    4.52279145837532221105e1,
    8.29875266912776603211e1,
    7.11544750618563894466e1,
    2.31251620126765340583e1,
)
LN2_HIGH, LN2_LOW = 6.93145751953125e-1, 1.42860682030941723212e-6
LOG2_E = 1.4426950408889634
LARGEST, SMALLEST = 709.782712893384, -745.1332191019412
"""Beyond these, exp is infinity and 0."""


def functions() -> str:
    """Return the text of ``zysim_exp`` and ``zysim_ln`` and what they call."""
    takes = {"fabs": 1, "sqrt": 1, "rint": 1, "trunc": 1, "sin": 1, "cos": 1, "atan": 1, "fma": 3}
    declared = [
        f"declare {VECTOR} @llvm.{name}.v{LANES}f64({', '.join([VECTOR] * count)})"
        for name, count in takes.items()
    ]
    return "\n".join([*declared, _exp(), _ln()])


def _function(name: str, block: Block, result: str) -> str:
    head = f"define internal fastcc {VECTOR} @{name}({VECTOR} %x) noinline {{"
    return "\n".join([head, *block.lines, f"  ret {VECTOR} {result}", "}"])


def _polynomial(block: Block, x: str, start: str, coefficients: Sequence[float]) -> str:
    """Write Horner's rule with fused steps."""
    for coefficient in coefficients:
        start = block.call("fma", start, x, splat(coefficient))
    return start


def _exp() -> str:
    b = Block("e")
    high = b.compare("ogt", "%x", splat(LARGEST))
    low = b.compare("olt", "%x", splat(SMALLEST))
    nan = b.compare("uno", "%x", "%x")
    outside = b.put(f"or {BOOLS} {b.put(f'or {BOOLS} {high}, {low}')}, {nan}")
    x = b.choose(outside, splat(0.0), "%x")
    turns = b.call("rint", b.put(f"fmul {VECTOR} {x}, {splat(LOG2_E)}"))
    back = b.put(f"fneg {VECTOR} {turns}")
    rest = b.call("fma", back, splat(LN2_LOW), b.call("fma", back, splat(LN2_HIGH), x))
    square = b.put(f"fmul {VECTOR} {rest}, {rest}")
    p = _polynomial(b, square, splat(EXP_P[0]), EXP_P[1:])
    p = b.put(f"fmul {VECTOR} {rest}, {p}")
    q = _polynomial(b, square, splat(EXP_Q[0]), EXP_Q[1:])
    ratio = b.put(f"fdiv {VECTOR} {p}, {b.put(f'fsub {VECTOR} {q}, {p}')}")
    result = b.call("fma", splat(2.0), ratio, splat(1.0))
    power = b.put(f"fptosi {VECTOR} {turns} to {INTEGERS}")
    half = b.put(f"ashr {INTEGERS} {power}, {whole(1)}")
    for part in (half, b.put(f"sub {INTEGERS} {power}, {half}")):  # in two steps: no overflow
        bits = b.put(
            f"shl {INTEGERS} {b.put(f'add {INTEGERS} {part}, {whole(1023)}')}, {whole(52)}"
        )
        scale = b.put(f"bitcast {INTEGERS} {bits} to {VECTOR}")
        result = b.put(f"fmul {VECTOR} {result}, {scale}")
    result = b.choose(high, splat(float("inf")), result)
    result = b.choose(low, splat(0.0), result)
    return _function("zysim_exp", b, b.choose(nan, "%x", result))


def _ln() -> str:
    b = Block("l")
    tiny = b.compare("olt", "%x", splat(2.0**-1022))
    x = b.choose(tiny, b.put(f"fmul {VECTOR} %x, {splat(2.0**54)}"), "%x")
    bits = b.put(f"bitcast {VECTOR} {x} to {INTEGERS}")
    field = b.put(f"and {INTEGERS} {b.put(f'lshr {INTEGERS} {bits}, {whole(52)}')}, {whole(2047)}")
    shifted = b.put(f"sub {INTEGERS} {field}, {whole(1022)}")
    power = b.put(f"sitofp {INTEGERS} {shifted} to {VECTOR}")
    power = b.choose(tiny, b.put(f"fsub {VECTOR} {power}, {splat(54.0)}"), power)
    digits = b.put(f"and {INTEGERS} {bits}, {whole(0x000FFFFFFFFFFFFF)}")
    halved = b.put(f"or {INTEGERS} {digits}, {whole(0x3FE0000000000000)}")
    f = b.put(f"bitcast {INTEGERS} {halved} to {VECTOR}")
    small = b.compare("olt", f, splat(0.5**0.5))
    f = b.choose(small, b.put(f"fadd {VECTOR} {f}, {f}"), f)
    power = b.choose(small, b.put(f"fsub {VECTOR} {power}, {splat(1.0)}"), power)
    f = b.put(f"fsub {VECTOR} {f}, {splat(1.0)}")
    square = b.put(f"fmul {VECTOR} {f}, {f}")
    p = _polynomial(b, f, splat(LOG_P[0]), LOG_P[1:])
    q = _polynomial(b, f, b.put(f"fadd {VECTOR} {f}, {splat(LOG_Q[0])}"), LOG_Q[1:])
    ratio = b.put(f"fmul {VECTOR} {square}, {b.put(f'fdiv {VECTOR} {p}, {q}')}")
    y = b.put(f"fmul {VECTOR} {f}, {ratio}")
    y = b.call("fma", power, splat(-2.121944400546905827679e-4), y)
    y = b.put(f"fadd {VECTOR} {f}, {b.call('fma', square, splat(-0.5), y)}")
    y = b.call("fma", power, splat(0.693359375), y)
    y = b.choose(b.compare("oeq", "%x", splat(0.0)), splat(float("-inf")), y)
    y = b.choose(b.compare("olt", "%x", splat(0.0)), splat(float("nan")), y)
    y = b.choose(b.compare("oeq", "%x", splat(float("inf"))), "%x", y)
    return _function("zysim_ln", b, b.choose(b.compare("uno", "%x", "%x"), "%x", y))
