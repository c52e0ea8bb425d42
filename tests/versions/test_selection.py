"""Which version a case, and each of its tracks, follows. Working days of 2026: Spring Festival 15 to 23 February, with
14 and 28 February worked; no day off in March before the 31st but the weekends."""

from __future__ import annotations

from pathlib import Path

import ecolang
from tests.versions.rules import BEFORE, NEW, OLD, PART, both, due, event, folder, judged, refused, text


def test_a_case_follows_the_version_in_force_when_it_began(tmp_path: Path) -> None:
    # 25 February is a Wednesday; 5 working days: 26, 27, 28 February (Saturday, worked), 2, 3 March.
    found = judged(both(tmp_path), "2026-03-03", event("申请", "2026-02-25"))
    assert (found.version, due(found)) == ("2023", ("第一条", "2026-03-03"))


def test_a_case_of_the_first_day_follows_the_new_version(tmp_path: Path) -> None:
    # 1 March is a Sunday; 7 working days: 2 to 6, 9, 10 March.
    found = judged(both(tmp_path), "2026-03-03", event("申请", "2026-03-01"))
    assert (found.version, due(found)) == ("2026", ("第一条", "2026-03-10"))


def test_the_day_it_was_opened_begins_a_case(tmp_path: Path) -> None:
    found = judged(both(tmp_path), "2026-03-03", event("申请", "2026-03-02"), opened="2026-02-28")
    assert found.version == "2023"


def test_an_old_case_cites_old_numbers(tmp_path: Path) -> None:
    # Accepted on 2 March, heard within 10 days: 12 March. What is article 3 of 2026 was article 2.
    events = (event("申请", "2026-02-25"), event("受理", "2026-03-02", 方式="当面"))
    old = judged(both(tmp_path), "2026-03-03", *events)
    assert due(old) == ("第二条", "2026-03-12")


def test_the_event_that_a_transition_names_decides(tmp_path: Path) -> None:
    policy = both(tmp_path, BEFORE)
    applied = event("申请", "2026-02-10")
    accepted = judged(policy, "2026-03-03", applied, event("受理", "2026-02-28", 方式="当面"))
    late = judged(policy, "2026-03-03", applied, event("受理", "2026-03-01", 方式="当面"))
    assert (accepted.version, late.version) == ("2023", "2026")


def test_a_case_in_which_the_event_has_not_come_follows_the_new_version(tmp_path: Path) -> None:
    assert judged(both(tmp_path, BEFORE), "2026-03-03", event("申请", "2026-02-10")).version == "2026"


def test_before_commencement_the_new_version_is_not_asked(tmp_path: Path) -> None:
    assert judged(both(tmp_path, BEFORE), "2026-02-28", event("申请", "2026-02-10")).version == "2023"


def test_what_comes_after_the_as_of_day_decides_nothing(tmp_path: Path) -> None:
    events = (event("申请", "2026-02-25"), event("受理", "2026-03-05", 方式="当面"))
    assert judged(both(tmp_path), "2026-02-26", *events).version == "2023"


def test_the_guard_of_the_event_is_looked_at(tmp_path: Path) -> None:
    policy = both(tmp_path, "  施行前受理（方式为线上）的案件，适用《原规定》。\n")
    applied = event("申请", "2026-02-10")
    online = judged(policy, "2026-03-03", applied, event("受理", "2026-02-28", 方式="线上"))
    by_hand = judged(policy, "2026-03-03", applied, event("受理", "2026-02-28", 方式="当面"))
    assert (online.version, by_hand.version) == ("2023", "2026")


def test_an_event_after_commencement_brings_an_old_case_under_the_new_version(tmp_path: Path) -> None:
    policy = both(tmp_path, "  施行后听证的案件，适用《许可办法》。\n")
    begun = (event("申请", "2026-02-10"), event("受理", "2026-02-12", 方式="当面"))
    assert judged(policy, "2026-03-03", *begun).version == "2023"
    assert judged(policy, "2026-03-03", *begun, event("听证", "2026-03-02")).version == "2026"
    assert judged(policy, "2026-03-03", *begun, event("听证", "2026-02-27")).version == "2023"


def test_each_track_follows_its_own_version(tmp_path: Path) -> None:
    policy = both(tmp_path, BEFORE)
    found = judged(
        policy,
        "2026-03-04",
        event("申请", "2026-02-10", party="甲"),
        event("受理", "2026-02-27", party="甲", 方式="当面"),
        event("申请", "2026-03-02", party="乙"),
        event("受理", "2026-03-03", party="乙", 方式="当面"),
        parties={"申请人": ["甲", "乙"]},
    )
    one, other = found.tracks
    # Ten days each: 27 February and 10 is 9 March, 3 March and 10 is 13 March; each by its own numbers.
    assert (one.party, one.version, due(one)) == ("甲", "2023", ("第二条", "2026-03-09"))
    assert (other.party, other.version, due(other)) == ("乙", "2026", ("第三条", "2026-03-13"))
    assert [used.name for used in found.versions] == ["2023", "2026"]


