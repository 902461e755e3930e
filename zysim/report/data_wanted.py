"""The list of data wanted, as a Chinese page for the city's statisticians."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zysim.inputs.data_requests import DataRequest
from zysim.inputs.tables import Tables
from zysim.sensitivity.data_wanted import Span, Wanted, WantedNumber
from zysim.units import unit_words
from zysim.wording import QUALITIES, Pair

NATURE_WORDS: Mapping[str, Pair] = {
    "measure": ("可测", "可由现有记录或实测得到"),
    "plan": ("规划", "取决于规划与项目决定，可由主管部门明确"),
    "outlook": ("预判", "属未来情况，无法实测，只能由更好的预判收窄"),
}
"""Nature of a number: for the table, and in full."""
NO_REQUEST = "暂无建议"
INTRO = (
    "# 最需要的数据：哪些数字弄清了，达峰判断会更准\n\n"
    "本页由 `zysim data-wanted` 生成，请勿手工修改。"
    "供{city}统计、生态环境、发展改革、经济和信息化、能源等部门参考。\n\n"
    "模型有 {considered} 个不确定的数字。下面是其中最值得先弄清的 {count} 个，"
    "按“达峰时间”与“是否在 {goal} 年前达峰”两项方差份额之和从大到小排列。\n\n"
    "- 口径：{boundary}；情景：方案（措施全部落实）。\n"
    "- 现在的判断：达峰时间的 80% 区间为 {low:.0f}—{high:.0f} 年（中位 {middle:.0f} 年），"
    "{goal} 年前（含）达峰的概率为 {in_time:.1%}；没有新增措施的基线情景为 {baseline:.1%}。\n"
    "- {considered} 个数字各自单独弄清所能消除的方差，相加占达峰时间总方差的 {explained:.0%}"
    "（相关的数字有重复计入）；其余来自数字之间的共同作用，单独弄清哪一个都消除不了。\n"
    "- 性质：{natures}。\n\n"
    "## 一览\n\n"
    "| 序 | 数字 | 性质 | 达峰时间：方差可减少 | 达峰时间：80% 区间可缩短 "
    "| {goal} 年前达峰与否：方差可减少 | 判断正确率可提高（方案） | 判断正确率可提高（基线） |\n"
    "|---:|---|---|---:|---:|---:|---:|---:|\n"
)
READ = (
    "\n怎样读这张表：± 后为 95% 区间的一半；“约 0”表示在误差以内看不出作用；"
    "“可缩短”为负表示多数情形下区间反而略宽。"
    "“判断正确率可提高”指知道该数字的真值后，猜对“{goal} 年前是否达峰”的概率平均提高多少个百分点。"
    "{verdict}\n\n## 逐项说明\n"
)
VERDICT_NONE = (
    "方案情景下这一列全部约为 0：{goal} 年前达峰的概率只有 {in_time:.1%}，"
    "单独弄清任何一个数字都不足以改变判断。"
)
VERDICT_SOME = "方案情景下有 {count} 个数字单独就能提高判断的正确率。"
ITEM = """
### {rank}. {label}（`{id}`）

