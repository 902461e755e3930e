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
LOOPBACK = ("tcp://127.", "tcp://[::1]", "inproc://")
PATIENCE = 30
"""Seconds to wait for a scheduler, and for its first worker."""


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor, and how many chunks it may hold at a time."""

    executor: Executor
    in_flight: int
    workers: int = 1
    open_to_all: bool = False
    """Whether what is sent is not encrypted and leaves this machine."""


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
        yield Crew(pool, 2 * count, count)
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
def dask_crew(scheduler: str) -> Iterator[Crew]:
    """Give the workers of a dask cluster that runs already.

    The connection is encrypted where the address begins with ``tls://``, with the certificates
    that dask's own settings name (``DASK_DISTRIBUTED__COMM__TLS__CA_FILE`` and the like).

    Parameters
    ----------
    scheduler
        Its address, such as ``tls://10.0.0.1:8786``, or the file it wrote (``*.json``).

    Raises
    ------
    InputError
        If dask.distributed is not installed.
    ResultError
        If nobody answers there, no worker joins, or the cluster breaks down.
    """
    if find_spec("distributed") is None:
        msg = "--scheduler needs dask.distributed: pip install 'zysim[cluster]'."
        zh = "--scheduler 需要 dask.distributed：pip install 'zysim[cluster]'。"
        raise InputError(msg, zh=zh)
    # Only here: most sweeps run on one machine, where dask need not be installed.
    dask: Any = import_module("distributed")
    where = {"scheduler_file": scheduler} if scheduler.endswith(".json") else {"address": scheduler}
    try:
        client = dask.Client(**where, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        msg = (
            f"--scheduler {scheduler}: no scheduler answers ({error}). Check address, firewall "
            "and, for tls://, the certificates that dask's settings name."
        )
        zh = (
            f"--scheduler {scheduler}：调度器没有响应（{error}）。请检查地址与防火墙；"
            "tls:// 还须检查 dask 设置中的证书。"
        )
        raise ResultError(msg, zh=zh) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            start = f"dask worker {scheduler}"
            msg = f"--scheduler {scheduler}: the scheduler has no worker. Start one: {start}"
            zh = f"--scheduler {scheduler}：调度器没有工作进程，请启动：{start}"
            raise ResultError(msg, zh=zh) from error
        workers = sum(client.nthreads().values())
        try:
            yield Crew(
                client.get_executor(retries=2),
                2 * workers,
                workers,
                open_to_all=not str(client.scheduler.address).startswith(("tls://", *LOOPBACK)),
            )
        except (dask.KilledWorker, CancelledError) as error:
            msg = (
                f"--scheduler {scheduler}: the cluster lost its workers. Every finished chunk is "
                "kept: go on with --resume."
            )
            zh = (
                f"--scheduler {scheduler}：集群失去了工作进程。已完成的部分都已保留："
                "请加 --resume 继续。"
            )
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
