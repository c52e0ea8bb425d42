"""What `eco check` says of the guarantees: how many are proved, and the cases that refute the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ecolang.cli.common import Lang, say
from ecolang.rows import dataclass

if TYPE_CHECKING:
    from ecolang.cli.replay import Answer
    from ecolang.diagnostics import Diagnostic, Local, Span
    from ecolang.program import Program
    from ecolang_compiler.syntax.tree import PolicyFile

_VERDICTS = ("proved", "refuted", "undecided")


@dataclass(frozen=True)
class Proofs:
    """The answers to the guarantees of one version, and the problems that they are."""

    program: Program
    answers: tuple[Answer, ...]
    found: tuple[Diagnostic, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that was promised or could be asked was proved."""
        return all(each.verdict == "proved" for each in self.answers)

    def count(self, verdict: str) -> int:
        """How many guarantees have this answer."""
        return sum(1 for each in self.answers if each.verdict == verdict)

    def summary(self, lang: Lang) -> str:
        """A line for the end of the check; "" without guarantees."""
        if not self.answers:
            return ""
        proved, refuted, undecided = map(self.count, _VERDICTS)
        total = len(self.answers)
        return say(
            lang,
            f"\n  保证 {total} 项：证明 {proved}，反驳 {refuted}，未定 {undecided}",
            f"\n  {total} guarantee(s): {proved} proved, {refuted} refuted, {undecided} undecided",
        )

    def cases(self, lang: Lang) -> Iterator[str]:
        """The replayed case of each refutation, as `eco test` takes it."""
        for answer in self.answers:
            if answer.verdict == "refuted":
                yield from (_text(self.program, answer, place, lang) for place in range(len(answer.cases)))

    def to_json(self) -> dict[str, Any]:
        """All answers as plain values."""
        rows = [self._row(answer) for answer in self.answers]
        return {"total": len(rows), **{each: self.count(each) for each in _VERDICTS}, "guarantees": rows}

    def _row(self, answer: Answer) -> dict[str, Any]:
        proof = answer.proof
        lang: Lang = "en" if self.program.settings.language == "en" else "zh"
        cases = [
            {"ends_in": stage, **case.to_json(), "text": _text(self.program, answer, place, lang)}
            for place, (stage, case) in enumerate(answer.cases)
        ]
        return {
            "guarantee": proof.guarantee.text or proof.guarantee.id,
            "form": proof.guarantee.form,
            "scope": proof.guarantee.scope,
            "verdict": answer.verdict,
            "vacuous": proof.vacuous,
            "states": proof.states,
            "bound": answer.bound,
            "cases": cases,
        }


def prove_all(program: Program, tree: PolicyFile | None) -> Proofs:
    """Prove what a policy promises, and replay what refutes it. `tree`: where the guarantees stand."""
    from ecolang.cli.replay import answers

    found = tuple(answers(program))
    spans = list(_spans(tree))
    places = spans if len(spans) == len(found) else [None] * len(found)
    return Proofs(program, found, tuple(_problems(program, zip(found, places, strict=True))))


def _problems(program: Program, found: Iterable[tuple[Answer, Span | None]]) -> Iterator[Diagnostic]:
    from ecolang.diagnostics import Local
    from ecolang.diagnostics.registry import make_diagnostic
    from ecolang_compiler.resolve.words import written_day

    for answer, span in found:
        text = answer.proof.guarantee.text.strip() or answer.proof.guarantee.id
        if answer.verdict == "refuted":
            last = answer.cases[0][1].as_of if answer.cases else "—"
            names = [row["event"] for row in answer.cases[0][1].rows if "event" in row] if answer.cases else ["—"]
            events = Local("、".join(names), ", ".join(names))
            yield make_diagnostic("E713", span, guarantee=text.rstrip("。."), events=events, day=written_day(last))
        elif answer.verdict == "undecided":
            yield make_diagnostic("E714", span, guarantee=text.rstrip("。."), bound=_bound(answer))
        elif answer.proof.vacuous:
            yield make_diagnostic("E715", span, guarantee=text.rstrip("。."))


def _bound(answer: Answer) -> Local:
    from ecolang.diagnostics import Local

    states = answer.proof.states
    if answer.bound == "replay":
        return Local("找到的案件重放后并不成立", "the case that was found does not stand when it is replayed")
    if answer.bound == "unfollowed":
        return Local("结论取决于其他当事人的进度", "it turns on how the other parties fare")
    return Local(f"查到 {states} 种状态为止", f"the search ended after {states} states")


def _spans(tree: PolicyFile | None) -> Iterator[Span | None]:
    from ecolang_compiler.syntax.tree import Guarantees

    for part in () if tree is None else tree.body:
        if isinstance(part, Guarantees):
            yield from (node.span for node in part.items)


def _text(program: Program, answer: Answer, place: int, lang: Lang) -> str:
    stage, case = answer.cases[place]
    outcome = any(each.id == stage and each.outcome for each in program.stages)
    title = answer.proof.guarantee.text.strip().rstrip("。.") or answer.proof.guarantee.id
    return case.to_text(title, lang, stage, outcome)
