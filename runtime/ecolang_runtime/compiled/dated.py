"""A computed last day with what the engine asks of it again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecolang.time import Due, iso
from ecolang_runtime.compiled.state import NEVER
from ecolang_runtime.reference import clocks
from ecolang_runtime.reference.breaches import provisional
from ecolang_runtime.reference.values import day_of
from ecolang_runtime.verdict import DueDate

# Dates are kept for equal inputs; beyond this many a table starts anew.
MOST = 1024

_ISO: dict[int, str] = {}


def day_text(day: int) -> str:
    """The ISO date of an ordinal, by dictionary."""
    found = _ISO.get(day)
    if found is None:
        if len(_ISO) > 200_000:
            _ISO.clear()
        found = _ISO[day] = iso(day)
    return found


_DAYS: dict[str, int | None] = {}


def day_number(value: Any) -> int | None:
    """The ordinal of a date given as text, date or ordinal, texts by dictionary; None if it is none."""
    if type(value) is not str:
        return day_of(value)
    if value not in _DAYS:
        if len(_DAYS) > 200_000:
            _DAYS.clear()
        _DAYS[value] = day_of(value)
    return _DAYS[value]


class Dated:
    """`last` None: not known. `sure`: in whole days, certain and not held, so that a comparison judges an act.
    `lapse`, `reached`: the half minutes at which it is over and has come; `after`: the day from which it is overdue."""

    __slots__ = (
        "_shown",
        "after",
        "beside",
        "differs",
        "due",
        "held",
        "lapse",
        "last",
        "loose",
        "provisional",
        "reached",
        "sure",
        "twins",
    )

    def __init__(self, due: Due) -> None:
        self.due = due
        self.last = due.last
        #: The same date under the readings under which it is another, by their bits; of `loose` ones the bounds differ.
        self.twins: tuple[tuple[int, Dated], ...] = ()
        self.differs = self.loose = 0
        self.beside: dict[tuple[int, int | None], Dated] = {}
        self.held = due.held
        self.sure = due.certain and not due.held and due.lapses is None
        lapse, reached = clocks.lapse_key(due), clocks.reached_key(due)
        self.lapse = NEVER if lapse is None else lapse
        self.reached = NEVER if reached is None else reached
        self.provisional = provisional(due)
        self.after = None if due.last is None else clocks.overdue_day(due)
        self._shown: dict[tuple[str, int], DueDate] = {}

    def judge(self, day: int, minute: int | None) -> str:
        """Whether an act is in time, late or undetermined."""
        if self.sure:
            return "in_time" if day <= self.last else "late"  # type: ignore[operator]
        return clocks.judge(self.due, (day, minute))

    def pair(self, bit: int, twin: Dated) -> None:
        """Under the readings of the bit it is the other date."""
        self.differs |= bit
        if self.sure and twin.sure:
            self.twins = (*self.twins, (bit, twin))
        else:
            self.loose |= bit

    def with_other(self, bit: int, day: int | None, other: Dated | None) -> Dated:
        """This date where it is the other one, or none, under the readings of the bit, by the day in a field."""
        found = self.beside.get((bit, day))
        if found is None:
            found = Dated(self.due)
            found.twins, found.differs, found.loose = self.twins, self.differs | bit, self.loose
            if other is not None:
                found.pair(bit, other)
            if len(self.beside) >= MOST:
                self.beside.clear()
            self.beside[bit, day] = found
        return found

    def shown(self, cite: str, day: int) -> DueDate:
        """The day as a verdict of that day shows it."""
        found = self._shown.get((cite, day))
        if found is None:
            if len(self._shown) > 8:
                self._shown.clear()
            last = self.last
            text, left = (None, None) if last is None else (day_text(last), last - day)
            found = self._shown[cite, day] = DueDate(text, left, self.provisional, cite, self.due)
        return found


def kept(table: dict[Any, Dated], key: Any, make: Callable[[], Due]) -> Dated:
    """The date for a key, worked out when first asked for."""
    found = table.get(key)
    if found is None:
        if len(table) >= MOST:
            table.clear()
        found = table[key] = Dated(make())
    return found
