"""Which breaks are made, in both languages, and that each is an edit of the text that can be read."""

from __future__ import annotations

import pytest

from ecolang_compiler.mutate import KINDS, Mutant, mutants
from ecolang_compiler.syntax import parse
from tests.command import ROOT

ZH = """《办法》

工作日：中国。
期间：自次日起算；末日为休假日的，顺延至下一工作日。

角色
  申请人。
  机关。

事件
  申请：由申请人。
  受理：由机关；载明齐全（是否）。
  查验：由机关。

阶段
  待受理，起始。
  待查验。

结局
  已结。
  已退。

第一条
  （一款）待受理的，机关应当自申请之日起5个工作日内受理：
    齐全的，进入待查验；
    逾期的，进入已退。
  （二款）待查验的，机关可以查验，进入已结。
"""

EN = """regulation "Rules"

working days: China.
periods: start the day after; a last day that is a day off moves to the next working day.

roles
  applicant.
  office.

events
  apply: by applicant.
  accept: by office; states complete (yes/no).
  inspect: by office.

stages
  awaiting acceptance, start.
  awaiting inspection.

outcomes
  closed.
  returned.

Article 1
  (para 1) When awaiting acceptance, office must accept within 5 working days of apply:
    if complete, enter awaiting inspection;
    if late, enter returned.
  (para 2) When awaiting inspection, office may inspect, then enter closed.
"""


def made(text: str) -> tuple[Mutant, ...]:
    file, problems = parse(text, "p.eco")
    assert file is not None and not problems
    return mutants(file, text)


def of(text: str, kind: str) -> list[tuple[str, str]]:
    return [(each.before, each.after) for each in made(text) if each.kind == kind and not each.declares]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("number", ("…机关应当自申请之日起5个工作日内受理：…", "…机关应当自申请之日起6个工作日内受理：…")),
        ("number", ("…机关应当自申请之日起5个工作日内受理：…", "…机关应当自申请之日起4个工作日内受理：…")),
        ("unit", ("…机关应当自申请之日起5个工作日内受理：…", "…机关应当自申请之日起5日内受理：…")),
        ("period", ("…机关应当自申请之日起5个工作日内受理：…", "…机关应当受理：…")),
        ("anchor", ("…机关应当自申请之日起5个工作日内受理：…", "…机关应当自首次申请之日起5个工作日内受理：…")),
        ("degree", ("…机关可以查验，…", "…机关应当查验，…")),
        ("party", ("…机关可以查验，…", "…申请人可以查验，…")),
        ("stage", ("…进入已结。", "…进入已退。")),
        ("stage", ("（二款）待查验的，…", "（二款）待受理的，…")),
        ("condition", ("（二款）待查验的，机关可以查验，…", "（二款）机关可以查验，…")),
        ("negation", ("…齐全的，…", "…不齐全的，…")),
        ("citation", ("（二款）待查验的，…", "（三款）待查验的，…")),
        ("sentence", ("（二款）待查验的，机关可以查验，进入已结。", "")),
    ],
)
def test_each_kind_of_break_is_made(kind: str, expected: tuple[str, str]) -> None:
    assert expected in of(ZH, kind)


def test_an_act_s_consequence_is_left_out() -> None:
    assert ("…机关可以查验，进入已结。", "…机关可以查验。") in of(ZH, "consequence")


def test_a_setting_is_turned() -> None:
    found = [(each.before, each.after) for each in made(ZH) if each.kind == "setting"]
    assert ("…自次日起算；…", "…自当日起算；…") in found


def test_the_two_languages_have_the_same_breaks() -> None:
    assert [each.kind for each in made(ZH)] == [each.kind for each in made(EN)]


def test_a_break_in_english() -> None:
    assert ("…office may inspect,…", "…office must inspect,…") in of(EN, "degree")


@pytest.mark.parametrize("text", [ZH, EN], ids=["zh", "en"])
def test_every_break_can_be_read(text: str) -> None:
    for each in made(text):
        _, problems = parse(each.applied(text), "p.eco")
        assert not problems, each


@pytest.mark.parametrize("text", [ZH, EN], ids=["zh", "en"])
def test_no_two_breaks_are_the_same_edit_or_none(text: str) -> None:
    edits = [each.applied(text) for each in made(text)]
    assert len(set(edits)) == len(edits) and text not in edits


def test_a_remark_behind_a_sentence_stays_and_goes_with_it() -> None:
    text = ZH.replace("进入已结。", "进入已结。  # 说明")
    by_kind = {each.kind: each.applied(text) for each in made(text) if each.clause == "第一条第二款"}
    assert by_kind["party"].endswith("。  # 说明\n")
    assert "说明" not in by_kind["sentence"] and by_kind["sentence"].endswith("进入已退。\n")


def test_ids_stay_when_other_sentences_come() -> None:
    more = ZH.replace("第一条\n", "第一条\n  （一款）本案，申请后，机关应当查验。\n")
    assert {each.id for each in made(ZH)} <= {each.id for each in made(more)}


def test_the_starter_is_broken_in_every_language() -> None:
    for lang in ("zh", "en"):
        text = (ROOT / "ecolang" / "cli" / "starter" / f"{lang}.eco").read_text(encoding="utf-8")
        assert {each.kind for each in made(text)} <= set(KINDS)


@pytest.mark.parametrize("policy", ["xpcc-consultation/measures.eco", "gdpr/gdpr.eco", "foia/foia.eco"])
def test_every_break_of_a_shipped_policy_can_be_read(policy: str) -> None:
    text = (ROOT / "policies" / policy).read_text(encoding="utf-8")
    found = made(text)
    assert len(found) >= 300
    for each in found[::40]:
        _, problems = parse(each.applied(text), "p.eco")
        assert not any(problem.severity == "error" for problem in problems), each
