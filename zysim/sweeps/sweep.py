"""Begin or resume a sweep: what is there is verified, what is not is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import dumps
from pathlib import Path

from zysim.errors import ResultError
from zysim.files import SEAL, write_text
from zysim.runs.manifest import Manifest, read_manifest
from zysim.sweeps.executors import Crew, computed
from zysim.sweeps.keep_study import STUDY, write_study
from zysim.sweeps.lock import LOCK, only_writer
from zysim.sweeps.store import ChunkStore, State
from zysim.sweeps.study import StudySweep, differences

DONE = "done.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A sweep that is complete."""

    digest: str
    """SHA-256 over the hashes of all chunks, in order; equal for equal numbers."""
    chunks: int
    manifest: Manifest
    """What the numbers rest on, as it was when the sweep was begun."""
    found: dict[State, int]
    """How many chunks were in each state when the sweep began or was resumed."""

    @property
    def computed(self) -> int:
        """Chunks computed this time."""
        return self.chunks - self.found["whole"]


@contextmanager
def claimed(folder: Path, *, resume: bool) -> Iterator[None]:
    """Hold a folder for one sweep; one that holds something else is left untouched.

    Raises
    ------
    ResultError
        If ``folder`` holds files that are not a sweep, or another process writes there.
    """
    if not (folder / LOCK).exists() and not (folder / SEAL).exists():
        _refuse_begun(folder, resume=resume)
    with only_writer(folder):
        yield


def run_sweep(
    sweep: StudySweep,
    folder: Path,
    crew: Crew,
    *,
    resume: bool,
    command: str,
    progress: Callable[[int, int], None] | None = None,
) -> Finished:
    """Compute every chunk of a study that ``folder`` does not hold yet.

    Parameters
    ----------
    sweep
        What to compute.
    folder
        Where the chunks go, :func:`claimed` by the caller.
    crew
        Who computes; the numbers do not depend on it.
    resume
        Go on with what ``folder`` holds.
    command
        The words that made the sweep, for the manifest.
    progress
        Told how many runs are done, and of how many that were left to do.

    Raises
    ------
    ResultError
        If ``folder`` holds another sweep, or files and ``resume`` is not asked for; if the disk
        is full; if a value is not finite. What was finished stays.
    """
    manifest = sweep.manifest(command)
    store = ChunkStore(folder, sweep.shapes)
    if not resume or not (folder / SEAL).exists():
        _refuse_begun(folder, resume=resume)
        write_study(sweep.study, folder)
        write_text(folder / SEAL, manifest.to_json())
    else:
        stored = read_manifest(folder / SEAL)
        changed = differences(stored, manifest, versions=True)
        if changed:
            raise _another(folder, changed)
        manifest = stored
    store.prepare()
    states = [store.state(chunk) for chunk in range(len(sweep.parts))]
    left = [chunk for chunk, state in enumerate(states) if state != "whole"]
    if left:
        (folder / DONE).unlink(missing_ok=True)
    total, done = sum(sweep.runs(chunk) for chunk in left), 0
    for chunk in store.put_all(computed(crew, sweep.work(manifest), left)):
        done += sweep.runs(chunk)
        if progress is not None:
            progress(done, total)
    counts = Counter(states)
    found: dict[State, int] = {
        state: counts[state] for state in ("whole", "missing", "unsealed", "damaged")
    }
    finished = Finished(digest=store.digest(), chunks=len(states), manifest=manifest, found=found)
    record = {"digest": finished.digest, "chunks": finished.chunks}
    write_text(folder / DONE, dumps(record, indent=2, sort_keys=True) + "\n")
    return finished


def _refuse_begun(folder: Path, *, resume: bool) -> None:
    """Refuse a folder with files in it, unless they are what a sweep writes before its manifest."""
    if not folder.is_dir():
        return
    names = sorted(path.name for path in folder.iterdir() if path.name != LOCK)
    if resume:
        early = (STUDY, f".{STUDY}.", f".{SEAL}.")
        names = [name for name in names if not name.startswith(early)]
    if not names:
        return
    some = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    if resume:
        msg = f"{folder}: holds no sweep but {some}. Choose an empty folder with --out."
        raise ResultError(
            msg, zh=f"{folder}：不是扫描结果，而有 {some}。请用 --out 换一个空文件夹。"
        )
    msg = (
        f"{folder}: not empty ({some}). Go on with that sweep with --resume, or choose another "
        "folder with --out."
    )
    zh = f"{folder}：文件夹非空（{some}）。加 --resume 继续该扫描，或用 --out 换一个文件夹。"
    raise ResultError(msg, zh=zh)


def _another(folder: Path, changed: list[str]) -> ResultError:
    listed = ", ".join(changed[:6]) + (f" … ({len(changed)} in all)" if len(changed) > 6 else "")
    return ResultError(
        f"{folder}: begun with other inputs than those of today: {listed}. Bring them back to go "
        "on, or begin anew in another folder with --out.",
        zh=f"{folder}：与开始时的输入不同：{listed}。请恢复原输入后继续，或用 --out 另起文件夹。",
    )
