"""The page's own arithmetic, run by node, gives what the library gives."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zysim.inputs.history import Measure
from zysim.inputs.tables import Tables
from zysim.metrics.peak import find_peak
from zysim.metrics.plan_path import RULES as RULES_OF_PATHS
from zysim.metrics.plan_path import path_to, rule_text, target_for
from zysim.metrics.targets import ROUNDING
from zysim.metrics.three_colours import FAR_BEHIND, colour_of
from zysim.metrics.verdict import VERDICTS, WORDS, light_of, verdict
from zysim.sensitivity.shapley import shapley_credit

WEB = Path(__file__).parents[2] / "web"
BUNDLER = WEB / "node_modules" / ".bin" / "esbuild"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not BUNDLER.exists(), reason="needs node, and `nox -s page` once"
)
RULES = """
import { lightOf, onPlan, verdict } from "./src/lights";
import { fromLink, toLink } from "./src/link";
import { findPeak } from "./src/peaks";
import { shapley } from "./src/results";
import { keyOf } from "./src/state";
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const peaks = asked.series.map((each: number[]) => {
  const { year, time, level, already, status } = findPeak(each, asked.first);
  return { year: String(year), time, level, already, status };
});
const credit = shapley(asked.subsets.map((each: number[]) => Float64Array.from(each)));
const words = asked.chances.map(([value, low, high]: [number, number?, number?]) => ({
  word: verdict(asked.spoken, value, low, high),
  light: lightOf(asked.spoken, value),
}));
const levels = (at: number) => 40 + (at - 2020) * 1.5;
const paths = asked.paths.map(({ targets, year, value, measure }: any) =>
  onPlan({ ...asked.lit, targets }, { output: "v", measure } as any, year, value, levels));
