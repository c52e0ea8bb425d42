"""`eco check` on guarantees: proved, refuted by a case that was replayed, or left open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import XPCC, eco


@pytest.fixture
def regulation(tmp_path: Path) -> Path:
    """The shipped regulation without its case tests, to be changed."""
    folder = tmp_path / "measures"
    shutil.copytree(XPCC, folder, ignore=shutil.ignore_patterns("cases", "samples"))
    return folder / "measures.eco"


#: Without this condition the power lets a silent respondent be met with, and an agreement follows.
WILLING = "已表示愿意磋商其后未拒绝磋商，或者已答复（同意）的，\n      权利人可以召开会议"


def change(policy: Path, old: str, new: str) -> Path:
    """The policy with the one place that says `old` saying `new`."""
    text = policy.read_text(encoding="utf-8")
    assert text.count(old) == 1
    policy.write_text(text.replace(old, new), encoding="utf-8")
    return policy


def checked(policy: Path, *more: str) -> tuple[int, dict[str, dict[str, object]]]:
    ran = eco("check", policy, "--format", "json", *more)
    rows = ran.json["proofs"]["guarantees"]
    return ran.status, {row["guarantee"].replace("\n", "").replace(" ", ""): row for row in rows}


def test_every_guarantee_of_the_regulation_is_proved() -> None:
    ran = eco("check", XPCC, "--require-proofs", "-q")
    assert ran.status == 0
    assert "保证 11 项：证明 11，反驳 0，未定 0" in ran.out


def test_each_outcome_is_reached_by_a_replayed_case() -> None:
    rows = checked(XPCC)[1]
    assert [case["ends_in"] for case in rows["每一结局均可到达。"]["cases"]] == ["已履行", "移送执行", "已驳回"]  # type: ignore[attr-defined]


def test_a_condition_taken_away_refutes_what_hung_on_it(regulation: Path) -> None:
    policy = change(regulation, WILLING, "权利人可以召开会议")
    status, rows = checked(policy)
    row = rows["任何案件，逾期未答复，且未答复（同意），且未表示愿意磋商的，不会进入已签协议。"]
    assert (status, row["verdict"]) == (0, "refuted")
    case = row["cases"][0]  # type: ignore[index]
    assert [event["event"] for event in case["rows"]] == ["送达告知书", "召开会议", "签订协议"]
    assert eco("check", policy, "--require-proofs").status == 2


def test_the_case_of_a_refutation_is_one_that_eco_test_takes(regulation: Path) -> None:
    change(regulation, WILLING, "权利人可以召开会议")
    text = checked(regulation)[1]["任何案件，逾期未答复，且未答复（同意），且未表示愿意磋商的，不会进入已签协议。"][
        "cases"
    ][0]["text"]  # type: ignore[index]
    assert "  2025年3月4日，送达告知书，" in text
    regulation.write_text(regulation.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    assert eco("test", regulation).status == 0


def test_a_stage_that_nothing_has_to_leave(regulation: Path) -> None:
    policy = change(regulation, "任何案件，不会无限期停留在待答复。", "任何案件，不会无限期停留在待开会。")
    row = checked(policy)[1]["任何案件，不会无限期停留在待开会。"]
    assert row["verdict"] == "refuted"
    assert [event["event"] for event in row["cases"][0]["rows"]] == ["送达告知书", "答复"]  # type: ignore[index]


def test_a_count_that_is_too_low(regulation: Path) -> None:
    # Three meetings are allowed, a fourth by approval: "at most 2" is broken by the third.
    policy = change(regulation, "召开会议不超过4次。", "召开会议不超过2次。")
    row = checked(policy)[1]["合规的案件，裁定不予确认前，召开会议不超过2次。"]
    assert row["verdict"] == "refuted"
    events = [event.get("event") for event in row["cases"][0]["rows"]]  # type: ignore[index]
    assert events.count("召开会议") == 3


def test_a_promise_that_promises_nothing(regulation: Path) -> None:
    # Silence breaks a duty, so a conforming case is never silent.
    policy = change(regulation, "任何案件，逾期未答复，且", "合规的案件，逾期未答复，且")
    ran = eco("check", policy, "-q")
    assert "E715：「合规的案件，逾期未答复，且未答复（同意），且未表示愿意磋商的，不会进入已签协议」成立，" in ran.err


def test_an_outcome_behind_a_condition_that_is_never_true(regulation: Path) -> None:
    policy = change(
        regulation,
        "判决生效，不支持的，进入已驳回",
        "判决生效，不支持，且裁定不予确认已满9次，且未送达告知书，且未起诉的，进入已驳回",
    )
    assert checked(policy)[1]["每一结局均可到达。"]["verdict"] == "refuted"


SIGNED = """
第一条
  待受理的，机关应当受理；受理后，进入待听证。
  待听证的，听证后，进入待决定。
  待决定的，机关应当决定；决定，决定书经机关签字的，进入已准予；决定，决定书未经机关签字的，进入已驳回。

保证
  每一结局均可到达。
"""


def test_an_outcome_behind_a_signature_is_reached_by_a_case_with_it(tmp_path: Path) -> None:
    from tests.compiler.policy import policy

    place = tmp_path / "许可.eco"
    place.write_text(policy(SIGNED), encoding="utf-8")
    (row,) = checked(place)[1].values()
    papers = [case["rows"][-1].get("documents") for case in row["cases"]]  # type: ignore[attr-defined]
    assert row["verdict"] == "proved"
    assert papers == [{"决定书": {"signed": ["机关"]}}, {"决定书": {"refused": ["机关"]}}]


def test_proofs_can_be_left_out() -> None:
    ran = eco("check", XPCC, "--no-proofs", "-q")
    assert ran.status == 0
    assert "保证 11 项：没有证明" in ran.out
    assert eco("check", XPCC, "--no-proofs", "--require-proofs", "-q").status == 2
