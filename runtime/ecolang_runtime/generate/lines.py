"""Cases as JSON Lines, in the form that the reader takes: the case, then what became known, then what happened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TextIO

from ecolang.time import FIRST_DAY, iso
from ecolang_runtime.case import CaseData, FactAt, Occurrence


def write_lines(cases: Iterable[CaseData], file: TextIO) -> int:
    """Writes each case as it comes; how many there were."""
    count = 0
    for case in cases:
        for line in case_lines(case):
            file.write(line + "\n")
        count += 1
    return count


def case_lines(case: CaseData) -> Iterator[str]:
    """The lines of one case."""
    first = {fact.name: fact.value for fact in case.facts if fact.day == FIRST_DAY and fact.party is None}
    head: dict[str, Any] = {"case": case.id}
    if case.opened is not None:
        head["opened"] = iso(case.opened)
    if case.parties:
        head["parties"] = {}
        for name, role in case.parties:
            head["parties"].setdefault(role, []).append(name)
    if first:
        head["facts"] = first
    if len(head) > 1:
        yield _line(head)
    for fact in case.facts:
        if fact.day != FIRST_DAY or fact.party is not None:
            yield _line(fact_row(case.id, fact))
    for occurrence in case.occurrences:
        yield _line({"case": case.id, **event_row(occurrence)})


def fact_row(case: str, fact: FactAt) -> dict[str, Any]:
    """A fact that became known."""
    party = {} if fact.party is None else {"party": fact.party}
    return {"case": case, "on": iso(fact.day), **party, "facts": {fact.name: fact.value}}


def event_row(occurrence: Occurrence) -> dict[str, Any]:
    """An event, without what is empty."""
    row: dict[str, Any] = {"event": occurrence.event, "on": iso(occurrence.day)}
    if occurrence.minute is not None:
        row["at"] = f"{occurrence.minute // 60:02}:{occurrence.minute % 60:02}"
    for key, value in (
        ("by", list(occurrence.by)),
        ("party", list(occurrence.parties)),
        ("fields", occurrence.fields),
        ("each", occurrence.each),
        ("documents", occurrence.documents),
        ("steps", None if occurrence.steps is None else list(occurrence.steps)),
        ("ground", occurrence.ground),
        ("part", occurrence.part),
        ("received", None if occurrence.received is None else iso(occurrence.received)),
    ):
        if value is not None and (value != [] or key == "steps") and value != {}:
            row[key] = value
    return row


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Amounts of money stay exact as text."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
