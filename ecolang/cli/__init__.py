"""The command `eco`: one module a verb, each imported only when it is called."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Runs `eco` and returns its exit status.

    0 fine; 1 unreadable input, wrong usage or our own failure; 2 errors of `check`; 3 failed tests.
    """
    from ecolang.cli.group import run_group

    status = run_group(sys.argv[1:] if argv is None else argv)
    if argv is None:
        sys.exit(status)
    return status
