"""A small params folder in which everything is right, for tests to break one thing in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.paths import CITY_FILE, data_root

FILES = {
    "sources.csv": """\
key,title,publisher,year,where,read_on,note
plan_2023,The plan,The city,2023,City hall,2026-11-22,
panel,A panel,Somebody,,https://example.org/panel,,Compiled by a third party
authors,Own judgement,zysim,2026,params/README.md,,
""",
    "base_year.csv": """\
id,label_zh,label_en,value,low,high,unit,source,locator,quality,note
population,人口,Population,230.86,230,231.5,wan person,panel,table 1,literature,
fleet[car],汽车,Cars,24.5,20,29,wan vehicle,authors,,estimate,Scaled down from the province
fleet[bus],公交,Buses,0.08,0.05,0.1,wan vehicle,authors,,estimate,Own judgement
""",
    "coefficients.csv": """\
id,label_zh,label_en,value,low,high,unit,source,locator,quality,note
policy_delay,推迟,Policy delay,0,0,15,year,authors,,estimate,A choice of the user
plant_hours,利用小时,Plant hours,2400,1500,4500,h/year,panel,page 3,derived,Output over capacity
""",
    "levers.csv": """\
id,label_zh,label_en,clause,action_zh,action_en,at_zero_zh,at_zero_en,at_one_zh,at_one_en,\
reading,low,high,start,full,sign,source,locator,quality,note
gas_output,增产,Gas output,C1.1,能源,Energy,现状,Trend,达标,Plan,\
plan,0,1.2,2026,2030,up,plan_2023,C1.1,plan,
green_living,绿色生活,Green living,C9,全民,People,现状,Trend,六成,60 %,\
reading,0,1.6,2025,2032,down,authors,,estimate,Our reading
""",
    "plan_targets.csv": """\
id,label_zh,label_en,year,variable,compare,threshold,low,high,unit,reference_year,clause,\
source,locator,quality,note
T01,能耗,Energy per GDP,2025,energy_intensity,change<=,-14.5,-14.5,-14.5,%,2020,aims,\
plan_2023,aims,plan,
T05,气电,Gas power,2030,gas_power_capacity,>=,2.8,2.8,2.8,GW,,C1.1,plan_2023,C1.1,plan,
T08,达峰,Peak,2030,energy_co2_provincial,peak<=,2030,2030,2030,year,,aims;C9,\
plan_2023,aims,plan,
T22,砖瓦,Bricks,2030,,<=,0.9,0.8,0.95,dmnl,,C9,authors,,estimate,not modelled: no kilns here
""",
    "history/observed.csv": """\
series,variable,year,value,low,high,unit,source,locator,quality,use,note
people,resident_population,2023,225.3,224,226,wan person,panel,table 1,literature,fit,
people,resident_population,2024,221.8,220,223,wan person,panel,table 1,literature,holdout,
gdp_nominal,,2023,1019.2,1019.2,1019.2,yi CNY/year,panel,table 2,literature,show,
""",
    "uncertainty.csv": """\
id,distribution,low,mode,high,group,kind,note
plant_hours,triangular,1500,2400,4500,power,world,
fleet[car],uniform,20,,29,transport,world,
lever_setting[gas_output_measure],uniform,0,,1.2,energy,lever,
""",
    "correlation.csv": """\
first,second,rank_correlation,note
plant_hours,fleet[car],0.3,Assumed
""",
    "not_drawn.csv": """\
id,reason_zh,reason_en
policy_delay,由情景给定,A choice
""",
    "plan_coverage.csv": """\
clause,action_zh,status,levers,targets,variables,reason_zh,reason_en
C1.1,能源,modelled,gas_output,T05,gas_output,,
C9,全民,partly,green_living,,,企业披露未建模,Company disclosure is left out
C8.3,碳汇监测,not modelled,,,,核算而非措施,"An account, not a lever"
""",
    "scenarios/baseline.toml": """\
id = "baseline"
title_zh = "基线"
title_en = "Baseline"
why_zh = "现状"
why_en = "As it stands"
""",
    "scenarios/plan.toml": """\
id = "plan"
title_zh = "方案"
title_en = "Plan"
why_zh = "全部措施"
why_en = "Every lever"

[levers]
gas_output = 1.0
green_living = 1
""",
    "scenarios/late.toml": """\
id = "late"
title_zh = "推迟"
title_en = "Late"
why_zh = "晚五年"
why_en = "Five years late"
extends = "plan"

[levers]
green_living = 0.5

[assumptions]
policy_delay = 5
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the folder and return it."""
    for name, text in FILES.items():
        path = tmp_path / "params" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(data_root() / CITY_FILE, tmp_path)
    return tmp_path / "params"


@pytest.fixture
def tables(folder: Path) -> Tables:
    """Read the folder."""
    return read_tables(folder)
