"""The files `zysim cost --out` writes: tables, what a tonne costs as a picture, manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from zysim.columns import fold
from zysim.files import SEAL, staged_folder
from zysim.plots.cost_rows import cost_rows
from zysim.plots.style import QUIET, house_style, save_figure
from zysim.report.cost_tables import cost_tables, measure_rows
from zysim.sensitivity.cost_answer import CostAnswer
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.answers.cost import CostResult

HEAD: Pair = ("{case}：每吨减排费用", "{case}: what a tonne avoided costs")
CAPTION: Pair = (
    "按每吨费用由低到高；沙普利分摊，{members} 个不确定情形；横线为 80% 的可能区间；"
    "右侧为折现后减排量（含各类温室气体和碳汇）。"
    "无资源成本、减少服务、增排或把握不足的 {refused} 项未画出。",
    "In order of cost per tonne; Shapley shares in {members} worlds; lines span the 80% range; at "
    "the right the discounted tonnes (all gases and the sink). {refused} measures without a cost "
    "of their own, with less service, that add emissions or are not sure are not drawn.",
)
WIDE = 8.2
"""Inches."""
CAPTION_WIDTH = 138


def write_costs(result: CostResult, out: Path, *, excel: bool = False) -> list[Path]:
    """Write the tables and pictures of cases; return their final paths, the manifest last.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    mpl.use("Agg")
    answers, encoding = result.found, "utf-8-sig" if excel else "utf-8"
    with staged_folder(out) as stage:
        for name, table in cost_tables(answers).items():
            table.to_csv(stage / f"{name}.csv", index=False, encoding=encoding)
        for at, answer in enumerate(answers, start=1):
            stem = "tonne" if len(answers) == 1 else f"tonne-{at}"
            for lang in get_args(Lang) if len(measure_rows(answer)) else ():
                with house_style():
                    save_figure(draw_tonnes(answer, lang), stage / f"{stem}.{lang}")
        (stage / SEAL).write_text(result.manifest().to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def draw_tonnes(answer: CostAnswer, lang: Lang) -> Figure:
    """Draw what a tonne costs, a row a measure; call it inside the house style."""
    rows = measure_rows(answer)
    words = {"members": answer.account.total.shape[0], "refused": len(answer.groups) - len(rows)}
    figure, ax = plt.subplots(figsize=(WIDE, 1.6 + 0.24 * len(rows)), layout="constrained")
    if len(rows):
        cost_rows(rows.rename(columns={f"label_{lang}": "label"}), lang=lang, ax=ax)
    title = pick(HEAD, lang).format(case=pick(answer.titles[answer.account.scenario], lang))
    figure.suptitle(title, x=0.01, ha="left", fontsize=11)
    caption = fold(pick(CAPTION, lang).format(**words), CAPTION_WIDTH)
    figure.supxlabel(caption, x=0.01, ha="left", fontsize=7.5, color=QUIET)
    return figure
