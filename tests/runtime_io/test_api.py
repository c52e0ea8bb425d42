"""The engineer's day: load, record, ask, snapshot, restore."""

import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest

import ecolang
from ecolang import artifact
from ecolang.program import Alternative, Program, Reading
from ecolang_runtime.policy import Policy

CASE = "环〔2026〕1号"


@pytest.fixture(scope="session")
def policy(program: Program) -> Policy:
    return Policy(program)


@pytest.fixture
def compiled(program: Program, tmp_path: Path) -> Path:
    path = tmp_path / "policy.json"
    assert artifact.dump(program, path) is None
    return path


def served(policy: Policy) -> "ecolang.Case":
    case = policy.case(CASE, opened="2026-03-02")
    # Served Monday 2 March for Thursday 12 March: 3 to 11 March hold seven clear working days, three are needed.
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    return case


def test_the_example_of_the_documents(compiled: Path) -> None:
    policy = ecolang.load(compiled)
    case = policy.case(CASE, opened="2026-03-02")
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    verdict = case.as_of("2026-03-20")
    due = verdict.open_duties[0].due
    assert due is not None
    # The five working days after Monday 2 March are 3, 4, 5, 6 and 9 March; as of the 20th that is 11 days ago.
    assert (due.last, due.days_left) == ("2026-03-09", -11)
    assert "2026年3月9日" in due.explain(lang="zh")
    restored = ecolang.restore(json.loads(json.dumps(case.snapshot())))
    assert restored.as_of("2026-03-20") == verdict


def test_an_english_caller_uses_the_labels(policy: Policy) -> None:
    case = policy.case(CASE, opened="2026-03-02")
    case.record("serve notice", on="2026-03-02", fields={"mode": "by hand", "meeting date": "2026-03-12"})
    assert case.as_of("2026-03-02").stage == "待答复"


def test_events_one_by_one_give_the_verdict_of_all_at_once(policy: Policy) -> None:
    case = served(policy)
    case.record("答复", on="2026-03-05", 同意=True)
    events = [
        {"event": "送达通知", "on": "2026-03-02", "会议日期": "2026-03-12", "方式": "直接"},
        {"event": "答复", "on": date(2026, 3, 5), "同意": "是"},
    ]
    assert policy.evaluate(events, as_of="2026-03-20", case=CASE, opened="2026-03-02") == case.as_of("2026-03-20")


def test_an_earlier_event_recorded_later_gives_the_same_verdict(policy: Policy) -> None:
    case = policy.case(CASE, opened="2026-03-02")
    case.record("答复", on="2026-03-05", 同意=True)
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    other = served(policy)
    other.record("答复", on="2026-03-05", 同意=True)
    assert case.as_of("2026-03-20") == other.as_of("2026-03-20")


def test_a_day_before_the_last_event_leaves_it_out(policy: Policy) -> None:
    case = served(policy)
    case.record("答复", on="2026-03-05", 同意=True)
    verdict = case.as_of("2026-03-04")
    assert verdict.stage == "待答复" and verdict.left_out == 1


def test_asking_changes_nothing(policy: Policy) -> None:
    case = served(policy)
    case.as_of("2030-01-01")
    case.record("答复", on="2026-03-05", 同意=True)
    assert case.as_of("2026-03-05").stage == "待开会"


def test_a_fact_is_known_from_its_day(policy: Policy) -> None:
    case = served(policy)
    case.fact("complex", True, on="2026-03-04")
    assert [(fact.name, fact.value) for fact in case.data.facts] == [("案情复杂", True)]
    with pytest.raises(ecolang.EcoError, match="案情复杂"):
        case.fact("案情很复杂", True)


def test_an_unknown_event_proposes_the_nearest_and_changes_nothing(policy: Policy) -> None:
    case = served(policy)
    with pytest.raises(ecolang.EcoError, match="召开会议") as caught:
        case.record("召集会议", on="2026-03-12", 结果="一致")
    assert [each.code for each in caught.value.diagnostics] == ["D104"]
    assert caught.value.case == CASE
    assert len(case.data.occurrences) == 1


def test_an_error_speaks_both_languages(policy: Policy) -> None:
    with pytest.raises(ecolang.EcoError) as caught:
        policy.case("1").record("答复", on="2026-02-30", 同意=True)
    assert "不是日历上的一天" in str(caught.value)
    assert "not a day of the calendar" in caught.value.say("en")


def test_an_error_survives_pickling(policy: Policy) -> None:
    with pytest.raises(ecolang.EcoError) as caught:
        policy.case("1").record("答复", on="2026-02-30", 同意=True)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and again.case == "1"


@pytest.mark.parametrize("as_of", ["", "tomorrow", "2026-02-30"])
def test_what_is_no_day_is_an_error(policy: Policy, as_of: str) -> None:
    with pytest.raises(ecolang.EcoError):
        served(policy).as_of(as_of)


