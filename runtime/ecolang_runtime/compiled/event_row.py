"""A kind of event as the engine meets it, with the rules that it sets off or may break. Filled in by `tables`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ecolang.program import Event, Order
from ecolang_runtime.compiled.rows import (
    ActorRuleRow,
    DeemingRow,
    DutyRow,
    EdgeRow,
    Guard,
    LimitRow,
    OpRow,
    PeriodRow,
    PowerRow,
    ProhibitionRow,
    Standing,
)
from ecolang_runtime.compiled.state import EVENTS

if TYPE_CHECKING:
    from ecolang_runtime.compiled.machine import Machine
    from ecolang_runtime.compiled.state import Record, Track


class EventRow:
    """A kind of event, with the rules that it sets off or may break."""

    __slots__ = (
        "act",
        "actor_rules",
        "actors",
        "approvals",
        "bit",
        "breakable",
        "case_asked",
        "case_counts",
        "case_few",
        "counts",
        "deemings",
        "documents",
        "edges",
        "elsewhere",
        "extends",
        "few",
        "flag",
        "follow",
        "id",
        "joint",
        "number",
        "on_whole",
        "opens",
        "ops",
        "orders",
        "places",
        "plain",
        "powers",
        "prohibitions",
        "row",
        "sets_off_case",
        "shared",
        "simple",
        "starts",
        "tally",
        "tally_numbers",
        "waiting",
    )  # fmt: skip

    def __init__(self, row: Event, number: int) -> None:
        self.row = row
        self.id = row.id
        self.number = number
        self.bit = EVENTS << number
        self.flag = 1 << number
        self.shared = row.scope == "case"
        self.actors = row.actors
        self.joint = row.joint
        self.documents = row.documents
        self.powers: tuple[tuple[PowerRow, Guard | None], ...] = ()
        self.edges: dict[int, tuple[EdgeRow, ...]] = {}
        self.waiting: dict[int, Standing] = {}  # by stage: the standing that an edge there gives
        self.elsewhere = Standing("free")
        self.prohibitions: tuple[ProhibitionRow, ...] = ()
        self.actor_rules: tuple[ActorRuleRow, ...] = ()
        self.orders: tuple[tuple[Order, str], ...] = ()
        self.places: dict[str, dict[str, int]] = {}  # by order, the place of each step by its key and number
        self.breakable = True  # whether some rule may be broken by it, whoever acts and whatever comes with it
        self.plain = True  # no document or order of its own
        self.counts: tuple[LimitRow, ...] = ()
        self.case_counts: tuple[LimitRow, ...] = ()
        self.few: tuple[LimitRow, ...] = ()
        self.case_few: tuple[LimitRow, ...] = ()
        self.tally: Callable[[Machine, Track, Record], None] | None = None
        self.tally_numbers: tuple[int, ...] = ()
        # By scope, track and case: what follows from an occurrence.
        self.starts: tuple[tuple[PeriodRow, ...], tuple[PeriodRow, ...]] = ((), ())
        self.ops: tuple[tuple[OpRow, ...], tuple[OpRow, ...]] = ((), ())
        self.extends: tuple[tuple[tuple[PeriodRow, int], ...], tuple[tuple[PeriodRow, int], ...]] = ((), ())
        self.approvals: tuple[tuple[tuple[LimitRow, int], ...], tuple[tuple[LimitRow, int], ...]] = ((), ())
        self.opens: tuple[tuple[DutyRow, ...], tuple[DutyRow, ...]] = ((), ())
        self.deemings: tuple[DeemingRow, ...] = ()
        self.case_asked = True  # whether conditions of a track ask how often it came in the whole case
        self.on_whole = True  # whether the case as a whole has to know of it
        self.sets_off_case = True  # whether something of `starts` to `opens` may follow from it for the case
        #: Judges and records it on a track: its standing, and whether that was remarked upon; None: it has no effect.
        self.act: Callable[[Machine, Track, Record], tuple[Standing, bool] | None]
        #: What follows from it on a track: the edges that failed, where none was taken and of none it is unknown.
        self.follow: Callable[[Machine, Track, Record, Standing | None, bool], Sequence[EdgeRow]]
        self.simple = False  # whether it is judged on one track without more ado
