"""One case under two versions of a small policy, worked out by hand."""

from __future__ import annotations

import pytest

from ecolang.program import Program
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.impact import Comparer, Effect
from ecolang_runtime.judge import Judge
from tests.generate.policies import SMALL, compiled
from tests.runtime.build import day

#: 第二条 with 12 days where 10 stood.
LONGER = SMALL.replace("10日内决定", "12日内决定")


def comparer(new: str, old: str = SMALL, as_of: str | None = None) -> Comparer:
    programs: list[Program] = [compiled(text) for text in (old, new)]
    before, after = (Judge(program).rules for program in programs)
    return Comparer(before, after, as_of=None if as_of is None else day(as_of))


def case(*events: tuple[str, str], **facts: int) -> CaseData:
    """Days of March 2026; a decision grants."""
    fields = {"决定": {"准予": True}}
    return CaseData(
        "1",
        facts=tuple(FactAt(name, value, 1) for name, value in facts.items()),
        occurrences=tuple(Occurrence(name, day(at), fields=fields.get(name, {})) for name, at in events),
    )


def kinds(effects: tuple[Effect, ...]) -> set[tuple[str, str, str]]:
    return {(effect.kind, effect.thing, effect.name) for effect in effects}


def test_a_case_that_the_change_does_not_touch() -> None:
    found = comparer(LONGER).compare(case(("申请", "03-02"), ("决定", "03-09")))
    assert found.effects == () and not found.flipped


def test_late_under_the_old_number_only() -> None:
    """2 March + 10 days = 12 March, + 12 = 14 March: decided on the 13th."""
    found = comparer(LONGER).compare(case(("申请", "03-02"), ("决定", "03-13")))
    assert kinds(found.effects) == {("lifted", "", "late")} and found.flipped
    (effect,) = found.effects
    assert effect.cites == ("第二条", None) and effect.degree == "violation" and effect.as_of == day("03-13")


def test_late_under_both_moves_by_two_days() -> None:
    """Decided on the 20th: due on the 12th, now on the 14th."""
    found = comparer(LONGER).compare(case(("申请", "03-02"), ("决定", "03-20")))
    (effect,) = found.effects
    assert (effect.kind, effect.thing, effect.days) == ("moved", "finding", 2)
    assert (effect.old, effect.new) == ("2026-03-12", "2026-03-14")
    assert not found.flipped


def test_a_duty_that_stands_open_moves_and_what_lapses_in_between_flips() -> None:
    """Open on the 2nd: due 12th or 14th. On the 13th only the old version has it overdue; on the 15th both have."""
    found = comparer(LONGER).compare(case(("申请", "03-02")))
    assert kinds(found.effects) == {("moved", "duty", "决定"), ("moved", "finding", "overdue")}
    assert all(effect.days == 2 for effect in found.effects)
    assert found.flipped


def test_as_of_a_day_before_the_end_leaves_the_rest_out() -> None:
    found = comparer(LONGER, as_of="03-05").compare(case(("申请", "03-02"), ("决定", "03-20")))
    assert kinds(found.effects) == {("moved", "duty", "决定")}


def test_a_power_that_is_gone() -> None:
    gone = SMALL.replace("第三条\n  待决定的，申请人可以撤回，进入已撤回。\n", "")
    found = comparer(gone).compare(case(("申请", "03-02"), ("撤回", "03-04")))
    assert ("stage", "", "") in kinds(found.effects) and found.flipped
    stage = next(effect for effect in found.effects if effect.kind == "stage")
    assert (stage.old, stage.new) == ("已撤回", "待决定")


def test_a_duty_that_appears() -> None:
    """第四条 from 100 down to 50: with 60 there is a duty now."""
    found = comparer(SMALL.replace("金额在100以上", "金额在50以上")).compare(case(("申请", "03-02"), 金额=60))
    assert ("owed", "", "补正") in kinds(found.effects)


def test_must_made_may() -> None:
    softer = SMALL.replace("机关应当自申请之日起10日内决定", "机关原则上应当自申请之日起10日内决定")
    found = comparer(softer).compare(case(("申请", "03-02"), ("决定", "03-13")))
    (effect,) = found.effects
    assert (effect.kind, effect.name, effect.old, effect.new) == ("degree", "late", "violation", "caution")
    assert found.flipped


@pytest.mark.parametrize("amount", [10, 12])
def test_a_policy_differs_in_nothing_from_itself(amount: int) -> None:
    text = SMALL.replace("10日内决定", f"{amount}日内决定")
    found = comparer(text, text).compare(case(("申请", "03-02"), ("决定", "03-20")))
    assert found.effects == ()
