"""Kill a sweep again and again, damage what it left, and compare the end with an undisturbed one.

    python benchmarks/kill.py                        20 kills, three to eight minutes
    python benchmarks/kill.py --kills 200 --seed 7   as long as you like
    python benchmarks/kill.py --model M.mdl          of a study of any model, all its constants

A small model ends before it can be killed: `--replicates` makes more chunks of it, `--step` longer
runs, until an undisturbed sweep takes half a minute.

Each kill is SIGKILL to the whole process group at a random moment. After each, every chunk that
has its hash must be whole. A sweep that ends before its kill is compared too, and the next begins
anew. Before the last resume one bit is flipped, one chunk is cut short and one loses its hash.
Leaves with 1 if anything differs. Needs a system with process groups: Linux or macOS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from zysim.paths import studies_path
from zysim.reading import read_model
from zysim.sensitivity.study_draft import Draft, draft_study

WORKERS = "2"


def main() -> int:
    """Kill, repair, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    parser.add_argument("--replicates", type=int, default=64, help="chunks of the study")
    parser.add_argument("--model", type=Path, help="any model, in place of the city's")
    parser.add_argument("--step", type=float, help="time step of any model, in place of its own")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zysim-kill-") as name:
        place = Path(name)
        study = write_study(place / "study.toml", chosen.replicates, chosen.model, chosen.step)
        begin = time.perf_counter()
        wanted = finish(study, place / "clean")["digest"]
        seconds = time.perf_counter() - begin
        print(f"undisturbed: {seconds:.1f} s, digest {wanted[:16]}…")
        return torment(study, place / "killed", wanted, seconds, chosen.kills, chosen.seed)


def torment(study: Path, out: Path, wanted: str, seconds: float, kills: int, seed: int) -> int:
    """Kill a sweep ``kills`` times, damage it, resume it; return how many ends were wrong."""
    moments = random.Random(seed)
    killed = wrong = ended = 0
    while killed < kills:
        process = start(study, out)
        try:
            process.wait(moments.uniform(0.0, seconds))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            whole, broken = sealed(out)
            wrong += broken
            print(f"kill {killed:3}: {whole} whole chunks, {broken} broken")
            continue
        if process.returncode:
            msg = f"the sweep ended by itself with code {process.returncode}"
            raise SystemExit(msg)
        ended += 1
        wrong += json.loads((out / "done.json").read_text())["digest"] != wanted
        shutil.rmtree(out)
    finish(study, out)
    damage(out)
    last = finish(study, out)
    wrong += last["digest"] != wanted
    wrong += last["found"] != last["found"] | {"missing": 0, "unsealed": 1, "damaged": 2}
    print(f"{killed} kills, {ended} ends before a kill, last {last['found']}: {wrong} wrong")
    return int(wrong > 0)


def write_study(path: Path, replicates: int, model: Path | None, step: float | None = None) -> Path:
    """Write a study whose chunks are small, one a replicate."""
    if model is not None:
        text = draft_study(read_model(model), model, Draft(), path.parent)
        text = text.replace("replicates = 8", f"replicates = {replicates}")
        clock = "" if step is None else f"\n[clock]\nstep = {step}\n"
        path.write_text(text + clock, encoding="utf-8")
        return path
    text = (studies_path() / "hands.toml").read_text(encoding="utf-8")
    text = text.replace("rows = 4096", "rows = 128")
    path.write_text(text.replace("replicates = 4", f"replicates = {replicates}"), encoding="utf-8")
    return path


def command(study: Path, out: Path) -> list[str]:
    words = ["sweep", str(study), "--out", str(out), "--workers", WORKERS, "--resume", "--json"]
    return [sys.executable, "-m", "zysim", *words]


def start(study: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a sweep as the leader of a process group of its own."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(study, out), stdout=quiet, start_new_session=True)


def finish(study: Path, out: Path) -> dict[str, Any]:
    """Let a sweep end and return what it says."""
    done = subprocess.run(command(study, out), check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def sealed(out: Path) -> tuple[int, int]:
    """Return how many chunks have a hash that fits them, and how many one that does not."""
    fits = [
        hashlib.sha256(seal.with_suffix("").read_bytes()).hexdigest() == seal.read_text()[:64]
        for seal in (out / "chunks").glob("[0-9]*.sha256")
    ]
    return sum(fits), len(fits) - sum(fits)


def damage(out: Path) -> None:
    """Flip a bit, cut a chunk short, take a hash away."""
    first, second, third, *_ = sorted((out / "chunks").glob("*.npy"))
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(data)
    second.write_bytes(second.read_bytes()[:-100])
    third.with_name(f"{third.name}.sha256").unlink()


if __name__ == "__main__":
    raise SystemExit(main())