const charts = ["one", "two", "two_more", "twofold"];
const view = { lang: "zh", boundary: "A", charts: ["one", "two"] } as any;
const linked = asked.states.map((state: any) => {
  const seen = { lang: "en", boundary: "B", charts: ["twofold", "two_more"] } as any;
  const link = toLink(asked.page, state, seen);
  const back = fromLink(asked.page, "#" + link, "none", view, charts)!;
  return { ...back, same: keyOf(back.state) === keyOf(state) };
});
const link = new URLSearchParams(toLink(asked.page, asked.states[0], view));
const damages = asked.harm.map(([name, text]: [string, string | null]) => {
  const harmed = new URLSearchParams(link);
  if (text === null) harmed.delete(name);
  else harmed.set(name, text);
  return fromLink(asked.page, harmed.toString(), "none", view, charts)!;
});
const shapleyed = credit.map((each: Float64Array) => [...each]);
console.log(JSON.stringify({ peaks, credit: shapleyed, words, paths, linked, damages }));
"""
FIRST = 2026
SERIES = [
    [1, 2, 3, 2.9, 2.8, 2.7, 2.6, 2.5, 2.4],  # confirmed
    [1, 2, 2.4, 2.8, 2.9, 2.8, 2.7, 2.6, 2.5],  # four years follow: provisional
    [9, 8, 7, 6, 5, 4, 3, 2, 1],  # already falling
    [1, 2, 3, 4, 5, 6, 7, 8, 9],  # not yet
    [1, 3, 3, 3, 1, 1, 1, 1, 1],  # the first of equals
    [5, 1, 1, 4.9, 4.9, 5, 4, 3, 2],  # comes back: no decline over five years
    [5, 3, 3, 3, 3, 3.1, 3.1, 3, 3],  # a slope over k to k + 5
    [4, 4, 4, 4, 4, 4, 4, 4, 4],  # flat
]


CHANCES = [
    [value, *span]
    for value in (
        0.0,
        0.005,
        0.0051,
        0.02,
        0.094,
        0.095,
        0.3249,
        0.327,
        0.33,
        0.5,
        0.655,
        0.66,
        0.8951,
        0.9,
        0.985,
        0.99,
        1.0,
    )
    for span in ((), (0.0, 1.0), (0.99, 1.0), (0.98, 1.0), (0.0, 0.004), (0.0, 0.012))
]
PATHS: list[tuple[list[tuple[int, str, float, int | None]], int, Measure]] = [
    ([(2030, "<=", 80.0, None)], 2025, "level"),
    ([(2030, "<=", 80.0, None)], 2035, "level"),
    ([(2025, ">=", 50.0, None), (2030, ">=", 70.0, None)], 2027, "level"),
    ([(2025, ">=", 50.0, None), (2030, ">=", 70.0, None)], 2027, "growth"),
    ([(2025, ">=", 50.0, None), (2030, ">=", 70.0, None)], 2025, "level"),
    ([(2025, "change<=", -14.5, 2020), (2030, "change<=", -30.0, 2025)], 2023, "level"),
    ([(2025, "change<=", -14.5, 2020), (2030, "change<=", -30.0, 2025)], 2028, "growth"),
    ([(2025, "rising>=", 5.0, 2021)], 2023, "level"),
    ([(2025, "rising>=", 5.0, 2021)], 2023, "growth"),
    ([(2025, "==", 45.0, None)], 2024, "level"),
    ([(2030, "change<=", -30.0, 2025)], 2025, "level"),  # its years have not begun
    ([(2030, "peak<=", 2030.0, None)], 2026, "level"),  # no figure is on the way to a peak
]
VALUES = (20.0, 46.0, 50.2, 53.0, 0.05, 80.2)
CONTROLS = [
    {
        "id": "first",
        "low": 0,
        "high": 1,
        "default": 0,
        "timing": ["a", "b"],
        "schedule": [2026, 2030],
    },
    {"id": "second", "low": 0, "high": 1.2, "default": 0},
    {"id": "rate", "low": 2, "high": 10, "default": 3, "drawn": True},
    *({"id": f"more {at}", "low": 0, "high": 1, "default": 0} for at in range(40)),
]
PAGE = {
    "format": 3,
    "model_sha256": "0123456789",
    "controls": CONTROLS,
    "scenarios": [
        {"id": "none", "levers": {}, "assumptions": {}, "years": {}},
        {"id": "plan", "levers": {"first": 1, "second": 1}, "assumptions": {}, "years": {}},
    ],
    "boundaries": [{"id": "A"}, {"id": "B"}],
    "clock": {"first": 2020, "last": 2060},
    "years": {"history": 2025, "last": 2060},
}
STATES = [
    {"scenario": "plan", "values": {"first": 0.5, "second": 1, "rate": 3}, "years": {}},
    {"scenario": "plan", "values": {"second": 1.15}, "years": {"first": [2025, 2060]}},
    {"scenario": "none", "values": {"more 39": 0.25}, "years": {"first": [2030, 2041]}},
    {"scenario": "none", "values": {}, "years": {}},
]
HARM: list[tuple[str, str | None, list[str]]] = [
    ("b", "B", ["sum"]),
    ("k", None, ["sum"]),
    ("m", "ffff", ["model"]),
    ("v", "2", ["version"]),
    ("s", "other", ["scenario", "sum"]),
    ("d", "zz1", ["sum", "unknown"]),
    ("d", "00x", ["sum", "number"]),
    ("d", "001.5_020.5", ["sum", "clamped"]),
    ("d", "00sy040p", ["sum", "years"]),  # before the end of history
    ("d", "00sy0a0a", ["sum", "years"]),  # not in order
    ("d", "00sy0a15", ["sum", "years"]),  # beyond the last year
    ("d", "01sy0a0b", ["sum", "years"]),  # it has none
    ("b", "C", ["sum", "view"]),
    ("l", "fr", ["sum", "view"]),
    ("c", "one_three", ["sum", "view"]),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What the page's sources answer."""
    script = tmp_path_factory.mktemp("rules") / "rules.js"
    options = ["--bundle", "--platform=node", "--log-level=error", f"--outfile={script}"]
    subprocess.run(
        [str(BUNDLER), "--loader=ts", *options], cwd=WEB, input=RULES, text=True, check=True
    )
    orders = {
        "series": SERIES,
        "first": FIRST,
        "subsets": subsets().tolist(),
        "spoken": {"verdicts": VERDICTS},
        "chances": CHANCES,
        "lit": {
            "lights": {"far": FAR_BEHIND, "words": WORDS, "rules": RULES_OF_PATHS},
            "rounding": ROUNDING,
            "clock": {"first": 2020},
        },
        "paths": [
            {
                "targets": [target | {"output": "v"} for target in map(shown, targets)],
                "year": year,
                "measure": measure,
                "value": value,
            }
            for targets, year, measure in PATHS
            for value in VALUES
        ],
        "page": PAGE,
        "states": STATES,
        "harm": [each[:2] for each in HARM],
    }
    done = subprocess.run(
        [str(NODE), str(script)],
        input=json.dumps(orders),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, list[object]] = json.loads(done.stdout)
    return answer