- 含义：{meaning}
- 现用值：{value}，范围 {low} 至 {high}（单位：{unit}）
- 数据质量：{quality}；现值来历：{now}
- 性质：{nature}
- 建议索取或测量：{ask}
- 建议询问：{holder}
"""
METHOD = (
    "\n## 方法\n\n"
    "在 {members} 种不确定情形中运行方案与基线情景（种子 {seed}），按每个数字的大小等分为若干组，"
    "比较组内与总体的方差、区间宽度和判断正确率，并扣除分组本身造成的偏差，± 来自重抽样。"
    "相关的数字（如两个年份的电网因子）弄清一个也会透露另一个；"
    "到 {last} 年仍未达峰的情形（{censored:.1%}）按 {last} 年计。\n\n"
    "各数字的取值范围见 `params/uncertainty.csv`。"
    "“建议索取或测量”与“建议询问”是作者的建议（`params/data_requests.csv`），"
    "不表示有关部门持有或同意提供这些数据。\n"
)


def render_wanted(wanted: Wanted, tables: Tables, requests: Mapping[str, DataRequest]) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    wanted
        The numbers, from :func:`zysim.sensitivity.data_wanted.data_wanted`.
    tables
        Give names, units, values, ranges and quality.
    requests
        What to ask for, by id; a number without one says so.
    """
    low, middle, high = wanted.peak_time
    plan, baseline = wanted.in_time
    said = tables.city.words("zh")
    intro = INTRO.format(
        **said,
        considered=wanted.considered,
        count=len(wanted.numbers),
        boundary=tables.city.accounts[wanted.boundary].label[0],
        low=low,
        middle=middle,
        high=high,
        in_time=plan,
        baseline=baseline,
        explained=wanted.explained,
        natures=_natures([requests[each.id] for each in wanted.numbers if each.id in requests]),
    )
    rows = [_row(rank, each, tables, requests) for rank, each in enumerate(wanted.numbers, start=1)]
    helpful = sum(each.call_gain[0] > each.call_gain[1] for each in wanted.numbers)
    words = VERDICT_SOME if helpful else VERDICT_NONE
    verdict = words.format(**said, in_time=plan, count=helpful)
    items = [
        _item(rank, each.id, tables, requests) for rank, each in enumerate(wanted.numbers, start=1)
    ]
    method = METHOD.format(
        **said, members=wanted.members, seed=wanted.seed, censored=wanted.censored
    )
    return (
        intro
        + "\n".join(rows)
        + "\n"
        + READ.format(**said, verdict=verdict)
        + "".join(items)
        + method
    )


def _natures(requests: Sequence[DataRequest]) -> str:
    counts = {name: sum(each.nature == name for each in requests) for name in NATURE_WORDS}
    return "；".join(
        f"{count} 个{NATURE_WORDS[name][1]}（{NATURE_WORDS[name][0]}）"
        for name, count in counts.items()
        if count
    )


def _row(
    rank: int, number: WantedNumber, tables: Tables, requests: Mapping[str, DataRequest]
) -> str:
    request = requests.get(number.id)
    cells = [
        str(rank),
        name_zh(number.id, tables),
        NATURE_WORDS[request.nature][0] if request else "—",
        _percent(number.year_variance),
        _shown(number.year_width, 1, "{:.1f} ± {:.1f} 年"),
        _percent(number.call_variance),
        _points(number.call_gain),
        _points(number.call_gain_baseline),
    ]
    return "| " + " | ".join(cells) + " |"


def _percent(span: Span) -> str:
    return _shown(span, 100, "{:.1f}% ± {:.1f}%")


def _points(span: Span) -> str:
    return _shown(span, 100, "{:.1f} ± {:.1f} 个百分点")


def _shown(span: Span, scale: float, words: str) -> str:
    value, half = span
    return words.format(scale * value, scale * half) if abs(value) > half else "约 0"


def _item(rank: int, name: str, tables: Tables, requests: Mapping[str, DataRequest]) -> str:
    parameter, uncertain = tables.parameters[name], tables.uncertainty[name]
    request = requests.get(name)
    share = parameter.unit == "1/year"
    scale, unit = (100, "%/年") if share else (1, unit_words(parameter.unit)[0])
    value, low, high = (
        f"{scale * each:.6g}" for each in (parameter.value, uncertain.low, uncertain.high)
    )
    return ITEM.format(
        rank=rank,
        label=name_zh(name, tables),
        id=name,
        meaning=request.meaning_zh if request else name_zh(name, tables),
        value=value,
        low=low,
        high=high,
        unit="无量纲" if parameter.unit == "dmnl" else unit,
        quality=QUALITIES[parameter.provenance.quality][0],
        now=request.now_zh if request else tables.sources[parameter.provenance.source].title,
        nature=NATURE_WORDS[request.nature][1] if request else NO_REQUEST,
        ask=request.ask_zh if request else NO_REQUEST,
        holder=request.holder_zh if request else NO_REQUEST,
    )


def name_zh(name: str, tables: Tables) -> str:
    """Return the Chinese name of a constant, with its element where it has one.

    >>> from zysim.inputs.read_tables import read_tables
    >>> name_zh("fuel_preference_trend[coal]", read_tables())
    '燃料偏好趋势[coal]'
    """
    return tables.parameters[name].label_zh + "".join(name.partition("[")[1:])
