"""Two verdicts of one case compared by meaning: what a reader would notice, whatever the rows are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.rows import dataclass, field
from ecolang.time import parse_date
from ecolang_runtime.impact.places import Places
from ecolang_runtime.verdict import Finding, Limit, OpenDuty, Permitted, Verdict


@dataclass(frozen=True, slots=True)
class Effect:
    """One difference.

    kind: stage (`old`, `new`: stages), found, lifted (a finding), degree (of a finding), owed, released (a duty),
    permitted, barred (a power), moved (a date: `days` later, or earlier if negative). `thing`: of a moved date finding,
    duty, power or period. `name`: the finding's kind, else the event or period; `event`: of a finding. `cites`: where
    it stands in the old and the new version; of a stage, the clauses of the first moves that are otherwise.
    """

    kind: str
    name: str
    party: str | None = None
    event: str | None = None
    thing: str = ""
    degree: str | None = None
    old: str | None = None
    new: str | None = None
    days: int | None = None
    cites: tuple[str | None, str | None] = (None, None)
    as_of: int = 0

    @property
    def sign(self) -> tuple[Any, ...]:
        """What makes two effects of different cases the same."""
        stages = (self.old, self.new) if self.kind == "stage" else ()
        cites = () if self.kind == "stage" else self.cites
        return (self.kind, self.thing, self.name, self.event, self.degree, stages, cites)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A verdict as rows that can be compared: by key, each with what may differ and its citation. `moves`: how each
    track came to its stage, as (day, event, stage, citation)."""

    stages: dict[tuple[str | None, str | None], str]
    findings: dict[tuple[Any, ...], Finding]
    duties: dict[tuple[Any, ...], OpenDuty]
    powers: dict[tuple[Any, ...], tuple[Permitted, str]]
    periods: dict[tuple[Any, ...], Limit]
    moves: dict[tuple[str | None, str | None], tuple[Move, ...]] = field(default_factory=dict, compare=False)


Move = tuple[str, str | None, str | None, str | None]


def outlook(verdict: Verdict, places: Places) -> Outlook:
    """What a verdict says. `places`: for a verdict of the old version, where its clauses are now."""
    findings: dict[tuple[Any, ...], Finding] = {}
    duties: dict[tuple[Any, ...], OpenDuty] = {}
    powers: dict[tuple[Any, ...], tuple[Permitted, str]] = {}
    periods: dict[tuple[Any, ...], Limit] = {}
    stages: dict[tuple[str | None, str | None], str] = {}
    moves: dict[tuple[str | None, str | None], tuple[Move, ...]] = {}

    def place(cite: str) -> str:
        return places.now(cite)

    for finding in verdict.case_findings:
        _put(findings, _key_of(None, finding, place(finding.cite)), finding)
    for duty in verdict.case_open_duties:
        _put(duties, (None, place(duty.cite), duty.events, duty.who), duty)
    for track in verdict.tracks:
        who = (track.party, track.part)
        stages[who] = track.stage
        moves[who] = tuple(
            (entry.on, entry.event, effect.target, effect.cite)
            for entry in track.timeline
            for effect in entry.effects
            if effect.kind == "moved"
        )
        for finding in track.findings:
            _put(findings, _key_of(who, finding, place(finding.cite)), finding)
        for duty in track.open_duties:
            _put(duties, (who, place(duty.cite), duty.events, duty.who), duty)
        for power in track.permitted:
            grounds = [ground.cite for ground in power.grounds if ground.state == "true"]
            if power.state == "true":
                for cite in grounds or [power.cite]:
                    _put(powers, (who, place(cite), power.events), (power, cite))
        for limit in track.limits:
            if limit.due is not None and limit.state in ("running", "suspended"):
                periods[who, place(limit.cite), limit.name] = limit
    return Outlook(stages, findings, duties, powers, periods, moves)


def _put(table: dict[tuple[Any, ...], Any], key: tuple[Any, ...], row: Any) -> None:
    """Rows that a reader could not tell apart are numbered."""
    number = 0
    while (*key, number) in table:
        number += 1
    table[(*key, number)] = row


def _key_of(who: Any, finding: Finding, cite: str) -> tuple[Any, ...]:
    return (who, finding.kind, cite, finding.event, finding.item, finding.on if finding.actual else None)


def flips(old: Outlook, new: Outlook) -> bool:
    """Whether a stage differs, or what was found (notes left aside)."""
    return old.stages != new.stages or _found(old) != _found(new)


