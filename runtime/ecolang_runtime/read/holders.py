"""Who holds which role in a case, and whom each occurrence concerns."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.diagnostics import nearest
from ecolang.rows import replace
from ecolang_runtime.case import Occurrence
from ecolang_runtime.read.names import KEY_LABEL, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import label_of

_SIGNERS = ("signed", "refused", "noted")


class Holders:
    """The holders that a case declares; where it declares none, the names in its occurrences declare themselves."""

    def __init__(self, names: Names, parties: Iterable[tuple[str, str]] = ()) -> None:
        self.names = names
        self.role = names.track_role
        #: Who was declared, as (name, role); holders who declare themselves get their tracks from the engine, in time.
        self.parties = tuple(dict.fromkeys(parties))
        self.declared = any(role == self.role for _, role in self.parties)
        self._known: dict[str, None] = {}
        self._tracks: dict[str, None] = {}
        for name, role in self.parties:
            self._hold(name, role)

    @property
    def tracks(self) -> tuple[str, ...]:
        """The holders that have a track, in the order in which they became known."""
        return tuple(self._tracks)

    def copy(self) -> Holders:
        """An independent copy."""
        twin = Holders(self.names, self.parties)
        twin._known, twin._tracks = dict(self._known), dict(self._tracks)
        return twin

    @property
    def open(self) -> bool:
        """Whether names in occurrences declare themselves."""
        return self.role is not None and not self.declared

    def notice(self, occurrence: Occurrence) -> None:
        """Take the names of an occurrence as holders, if the case declares none."""
        if self.role is None or self.declared:
            return
        event = self.names.events.find(occurrence.event)
        concerned = occurrence.parties if event is not None and self.names.concerns_track(event.event) else ()
        acting = occurrence.by if event is not None and self.role in event.event.actors else ()
        for name in (*concerned, *(word for word in acting if self.names.roles.find(word) is None)):
            self._hold(name, self.role)

    def resolve(self, occurrence: Occurrence, problems: Problems) -> Occurrence:
        """The occurrence with the holders it concerns filled in, or as it was with the problems found."""
        known = self.names.events.find(occurrence.event)
        if known is None:
            return occurrence
        event = known.event
        named = [("by", word) for word in occurrence.by] if occurrence.by else []
        for said in occurrence.documents.values() if occurrence.documents else ():
            named += [("documents", who) for key in _SIGNERS if key in said for who in said[key]]
        for key, word in named:
            if self.names.roles.find(word) is None and word not in self._known:
                self._unknown(word, key, (*self._known, *(role.id for role in self.names.program.roles)), problems)
        on_track = self.names.concerns_track(event)
        allowed = self._tracks if on_track and occurrence.parties else self._known
        for word in occurrence.parties if self.parties or self.role is not None else ():
            if word not in allowed:
                self._unknown(word, "party", tuple(allowed), problems)
        if not on_track or occurrence.parties:
            return occurrence
        acting = tuple(word for word in occurrence.by if word in self._tracks)
        if acting:
            return replace(occurrence, parties=acting)
        if len(self._tracks) > 1:
            problems.add("D113", event=label_of(event), names=list(self._tracks), field=KEY_LABEL["party"])
        return replace(occurrence, parties=tuple(self._tracks)) if len(self._tracks) == 1 else occurrence

    def check_party(self, party: str | None, problems: Problems) -> None:
        """A holder that a fact is told of."""
        if party is not None and party not in self._known:
            self._unknown(party, "party", tuple(self._known), problems)

    def _hold(self, name: str, role: str) -> None:
        self._known.setdefault(name)
        if role == self.role:
            self._tracks.setdefault(name)

    def _unknown(self, word: str, key: str, candidates: tuple[str, ...], problems: Problems) -> None:
        problems.add("D108", name=word, nearest=nearest(word, candidates), field=KEY_LABEL[key])
