"""Where a record stands, and what was found wrong with it."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, make_diagnostic
from ecolang_runtime.read.values import Misfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Problems:
    """The problems of one record, each with its file and line where they are known."""

    __slots__ = ("file", "found", "line")

    def __init__(self, file: str | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        self.found: list[Diagnostic] = []

    def add(self, code: str, **args: object) -> None:
        """One more problem of this record."""
        place = {"file": self.file, "line": self.line}
        given: dict[str, Any] = {name: value for name, value in {**place, **args}.items() if value is not None}
        self.found.append(make_diagnostic(code, None, **given))

    def misfit(self, misfit: Misfit) -> None:
        """A value that does not fit its field."""
        self.add(misfit.code, **misfit.args)

    @property
    def errors(self) -> bool:
        """Whether the record cannot be used."""
        return any(each.severity == "error" for each in self.found)
