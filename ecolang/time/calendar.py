"""Working days under several layers: a look-up table of ordinals, coverage, and the form that an artifact embeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecolang.rows import dataclass
from ecolang.time.days import FIRST_DAY, LAST_DAY, Lang, first_of, year_of
from ecolang.time.layer import CalendarProblem, Layer, layer_row, read_layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A table covers at least this many days around what was asked, so that one case builds it once.
_MARGIN = 800
# A day this far from the table (a mistyped year) gets a table of its own, not one that spans the centuries between.
_FAR = 20_000


class OutOfRange(ValueError):
    """A count left the years 1 to 9999; period arithmetic turns it into an error value."""


@dataclass(frozen=True, slots=True)
class DayInfo:
    """What a day is and which layer says so; `layer` is None and `name` "" where only the weekday decides."""

    working: bool
    name: str = ""
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Slack:
    """How many working days may become days off (`run`: in one holiday), how many days off working days, and where."""

    off: int
    work: int
    run: int
    first: int
    last: int


class _Table:
    """`working`: ordinals of the working days from `low` to `high`; `rank[d - low]`: how many are not after d."""

    __slots__ = ("high", "low", "rank", "working")

    def __init__(self, low: int, high: int, entries: dict[int, tuple[bool, str]]) -> None:
        self.low, self.high = low, high
        self.working: list[int] = []
        self.rank: list[int] = []
        for day in range(low, high + 1):
            entry = entries.get(day)
            if entry[0] if entry is not None else (day - 1) % 7 < 5:
                self.working.append(day)
            self.rank.append(len(self.working))


class Calendar:
    """Layers over the plain week (Monday to Friday are working days); the later layer wins, day by day. Immutable."""

    __slots__ = ("_entries", "_gaps", "_hash", "_table", "layers")

    layers: tuple[Layer, ...]

    def __init__(self, layers: Iterable[Layer] = ()) -> None:
        self.layers = tuple(layers)
        self._entries: dict[int, tuple[bool, str]] = {}
        for layer in self.layers:
            self._entries.update(layer.entries)
        # Replaced as a whole, never changed: several threads may read it.
        self._table = _Table(1, 0, {})
        self._gaps: dict[int, tuple[str, ...]] = {}
        self._hash: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Calendar({'、'.join(layer.name for layer in self.layers)})"

    def with_layers(self, *layers: Layer) -> Calendar:
        """This calendar with further layers over it."""
        return Calendar((*self.layers, *layers))

    def is_working(self, day: int) -> bool:
        """Whether a day is a working day."""
        entry = self._entries.get(day)
        return entry[0] if entry is not None else (day - 1) % 7 < 5

    def info(self, day: int) -> DayInfo:
        """What a day is, its holiday's name, and the layer that decides it."""
        for layer in reversed(self.layers):
            entry = layer.entries.get(day)
            if entry is not None:
                return DayInfo(entry[0], entry[1], layer.name)
        return DayInfo((day - 1) % 7 < 5)

    def holiday(self, info: DayInfo, lang: Lang) -> str:
        """The name of a day's holiday in a language."""
        layer = self.layer(info.layer)
        return layer.holiday(info.name, lang) if layer else info.name

    def layer(self, name: str | None) -> Layer | None:
        """The last layer of that name."""
        return next((layer for layer in reversed(self.layers) if layer.name == name), None)

    def nth_working_after(self, day: int, n: int) -> int:
        """The nth (from 1) working day after `day`. Raises OutOfRange past the year 9999."""
        if n < 1:
            raise OutOfRange(n)
        table = self._table
        if table.low <= day <= table.high:
            place = table.rank[day - table.low] + n - 1
            if place < len(table.working):
                return table.working[place]
        table = self._cover(day, day)
        while (place := table.rank[day - table.low] + n - 1) >= len(table.working):
            if table.high >= LAST_DAY:
                raise OutOfRange(n)
            missing = place - len(table.working) + 1
            table = self._cover(day, min(LAST_DAY, table.high + max(2 * missing, table.high - table.low)))
        return table.working[place]

    def nth_working_before(self, day: int, n: int) -> int:
        """The nth (from 1) working day before `day`, counting back. Raises OutOfRange before the year 1."""
        if n < 1:
            raise OutOfRange(n)
        table = self._table
        if table.low <= day - 1 <= table.high:
            place = table.rank[day - 1 - table.low] - n
            if place >= 0:
                return table.working[place]
        table = self._cover(day - 1, day - 1)
        while (place := table.rank[day - 1 - table.low] - n) < 0:
            if table.low <= FIRST_DAY:
                raise OutOfRange(n)
            table = self._cover(max(FIRST_DAY, table.low - max(-2 * place, table.high - table.low)), day - 1)
        return table.working[place]

    def next_working(self, day: int) -> int:
        """The day itself if it is a working day, else the next one."""
        return self.nth_working_after(day - 1, 1) if day > FIRST_DAY else self.nth_working_after(day, 1)

    def previous_working(self, day: int) -> int:
        """The day itself if it is a working day, else the one before."""
        return day if self.is_working(day) else self.nth_working_before(day, 1)

    def count_working(self, first: int, last: int) -> int:
        """How many working days lie from `first` to `last`, both included; 0 if `last` is earlier."""
        if last < first:
            return 0
        table = self._table
        if not (table.low <= first and last <= table.high):
            table = self._cover(first, last)
        return table.rank[last - table.low] - table.rank[first - table.low] + self.is_working(first)

    def uncovered(self, first: int, last: int) -> tuple[tuple[str, int], ...]:
        """The layers and years, in order, that the days from `first` to `last` touch and the layer does not cover."""
        if last < first:
            return ()
        start, end = year_of(first), year_of(last)
        if start == end:
            return tuple((name, start) for name in self._uncovering(start))
        return tuple((name, year) for year in range(start, end + 1) for name in self._uncovering(year))

    def slack(self, first: int, last: int) -> Slack:
        """What the uncovered years between two days may still change."""
        off = work = run = 0
        years = range(year_of(first), year_of(last) + 1) if first <= last else range(0)
        gaps = [(layer, year) for year in years for layer in self.layers if not layer.covers(year)]
        for layer, _ in gaps:
            off += layer.may_add_off
            work += layer.may_add_work
            run += layer.may_add_off if layer.may_add_run is None else min(layer.may_add_run, layer.may_add_off)
        if not gaps:
            return Slack(0, 0, 0, first, last)
        return Slack(off, work, run, max(first, first_of(gaps[0][1])), min(last, first_of(gaps[-1][1] + 1) - 1))

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The layers as JSON-able data."""
        return tuple(layer_row(layer) for layer in self.layers)

    @classmethod
    def from_rows(cls, rows: Sequence[object]) -> Calendar | tuple[CalendarProblem, ...]:
        """The calendar that `rows` gave; the problems if they are not such rows."""
        read = [read_layer(row) for row in rows]
        problems = tuple(problem for result in read if isinstance(result, tuple) for problem in result)
        return problems or cls(layer for layer in read if isinstance(layer, Layer))

    @property
    def hash(self) -> str:
        """SHA-256 over the layers' content, as hex digits: equal for equal content on every machine."""
        if self._hash is None:
            import hashlib
            import json

            text = json.dumps(self.rows(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            self._hash = hashlib.sha256(text.encode()).hexdigest()
        return self._hash

    def _uncovering(self, year: int) -> tuple[str, ...]:
        names = self._gaps.get(year)
        if names is None:
            names = tuple(layer.name for layer in self.layers if not layer.covers(year))
            self._gaps[year] = names
        return names

    def _cover(self, first: int, last: int) -> _Table:
        table = self._table
        if table.low - _FAR <= last and first <= table.high + _FAR and table.low <= table.high:
            first, last = min(first, table.low + _MARGIN), max(last, table.high - _MARGIN)
        if first < FIRST_DAY or last > LAST_DAY:
            raise OutOfRange(first if first < FIRST_DAY else last)
        table = _Table(max(FIRST_DAY, first - _MARGIN), min(LAST_DAY, last + _MARGIN), self._entries)
        self._table = table
        return table
