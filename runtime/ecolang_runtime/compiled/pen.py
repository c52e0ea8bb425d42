"""An entry of a timeline while it is written."""

from __future__ import annotations

from typing import Any

from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.verdict import Effect, Entry


class Pen:
    """An entry of a timeline while it is written: its slots without the guard against changes, which costs more than
    they."""

    __slots__ = Entry.__slots__

    def __init__(
        self, seq: int, day: int, kind: str, event: str | None, by: tuple[str, ...], fields: tuple[tuple[str, Any], ...]
    ) -> None:
        self.seq = seq
        self.on = day_text(day)
        self.kind = kind
        self.event = event
        self.by = by
        self.fields = fields
        self.had_effect = True
        self.effects: list[Effect] = []
