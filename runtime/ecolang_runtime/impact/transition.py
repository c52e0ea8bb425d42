"""Which of two versions each case follows once the new one is in force, and what it says of the case then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang.program import Program
from ecolang.rows import replace
from ecolang.versions import arrange
from ecolang_runtime.case import CaseData
from ecolang_runtime.editions import Editions
from ecolang_runtime.followed import Choice, Followed, Uncovered
from ecolang_runtime.versions import select

if TYPE_CHECKING:
    from ecolang_runtime.reference.rules import Rules
    from ecolang_runtime.verdict import Verdict

#: What a case follows: one version, both (articles of the new one in the old, or track by track), or none.
OLD, NEW, BOTH, NONE = FOLLOWED = ("old", "new", "both", "none")
#: The first day of an old version that states none: before any case.
_EVER = "0001-01-01"


class Transition:
    """Two versions of one regulation, the new one in force from its day on.

    `ready` False: the new one does not say from which day, or not from a later one than the old, so that nothing can be
    chosen.
    """

    def __init__(self, old: Program, new: Program) -> None:
        began = old.settings.in_force or _EVER
        self.ready = new.settings.in_force is not None and began < new.settings.in_force
        before = replace(old, settings=replace(old.settings, in_force=began))
        self._versions = arrange({OLD: before, NEW: new})
        self._editions = Editions(self._versions)
        self.first = self._versions.newest.first or 0

    def choice(self, case: CaseData, day: int) -> Choice | None:
        """The version of each track as of a day; None where no version covers the case."""
        found = select(case, self._versions, day)
        return None if isinstance(found, Uncovered) else found

    def followed(self, case: CaseData, day: int) -> str:
        """Which version a case follows as of a day, in one word."""
        choice = self.choice(case, day)
        if choice is None:
            return NONE
        only = choice.groups[0]
        if len(choice.groups) > 1 or only.parts:
            return BOTH
        return only.version

    def rules(self, followed: Followed) -> Rules:
        """The rules that a track follows."""
        return self._editions.judge_of(followed).rules

    def together(self, case: CaseData, day: int) -> Verdict:
        """The verdict where tracks of a case follow several versions."""
        return self._editions.judge(case, day, try_readings=False)