def subsets() -> np.ndarray:
    """Outcomes of all subsets of three groups that act on each other, two years each."""
    values = np.random.default_rng(5).normal(size=(8, 2))
    values[7] += 3
    return values


def shown(target: tuple[int, str, float, int | None]) -> dict[str, object]:
    """A target as a page has it."""
    return dict(zip(("year", "compare", "threshold", "reference_year"), target, strict=True))


def test_peaks_are_those_of_the_library(told) -> None:
    wanted = find_peak(np.array(SERIES, dtype=float), np.arange(FIRST, FIRST + len(SERIES[0])))
    for at, found in enumerate(told["peaks"]):
        year = "Infinity" if wanted.censored[at] else str(int(wanted.year[at]))
        assert (found["year"], found["status"]) == (year, str(wanted.status[at])), SERIES[at]
        assert found["time"] == pytest.approx(wanted.time[at], abs=1e-12)
        assert found["level"] == wanted.level[at]
        assert found["already"] == bool(wanted.already[at])


def test_credit_of_groups_is_that_of_the_library(told) -> None:
    np.testing.assert_allclose(told["credit"], shapley_credit(subsets()), atol=1e-12)
    np.testing.assert_allclose(np.sum(told["credit"], axis=0), subsets()[7] - subsets()[0])


def test_words_and_lights_of_chances_are_those_of_the_library(told) -> None:
    for chance, found in zip(CHANCES, told["words"], strict=True):
        wanted = {"word": verdict(*chance)[0], "light": light_of(chance[0])}
        assert found == wanted, chance


def test_what_a_plan_asks_is_that_of_the_library(told, tables: Tables) -> None:
    some = next(iter(tables.targets.values()))
    levels = {year: 40 + (year - 2020) * 1.5 for year in range(2020, 2061)}
    found = iter(told["paths"])
    for parts, year, measure in PATHS:
        targets = [replace(some, variable="v", **shown(each)) for each in parts]
        target = target_for("v", year, targets)
        path = None if target is None else path_to(target, targets, levels, year)
        for value in VALUES:
            mine = next(found)
            if path is None:
                assert mine is None
                continue
            assert (mine["target"]["year"], mine["due"]) == (
                path.target.year,
                pytest.approx(path.due(year, measure), rel=1e-12),
            )
            gap = path.gap(value, year, measure)
            assert mine["gap"] == pytest.approx(gap, rel=1e-12)
            assert mine["colour"] == colour_of(gap)
            assert mine["rule"] == rule_text(path.target, path.start, year, "zh")


def test_a_link_brings_back_what_went_into_it(told) -> None:
    for state, found in zip(STATES, told["linked"], strict=True):
        assert (found["same"], found["damage"]) == (True, []), state
        assert found["state"]["scenario"] == state["scenario"]
        assert found["view"] == {"lang": "en", "boundary": "B", "charts": ["twofold", "two_more"]}


def test_each_damage_of_a_link_is_named(told) -> None:
    for (name, text, wanted), found in zip(HARM, told["damages"], strict=True):
        kinds = {each["kind"] for each in found["damage"]}
        assert kinds == set(wanted), (name, text)
        values = found["state"]["values"]
        assert found["state"]["scenario"] == ("none" if "scenario" in kinds else "plan")
        if "clamped" in kinds:  # put at the end of its range
            assert values == {"first": 1.0, "second": 1.0, "rate": 2.0}
        elif kinds & {"model", "version", "unknown", "number", "years"}:  # left as in the preset
            assert values == {"first": 1.0, "second": 1.0}
