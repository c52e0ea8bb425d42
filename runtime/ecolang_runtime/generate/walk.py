"""One walk: a case told to an engine as it is made, so that each step knows what the last one did."""

from __future__ import annotations

from random import Random
from typing import Any

from ecolang.program import Event, Order
from ecolang.rows import replace
from ecolang.time import FIRST_DAY, iso
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.generate.aims import Aims
from ecolang_runtime.generate.days import LONGEST, act_moment, planned_day
from ecolang_runtime.generate.map import Map
from ecolang_runtime.generate.plan import Step
from ecolang_runtime.generate.targets import Target
from ecolang_runtime.generate.values import Values, chosen, wanted
from ecolang_runtime.generate.view import Run, Scene, View

# A walk that has not reached its target after so many steps will not.
_MOST_STEPS = 22
_TRIES = 8
# An edge that did not move the track after so many steps towards it is left alone.
_PATIENCE = 7


class Walk:
    """A case in the making. `lawful`: no rule is to be broken."""

    def __init__(
        self, scene: Scene, map_: Map, values: Values, rng: Random, id_: str, start: int, lawful: bool
    ) -> None:
        rules = scene.rules
        self.rules, self.map, self.values, self.rng, self.lawful = rules, map_, values, rng, lawful
        self.start = start
        self.holders = self._holders()
        self.facts = self._facts()
        role = rules.settings.track_role
        declared = len(self.holders) > 1 or rng.random() < 0.6
        parties = tuple((name, role) for name in self.holders) if role is not None and declared else ()
        self.head = CaseData(id_, start, parties, tuple(self.facts))
        self.occurrences: list[Occurrence] = []
        self._scene = scene
        self._seen: View | None = None  # the case as it stands, while nothing happens
        self.run = scene.run(self.head)
        self.run.wait(start)
        self.party = self._asked = self.holders[0] if role is not None and declared else None
        self.violated = False  # a rule was broken, as of the last act
        # To let time lapse is not what the law wants.
        self.blocked: set[str] = {edge.id for edge in rules.program.edges if edge.kind == "lapse"} if lawful else set()
        self.tried: dict[str, int] = {}

    # -- the walk

    def go(self, target: Target | None) -> bool:
        """Walks to the target and a little further; whether the target was reached."""
        reached = target is None
        if target is not None:
            for _ in range(_MOST_STEPS):
                step = self._planned(target)
                if step is None or not self._take(step):
                    break
                if step.final or self._reached(target):
                    reached = True
                    break
                if self._broken() or self._too_long():
                    break
        if reached or not self.occurrences:
            self._wander()
        return reached

    def _wander(self) -> None:
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 4)) if self.occurrences else 1):
            step = self._any_step()
            if step is None or not self._take(step) or self._broken() or self._too_long():
                return

    def _any_step(self) -> Step | None:
        """Something that may come next."""
        view = self._view()
        tracks = view.tracks()
        if self.rng.random() < 0.3 and len(tracks) > 1:
            view = view.on(self.rng.choice(tracks))
        planner = Aims(view, self.map, self.rng, self.blocked)
        edges = [e for e in self.rules.edges_from.get(view.stage, ()) if e.id not in self.blocked]
        acts = [act for _, _, duty in view.owed() for act in duty.acts]
        if acts and (not edges or self.rng.random() < 0.35):
            act = self.rng.choice(acts)
            return Step(act.event, act.guard, timing=self.rng.choice(("kept", "")), party=view.track.party)
        step = planner.fire(self.rng.choice(edges)) if edges else None
        if step is None and not self.lawful:
            step = Step(self.rng.choice(self.rules.program.events).id)
        return None if step is None else replace(step, party=step.party or view.track.party)

    def _planned(self, target: Target) -> Step | None:
        planner = Aims(self._view(), self.map, self.rng, self.blocked)
        stage = planner.view.stage
        step = planner.towards(target)
        if target.kind != "edge":
            for edge in self.map.edges(stage):
                if step is not None and edge.trigger.event == step.event and step.event is not None:
                    self.tried[edge.id] = self.tried.get(edge.id, 0) + 1
                    if self.tried[edge.id] >= _PATIENCE:
                        self.blocked.add(edge.id)
        return None if step is None or step == Step() else step

    def _reached(self, target: Target) -> bool:
        return target.kind in ("edge", "deeming", "op") and self._view().did(target.row.id)

    def _view(self) -> View:
        seen = self._seen
        if seen is None or self._asked != self.party:
            seen = self._seen = self._scene.view(self.run, self.party)
            self._asked = self.party
        return seen

    def _broken(self) -> bool:
        return self.lawful and self.violated

    def _too_long(self) -> bool:
        return self._view().now > self.start + LONGEST or len(self.occurrences) > _MOST_STEPS

    # -- a step

    def _take(self, step: Step) -> bool:
        """Does a step, after what the law wants done before it; whether anything came of it."""
        view = self._view()
        if step.wait is not None:
            return self._owed_by(view, step.wait - 1, None) or self._wait(view, step.wait)
        if step.fact is not None:
            return self._learn(view, *step.fact)
        if step.event is None:
            return False
        if step.party is not None:
            view = next((view.on(t) for t in view.tracks() if t.party == step.party and t.part is None), view)
        if self.lawful:
            self._owed_before(view, step.event)
            view = view.on(view.track)
        day, minute = act_moment(view, self.map, step, self.rng, self.lawful)
        binding = view.binding() if self.lawful else []
        if binding and view.now <= binding[0][0] < day and self.rng.random() < 0.7:
            day, minute = self.rng.randint(view.now, binding[0][0]), None
        return self._owed_by(view, day, step.event) or self._do(view, step, day, minute)

    def _owed_by(self, view: View, day: int, event: str | None) -> bool:
        """Does one thing that the law wants done by then, if the law is to be kept; whether there was one."""
        if not self.lawful:
            return False
        for last, duty, owner in view.binding():
            if last > day or not duty.acts or (last == day and event is not None):
                break
            if all(act.event != event for act in duty.acts):
                act = self.rng.choice(duty.acts)
                first = view.now + self.rng.randrange(last - view.now + 1) if last >= view.now else view.now
                return self._do(view.of(owner), Step(act.event, act.guard), first, None)
        return False

    def _wait(self, view: View, day: int) -> bool:
        if day <= view.now or day > self.start + 2 * LONGEST:
            return False
        self.run.wait(day)
        self._seen = None
        return True

    def _learn(self, view: View, name: str, value: Any) -> bool:
        field = next((each for each in self.rules.program.facts if each.id == name), None)
        if field is None or view.fact(name) == value:
            return False
        value = chosen(field, value, self.values, self.rng, view.now, self.holders)
        if value is None:
            return False
        fact = FactAt(name, value, view.now + self.rng.choice((1, 1, 2)))
        self.facts.append(fact)
        self.run.learn(fact)
        self.run.wait(fact.day)
        self._seen = None
        return True

    def _owed_before(self, view: View, event: str) -> None:
        """Does what has to precede an event."""
        for _, owed, duty in list(view.owed()):
            for deadline in duty.deadlines:
                ahead = deadline.kind == "before" and deadline.anchor.event == event
                if ahead and not view.anchored(owed, deadline) and duty.degree == "must" and duty.acts:
                    act = duty.acts[0]
                    if act.event != event:
                        self._do(self._view(), Step(act.event, act.guard), view.now, None)
                        break

    def _do(self, view: View, step: Step, day: int, minute: int | None) -> bool:
        event = self.rules.event(step.event or "")
        if view.now >= day:
            day, minute = view.now, None
        occurrence = self._occurrence(view, event, step, day, minute)
        if occurrence is None:
            return False
        while any(each.day == occurrence.day and each == occurrence for each in self.occurrences):
            occurrence = replace(occurrence, day=occurrence.day + 1)
        before = view.mark()
        parts = [occurrence]
        if event.joint and not occurrence.by and self.rng.random() < 0.3:
            later = replace(occurrence, day=occurrence.day + self.rng.choice((0, 1, 3)))
            parts = [replace(occurrence, by=event.actors[:1]), replace(later, by=event.actors[1:])]
        for each in parts:
            self.occurrences.append(each)
            self.run.record(each)
            self._seen = None
        now = self._view()
        self.violated = now.broken()
        # What has no effect now will have none the next time either.
        return now.mark() != before or step.final

    def _occurrence(self, view: View, event: Event, step: Step, day: int, minute: int | None) -> Occurrence | None:
        on_track = self.rules.settings.track_role is not None and event.scope == "track"
        parties = self._concerned(view, event, step) if on_track else ()
        by = self._by(view, event, step)
        documents = self._documents(event, step, day)
        for attempt in range(_TRIES):
            fields = self._fields(view, event, step, day, attempt)
            if step.guard is None:
                break
            act = Occurrence(event.id, day, minute, by, fields=fields, documents=documents)
            if view.suits(step.guard, act) is not False:
                break
        each: dict[str, dict[str, Any]] = {}
        if len(parties) > 1 and fields and self.rng.random() < 0.3:
            other = self._fields(view, event, Step(event.id), day, _TRIES)
            each = {parties[-1]: {name: value for name, value in other.items() if name in fields}}
            each = {party: told for party, told in each.items() if told}
        ground = step.ground
        return Occurrence(
            event.id,
            day,
            minute,
            by,
            parties,
            fields,
            each,
            documents,
            self._steps(event, step),
            ground,
            received=self.values.holdings.receipt(event.id, self.rng, day),
        )

    def _concerned(self, view: View, event: Event, step: Step) -> tuple[str, ...]:
        """Whom an act concerns: the holder whose track it is meant for, and now and then those who stand there too."""
        name = view.track.party or self.holders[0]
        self.party = self.party or name
        others = [each for each in view.beside() if each != name]
        joined = others if event.to and others and self.rng.random() < 0.5 else []
        return (name, *(each for each in joined if each in self.holders))

    def _by(self, view: View, event: Event, step: Step) -> tuple[str, ...]:
        if step.by is not None:
            return (step.by,)
        for rule in self.rules.actor_rules_by.get(event.id, ()):
            if self.lawful and view.test(rule.guard) is not False:
                return (rule.role,)
        if event.actors and not event.joint and self.rng.random() < 0.2:
            return (event.actors[0],)
        return ()

    def _fields(self, view: View, event: Event, step: Step, day: int, attempt: int) -> dict[str, Any]:
        wishes = wanted(step.guard, self.rng) if attempt < _TRIES - 1 else {}
        found: dict[str, Any] = {}
        for field in event.fields:
            if field.id in wishes:
                value = chosen(field, wishes[field.id], self.values, self.rng, day, self.holders)
            elif field.plans is not None:
                plan = planned_day(view, event.id, field.id, day, step.timing, self.rng, self.lawful)
                value = iso(plan)
            elif field.required or self.rng.random() < 0.5:
                value = self.values.any(field, self.rng, day, self.holders)
            else:
                continue
            if value is not None:
                found[field.id] = value
        return found

    def _documents(self, event: Event, step: Step, day: int) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for name in event.documents:
            how = step.documents.get(name)
            if how is None and (name in self.values.holdings.documents or self.rng.random() < 0.25):
                how = "complete"
            if how is not None:
                found[name] = self._document(name, how, day)
        return {name: said for name, said in found.items() if said}

    def _document(self, name: str, how: str, day: int) -> dict[str, Any]:
        items = [item for contents in self.rules.contents_by.get(name, ()) for item in contents.items]
        # A reader fills in every list of a document, also one that nothing is asked of.
        keys = [i.key for c in self.rules.program.contents if c.document == name and not c.form for i in c.items]
        said: dict[str, Any] = {}
        if keys:
            said["items"] = {**dict.fromkeys(keys, True), **self.values.holdings.fill(name, self.rng, day)}
            needed = [item.key for item in items if not item.optional]
            if how == "incomplete" and needed:
                said["items"][self.rng.choice(needed)] = None
        document = self.rules.documents.get(name)
        for signature in document.signatures if document is not None else ():
            if how == "unsigned":
                said["signed"] = list(signature.roles[1:])
            elif how == "unnoted" and signature.refusing is not None:
                said["signed"] = [role for role in signature.roles if role != signature.refusing]
                said["refused"] = [signature.refusing]
            else:
                said["signed"] = list(signature.roles)
        return {key: value for key, value in said.items() if value}

    def _steps(self, event: Event, step: Step) -> tuple[str, ...] | None:
        orders: list[Order] = self.rules.orders_by.get(event.id, [])
        if not orders or not (step.disorder or self.rng.random() < 0.15):
            return None
        keys = [each.key for order in orders for each in order.steps]
        if step.disorder and len(keys) > 1:
            place = self.rng.randrange(len(keys) - 1)
            if self.rng.random() < 0.5:
                del keys[place]
            else:
                keys[place], keys[place + 1] = keys[place + 1], keys[place]
        return tuple(keys)

    # -- the beginning

    def _holders(self) -> tuple[str, ...]:
        role = self.rules.settings.track_role
        if role is None:
            return ()
        row = self.rules.roles.get(role)
        most = self.rng.choice((1, 1, 1, 1, 2, 2, 3)) if row is not None and row.many else 1
        return tuple(f"{role}{number}" for number in range(1, most + 1))

    def _facts(self) -> list[FactAt]:
        found: list[FactAt] = []
        for field in self.rules.program.facts:
            if self.rng.random() < 0.3:
                value = self.values.any(field, self.rng, self.start, self.holders)
                if value is not None:
                    found.append(FactAt(field.id, value, FIRST_DAY))
        return found

    def case(self) -> CaseData:
        """The case as it was told."""
        opened: int | None = self.start
        first = self.occurrences[0].day if self.occurrences else None
        if self.head.parties and first == self.start and self.rng.random() < 0.5:
            opened = None
        return replace(self.head, opened=opened, facts=tuple(self.facts), occurrences=tuple(self.occurrences))

    def fresh(self) -> Run | None:
        """The run, if no time has passed since the day of the last act."""
        last = max((each.day for each in self.occurrences), default=0)
        return self.run if self._view().now <= last else None
