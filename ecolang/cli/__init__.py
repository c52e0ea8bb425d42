"""The command `eco`: one module a verb, each imported only when it is called."""

from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs `eco` and returns its exit status.

    0 fine; 1 unreadable input, wrong usage or our own failure; 2 errors of `check`; 3 failed tests.
    """
    given = sys.argv[1:] if argv is None else argv
    if argv is None:
        # A policy's tables stay until the end; to look through them for garbage again and again only takes time.
        gc.set_threshold(100_000, 50, 100)
    status = _quick(given[1:], given) if given[:1] == ["run"] else None
    if status is None:
        from ecolang.cli.group import run_group

        status = run_group(given)
    if argv is None:
        _leave(status)
    return status


def _leave(status: int) -> NoReturn:
    """Ends the process without taking apart, object by object, what it gives back as a whole.

    What was registered for the end is done and what was written is flushed. A process with other threads, or one that
    is traced or profiled, ends as ever.
    """
    threading = sys.modules.get("threading")
    if (threading is not None and threading.active_count() > 1) or sys.gettrace() or sys.getprofile():
        sys.exit(status)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            # It is closed, or nobody reads it: `framed` has said what there is to say.
            continue
    os._exit(status)


def _quick(arguments: list[str], argv: list[str]) -> int | None:
    """The exit status of a command line that needs no click; None for any other."""
    from ecolang.cli.quick import run, task_of

    task = task_of(arguments)
    if task is None:
        return None
    from ecolang.cli.frame import framed

    return framed(lambda: run(task), argv)
