"""The table of verdicts: one row for a case as a whole, one for each track (docs/reference/columnar.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.verdict import Finding, OpenDuty, Verdict

#: The version of the form of the table; a reader refuses a higher one.
FORMAT = "ecolang-verdicts/1"


def output_schema(metadata: Mapping[str, str] | None = None, *, plain: bool = False) -> Any:
    """The schema of the table of verdicts. `plain`: without dictionaries."""
    pa = arrow()
    word = pa.string() if plain else pa.dictionary(pa.int32(), pa.string())
    day, number = pa.date32(), pa.int32()
    words = pa.list_(pa.string())
    finding = pa.struct(
        [
            *((name, word) for name in ("kind", "degree", "cite", "norm", "event")),
            *((name, day) for name in ("on", "due", "actual")),
            ("days", number),
            ("who", words),
            ("item", pa.string()),
            ("count", number),
            ("limit", number),
            ("effect", pa.bool_()),
            ("provisional", words),
            ("failed", words),
        ]
    )
    duty = pa.struct(
        [
            *((name, word) for name in ("norm", "cite")),
            ("who", words),
            ("events", words),
            ("since", day),
            ("due", day),
            ("state", word),
            ("degree", word),
            ("provisional", words),
        ]
    )
    return pa.schema(
        [
            ("case", pa.string()),
            ("track", number),
            ("party", pa.string()),
            ("part", pa.string()),
            ("stage", word),
            ("outcome", pa.bool_()),
            ("since", day),
            ("over", pa.bool_()),
            ("left_out", number),
            ("version", pa.string()),
            ("order_matters", pa.list_(day)),
            ("turns_on", words),
            ("begins", day),
            ("findings", pa.list_(finding)),
            ("open_duties", pa.list_(duty)),
        ],
        metadata=dict(metadata) if metadata else None,
    )


def verdict_rows(verdict: Verdict) -> list[dict[str, Any]]:
    """The rows of a verdict as plain values, by the columns of the table."""
    turns = [f"{reading}={alternative}" for reading, alternative in verdict.turns_on]
    both: dict[str, Any] = {"case": verdict.case, "over": verdict.over, "left_out": verdict.left_out}
    both["begins"] = _day(verdict.begins)
    both["order_matters"], both["turns_on"] = [_day(day) for day in verdict.order_matters], turns
    whole: dict[str, Any] = {**both, "track": 0, "version": verdict.version}
    whole["findings"] = [_finding(each) for each in verdict.case_findings]
    whole["open_duties"] = [_duty(each) for each in verdict.case_open_duties]
    rows = [whole]
    for number, track in enumerate(verdict.tracks, 1):
        row: dict[str, Any] = {**both, "track": number, "party": track.party, "part": track.part}
        row.update(stage=track.stage, outcome=track.outcome, since=_day(track.since), version=track.version)
        row["findings"] = [_finding(each) for each in track.findings]
        row["open_duties"] = [_duty(each) for each in track.open_duties]
        rows.append(row)
    return rows


def rows_table(rows: list[dict[str, Any]], metadata: Mapping[str, str] | None = None) -> Any:
    """Rows as a table of verdicts."""
    schema = output_schema(metadata)
    return arrow().table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)


def without_dictionaries(table: Any) -> Any:
    """The table with its words written out: a file of Arrow has one dictionary a column for all its batches."""
    pa = arrow()
    schema = output_schema(plain=True).with_metadata(table.schema.metadata)
    columns = [_written_out(table.column(name).combine_chunks()) for name in schema.names]
    return pa.table(columns, schema=schema)


def _written_out(array: Any) -> Any:
    pa = arrow()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        return array.cast(pa.string())
    if pa.types.is_list(array.type):
        return pa.ListArray.from_arrays(array.offsets, _written_out(array.values), mask=array.is_null())
    if pa.types.is_struct(array.type):
        names = [field.name for field in array.type]
        return pa.StructArray.from_arrays([_written_out(each) for each in array.flatten()], names)
    return array


def _finding(found: Finding) -> dict[str, Any]:
    row = {name: getattr(found, name) for name in ("kind", "degree", "cite", "norm", "event", "days", "item")}
    row.update({name: _day(getattr(found, name)) for name in ("on", "due", "actual")})
    row.update(who=list(found.who), count=found.count, limit=found.limit, effect=found.effect)
    row["provisional"], row["failed"] = list(found.provisional), list(found.failed)
    return row


def _duty(duty: OpenDuty) -> dict[str, Any]:
    due = duty.due
    return {
        "norm": duty.norm,
        "cite": duty.cite,
        "who": list(duty.who),
        "events": list(duty.events),
        "since": _day(duty.since),
        "due": None if due is None else _day(due.last),
        "state": duty.state,
        "degree": duty.degree,
        "provisional": [] if due is None else list(due.provisional),
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