def test_a_refused_event_declares_no_holder(policy: Policy) -> None:
    case = policy.case("1")
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接", party="甲")
    with pytest.raises(ecolang.EcoError):
        case.record("送达通知", on="2026-03-02", party="乙", by="丙", 会议日期="2026-03-12", 方式="直接")
    case.record("答复", on="2026-03-03", 同意=True)
    assert case.data.occurrences[-1].parties == ("甲",)


def test_several_holders_have_a_track_each(policy: Policy) -> None:
    case = policy.case("1", opened="2026-03-02", parties={"相对人": ["甲", "乙"]})
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接", party=["甲", "乙"])
    case.record("答复", on="2026-03-03", by="乙", 同意=False)
    verdict = case.as_of("2026-03-03")
    assert [(track.party, track.stage) for track in verdict.tracks] == [("甲", "待答复"), ("乙", "已终止")]
    assert verdict.stage == "待答复、已终止"
    assert [duty.events for duty in verdict.open_duties] == [("答复",)]
    with pytest.raises(ecolang.EcoError, match="甲"):
        case.record("答复", on="2026-03-03", 同意=True)


def test_results_cannot_be_changed(policy: Policy) -> None:
    verdict = served(policy).as_of("2026-03-03")
    with pytest.raises(FrozenInstanceError):
        verdict.case = "2"  # type: ignore[misc]


def test_a_whole_case_is_judged(policy: Policy) -> None:
    event = {"event": "送达通知", "on": "2026-03-02", "会议日期": "2026-03-12", "方式": "直接"}
    verdict = policy.evaluate({"case": "9", "opened": "2026-03-01", "events": [event]}, as_of="2026-03-03")
    assert (verdict.case, verdict.stage) == ("9", "待答复")


def test_a_bad_case_is_an_error_with_its_problems(policy: Policy) -> None:
    with pytest.raises(ecolang.EcoError) as caught:
        policy.evaluate([{"event": "答复", "on": "2026-03-02"}, {"event": "答"}], as_of="2026-03-03")
    assert [(each.code, each.args["line"]) for each in caught.value.diagnostics] == [("D111", 1), ("D104", 2)]


ROWS = [
    {"case": "1", "event": "送达通知", "date": "2026-03-02", "方式": "直接", "会议日期": "2026-03-12", "同意": None},
    {"case": "2", "event": "答复", "date": "2026-02-30", "方式": None, "会议日期": None, "同意": "是"},
    {"case": "1", "event": "答复", "date": date(2026, 3, 4), "方式": "", "会议日期": float("nan"), "同意": True},
]


def judged(policy: Policy, table: object) -> list[tuple[str | None, str]]:
    found = policy.evaluate_many(table, as_of="2026-03-05")
    return [(each.case, "error" if isinstance(each, ecolang.EcoError) else each.stage) for each in found]


def test_a_table_of_rows_gives_a_verdict_or_an_error_a_case(policy: Policy) -> None:
    assert judged(policy, ROWS) == [("1", "待开会"), ("2", "error")]


def test_a_table_of_columns_is_judged(policy: Policy) -> None:
    assert judged(policy, {key: [row[key] for row in ROWS] for key in ROWS[0]}) == [("1", "待开会"), ("2", "error")]


def test_a_table_of_another_library_is_judged(policy: Policy) -> None:
    class Frame:
        def to_dict(self, orient: str) -> object:
            return ROWS if orient == "records" else {}

    assert judged(policy, Frame()) == [("1", "待开会"), ("2", "error")]


def test_a_file_is_judged(policy: Policy, jsonl: Callable[..., Path]) -> None:
    rows = [{key: str(cell) for key, cell in row.items() if cell and cell == cell} for row in ROWS]
    assert judged(policy, jsonl(*rows)) == [("1", "待开会"), ("2", "error")]


def test_a_row_without_case_number_is_an_error_of_its_own(policy: Policy) -> None:
    assert judged(policy, [{"event": "答复", "date": "2026-03-02", "同意": True}]) == [(None, "error")]


def with_reading(program: Program) -> Program:
    five = next(duty for duty in program.duties if duty.id == "答复")
    seven = replace(five, deadlines=(replace(five.deadlines[0], amount=7),))
    other = Alternative("七日", "七个工作日", {"duties": {"答复": artifact.row_to_json(seven)}})
    return replace(program, readings=(Reading("答复期限", "几日？", "第三条", "五日", (other,)),))


def test_another_reading_is_chosen_by_name(program: Program) -> None:
    policy = Policy(with_reading(program))
    # Five working days after 2 March end on the 9th, seven on the 11th.
    assert [duty.state for duty in served(policy).as_of("2026-03-10").open_duties] == ["overdue"]
    other = policy.with_readings({"答复期限": "七日"})
    verdict = served(other).as_of("2026-03-10")
    assert [duty.state for duty in verdict.open_duties] == ["open"]
    assert verdict.readings == (("答复期限", "七日"),)


def test_a_verdict_says_on_which_reading_it_turns(program: Program) -> None:
    assert served(Policy(with_reading(program))).as_of("2026-03-10").turns_on == (("答复期限", "七日"),)


