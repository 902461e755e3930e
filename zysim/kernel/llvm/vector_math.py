"""Exponential and logarithm on vectors, within 2 ulp; the exponential without a division.

References
----------
The exponential is 1 + r + r² P(r) after Cody and Waite's reduction (W. J. Cody and W. Waite,
Software Manual for the Elementary Functions, 1980, chapter 6); P is the Chebyshev fit of degree 9
of (exp r - 1 - r)/r² on [-0.34658, 0.34658], wrong by 1e-16, of which r² leaves a tenth of an ulp.
The logarithm follows FDLIBM's ``e_log.c`` (K. C. Ng, Sun Microsystems, 1993, free to copy): with
s = f/(2 + f), ln(1 + f) = f - f²/2 + s (f²/2 + R(s²)). Tested against mpmath.
"""

from __future__ import annotations

from collections.abc import Sequence

from zysim.kernel.llvm.instructions import OWN, Block, Width

EXP_P = (
    2.5100377619606372e-08,
    2.7620078203806394e-07,
    2.7557268476553695e-06,
    2.4801521317484083e-05,
    0.00019841269863042963,
    0.0013888888917199863,
    0.008333333333330063,
    0.04166666666662416,
    0.16666666666666669,
    0.5000000000000001,
)
LN2_HIGH, LN2_LOW = 6.93145751953125e-1, 1.42860682030941723212e-6
"""ln 2 in two parts: whole multiples of the first, up to 2^20, are exact."""
LOG2_E = 1.4426950408889634
LARGEST, SMALLEST = 710.0, -746.0
"""Beyond these, exp is infinity and 0."""
BIAS = 1023
SHIFT = 1.5 * 2.0**52 + 2 * BIAS
"""Added to a number, leaves its nearest whole number, plus twice the bias, in the low bits."""
LOG_R = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
LN2_UPPER, LN2_LOWER = 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROOT_HALF = 0x3FE6A09E667F3BCD
"""Bits of the square root of 1/2, where the reduced argument starts."""
FIELD = 0x4000000000000000
"""1024 in the bits of the exponent: keeps a shifted exponent above 0."""
ABOVE = 2.0**52
TAKES = {"fabs": 1, "sqrt": 1, "rint": 1, "trunc": 1, "sin": 1, "cos": 1, "atan": 1, "fma": 3}


def functions(width: Width) -> str:
    """Return the text of exponential and logarithm at one width, and what they call."""
    vector, lanes = width.vector, width.lanes
    declared = [
        f"declare {vector} @llvm.{name}.v{lanes}f64({', '.join([vector] * count)})"
        for name, count in TAKES.items()
        if width.fused or name != "fma"
    ]
    return "\n".join([*declared, _exp(width), _ln(width)])


def _function(name: str, block: Block, result: str) -> str:
    vector, full = block.vector, f"{OWN[name]}{block.width.lanes}"
    head = f"define internal fastcc {vector} {full}({vector} %x) noinline {{"
    return "\n".join([head, *block.lines, f"  ret {vector} {result}", "}"])


def _polynomial(block: Block, x: str, coefficients: Sequence[float]) -> str:
    """Write a polynomial, the highest coefficient first: by Horner's rule with fused steps.

    Where multiplying and adding are two steps that would be a long chain; there terms are taken in
    pairs (G. Estrin, Proc. Western Joint Computer Conf. 1960), which the processor overlaps.
    """
    if block.width.fused:
        result = block.splat(coefficients[0])
        for coefficient in coefficients[1:]:
            result = block.multiply_add(result, x, block.splat(coefficient))
        return result
    terms = [block.splat(each) for each in reversed(coefficients)]
    while len(terms) > 1:
        pairs = [block.multiply_add(b, x, a) for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
        x = block.put(f"fmul {block.vector} {x}, {x}")
    return terms[0]


def _exp(width: Width) -> str:
    """Write the exponential: the power of 2 is put on in two steps, so that none overflows."""
    b = Block("e", width)
    v, i, splat = b.vector, b.integers, b.splat
    x = b.choose(b.compare("olt", splat(LARGEST), "%x"), splat(LARGEST), "%x")
    x = b.choose(b.compare("ogt", splat(SMALLEST), x), splat(SMALLEST), x)
    shifted = b.multiply_add(x, splat(LOG2_E), splat(SHIFT))
    back = b.put(f"fsub {v} {splat(SHIFT)}, {shifted}")
    r = b.multiply_add(back, splat(LN2_LOW), b.multiply_add(back, splat(LN2_HIGH), x))
    square = b.put(f"fmul {v} {r}, {r}")
    rest = b.multiply_add(square, _polynomial(b, r, EXP_P), r)
    result = b.put(f"fadd {v} {rest}, {splat(1.0)}")
    bits = b.put(f"bitcast {v} {shifted} to {i}")
    for part in (bits, b.put(f"add {i} {bits}, {width.whole(1)}")):
        halved = b.put(f"lshr {i} {part}, {width.whole(1)}")
        scale = b.put(f"shl {i} {halved}, {width.whole(52)}")
        result = b.put(f"fmul {v} {result}, {b.put(f'bitcast {i} {scale} to {v}')}")
    return _function("exp", b, result)


def _ln(width: Width) -> str:
    b = Block("l", width)
    v, i, splat, whole = b.vector, b.integers, b.splat, width.whole
    tiny = b.compare("olt", "%x", splat(2.0**-1022))
    x = b.choose(tiny, b.put(f"fmul {v} %x, {splat(2.0**54)}"), "%x")
    bits = b.put(f"bitcast {v} {x} to {i}")
    moved = b.put(f"add {i} {bits}, {whole(FIELD - ROOT_HALF)}")
    counted = b.put(f"lshr {i} {moved}, {whole(52)}")
    whole_part = b.put(f"shl {i} {counted}, {whole(52)}")
    digits = b.put(f"sub {i} {bits}, {whole_part}")
    reduced = b.put(f"bitcast {i} {b.put(f'add {i} {digits}, {whole(FIELD)}')} to {v}")
    lifted = b.put(f"or {i} {counted}, {whole(0x4330000000000000)}")
    lower = b.choose(tiny, splat(ABOVE + 1024 + 54), splat(ABOVE + 1024))
    power = b.put(f"fsub {v} {b.put(f'bitcast {i} {lifted} to {v}')}, {lower}")
    f = b.put(f"fsub {v} {reduced}, {splat(1.0)}")
    s = b.put(f"fdiv {v} {f}, {b.put(f'fadd {v} {f}, {splat(2.0)}')}")
    z = b.put(f"fmul {v} {s}, {s}")
    r = b.put(f"fmul {v} {z}, {_polynomial(b, z, LOG_R)}")
    half = b.put(f"fmul {v} {b.put(f'fmul {v} {f}, {splat(0.5)}')}, {f}")
    low = b.put(f"fmul {v} {power}, {splat(LN2_LOWER)}")
    tail = b.multiply_add(s, b.put(f"fadd {v} {half}, {r}"), low)
    rest = b.put(f"fsub {v} {f}, {b.put(f'fsub {v} {half}, {tail}')}")
    y = b.multiply_add(power, splat(LN2_UPPER), rest)
    y = b.choose(b.compare("olt", "%x", splat(float("inf"))), y, "%x")  # infinity, and NaN
    y = b.choose(b.compare("olt", "%x", splat(0.0)), splat(float("nan")), y)
    return _function("ln", b, b.choose(b.compare("oeq", "%x", splat(0.0)), splat(float("-inf")), y))
