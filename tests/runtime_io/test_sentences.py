"""What a person reads of each row of a verdict, in both languages."""

import re
from datetime import date
from typing import Any

import pytest

from ecolang.program import Counting as Counted
from ecolang.program import Deadline, Period, Program, Settings
from ecolang.time import Calendar, Counting, forward
from ecolang_runtime.verdict import (
    AvailableGround,
    DueDate,
    Effect,
    Entry,
    Finding,
    Limit,
    Missing,
    OpenDuty,
    Permitted,
)
from ecolang_runtime.wording import Words, sentences, templates


@pytest.fixture(scope="session")
def zh(program: Program) -> Words:
    return Words(program, "zh")


@pytest.fixture(scope="session")
def en(program: Program) -> Words:
    return Words(program, "en")


def found(kind: str, degree: str = "violation", cite: str = "第三条", norm: str = "答复", **more: Any) -> Finding:
    values: dict[str, Any] = {"event": "答复", "on": "2026-03-11", **more}
    return Finding(kind, degree, cite, norm, **values)


FINDINGS = [
    (
        found("unexpected", "caution", failed=("e2", "e3")),
        "2026年3月11日的“答复”，这一阶段的去向都不符合条件（同意；非（同意）），已经记录，没有引起变动（第三条）。",
        "“reply” of 11 March 2026 met no condition of that stage (agrees; not (agrees)); it was recorded and moved "
        "nothing (Article 3).",
    ),
    (
        found("overdue", due="2026-03-09", days=11, who=("相对人",)),
        "相对人应当最迟于2026年3月9日答复，没有做到，逾期11日（第三条）。",
        "The respondent had to reply by 9 March 2026 and did not; 11 days overdue (Article 3).",
    ),
    (
        found("overdue", cite="第七条", norm="公布", event="公布", due="2026-03-09", days=1, who=("机关",)),
        "机关应当及时公布，至2026年3月9日仍没有做到，又过1日（第七条）。",
        "The authority had to publish without delay and had not by 9 March 2026, 1 day ago (Article 7).",
    ),
    (
        found("late", due="2026-03-09", actual="2026-03-11", days=2),
        "“答复”迟2日：最迟应当为2026年3月9日，实际为2026年3月11日（第三条）。",
        "“reply” came 2 days late: due by 9 March 2026, done on 11 March 2026 (Article 3).",
    ),
    (
        found("too_early", norm="终止", event="终止协商", due="2026-03-12", effect=False),
        "2026年3月11日的“终止协商”过早：2026年3月12日届满之后才可以，没有效力（第三条）。",
        "“end consultation” of 11 March 2026 came too early: it may be done only after 12 March 2026; "
        "it has no effect (Article 3).",
    ),
    (
        found("missing", event="公布", due="2026-03-11", item="召开会议", who=("机关",)),
        "机关应当先公布，再“召开会议”，至2026年3月11日没有做到（第三条）。",
        "The authority had to publish before “hold meeting” and had not by 11 March 2026 (Article 3).",
    ),
    (
        found("too_many", "caution", "第四条第一款", "会议次数", event="召开会议", count=3, limit=2),
        "2026年3月11日的“召开会议”是第3次，超过2次的上限（第四条第一款）。",
        "“hold meeting” of 11 March 2026 was number 3, over the limit of 2 (Article 4(1)).",
    ),
    (
        found("too_few", norm="会议次数", event="终止协商", count=1, limit=2),
        "2026年3月11日“终止协商”时，“召开会议”只有1次，至少应当有2次（第三条）。",
        "At “end consultation” of 11 March 2026, “hold meeting” had been done 1 of at least 2 times (Article 3).",
    ),
    (
        found("exceeded", norm="协商期限", event=None, item="协商期限", due="2026-05-31", days=5),
        "协商期限已于2026年5月31日届满，超过5日（第三条）。",
        "The consultation period ended on 31 May 2026 and is exceeded by 5 days (Article 3).",
    ),
    (
        found("not_permitted", norm="终止", event="终止协商", item="第六条第（二）项", effect=False),
        "2026年3月11日的“终止协商”不具备条件：所称的依据第六条第（二）项当时不成立，没有效力（第三条）。",
        "“end consultation” of 11 March 2026 was not permitted: its ground, Article 6 item 2, did not hold; "
        "it has no effect (Article 3).",
    ),
    (
        found("not_permitted", norm="终止", event="终止协商", due="2026-03-09", days=2, effect=False),
        "2026年3月11日的“终止协商”过期：最迟为2026年3月9日，超过2日，没有效力（第三条）。",
        "“end consultation” of 11 March 2026 came after it could be done: the last day was 9 March 2026, "
        "2 days before; it has no effect (Article 3).",
    ),
    (
        found("forbidden", event="召开会议", who=("机关",)),
        "这时不得“召开会议”，2026年3月11日仍然作出（机关）（第三条）。",
        "“hold meeting” was forbidden and was done on 11 March 2026 by the authority (Article 3).",
    ),
    (
        found("wrong_actor", event="召开会议", who=("相对人",), item="主持人"),
        "2026年3月11日的“召开会议”应当由主持人作出，实际由相对人作出（第三条）。",
        "“hold meeting” of 11 March 2026 was for the chair to do and was done by the respondent (Article 3).",
    ),
    (
        found("incomplete", norm="通知书内容", event="送达通知", item="时间地点"),
        "2026年3月11日的通知书缺少“时间地点”（第三条）。",
        "The notice of 11 March 2026 lacks “时间地点” (Article 3).",
    ),
    (
        found("unsigned", norm="会议记录", event="召开会议", item="会议记录", who=("相对人",)),
        "2026年3月11日的会议记录没有相对人签字（第三条）。",
        "The respondent did not sign the minutes of 11 March 2026 (Article 3).",
    ),
    (
        found("undetermined", "caution", due="2027-02-12", actual="2027-02-13", provisional=("中国 2027",)),
        "“答复”是否逾期尚不能确定：按现有日历最迟为2027年2月12日，实际为2027年2月13日"
        "（暂定：中国 2027的放假安排未公布）（第三条）。",
        "Whether “reply” is late cannot be told yet: by the calendar at hand it is due by 12 February 2027, "
        "done on 13 February 2027 (provisional: the days off of 中国 2027 are not published) (Article 3).",
    ),
    (
        found("not_checked", "note", norm="会议程序", event="召开会议"),
        "2026年3月11日的“召开会议”没有提供步骤，未核对（第三条）。",
        "The steps of “hold meeting” of 11 March 2026 were not given and are not checked (Article 3).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "chinese", "english"), FINDINGS, ids=lambda each: getattr(each, "kind", ""))
def test_a_finding_says_what_was_wrong(zh: Words, en: Words, row: Finding, chinese: str, english: str) -> None:
    assert sentences.finding(zh, row) == chinese
    assert sentences.finding(en, row) == english


def kinds_of(doc: str | None, label: str) -> set[str]:
    """The kinds that the contract lists after a label, up to the next full stop."""
    text = (doc or "").split(label, 1)[1].split(".", 1)[0]
    return set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", re.sub(r"\([^)]*\)", "", text)))


def test_every_kind_of_finding_and_effect_has_its_words() -> None:
    assert kinds_of(Finding.__doc__, "kind:") <= set(templates.FINDINGS)
    assert kinds_of(Effect.__doc__, "kind:") <= set(templates.EFFECTS)
    assert kinds_of(Limit.__doc__, "state of a period:") <= set(templates.PERIODS)


TABLES = [
    templates.FINDINGS, templates.EFFECTS, templates.ENTRIES, templates.PERIODS, templates.COUNTED, templates.DUE,
    templates.DEADLINES,
]  # fmt: skip


def test_both_languages_of_a_template_tell_the_same_values() -> None:
    slot = re.compile(r"\{(\w+)\}")
    for table in TABLES:
        for key, (chinese, english) in table.items():
            assert set(slot.findall(chinese)) == set(slot.findall(english)), key


def owed(state: str = "open", **more: Any) -> OpenDuty:
    values: dict[str, Any] = {
        "norm": "答复", "cite": "第三条", "who": ("相对人",), "events": ("答复",), "since": "2026-03-02",
        "due": DueDate("2026-03-09", 4, (), "第三条", None), "state": state, "degree": "must", "age": 3,
    }  # fmt: skip
    return OpenDuty(**{**values, **more})


@pytest.mark.parametrize(
    ("row", "chinese", "english"),
    [
        (
            owed(),
            "相对人应当答复，最迟2026年3月9日（星期一），还剩4日（第三条）。",
            "The respondent must reply, by Monday 9 March 2026, 4 days left (Article 3).",
        ),
        (
            owed(due=DueDate("2026-03-09", 0, (), "第三条", None)),
            "相对人应当答复，最迟2026年3月9日（星期一），即今日（第三条）。",
            "The respondent must reply, by Monday 9 March 2026, which is today (Article 3).",
        ),
        (
            owed("overdue", due=DueDate("2026-03-09", -1, (), "第三条", None), degree="principle"),
            "相对人原则上应当答复，最迟2026年3月9日（星期一），已逾期1日（第三条）。",
            "The respondent must in principle reply, by Monday 9 March 2026, 1 day overdue (Article 3).",
        ),
        (
            owed(norm="送达", who=("机关",), events=("送达通知",), due=None),
            "机关应当送达通知，在“会议日期”3个工作日前（第三条）。",
            "The authority must serve notice, 3 working days before “meeting date” (Article 3).",
        ),
        (
            owed(norm="公布", who=("机关",), events=("公布",), due=None, age=12),
            "机关应当及时公布，已有12日（第三条）。",
            "The authority must publish without delay, for 12 days now (Article 3).",
        ),
    ],
)
def test_a_duty_says_who_must_do_what_by_when(zh: Words, en: Words, row: OpenDuty, chinese: str, english: str) -> None:
    assert sentences.duty(zh, row) == chinese
    assert sentences.duty(en, row) == english


def test_a_permission_says_since_when_and_on_which_ground(zh: Words, en: Words) -> None:
    ground = AvailableGround("第六条第（一）项", "2026-03-10", "true", (), "逾期未答复")
    row = Permitted("终止", "第六条", ("机关",), ("终止协商",), (ground,), None, "2026-03-10")
    assert sentences.permitted(zh, row) == "机关可以终止协商，自2026年3月10日起（第六条）。"
    assert sentences.permitted(en, row) == "The authority may end consultation, since 10 March 2026 (Article 6)."
    assert sentences.ground(zh, ground) == "第六条第（一）项“逾期未答复”：自2026年3月10日起"
    # The clause's words are Chinese and stay out of the English sentence.
    assert sentences.ground(en, ground) == "Article 6 item 1: since 10 March 2026"


def test_what_a_permission_depends_on_is_named(zh: Words, en: Words) -> None:
    ground = AvailableGround("第六条第（三）项", None, "unknown", ("召开会议·结果", "案情复杂"))
    row = Permitted("终止", "第六条", ("机关",), ("终止协商",), (ground,), None, None, "unknown")
    assert sentences.permitted(zh, row) == "机关是否可以终止协商，取决于“召开会议·结果”、“案情复杂”（第六条）。"
    assert sentences.permitted(en, row) == (
        "Whether the authority may end consultation depends on “hold meeting·result” and “complex” (Article 6)."
    )


def test_counts_and_periods_say_what_is_used(zh: Words, en: Words) -> None:
    count = Limit("会议次数", "第四条第一款", "count", "召开会议", 1, 3, 1, "open")
    assert sentences.limit(zh, count) == "召开会议：1次，最多3次（含增加的1次）"
    assert sentences.limit(en, count) == "hold meeting: 1 of at most 3 (with 1 added)"
    last = DueDate("2026-05-31", 72, (), "第五条第一款", None)
    period = Limit(
        "协商期限", "第五条第一款", "period", "协商期限", 18, 90, 0, "running", "2026-03-02", last, suspended=3
    )
    assert sentences.limit(zh, period) == "协商期限：已用18日，共90日，至2026年5月31日（星期日），中止3日"
    assert sentences.limit(en, period) == (
        "consultation period: 18 days of 90 days used, until Sunday 31 May 2026, suspended for 3 days"
    )


def test_an_entry_tells_the_act_with_its_fields(zh: Words, en: Words) -> None:
    row = Entry(1, "2026-03-11", "event", "召开会议", (), (), True, (("结果", "未一致"), ("到场", True)))
    assert sentences.entry(zh, row) == "召开会议（结果：未一致；到场：是）"
    assert sentences.entry(en, row) == "hold meeting (result: not agreed; attended: yes)"


def test_a_lapse_tells_what_ran_out(zh: Words, en: Words) -> None:
    row = Entry(1, "2026-03-11", "lapse", None, (), (Effect("lapsed", "第三条", "答复"),))
    assert sentences.entry(zh, row) == "“答复”的期限届满"
    assert sentences.entry(en, row) == "the time to reply has run out"


def test_what_is_not_known_names_the_clause_that_needs_it(zh: Words, en: Words) -> None:
    row = Missing("案情复杂", "第四条第一款", "会议次数")
    assert sentences.missing(zh, row) == "不知道“案情复杂”，因此第四条第一款未能判断。"
    assert sentences.missing(en, row) == "“complex” is not known, so Article 4(1) was not judged."


def test_a_hostile_name_cannot_break_a_sentence(zh: Words) -> None:
    said = sentences.finding(zh, found("overdue", due="2026-03-09", who=("{due}\n\u202e[[x]]" + "长" * 10_000,)))
    assert "\n" not in said and "\u202e" not in said and len(said) < 400
    assert "{due}\\n\\u202e[[x]]" in said


def test_a_day_that_the_case_gives_is_not_explained_as_counted() -> None:
    day = date(2025, 12, 31).toordinal()
    due = forward(day, 0, Counting(), Calendar())
    row = DueDate("2025-12-31", 3, (), "第三条", due)
    assert row.explain("zh") == "按案件载明的日期，最迟为2025年12月31日（星期三）。依据：第三条。"
    assert row.explain("en") == "Due on the day that the case gives, Wednesday 31 December 2025. By Article 3."


def test_the_days_of_a_period_in_years_are_counted_in_days() -> None:
    program = Program(
        Settings(language="zh"),
        periods=(Period("诉讼时效", "第一条", Deadline("t", "within", "第一条", 1, counting=Counted("year"))),),
    )
    row = Limit("诉讼时效", "第一条", "period", "诉讼时效", 122, 1, 0, "running")
    assert sentences.limit(Words(program, "zh"), row) == "诉讼时效：已用122日，共1年"
