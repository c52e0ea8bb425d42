"""The kernel runs as plain Python here, where a fault has a line number; machine code is tried by the long run."""

import os

os.environ.setdefault("ECO_NUMBA", "0")
