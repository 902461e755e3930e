"""Who computes: this process, processes of this machine, or the workers of a dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from multiprocessing.connection import wait as wait_for_end
from typing import Any, TypeVar

from zysim.errors import InputError, ResultError

Value = TypeVar("Value")
MOST = 61 if sys.platform == "win32" else 1024
PATIENCE = 30
"""Seconds to wait for a scheduler, and for its first worker."""


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor, and how many chunks it may hold at a time."""

    executor: Executor
    in_flight: int


class InProcess(Executor):
    """Computes what is submitted at once, in the process that asks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def local_crew(workers: int | None) -> Iterator[Crew]:
    """Give workers on this machine, fresh processes each with one thread; 1 is this process.

    Parameters
    ----------
    workers
        How many; as many as there are processors if None.

    Raises
    ------
    InputError
        If the number is below 1 or above what the system can wait for.
    ResultError
        If a worker dies.
    """
    count = min(os.cpu_count() or 1, MOST) if workers is None else workers
    if not 1 <= count <= MOST:
        msg = f"--workers {count}: give a number from 1 to {MOST}."
        raise InputError(msg, zh=f"--workers {count}：请给 1 到 {MOST} 之间的数。")
    if count == 1:
        yield Crew(InProcess(), 1)
        return
    context = multiprocessing.get_context("spawn")
    others = {child.pid for child in multiprocessing.active_children()}
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_settle_in)
    try:
        yield Crew(pool, 2 * count)
    except BrokenExecutor as error:
        msg = (
            f"a worker of {count} died, perhaps for lack of memory. Every finished chunk is kept: "
            "go on with --resume and fewer --workers."
        )
        zh = (
            f"{count} 个工作进程之一意外终止，可能内存不足。已完成的部分都已保留："
            "请减少 --workers，加 --resume 继续。"
        )
        raise ResultError(msg, zh=zh) from error
    except (KeyboardInterrupt, SystemExit):
        # Nothing is lost but the chunks under way, which would take seconds to wait for.
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def dask_crew(address: str) -> Iterator[Crew]:
    """Give the workers of a dask scheduler.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    InputError
        If dask.distributed is not installed.
    ResultError
        If nobody answers there, no worker joins, or the cluster breaks down.
    """
    if find_spec("distributed") is None:
        msg = "--dask needs dask.distributed: pip install 'zysim[cluster]'."
        raise InputError(msg, zh="--dask 需要 dask.distributed：pip install 'zysim[cluster]'。")
    # Only here: most sweeps run on one machine, where dask need not be installed.
    dask: Any = import_module("distributed")
    try:
        client = dask.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        msg = f"--dask {address}: no scheduler answers ({error}). Check address and firewall."
        zh = f"--dask {address}：调度器没有响应，请检查地址与防火墙。"
        raise ResultError(msg, zh=zh) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            msg = f"--dask {address}: the scheduler has no worker. Start one: dask worker {address}"
            zh = f"--dask {address}：调度器没有工作进程，请启动：dask worker {address}"
            raise ResultError(msg, zh=zh) from error
        try:
            yield Crew(client.get_executor(retries=2), 2 * sum(client.nthreads().values()))
        except (dask.KilledWorker, CancelledError) as error:
            msg = (
                f"--dask {address}: the cluster lost its workers. Every finished chunk is kept: "
                "go on with --resume."
            )
            zh = f"--dask {address}：集群失去了工作进程。已完成的部分都已保留：请加 --resume 继续。"
            raise ResultError(msg, zh=zh) from error


def computed(
    crew: Crew, work: Callable[[int], Value], chunks: Iterable[int]
) -> Iterator[tuple[int, Value]]:
    """Compute chunks and give each as soon as it is there; only a few are held at a time.

    Parameters
    ----------
    crew
        Who computes.
    work
        What to do with the number of a chunk; can be pickled.
    chunks
        Which ones.
    """
    waiting = iter(chunks)
    running: dict[Future[Value], int] = {}
    try:
        while True:
            for chunk in islice(waiting, crew.in_flight - len(running)):
                running[crew.executor.submit(work, chunk)] = chunk
            if not running:
                return
            # The timeout lets Ctrl-C through on Windows.
            for future in wait(running, timeout=1.0, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def _settle_in() -> None:
    """Leave Ctrl-C to the parent, and end with it even where it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait_for_end([sentinel])
    os._exit(1)
