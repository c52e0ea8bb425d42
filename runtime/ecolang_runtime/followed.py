"""What a track follows: a version, with articles of newer ones; or why it follows none."""

from __future__ import annotations

from ecolang.program import Act
from ecolang.rows import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """Articles of a newer version that apply from an event on: the one at a place in the order of what happened, the
    first of some acts on or after a day. `holder`: whose track it concerns, None the case as a whole."""

    version: str
    articles: tuple[str, ...]
    place: int
    acts: tuple[Act, ...] = field(compare=False, default=())
    first: int = field(compare=False, default=0)
    holder: str | None = field(compare=False, default=None)
    everything: bool = field(compare=False, default=False)


@dataclass(frozen=True, slots=True)
class Followed:
    """The version that a track follows, and the articles of newer versions that reach into it: all of them, and from
    when on each of them applies."""

    version: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (newer version, its articles), the older version first
    steps: tuple[Step, ...] = ()  # in the order in which they come


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Why a track has no version. kind: before (no version was in force yet), between (the one had ended), absent (a
    clause says that `title` applies, which is not at hand)."""

    kind: str
    day: int
    party: str | None = None
    title: str = ""
    since: int | None = None  # before: the first day of the oldest version; between: the last day of the one that ended


@dataclass(frozen=True, slots=True)
class Choice:
    """The version of the case as a whole and of each track, by holder (None: the only track)."""

    whole: Followed
    tracks: tuple[tuple[str | None, Followed], ...]

    @property
    def groups(self) -> tuple[Followed, ...]:
        """Each version that is followed once, the case's own first."""
        return tuple(dict.fromkeys((self.whole, *(followed for _, followed in self.tracks))))
