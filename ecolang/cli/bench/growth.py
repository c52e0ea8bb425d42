"""Whether the speed holds as the cases grow in number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecolang.cli.bench.measure import Measured
from ecolang.cli.bench.setup import Setup

#: Numbers of cases that growth is measured at.
SIZES = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Grown:
    """The measurements at one number of cases."""

    setup: Setup
    measured: Sequence[Measured]
