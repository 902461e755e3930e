"""Vensim models of any size, with operations in about the city model's proportions.

A model is a chain of small modules, each with two stocks, a SMOOTH, a lookup, a condition, and the
exponential, logarithm and power that logit choice and learning curves are made of.
"""

from __future__ import annotations

SCALARS_IN_MODULE = 15
VARIED, OUTPUT = "birth_rate_0", "total_burden"
"""A constant to vary, and what every module adds to."""
HEAD = "{UTF-8}\n"
MODULE = """
people {k} = INTEG(births {k} - deaths {k}, 100 + {k}) ~ head ~~|
births {k} = birth rate {k}*people {k}*room {k} ~ head/year ~~|
birth rate {k} = 0.03 ~ 1/year [0.01,0.05] ~~|
deaths {k} = people {k}/life {k} ~ head/year ~~|
life {k} = 60 + 10*comfort table(comfort {k}) ~ year ~~|
room {k} = MAX(0, 1 - people {k}/(1000 + {k})) ~ dmnl ~~|
capital {k} = INTEG(investment {k} - capital {k}/20, 50) ~ yuan ~~|
investment {k} = saving rate {k}*output {k} ~ yuan/year ~~|
saving rate {k} = 0.2 ~ dmnl [0.1,0.4] ~~|
output {k} = 2*(capital {k}/50)^0.4*(people {k}/100)^0.6*learning {k} ~ yuan/year ~~|
learning {k} = EXP(-0.02*LN(1 + capital {k}/{before})) ~ dmnl ~~|
comfort {k} = SMOOTH(output {k}/people {k}*share {k}, 3) ~ dmnl ~~|
share {k} = 1/(1 + EXP(-2*(output {k} - 3))) ~ dmnl ~~|
burden {k} = IF THEN ELSE(output {k} > 4, output {k}*0.3, output {k}*0.25) ~ yuan/year ~~|
"""
TAIL = """
comfort table((0,0),(0.01,0.2),(0.02,0.5),(0.05,0.9),(0.1,1)) ~ dmnl ~~|
total burden = {total} ~ yuan/year ~~|
INITIAL TIME = 2020 ~ year ~~|
FINAL TIME = 2060 ~ year ~~|
TIME STEP = 0.125 ~ year ~~|
SAVEPER = TIME STEP ~ year ~~|
"""


def model_text(scalars: int) -> str:
    """Return the text of a model with about so many scalars."""
    modules = max(1, scalars // SCALARS_IN_MODULE)
    parts = [MODULE.format(k=k, before=f"capital {k - 1}" if k else "40") for k in range(modules)]
    total = " + ".join(f"burden {k}" for k in range(modules))
    return HEAD + "".join(parts) + TAIL.format(total=total)
