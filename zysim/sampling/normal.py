"""The normal distribution and its inverse, as in Cephes, without loading all of scipy.special.

References
----------
S. L. Moshier, Methods and Programs for Mathematical Functions, 1989 (Cephes, public domain):
``ndtr.c`` and ``ndtri.c``, which scipy.special builds on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zysim.arrays import FloatArray

ERF = (
    9.60497373987051638749e0,
    9.00260197203842689217e1,
    2.23200534594684319226e3,
    7.00332514112805075473e3,
    5.55923013010394962768e4,
)
ERF_BELOW = (
    1.0,
    3.35617141647503099647e1,
    5.21357949780152679795e2,
    4.59432382970980127987e3,
    2.26290000613890934246e4,
    4.92673942608635921086e4,
)
TAIL = (
    2.46196981473530512524e-10,
    5.64189564831068821977e-1,
    7.46321056442269912687e0,
    4.86371970985681366614e1,
    1.96520832956077098242e2,
    5.26445194995477358631e2,
    9.34528527171957607540e2,
    1.02755188689515710272e3,
    5.57535335369399327526e2,
)
TAIL_BELOW = (
    1.0,
    1.32281951154744992508e1,
    8.67072140885989742329e1,
    3.54937778887819891062e2,
    9.75708501743205489753e2,
    1.82390916687909736289e3,
    2.24633760818710981792e3,
    1.65666309194161350182e3,
    5.57535340817727675546e2,
)
FAR = (
    5.64189583547755073984e-1,
    1.27536670759978104416e0,
    5.01905042251180477414e0,
    6.16021097993053585195e0,
    7.40974269950448939160e0,
    2.97886665372100240670e0,
)
FAR_BELOW = (
    1.0,
    2.26052863220117276590e0,
    9.39603524938001434673e0,
    1.20489539808096656605e1,
    1.70814450747565897222e1,
    9.60896809063285878198e0,
    3.36907645100081516050e0,
)
MIDDLE = (
    -5.99633501014107895267e1,
    9.80010754185999661536e1,
    -5.66762857469070293439e1,
    1.39312609387279679503e1,
    -1.23916583867381258016e0,
)
MIDDLE_BELOW = (
    1.0,
    1.95448858338141759834e0,
    4.67627912898881538453e0,
    8.63602421390890590575e1,
    -2.25462687854119370527e2,
    2.00260212380060660359e2,
    -8.20372256168333339912e1,
    1.59056225126211695515e1,
    -1.18331621121330003142e0,
)
NEAR = (
    4.05544892305962419923e0,
    3.15251094599893866154e1,
    5.71628192246421288162e1,
    4.40805073893200834700e1,
    1.46849561928858024014e1,
    2.18663306850790267539e0,
    -1.40256079171354495875e-1,
    -3.50424626827848203418e-2,
    -8.57456785154685413611e-4,
)
NEAR_BELOW = (
    1.0,
    1.57799883256466749731e1,
    4.53907635128879210584e1,
    4.13172038254672030440e1,
    1.50425385692907503408e1,
    2.50464946208309415979e0,
    -1.42182922854787788574e-1,
    -3.80806407691578277194e-2,
    -9.33259480895457427372e-4,
)
END = (
    3.23774891776946035970e0,
    6.91522889068984211695e0,
    3.93881025292474443415e0,
    1.33303460815807542389e0,
    2.01485389549179081538e-1,
    1.23716634817820021358e-2,
    3.01581553508235416007e-4,
    2.65806974686737550832e-6,
    6.23974539184983293730e-9,
)
END_BELOW = (
    1.0,
    6.02427039364742014255e0,
    3.67983563856160859403e0,
    1.37702099489081330271e0,
    2.16236993594496635890e-1,
    1.34204006088543189037e-2,
    3.28014464682127739104e-4,
    2.89247864745380683936e-6,
    6.79019408009981274425e-9,
)
ENDS = math.exp(-2)
"""Below this probability, and above its complement, the inverse takes the form for tails."""
FAR_FROM = 8.0
ROOT_2PI = math.sqrt(2 * math.pi)


def below(scores: npt.ArrayLike) -> FloatArray:
    """Return the probability of a value below normal scores.

    >>> below([0.0, 1.959963984540054]).round(9).tolist()
    [0.5, 0.975]
    """
    x = np.asarray(scores, dtype=np.float64) * math.sqrt(0.5)
    size = np.abs(x)
    inner, outer = np.minimum(size, 1.0), np.clip(size, 1.0, 40.0)
    square = inner * inner
    near = 0.5 * inner * _ratio(square, ERF, ERF_BELOW)
    forms = _ratio(outer, TAIL, TAIL_BELOW), _ratio(outer, FAR, FAR_BELOW)
    tail = 0.5 * np.exp(-outer * outer) * np.where(outer < FAR_FROM, *forms)
    upper = np.where(size < 1.0, 0.5 + near, 1.0 - tail)
    lower = np.where(size < 1.0, 0.5 - near, tail)
    found: FloatArray = np.where(x > 0, upper, lower)
    return found


def score(probabilities: npt.ArrayLike) -> FloatArray:
    """Return the normal scores that values stay below with given probabilities, above 0, below 1.

    >>> score([0.5, 0.975]).round(6).tolist()
    [0.0, 1.959964]
    """
    given = np.asarray(probabilities, dtype=np.float64)
    high = given > 1.0 - ENDS
    p = np.where(high, 1.0 - given, given)
    with np.errstate(divide="ignore", invalid="ignore"):
        around = p - 0.5
        square = around * around
        middle = around + around * (square * _ratio(square, MIDDLE, MIDDLE_BELOW))
        x = np.sqrt(-2.0 * np.log(p))
        z = 1.0 / x
        forms = _ratio(z, NEAR, NEAR_BELOW), _ratio(z, END, END_BELOW)
        end = x - np.log(x) / x - z * np.where(x < FAR_FROM, *forms)
        found: FloatArray = np.where(p > ENDS, middle * ROOT_2PI, np.where(high, end, -end))
    return np.where(given <= 0, -np.inf, np.where(given >= 1, np.inf, found))


def _ratio(x: FloatArray, above: Sequence[float], under: Sequence[float]) -> FloatArray:
    found: FloatArray = np.polyval(above, x) / np.polyval(under, x)
    return found
