"""The columns of a result as lines of JSON in brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.time import iso
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.columns import NONE, Columns
from ecolang_runtime.wording.brief import BriefPieces
from ecolang_runtime.wording.lines import json_bytes

_ROW = (
    "case", "track", "party", "part", "stage", "outcome", "since", "over", "left_out", "findings", "duties",
)  # fmt: skip
_FINDING = ("kind", "degree", "norm", "cite", "event", "on", "due", "days", "provisional")
_DUTY = ("norm", "cite", "since", "due", "state", "provisional")


class Written:
    """The rows of columns as pieces of JSON."""

    def __init__(self, columns: Columns, pools: Pools, pieces: BriefPieces, worst: frozenset[str]) -> None:
        self._columns = columns
        self._texts = pools.texts.texts
        self._lists = pools.lists.lists
        self._pieces = pieces
        self._days: dict[int, bytes] = {NONE: b"null"}
        self._worst = {number for number, text in enumerate(self._texts) if text in worst} if worst else set()
        self.failing = 0

    def cases(self) -> Iterator[tuple[int, tuple[bytes, bytes], bytes, int]]:
        """Each case: its place, whether it is over and what is the case's own, its tracks, its events left out."""
        columns = self._columns.ordered()
        rows = [columns.rows[name].tolist() for name in _ROW]
        findings, duties = self._findings(columns.findings), self._duties(columns.duties)
        grave = [number in self._worst for number in columns.findings["degree"].tolist()] if self._worst else []
        at_finding = at_duty = 0
        head: tuple[int, tuple[bytes, bytes], int] | None = None
        tracks: list[bytes] = []
        failing = False
        for case, track, party, part, stage, outcome, since, over, left_out, n_findings, n_duties in zip(
            *rows, strict=True
        ):
            found = b",".join(findings[at_finding : at_finding + n_findings])
            owed = b",".join(duties[at_duty : at_duty + n_duties])
            own = b'"findings":[%b],"open_duties":[%b]' % (found, owed)
            if not track:
                if head is not None:
                    yield head[0], head[1], b",".join(tracks), head[2]
                    self.failing += failing
                head, tracks, failing = (case, (b"true" if over else b"false", own), left_out), [], False
            else:
                tracks.append(
                    b'{"party":%b,"part":%b,"stage":%b,"outcome":%b,"since":%b,%b}'
                    % (
                        self._text(party),
                        self._text(part),
                        self._text(stage),
                        b"true" if outcome == 1 else b"false",
                        self._day(since),
                        own,
                    )
                )
            if grave:
                failing = failing or any(grave[at_finding : at_finding + n_findings])
            at_finding += n_findings
            at_duty += n_duties
        if head is not None:
            yield head[0], head[1], b",".join(tracks), head[2]
            self.failing += failing

    def _text(self, number: int) -> bytes:
        return self._pieces.text(self._texts[number] if number else None)

    def _day(self, day: int) -> bytes:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = b'"%b"' % iso(day).encode()
        return found

    def _findings(self, columns: dict[str, Any]) -> list[bytes]:
        made: list[bytes] = []
        heads: dict[tuple[int, ...], bytes] = {}
        texts, day = self._texts, self._day
        for *key, on, due, days, reasons in zip(*(columns[name].tolist() for name in _FINDING), strict=True):
            about = tuple(key)
            head = heads.get(about)
            if head is None:
                kind, degree, norm, cite, event = (texts[number] for number in about)
                head = heads[about] = self._pieces.head((kind, degree, norm, cite, event if about[4] else None))
            made.append(
                b'%b,"on":%b,"due":%b,"days":%b%b'
                % (
                    head,
                    day(on),
                    day(due),
                    b"null" if days == NONE else b"%d" % days,
                    self._pieces.end(self._lists[reasons], None),
                )
            )
        return made

    def _duties(self, columns: dict[str, Any]) -> list[bytes]:
        kept: dict[tuple[int, ...], bytes] = {}
        made: list[bytes] = []
        for key in zip(*(columns[name].tolist() for name in _DUTY), strict=True):
            found = kept.get(key)
            if found is None:
                norm, cite, since, due, state, reasons = key
                about = {"norm": self._texts[norm], "cite": self._texts[cite]}
                found = kept[key] = b'%b,"since":%b,"due":%b,"state":%b%b' % (
                    json_bytes(about)[:-1], self._day(since), self._day(due), self._text(state),
                    self._pieces.end(self._lists[reasons], None),
                )  # fmt: skip
            made.append(found)
        return made
