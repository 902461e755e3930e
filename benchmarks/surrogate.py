"""Quick and refined rankings against full ones: ST, Q2, intervals and seconds, in one run.

``python benchmarks/surrogate.py [STUDY ...]``: studies of method sobol; the shipped ones if none.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study, study_names
from zysim.paths import studies_path
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sensitivity.ranking import rank_factors
from zysim.sensitivity.refined import refine
from zysim.sensitivity.surrogate import ENOUGH, evaluate_surrogate, fit_surrogate

ROWS = 256


def compare(name: str) -> None:
    """Print both ways of ranking one study."""
    study = read_study(name, studies_path())
    if study.method != "sobol":
        return
    evaluator = Evaluator(changed(study, min(study.rows, ROWS), None, None))
    runs = evaluator.rows * evaluator.blocks
    begin = time.process_time()
    full = rank_factors(evaluator, evaluate(evaluator), bootstrap=100)
    middle = time.process_time()
    surrogate = fit_surrogate(evaluator)
    fitted = time.process_time()
    refused = surrogate.refused
    quick = rank_factors(
        evaluator, evaluate_surrogate(evaluator, surrogate), bootstrap=100, refused=refused
    )
    end = time.process_time()
    print(f"{name}: {runs:,} runs {middle - begin:.1f} s of CPU, quick {end - middle:.1f} s")
    found = refine(evaluator, surrogate)
    refined = rank_factors(evaluator, found.results, rows=found)
    seconds = time.process_time() - end + fitted - middle
    print(f"  refined: {len(found.results.outcomes) * evaluator.blocks:,} runs {seconds:.1f} s")
    for at, outcome in enumerate(refined.outcomes):
        there = full.outcomes.index(outcome)
        apart = np.abs(full.indices.total.value[:, there] - refined.indices.total.value[:, at])
        mine, all_rows = (
            2 * each.indices.total.half_width[:, place].max()
            for each, place in ((refined, at), (full, there))
        )
        print(
            f"  {outcome:12} refined: ST apart at most {apart.max():.3f}; widest interval "
            f"{mine:.3f}, of the full study {all_rows:.3f}"
        )
    for outcome, share in surrogate.confirmed.items():
        if outcome not in full.outcomes or outcome not in quick.outcomes:
            print(f"  {outcome:12} Q2 {share:6.3f}  not ranked (below {ENOUGH})")
            continue
        there, here = (each.outcomes.index(outcome) for each in (full, quick))
        apart = np.abs(full.indices.total.value[:, there] - quick.indices.total.value[:, here])
        width = full.indices.total.half_width[:, there]
        at = int(np.argmax(apart))
        print(
            f"  {outcome:12} Q2 {share:6.3f}  ST apart at most {apart[at]:.3f} "
            f"({evaluator.space.factors[at].id}, interval of the full study +-{width[at]:.3f})"
        )


if __name__ == "__main__":
    for each in sys.argv[1:] or study_names(studies_path()):
        compare(each)
