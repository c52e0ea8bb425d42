"""The outline of a policy run by two libraries of state machines. Each gives what it can: stages, last days, what was
late and what moved nothing, which is less than a verdict, so that their figures are the best they could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ecolang.cli.bench.outline import Model, Outline, tracks_of
from ecolang_runtime.case import CaseData

#: Judges a case as of a day.
Judge = Callable[[CaseData, int], list[tuple[Any, ...]]]


def with_transitions(plan: Outline) -> Judge:
    """One machine and one model of `transitions`, used for every case."""
    from transitions import Machine

    model = Model()
    machine = Machine(
        model=None,
        states=[f"s{place}" for place in range(plan.stages)],
        initial=f"s{plan.start}",
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )
    for move in plan.moves:
        guard = move.guard
        held: list[str | Callable[..., bool | None]] = []
        if guard is not None:
            held.append(lambda guard=guard: guard(model.fields))
        machine.add_transition(f"e{move.event}", f"s{move.source}", f"s{move.target}", conditions=held)
    for source, target in plan.lapses:
        machine.add_transition(f"l{target}", f"s{source}", f"s{target}")
    moved = [False]
    owed = {f"s{stage}": found for stage, found in plan.owed.items()}

    def entered() -> None:
        moved[0] = True
        model.arrived(owed.get(model.state, ()))

    machine.after_state_change = [entered]
    host = _Host(model)
    machine.add_model(host, initial=f"s{plan.start}")
    known = {move.event for move in plan.moves}
    triggers: dict[int, Callable[[], bool]] = {event: getattr(host, f"e{event}") for event in known}

    def fire(event: int) -> bool:
        moved[0] = False
        trigger = triggers.get(event)
        if trigger is not None:
            trigger()
        return moved[0]

    def lapse(target: int) -> None:
        getattr(host, f"l{target}")()

    def begin(day: int) -> Model:
        model.state, model.day = f"s{plan.start}", day
        model.late, model.unmoved, model.fields = [], [], {}
        entered()
        return model

    return lambda case, as_of: _run(plan, case, as_of, begin, fire, lapse)


class _Host:
    """Lets the library set the stage of the model under the name that it uses."""

    def __init__(self, model: Model) -> None:
        object.__setattr__(self, "model", model)

    @property
    def state(self) -> Any:
        return self.model.state

    @state.setter
    def state(self, value: Any) -> None:
        self.model.state = value

    model: Model


def with_statemachine(plan: Outline) -> Judge:
    """A class of `python-statemachine`, with one machine for every track, as its users have it."""
    from statemachine import State, StateMachine

    leaving = {move.source for move in plan.moves} | {source for source, _ in plan.lapses}
    # A class with a stage that nothing leads to is refused.
    states = {
        place: State(initial=place == plan.start, value=place, final=place not in leaving) for place in plan.reached
    }
    members: dict[str, Any] = {f"s{place}": state for place, state in states.items()}
    members["allow_event_without_transition"] = True
    for number, move in enumerate(plan.moves):
        if move.source not in states:
            continue
        guard = move.guard
        if guard is not None:
            members[f"g{number}"] = _condition(guard)
        made = states[move.source].to(states[move.target], cond=f"g{number}" if guard is not None else None)
        name = f"e{move.event}"
        members[name] = members[name] | made if name in members else made
    for source, target in sorted(each for each in plan.lapses if each[0] in states):
        made = states[source].to(states[target])
        name = f"l{target}"
        members[name] = members[name] | made if name in members else made

    def after_transition(self: Any) -> None:
        self.moved = True
        self.model.arrived(plan.owed.get(self.model.state, ()))

    members["after_transition"] = after_transition
    made_class: Any = type("Procedure", (StateMachine,), members)
    known = {move.event for move in plan.moves if move.source in states}
    at: list[Any] = [None]

    def begin(day: int) -> Model:
        model = Model(day=day)
        at[0] = made_class(model)
        model.arrived(plan.owed.get(plan.start, ()))
        return model

    def fire(event: int) -> bool:
        machine = at[0]
        machine.moved = False
        if event in known:
            machine.send(f"e{event}")
        return bool(machine.moved)

    def lapse(target: int) -> None:
        at[0].send(f"l{target}")

    return lambda case, as_of: _run(plan, case, as_of, begin, fire, lapse)


def _condition(guard: Callable[[dict[str, Any]], bool]) -> Callable[[Any], bool]:
    def held(self: Any) -> bool:
        return guard(self.model.fields)

    return held


def _run(
    plan: Outline,
    case: CaseData,
    as_of: int,
    begin: Callable[[int], Model],
    fire: Callable[[int], bool],
    lapse: Callable[[int], None],
) -> list[tuple[Any, ...]]:
    verdicts: list[tuple[Any, ...]] = []
    for name, trace in tracks_of(case, plan.handled):
        start = case.opened or (trace[0].day if trace else as_of)
        model = begin(start)
        for occurrence in trace:
            if occurrence.day > as_of:
                break
            _wait(model, occurrence.day, lapse)
            event = plan.events.get(occurrence.event, -1)
            own = occurrence.each.get(name) if name is not None else None
            fields = occurrence.fields if own is None else {**occurrence.fields, **own}
            model.happens(event, occurrence.day, fields, fire)
        _wait(model, as_of, lapse)
        verdicts.append(model.verdict())
    return verdicts


def _wait(model: Model, day: int, lapse: Callable[[int], None]) -> None:
    while (found := model.next_lapse(day)) is not None and found.lapse is not None:
        lapse(found.lapse)


def judge_all(judge: Judge, cases: Iterable[CaseData], as_of: int) -> int:
    """Judges every case; how many tracks there were."""
    return sum(len(judge(case, as_of)) for case in cases)
