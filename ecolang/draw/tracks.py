"""Tracks: in which order wires lie beside each other in a channel, so that few of them cross."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

MOST_ORDERED = 40
"""Longer channels keep the order in which wires came."""
_SAME_PLACE = 6.0
_OVERLAY = 50.0


@define
class Item:
    """What a net has in one channel: where others join it (place along the channel, -1 before it or 1 behind it)."""

    net: int
    joints: list[tuple[float, int]] = field(factory=list)

    @property
    def span(self) -> tuple[float, float]:
        """From the first joint to the last."""
        places = [place for place, _ in self.joints]
        return min(places), max(places)


def levels(items: Sequence[Item], near: float = _SAME_PLACE) -> list[int]:
    """The track of each item, from 0; items that lie apart may share one. `near`: what is no distance along it."""
    order = _ordered(items, near)
    level = [0] * len(items)
    placed: list[int] = []
    for index in order:
        low, high = items[index].span
        beside = [
            level[other] for other in placed
            if items[other].span[0] <= high + 2 * near and low <= items[other].span[1] + 2 * near
        ]  # fmt: skip
        level[index] = 1 + max(beside, default=-1)
        placed.append(index)
    return level


def _ordered(items: Sequence[Item], near: float) -> list[int]:
    order = sorted(range(len(items)), key=lambda index: (_lean(items[index]), index))
    if len(items) > MOST_ORDERED:
        return order
    cost = [[_crossings(first, second, near) for second in items] for first in items]
    improved = True
    rounds = 0
    while improved and rounds < 2 * MOST_ORDERED:
        improved, rounds = False, rounds + 1
        for at in range(len(order)):
            for to in range(len(order)):
                moved = order[:at] + order[at + 1 :]
                moved.insert(to, order[at])
                if _total(moved, cost) < _total(order, cost) - 1e-9:
                    order, improved = moved, True
    return order


def _total(order: Sequence[int], cost: Sequence[Sequence[float]]) -> float:
    return sum(cost[first][second] for at, first in enumerate(order) for second in order[at + 1 :])


def _lean(item: Item) -> float:
    return sum(way for _, way in item.joints) / (len(item.joints) or 1)


def _crossings(first: Item, second: Item, near: float) -> float:
    """How often two items cross when the first lies before the second."""
    count = 0.0
    low, high = first.span
    for place, way in second.joints:
        count += way < 0 and low < place < high
    low, high = second.span
    for place, way in first.joints:
        count += way > 0 and low < place < high
        count += sum(_OVERLAY for there, back in second.joints if way > 0 and back < 0 and abs(there - place) < near)
    return count
