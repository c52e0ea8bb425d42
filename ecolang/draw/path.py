"""Ways with corners as Graphviz takes them: cubic curves, corners rounded, room left for the arrow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]

RADIUS = 8.0


def pos(points: Sequence[Point], arrow: float) -> str:
    """The `pos` of an edge along the points; `arrow`: the length of the arrow at its end in points, 0 for none."""
    way = list(points)
    if len(way) < 2 or way[0] == way[-1]:
        way = [way[0], (way[0][0], way[0][1] + 0.1)]
    tip = way[-1]
    if arrow:
        way[-1] = _toward(tip, way[-2], arrow)
    curve = [way[0]]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        _line(curve, _toward(corner, before, radius))
        curve += [corner, corner, _toward(corner, after, radius)]
    _line(curve, way[-1])
    head = f"e,{at(tip)} " if arrow else ""
    return head + " ".join(map(at, curve))


def at(point: Point) -> str:
    """A point as Graphviz writes it; its sheet grows upward, ours downward."""
    return f"{point[0]:.1f},{0 - point[1]:.1f}"


def until_merged(path: Sequence[Point], drawn: Sequence[Sequence[Point]]) -> list[Point]:
    """The path as far as no other one to the same end has drawn it, and round the corner into that one."""
    shared = max((_common_end(path, other) for other in drawn), default=0.0)
    total = sum(_length(a, b) for a, b in pairwise(path))
    if shared <= 0:
        return list(path)
    keep = min(total, total - shared + RADIUS)
    kept = [path[0]]
    for start, end in pairwise(path):
        length = _length(start, end)
        if keep <= length:
            kept.append(_toward(start, end, keep))
            break
        kept.append(end)
        keep -= length
    return kept


def _common_end(path: Sequence[Point], other: Sequence[Point]) -> float:
    """How much of their ends two paths have in common, in points."""
    shared = 0.0
    for a, b, c, d in zip(path[::-1], path[-2::-1], other[::-1], other[-2::-1], strict=False):
        if _length(a, c) > 0.1 or _direction(a, b) != _direction(c, d):
            break
        step = min(_length(a, b), _length(c, d))
        shared += step
        if abs(_length(a, b) - _length(c, d)) > 0.1:
            break
    return shared


def _direction(a: Point, b: Point) -> tuple[int, int]:
    return _sign(b[0] - a[0]), _sign(b[1] - a[1])


def _sign(value: float) -> int:
    return (value > 0.05) - (value < -0.05)


def _line(curve: list[Point], end: Point) -> None:
    start = curve[-1]
    curve += [_between(start, end, 1 / 3), _between(start, end, 2 / 3), end]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _toward(a: Point, b: Point, distance: float) -> Point:
    length = _length(a, b)
    return _between(a, b, min(1.0, distance / length)) if length else a


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
