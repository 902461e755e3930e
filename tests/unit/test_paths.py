"""Where models/ and params/ are found: in a checkout, in an installed package, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.read_city import model_path
from zysim.paths import cache_path, data_root, params_path


def make(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True)


def test_checkout_is_used_first(tmp_path: Path) -> None:
    package = tmp_path / "zysim"
    make(tmp_path / "models", tmp_path / "params")
    make(package / "_data" / "models", package / "_data" / "params")
    assert data_root(package) == tmp_path


def test_installed_package_carries_its_data(tmp_path: Path) -> None:
    package = tmp_path / "zysim"
    make(package / "_data" / "models", package / "_data" / "params")
    assert data_root(package) == package / "_data"


def test_half_a_checkout_does_not_count(tmp_path: Path) -> None:
    make(tmp_path / "models", tmp_path / "zysim")
    with pytest.raises(
        InputError, match="Reinstall zysim, or run it from a complete checkout"
    ) as caught:
        data_root(tmp_path / "zysim")
    assert "重新安装" in (caught.value.zh or "")


def test_this_project_is_found() -> None:
    assert model_path().name == "ziyang.mdl"
    assert (params_path() / "levers.csv").is_file()


def test_cache_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZYSIM_CACHE", str(tmp_path))
    assert cache_path() == tmp_path


@pytest.mark.parametrize(
    ("platform", "variable", "tail"),
    [
        ("linux", "XDG_CACHE_HOME", ("zysim",)),
        ("win32", "LOCALAPPDATA", ("zysim", "cache")),
    ],
)
def test_cache_is_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    platform: str,
    variable: str,
    tail: tuple[str, ...],
) -> None:
    monkeypatch.delenv("ZYSIM_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert cache_path() == tmp_path.joinpath(*tail)


def test_cache_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZYSIM_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_path() == Path.home() / "Library" / "Caches" / "zysim"
