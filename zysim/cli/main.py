"""The command `zysim`: what commands there are and where each lives."""

from __future__ import annotations

import click

import zysim
from zysim.cli.framework import LazyGroup, Option, show_help

_HOMES = {
    "run": ("计算情景的达峰年份、表格和图", "peak years of scenarios, with tables and a chart"),
    "ensemble": ("达峰年的概率与区间", "the peak year with its probability"),
    "structures": ("结构上的未定问题及其权重", "what is open about the structure, weighted"),
    "yearly": (
        "来水等逐年起伏之下，清单会看到的达峰年",
        "the peak inventories would see as years differ",
    ),
    "calibrate": ("按历史观测为不确定情形加权", "weigh the states of the world by history"),
    "update": ("用新统计判断是否在轨", "on track? new statistics and the chance of the peak"),
    "fan": ("任一变量的扇形图", "the fan chart of any variable"),
    "figure": ("按图形说明出图，每个字段都是选项", "a figure from a specification, all options"),
    "card": ("结论卡：一页说清能否达峰、为何、谁出钱", "the conclusion on one page"),
    "explain-peak": ("两个情景之间达峰为何移动", "why the peak moves between two scenarios"),
    "discover": ("在哪些条件下达峰推迟", "the conditions under which the peak comes late"),
    "data-wanted": ("最需要测准的数据", "the data that would narrow the peak most"),
    "page": ("可离线打开的情景试算网页", "the what-if page, one offline file"),
    "report": ("Word 报告及其后的工作簿", "a Word report, and the workbook behind it"),
    "slides": ("演示文稿，图可修改", "a presentation with charts that can be edited"),
    "seek": ("要达到目标，改哪几项措施", "what to change so that a goal is met"),
    "rank": ("哪些措施最能左右达峰", "which levers matter most for the peak"),
    "cost": ("方案多花多少钱、由谁支付", "what a case costs, who pays, cost per tonne"),
    "study": ("为任一模型写出研究文件的初稿", "write a study of any model to start from"),
    "sweep": ("把研究分块算入文件，中断后可继续", "a study into files, going on after a kill"),
    "figures": ("方案的图：行业、区县、能源流向等", "pictures: sectors, counties, energy flows …"),
    "levers": ("列出全部政策措施及其取值范围", "list the policy levers and their ranges"),
    "scenarios": ("列出全部情景", "list the scenarios"),
    "targets": ("对照方案的量化目标打分", "score a scenario against the plan's numeric targets"),
    "accounts": ("各核算口径下的目标", "the targets on every account"),
    "explain": ("说明一个变量：方程、单位、来源", "explain a variable: equation, unit, sources"),
    "check": (
        "检验模型行为（models/checks.toml）",
        "check the model's behaviour (models/checks.toml)",
    ),
    "fit": ("与历史数据比较的误差", "errors against the observed history"),
    "new": ("把本城市复制为新的城市文件夹", "copy the city to a folder of your own to edit"),
    "model": ("把 params/ 的数写入模型文件", "write the numbers of params/ into the model file"),
    "describe": ("列出模型的全部变量", "list every variable of the model"),
    "schema": ("各数表与文件可写什么", "what may stand in each table and file"),
    "bench": ("本机每秒能运行多少次", "how many runs a second this machine makes"),
    "doctor": ("检查安装是否完好", "check the installation"),
}
ABOUT = (
    "城市碳达峰系统动力学模拟。加 --lang en 显示英文。",
    "System dynamics of the carbon peak of a city. Add --lang zh for Chinese.",
)


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"zysim {zysim.__version__}")
        ctx.exit()


main = LazyGroup(
    "zysim",
    {name: (f"zysim.cli.{name.replace('-', '_')}", about) for name, about in _HOMES.items()},
    about=ABOUT,
    callback=show_help,
    params=[
        Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            expose_value=False,
            about=("界面语言，可写在任何位置", "language, anywhere on the line"),
        ),
        Option(
            ["--city"],
            metavar="DIR",
            expose_value=False,
            about=(
                "城市文件夹（默认为随附的城市；也可用 ZYSIM_CITY），可写在任何位置",
                "folder of a city, the shipped one if not given (or ZYSIM_CITY); anywhere",
            ),
        ),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            about=("显示版本号", "show the version"),
        ),
    ],
)
"""Entry point; `main(["run", "plan"])` runs a command and leaves with its exit code."""
