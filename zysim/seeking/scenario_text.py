"""The case of an answer as a scenario file, with the reason of every lever above it."""

from __future__ import annotations

import json

from zysim.inputs.tables import Tables
from zysim.runs.project import Project
from zysim.seeking.answer import Answer
from zysim.seeking.wording import change_words, hold_words, lever_label, percent, reason
from zysim.wording import Lang, Pair

MADE: Pair = (
    "由 {command} 求得；可直接运行：zysim run 本文件",
    "found by {command}; run it: zysim run THIS-FILE",
)
WHY: Pair = (
    "要求：{asked}。结果：{share}；{worlds} 种未用过的情形中为 {value}（{low}—{high}）{over}。",
    "Asked: {asked}. Found: {share}; in {worlds} worlds not used before {value} "
    "({low}–{high}){over}.",
)
OVER: Pair = (
    "；结构与兑现情况也不确定时为 {value}（各条件下 {low}—{high}）",
    "; with structure and delivery uncertain too {value} ({low}–{high} over the conditions)",
)
MISSED: Pair = ("未能达到要求，以下是所能达到的最好结果。", "Not reached: this is the best found. ")


def scenario_text(answer: Answer, project: Project, command: str) -> str:
    """Return the text of a scenario file, as :mod:`zysim.inputs.scenario_file` reads it.

    Parameters
    ----------
    answer, project
        The answer, and the model with the tables it was found with.
    command
        What made it.
    """
    tables, scenario = project.tables, answer.start.scenario
    shipped = scenario.files[0].resolve().parent == (tables.folder / "scenarios").resolve()
    base = scenario.id if shipped else scenario.files[0].resolve().as_posix()
    lines = [f"# {MADE[0].format(command=command)}", f"# {MADE[1].format(command=command)}"]
    lines += [
        f"{key} = {_text(value)}"
        for key, value in (
            ("id", answer.case.id),
            ("title_zh", answer.question.title[0]),
            ("title_en", answer.question.title[1]),
            ("why_zh", why(answer, project)[0]),
            ("why_en", why(answer, project)[1]),
            ("extends", base),
        )
    ]
    changed = {each.lever: each for each in answer.levers}
    order = [*changed, *(name for name in tables.levers if name not in changed)]
    settings, years = [], []
    for name in order:
        setting = answer.case.levers[name]
        if setting != scenario.levers.get(name, 0.0):
            settings += [*_reason(answer, name, tables), f"{name} = {setting!r}"]
        when = answer.case.years.get(name)
        if when is not None and when != scenario.years.get(name):
            told = _reason(answer, name, tables) if setting == answer.start.levers[name] else []
            years += [*told, f'{name} = "{when[0]}-{when[1]}"']
    assumed = [
        f"{json.dumps(name)} = {value!r}"
        for name, value in answer.case.assumptions.items()
        if scenario.assumptions.get(name) != value
    ]
    for title, rows in (("levers", settings), ("schedule", years), ("assumptions", assumed)):
        lines += ["", f"[{title}]", *rows] if rows else []
    return "\n".join(lines) + "\n"


def why(answer: Answer, project: Project) -> Pair:
    """Say in both languages what was asked and what was found."""
    share, over = answer.verified.chances[0], answer.verified.structures
    found = []
    langs: tuple[Lang, ...] = ("zh", "en")
    for at, lang in enumerate(langs):
        joint = "；" if at == 0 else "; "
        words = ""
        if over is not None:
            words = OVER[at].format(
                value=percent(over.chance, lang),
                low=percent(over.lowest, lang),
                high=percent(over.highest, lang),
            )
        found.append(
            ("" if answer.feasible else MISSED[at])
            + WHY[at].format(
                asked=joint.join(hold_words(each, project, lang) for each in answer.question.holds),
                share=percent(answer.probability, lang),
                worlds=f"{answer.verified.worlds:,}",
                value=percent(share, lang),
                low=percent(share.low, lang),
                high=percent(share.high, lang),
                over=words,
            )
        )
    return found[0], found[1]


def _reason(answer: Answer, name: str, tables: Tables) -> list[str]:
    """Return the comment lines above a lever; none for what the start already changed."""
    each = next((each for each in answer.levers if each.lever == name), None)
    if each is None:
        return []
    return [
        f"# {lever_label(name, tables, 'zh')}：{change_words(each, answer.start, tables, 'zh')}。"
        f"{reason(answer, each, 'zh')}",
        f"# {lever_label(name, tables, 'en')}: {change_words(each, answer.start, tables, 'en')}. "
        f"{reason(answer, each, 'en')}",
    ]


def _text(value: str) -> str:
    """Return a TOML string."""
    return json.dumps(value, ensure_ascii=False)
