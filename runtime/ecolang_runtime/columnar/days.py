"""Last days worked out beforehand by the definition's own arithmetic, and calendars for what suspensions interrupt."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecolang.time import Calendar, backward, forward
from ecolang.time.days import first_of, year_of
from ecolang_runtime.columnar.config import Config
from ecolang_runtime.columnar.kernel import dates as at
from ecolang_runtime.columnar.tables import Tables

#: Days beyond a batch's own that a period counted from another one may reach.
FAR = 800
#: A table spans no more; a case beyond it is left to the ordinary engine.
_WIDEST = 30_000
_MARGIN = 2_000


class Days:
    """The array `u` of a policy, made anew when a batch has days beyond its tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.low = self.high = 0
        #: The uncovered years, by the bit that stands for each: (layer, year).
        self.gaps: list[tuple[str, int]] = []
        self.array: Any = np.zeros(1, np.int64)
        self._grounds: tuple[str, ...] | None = None
        self._bits: dict[tuple[str, int], int] = {}
        self._places: list[int] = []

    def cover(self, low: int, high: int, grounds: tuple[str, ...]) -> None:
        """Makes room for the days from `low` to `high`, and knows the grounds that acts name."""
        high = min(high, low + _WIDEST)
        if self.low <= low and high <= self.high and grounds == self._grounds:
            return
        before = (self.low, self.high, self.gaps, self.array, self._places)
        if not self.low <= low or not high <= self.high:
            # A year more on either side, so that the next batch has its days here too.
            low, high = low - 366, high + 366
        if self.high:
            low, high = min(low, self.low), max(high, self.high)
        self.low, self.high, self._grounds = low, high, grounds
        tables = self.tables
        parts: list[Any] = [np.zeros(8, np.int64)]
        size = 8
        layers = {layer.name: layer for config in tables.configs for layer in config.calendar.layers}
        gaps = [(name, year) for year in range(year_of(low) - 10, year_of(high) + 11) for name in layers]
        self.gaps = [(name, year) for name, year in gaps if not layers[name].covers(year)][:62]
        self._bits = {gap: n for n, gap in enumerate(self.gaps)}
        calendars: dict[str, Calendar] = {}
        for config in tables.configs:
            calendars.setdefault(config.calendar.hash, config.calendar)
        known = {key: n for n, key in enumerate(calendars)}

        def put(part: Any) -> int:
            nonlocal size
            begun = size
            parts.append(np.asarray(part, np.int64))
            size += len(parts[-1])
            return begun

        calendar_places = put([_calendar(each, low, high, put) for each in calendars.values()] or [0])
        places = []
        self._places = []
        for config in tables.configs:
            table = put(np.full((self.high + FAR - self.low + 1) * at.UDW, at.NOT_YET))
            self._places.append(table)
            work = int(config.counting.unit == "workday")
            roll = {"none": 0, "next_working": 1, "previous_working": 2}[config.counting.roll]
            places.append(put([work, roll, known[config.calendar.hash], table]))
        place = put(places or [0])
        named = put([int(_meant(ground, said)) for said in grounds for ground in tables.grounds] or [0])
        head = parts[0]
        head[at.UN_CONFIGS], head[at.UN_LOW], head[at.UN_HIGH] = len(tables.configs), self.low, self.high + FAR
        head[at.UN_PLACES], head[at.UN_GROUNDS], head[at.UN_CALENDARS] = place, named, calendar_places
        self.array = np.concatenate(parts)
        if self.gaps == before[2]:
            self._keep(*before)

    def _keep(self, low: int, high: int, _: Any, array: Any, places: list[int]) -> None:
        """Takes over what was worked out before; uncovered years have the same bits."""
        size, to = (high + FAR - low + 1) * at.UDW, (low - self.low) * at.UDW
        for new, old in zip(self._places, places, strict=False):
            self.array[new + to : new + to + size] = array[old : old + size]

    def work_out(self, days: Any) -> None:
        """Works out the last days counted from days that are likely to be asked for."""
        for number, config in enumerate(self.tables.configs):
            if not config.far:
                for day in days.tolist():
                    self._fill(number, day)

    def wanted(self) -> bool:
        """Works out what the kernel has met and did not find; whether there was any."""
        width = (self.high + FAR - self.low + 1) * at.UDW
        found = False
        for number, place in enumerate(self._places):
            column = self.array[place : place + width : at.UDW]
            for day in np.flatnonzero(column == at.WANTED).tolist():
                self._fill(number, day + self.low)
                found = True
        return found

    def _fill(self, number: int, day: int) -> None:
        if not self.low <= day <= self.high + FAR:
            return
        begun = self._places[number] + (day - self.low) * at.UDW
        if self.array[begun] in (at.NOT_YET, at.WANTED):
            self.array[begun : begun + at.UDW] = self._entry(self.tables.configs[number], day)

    def provisional(self, rests: int) -> list[str]:
        """The uncovered layers and years that bits stand for, as a verdict names them."""
        return [f"{name} {year}" for bit, (name, year) in enumerate(self.gaps) if (rests >> bit) & 1]

    def _entry(self, config: Config, day: int) -> tuple[int, ...]:
        nothing = (at.NO_DAY, 0, 0, 0, 0, 0)
        if config.kind == "before":
            due = backward(day, config.amount, config.counting, config.calendar, config.clear)
        else:
            due = forward(day, config.amount, config.counting, config.calendar)
        # A date that rests on more uncovered years than there are bits, or on them out of order, is not kept.
        order = [self._bits.get(gap, 62) for gap in due.provisional]
        if due.error is not None or due.last is None or order != sorted(order) or 62 in order:
            return nothing
        after = day - 1 if config.counting.start == "same" else day
        if config.counting.start == "next_working":
            after = config.calendar.next_working(day + 1) - 1
        nominal = due.segments[-1].nominal if due.segments else due.last
        early = -1 if due.earliest is None else due.earliest
        late = -1 if due.latest is None else due.latest
        return (due.last, early, late, sum(1 << bit for bit in order), nominal or due.last, after)


def _meant(ground: Any, said: str) -> bool:
    """Whether an act that names `said` relies on the ground."""
    return bool(said == ground.id or ground.cite == said or ground.cite.endswith(said))


def _calendar(calendar: Calendar, low: int, high: int, put: Any) -> int:
    first, last = max(366, low - _MARGIN), min(3_650_000, high + 2 * _MARGIN)
    days = np.arange(first, last + 1)
    working = (days - 1) % 7 < 5
    for day, (works, _) in calendar._entries.items():
        if first <= day <= last:
            working[day - first] = works
    gaps = np.zeros(len(days), np.int64)
    for year in range(year_of(first), year_of(last) + 1):
        if any(not layer.covers(year) for layer in calendar.layers):
            start, end = max(first_of(year), first), min(first_of(year + 1) - 1, last)
            gaps[start - first : end - first + 1] = 1
    listed = days[working]
    places = [put(np.cumsum(working)), put(listed), put(np.cumsum(gaps))]
    return int(put([first, last, *places, len(listed)]))
