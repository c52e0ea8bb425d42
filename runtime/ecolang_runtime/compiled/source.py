"""The source made for a policy beside its conditions: tallies, what settles in each stage, what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecolang.program import Expr
from ecolang_runtime.compiled.expressions import Expressions
from ecolang_runtime.compiled.rows import DeemingRow, DutyRow, EdgeRow, Guard, OpRow, PowerRow
from ecolang_runtime.compiled.safe import comment
from ecolang_runtime.compiled.state import ALL, FACTS


class Guards:
    """Conditions of rules by what they ask: the source of the answer, and the name of the row that names what lacks."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        #: Name to condition, citation and rule; `tables` makes the rows of them.
        self.asked: dict[str, tuple[int, str, str]] = {}

    def mask(self, *guards: Expr | None) -> int:
        """The bits of what conditions look at; at least one of those that every move sets."""
        found = FACTS
        for guard in guards:
            found |= 0 if guard is None else self.expressions.mask(guard)
        return found

    def name(self, expr: Expr, cite: str, norm: str) -> str:
        """The name of a guard's row in the source."""
        number = self.expressions.function(expr)
        name = f"G{self.expressions.numbers.of('guard', (number, cite, norm))}"
        self.asked[name] = (number, cite, norm)
        return name


def tally(expressions: Expressions, event: int, name: str, rows: Sequence[tuple[int, Expr | None]]) -> str:
    """The function that counts an occurrence of an event in every tally whose guard is true."""
    lines = [f"def tally_{event}(m, t, r):", f"    {comment(name)}", "    tallies = t.tallies"]
    guarded: list[tuple[int, Expr]] = [(number, guard) for number, guard in rows if guard is not None]
    # All guards see the state before the occurrence counts.
    for number, asked in guarded:
        lines.append(f"    a{number} = {expressions.truth(asked)}")
    for number, asked in guarded:
        if expressions.unsure(asked):
            lines.append(f"    b{number} = {expressions.names(asked)} if a{number} is None else ()")
    if any(guard is None for _, guard in rows):
        lines.append("    s = (r.seq, r.day, r.minute, r.received)")
    for number, guard in rows:
        if guard is None:
            lines.append(f"    x = tallies[{number}]")
            lines.append(
                f"    tallies[{number}] = (1, 0, s, s, 0, ()) if x is None"
                " else (x[0] + 1, x[1], x[2] or s, s, x[4], x[5])"
            )
        else:
            names = f"b{number}" if expressions.unsure(guard) else "()"
            lines.append(f"    if a{number} is not False:")
            lines.append(f"        count(t, r, {number}, a{number}, {names})")
    return "\n".join(lines) + "\n"


def _asked(guards: Guards, expr: Expr | None, cite: str, norm: str, var: str, indent: str) -> tuple[list[str], bool]:
    """Lines that put a guard's answer into a variable, naming what is missing; whether it may be other than True."""
    if expr is None:
        return [], False
    lines = [f"{indent}{var} = {guards.expressions.truth(expr)}"]
    if guards.expressions.unsure(expr):
        row = guards.name(expr, cite, norm)
        lines.append(f"{indent}if {var} is None and not m.quiet:")
        lines.append(f"{indent}    m.miss(t, None, {row})")
    return lines, True


def _duty(guards: Guards, duty: DutyRow, expr: Expr | None, inside: bool) -> list[str]:
    number, bit = duty.number, 1 << duty.number
    lines = [f"    {comment(duty.id)}"]
    if not inside:
        # A condition's duty that looks elsewhere: being elsewhere makes it false.
        return [*lines, f"    t.held &= {~bit}"]
    if expr is None:
        return [
            *lines,
            f"    if not t.held & {bit}:",
            f"        t.held |= {bit}",
            "        changed = True",
            f"        open_duty(m, t, D{number}, m.seq)",
        ]
    asked, _ = _asked(guards, expr, duty.cite, duty.id, "v", "        ")
    lines += [
        f"    if (bits | t.dirty) & {guards.mask(expr)}:",
        *asked,
        "        if v is True:",
        f"            if not t.held & {bit}:",
        f"                t.held |= {bit}",
        "                changed = True",
        f"                open_duty(m, t, D{number}, m.seq)",
        f"        elif v is False and t.held & {bit}:",
    ]
    if duty.staged:
        lines.append(f"            changed = withdraw(m, t, D{number}) or changed")
    else:
        lines.append(f"            t.held &= {~bit}")
    return lines


