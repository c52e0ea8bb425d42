"""`eco mutate`: what is noticed, by whom, and what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ecolang
from tests.command import change, eco

# The starter's case tests: applied on Monday 3 March 2025, the fifth working day is the 10th; one is accepted on the
# 10th without a finding, one is found overdue on the 11th; none speaks of the twenty working days of article 2.


def told(policy: Path, *arguments: object) -> Any:
    return eco("mutate", policy, "--format", "json", "--jobs", "1", *arguments).json


def test_numbers_that_case_tests_hold_are_noticed_and_the_others_told(starter: Path) -> None:
    found = told(starter, "--only", "number")
    # 5 up and down, 20 up and down.
    assert {key: found["summary"][key] for key in ("total", "noticed", "equivalent", "survived", "percent")} == {
        "total": 4,
        "noticed": 2,
        "equivalent": 0,
        "survived": 2,
        "percent": 50.0,
    }
    assert found["summary"]["noticed_by"] == {"check": 0, "test": 2, "guarantee": 0}
    assert [(row["status"], row["clause"]) for row in found["mutants"]] == [
        ("noticed", "第一条"),
        ("noticed", "第一条"),
        ("survived", "第二条"),
        ("survived", "第二条"),
    ]


def test_the_case_test_that_notices_is_named(starter: Path) -> None:
    # Six working days from 3 March end on the 11th, so that nothing is overdue on the 11th; four on the 7th.
    more, less = told(starter, "--only", "number")["mutants"][:2]
    assert (more["by"], more["what"]["zh"]) == ("test", "逾期未受理，视为受理")
    assert (less["by"], less["what"]["zh"]) == ("test", "按期办理")


def test_a_case_that_would_notice_can_be_pasted(starter: Path) -> None:
    found = told(starter, "--only", "number")
    case = found["mutants"][2]["case"]
    policy = starter / "policy.eco"
    policy.write_text(policy.read_text(encoding="utf-8") + "\n" + case, encoding="utf-8")
    assert eco("test", starter).status == 0
    # The case has the last day in it, so that it holds for the number below as well.
    assert told(starter, "--only", "number", "--no-cases")["summary"]["survived"] == 0


def test_the_compiler_is_asked_first(starter: Path) -> None:
    # Without the sentence of article 3 nobody reaches 已撤回, which check reports before any case runs.
    row = next(row for row in told(starter, "--only", "sentence", "--no-cases")["mutants"] if row["clause"] == "第三条")
    assert (row["status"], row["by"], row["after"]) == ("noticed", "check", "")


def test_a_guarantee_notices_what_no_case_test_does(starter: Path) -> None:
    # Without the deemed acceptance a case that ran late is granted without one; the case tests look at its stage alone.
    change(starter, "案例【按期办理】", "保证\n  任何案件，未受理的，不会进入已准予。\n\n案例【按期办理】")
    rows = told(starter, "--only", "consequence", "--no-cases")["mutants"]
    noticed = [(row["before"], row["after"]) for row in rows if row["by"] == "guarantee"]
    assert noticed == [("…（二）逾期的，视为受理，…", "…（二）逾期的，…")]


def test_what_compiles_to_the_same_is_proved_equivalent(starter: Path) -> None:
    # 否则 beside 不准予的 is 准予的, and the other way round: the field has no third value.
    rows = told(starter, "--only", "condition", "--no-cases")["mutants"]
    same = [(row["after"], row["what"]["zh"][:8]) for row in rows if row["status"] == "equivalent"]
    assert same == [("…（一）否则，…", "编译出的各表相同"), ("…（二）否则，…", "编译出的各表相同")]


def test_the_report_shows_the_sentence_before_and_after(starter: Path) -> None:
    ran = eco("mutate", starter, "--only", "number", "--jobs", "1")
    assert ran.status == 0
    assert "变异 4 处（共有" in ran.out and "没有察觉 2：50%" in ran.out
    assert "第二条，数目差一" in ran.out and "    + …机关应当自受理之日起21个工作日内作出决定：…" in ran.out
    assert "    这样一个案例能够察觉：" in ran.out


def test_the_report_in_english(starter: Path) -> None:
    ran = eco("mutate", starter, "--only", "number", "--jobs", "1", "--no-cases", "--lang", "en")
    assert "2 not noticed: 50%" in ran.out and "Article 2, a number off by one" in ran.out


def test_a_share_that_is_asked_for(starter: Path) -> None:
    arguments = ("mutate", starter, "--only", "number", "--jobs", "1", "--no-cases", "--fail-under")
    assert eco(*arguments, "50").status == 0
    assert eco(*arguments, "50.1").status == 3


def test_a_sample_is_the_same_for_the_same_seed(starter: Path) -> None:
    def drawn(seed: int) -> list[str]:
        return [row["id"] for row in told(starter, "--sample", "6", "--seed", seed, "--no-cases")["mutants"]]

    assert len(drawn(1)) == 6 and drawn(1) == drawn(1) != drawn(2)


def test_a_run_goes_on_where_it_was_broken_off(starter: Path, tmp_path: Path) -> None:
    journal = tmp_path / "j.jsonl"
    arguments = ("--only", "number", "--no-cases", "--journal", journal)
    whole = told(starter, *arguments)
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    # Two are known, one was being written: the other two are judged again, and what is known is believed.
    first = json.loads(lines[0])
    first["what"] = {"zh": "记下的", "en": "kept"}
    journal.write_text("\n".join([json.dumps(first), lines[1], lines[2][:20]]), encoding="utf-8")
    again = told(starter, *arguments)
    assert again["mutants"][0]["what"]["zh"] == "记下的"
    assert again["mutants"][1:] == whole["mutants"][1:]


def test_a_journal_of_another_text_is_not_believed(starter: Path, tmp_path: Path) -> None:
    journal = tmp_path / "j.jsonl"
    arguments = ("--only", "number", "--no-cases", "--journal", journal)
    told(starter, *arguments)
    change(starter, "违反第一条：逾期未办，应于2025年3月10日。", "违反第一条：逾期未办。")
    # Under the number above nothing is overdue on the 11th, so that both numbers are still noticed, and judged anew.
    assert told(starter, *arguments)["summary"]["noticed"] == 2
    assert len(journal.read_text(encoding="utf-8").splitlines()) == 8


def test_several_processes_find_the_same(starter: Path) -> None:
    one, two = (
        eco("mutate", starter, "--only", "number", "--no-cases", "--format", "json", "--jobs", jobs).json
        for jobs in ("1", "2")
    )
    assert one == two


@pytest.mark.parametrize(
    ("old", "new", "words", "status"),
    [
        ("阶段为待决定；没有问题", "阶段为待受理", "按期办理", 3),
        ("机关应当自提出申请", "无名应当自提出申请", "有错误", 2),
    ],
)
def test_a_policy_that_is_broken_already_is_refused(starter: Path, old: str, new: str, words: str, status: int) -> None:
    change(starter, old, new)
    ran = eco("mutate", starter)
    assert (ran.status, ran.out) == (status, "") and words in ran.err


def test_a_kind_that_there_is_not(starter: Path) -> None:
    ran = eco("mutate", starter, "--only", "numbers")
    assert ran.status == 1 and "number" in ran.err


def test_the_same_in_python(starter: Path) -> None:
    found = ecolang.mutate(starter, only=["number"], jobs=1, cases=False)
    assert (found.total, found.noticed, found.percent) == (4, 2, 50.0)
    assert [mutant.clause for mutant, _ in found.survivors] == ["第二条", "第二条"]


def test_in_python_a_policy_with_errors_raises(starter: Path) -> None:
    change(starter, "机关应当自提出申请", "无名应当自提出申请")
    with pytest.raises(ecolang.EcoError):
        ecolang.mutate(starter)
