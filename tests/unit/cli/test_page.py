"""`zysim page`: one file, the same again, and refusals in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.page.write import page_html


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["page", *words], env={"ZYSIM_LANG": lang})


def test_it_opens_in_the_language_asked_and_the_same_page_again_is_the_same_file(
    tmp_path: Path,
) -> None:
    for name, lang, words, tag in (
        ("a", "zh", "已写出", "zh-CN"),
        ("b", "zh", "已写出", "zh-CN"),
        ("c", "en", "Wrote", "en"),
    ):
        path = tmp_path / f"{name}.html"
        done = call("-o", str(path), "-n", "16", "--no-cards", "--scenario", "plan", lang=lang)
        assert words in done.stdout
        assert f'<html lang="{tag}">' in path.read_text("utf-8")[:300]
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-n", "1"], "-n 1: a page holds 2 to 4096 states of the world."),
        (["-n", "9999"], "-n 9999: a page holds 2 to 4096"),
        (["--seed", "-3"], "seed -3: must be 0 or more."),
        (["--scenario", "plann"], "unknown scenario 'plann'"),
        (["--model", "none.mdl"], "none.mdl"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = call("-o", str(out), *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not out.exists()


def test_another_model_has_no_scenarios(tmp_path: Path, root: Path) -> None:
    model = str(root / "models" / "ziyang.mdl")
    done = call("-o", str(tmp_path / "x.html"), "--model", model, "--scenario", "plan")
    assert done.exit_code == 2
    assert "has no" in done.stderr


def test_a_number_that_is_not_finite_never_reaches_a_page() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        page_html({"value": float("nan")}, "zh")


def test_no_text_can_end_the_element_it_stands_in() -> None:
    page = page_html({"name": "</script><!--\u2028&"}, "zh")
    assert "</script><!--" not in page
    assert "\\u003c/script\\u003e\\u003c!--\\u2028\\u0026" in page


def test_a_changed_case_is_a_preset_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    words = ["page", "-n", "16", "--no-cards", "-o", str(path)]
    for case in ("baseline", "plan", "plan+gas_power_capacity=0.5@2032+storage=0"):
        words += ["--scenario", case]
    assert CliRunner().invoke(main, words).exit_code == 0
    text = path.read_text("utf-8")
    assert '"id":"plan+gas_power_capacity=0.5@2032+storage=0"' in text
    assert "按方案实施（改：天然气发电二期 280→214 万千瓦，2026—2032 年；储能 25→" in text
    assert '"years":{"gas_power_capacity":[2026,2032]}' in text
