"""Verdicts in brief as JSON: `brief_json` says what is in it, `BriefPieces` writes the same lines from kept pieces."""

from __future__ import annotations

from typing import Any

from ecolang_runtime.brief import Brief, BriefTrack
from ecolang_runtime.verdict import Finding, OpenDuty
from ecolang_runtime.wording.json import choice_json, used_json, version_json
from ecolang_runtime.wording.lines import json_bytes

#: Pieces of one kind are kept until there are so many.
_MOST = 16_384


def brief_json(row: Brief) -> dict[str, Any]:
    """A verdict in brief as a JSON object; equal ones give equal objects, with their keys in one order."""
    return {
        "case": row.case,
        "as_of": row.as_of,
        "over": row.over,
        "tracks": [_track(each) for each in row.tracks],
        "findings": [_finding(each) for each in row.case_findings],
        "open_duties": [_duty(each) for each in row.case_open_duties],
        "left_out": row.left_out,
        **_circumstances(row),
    }


def _circumstances(row: Brief) -> dict[str, Any]:
    """What is said only where there is something to say."""
    return {
        **({"readings": [choice_json(each) for each in row.readings]} if row.readings else {}),
        **({"turns_on": [choice_json(each) for each in row.turns_on]} if row.turns_on else {}),
        **({"begins": row.begins} if row.begins is not None else {}),
        **version_json(row.version, row.parts),
        **({"versions": [used_json(each) for each in row.versions]} if row.versions else {}),
    }


def _track(row: BriefTrack) -> dict[str, Any]:
    return {
        "party": row.party,
        "part": row.part,
        "stage": row.stage,
        "outcome": row.outcome,
        "since": row.since,
        "findings": [_finding(each) for each in row.findings],
        "open_duties": [_duty(each) for each in row.open_duties],
        **version_json(row.version, row.parts),
    }


def _finding(row: Finding) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "degree": row.degree,
        "norm": row.norm,
        "cite": row.cite,
        "event": row.event,
        "on": row.on,
        "due": row.due,
        "days": row.days,
        **_doubt(row.provisional, row.version),
    }


def _duty(row: OpenDuty) -> dict[str, Any]:
    due = row.due
    return {
        "norm": row.norm,
        "cite": row.cite,
        "since": row.since,
        "due": None if due is None else due.last,
        "state": row.state,
        **({"row": row.row} if row.row else {}),
        **_doubt(() if due is None else due.provisional, row.version),
    }


def _doubt(provisional: tuple[str, ...], version: str | None) -> dict[str, Any]:
    """Why a day is not certain, and the version of a row that comes from a newer one, where there is such a thing."""
    return {**({"provisional": list(provisional)} if provisional else {}), **version_json(version)}


class BriefPieces:
    """The same as bytes. Safe to share: what is kept holds what it was made from."""

    def __init__(self) -> None:
        self._said: dict[Any, bytes] = {None: b"null"}
        self._heads: dict[tuple[str, str, str, str, str | None], bytes] = {}
        self._ends: dict[tuple[tuple[str, ...], str | None], bytes] = {((), None): b"}"}
        self._duties: dict[int, tuple[OpenDuty, bytes]] = {}

    def line(self, row: Brief) -> bytes:
        """A line with its end."""
        more = _circumstances(row)
        return (
            b'{"case":%b,"as_of":%b,"over":%b,"tracks":[%b],"findings":[%b],"open_duties":[%b],"left_out":%d%b}\n'
            % (
                quoted(row.case),
                self.text(row.as_of),
                b"true" if row.over else b"false",
                b",".join([self._track(each) for each in row.tracks]),
                b",".join([self._finding(each) for each in row.case_findings]) if row.case_findings else b"",
                b",".join([self._duty(each) for each in row.case_open_duties]) if row.case_open_duties else b"",
                row.left_out,
                b"," + json_bytes(more)[1:-1] if more else b"",
            )
        )

    def _track(self, row: BriefTrack) -> bytes:
        text = self.text
        more = b""
        if row.version is not None or row.parts:
            more = b"," + json_bytes(version_json(row.version, row.parts))[1:-1]
        return (b'{"party":%b,"part":%b,"stage":%b,"outcome":%b,"since":%b,"findings":[%b],"open_duties":[%b]%b}') % (
            text(row.party),
            text(row.part),
            text(row.stage),
            b"true" if row.outcome else b"false",
            text(row.since),
            b",".join([self._finding(each) for each in row.findings]) if row.findings else b"",
            b",".join([self._duty(each) for each in row.open_duties]) if row.open_duties else b"",
            more,
        )

    def text(self, value: str | None) -> bytes:
        """A text as JSON."""
        found = self._said.get(value)
        if found is None:
            if len(self._said) >= _MOST:
                self._said = {None: b"null"}
            found = self._said[value] = json_bytes(value)
        return found

    def _finding(self, row: Finding) -> bytes:
        text = self.text
        head = self.head((row.kind, row.degree, row.norm, row.cite, row.event))
        days = row.days
        return b'%b,"on":%b,"due":%b,"days":%b%b' % (
            head, text(row.on), text(row.due), b"null" if days is None else b"%d" % days,
            self.end(row.provisional, row.version),
        )  # fmt: skip

    def head(self, key: tuple[str, str, str, str, str | None]) -> bytes:
        """How a finding begins: its kind, degree, norm, citation and event."""
        head = self._heads.get(key)
        if head is None:
            if len(self._heads) >= _MOST:
                self._heads.clear()
            about = dict(zip(("kind", "degree", "norm", "cite", "event"), key, strict=True))
            head = self._heads[key] = json_bytes(about)[:-1]
        return head

    def end(self, provisional: tuple[str, ...], version: str | None) -> bytes:
        """How a finding or an open duty ends: why its day is not certain, where that is so."""
        found = self._ends.get((provisional, version))
        if found is None:
            if len(self._ends) >= _MOST:
                self._ends.clear()
            doubt = _doubt(provisional, version)
            found = self._ends[provisional, version] = b"," + json_bytes(doubt)[1:] if doubt else b"}"
        return found

    def _duty(self, row: OpenDuty) -> bytes:
        kept = self._duties.get(id(row))
        if kept is not None:
            return kept[1]
        if len(self._duties) >= _MOST:
            self._duties.clear()
        # The row is kept, so that no other one gets its identity.
        made = json_bytes(_duty(row))
        self._duties[id(row)] = (row, made)
        return made


def quoted(text: str) -> bytes:
    """A text as JSON. Letters and digits stand for themselves."""
    return b'"%b"' % text.encode() if text.isalnum() else json_bytes(text)