def settle(
    guards: Guards,
    stage: int,
    name: str,
    duties: Sequence[tuple[DutyRow, Expr | None, bool]],
    deemings: Sequence[tuple[str, DeemingRow]],
    ops: Sequence[tuple[str, OpRow]],
    edges: Sequence[tuple[str, EdgeRow, Expr | None]],
) -> str:
    """The function that settles a track in a stage; whether anything changed."""
    lines = [f"def settle_{stage}(m, t, bits):", f"    {comment(name)}", "    r = None"]
    lines.append("    changed = False")
    for duty, expr, inside in duties:
        lines += _duty(guards, duty, expr, inside)
    for var, deeming in deemings:
        lines += [f"    {comment(deeming.id)}", f"    changed = settle_deeming(m, t, {var}) or changed"]
    for var, op in ops:
        lines += [f"    {comment(op.id)}", f"    changed = settle_op(m, t, {var}) or changed"]
    if deemings:
        # A deemed event may have moved the track.
        lines.append("    return settle_edges(m, t, SETTLING.get(t.stage, ())) or changed")
        return "\n".join(lines) + "\n"
    for var, edge, expr in edges:
        lines.append(f"    {comment(edge.id)}")
        indent = "    "
        if edge.row.fork is not None:
            lines.append(f"    if not forked(m, t, {var}):")
            indent = "        "
        if expr is not None:
            lines.append(f"{indent}if (bits | t.dirty) & {guards.mask(expr)}:")
            indent += "    "
        asked, guarded = _asked(guards, expr, edge.cite, edge.id, "v", indent)
        lines += asked
        lines.append(f"{indent}if {'v is True' if guarded else 'True'}:")
        lines += [f"{indent}    take(m, t, {var})", f"{indent}    return True"]
    lines.append("    return changed")
    return "\n".join(lines) + "\n"


def bits(numbers: Iterable[int]) -> int:
    """Numbers as bits."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def looked_at(
    guards: Guards, duties: Sequence[tuple[DutyRow, Expr | None, bool]], edges: Sequence[Expr | None], always: bool
) -> int:
    """The bits of what settling in a stage looks at; 0 where nothing settles. What hangs on no condition is looked at
    when the stage is entered, which sets all bits. `always`: whether something settles that looks at anything."""
    if always:
        return ALL
    if not duties and not edges:
        return 0
    return guards.mask(*(expr for _, expr, inside in duties if inside), *edges)


def settle_case(duties: Sequence[tuple[str, DutyRow]], ops: Sequence[tuple[str, OpRow]]) -> str:
    """The function that settles the case as a whole."""
    lines = ["def settle_case(m, t):", "    close_case(m, t)", "    changed = False"]
    for var, duty in duties:
        lines += [f"    {comment(duty.id)}", f"    changed = settle_case_duty(m, t, {var}) or changed"]
    for var, op in ops:
        lines += [f"    {comment(op.id)}", f"    changed = settle_op(m, t, {var}) or changed"]
    return "\n".join([*lines, "    return changed"]) + "\n"


def available(guards: Guards, stage: int, name: str, powers: Sequence[PowerRow]) -> str:
    """The function that keeps since when each power of a stage, and each of its grounds, may be used."""
    lines = [f"def available_{stage}(m, t, bits):", f"    {comment(name)}"]
    lines += [f"    if t.here != {stage}:", f"        moved(m, t, FRESH_{stage})"]
    if powers:
        lines += ["    r = None", "    available = t.available", "    day = m.day"]
    for power in powers:
        lines.append(f"    {comment(power.id)}")
        if power.row.guard is None:
            lines += [f"    if not available[{power.number}]:", f"        available[{power.number}] = day"]
            for ground in power.grounds:
                lines.append(f"    if bits & {guards.mask(ground.row.guard)}:")
                lines += _ground(guards, ground.number, ground.row.guard, ground.cite, ground.id, "        ")
            continue
        mask = guards.mask(power.row.guard, *(ground.row.guard for ground in power.grounds))
        lines.append(f"    if bits & {mask}:")
        lines += _asked(guards, power.row.guard, power.cite, power.id, "v", "        ")[0]
        indent = "            "
        lines.append("        if v is True:")
        lines += [f"{indent}if not available[{power.number}]:", f"{indent}    available[{power.number}] = day"]
        for ground in power.grounds:
            lines += _ground(guards, ground.number, ground.row.guard, ground.cite, ground.id, indent)
        lines.append("        else:")
        numbers = [power.number, *(ground.number for ground in power.grounds)]
        lines += [f"            available[{number}] = 0" for number in numbers]
    return "\n".join(lines) + "\n"


def _ground(guards: Guards, number: int, expr: Expr, cite: str, norm: str, indent: str) -> list[str]:
    lines, _ = _asked(guards, expr, cite, norm, "w", indent)
    return [
        *lines,
        f"{indent}if w is not True:",
        f"{indent}    available[{number}] = 0",
        f"{indent}elif not available[{number}]:",
        f"{indent}    available[{number}] = day",
    ]


def usable_by(guards: Guards, powers: Sequence[PowerRow]) -> int:
    """The bits of what the powers of a stage look at; 0 where they are the same from its entry on."""
    asked: list[Expr] = []
    for power in powers:
        asked += [ground.guard for ground in power.row.grounds]
        if power.row.guard is not None:
            asked.append(power.row.guard)
    return guards.mask(*asked) if asked else 0


__all__ = ["Guard", "Guards", "available", "bits", "looked_at", "settle", "settle_case", "tally", "usable_by"]
