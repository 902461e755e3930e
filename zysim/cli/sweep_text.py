"""What `zysim sweep` tells: what it will take, what was computed, and how outcomes are spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zysim
from zysim.cli.framework import say, spoken
from zysim.columns import columns
from zysim.units import spoken_unit
from zysim.wording import Pair, pick

if TYPE_CHECKING:
    from zysim.sensitivity.measures import Measure
    from zysim.sweeps.dataset import Format
    from zysim.sweeps.estimate import Estimate
    from zysim.sweeps.study import StudySweep
    from zysim.sweeps.summary import Spread
    from zysim.sweeps.sweep import Finished

ESTIMATE: Pair = (
    "预计：{runs:,} 次运行，{chunks:,} 块；按本机每核每秒 {rate:,.0f} 次，单核需 {core}，"
    "{workers} 个进程约 {hours}；块文件 {chunk_size}{dataset}。",
    "Estimate: {runs:,} runs in {chunks:,} chunks; at {rate:,.0f} runs a second on a processor "
    "like this one {core}, with {workers} of them {hours}; "
    "{chunk_size} of chunks{dataset}.",
)
DATASET: Pair = ("，数据集 {size}", ", {size} of dataset")
NOT_ENCRYPTED: Pair = (
    "连接未加密：能连上该调度器的人都可在工作节点上运行程序。请用 tls:// 或专用网络。",
    "The connection is not encrypted: whoever reaches this scheduler can run programs on its "
    "workers. Use tls:// or a network of your own.",
)
SHOWN = (1, 3, 5)
"""Places of the quantiles that are shown; the file has all of them."""
HEADS: tuple[Pair, ...] = (
    ("结果", "outcome"),
    ("单位", "unit"),
    ("P10", "P10"),
    ("P50", "P50"),
    ("P90", "P90"),
    ("无值", "lacking"),
)
COUNTS: Pair = (
    "共 {chunks:,} 块、{runs:,} 次运行：本次计算 {computed:,} 块，原有 {whole:,} 块校验无误。",
    "{chunks:,} chunks, {runs:,} runs: {computed:,} computed now, {whole:,} verified.",
)
MENDED: Pair = (
    "重新计算：缺失 {missing:,} 块，缺少校验文件 {unsealed:,} 块，损坏 {damaged:,} 块。",
    "Computed again: {missing:,} missing, {unsealed:,} without a hash, {damaged:,} damaged.",
)
DIGEST: Pair = ("校验值：{digest}", "Digest: {digest}")
WRITTEN: Pair = ("文件：{path}", "File: {path}")
GO_ON: Pair = (
    "已停止，完成的部分都已保留。继续：{words}",
    "Stopped; every finished chunk is kept. Go on with: {words}",
)


def document(
    study: str,
    whole: StudySweep,
    finished: Finished,
    path: Path | None,
    spreads: Sequence[Spread],
) -> dict[str, Any]:
    """Return what ``--json`` prints of a finished sweep."""
    return {
        "zysim": zysim.__version__,
        "study": study,
        "rows": whole.evaluator.rows,
        "blocks": whole.evaluator.blocks,
        "chunks": finished.chunks,
        "computed": finished.computed,
        "found": finished.found,
        "digest": finished.digest,
        "file": None if path is None else str(path),
        "outcomes": [asdict(each) for each in spreads],
    }


def spread_table(spreads: Sequence[Spread], outcomes: Mapping[str, Measure]) -> str:
    """Return the middle and the ends of the 80 % band of each outcome as aligned lines."""
    lang = spoken()
    rows = [[pick(head, lang) for head in HEADS]]
    for each in spreads:
        about = outcomes[each.outcome]
        factor, unit = spoken_unit(about.unit, lang)
        numbers = [f"{factor * each.quantiles[place]:.5g}" for place in SHOWN]
        rows.append([pick(about.label, lang), unit, *numbers, f"{each.lacking:.1%}"])
    return columns(rows, right=frozenset({2, 3, 4, 5}))


def plain_estimate(expected: Estimate, workers: int) -> dict[str, Any]:
    """Return what ``--json`` prints of an estimate."""
    return asdict(expected) | {
        "core_hours": expected.core_hours,
        "workers": workers,
        "hours": expected.hours(workers),
    }


def told_estimate(expected: Estimate, workers: int, form: Format) -> str:
    """Return an estimate as a sentence."""
    dataset = "" if form == "none" else say(DATASET, size=_size(expected.dataset_bytes))
    return say(
        ESTIMATE,
        runs=expected.runs,
        chunks=expected.chunks,
        rate=1 / expected.seconds_a_run,
        core=_hours(expected.core_hours),
        workers=workers,
        hours=_hours(expected.hours(workers)),
        chunk_size=_size(expected.chunk_bytes),
        dataset=dataset,
    )


def _hours(hours: float) -> str:
    """Return a duration in the unit that suits it."""
    for unit, length in ((("天", "d"), 24.0), (("小时", "h"), 1.0), (("分钟", "min"), 1 / 60)):
        if hours >= length:
            return f"{hours / length:.3g} {pick(unit, spoken())}"
    return f"{hours * 3600:.3g} {pick(('秒', 's'), spoken())}"


def _size(count: float) -> str:
    """Return a number of bytes in the unit that suits it."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count / 1e3:.3g} kB"
