"""The command `eco`: one module a verb, each imported only when it is called."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs `eco` and returns its exit status.

    0 fine; 1 unreadable input, wrong usage or our own failure; 2 errors of `check`; 3 failed tests.
    """
    given = sys.argv[1:] if argv is None else argv
    status = _quick(given[1:], given) if given[:1] == ["run"] else None
    if status is None:
        from ecolang.cli.group import run_group

        status = run_group(given)
    if argv is None:
        sys.exit(status)
    return status


def _quick(arguments: list[str], argv: list[str]) -> int | None:
    """The exit status of a command line that needs no click; None for any other."""
    from ecolang.cli.quick import run, task_of

    task = task_of(arguments)
    if task is None:
        return None
    from ecolang.cli.frame import framed

    return framed(lambda: run(task), argv)
