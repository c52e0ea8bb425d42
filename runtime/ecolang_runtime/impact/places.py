"""Where a clause of the old version stands in the new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecolang.rows import replace
from ecolang.source_ref import Ref, parse_ref


class Places:
    """Made from pairs of places that hold the same rule; a part of a place goes with it."""

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self._known = {old: new for old, new in dict(pairs).items() if old != new}
        self._refs = [
            (before, after)
            for old, new in self._known.items()
            if (before := parse_ref(old)) is not None and (after := parse_ref(new)) is not None
        ]

    def now(self, cite: str) -> str:
        """The place under its new number; the same words where nothing moved."""
        if not self._known:
            return cite
        found = self._known.get(cite)
        if found is None:
            found = self._known[cite] = self._find(cite)
        return found

    def _find(self, cite: str) -> str:
        ref = parse_ref(cite)
        if ref is None:
            return cite
        for before, after in self._refs:
            if ref.within(before):
                return _moved(ref, after).format("zh")
        return cite


def _moved(ref: Ref, after: Ref) -> Ref:
    whole = replace(ref, article=after.article, annex=after.annex, suffix=after.suffix)
    return whole if after.paragraph is None else replace(whole, paragraph=after.paragraph)
