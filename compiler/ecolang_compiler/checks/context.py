"""What a check looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import networkx as nx
from attrs import define

from ecolang.diagnostics import Diagnostic, Span
from ecolang.graph import to_graph
from ecolang.program import Program
from ecolang.source_text import Ref, SourceText
from ecolang_compiler.lower.policy import Lowered
from ecolang_compiler.lower.rows import Origin
from ecolang_compiler.syntax import tree


@define(slots=False)
class Context:
    """A policy that was lowered. Without a source text there is nothing to hold citations and coverage to. `recorded`:
    digests of the source text that it was last held against."""

    file: tree.PolicyFile
    lowered: Lowered
    source: SourceText | None
    cases: tuple[tree.CaseNode, ...] = ()
    text: str | None = None
    recorded: Mapping[Ref, str] | None = None

    @property
    def program(self) -> Program:
        """The compiled tables."""
        return self.lowered.program

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The program as a graph."""
        return to_graph(self.program)

    def origin(self, id: str) -> Origin | None:
        """Where a row or a deadline came from."""
        return self.lowered.build.rows.origins.get(id)

    def span(self, id: str) -> Span | None:
        """The place of a row or a deadline."""
        origin = self.origin(id)
        return origin.span if origin else None

    def declared(self, name: str) -> Span | None:
        """Where a name is declared."""
        entry = self.lowered.build.vocabulary.entries.get(name)
        return entry.span if entry else None


Check = Callable[[Context], list[Diagnostic]]
