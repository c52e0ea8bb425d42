"""The English surface, sentence by sentence: what is written and the node that it makes."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.diagnostics.render import render_text
from ecolang.source_ref import Ref
from ecolang_compiler.syntax import parse
from ecolang_compiler.syntax import tree as t

BEFORE = """regulation "Measures of Oak"
roles
  claimant.
  respondent, may be several.
  head, part of claimant.
facts
  complex: yes/no.
events
  serve notice: by claimant, to respondent; states mode (direct, by mail), meeting day (date, planning hold meeting).
  reply: by respondent; states agrees (yes/no).
  hold meeting: by claimant, with respondent.
  approve meeting: by head.
stages
  awaiting reply, start.
  no consent.
periods
  talks period.
Article 7
  """


def name(text: str) -> t.Name:
    return t.Name(text)


def act(text: str) -> t.EventPattern:
    return t.EventPattern(t.Name(text))


AGREES = t.FieldTest(name("agrees"), t.Test("yes"))
DISAGREES = t.FieldTest(name("agrees"), t.Test("no"))
BY_MAIL = t.FieldTest(name("mode"), t.Test("is", ("by mail",)))
EITHER = t.FieldTest(name("mode"), t.Test("is", ("by mail", "direct")))
COMPLEX = t.FactTest(name("complex"), t.Test("yes"))
RESPONDENT = t.Subject((name("respondent"),))


def rules(sentence: str) -> tuple[Any, ...]:
    tree, problems = parse(BEFORE + sentence, "en.eco")
    assert problems == []
    assert tree is not None
    return tree.body[-1].body[0].rules  # type: ignore[no-any-return]


def message(sentence: str) -> str:
    text = BEFORE + sentence
    _, problems = parse(text, "en.eco")
    return render_text(problems, {"en.eco": text}, "en")


@pytest.mark.parametrize(
    "sentence,rule",
    [
        (
            "When awaiting reply, respondent must reply within 5 working days of the last serve notice:\n"
            "    (1) if agrees, enter no consent;\n    (2) if late, deemed not agrees, enter no consent.",
            t.DutyRule(
                RESPONDENT,
                (act("reply"),),
                t.InStage((name("awaiting reply"),)),
                timings=(t.Within(t.Amount(5, "workday"), act("serve notice"), "last"),),
                branches=(
                    t.Branch((t.Enter(name("no consent")),), AGREES, number=1),
                    t.Branch((t.Deem(field=DISAGREES), t.Enter(name("no consent"))), late=True, number=2),
                ),
            ),
        ),
        (
            "claimant must serve notice counting back 3 days before meeting day.",
            t.DutyRule(
                t.Subject((name("claimant"),)),
                (act("serve notice"),),
                timings=(t.Before(field=name("meeting day"), amount=t.Amount(3, "day"), clear=False),),
            ),
        ),
        (
            "claimant and respondent may jointly reply only after 30 days in full (under Annex 4 item 4(3)) "
            "from hold meeting, then enter no consent.",
            t.PowerRule(
                t.Subject((name("claimant"), name("respondent")), "joint"),
                (act("reply"),),
                timings=(t.AfterFull(t.Amount(30, "day"), act("hold meeting"), cite=Ref(annex=4, item=4, subitem=3)),),
                consequences=(t.Enter(name("no consent")),),
            ),
        ),
        (
            "hold meeting must in principle not exceed 3 times; if complex, with approve meeting by head in advance, "
            "1 more may be added.",
            t.CountRule(
                act("hold meeting"),
                "max",
                3,
                "principle",
                exceptions=(
                    t.Exception_(
                        1,
                        when=COMPLEX,
                        approval=act("approve meeting"),
                        by=name("head"),
                        prior=True,
                    ),
                ),
            ),
        ),
        (
            "talks period must not exceed 90 days from the first serve notice, the last day does not move.",
            t.PeriodRule(
                name("talks period"), t.Amount(90, "day"), act("serve notice"), "first", limit="must", roll="none"
            ),
        ),
        (
            "On serve notice, if mode is by mail, suspend talks period, for at most 10 days, enter no consent.",
            t.Effect(
                (t.ChangePeriod("suspend", name("talks period"), cap=10), t.Enter(name("no consent"))),
                t.And((t.OnEvent(act("serve notice")), BY_MAIL)),
            ),
        ),
        (
            "serve notice and hold meeting must be done by head.",
            t.ActorRuleNode((name("serve notice"), name("hold meeting")), name("head")),
        ),
        ("respondent must in principle not reply.", t.ProhibitionRule(RESPONDENT, (act("reply"),), degree="principle")),
        ("respondent is encouraged to reply.", t.DutyRule(RESPONDENT, (act("reply"),), degree="encourage")),
        (
            "Where Article 7(1) and Annex 1 item 5 differ, Article 7(1) prevails.",
            t.PrecedenceRule(Ref(article=7, paragraph=1), Ref(annex=1, item=5), Ref(article=7, paragraph=1)),
        ),
        (
            "No rule: because v1.2 of the text, e.g.this, says nothing.",
            t.NoRule("v1.2 of the text, e.g.this, says nothing"),
        ),
    ],
)
def test_a_sentence_makes_its_node(sentence: str, rule: object) -> None:
    assert rules(sentence) == (rule,)


@pytest.mark.parametrize(
    "written,condition",
    [
        ("agrees and mode is by mail", t.And((AGREES, BY_MAIL))),
        ("agrees, and mode is by mail", t.And((AGREES, BY_MAIL))),
        ("mode is by mail or agrees", t.Or((BY_MAIL, AGREES))),
        ("mode is by mail or direct", t.FieldTest(name("mode"), t.Test("is", ("by mail", "direct")))),
        (
            "mode is by mail or direct or agrees",
            t.Or((t.FieldTest(name("mode"), t.Test("is", ("by mail", "direct"))), AGREES)),
        ),
        ("agrees, unless mode is by mail", t.Unless(AGREES, BY_MAIL)),
        (
            "(agrees or mode is by mail), and complex",
            t.And((t.Or((AGREES, BY_MAIL)), COMPLEX)),
        ),
        ("reply (not agrees) has happened", t.Happened(t.EventPattern(name("reply"), DISAGREES))),
        ("not agrees of the last reply", t.FieldTest(name("agrees"), t.Test("no"), "last", name("reply"))),
    ],
)
def test_conditions_are_joined_with_or_without_a_comma(written: str, condition: object) -> None:
    (effect,) = rules(f"If {written}, enter no consent.")
    assert effect.when == condition


def test_keywords_stand_in_any_case() -> None:
    assert rules("WHEN awaiting reply, respondent Must reply.") == rules("when awaiting reply, respondent must reply.")


def test_full_width_marks_and_digits_are_the_same() -> None:
    assert rules("When awaiting reply， respondent must reply within ５ days： if agrees， enter no consent.") == rules(
        "When awaiting reply, respondent must reply within 5 days: if agrees, enter no consent."
    )


@pytest.mark.parametrize(
    "sentence,code,said",
    [
        ("When awaiting reply, respondent must replied.", "E201", "“replied” was never declared"),
        ("When awaiting reply, respondent must reply within 5.", "E106", "write “5 days”, “5 working days”"),
        ("When reply, enter no consent.", "E204", "“reply” is an event, but a stage, a group of stages or an outcome"),
        ("respondent shall reply.", "E101", "you may have meant “must”"),
        ("When awaiting reply respondent must reply.", "E101", "you may have meant “When awaiting reply, respondent”"),
        ("claimant and respondent must reply.", "E122", "neither “jointly” nor “each” is said"),
        ("If agrees or complex, and mode is direct, enter no consent.", "E108", "mixes “and” with “or”"),
        ("hold meeting must not exceed times.", "E107", "“must not exceed 3 times”"),
        ("On serve notice (mode is direct, enter no consent.", "E103", "“(” has no matching “)”"),
        ("respondent must reply", "E102", "does not end with a full stop"),
    ],
)
def test_a_slip_is_explained_in_english(sentence: str, code: str, said: str) -> None:
    shown = message(sentence)
    assert f"error {code}:" in shown
    assert said in shown
    assert shown.count("error ") == 1


def test_a_name_within_which_a_keyword_makes_another_reading_is_refused() -> None:
    before = BEFORE.replace("mode (direct, by mail)", "mode (agreed, not agreed)")
    text = f"{before}If mode is not agreed, enter no consent."
    _, problems = parse(text, "en.eco")
    assert [each.code for each in problems] == ["E105"]