def _found(view: Outlook) -> set[tuple[Any, ...]]:
    return {(*key, row.degree) for key, row in view.findings.items() if row.degree != "note"}


def differences(old: Outlook, new: Outlook, day: int) -> Iterator[Effect]:
    """What is otherwise as of a day."""
    for who in dict.fromkeys((*old.stages, *new.stages)):
        before, after = old.stages.get(who), new.stages.get(who)
        if before != after:
            cites = _parted(old.moves.get(who, ()), new.moves.get(who, ()))
            yield Effect("stage", "", who[0], old=before, new=after, cites=cites, as_of=day)
    yield from _findings(old, new, day)
    yield from _duties(old, new, day)
    yield from _powers(old, new, day)
    for key in old.periods.keys() & new.periods.keys():
        mine, theirs = old.periods[key], new.periods[key]
        cites = (mine.cite, theirs.cite)
        yield from _moved("period", mine.name, _party(key), _last(mine.due), _last(theirs.due), cites, day)


def _parted(old: tuple[Move, ...], new: tuple[Move, ...]) -> tuple[str | None, str | None]:
    """The clauses of the first moves by which the ways part."""
    place = 0
    while place < min(len(old), len(new)) and old[place][:3] == new[place][:3]:
        place += 1
    return (
        old[place][3] if place < len(old) else None,
        new[place][3] if place < len(new) else None,
    )


def _findings(old: Outlook, new: Outlook, day: int) -> Iterator[Effect]:
    for key in dict.fromkeys((*old.findings, *new.findings)):
        before, after = old.findings.get(key), new.findings.get(key)
        row = before or after
        if row is None or (row.degree == "note" and (after is None or after.degree == "note")):
            continue
        cites = (None if before is None else before.cite, None if after is None else after.cite)
        who = _party(key)
        if before is None or after is None:
            kind = "found" if before is None else "lifted"
            yield Effect(kind, row.kind, who, row.event, degree=row.degree, cites=cites, as_of=day)
            continue
        if before.degree != after.degree:
            yield Effect(
                "degree", row.kind, who, row.event, old=before.degree, new=after.degree, cites=cites, as_of=day
            )
        for effect in _moved("finding", row.kind, who, before.due, after.due, cites, day):
            yield Effect(
                "moved", row.kind, who, row.event, "finding", old=effect.old, new=effect.new, days=effect.days,
                cites=cites, as_of=day,
            )  # fmt: skip


def _duties(old: Outlook, new: Outlook, day: int) -> Iterator[Effect]:
    for key in dict.fromkeys((*old.duties, *new.duties)):
        before, after = old.duties.get(key), new.duties.get(key)
        row = before or after
        if row is None:
            continue
        cites = (None if before is None else before.cite, None if after is None else after.cite)
        name, who = row.events[0] if row.events else row.norm, _party(key)
        if before is None or after is None:
            kind = "owed" if before is None else "released"
            yield Effect(kind, name, who, degree=row.degree, cites=cites, as_of=day)
            continue
        yield from _moved("duty", name, who, _last(before.due), _last(after.due), cites, day)
        if before.degree != after.degree:
            yield Effect("degree", name, who, thing="duty", old=before.degree, new=after.degree, cites=cites, as_of=day)


def _powers(old: Outlook, new: Outlook, day: int) -> Iterator[Effect]:
    for key in dict.fromkeys((*old.powers, *new.powers)):
        before, after = old.powers.get(key), new.powers.get(key)
        row = before or after
        if row is None:
            continue
        power = row[0]
        cites = (None if before is None else before[1], None if after is None else after[1])
        name, who = power.events[0] if power.events else power.norm, _party(key)
        if before is None or after is None:
            yield Effect("permitted" if before is None else "barred", name, who, cites=cites, as_of=day)
        else:
            yield from _moved("power", name, who, _last(before[0].until), _last(after[0].until), cites, day)


def _moved(
    thing: str, name: str, party: str | None, old: str | None, new: str | None,
    cites: tuple[str | None, str | None], day: int,
) -> Iterator[Effect]:  # fmt: skip
    if old == new or old is None or new is None:
        return
    before, after = parse_date(old), parse_date(new)
    days = None if before is None or after is None else after - before
    yield Effect("moved", name, party, thing=thing, old=old, new=new, days=days, cites=cites, as_of=day)


def _last(due: Any) -> str | None:
    return None if due is None else due.last


def _party(key: tuple[Any, ...]) -> str | None:
    who = key[0]
    return None if who is None else who[0]
