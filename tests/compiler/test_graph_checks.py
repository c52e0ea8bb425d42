"""What the graph shows: starts and ends, what is reached and left, waits, cycles."""

from __future__ import annotations

from tests.compiler.policy import FLOW, VOCABULARY, codes, compiled, said


def test_a_procedure_without_a_gap() -> None:
    assert [code for code in codes(compiled(FLOW)) if code.startswith("E6")] == []


def test_no_start() -> None:
    words = VOCABULARY.replace("待受理，起始。", "待受理。")
    assert said(compiled(FLOW, vocabulary=words), "E601")[0][0] == "没有说明案件从哪个阶段开始。"


def test_two_starts() -> None:
    words = VOCABULARY.replace("  待听证。\n", "  待听证，起始。\n")
    found = compiled(FLOW, vocabulary=words)
    assert said(found, "E602") == [("「待受理」和「待听证」都写成了起始阶段。", "待听证")]


def test_a_stage_that_no_case_reaches_hides_those_behind_it() -> None:
    flow = FLOW.replace("；受理后，进入待听证", "")
    found = compiled(flow)
    assert said(found, "E603") == [("没有案件能走到阶段「待听证」。", "待听证")]
    # 待决定 and both outcomes hang on 待听证: one root, one problem.
    assert said(found, "E605") == []


def test_an_outcome_that_no_case_reaches() -> None:
    flow = FLOW.replace("准予的，进入已准予；\n    不准予的，进入已驳回", "进入已准予")
    flow = FLOW.replace("    准予的，进入已准予；\n", "")
    assert said(compiled(flow), "E605") == [("没有案件能达到结局「已准予」。", "已准予")]


def test_a_stage_that_is_never_left() -> None:
    words = VOCABULARY.replace("  待决定。\n", "  待决定。\n  待补正。\n")
    flow = FLOW + "  待听证的，补正后，进入待补正。\n"
    assert said(compiled(flow, vocabulary=words), "E604") == [("案件进入阶段「待补正」后再也出不去。", "待补正")]


def test_a_way_out_of_an_outcome() -> None:
    flow = FLOW + "  已准予的，地震后，进入待决定。\n"
    found = compiled(flow)
    assert said(found, "E609") == [("「已准予」是结局，不能再从它进入别处。", "进入待决定")]


def test_a_stage_in_which_nobody_owes_anything() -> None:
    flow = FLOW.replace("机关应当自受理之日起30日内听证；听证后", "听证后")
    found = compiled(flow)
    assert said(found, "E606")[0][0] == "在阶段「待听证」没有人负有义务，也没有期限，案件可能一直停着。"
    assert {each.severity for each in found.diagnostics if each.code == "E606"} == {"warning"}


def test_a_clock_is_enough() -> None:
    flow = FLOW.replace("机关应当自受理之日起30日内听证；听证后", "听证后")
    flow += "第二条\n  待听证中，办理期限不超过90日，自申请之日起算。\n"
    assert said(compiled(flow), "E606") == []


def test_an_outside_event_is_enough() -> None:
    flow = FLOW.replace("待听证的，机关应当听证；听证后", "待听证的，地震后")
    assert said(compiled(flow), "E606") == []


CYCLE = FLOW + "  待决定的，补正后，进入待听证。\n"


def test_a_cycle_that_nothing_bounds() -> None:
    message, _ = said(compiled(CYCLE), "E607")[0]
    assert message == "案件可以在「待听证」、「待决定」之间无限循环，没有次数或者期限的限制。"


def test_a_cycle_that_a_count_bounds() -> None:
    assert said(compiled(CYCLE + "  听证不超过3次。\n"), "E607") == []


def test_a_cycle_that_a_period_bounds() -> None:
    text = CYCLE + "第二条\n  待决定中，办理期限不超过90日，自申请之日起算。\n"
    assert said(compiled(text), "E607") == []


def test_a_cycle_that_its_own_condition_bounds() -> None:
    text = FLOW + "  待决定的，补正，补正不满2次的，进入待听证。\n"
    assert said(compiled(text), "E607") == []


WITHOUT_LIMIT = FLOW.replace("自受理之日起30日内听证", "及时听证")


def test_a_clock_that_starts_from_an_act_which_nothing_bounds() -> None:
    assert said(compiled(WITHOUT_LIMIT), "E610") == [
        ("这个期间自「听证」起算，而「听证」没有任何期限：期间可能永远不开始。", "自听证之日起20日内")
    ]


def test_a_period_that_limits_the_wait_bounds_it() -> None:
    limit = "\n第二条\n  待受理、待听证中，办理期限不超过60日，自申请之日起算。\n"
    assert said(compiled(WITHOUT_LIMIT + limit), "E610") == []


def test_an_act_from_outside_may_start_a_clock() -> None:
    # The applicant owes nothing and may do nothing by these rules: when they apply is not for the procedure to say.
    assert said(compiled(WITHOUT_LIMIT.replace("自听证之日起", "自补正之日起")), "E610") == []


def test_only_the_way_to_the_clock_counts() -> None:
    # A hearing after the decision was objected to may come at any time, but does not lead to where the clock runs.
    flow = FLOW.replace("不准予的，进入已驳回。", "不准予的，进入待公告。")
    again = "  待公告的，机关应当及时听证；听证后，进入已驳回。\n"
    vocabulary = VOCABULARY.replace("  待决定。\n", "  待决定。\n  待公告。\n")
    assert said(compiled(flow, again, vocabulary=vocabulary), "E610") == []
