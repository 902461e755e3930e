"""What a ranking by a surrogate rests on, as text."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.columns import fold, terminal_width
from zysim.sensitivity.measures import Measure
from zysim.sensitivity.surrogate import Surrogate
from zysim.wording import Lang, Pair, pick

QUICK: Pair = (
    "快速排序：模型只运行 {runs:,} 次，由此拟合多项式替代模型（surrogate，稀疏多项式混沌展开），"
    "以下指数由它算出；另用 {checks:,} 次新运行检验，解释的方差 Q²：{shares}。"
    "某一结果的 ST 误差与 1−Q² 同一量级，未计入 ± 之内；正式引用请不加 --quick。",
    "A quick ranking: the model ran {runs:,} times, a polynomial surrogate (sparse polynomial "
    "chaos) was fitted, and the indices below are its own. On {checks:,} fresh runs it explains "
    "of the variance (Q²): {shares}. ST of an outcome is off by "
    "the order of 1−Q², which ± leaves out; for quoting, rank without --quick.",
)


def quick_text(surrogate: Surrogate, measured: Mapping[str, Measure], lang: Lang) -> str:
    """Return the sentence that goes before a ranking by a surrogate."""
    joint = "、" if lang == "zh" else ", "
    shares = joint.join(
        f"{pick(measured[name].label, lang)} {max(share, 0.0):.1%}"
        for name, share in surrogate.confirmed.items()
    )
    text = pick(QUICK, lang).format(runs=surrogate.runs, checks=surrogate.checks, shares=shares)
    return fold(text, terminal_width())
