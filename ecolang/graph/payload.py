"""What hangs on a node, on an edge and on the graph: frozen attrs classes around the rows of a program."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ecolang.program import Duty, Edge, Period, Power, Program, Prohibition, Stage

HANGING = ("duties", "powers", "prohibitions", "periods")
"""The tables whose rows hang on the stages that they name, and on the graph only where they name none."""


@frozen(kw_only=True)
class StagePayload:
    """A stage and what holds in it: duties open there, powers usable there, prohibitions, periods that limit it."""

    stage: Stage
    duties: tuple[Duty, ...] = ()
    powers: tuple[Power, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    periods: tuple[Period, ...] = ()


@frozen(kw_only=True)
class EdgePayload:
    """One way of moving, and the duty, power or period that it belongs to, if it belongs to one."""

    edge: Edge
    norm: Duty | Power | Period | None = None


@frozen(kw_only=True)
class GraphPayload:
    """What hangs on no stage. `rest` is the program without its stages, edges and hanging rows; `order` gives the place
    in the policy of each row that was taken out, by table, so that the way back restores it."""

    rest: Program
    order: Mapping[str, tuple[str, ...]] = field(factory=dict)
