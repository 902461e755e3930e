"""A number, a lever, a sector, an account and an outcome are added in the city's folder alone.

Each shows up everywhere: in runs, in what they are explained by, on the page and in the report.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.paths import CITY

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"
MODEL = "models/harbour.mdl"
NEW_SECTOR = """
cruise energy =
	12
	~	wan tce/year
	~	邮轮能耗。Fuel of cruise ships in a year.
	|

sector energy[cruises] =
	cruise energy*(1 - slower cruises effect*lever level[slower cruises measure])
	~	wan tce/year
	~	邮轮能耗。Fuel of cruise ships.
	|

slower cruises effect =
	0.3
	~	dmnl
	~	邮轮降速效果。What slower cruises save.
	|

goods factor =
	0.001
	~	Mt/yi CNY
	~	货物排放因子。CO2 of goods brought in per output.
	|

with goods =
	with power + goods factor*city output
	~	Mt/year
	~	含货物排放。CO2 of the goods brought in, too.
	|

sea grass ="""
ACCOUNT = """
[accounts.G]
variable = "with_goods"
zh = "G 含货物"
en = "G with goods"
rule_zh = "W 加调入货物的排放"
rule_en = "W plus what goods brought in have caused"
rest_zh = "外来电与货物"
rest_en = "Power and goods brought in"

