"""Results as columns of whole numbers, from the kernel and from verdicts alike, and as the table of verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ecolang.time import parse_date
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.columnar.outputs import output_schema
from ecolang_runtime.verdict import Finding, OpenDuty, Verdict

#: A number that is not there. Days are ordinals until the table is made.
NONE = -(1 << 40)
_EPOCH = 719_163
_ROW = (
    "case",
    "track",
    "party",
    "part",
    "stage",
    "outcome",
    "since",
    "over",
    "left_out",
    "version",
    "order",
    "turns",
    "begins",
)
_FINDING = (
    "kind", "degree", "cite", "norm", "event", "on", "due", "actual", "days", "who", "item", "count", "limit", "effect",
    "provisional", "failed",
)  # fmt: skip
_DUTY = ("norm", "cite", "who", "events", "since", "due", "state", "degree", "provisional")


class Columns:
    """The rows of a result with their findings and open duties, each a mapping of columns."""

    def __init__(self, rows: dict[str, Any], findings: dict[str, Any], duties: dict[str, Any]) -> None:
        self.rows = rows
        self.findings = findings
        self.duties = duties

    def __add__(self, other: Columns) -> Columns:
        """Both, one after the other."""
        return Columns(
            {name: np.concatenate((mine, other.rows[name])) for name, mine in self.rows.items()},
            {name: np.concatenate((mine, other.findings[name])) for name, mine in self.findings.items()},
            {name: np.concatenate((mine, other.duties[name])) for name, mine in self.duties.items()},
        )

    def ordered(self) -> Columns:
        """By the place of the case."""
        order = np.argsort(self.rows["case"], kind="stable")
        rows = {name: column[order] for name, column in self.rows.items()}
        parts = []
        for name, columns in (("findings", self.findings), ("duties", self.duties)):
            counts = self.rows[name]
            starts = np.concatenate(([0], np.cumsum(counts)[:-1]))[order]
            wanted = _runs(starts, counts[order])
            parts.append({key: column[wanted] for key, column in columns.items()})
        return Columns(rows, *parts)


def _runs(starts: Any, counts: Any) -> Any:
    """The places start, start + 1, … of each run, one run after the other."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)


def of_verdicts(verdicts: Iterable[tuple[int, Verdict]], pools: Pools) -> Columns:
    """The columns of verdicts, each with the place of its case."""
    rows: list[tuple[int, ...]] = []
    findings: list[tuple[int, ...]] = []
    duties: list[tuple[int, ...]] = []
    text, names = pools.texts.number, pools.lists.number

    def write(place: int, verdict: Verdict, number: int, track: Any) -> None:
        mine = verdict.case_findings if track is None else track.findings
        owed = verdict.case_open_duties if track is None else track.open_duties
        rows.append(
            (
                place,
                number,
                text(track.party) if track is not None else 0,
                text(track.part) if track is not None else 0,
                text(track.stage) if track is not None else 0,
                int(track.outcome) if track is not None else NONE,
                _day(track.since) if track is not None else NONE,
                int(verdict.over),
                verdict.left_out,
                text(verdict.version if track is None else track.version),
                names(verdict.order_matters),
                names(tuple(f"{reading}={alternative}" for reading, alternative in verdict.turns_on)),
                _day(verdict.begins),
                len(mine),
                len(owed),
            )
        )
        findings.extend(_finding(each, pools) for each in mine)
        duties.extend(_duty(each, pools) for each in owed)

    for place, verdict in verdicts:
        write(place, verdict, 0, None)
        for number, track in enumerate(verdict.tracks, 1):
            write(place, verdict, number, track)
    return Columns(_columns((*_ROW, "findings", "duties"), rows), _columns(_FINDING, findings), _columns(_DUTY, duties))


def _columns(names: tuple[str, ...], rows: list[tuple[int, ...]]) -> dict[str, Any]:
    table = np.array(rows, np.int64).reshape(len(rows), len(names))
    return {name: table[:, place] for place, name in enumerate(names)}


def _finding(found: Finding, pools: Pools) -> tuple[int, ...]:
    text = pools.texts.number
    return (
        text(found.kind), text(found.degree), text(found.cite), text(found.norm), text(found.event), _day(found.on),
        _day(found.due), _day(found.actual), _number(found.days), pools.lists.number(found.who), text(found.item),
        _number(found.count), _number(found.limit), int(found.effect), pools.lists.number(found.provisional),
        pools.lists.number(found.failed),
    )  # fmt: skip


def _duty(duty: OpenDuty, pools: Pools) -> tuple[int, ...]:
    text, names = pools.texts.number, pools.lists.number
    due = duty.due
    return (
        text(duty.norm), text(duty.cite), names(duty.who), names(duty.events), _day(duty.since),
        NONE if due is None else _day(due.last), text(duty.state), text(duty.degree),
        0 if due is None else names(due.provisional),
    )  # fmt: skip


