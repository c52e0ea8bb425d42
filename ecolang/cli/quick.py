"""`eco run` of a compiled policy without click: its plain command lines, read to the same effect.

Whatever is not plain here (help, abbreviated or wrong options, a policy that must be compiled first) is left to the
verb itself, so that there is one wording of usage and of what is wrong with it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence

from ecolang.cli.judging import DEGREES, Task, judge
from ecolang.cli.plain import is_artifact

#: Options with a value, by every name, with the values that they take (None: any).
_VALUES: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "--as-of": ("as_of", None),
    "--reading": ("readings", None),
    "--fail-on": ("fail_on", DEGREES),
    "--format": ("form", ("text", "json")),
    "--detail": ("detail", ("full", "brief")),
    "--output": ("output", None),
    "-o": ("output", None),
    "--lang": ("lang", ("zh", "en")),
    "--engine": ("engine", ("compiled", "reference")),
}
_FLAGS = {"--readings": ("try_readings", True), "--no-readings": ("try_readings", False), "--full": ("full", True)}


def task_of(arguments: Sequence[str]) -> Task | None:
    """What the arguments of `eco run` ask for, or None where the verb itself must look at them."""
    found: dict[str, object] = {}
    readings: list[str] = []
    places: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "-" or not word.startswith("-"):
            places.append(word)
            continue
        if word in _FLAGS:
            name, value = _FLAGS[word]
            found[name] = value
            continue
        option, mark, text = word.partition("=") if word.startswith("--") else (word, "", "")
        if option not in _VALUES:
            return None
        name, choices = _VALUES[option]
        given = text if mark else next(rest, None)
        if given is None or (choices is not None and given not in choices):
            return None
        if name == "readings":
            readings.append(given)
        else:
            found[name] = given
    if len(places) < 2 or not is_artifact(places[0]) or os.name == "nt":
        return None
    return Task(places[0], tuple(places[1:]), readings=tuple(readings), **found)  # type: ignore[arg-type]


def run(task: Task) -> int:
    """Judges as asked."""
    # What is loaded stays; looking for garbage in it only takes time. `judge` turns the collector on for long runs.
    on = gc.isenabled()
    gc.disable()
    try:
        return judge(task, collect=on)
    finally:
        if on:
            gc.enable()
