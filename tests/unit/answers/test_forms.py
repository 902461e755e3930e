"""The declared fields are those of the shipped files, and schemas refuse what readers refuse."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zysim.answers.forms import FORMS, FileForm, file_form, file_schema, form_rows
from zysim.cli.main import main
from zysim.errors import InputError
from zysim.paths import data_root

ROOT = data_root()
APART = {form.file for form in FORMS.values()}
"""Files of a form of their own among files of another."""


def files_of(form: FileForm) -> list[Path]:
    found = [path for glob in form.file.split(", ") for path in sorted(ROOT.glob(glob))]
    apart = APART if "*" in form.file else set()
    return [path for path in found if path.relative_to(ROOT).as_posix() not in apart]


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Return whether a value keeps to the part of JSON Schema that matters here."""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    kinds["number"] = (int, float)
    wanted = schema.get("type", list(kinds))
    if not any(
        isinstance(value, kinds[k]) for k in ([wanted] if isinstance(wanted, str) else wanted)
    ):
        return False
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
        return all(name in value for name in schema.get("required", [])) and all(
            fits(each, known[name]) if name in known else rest is not False and fits(each, rest)
            for name, each in value.items()
        )
    if isinstance(value, list):
        item = schema.get("items", {})
        return all(any(fits(each, one) for one in item.get("anyOf", [item])) for each in value)
    return value in schema.get("enum", [value]) and not (
        isinstance(value, int | float)
        and (value < schema.get("minimum", value) or value > schema.get("maximum", value))
    )


@pytest.mark.parametrize("name", FORMS)
def test_shipped_files_have_the_declared_fields(name: str) -> None:
    form, schema = FORMS[name], file_schema(name)
    paths = files_of(form)
    assert paths
    for path in paths:
        if form.table:
            with path.open(encoding="utf-8-sig", newline="") as file:
                header = next(csv.reader(file))
            assert sorted(header) == sorted(each["name"] for each in schema["fields"])
            assert set(schema["primaryKey"]) <= set(header)
        else:
            data = tomllib.loads(path.read_text("utf-8"))
            assert fits({"id": path.stem, **data} if name == "scenario" else data, schema)
            assert not fits({**data, "another": 1}, schema)


def test_every_table_has_a_form() -> None:
    tables = set((ROOT / "params").rglob("*.csv"))
    assert tables == {path for form in FORMS.values() if form.table for path in files_of(form)}


@pytest.mark.parametrize("name", FORMS)
def test_every_field_says_what_it_means_in_both_languages(name: str) -> None:
    zh, en = ([*form_rows(FORMS[name], lang)] for lang in ("zh", "en"))
    assert [row[0] for row in zh] == [row[0] for row in en]
    assert all(row[1] and row[2] for row in [*zh, *en])


def test_a_schema_bounds_what_the_reader_bounds() -> None:
    figure = file_schema("figure")
    assert fits({"width_mm": 89, "layout": "panels"}, figure)
    assert not fits({"width_mm": 5}, figure)
    assert not fits({"layout": "two"}, figure)


def test_a_form_is_found_by_its_file_and_a_wrong_name_is_answered() -> None:
    assert file_form("base_year.csv") is FORMS["parameters"]
    with pytest.raises(InputError, match="Did you mean 'levers'"):
        file_form("lever")


def test_the_command_prints_what_the_function_gives() -> None:
    call = CliRunner().invoke
    printed = call(main, ["schema", "question", "--json", "--lang", "en"])
    assert json.loads(printed.output) == file_schema("question", "en")
    listed = call(main, ["schema", "--lang", "zh"]).output
    assert all(form.about[0] in listed for form in FORMS.values())
    told = call(main, ["schema", "costs", "--lang", "zh"]).output
    assert "price_year" in told
    assert "不小于 1 的整数" in told


def test_a_scenario_needs_only_what_differs() -> None:
    """Editors must not ask for what the reader fills in: the id is the name of the file."""
    assert file_schema("scenario").get("required", []) == []
