"""What became of each mutant, and of all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecolang.diagnostics import Local

if TYPE_CHECKING:
    from ecolang_compiler.mutate import Mutant

#: Who can notice, the cheapest first.
JUDGES = ("check", "test", "guarantee")
NOTHING = Local("", "")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one mutant.

    `status`: noticed, equivalent, survived, or unreadable (a sentence that nobody could have meant, counted nowhere).
    `by`: of a noticed one the judge (check, test, guarantee). `what`: what was noticed, or why it is equivalent.
    `case`: of a survivor a case test, as the policy writes it, that holds of the policy and fails of the mutant.
    """

    id: str
    status: str
    by: str = ""
    what: Local = NOTHING
    case: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        found = {"id": self.id, "status": self.status, "by": self.by, "what": {"zh": self.what.zh, "en": self.what.en}}
        return found if self.case is None else {**found, "case": self.case}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Result:
        """The same from plain values. Raises KeyError, TypeError for other rows."""
        what = row["what"]
        local = Local(str(what["zh"]), str(what["en"]))
        return cls(str(row["id"]), str(row["status"]), str(row["by"]), local, row.get("case"))


@dataclass(frozen=True)
class Mutation:
    """The mutants of a policy, each with what became of it, in the order of the text. `made`: how many there are to be
    made in all, of which these may be a sample."""

    file: str
    rows: tuple[tuple[Mutant, Result], ...]
    made: int
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(result.status for _, result in self.rows))

    @property
    def total(self) -> int:
        """How many mutants there are; those that cannot be read are none."""
        return len(self.rows) - self.counts["unreadable"]

    @property
    def noticed(self) -> int:
        """How many a check, a case test or a guarantee notices."""
        return self.counts["noticed"]

    @property
    def equivalent(self) -> int:
        """How many are proved to say the same as the policy."""
        return self.counts["equivalent"]

    @property
    def survivors(self) -> tuple[tuple[Mutant, Result], ...]:
        """Those that nothing notices."""
        return tuple(row for row in self.rows if row[1].status == "survived")

    @property
    def percent(self) -> float:
        """How many of a hundred are noticed or proved equivalent, rounded down so that 100 means all."""
        return (self.noticed + self.equivalent) * 1000 // self.total / 10 if self.total else 100.0

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        judges = Counter(result.by for _, result in self.rows if result.status == "noticed")
        return {
            "summary": {
                "total": self.total,
                "noticed": self.noticed,
                "equivalent": self.equivalent,
                "survived": len(self.survivors),
                "percent": self.percent,
                "made": self.made,
                "noticed_by": {judge: judges[judge] for judge in JUDGES},
            },
            "mutants": [_row(self.file, *row) for row in self.rows if row[1].status != "unreadable"],
        }


def _row(file: str, mutant: Mutant, result: Result) -> dict[str, Any]:
    from ecolang_compiler.mutate import KINDS

    kind = KINDS[mutant.kind]
    return {
        **result.to_json(),
        "kind": mutant.kind,
        "kind_words": {"zh": kind.zh, "en": kind.en},
        "file": file,
        "line": mutant.line,
        "clause": mutant.clause,
        "before": mutant.before,
        "after": mutant.after,
        "edit": {"start": mutant.span.start, "end": mutant.span.end, "replacement": mutant.replacement},
    }
