"""A batch judged by the kernel: what it came to as columns, and the cases that it could not take."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecolang.time import iso
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.columns import NONE, Columns
from ecolang_runtime.columnar.days import Days
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.kernel import run as kernel
from ecolang_runtime.columnar.kernel.duties import SOME_OF, SOME_SHIFT
from ecolang_runtime.columnar.kernel.orders import MOST_ORDERS
from ecolang_runtime.columnar.tables import Tables

#: What a case is left to the ordinary engine for, by the kernel's number.
REASONS = {
    at.FAIL_ROOM: "more tracks, duties or findings than there is room for",
    at.FAIL_EXPRESSION: "a condition that columns cannot say",
    at.FAIL_SUSPENDED: "a suspension in a year that a calendar does not cover",
    at.FAIL_DATE: "a date outside the tables of days",
    at.FAIL_AMOUNT: "an amount that was not prepared",
    at.FAIL_DEEMING: "a deemed event that deems another",
    at.FAIL_ENDLESS: "more than 10,000 lapses",
    at.FAIL_EXTENSION: "an extension in another unit",
    at.FAIL_WANTED: "a date outside the tables of days",
    at.FAIL_ORDER: "papers whose order may matter",
}
_STATES = ("open", "overdue", "undetermined")


class Judged:
    """What the kernel made of a batch: by case its reason to give up (0: none), and the columns of the others."""

    def __init__(self, failed: Any, columns: Columns) -> None:
        self.failed = failed
        self.columns = columns


class Holders:
    """The names of the holders of each case, as numbers of texts: those of case i begin at `first[i]`."""

    def __init__(self, first: Any, texts: Any) -> None:
        self.first = first
        self.texts = texts


def judge(
    tables: Tables, days: Days, x: Any, cases: Any, as_of: int, left_out: Any, holders: Holders, blocks: list[Any],
    grounds: list[str], places: Any,
) -> Judged:  # fmt: skip
    """Judges the cases. `places`: the place of each case in the result; `left_out`: its later occurrences."""
    t = np.array(tables.numbers, np.int64)
    s, f = np.zeros(tables.room, np.int64), np.zeros(at.MOST_FINDINGS * at.FW, np.int64)
    work = (s, f, np.zeros(MOST_ORDERS * (len(s) + len(f)), np.int64))
    n = len(cases) // kernel.CASE_W
    out = np.zeros(n * kernel.OUT_W, np.int64)
    todo = np.arange(n)
    order: list[Any] = []
    parts: list[tuple[Any, Any, Any]] = []
    # A last day that is asked for and not there is worked out, and the cases that wanted it begin again.
    while len(todo):
        some = np.ascontiguousarray(cases.reshape(n, kernel.CASE_W)[todo]).ravel()
        mine, done = _run(t, days.array, x, work, some, len(todo), tables.width, as_of)
        parts += done
        out.reshape(n, kernel.OUT_W)[todo] = mine
        wanting = mine[:, kernel.OUT_FAIL] == at.FAIL_WANTED
        order.append(todo[~wanting])
        todo = todo[wanting] if days.wanted() else todo[:0]
    results = out.reshape(n, kernel.OUT_W)
    rows, found, owed = (np.concatenate([part[place] for part in parts]) if parts else None for place in range(3))
    if rows is None or found is None or owed is None:
        rows, found, owed = (np.zeros((0, w), np.int64) for w in (kernel.ROW_W, at.FW, kernel.OWE_W))
    kept = np.concatenate(order) if order else np.zeros(0, np.int64)
    results, places, left_out = results[kept], places[kept], left_out[kept]
    holders = Holders(holders.first[kept], holders.texts)
    listed = cases.reshape(n, kernel.CASE_W)[kept]
    orders = _orders(tables, x, results, listed)
    opened = listed[:, kernel.CASE_OPENED]
    begins = np.where((listed[:, kernel.CASE_N] == 0) & (opened > as_of), opened, NONE)
    columns = _columns(
        tables, days, x, results, rows, found, owed, left_out, orders, begins, holders, blocks, grounds, places
    )
    return Judged(out.reshape(n, kernel.OUT_W)[:, kernel.OUT_FAIL], columns)


def _run(
    t: Any, u: Any, x: Any, work: tuple[Any, Any, Any], cases: Any, n: int, width: int, as_of: int
) -> tuple[Any, list[tuple[Any, Any, Any]]]:  # fmt: skip
    """Runs the kernel over cases, with new arrays for results whenever they are full."""
    out = np.zeros(n * kernel.OUT_W, np.int64)
    parts: list[tuple[Any, Any, Any]] = []
    first, room = 0, max(64, 4 * n)
    while first < n:
        rows = np.zeros(room * kernel.ROW_W, np.int64)
        found = np.zeros(4 * room * at.FW, np.int64)
        owed = np.zeros(2 * room * kernel.OWE_W, np.int64)
        last = int(kernel.judge_cases(t, u, x, *work, cases, first, n, width, as_of, out, rows, found, owed))
        sizes = out.reshape(n, kernel.OUT_W)[first:last].sum(axis=0)
        parts.append(
            (
                rows.reshape(-1, kernel.ROW_W)[: sizes[kernel.OUT_ROWS]],
                found.reshape(-1, at.FW)[: sizes[kernel.OUT_FINDINGS]],
                owed.reshape(-1, kernel.OWE_W)[: sizes[kernel.OUT_DUTIES]],
            )
        )
        # One case that fills a whole array by itself gets a larger one.
        room = room * 2 if last == first else room
        first = last
    return out.reshape(n, kernel.OUT_W), parts


def _orders(tables: Tables, x: Any, results: Any, cases: Any) -> Any:
    """The days of each case whose order changes its verdict, as numbers of lists."""
    made = np.zeros(len(results), np.int64)
    for number in np.flatnonzero(results[:, kernel.OUT_ORDER]).tolist():
        case, bits = cases[number], int(results[number, kernel.OUT_ORDER])
        entry, days = int(case[kernel.CASE_ORDERS]) + 1, []
        while bits:
            if bits & 1:
                days.append(iso(int(x[case[kernel.CASE_X] + x[entry] * tables.width + at.X_DAY])))
            entry, bits = entry + 2 + int(x[entry + 1]), bits >> 1
        made[number] = tables.pools.lists.number(tuple(days))
    return made


def _columns(
    tables: Tables, days: Days, x: Any, results: Any, rows: Any, found: Any, owed: Any, left_out: Any, orders: Any,
    begins: Any, holders: Holders, blocks: list[Any], grounds: list[str], places: Any,
) -> Columns:  # fmt: skip
    pools = tables.pools
    text = pools.texts.number
    counts = results[:, kernel.OUT_ROWS]
    case = np.repeat(np.arange(len(results)), counts)
    track = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    whole = track == 0
    stages = np.array([text(stage.id) for stage in tables.program.stages] or [0])
    forks = np.array([0, *(text(name) for name in tables.forks)])
    holder = rows[:, kernel.ROW_HOLDER]
    party = np.zeros(len(rows), np.int64)
    named = (holder > 0) & ~whole
    party[named] = holders.texts[holders.first[case[named]] + holder[named] - 1]
    # A case is over when every track is in an outcome and the case as a whole owes nothing.
    unfinished = np.where(whole, rows[:, kernel.ROW_DUTIES] > 0, rows[:, kernel.ROW_OUTCOME] == 0)
    over = (np.bincount(case, unfinished, minlength=len(results)) == 0) & (begins == NONE)
    findings, sizes = _findings(tables, days, x, found, rows[:, kernel.ROW_FINDINGS], blocks, grounds)
    made = {
        "case": places[case],
        "track": track,
        "party": party,
        "part": np.where(whole, 0, forks[rows[:, kernel.ROW_PART]]),
        "stage": np.where(whole, 0, stages[rows[:, kernel.ROW_STAGE]]),
        "outcome": np.where(whole, NONE, rows[:, kernel.ROW_OUTCOME]),
        "since": np.where(whole, NONE, rows[:, kernel.ROW_SINCE]),
        "over": over[case].astype(np.int64),
        "left_out": left_out[case],
        "version": np.zeros(len(rows), np.int64),
        "order": orders[case],
        "turns": np.zeros(len(rows), np.int64),
        "begins": begins[case],
        "findings": sizes,
        "duties": rows[:, kernel.ROW_DUTIES],
    }
    return Columns(made, findings, _duties(tables, days, owed))


def _findings(
    tables: Tables, days: Days, x: Any, found: Any, counts: Any, blocks: list[Any], grounds: list[str]
) -> tuple[dict[str, Any], Any]:
    """The columns of the findings, with those of documents in the place of each block, and how many each row has."""
    pools = tables.pools
    text, lists = pools.texts.number, pools.lists.number
    block = found[:, at.J_BLOCK]
    kept = np.array([1, *(len(each) for each in blocks[1:])])
    many = kept[block]
    row = np.repeat(np.arange(len(counts)), counts)
    sizes = np.bincount(row, many, minlength=len(counts)).astype(np.int64)
    source = np.repeat(np.arange(len(found)), many)
    inner = np.arange(len(source)) - np.repeat(np.cumsum(many) - many, many)
    flat = [finding for each in blocks[1:] for finding in each]
    starts = np.concatenate(([0, 0], np.cumsum(kept[1:])))[:-1] if len(blocks) > 1 else np.zeros(1, np.int64)
    inside = block[source] > 0
    template = np.where(inside, starts[block[source]] + inner, 0)
    kinds, degrees = np.array([text(kind) for kind in at.KINDS]), np.array([text(d) for d in at.DEGREES])
    events = np.array([*(text(event.id) for event in tables.program.events), 0])
    said = np.array([text(ground) for ground in grounds] or [0])
    item = found[:, at.J_ITEM]
    mine = {
        "kind": kinds[found[:, at.J_KIND]],
        "degree": degrees[found[:, at.J_DEGREE]],
        "cite": found[:, at.J_CITE],
        "norm": found[:, at.J_NORM],
        "event": events[found[:, at.J_EVENT]],
        "on": found[:, at.J_ON],
        "due": found[:, at.J_DUE],
        "actual": found[:, at.J_ACTUAL],
        "days": found[:, at.J_DAYS],
        "who": _who(tables, x, found[:, at.J_WHO]),
        "item": np.where(item < 0, said[np.where(item < 0, -item - 1, 0)], item),
        "count": found[:, at.J_COUNT],
        "limit": found[:, at.J_LIMIT],
        "effect": found[:, at.J_EFFECT],
        "provisional": _rests(days, found[:, at.J_PROVISIONAL], pools),
        "failed": _failed(tables, found[:, at.J_STAGE], found[:, at.J_FAILED]),
    }
    given = {
        "kind": [text(each.kind) for each in flat],
        "degree": [text(each.degree) for each in flat],
        "cite": [text(each.cite) for each in flat],
        "norm": [text(each.norm) for each in flat],
        "who": [lists(each.who) for each in flat],
        "item": [text(each.item) for each in flat],
    }
    made = {}
    for name, column in mine.items():
        made[name] = column[source]
        if name in given and flat:
            made[name] = np.where(inside, np.array(given[name])[template], made[name])
    return made, sizes


def _who(tables: Tables, x: Any, numbers: Any) -> Any:
    """Who a finding is about, as numbers of lists of names."""
    acted = numbers < 0
    said = np.where(acted, x[np.where(acted, np.minimum(-numbers - 1 + at.X_ACTED, len(x) - 1), 0)], numbers)
    for number in np.unique(said[said >= SOME_OF]).tolist():
        duty = tables.program.duties[(number - SOME_OF) >> SOME_SHIFT]
        left = number & ((1 << SOME_SHIFT) - 1)
        names = tuple(bearer for n, bearer in enumerate(duty.bearers) if (left >> n) & 1)
        said[said == number] = tables.pools.lists.number(names)
    return said


def _rests(days: Days, bits: Any, pools: Pools) -> Any:
    """What a date rests on, as numbers of lists."""
    made = np.zeros(len(bits), np.int64)
    for number in np.unique(bits).tolist():
        if number:
            made[bits == number] = pools.lists.number(tuple(days.provisional(number)))
    return made


def _failed(tables: Tables, stages: Any, moves: Any) -> Any:
    """The moves that could not be taken, as numbers of lists of their names."""
    made = np.zeros(len(moves), np.int64)
    for place in np.flatnonzero(moves).tolist():
        stage = tables.program.stages[int(stages[place])].id
        edges = tables.rules.edges_from[stage]
        names = tuple(edge.id for n, edge in enumerate(edges) if (int(moves[place]) >> n) & 1)
        made[place] = tables.pools.lists.number(names)
    return made


def _duties(tables: Tables, days: Days, owed: Any) -> dict[str, Any]:
    text, lists = tables.pools.texts.number, tables.pools.lists.number
    duties = tables.program.duties
    number = owed[:, kernel.OWE_DUTY]

    def each(values: list[int]) -> Any:
        return np.array(values or [0])[number]

    states = np.array([text(state) for state in _STATES])
    return {
        "norm": each([text(duty.id) for duty in duties]),
        "cite": each([text(duty.cite) for duty in duties]),
        "who": _who(tables, np.zeros(1, np.int64), owed[:, kernel.OWE_WHO]),
        "events": each([lists(tuple(act.event for act in duty.acts)) for duty in duties]),
        "since": owed[:, kernel.OWE_SINCE],
        "due": owed[:, kernel.OWE_DUE],
        "state": states[owed[:, kernel.OWE_STATE]],
        "degree": each([text(duty.degree) for duty in duties]),
        "provisional": _rests(days, owed[:, kernel.OWE_PROVISIONAL], tables.pools),
    }
