"""Wires: how each way from a stage over its label to a stage runs between the rows and columns of the grid.

Channel k of the rows lies above row k, channel k of the columns left of column k. A wire leaves a box below it, or at
its side, runs along one channel of the columns or straight down a free column, and enters the next box from above.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from ecolang.draw.grid import Cell, Grid, Net

SIDE_PORTS = 3
"""So many wires leave a box at one side; more leave it below."""


@define
class Wire:
    """One piece of a net, from a stage to the label or from the label to the target.

    `run`: ("v", channel) or ("c", column) where it passes rows, None where one channel of the rows is all it needs.
    `side`: -1 or 1 where it leaves at the left or right. `source`: the index of the net's edge, -1 to the target.
    """

    net: int
    source: int
    start: Cell
    end: Cell
    run: tuple[str, int] | None = None
    side: int = 0

    @property
    def leave(self) -> int:
        """The channel of the rows it starts in."""
        return self.start.row + 1

    @property
    def arrive(self) -> int:
        """The channel of the rows it ends in."""
        return self.end.row

    @property
    def span(self) -> tuple[int, int]:
        """The channels of the rows between which it runs."""
        return min(self.leave, self.arrive), max(self.leave, self.arrive)


class Router:
    """Gives wires their runs, one after the other, round what stands in the grid and what ran before."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.straight: dict[int, list[tuple[int, int, int]]] = {}
        self.channel: dict[int, list[tuple[int, int, int]]] = {}
        self.at_side: dict[tuple[Cell, int], int] = {}

    def net(self, number: int, net: Net) -> list[Wire]:
        """The wires of a net: one from each source to its label, one on to the target."""
        grid, middle = self.grid, self.grid.label[number]
        inward = [Wire(number, index, grid.stage[edge.source], middle) for index, edge in enumerate(net.edges)]
        outward = Wire(number, -1, middle, grid.stage[net.first.target])
        if net.joined:
            self._together(inward)
        else:
            self._alone(inward[0])
        self._alone(outward)
        return [*inward, outward]

    def _alone(self, wire: Wire) -> None:
        if wire.leave != wire.arrive:
            column = self._column(wire)
            channel = min(range(self.grid.columns + 1), key=lambda each: self._channel_cost(wire, each))
            if column is not None and self._column_cost(wire) <= self._channel_cost(wire, channel) + 0.5:
                self._take_column(wire, column)
            else:
                self._take_channel(wire, channel)

    def _together(self, wires: Sequence[Wire]) -> None:
        """All along one channel."""
        far = [wire for wire in wires if wire.leave != wire.arrive]
        if far:
            channels = range(self.grid.columns + 1)
            best = min(channels, key=lambda each: sum(self._channel_cost(wire, each) for wire in far))
            for wire in far:
                self._take_channel(wire, best)

    def _column_cost(self, wire: Wire) -> float:
        return abs(wire.start.col - wire.end.col)

    def _channel_cost(self, wire: Wire, channel: int) -> float:
        at = channel - 0.5
        low, high = wire.span
        beside = sum(1 for lo, hi, net in self.channel.get(channel, ()) if lo <= high and low <= hi and net != wire.net)
        near = 0 if self._side(wire, channel) else 0.5
        return abs(wire.start.col - at) + abs(at - wire.end.col) + 0.12 * beside + near

    def _side(self, wire: Wire, channel: int) -> int:
        """The side at which a wire leaves a stage for a channel right beside it."""
        if wire.source < 0 or channel not in (wire.start.col, wire.start.col + 1):
            return 0
        side = -1 if channel == wire.start.col else 1
        return side if self.at_side.get((wire.start, side), 0) < SIDE_PORTS else 0

    def _column(self, wire: Wire) -> int | None:
        low, high = wire.span
        if wire.leave > wire.arrive:
            return None
        for col in dict.fromkeys((wire.end.col, wire.start.col)):
            above, below = Cell(low - 1, col), Cell(high, col)
            if (
                self.grid.is_free(col, range(low, high))
                and (above == wire.start or above not in self.grid.taken)
                and (below == wire.end or below not in self.grid.taken)
                and not any(lo <= high and low <= hi for lo, hi, _ in self.straight.get(col, ()))
            ):
                return col
        return None

    def _take_column(self, wire: Wire, col: int) -> None:
        wire.run = ("c", col)
        self.straight.setdefault(col, []).append((*wire.span, wire.net))

    def _take_channel(self, wire: Wire, channel: int) -> None:
        wire.side = self._side(wire, channel)
        wire.run = ("v", channel)
        self.channel.setdefault(channel, []).append((*wire.span, wire.net))
        if wire.side:
            self.at_side[wire.start, wire.side] = 1 + self.at_side.get((wire.start, wire.side), 0)


def route(grid: Grid, nets: Sequence[Net]) -> list[Wire]:
    """The wires of all nets: the main line first, then where several meet, then the rest."""
    router = Router(grid)
    order = sorted(range(len(nets)), key=lambda number: (not nets[number].main, not nets[number].joined, number))
    return [wire for number in order for wire in router.net(number, nets[number])]
