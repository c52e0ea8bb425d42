"""Verdicts as lines of JSON, the same bytes as `verdict_json` gives, joined from pieces that were made before.

The engines give equal rows again, so that a row's piece is found by the row itself; of findings and entries, which have
numbers and days of their own, the rest is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecolang.diagnostics import Lang
from ecolang.program import Program
from ecolang.rows import replace
from ecolang_runtime.verdict import Effect, Entry, Finding, Missing, TrackVerdict, Verdict
from ecolang_runtime.wording import sentences
from ecolang_runtime.wording import templates as t
from ecolang_runtime.wording.fragments import Dates, Fragment, fragment, inner, shape
from ecolang_runtime.wording.json import RowWriter
from ecolang_runtime.wording.lines import json_bytes
from ecolang_runtime.wording.shapes import Shapes
from ecolang_runtime.wording.words import Words, words_of

#: Pieces of one kind are kept until there are so many.
_MOST = 8192
_MARK = "\ue000"


def verdict_line(
    program: Program,
    verdict: Verdict,
    lang: Lang = "zh",
    *,
    tracks: Callable[[TrackVerdict], Program] | None = None,
) -> bytes:
    """The verdict as a line of JSON with its end: the bytes of `json_line(verdict_json(…))`."""
    return _line(pieces_of(program, lang), verdict, tracks)


def pieces_of(program: Program, lang: Lang) -> Pieces:
    """The pieces of a program, kept with its words."""
    words = words_of(program, lang)
    found: Pieces | None = words.pieces
    if found is None:
        found = words.pieces = Pieces(words)
    return found


class Pieces:
    """The pieces of one program in one language. Safe to share: what is kept holds what it was made from."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._rows = RowWriter(words)
        self._dates = Dates(words)
        self._shapes = Shapes(words, self._rows, self._dates)
        self._by_row: dict[str, dict[int, tuple[Any, bytes]]] = {name: {} for name in ("duty", "permitted", "limit")}
        self._said: dict[Any, bytes] = {}
        self._findings: dict[Any, Fragment | None] = {}
        self._entries: dict[Any, tuple[tuple[Effect, ...], bytes, bytes, bytes, bytes]] = {}
        self._fields: dict[Any, tuple[bytes, bytes]] = {}
        self._effects: dict[Effect, bytes] = {}
        self._between = inner("；" if words.zh else "; ")
        self._missing: dict[tuple[str, str, str], bytes] = {}

    def said(self, value: Any) -> bytes:
        """A text, or a list of texts, as JSON."""
        found = self._said.get(value)
        if found is None:
            if len(self._said) >= _MOST:
                self._said.clear()
            found = self._said[value] = json_bytes(value)
        return found

    def row(self, kind: str, row: Any) -> bytes:
        """An open duty, a permission or a limit."""
        kept = self._by_row[kind]
        found = kept.get(id(row))
        if found is not None:
            return found[1]
        if len(kept) >= _MOST:
            kept.clear()
        # The row is kept, so that no other one gets its identity.
        if kind == "duty":
            made = self._shapes.duty(row)
        else:
            made = self._shapes.permitted(row) if kind == "permitted" else json_bytes(self._rows.limit(row))
        kept[id(row)] = (row, made)
        return made

    def finding(self, row: Finding) -> bytes:
        """A finding."""
        on, due, actual, days, seq = row.on, row.due, row.actual, row.days, row.seq
        key = (
            row.kind, row.degree, row.cite, row.norm, row.event, row.who, row.item, row.count, row.limit, row.effect,
            row.provisional, row.version, row.failed, on is None, due is None, actual is None, shape(days), shape(seq),
        )  # fmt: skip
        try:
            found = self._findings[key]
        except KeyError:
            if len(self._findings) >= _MOST:
                self._findings.clear()
            found = self._findings[key] = fragment(
                self.words,
                self._rows.finding,
                lambda d, n, _: replace(row, on=d[0], due=d[1], actual=d[2], days=n[0], seq=n[1]),
                (on, due, actual),
                (days, seq),
            )
        if found is None:
            return json_bytes(self._rows.finding(row))
        of = self._dates.of
        return found.fill((*of(on), *of(due), *of(actual), abs(days or 0), abs(seq or 0)))

    def entry(self, row: Entry) -> bytes:
        """An entry of the timeline."""
        key = (row.kind, row.event, row.by, row.had_effect, *map(id, row.effects))
        told = self._entries.get(key)
        if told is None:
            if len(self._entries) >= _MOST:
                self._entries.clear()
            told = self._entries[key] = self._told(row)
        _, bare, start, before, after = told
        if not row.fields:
            return b'{"seq":%d,"on":"%b"%b' % (row.seq, row.on.encode(), bare)
        if row.event is None:
            return json_bytes(self._rows.entry(row))
        names: list[bytes] = []
        values: list[bytes] = []
        for name, value in row.fields:
            kind = type(value)
            # Equal amounts may be written in several ways.
            place = (row.event, name, kind, value if kind is str or kind is bool or kind is int else repr(value))
            field = self._fields.get(place)
            if field is None:
                if len(self._fields) >= _MOST:
                    self._fields.clear()
                field = self._fields[place] = self._field(row, name, value)
            names.append(field[0])
            values.append(field[1])
        return b'{"seq":%d,"on":"%b"%b%b%b%b%b' % (
            row.seq, row.on.encode(), start, b",".join(names), before, self._between.join(values), after,
        )  # fmt: skip

    def _told(self, row: Entry) -> tuple[tuple[Effect, ...], bytes, bytes, bytes, bytes]:
        """The effects, which are kept so that no others get their identity; what stands behind the day of an entry
        without fields; and of one with fields, what stands before, between and behind these."""
        about = {"kind": row.kind, "event": row.event, "by": list(row.by), "had_effect": row.had_effect}
        start = b"," + json_bytes(about)[1:-1] + b',"fields":{'
        effects = b'},"effects":[' + b",".join([self._effect(each) for each in row.effects]) + b'],"sentence":"'
        if row.event is None:
            said = inner(sentences.entry(self.words, row))
            return row.effects, start + effects + said + b'"}', b"", b"", b""
        pair, act = t.ENTRIES[row.kind], self.words.name(row.event) or ""
        before, _, after = self.words.fill(pair, {"act": act, "fields": _MARK}).rpartition(_MARK)
        bare = inner(self.words.fill(pair, {"act": act, "fields": ""}))
        return row.effects, start + effects + bare + b'"}', start, effects + inner(before), inner(after) + b'"}'

    def _field(self, row: Entry, name: str, value: Any) -> tuple[bytes, bytes]:
        told, given = self.words.value(row.event, name, value)
        colon = "：" if self.words.zh else ": "
        return json_bytes({name: self._rows.value(value)})[1:-1], inner(f"{told}{colon}{given}")

    def _effect(self, row: Effect) -> bytes:
        found = self._effects.get(row)
        if found is None:
            if len(self._effects) >= _MOST:
                self._effects.clear()
            found = self._effects[row] = json_bytes(self._rows.effect(row))
        return found

    def missing(self, row: Missing) -> bytes:
        """What is not known."""
        key = (row.name, row.cite, row.norm)
        found = self._missing.get(key)
        if found is None:
            if len(self._missing) >= _MOST:
                self._missing.clear()
            found = self._missing[key] = json_bytes(self._rows.missing(row))
        return found

    def track(self, row: TrackVerdict) -> bytes:
        """A track."""
        said, each = self.said, self.row
        more = b""
        if row.version is not None or row.parts:
            more = b"," + json_bytes(self._rows.version(row))[1:-1]
        return (
            b'{"party":%b,"part":%b,"stage":%b,"outcome":%b,"since":"%b","findings":[%b],"open_duties":[%b],'
            b'"permitted":[%b],"limits":[%b],"timeline":[%b],"missing":[%b],"not_decided_here":%b%b}'
        ) % (
            said(row.party),
            said(row.part),
            said(row.stage),
            b"true" if row.outcome else b"false",
            self._dates.of(row.since)[0],
            b",".join([self.finding(found) for found in row.findings]),
            b",".join([each("duty", duty) for duty in row.open_duties]),
            b",".join([each("permitted", power) for power in row.permitted]),
            b",".join([each("limit", limit) for limit in row.limits]),
            b",".join([self.entry(entry) for entry in row.timeline]),
            b",".join([self.missing(missing) for missing in row.missing]),
            said(row.undecided),
            more,
        )

    def circumstances(self, row: Verdict) -> bytes:
        """What else is to be known of a verdict as a whole."""
        named = row.begins is not None or row.version is not None or row.parts or row.versions
        if not (named or row.readings or row.turns_on or row.order_matters):
            return b',"readings":[],"turns_on":[],"order_matters":[]'
        return b"," + json_bytes(self._rows.circumstances(row))[1:-1]


def _line(pieces: Pieces, row: Verdict, tracks: Callable[[TrackVerdict], Program] | None) -> bytes:
    said = pieces.said
    lang = pieces.words.lang
    told = [(pieces if tracks is None else pieces_of(tracks(each), lang)).track(each) for each in row.tracks]
    return (
        b'{"case":%b,"as_of":%b,"policy":%b,"in_force":%b,"calendars":%b,"over":%b,"tracks":[%b],"findings":[%b],'
        b'"open_duties":[%b],"left_out":%d,"provisional":%b%b}\n'
    ) % (
        json_bytes(row.case),
        said(row.as_of),
        said(row.policy),
        said(row.in_force),
        said(row.calendars),
        b"true" if row.over else b"false",
        b",".join(told),
        b",".join([pieces.finding(found) for found in row.case_findings]),
        b",".join([pieces.row("duty", duty) for duty in row.case_open_duties]),
        row.left_out,
        said(row.provisional),
        pieces.circumstances(row),
    )
