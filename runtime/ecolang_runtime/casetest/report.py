"""The outcome of case tests as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ecolang.diagnostics import Lang, hint, message
from ecolang.program import Edge, Program
from ecolang_runtime.casetest.exercised import Exercised, Step
from ecolang_runtime.casetest.run import Outcome
from ecolang_runtime.wording import Words
from ecolang_runtime.wording.templates import Pair

_LINES: dict[str, Pair] = {
    "passed": ("通过　{id}", "passed  {id}"),
    "failed": ("不符　{id}", "failed  {id}"),
    "check": ("  截至{as_of}[[（第{line}行）]]", "  as of {as_of}[[ (line {line})]]"),
    "expected": ("    应为：{words}", "    expected: {words}"),
    "got": ("    实为：{words}", "    got:      {words}"),
    "sum": ("共{all}个案例：{passed}个通过，{failed}个不符。", "{all} case tests: {passed} passed, {failed} failed."),
    "clauses": ("没有案例用到的条款（{n}／{all}）：{names}", "clauses that no case exercises ({n} of {all}): {names}"),
    "edges": ("没有案例走过的变动（{n}／{all}）：", "moves that no case makes ({n} of {all}):"),
    "on_time": ("没有案例按期办理的期限（{n}／{all}）：", "deadlines that no case keeps ({n} of {all}):"),
    "late": ("没有案例逾期的期限（{n}／{all}）：", "deadlines that no case misses ({n} of {all}):"),
    "grounds": ("没有案例援用的情形（{n}／{all}）：{names}", "grounds that no case relies on ({n} of {all}): {names}"),
    "complete": ("每一条款、变动、期限和情形都有案例用到。", "Every clause, move, deadline and ground is exercised."),
}
_LAPSED: Pair = ("逾期", "lapse")
_CAME_TRUE: Pair = ("条件成就", "condition")


def outcome_text(outcome: Outcome, program: Program, lang: Lang) -> str:
    """One case test: passed, or each difference with what was expected and what came out."""
    words = Words(program, lang)
    lines = [words.fill(_LINES["passed" if outcome.passed else "failed"], {"id": outcome.id})]
    for problem in outcome.problems:
        place = problem.args.get("line")
        where = f"{place}：" if lang == "zh" and place else f"{place}: " if place else ""
        lines.append(f"    {where}{message(problem, lang)}{'' if lang == 'zh' else ' '}{hint(problem, lang)}")
    for failure in outcome.failures:
        as_of = words.date(failure.as_of)
        lines.append(words.fill(_LINES["check"], {"as_of": as_of, "line": failure.line or None}))
        lines.append(words.fill(_LINES["expected"], {"words": failure.expected.say(lang)}))
        lines.append(words.fill(_LINES["got"], {"words": failure.got.say(lang)}))
    return "\n".join(lines) + "\n"


def summary_text(outcomes: Iterable[Outcome], program: Program, lang: Lang) -> str:
    """How many passed and failed."""
    every = list(outcomes)
    passed = sum(outcome.passed for outcome in every)
    values = {"all": len(every), "passed": passed, "failed": len(every) - passed}
    return Words(program, lang).fill(_LINES["sum"], values) + "\n"


def exercised_text(found: Exercised, program: Program, lang: Lang) -> str:
    """What no case exercises, family by family."""
    return "\n".join(_unexercised(found, Words(program, lang))) + "\n"


def _unexercised(found: Exercised, words: Words) -> Iterator[str]:
    if found.complete:
        yield words.pick(_LINES["complete"])
        return
    comma = "、" if words.zh else ", "
    for key, steps in (("clauses", found.clauses), ("grounds", found.grounds)):
        missing = [words.cite(step.cite) for step in steps if not step.done]
        if missing:
            yield words.fill(_LINES[key], {"all": len(steps), "n": len(missing), "names": comma.join(missing)})
    edges = {edge.id: edge for edge in words.program.edges}
    unmade = [edges[step.id] for step in found.edges if not step.done]
    if unmade:
        yield words.fill(_LINES["edges"], {"all": len(found.edges), "n": len(unmade)})
        for edge in unmade:
            way = f" —{_set_off_by(words, edge)}→ "
            yield f"  {words.name(edge.source)}{way}{words.name(edge.target)}{_cited(words, edge.cite)}"
    for key, missed in (
        ("on_time", [each for each in found.deadlines if not each.on_time]),
        ("late", [each for each in found.deadlines if not each.late]),
    ):
        if missed:
            yield words.fill(_LINES[key], {"all": len(found.deadlines), "n": len(missed)})
            yield from (f"  {_norm_of(words, each.id)}{_cited(words, each.cite)}" for each in missed)


def _set_off_by(words: Words, edge: Edge) -> str:
    """What an edge waits for, so that two ways to one stage are told apart."""
    if edge.trigger.event is not None:
        return words.name(edge.trigger.event) or ""
    return words.pick(_LAPSED if edge.trigger.kind in ("lapse", "reached") else _CAME_TRUE)


def _cited(words: Words, cite: str) -> str:
    return f"（{words.cite(cite)}）" if words.zh else f" ({words.cite(cite)})"


def _norm_of(words: Words, deadline: str) -> str:
    """What a deadline is about: the act of its duty or power, or its period's name."""
    program = words.program
    for duty in program.duties:
        if any(each.id == deadline for each in duty.deadlines):
            return words.norm(duty.id)
    for power in program.powers:
        if deadline in {each.id for each in (*power.ends, power.after) if each is not None}:
            return words.norm(power.id)
    period = next((period.id for period in program.periods if period.deadline.id == deadline), deadline)
    return words.norm(period)


def report_json(outcomes: Iterable[Outcome], found: Exercised, lang: Lang) -> dict[str, Any]:
    """Counts, each test with its differences, and what was exercised."""
    every = list(outcomes)
    passed = sum(outcome.passed for outcome in every)
    return {
        "passed": passed,
        "failed": len(every) - passed,
        "tests": [_test_json(outcome, lang) for outcome in every],
        "exercised": {
            "clauses": [_step_json(step) for step in found.clauses],
            "edges": [_step_json(step) for step in found.edges],
            "deadlines": [
                {"id": each.id, "cite": each.cite, "on_time": each.on_time, "late": each.late}
                for each in found.deadlines
            ],
            "grounds": [_step_json(step) for step in found.grounds],
        },
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {"id": step.id, "cite": step.cite, "exercised": step.done}


def _test_json(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "line": outcome.line,
        "passed": outcome.passed,
        "failures": [
            {
                "line": failure.line,
                "as_of": failure.as_of,
                "expected": failure.expected.say(lang),
                "got": failure.got.say(lang),
            }
            for failure in outcome.failures
        ],
        "problems": [
            {"code": problem.code, "line": problem.args.get("line"), "message": message(problem, lang)}
            for problem in outcome.problems
        ],
    }
