"""Whether the store of a sweep keeps up with 100 workers, as Markdown.

    python benchmarks/store.py               100 workers that hand in chunks at once, as threads
    python benchmarks/store.py --dask        the same as workers of a dask cluster in this process

The workers compute nothing: what is measured is handing in, hashing and forcing to disk, which one
process does for all. Beside it stands what 100 real workers would hand in, from the rate of the
study on one processor of this machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.sensitivity.evaluate import RUNS_IN_PART
from zysim.sweeps.estimate import estimate_sweep
from zysim.sweeps.executors import Crew, computed
from zysim.sweeps.store import ChunkStore
from zysim.sweeps.study import StudySweep

WORKERS, CHUNKS = 100, 120
SERIES = 41
"""Values of one kept series a run."""


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dask", action="store_true", help="workers of a dask cluster")
    parser.add_argument("--study", default="levers", help="study whose outcomes are handed in")
    chosen = parser.parse_args()
    sweep = StudySweep(read_study(chosen.study, studies_path()))
    rate = 1 / estimate_sweep(sweep).seconds_a_run
    wanted = WORKERS * rate / RUNS_IN_PART
    outcomes = len(sweep.evaluator.outcomes)
    print(f"{WORKERS} workers at {rate:,.0f} runs/s hand in {wanted:.1f} chunks/s\n")
    print("| a run keeps | chunk, MB | chunks/s | MB/s | of what 100 workers hand in |")
    print("|---|---|---|---|---|")
    for name, width in (("outcomes", outcomes), ("outcomes and a series", outcomes + SERIES)):
        chunks_a_second, size = measured(width, dask=chosen.dask)
        print(
            f"| {name} | {size / 1e6:.2f} | {chunks_a_second:.0f} | "
            f"{chunks_a_second * size / 1e6:.0f} | x{chunks_a_second / wanted:.1f} |"
        )
    return 0


def measured(width: int, *, dask: bool) -> tuple[float, int]:
    """Return chunks a second that are kept, and the bytes of one."""
    shape = (RUNS_IN_PART, 1, width)
    with tempfile.TemporaryDirectory(dir=".") as folder, crew_of(dask=dask) as crew:
        store = ChunkStore(Path(folder), [shape] * CHUNKS)
        store.prepare()
        begin = time.perf_counter()
        for _ in store.put_all(computed(crew, partial(hand_in, shape), range(CHUNKS))):
            pass
        return CHUNKS / (time.perf_counter() - begin), 8 * int(np.prod(shape))


def hand_in(shape: tuple[int, ...], chunk: int) -> np.ndarray:
    """Return a chunk without computing it."""
    return np.full(shape, float(chunk))


@contextmanager
def crew_of(*, dask: bool) -> Iterator[Crew]:
    """Give the workers."""
    if not dask:
        with ThreadPoolExecutor(WORKERS) as pool:
            yield Crew(pool, 2 * WORKERS, WORKERS)
        return
    import distributed

    with (
        distributed.LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            memory_limit=0,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield Crew(client.get_executor(pure=False), 2 * WORKERS, WORKERS)


if __name__ == "__main__":
    raise SystemExit(main())
