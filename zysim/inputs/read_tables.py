"""Read all of params/ at once, with the references between its tables checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from zysim.errors import InputError
from zysim.inputs.air_factors import read_air_factors
from zysim.inputs.correlation import read_correlation
from zysim.inputs.costs import read_costs
from zysim.inputs.coverage import AIMS, read_coverage
from zysim.inputs.deciders import read_deciders
from zysim.inputs.health_costs import read_health_costs
from zysim.inputs.history import read_history
from zysim.inputs.levers import Lever, read_levers
from zysim.inputs.not_drawn import read_not_drawn
from zysim.inputs.offices import read_offices
from zysim.inputs.parameters import read_parameters
from zysim.inputs.payments import read_payments
from zysim.inputs.problems import Problem, attempt, joined, not_known, refuse
from zysim.inputs.quantities import read_quantities
from zysim.inputs.read_city import read_city
from zysim.inputs.remarks import read_remarks
from zysim.inputs.signposts import read_signposts
from zysim.inputs.sources import read_sources
from zysim.inputs.structures import read_structures
from zysim.inputs.tables import Tables
from zysim.inputs.targets import Target, read_targets
from zysim.inputs.uncertainty import read_uncertainty
from zysim.inputs.yearly import read_yearly
from zysim.paths import params_path

PARAMETER_FILES = ("base_year.csv", "coefficients.csv")


def read_tables(folder: Path | None = None) -> Tables:
    """Read and check every table of a params folder.

    Parameters
    ----------
    folder
        Folder with the tables, beside ``city.toml``; the project's own ``params/`` if None.

    Raises
    ------
    InputError
        If anything is wrong in any table; the message lists every file and row.
    """
    folder = params_path() if folder is None else folder
    errors: list[InputError] = []
    city = attempt(errors, partial(read_city, folder.parent))
    sources = attempt(errors, partial(read_sources, folder / "sources.csv"))
    files = [folder / name for name in PARAMETER_FILES]
    parameters = attempt(errors, partial(read_parameters, files, sources))
    history_ends, held_out = (city.history, city.held_out) if city else (None, None)
    levers = attempt(errors, partial(read_levers, folder / "levers.csv", sources, history_ends))
    targets = attempt(errors, partial(read_targets, folder / "plan_targets.csv", sources))
    observed = partial(read_history, folder / "history" / "observed.csv", sources, held_out)
    sampled = partial(read_uncertainty, folder / "uncertainty.csv", parameters, levers)
    uncertainty = attempt(errors, sampled)
    undrawn = partial(read_not_drawn, folder / "not_drawn.csv", parameters, uncertainty)
    structured = partial(
        read_structures, folder / "structures.csv", levers, parameters, uncertainty, sources, city
    )
    quantified = partial(read_quantities, folder / "lever_quantities.csv", levers, parameters)
    costs = attempt(errors, partial(read_costs, folder / "costs.csv", sources))
    paid = partial(
        read_payments, folder / "payments.csv", costs, levers, city.payers if city else None
    )
    covered = partial(read_coverage, folder / "plan_coverage.csv", levers, targets)
    history = attempt(errors, observed) or ()
    coverage = attempt(errors, covered) or {}
    # What names levers and numbers is read only where those could be: else each row is wrong.
    named = levers is not None and parameters is not None
    structures = attempt(errors, structured) if named else None
    asked = None if structures is None else [each.id for each in structures]
    correlated = partial(read_correlation, folder / "correlation.csv", uncertainty, asked)
    correlations = attempt(errors, correlated) or ()
    not_drawn = (attempt(errors, undrawn) if named else None) or {}
    quantities = (attempt(errors, quantified) if named else None) or {}
    payments = (attempt(errors, paid) if named else None) or {}
    air = attempt(errors, partial(read_air_factors, folder / "air_factors.csv", sources)) or {}
    harmed = partial(read_health_costs, folder / "health_costs.csv", sources)
    health = attempt(errors, harmed) or {}
    led = partial(read_offices, folder / "lead_offices.csv", coverage or None)
    offices = attempt(errors, led) or {}
    decided = partial(read_deciders, folder / "lever_control.csv", levers or None, sources)
    deciders = attempt(errors, decided) or {}
    posted = partial(read_signposts, folder / "signposts.csv", sources)
    signposts = attempt(errors, posted) or {}
    yearly = attempt(errors, partial(read_yearly, folder / "yearly_inputs.csv", sources)) or {}
    remarks = attempt(errors, partial(read_remarks, folder / "remarks.csv")) or {}
    if city is None:
        raise joined(errors)
    tables = Tables(
        folder=folder,
        city=city,
        sources=sources or {},
        parameters=parameters or {},
        levers=levers or {},
        targets=targets or {},
        history=history,
        uncertainty=uncertainty or {},
        correlations=correlations,
        not_drawn=not_drawn,
        coverage=coverage,
        structures=structures or (),
        quantities=quantities,
        costs=costs or {},
        payments=payments,
        air_factors=air,
        health_costs=health,
        offices=offices,
        deciders=deciders,
        signposts=signposts,
        yearly=yearly,
        remarks=remarks,
    )
    if tables.coverage:
        _check_clauses(tables, errors)
    if errors:
        raise joined(errors)
    return tables


def _check_clauses(tables: Tables, errors: list[InputError]) -> None:
    """Levers and targets may only name clauses that the coverage table has."""
    known = [AIMS, *tables.coverage]
    named: Sequence[tuple[str, Mapping[str, Lever] | Mapping[str, Target]]] = (
        ("levers.csv", tables.levers),
        ("plan_targets.csv", tables.targets),
    )
    for file, records in named:
        problems = [
            problem
            for name, record in records.items()
            for problem in _unknown_clauses(name, record.clauses, known)
        ]
        if problems:
            errors.append(refuse(tables.folder / file, problems))


def _unknown_clauses(name: str, clauses: Collection[str], known: Collection[str]) -> list[Problem]:
    return [
        not_known(("clause", "条款"), clause, known).under(name, name)
        for clause in clauses
        if clause not in known
    ]