def _day(text: str | None) -> int:
    day = None if text is None else parse_date(text)
    return NONE if day is None else day


def _number(value: int | None) -> int:
    return NONE if value is None else value


def to_table(columns: Columns, cases: Any, pools: Pools, metadata: dict[str, str]) -> Any:
    """The table of verdicts. `cases`: the names of the cases by their places."""
    pa = arrow()
    schema = output_schema(metadata)
    types = {field.name: field.type for field in schema}
    make = _Maker(pools)
    rows = columns.rows
    whole = rows["track"] == 0
    made = {
        "case": pa.array(cases, pa.string()).take(pa.array(rows["case"])),
        "track": pa.array(rows["track"].astype(np.int32)),
        "party": make.plain(rows["party"]),
        "part": make.plain(rows["part"]),
        "stage": make.word(rows["stage"]),
        "outcome": pa.array(rows["outcome"] == 1, mask=whole),
        "since": make.day(rows["since"]),
        "over": pa.array(rows["over"] == 1),
        "left_out": pa.array(rows["left_out"].astype(np.int32)),
        "version": make.plain(rows["version"]),
        "order_matters": make.days(rows["order"]),
        "turns_on": make.names(rows["turns"]),
        "begins": make.day(rows["begins"]),
        "findings": _lists(rows["findings"], make.struct(columns.findings, types["findings"].value_type)),
        "open_duties": _lists(rows["duties"], make.struct(columns.duties, types["open_duties"].value_type)),
    }
    return pa.table([made[name] for name in schema.names], schema=schema)


def _lists(counts: Any, values: Any) -> Any:
    pa = arrow()
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


class _Maker:
    """Makes Arrow columns from numbers, with one dictionary for all of a result."""

    def __init__(self, pools: Pools) -> None:
        pa = arrow()
        self._texts = pa.array(pools.texts.texts)
        self._pools = pools

    def plain(self, numbers: Any) -> Any:
        """Texts, none for 0."""
        pa = arrow()
        used, places = np.unique(numbers, return_inverse=True)
        texts = pa.array([self._pools.texts.texts[number] if number else None for number in used.tolist()], pa.string())
        return texts.take(pa.array(places))

    def word(self, numbers: Any, *, empty: bool = False) -> Any:
        """Texts of a dictionary. `empty`: 0 is the empty text rather than none."""
        pa = arrow()
        mask = None if empty else numbers == 0
        codes = pa.array(numbers.astype(np.int32), mask=mask)
        return pa.DictionaryArray.from_arrays(codes, self._texts)

    def day(self, numbers: Any) -> Any:
        """Days, from ordinals."""
        pa = arrow()
        mask = numbers == NONE
        shifted = np.where(mask, 0, numbers - _EPOCH).astype(np.int32)
        return pa.array(shifted, pa.int32(), mask=mask).cast(pa.date32())

    def number(self, numbers: Any) -> Any:
        """Whole numbers."""
        pa = arrow()
        mask = numbers == NONE
        return pa.array(np.where(mask, 0, numbers).astype(np.int32), mask=mask)

    def names(self, numbers: Any) -> Any:
        """Lists of names."""
        pa = arrow()
        lists, places = self._used(numbers)
        return pa.array([list(each) for each in lists], pa.list_(pa.string())).take(pa.array(places))

    def days(self, numbers: Any) -> Any:
        """Lists of days, written as ISO dates."""
        pa = arrow()
        lists, places = self._used(numbers)
        days = [[_day(text) - _EPOCH for text in each] for each in lists]
        return pa.array(days, pa.list_(pa.int32())).cast(pa.list_(pa.date32())).take(pa.array(places))

    def _used(self, numbers: Any) -> tuple[list[tuple[str, ...]], Any]:
        used, places = np.unique(numbers, return_inverse=True)
        return [self._pools.lists.lists[number] for number in used.tolist()], places

    def struct(self, columns: dict[str, Any], kind: Any) -> Any:
        """Structs of a type from columns of the same names."""
        pa = arrow()
        made = []
        for field in kind:
            numbers = columns[field.name]
            if pa.types.is_dictionary(field.type):
                made.append(self.word(numbers, empty=field.name in ("cite", "norm")))
            elif field.type == pa.date32():
                made.append(self.day(numbers))
            elif field.type == pa.int32():
                made.append(self.number(numbers))
            elif field.type == pa.bool_():
                made.append(pa.array(numbers == 1))
            elif field.type == pa.string():
                made.append(self.plain(numbers))
            else:
                made.append(self.names(numbers))
        return pa.StructArray.from_arrays(made, fields=list(kind))
