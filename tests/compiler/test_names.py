"""Names: undeclared, declared twice, of the wrong kind, never used."""

from __future__ import annotations

from tests.compiler.policy import FLOW, VOCABULARY, codes, compiled, said


def test_an_undeclared_name_is_reported_once_with_the_nearest() -> None:
    found = compiled("第一条\n  待受里的，机关应当受理。")
    assert codes(found) == ["E201"]
    assert "待受理" in str(found.diagnostics[0].args["nearest"])


def test_a_name_of_the_wrong_kind() -> None:
    found = compiled("第一条\n  待受理的，受理后，进入办理阶段。")
    assert said(found, "E204") == [("「办理阶段」是阶段的合称，这里要写阶段或者结局。", "办理阶段")]


def test_independent_errors_are_all_reported_in_one_run() -> None:
    found = compiled("第一条\n  待听证的，听证，准予的，进入待决定。\n  待决定的，决定，结果为同意的，进入已准予。")
    assert codes(found) == ["E301", "E301"]


def test_a_name_declared_twice() -> None:
    words = VOCABULARY.replace("  待决定。\n", "  待决定。\n  待听证。\n")
    assert said(compiled(FLOW, vocabulary=words), "E202") == [("「待听证」声明了两次。", "待听证")]


def test_a_rule_name_given_twice() -> None:
    found = compiled("第一条\n  【受】待受理的，机关应当受理。\n  【受】待受理的，机关应当听证。")
    assert said(found, "E202")[0][0] == "「受」声明了两次。"


def test_a_name_that_no_rule_uses_is_a_warning() -> None:
    words = VOCABULARY.replace("  地震：", "  洪水：外部事件，向申请人。\n  地震：")
    found = compiled(FLOW, vocabulary=words)
    assert ("声明了事件「洪水」，但没有一条规则用到它。", "洪水") in said(found, "E203")
    assert {each.severity for each in found.diagnostics if each.code == "E203"} == {"warning"}


def test_names_are_not_called_unused_while_a_rule_cannot_be_read() -> None:
    assert "E203" not in codes(compiled("第一条\n  待受里的，机关应当受理。"))
