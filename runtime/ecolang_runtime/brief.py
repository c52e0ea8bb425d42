"""A verdict in brief: where a case stands, what was found and what is owed, for those who judge a great many.

It says nothing that the verdict does not say. What it leaves out, the engine does not work out: sentences, what may be
done, timeline, limits, what is missing, and whether another order of a day's events would matter.
"""

from __future__ import annotations

from ecolang.rows import dataclass
from ecolang_runtime.verdict import Finding, OpenDuty, Part, TrackVerdict, Verdict, VersionUsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class BriefTrack:
    """A track as `TrackVerdict` has it."""

    party: str | None
    part: str | None
    stage: str
    outcome: bool
    since: str
    findings: tuple[Finding, ...]
    open_duties: tuple[OpenDuty, ...]
    version: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A case as of a day, as `Verdict` has it; the `seq` of a finding says nothing here."""

    case: str
    as_of: str
    over: bool
    tracks: tuple[BriefTrack, ...]
    case_findings: tuple[Finding, ...]
    case_open_duties: tuple[OpenDuty, ...]
    left_out: int
    turns_on: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    version: str | None = None
    parts: tuple[Part, ...] = ()
    versions: tuple[VersionUsed, ...] = ()
    begins: str | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the case, then of each track."""
        return self.case_findings + tuple(f for t in self.tracks for f in t.findings)

    @property
    def open_duties(self) -> tuple[OpenDuty, ...]:
        """Open duties of each track, then of the case."""
        return tuple(d for t in self.tracks for d in t.open_duties) + self.case_open_duties

    def to_json(self) -> dict[str, Any]:
        """It as JSON-able data (docs/reference/verdict.md)."""
        from ecolang_runtime.wording.brief import brief_json

        return brief_json(self)


def brief_of(verdict: Verdict) -> Brief:
    """A verdict in brief."""
    return Brief(
        verdict.case,
        verdict.as_of,
        verdict.over,
        tuple([_track(each) for each in verdict.tracks]),
        verdict.case_findings,
        verdict.case_open_duties,
        verdict.left_out,
        verdict.turns_on,
        verdict.readings,
        verdict.version,
        verdict.parts,
        verdict.versions,
        verdict.begins,
    )


def _track(row: TrackVerdict) -> BriefTrack:
    return BriefTrack(
        row.party, row.part, row.stage, row.outcome, row.since, row.findings, row.open_duties, row.version, row.parts
    )
