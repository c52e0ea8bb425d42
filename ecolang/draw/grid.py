"""The grid of the picture: a cell for each stage and for each label of an edge or of a junction of edges.

Rows alternate: even ones hold labels, odd ones hold the stages of a step. Columns belong to lanes from left to right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from attrs import define, field, frozen

from ecolang.draw.lanes import Lanes
from ecolang.program import Edge, Program

NEAR_ROWS = 3
"""Rows from either end of an edge that its label may stand in."""
NEAR_COLUMNS = 2


@frozen
class Cell:
    """A place in the grid."""

    row: int
    col: int


@frozen
class Net:
    """What is drawn as one thing: an edge, or the edges of one rule that meet before its label."""

    edges: tuple[Edge, ...]
    main: bool = False

    @property
    def first(self) -> Edge:
        """The edge whose words stand for all."""
        return self.edges[0]

    @property
    def joined(self) -> bool:
        """Whether several edges meet."""
        return len(self.edges) > 1


@define
class Grid:
    """Who stands where. `owner`: the lane's index of each column; `label`: the cell of each net, by its index."""

    rows: int
    owner: tuple[int, ...]
    stage: dict[str, Cell] = field(factory=dict)
    label: list[Cell] = field(factory=list)
    taken: set[Cell] = field(factory=set)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.owner)

    def is_free(self, col: int, rows: range) -> bool:
        """Whether nothing stands in a column in these rows."""
        return all(Cell(row, col) not in self.taken for row in rows)


def make_grid(program: Program, lanes: Lanes, nets: Sequence[Net], main: Sequence[Edge]) -> Grid:
    """The grid of a policy with a cell for every stage and net."""
    side_by_side = Counter((lanes.lane[each.id], lanes.step[each.id]) for each in program.stages if not each.outcome)
    owner: list[int] = []
    for index, role in enumerate(lanes.order):
        most = max((count for (lane, _), count in side_by_side.items() if lane == role), default=1)
        owner += [index] * (most + _spare(role, lanes, nets, most))
    grid = Grid(2 * lanes.steps, tuple(owner) or (0,))
    _place_stages(grid, program, lanes, main)
    _place_outcomes(grid, program, nets)
    places: dict[int, Cell] = {}
    order = sorted(range(len(nets)), key=lambda number: (not nets[number].main, _span(grid, nets[number]), number))
    for number in order:
        places[number] = _label_cell(grid, nets[number])
        grid.taken.add(places[number])
    grid.label = [places[number] for number in range(len(nets))]
    return grid


def _spare(role: str, lanes: Lanes, nets: Sequence[Net], most: int) -> int:
    """One more column for labels in the lane that most ways lead into."""
    into = Counter(lanes.lane[net.first.target] for net in nets)
    busiest = max(lanes.order, key=lambda each: into[each], default=role)
    return int(role == busiest and most < 3 and into[role] > 3)


def _place_stages(grid: Grid, program: Program, lanes: Lanes, main: Sequence[Edge]) -> None:
    """The main line down one column of each lane, in the first lane the one nearest to the others."""
    on_main = {end for edge in main for end in (edge.source, edge.target)}
    for stage in sorted(program.stages, key=lambda each: each.id not in on_main):
        if stage.outcome:
            continue
        lane = lanes.order.index(lanes.lane[stage.id])
        own = [col for col, owner in enumerate(grid.owner) if owner == lane]
        nearest_first = own[::-1] if lane == 0 else own
        row = 2 * lanes.step[stage.id] + 1
        grid.stage[stage.id] = next(cell for col in nearest_first if (cell := Cell(row, col)) not in grid.taken)
        grid.taken.add(grid.stage[stage.id])


def _place_outcomes(grid: Grid, program: Program, nets: Sequence[Net]) -> None:
    """Side by side in the last rows, each as near as can be to the stages that lead to it."""
    row = grid.rows - 1
    outcomes = [stage.id for stage in program.stages if stage.outcome]
    for start in range(0, len(outcomes), grid.columns):
        wanted = {each: _mean_column(grid, each, nets) for each in outcomes[start : start + grid.columns]}
        free = list(range(grid.columns))
        for outcome in sorted(wanted, key=wanted.__getitem__, reverse=True):
            col = min(free, key=lambda each: (abs(each - wanted[outcome]), -each))
            free.remove(col)
            grid.stage[outcome] = Cell(row, col)
            grid.taken.add(grid.stage[outcome])
        row += 2
    grid.rows = max(grid.rows, row - 1)


def _mean_column(grid: Grid, stage: str, nets: Sequence[Net]) -> float:
    sources = [edge.source for net in nets for edge in net.edges if edge.target == stage]
    columns = [grid.stage[each].col for each in sources if each in grid.stage]
    return sum(columns) / len(columns) if columns else 0.0


def _span(grid: Grid, net: Net) -> int:
    return min(abs(grid.stage[edge.source].row - grid.stage[edge.target].row) for edge in net.edges)


def _label_cell(grid: Grid, net: Net) -> Cell:
    """The free cell that makes the ways shortest; there is one, since the rows around a step can grow no fuller than
    the search is wide."""
    end = grid.stage[net.first.target]
    starts = [grid.stage[edge.source] for edge in net.edges]
    rows = _label_rows(grid, starts, end)
    near = NEAR_COLUMNS
    while True:
        columns = range(max(0, min(*(s.col for s in starts), end.col) - near),
                        min(grid.columns, max(*(s.col for s in starts), end.col) + near + 1))  # fmt: skip
        found = [cell for row in rows for col in columns if (cell := Cell(row, col)) not in grid.taken]
        if found:
            return min(found, key=lambda cell: (_cost(grid, starts, end, cell, net), cell.row, cell.col))
        if len(columns) < grid.columns:
            near = grid.columns
        else:
            rows, near = list(range(0, grid.rows, 2)), grid.columns
            if all(Cell(row, col) in grid.taken for row in rows for col in range(grid.columns)):
                grid.owner = (*grid.owner, grid.owner[-1])


def _label_rows(grid: Grid, starts: Sequence[Cell], end: Cell) -> list[int]:
    """The rows before the target, and for an edge alone all those near either end."""
    if len(starts) > 1:
        return [end.row - 1]
    start = starts[0]
    if start.row < end.row:
        between = list(range(start.row + 1, end.row, 2))
        return between if len(between) <= 2 * NEAR_ROWS else between[:NEAR_ROWS] + between[-NEAR_ROWS:]
    return [row for row in (end.row - 1, start.row - 1, start.row + 1) if row < grid.rows]


def _cost(grid: Grid, starts: Sequence[Cell], end: Cell, cell: Cell, net: Net) -> float:
    lanes = {grid.owner[each.col] for each in (*starts, end)}
    inward = sum(way_cost(grid, start, cell) for start in starts) / math.sqrt(len(starts))
    ways = inward + way_cost(grid, cell, end)
    return ways + (0.4 if grid.owner[cell.col] not in lanes else 0) + 0.05 * abs(cell.row - starts[0].row)


def way_cost(grid: Grid, start: Cell, end: Cell) -> float:
    """How long and how bent a way would be, in columns."""
    leave, arrive = start.row + 1, end.row
    across = abs(start.col - end.col)
    if leave == arrive:
        return across + (0.4 if across else 0)
    if leave < arrive:
        passed = range(leave, arrive)
        if grid.is_free(start.col, passed) or grid.is_free(end.col, passed):
            return across + (0.5 if across else 0)
    return across + (1.3 if leave < arrive else 1.8) + 0.05 * abs(leave - arrive)
