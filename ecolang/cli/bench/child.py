"""One job in a process of its own, so that its peak of memory is its own.

`python -m ecolang.cli.bench.child FOLDER JOB` writes what it took as one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from ecolang.cli.bench.jobs import JOBS
from ecolang.cli.bench.setup import opened


def main(folder: str, name: str) -> None:
    """Runs the job and writes what it took as one line of JSON."""
    job = next(each for each in JOBS if each.name == name)
    timed = job.run(opened(Path(folder)))
    print(json.dumps({**asdict(timed), "peak": peak_memory()}))


def peak_memory() -> int:
    """The most memory that this process has held so far, in bytes."""
    try:
        # What getrusage gives on Linux takes in the process that started this one.
        with open("/proc/self/status", encoding="utf-8") as file:
            return 1024 * next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak


if __name__ == "__main__":
    main(*sys.argv[1:3])
