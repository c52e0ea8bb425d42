"""Powers, prohibitions and who must act."""

from __future__ import annotations

from ecolang.program import Act, Anchor, Trigger
from tests.compiler.policy import one, program

SOURCE = "## 第一条\n\n机关可以决定，有下列情形之一的：\n\n（一）久拖；\n\n（二）其他。\n"
LIMIT = "第九条\n  办理阶段中，办理期限不超过90日，自首次申请之日起算。"
GROUNDS = """第一条
  办理阶段的，有下列情形之一的，机关可以决定，进入已驳回：
    （一）久拖不决；
    （二）写明准予；
    （三）已听证（有争议）。"""


def test_stages_of_the_head_are_the_powers_and_the_rest_is_its_guard() -> None:
    power = one(program("第一条\n  待决定的，未听证的，机关可以决定。").powers)
    assert power.stages == ("待决定",)
    assert power.guard == ("not", ("happened", "听证", None))


def test_use_of_a_power_moves_from_each_of_its_stages() -> None:
    found = program(GROUNDS, LIMIT)
    power = one(found.powers)
    assert [(edge.source, edge.kind, edge.norm) for edge in found.edges] == [
        (stage, "power", power.id) for stage in ("待受理", "待听证", "待决定")
    ]
    assert {edge.trigger for edge in found.edges} == {Trigger("event", event="决定")}


def test_grounds_are_cited_by_item_where_the_source_has_the_item() -> None:
    from tests.compiler.policy import compiled

    found = compiled(GROUNDS, LIMIT, source=SOURCE + "\n## 第九条\n\n期限。\n")
    assert found.program is not None
    # The source has items (一) and (二) only; a third ground is cited as the article.
    assert [ground.cite for ground in one(found.program.powers).grounds] == [
        "第一条第（一）项",
        "第一条第（二）项",
        "第一条",
    ]


def test_a_ground_says_what_must_hold() -> None:
    grounds = one(program(GROUNDS, LIMIT).powers).grounds
    assert grounds[0].guard == ("and", ("period", "办理期限", "lapsed"), ("not", ("happened", "决定", None)))
    assert grounds[1].guard == ("given", "准予")
    assert grounds[2].guard == ("happened", "听证", ("cmp", "=", ("field", "有争议"), ("lit", True)))


def test_a_power_ends_with_its_period_which_may_cite_another_place() -> None:
    power = one(program("第一条\n  待决定的，申请人可以自听证之日起30日内（依附件1第二项）补正。").powers)
    assert power.until is not None
    assert (power.until.kind, power.until.amount, power.until.cite) == ("within", 30, "附件1第二项")
    assert power.until.anchor == Anchor("event", "听证")


def test_a_power_begins_when_a_period_is_full() -> None:
    power = one(program("第一条\n  待决定的，机关自受理之日起满10日后方可决定。").powers)
    assert power.after is not None and power.until is None
    assert (power.after.amount, power.after.anchor) == (10, Anchor("event", "受理"))


def test_an_event_in_the_head_of_a_power_has_happened_before() -> None:
    assert one(program("第一条\n  受理后，申请人可以补正。").powers).guard == ("happened", "受理", None)


def test_a_power_over_acts_of_the_case_is_the_cases() -> None:
    assert one(program("第一条\n  办理阶段的，机关可以公告。").powers).scope == "case"


def test_a_prohibition_with_stage_guard_and_effect() -> None:
    row = one(program("第一条\n  待受理的，未受理的，机关不得决定；违反的，不生效。").prohibitions)
    assert (row.holders, row.acts, row.stages, row.void) == (("机关",), (Act("决定"),), ("待受理",), True)
    assert row.guard == ("not", ("happened", "受理", None))


def test_who_must_act() -> None:
    row = one(program("第一条\n  人数在2以上的，受理、决定应当由首长作出。").actor_rules)
    assert (row.events, row.role) == (("受理", "决定"), "首长")
    assert row.guard == ("cmp", ">=", ("fact", "人数"), ("lit", 2))