[beside.sea_grass]"""
LEVER = (
    "slower_cruises,邮轮降速,Slower cruises,C2,港航,Shipping,现状,As it stands,到位,In full,plan,"
    "0,1.5,2026,2030,down,accord,C2,plan,\n"
)
NUMBERS = (
    "slower_cruises_effect,邮轮降速效果,What slower cruises save,0.3,0.1,0.5,dmnl,authors,,"
    "estimate,A guess\n"
    "goods_factor,货物排放因子,CO2 of goods,0.001,0.0005,0.002,Mt/yi CNY,authors,,"
    "estimate,A guess\n"
    "cruise_energy,邮轮能耗,Fuel of cruises,12,8,16,wan tce/year,authors,,estimate,A guess\n"
)
OUTCOME = """
[outcomes.late_energy]
variable = "city_energy"
at = 2050
label_zh = "2050 年能耗"
label_en = "energy in 2050"
"""


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown") / "city"
    shutil.copytree(HARBOUR, folder)
    edit(
        folder / MODEL,
        ("	port, mill, ships, homes\n", "	port, mill, ships, homes, cruises\n"),
        (", grass planting measure\n", ", grass planting measure, slower cruises measure\n"),
        ("\nsea grass =", NEW_SECTOR),
    )
    edit(
        folder / "city.toml",
        ("\n[beside.sea_grass]", ACCOUNT),
        ("[sectors]\n", '[sectors]\ncruises = { band = "sailing", zh = "邮轮", en = "Cruises" }\n'),
        ('levers = ["shore_power", ', 'levers = ["shore_power", "slower_cruises", '),
    )
    with (folder / "params" / "levers.csv").open("a", encoding="utf-8") as file:
        file.write(LEVER)
    with (folder / "params" / "coefficients.csv").open("a", encoding="utf-8") as file:
        file.write(NUMBERS)
    edit(
        folder / "params" / "payments.csv",
        (
            "grass_work,",
            "cruise_fuel,邮轮燃料,Fuel of cruises,energy,fuel_price,"
            "sector_energy[cruises],firms,outside,slower_cruises,\ngrass_work,",
        ),
    )
    edit(folder / "params" / "plan_coverage.csv", (",shore_power,", ",shore_power;slower_cruises,"))
    edit(
        folder / "params" / "uncertainty.csv",
        ("grid_factor,", "cruise_energy,uniform,8,,16,demand,world,\ngrid_factor,"),
    )
    edit(
        folder / "params" / "scenarios" / "accord.toml",
        ("shore_power = 1\n", "shore_power = 1\nslower_cruises = 1\n"),
    )
    with (folder / "sensitivity" / "worlds.toml").open("a", encoding="utf-8") as file:
        file.write(OUTCOME)
    return folder


def call(city: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setenv(CITY, str(city))
    done = CliRunner().invoke(main, [*words, "--lang", "zh"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_new_lever_number_and_sector_are_listed(grown, monkeypatch) -> None:
    assert "邮轮降速" in call(grown, monkeypatch, "levers")
    assert "12" in call(grown, monkeypatch, "explain", "cruise_energy")
    assert "4 条全部成立" in call(grown, monkeypatch, "check")


def test_every_account_is_counted_and_chosen(grown, monkeypatch) -> None:
    told = json.loads(call(grown, monkeypatch, "run", "-n", "16", "--boundary", "G", "--json"))
    for each in told["scenarios"]:
        levels = [each["boundaries"][name]["peak_level"] for name in ("N", "W", "G")]
        assert levels == sorted(levels)
    assert "三种核算口径" in call(grown, monkeypatch, "run", "-n", "16")


def test_the_sector_and_the_lever_carry_their_part_of_a_difference(grown, monkeypatch) -> None:
    told = json.loads(
        call(grown, monkeypatch, "explain-peak", "-n", "16", "--boundary", "G", "--json")
    )
    parts = {each["id"]: each for each in told["parts"]}
    assert parts["cruises"]["label_zh"] == "邮轮"
    assert parts["cruises"]["value"] < -0.01
    assert parts["rest"]["label_zh"] == "外来电与货物"
    assert sum(each["value"] for each in told["parts"]) == pytest.approx(told["difference"])
    (sea,) = (each for each in told["groups"] if each["id"] == "sea")
    assert "lever_setting[slower_cruises_measure]" in sea["constants"]


def test_the_page_has_them_all(grown, monkeypatch, tmp_path) -> None:
    path = tmp_path / "page.html"
    call(grown, monkeypatch, "page", "-n", "16", "-o", str(path))
    held = json.loads(re.search(r'id="payload"[^>]*>(.*?)</script>', path.read_text("utf-8"))[1])
    assert [each["id"] for each in held["boundaries"]] == ["N", "W", "G"]
    assert held["sectors"][1]["outputs"] == [
        "emissions_by_sector[cruises]",
        "emissions_by_sector[ships]",
    ]
    controls = {each["id"] for each in held["controls"]}
    assert {"slower_cruises", "cruise_energy"} <= controls


def test_the_study_ranks_the_new_outcome_on_the_new_number(grown, monkeypatch) -> None:
    text = call(grown, monkeypatch, "rank", "worlds")
    assert "2050 年能耗" in text
    assert "Fuel of cruises" in text or "邮轮能耗" in text


def test_a_lever_of_the_model_alone_is_told_where_it_belongs(grown, monkeypatch, tmp_path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(grown, folder)
    edit(folder / "params" / "levers.csv", (LEVER, ""))
    edit(folder / "params" / "payments.csv", ("outside,slower_cruises,", "outside,shore_power,"))
    edit(folder / "params" / "plan_coverage.csv", (";slower_cruises", ""))
    edit(folder / "params" / "scenarios" / "accord.toml", ("slower_cruises = 1\n", ""))
    edit(folder / "city.toml", ('"slower_cruises", ', ""))
    monkeypatch.setenv(CITY, str(folder))
    for lang, words in (
        ("en", "[slower_cruises_measure]: is of a lever without a row: add slower_cruises to"),
        (
            "zh",
            "[slower_cruises_measure]：属于一项措施，但表中没有对应的行：请在 params/levers.csv",
        ),
    ):
        done = CliRunner().invoke(main, ["run", "--lang", lang])
        assert words in " ".join(done.stderr.split())


def test_a_sector_of_the_model_alone_is_refused(grown, monkeypatch, tmp_path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(grown, folder)
    edit(
        folder / "city.toml", ('cruises = { band = "sailing", zh = "邮轮", en = "Cruises" }\n', "")
    )
    monkeypatch.setenv(CITY, str(folder))
    done = CliRunner().invoke(main, ["run", "--lang", "en"])
    assert done.exit_code == 2
    assert (
        "emissions_by_sector[cruises]: is in the model, and [sectors] has no such sector"
        in done.stderr
    )
