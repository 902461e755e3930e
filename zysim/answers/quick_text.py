"""What a ranking by a surrogate rests on, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zysim.columns import fold, terminal_width
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.answers.rank_files import Answer

QUICK: Pair = (
    "快速排序：模型只运行 {runs:,} 次，由此拟合多项式替代模型（surrogate，稀疏多项式混沌展开），"
    "以下指数由它算出；另用 {checks:,} 次新运行检验，解释的方差 Q²：{shares}。"
    "某一结果的 ST 误差与 1−Q² 同一量级，未计入 ± 之内；正式引用请用 --refine 或不加 --quick。",
    "A quick ranking: the model ran {runs:,} times, a polynomial surrogate (sparse polynomial "
    "chaos) was fitted, and the indices below are its own. On {checks:,} fresh runs it explains "
    "of the variance (Q²): {shares}. ST of an outcome is off by "
    "the order of 1−Q², which ± leaves out; for quoting, take --refine or no --quick.",
)

REFINED: Pair = (
    "逐步精化：模型运行 {runs:,} 次（全部设计为 {whole:,} 次），先拟合替代模型（surrogate），"
    "再以其为控制变量（control variate），每次重复取前 {rows} 行；以下指数是模型本身的，"
    "不带替代模型的误差，区间由 {replicates} 次重复逐一剔除（刀切法）得出。",
    "Refined: the model ran {runs:,} times ({whole:,} for the whole design): a surrogate was "
    "fitted, then used as control variate of the first {rows} rows of each replicate. The indices "
    "below are the model's own, free of the surrogate's error; intervals leave out one of "
    "{replicates} replicates at a time (jackknife).",
)


def quick_text(found: Answer, lang: Lang) -> str:
    """Return the sentence that goes before a ranking with a surrogate; "" before another."""
    surrogate, evaluator = found.surrogate, found.evaluator
    if surrogate is None:
        return ""
    if found.refined is not None:
        text = pick(REFINED, lang).format(
            runs=found.runs,
            whole=evaluator.rows * evaluator.blocks,
            rows=found.refined.rows,
            replicates=evaluator.study.replicates,
        )
        return fold(text, terminal_width())
    joint = "、" if lang == "zh" else ", "
    shares = joint.join(
        f"{pick(evaluator.outcomes[name].label, lang)} {max(share, 0.0):.1%}"
        for name, share in surrogate.confirmed.items()
    )
    text = pick(QUICK, lang).format(runs=surrogate.runs, checks=surrogate.checks, shares=shares)
    return fold(text, terminal_width())
