"""Hold city.toml against the model and the tables, both ways: what one names the other has."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zysim.inputs.city import City
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.scenarios import scenario_names
from zysim.inputs.tables import Tables
from zysim.reading.graph import ModelGraph


def check_city(city: City, graph: ModelGraph, tables: Tables) -> None:
    """Refuse a city whose record, model and tables name different things.

    Raises
    ------
    InputError
        Listing each variable that the model lacks, each sector without an emitter and each
        emitter without a sector, and so on for counties, producing sectors, groups of levers,
        groups of unknowns, scenarios and years.
    """
    problems = [
        *_of_variables(city, graph),
        *_of_elements(city, graph),
        *_of_years(city, graph),
        *_of_tables(city, tables),
    ]
    if problems:
        raise refuse(city.path, problems)


def _of_variables(city: City, graph: ModelGraph) -> Iterator[Problem]:
    named = [
        *((f"accounts.{each.id}", each.variable) for each in city.accounts.values()),
        *((f"beside.{name}", name) for name in city.beside),
        *((f"gases.{name}", name) for name in city.gases),
        *((f"variables.{meaning}", name) for meaning, name in city.variables.items()),
    ]
    for place, name in named:
        if name not in graph.variables:
            yield not_known(("variable of the model", "模型变量"), name, graph.variables).under(
                place, place
            )


def _of_elements(city: City, graph: ModelGraph) -> Iterator[Problem]:
    producing = [each.id for each in city.sectors.values() if each.producing]
    for meaning, section, held, what in (
        ("sectors", "sectors", list(city.sectors), ("sector", "行业")),
        ("counties", "counties", list(city.counties), ("county", "区县")),
        ("value_added", "sectors", producing, ("producing sector", "生产行业")),
        ("final_energy", "sectors", producing, ("producing sector", "生产行业")),
    ):
        name = city.variables.get(meaning, "")
        if name not in graph.variables:
            if held and not name:
                wrong = Problem(
                    f"{section} are named, and variables.{meaning} is not: name the variable",
                    f"写有 {section}，但没有 variables.{meaning}：请写明变量",
                )
                yield wrong.under("variables", "variables")
            continue
        elements = _elements(name, graph)
        if meaning == "value_added":  # what earns without burning anything is no sector
            elements = [each for each in elements if each in city.sectors]
        if meaning == "final_energy":  # homes use energy too
            elements = [each for each in elements if each in held]
        yield from _both_ways(section, held, name, elements, what)


def _elements(name: str, graph: ModelGraph) -> list[str]:
    return [each.partition("[")[2].rstrip("]") for each in graph.scalars_of(name, "city.toml")]


def _both_ways(
    section: str,
    held: Collection[str],
    variable: str,
    elements: Collection[str],
    what: tuple[str, str],
) -> Iterator[Problem]:
    for name in held:
        if name not in elements:
            place = f"{section}.{name}"
            yield Problem(
                f"is a {what[0]}, and {variable} of the model has no such element: add it to the "
                "model, or take it out here",
                f"是{what[1]}，但模型的 {variable} 没有这一元素：请在模型中补上，或在此删去",
            ).under(place, place)
    for name in elements:
        if name not in held:
            place = f"{variable}[{name}]"
            yield Problem(
                f"is in the model, and [{section}] has no such {what[0]}: add it, so that it is "
                "booked under its own name",
                f"在模型中，但 [{section}] 没有这一{what[1]}：请补上，以便单独列示",
            ).under(place, place)


def _of_years(city: City, graph: ModelGraph) -> Iterator[Problem]:
    for key, year, moment, name in (
        ("first", city.first, graph.initial_time, "INITIAL TIME"),
        ("last", city.last, graph.final_time, "FINAL TIME"),
    ):
        if year != moment:
            place = f"years.{key}"
            yield Problem(
                f"is {year}, and {name} of the model is {moment:g}: make them equal",
                f"为 {year}，而模型的 {name} 为 {moment:g}：请改为一致",
            ).under(place, place)


def _of_tables(city: City, tables: Tables) -> Iterator[Problem]:
    homes: dict[str, list[str]] = {name: [] for name in tables.levers}
    for group in city.groups.values():
        place = f"groups.{group.id}"
        for lever in group.levers:
            if lever not in homes:
                yield not_known(("lever", "措施"), lever, homes).under(place, place)
            else:
                homes[lever].append(group.id)
    for lever, groups in homes.items():
        if len(groups) != 1:
            seen = ", ".join(groups) or "none"
            yield Problem(
                f"must stand in one group of [groups], it stands in {seen}",
                f"应恰在 [groups] 的一个组内，现为 {'、'.join(groups) or '无'}",
            ).under(lever, lever)
    drawn = {each.group for each in tables.uncertainty.values() if each.kind == "world"}
    for name in sorted(drawn - set(city.unknowns)):
        yield Problem(
            "is a group of params/uncertainty.csv without a name: add it to [unknowns]",
            "是 params/uncertainty.csv 的分组，但没有名称：请加入 [unknowns]",
        ).under(name, name)
    for name in sorted(set(city.unknowns) - drawn):
        place = f"unknowns.{name}"
        yield not_known(("group of params/uncertainty.csv", "分组"), name, drawn).under(
            place, place
        )
    known = scenario_names(tables)
    for role, name in (("reference", city.reference), ("main", city.main)):
        if name not in known:
            place = f"roles.{role}"
            yield not_known(("scenario", "情景"), name, known).under(place, place)
