"""The numbers of result cards as text: one table a case, then where chance and sum disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zysim.columns import columns, fold, terminal_width
from zysim.metrics.result_numbers import CaseNumbers, intensity_target, rushes
from zysim.report.card.numbers_table import gases_text, numbers_rows, rush_text
from zysim.runs.ensemble import Ensemble
from zysim.runs.project import Project
from zysim.wording import Lang, Pair, pick

TITLE: Pair = ("{name} {case}：各口径的结果", "{name} {case}: results by account")
RUSH: Pair = ("提防抢峰：", "Beware of rushing: ")
NOTE: Pair = (
    "三个数为 P10–P50–P90；括号内为给定任一条件时概率的最低与最高值；“此后不高出”：{goal} 年之后"
    "没有一年比此前最高值高出这一比例以上。",
    "Three numbers are P10–P50–P90; brackets hold the lowest and highest chance given any one "
    "condition; not higher: no year after {goal} exceeds the highest up to it by more.",
)


def numbers_text(
    project: Project,
    found: Ensemble,
    numbers: Sequence[CaseNumbers],
    titles: Mapping[str, Pair],
    lang: Lang,
) -> str:
    """Return the numbers of every case, and the warnings of rushing."""
    city, wide = project.city, terminal_width()
    parts = []
    for each in numbers:
        rows = numbers_rows(each, city, intensity_target(project), lang)
        head = pick(TITLE, lang).format(name=pick(titles[each.case], lang), case=each.case)
        table = columns(rows, right=frozenset(range(1, len(rows[0]))))
        gases = gases_text(each, city, lang)
        parts.append("\n".join([head, table, *([fold(gases, wide)] if gases else [])]))
    notes = [pick(NOTE, lang).format(goal=city.goal)]
    warned = [rush_text(each, titles, lang) for each in rushes(found, numbers)]
    notes += [pick(RUSH, lang) + each for each in warned]
    return "\n\n".join([*parts, "\n".join(fold(each, wide) for each in notes)])
