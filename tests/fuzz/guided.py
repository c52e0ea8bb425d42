"""Fuzzing that looks for inputs which reach what no other did: libFuzzer, by way of atheris, with our own mutations.

`python -m tests.fuzz.guided KIND SEED SECONDS`, in a process of its own, which libFuzzer ends. The inputs that reached
something new are kept in out/soak/fuzz-KIND, from which the next run goes on. What raises, or takes longer than it
may, is written to tests/fuzz/corpus, once for each place in the code, and the fuzzing goes on; the status tells of it.
SECONDS are of this process's work: what else the machine does is no part of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.kinds import Kind

PACKAGES = ["ecolang", "ecolang_compiler", "ecolang_runtime"]
ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "out" / "soak"
#: Of an input: libFuzzer changes its bytes, something new is made, else one of our mutations is made.
_BYTES, _FRESH = 0.2, 0.05


class Fuzzer:
    """Tries what libFuzzer gives it, and changes what libFuzzer has."""

    def __init__(self, name: str, kind: Kind, seconds: float, corpus: Path, told: Path) -> None:
        self.name, self.kind, self.seconds, self.corpus, self.told = name, kind, seconds, corpus, told
        self.done = 0
        self.covered: Counter[str] = Counter()
        self.places: dict[str, str] = {}

    def parted(self, data: bytes) -> tuple[str, bytes]:
        """An input as libFuzzer has it, the name on a line of its own, as name and bytes."""
        name, _, content = data.partition(b"\n")
        known = name.decode("ascii", "replace")
        return (known, content) if known in self.kind.names else (self.kind.names[0], data)

    def try_one(self, data: bytes) -> None:
        """Does everything with an input; ends the process when its time is up."""
        if time.process_time() > self.seconds:
            self.end()
        self.done += 1
        name, content = self.parted(data)
        try:
            self.covered.update(self.kind.tried(name, content))
        except Exception as error:
            self.keep(name, content, error)

    def change(self, data: bytes, most: int, seed: int) -> bytes:
        """Another input, of at most so many bytes."""
        from tests.fuzz.kinds import decoded, encoded

        rng = random.Random(seed)
        name, content = self.parted(data)
        chance = rng.random()
        if chance < _BYTES:
            content = _mutate(content, max(1, most - len(name) - 1))
        elif chance < _BYTES + _FRESH:
            name, content = self.kind.fresh(rng)
        else:
            other = self.kind.change(name, decoded(content), rng)
            content = other if isinstance(other, bytes) else encoded(other)
        return (name.encode() + b"\n" + content)[:most]

    def keep(self, name: str, content: bytes, error: Exception) -> None:
        """Writes down an input that raised, unless its place in the code is known or it is slow only when watched."""
        frames = [each for each in traceback.extract_tb(error.__traceback__) if "/tests/" not in each.filename]
        place = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else repr(error)
        if type(error).__name__ == "TooLong":
            # Wherever it was stopped: one of each is enough.
            place = f"TooLong {len(self.places)}"
        if place in self.places:
            return
        path = self.corpus / f"{self.name}-{hashlib.sha256(content).hexdigest()[:8]}.{name}"
        path.write_bytes(content)
        again = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.kinds", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if again.returncode == 0 and type(error).__name__ == "TooLong":
            path.unlink()
            return
        self.places[place] = path.name
        alone = "" if again.returncode else "(not again in a process of its own)"
        print(f"\n=== {path.name}{alone}", *traceback.format_exception(error), sep="\n", flush=True)

    def end(self) -> None:
        """Tells what was done. The process ends without libFuzzer's own report, which waits for its clock."""
        spent = time.process_time()
        self.told.write_text(
            json.dumps({"executions": self.done, "seconds": spent, "covered": self.covered, "found": self.places}),
            encoding="utf-8",
        )
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1 if self.places else 0)


def _mutate(content: bytes, most: int) -> bytes:
    """What libFuzzer makes of bytes. `atheris.Mutate` looks for it before it is there, and finds it missing."""
    core: Any = sys.modules["atheris.core_with_libfuzzer"]
    made: bytes = core.Mutate(content, most)
    return made


def main(kind: str, seed: int, seconds: float) -> None:
    """Fuzzes a kind; does not return."""
    import atheris

    # What is imported from here on is watched, and so is what is imported late.
    atheris.instrument_imports(include=PACKAGES).__enter__()
    from tests.fuzz.inputs import CORPUS
    from tests.fuzz.kinds import KINDS, kept

    chosen = KINDS[kind]
    working, seeds = STATE / f"fuzz-{kind}", STATE / f"fuzz-{kind}-seeds"
    working.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir()
    for name, data in (*chosen.seeds(), *kept(kind)):
        packed = name.encode() + b"\n" + data
        (seeds / hashlib.sha256(packed).hexdigest()[:16]).write_bytes(packed)
    fuzzer = Fuzzer(kind, chosen, seconds, CORPUS, STATE / f"fuzz-{kind}.{seed}.json")
    with suppress(OSError):
        fuzzer.told.unlink()
    options = {
        "seed": seed, "max_len": chosen.longest, "len_control": 0, "mutate_depth": 2, "timeout": 10**6,
        "report_slow_units": 10**6, "rss_limit_mb": 6000, "reload": 0, "entropic_scale_per_exec_time": 1,
        "artifact_prefix": f"{STATE}/",
    }  # fmt: skip
    arguments = [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(working), str(seeds)]
    atheris.Setup(arguments, fuzzer.try_one, custom_mutator=fuzzer.change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
