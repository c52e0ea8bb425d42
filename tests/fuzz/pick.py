"""Takes into the corpus the small inputs that reach what nothing in it does: `python -m tests.fuzz.pick KIND [MOST]`.

They are taken from the working corpus in out/soak/fuzz-KIND, the one that reaches the most new lines first.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.command import ROOT
from tests.fuzz.inputs import CORPUS
from tests.fuzz.kinds import KINDS, Input, of_corpus, tried

#: Longer inputs would make each run of the suite slower; so many of the others, short and long, are looked at.
_LONGEST, _LOOKED_AT = 5_000, 300
#: An input that reaches fewer new lines is not worth its file.
_FEWEST = 8
_OURS = (str(ROOT / "ecolang"), str(ROOT / "compiler"), str(ROOT / "runtime"))

Lines = set[tuple[CodeType, int]]


def lines(given: Input) -> Lines:
    """The lines of our code that an input reaches."""
    found: Lines = set()

    def local(frame: FrameType, event: str, _: Any) -> Callable[..., Any]:
        if event == "line":
            found.add((frame.f_code, frame.f_lineno))
        return local

    def entered(frame: FrameType, event: str, _: Any) -> Callable[..., Any] | None:
        return local if frame.f_code.co_filename.startswith(_OURS) else None

    sys.settrace(entered)
    try:
        # Watched, nothing is as fast as it should be; what was read before the limit counts.
        list(tried(*given))
    except Exception as error:
        if type(error).__name__ != "TooLong":
            raise
    finally:
        sys.settrace(None)
    return found


def working(kind: str) -> Iterator[Input]:
    """Inputs of the working corpus that are not too long."""
    folder = ROOT / "out" / "soak" / f"fuzz-{kind}"
    small = [path for path in folder.iterdir() if path.stat().st_size <= _LONGEST]
    small.sort(key=lambda path: (path.stat().st_size, path.name))
    for path in small[:: max(1, len(small) // _LOOKED_AT)]:
        name, _, data = path.read_bytes().partition(b"\n")
        if name.decode("ascii", "replace") in KINDS[kind].names:
            yield name.decode("ascii"), data


def pick(kind: str, most: int) -> Iterator[Path]:
    """Writes the inputs that are worth keeping, and names them."""
    known: Lines = set()
    for given in map(of_corpus, sorted(CORPUS.iterdir())):
        list(tried(*given))  # What is made at the first use is made now.
        known |= lines(given)
    found = {given: lines(given) for given in working(kind)}
    while found and most:
        best = max(found, key=lambda given: (len(found[given] - known), -len(given[1])))
        new = found.pop(best) - known
        if len(new) < _FEWEST:
            return
        known |= new
        most -= 1
        name, data = best
        path = CORPUS / f"{kind}-{hashlib.sha256(data).hexdigest()[:8]}.{name}"
        path.write_bytes(data)
        yield path


if __name__ == "__main__":
    for each in pick(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10):
        print(each.relative_to(ROOT))
