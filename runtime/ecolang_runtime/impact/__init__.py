"""What an amendment, or another reading, does to cases: every case judged under both, the differences by cause."""

from ecolang_runtime.impact.causes import Cause
from ecolang_runtime.impact.effects import Effect, flips
from ecolang_runtime.impact.judge import Comparer
from ecolang_runtime.impact.pool import Source, Task, run_impact
from ecolang_runtime.impact.report import Example, Group, Impact, gather

__all__ = [
    "Cause",
    "Comparer",
    "Effect",
    "Example",
    "Group",
    "Impact",
    "Source",
    "Task",
    "flips",
    "gather",
    "run_impact",
]
