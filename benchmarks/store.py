"""Whether the store of a sweep keeps up with 100 workers, as Markdown.

    python benchmarks/store.py               100 workers that hand in chunks at once, as threads
    python benchmarks/store.py --dask        the same as workers of a dask cluster in this process

The workers compute nothing: what is measured is handing in, hashing and forcing to disk, which one
process does for all. Beside it stands what 100 real workers would hand in, from the rate of the
study on one processor of this machine, and the processor time that a chunk takes, which the load of
the machine does not move.

Dask's workers watch themselves: each looks a hundred times a second at what it computes, and twice
at its machine. A hundred in one process do that with one interpreter, and hardly anything else, so
here they do it seldom; workers of a cluster have a process each.
"""

from __future__ import annotations

import argparse
import logging
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
SELDOM = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "30s",
    "distributed.admin.system-monitor.interval": "30s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.tick.interval": "2s",
}
"""Settings of dask under which workers leave themselves alone."""


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
    print(
        "| a run keeps | chunk, MB | chunks/s | MB/s | of what 100 workers hand in | ms a chunk |"
    )
    print("|---|---|---|---|---|---|")
    for name, width in (("outcomes", outcomes), ("outcomes and a series", outcomes + SERIES)):
        chunks_a_second, size, busy = measured(width, dask=chosen.dask)
        print(
            f"| {name} | {size / 1e6:.2f} | {chunks_a_second:.0f} | "
            f"{chunks_a_second * size / 1e6:.0f} | x{chunks_a_second / wanted:.1f} | "
            f"{busy * 1e3:.1f} |"
        )
    return 0


def measured(width: int, *, dask: bool) -> tuple[float, int, float]:
    """Return chunks a second that are kept, the bytes of one, and its seconds of a processor."""
    shape = (RUNS_IN_PART, 1, width)
    with tempfile.TemporaryDirectory(dir=".") as folder, crew_of(dask=dask) as crew:
        store = ChunkStore(Path(folder), [shape] * CHUNKS)
        store.prepare()
        begin, busy = time.perf_counter(), time.process_time()
        for _ in store.put_all(computed(crew, partial(hand_in, shape), range(CHUNKS))):
            pass
        taken, busy = time.perf_counter() - begin, time.process_time() - busy
        return CHUNKS / taken, 8 * int(np.prod(shape)), busy / CHUNKS


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
    from dask import config

    # As the cluster ends, workers without a scheduler would say so, each for itself.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        config.set(SELDOM),
        distributed.LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield Crew(client.get_executor(pure=False), 2 * WORKERS, WORKERS)


if __name__ == "__main__":
    raise SystemExit(main())
