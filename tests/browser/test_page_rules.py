"""The page's own arithmetic, run by node, gives what the library gives."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from zysim.metrics.peak import find_peak
from zysim.sensitivity.shapley import shapley_credit

WEB = Path(__file__).parents[2] / "web"
BUNDLER = WEB / "node_modules" / ".bin" / "esbuild"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not BUNDLER.exists(), reason="needs node, and `nox -s page` once"
)
RULES = """
import { findPeak } from "./src/peaks";
import { shapley } from "./src/results";
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const peaks = asked.series.map((each: number[]) => {
  const { year, time, level, already, status } = findPeak(each, asked.first);
  return { year: String(year), time, level, already, status };
});
const credit = shapley(asked.subsets.map((each: number[]) => Float64Array.from(each)));
console.log(JSON.stringify({ peaks, credit: credit.map((each: Float64Array) => [...each]) }));
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


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What the page's sources answer."""
    script = tmp_path_factory.mktemp("rules") / "rules.js"
    options = ["--bundle", "--platform=node", "--log-level=error", f"--outfile={script}"]
    subprocess.run(
        [str(BUNDLER), "--loader=ts", *options], cwd=WEB, input=RULES, text=True, check=True
    )
    orders = {"series": SERIES, "first": FIRST, "subsets": subsets().tolist()}
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