def test_articles_of_the_new_version_reach_into_an_old_case(tmp_path: Path) -> None:
    policy = both(tmp_path, PART)
    events = (
        event("申请", "2026-02-10"),
        event("受理", "2026-02-12", 方式="当面"),
        event("听证", "2026-03-02"),
    )
    found = judged(policy, "2026-03-04", *events)
    # 15 days from 2 March, not 20: 17 March.
    assert (found.version, found.parts, due(found)) == ("2023", (("2026", ("第四条",)),), ("第四条", "2026-03-17"))
    assert [duty.version for duty in found.open_duties] == ["2026"]


def test_what_happened_before_commencement_stays_under_the_old_articles(tmp_path: Path) -> None:
    events = (
        event("申请", "2026-02-10"),
        event("受理", "2026-02-12", 方式="当面"),
        event("听证", "2026-02-27"),
    )
    found = judged(both(tmp_path, PART), "2026-03-04", *events)
    # 20 days from 27 February: 19 March.
    assert (found.parts, due(found)) == ((), ("第三条", "2026-03-19"))


def test_a_case_before_every_version_is_refused(tmp_path: Path) -> None:
    assert refused(both(tmp_path), "2026-03-03", event("申请", "2022-12-31")) == ("D132",)


def test_the_other_cases_are_judged(tmp_path: Path) -> None:
    rows = [{"case": name, "event": "申请", "on": on} for name, on in (("甲", "2022-12-31"), ("乙", "2026-03-02"))]
    first, second = both(tmp_path).evaluate_many(rows, as_of="2026-03-03")
    assert isinstance(first, ecolang.EcoError) and first.case == "甲"
    assert isinstance(second, ecolang.Verdict) and second.version == "2026"


def test_former_rules_that_are_not_at_hand_cover_nothing(tmp_path: Path) -> None:
    policy = ecolang.load(folder(tmp_path, v2026=text(NEW, BEFORE)))
    events = (event("申请", "2026-02-10"), event("受理", "2026-02-12", 方式="当面"))
    assert refused(policy, "2026-03-03", *events) == ("D132",)


def test_one_version_that_is_asked_for_takes_every_case(tmp_path: Path) -> None:
    both(tmp_path, BEFORE)
    found = judged(ecolang.load(f"{tmp_path}@2026"), "2026-02-12", event("申请", "2026-02-10"))
    assert (found.version, found.open_duties[0].cite) == (None, "第一条")


def test_a_version_that_is_not_issued_is_not_followed(tmp_path: Path) -> None:
    draft = text(NEW).replace("施行：2026年3月1日", "施行：印发之日")
    folder(tmp_path, v2023=text(OLD), v2026=draft)
    events = [event("申请", "2026-05-06")]
    assert judged(ecolang.load(tmp_path), "2026-05-07", *events).version == "2023"
    assert judged(ecolang.load(tmp_path, issued={"2026": "2026-05-06"}), "2026-05-07", *events).version == "2026"


def test_an_event_that_the_followed_version_lacks_is_refused(tmp_path: Path) -> None:
    new = NEW.replace("第二条\n  待受理的，鼓励机关及时受理。", "第二条\n  待受理的，机关可以补正。")
    words = text(new).replace("  决定：由机关", "  补正：由机关，向申请人。\n  决定：由机关")
    policy = ecolang.load(folder(tmp_path, v2023=text(OLD), v2026=words))
    assert refused(policy, "2026-03-10", event("申请", "2026-03-02"), event("补正", "2026-03-03")) == ()
    assert refused(policy, "2026-03-10", event("申请", "2026-02-25"), event("补正", "2026-03-03")) == ("D133",)


def test_fields_are_held_to_the_followed_version(tmp_path: Path) -> None:
    words = text(NEW).replace("载明方式（当面、线上）", "载明方式（当面、线上、邮寄）、编号（整数）")
    policy = ecolang.load(folder(tmp_path, v2023=text(OLD), v2026=words))
    old, new = event("申请", "2026-02-25"), event("申请", "2026-03-02")
    plain, full = event("受理", "2026-03-03", 方式="当面"), event("受理", "2026-03-03", 方式="邮寄", 编号=7)
    assert refused(policy, "2026-03-10", old, plain) == ()
    assert refused(policy, "2026-03-10", new, plain) == ("D134",)
    assert refused(policy, "2026-03-10", new, full) == ()
    assert refused(policy, "2026-03-10", old, full) == ("D134",)


def test_a_case_recorded_step_by_step_changes_its_version_with_what_comes(tmp_path: Path) -> None:
    case = both(tmp_path, BEFORE).case("一号")
    case.record("申请", on="2026-02-10")
    assert case.as_of("2026-03-01").version == "2026"
    case.record("受理", on="2026-02-20", 方式="当面")
    assert case.as_of("2026-03-01").version == "2023"


def test_a_snapshot_returns_under_its_versions(tmp_path: Path) -> None:
    case = both(tmp_path).case("一号")
    case.record("申请", on="2026-02-25")
    again = ecolang.restore(case.snapshot())
    assert again.as_of("2026-03-03") == case.as_of("2026-03-03")
