"""One way of counting a period, as the tables of last days are made for it."""

from __future__ import annotations

from typing import Any

from ecolang.program import Deadline


class Config:
    """One way of counting: its table of last days is made for the days of a batch."""

    def __init__(self, deadline: Deadline, amount: int, counting: Any, calendar: Any, kind: str) -> None:
        self.amount = amount
        self.counting = counting
        self.calendar = calendar
        self.kind = kind
        self.clear = deadline.counting.clear
        #: Whether it is counted from days that are themselves worked out, and so may lie beyond the batch's.
        self.far = deadline.anchor.kind == "period"

    @property
    def key(self) -> Any:
        """Equal for ways that give equal days."""
        clear = self.clear if self.kind == "before" else None
        return (self.amount, self.counting, self.calendar.hash, self.kind == "before", clear)
