"""What the compiler finds between versions."""

from __future__ import annotations

from pathlib import Path

from ecolang.diagnostics import Local, message
from ecolang_compiler.pipeline import compile_path
from ecolang_compiler.versions import compile_versions
from tests.versions.rules import BEFORE, NEW, OLD, PART, folder, text


def codes(path: Path) -> list[str]:
    """The codes of what is found in a folder."""
    return [each.code for each in compile_versions(path).diagnostics]


def test_two_versions_that_follow_each_other(tmp_path: Path) -> None:
    assert codes(folder(tmp_path, v2023=text(OLD), v2026=text(NEW, BEFORE, PART))) == []


def test_an_overlap(tmp_path: Path) -> None:
    old = text(OLD, "  有效期：至2028年12月31日。\n")
    folder(tmp_path, v2023=old, v2026=text(NEW))
    [found] = compile_versions(tmp_path).diagnostics
    assert found.code == "E001" and found.span is not None
    assert message(found, "zh") == "版本「2023」到2028年12月31日为止有效，版本「2026」从2026年3月1日起就施行了。"


def test_a_version_that_is_repealed_does_not_overlap(tmp_path: Path) -> None:
    old = text(OLD, "  有效期：至2028年12月31日。\n")
    assert codes(folder(tmp_path, v2023=old, v2026=text(NEW, "  废止：《许可办法》。\n"))) == []


def test_two_versions_of_one_day(tmp_path: Path) -> None:
    new = text(NEW).replace("2026年3月1日", "2023年1月1日")
    assert codes(folder(tmp_path, v2023=text(OLD), v2026=new)) == ["E001"]


def test_a_gap(tmp_path: Path) -> None:
    old = text(OLD, "  有效期：至2026年2月27日。\n")
    # 28 February lies between.
    assert codes(folder(tmp_path, v2023=old, v2026=text(NEW))) == ["E002"]


def test_no_gap_between_neighbouring_days(tmp_path: Path) -> None:
    old = text(OLD, "  失效：2026年3月1日。\n")
    assert codes(folder(tmp_path, v2023=old, v2026=text(NEW))) == []


def test_a_version_without_a_day(tmp_path: Path) -> None:
    old = text(OLD.replace("第四条\n  施行：2023年1月1日。\n", ""))
    found = compile_versions(folder(tmp_path, v2023=old, v2026=text(NEW)))
    assert [each.code for each in found.diagnostics] == ["E003"]


def test_a_day_of_issue_that_is_not_filled_in_is_a_note(tmp_path: Path) -> None:
    new = text(NEW).replace("2026年3月1日", "印发之日")
    found = compile_versions(folder(tmp_path, v2023=text(OLD), v2026=new))
    assert [(each.code, each.severity) for each in found.diagnostics] == [("E004", "note")]
    assert not compile_versions(tmp_path, issued={"2026": "2026-03-01"}).diagnostics


def test_a_transition_to_a_version_that_is_not_there(tmp_path: Path) -> None:
    new = text(NEW, "  施行前受理的案件，适用《暂行办法》。\n")
    assert codes(folder(tmp_path, v2023=text(OLD), v2026=new)) == ["E005"]


def test_a_single_version_whose_former_rules_are_not_there_is_warned_of(tmp_path: Path) -> None:
    found = compile_versions(folder(tmp_path, v2026=text(NEW, BEFORE))).diagnostics
    assert [(each.code, each.severity) for each in found] == [("E006", "warning")]


def test_articles_that_do_not_fit_into_the_old_version(tmp_path: Path) -> None:
    # The new article 4 asks about a period whose length only the new article 6 gives.
    period = "\n期限\n  审查期限。\n"
    new = NEW.replace("机关应当自听证之日起15日内决定：", "审查期限未届满的，机关应当决定：").replace(
        "第五条（原第四条）", "第六条\n  审查期限不超过60日，自申请之日起算。\n\n第五条（原第四条）"
    )
    words = text(new, PART).replace("\n办理：", f"{period}\n办理：", 1)
    found = compile_versions(folder(tmp_path, v2023=text(OLD), v2026=words)).diagnostics
    [loose] = [each for each in found if each.code.startswith("E0")]
    assert (loose.code, loose.args["missing"]) == ("E007", "审查期限")


def test_a_name_with_two_types(tmp_path: Path) -> None:
    new = text(NEW).replace("载明准予（是否）", "载明准予（是否）、日子（文字）")
    old = text(OLD).replace("载明准予（是否）", "载明准予（是否）、日子（日期）")
    assert codes(folder(tmp_path, v2023=old, v2026=new)) == ["E009"]


