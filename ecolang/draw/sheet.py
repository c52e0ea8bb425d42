"""Where everything is on the sheet, in points from its upper left corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from ecolang.draw.grid import Cell, Grid
from ecolang.draw.tracks import Item, levels
from ecolang.draw.wires import Wire

PITCH = 9.0
PORT = 15.0
SIDE_PORT = 10.0
EDGE_OF_CHANNEL = 8.0
ARROW_ROOM = 20.0

Point = tuple[float, float]


@frozen
class Size:
    """Width and height in points."""

    width: float
    height: float


@define
class Sheet:
    """Places on the sheet; `left` and `right` of each column, `top` and `bottom` of each row, `path` of each wire."""

    left: list[float] = field(factory=list)
    right: list[float] = field(factory=list)
    top: list[float] = field(factory=list)
    bottom: list[float] = field(factory=list)
    path: list[list[Point]] = field(factory=list)
    width: float = 0.0
    height: float = 0.0

    def middle_x(self, col: int) -> float:
        """The middle of a column."""
        return (self.left[col] + self.right[col]) / 2

    def middle(self, cell: Cell) -> Point:
        """The middle of a cell."""
        return self.middle_x(cell.col), (self.top[cell.row] + self.bottom[cell.row]) / 2


def lay_out(grid: Grid, wires: Sequence[Wire], sizes: Mapping[Cell, Size]) -> Sheet:
    """The sheet of a grid. `sizes`: what stands in its cells."""
    return _Layout(grid, wires, sizes).sheet


def moved(sheet: Sheet, right: float, down: float) -> Sheet:
    """The sheet with everything further to the right and down, in points."""
    return Sheet(
        [x + right for x in sheet.left], [x + right for x in sheet.right],
        [y + down for y in sheet.top], [y + down for y in sheet.bottom],
        [[(x + right, y + down) for x, y in path] for path in sheet.path], sheet.width, sheet.height,
    )  # fmt: skip


class _Layout:
    def __init__(self, grid: Grid, wires: Sequence[Wire], sizes: Mapping[Cell, Size]) -> None:
        self.grid, self.wires, self.sizes = grid, wires, sizes
        self.sheet = Sheet()
        leaving = {index: _next_place(wire) for index, wire in enumerate(wires) if not wire.side}
        self.below = _ports(leaving, [wire.start for wire in wires], sizes)
        arriving = {index: _last_place(wire) for index, wire in enumerate(wires) if wire.source < 0}
        self.above = _ports(arriving, [wire.end for wire in wires], sizes)
        self.run_x: dict[int, float] = {}
        self._columns()
        self._rows()
        self.sheet.path = [self._path(index) for index in range(len(wires))]

    def _columns(self) -> None:
        widths = [0.0] * self.grid.columns
        for cell, size in self.sizes.items():
            widths[cell.col] = max(widths[cell.col], size.width)
        x = 0.0
        for channel in range(self.grid.columns + 1):
            items = self._column_items(channel)
            level = levels(list(items.values()), 0.4)
            tracks = dict(zip(items, level, strict=True))
            x += EDGE_OF_CHANNEL
            for index, wire in enumerate(self.wires):
                if wire.run == ("v", channel):
                    self.run_x[index] = x + PITCH * tracks[wire.net]
            x += EDGE_OF_CHANNEL + PITCH * max(level, default=0)
            if channel < self.grid.columns:
                self.sheet.left.append(x)
                x += widths[channel]
                self.sheet.right.append(x)
        self.sheet.width = x
        for index, wire in enumerate(self.wires):
            if wire.run is not None and wire.run[0] == "c":
                self.run_x[index] = self._start_x(index) if wire.run[1] == wire.start.col else self._end_x(index)

    def _column_items(self, channel: int) -> dict[int, Item]:
        items: dict[int, Item] = {}
        for wire in self.wires:
            if wire.run == ("v", channel):
                item = items.setdefault(wire.net, Item(wire.net))
                start = 2.0 * wire.start.row + 1 if wire.side else 2.0 * wire.leave
                item.joints.append((start, -1 if wire.start.col < channel else 1))
                item.joints.append((2.0 * wire.arrive, -1 if wire.end.col < channel else 1))
        return items

    def _start_x(self, index: int) -> float:
        wire = self.wires[index]
        if wire.side:
            middle, half = self.sheet.middle_x(wire.start.col), self.sizes[wire.start].width / 2
            return middle + wire.side * half
        return self.sheet.middle_x(wire.start.col) + self.below.get(index, 0.0)

    def _end_x(self, index: int) -> float:
        return self.sheet.middle_x(self.wires[index].end.col) + self.above.get(index, 0.0)

    def _turns(self, index: int) -> list[tuple[int, float, int, float, int]]:
        """In which channels of the rows a wire turns: (channel, from x, its side, to x, its side)."""
        wire, x0, x1 = self.wires[index], self._start_x(index), self._end_x(index)
        if wire.run is None:
            return [(wire.leave, x0, -1, x1, 1)] if abs(x0 - x1) > 0.5 else []
        x, down = self.run_x[index], 1 if wire.leave < wire.arrive else -1
        turns = [] if wire.side or abs(x - x0) <= 0.5 else [(wire.leave, x0, -1, x, down)]
        return turns if abs(x - x1) <= 0.5 else [*turns, (wire.arrive, x, -down, x1, 1)]

    def _rows(self) -> None:
        self.track_y: dict[tuple[int, int], float] = {}
        items: dict[int, dict[int, Item]] = {}
        entered = {wire.arrive for wire in self.wires}
        for index, wire in enumerate(self.wires):
            for channel, x0, way0, x1, way1 in self._turns(index):
                item = items.setdefault(channel, {}).setdefault(wire.net, Item(wire.net))
                item.joints += [(x0, way0), (x1, way1)]
        heights = [0.0] * self.grid.rows
        for cell, size in self.sizes.items():
            heights[cell.row] = max(heights[cell.row], size.height)
        y = 0.0
        for channel in range(self.grid.rows + 1):
            here = items.get(channel, {})
            level = levels(list(here.values()))
            if here:
                y += EDGE_OF_CHANNEL
            for net, track in zip(here, level, strict=True):
                self.track_y[channel, net] = y + PITCH * track
            y += PITCH * max(level, default=0)
            odd = channel % 2 == 1
            y += ARROW_ROOM if odd and channel in entered else EDGE_OF_CHANNEL if here else 6.0
            if channel < self.grid.rows:
                self.sheet.top.append(y)
                y += heights[channel]
                self.sheet.bottom.append(y)
        self.sheet.height = y

    def _path(self, index: int) -> list[Point]:
        wire, x1 = self.wires[index], self._end_x(index)
        points: list[Point] = []
        end_y = self.sheet.middle(wire.end)[1] - self.sizes[wire.end].height / 2
        x0 = self._start_x(index)
        points.append((x0, self._side_y(index) if wire.side else self._foot(wire)))
        if wire.side:
            points.append((self.run_x[index], points[-1][1]))
        for channel, from_x, _, to_x, _ in self._turns(index):
            y = self.track_y[channel, wire.net]
            points += [(from_x, y), (to_x, y)]
        points.append((x1, end_y))
        return tidy(points)

    def _foot(self, wire: Wire) -> float:
        return self.sheet.middle(wire.start)[1] + self.sizes[wire.start].height / 2

    def _side_y(self, index: int) -> float:
        """Upgoing wires above, downgoing below, each so that the one that turns first does not cross the others."""
        wire = self.wires[index]
        mates = [at for at, each in enumerate(self.wires) if each.start == wire.start and each.side == wire.side]

        def place(at: int) -> tuple[int, float]:
            up = self.wires[at].leave > self.wires[at].arrive
            away = self.run_x[at] * wire.side
            return (0, away) if up else (1, -away)

        mates.sort(key=place)
        middle = self.sheet.middle(wire.start)[1]
        step = min(SIDE_PORT, self.sizes[wire.start].height / (len(mates) + 1))
        return middle + (mates.index(index) - (len(mates) - 1) / 2) * step


def _next_place(wire: Wire) -> tuple[float, bool]:
    """Where, in columns, a wire turns to when it has left its box, and whether that is straight below."""
    if wire.run is None:
        return wire.end.col, wire.end.col == wire.start.col
    kind, place = wire.run
    return (place - 0.5, False) if kind == "v" else (place, place == wire.start.col)


def _last_place(wire: Wire) -> tuple[float, bool]:
    """Where, in columns, a wire comes from before it enters its box, and whether that is straight above."""
    if wire.run is None:
        return wire.start.col, wire.end.col == wire.start.col
    kind, place = wire.run
    return (place - 0.5, False) if kind == "v" else (place, place == wire.end.col)


def _ports(
    places: Mapping[int, tuple[float, bool]], boxes: Sequence[Cell], sizes: Mapping[Cell, Size]
) -> dict[int, float]:
    """How far from the middle of its box each wire leaves or enters; a straight one stays in the middle."""
    found: dict[int, float] = {}
    groups: dict[Cell, list[int]] = {}
    for index in places:
        groups.setdefault(boxes[index], []).append(index)
    for box, group in groups.items():
        own = box.col
        straight = [index for index in group if places[index][1]]
        rest = sorted((index for index in group if not places[index][1]), key=lambda index: places[index][0])
        step = min(PORT, sizes[box].width / (len(group) + 1))
        if straight:
            before = [index for index in rest if places[index][0] < own]
            found |= {index: -step * (len(before) - at) for at, index in enumerate(before)}
            found |= {index: step * (at + 1) for at, index in enumerate(rest[len(before) :])}
            found |= dict.fromkeys(straight, 0.0)
        else:
            found |= {index: step * (at - (len(rest) - 1) / 2) for at, index in enumerate(rest)}
    return found


def tidy(points: Sequence[Point]) -> list[Point]:
    """The corners of a way without those on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.01 and abs(kept[-1][1] - point[1]) < 0.01:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return any(abs(a[axis] - b[axis]) < 0.01 and abs(b[axis] - c[axis]) < 0.01 for axis in (0, 1))
