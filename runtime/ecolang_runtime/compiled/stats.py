"""Which engine made how many judgements."""

from __future__ import annotations

from _thread import allocate_lock


class Stats:
    """How many judgements this engine made, and how many the reference made in its place, by reason.

    One verdict may take several: of each reading it is compared with, and of each order of a day's events.
    """

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self.compiled = 0
        self.reference = 0
        self.reasons: dict[str, int] = {}

    def fast(self) -> None:
        """Counts a judgement by the compiled engine."""
        with self._lock:
            self.compiled += 1

    def slow(self, reason: str) -> None:
        """Counts a judgement by the reference."""
        with self._lock:
            self.reference += 1
            self.reasons[reason] = self.reasons.get(reason, 0) + 1

    @property
    def share(self) -> float:
        """The share of judgements that went the fast way; 1 where there were none."""
        total = self.compiled + self.reference
        return self.compiled / total if total else 1.0
