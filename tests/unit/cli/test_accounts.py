"""`zysim accounts`: the matrix agrees with the score board; the inferred account is the nearest."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.settings import read_case
from zysim.metrics.account_matrix import AccountMatrix, account_matrix
from zysim.runs.project import Project, open_project
from zysim.wording import percent_text

FEW = ("plan", "-n", "32")


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def matrix(project: Project) -> AccountMatrix:
    return account_matrix(project, read_case("plan", project.tables), members=32)


def call(*words: str, lang: str = "en") -> str:
    result = CliRunner().invoke(main, ["--lang", lang, *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_boundary_meets_every_conversion(project: Project, matrix: AccountMatrix) -> None:
    places = [(row.account, row.conversion) for row in matrix.rows]
    assert len(places) == len(set(places)) == 2 * len(project.city.accounts)
    assert {each.target.id for each in matrix.rows[0].cells} >= {"T01", "T02", "T03", "T08"}


def test_the_default_account_is_that_of_the_score_board(matrix: AccountMatrix) -> None:
    board = json.loads(call("targets", *FEW, "--json"))["targets"]
    shown = {each["id"]: each["value"] for each in board}
    row = next(row for row in matrix.rows if row.account == "B")
    assert row.conversion == "coal_equivalent_conversion"
    for cell in row.cells:
        if not cell.process:
            assert cell.value == pytest.approx(shown[cell.target.id], rel=1e-9)


def test_process_emissions_make_the_peak_no_earlier(matrix: AccountMatrix) -> None:
    for row in matrix.rows:
        without, with_process = (each.met for each in row.cells if each.target.id == "T08")
        assert with_process <= without


def test_the_inferred_account_is_the_nearest_and_is_said(
    project: Project, matrix: AccountMatrix
) -> None:
    near = matrix.nearest
    assert near.distance == min(row.distance for row in matrix.rows)
    label = project.city.accounts[near.account].label
    for lang, at in (("zh", 0), ("en", 1)):
        text = " ".join(call("accounts", *FEW, lang=lang).split())
        assert f"{label[at]}" in text.partition("★ ")[2].partition("方案未写明")[0]
        assert f"{near.distance:.0%}" in text
        for cell in near.cells:
            assert f"({percent_text(cell.met)})" in text
    document = json.loads(call("accounts", *FEW, "--json"))
    assert document["inferred"] == [near.account, near.conversion]
    assert [row["distance"] for row in document["rows"]] == [row.distance for row in matrix.rows]


def test_a_model_without_accounts_is_told(project: Project) -> None:
    bare = replace(project, graph=replace(project.graph, variables={}))
    with pytest.raises(InputError, match="has no array 'account_co2' by account") as caught:
        account_matrix(bare, read_case("plan", project.tables), members=32)
    assert "没有按口径列出的数组" in (caught.value.zh or "")


def test_accounts_of_another_number_are_told(project: Project) -> None:
    fewer = {name: each for name, each in project.city.accounts.items() if name != "C"}
    odd = replace(
        project, tables=replace(project.tables, city=replace(project.city, accounts=fewer))
    )
    with pytest.raises(InputError, match=r"has 4 elements and city\.toml 3 accounts"):
        account_matrix(odd, read_case("plan", project.tables), members=32)
