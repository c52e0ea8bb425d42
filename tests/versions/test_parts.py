"""Articles of a new version that reach into older cases: by the old words until their event comes, by the new from
then on. Every date is counted beside it; 2026 is a common year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ecolang
from ecolang_runtime.policy import Policy
from ecolang_runtime.verdict import Finding, Verdict
from tests.versions.rules import event, folder, judged

HEAD = """《采购办法》
期间：自次日起算。

角色
  机关。
  供应商，可以有数人。

文件
  协议书。

事件
  申请：由供应商。
  签订：由机关，向供应商；载明范围（全部、部分）；附协议书。
  公布：由机关，向供应商。
  催告：由机关，向供应商。
  结案：由机关，向供应商。

阶段
  待申请，起始。
  办理中。

结局
  已结案。
  已失效。

期限
  供货期限。

办理：每一供应商分别办理。

第一条
  待申请的，供应商应当申请；申请后，进入办理中。
"""
OLD = """
第二条
  办理中的，机关可以签订；签订后，机关应当自签订之日起20日内公布。
  协议书应当包括：金额。
  签订不超过3次。

第三条
  办理中的，机关应当自申请之日起60日内结案；结案后，进入已结案。

第四条
  供货期限为40日，自首次签订之日起算。
  办理中的，供货期限已届满的，进入已失效。

第五条
  施行：2023年1月1日。
"""
NEW = """
第二条
  办理中的，机关可以签订；签订后，机关应当自签订之日起10日内公布。
  协议书应当包括：金额；期限。
  签订不超过2次。

第三条
  办理中的，机关应当自申请之日起30日内结案；结案后，进入已结案。

第四条
  供货期限为50日，自首次签订之日起算。
  办理中的，供货期限已届满的，进入已失效。

第五条
  施行：2026年3月1日。
  施行前申请的案件，适用《原采购办法》。
