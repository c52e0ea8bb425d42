"""Amendments in the policy file alone change verdicts, drawing and coverage; mistakes are shown where they are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import ecolang
from ecolang.draw import dot
from tests.command import XPCC, Ran, eco
from tests.policies.conftest import SOURCE, Amended

SERVED = {"event": "送达告知书", "on": "2025-03-03", "方式": "直接", "会议日期": "2025-03-18"}
AGREED = {"event": "答复", "on": "2025-03-05", "同意": True}
REPLY = ("之日起5个工作日内答复", "之日起7个工作日内答复")
MEETINGS = ("召开会议原则上不超过3次", "召开会议原则上不超过2次")
ITEM = ("（五）协议生效时间及违约责任；（六）其他事项，可以没有。", "（五）协议生效时间及违约责任；（六）其他事项，可以没有；（七）缴纳方式。")  # fmt: skip # noqa: E501
GROUND = ("    （七）写明理由。\n  （一款）", "    （七）写明理由；\n    （八）送达未果已满2次。\n  （一款）")


@cache
def load(policy: Path) -> ecolang.Policy:
    return ecolang.load(policy)


def track(policy: Path, as_of: str, *events: dict[str, Any]) -> ecolang.TrackVerdict:
    """What becomes of the one respondent."""
    (only,) = load(policy).evaluate(events, as_of=as_of, case="1号").tracks
    return only


def findings(verdict: ecolang.TrackVerdict) -> list[tuple[str, str, str]]:
    """Kind, degree and clause of each finding above a note."""
    return [(each.kind, each.degree, each.cite) for each in verdict.findings if each.degree != "note"]


def words(policy: Path) -> str:
    """All that is written in the drawing."""
    text = dot(load(policy).program, "zh", documents=True)
    return re.sub(r"<[^<>]*>|\s", "", text)


@cache
def coverage(policy: Path) -> dict[str, Any]:
    found: dict[str, Any] = eco("check", policy, "--format", "json").json["coverage"]
    return found


def carried(policy: Path, clause: str) -> int:
    """How many rules carry a clause."""
    return next(len(each["rules"]) for each in coverage(policy)["clauses"] if each["clause"] == clause)


# ── 第七条：5个工作日 → 7个工作日 ─────────────────────────────────────────────────────────────────────────────────


def test_a_longer_period_for_the_reply_moves_the_lapse(amended: Amended) -> None:
    # Served on Monday 3 March 2025. The 4th, 5th, 6th, 7th and 10th are days 1 to 5; the 11th and 12th are 6 and 7.
    policy = amended(REPLY)
    stages = {
        day: (track(XPCC, f"2025-03-{day}", SERVED).stage, track(policy, f"2025-03-{day}", SERVED).stage)
        for day in (10, 11, 12, 13)
    }
    assert stages == {
        10: ("待答复", "待答复"),
        11: ("未获同意", "待答复"),
        12: ("未获同意", "待答复"),
        13: ("未获同意", "未获同意"),
    }
    assert [each.due for each in track(policy, "2025-03-13", SERVED).findings if each.kind == "overdue"] == [
        "2025-03-12"
    ]


def test_a_longer_period_for_the_reply_is_drawn(amended: Amended) -> None:
    before, after = words(XPCC), words(amended(REPLY))
    assert "逾期（5个工作日）" in before and "逾期（7个工作日）" not in before
    assert "逾期（7个工作日）" in after and "逾期（5个工作日）" not in after


def test_a_longer_period_for_the_reply_is_the_same_clause(amended: Amended) -> None:
    policy = amended(REPLY)
    assert eco("check", policy).status == 0
    assert coverage(policy)["percent"] == 100
    assert carried(policy, "第七条第一款") == carried(XPCC, "第七条第一款")


# ── 第十条：3次 → 2次 ────────────────────────────────────────────────────────────────────────────────────────────

#: Three meetings, each without agreement, the respondent still willing.
THREE_MEETINGS = (
    SERVED,
    AGREED,
    {"event": "组建磋商小组", "on": "2025-03-06"},
    *({"event": "召开会议", "on": day, "结果": "未一致", "仍有意愿": True}
      for day in ("2025-03-18", "2025-04-08", "2025-04-29")),
)  # fmt: skip


def test_fewer_meetings_make_the_third_one_too_many(amended: Amended) -> None:
    # 3 of 3, then 3 of 2: one beyond the number in principle, within the one more that needs an approval: a caution.
    before, after = (track(policy, "2025-04-29", *THREE_MEETINGS) for policy in (XPCC, amended(MEETINGS)))
    assert findings(before) == []
    assert findings(after) == [("too_many", "caution", "第十条第二款")]


def test_fewer_meetings_are_drawn(amended: Amended) -> None:
    before, after = words(XPCC), words(amended(MEETINGS))
    assert "召开会议原则上不超过3次" in before and "召开会议原则上不超过2次" not in before
    assert "召开会议原则上不超过2次" in after and "召开会议原则上不超过3次" not in after


def test_fewer_meetings_are_the_same_clause(amended: Amended) -> None:
    policy = amended(MEETINGS)
    assert eco("check", policy).status == 0 and coverage(policy)["percent"] == 100


# ── 第十二条：赔偿协议增加一项 ───────────────────────────────────────────────────────────────────────────────────

#: Agreed at the first meeting, signed with all six items of the text.
SIGNED = (
    SERVED,
    AGREED,
    {"event": "组建磋商小组", "on": "2025-03-06"},
    {"event": "召开会议", "on": "2025-03-18", "结果": "一致"},
    {"event": "签订协议", "on": "2025-03-25", "范围": "全部", "履行期限": "2025-12-31",
     "documents": {"赔偿协议": {"items": {str(number): "有" for number in range(1, 7)}}}},
)  # fmt: skip


def test_a_further_item_of_the_agreement_is_missed(amended: Amended) -> None:
    # The text has six items; the seventh cites the paragraph, as no 项 of the text has it.
    before, after = (track(policy, "2025-03-25", *SIGNED) for policy in (XPCC, amended(ITEM)))
    assert findings(before) == []
    assert findings(after) == [("incomplete", "violation", "第十二条第一款")]
    assert [each.item for each in after.findings if each.kind == "incomplete"] == ["缴纳方式"]


def test_a_further_item_of_the_agreement_is_drawn(amended: Amended) -> None:
    before, after = words(XPCC), words(amended(ITEM))
    assert "缴纳方式" not in before and "缴纳方式" in after


def test_a_further_item_that_the_text_has_too_is_counted(amended: Amended) -> None:
    # 86 clauses; with the text's new （七） 87, of which 86 (98.85%, rounded down) are accounted for until the policy
    # has it too.
    text = (SOURCE, "（六）其他事项。\n\n签订", "（六）其他事项；\n\n（七）缴纳方式。\n\n签订")
    tables = [coverage(each) for each in (XPCC, amended(ITEM), amended(text), amended(text, ITEM))]
    assert [each["total"] for each in tables] == [86, 86, 87, 87]
    assert [each["missing"] for each in tables] == [0, 0, 1, 0]
    assert [each["percent"] for each in tables] == [100, 100, 98.8, 100]


# ── 第十一条：增加一项情形 ───────────────────────────────────────────────────────────────────────────────────────

TRIED = tuple({"event": "送达未果", "on": day, "方式": "邮寄"} for day in ("2025-03-03", "2025-03-05"))
DECLARED = {"event": "认定磋商不成", "on": "2025-03-06"}


def test_a_further_ground_is_available_and_used(amended: Amended) -> None:
    # The second vain service is on 5 March: the ground is there from that day on. Ground （四） needs every mode tried.
    policy = amended(GROUND)
    grounds = {
        place: [
            (ground.cite, ground.since)
            for each in track(where, "2025-03-05", *TRIED).permitted
            if "认定磋商不成" in each.events
            for ground in each.grounds
            if ground.state == "true"
        ]
        for place, where in (("before", XPCC), ("after", policy))
    }
    assert grounds == {"before": [], "after": [("第十一条第一款", "2025-03-05")]}
    before, after = (track(where, "2025-03-06", *TRIED, DECLARED) for where in (XPCC, policy))
    assert (before.stage, findings(before)) == ("待告知", [("not_permitted", "violation", "第十一条第一款")])
    assert (after.stage, findings(after)) == ("磋商不成", [])


def test_a_further_ground_is_drawn(amended: Amended) -> None:
    before, after = words(XPCC), words(amended(GROUND))
    assert "送达未果已满2次" not in before and "送达未果已满2次" in after
    assert "7种情形之一" in before and "8种情形之一" in after


def test_a_ground_that_is_deleted_leaves_its_clause_without_a_rule(amended: Amended) -> None:
    # Without （三） the later ones cite what the text numbers one higher; its last, （七）, then has no rule: 85 of 86.
    third = "（三）召开会议已满3次，且已认为难以达成一致；\n"
    policy = amended((f"{third}    （四）", "（三）"), (f"{third}        （四）", "（三）"), *RENUMBERED)
    ran = eco("check", policy, "--format", "json")
    assert ran.status == 2
    # The event that only this ground spoke of is now one that no rule uses.
    assert [each["code"] for each in ran.json["diagnostics"]] == ["E203", "E501"]
    assert (ran.json["coverage"]["missing"], ran.json["coverage"]["percent"]) == (1, 98.8)
    missing = [each["clause"] for each in ran.json["coverage"]["clauses"] if each["how"] == "missing"]
    assert missing == ["第十一条第一款第（七）项"]


#: The base sentence and the reading that repeats it.
RENUMBERED = tuple(
    (f"（{old}）{words}", f"（{new}）{words}")
    for old, new, words in (
        ("五", "四", "已出现无法磋商状态其后"), ("六", "五", "磋商期限已届满"), ("七", "六", "写明理由")
    )
)  # fmt: skip


# ── mistakes: the message, and the marks right under the words ───────────────────────────────────────────────────


def shown(ran: Ran) -> list[tuple[str, str, str]]:
    """Each problem as its first line, the words that its marks underline, and its remedy.

    A Chinese character and its full-width mark take two columns, so that marks are compared column by column.
    """
    found = []
    for block in re.split(r"\n(?=(?:错误|警告) )", ran.err):
        lines = block.splitlines()
        text, marks = (line.partition("| ")[2] for line in lines[3:5])
        remedy = next(line.partition("改法：")[2] for line in lines if "改法：" in line)
        found.append((lines[0].partition(" ")[2], under(text, marks), remedy))
    return found


def under(text: str, marks: str) -> str:
    """The characters of a line above its marks."""
    columns = doubled(text)
    return "".join(each for each in columns[marks.index("^") : marks.rindex("^") + 1])


def doubled(words: str) -> str:
    """Each character as often as it is columns wide; quotation marks are of one column."""
    return "".join(char * (2 if east_asian_width(char) in "WF" else 1) for char in words)


def only_problem(policy: Path) -> tuple[str, str, str]:
    ran = eco("check", policy)
    assert ran.status == 2
    (only,) = shown(ran)
    return only


PRECEDENCE = "  第七条第一款与附件1第五项不一致的，以第七条第一款为准。\n"


def test_without_the_precedence_the_article_is_against_the_annex(amended: Amended) -> None:
    policy = amended((PRECEDENCE, ""))
    ran = eco("check", policy)
    assert ran.status == 2 and "附件1第五项" in ran.err
    reply, annex = line_of(policy, "【答复】待答复的"), line_of(policy, "（五项）待答复的")
    # Both places, the second under dashes; of their 19 characters one (5, 3) is one column wide, the others two.
    assert ran.err.splitlines() == [
        "错误 E701：「答复」的期间，「第七条第一款」说是「5个工作日」，「附件1第五项」说是「3个工作日」。",
        f"   --> {policy}/measures.eco:{reply}:21",
        "    |",
        f"{reply} |   （一款）【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：",
        f"    |                                       {'^' * 37}",
        f"   ::: {policy}/measures.eco:{annex}:17 另见附件1第五项",
        "    |",
        f"{annex} |   （五项）待答复的，义务人应当自最近一次送达告知书之日起3个工作日内答复。",
        f"    |                               {'-' * 37}",
        "    = 改法：改成一致，或者写明以哪个为准，例如「第七条第一款与附件1第五项不一致的，以第七条第一款为准。」",
        "    = 出处：第七条第一款",
        "",
    ]


def line_of(policy: Path, words: str) -> int:
    text = (policy / "measures.eco").read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


def test_a_name_that_nobody_declared(amended: Amended) -> None:
    assert only_problem(
        amended(("自最近一次送达告知书之日起5个工作日内", "自最近一次送达告之书之日起5个工作日内"))
    ) == (
        "E201：「送达告之书」没有声明过。",
        doubled("送达告之书"),
        "如果是想写「送达告知书」，请改正；新的名称要先在词汇里声明（例如「事件」一节）。",
    )


def test_a_name_of_the_wrong_kind(amended: Amended) -> None:
    assert only_problem(amended(("权利人可以商请协助取证。", "权利人可以待开会。"))) == (
        "E204：「待开会」是阶段，这里要写事件。",
        doubled("待开会"),
        "换成一个已声明的事件。",
    )


def test_an_article_that_the_text_does_not_have(amended: Amended) -> None:
    ran = eco("check", amended(("第二十条\n", "第二十一条\n")))
    assert ran.status == 2
    assert shown(ran)[0] == (
        "E401：原文没有「第二十一条」，最后一条是「第二十条」。",
        doubled("第二十一条"),
        "改为「第二十条」，或者核对原文的条号。",
    )
    # And the text's own 第二十条 is now without a rule.
    assert "原文「第二十条」没有写成规则" in shown(ran)[1][0]


def test_a_citation_of_that_article(amended: Amended) -> None:
    assert only_problem(amended(("（依附件4第四项（三））", "（依第二十一条）"))) == (
        "E401：原文没有「第二十一条」，最后一条是「第二十条」。",
        doubled("第二十一条"),
        "改为「第二十条」，或者核对原文的条号。",
    )


def test_a_quotation_that_differs_from_the_text(amended: Amended) -> None:
    # The text says 依纪依法处理: the fourth character is another one.
    quoted = ("第十九条\n", "第十九条\n  原文：“依纪依规处理”。\n")
    assert only_problem(amended(quoted)) == (
        "E405：引文第4个字起与「第十九条」的原文不同：写的是「规处理」，原文是「法处理，涉嫌犯罪的，移送…」。",
        doubled("规处理"),
        "把原文照抄过来，标点也要一样。",
    )


def test_a_quotation_to_the_letter(amended: Amended) -> None:
    assert eco("check", amended(("第十九条\n", "第十九条\n  原文：“依纪依法处理”。\n"))).status == 0


def test_a_period_without_a_unit(amended: Amended) -> None:
    assert only_problem(amended(("之日起5个工作日内答复：\n    同意的", "之日起5内答复：\n    同意的"))) == (
        "E106：「5」没有写单位，不知道是日、工作日还是月。",
        "5",
        "写成「5日」「5个工作日」「5个月」或者「5年」。",
    )


def test_a_sentence_with_two_readings(amended: Amended) -> None:
    stage = "  磋商不成〔consultation failed〕。\n"
    ran = eco("check", amended((stage, stage + "  已拒绝磋商〔refused〕。\n")))
    assert ran.status == 2
    assert set(shown(ran)) == {
        (
            "E105：「已拒绝磋商」可以读作「已拒绝磋商」，也可以读作「已｜拒绝磋商」。",
            doubled("已拒绝磋商"),
            "在两个词之间加空格或者逗号分开；是阶段的，前面写「处于」；或者给其中一个名称换个说法。",
        )
    }


def test_the_same_in_english(amended: Amended) -> None:
    ran = eco("check", amended(("之日起5个工作日内答复：\n    同意的", "之日起5内答复：\n    同意的")), "--lang", "en")
    assert ran.status == 2 and ran.err.startswith("error E106: ") and "= clause: Article 7" in ran.err
    assert not re.search("[一-鿿]", ran.err.splitlines()[0])
