"""Both versions in one picture."""

from __future__ import annotations

from ecolang import draw
from ecolang.draw.marks import marked
from ecolang_compiler.diff import difference
from ecolang_compiler.diff.union import Union, union
from tests.diff.amend import Edit, amended, program, shipped

TARGET = ("召开会议：结果为未一致的，进入磋商不成", "召开会议：结果为未一致的，进入待再次磋商")
REPLY = "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：\n    同意的"


def both(*edits: Edit) -> Union:
    new = program(amended(*edits))
    return union(shipped(), new, difference(shipped(), new))


def test_an_edge_led_elsewhere_is_one_gone_and_one_come() -> None:
    found = both(TARGET)
    ways = {edge.id: (edge.source, edge.target) for edge in found.program.edges}
    assert {ways[id]: mark for id, mark in found.edges.items()} == {
        ("待重新磋商", "待再次磋商"): "added",
        ("待重新磋商", "磋商不成"): "removed",
    }


def test_the_edges_of_a_changed_rule_are_changed() -> None:
    found = both((REPLY, REPLY.replace("5个", "7个")))
    assert sorted(found.edges.values()) == ["changed"] * 3
    assert len(found.program.edges) == len(shipped().edges)


def test_a_group_less_a_stage_loses_that_edge_alone() -> None:
    found = both(("待再次磋商、待签协议。\n  协议阶段", "待再次磋商。\n  协议阶段"))
    ways = {edge.id: (edge.source, edge.target) for edge in found.program.edges}
    assert [(ways[id], mark) for id, mark in found.edges.items()] == [(("待签协议", "磋商不成"), "removed")]


def test_a_rule_that_moves_nothing_marks_its_stages() -> None:
    found = both(("待再次磋商的，会后仍愿磋商的，权利人可以", "待再次磋商的，会后仍愿磋商的，权利人应当"))
    assert found.stages == {"待再次磋商": "changed"}


def test_stages_that_came_or_went() -> None:
    found = both(
        ("  待再次磋商〔awaiting further meeting〕。\n", "  待再次磋商〔awaiting further meeting〕。\n  待鉴定。\n"),
        ("  已驳回〔suit dismissed〕。\n", ""),
        ("；判决生效，不支持的，进入已驳回。", "。"),
    )
    assert found.stages == {"待鉴定": "added", "已驳回": "removed"}
    assert "已驳回" in {stage.id for stage in found.program.stages}


def test_marks_are_laid_over_the_picture() -> None:
    found = both(TARGET)
    plain = draw.dot(found.program)
    text = marked(plain, found.edges, found.stages)
    lines = [(one, other) for one, other in zip(plain.split("\n"), text.split("\n"), strict=True) if one != other]
    assert sorted(other.removeprefix(one) for one, other in lines) == [
        ' [color="#15803d" penwidth=3 style=solid]',
        ' [color="#dc2626" penwidth=2.2 style=dashed]',
    ]


def test_a_common_way_has_the_mark_that_all_its_edges_have() -> None:
    words = "    （七）写明理由。\n  （一款）磋商不成"
    found = both((words, words.replace("理由。", "理由；\n    （八）案情重大复杂。")))
    text = marked(draw.dot(found.program), found.edges, {})
    trunks = [line for line in text.split("\n") if 'id="trunk:' in line and line.endswith("style=solid]")]
    assert len([line for line in trunks if "#d97706" in line]) == 1


def test_the_marked_picture_can_be_rendered() -> None:
    found = both(TARGET)
    image = draw.render(marked(draw.dot(found.program), found.edges, found.stages), "svg")
    assert isinstance(image, bytes)
    assert b"#15803d" in image
