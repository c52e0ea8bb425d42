"""The head of a sentence, parted into stages, the events that set it off, and what else must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Act, Expr
from ecolang_compiler.resolve.conditions import Conditions
from ecolang_compiler.resolve.expressions import conjunction, disjunction
from ecolang_compiler.syntax import tree


@frozen
class Head:
    """`stages`: None where no stage is named; `written`: their names as written. `triggers`: events at hand, any of
    which sets the rule off, with the conditions over their fields. `grounds`: a list of grounds, where the rule may
    have one."""

    stages: tuple[str, ...] | None = None
    written: tuple[str, ...] = ()
    triggers: tuple[Act, ...] = ()
    guard: Expr | None = None
    grounds: tree.Listed | None = None

    @property
    def as_condition(self) -> Expr | None:
        """The guard, and that one of the triggers happened: for rules that no event sets off."""
        return conjunction([happened(self.triggers), self.guard])

    def inside(self, outer: Head) -> Head:
        """This head under a common one: stages of both, and the outer event as something that happened before if this
        head has an event of its own."""
        if self.stages is None or outer.stages is None:
            stages = outer.stages if self.stages is None else self.stages
        else:
            stages = tuple(stage for stage in self.stages if stage in outer.stages)
        before = happened(outer.triggers) if self.triggers else None
        return Head(
            stages,
            self.written or outer.written,
            self.triggers or outer.triggers,
            conjunction([outer.guard, before, self.guard]),
            self.grounds or outer.grounds,
        )


def happened(triggers: tuple[Act, ...]) -> Expr | None:
    """That one of the events happened; None for no events."""
    if not triggers:
        return None
    return disjunction([("happened", act.event, act.guard) for act in triggers])


def split_head(node: Any, conditions: Conditions, at_hand: tuple[str, ...] = (), grounds: bool = False) -> Head:
    """The parts of a head. Conditions over fields speak of its own event, or else of `at_hand`; with `grounds` a list
    of grounds stays a list."""
    parts = tuple(_flat(node))
    triggers, rest = _events(parts, conditions)
    if triggers:
        at_hand = tuple(dict.fromkeys(act.event for act in triggers))
    stages: tuple[str, ...] | None = None
    written: tuple[str, ...] = ()
    listed: tree.Listed | None = None
    own: list[Expr] = []
    others: list[Expr] = []
    for part in rest:
        if isinstance(part, tree.InStage):
            found = conditions.names.stages(part.stages)
            stages = found if stages is None else tuple(stage for stage in stages if stage in found)
            written += tuple(name.text for name in part.stages)
        elif grounds and isinstance(part, tree.Listed) and not part.every and listed is None:
            listed = part
        elif triggers and _of_the_event(part):
            own.append(conditions.expr(part, at_hand))
        else:
            others.append(conditions.expr(part, at_hand))
    span = node.span if node is not None else None
    further = conditions.joined(own, span)
    narrowed = tuple(Act(act.event, conjunction([act.guard, further])) for act in triggers)
    return Head(stages, written, narrowed, conditions.joined(others, span), listed)


def _flat(node: Any) -> Iterator[Any]:
    if node is None:
        return
    if isinstance(node, tree.And):
        for part in node.parts:
            yield from _flat(part)
    else:
        yield node


def _events(parts: tuple[Any, ...], conditions: Conditions) -> tuple[tuple[Act, ...], list[Any]]:
    """The events at hand, and the parts that are none. Two of them in one head would have to happen at once."""
    triggers: list[Act] = []
    rest: list[Any] = []
    seen = False
    for part in parts:
        events = part.parts if isinstance(part, tree.Or) else (part,)
        if not all(isinstance(each, tree.OnEvent) for each in events):
            rest.append(part)
            continue
        if seen:
            first = triggers[0].event if triggers else ""
            conditions.names.bag.add(
                make_diagnostic("E318", part.span or events[0].span, event=events[0].pattern.event.text, first=first)
            )
        seen = True
        acts = [conditions.act(each.pattern) for each in events]
        # What follows speaks of the later one.
        triggers = [act for act in acts if act is not None]
    return tuple(triggers), rest


def _of_the_event(part: Any) -> bool:
    """Whether a condition speaks of nothing but the event at hand."""
    match part:
        case tree.FieldTest(event=None) | tree.Given() | tree.ByActor():
            return True
        case tree.And(parts) | tree.Or(parts):
            return all(map(_of_the_event, parts))
        case tree.Unless(of, exception):
            return _of_the_event(of) and _of_the_event(exception)
        case tree.Listed(items):
            return all(_of_the_event(item.of) for item in items)
    return False
