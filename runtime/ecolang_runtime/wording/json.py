"""A verdict as JSON values: declared names and ISO days for programs, and beside them the sentence for people."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ecolang.diagnostics import Lang
from ecolang.program import Program
from ecolang_runtime.verdict import (
    DueDate,
    Effect,
    Entry,
    Finding,
    Limit,
    Missing,
    OpenDuty,
    Part,
    Permitted,
    TrackVerdict,
    Verdict,
    VersionUsed,
)
from ecolang_runtime.wording import sentences
from ecolang_runtime.wording.words import Words, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def verdict_json(
    program: Program,
    verdict: Verdict,
    lang: Lang = "zh",
    *,
    tracks: Callable[[TrackVerdict], Program] | None = None,
) -> dict[str, Any]:
    """The verdict as a JSON object; equal verdicts give equal objects, with their keys in one order.

    `tracks`: the program that each track was judged by, where it is not the same for all.
    """
    return RowWriter(words_of(program, lang), tracks).verdict(verdict)


class RowWriter:
    """Rows of a verdict as JSON values. `tracks`: as for `verdict_json`."""

    def __init__(self, words: Words, tracks: Callable[[TrackVerdict], Program] | None = None) -> None:
        self.words = words
        self.tracks = tracks

    def verdict(self, row: Verdict) -> dict[str, Any]:
        return {
            "case": row.case,
            "as_of": row.as_of,
            "policy": row.policy,
            "in_force": row.in_force,
            "calendars": list(row.calendars),
            "over": row.over,
            "tracks": [self.told(each) for each in row.tracks],
            "findings": [self.finding(each) for each in row.case_findings],
            "open_duties": [self.duty(each) for each in row.case_open_duties],
            "left_out": row.left_out,
            "provisional": list(row.provisional),
            **self.circumstances(row),
        }

    def circumstances(self, row: Verdict) -> dict[str, Any]:
        """What else is to be known of a verdict as a whole."""
        return {
            "readings": [choice_json(each) for each in row.readings],
            "turns_on": [choice_json(each) for each in row.turns_on],
            "order_matters": list(row.order_matters),
            **({"begins": row.begins} if row.begins is not None else {}),
            **version_json(row.version, row.parts),
            **({"versions": [used_json(each) for each in row.versions]} if row.versions else {}),
        }

    def told(self, row: TrackVerdict) -> dict[str, Any]:
        """A track in the words of the version that it follows."""
        return (
            self.track(row)
            if self.tracks is None
            else RowWriter(words_of(self.tracks(row), self.words.lang)).track(row)
        )

    def track(self, row: TrackVerdict) -> dict[str, Any]:
        return {
            "party": row.party,
            "part": row.part,
            "stage": row.stage,
            "outcome": row.outcome,
            "since": row.since,
            "findings": [self.finding(each) for each in row.findings],
            "open_duties": [self.duty(each) for each in row.open_duties],
            "permitted": [self.permitted(each) for each in row.permitted],
            "limits": [self.limit(each) for each in row.limits],
            "timeline": [self.entry(each) for each in row.timeline],
            "missing": [self.missing(each) for each in row.missing],
            "not_decided_here": list(row.undecided),
            **self.version(row),
        }

    def version(self, row: TrackVerdict) -> dict[str, Any]:
        """The version that a track follows; nothing where there is only one."""
        return version_json(row.version, row.parts)

    def missing(self, row: Missing) -> dict[str, Any]:
        return {
            "name": row.name,
            "cite": row.cite,
            "norm": row.norm,
            "sentence": sentences.missing(self.words, row),
        }

    def finding(self, row: Finding) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "degree": row.degree,
            "cite": row.cite,
            "norm": row.norm,
            "event": row.event,
            "on": row.on,
            "due": row.due,
            "actual": row.actual,
            "days": row.days,
            "who": list(row.who),
            "item": row.item,
            "count": row.count,
            "limit": row.limit,
            "effect": row.effect,
            "provisional": list(row.provisional),
            "seq": row.seq,
            "sentence": sentences.finding(self.words, row),
            **({"failed": list(row.failed)} if row.failed else {}),
            **version_json(row.version),
        }

    def due(self, row: DueDate | None) -> dict[str, Any] | None:
        if row is None:
            return None
        return {
            "last": row.last,
            "days_left": row.days_left,
            "provisional": list(row.provisional),
            "cite": row.cite,
            "explanation": self.words.explained(row),
        }

    def duty(self, row: OpenDuty) -> dict[str, Any]:
        return {
            "norm": row.norm,
            "cite": row.cite,
            "who": list(row.who),
            "events": list(row.events),
            "since": row.since,
            "state": row.state,
            "degree": row.degree,
            "scope": row.scope,
            **({"row": row.row} if row.row else {}),
            "age": row.age,
            "due": self.due(row.due),
            "demands": [self.due(each) for each in row.demands],
            "sentence": sentences.duty(self.words, row),
            **version_json(row.version),
        }

    def permitted(self, row: Permitted) -> dict[str, Any]:
        return {
            "norm": row.norm,
            "cite": row.cite,
            "who": list(row.who),
            "events": list(row.events),
            "state": row.state,
            "since": row.since,
            "until": self.due(row.until),
            "grounds": [
                {
                    "cite": each.cite,
                    "state": each.state,
                    "since": each.since,
                    "missing": list(each.missing),
                    "sentence": sentences.ground(self.words, each),
                }
                for each in row.grounds
            ],
            "sentence": sentences.permitted(self.words, row),
            **version_json(row.version),
        }

    def limit(self, row: Limit) -> dict[str, Any]:
        return {
            "norm": row.norm,
            "cite": row.cite,
            "kind": row.kind,
            "name": row.name,
            "state": row.state,
            "used": row.used,
            "allowed": row.allowed,
            "extended": row.extended,
            "suspended": row.suspended,
            "first": row.first,
            "due": self.due(row.due),
            "sentence": sentences.limit(self.words, row),
        }

    def entry(self, row: Entry) -> dict[str, Any]:
        return {
            "seq": row.seq,
            "on": row.on,
            "kind": row.kind,
            "event": row.event,
            "by": list(row.by),
            "had_effect": row.had_effect,
            "fields": {name: self.value(value) for name, value in row.fields},
            "effects": [self.effect(each) for each in row.effects],
            "sentence": sentences.entry(self.words, row),
        }

    def effect(self, row: Effect) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "cite": row.cite,
            "norm": row.norm,
            "source": row.source,
            "target": row.target,
            "count": row.count,
            "limit": row.limit,
            "detail": row.detail,
            "sentence": sentences.effect(self.words, row),
        }

    def value(self, value: Any) -> Any:
        """A field's value as JSON: an exact amount as text, a length of time as its number and unit."""
        if isinstance(value, Decimal):
            return str(value)
        return [self.value(each) for each in value] if isinstance(value, (tuple, list)) else value


def version_json(name: str | None, parts: tuple[Part, ...] = ()) -> dict[str, Any]:
    """The version of a row; nothing where there is only one."""
    found: dict[str, Any] = {} if name is None else {"version": name}
    if parts:
        found["parts"] = [{"version": version, "articles": list(articles)} for version, articles in parts]
    return found


def choice_json(choice: tuple[str, str]) -> dict[str, Any]:
    """A reading and the alternative taken."""
    return {"reading": choice[0], "alternative": choice[1]}


def used_json(row: VersionUsed) -> dict[str, Any]:
    """A version that a verdict rests on."""
    return {
        "version": row.name,
        "title": row.title,
        "in_force": row.in_force,
        "last": row.last,
        "silent_since": row.silent_since,
    }
