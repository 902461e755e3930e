"""What a study measures: tables ``[outcomes.NAME]`` become formulas, and what is wrong is told."""

from __future__ import annotations

from zysim.errors import InputError
from zysim.inputs.formula import Formula, parse_formula
from zysim.inputs.problems import Problem
from zysim.inputs.study import OutcomeSpec
from zysim.inputs.study_factor import in_both
from zysim.inputs.study_form import AT, OutcomeForm

OVER_TIME = ("max", "min", "mean", "sum", "time of max", "time of min")
FIRST = ("first above", "first below")


def outcome_of(form: OutcomeForm, problems: list[Problem], *, city: bool) -> OutcomeSpec:
    """Return an outcome as a study says it; what is wrong goes to ``problems``."""
    usual = form.usual if city else ""
    text, formula = form.formula or (f'"{form.variable}"' if form.variable else ""), None
    if bool(usual) + bool(form.variable) + bool(form.formula) != 1:
        problems.append(
            Problem(
                "give one of variable, formula" + (" and usual" if city else ""),
                "variable、formula" + ("、usual" if city else "") + " 须给且只给一个",
            )
        )
    elif not usual:
        inner = _quoted(form.variable) if form.variable else form.formula
        bare = form.variable or form.at is None
        text = _taken(inner if bare else f"({inner})", form.at, problems)
        formula = formula_of(text, problems)
    return OutcomeSpec(
        id=form.id,
        usual=usual,
        formula=formula,
        text=text,
        label=in_both(form.label_zh, form.label_en, (form.id, form.id)),
        unit=form.unit,
    )


def formula_of(text: str, problems: list[Problem]) -> Formula | None:
    """Return a formula, None after noting why it cannot be read."""
    try:
        return parse_formula(text)
    except InputError as error:
        problems.append(Problem(str(error), error.zh or str(error)))
        return None


def _quoted(variable: str) -> str:
    """Return a variable as a formula writes it: a name with spaces in quotes, then subscripts."""
    head, bracket, rest = variable.partition("[")
    elements = ",".join(f'"{_bare(each)}"' for each in rest.rstrip("] ").split(","))
    return f'"{_bare(head)}"' + (f"[{elements}]" if bracket else "")


def _bare(name: str) -> str:
    return name.strip().strip('"').strip()


def _taken(inner: str, when: object, problems: list[Problem]) -> str:
    """Return the formula that takes one number of a series."""
    if when is None:
        return inner
    if isinstance(when, int | float) and not isinstance(when, bool):
        return f"{inner}[{when!r}]"
    word = " ".join(str(when).split()).lower()
    if word in ("start", "end"):
        return f"{inner}[{word}]"
    if word in OVER_TIME:
        return f"{word.replace(' ', '_')}({inner})"
    for each in FIRST:
        if word.startswith(f"{each} "):
            return f"{each.replace(' ', '_')}({inner}, {word.removeprefix(each).strip()})"
    problems.append(
        Problem(f"at {when!r} must be one of {AT[1]}", f"at {when!r} 应为以下之一：{AT[0]}")
    )
    return inner + "[end]"
