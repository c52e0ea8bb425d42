"""The name a drafter most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate with the fewest changed, added, dropped or swapped characters, or None when all are too far.

    At most half of the word's characters may differ (one of a single-character word's never); of equally near ones the
    first wins. A candidate that holds the word, or that the word holds, counts as near.
    """
    if not word or len(word) > _LONGEST:
        return None
    folded = word.casefold()
    best: str | None = None
    best_cost = len(word) / 2 + 0.01
    for candidate in candidates:
        other = candidate.casefold()
        if candidate == word or not other or len(other) > _LONGEST:
            continue
        cost = float(_distance(folded, other))
        if len(word) > 1 and len(other) > 1 and (folded in other or other in folded):
            cost = min(cost, len(word) / 2)
        if cost < best_cost:
            best, best_cost = candidate, cost
    return best


def _distance(a: str, b: str) -> int:
    """Edit distance in which swapping two neighbours is one step."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