@pytest.mark.parametrize("choice", [{"答复期": "七日"}, {"答复期限": "八日"}])
def test_an_unknown_reading_is_an_error(program: Program, choice: dict[str, str]) -> None:
    with pytest.raises(ecolang.EcoError):
        Policy(with_reading(program)).with_readings(choice)


def test_a_snapshot_carries_its_readings(program: Program) -> None:
    policy = Policy(with_reading(program))
    case = served(policy.with_readings({"答复期限": "七日"}))
    assert ecolang.restore(case.snapshot(), policy).as_of("2026-03-10") == case.as_of("2026-03-10")


def test_a_snapshot_keeps_every_kind_of_value(policy: Policy) -> None:
    case = policy.case("1", opened="2026-03-01", parties={"相对人": "甲", "机关": "局"}, facts={"涉案金额": "1.5万"})
    case.fact("部门数", 2, on="2026-03-02", party="甲")
    case.record("送达通知", on="2026-03-02", at="09:30", by="局", 会议日期="2026-03-12", 方式="邮寄",
                received="2026-03-04", documents={"通知书": "缺少时间地点；签字：机关"})  # fmt: skip
    case.record("会议", on="2026-03-12", each={"甲": {"结果": "一致"}}, steps=[1, 2, 3])
    case.record("签订协议", on="2026-03-13", 赔偿额="0.10元")
    again = ecolang.restore(json.loads(json.dumps(case.snapshot())), policy)
    assert again.data == case.data
    assert again.snapshot() == case.snapshot()


SHAPELESS = {"format": "ecolang-case/1", "case": {"id": "1", "opened": None, "parties": [1]}}


@pytest.mark.parametrize(
    "snapshot", [{}, {"format": "ecolang-case/9"}, {"format": "ecolang-case/1"}, [], None, SHAPELESS]
)
def test_what_is_no_snapshot_is_an_error(policy: Policy, snapshot: object) -> None:
    with pytest.raises(ecolang.EcoError, match="快照"):
        ecolang.restore(snapshot, policy)  # type: ignore[arg-type]


def test_a_snapshot_of_another_version_is_refused_unless_wanted(program: Program, policy: Policy) -> None:
    snapshot = served(Policy(with_reading(program))).snapshot()
    with pytest.raises(ecolang.EcoError, match="另一版本"):
        ecolang.restore(snapshot, policy)
    assert ecolang.restore(snapshot, policy, any_version=True).id == CASE


def test_a_snapshot_whose_policy_has_moved_says_so(policy: Policy) -> None:
    with pytest.raises(ecolang.EcoError, match="找不到"):
        ecolang.restore(served(policy).snapshot())


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "ecolang-program/9"}'])
def test_a_damaged_artifact_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content)
    with pytest.raises(ecolang.EcoError, match=r"p\.json"):
        ecolang.load(path)


def test_a_policy_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ecolang.EcoError):
        ecolang.load(tmp_path / "none.json")


def test_several_threads_judge_alike(policy: Policy) -> None:
    expected = served(policy).as_of("2026-03-20")
    found: list[object] = []

    def work() -> None:
        for _ in range(20):
            found.append(served(policy).as_of("2026-03-20"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80 and all(each == expected for each in found)


def test_the_schema_is_the_policys(policy: Policy) -> None:
    assert policy.schema()["title"] == policy.schema("case")["title"] == "协商办法"


def run(code: str, *args: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    return done.stdout.split()


HEAVY = "print(*sorted({name.split('.')[0] for name in sys.modules} & {'lark', 'networkx', 'attr', 'attrs', 'click', \
'ecolang_compiler'}))"


def test_a_compiled_policy_judges_without_parser_and_graph(compiled: Path) -> None:
    code = f"""
import sys, ecolang
case = ecolang.load(sys.argv[1]).case("1", opened="2026-03-02")
case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
verdict = case.as_of("2026-03-20")
verdict.open_duties[0].due.explain(lang="zh")
assert verdict.stage == "待答复"
{HEAVY}
"""
    assert run(code, str(compiled)) == []


def test_the_public_face_is_lazy() -> None:
    assert run("import sys, ecolang; print(*sorted(n for n in sys.modules if n.startswith('ecolang')))") == ["ecolang"]


def test_the_public_face_names_what_it_has() -> None:
    assert all(hasattr(ecolang, name) for name in ecolang.__all__)
    assert {"load", "restore", "EcoError"} <= set(dir(ecolang))
    with pytest.raises(AttributeError):
        _ = ecolang.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["", "  ", None])
def test_a_case_needs_its_number(policy: Policy, number: str) -> None:
    with pytest.raises(ecolang.EcoError, match="案件号"):
        policy.case(number)


def test_a_case_with_unknown_role_or_fact_is_refused(policy: Policy) -> None:
    with pytest.raises(ecolang.EcoError) as caught:
        policy.case("1", parties={"被告": "甲"}, facts={"案情": True})
    assert [each.code for each in caught.value.diagnostics] == ["D119", "D127"]
