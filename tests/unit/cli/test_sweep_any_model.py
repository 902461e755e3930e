"""`zysim sweep` of a small model: what is kept, what it will take, and a cluster behind TLS."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.paths import data_root
from zysim.sweeps.summary import SHARES

STUDY = """
model = "tank.mdl"

[factors.tap]
low = 10
high = 30
[factors.emptying]
variable = "Emptying time"
low = 2
high = 8

[outcomes.last]
variable = "water"
at = "end"
[outcomes.when]
variable = "water"
at = "time of max"

[design]
kind = "points"
rows = 60

[keep]
"""

OPENSSL = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=127.0.0.1",
]


def call(*words: object, lang: str = "en") -> Result:
    done = CliRunner().invoke(main, ["sweep", *map(str, words)], env={"ZYSIM_LANG": lang})
    assert done.exit_code == 0 or done.stderr, done.output
    return done


def study(folder: Path, keep: str) -> Path:
    shutil.copy(data_root() / "models" / "teaching" / "tank.mdl", folder)
    path = folder / "tank.toml"
    path.write_text(STUDY + keep, "utf-8")
    return path


def swept(folder: Path, keep: str, *words: object) -> tuple[xr.Dataset, dict[str, object]]:
    out = folder / "out"
    done = call(study(folder, keep), "--out", out, "--workers", 1, "--json", *words)
    assert done.exit_code == 0, done.stderr
    with xr.open_dataset(out / "sweep.nc") as found:
        return found.load(), json.loads(done.stdout)


def test_series_are_kept_thinned_or_not_at_all(tmp_path: Path) -> None:
    whole, some, none = (tmp_path / name for name in ("whole", "some", "none"))
    for each in (whole, some, none):
        each.mkdir()
    variables = 'variables = ["water", "leaking"]'
    full = swept(whole, variables)[0]
    thin = swept(some, f"{variables}\nevery = 8")[0]
    bare, told = swept(none, "variables = []")
    assert thin.year.values.tolist() == full.year.values[::8].tolist()
    np.testing.assert_array_equal(thin.series, full.series[..., ::8])
    assert full.variable.values.tolist() == ["water", "leaking"]
    assert {"series", "year", "variable"}.isdisjoint([*bare.variables])
    for each in (thin, bare):
        np.testing.assert_array_equal(each.outcomes, full.outcomes)
    table = pd.read_csv(none / "out" / "summary.csv", index_col="outcome")
    for at, name in enumerate(bare.outcome.values.tolist()):
        known = bare.outcomes.values[:, 0, at]
        known = known[np.isfinite(known)]
        exact = np.quantile(known, SHARES, method="inverted_cdf")
        np.testing.assert_array_equal(table.loc[name, "P2.5":], exact)
    assert [each["runs"] for each in told["outcomes"]] == [60, 60]  # type: ignore[attr-defined]
    asked = CliRunner().invoke(main, ["ensemble", str(none / "tank.toml"), "--json"])
    spread = pd.DataFrame(json.loads(asked.stdout)["quantiles"]).set_index(["outcome", "quantile"])
    assert spread.value["last", 0.5] == pytest.approx(table.loc["last", "P50"])
    fan = CliRunner().invoke(main, ["fan", str(none / "tank.toml")], env={"ZYSIM_LANG": "en"})
    assert "keeps no series to draw. Name some in [keep] variables" in fan.stderr


def test_an_estimate_says_what_it_takes_and_writes_nothing(tmp_path: Path) -> None:
    path = study(tmp_path, "variables = []")
    found = json.loads(call(path, "--estimate", "--workers", 1, "--json").stdout)
    assert (found["runs"], found["chunks"], found["workers"]) == (60, 1, 1)
    assert found["chunk_bytes"] == 60 * 2 * 8
    assert found["dataset_bytes"] == 60 * (2 + 2) * 8
    assert found["hours"] == pytest.approx(60 * found["seconds_a_run"] / 3600)
    told = "".join(call(path, "--estimate", "--workers", 1, lang="zh").stdout.split("\n"))
    assert "60 次运行，1 块" in told
    assert "0.96 kB，数据集 1.92 kB" in told
    english = " ".join(call(path, "--estimate", "--workers", 1).stdout.split())
    assert "60 runs in 1 chunks" in english
    assert {each.name for each in tmp_path.iterdir()} == {"tank.mdl", "tank.toml"}
    assert "--estimate" in call(path).stderr


@contextmanager
def certificates(folder: Path) -> Iterator[dict[str, str]]:
    """Give dask's settings for one certificate of our own, good for this machine."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [*OPENSSL, "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    tls = {"distributed.comm.require-encryption": True}
    tls |= {"distributed.comm.tls.ca-file": str(cert)}
    for role in ("client", "scheduler", "worker"):
        tls |= {f"distributed.comm.tls.{role}.cert": str(cert)}
        tls |= {f"distributed.comm.tls.{role}.key": str(key)}
    yield tls


def test_a_cluster_behind_tls_gives_the_same_digest_and_refuses_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    alone = json.loads(
        call(study(tmp_path, ""), "--out", tmp_path / "a", "--workers", 1, "--json").stdout
    )
    with certificates(tmp_path) as tls, dask.config.set(tls):
        cluster = distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            protocol="tls",
            host="127.0.0.1",
            dashboard_address=":0",
            security=distributed.Security(),
        )
        with cluster:
            address = cluster.scheduler_address
            assert address.startswith("tls://127.0.0.1")
            words = (tmp_path / "tank.toml", "--scheduler", address)
            done = call(*words, "--out", tmp_path / "b", "--json")
            assert done.exit_code == 0, done.stderr
            assert "not encrypted" not in done.stderr
            file = tmp_path / "scheduler.json"
            file.write_text(json.dumps({"address": address}))
            told = call(tmp_path / "tank.toml", "--scheduler", file, "--estimate", "--json")
            assert json.loads(told.stdout)["workers"] == 1
            with dask.config.set(dict.fromkeys(tls)):
                monkeypatch.setattr("zysim.sweeps.executors.PATIENCE", 2)
                refused = call(*words, "--out", tmp_path / "c")
    assert json.loads(done.stdout)["digest"] == alone["digest"]
    assert refused.exit_code == 1
    assert "for tls://, the certificates that dask's settings name" in refused.stderr