"""
ASKED = event("申请", "2026-02-10", party="甲")


def both(path: Path, clause: str, *, old: str = OLD, new: str = NEW) -> Policy:
    return ecolang.load(folder(path, v2023=HEAD + old, v2026=f"{HEAD}{new}  {clause}\n"))


def signed(on: str, party: str = "甲", how: str = "全部", **more: Any) -> dict[str, Any]:
    return event("签订", on, party=party, 范围=how, **more)


def dues(found: Verdict, track: int = 0) -> list[tuple[str, str | None, str | None]]:
    """Each open duty that has a last day: its clause, the day, the version that it comes from."""
    rows = [(row.cite, row.due and row.due.last, row.version) for row in found.tracks[track].open_duties]
    return [(cite, last, version) for cite, last, version in rows if last is not None and cite == "第二条"]


def found_of(found: Verdict) -> list[Finding]:
    return [row for row in found.findings if row.degree != "note"]


def test_what_was_signed_before_goes_on_by_the_old_words_and_what_is_signed_after_by_the_new(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    events = (ASKED, signed("2026-02-20"), signed("2026-03-05"))
    # 20 days from 20 February: 8 to its end, 12 more: 12 March. 10 days from 5 March: 15 March.
    found = judged(policy, "2026-03-06", *events)
    assert (found.version, found.parts) == ("2023", (("2026", ("第二条",)),))
    assert dues(found) == [("第二条", "2026-03-12", None), ("第二条", "2026-03-15", "2026")]
    # Published on the 14th: two days late for the first, in time for the second.
    later = judged(policy, "2026-03-14", *events, event("公布", "2026-03-14", party="甲"))
    assert [(row.kind, row.due, row.days, row.version) for row in found_of(later)] == [("late", "2026-03-12", 2, None)]
    assert dues(later) == []


def test_until_the_event_comes_only_the_old_words_apply(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    # 3 March is after commencement, but nothing was signed after it.
    assert dues(judged(policy, "2026-03-03", ASKED, signed("2026-02-20"))) == [("第二条", "2026-03-12", None)]
    # The first day of the new version counts as after: 10 days from 1 March are 11 March.
    assert dues(judged(policy, "2026-03-03", ASKED, signed("2026-03-01"))) == [("第二条", "2026-03-11", "2026")]


def test_a_document_is_held_to_the_list_of_the_day_on_which_it_is_signed(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    paper = {"协议书": {"items": {"金额": True, "期限": None}}}
    events = (ASKED, signed("2026-02-20", documents=paper), signed("2026-03-05", documents=paper))
    # The old list asks for the amount alone, the new one for the term too.
    missing = [row for row in found_of(judged(policy, "2026-03-06", *events)) if row.kind == "incomplete"]
    assert [(row.cite, row.item, row.on, row.version) for row in missing] == [("第二条", "期限", "2026-03-05", "2026")]


def test_a_count_goes_on(tmp_path: Path) -> None:
    """Three were allowed, two are now: the second of February is no breach, the third, of March, is."""
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    events = (ASKED, signed("2026-02-20"), signed("2026-02-25"), signed("2026-03-05"))
    many = [row for row in found_of(judged(policy, "2026-03-06", *events)) if row.kind == "too_many"]
    assert [(row.on, row.count, row.limit, row.version) for row in many] == [("2026-03-05", 3, 2, "2026")]


def test_each_track_has_its_own_moment(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    events = (
        ASKED,
        event("申请", "2026-02-11", party="乙"),
        signed("2026-02-20"),
        signed("2026-02-24", "乙"),
        signed("2026-03-05"),
        signed("2026-03-09", "乙"),
    )
    found = judged(policy, "2026-03-10", *events, parties={"供应商": ["甲", "乙"]})
    assert [track.party for track in found.tracks] == ["甲", "乙"]
    assert dues(found) == [("第二条", "2026-03-12", None), ("第二条", "2026-03-15", "2026")]
    # 24 February and 20 is 16 March (4 to the end of February, 12 more were 12 March, 16 are 16), 9 March and 10 is 19.
    assert dues(found, 1) == [("第二条", "2026-03-16", None), ("第二条", "2026-03-19", "2026")]
    # On 6 March the other has signed nothing after commencement.
    before = judged(policy, "2026-03-06", *events, parties={"供应商": ["甲", "乙"]})
    assert dues(before, 1) == [("第二条", "2026-03-16", None)]
    assert (before.tracks[0].parts, before.tracks[1].parts) == ((("2026", ("第二条",)),), ())


def test_a_duty_of_a_stage_that_is_open_keeps_its_words_and_is_not_owed_twice(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第三条。")
    found = judged(policy, "2026-03-06", ASKED, signed("2026-03-05"))
    # 60 days from 10 February: 18 to its end, 31 of March, 11 of April. 30 would be 12 March.
    closing = [row for row in found.tracks[0].open_duties if "结案" in row.events]
    assert [(row.due and row.due.last, row.version) for row in closing] == [("2026-04-11", None)]
    assert judged(policy, "2026-03-20", ASKED, signed("2026-03-05")).findings == found.findings
    # It still ends with its stage, and the move is the new article's.
    over = judged(policy, "2026-03-20", ASKED, signed("2026-03-05"), event("结案", "2026-03-20", party="甲"))
    assert over.tracks[0].stage == "已结案" and found_of(over) == []
    assert not any("结案" in row.events for row in over.tracks[0].open_duties)


def test_a_period_that_runs_keeps_its_length(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后催告的，适用本办法第四条。")
    urged = event("催告", "2026-03-05", party="甲")
    first = judged(policy, "2026-03-06", ASKED, signed("2026-02-20"), urged)
    # 40 days from 20 February: 8 to its end, 31 of March, 1 of April; 50 would be 11 April.
    ends = [row.due and row.due.last for row in first.tracks[0].limits if row.name == "供货期限"]
    assert ends == ["2026-04-01"]
    assert judged(policy, "2026-04-01", ASKED, signed("2026-02-20"), urged).tracks[0].stage == "办理中"
    assert judged(policy, "2026-04-02", ASKED, signed("2026-02-20"), urged).tracks[0].stage == "已失效"
    # One that begins after it has the new length: 50 days from 6 March are 25 to its end, 25 of April.
    other = judged(policy, "2026-03-06", ASKED, urged, signed("2026-03-06"))
    assert [row.due and row.due.last for row in other.tracks[0].limits if row.name == "供货期限"] == ["2026-04-25"]


def test_a_condition_on_the_event_chooses_the_moment(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订（范围为全部）的，适用本办法第二条。")
    events = (ASKED, signed("2026-03-02", how="部分"), signed("2026-03-05"))
    # 2 March and 20 is 22 March, by the old words, since it was a part; 5 March and 10 is 15 March.
    found = judged(policy, "2026-03-06", *events)
    assert dues(found) == [("第二条", "2026-03-22", None), ("第二条", "2026-03-15", "2026")]


def test_an_article_under_another_number_takes_over(tmp_path: Path) -> None:
    new = NEW.replace("第五条\n", "第六条（原第五条）\n").replace("第四条\n", "第五条（原第四条）\n")
    new = new.replace("第三条\n", "第四条（原第三条）\n").replace("第二条\n", "第三条（原第二条）\n")
    new = new.replace("\n第三条（", "\n第二条\n  办理中的，鼓励机关催告。\n\n第三条（", 1)
    policy = both(tmp_path, "施行后签订的，适用本办法第三条。", new=new)
    events = (ASKED, signed("2026-02-20"), signed("2026-02-25"), signed("2026-03-05"))
    found = judged(policy, "2026-03-06", *events)
    many = [row for row in found_of(found) if row.kind == "too_many"]
    assert [(row.cite, row.on, row.count, row.limit) for row in many] == [("第三条", "2026-03-05", 3, 2)]
    publish = [row for row in found.tracks[0].open_duties if "公布" in row.events]
    assert [(row.cite, row.due and row.due.last) for row in publish] == [
        ("第二条", "2026-03-12"),
        ("第二条", "2026-03-17"),  # 25 February and 20: 3 to its end, 17 more
        ("第三条", "2026-03-15"),
    ]


def test_a_duty_of_old_words_lapses_by_them(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    found = judged(policy, "2026-03-13", ASKED, signed("2026-02-20"), signed("2026-03-05"))
    assert [(row.kind, row.cite, row.on, row.due, row.version) for row in found_of(found)] == [
        ("overdue", "第二条", "2026-03-13", "2026-03-12", None)
    ]
    # Three days later the other is overdue too, by the new words.
    both_late = judged(policy, "2026-03-16", ASKED, signed("2026-02-20"), signed("2026-03-05"))
    assert [(row.on, row.version) for row in found_of(both_late)] == [("2026-03-13", None), ("2026-03-16", "2026")]


def test_what_the_lapse_of_an_old_duty_sets_off(tmp_path: Path) -> None:
    clause = "；逾期未公布的，进入已失效。\n  协议书"
    old, new = (each.replace("。\n  协议书", clause, 1) for each in (OLD, NEW))
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。", old=old, new=new)
    events = (ASKED, signed("2026-02-20"), signed("2026-03-05"))
    # The old duty's last day is 12 March, the new one's the 15th: the first lapse moves, by the words of the old.
    assert judged(policy, "2026-03-12", *events).tracks[0].stage == "办理中"
    found = judged(policy, "2026-03-13", *events).tracks[0]
    assert (found.stage, found.since) == ("已失效", "2026-03-13")


def test_a_period_that_was_suspended_by_the_old_words_is_resumed_by_the_new(tmp_path: Path) -> None:
    more = "自首次签订之日起算。\n  催告后，供货期限中止；公布后，供货期限恢复。"
    old, new = (each.replace("自首次签订之日起算。", more, 1) for each in (OLD, NEW))
    policy = both(tmp_path, "施行后签订（范围为部分）的，适用本办法第四条。", old=old, new=new)
    events = (
        ASKED,
        signed("2026-02-20"),
        event("催告", "2026-02-25", party="甲"),
        signed("2026-03-05", how="部分"),
        event("公布", "2026-03-10", party="甲"),
    )
    # Stood still from 25 February to 9 March, 4 and 9 days: 1 April and 13 is 14 April.
    limits = judged(policy, "2026-03-11", *events).tracks[0].limits
    told = [(row.due and row.due.last, row.suspended) for row in limits if row.name == "供货期限"]
    assert told == [("2026-04-14", 13)]


def test_two_clauses_take_over_each_at_its_event(tmp_path: Path) -> None:
    clauses = "施行后签订的，适用本办法第二条。\n  施行后催告的，适用本办法第四条。"
    policy = both(tmp_path, clauses)

    def told(*events: dict[str, Any]) -> tuple[Any, ...]:
        found = judged(policy, "2026-03-07", ASKED, *events)
        period = next(row for row in found.tracks[0].limits if row.name == "供货期限")
        return found.parts, dues(found), period.due and period.due.last

    urged, new = event("催告", "2026-03-06", party="甲"), [("第二条", "2026-03-15", "2026")]
    parts = (("2026", ("第二条", "第四条")),)
    # 40 days from 5 March, before it was urged: 26 to the end of March, 14 of April.
    assert told(signed("2026-03-05"), urged) == (parts, new, "2026-04-14")
    # 50 days from 5 March, after it was urged: 26 and 24.
    assert told({**urged, "on": "2026-03-04"}, signed("2026-03-05")) == (parts, new, "2026-04-24")


def test_a_case_step_by_step_says_what_the_whole_case_says(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    case = policy.case("一号")
    case.record("申请", on="2026-02-10", party="甲")
    case.record("签订", on="2026-02-20", party="甲", 范围="全部")
    assert dues(case.as_of("2026-03-02")) == [("第二条", "2026-03-12", None)]
    case.record("签订", on="2026-03-05", party="甲", 范围="全部")
    assert dues(case.as_of("2026-03-06")) == [("第二条", "2026-03-12", None), ("第二条", "2026-03-15", "2026")]


def test_the_text_names_no_row(tmp_path: Path) -> None:
    policy = both(tmp_path, "施行后签订的，适用本办法第二条。")
    found = judged(policy, "2026-03-13", ASKED, signed("2026-02-20"), signed("2026-03-05"))
    text = policy.text(found)
    assert "2026-03-13　“公布”的期限届满" in text and "@" not in text
