"""The occurrences of each case in the order in which they are judged, and on some days in the other order too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ecolang_runtime.columnar.kernel.layout import ROWS_N
from ecolang_runtime.columnar.kernel.orders import MOST_ORDERS

#: How many bits a set of holders has.
_BITS = np.array([bin(number).count("1") for number in range(1 << (ROWS_N + 1))], np.int64)


class Sequence:
    """Rows of a table as they are judged: by case, day and time, one without a time after the one before it."""

    def __init__(self, case_of: Any, day: Any, minute: Any, is_event: Any) -> None:
        rows = np.flatnonzero(is_event)
        key = (case_of[rows].astype(np.int64) << 24) + day[rows]
        if (key[1:] < key[:-1]).any():
            by_day = np.argsort(key, kind="stable")
            rows, key = rows[by_day], key[by_day]
        #: Whether a row is the first of its day.
        self.new = np.ones(len(rows), bool)
        self.new[1:] = key[1:] != key[:-1]
        clock = minute[rows] - 1
        untimed = clock < 0
        #: The other row that stands in a row's place where the untimed ones of its day are told in reverse.
        turned = rows.copy()
        places = np.flatnonzero(untimed)
        group = np.cumsum(self.new) - 1
        first = np.ones(len(places), bool)
        first[1:] = group[places[1:]] != group[places[:-1]]
        starts = np.flatnonzero(first)
        sizes = np.diff([*starts, len(places)])
        begun, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
        inner = np.arange(len(places)) - begun
        turned[places] = rows[places[begun + size - 1 - inner]]
        if not untimed.all():
            start = np.maximum.accumulate(np.where(self.new, np.arange(len(rows)), 0))
            timed = np.maximum.accumulate(np.where(clock >= 0, np.arange(len(rows)), -1))
            shown = np.where(timed >= start, clock[np.maximum(timed, 0)], -1)
            order = np.lexsort((np.arange(len(rows)), shown, key))
            rows, turned = rows[order], turned[order]
        self.rows, self.turned = rows, turned
        self._untimed = minute[rows] <= 0

    def open(self, names: Any) -> Any:
        """By row, whether the order of the untimed occurrences of its day may matter: two of them may meet on a track.

        `names`: the holders whom each row names, as bits; 0: it concerns all.
        """
        said = np.where(self._untimed, names[self.rows], 0)
        starts = np.flatnonzero(self.new)
        if not len(starts):
            return np.zeros(0, bool)
        many = np.add.reduceat(self._untimed.astype(np.int64), starts)
        everyone = np.add.reduceat((self._untimed & (said == 0)).astype(np.int64), starts) > 0
        shared = np.add.reduceat(_BITS[said], starts) > _BITS[np.bitwise_or.reduceat(said, starts)]
        return np.repeat((many > 1) & (everyone | shared), np.diff([*starts, len(self.rows)]))


def listed(
    rows: Any, turned: Any, new: Any, is_open: Any, case: Any, starts: Any, first_x: int, width: int
) -> tuple[Any, Any]:
    """The lists of days whose order may matter, and where the list of each case begins (0: it has none).

    `rows`, `turned`: the occurrences as they stand in `x`, `width` apart from `first_x` on, and in the other order;
    `starts`: by case, the first of them. The lists stand behind them.
    """
    n_cases = len(starts)
    heads = np.flatnonzero(new)
    sizes = np.diff([*heads, len(rows)])
    wanted = is_open[heads] if len(heads) else np.zeros(0, bool)
    heads, sizes = heads[wanted], sizes[wanted]
    at = np.zeros(n_cases, np.int64)
    if not len(heads):
        return np.zeros(0, np.int64), at
    owner = case[heads]
    first = np.ones(len(heads), bool)
    first[1:] = owner[1:] != owner[:-1]
    room = 2 + sizes
    entry = np.cumsum(room) - room + np.cumsum(first)
    made = np.zeros(int(room.sum() + first.sum()), np.int64)
    counts = np.diff([*np.flatnonzero(first), len(heads)])
    made[entry[first] - 1] = counts
    made[entry], made[entry + 1] = heads - starts[owner], sizes
    inner = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    index = np.zeros(int(rows.max()) + 1, np.int64)
    index[rows] = np.arange(len(rows))
    made[np.repeat(entry + 2, sizes) + inner] = first_x + index[turned[np.repeat(heads, sizes) + inner]] * width
    at[owner[first]] = first_x + len(rows) * width + entry[first] - 1
    return made, at


def too_many(case: Any, new: Any, is_open: Any, n_cases: int) -> Any:
    """By case, whether more days are open than the kernel has room for."""
    return np.bincount(case[new & is_open], minlength=n_cases) > MOST_ORDERS


def repeated(rows: Any, case: Any, event: Any, day: Any, columns: Iterable[Any]) -> Any:
    """The places of occurrences that say the same as another of their case, which the readers drop.

    `columns`: what rows of the table say; the occurrences are the `rows` of it.
    """
    key = ((case.astype(np.int64) << 34) + (event << 24)) + day
    order = np.argsort(key)
    same = key[order[1:]] == key[order[:-1]]
    some = np.unique(np.concatenate((order[1:][same], order[:-1][same])))
    if not len(some):
        return some
    said = np.column_stack([key[some], *(column[rows[some]] for column in columns)])
    _, places, counts = np.unique(said, axis=0, return_inverse=True, return_counts=True)
    return some[counts[places.ravel()] > 1]
