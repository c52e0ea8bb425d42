"""Which numbers came before, in sixteen to thirty-two bytes each: a set of Python's takes five times as much."""

from __future__ import annotations

from array import array


class Seen:
    """A growing set of whole numbers from 1 to 2**64 - 1."""

    def __init__(self) -> None:
        self._count = 0
        self._resize(1 << 10)

    def add(self, number: int) -> bool:
        """Adds a number; whether it was there already."""
        table, mask = self._table, self._mask
        place = number & mask
        while (there := table[place]) != 0:
            if there == number:
                return True
            place = (place + 1) & mask
        table[place] = number
        self._count += 1
        if self._count * 2 > mask:
            self._grow()
        return False

    def _grow(self) -> None:
        kept = self._table
        self._resize(2 * len(kept))
        table, mask = self._table, self._mask
        for number in kept:
            if number:
                place = number & mask
                while table[place]:
                    place = (place + 1) & mask
                table[place] = number

    def _resize(self, size: int) -> None:
        self._mask = size - 1
        self._table = array("Q", bytes(8 * size))
