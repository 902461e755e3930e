"""A study file as it is written: of the city or of any model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from zysim.inputs.declared import Field
from zysim.inputs.study import Kind, Missing, RankBy, Vary
from zysim.inputs.uncertainty import Distribution
from zysim.wording import Pair

MOST_ROWS = 1 << 27
MOST_EVERY = 10_000
MOST_SEED = (1 << 31) - 1
LabelZh = Annotated[str, Field("中文名称", "name in Chinese")]
LabelEn = Annotated[str, Field("英文名称", "name in English")]
AT: Pair = (
    "时刻、start、end、max、min、mean、sum、time of max、time of min、first above N、first below N",
    "a moment, start, end, max, min, mean, sum, time of max, time of min, first above N or "
    "first below N",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockForm:
    """Times in place of those of the model file."""

    start: Annotated[float | None, Field("起始时刻", "first moment")] = None
    end: Annotated[float | None, Field("终止时刻", "last moment")] = None
    step: Annotated[float | None, Field("步长", "time step")] = None
    method: Annotated[
        Literal["euler", "rk2", "rk4"] | None, Field("积分方法", "method of integration")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataForm:
    """Files that the model needs."""

    files: Annotated[
        tuple[str, ...],
        Field(
            "导出的运行结果，供没有方程的数据变量", "exported runs, for data without an equation"
        ),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesForm:
    """A series that a fit compares."""

    id: str
    variable: Annotated[str, Field("变量，默认为本表名称", "variable; the name if none")] = ""
    column: Annotated[str, Field("列名，默认为变量", "heading; the variable if none")] = ""
    weight: Annotated[
        float | None,
        Field("权重：一次观测标准差的倒数", "one over the deviation of an observation", above=0),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitForm:
    """What `zysim fit` compares."""

    data: Annotated[str | None, Field("观测数据", "observations")] = None
    series: Annotated[
        Mapping[str, SeriesForm], Field("各序列；默认为数据各列", "series; each column if none")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepForm:
    """Series that are kept."""

    variables: Annotated[
        tuple[str, ...] | None,
        Field("保留其序列的变量，[] 为不保留", "variables whose series are kept, [] for none"),
    ] = None
    every: Annotated[
        int, Field("每几个时刻保留一个", "each how many-th moment", low=1, high=MOST_EVERY)
    ] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorForm:
    """One thing that varies."""

    id: str
    variable: Annotated[
        str,
        Field(
            "常数、存量、表函数或措施，默认为本表名称",
            "constant, stock, lookup or lever; the name if none",
        ),
    ] = ""
    structure: Annotated[
        str,
        Field(
            "城市的结构问题，选项与权重取自其表",
            "question about the city's structure; its table gives the rest",
        ),
    ] = ""
    distribution: Annotated[Distribution | None, Field("分布", "distribution")] = None
    low: Annotated[float | None, Field("最小值", "lowest value")] = None
    mode: Annotated[float | None, Field("最可能值", "most likely value")] = None
    high: Annotated[float | None, Field("最大值", "highest value")] = None
    levels: Annotated[tuple[float, ...], Field("各水平，如 [1, 2, 5]", "levels, as [1, 2, 5]")] = ()
    options: Annotated[
        Any,
        Field("若干组常数，如 [{a = 1}, {a = 2}]", "sets of constants, as [{a = 1}, {a = 2}]"),
    ] = None
    initial: Annotated[bool, Field("变化存量的初始值", "the initial value of a stock")] = False
    point: Annotated[
        float | None, Field("变化表函数在此 x 处的 y", "the y of a lookup at this x")
    ] = None
    switch_to: Annotated[
        float | None,
        Field(
            "自某时刻起改取此值，变化的是时刻", "its value from a moment on, which is what varies"
        ),
    ] = None
    group: Annotated[str, Field("所属组，默认为本表名称", "group; the name if none")] = ""
    label_zh: LabelZh = ""
    label_en: LabelEn = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeForm:
    """One number of a run."""

    id: str
    usual: Annotated[
        str, Field("城市自有的结果，如 peak_time", "one of the city's own, as peak_time")
    ] = ""
    variable: Annotated[str, Field("变量", "variable")] = ""
    formula: Annotated[str, Field("公式，如 max(a)/b[end]", "formula, as max(a)/b[end]")] = ""
    at: Annotated[
        Any,
        Field(
            f"取哪个数：{AT[0]}",
            f"which number: {AT[1]}",
        ),
    ] = None
    unit: Annotated[str, Field("单位，默认为变量的单位", "unit; the variable's if none")] = ""
    label_zh: LabelZh = ""
    label_en: LabelEn = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignForm:
    """Which runs are made."""

    kind: Annotated[Kind, Field("设计", "design")] = "sobol"
    rows: Annotated[
        int | None,
        Field("每次重复的行数；Sobol 为 2 的幂", "rows of a replicate; Sobol: a power of 2", low=1,
              high=MOST_ROWS),
    ] = None  # fmt: skip
    replicates: Annotated[int | None, Field("重复次数", "replicates", low=1, high=64)] = None
    seed: Annotated[int, Field("随机种子", "seed", low=0, high=MOST_SEED)] = 0
    steps: Annotated[int, Field("grid 的水平数", "levels of a grid", low=2, high=1000)] = 3
    file: Annotated[str | None, Field("file 设计的行表", "table of rows of a file design")] = None
    top: Annotated[
        int, Field("算二阶指数的前几个因素", "leading factors looked at closer", low=0, high=20)
    ] = 0
    rank_by: Annotated[
        RankBy, Field("按单个、类别或组排序", "what is ranked: each, its kind or its group")
    ] = "each"
    missing: Annotated[
        Missing, Field("没有数值的运行如何处理", "what is done with runs without a value")
    ] = "leave out"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekHoldForm:
    """An outcome that must lie at or beyond a bound."""

    id: str
    outcome: Annotated[str, Field("结果，默认为本表名称", "outcome; the name if none")] = ""
    at_least: Annotated[float | None, Field("不小于；与 at_most 取一", "at least; or at_most")] = (
        None
    )
    at_most: Annotated[float | None, Field("不大于", "at most")] = None
    probability: Annotated[
        float, Field("成立的概率，如 0.8", "probability, such as 0.8", above=0, high=1)
    ] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekForm:
    """What `zysim seek` is to find."""

    move: Annotated[tuple[str, ...], Field("可变动的因素", "factors that may move")]
    least: Annotated[str, Field("取最小的结果，或 change", "outcome wanted least, or change")] = ""
    most: Annotated[str, Field("取最大的结果", "outcome wanted most")] = ""
    holds: Annotated[Mapping[str, SeekHoldForm], Field("必须成立的条件", "what must hold")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyForm:
    """The file."""

    id: Annotated[str, Field("标识，默认为文件名", "id; the name of the file if none")] = ""
    model: Annotated[
        str, Field("模型文件；不写则为城市", "model file; without it the study is about the city")
    ] = ""
    title_zh: Annotated[str, Field("中文标题", "title in Chinese")] = ""
    title_en: Annotated[str, Field("英文标题", "title in English")] = ""
    question_zh: Annotated[str, Field("中文问题", "question in Chinese")] = ""
    question_en: Annotated[str, Field("英文问题", "question in English")] = ""
    scenario: Annotated[
        str | None, Field("城市：不变化处所取的情景", "the city: scenario of what is not varied")
    ] = None
    boundary: Annotated[
        str | None, Field("城市：自有结果的核算口径", "the city: account of its own outcomes")
    ] = None
    vary: Annotated[Vary, Field("城市：变化哪些", "the city: which of its tables vary")] = "none"
    event: Annotated[str, Field("discover 要解释的事", "what discover explains")] = ""
    clock: Annotated[ClockForm | None, Field("代替模型的时钟", "times of a model")] = None
    data: Annotated[DataForm | None, Field("模型所需数据", "data that the model needs")] = None
    cases: Annotated[
        Mapping[str, Mapping[str, Any]],
        Field(
            '各例所设的常数，或 cin = "文件"；第一例用于不变化处',
            'constants of each case, or cin = "file"; the first holds for what is not varied',
        ),
    ] = field(default_factory=dict)
    factors: Annotated[Mapping[str, FactorForm], Field("变化的因素", "what varies")] = field(
        default_factory=dict
    )
    outcomes: Annotated[Mapping[str, OutcomeForm], Field("结果", "what is measured")] = field(
        default_factory=dict
    )
    design: Annotated[DesignForm | None, Field("设计", "design")] = None
    keep: Annotated[KeepForm | None, Field("保留的序列", "series that are kept")] = None
    fit: Annotated[FitForm | None, Field("拟合", "for fit")] = None
    seek: Annotated[SeekForm | None, Field("反求", "for seek")] = None
