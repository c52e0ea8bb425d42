"""One line on the terminal that says how far long work has come, and goes when the work is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

#: Seconds before the line first appears, and between two of its states.
FIRST, BETWEEN = 1.0, 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """Tells a count on standard error, if that is a terminal which nothing else is being written to."""

    def __init__(self, words: Callable[[int], str], quiet: bool = False) -> None:
        """`words`: the line for a count; `quiet`: results go to the same terminal, which shows the progress itself."""
        self._words = words
        self._on = not quiet and sys.stderr.isatty()
        self._next = time.monotonic() + FIRST
        self._shown = False
        self._count = 0

    def step(self) -> None:
        """One more is done."""
        self.reach(self._count + 1)

    def reach(self, count: int) -> None:
        """So many are done."""
        self._count = count
        if not self._on or time.monotonic() < self._next:
            return
        sys.stderr.write(_CLEAR + self._words(self._count))
        sys.stderr.flush()
        self._shown = True
        self._next = time.monotonic() + BETWEEN

    def clear(self) -> None:
        """Makes room for other output, or ends the line."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False
