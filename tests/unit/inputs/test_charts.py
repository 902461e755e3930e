"""A city's own charts: read from figures/charts.toml, with every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.charts import FILE, Drawn, matching, read_charts
from zysim.inputs.levers import read_levers
from zysim.reading.graph import ModelGraph
from zysim.reading.vensim import read_model

CITY = Path(__file__).parents[2] / "data" / "harbour"
TEXT = """\
[[chart]]
id = "power"
kind = "lines"
zh = "用电"
en = "Power"
unit_zh = "亿千瓦时"
unit_en = "10⁸ kWh"
note_zh = "外来电。"
note_en = "Brought in."
lines = [{ zh = "用电", en = "Use", terms = { power_use = 1 }, over = { residents = 2 } }]

[surface]
levers = ["new_mill", "shore_power"]
zh = "两项"
en = "Two"

[flows]
zh = "流向"
en = "Flows"
unit_zh = "万吨标准煤"
unit_en = "10⁴ tce"
note_zh = "无"
note_en = "None"
smallest = 0.5
flow = [
  { from = "fuel", to = "homes", terms = { "sector_energy[homes]" = 1 } },
  { from = "fuel", to = "rest", terms = { "sector_energy[*]" = 1, base_power = "-extra_power" } },
]
[flows.nodes]
fuel = { zh = "燃料", en = "Fuel" }
homes = { zh = "居民", en = "Homes" }
rest = { zh = "其余", en = "The rest" }
"""


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    return read_model(CITY / "models" / "harbour.mdl", cache=False)


def read(folder: Path, graph: ModelGraph, text: str) -> Drawn:
    (folder / FILE).parent.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return read_charts(folder, graph, read_levers(CITY / "params" / "levers.csv"))


def test_what_the_file_says_is_read_with_its_weights(tmp_path: Path, graph: ModelGraph) -> None:
    drawn = read(tmp_path, graph, TEXT)
    (chart,) = drawn.charts
    assert chart.title == ("用电", "Power")
    assert chart.lines[0].over == {"residents": 2.0}
    assert drawn.surface is not None
    assert drawn.surface.levers == ("new_mill", "shore_power")
    assert drawn.flows is not None
    assert drawn.flows.flows[1].terms == {
        "sector_energy[port]": 1.0,
        "sector_energy[mill]": 1.0,
        "sector_energy[ships]": 1.0,
        "sector_energy[homes]": 1.0,
        "base_power": -graph.constants["extra_power"],
    }


def test_a_city_may_have_no_such_file(tmp_path: Path, graph: ModelGraph) -> None:
    assert read_charts(tmp_path, graph, {}) == Drawn()


def test_a_star_stands_for_every_element_of_its_place(graph: ModelGraph) -> None:
    assert len(matching("maker_output[*]", graph)) == 2
    assert matching("maker_output[*,port]", graph) == []
    assert matching("sector_energy[ships]", graph) == ["sector_energy[ships]"]
    assert matching("nothing", graph) == []


def test_everything_wrong_is_said_at_once(tmp_path: Path, graph: ModelGraph) -> None:
    text = TEXT.replace('kind = "lines"', 'kind = "pie"').replace(
        "power_use = 1", "power_usage = 1"
    )
    text = text.replace('["new_mill", "shore_power"]', '["new_mil"]').replace("0.5", '"small"', 1)
    text = text.replace('to = "homes"', 'to = "home"').replace("-extra_power", "-extra")
    text += TEXT[: TEXT.index("[surface]")].replace("terms = { power_use = 1 }", "terms = 3")
    with pytest.raises(InputError) as caught:
        read(tmp_path, graph, text)
    said, zh = str(caught.value), caught.value.zh or ""
    for words in (
        "[[chart]] 1: kind 'pie' must be one of lines, stack, index",
        "chart power: unknown variable 'power_usage'. Did you mean 'power_use'",
        "[[chart]] 2 lines 1: terms must be a table, written [[chart]] 2 lines 1 terms",
        "power: is the id of two charts: rename one",
        "[surface]: unknown lever 'new_mil'. Did you mean 'new_mill'?",
        "[flows]: smallest must be a number of 0 or more, it is 'small' in quotation marks",
        "flows: unknown constant 'extra'. Did you mean 'extra_power'",
    ):
        assert f"- {words}" in said
    assert "有两个图使用此 id：请改名" in zh
    assert "没有名为 'new_mil' 的措施" in zh


def test_what_contradicts_itself_is_said(tmp_path: Path, graph: ModelGraph) -> None:
    text = TEXT.replace('["new_mill", "shore_power"]', '["new_mill"]')
    with pytest.raises(InputError) as caught:
        read(tmp_path, graph, text.replace('to = "homes"', 'to = "home"'))
    assert "[surface]: levers must name two levers, got ['new_mill']" in str(caught.value)
    assert "[flows]: unknown node 'home'. Did you mean 'homes'?" in str(caught.value)
    assert "没有名为 'home' 的节点" in (caught.value.zh or "")