def test_a_term_that_does_not_count_its_first_day_in_or_out(tmp_path: Path) -> None:
    assert codes(folder(tmp_path, v2023=text(OLD, "  有效期：5年。\n"))) == ["E010"]


def test_a_version_that_is_not_there(tmp_path: Path) -> None:
    folder(tmp_path, v2023=text(OLD), v2026=text(NEW))
    assert [each.code for each in compile_path(f"{tmp_path}@2025").diagnostics] == ["E011"]


def test_each_version_has_case_tests_of_its_own(tmp_path: Path) -> None:
    folder(tmp_path, v2023=text(OLD), v2026=text(NEW))
    cases = tmp_path / "cases" / "2023"
    cases.mkdir(parents=True)
    case = "案例【申请】\n  2026年2月25日，申请。\n  截至2026年2月26日：阶段为待受理。\n"
    (cases / "一.eco").write_text(case, encoding="utf-8")
    for path in (f"{tmp_path}@2023", str(tmp_path / "2023.eco")):
        program = compile_path(path).program
        assert program is not None and [test.id for test in program.tests] == ["申请"]
    newer = compile_path(f"{tmp_path}@2026").program
    assert newer is not None and newer.tests == ()


READING = """  理解【末日】：第10日是休假日的，是否顺延？
    本文理解为：顺延。
    另一理解【不顺延】：不顺延。
      【听证期】改为：待听证的，机关应当自受理之日起{days}日内（末日不顺延）听证。
"""


def with_reading(rules: str, days: int, other: int) -> str:
    rule = "  待听证的，机关应当自受理之日起10日内听证；听证后，进入待决定。\n"
    mine = f"  【听证期】待听证的，机关应当自受理之日起{days}日内听证。\n  待听证的，听证后，进入待决定。\n"
    assert rules.count(rule) == 1
    return text(rules.replace(rule, mine + READING.format(days=other)))


def test_an_alternative_that_goes_back_behind_an_amendment(tmp_path: Path) -> None:
    folder(tmp_path, v2023=with_reading(OLD, 10, 10), v2026=with_reading(OLD, 7, 10).replace("2023年", "2026年"))
    [found] = compile_versions(tmp_path).diagnostics
    assert found.code == "E013"
    assert message(found, "zh") == (
        "理解「末日」的另一理解「不顺延」仍是版本「2023」的写法「10」，而「第二条」已经修改为「7」。"
    )


def test_an_alternative_that_was_amended_too(tmp_path: Path) -> None:
    folder(tmp_path, v2023=with_reading(OLD, 10, 10), v2026=with_reading(OLD, 7, 7).replace("2023年", "2026年"))
    assert codes(tmp_path) == []


def test_an_alternative_that_never_said_the_same(tmp_path: Path) -> None:
    folder(tmp_path, v2023=with_reading(OLD, 10, 12), v2026=with_reading(OLD, 7, 12).replace("2023年", "2026年"))
    assert codes(tmp_path) == []


def test_a_transition_that_sends_new_cases_to_a_version_gone_by(tmp_path: Path) -> None:
    after = "  施行后受理的案件，适用《原规定》。\n"
    folder(tmp_path, v2023=text(OLD), v2026=text(NEW, after))
    [found] = compile_versions(tmp_path).diagnostics
    assert (found.code, message(found, "zh")) == (
        "E012",
        "这一条让案件适用「许可办法」，它只到2026年2月28日为止有效，2026年3月1日起开始的案件就没有版本可用。",
    )


def test_a_transition_that_skips_a_version(tmp_path: Path) -> None:
    middle = text(OLD).replace("2023年1月1日", "2024年1月1日").replace("《许可办法》", "《许可办法（二）》")
    before = "  施行前受理的案件，适用《许可办法（一）》。\n"
    first = text(OLD).replace("《许可办法》", "《许可办法（一）》")
    folder(tmp_path, v2023=first, v2024=middle, v2026=text(NEW, before))
    [found] = compile_versions(tmp_path).diagnostics
    assert (found.code, found.args["since"]) == ("E012", Local("2024年1月1日", "2024-01-01"))


def test_readings_of_every_version_are_tried(tmp_path: Path) -> None:
    from tests.command import eco

    folder(tmp_path, v2023=with_reading(OLD, 10, 10), v2026=with_reading(OLD, 7, 7).replace("2023年", "2026年"))
    ran = eco("check", tmp_path, "--readings", "all", "--format", "json").json
    assert [[row["readings"] for row in each["readings"]] for each in ran["versions"]] == [[{}, {"末日": "不顺延"}]] * 2
